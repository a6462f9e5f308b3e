"""The spelling of R = X Yᵀ − A decides nothing where other equations mention one of its letters more: that one is put in."""

from __future__ import annotations

import pytest

from theory.kernel.statement import Statement
from theory.statements.elaborate import elaborate
from theory.statements.halves import Substitution
from theory.statements.prove import Prover
from theory.statements.reading import read

SPELLINGS = ("{r} = {p} - {a}", "{p} - {a} = {r}", "-{r} = {a} - {p}", "{a} + {r} = {p}", "{p} = {r} + {a}",
             "{p} - {a} - {r} = 0")  # fmt: skip
OTHERS = {
    "residual": ("(X Y^T - A) Y + c X = 0, c > 0", {"r": "R", "p": "X Y^T", "a": "A"}, "A"),
    "step": ("(B - h G) W = 0, B W = M", {"r": "E", "p": "W^T W", "a": "B"}, "B"),
    "name of a name": ("R^T R = I, R Q = P, A A^T = M", {"r": "R", "p": "X Y^T", "a": "A"}, "R"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", OTHERS)
def test_the_letter_that_more_equations_mention_is_put_in(name: str, spelling: str) -> None:
    others, letters, wanted = OTHERS[name]
    statement = Statement(elaborate(read(f"{others}, {spelling.format(**letters)} |- X = X")).json)
    assert wanted in Substitution(statement.letters, statement.given).values


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_small_residual_is_a_global_minimum_in_each_spelling(spelling: str) -> None:
    """‖XYᵀ − A‖² + c(‖X‖² + ‖Y‖²), X, Y critical, R = XYᵀ − A of norm at most c: no U, V do better."""
    where = "c > 0, (X Y^T - A) Y + c X = 0, (X Y^T - A)^T X + c Y = 0, c^2 I ⪰ R^T R"
    where += ", " + spelling.format(r="R", p="X Y^T", a="A")
    less, more = (f"||{x} {y}^T - A||^2 + c (||{x}||^2 + ||{y}||^2)" for x, y in ("XY", "UV"))
    Prover(elaborate(read(f"{more} >= {less}", where)), seconds=30.0).prove()
