"""`saddleproof check` on `benchmarks.blocks_and_quantifiers`: certificates accepted from disk, and witnesses that refute.

Origin of the expected answers: the books named there, and for each false statement a formula in exact numpy, which knows
nothing of the parser: at the witness every hypothesis holds and the conclusion fails. For sentences with forall and exists
the formula is a criterion of linear algebra written here anew: by minors, ranks and the symmetric part.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

from benchmarks.blocks_and_quantifiers import FALSE, TRUE
from proofs_check.check.answer import check
from proofs_check.check.models import completed
from proofs_check.check.search import Search, Witness
from proofs_check.check.theorem import Theorem
from proofs_check.cli.main import main
from proofs_check.probes.statement_probe import truth
from tests.proofs_check.check.test_whiteboard import exact, eye, inv, minors, pd, psd, same, sq, tr
from theory.kernel.check import check_folder
from theory.kernel.statement import Statement
from theory.models.model import evaluate
from theory.statements.decide import holds, impossible
from theory.statements.elaborate import elaborate
from theory.statements.reading import read
from theory.statements.values import Scene

SECONDS = 60.0
SLOW = ("D - B^T A^-1 B ⪰ 0", "X^T X ⪯ I", "≻ 0 |- A ≻ 0", "tr(A B) >= 0", "tr(A) tr(D)")
"""More than a second of search: in the full run."""


def block(rows: list[list[Any]]) -> Any:
    return np.block([[np.asarray(x, dtype=object) for x in row] for row in rows])


def zero(a: Any, b: Any) -> Any:
    return np.array([[Fraction(0)] * b] * a, dtype=object)


def rank(a: Any) -> int:
    return sympy.Matrix(a).rank()


def solvable(a: Any, b: Any) -> bool:
    """Whether a X = b has a solution (Rouché and Capelli)."""
    return rank(a) == rank(np.hstack([a, b]))


def sym(a: Any) -> Any:
    return a + a.T


def form(a: Any, b: Any, c: Any) -> Any:
    return np.array([[a, b / 2], [b / 2, c]], dtype=object)


def two(a: Any, b: Any, c: Any, d: Any) -> Any:
    return block([[a, b], [c, d]])


REFUTES: dict[str, Callable[..., bool]] = {
    FALSE[0][0]: lambda A, B, C, D: not same(two(A, B, C, D).T, two(A.T, B.T, C.T, D.T)),
    FALSE[1][0]: lambda A, B, C, D: not same(two(A, B, C, D), two(A, C, B, D)),
    FALSE[2][0]: lambda A, B, D: psd(two(A, B, B.T, D)) and not psd(D - B.T @ B),
    FALSE[3][0]: lambda A, B, D: psd(A) and psd(D) and not psd(two(A, B, B.T, D)),
    FALSE[4][0]: lambda A, B, D: pd(A) and psd(two(A, B, B.T, D)) and not pd(D - B.T @ inv(A) @ B),
    FALSE[5][0]: lambda X: psd(two(eye(X), X, X.T, eye(X.T))) and not same(X @ X.T, eye(X)),
    FALSE[6][0]: lambda A, B, C, D: tr(two(A, B, C, D) @ two(A, B, C, D)) != tr(A @ A) + tr(D @ D),
    FALSE[7][0]: lambda A, B, C, D: sum(map(sq, (A, B, C, D))) != sum(sympy.sqrt(sq(x)) for x in (A, B, C, D)) ** 2,
    FALSE[8][0]: lambda A, B, D: not same(
        two(A, B, zero(len(D), len(A)), D) @ two(inv(A), B, zero(len(D), len(A)), inv(D)),
        two(eye(A), zero(len(A), len(D)), zero(len(D), len(A)), eye(D))),
    FALSE[9][0]: lambda A, X, Y: psd(two(X, A, A.T, Y)) and tr(X) + tr(Y) > 2 * tr(A),
    FALSE[10][0]: lambda a, b, c: psd(np.array([[a, b], [b, c]])) and not a * c > b * b,
    FALSE[11][0]: lambda a, b, c: a * c >= b * b and not psd(np.array([[a, b], [b, c]])),
    FALSE[12][0]: lambda A, B: same(A, A.T) and same(B, B.T) and psd(two(A, B, B, A)) and not psd(B),
    FALSE[13][0]: lambda: True,
    FALSE[14][0]: lambda M, A, B, D: same(M, two(A, B, B.T, D)) and tr(M) >= 0 and not psd(M),
    FALSE[15][0]: lambda A, B: not solvable(A, B),
    FALSE[16][0]: lambda A: not psd(A),
    FALSE[17][0]: lambda A, n, r: psd(A) and rank(A) > r,
    FALSE[18][0]: lambda a: a < 0,
    FALSE[19][0]: lambda A: psd(sym(A)) and not psd(A),
    FALSE[20][0]: lambda A: same(sym(A), 0) and not same(A, 0),
    FALSE[21][0]: lambda a, b, c: psd(form(a, b, c)) and not b * b < 4 * a * c,
    FALSE[22][0]: lambda A, B, C, D: not solvable(np.hstack([A, C]).T, np.hstack([B, D]).T),
    FALSE[23][0]: lambda A, B, X: same(A @ X, B) and not solvable(A.T, B.T),
    FALSE[24][0]: lambda A: same(sym(A), 0) and not same(A, 0),
    FALSE[25][0]: lambda A: not solvable(A, eye(A)),
    FALSE[26][0]: lambda A: not same(A, A.T),
    FALSE[27][0]: lambda A, X: same(X.T @ X, A) and not solvable(A, eye(A)),
    FALSE[28][0]: lambda A: same(A.T @ A, eye(A.T)) and not same(A @ A.T, eye(A)),
    FALSE[29][0]: lambda a, b: psd(form(Fraction(0), a, b)) and not a + b > 0,
}  # fmt: skip
"""For each false statement: whether values refute it."""


@pytest.mark.parametrize(
    ("text", "where"),
    [pytest.param(t, w, marks=[pytest.mark.full] if any(s in t for s in SLOW) else [], id=t) for t, w, _ in TRUE],
)
def test_true_statements_are_proved_and_their_certificates_are_accepted(
    text: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search for a counterexample is left out here: it spends its time, and finds nothing (`FALSE` has what it finds)."""
    monkeypatch.setattr(Search, "refutation", lambda self, seconds: None)
    answer = check(text, where, SECONDS, out=tmp_path / "kept")
    assert answer.verdict == "proved", answer.remaining
    report = check_folder(tmp_path / "kept")
    assert not report.faults and len(report.accepted) == answer.steps and list(report.goals.values()) == [[answer.goal]]
    goal = json.loads((tmp_path / "kept" / f"{answer.goal}.json").read_text())["statement"]
    reading = read(text, where)
    if not reading.quantified:
        assert goal == elaborate(reading).json  # what was accepted is what the text says, hypotheses and all
    elif any(q.kind == "exists" for q in reading.quantified) and "[[" not in text:  # in blocks, values are put in
        assert {name for name, _ in goal["exists"]} == {n for q in reading.quantified if q.kind == "exists" for n in q.letters}
        assert not {name for name, _ in goal["exists"]} & {name for name, _ in goal["letters"]}


@pytest.mark.parametrize(("text", "where"), [(t, w) for t, w, _ in FALSE], ids=[t for t, _, _ in FALSE])
def test_false_statements_are_refuted_by_values_that_refute(text: str, where: str) -> None:
    answer = check(text, where, SECONDS)
    assert answer.verdict == "refuted" and answer.witness is not None
    values = {name: exact(value) for name, value in answer.witness.items()}
    sizes = {name: answer.sizes[name] for name in ("n", "r") if "n x r" in text}
    assert REFUTES[text](**values, **sizes), (answer.witness, answer.sizes)


def test_each_formula_can_fail() -> None:
    assert set(REFUTES) == {t for t, _, _ in FALSE} and len(TRUE) >= 40 > 30 <= len(FALSE)
    one = exact([["1"]])
    assert not REFUTES["exists X: A X = B"](A=one, B=one) and not REFUTES["exists K: A = K K^T"](A=one)
    assert not REFUTES["[[I, X],[X^T, I]] ⪰ 0 |- X X^T = I"](X=one) and len(minors(one)) == 1


PLAIN = [(t, w) for t, w, _ in (*TRUE, *FALSE) if not read(t, w).quantified]
LONG = ("^-1 = [[A^-1 + ", "A^-1 = A^-1")


@pytest.mark.parametrize(
    ("text", "where"),
    [pytest.param(t, w, marks=[pytest.mark.full] if any(x in t for x in LONG) else [], id=t) for t, w in PLAIN],
)
def test_the_kernels_statement_agrees_with_the_text_on_models(text: str, where: str) -> None:
    """Two readings at exact values: blocks put together, and `theory.models` on the statement in the blocks. A test vector sees
    less than definiteness does: where the text holds, the kernel's conclusion must."""
    reading = read(text, where)
    elaborated = elaborate(reading)
    statement, seen = Statement(elaborated.json), 0
    search, draws = Search(reading), []
    for wanted, sizes in product(("met", "for", "against"), search.size_choices()[:6]):
        draws += [(sizes, values) for values, _ in zip(search.drawn(sizes, wanted), range(6), strict=False)]
    for sizes, values in draws:
        try:
            scene = Scene(reading, values, search.named(sizes), sizes)
            given, then = scene.meets_hypotheses(), all(scene.holds(r) for r in reading.conclusions)
        except Exception:  # an inverse that does not exist: neither reading says anything
            continue
        model = completed(elaborated, statement, Witness(values, search.named(sizes), dict(sizes)))
        if model is None:
            continue
        seen += 1
        found = evaluate(statement, model)
        assert all(found.given) == given, (values, found)
        if then or not ("⪰" in text or "≻" in text):
            assert all(found.then) == then, (values, found)
        if seen >= 8:
            break
    assert seen or not reading.shapes.letters, "no model was compared"


def test_forall_is_decided_as_minors_and_coefficients_decide_it() -> None:
    """xᵀAx + bᵀx + c >= 0 for all x against the principal minors of the homogeneous form, and equations against coefficients,
    on every A with entries −1, 0, 1."""
    reading = read("(forall x: vector, x^T A x + b^T x + c >= 0) |- tr(A) = 0", "b: vector")
    strict = read("(forall x: vector, x^T A x + b^T x + c > 0) |- tr(A) = 0", "b: vector")
    zeros = read("(forall x: vector, x^T A x = 0) |- A = 0", "")
    rng = np.random.default_rng(0)
    counts = [0, 0]
    for entries in product((-1, 0, 1), repeat=4):
        a = np.array(entries, dtype=object).reshape(2, 2) * Fraction(1)
        for _ in range(3):
            b, c = rng.integers(-1, 2, 2), int(rng.integers(0, 3))
            values = {"A": a.tolist(), "b": [[int(x)] for x in b], "c": c}
            whole = np.block([[(a + a.T) / 2, b[:, None] * Fraction(1, 2)], [b[None] * Fraction(1, 2), Fraction(c)]])
            expected = all(m >= 0 for m in minors(whole))
            assert holds(Scene(reading, values), reading.quantified[0]) == expected, values
            counts[expected] += 1
            if c and expected:  # the least value is c − ¼ bᵀ(sym)⁻¹b where the form is definite
                s = (a + a.T) / 2
                if all(m > 0 for m in minors(s)):
                    least = c - (b @ inv(s) @ b) / 4
                    assert holds(Scene(strict, values), strict.quantified[0]) == (least > 0)
        assert holds(Scene(zeros, {"A": a.tolist()}), zeros.quantified[0]) == same(a + a.T, 0)
    assert min(counts) > 20


def test_exists_is_refuted_exactly_where_ranks_say_so() -> None:
    reading = read("exists X: A X = B", "A: 2 x 2, B: 2 x 1")
    gram = read("exists K: 2 x 1, A = K K^T", "A: 2 x 2")
    counts = [0, 0]
    for entries in product((-1, 0, 1), repeat=4):
        a = [list(entries[:2]), list(entries[2:])]
        for b in product((0, 1), repeat=2):
            wrong = not solvable(np.array(a), np.array(b)[:, None])
            counts[wrong] += 1
            assert impossible(Scene(reading, {"A": a, "B": [[x] for x in b]}), reading.quantified[0]) == wrong
        rows = exact([[str(x) for x in row] for row in a])
        assert impossible(Scene(gram, {"A": a}), gram.quantified[0]) == (not psd(rows) or rank(rows) > 1)
    assert min(counts) > 20


UNDECIDED = [
    ("exists K: K^T K = I", "K has columns that nobody counted"),
    ("exists X: X X = A", "a square root is no linear system"),
    ("exists X: orthogonal, X = 2 X, A = A", "a kind that is no linear space may still be met"),
    ("exists U: m x n orthonormal, U = U", "which matrices there are is not asked"),
    ("(forall X: orthogonal, tr(A X) <= 1) |- A = 0", "no polynomial on a linear space"),
    ("(forall x: vector, ||x||^4 >= x^T A x) |- A ⪰ 0", "of degree 4"),
]


@pytest.mark.parametrize(("text", "why"), UNDECIDED, ids=[t for t, _ in UNDECIDED])
def test_what_is_not_decided_refutes_nothing(text: str, why: str) -> None:
    """Some of these are false; none is refuted without an argument."""
    assert check(text, seconds=1.0).verdict != "refuted", why


def test_an_empty_scope_lends_nothing() -> None:
    """No 1 x 2 matrix has orthonormal columns: everything holds of those, and A = 0 does not follow."""
    answer = check("forall U: 1 x 2 orthonormal, A = 0", seconds=2.0)
    assert answer.verdict != "refuted"
    with pytest.raises(ValueError, match="stands alone"):
        check("A = 0, (forall U: 1 x 2 orthonormal, U = U)")


def test_a_strict_forall_that_fails_at_zero_is_said() -> None:
    with pytest.raises(ValueError, match="says 0 > 0"):
        check("(forall x: vector, x^T A x > 0) |- tr(A) > 0")


def test_what_is_printed_has_the_quantifiers(capsys: Any) -> None:
    assert main(["check", "(forall x: vector, x^T A x >= 0) |- exists t: real, t = tr(A)", "--explain"]) == 0
    printed = capsys.readouterr().out
    assert "given    forall x: matrix n x 1: x.T*A*x >= 0" in printed and "then     exists t: real: t == tr(A)" in printed
    assert "note: shown with t = " not in printed or "paragraph" in printed
    assert main(["check", "[[A,B],[B^T,D]] ⪰ 0 |- D ⪰ 0", "--explain"]) == 0
    assert r"\paragraph{Step 1}" in capsys.readouterr().out


def test_what_was_kept_is_rechecked(tmp_path: Path) -> None:
    for text in ("A ⪰ 0 |- exists K: A = K K^T", "[[A, 0],[0, D]] ⪰ 0 |- A ⪰ 0, D ⪰ 0"):
        check(text, out=tmp_path / "kept")
    done = subprocess.run(
        [sys.executable, "-m", "theory.kernel", str(tmp_path / "kept")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("text", ["x^T x >= 0", "x^T A x >= 0", "[x; x]^T [x; x] > -1"])
def test_claims_of_true_comparisons_of_one_row_and_column_are_not_refuted(text: str) -> None:
    """A 1 x 1 matrix is a number: both readings of a claim compare it as one, and find a planted error."""
    theorem = Theorem(text, "x: vector, A: psd" if "A" in text else "x: vector")
    assert theorem.probe.run((), "0", "quick").counterexample is None
    wrong = Theorem(text.replace(">= 0", "> 1").replace("> -1", "> 2"), theorem.where)
    verdicts = [truth(wrong.statement, model)[1] for model in theorem.models]
    assert [True] in verdicts and [False] in verdicts and [None] not in verdicts
