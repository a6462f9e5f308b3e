"""What an edit that the checker accepted amounts to: the same statement, one that is true as well, a false one, or unjudged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from proofs_check.planted.adversary import Adversary, plain_model
from proofs_check.planted.strengthen import BROKEN, decided_scenes
from proofs_check.probes.evaluator import Scene
from proofs_check.probes.probe import describe
from proofs_check.probes.statement import Statement
from proofs_check.probes.statement_probe import Sampler


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant: ``good`` when it met its declared fate; ``text`` says how."""

    name: str
    fate: str
    good: bool
    text: str

    def to_json(self) -> dict[str, Any]:
        """Plain fields.

        >>> Outcome("halved", "false", True, "x = 1").to_json()["good"]
        True
        """
        return {"name": self.name, "fate": self.fate, "good": self.good, "text": self.text}


def judge_edit(name: str, before: Statement, after: Statement, rng: Random, sampler: Sampler | None = None) -> Outcome:
    """What an edit that the checker accepted amounts to: ``same``, ``true`` in exact models of its own hypotheses,
    ``false`` in one of them, or ``unjudged``. Only the first two are good; no sampler vouches by its absence.

    >>> real = {"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x*x >= 0"]}
    >>> [judge_edit("e", real, {**real, "then": [then]}, Random(0)).fate for then in ("x*x >= x - 1", "x*x >= x")]
    ['true', 'false']
    """
    if after == before:
        return Outcome(name, "same", True, "statement unchanged, proved another way")
    decided, failing = 0, ""
    for scene in accepted_models(after, rng, sampler):
        verdict = judged_in(scene, after, rng)
        if verdict is False:
            failing = describe(plain_model(scene.values))
            break
        decided += verdict is True
        if decided == CONVINCED:
            break
    if failing:
        return Outcome(name, "false", False, f"FALSE: {' and '.join(after['then'])} fails at {failing}")
    if decided < FEWEST:
        return Outcome(name, "unjudged", False, f"another statement, decided in {decided} exact models only")
    return Outcome(name, "true", True, f"another statement, true in {decided} exact models")


CONVINCED = 10
"""True in so many models, an edited statement is called true."""
FEWEST = 5
"""With fewer decided models it is unjudged."""


def accepted_models(statement: Statement, rng: Random, sampler: Sampler | None) -> Iterator[Scene]:
    """Models of the hypotheses: the claim's own, then those of the adversary."""
    if sampler is not None:
        yield from decided_scenes(statement, sampler, rng, CONVINCED // 2 + 1)
    yield from decided_scenes(statement, None, rng, 2 * CONVINCED)


def judged_in(scene: Scene, statement: Statement, rng: Random) -> bool | None:
    """Truth of the conclusions in a model; an existential is true where a witness is found, else undecided."""
    fresh = [name for name in scene.reading.fresh if scene.reading.free(name)]
    try:
        if all(name in scene.values for name in fresh):
            holds = all(scene.holds(atom) for atom in statement["then"])
            return holds if holds or not fresh else None
        outer = frozenset(scene.values)
        adversary = Adversary(statement)
        found = (adversary.completed(scene.values, rng, statement["then"], outer) for _ in range(5))
        return True if any(values is not None for values in found) else None
    except BROKEN:
        return None
