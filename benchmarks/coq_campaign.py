"""Random edits of certificates before two checkers: what does the kernel refuse, what does Coq?

Each trial changes one place of a certificate (`proofs_check.planted.certificate_edits`: declarations, hypotheses,
conclusions, witnesses, premises), recomputes its hash and grants its premises. A disagreement is judged:

same     the statement is that of the accepted certificate: only the evidence changed, and the exporter needed less of it
true     another statement, which exact models of its hypotheses do not refute
FALSE    another statement, false in a model of its hypotheses: a hole in the checker that accepts
kernel   the kernel accepts, Coq refuses: printed with Coq's reason

Run ``python -m benchmarks.coq_campaign [--trials 300] [--seed 0] [--papers dmf,agd,udu,dmd]``; Coq is needed. Exit 1 if
anything is FALSE or only the kernel's.
"""

from __future__ import annotations

import argparse
import collections
import random
import sys
from pathlib import Path

from benchmarks.edit_campaign import derivations
from proofs_check.planted.certificate_edits import certificate_edits
from proofs_check.planted.survivors import judge_edit
from theory.export.coq.statements import Certificate as Exported
from theory.export.coq.toolchain import find_coq
from theory.export.coq.workshop import Outcome, Workshop
from theory.kernel.budget import Fault
from theory.kernel.certificate import Certificate
from theory.kernel.check import check_certificate
from theory.kernel.statement import Statement

KINDS = {"drop premise": "premise", "drop given": "hypothesis", "conclusion": "conclusion", "witness": "witness"}
STATES = ("both refuse", "both accept", "only Coq accepts", "only the kernel accepts")


def main(arguments: list[str]) -> int:
    """Draw, edit, ask both, print the table."""
    parser = argparse.ArgumentParser(description="random edits of certificates before the kernel and Coq")
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--papers", default="dmf,agd,udu,dmd")
    parser.add_argument("--home", type=Path, default=Path(".saddleproof") / "coq")
    options = parser.parse_args(arguments)
    workshop = Workshop(options.home, find_coq())
    workshop.prepare(print)
    pages = {c.id: c for c in derivations(options.papers.split(","))}
    statements = {i: Statement(c.statement) for i, c in pages.items()}
    random_, counts, told, bad = random.Random(options.seed), collections.Counter[tuple[str, str]](), list[str](), 0
    drawn = [draw(list(pages.values()), random_) for _ in range(options.trials)]
    for (old, label, new), coq in zip(drawn, by_coq(workshop, [new for _, _, new in drawn], pages), strict=True):
        kernel = by_kernel(new, statements)
        state = _state(kernel, coq)
        kind = next((k for start, k in KINDS.items() if label.startswith(start)), "declaration, use")
        counts[kind, state] += 1
        if state in STATES[2:]:
            verdict, line = judged(old, new, state, label, kernel, coq, random_)
            bad += verdict in ("FALSE", "kernel")
            told.append(line)
    print(table(counts))
    print("\n".join(told))
    return 1 if bad else 0


def draw(pages: list[Certificate], random_: random.Random) -> tuple[Certificate, str, Certificate]:
    """(the accepted certificate, what was changed, the edited one); models are left alone, no checker reads them."""
    while True:
        old = random_.choice(pages)
        edits = [(label, c) for label, c in certificate_edits(old.content()) if not label.startswith("model")]
        if not edits:
            continue
        label, content = random_.choice(edits)
        try:
            new = Certificate.from_json(content)
        except Fault:
            continue
        if new.id != old.id:
            return old, label, new


def by_kernel(certificate: Certificate, statements: dict[str, Statement]) -> str:
    """Why the kernel refuses; empty if it accepts."""
    try:
        check_certificate(certificate, statements)
    except Fault as fault:
        return str(fault) or "refused"
    return ""


def by_coq(workshop: Workshop, certificates: list[Certificate], pages: dict[str, Certificate]) -> list[Outcome]:
    """What Coq says if the premises are granted."""
    return workshop.judge([(exported(c), [exported(pages[p]) for p in c.premises]) for c in certificates])


def exported(c: Certificate) -> Exported:
    """The certificate as the exporter reads it."""
    return Exported(c.id, c.rule, c.premises, c.witness, c.statement)


def _state(kernel: str, coq: Outcome) -> str:
    if coq.accepted:
        return STATES[2] if kernel else STATES[1]
    return STATES[0] if kernel else STATES[3]


def judged(old: Certificate, new: Certificate, state: str, label: str, kernel: str, coq: Outcome,
           random_: random.Random) -> tuple[str, str]:  # fmt: skip
    """(verdict, line) for a disagreement."""
    where = f"{old.id[:12]} {old.rule}, {label[:100]}"
    if state == STATES[3]:
        return "kernel", f"kernel: {where}: {coq.state}: {coq.reason[:160]}"
    outcome = judge_edit(label, old.statement, new.statement, random_)
    verdict = "FALSE" if outcome.fate == "false" else outcome.fate
    return verdict, f"{verdict}: {where}: the kernel says: {kernel[:100]}"


def table(counts: collections.Counter[tuple[str, str]]) -> str:
    """Kinds of edits by what the two said."""
    kinds = sorted({k for k, _ in counts})
    rows = [f"{'edited':<18}" + "".join(f"{s:>26}" for s in STATES)]
    rows += [f"{k:<18}" + "".join(f"{counts[k, s]:>26}" for s in STATES) for k in kinds]
    return "\n".join([*rows, f"{'all':<18}" + "".join(f"{sum(counts[k, s] for k in kinds):>26}" for s in STATES)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
