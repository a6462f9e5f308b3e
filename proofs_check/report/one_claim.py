"""One claim in full, for ``saddleproof show``."""

from __future__ import annotations

from typing import Any

from proofs_check.report.verdicts import verdict_text
from proofs_check.verify.pins import drift_lines


def claim_text(row: dict[str, Any]) -> str:
    """Title, source, sentence, statement, verdict, leaves, experiment, planted errors; as plain text."""
    steps, probe, mutants = row["steps"], row["probe"], row["mutants"]
    lines = [f"{row['id']}: {row['title']}", row["source"], ""]
    lines += [row["sentence"], ""] if row["sentence"] else []
    lines += [row["statement"], "", f"verdict   {verdict_text(row)}"]
    if row["reason"]:
        lines.append(f"          {row['reason']}")
    lines.append(f"expected  {' or '.join(row['expected'])}")
    if steps["total"]:
        lines.append(f"steps     {steps['accepted']} of {steps['total']} accepted by the kernel, from disk")
    if row["leaves"] is not None:
        leaves = row["leaves"]
        for label, name in (("objective", "objective"), ("given", "hypotheses"), ("lemmas", "lemmas")):
            lines.append(f"  {label:<10}{'; '.join(leaves[name]) or 'none'}")
        if row["without_objective"]:
            lines.append(f"  no objective needed: {row['without_objective']}")
    lines += [f"pin       {row['pin']}"] if row["pin"] != "none needed" else []
    lines += [f"          {line}" for line in drift_lines(row)]
    if row["prose"] and row["prose"] != row["reason"]:
        lines.append(f"prose     {row['prose']}")
    if probe is not None:
        error = f", largest error {probe['max_error']:.3g} of {probe['budget']:.3g}" if probe["budget"] else ""
        lines.append(f"probe     {probe['trials']} trials{error}; {probe['power'] or probe['powerless']}")
    lines += [f"mutant    {m['name']} ({m['fate']}): {m['text']}" for m in row["planted"]]
    if mutants["proof"][1]:
        rejected, total = mutants["proof"]
        lines.append(f"proof     {rejected} of {total} edited certificates rejected")
    lines += [f"          accepted: {s['name']}: {s['text']}" for s in row["survivors"]]
    lines += [f"sharpness {s['name']}: {s['fate']}; {s['text']}" for s in row["sharpness"]]
    lines += [f"open      {row['open']}"] if row["open"] else []
    lines += [f"!         {text}" for text in row["shortcomings"]]
    lines += [f"note      {text}" for text in row["notes"]]
    return "\n".join(lines)
