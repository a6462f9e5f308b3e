"""The checker over a folder of certificates: order by premises, check names and rules, name each fault."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from theory.kernel.analysis import germ, monotone, shape, stationary
from theory.kernel.bernstein import bernstein
from theory.kernel.budget import TOUCHES, WORK, Fault, forget_all, in_memory, limited
from theory.kernel.certificate import Certificate, unique
from theory.kernel.flow import flow, pointwise, unbroken
from theory.kernel.near import near
from theory.kernel.rules import Step, definite, entry, entrywise, expand, objective, order, power
from theory.kernel.statement import Statement
from theory.kernel.structure import cases, collect, contrapose, exists, generalize, induct, instance, lemma

RULES = {
    f.__name__: f
    for f in (objective, expand, definite, order, bernstein, power, entry, entrywise, instance, lemma, generalize, collect,
              exists, induct, cases, contrapose, monotone, shape, stationary, germ, near, pointwise, flow, unbroken)
}  # fmt: skip
MANIFEST = "manifest.json"
GOALS, NAME = 10_000, 200
CLAIM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Names of claims: no two of them look alike."""


@dataclass
class FolderReport:
    """accepted: id -> {"rule", "cites" (lemmas in the closure)}; goals: those the manifest names, by claim, and what the
    accepted ones state; faults: {"id", "rule", "reason"}."""

    accepted: dict[str, dict] = field(default_factory=dict)
    goals: dict[str, list[str]] = field(default_factory=dict)
    stated: dict[str, dict] = field(default_factory=dict)
    faults: list[dict] = field(default_factory=list)
    seconds: float = 0.0

    def fault(self, name: str, rule: str, reason: object) -> None:
        """Note a fault; its texts are made printable and cut to 400 characters."""
        self.faults.append({"id": printable(name), "rule": printable(rule), "reason": printable(str(reason))})

    def __str__(self) -> str:
        lines = [f"{' '.join([_short(f['id']), f['rule']]).removesuffix(' -')}: {f['reason']}" for f in self.faults]
        total = f"{len(self.accepted)} accepted, {len(self.faults)} at fault, {self.seconds:.2f} s; {self.filed()}"
        return "\n".join([*lines, total])

    def filed(self) -> str:
        """What the certificates are for, according to the manifest, whose names the kernel cannot know.

        >>> FolderReport().filed()
        'no manifest of goals: nothing says what these certificates are for'
        >>> FolderReport(goals={"a": ["x"], "b": ["x", "y"]}).filed()
        '2 goals, filed under 2 claims'
        """
        if not self.goals:
            return "no manifest of goals: nothing says what these certificates are for"
        goals, claims = len({g for ids in self.goals.values() for g in ids}), len(self.goals)
        return f"{goals} goal{'s' * (goals != 1)}, filed under {claims} claim{'s' * (claims != 1)}"

    def goals_text(self) -> str:
        """Every goal that the manifest names, under its claim, with what it states."""
        lines = []
        for claim, ids in self.goals.items():
            lines.append(printable(claim))
            for goal in ids:
                lines.append(f"  goal {_short(printable(goal))}" + " (not accepted)" * (goal not in self.stated))
                lines += [f"    {line}" for line in _statement_lines(self.stated.get(goal, {}))]
        return "\n".join(lines)

    def to_json(self, goals: bool = False) -> str:
        """With ``goals`` the statements of the goals too, under ``stated``."""
        content = {"accepted": self.accepted, "goals": self.goals, "faults": self.faults, "seconds": self.seconds}
        return json.dumps({**content, "stated": self.stated} if goals else content)


def _short(name: str) -> str:
    """A hash by its beginning; any other name in full."""
    return name[:12] if re.fullmatch(r"[0-9a-f]{64}", name) else name


def _statement_lines(statement: dict) -> Iterator[str]:
    for field_, word in (("letters", "letter"), ("given", "given"), ("exists", "exists"), ("then", "then")):
        for item in statement.get(field_, []):
            text = item if isinstance(item, str) else f"{item[0]}: {json.dumps(item[1])}"
            yield f"{word:<8}{''.join(c if c.isprintable() else ' ' for c in text)}"


def printable(text: str) -> str:
    """Foreign text on one line, without control characters, of bounded length.

    >>> printable("a" + chr(27) + "[31m" + chr(10) + "b")
    'a [31m b'
    """
    return "".join(c if c.isprintable() else " " for c in text[:400])


def check_certificate(certificate: Certificate, premises: dict[str, Statement], allowed: set[str] | None = None,
                      work: int = WORK) -> Statement:  # fmt: skip
    """Accept one certificate whose premises are accepted statements by id; return its statement or raise Fault.

    ``allowed`` are the lemmas that may be cited (None: all of `lemmas.py`), ``work`` the steps that it may take.
    """
    return in_memory(partial(_check, certificate, premises, allowed, work))


def _check(certificate: Certificate, premises: dict[str, Statement], allowed: set[str] | None, work: int) -> Statement:
    if certificate.rule not in RULES:
        raise Fault(f"no rule of the name {certificate.rule!r}")
    missing = next((p for p in certificate.premises if p not in premises), None)
    if missing is not None:
        raise Fault(f"premise {missing[:12]} is not accepted")
    try:
        with limited(work):
            statement = Statement(certificate.statement)
            opened = [premises[p] for p in certificate.premises]
            if certificate.rule == "lemma" and allowed is not None and certificate.witness["lemma"] not in allowed:
                raise Fault(f"the lemma {certificate.witness['lemma']} is not allowed here")
            RULES[certificate.rule](Step(statement, certificate.witness, opened))
    except (Fault, MemoryError):
        raise
    except Exception as error:  # whatever goes wrong in reading, the certificate is not accepted
        raise Fault(f"malformed: {type(error).__name__}: {error}") from None
    return statement


def check_folder(folder: Path | str, allowed: set[str] | None = None,
                 heard: Callable[[int, int], None] = lambda checked, found: None,
                 only: Collection[str] | None = None) -> FolderReport:  # fmt: skip
    """Check every certificate of a folder and its manifest, ``manifest.json``: {"claims": {claim: [ids of its goals]}}.
    ``heard`` is told how many are checked, of how many. ``only``: these certificates, as if no other file were there.

    Certificates whose premises are missing or faulty are faults themselves, and so is a folder without certificates. Kept
    from one certificate to the next are the texts, the statements that are still to be cited, and memos that hold no more
    than one budget.
    """
    begun, report = time.perf_counter(), FolderReport()
    pending: dict[str, str] = {}
    premises: dict[str, tuple[str, ...]] = {}
    for path in sorted(Path(folder).glob("*.json")):
        if path.name == MANIFEST or (only is not None and path.stem not in only):
            continue
        try:
            pending[path.stem], premises[path.stem] = in_memory(partial(filed, path))
        except Fault as fault:
            report.fault(path.stem, "?", fault)
    statements: dict[str, Statement] = {}
    cited = Counter(p for names in premises.values() for p in names)
    for number, name in enumerate(by_premises(premises)):
        heard(number, len(premises))
        rule = "?"
        try:
            certificate = in_memory(partial(Certificate.parse, pending[name]))
            rule = certificate.rule
            statement = check_certificate(certificate, statements, allowed)
            report.accepted[name] = _summary(certificate, report.accepted)
            if cited[name]:
                statements[name] = statement
            del statement, certificate
        except Fault as fault:
            report.fault(name, rule, fault)
        cited.subtract(premises[name])
        for premise in premises[name]:
            if not cited[premise]:
                statements.pop(premise, None)
        forget_all(TOUCHES * WORK)
    if not pending and not report.faults:
        report.fault("-", "-", "no certificates (*.json) in the folder: nothing is shown")
    if only is None:
        read_goals(Path(folder), report, pending.__getitem__)
    report.seconds = time.perf_counter() - begun
    return report


def filed(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text of a certificate that stands under its own name, and its premises."""
    text = Certificate.text(path)
    certificate = Certificate.parse(text)
    if certificate.id != path.stem:
        raise Fault("the name is not the hash of the content")
    return text, certificate.premises


def read_goals(folder: Path, report: FolderReport, text: Callable[[str], str]) -> None:
    """Read the manifest, if there is one: it names a goal for each of its claims, and all of them must be accepted. Claims
    may share a goal, as a theorem and its corollary do. ``text`` gives that of an accepted certificate."""
    path = folder / MANIFEST
    if not path.is_symlink() and not path.exists():
        return
    try:
        data = json.loads(Certificate.text(path), object_pairs_hook=unique)
        if isinstance(data, dict) and (type(data.get("format", 1)) is not int or data.get("format", 1) != 1):
            raise Fault("its format is 1")
        named = data["claims"] if isinstance(data, dict) and set(data) - {"format"} == {"claims"} else None
        if not isinstance(named, dict) or not named or not all(
                isinstance(ids, list) and ids and all(isinstance(g, str) for g in ids) for ids in named.values()):  # fmt: skip
            raise Fault("its field claims (beside format) maps names to lists of goals, none of them empty")
        if sum(map(len, named.values())) > GOALS or any(len(claim) > NAME for claim in named):
            raise Fault(f"it names at most {GOALS} goals, and a claim in at most {NAME} characters")
        if not all(map(CLAIM.fullmatch, named)):
            raise Fault("the name of a claim consists of a-z and 0-9, in parts joined by single hyphens")
        goals_named = dict.fromkeys(g for ids in named.values() for g in ids if g in report.accepted)
        report.stated = {g: Certificate.parse(text(g)).statement for g in goals_named}
    except Exception as error:  # a broken manifest is a fault, not a crash
        report.fault(MANIFEST, "-", f"not a manifest: {type(error).__name__}: {error}")
        return
    report.goals = named
    for claim, goals in named.items():
        for goal in goals:
            if goal not in report.accepted:
                report.fault(goal, "-", f"a goal of {claim}, but not accepted")


def by_premises(premises: dict[str, tuple[str, ...]]) -> list[str]:
    """Premises first. Hashes make cycles impossible."""
    done: dict[str, None] = {}
    for root in premises:
        stack = [(root, False)]
        while stack:
            name, ready = stack.pop()
            if name in done or name not in premises:
                continue
            if ready:
                done[name] = None
                continue
            stack.append((name, True))
            stack += [(p, False) for p in premises[name]]
    return list(done)


def _summary(certificate: Certificate, accepted: dict[str, dict]) -> dict:
    cites = {certificate.witness["lemma"]} if certificate.rule == "lemma" else set()
    for premise in certificate.premises:
        cites |= set(accepted[premise]["cites"])
    return {"rule": certificate.rule, "cites": sorted(cites)}
