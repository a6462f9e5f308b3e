"""Planted errors: mutants of a claim, with a declared fate, and mutants of its proof, which the checker must reject."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from proofs_check.planted.certificate_edits import certificate_edits
from proofs_check.planted.survivors import Outcome, judge_edit
from proofs_check.probes.anchor import Together
from proofs_check.probes.edits import apply_change
from proofs_check.probes.probe import Counterexample, generator
from proofs_check.probes.statement import Statement
from proofs_check.probes.statement_probe import ENOUGH, Sampler, StatementProbe, refute
from proofs_check.verify.claim import Claim, Mutant
from proofs_check.verify.evidence import Evidence, check_folder, gather, premises

Json = dict[str, Any]


def try_mutant(claim: Claim, mutant: Mutant, evidence: Evidence | None, seed: str, trials: int) -> Outcome:
    """Search for a witness against a *false* or *open* mutant; show a *weaker* one by the kernel."""
    if mutant.fate == "weaker":
        return _entailed(mutant, evidence)
    witness, decided = _search(claim, mutant, evidence, generator(seed, "mutant", mutant.name), trials)
    if mutant.fate == "open":
        text = f"refuted: {witness}" if witness else f"survived {decided} trials: the claim may be improved to it"
        return Outcome(mutant.name, "open", True, text)
    if witness is None:
        return Outcome(mutant.name, "false", False, f"no witness against it in {decided} trials")
    return Outcome(mutant.name, "false", True, str(witness))


def sampler_for(claim: Claim, goal: int) -> Sampler | None:
    """The exact sampler that the claim's probe uses for this goal, if it has one."""
    parts = claim.probe.probes if isinstance(claim.probe, Together) else (claim.probe,)
    sampler = next((part.sampler for part in parts if isinstance(part, StatementProbe)), None)
    return sampler[goal] if isinstance(sampler, tuple) else sampler


def _search(
    claim: Claim, mutant: Mutant, evidence: Evidence | None, rng: Random, trials: int
) -> tuple[Counterexample | None, int]:
    if mutant.search is not None:
        tried = (mutant.search(rng) for _ in range(trials))
        found = list(islice((witness for witness in tried if witness is not None), ENOUGH))
        return min(found, key=lambda witness: witness.size, default=None), trials
    sampler = sampler_for(claim, mutant.goal)
    if sampler is None or evidence is None or mutant.goal >= len(evidence.statements):
        raise ValueError(f"mutant {mutant.name!r}: the claim has no exact sampler for it; give it a `search`")
    return refute(apply_change(evidence.statements[mutant.goal], mutant.change), sampler, rng, trials)


def _entailed(mutant: Mutant, evidence: Evidence | None) -> Outcome:
    assert mutant.entailment is not None
    if evidence is None or not evidence.complete:
        return Outcome(mutant.name, "weaker", False, "the original is not accepted, so nothing follows from it")
    with TemporaryDirectory() as folder:
        shown = gather(mutant.entailment(), Path(folder))
    original = evidence.goals[mutant.goal]
    if not shown.complete:
        return Outcome(mutant.name, "weaker", False, shown.fault())
    if original not in shown.steps:
        return Outcome(mutant.name, "weaker", False, "its proof does not rest on the original")
    if mutant.change and apply_change(evidence.certificates[original]["statement"], mutant.change) not in list(
        shown.statements
    ):
        return Outcome(mutant.name, "weaker", False, "the entailment proves another statement")
    return Outcome(mutant.name, "weaker", True, "entailed by the original, accepted by the kernel")


@dataclass(frozen=True)
class ProofMutants:
    """How many edits of certificates the checker rejected, and what became of those it accepted."""

    rejected: int
    total: int
    survivors: tuple[Outcome, ...]

    @property
    def false_ones(self) -> tuple[Outcome, ...]:
        """Accepted although false: the kernel would be broken."""
        return tuple(survivor for survivor in self.survivors if survivor.fate == "false")

    @property
    def unjudged(self) -> tuple[Outcome, ...]:
        """Accepted, and neither seen true in exact models nor seen false: to be printed, never counted as good."""
        return tuple(survivor for survivor in self.survivors if survivor.fate == "unjudged")


def try_proof_mutants(claim: Claim, evidence: Evidence, seed: str, limit: int) -> ProofMutants:
    """Edit certificates, hashes recomputed and premises intact, and let the checker judge them in a fresh process.

    At most ``limit`` edits are tried, drawn at random. An accepted edit is a *survivor*: fine if the statement is
    unchanged or true in exact models of its own hypotheses (see :func:`judge_edit`), else unjudged or false.
    """
    from theory.kernel.certificate import Certificate

    edits = _drawn_edits(evidence, generator(seed, "proof mutants"), limit)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for step in _ancestors(evidence, {step for step, _, _ in edits}):
            Certificate.from_json(evidence.certificates[step]).write(folder)
        mutants = {}
        for step, label, content in edits:
            mutant = Certificate.from_json(content)
            if mutant.id not in evidence.certificates:
                mutant.write(folder)
                mutants[mutant.id] = (step, label, content)
        accepted = check_folder(folder).accepted
    alive = {name: mutant for name, mutant in mutants.items() if name in accepted}
    survivors = tuple(_judge_survivor(claim, evidence, *mutant, seed) for mutant in alive.values())
    return ProofMutants(len(mutants) - len(alive), len(mutants), survivors)


MANY = 12
"""Steps beyond which steps are drawn first, and edits of the drawn steps only are made."""


def _drawn_edits(evidence: Evidence, rng: Random, limit: int) -> list[tuple[str, str, Json]]:
    def edits_of(step: str) -> list[tuple[str, str, Json]]:
        return [(step, *edit) for edit in certificate_edits(evidence.certificates[step])]

    if len(evidence.steps) <= MANY:
        edits = [edit for step in evidence.steps for edit in edits_of(step)]
        return rng.sample(edits, limit) if len(edits) > limit else edits
    drawn = Counter(rng.choices(evidence.steps, k=limit))
    return [edit for step, times in drawn.items() for edit in _some(rng, edits_of(step), times)]


def _some(rng: Random, edits: list, times: int) -> list:
    return rng.sample(edits, min(times, len(edits)))


def _ancestors(evidence: Evidence, steps: set[str]) -> list[str]:
    """These steps and everything that they rest on, premises first."""
    needed = set(steps)
    for step in reversed(evidence.steps):
        if step in needed:
            needed.update(premises(evidence.certificates[step]))
    return [step for step in evidence.steps if step in needed]


def _judge_survivor(claim: Claim, evidence: Evidence, step: str, label: str, content: Json, seed: str) -> Outcome:
    name = f"{step[:12]} {label}"
    before: Statement = evidence.certificates[step]["statement"]
    sampler = sampler_for(claim, evidence.goals.index(step)) if step in evidence.goals else None
    return judge_edit(name, before, content["statement"], generator(seed, "survivor", name), sampler)


def copy_certificates(evidence: Evidence, source: Path, target: Path) -> None:
    """Copy the accepted steps of ``evidence`` from folder to folder; content-named, so nothing is overwritten."""
    target.mkdir(parents=True, exist_ok=True)
    for step in evidence.steps:
        if step in evidence.check.accepted:
            shutil.copyfile(source / f"{step}.json", target / f"{step}.json")
