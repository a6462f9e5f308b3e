"""The formal statement itself, evaluated in exact arithmetic on random models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from proofs_check.claim import Statement
from proofs_check.edits import Edit, conclusion_edits
from proofs_check.probe import Budget, Counterexample, ProbeResult, describe, generator, model_size

Model = dict[str, Any]
Sampler = Callable[[Random], Model]


@dataclass(frozen=True, kw_only=True)
class StatementProbe:
    """Evaluate every goal of a claim on exact models drawn by ``sampler`` (one for all goals, or one a goal).

    A model gives each letter a rational, an integer, a matrix of rationals, or a list for a family, and satisfies the
    hypotheses; a trial where it does not is counted as undecided. First the sampler shows its power: of the small
    edits of each conclusion (:func:`~proofs_check.edits.conclusion_edits`) at least one must be caught by it,
    otherwise the probe is powerless.

    >>> probe = StatementProbe(sampler=lambda rng: {"x": rng.randint(1, 9)})
    >>> probe.trials
    (40, 400)
    """

    sampler: Sampler | tuple[Sampler, ...]
    trials: tuple[int, int] = (40, 400)
    """Models a goal, for the quick and the full budget."""

    def run(self, goals: tuple[Statement, ...], seed: str, budget: Budget) -> ProbeResult:
        """See :class:`~proofs_check.probe.Probe`."""
        samplers = self.sampler if isinstance(self.sampler, tuple) else (self.sampler,) * len(goals)
        if len(samplers) != len(goals):
            raise ValueError(f"StatementProbe: {len(samplers)} samplers for {len(goals)} goals")
        trials = self.trials[budget == "full"]
        results = [
            _examine(goal, sampler, generator(seed, "statement", number), trials)
            for number, (goal, sampler) in enumerate(zip(goals, samplers, strict=True))
        ]
        witnesses = [r.counterexample for r in results if r.counterexample is not None]
        return ProbeResult(
            trials=sum(result.trials for result in results),
            undecided=sum(result.undecided for result in results),
            counterexample=min(witnesses, key=lambda witness: witness.size, default=None),
            power="; ".join(result.power for result in results if result.power),
            powerless="; ".join(result.powerless for result in results if result.powerless),
        )


ENOUGH = 5
"""Witnesses after which a search stops: the smallest of them is reported."""

PLANTED = 16
"""Planted errors tried a goal, drawn at random from all small edits of its conclusions."""


def refute(statement: Statement, sampler: Sampler, rng: Random, trials: int) -> tuple[Counterexample | None, int]:
    """Look for a model of the hypotheses where a conclusion fails; the smallest of the first few found, and the number
    of decided trials (models where every hypothesis was seen to hold and some conclusion could be evaluated).
    """
    best: Counterexample | None = None
    decided = found = 0
    for _ in range(trials):
        if found >= ENOUGH:
            break
        model = sampler(rng)
        given, then = truth(statement, model)
        if not all(given) or all(value is None for value in then):
            continue
        decided += 1
        if False in then:
            found += 1
            atom = statement["then"][then.index(False)]
            witness = Counterexample(f"{atom} fails at {describe(model)}", size=model_size(model))
            best = witness if best is None or witness.size < best.size else best
    return best, decided


def catches(edit: Edit, sampler: Sampler, rng: Random, trials: int) -> bool | None:
    """Whether the sampler finds a model of the hypotheses where the edited conclusion fails.

    None for an edit that cannot be evaluated (it breaks a shape, say): that is no planted error.
    """
    readable = False
    for _ in range(trials):
        model = sampler(rng)
        try:
            given, then = truth(edit.statement, model)
        except Exception:
            continue
        readable = True
        if all(given) and then[edit.atom] is False:
            return True
    return False if readable else None


def truth(statement: Statement, model: Model) -> tuple[list[bool | None], list[bool | None]]:
    """Truth of the hypotheses and of the conclusions in one exact model; None where evaluation cannot decide.

    >>> truth({"letters": [["x", {"kind": "real"}]], "given": ["x > 1"], "then": ["x*x > x"]}, {"x": "3/2"})
    ([True], [True])
    """
    from theory.kernel.model import evaluate

    evaluation = evaluate(statement, model)
    return list(evaluation.given), list(evaluation.then)


def _some(edits: list[Edit], rng: Random) -> list[Edit]:
    """At most ``PLANTED`` edits for each conclusion, drawn at random."""
    kept: list[Edit] = []
    for atom in sorted({edit.atom for edit in edits}):
        mine = [edit for edit in edits if edit.atom == atom]
        kept += mine if len(mine) <= PLANTED else rng.sample(mine, PLANTED)
    return kept


def _examine(goal: Statement, sampler: Sampler, rng: Random, trials: int) -> ProbeResult:
    witness, decided = refute(goal, sampler, rng, trials)
    if decided == 0:
        return ProbeResult(0, undecided=trials, powerless="no trial met the hypotheses and reached a conclusion")
    seen = truth(goal, sampler(rng))[1]
    caught = {index: 0 for index, value in enumerate(seen) if value is not None}
    edits = [edit for edit in conclusion_edits(goal) if edit.atom in caught]
    edits = _some(edits, rng)
    found = {edit.text: catches(edit, sampler, rng, min(trials, 10)) for edit in edits}
    planted = [edit for edit in edits if found[edit.text] is not None]
    for edit in planted:
        caught[edit.atom] += bool(found[edit.text])
    missed = [edit.text for edit in planted if not found[edit.text]]
    blind = [goal["then"][atom] for atom, count in caught.items() if not count]
    beyond = len(seen) - len(caught)
    return ProbeResult(
        trials=decided,
        undecided=trials - decided,
        counterexample=witness,
        power=f"caught {sum(caught.values())} of {len(planted)} planted errors"
        + (f" (not {'; not '.join(missed[:3])})" if missed else "")
        + (f" ({beyond} of {len(seen)} conclusions cannot be evaluated in a model)" if beyond else ""),
        powerless=f"no planted error caught in {'; '.join(blind)}" if blind else "",
    )
