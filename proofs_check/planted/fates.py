"""What becomes of every strengthening of a goal, in exact models: refuted, survived, met by another witness, unjudged."""

from __future__ import annotations

from random import Random

from proofs_check.planted.adversary import plain_model
from proofs_check.planted.strengthen import (
    BROKEN,
    CONSTANTS,
    MANY_CONSTANTS,
    Strengthened,
    Strengthening,
    decided_scenes,
    strengthenings,
)
from proofs_check.planted.witnesses import examine_existential
from proofs_check.probes.evaluator import Scene
from proofs_check.probes.probe import describe
from proofs_check.probes.statement import Statement
from proofs_check.probes.statement_probe import Sampler, Witnesses


def examine(
    goal: int,
    statement: Statement,
    sampler: Sampler | None,
    rng: Random,
    trials: int,
    witnesses: Witnesses | None = None,
    thorough: bool = True,
) -> list[Strengthened]:
    """The fate of every strengthening of one goal, in models of its sampler (of the adversary, where it has none). Unless
    ``thorough``, constants are moved in at most ``CONSTANTS`` places (else in ``MANY_CONSTANTS``).

    >>> claim = {"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x**2 + 1 > 0"]}
    >>> [row.fate for row in examine(0, claim, lambda rng: {"x": "1"}, Random(0), 4)][:2]
    ['refuted', 'refuted']
    """
    scenes = [scene for scene in decided_scenes(statement, sampler, rng, trials) if scene is not None]
    if statement.get("exists"):
        return examine_existential(goal, statement, scenes, rng, witnesses, thorough)
    constants = MANY_CONSTANTS if thorough else CONSTANTS
    return [_fate(goal, item, statement, scenes) for item in strengthenings(statement, constants)]


def _fate(goal: int, item: Strengthening, statement: Statement, scenes: list[Scene]) -> Strengthened:
    decided = 0
    for scene in scenes:
        try:
            fails = scene.holds(statement["then"][item.atom]) if item.statement is None else not scene.holds(item.text)
        except BROKEN:
            continue
        decided += 1
        if fails:
            why = f"fails at {describe(plain_model(scene.values))}"
            return Strengthened(goal, item.kind, item.text, "refuted", decided, why)
    if not decided:
        return Strengthened(goal, item.kind, item.text, "unjudged", 0, "no model decides it")
    return Strengthened(goal, item.kind, item.text, "survived", decided, f"true in {decided} exact models")
