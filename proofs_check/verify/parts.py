"""The clauses of a headline claim: what each says, and what the claim file puts behind it.

A headline claim states a whole theorem. It has no derivation of its own; each clause rests on goals of other claims, on
textbook facts cited by name, on a step in words, or on an experiment. The standing of a clause is computed from these
(`proofs_check.verify.headline`); a claim file cannot write it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from proofs_check.probes.probe import Refutation
from proofs_check.verify.composition import cited

_GOALS = re.compile(r"(?P<claim>[a-z0-9]+(?:-[a-z0-9]+)*) (?P<numbers>\[\d+\](?:(?:, ?|\s*[–-]\s*)\[\d+\])*)")
_FACT = re.compile(r"(?P<name>[^()]+) \(.+\)", re.DOTALL)


class Standing(StrEnum):
    """How a clause of a headline stands; from the strongest to the worst.

    >>> max((Standing.FORMAL, Standing.WORDS), key=list(Standing).index)
    <Standing.WORDS: 'in words'>
    """

    FORMAL = "formal"
    CITED = "cited"
    WORDS = "in words"
    MEASURED = "measured"
    NOT_COVERED = "not covered"
    INCONCLUSIVE = "inconclusive"
    REFUTED = "refuted"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True)
class Goal:
    """A goal of another claim: its number counts from 1; ``certificate`` is the one that proves it, if one does."""

    claim: str
    number: int
    certificate: str = ""

    def __str__(self) -> str:
        return f"{self.claim} [{self.number}]"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One clause of a headline, as its claim file declares it.

    ``says`` is the clause. ``goals`` name what is proved formally, ``"dmf-gain [1]"`` or ``"dmf-minimality [1]–[4]"``;
    ``cites`` textbook facts that no certificate holds, each with its reference in brackets; ``words`` is the step that is
    left in words; ``measured`` names claims whose experiment stands behind the clause. A clause with nothing is not covered.

    >>> print(Part(says="The gain is s²(t − (L − 2)).", goals=("dmf-gain [1]",)))
    The gain is s²(t − (L − 2)). [formal: dmf-gain [1]]
    >>> Part(says="F ≥ 0.", goals=("dmf-gain",))
    Traceback (most recent call last):
    ...
    ValueError: part 'F ≥ 0.': goals must read like 'claim-id [1]' or 'claim-id [1]–[3]', got 'dmf-gain'
    """

    says: str
    goals: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    words: str = ""
    measured: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.says, str) or not self.says.strip() or not isinstance(self.words, str):
            raise ValueError(f"part {self.says!r}: says must be a sentence, and words text")
        for name in ("goals", "cites", "measured"):
            value = getattr(self, name)
            if not isinstance(value, tuple) or not all(isinstance(text, str) for text in value):
                raise ValueError(f"part {self.says!r}: {name} must be a tuple of texts, got {value!r}")
        for text in self.goals:
            if not _GOALS.fullmatch(text):
                form = "'claim-id [1]' or 'claim-id [1]–[3]'"
                raise ValueError(f"part {self.says!r}: goals must read like {form}, got {text!r}")
        for text in self.cites:
            if not _FACT.fullmatch(text):
                raise ValueError(f"part {self.says!r}: cites must read like 'name (reference)', got {text!r}")

    @property
    def named_goals(self) -> tuple[Goal, ...]:
        """The goals one by one.

        >>> [str(goal) for goal in Part(says="x", goals=("dmf-minimality [2]–[3]",)).named_goals]
        ['dmf-minimality [2]', 'dmf-minimality [3]']
        """
        found = [match for text in self.goals if (match := _GOALS.fullmatch(text))]
        return tuple(Goal(match["claim"], number) for match in found for number in sorted(cited(match["numbers"])))

    @property
    def facts(self) -> tuple[str, ...]:
        """Names of the facts cited, without their references."""
        return tuple(match["name"] for text in self.cites if (match := _FACT.fullmatch(text)))

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that the clause rests on."""
        return tuple(dict.fromkeys((*(goal.claim for goal in self.named_goals), *self.measured)))

    @property
    def at_best(self) -> Standing:
        """Its standing when everything that it names holds: that of the weakest step. A step in words is taken to complete
        what is proved, and an experiment besides does not lower it."""
        if self.words:
            return Standing.WORDS
        if self.measured:
            return Standing.MEASURED
        if self.cites:
            return Standing.CITED
        return Standing.FORMAL if self.goals else Standing.NOT_COVERED

    def __str__(self) -> str:
        behind = [f"{name}: {'; '.join(texts)}" for name, texts in (("formal", self.goals), ("cited", self.cites)) if texts]
        behind += [f"in words: {self.words}"] if self.words else []
        behind += [f"measured: {', '.join(self.measured)}"] if self.measured else []
        return f"{self.says} [{'; '.join(behind) or Standing.NOT_COVERED}]"


@dataclass(frozen=True)
class Clause:
    """One clause of a headline, as it was found to stand.

    ``lemmas`` are those that its certificates cite, ``cites`` the facts that it cites besides. ``reason`` says why it does not
    stand as declared, where it does not; ``kind`` is how it was refuted.
    """

    says: str
    standing: Standing
    goals: tuple[Goal, ...] = ()
    lemmas: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    words: str = ""
    measured: tuple[str, ...] = ()
    reason: str = ""
    kind: Refutation | None = None

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that the clause rests on."""
        return tuple(dict.fromkeys((*(goal.claim for goal in self.goals), *self.measured)))

    def behind(self) -> list[str]:
        """What stands behind it, in lines; what is missing comes first.

        >>> Clause("x", Standing.WORDS, (Goal("a", 1, "c0ffee"),), ("Weyl",), words="so it is").behind()
        ['formal: a [1], citing Weyl', 'in words: so it is']
        """
        lines = [self.reason] if self.reason else []
        if self.goals:
            lines.append(f"formal: {_together(self.goals)}" + (f", citing {', '.join(self.lemmas)}" if self.lemmas else ""))
        lines += [f"cited: {text}" for text in self.cites]
        lines += [f"in words: {self.words}"] if self.words else []
        return [*lines, *([f"measured: {', '.join(self.measured)}"] if self.measured else [])]


def _together(goals: tuple[Goal, ...]) -> str:
    """The goals by claim, numbers in rows: "dmf-minimality [1]–[4]; dmf-gain [1]"."""
    told = []
    for claim, group in groupby(goals, key=lambda goal: goal.claim):
        rows = [[goal.number for _, goal in row] for _, row in groupby(enumerate(group), key=lambda at: at[1].number - at[0])]
        told.append(f"{claim} " + ", ".join(f"[{row[0]}]–[{row[-1]}]" if len(row) > 1 else f"[{row[0]}]" for row in rows))
    return "; ".join(told)


def parts_text(parts: tuple[Part, ...]) -> str:
    """The clauses, numbered, with what stands behind them: what is pinned of a headline besides its sentence and goals."""
    return "\n".join(f"({number}) {part}" for number, part in enumerate(parts, start=1))
