"""How long ``saddleproof verify`` and ``recheck`` take: from nothing, from the ledger, by the kernel alone.

The cold run takes minutes and is made once; its repetition is the next run of the benchmarks. Warm and recheck use its folder.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.harness.question import Case, Contender, Goal, Question, Timed
from benchmarks.harness.results import Outcome

COLD, WARM, RECHECK = 240.0, 5.0, 20.0
FEW = ("agd-residual-identity", "dmf-balancedness", "dmf-root-counts")
NAMES = ("verify, cold", "verify, warm", "recheck")


def cases(quick: bool) -> Sequence[Case]:
    """All claims; in the quick form three of them."""
    few = Case("3 claims", None, {"claims": FEW})
    return [few] if quick else [Case("all claims", None, {"claims": ()})]


def _home(case: Case) -> Path:
    """Where the cold run leaves everything for the other two; the next cold run empties it."""
    return Path(__file__).parents[2] / ".saddleproof" / f"bench-{len(case['claims'])}"


def _call(arguments: Sequence[str], home: Path) -> tuple[float, str, int]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "SADDLEPROOF_HOME": str(home)}
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "proofs_check.cli", *arguments], env=environment, capture_output=True, text=True
    )
    return time.perf_counter() - begun, done.stdout, done.returncode


def _verify(case: Case, fresh: bool) -> Any:
    home = _home(case)
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    seconds, told, code = _call(["verify", *case["claims"], "--jobs", "2", "--format", "json"], home)
    report = json.loads(told)
    slowest = sorted(((c["seconds"], c["id"]) for c in report["claims"]), reverse=True)[:5]
    return Timed({"code": code, "claims": len(report["claims"]), "summary": report["summary"], "slowest": slowest}, seconds)


def _cold(case: Case, seed: int) -> Callable[[], Any]:
    return lambda: _verify(case, fresh=True)


def _warm(case: Case, seed: int) -> Callable[[], Any]:
    return lambda: _verify(case, fresh=False)


def _recheck(case: Case, seed: int) -> Callable[[], Any]:
    def checked() -> Any:
        folder = _home(case) / "certificates"
        seconds, told, code = _call(["recheck", str(folder)], _home(case))
        return Timed({"code": code, "files": len(list(folder.glob("*.json"))), "told": told.strip().splitlines()[-1:]}, seconds)

    return checked


def fault(case: Case, seed: int, answer: Any) -> str:
    """Exit code 0: every verdict is an expected one, every certificate is accepted; and as many claims as there are files."""
    if answer["code"] != 0:
        return f"exit code {answer['code']}"
    if "claims" in answer:
        wanted = len(case["claims"]) or _pinned()
        return "" if answer["claims"] == wanted else f"{answer['claims']} claims of {wanted}"
    return "" if answer["files"] > 0 else "no certificates"


def _pinned() -> int:
    """Claims by the pins, one file of them a paper."""
    folder = Path(__file__).parents[2] / "proofs_check" / "claims"
    return sum(len(json.loads(file.read_text(encoding="utf-8"))["claims"]) for file in folder.glob("*/statements.json"))


def goals(outcome: Outcome) -> list[Goal]:
    """Three goals on two cores; in the quick form none is asked."""
    found = []
    for name, most in zip(NAMES, (COLD, WARM, RECHECK), strict=True):
        for case in outcome.cases:
            seconds = outcome.seconds(name, case.name)
            if seconds is None or case["claims"]:
                continue
            missed = f"""Two workers are busy all the time, so the sum over the claims counts ({2 * seconds.median:.0f} s
                of two cores for
            {name}): most of it goes into few claims, which `verify --format json` names with their seconds. Needed: cheaper
            experiments in those, or more cores (`--jobs`)."""
            found.append(Goal(f"{name} ≤ {most:g} s on two cores", f"{seconds.median:.1f} s", seconds.median <= most, missed))
    return found


question = Question(
    name="verify_time",
    title="Verify and recheck",
    asked="""`saddleproof verify` with two workers and nothing kept (cold), with everything kept (warm), and `recheck` of
        its certificates by the
    kernel alone. There is no peer.""",
    cases=cases,
    contenders=(
        Contender(NAMES[0], _cold, ours=True, calls=1, note="once a run"),
        Contender(NAMES[1], _warm, ours=True),
        Contender(NAMES[2], _recheck, ours=True),
    ),
    fault=fault,
    goals=goals,
    against=NAMES[0],
    limit=1200,
)
