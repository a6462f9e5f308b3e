"""The report of ``verify``: terminal table, Markdown and HTML pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from proofs_check.planted.mutation import FATES
from proofs_check.report.tables import table
from proofs_check.verify.pins import drift_lines

Row = dict[str, Any]
COLUMNS = ("claim", "item", "standing", "verdict", "steps", "probe", "mutants")
_TEMPLATES = Path(__file__).parent


def verdict_text(row: Row) -> str:
    """The verdict as it must always be printed: with the kind of a refutation, and every lemma cited.

    >>> verdict_text({"verdict": "proved", "kind": None, "cites": ["Weyl"]})
    'proved, citing Weyl'
    """
    text = row["verdict"] + (f" ({row['kind']})" if row["kind"] else "")
    proved = row["verdict"] in ("proved", "steps proved", "proved for instances", "contradiction")
    return text + (f", citing {', '.join(row['cites'])}" if row["cites"] and proved else "")


def summary_text(report: dict[str, Any]) -> str:
    """The last line of the report.

    >>> summary_text({"claims": [{"shortcomings": [], "open": None}], "summary": {"proved": 1}, "seconds": 0.5})
    '1 claim: 1 proved; all as expected; 0.5 s'
    """
    rows = report["claims"]
    counts = ", ".join(f"{count} {verdict}" for verdict, count in report["summary"].items()) or "no claims yet"
    off = sum(bool(row["shortcomings"]) for row in rows)
    still_open = sum(bool(row["open"]) for row in rows)
    kept = sum(bool(row.get("cached")) for row in rows)
    parts = [
        f"{len(rows)} claim{'s' * (len(rows) != 1)}: {counts}",
        f"{off} not as expected" if off else "all as expected",
        *([f"{still_open} open"] if still_open else []),
        *([f"{kept} from the ledger"] if kept else []),
        f"{report['seconds']:.1f} s",
    ]
    return "; ".join(parts)


def cells(row: Row) -> list[str]:
    """One line of the table."""
    probe, mutants, steps = row["probe"], row["mutants"], row["steps"]
    planted = [f"{k}/{n} {name}" for name, (k, n) in (("false", mutants["false"]), ("proof", mutants["proof"])) if n]
    planted += [f"{mutants[name]} {name}" for name in ("weaker", "open") if mutants[name]]
    return [
        row["id"],
        row["item"],
        row["standing"],
        verdict_text(row) + (" !" if row["shortcomings"] else ""),
        f"{steps['accepted']}/{steps['total']}" if steps["total"] else "-",
        f"{probe['trials']} trials" + (f", error {probe['max_error']:.1e}" if probe["max_error"] is not None else "")
        if probe else "-",
        ", ".join(planted) or "-",
    ]  # fmt: skip


def verdict_table(report: dict[str, Any], format: str) -> str:
    """The table of all verdicts with, in a terminal, what needs attention and the summary below it."""
    rows = report["claims"]
    text = table(COLUMNS, [cells(row) for row in rows], format)
    if format not in ("table", "markdown"):
        return text
    return "\n".join([text, "", *attention(rows), summary_text(report)])


def attention(rows: list[Row]) -> list[str]:
    """Contradictions first and loudest, then refutations with their witness, shortcomings, slack, open proofs."""
    broken = [row for row in rows if row["verdict"] == "contradiction"]
    lines = [f"*** CONTRADICTION in {row['id']}: {row['reason']} ***" for row in broken]
    for row in rows:
        if row["verdict"] in ("refuted", "inconclusive"):
            lines.append(f"{row['id']}: {verdict_text(row)}: {row['reason']}")
        lines += [f"! {row['id']}: {text}" for text in row["shortcomings"]]
        lines += [f"  {line}" for line in drift_lines(row)]
        lines += [f"{row['id']}: {text}" for text in row["notes"]]
        lines += [f"slack in {row['id']}: {text}" for text in row["slack"]]
        lines += [f"open in {row['id']}: {row['open']}"] if row["open"] else []
    return lines


def page(report: dict[str, Any], kind: str, graph: str = "") -> str:
    """The full report as a Markdown or HTML page (``kind`` is ``md`` or ``html``), the claim graph inside."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=kind == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["verdict"] = verdict_text
    parts = {"summary": summary_text(report), "attention": attention(report["claims"]), "graph": graph}
    return environment.get_template(f"report.{kind}.j2").render(report=report, **parts)


def mutation_table(rows: Sequence[dict[str, Any]], format: str = "table") -> str:
    """Killed, weaker, open and unjudged neighbours by paper, from the ``mutation`` field of rows of ``verify``.

    >>> print(mutation_table([{"paper": "dmf", "mutation": {"killed": 3, "open": 1}}], "markdown"))
    | paper | claims | killed | weaker | open | unjudged |
    | --- | --- | --- | --- | --- | --- |
    | dmf | 1 | 3 | 0 | 1 | 0 |
    | all | 1 | 3 | 0 | 1 | 0 |
    """
    lines = []
    formal = [row for row in rows if row.get("mutation")]
    papers = list(dict.fromkeys(row["paper"] for row in formal))
    for paper in [*papers, "all"]:
        mine = [row["mutation"] for row in formal if paper in (row["paper"], "all")]
        lines.append([paper, len(mine), *(sum(fates.get(fate, 0) for fates in mine) for fate in FATES)])
    return table(["paper", "claims", *FATES], lines, format)
