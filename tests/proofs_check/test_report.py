"""Reports are typed data: they come back from JSON as they were, and nothing else passes for one."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any, get_type_hints

import pytest

from proofs_check.planted.mutation import Judged
from proofs_check.planted.strengthen import Strengthened
from proofs_check.planted.survivors import Outcome
from proofs_check.probes.probe import Counterexample, Frequency, Point, ProbeResult, Refutation
from proofs_check.verify.evidence import Leaves
from proofs_check.verify.examine import Findings
from proofs_check.verify.mutants import ProofMutants
from proofs_check.verify.opinions import Opinion
from proofs_check.verify.parts import Clause, Goal, Standing
from proofs_check.verify.pins import Drift
from proofs_check.verify.report import MutantCounts, PlantedSummary, Probed, Report, Steps, Verification
from proofs_check.verify.verdict import Verdict

AUTOMATIC = PlantedSummary(
    mutation={"killed": 3, "open": 1},
    survived=(Judged(0, "sign", "x > 0", "open", 4, "true in 4 models"),),
    strengthening={"refuted": 2, "survived": 1},
    strengthened=(Strengthened(1, "far", "x >= 1000000", "survived", 8, "true in 8 models"),),
    pinned=("goal [1]: s is pinned by s == 1",),
    unseen=("goal [1]: no model with 1 × 1",),
    identities=("goal [2]: F == x*x holds by its definitions alone",),
    unrefuted=("goal [1]: an equation of a decomposition",),
)
FULL = Report(
    id="roots", paper="dmf", item="Lemma 1", link="https://example.org/a", standing="stated", sentence="Roots.",
    statement="then x > 0", pin="drift",
    drift=Drift("goal [1]: x > 0", "goal [1]: x >= 0"), notes=("a note",), expected=(Verdict.PROVED, Verdict.STEPS_PROVED),
    verdict=Verdict.REFUTED, kind=Refutation.EXACT, cites=("Weyl",), steps=Steps(7, 6),
    checkers=("kernel", "coq"), coq=Opinion("8.16.1", "c0ffee (expand)", ("von Neumann",), 1.5),
    probe=Probed(8, 1e-12, 1e-9, 1, "caught 3 of 3", "", ("then 2",), (Point("y = 4", 2.0, 2.5, 1e-9),),
                 (Frequency(3, 9, 0.5, 0.1, 0.4),)), mutants=MutantCounts((1, 2), 1, 1, (20, 20)),
    slack=("opened: survived",), sharpness=(Outcome("x > 0", "needed", True, "x = 0"),), premises=("a" * 64, "b" * 64),
    seconds=1.5, reason="x = 4", title="Roots", source="arXiv, Lemma 1 (stated)", open="hard", goals=("b" * 64,),
    leaves=Leaves(("F == x",), ("x > 0",), ("Weyl",)), without_objective="scalar lemma about roots", prose="By [1].",
    clauses=(Clause("x > 0", Standing.REFUTED, (Goal("roots", 1, "c0ffee"),), ("Weyl",), ("Cauchy (Cours)",), "so", ("seen",),
                    "seen is refuted", Refutation.EXACT),),
    planted=(Outcome("halved", "false", True, "x = 1"),), survivors=(Outcome("e", "same", True, "unchanged"),),
    automatic=AUTOMATIC, shortcomings=("off",), cached=True,
)  # fmt: skip
BARE = Report(id="words", verdict=Verdict.SUPPORTED)


@pytest.mark.parametrize("report", [FULL, BARE, replace(FULL, automatic=None), replace(BARE, automatic=AUTOMATIC)])
def test_a_report_comes_back_as_it_was(report: Report) -> None:
    text = json.dumps(report.to_json())
    assert Report.from_json(json.loads(text)) == report
    whole = Verification(claims=(report, BARE), seed=3, budget="full", versions={"python": "3.11"}, seconds=2)
    assert Verification.from_json(json.loads(json.dumps(whole.to_json()))) == whole


def test_every_field_of_the_sample_differs_from_its_default() -> None:
    assert [f.name for f in fields(Report) if getattr(FULL, f.name) == getattr(BARE, f.name)] == []


def test_nothing_of_a_report_can_be_changed() -> None:
    for part in (FULL, FULL.steps, FULL.probe, FULL.mutants, FULL.leaves, FULL.automatic, FULL.drift):
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(part)[0].name, None)  # type: ignore[arg-type]


WHOLE = FULL.to_json()


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in nested data, the top left out."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for name, item in items for place in ((*path, name), *places(item, (*path, name)))]


def edited(path: tuple[Any, ...], change: Callable[[Any, Any], None]) -> dict[str, Any]:
    data = copy.deepcopy(WHOLE)
    home: Any = data
    for name in path[:-1]:
        home = home[name]
    change(home, path[-1])
    return data


@pytest.mark.parametrize("path", places(WHOLE), ids=lambda path: ".".join(map(str, path)))
def test_a_value_of_another_type_is_refused_in_one_line(path: tuple[Any, ...]) -> None:
    def retype(home: Any, name: Any) -> None:
        home[name] = {"odd": []} if not isinstance(home[name], dict) else 7

    with pytest.raises(ValueError, match=r"^report[.\w\[\]]* (must|lacks|has)") as caught:
        Report.from_json(edited(path, retype))
    assert "\n" not in str(caught.value)


NAMED = [path for path in places(WHOLE) if isinstance(path[-1], str) and path[:-1] not in (("mutation",), ("strengthening",))]


@pytest.mark.parametrize("path", NAMED, ids=lambda path: ".".join(map(str, path)))
def test_a_missing_field_is_refused(path: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=rf"(lacks .*{path[-1]}|whether it is vacuous)"):
        Report.from_json(edited(path, lambda home, name: home.pop(name)))


@pytest.mark.parametrize("path", [(), ("steps",), ("probe",), ("leaves",), ("drift",), ("planted", 0), ("strengthened", 0)])
def test_an_unknown_field_is_refused(path: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match="has the unknown field extra"):
        Report.from_json(edited((*path, "extra"), lambda home, name: home.__setitem__(name, 1)))


@pytest.mark.parametrize("data", [None, [], "proved", 3, {}, {"verdict": "proved"}, {**WHOLE, "automatic": None}])
def test_what_is_no_report_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"^report (must|lacks|has)"):
        Report.from_json(data)


@pytest.mark.parametrize(
    ("name", "value"), [("steps", {"total": True, "accepted": 1}), ("seconds", True), ("cached", 0), ("verdict", "Proved"),
                        ("mutants", {**WHOLE["mutants"], "false": [1]}), ("kind", "heuristic"), ("pin", "blessed")]
)  # fmt: skip
def test_close_is_not_enough(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=rf"^report\.{name}"):
        Report.from_json({**WHOLE, name: value})


def test_a_stronger_statement_must_say_rightly_whether_it_is_vacuous() -> None:
    data = edited(("strengthened", 0, "vacuous"), lambda home, name: home.__setitem__(name, False))
    with pytest.raises(ValueError, match="whether it is vacuous"):
        Report.from_json(data)


def test_a_summary_that_does_not_add_up_is_refused() -> None:
    data = Verification(claims=(FULL,)).to_json()
    with pytest.raises(ValueError, match="must have a summary of its claims"):
        Verification.from_json({**data, "summary": {"proved": 1}})


def test_findings_come_back_as_they_were() -> None:
    found = Findings(
        blocked="b", probe=ProbeResult(3, Counterexample("x = 4", Refutation.STATISTICAL, 2.0), missed=("m",)),
        mutants=[Outcome("halved", "false", True, "x = 1")], proof=ProofMutants(1, 2, (Outcome("e", "same", True, "t"),)),
        sharpness=[Outcome("x > 0", "needed", True, "x = 0")], planted=AUTOMATIC, vacuous=["v"], broken=["w"],
    )  # fmt: skip
    assert {name for name in get_type_hints(Findings) if getattr(found, name) == getattr(Findings(), name)} == set()
    assert Findings.from_json(json.loads(json.dumps(found.to_json()))) == found
