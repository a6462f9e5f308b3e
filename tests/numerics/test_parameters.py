"""Parameters of instances: whatever is no size, number or list as declared is one sentence that says what is allowed."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from numerics.sweep.instances import INSTANCES, build_problem

WRONG = ["abc", "3,3", -1, 1.5, True, None, float("nan"), float("inf"), 10**400, [], [1.5], ["x"], [[2]], {}, 10**7]


@pytest.mark.parametrize("kind", INSTANCES)
@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_every_parameter_of_every_instance(kind: str, value: Any) -> None:
    """Built, or a ValueError that names a parameter: no other error, no size that fills the memory."""
    for name in inspect.signature(INSTANCES[kind]).parameters:
        try:
            build_problem(kind, {name: value})
        except ValueError as refusal:
            assert "must" in str(refusal) or "needs" in str(refusal), (name, value)


@pytest.mark.parametrize(("kind", "name", "value", "says"), [
    ("Factorization", "m", "abc", r"problem.m must be a whole number in 1 … 10\^6, got 'abc'"),
    ("Factorization", "rank", 100, "rank, or the length of spectrum, must be at most 15, the smaller side, got 100"),
    ("Factorization", "seed", -1, r"problem.seed must be a whole number in 0 … 2\^63 - 1, got -1"),
    ("Factorization", "condition", float("nan"), "problem.condition must be a finite number, got nan"),
    ("DeepFactorization", "widths", "3,3,3", r"problem.widths must be a list such as \[4, 4, 4, 4\], got '3,3,3'"),
    ("DeepFactorization", "ridge", "0.1,0.2", r"problem.ridge must be a number or a list such as \[2, 1\], got '0.1,0.2'"),
    ("DeepFactorization", "widths", [4], "widths must name at least two sizes"),
    ("DeepFactorization", "widths", [4, 2.5, 4], r"problem.widths\[1\] must be a whole number"),
    ("MatrixSensing", "symmetric", 1, "problem.symmetric must be true or false, got 1"),
])  # fmt: skip
def test_the_sentence_names_the_parameter(kind: str, name: str, value: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        build_problem(kind, {name: value})


def test_lists_and_numbers_are_taken() -> None:
    assert build_problem("DeepFactorization", {"widths": [3, 2, 3], "ridge": 1, "spectrum": [2, 1]}).hidden == (2,)
    assert build_problem("DeepFactorization", {"widths": (3, 2, 3), "ridge": [1, 0.5]}).ridge.tolist() == [1.0, 0.5]
