"""The formal statement itself, evaluated in exact arithmetic on random models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from proofs_check.probes.edits import conclusion_edits
from proofs_check.probes.evaluator import Reading, Scene
from proofs_check.probes.probe import Budget, Counterexample, ProbeResult, describe, generator, model_size
from proofs_check.probes.statement import Statement

JsonModel = dict[str, Any]
Sampler = Callable[[Random], JsonModel]
Witnesses = Callable[[JsonModel], Iterator[JsonModel]]
"""For one model, *all* admissible values of the letters that exist (each as a model that holds them)."""


@dataclass(frozen=True, kw_only=True)
class StatementProbe:
    """Evaluate every goal of a claim on exact models drawn by ``sampler`` (one for all goals, or one a goal).

    A model gives each letter a rational, an integer, a matrix of rationals, or a list for a family, and satisfies the
    hypotheses; a trial where it does not is counted as undecided. First the sampler shows its power: of the small
    edits of each conclusion (:func:`~proofs_check.probes.edits.conclusion_edits`) at least one must be caught by it,
    otherwise the probe is powerless.

    >>> probe = StatementProbe(sampler=lambda rng: {"x": rng.randint(1, 9)})
    >>> probe.trials
    (40, 400)
    """

    sampler: Sampler | tuple[Sampler, ...]
    trials: tuple[int, int] = (40, 400)
    """Models a goal, for the quick and the full budget."""
    witnesses: Witnesses | tuple[Witnesses | None, ...] | None = None
    """For existential goals: every admissible witness of a model, so that the adversary may choose among them."""

    def run(self, goals: tuple[Statement, ...], seed: str, budget: Budget) -> ProbeResult:
        """See :class:`~proofs_check.probes.probe.Probe`."""
        if not goals:
            return ProbeResult(0, powerless="there is no formal goal to evaluate")
        samplers = self.sampler if isinstance(self.sampler, tuple) else (self.sampler,) * len(goals)
        if len(samplers) != len(goals):
            raise ValueError(f"StatementProbe: {len(samplers)} samplers for {len(goals)} goals")
        trials = self.trials[budget == "full"]
        results = [
            _examine(goal, sampler, generator(seed, "statement", number), trials)
            for number, (goal, sampler) in enumerate(zip(goals, samplers, strict=True))
        ]
        witnesses = [w for w, _, _ in results if w is not None]
        powers = [power for _, _, power in results]
        caught, missed = sum(power.caught for power in powers), [text for power in powers for text in power.missed]
        beyond = sum(power.beyond for power in powers)
        return ProbeResult(
            trials=sum(decided for _, decided, _ in results),
            undecided=len(goals) * trials - sum(decided for _, decided, _ in results) if not witnesses else 0,
            counterexample=min(witnesses, key=lambda witness: witness.size, default=None),
            power=f"caught {caught} of {caught + len(missed)} planted errors (small edits of the conclusions)"
            + (f"; {beyond} conclusions cannot be evaluated in a model" if beyond else ""),
            powerless="; ".join(power.blind for power in powers if power.blind),
            missed=tuple(missed),
        )


ENOUGH = 5
"""Witnesses after which a search stops: the smallest of them is reported."""


def refute(statement: Statement, sampler: Sampler, rng: Random, trials: int) -> tuple[Counterexample | None, int]:
    """Look for a model of the hypotheses where a conclusion fails; the smallest of the first few found, and the number
    of decided trials (models where every hypothesis was seen to hold and some conclusion could be evaluated).
    """
    return _smallest(statement, (sampler(rng) for _ in range(trials)))


def truth(statement: Statement, model: JsonModel) -> tuple[list[bool | None], list[bool | None]]:
    """Truth of the hypotheses and of the conclusions in one exact model; None where evaluation cannot decide.

    >>> truth({"letters": [["x", {"kind": "real"}]], "given": ["x > 1"], "then": ["x*x > x"]}, {"x": "3/2"})
    ([True], [True])
    """
    given, then = Reading(statement).truth(model)
    return list(given), then


def _smallest(statement: Statement, models: Iterable[JsonModel]) -> tuple[Counterexample | None, int]:
    reading, decided = Reading(statement), 0
    found: list[Counterexample] = []
    for model in models:
        given, then = reading.truth(model)
        if not all(given) or all(value is None for value in then):
            continue
        decided += 1
        if False in then:
            failing = statement["then"][then.index(False)] + " " if len(then) > 1 else ""
            found.append(Counterexample(f"{failing}fails at {describe(model)}", size=model_size(model)))
            if len(found) >= ENOUGH:
                break
    return min(found, key=lambda witness: witness.size, default=None), decided


def _examine(goal: Statement, sampler: Sampler, rng: Random, trials: int) -> tuple[Counterexample | None, int, _Power]:
    models = [sampler(rng) for _ in range(trials)]
    witness, decided = _smallest(goal, models)
    if decided == 0:
        return None, 0, _Power(0, (), _unreached(goal, models), 0)
    return witness, decided, _power(goal, models)


def _unreached(goal: Statement, models: list[JsonModel]) -> str:
    """Why no trial was decided: where letters that exist have no value, the sampler must give them."""
    reading = Reading(goal)
    lacking = [name for name in reading.fresh if reading.free(name) and any(name not in model for model in models)]
    if lacking:
        return f"the sampler must give the letters that exist as well: {', '.join(lacking)}"
    return "no trial met the hypotheses and reached a conclusion"


@dataclass(frozen=True)
class _Power:
    """Planted errors caught and missed (readable, never seen to fail); why it is blind; conclusions beyond it."""

    caught: int
    missed: tuple[str, ...]
    blind: str
    beyond: int


def _power(goal: Statement, models: list[JsonModel]) -> _Power:
    """Try every small edit of every conclusion in the models of the hypotheses, at most ten of them."""
    reading = Reading(goal)
    seen = [(Scene(reading, reading.parsed(model)), reading.truth(model)) for model in models[:10]]
    good = [(scene, then) for scene, (given, then) in seen if all(given)]
    decidable = {index for _, then in good for index, value in enumerate(then) if value is not None}
    caught, missed, blind = 0, [], []
    planted = conclusion_edits(goal)
    for index in sorted(decidable):
        edits = [edit.text for edit in planted if edit.atom == index]
        fates = {text: _fate(text, [scene for scene, _ in good]) for text in edits}
        caught += sum(fate is True for fate in fates.values())
        missed += [text for text, fate in fates.items() if fate is False]
        blind += [goal["then"][index]] if True not in fates.values() else []
    why = f"no planted error caught in {'; '.join(blind)}" if blind else ""
    return _Power(caught, tuple(missed), why, len(goal["then"]) - len(decidable))


def _fate(text: str, models: list[Scene]) -> bool | None:
    """Whether an edited conclusion is seen to fail in some model; None if it cannot be evaluated in any."""
    readable = False
    for model in models:
        try:
            if not model.holds(text):
                return True
        except Exception:
            continue
        readable = True
    return False if readable else None
