"""From a derivation to what the kernel accepts: certificates go to disk, a fresh process reads them back.

Nothing in this process vouches for a certificate. The goals' statements, the premise graph and the lemmas cited are
all taken from the files and from the checker's own report.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs_check.probes.statement import Statement
from proofs_check.verify.kernel_process import Check, CheckerBroke, Refused, check_folder
from proofs_check.verify.pins import Pin
from proofs_check.verify.used import reaches, spoken, used_below

if TYPE_CHECKING:
    from proofs_check.verify.claim import Claim
    from theory.prove.derivation import Derivation

__all__ = ["Check", "Evidence", "Leaves", "below", "check_folder", "gather", "read_evidence", "read_folder"]


@dataclass(frozen=True)
class Evidence:
    """A derivation as it stands on disk and as the kernel judged it.

    ``steps`` are the ids of the goals' premise graph in dependency order; ``goals`` those that state the theorem;
    ``prose`` the composition that stays in words.
    """

    goals: tuple[str, ...]
    steps: tuple[str, ...]
    certificates: dict[str, dict[str, Any]]
    check: Check
    prose: str = ""
    missing: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The goals' statements, as read from disk."""
        return tuple(self.certificates[goal]["statement"] for goal in self.goals if goal in self.certificates)

    @property
    def accepted(self) -> int:
        """How many of the steps the kernel accepted."""
        return sum(step in self.check.accepted for step in self.steps)

    @property
    def complete(self) -> bool:
        """Every goal is on disk, and it and everything below it was accepted."""
        return bool(self.goals) and not self.missing and self.accepted == len(self.steps)

    @property
    def cites(self) -> tuple[str, ...]:
        """Names of the lemmas cited anywhere below the goals."""
        goals = [goal for goal in self.goals if goal in self.check.accepted]
        return tuple(sorted({name for goal in goals for name in self.check.accepted[goal].cites}))

    @cached_property
    def leaves(self) -> Leaves:
        """Where the premise graph ends; objectives that are listed but that nothing uses are left out, and so are those
        that share no letter with a goal: whatever was done with them, the goals do not speak of them."""
        objectives = self._objectives
        used = used_below(self.goals, self.certificates) if objectives else set()
        about = set().union(*map(spoken, self.statements)) if used else set()
        objectives = [s for s in objectives if s in used and about & spoken(self.certificates[s]["statement"])]
        objectives = objectives if reaches(self.goals, self.certificates, set(objectives)) else []
        return Leaves(self._texts(objectives), self._hypotheses, self.cites)

    def could_have(self, leaves: Leaves | None) -> bool:
        """Whether ``leaves`` are as far as they can be known without asking which steps use the objectives: some of those
        that are listed, all hypotheses and all lemmas. What is used is the longest of all questions; who has the answer
        from a sealed row of the same certificates need not ask it again."""
        if leaves is None or (leaves.hypotheses, leaves.lemmas) != (self._hypotheses, self.cites):
            return False
        return not Counter(leaves.objective) - Counter(self._texts(self._objectives))

    @property
    def _objectives(self) -> list[str]:
        return [step for step in self.steps if self.certificates[step]["rule"] == "objective"]

    @property
    def _hypotheses(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(atom for goal in self.statements for atom in goal.get("given", [])))

    def _texts(self, steps: list[str]) -> tuple[str, ...]:
        return tuple(" and ".join(self.certificates[step]["statement"]["then"]) for step in steps)

    def as_pin(self, claim: Claim) -> Pin:
        """What ``verify --bless`` would pin of this claim now."""
        return Pin(claim.sentence, self.statements, claim.title, self.prose)

    def fault(self) -> str:
        """Why the evidence is not complete, in one sentence (empty when it is)."""
        if self.complete:
            return ""
        if not self.goals:
            return "the derivation names no goal"
        if self.missing:
            return f"certificate {self.missing[0][:12]} is named but not on disk"
        for fault in self.check.faults:
            if not fault.id:
                return fault.reason
            if fault.id in self.steps:
                who = "the model lint refuses" if fault.rule == "model" else "the kernel rejects"
                return f"{who} {fault.id[:12]}{f' ({fault.rule})' * (fault.rule != 'model')}: {fault.reason}"
        return "the kernel did not accept every step"


@dataclass(frozen=True)
class Leaves:
    """The leaves of a premise graph: objectives, the goals' hypotheses, named lemmas; nothing else is assumed."""

    objective: tuple[str, ...] = ()
    hypotheses: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()


def gather(derivation: Derivation, folder: Path) -> Evidence:
    """Write the certificates of ``derivation`` into the empty ``folder`` and judge them from there.

    >>> from tempfile import TemporaryDirectory
    >>> from theory.kernel.certificate import Certificate
    >>> from theory.prove.derivation import Derivation
    >>> sure = Certificate({"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x - x == 0"]},
    ...                    "expand", (), [[]], {"x": "2"})
    >>> with TemporaryDirectory() as folder:
    ...     gather(Derivation((sure,), (sure.id,)), Path(folder)).complete
    True
    """
    for certificate in derivation.certificates:
        certificate.write(folder)
    return read_evidence(folder, tuple(derivation.goals), derivation.prose)


def read_evidence(folder: Path, goals: tuple[str, ...], prose: str = "") -> Evidence:
    """What the certificates in ``folder`` prove for these goals, as the kernel says in a fresh process.

    A checker that gives no report (out of time or memory) is one fault, with the id "".
    """
    certificates = read_folder(folder)
    steps, missing = below(goals, certificates)
    try:
        check = check_folder(folder)
    except CheckerBroke as broke:
        check = Check({}, (Refused("", "?", str(broke)),))
    return Evidence(goals, steps, certificates, check, prose.strip(), missing)


def read_folder(folder: Path, names: list[str] | None = None) -> dict[str, dict[str, Any]]:
    """The certificates of a folder (or the named ones) as plain JSON, by file name. Unreadable ones are left to the
    checker to name.
    """
    found = {}
    for path in sorted(folder.glob("*.json")) if names is None else [folder / f"{name}.json" for name in names]:
        if not re.fullmatch("[0-9a-f]{64}", path.stem):
            continue
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError):
            continue
        if readable(content):
            found[path.stem] = content
    return found


def readable(content: Any) -> bool:
    """Whether the parts that are read here, before the checker speaks, have the right shape."""
    if not isinstance(content, dict) or not {"statement", "rule", "premises", "witness"} <= set(content):
        return False
    statement, uses = content["statement"], content["premises"]
    atoms = isinstance(statement, dict) and isinstance(statement.get("then"), list) and "letters" in statement
    return atoms and isinstance(uses, list) and all(isinstance(name, str) for name in map(_premise, uses))


def below(goals: tuple[str, ...], certificates: dict[str, dict[str, Any]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The premise graph under ``goals``: ids in dependency order, and ids that are named but not there.

    >>> below(("b",), {"a": {"premises": []}, "b": {"premises": ["a", "c"]}})
    (('a', 'b'), ('c',))
    """
    order: dict[str, None] = {}
    missing: dict[str, None] = {}
    entered: set[str] = set()
    todo = [(goal, False) for goal in reversed(goals)]
    while todo:
        name, done = todo.pop()
        if done:
            order[name] = None
        elif name not in certificates:
            missing[name] = None
        elif name not in entered:
            entered.add(name)
            todo.append((name, True))
            todo += [(premise, False) for premise in reversed(premises(certificates[name]))]
    return tuple(order), tuple(missing)


def premises(certificate: dict[str, Any]) -> list[str]:
    """The ids that one certificate rests on directly."""
    return list(dict.fromkeys(_premise(use) for use in certificate["premises"]))


def _premise(use: Any) -> Any:
    """The id of a premise, which stands alone or under "cert" beside a substitution."""
    return use.get("cert") if isinstance(use, dict) else use
