"""Theorems about an objective: the kernel derives the gradient, and with another objective they are other theorems."""

from __future__ import annotations

import re
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from proofs_check.probes.statement_probe import truth
from proofs_check.public import Book, Theorem
from theory.kernel.budget import Fault
from theory.prove.rewrite import NotFound
from theory.statements.tree import StatementError

RIDGE = "||W_2 W_1 X - X||^2 + {} ||W_1||^2 + {} ||W_2||^2"


def autoencoder(first: str, second: str) -> Theorem:
    """Half of the way, w_1 = 2w_2, is critical where the second weight is four times the first: 1 × 1, by hand.

    2w_2(w_1w_2 − 1)x² + 2cw_1 = 0 and 2w_1(w_1w_2 − 1)x² + 8cw_2 = 0 at w_1 = 1, w_2 = 1/2, x = 2, c = 1.
    """
    where = "W_1: k x n, W_2: n x k, X: n x p, c > 0"
    values = {"k": 1, "n": 1, "p": 1, "W_1": [["1"]], "W_2": [["1/2"]], "X": [["2"]], "c": "1"}
    if first == second:  # w_1 = w_2 = 1/2 and (1 − 1/4)·4 = c
        values |= {"W_1": [["1/2"]], "c": "3"}
    return Theorem(
        "W_1 W_1^T = W_2^T W_2",
        where,
        objective=RIDGE.format(first, second),
        critical="W_1, W_2",
        examples=lambda rng: dict(values),
    )


def by_hand(theorem: Theorem) -> Any:
    """The derivation of `kunin-balance`: the first equation times W₁ᵀ, less W₂ᵀ times the second, divided by 2c."""
    said, book = theorem.equations, Book(scene=theorem.scene)
    terms = [["1/2*c**(-1)*_*W_1.T", theorem.equation("critical in W_1")],
             ["-1/2*c**(-1)*W_2.T*_", theorem.equation("critical in W_2")]]  # fmt: skip
    return theorem.from_equations(book, book.expand(said["letters"], said["given"], said["then"][0], [], hints=terms))


def test_another_objective_is_another_theorem() -> None:
    """The same text and the same derivation: proved for one ridge on both factors, lost and refuted for c and 4c."""
    same, other = autoencoder("c", "c"), autoencoder("c", "4c")
    derivation = by_hand(same)
    assert {"objective", "stationary"} <= {certificate.rule for certificate in derivation.certificates}
    assert same.statement["given"] == ["critical(F, W_1_part)", "critical(F, W_2_part)"]
    with pytest.raises(NotFound):
        by_hand(other)
    assert truth(same.statement, same.models[0]) == ([True, True], [True])
    assert truth(other.statement, other.models[0]) == ([True, True], [False])


GRADIENTS = {
    "||A B - M||^2": {"A": "2*(A*B - M)*B.T", "B": "2*A.T*(A*B - M)"},
    "1/2 ||A B X - Y||^2": {"A": "(A*B*X - Y)*X.T*B.T", "B": "A.T*(A*B*X - Y)*X.T"},
    "||U U^T - M||^2": {"U": "2*(U*U.T - M)*U + 2*(U*U.T - M).T*U"},
    "tr(U^T S U) + c ||U||^2": {"U": "S*U + S.T*U + 2*c*U"},
    "<G, X>^2 - ||X||^2": {"X": "2*tr(G.T*X)*G - 2*X"},
    "||x - y||^2 + <x, A x>": {"x": "2*(x - y) + A*x + A.T*x"},
}
"""By hand; compared as the kernel reads them."""


@pytest.mark.parametrize("objective", GRADIENTS)
def test_the_gradient_is_that_of_a_textbook_and_the_kernel_takes_no_other(objective: str) -> None:
    wanted, where = GRADIENTS[objective], "x: vector, y: vector" if "x" in objective else "c > 0" if "c" in objective else ""
    theorem = Theorem("F = F", where, objective=objective, critical=", ".join(wanted))
    assert theorem.stationarity
    for name, text in wanted.items():
        found = theorem.equation(f"critical in {name}").removesuffix(" == 0")
        alike = {**theorem.equations, "given": [], "then": [f"{found} == {text}"]}
        assert all(truth(alike, model)[1] == [True] for model in theorem._plain_models[:20])
    model = next(m for m in theorem._plain_models if any(_nonzero(m[x]) for x in wanted))
    book = Book(scene=model)
    x = next(iter(wanted))
    theorem.stationarity._critical(book, x, model)
    theorem.stationarity.gradients[x] = _doubled(theorem.stationarity.gradients[x])
    with pytest.raises((Fault, NotFound)):
        theorem.stationarity._critical(Book(scene=model), x, model)


def _nonzero(rows: Any) -> bool:
    return any(Fraction(v) for row in rows for v in row)


def _doubled(term: Any) -> Any:
    from theory.statements.derivatives.terms import mul, num

    return mul(num(2), term)


def test_models_are_critical_by_another_reading_and_sharpness_is_not() -> None:
    """`truth` differentiates F in exact numbers along every entry; it knows no gradient formula."""
    theorem = Theorem("A^T A B = A^T M", "A: m x r, B: r x n", objective="||A B - M||^2", critical="B")
    assert len(theorem.models) > 20
    for model in theorem.models[:30]:
        assert truth(theorem.statement, model) == ([True], [True])
    (item,) = theorem.sharpness()
    assert item.given == "critical(F, B_part)" and item.sampler
    for seed in range(5):
        assert truth(theorem.statement, item.sampler(Random(seed))) == ([False], [False])


def test_a_planted_error_in_the_statement_is_seen_by_the_experiment() -> None:
    """Of each theorem a conclusion with a factor 2: refuted by the search and, alone, by its own models."""
    planted = {
        "A^T A B = 2 A^T M": Theorem("A^T A B = 2 A^T M", objective="||A B - M||^2", critical="B"),
        "ridge": Theorem("W (X X^T + 2 c I) = Y X^T", "c > 0", objective="||W X - Y||^2 + c ||W||^2", critical="W"),
        "prox": Theorem("2 ||p - q||^2 <= <x - y, p - q>", "x, y, p, q, u, v: vector",
                        {"x": "x = p + u", "y": "y = q + v", "monotone": "<u - v, p - q> >= 0"}),
        "gram": Theorem("2 ||X X^T - Y Y^T|| <= ||(X + Y)(X - Y)^T||"),
    }  # fmt: skip
    for name, theorem in planted.items():
        assert theorem.probe.run((), "0", "quick").counterexample is not None, name
        assert any(not all(truth(theorem.statement, m)[1]) for m in theorem.models), name


BAD = {
    "objective alone": (("A B = M", "", "||A B - M||^2", ""), "objective and critical go together"),
    "critical alone": (("A B = M", "", "", "A"), "objective and critical go together"),
    "the letter F": (("A = 0", "", "||A||^2 + F", "A"), "objective is called F"),
    "F twice": (("A = 0", "F = ||A||^2", "||A||^2", "A"), "objective is called F"),
    "unknown letter": (("A B = M", "", "||A B - M||^2", "Q"), "must name matrices of the objective (A, B, M, F), got 'Q'"),
    "a number": (("A = B", "c: real", "c ||A - B||^2", "c"), "must name free matrices, got c, which is of the kind real"),
    "a kind": (("A = B", "A ⪰ 0", "||A - B||^2", "A"), "got A, which is defined by its kind"),
    "a frame": (("A = B", "A: orthonormal", "||A - B||^2", "A"), "got A, which is declared orthonormal"),
    "symmetric": (("A = B", "A: symmetric", "||A - B||^2", "A"), "got A, which is declared symmetric"),
    "not in it": (("A = B", "", "||B||^2", "A"), "letters of the objective, got A, which does not occur"),
    "a norm": (("A = B", "", "||A - B||", "A"), "objective must be a polynomial in A: no norm without a square"),
    "an inverse": (("A = B", "", "tr(A^-1 B)", "A"), "objective must be a polynomial in A"),
    "a matrix": (("A = B", "", "A - B", "A"), "cannot be compared"),
    "no text": (("A = B", "", "||A - ", "A"), ""),
    "a relation": (("A = B", "", "||A||^2 = 1", "A"), "objective must be one number"),
    "a hypothesis more": (("A = B", "", "||A - B||^2, A = 2*B", "A"), "objective must be one number"),
    "F is a matrix": (("A = B", "F: matrix", "||A - B||^2", "A"), "the objective is called F"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_objectives_are_one_line(name: str) -> None:
    (text, where, objective, critical), said = BAD[name]
    with pytest.raises(ValueError) as caught:
        _ = Theorem(text, where, objective=objective, critical=critical).statement
    words = str(caught.value).splitlines()[0]
    assert said in words or set(re.findall(r"\w+", said)) <= set(re.findall(r"\w+", words))


GOOD = "||A B - M||^2"


@pytest.mark.parametrize("where", ["", "A: m x r, c > 0"])
@pytest.mark.parametrize(
    ("wrong", "sign"), [("A B + + M", "+ M"), ("||A B - M", "||"), ("A + B ‡", "‡"), ("det A", "det"), ("tr(M) + tr(A B", "(A")]
)
@pytest.mark.parametrize("place", ["where", "given", "objective"])
def test_a_caret_stands_in_what_the_user_wrote(place: str, wrong: str, sign: str, where: str) -> None:
    """The line below the message is the option's own text, in whichever of them the fault is, and the caret is there."""
    relation = wrong if place == "objective" else f"{wrong} = M"
    conditions = f"{where}, {relation}" if where and place == "where" else relation if place == "where" else where
    given = {"first": "M^T M = M M^T", "second": relation if place == "given" else "A = A", "third": "M = M"}
    with pytest.raises(StatementError) as caught:
        Theorem("A = B", conditions, given, objective=wrong if place == "objective" else GOOD, critical="A")
    _, text, caret = caught.value.shown().split("\n")
    written = conditions if place == "where" else relation
    assert text == f"  {written}" and caret.index("^") - 2 == written.rindex(sign)


def test_examples_must_meet_the_hypotheses() -> None:
    wrong = Theorem("A B = M", objective="||A B - M||^2", critical="A",
                    examples=lambda rng: {"A": [["1"]], "B": [["1"]], "M": [["2"]]})  # fmt: skip
    with pytest.raises(ValueError, match=r"examples must meet the hypotheses, got .* where .* fails"):
        _ = wrong.models
    half = Theorem("A B = M", objective="||A B - M||^2", critical="A", examples=lambda rng: {"A": [["1"]]})
    with pytest.raises(ValueError, match="examples must draw a value for every letter"):
        _ = half.models
