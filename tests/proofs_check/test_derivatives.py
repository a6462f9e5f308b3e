"""One way back gives the derivatives that tangents give one by one."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from proofs_check.probes.derivatives import Lines
from proofs_check.probes.evaluator import Reading, Scene
from proofs_check.probes.exact import Recorded, Surd, Tangent, Undecidable, sign_of
from proofs_check.probes.expressions import slope

SQUARE = {"kind": "matrix", "shape": ["2", "2"]}
LETTERS = [["W", {**SQUARE, "over": ["k", "1", "2"]}], ["A", SQUARE], ["c", {"kind": "real"}], ["u", {"kind": "real"}]]
OBJECTIVES = (
    "tr((W[2]*W[1] - A).T*(W[2]*W[1] - A)) + c*tr(W[1].T*W[1])",
    "tr(W[1]*W[1])**3 - c*tr(W[2])*tr(A.T*W[1])",
    "tr(W[1])/(1 + tr(W[2].T*W[2]))",
    "diff(tr((A + u*W[1])*(W[2] + u**2*A)), u)",
    "c*tr(A)",
)


def scene(objective: str, rng: Random, surd: bool) -> Scene:
    reading = Reading({"letters": [*LETTERS, ["F", {"kind": "real", "value": objective}]], "given": [], "then": []})

    def entry() -> Any:
        rational = f"{rng.randint(-5, 5)}/{rng.randint(1, 3)}"
        return [rational, str(rng.randint(1, 3)), "2"] if surd else rational

    def rows() -> list[list[Any]]:
        return [[entry() for _ in range(2)] for _ in range(2)]

    return Scene(reading, reading.parsed({"W": {"1": rows(), "2": rows()}, "A": rows(), "c": "7/3", "u": "2"}))


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("surd", [False, True])
def test_gradients_and_hessians_are_those_of_tangents(objective: str, surd: bool) -> None:
    rng = Random(f"{objective} {surd}")
    lines = Lines(scene(objective, rng, surd), "F", "W")
    one, two = ([Fraction(rng.randint(-3, 3), 2) for _ in range(lines.size)] for _ in range(2))
    assert lines.size == 8
    for directions in ((one,), (two,), (one, two), (two, two)):
        lines.bounded = False
        back = lines(*directions)
        lines.bounded = True
        assert parts(back) == parts(lines(*directions))


def parts(x: Any) -> Any:
    """The rational and the irrational part: a rational number is spelled in two ways."""
    return (x.a, x.b) if isinstance(x, Surd) else (x, 0)


def test_what_is_recorded_has_no_sign_and_gives_way_to_what_diff_computes_with() -> None:
    tape: list[Recorded] = []
    x = Recorded(Fraction(3), (), tape)
    squared = (x + Tangent(0, 1, 1)) * (x + Tangent(0, 1, 1))
    assert slope(squared, 1).slopes([x]) == [2]
    with pytest.raises(Undecidable, match="only real numbers have a sign"):
        sign_of(x)
