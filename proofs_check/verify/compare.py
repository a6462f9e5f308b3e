"""Two verifications side by side: which verdicts changed, for better or worse, which claims are new or gone, what is stated
otherwise.

The older one is read leniently: it may come from another release, whose reports had other fields.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any, Literal

from proofs_check.probes.probe import Refutation
from proofs_check.verify.report import Report
from proofs_check.verify.strict import plain
from proofs_check.verify.verdict import STRENGTH, Verdict

Direction = Literal["same", "better", "worse", "other"]
NAME = "verdicts.json"


@dataclass(frozen=True)
class Earlier:
    """What is compared of an earlier report on a claim."""

    id: str
    verdict: Verdict
    kind: Refutation | None = None
    paper: str = ""
    title: str = ""
    sentence: str = ""
    statement: str = ""
    cites: tuple[str, ...] = ()
    checkers: tuple[str, ...] = ()
    shortcomings: tuple[str, ...] = ()
    seconds: float | None = None

    @classmethod
    def of(cls, report: Report) -> Earlier:
        """The same of a report of now."""
        told = {name: getattr(report, name) for name in cls.__dataclass_fields__}
        return cls(**told)


@dataclass(frozen=True)
class Difference:
    """One claim that both have: verdicts in words, which way they changed, texts that are not what they were, other changes.

    ``texts``: title, sentence or statement → (before, now); ``notes``: lemmas, checkers, expectations.
    """

    id: str
    before: str
    now: str
    direction: Direction
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seconds: tuple[float | None, float | None] = (None, None)

    @property
    def changed(self) -> bool:
        """Whether anything but the time differs."""
        return self.direction != "same" or bool(self.texts) or bool(self.notes)


@dataclass(frozen=True)
class Comparison:
    """The whole: claims that both have, those that are new and those that are gone, with their verdicts."""

    both: tuple[Difference, ...]
    new: dict[str, str]
    gone: dict[str, str]

    @property
    def worse(self) -> tuple[str, ...]:
        """Claims whose verdict got worse."""
        return tuple(item.id for item in self.both if item.direction == "worse")

    @property
    def seconds(self) -> tuple[float, float]:
        """Seconds before and now, of the claims for which both are known."""
        known = [item.seconds for item in self.both if None not in item.seconds]
        return sum(before or 0.0 for before, _ in known), sum(now or 0.0 for _, now in known)

    def to_json(self) -> dict[str, Any]:
        """Plain fields: changed claims in full, of the others the times."""
        changed = [plain(item) for item in self.both if item.changed]
        times = {item.id: list(item.seconds) for item in self.both}
        return {"changed": changed, "new": self.new, "gone": self.gone, "worse": list(self.worse),
                "unchanged": sum(not item.changed for item in self.both), "seconds": times}  # fmt: skip


def compare(before: Sequence[Earlier], now: Sequence[Report], behind: Sequence[Report] = ()) -> Comparison:
    """Claims are matched by id; those ``behind`` headlines are compared where the earlier report has them.

    >>> one = Earlier("a", Verdict.PROVED)
    >>> found = compare([one, Earlier("b", Verdict.PROVED)], [Report(id="a", verdict=Verdict.SUPPORTED)])
    >>> found.worse, found.gone
    (('a',), {'b': 'proved'})
    >>> compare([one], [], [Report(id=name, verdict=Verdict.SUPPORTED) for name in "ab"]).worse
    ('a',)
    """
    old = {item.id: item for item in before}
    new = {report.id: Earlier.of(report) for report in (*now, *(report for report in behind if report.id in old))}
    return Comparison(
        tuple(_difference(old[name], new[name]) for name in new if name in old),
        {name: _words(item) for name, item in new.items() if name not in old},
        {name: _words(item) for name, item in old.items() if name not in new},
    )


def direction(before: Earlier, now: Earlier) -> Direction:
    """Which way a verdict changed.

    ``worse``: a contradiction; weaker in the claim's favour, or no longer in its favour; no longer decided; refuted by a sample
    where it was refuted exactly. ``better``: the reverse. ``other``: refuted, and now in its favour, which is to be read.

    >>> direction(Earlier("a", Verdict.REFUTED), Earlier("a", Verdict.PROVED))
    'other'
    """
    a, b = before.verdict, now.verdict
    if a is b:
        if a is not Verdict.REFUTED or before.kind is now.kind:
            return "same"
        sampled = [item.kind is Refutation.STATISTICAL for item in (before, now)]
        return "worse" if sampled[1] else "better" if sampled[0] else "other"
    if Verdict.CONTRADICTION in (a, b):
        return "worse" if b is Verdict.CONTRADICTION else "better"
    if Verdict.INCONCLUSIVE in (a, b):
        return "worse" if b is Verdict.INCONCLUSIVE else "better"
    if a in STRENGTH and b in STRENGTH:
        return "better" if STRENGTH[b] > STRENGTH[a] else "worse"
    return "worse" if a in STRENGTH else "other"


def read_earlier(place: Path, only: Collection[str] | None = None, paper: str | None = None) -> list[Earlier]:
    """The claims of a report: of a folder that ``verify --report`` wrote, or of the JSON that ``verify --format json`` prints;
    ``only`` these ids, or those of one paper.

    Raises ValueError in one line for anything else.
    """
    file = place / NAME if place.is_dir() else place
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        wanted = f"a report folder with {NAME}, or the JSON of verify"
        raise ValueError(f"diff must be {wanted}; {file}: {error.strerror or error}") from None
    except (ValueError, RecursionError):
        raise ValueError(f"diff must be the JSON of verify, got {file}, which is no JSON") from None
    rows = data.get("claims") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"diff must be the JSON of verify, got {file}, which has no list of claims")
    found = [_earlier(row, file) for row in rows]
    if len({item.id for item in found}) != len(found):
        raise ValueError(f"diff must name each claim once, got {file}, where one stands twice")
    return [item for item in found if (only is None or item.id in only) and (paper is None or item.paper == paper)]


def _earlier(row: dict[str, Any], file: Path) -> Earlier:
    """A row of any release: what it lacks is empty, what is there must have the right type."""

    def text(name: str, needed: bool = False) -> str:
        value = row.get(name, None if needed else "")
        if not isinstance(value, str):
            raise ValueError(f"diff must be the JSON of verify: a claim of {file} has no {name}")
        return value

    def texts(name: str) -> tuple[str, ...]:
        value = row.get(name)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    name, verdict, kind, seconds = text("id", True), text("verdict", True), row.get("kind"), row.get("seconds")
    if verdict not in set(Verdict):
        raise ValueError(f"diff: claim {name!r} of {file} has the unknown verdict {verdict!r}")
    known = isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and isfinite(seconds)
    return Earlier(
        id=name,
        verdict=Verdict(verdict),
        kind=Refutation(kind) if kind in set(Refutation) else None,
        paper=text("paper"),
        title=text("title"),
        sentence=text("sentence"),
        statement=text("statement"),
        cites=texts("cites"),
        checkers=texts("checkers"),
        shortcomings=texts("shortcomings"),
        seconds=float(seconds) if known and seconds is not None else None,
    )


def _difference(before: Earlier, now: Earlier) -> Difference:
    parts = ("title", "sentence", "statement")
    texts = {
        name: (getattr(before, name), getattr(now, name))
        for name in parts
        if " ".join(getattr(before, name).split()) != " ".join(getattr(now, name).split())
    }
    notes = []
    for words, these, others in (("also cites", now, before), ("no longer cites", before, now)):
        names = [name for name in these.cites if name not in others.cites]
        notes += [f"{words} {', '.join(names)}"] if names else []
    if ("coq" in before.checkers) != ("coq" in now.checkers):
        notes.append("re-checked by Coq" if "coq" in now.checkers else "no longer re-checked by Coq")
    if bool(before.shortcomings) != bool(now.shortcomings):
        notes.append(f"no longer as expected: {now.shortcomings[0]}" if now.shortcomings else "as expected again")
    times = (before.seconds, now.seconds)
    return Difference(now.id, _words(before), _words(now), direction(before, now), texts, tuple(notes), times)


def _words(item: Earlier) -> str:
    return str(item.verdict) + (f" ({item.kind})" if item.kind else "")
