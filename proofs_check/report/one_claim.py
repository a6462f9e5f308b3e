"""One claim in full, for ``saddleproof show``."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from proofs_check.report.mathematics import atoms_text, goals_text, hypotheses_text
from proofs_check.report.printable import shown, wrapped
from proofs_check.report.screen import terminal_width
from proofs_check.report.verdicts import notes, trials_text, verdict_text
from proofs_check.verify.instance import Applied
from proofs_check.verify.report import Report
from theory.render.words import plain_sentence

WHOLE: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}
"""No word and no formula is broken."""


def claim_text(
    report: Report, goals: Sequence[dict[str, Any]] = (), code: bool = False, applied: Sequence[Applied] | None = None
) -> str:
    """Title, source, sentence, statement, verdict, leaves, experiment, planted errors; as plain text, in the width there is.

    With its formal ``goals`` the statement is written in mathematics, the sentence of each above it; without them in the
    kernel's own text. ``code`` adds the kernel's text of the goals, and of the edits that the experiment did not catch. A
    headline is written clause by clause, each with what stands behind it and, where its numbers were ``applied``, with what
    it says of them.
    """
    report, width = shown(report), terminal_width()
    lines = [f"{report.id}: {report.title}", report.source, ""]
    if report.clauses:
        lines += [*clause_lines(report, width, applied), ""]
    if goals and (code or not report.clauses):
        lines += [goals_text(report.sentence, goals, width, code), ""]
    elif not report.clauses:
        write = str if report.goals else plain_sentence
        for says in filter(None, (report.sentence, report.statement)):
            lines += [write(says), ""]
    return "\n".join(wrapped(line, width) for line in [*lines, *_says(report, goals), *_evidence(report, code)])


def clause_lines(report: Report, width: int, applied: Sequence[Applied] | None = None) -> list[str]:
    """The setting of a headline, and its clauses: each with its standing and what stands behind it."""
    lines, indent = [textwrap.fill(plain_sentence(report.sentence), width, **WHOLE)], " " * 4
    for number, clause in enumerate(report.clauses, start=1):
        head = f"({number}) [{clause.standing}] {plain_sentence(clause.says)}"
        told = [f"at your numbers: {applied[number - 1]}"] if applied is not None else []
        lines += ["", textwrap.fill(head, width, subsequent_indent=indent, **WHOLE)]
        for text in [*told, *map(plain_sentence, clause.behind())]:
            lines.append(textwrap.fill(text, width, initial_indent=indent, subsequent_indent=f"{indent}  ", **WHOLE))
    return lines


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
        parts = [
            ("objective", atoms_text(leaves.objective, goals)),
            ("given", hypotheses_text(leaves.hypotheses, goals)),
            ("lemmas", leaves.lemmas),
        ]
        for label, texts in parts[:: 2 if report.clauses else 1]:  # hypotheses of many goals together say nothing
            lines.append(f"  {label:<10}{'; '.join(texts) or 'none'}")
        if report.without_objective:
            lines.append(f"  no objective needed: {report.without_objective}")
    lines += [f"pin       {report.pin}"] if report.pin != "none needed" else []
    lines += [f"          {line}" for line in (report.drift.lines() if report.drift else ())]
    if report.prose and report.prose != report.reason:
        lines.append(f"prose     {report.prose}")
    return lines


def _evidence(report: Report, code: bool) -> list[str]:
    """Experiment, planted errors, and what is to be known besides; with ``code`` the list of edits not caught."""
    probe, lines = report.probe, []
    if probe is not None:
        known = probe.budget and probe.max_error is not None
        error = f", largest error {probe.max_error:.3g} of {probe.budget:.3g}" if known else ""
        lines.append(f"probe     {trials_text(probe.trials)}{error}; {probe.power or probe.powerless}")
        if code:
            lines += [f"          not caught, so it may hold as well: {text}" for text in probe.missed]
        elif probe.missed:
            lines.append(f"          {len(probe.missed)} not caught, which may hold as well: listed by show {report.id} --code")
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
