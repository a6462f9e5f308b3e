"""One claim in full, for ``saddleproof show``."""

from __future__ import annotations

from proofs_check.report.verdicts import verdict_text
from proofs_check.verify.report import Report


def claim_text(report: Report) -> str:
    """Title, source, sentence, statement, verdict, leaves, experiment, planted errors; as plain text."""
    steps, leaves, probe = report.steps, report.leaves, report.probe
    lines = [f"{report.id}: {report.title}", report.source, ""]
    lines += [report.sentence, ""] if report.sentence else []
    lines += [report.statement, "", f"verdict   {verdict_text(report)}"]
    if report.reason:
        lines.append(f"          {report.reason}")
    lines.append(f"expected  {' or '.join(report.expected)}")
    if steps.total:
        lines.append(f"steps     {steps.accepted} of {steps.total} accepted by the kernel, from disk")
    if leaves is not None:
        for label, texts in (("objective", leaves.objective), ("given", leaves.hypotheses), ("lemmas", leaves.lemmas)):
            lines.append(f"  {label:<10}{'; '.join(texts) or 'none'}")
        if report.without_objective:
            lines.append(f"  no objective needed: {report.without_objective}")
    lines += [f"pin       {report.pin}"] if report.pin != "none needed" else []
    lines += [f"          {line}" for line in (report.drift.lines() if report.drift else ())]
    if report.prose and report.prose != report.reason:
        lines.append(f"prose     {report.prose}")
    if probe is not None:
        known = probe.budget and probe.max_error is not None
        error = f", largest error {probe.max_error:.3g} of {probe.budget:.3g}" if known else ""
        lines.append(f"probe     {probe.trials} trials{error}; {probe.power or probe.powerless}")
    lines += [f"mutant    {m.name} ({m.fate}): {m.text}" for m in report.planted]
    rejected, total = report.mutants.proof
    lines += [f"proof     {rejected} of {total} edited certificates rejected"] if total else []
    lines += [f"          accepted: {s.name}: {s.text}" for s in report.survivors]
    lines += [f"sharpness {s.name}: {s.fate}; {s.text}" for s in report.sharpness]
    lines += [f"open      {report.open}"] if report.open else []
    lines += [f"!         {text}" for text in report.shortcomings]
    lines += [f"note      {text}" for text in report.notes]
    return "\n".join(lines)
