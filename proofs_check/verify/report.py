"""What ``verify`` says: a report on each claim, and the verification of many. Every table and page reads these."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from proofs_check.planted.mutation import Fate as NeighbourFate
from proofs_check.planted.mutation import Judged
from proofs_check.planted.strengthen import Fate as StrongerFate
from proofs_check.planted.strengthen import Strengthened
from proofs_check.planted.survivors import Outcome
from proofs_check.probes.probe import Budget, Frequency, Point, Refutation
from proofs_check.verify.evidence import Leaves
from proofs_check.verify.opinions import Opinion
from proofs_check.verify.parts import Clause
from proofs_check.verify.pins import Drift
from proofs_check.verify.strict import plain, read
from proofs_check.verify.verdict import PROVED, Verdict

Checker = Literal["kernel", "coq"]
Pinned = Literal["none needed", "not pinned", "drift", "pinned"]


@dataclass(frozen=True)
class Steps:
    """Certificates below the goals, and how many of them the kernel accepted."""

    total: int = 0
    accepted: int = 0


@dataclass(frozen=True)
class Probed:
    """What the experiment saw (see `ProbeResult`); ``powerless`` says why its silence says nothing, where it does not;
    ``points`` and ``frequencies`` are what a picture of it shows.
    """

    trials: int
    max_error: float | None
    budget: float | None
    undecided: int
    power: str
    powerless: str
    missed: tuple[str, ...]
    points: tuple[Point, ...] = ()
    frequencies: tuple[Frequency, ...] = ()


@dataclass(frozen=True)
class MutantCounts:
    """Planted errors: false ones (killed, all), weaker and open ones, edits of the proof (rejected, all)."""

    false: tuple[int, int] = (0, 0)
    weaker: int = 0
    open: int = 0
    proof: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class PlantedSummary:
    """Automatic planted errors: counts by fate of neighbours (``mutation``) and of strengthenings, those that were not
    killed or refuted, letters that cannot move (``pinned``), what no model shows (``unseen``), conclusions that hold
    by their definitions alone or may do so (``identities``), and the reasons that the claim file gives for strengthenings that
    no exact model refutes (``unrefuted``). Texts name a goal by its label, ``goal [1]``; numbers count from 0.
    """

    mutation: dict[NeighbourFate, int]
    survived: tuple[Judged, ...]
    strengthening: dict[StrongerFate, int]
    strengthened: tuple[Strengthened, ...]
    pinned: tuple[str, ...]
    unseen: tuple[str, ...]
    identities: tuple[str, ...]
    unrefuted: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain fields; a strengthening that stands says besides whether its goal may be ``vacuous``."""
        return {**plain(self), "strengthened": [item.to_json() for item in self.strengthened]}

    @classmethod
    def from_json(cls, data: dict[str, Any], at: str = "planted") -> PlantedSummary:
        """The reverse; raises ValueError for anything else."""
        listed = data.get("strengthened")
        if isinstance(listed, list) and all(isinstance(item, dict) for item in listed):
            bare = [{name: value for name, value in item.items() if name != "vacuous"} for item in listed]
            found = read(cls, {**data, "strengthened": bare}, at)
            if [item.vacuous for item in found.strengthened] == [item.get("vacuous") for item in listed]:
                return found
            raise ValueError(f"{at}.strengthened must say of each whether it is vacuous")
        return read(cls, data, at)


@dataclass(frozen=True, kw_only=True)
class Report:
    """One claim and its verdict, with everything that stands behind it; one entry of ``verify``'s "claims".

    ``planted`` are the mutants of the claim file, ``survivors`` the edits of certificates that the checker accepted,
    ``automatic`` the planted errors that nobody wrote (None where there is no evidence); ``cached``: repeated from the
    ledger. ``checkers`` are those that accepted every certificate; ``coq`` is what Coq said of exactly these, if it was asked.
    ``clauses`` are those of a headline; its ``goals`` are theirs.

    >>> Report(id="roots", verdict=Verdict.PROVED).to_json()["verdict"]
    'proved'
    >>> Report.from_json({**Report(id="roots", verdict=Verdict.PROVED).to_json(), "standing": "proved"})
    Traceback (most recent call last):
    ...
    ValueError: report.standing must be one of stated, reconstructed, got 'proved'
    """

    id: str
    paper: str = ""
    item: str = ""
    link: str = ""
    standing: Literal["stated", "reconstructed"] = "reconstructed"
    sentence: str = ""
    statement: str = ""
    pin: Pinned = "none needed"
    drift: Drift | None = None
    notes: tuple[str, ...] = ()
    expected: tuple[Verdict, ...] = ()
    verdict: Verdict
    kind: Refutation | None = None
    cites: tuple[str, ...] = ()
    checkers: tuple[Checker, ...] = ()
    coq: Opinion | None = None
    steps: Steps = Steps()
    probe: Probed | None = None
    mutants: MutantCounts = MutantCounts()
    slack: tuple[str, ...] = ()
    sharpness: tuple[Outcome, ...] = ()
    premises: tuple[str, ...] = ()
    seconds: float = 0.0
    reason: str = ""
    title: str = ""
    source: str = ""
    open: str | None = None
    goals: tuple[str, ...] = ()
    leaves: Leaves | None = None
    without_objective: str = ""
    prose: str = ""
    clauses: tuple[Clause, ...] = ()
    planted: tuple[Outcome, ...] = ()
    survivors: tuple[Outcome, ...] = ()
    automatic: PlantedSummary | None = None
    shortcomings: tuple[str, ...] = ()
    cached: bool = False

    @property
    def proved(self) -> bool:
        """Whether the verdict is one that certificates give."""
        return self.verdict in PROVED

    @property
    def whole(self) -> bool:
        """Whether there are goals, and every step below them was accepted."""
        return bool(self.goals) and self.steps.accepted == self.steps.total

    def to_json(self) -> dict[str, Any]:
        """Plain fields in the order above; those of ``automatic`` stand among them, where there are any."""
        told = plain(self)
        last = {name: told.pop(name) for name in ("automatic", "shortcomings", "cached")}
        automatic = self.automatic.to_json() if self.automatic is not None else {}
        return {**told, **automatic, "shortcomings": last["shortcomings"], "cached": last["cached"]}

    @classmethod
    def from_json(cls, data: Any) -> Report:
        """The reverse. Raises ValueError, in one line, for a field that is unknown, missing or of the wrong type."""
        if not isinstance(data, dict):
            raise ValueError(f"report must be an object, got {type(data).__name__}")
        given = {name: value for name, value in data.items() if name in _AUTOMATIC}
        rest = {name: value for name, value in data.items() if name not in _AUTOMATIC}
        if "automatic" in rest:
            raise ValueError("report has the unknown field automatic")
        bare = read(cls, {**rest, "automatic": None}, "report")
        return replace(bare, automatic=PlantedSummary.from_json(given, "report")) if given else bare


_AUTOMATIC = {field.name for field in fields(PlantedSummary)}


@dataclass(frozen=True, kw_only=True)
class Verification:
    """The reports of many claims, and under which circumstances they were made.

    >>> Verification(claims=(Report(id="roots", verdict=Verdict.PROVED),)).summary
    {'proved': 1}
    """

    claims: tuple[Report, ...]
    seed: int = 0
    budget: Budget = "quick"
    versions: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    behind: tuple[Report, ...] = ()
    """Of claims that were not asked for: headlines among ``claims`` rest on them."""

    @property
    def with_behind(self) -> Verification:
        """The same with the claims behind its headlines among the others, for a report."""
        return replace(self, claims=(*self.claims, *self.behind), behind=())

    @property
    def summary(self) -> dict[str, int]:
        """How many claims came out as what."""
        return dict(Counter(str(claim.verdict) for claim in self.claims))

    @property
    def exit_code(self) -> int:
        """0 all as expected, 1 some claim is not, 3 a contradiction.

        >>> Verification(claims=(Report(id="x", verdict=Verdict.CONTRADICTION, shortcomings=("…",)),)).exit_code
        3
        """
        if any(claim.verdict is Verdict.CONTRADICTION for claim in self.claims):
            return 3
        return 1 if any(claim.shortcomings for claim in self.claims) else 0

    def to_json(self) -> dict[str, Any]:
        """The whole of ``verify --format json``."""
        rest = [field.name for field in fields(self) if field.name not in ("claims", "behind")]
        told = {name: plain(getattr(self, name)) for name in rest}
        return {"claims": [claim.to_json() for claim in self.claims], "summary": self.summary, **told}

    @classmethod
    def from_json(cls, data: Any) -> Verification:
        """The reverse; raises ValueError, in one line, for anything else than what `to_json` gives."""
        if not isinstance(data, dict) or not isinstance(data.get("claims"), list):
            raise ValueError("verification must be an object with a list of claims")
        rest = {name: value for name, value in data.items() if name not in ("claims", "summary")}
        claims = tuple(map(Report.from_json, data["claims"]))
        found = replace(read(cls, {**rest, "claims": [], "behind": []}, "verification"), claims=claims)
        if data.get("summary") != found.summary:
            raise ValueError("verification must have a summary of its claims")
        return found
