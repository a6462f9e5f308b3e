"""Two verifications side by side, as a table and as JSON: ``verify --diff``."""

from __future__ import annotations

from difflib import unified_diff

from proofs_check.report.printable import one_line, printable, wrapped
from proofs_check.report.screen import terminal_width
from proofs_check.report.tables import json_text, table
from proofs_check.verify.compare import Comparison, Difference

COLUMNS = ("claim", "before", "now", "", "seconds before", "seconds now")
SLOWER, AT_LEAST = 1.5, 2.0
"""A claim is told to be slower where it takes so many times longer, and at least so many seconds more."""


def comparison_text(found: Comparison, format: str) -> str:
    """The comparison in ``format``, table or json.

    >>> from proofs_check.verify.compare import compare, Earlier
    >>> from proofs_check.verify.report import Report
    >>> from proofs_check.verify.verdict import Verdict
    >>> same = compare([Earlier("a", Verdict.PROVED, seconds=1.0)], [Report(id="a", verdict=Verdict.PROVED, seconds=1.0)])
    >>> print(comparison_text(same, "table"))
    1 claim compared: nothing changed; 1.0 s before, 1.0 s now
    """
    if format == "json":
        return json_text(found.to_json())
    changed = [item for item in found.both if item.changed]
    rows = change_rows(found)
    parts = [table(COLUMNS, rows, "table")] if rows else []
    for item in changed:
        parts += [wrapped(f"{item.id}: {one_line(note)}", terminal_width()) for note in item.notes]
        parts += [line for name, texts in item.texts.items() for line in _moved(item.id, name, *texts)]
    parts += [f"slower: {item.id}, {item.seconds[0]:.1f} s before, {item.seconds[1]:.1f} s now" for item in _slower(found)]
    return "\n".join([*parts, *([""] if parts else []), summary(found)])


def change_rows(found: Comparison) -> list[list[str]]:
    """The rows of the table: changed, new and gone claims."""
    rows = [_row(item) for item in found.both if item.changed]
    rows += [[one_line(name), "", verdict, "new", "", ""] for name, verdict in found.new.items()]
    return rows + [[one_line(name), verdict, "", "gone", "", ""] for name, verdict in found.gone.items()]


def summary(found: Comparison) -> str:
    """One line: how many are compared, and what became of them."""
    counts = [
        (len(found.worse), "worse"),
        (sum(item.direction == "better" for item in found.both), "better"),
        (sum(item.direction == "other" for item in found.both), "refuted before and not now, or refuted otherwise"),
        (sum("statement" in item.texts for item in found.both), "stated otherwise"),
        (sum(map(_otherwise, found.both)), "with other changes"),
        (len(found.new), "new"),
        (len(found.gone), "gone"),
    ]
    told = ", ".join(f"{count} {what}" for count, what in counts if count) or "nothing changed"
    before, now = found.seconds
    number = len(found.both)
    return f"{number} claim{'s' * (number != 1)} compared: {told}; {before:.1f} s before, {now:.1f} s now"


def _row(item: Difference) -> list[str]:
    what = {"worse": "WORSE", "better": "better", "other": "other", "same": ""}[item.direction]
    stated = "stated otherwise" if "statement" in item.texts else ""
    times = ["" if value is None else f"{value:.1f}" for value in item.seconds]
    return [item.id, item.before, item.now, ", ".join(part for part in (what, stated) if part) or "see below", *times]


def _moved(claim: str, name: str, before: str, now: str) -> list[str]:
    """The lines of a text that are not what they were."""
    old, new = printable(before).split("\n"), printable(now).split("\n")
    lines = [line for line in unified_diff(old, new, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))]
    return [f"{claim}: the {name}", *(wrapped(f"  {line[0]} {line[1:]}", terminal_width(), 4) for line in lines)]


def _otherwise(item: Difference) -> bool:
    return item.changed and item.direction == "same" and "statement" not in item.texts


def _slower(found: Comparison) -> list[Difference]:
    """The five that lost most time, of those that lost much."""
    known = [item for item in found.both if None not in item.seconds]
    lost = {item.id: (item.seconds[1] or 0.0) - (item.seconds[0] or 0.0) for item in known}
    much = [x for x in known if lost[x.id] >= AT_LEAST and (x.seconds[1] or 0.0) >= SLOWER * (x.seconds[0] or 0.0)]
    return sorted(much, key=lambda item: -lost[item.id])[:5]
