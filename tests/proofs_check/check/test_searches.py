"""Each way to find a counterexample finds one that the others do not look for, and a true statement falls to none."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from proofs_check.check.answer import check
from proofs_check.check.descent import descend
from proofs_check.check.fitted import fitted_refutation
from proofs_check.check.models import scene_of
from proofs_check.check.pools import matrices
from proofs_check.check.search import Search
from theory.kernel.statement import Statement
from theory.models.model import check_model
from theory.statements.decide import refutes
from theory.statements.declarations import Declaration
from theory.statements.elaborate import elaborate
from theory.statements.numbers import Radical, reciprocal, root, sign
from theory.statements.reading import read
from theory.statements.values import Scene, is_of_kind


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("(x^2 - 7)^2 >= 1/10000", ""),  # fails within 0.002 of the root of 7 only
        ("(x^2 - 7)^2 + (y - x)^2 >= 1/1000", ""),
        ("||A||^2 + 12.3 >= 7 tr(A)", "A: 1 x 1"),  # least at 3.5, where it is 0.05; false below 12.25
        ("tr(A^2) + 24.4 >= 7 tr(A)", "A: 2 x 2 symmetric"),
    ],
)
def test_descent_finds_small_regions(text: str, where: str) -> None:
    """Whether such a region exists is arithmetic: the minimum of x² − 7x is −49/4."""
    reading = read(text, where)
    found = descend(reading, 20.0)
    if text.startswith("||A||"):
        assert found is None  # −12.25 + 12.3 > 0: true
    else:
        assert found is not None


@pytest.mark.parametrize("text", ["x^2 + y^2 >= 2 x y", "A ⪰ 0 |- tr(A) >= 0", "x > 0 |- x + 1/x >= 2"])
def test_descent_refutes_nothing_true(text: str) -> None:
    assert descend(read(text), 3.0) is None


def test_letters_are_solved_for() -> None:
    """11x + 13y = 17 has few solutions in the pool of numbers; the adversary solves for a letter."""
    elaborated = elaborate(read("11x + 13y = 17, x >= 0 |- y <= 1"))
    found = fitted_refutation(elaborated, 20.0)
    assert found is not None and 11 * found.values["x"] + 13 * found.values["y"] == 17 and found.values["y"] > 1


@pytest.mark.parametrize("text", ["x + y = 1 |- x y <= 1/4", "A B = I, C A = I |- B = C"])
def test_fitting_refutes_nothing_true(text: str) -> None:
    assert fitted_refutation(elaborate(read(text)), 2.0) is None


@pytest.mark.parametrize(
    ("text", "size"),
    [("AB = BA", 2), ("UᵀU = I ⊢ UUᵀ = I", 2), ("x >= 0", 1), ("A: 3 x 3 |- A = A^T", 3), ("tr(A)^2 <= 2 tr(A'A)", 3)],
)
def test_the_smallest_sizes_come_first(text: str, size: int) -> None:
    """1 x 1 matrices commute, 2 x 2 need not; a frame with one column fails with two rows; tr(A)² <= n tr(AᵀA), HJ 5.1."""
    found = Search(read(text)).refutation(20.0)
    assert found is not None
    assert max((len(v) for v in found.values.values() if isinstance(v, tuple)), default=1) == size


@pytest.mark.parametrize(
    ("text", "where"),
    [("A ⪰ 0, B ≻ 0 |- A + B ≻ 0", ""), ("||A|| + ||B|| >= ||A + B||", ""), ("A^-1 = A |- A A = I", ""),
     ("S >= 0 |- S + I ≻ 0", "S: diagonal"), ("A ⪰ B, B ⪰ C |- A ⪰ C", ""), ("P Q = Q P |- P Q = (P Q)^2", "P, Q: projection")],
)  # fmt: skip
def test_models_of_hypotheses_are_exact_and_generic(text: str, where: str) -> None:
    elaborated = elaborate(read(text, where))
    scene = scene_of(elaborated, 20.0)
    assert scene
    check_model(Statement(elaborated.json), scene)


def test_sizes_alone_can_refute() -> None:
    """tr I = n is not 3 at n = 1."""
    answer = check("tr(I) = 3")
    assert answer.verdict == "refuted" and answer.witness == {} and answer.sizes == {"n": 1}


@pytest.mark.parametrize(
    ("text", "where"),
    [("y^k >= y", "y > 0, k: integer >= 1"), ("y^(k+1) > y^k", "y > 0, k: integer >= 0"),
     ("y^-k <= 1", "y > 0, k: integer >= 1"), ("D^k ⪰ D", "D: diagonal > 0, k: integer >= 1")],
)  # fmt: skip
def test_every_sample_has_its_own_exponent(text: str, where: str) -> None:
    """(1/2)² < 1/2, and 2² > 2: no single exponent, and no single base, refutes all of them."""
    reading = read(text, where)
    found = Search(reading).refutation(20.0)
    assert found is not None and refutes(Scene(reading, found.values, found.sizes, found.roots))


KINDS = {
    "orthonormal": lambda a: np.allclose(a.T @ a, np.eye(a.shape[1])),
    "orthogonal": lambda a: a.shape[0] == a.shape[1] and np.allclose(a.T @ a, np.eye(len(a))),
    "idempotent": lambda a: a.shape[0] == a.shape[1] and np.allclose(a @ a, a),
    "projection": lambda a: a.shape[0] == a.shape[1] and np.allclose(a @ a, a) and np.allclose(a, a.T),
    "normal": lambda a: a.shape[0] == a.shape[1] and np.allclose(a.T @ a, a @ a.T),
    "symmetric": lambda a: a.shape[0] == a.shape[1] and np.allclose(a, a.T),
    "psd": lambda a: a.shape[0] == a.shape[1] and np.allclose(a, a.T) and np.linalg.eigvalsh(a)[0] > -1e-9,
}


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (2, 3), (3, 3)])
def test_the_values_of_a_kind_are_all_that_have_it(kind: str, shape: tuple[int, int]) -> None:
    """Exact membership, entry by entry, against numpy with floats, on the whole pool; both answers occur."""
    declared = Declaration("A", frozenset({kind}), None, None, 0)
    found = [is_of_kind(declared, value) for value in matrices(shape)]
    assert found == [bool(KINDS[kind](np.array(value, dtype=float))) for value in matrices(shape)]
    assert not all(found) and any(found) == (shape[0] == shape[1] or (kind == "orthonormal" and shape[0] > shape[1]))


def test_radicals() -> None:
    """√2·√8 = 4; √2 + √3 > √(9.8), and < √10 (by squaring: 5 + 2√6 = 9.898…)."""
    two, three = root(Fraction(2)), root(Fraction(3))
    assert two * root(Fraction(8)) == 4 and reciprocal(two) * two == 1
    assert sign(two + three - root(Fraction(49, 5))) == 1 and sign(two + three - root(Fraction(10))) == -1
    assert isinstance(two, Radical) and sign(two - two) == 0 and (two + three) * (two - three) == -1
    assert sign(root(Fraction(10**12 + 1)) - 10**6) == 1


def test_norms_are_compared_exactly() -> None:
    """‖A‖ + ‖B‖ = ‖A + B‖ fails at irrational values too: the sign is decided, not rounded."""
    assert check("‖A + B‖ = ‖A‖ + ‖B‖").verdict == "refuted"
    assert check("‖A‖ >= 0").verdict == "proved"


def test_a_hypothesis_that_forces_zeros_is_noted(tmp_path: Path) -> None:
    answer = check("A^T A = 0 |- A = 0", out=tmp_path / "kept")
    assert answer.verdict == "proved" and any("nothing but zeros" in note for note in answer.notes)
    found = check("A B = I |- tr(A B) = tr(I_n)", "A: n x n")
    assert found.verdict == "proved" and not found.notes


def test_contradictory_hypotheses_are_noted() -> None:
    answer = check("x^2 + 1 = 0 |- x = 5")
    assert answer.verdict in ("proved", "inconclusive") and (answer.verdict != "proved" or answer.notes)
