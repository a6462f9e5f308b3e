"""From a derivation to what the kernel accepts: certificates go to disk, a fresh process reads them back.

Nothing in this process vouches for a certificate. The goals' statements, the premise graph and the lemmas cited are
all taken from the files and from the checker's own report.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs_check.claim import Statement

if TYPE_CHECKING:
    from theory.prove.derivation import Derivation

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 1800
"""Seconds for one run of the checker."""


@dataclass(frozen=True)
class Check:
    """The checker's report on a folder: accepted certificates (rule and cited lemmas by id) and faults."""

    accepted: dict[str, dict[str, Any]]
    faults: tuple[dict[str, str], ...] = ()
    seconds: float = 0.0


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
    def cites(self) -> list[str]:
        """Names of the lemmas cited anywhere below the goals."""
        return sorted({name for goal in self.goals for name in self.check.accepted.get(goal, {}).get("cites", [])})

    @property
    def leaves(self) -> Leaves:
        """Where the premise graph ends."""
        objectives = [step for step in self.steps if self.certificates[step]["rule"] == "objective"]
        hypotheses = dict.fromkeys(atom for goal in self.statements for atom in goal.get("given", []))
        return Leaves(
            tuple(" and ".join(self.certificates[step]["statement"]["then"]) for step in objectives),
            tuple(hypotheses),
            tuple(self.cites),
        )

    def fault(self) -> str:
        """Why the evidence is not complete, in one sentence (empty when it is)."""
        if self.complete:
            return ""
        if not self.goals:
            return "the derivation names no goal"
        if self.missing:
            return f"certificate {self.missing[0][:12]} is named but not on disk"
        for fault in self.check.faults:
            if fault["id"] in self.steps:
                return f"the kernel rejects {fault['id'][:12]} ({fault['rule']}): {fault['reason']}"
        return "the kernel did not accept every step"


@dataclass(frozen=True)
class Leaves:
    """The leaves of a premise graph: objectives, the goals' hypotheses, named lemmas; nothing else is assumed."""

    objectives: tuple[str, ...] = ()
    hypotheses: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, list[str]]:
        """As in ``verify``: {"objective": […], "hypotheses": […], "lemmas": […]}.

        >>> Leaves(lemmas=("Weyl",)).to_json()
        {'objective': [], 'hypotheses': [], 'lemmas': ['Weyl']}
        """
        return {
            "objective": list(self.objectives),
            "hypotheses": list(self.hypotheses),
            "lemmas": list(self.lemmas),
        }


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
    certificates = read_folder(folder)
    goals = tuple(derivation.goals)
    steps, missing = below(goals, certificates)
    return Evidence(goals, steps, certificates, check_folder(folder), derivation.prose.strip(), missing)


def read_folder(folder: Path) -> dict[str, dict[str, Any]]:
    """The certificates of a folder as plain JSON, by file name. Unreadable ones are left to the checker to name."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        try:
            found[path.stem] = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            continue
    return found


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
    return list(dict.fromkeys(certificate["premises"]))


def check_folder(folder: Path) -> Check:
    """Run the kernel alone on ``folder``, in a fresh interpreter that has imported nothing of ours before; then the lint.

    A certificate without a model that satisfies its hypotheses is at fault, and so is what rests on it: it may say
    nothing. Raises RuntimeError when the checker itself breaks (it names faults on standard output, never by crashing),
    or does not finish within ``PATIENCE`` seconds: that is no verdict either way.
    """
    report, without = _run("theory.kernel", folder), _run("theory.models", folder)
    accepted, faults, certificates = report["accepted"], list(report["faults"]), read_folder(folder)
    for name in list(accepted):  # premises first, as the kernel reports them
        lost = next((p for p in premises(certificates[name]) if p not in accepted), "")
        if name in without or lost:
            reason = without.get(name) or f"premise {lost[:12]} is not accepted"
            faults.append({"id": name, "rule": accepted.pop(name)["rule"], "reason": reason})
    return Check(accepted, tuple(faults), float(report.get("seconds", 0.0)))


def _run(module: str, folder: Path) -> dict[str, Any]:
    """The JSON that one of our checkers writes about a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", module, str(folder), "--json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"out of budget: the checker did not finish in {PATIENCE} s") from None
    try:
        return json.loads(done.stdout)
    except ValueError:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise RuntimeError(f"the checker broke: {last}") from None
