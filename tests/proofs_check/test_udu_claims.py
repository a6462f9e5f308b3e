"""The UDU claims under another seed, the counts that the exclusion rests on, and exact instances by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from proofs_check.bridge.completion import Completion, run_bm, run_udu
from proofs_check.claims.udu._instances import Point, Variant, fixed_and_active
from proofs_check.claims.udu._runs import projected_runs
from proofs_check.verify.discovery import find_claims, select
from proofs_check.verify.judge import Circumstances, judge
from tests.marks import but
from tests.proofs_check.pinning import read
from theory.udu.problem import Objective
from theory.udu.proofs import derivation

QUICK = (
    "udu-gradients",
    "udu-second-variation",
    "udu-two-sided-exclusion",
    "udu-weight-decay",
    "udu-discrete-drift",
    "udu-flow-laws",
    "udu-suppression",
    "udu-solvable-points",
    "udu-exclusion-boxed",
    "udu-exclusion-frozen",
    "udu-exclusion-decay-on-d",
    "udu-exclusion-negative-bound",
    "udu-exclusion-sphere",
    "udu-kkt",
    "udu-burer-monteiro",
    "udu-exclusion-variants",
    "udu-basins",
    "udu-spectra",
    "udu-index",
    "udu-spectrum-belongs-to-x",
    "udu-rank-deficiency",
    "udu-dead-columns",
    "udu-dead-columns-revive",
    "udu-idle-columns",
    "udu-rates",
    "udu-suppression-runs",
)
SLOW = ("udu-rank-deficiency", "udu-gradients", "udu-suppression-runs", "udu-suppression", "udu-second-variation", "udu-index",
        "udu-exclusion-variants", "udu-basins", "udu-spectra", "udu-solvable-points", "udu-rates")  # fmt: skip


@pytest.mark.parametrize("name", but(QUICK, SLOW))
def test_a_claim_comes_out_as_expected_under_another_seed(name: str, tmp_path: Path) -> None:
    claim = select(find_claims(), [name])[name].claim
    row = judge(claim, Circumstances(seed=7), tmp_path, pin=read(claim))
    assert row.shortcomings == () and row.verdict in row.expected, row.reason


def test_every_derivation_follows_the_objective() -> None:
    """fit 3 in place of 1/2: the gradients carry the coefficient."""
    for name in ("gradients", "second_variation", "product_is_critical", "inertia", "spectrum"):
        found = getattr(derivation, name)(Objective(Fraction(3)))
        letters = dict(map(tuple, found[found.goals[0]].statement["letters"]))
        assert letters["c"]["value"] == "3"


@pytest.mark.full
def test_more_than_two_hundred_converged_runs_end_with_an_inactive_ball() -> None:
    """Free D: none active; boxed at 2 or frozen with ‖A‖ = 8: at least four in five."""
    free = [projected_runs(11, 150, columns=columns) for columns in (1, 2)]
    converged = sum(int(runs.converged().sum()) for runs in free)
    worst = max(float((runs.factor[runs.converged()] - 1).max()) for runs in free)
    assert converged >= 200 and worst < 1e-9
    for options in ({"upper": 2.0}, {"frozen": True}):
        runs = projected_runs(11, 150, **options)  # type: ignore[arg-type]
        done = runs.converged()
        assert float((runs.factor[done] > 1 + 1e-6).double().mean()) >= 0.8 and int(done.sum()) > 100


@pytest.mark.parametrize(
    "variant, A, lam, c",
    [
        (Variant(decay=Fraction(1)), 5, "5/2", "13/8"),
        (Variant(upper=Fraction(2)), 5, "2", "8/5"),
        (Variant(lower=Fraction(-2)), -5, "-2", "8/5"),
        (Variant(lower=Fraction(1), sphere=True), 0, "1", "9/10"),
        (Variant(frozen=True), 5, "1", "7/5"),
    ],
)
def test_active_fixed_points_by_hand(variant: Variant, A: int, lam: str, c: str) -> None:
    """η = 1/20, u = 1: Ū = 1 − 2ηGλ with G = λ − A, and the D step at rest."""
    point = Point(Fraction(A), Fraction(1), Fraction(lam), Fraction(1, 20))
    assert point.after(variant) == (1, Fraction(lam), Fraction(c)) and fixed_and_active(point, variant)
    assert fixed_and_active(point, Variant()) is None


def test_a_small_completion() -> None:
    """n = 30, 450 entries, η = 0.02, 12,000 steps: UDU has σ_4 at rounding, BM has not; both identities."""
    data = Completion(seed=1, size=30, entries=450)
    udu, bm = run_udu(data, 12_000, step=0.02), run_bm(data, 12_000, step=0.02)
    import torch

    low, high = (float(torch.linalg.svdvals(end["X"])[3]) for end in (udu, bm))
    assert low < 1e-13 < 1e-5 < high
    assert abs(udu["left"] - udu["right"]) < 1e-12 * udu["right"] and abs(udu["E"] / udu["flow"] - 1) < 0.02
    assert udu["zeros"] == 0
