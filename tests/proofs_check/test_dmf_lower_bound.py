"""The lower bound by wells, as three claims state it: no choice of its witnesses carries a stronger bound.

The models are exact; the witnesses of each are known up to order and sign (see `_adversary`), and numpy's singular value
decomposition counts them independently.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from proofs_check.claims.dmf import _adversary
from proofs_check.claims.dmf._adversary import admissible, bound_goal, defeated
from proofs_check.probes.edits import apply_change
from proofs_check.verify.discovery import find_claims, select
from theory.dmf import Objective
from theory.dmf.scenes.minima import leading_point

CLAIMS = ("dmf-minimality", "dmf-global-minimizers", "dmf-barriers")
WIDTHS = ((2, 3, 2), (3, 2, 4), (2, 3, 2, 3), (4, 2, 3, 2, 3))
ORTHONORMAL = ("A.T*A == I(r)", "B.T*B == I(r)", "C.T*C == I(r)", "E.T*E == I(r)")
LARGEST = ("g >= 0", "D == g*I(r) + J*J", "(Y-C*D*E.T).T*(Y-C*D*E.T) + K*K.T == g**2*I(d[0])")
MILLION = (("F >= a*(", "F >= 1000000 + a*("),)


def scene(widths: tuple[int, ...], equal: bool) -> dict[str, Any]:
    """r = 2; with ``equal`` F equals its bound."""
    skew = (Fraction(1), Fraction(1)) if equal else (Fraction(2), Fraction(1, 3))
    return leading_point(Objective(), widths, skew=skew, turned=not equal)


@lru_cache
def goal_of(name: str) -> dict[str, Any]:
    derivation = select(find_claims(), [name])[name].claim.derivation()
    (goal,) = [s for s in (derivation[g].statement for g in derivation.goals) if "exists" in s]
    return goal


@pytest.mark.parametrize("name", CLAIMS)
def test_the_goal_keeps_every_orthonormality_and_says_which_values_of_y_it_takes(name: str) -> None:
    goal = goal_of(name)
    assert set(ORTHONORMAL + LARGEST) <= set(goal["then"])
    assert goal == bound_goal()


@pytest.mark.parametrize("widths", WIDTHS)
@pytest.mark.parametrize("equal", [True, False])
@pytest.mark.parametrize("name", CLAIMS)
def test_no_choice_of_witnesses_carries_a_million_more(name: str, widths: tuple[int, ...], equal: bool) -> None:
    goal, model = goal_of(name), scene(widths, equal)
    assert any(holds for _, holds, _, _ in admissible(goal, model))
    assert defeated(apply_change(goal, MILLION), model) is not None


@pytest.mark.parametrize("widths", WIDTHS)
@pytest.mark.parametrize("change", [
    (("F >= a*(", "F > a*("),), (("F >= a*(", "F >= 1/1000000 + a*("),), (("L*tr(T**2)", "11/10*L*tr(T**2)"),),
    (("2*q[L]**(-1)*tr(T**L*D)", "9/5*q[L]**(-1)*tr(T**L*D)"),),
])  # fmt: skip
def test_the_bound_is_sharp_where_it_is_an_equality(widths: tuple[int, ...], change: tuple) -> None:
    """Strict, raised by 10⁻⁶, a constant changed by a tenth: each fails for all choices in the same models."""
    assert defeated(apply_change(bound_goal(), change), scene(widths, True)) is not None


@pytest.mark.parametrize("widths", WIDTHS)
def test_the_admissible_choices_are_those_that_dense_algebra_counts(widths: tuple[int, ...]) -> None:
    """T^L: the singular values of q W_L⋯W_1 in some order; D: the r largest of Y in some order. Both by numpy."""
    model = scene(widths, False)
    product, q = np.eye(widths[0]), 1.0
    for l in range(1, len(widths)):
        product = np.array([[float(Fraction(x)) for x in row] for row in model["W"][str(l)]]) @ product
        q *= float(Fraction(model["mu"][str(l)]))
    target = np.array([[float(Fraction(x)) for x in row] for row in model["Y"]])
    spectra = [np.linalg.svd(q * product, compute_uv=False), np.linalg.svd(target, compute_uv=False)]
    rank = int((spectra[0] > 1e-10).sum())
    wanted = {tuple(np.round([*np.array(t) ** (1 / model["L"]), *d], 9)) for t in permutations(spectra[0][:rank])
              for d in permutations(spectra[1][:rank])}  # fmt: skip
    entries = _adversary._entries
    found = {tuple(np.round([float(x) for n in ("T", "D") for x in entries(choice[n])], 9))
             for choice, *_ in admissible(bound_goal(), model)}  # fmt: skip
    assert rank == model["r"] == 2 and found == wanted


@pytest.mark.parametrize("widths", WIDTHS)
def test_without_the_orthonormality_of_c_and_e_the_adversary_wins(widths: tuple[int, ...]) -> None:
    """The goal that lost them is true for every bound: the search is able to see that."""
    goal = bound_goal()
    loose = {**goal, "then": [a for a in goal["then"] if a not in ORTHONORMAL[2:] + LARGEST]}
    assert defeated(apply_change(loose, MILLION), scene(widths, True)) is None


@pytest.mark.parametrize("frame", [0, 1])
def test_without_the_orthonormality_of_a_or_b_a_little_more_is_carried(frame: int) -> None:
    goal = bound_goal()
    loose = {**goal, "then": [a for a in goal["then"] if a != ORTHONORMAL[frame]]}
    raised = apply_change(loose, (("F >= a*(", "F >= 1/1000 + a*("),))
    assert any(defeated(raised, scene(widths, True)) is None for widths in WIDTHS)
