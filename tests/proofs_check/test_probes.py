"""Experiments show their power first, and their silence counts for nothing without it."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from math import comb
from typing import Any

import pytest

from proofs_check.probes.anchor import AnchorProbe, Together
from proofs_check.probes.edits import apply_change, conclusion_edits
from proofs_check.probes.evaluator import Reading
from proofs_check.probes.exact import Undecidable
from proofs_check.probes.numeric_probe import DRAWN, Comparison, NumericProbe
from proofs_check.probes.probability_probe import ProbabilityProbe, clopper_pearson
from proofs_check.probes.probe import Probe
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from tests.proofs_check import samples
from tests.theory.models.test_lint import CONTRADICTIONS

REAL = [["x", {"kind": "real"}], ["y", {"kind": "real"}]]


def statement(given: list[str], *then: str) -> dict[str, object]:
    return {"letters": REAL, "given": given, "then": list(then)}


def pair(rng: object) -> dict[str, str]:
    x, y = sorted(rng.sample(range(1, 30), 2))  # type: ignore[attr-defined]
    return {"x": str(x), "y": str(y)}


def test_the_exact_probe_catches_planted_errors_and_finds_the_smallest_witness() -> None:
    true = StatementProbe(sampler=pair).run((statement(["y > x"], "y*y - x*x == (y-x)*(y+x)"),), "s", "quick")
    assert (true.trials, true.counterexample, true.powerless) == (40, None, "")
    false = StatementProbe(sampler=pair).run((statement(["y > x"], "y > 2*x"),), "s", "quick")
    assert false.counterexample is not None
    x, y = (int(part.split("= ")[1]) for part in str(false.counterexample).split("fails at ")[1].split(", "))
    assert x < y <= 2 * x


def test_a_sampler_that_never_meets_the_hypotheses_is_powerless() -> None:
    result = StatementProbe(sampler=pair).run((statement(["x > y"], "x*x > y*y"),), "s", "quick")
    assert result.trials == 0
    assert result.powerless == "no trial met the hypotheses and reached a conclusion"


@pytest.mark.parametrize(
    "probe",
    [
        StatementProbe(sampler=pair),
        StatementProbe(sampler=(pair, pair)),
        AnchorProbe(sampler=pair, loss=lambda model: (0.0, 0.0)),
        Together(()),
        Together((StatementProbe(sampler=pair),)),
        NumericProbe(measure=lambda seed: Comparison(label="", predicted=[], measured=[], budget=0)),
        NumericProbe(measure=lambda seed: Comparison(label="", predicted=[1], measured=[1], budget=0, undecided="cut")),
        SearchProbe(instances=lambda rng: None, violation=lambda instance: None, planted=lambda instance: None),
        SearchProbe(instances=lambda rng: 1, violation=lambda instance: None),
        SearchProbe(instances=lambda rng: 1, violation=lambda instance: None, planted=lambda instance: None),
        ProbabilityProbe(event=lambda seed: False, bound=0.5, planted=lambda seed: False),
    ],
    ids=lambda probe: type(probe).__name__,
)
def test_no_goal_or_no_decided_trial_is_no_power(probe: Probe) -> None:
    result = probe.run((), "s", "quick")
    assert result.powerless
    assert result.counterexample is None


def test_a_sampler_may_use_zero() -> None:
    zero = StatementProbe(sampler=lambda rng: {"x": "0", "y": str(rng.randint(-2, 2))}, trials=(9, 9))
    result = zero.run((statement([], "x*y == 0"),), "s", "quick")
    assert (result.trials, result.counterexample, result.powerless) == (9, None, "")
    broken = zero.run((statement([], "y**2 > x"),), "s", "quick")
    assert broken.counterexample is not None, "y = 0 refutes it, and only y = 0"


def test_edits_that_the_sampler_cannot_tell_apart_are_named() -> None:
    """At x = y = 1, x = y survives a swap of letters: the probe says so, and is saved by the doubled side alone."""
    one = StatementProbe(sampler=lambda rng: {"x": "1", "y": "1"}, trials=(5, 5))
    blind = one.run((statement([], "x == y"),), "s", "quick")
    assert blind.powerless == "", "doubling one side is caught"
    assert set(blind.missed) == {"y == y", "x == x"}


def test_one_sampler_a_goal() -> None:
    probe = StatementProbe(sampler=(pair, pair))
    with pytest.raises(ValueError, match="2 samplers for 1 goals"):
        probe.run((statement([], "x == x"),), "s", "quick")


def test_same_seed_same_trials() -> None:
    probe = StatementProbe(sampler=samples.sampler, trials=(6, 6))
    goal = {"letters": samples.LETTERS, "given": [], "then": [samples.FALSE]}
    assert probe.run((goal,), "a", "quick") == probe.run((goal,), "a", "quick")
    assert probe.run((goal,), "a", "quick") != probe.run((goal,), "b", "quick")


def test_every_edit_reads_differently_and_the_original_stays() -> None:
    goal = {"letters": samples.LETTERS, "given": [], "then": [samples.TRUE]}
    edits = conclusion_edits(goal)
    assert len({edit.text for edit in edits}) == len(edits) >= 10
    assert goal["then"] == [samples.TRUE]
    with pytest.raises(ValueError, match="leaves the statement as it was"):
        apply_change(goal, lambda same: same)


def test_numeric_budget_is_a_bound_entry_by_entry() -> None:
    assert not Comparison(label="", predicted=[1, 2], measured=[1, 2.5], budget=0.5).violated
    assert Comparison(label="", predicted=[1, 2], measured=[1, 2.5], budget=0.49).violated
    assert Comparison(label="", predicted=[1.0], measured=[float("nan")], budget=1.0).violated
    with pytest.raises(ValueError, match="error budget must be finite"):
        Comparison(label="x", predicted=[1], measured=[1], budget=float("nan"))
    with pytest.raises(ValueError, match="1 predictions for 2 measurements"):
        Comparison(label="x", predicted=[1], measured=[1, 2], budget=0)


def test_counts_have_budget_zero_and_a_planted_error_is_seen() -> None:
    probe = NumericProbe(measure=lambda seed: Comparison(label="", predicted=[0, 3], measured=[0, 3], budget=0))
    result = probe.run((), "s", "quick")
    assert (result.counterexample, result.powerless, result.max_error) == (None, "", 0)


def test_unconverged_trials_are_counted_apart() -> None:
    def measure(seed: int) -> Comparison:
        odd = bool(seed % 2)
        return Comparison(label="", predicted=[1], measured=[9 if odd else 1], budget=0, undecided="cut" if odd else "")

    result = NumericProbe(measure=measure).run((), "s", "quick")
    assert result.counterexample is None
    assert 0 < result.undecided == 20 - result.trials


def test_a_picture_shows_the_worst_number_of_each_trial_if_it_is_finite() -> None:
    count = iter(range(1, 100))

    def measure(_: int) -> Comparison:
        measured = [1, float("nan") if next(count) == 3 else 2.5]
        return Comparison(label="", predicted=[1, 2], measured=measured, budget=1)

    result = NumericProbe(measure=measure, trials=(9, 9), resolution=0.25).run((), "s", "quick")
    assert [(point.predicted, point.measured, point.budget) for point in result.points] == [(2, 2.5, 1)] * 8


def test_the_trial_that_decides_is_drawn_though_it_comes_last() -> None:
    count = iter(range(1, 100))

    def measure(_: int) -> Comparison:
        number = next(count)
        return Comparison(label=str(number), predicted=[1], measured=[1 + (number == 80)], budget=0)

    probe = NumericProbe(measure=measure, trials=(90, 90))
    points = probe.run((), "s", "quick").points
    assert len(points) == DRAWN + 1 and (points[-1].label, points[-1].measured) == ("80", 2)


def test_a_frequency_is_drawn_with_the_limits_that_decide() -> None:
    probe = ProbabilityProbe(event=lambda seed: seed % 100 == 0, bound=0.1, planted=lambda seed: seed % 2 == 0)
    (found,) = probe.run((), "seed", "quick").frequencies
    assert (found.trials, found.bound) == (2000, 0.1) and found.low <= found.hits / 2000 <= found.high <= 0.1
    assert found.low == clopper_pearson(found.hits, 2000, 1e-6)[0]


@pytest.mark.parametrize(("hits", "trials"), [(0, 10), (3, 10), (10, 10), (1, 400)])
def test_clopper_pearson_limits_have_the_tails_that_define_them(hits: int, trials: int) -> None:
    """Independent route: the binomial tails, summed exactly in rationals at the printed limits."""
    level = 1e-3
    low, high = clopper_pearson(hits, trials, level)
    if hits:
        assert _tail(trials, range(hits, trials + 1), low) == pytest.approx(level, rel=1e-6)
    if hits < trials:
        assert _tail(trials, range(hits + 1), high) == pytest.approx(level, rel=1e-6)


def _tail(trials: int, counts: range, probability: float) -> float:
    p = Fraction(probability)
    return float(sum(comb(trials, k) * p**k * (1 - p) ** (trials - k) for k in counts))


@pytest.mark.parametrize(
    ("every", "bound", "outcome"),
    [(1000, 0.1, "supported"), (3, 0.1, "refuted"), (10, 0.1, "inconclusive")],
)
def test_probabilities(every: int, bound: float, outcome: str) -> None:
    probe = ProbabilityProbe(event=lambda seed: seed % every == 0, bound=bound, planted=lambda seed: seed % 2 == 0)
    result = probe.run((), "s", "quick")
    seen = "refuted" if result.counterexample else "inconclusive" if result.inconclusive else "supported"
    assert (seen, result.powerless) == (outcome, "")
    silent = ProbabilityProbe(event=lambda seed: False, bound=bound, planted=lambda seed: False).run((), "s", "quick")
    assert silent.powerless


@pytest.mark.parametrize(("letters", "given", "model"), [case[:3] for case in CONTRADICTIONS])
def test_the_second_reading_finds_no_model_of_a_contradiction_in_time_either(letters: Any, given: Any, model: Any) -> None:
    with contextlib.suppress(Undecidable):
        held, _ = Reading({"letters": letters, "given": given, "then": ["0 == 0"]}).truth(model)
        assert not all(held)
