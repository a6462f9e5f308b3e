"""All automatic planted errors of one claim: strengthenings, pinned letters, mutation operators, what the samplers show.

`plant` is the one call of the judge; its result knows what the report says and the sentences that fail a claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from proofs_check.planted.coverage import MODELS as COVERED
from proofs_check.planted.coverage import coverage, missing
from proofs_check.planted.fates import examine
from proofs_check.planted.hollow import disguised, identities
from proofs_check.planted.mutation import MANY, QUICK, Judged, counts, judge_mutations
from proofs_check.planted.pinned import constant_sides, constants, pinned_letters
from proofs_check.planted.strengthen import Strengthened, decided_scenes, goal_label, vacuous_goals
from proofs_check.probes.anchor import Together
from proofs_check.probes.evaluator import Scene
from proofs_check.probes.probe import generator
from proofs_check.probes.statement import Statement
from proofs_check.probes.statement_probe import StatementProbe, Witnesses
from proofs_check.verify.claim import Claim
from proofs_check.verify.mutants import sampler_for
from proofs_check.verify.report import PlantedSummary

MODELS = {True: 24, False: 8}
"""Exact models of each goal: where all neighbours are asked for, and else."""


ALONE = {True: "holds by its definitions alone", None: "may hold by its definitions alone: that was not decided", False: ""}
"""What is said of a conclusion whose definitions were written out."""


@dataclass(frozen=True)
class Planted:
    """What became of every automatic planted error of a claim."""

    strengthened: tuple[Strengthened, ...] = ()
    mutation: tuple[Judged, ...] = ()
    pinned: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    unrefuted: tuple[str, ...] = ()

    def shortcomings(self, declared: dict[int, str] | None = None) -> list[str]:
        """Sentences that fail the claim: goals that may be vacuous, directions that cannot move.

        ``declared`` gives reasons by goal (a goal declared so is printed, and does not fail).
        """
        excused = tuple(f"{goal_label(goal)}:" for goal in declared or {})
        return vacuous_goals(list(self.strengthened), declared) + [t for t in self.pinned if not t.startswith(excused)]

    def summary(self) -> PlantedSummary:
        """For the report: counts under ``mutation`` and ``strengthening``, and what was not killed.

        >>> Planted().summary().mutation
        {'killed': 0, 'weaker': 0, 'open': 0, 'unjudged': 0}
        """
        return PlantedSummary(
            mutation=counts(self.mutation),
            survived=tuple(item for item in self.mutation if item.fate in ("open", "unjudged")),
            strengthening=dict(Counter(item.fate for item in self.strengthened)),
            strengthened=tuple(item for item in self.strengthened if item.fate != "refuted"),
            pinned=self.pinned,
            unseen=self.unseen,
            identities=self.identities,
            unrefuted=self.unrefuted,
        )


def plant(claim: Claim, goals: Sequence[Statement], seed: str, thorough: bool = False) -> Planted:
    """Every strengthening of every goal, and neighbours of the goals: up to 400 if ``thorough``, else 40, drawn at random."""
    strengthened: list[Strengthened] = []
    scenes: list[list[Scene]] = []
    pinned: list[str] = []
    unseen: list[str] = []
    identical: list[str] = []
    for goal, statement in enumerate(goals):
        sampler = sampler_for(claim, goal)
        mine = list(decided_scenes(statement, sampler, generator(seed, "planted models", goal), MODELS[thorough]))
        scenes.append(mine)
        rng = generator(seed, "strengthen", goal)
        strengthened += examine(goal, statement, sampler, rng, MODELS[thorough], witnesses_for(claim, goal), thorough)
        fixed = {**constants(mine), **pinned_letters(mine)}
        pinned += [f"{goal_label(goal)}: {letter} is pinned by {atom}" for letter, atom in fixed.items()]
        alone = identities(statement)
        nothing = disguised(alone)
        if set(nothing) == set(statement["then"]):
            pinned += [f"{goal_label(goal)}: {atom} is an equation by its definitions" for atom in nothing]
        identical += [f"{goal_label(goal)}: {atom} {told}" for atom, holds in alone.items() if (told := ALONE[holds])]
        unseen += [f"{goal_label(goal)}: {atom} has one value in every model" for atom in constant_sides(mine)]
        unseen += [f"{goal_label(goal)}: no model with {feature}" for feature, shown in coverage(mine).items() if not shown]
    limit = MANY if thorough else QUICK
    mutation = judge_mutations(list(goals), scenes, generator(seed, "mutation"), limit)
    declared = (f"{goal_label(goal)}: {reason}" for goal, reason in sorted(claim.unrefuted.items()))
    return Planted(tuple(strengthened), tuple(mutation), tuple(pinned), tuple(unseen), tuple(identical), tuple(declared))


def witnesses_for(claim: Claim, goal: int) -> Witnesses | None:
    """The enumeration of admissible witnesses that the claim's exact probe gives for this goal, if any."""
    parts = claim.probe.probes if isinstance(claim.probe, Together) else (claim.probe,)
    found = next((part.witnesses for part in parts if isinstance(part, StatementProbe)), None)
    return found[goal] if isinstance(found, tuple) else found


def lacking(claim: Claim, seed: str = "coverage", models: int = COVERED) -> dict[int, list[str]]:
    """Goal → what its sampler does not show; goals without a sampler are left out."""
    assert claim.derivation is not None
    derivation = claim.derivation()
    found = {}
    for goal, name in enumerate(derivation.goals):
        sampler = sampler_for(claim, goal)
        if sampler is not None:
            found[goal] = missing(derivation[name].statement, sampler, generator(seed, claim.id, goal), models)
    return {goal: features for goal, features in found.items() if features}
