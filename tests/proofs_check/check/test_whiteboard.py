"""`saddleproof check` on the statements of `benchmarks.whiteboard`: all right, certificates accepted, witnesses that hold.

Origin of the expected answers: the books named there, and for each false statement a formula written here in exact numpy, which
knows nothing of the parser: at the witness every hypothesis must hold and the conclusion must fail.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.whiteboard import FALSE, TRUE
from proofs_check.check.answer import check
from proofs_check.check.models import completed
from proofs_check.check.search import Search, Witness
from theory.kernel.check import check_folder
from theory.kernel.statement import Statement
from theory.models.model import evaluate
from theory.statements.elaborate import elaborate
from theory.statements.reading import read
from theory.statements.values import Scene

SECONDS = 60.0
"""Generous: the tests share the machine. What the answers need is in ``benchmarks/questions/statements.py``."""


def same(a: Any, b: Any) -> bool:
    return bool(np.all(a == b))


def eye(a: Any) -> Any:
    return np.array([[Fraction(int(i == j)) for j in range(len(a))] for i in range(len(a))])


def tr(a: Any) -> Any:
    return sum(a[i, i] for i in range(len(a)))


def sq(a: Any) -> Any:
    return (a * a).sum()


def det(a: Any) -> Any:
    if len(a) == 0:
        return Fraction(1)
    return sum((-1) ** j * a[0, j] * det(np.delete(np.delete(a, 0, 0), j, 1)) for j in range(len(a)))


def minors(a: Any) -> list[Any]:
    """All principal minors: a symmetric matrix is positive semidefinite iff they are >= 0."""
    n = len(a)
    return [det(a[np.ix_(keep, keep)]) for bits in range(1, 2**n) for keep in [[i for i in range(n) if bits >> i & 1]]]


def psd(a: Any) -> bool:
    return same(a, a.T) and all(m >= 0 for m in minors(a))


def pd(a: Any) -> bool:
    return same(a, a.T) and all(m > 0 for m in minors(a))


def inv(a: Any) -> Any:
    """By the adjugate."""
    n, d = len(a), det(a)
    return np.array([[(-1) ** (i + j) * det(np.delete(np.delete(a, j, 0), i, 1)) / d for j in range(n)] for i in range(n)])


ZEROS = {"A A' = A' A, A^2 = 0 |- A = 0"}
"""Hypotheses that only zeros meet: no model has a letter that is none."""

REFUTES: dict[str, Callable[..., bool]] = {
    "tr(ABC) = tr(ACB)": lambda A, B, C: tr(A @ B @ C) != tr(A @ C @ B),
    "‖AB‖ = ‖BA‖": lambda A, B: sq(A @ B) != sq(B @ A),
    "A = Aᵀ, B = Bᵀ ⊢ tr(ABAB) ≥ 0": lambda A, B: same(A, A.T) and same(B, B.T) and tr(A @ B @ A @ B) < 0,
    "UᵀU = I ⊢ UUᵀ = I": lambda U: same(U.T @ U, eye(U.T)) and not same(U @ U.T, eye(U)),
    "(AB)ᵀ = AᵀBᵀ": lambda A, B: not same((A @ B).T, A.T @ B.T),
    "A ⪰ 0, B ⪰ 0 ⊢ AB + BA ⪰ 0": lambda A, B: psd(A) and psd(B) and not psd(A @ B + B @ A),
    "tr(A)² ≤ tr(A²)": lambda A: tr(A) ** 2 > tr(A @ A),
    "‖A + B‖² ≤ ‖A‖² + ‖B‖²": lambda A, B: sq(A + B) > sq(A) + sq(B),
    "AB = 0 ⊢ BA = 0": lambda A, B: same(A @ B, 0) and not same(B @ A, 0),
    "XᵀX = YᵀY ⊢ X = Y": lambda X, Y: same(X.T @ X, Y.T @ Y) and not same(X, Y),
    "tr(AᵀB)² ≤ tr(AAᵀB Bᵀ)": lambda A, B: A.shape == (2, 2) and tr(A.T @ B) ** 2 > tr(A @ A.T @ B @ B.T),
    "A ⪰ B, B ⪰ 0 ⊢ A² ⪰ B²": lambda A, B: psd(A - B) and psd(B) and not psd(A @ A - B @ B),
    "(A + B)⁻¹ = A⁻¹ + B⁻¹": lambda A, B: not same(inv(A + B), inv(A) + inv(B)),
    "A^2 = A |- A.T = A": lambda A: same(A @ A, A) and not same(A.T, A),
    "A^2 = 0 |- A = 0": lambda A: same(A @ A, 0) and not same(A, 0),
    "tr(AB) = tr(A) tr(B)": lambda A, B: tr(A @ B) != tr(A) * tr(B),
    "A B = A C |- B = C": lambda A, B, C: same(A @ B, A @ C) and not same(B, C),
    "A A' = A' A": lambda A: not same(A @ A.T, A.T @ A),
    "tr(A) >= 0 |- A >= 0": lambda A: same(A, A.T) and tr(A) >= 0 and not psd(A),
    "(A + B)^2 = A^2 + 2AB + B^2": lambda A, B: not same((A + B) @ (A + B), A @ A + 2 * A @ B + B @ B),
    "tr(A^2) >= 0": lambda A: tr(A @ A) < 0,
    "||A||^2 <= tr(A)^2": lambda A: same(A, A.T) and sq(A) > tr(A) ** 2,
    "(AB)^T = AB": lambda A, B: same(A, A.T) and same(B, B.T) and not same((A @ B).T, A @ B),
    "x^2 >= x": lambda x: x * x < x,
    "(PQ)^2 = PQ": lambda P, Q: all(same(p @ p, p) and same(p, p.T) for p in (P, Q)) and not same(P @ Q @ P @ Q, P @ Q),
    "A ⪰ 0 ⊢ A ≻ 0": lambda A: psd(A) and not pd(A),
    "||A B||^2 = ||A||^2 ||B||^2": lambda A, B: sq(A @ B) != sq(A) * sq(B),
    r"U^\top U = I \implies \|U^\top A\|_F^2 = \|A\|_F^2": lambda U, A: same(U.T @ U, eye(U.T)) and sq(U.T @ A) != sq(A),
    "tr(ABAB) = tr(A^2 B^2)": lambda A, B: same(A, A.T) and same(B, B.T) and tr(A @ B @ A @ B) != tr(A @ A @ B @ B),
    "<g, x> >= 0 |- ||x - g||^2 <= ||x||^2": lambda g, x: x.shape[1] == 1 and (g * x).sum() >= 0 and sq(x - g) > sq(x),
    "||A + B||^2 <= (1 + t)||A||^2 + ||B||^2": lambda A, B, t: t > 0 and sq(A + B) > (1 + t) * sq(A) + sq(B),
}
"""For each false statement: whether values refute it."""


def exact(value: Any) -> Any:
    if isinstance(value, str):
        return Fraction(value)
    return np.array([[Fraction(x) for x in row] for row in value])


@pytest.mark.parametrize(("text", "where", "source"), TRUE, ids=[t for t, _, _ in TRUE])
def test_true_statements_are_proved_and_their_certificates_are_accepted(
    text: str, where: str, source: str, tmp_path: Path
) -> None:
    answer = check(text, where, SECONDS, out=tmp_path / "kept")
    assert answer.verdict == "proved", answer.remaining
    report = check_folder(tmp_path / "kept")
    assert not report.faults and len(report.accepted) == answer.steps and list(report.goals.values()) == [[answer.goal]]
    goal = json.loads((tmp_path / "kept" / f"{answer.goal}.json").read_text())["statement"]
    assert goal == elaborate(read(text, where)).json  # what was accepted is what the text says, hypotheses and all


@pytest.mark.parametrize(("text", "where", "source"), FALSE, ids=[t for t, _, _ in FALSE])
def test_false_statements_are_refuted_by_values_that_refute(text: str, where: str, source: str) -> None:
    answer = check(text, where, SECONDS)
    assert answer.verdict == "refuted" and answer.witness is not None
    assert REFUTES[text](**{name: exact(value) for name, value in answer.witness.items()}), answer.witness
    assert max(len(v) for v in answer.witness.values() if isinstance(v, list)) <= 2 if "x^2" not in text else True


def test_each_false_statement_has_a_formula_that_can_fail() -> None:
    assert set(REFUTES) == {text for text, _, _ in FALSE} and len(TRUE) >= 30 <= len(FALSE)
    two = exact([["1", "0"], ["0", "1"]])
    assert not REFUTES["AB = 0 ⊢ BA = 0"](A=two, B=two) and not REFUTES["UᵀU = I ⊢ UUᵀ = I"](U=two)


@pytest.mark.parametrize(("text", "where"), [(t, w) for t, w, _ in (*TRUE, *FALSE)])
def test_the_kernels_statement_agrees_with_the_text_on_models(text: str, where: str) -> None:
    """Two readings at exact values: that of the parsed text, and `theory.models` on the kernel's statement."""
    reading = read(text, where)
    elaborated = elaborate(reading)
    statement, seen = Statement(elaborated.json), 0
    search = Search(reading)
    draws = []
    for wanted in ("for", "against"):
        for sizes in search.size_choices()[:6]:
            draws += list(search.drawn(sizes, wanted))[:6]
    for values in draws:
        scene = Scene(reading, values)
        try:
            given = scene.meets_hypotheses()
            then = all(scene.holds(r) for r in reading.conclusions)
        except Exception:  # an inverse that does not exist: neither reading says anything
            continue
        model = completed(elaborated, statement, Witness(values, {}))
        if model is None:
            continue
        seen += 1
        found = evaluate(statement, model)
        assert all(found.given) == given, (values, found)
        if not elaborated.vectors:
            assert all(found.then) == then, (values, found)
        elif then:
            assert all(found.then), (values, found)
    assert (seen > 0) == (text not in ZEROS)


def test_a_statement_that_nobody_can_settle_is_said_to_be_open() -> None:
    """True (HJ 7.7.4): it may be proved or stay open, and is never refuted."""
    answer = check("A ⪰ I ⊢ A⁻¹ ⪯ I", "", 4.0)
    assert answer.verdict in ("inconclusive", "proved") and (answer.verdict == "proved") == (answer.steps > 0)


def test_nothing_is_proved_that_a_wrong_certificate_would_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A prover that writes a false certificate is refused by the kernel in its own process."""
    from theory.kernel.certificate import Certificate
    from theory.statements.prove import Prover

    def lies(self: Prover) -> str:
        c = Certificate(self.elaborated.json, "expand", (), [[]], {})
        self.steps.pages[c.id] = c
        return c.id

    monkeypatch.setattr(Prover, "prove", lies)
    monkeypatch.setattr(Search, "refutation", lambda self, seconds: None)
    answer = check("AB = BA", out=tmp_path / "kept")
    assert answer.verdict == "inconclusive" and "did not accept" in (answer.remaining or "")


def test_recheck_accepts_what_check_kept(tmp_path: Path) -> None:
    check("A ⪰ 0, B ⪰ 0 ⊢ tr(AB) ≥ 0", out=tmp_path / "kept")
    done = subprocess.run(
        [sys.executable, "-m", "theory.kernel", str(tmp_path / "kept")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "1 accepted" in done.stdout
