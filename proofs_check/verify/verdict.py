"""The closed set of verdicts, and what each one may follow from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from proofs_check.probes.probe import Refutation


class Verdict(StrEnum):
    """What a claim can come out as. Only :mod:`proofs_check.verify.judge` assigns one.

    >>> Verdict("steps proved") is Verdict.STEPS_PROVED
    True
    """

    PROVED = "proved"
    STEPS_PROVED = "steps proved"
    INSTANCES_PROVED = "proved for instances"
    SUPPORTED = "supported"
    REFUTED = "refuted"
    INCONCLUSIVE = "inconclusive"
    CONTRADICTION = "contradiction"


STRENGTH: dict[Verdict, int] = {
    Verdict.PROVED: 5,
    Verdict.STEPS_PROVED: 4,
    Verdict.INSTANCES_PROVED: 3,
    Verdict.SUPPORTED: 1,
}
"""The verdicts in favour of a claim, by strength; the others compare with nothing."""

PROVED = (Verdict.PROVED, Verdict.STEPS_PROVED, Verdict.INSTANCES_PROVED)
"""The verdicts that certificates give."""


@dataclass(frozen=True)
class Finding:
    """A verdict, the kind of a refutation, and the reason in one sentence.

    >>> str(Finding(Verdict.REFUTED, Refutation.EXACT, "fails at y = 4"))
    'refuted (exact): fails at y = 4'
    """

    verdict: Verdict
    kind: Refutation | None = None
    reason: str = ""

    def __str__(self) -> str:
        kind = f" ({self.kind})" if self.kind else ""
        return f"{self.verdict}{kind}" + (f": {self.reason}" if self.reason else "")


def meets(verdict: Verdict, expected: tuple[str, ...]) -> bool:
    """Whether ``verdict`` is one of ``expected``, or stronger than one of them in the claim's favour.

    >>> meets(Verdict.PROVED, (Verdict.STEPS_PROVED,)), meets(Verdict.SUPPORTED, (Verdict.PROVED,))
    (True, False)
    >>> meets(Verdict.PROVED, (Verdict.REFUTED,)), meets(Verdict.REFUTED, (Verdict.REFUTED,))
    (False, True)
    """
    if verdict in expected:
        return True
    floor = min((STRENGTH[Verdict(e)] for e in expected if e in STRENGTH), default=None)
    return floor is not None and STRENGTH.get(verdict, 0) > floor
