"""What samplers show: on samplers with a habit, and, as a list to be printed, on the claims."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from proofs_check.planted.coverage import missing
from proofs_check.verify.discovery import find_claims
from proofs_check.verify.plant import lacking

LETTERS: list[Any] = [
    ["L", {"kind": "integer", "min": "2"}],
    ["m", {"kind": "dimension"}],
    ["n", {"kind": "dimension"}],
    ["r", {"kind": "integer", "min": "1"}],
    ["A", {"kind": "matrix", "shape": ["m", "n"]}],
    ["S", {"kind": "diagonal", "size": "r", "positive": True}],
    ["x", {"kind": "real"}],
]
STATEMENT = {"letters": LETTERS, "given": [], "then": ["tr(A.T*A) >= 0"]}


def model(rng: Random, L: int, m: int, n: int, r: int, values: list[str], x: str) -> dict[str, Any]:
    A = [[str(rng.randint(-9, 9)) for _ in range(n)] for _ in range(m)]
    S = [[values[i] if i == j else "0" for j in range(r)] for i in range(r)]
    return {"L": L, "m": m, "n": n, "r": r, "A": A, "S": S, "x": x}


def wide(rng: Random) -> dict[str, Any]:
    r = rng.randint(1, 3)
    return model(rng, rng.randint(2, 5), rng.randint(1, 3), rng.randint(1, 3), r, ["1", "2", "5"][:r], str(rng.randint(-1, 1)))


CASES = [
    ("all of it", wide, []),
    ("all sizes one", lambda rng: model(rng, 4, 1, 1, 1, ["1"], str(rng.randint(-1, 1))),
     ["L varies", "A not square", "S unequal", "m >= 2", "n >= 2", "r >= 2", "r varies"]),
    ("square and equal", lambda rng: model(rng, rng.randint(2, 5), 2, 2, 2, ["3", "3"], str(rng.randint(-1, 1))),
     ["A not square", "S unequal", "r varies"]),
    ("shallow and generic", lambda rng: {**wide(rng), "L": rng.randint(2, 3), "x": "7"}, ["L >= 4", "x < 0", "x = 0"]),
]  # fmt: skip


@pytest.mark.parametrize(("sampler", "lacks"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_habits_of_a_sampler_are_named(sampler: Any, lacks: list[str]) -> None:
    assert sorted(missing(STATEMENT, sampler, Random(0))) == sorted(lacks)


def test_a_sampler_that_meets_no_hypothesis_shows_nothing() -> None:
    assert missing({**STATEMENT, "given": ["x > 9"]}, wide, Random(0)) == ["no model"]


def test_signs_that_a_hypothesis_may_exclude_are_not_asked_for() -> None:
    positive = {**STATEMENT, "given": ["x > 0"]}
    assert missing(positive, lambda rng: {**wide(rng), "x": str(rng.randint(1, 5))}, Random(0)) == []


@pytest.mark.full
def test_every_sampler_of_a_claim_gives_models() -> None:
    """The list of what claims' samplers lack is printed; a sampler without one model is a failure."""
    found = {name: lacking(item.claim) for name, item in find_claims(None).items() if item.claim.derivation is not None}
    for name, goals in found.items():
        for goal, features in goals.items():
            print(f"{name} {goal}: {', '.join(features)}")
    assert not [(name, goal) for name, goals in found.items() for goal, features in goals.items() if "no model" in features]
