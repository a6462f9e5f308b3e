"""``recheck --with coq``: what Coq says of every certificate, a line a claim; it is kept for ``verify``, ``show`` and pages."""

from __future__ import annotations

import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from proofs_check.cli.export import Subject, gather

if TYPE_CHECKING:
    from proofs_check.verify.opinions import Opinion
    from theory.export.coq.project import Goals
    from theory.export.coq.toolchain import Coq
    from theory.export.coq.workshop import Outcome, Workshop

Outcomes = dict[str, "Outcome"]


def recheck_with_coq(names: list[str], jobs: int, rules: bool = False) -> int:
    """Exit code 3 where the kernel and Coq disagree, 1 where something is not re-checked (without Coq everything: that is said
    in one line), 0 otherwise. With ``rules`` a table of the rules comes last."""
    from proofs_check.report.progress import Progress
    from theory.export.coq.toolchain import NoCoq, find_coq
    from theory.export.coq.workshop import LibraryBroke

    if jobs < 1:
        raise ValueError(f"--jobs must be at least 1, got {jobs}")
    try:
        coq = find_coq()
    except NoCoq as error:
        print(error)
        return 1
    with tempfile.TemporaryDirectory() as folder, Progress("recheck", "claims") as progress:
        subject = gather(names, Path(folder), kernel=True, jobs=jobs, heard=progress.tell)
    try:
        shop = workshop(coq)
        with Progress("recheck with Coq") as progress:
            shop.prepare(lambda line: progress.tell(0, None, line))
        roots = [g for c in subject.claims for g in c.goals]
        with Progress("recheck with Coq", "certificates") as progress:
            outcomes = shop.check(subject.certificates, roots, jobs, partial(_counted, progress.tell))
        for name in subject.unread:
            print(f"not read: {name}")
        with Progress("recheck with Coq") as progress:
            progress.tell(0, None, "asking for axioms")
            axioms = axioms_below(shop, subject, outcomes)
        for goals in subject.claims:
            print(claim_line(coq.version, subject, goals, outcomes, axioms.get(goals.claim)))
        assumed = {claim: names for claim, found in axioms.items() if (names := foreign(found))}
    except LibraryBroke as error:
        print(f"not re-checked: {error}")
        return 1
    if rules:
        print(rule_table(subject, outcomes))
    for claim, names in assumed.items():
        print(f"*** NOT PROVED BY COQ: {claim} rests on what no certificate may cite: {', '.join(names)} ***")
    return max(verdict(subject, outcomes), 1 if assumed else 0)


def foreign(axioms: list[str]) -> list[str]:
    """What is assumed and is no textbook fact that may be cited.

    >>> foreign(["von Neumann", "boom is assumed to be guarded"])
    ['boom is assumed to be guarded']
    """
    from theory.export.coq.cited import lemmas

    return [a for a in axioms if a not in lemmas()]


def workshop(coq: Coq) -> Workshop:
    """The workshop in the home, where what is kept is sealed with the user's key; without a key nothing that is there is
    used."""
    from proofs_check.verify.home import Home
    from proofs_check.verify.secret import seal, user_key
    from theory.export.coq.workshop import Workshop

    return Workshop(Home.default().folder / "coq", coq, partial(seal, user_key() or os.urandom(32), "workshop"))


def axioms_below(shop: Workshop, subject: Subject, outcomes: Outcomes) -> dict[str, list[str]]:
    """What `Print Assumptions` names below each claim that Coq accepts as a whole; a cited lemma by its name."""
    from theory.export.coq.cited import coq_name, lemmas

    whole = [c for c in subject.claims if c.goals and c.claim not in subject.lacking]
    whole = [c for c in whole if all(outcomes[i].accepted for i in _steps(subject, c))]
    names = {f"lemma_{coq_name(n)}": n for n in lemmas()}
    found: dict[str, list[str]] = {}
    for citing in (False, True):  # where nothing is cited, nothing is assumed: one question shows it
        group = {c.claim: c.goals for c in whole if bool(_cites(subject, c)) == citing}
        found |= shop.assumptions_apart(group)
    return {claim: [names.get(a.split(".")[-1], a) for a in axioms] for claim, axioms in found.items()}


def claim_line(coq: str, subject: Subject, goals: Goals, outcomes: Outcomes, axioms: list[str] | None) -> str:
    """``claim: n of n accepted by Coq, citing …, axioms: …, seconds``; what it says is kept. ``axioms`` None: not whole."""
    from proofs_check.verify.opinions import Opinion

    steps, cites = _steps(subject, goals), _cites(subject, goals)
    refused = [i for i in steps if outcomes[i].state == "refused"]
    seconds = sum(outcomes[i].seconds for i in steps)
    line = f"{goals.claim}: {sum(outcomes[i].accepted for i in steps)} of {len(steps)} accepted by Coq"
    if axioms is not None:
        line += f", citing {', '.join(cites)}" if cites else ""
        line += f", axioms: {', '.join(axioms) or 'none'}"
        if not foreign(axioms):
            _keep(goals, steps, Opinion(coq, "", tuple(axioms), round(seconds, 3)))
    elif refused:
        told = f"{refused[0][:12]} ({subject.certificates[refused[0]].rule}): {outcomes[refused[0]].reason}"
        _keep(goals, steps, Opinion(coq, told))
    return f"{line}, {seconds:.1f} s"


def _steps(subject: Subject, goals: Goals) -> list[str]:
    from theory.export.coq.statements import in_order

    return in_order(subject.certificates, goals.goals)


def _cites(subject: Subject, goals: Goals) -> list[str]:
    found = (subject.certificates[i] for i in _steps(subject, goals))
    return sorted({str(c.witness["lemma"]) for c in found if c.rule == "lemma" and isinstance(c.witness, dict)})


def rule_table(subject: Subject, outcomes: Outcomes) -> str:
    """Rule → certificates → accepted by Coq → seconds that Coq took for them, and their sums."""
    from proofs_check.report.tables import table

    by_rule: dict[str, list[Outcome]] = defaultdict(list)
    for i, outcome in outcomes.items():
        by_rule[subject.certificates[i].rule].append(outcome)
    rows = [(rule, by_rule[rule]) for rule in sorted(by_rule)] + [("all", list(outcomes.values()))]
    cells = [[r, len(found), sum(o.accepted for o in found), f"{sum(o.seconds for o in found):.1f}"] for r, found in rows]
    return table(("rule", "certificates", "accepted by Coq", "seconds"), cells, "table")


def verdict(subject: Subject, outcomes: Outcomes) -> int:
    """Every disagreement with the kernel loudly, every other failure with its reason; the exit code."""
    code = 1 if subject.unread else 0
    for i, outcome in outcomes.items():
        rule, fault = subject.certificates[i].rule, subject.faults.get(i)
        if outcome.state == "refused" and fault is None:
            print(f"*** CONTRADICTION: the kernel accepts {i[:12]} ({rule}), Coq refuses it: {outcome.reason} ***")
            code = 3
        elif outcome.accepted and fault is not None:
            print(f"*** CONTRADICTION: Coq accepts {i[:12]} ({rule}), the kernel refuses it: {fault} ***")
            code = 3
        elif not outcome.accepted:
            print(f"{i[:12]} ({rule}) {outcome.state}: {outcome.reason}")
            code = max(code, 1)
    return code


def _keep(goals: Goals, steps: list[str], opinion: Opinion) -> None:
    from proofs_check.verify.home import Home
    from proofs_check.verify.opinions import Opinions
    from proofs_check.verify.secret import user_key

    with Opinions.open(Home.default().opinions, user_key()) as opinions:
        opinions.put(goals.goals, steps, opinion)


def _counted(tell: Callable[[int, int], None], line: str) -> None:
    """What the workshop says, ``9 of 120 certificates``, as numbers.

    >>> _counted(lambda done, total: print(done, total), "9 of 120 certificates")
    9 120
    """
    done, total = map(int, re.findall(r"\d+", line))
    tell(done, total)
