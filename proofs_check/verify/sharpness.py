"""Drop a hypothesis and look for a small instance where the conclusion fails: the smallest of the first few found."""

from __future__ import annotations

from proofs_check.planted.survivors import Outcome
from proofs_check.probes.edits import without_given
from proofs_check.probes.probe import Counterexample, describe, generator, model_size
from proofs_check.probes.statement_probe import ENOUGH, truth
from proofs_check.verify.claim import Sharpness
from proofs_check.verify.evidence import Evidence

TRIALS = 200


def try_sharpness(item: Sharpness, evidence: Evidence | None, seed: str) -> Outcome:
    """``needed`` with the smallest instance found, ``not needed`` with the reason given, or a shortcoming.

    The instance must satisfy every other hypothesis and violate this one, exactly.
    """
    if item.sampler is None:
        return Outcome(item.given, "not needed", True, item.not_needed)
    if evidence is None or item.goal >= len(evidence.statements):
        raise ValueError(f"sharpness of {item.given!r}: there is no formal statement to drop it from")
    statement = evidence.statements[item.goal]
    if item.given not in statement["given"]:
        raise ValueError(f"sharpness: {item.given!r} is no hypothesis; these are: {', '.join(statement['given'])}")
    index = statement["given"].index(item.given)
    weaker = without_given(statement, index)
    rng, best, found = generator(seed, "sharpness", item.given), None, 0
    for _ in range(TRIALS):
        model = item.sampler(rng)
        given, then = truth(statement, model)
        others = given[:index] + given[index + 1 :]
        if given[index] is False and all(others) and False in then:
            failing = weaker["then"][then.index(False)]
            witness = Counterexample(f"{failing} fails at {describe(model)}", size=model_size(model))
            best = witness if best is None or witness.size < best.size else best
            found += 1
            if found >= ENOUGH:
                break
    if best is None:
        return Outcome(item.given, "undecided", False, f"no failing instance in {TRIALS} trials without it")
    return Outcome(item.given, "needed", True, str(best))
