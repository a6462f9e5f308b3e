"""The report of ``verify``: terminal table, Markdown and HTML pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from proofs_check.planted.mutation import FATES, Fate
from proofs_check.report.printable import shown, wrapped
from proofs_check.report.screen import folded, terminal_width
from proofs_check.report.tables import table
from proofs_check.verify.report import Report, Verification
from proofs_check.verify.verdict import Verdict

COLUMNS = ("claim", "item", "standing", "verdict", "steps", "probe", "mutants")
IN_LATEX = {"page": (0, 1, 3, 4), "column": (0, 1, 3)}
_TEMPLATES = Path(__file__).parent


def verdict_text(report: Report) -> str:
    """The verdict as it must always be printed: with the kind of a refutation, both checkers where Coq was asked too, and every
    lemma cited.

    >>> verdict_text(Report(id="roots", verdict=Verdict.PROVED, cites=("Weyl",)))
    'proved, citing Weyl'
    >>> verdict_text(Report(id="roots", verdict=Verdict.PROVED, cites=("Weyl",), checkers=("kernel", "coq")))
    'proved (kernel, Coq), citing Weyl'
    """
    text = str(report.verdict) + (f" ({report.kind})" if report.kind else "")
    text += " (kernel, Coq)" if report.proved and "coq" in report.checkers else ""
    rests = report.cites and (report.proved or report.verdict is Verdict.CONTRADICTION)
    return text + (f", citing {', '.join(report.cites)}" if rests else "")


def summary_text(result: Verification) -> str:
    """The last line of the report.

    >>> summary_text(Verification(claims=(Report(id="roots", verdict=Verdict.PROVED),), seconds=0.5))
    '1 claim: 1 proved; all as expected; not re-checked by Coq; 0.5 s'
    """
    claims = result.claims
    counts = ", ".join(f"{count} {verdict}" for verdict, count in result.summary.items()) or "no claims yet"
    off = sum(bool(claim.shortcomings) for claim in claims)
    still_open = sum(bool(claim.open) for claim in claims)
    kept = sum(claim.cached for claim in claims)
    parts = [
        f"{len(claims)} claim{'s' * (len(claims) != 1)}: {counts}",
        f"{off} not as expected" if off else "all as expected",
        *([f"{still_open} open"] if still_open else []),
        *asked_coq(claims),
        *([f"{kept} from the ledger"] if kept else []),
        f"{result.seconds:.1f} s",
    ]
    return "; ".join(parts)


def asked_coq(reports: Sequence[Report]) -> list[str]:
    """How many of the proofs Coq accepted as well; nothing where there is no proof.

    >>> one, other = (Report(id=name, verdict=Verdict.PROVED, checkers=("kernel",)) for name in "ab")
    >>> asked_coq([one, other]), asked_coq([replace(one, checkers=("kernel", "coq")), other])
    (['not re-checked by Coq'], ['1 of 2 proofs re-checked by Coq'])
    """
    proofs = [report for report in reports if report.proved]
    asked = sum("coq" in report.checkers for report in proofs)
    if not proofs:
        return []
    if asked in (0, len(proofs)):
        return ["re-checked by Coq" if asked else "not re-checked by Coq"]
    return [f"{asked} of {len(proofs)} proofs re-checked by Coq"]


def trials_text(count: int) -> str:
    """
    >>> trials_text(1), trials_text(40)
    ('1 trial', '40 trials')
    """
    return f"{count} trial{'s' * (count != 1)}"


def cells(report: Report) -> list[str]:
    """One line of the table."""
    probe, mutants, steps = report.probe, report.mutants, report.steps
    planted = [f"{k}/{n} {name}" for name, (k, n) in (("false", mutants.false), ("proof", mutants.proof)) if n]
    planted += [f"{n} {name}" for name, n in (("weaker", mutants.weaker), ("open", mutants.open)) if n]
    return [
        report.id,
        report.item,
        report.standing,
        verdict_text(report) + (" !" if report.shortcomings else ""),
        f"{steps.accepted}/{steps.total}" if steps.total else "-",
        trials_text(probe.trials) + (f", error {probe.max_error:.1e}" if probe.max_error is not None else "") if probe else "-",
        ", ".join(planted) or "-",
    ]


def verdict_table(result: Verification, format: str, width: str = "page") -> str:
    """The table of all verdicts with, in a terminal, what needs attention and the summary below it; in LaTeX the columns that a
    line of this ``width`` has room for."""
    claims = tuple(map(shown, result.claims))
    columns = IN_LATEX[width] if format == "latex" else range(len(COLUMNS))
    rows = [cells(claim) for claim in claims]
    text = table([COLUMNS[k] for k in columns], [[row[k] for k in columns] for row in rows], format, width=width)
    if format not in ("table", "markdown"):
        return text
    counted = any(claim.steps.total or claim.planted for claim in claims)
    legend = [wrapped(LEGEND, terminal_width(), 2)] if format == "table" and counted else []
    said = [*attention(claims), summary_text(result)]
    return "\n".join([text, *legend, "", *(map(folded, said) if format == "table" else said)])


LEGEND = (
    "steps: accepted by the kernel, of all; false: planted false statements that were refuted, of all; proof: edited "
    "certificates that the kernel rejected, of all (one that it accepts may state something true: `show CLAIM` names it)"
)
"""What the short forms in the table count."""


def attention(reports: Sequence[Report]) -> list[str]:
    """Contradictions first and loudest, then refutations with their witness, shortcomings, slack, open proofs."""
    broken = [report for report in reports if report.verdict is Verdict.CONTRADICTION]
    lines = [f"*** CONTRADICTION in {report.id}: {report.reason} ***" for report in broken]
    for report in reports:
        name = report.id
        if report.verdict in (Verdict.REFUTED, Verdict.INCONCLUSIVE):
            lines.append(f"{name}: {verdict_text(report)}: {report.reason}")
        lines += [f"! {name}: {text}" for text in report.shortcomings]
        lines += [f"  {line}" for line in (report.drift.lines() if report.drift else ())]
        lines += [f"{name}: {text}" for text in report.notes]
        lines += [f"slack in {name}: {text}" for text in report.slack]
        lines += [f"open in {name}: {report.open}"] if report.open else []
    return lines


def page(result: Verification) -> str:
    """The full report in Markdown; as HTML see `proofs_check.report.pages.build.report_page`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["verdict"] = verdict_text
    result = replace(result, claims=tuple(map(shown, result.claims)))
    environment.filters["notes"] = notes
    parts = {"summary": summary_text(result), "attention": attention(result.claims)}
    return environment.get_template("report.md.j2").render(report=result, **parts)


def notes(report: Report) -> list[str]:
    """What a reader of a proof should know besides: goals that no model can make stronger and why, and conclusions that are
    identities or may be.
    """
    automatic = report.automatic
    if automatic is None:
        return list(report.notes)
    declared = [f"{text} (declared: no exact model refutes its strengthening)" for text in automatic.unrefuted]
    return [*report.notes, *declared, *automatic.identities]


def mutation_table(reports: Sequence[Report], format: str = "table") -> str:
    """Killed, weaker, open and unjudged neighbours of the goals, by paper.

    >>> from proofs_check.verify.report import PlantedSummary
    >>> found = PlantedSummary({"killed": 3, "open": 1}, (), {}, (), (), (), (), ())
    >>> print(mutation_table([Report(id="roots", paper="dmf", verdict=Verdict.PROVED, automatic=found)], "markdown"))
    | paper | claims | killed | weaker | open | unjudged |
    | --- | --- | --- | --- | --- | --- |
    | dmf | 1 | 3 | 0 | 1 | 0 |
    | all | 1 | 3 | 0 | 1 | 0 |
    """
    formal = [(report.paper, report.automatic.mutation) for report in reports if report.automatic is not None]
    lines = []
    for paper in [*dict.fromkeys(paper for paper, _ in formal), "all"]:
        mine: list[dict[Fate, int]] = [fates for of, fates in formal if paper in (of, "all")]
        lines.append([paper, len(mine), *(sum(fates.get(fate, 0) for fates in mine) for fate in FATES)])
    return table(["paper", "claims", *FATES], lines, format)
