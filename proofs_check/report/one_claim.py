"""One claim in full, for ``saddleproof show``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from proofs_check.report.mathematics import atoms_text, goals_text
from proofs_check.report.printable import shown, wrapped
from proofs_check.report.screen import terminal_width
from proofs_check.report.verdicts import notes, verdict_text
from proofs_check.verify.report import Report


def claim_text(report: Report, goals: Sequence[dict[str, Any]] = (), code: bool = False) -> str:
    """Title, source, sentence, statement, verdict, leaves, experiment, planted errors; as plain text, in the width there is.

    With its formal ``goals`` the statement is written in mathematics, the sentence of each above it, and the kernel's text
    below with ``code``; without them in the kernel's own text.
    """
    report, width = shown(report), terminal_width()
    lines = [f"{report.id}: {report.title}", report.source, ""]
    if goals:
        lines += [goals_text(report.sentence, goals, width, code), ""]
    else:
        lines += [report.sentence, ""] if report.sentence else []
        lines += [report.statement, ""]
    return "\n".join(wrapped(line, width) for line in [*lines, *_says(report, goals), *_evidence(report)])


def _says(report: Report, goals: Sequence[dict[str, Any]]) -> list[str]:
    """The verdict, and what it rests on."""
    steps, leaves = report.steps, report.leaves
    lines = [f"verdict   {verdict_text(report)}"]
    if report.reason:
        lines.append(f"          {report.reason}")
    lines.append(f"expected  {' or '.join(report.expected)}")
    if steps.total:
        lines.append(f"steps     {steps.accepted} of {steps.total} accepted by the kernel, from disk")
        lines += [f"          {report.coq or 'not re-checked by Coq'}"] if report.whole else []
    if leaves is not None:
        for label, texts in (("objective", leaves.objective), ("given", leaves.hypotheses), ("lemmas", leaves.lemmas)):
            told = texts if label == "lemmas" else atoms_text(texts, goals)
            lines.append(f"  {label:<10}{'; '.join(told) or 'none'}")
        if report.without_objective:
            lines.append(f"  no objective needed: {report.without_objective}")
    lines += [f"pin       {report.pin}"] if report.pin != "none needed" else []
    lines += [f"          {line}" for line in (report.drift.lines() if report.drift else ())]
    if report.prose and report.prose != report.reason:
        lines.append(f"prose     {report.prose}")
    return lines


def _evidence(report: Report) -> list[str]:
    """Experiment, planted errors, and what is to be known besides."""
    probe, lines = report.probe, []
    if probe is not None:
        known = probe.budget and probe.max_error is not None
        error = f", largest error {probe.max_error:.3g} of {probe.budget:.3g}" if known else ""
        lines.append(f"probe     {probe.trials} trials{error}; {probe.power or probe.powerless}")
        lines += [f"          not caught, so it may hold as well: {text}" for text in probe.missed]
    lines += [f"mutant    {m.name} (declared {m.fate}): {m.text}" for m in report.planted]
    rejected, total = report.mutants.proof
    if total:
        rest = "" if rejected == total else "; the statements of those that it accepts were judged:"
        lines.append(f"proof     {rejected} of {total} edited certificates rejected by the kernel{rest}")
    lines += [f"          accepted: {s.name}: {s.text}" for s in report.survivors]
    lines += [f"sharpness {s.name}: {s.fate}; {s.text}" for s in report.sharpness]
    lines += [f"open      {report.open}"] if report.open else []
    lines += [f"!         {text}" for text in report.shortcomings]
    lines += [f"note      {text}" for text in notes(report)]
    return lines
