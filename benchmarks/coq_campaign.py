"""Random edits of certificates before two checkers: what does the kernel refuse, what does Coq?

Each trial changes one place of a certificate (`proofs_check.planted.certificate_edits`: declarations, hypotheses,
conclusions, witnesses, premises), recomputes its hash and grants its premises. Answers are printed as they come: every
disagreement with its explanation, and in the end (or when it is interrupted) the table.

Coq accepts what the kernel refuses:
same        the statement is that of the accepted certificate: only the evidence changed, and the exporter needs less of it
true        another statement, true in exact models of its hypotheses
follows     another statement that few models decide; what it says in Coq follows from the accepted one at sight
unjudged    another statement that few models decide and that does not follow in such a way
FALSE       another statement, false in a model of its hypotheses: a hole in one of the two
The kernel accepts what Coq does not:
not read    the exporter finds no proof in the evidence, or cannot read it: it is named, nothing is refused
REFUSED     Coq refuses the proof that was written, or does not answer in time

Run ``python -m benchmarks.coq_campaign [--trials 300] [--seed 0] [--jobs 2] [--papers dmf,agd,udu,dmd]``; Coq is needed.
Exit 1 if anything is FALSE, REFUSED or unjudged.
"""

from __future__ import annotations

import argparse
import collections
import random
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from proofs_check.planted.certificate_edits import certificate_edits
from proofs_check.planted.survivors import judge_edit
from proofs_check.verify.derivations import derivations
from proofs_check.verify.discovery import find_claims
from theory.export.coq import text
from theory.export.coq.judging import PATIENCE, Outcome
from theory.export.coq.statements import Certificate as Exported
from theory.export.coq.statements import Statement as Read
from theory.export.coq.toolchain import find_coq
from theory.export.coq.workshop import Workshop
from theory.kernel.budget import Fault
from theory.kernel.certificate import Certificate
from theory.kernel.check import check_certificate
from theory.kernel.statement import Statement

KINDS = {"drop premise": "premise", "drop given": "hypothesis", "conclusion": "conclusion", "witness": "witness"}
KERNEL, COQ = ("accepts", "refuses"), ("accepted", "not exported", "refused", "no answer")
BAD = ("FALSE", "REFUSED", "unjudged")
EVERY = 10
"""Trials between two lines about the progress."""


@dataclass(frozen=True)
class Edit:
    """The accepted certificate, what was changed, and the edited one."""

    old: Certificate
    label: str
    new: Certificate

    @property
    def kind(self) -> str:
        """What was edited."""
        return next((kind for start, kind in KINDS.items() if self.label.startswith(start)), "declaration, use")

    def __str__(self) -> str:
        return f"{self.old.id[:12]} {self.old.rule}, {self.label[:100]}"


@dataclass
class Answers:
    """What the two said, counted, and the disagreements with their explanations."""

    trials: int
    counts: collections.Counter[tuple[str, str, str]] = field(default_factory=collections.Counter)
    explained: collections.Counter[str] = field(default_factory=collections.Counter)

    def __str__(self) -> str:
        kinds = sorted({kind for kind, _, _ in self.counts})
        columns = [(k, c) for k in KERNEL for c in COQ]
        rows = [f"kernel {KERNEL[0]}, Coq: {'':<42}kernel {KERNEL[1]}, Coq:",
                f"{'edited':<18}" + "".join(f"{c:>14}" for _, c in columns)]  # fmt: skip
        for kind in [*kinds, "all"]:
            mine = kinds if kind == "all" else [kind]
            rows.append(f"{kind:<18}" + "".join(f"{sum(self.counts[m, k, c] for m in mine):>14}" for k, c in columns))
        told = ", ".join(f"{n} {name}" for name, n in sorted(self.explained.items())) or "none"
        rows.append(f"{sum(self.counts.values())} of {self.trials} trials; disagreements: {told}")
        return "\n".join(rows)


def main(arguments: list[str]) -> int:
    """Draw, edit, ask both, print the table."""
    parser = argparse.ArgumentParser(description="random edits of certificates before the kernel and Coq")
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2, help="toplevels of Coq at a time")
    parser.add_argument("--patience", type=float, default=PATIENCE, help="seconds for one edit in Coq")
    parser.add_argument("--papers", default="dmf,agd,udu,dmd")
    parser.add_argument("--home", type=Path, default=Path(".saddleproof") / "coq")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the table is printed then too
    workshop = Workshop(options.home, find_coq())
    workshop.prepare(note)
    pages = certificates(options.papers.split(","), options.jobs)
    random_ = random.Random(options.seed)
    edits = [draw(list(pages.values()), random_) for _ in range(options.trials)]
    note(f"{len(edits)} edits of {len(pages)} certificates")
    answers = Answers(options.trials)
    try:
        ask(workshop, edits, pages, options.jobs, options.patience, answers)
    except KeyboardInterrupt:
        print("interrupted")
    print(answers, flush=True)
    return 1 if any(answers.explained[name] for name in BAD) or sum(answers.counts.values()) < options.trials else 0


def note(line: str) -> None:
    """A line about the progress."""
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def certificates(papers: list[str], jobs: int) -> dict[str, Certificate]:
    """All certificates of the claims of these papers."""
    found: dict[str, Certificate] = {}
    names = [name for name, item in find_claims().items() if item.claim.source.paper in papers]
    for name, derivation in derivations(names, jobs):
        found |= {c.id: c for c in derivation.certificates}
        note(f"derived {name}: {len(found)} certificates so far")
    return found


def draw(pages: list[Certificate], random_: random.Random) -> Edit:
    """A random edit of a random certificate; models are left alone, no checker reads them."""
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
            return Edit(old, label, new)


def ask(workshop: Workshop, edits: list[Edit], pages: dict[str, Certificate], jobs: int, patience: float,
        answers: Answers) -> None:  # fmt: skip
    """Both checkers on every edit, disagreements printed as they come."""
    trials = [(exported(e.new), [exported(pages[p]) for p in dict.fromkeys(e.new.premises)]) for e in edits]
    for k, coq in workshop.judged(trials, jobs, patience):
        edit = edits[k]
        kernel = by_kernel(edit.new, {p: Statement(pages[p].statement) for p in edit.new.premises})
        answers.counts[edit.kind, KERNEL[bool(kernel)], coq.state] += 1
        if coq.accepted == bool(kernel):
            name, reason = explained(edit, kernel, coq)
            answers.explained[name] += 1
            print(f"{name}: {edit}: {reason}", flush=True)
        done = sum(answers.counts.values())
        if done % EVERY == 0:
            note(f"{done} of {len(edits)} edits")


def by_kernel(certificate: Certificate, statements: dict[str, Statement]) -> str:
    """Why the kernel refuses; empty if it accepts."""
    try:
        check_certificate(certificate, statements)
    except Fault as fault:
        return str(fault) or "refused"
    return ""


def exported(c: Certificate) -> Exported:
    """The certificate as the exporter reads it."""
    return Exported(c.id, c.rule, c.premises, c.witness, c.statement)


def explained(edit: Edit, kernel: str, coq: Outcome) -> tuple[str, str]:
    """(what the disagreement comes to, why)."""
    if not kernel:
        return "not read" if coq.state == "not exported" else "REFUSED", f"{coq.state}: {coq.reason[:200]}"
    outcome = judge_edit(edit.label, edit.old.statement, edit.new.statement, random.Random(edit.new.id))
    name = "FALSE" if outcome.fate == "false" else outcome.fate
    if name == "unjudged" and follows(exported(edit.old), exported(edit.new)):
        name = "follows"
    return name, f"{outcome.text[:160]}; the kernel says: {kernel[:120]}"


def follows(old: Exported, new: Exported) -> bool:
    """Whether what the new statement says in Coq follows from the old one at sight: the same letters in any order, the same
    hypotheses or more, the same conclusion. Kinds and ranges that promise nothing are then the same.

    >>> real = {"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x*x >= 0"]}
    >>> more, other = {**real, "given": ["x >= 1"]}, {**real, "then": ["x >= 0"]}
    >>> [follows(*(Exported("", "", (), None, s) for s in pair)) for pair in ((real, more), (more, real), (real, other))]
    [True, False, False]
    """
    before, after = (_in_coq(c.statement) for c in (old, new))
    return before[0] == after[0] and before[1] <= after[1] and before[2] == after[2]


def _in_coq(s: Read) -> tuple[dict[str, str], set[str], str]:
    """Letters with their types, hypotheses, conclusion."""
    letters, sizes = s.letters.table.values(), s.inner.sizes()
    hypotheses = {h.text for x in letters for h in text.declared(x, sizes)} | {text.atom(a) for a in s.given}
    return {x.name: text.sort(x) for x in letters}, hypotheses, text.conclusion(s, sizes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
