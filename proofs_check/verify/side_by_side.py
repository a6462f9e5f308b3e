"""The kernel over a large folder, in several processes at a time.

The folder is cut into parts, each of which holds everything that its certificates rest on; the kernel alone checks each part,
in a fresh interpreter, and what stands below two parts is checked twice. How the cut is made decides nothing: who gets a
part without a premise refuses what rests on it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from proofs_check.verify.kernel_process import ROOT
from theory.kernel.budget import Fault
from theory.kernel.certificate import Certificate
from theory.kernel.check import MANIFEST, FolderReport, by_premises, check_folder, filed, read_goals

WORTH = 100
"""Certificates for which a process more is worth its start."""

_START = """
import json, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path.insert(0, sys.argv[1])
from theory.kernel.__main__ import limit_memory
from theory.kernel.check import check_folder
asked = json.load(sys.stdin)
limit_memory()
allowed = None if asked["allowed"] is None else set(asked["allowed"])
report = check_folder(asked["folder"], allowed, lambda checked, _: print(checked, flush=True), set(asked["only"]))
print(json.dumps({"accepted": report.accepted, "faults": report.faults}))
"""


def check_side_by_side(
    folder: Path | str,
    allowed: set[str] | None = None,
    heard: Callable[[int, int], None] = lambda checked, found: None,
    jobs: int = 2,
) -> FolderReport:
    """What `theory.kernel.check.check_folder` says of the folder, in its order, found by at most ``jobs`` processes.

    A part whose process ends without a report is at fault, certificate by certificate.
    """
    if jobs < 1:
        raise ValueError(f"--jobs must be at least 1, got {jobs}")
    begun = time.perf_counter()
    place = Path(folder).resolve()
    read = {path.stem: _glance(path) for path in sorted(place.glob("*.json")) if path.name != MANIFEST}
    groups = parts(read, min(jobs, len(read) // WORTH))
    if len(groups) < 2:
        return check_folder(folder, allowed, heard)
    report = FolderReport()
    faults: dict[str, dict[str, str]] = {}
    for group, told in zip(groups, _told(place, allowed, groups, heard), strict=True):
        report.accepted |= told["accepted"]
        faults |= {fault["id"]: fault for fault in told["faults"]}
        for name in group - set(told["accepted"]) - {fault["id"] for fault in told["faults"]}:
            faults[name] = {"id": name, "rule": "?", "reason": "its checker ended without a report"}
    unread = [name for name in read if name in faults and faults[name]["rule"] == "?"]
    order = by_premises({name: premises for name, (_, premises) in read.items() if name not in set(unread)})
    report.accepted = {name: report.accepted[name] for name in order if name in report.accepted and name not in faults}
    report.faults = [faults[name] for name in (*unread, *order) if name in faults]
    read_goals(place, report, lambda name: filed(place / f"{name}.json")[0])
    report.seconds = time.perf_counter() - begun
    return report


def parts(read: dict[str, tuple[int, tuple[str, ...]]], number: int) -> list[set[str]]:
    """At most ``number`` sets of certificates, each with all that its members rest on, of about the same size together; what
    rests on the same stays together where there is room. ``read``: the size of each, and its premises.

    >>> [sorted(part) for part in parts({"a": (3, ()), "b": (1, ("a",)), "c": (1, ("a",)), "d": (5, ())}, 2)]
    [['d'], ['a', 'b', 'c']]
    """
    below: dict[str, frozenset[str]] = {}
    for name in by_premises({name: premises for name, (_, premises) in read.items()}):
        below[name] = frozenset({name}).union(*(below[premise] for premise in read[name][1] if premise in below))

    def size(names: frozenset[str] | set[str]) -> int:
        return sum(read[name][0] for name in names)

    cited = {premise for _, premises in read.values() for premise in premises}
    tops = sorted((name for name in below if name not in cited), key=lambda name: (-size(below[name]), name))
    groups: list[set[str]] = [set() for _ in range(number)]
    for top in tops if groups else []:
        room = [group for group in groups if number * size(group | below[top]) <= size(set(read))]
        if room:
            chosen = min(room, key=lambda group: (size(below[top] - group), size(group)))
        else:
            chosen = min(groups, key=lambda group: size(group | below[top]))
        chosen |= below[top]
    return [group for group in groups if group]


def _glance(path: Path) -> tuple[int, tuple[str, ...]]:
    """The length of a certificate and the premises that it names; the kernel reads it again, and judges."""
    with suppress(Fault, ValueError, RecursionError, KeyError, TypeError):
        text = Certificate.text(path)
        return len(text), tuple(name for name in json.loads(text)["premises"] if isinstance(name, str))
    return 0, ()


def _told(
    folder: Path, allowed: set[str] | None, groups: list[set[str]], heard: Callable[[int, int], None]
) -> list[dict[str, Any]]:
    """The report of the kernel on each part; an empty one of a process that gave none."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(ROOT)]
    checked, all_of_them = [0] * len(groups), sum(map(len, groups))
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for _ in groups
    ]

    def follow(number: int) -> dict[str, Any]:
        lemmas, told = None if allowed is None else sorted(allowed), ""
        with processes[number] as ours:
            assert ours.stdin is not None and ours.stdout is not None
            with suppress(OSError), ours.stdin:
                ours.stdin.write(json.dumps({"folder": str(folder), "allowed": lemmas, "only": sorted(groups[number])}))
            for told in ours.stdout:
                if told.strip().isdigit():
                    checked[number] = int(told)
                    heard(sum(checked), all_of_them)
        found: dict[str, Any] = json.loads(told) if ours.returncode == 0 and told.startswith("{") else {}
        return {"accepted": {}, "faults": [], **found}

    with ThreadPoolExecutor(len(groups)) as pool:
        try:
            return list(pool.map(follow, range(len(groups))))
        finally:
            for ours in processes:  # all ended, unless this one was interrupted
                ours.kill()
