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
    times = {} if not fresh else {claim["id"]: claim["seconds"] for claim in report["claims"]}
    return Timed({"code": code, "claims": len(report["claims"]), "times": times}, seconds)


def _cold(case: Case, seed: int) -> Callable[[], Any]:
    return lambda: _verify(case, fresh=True)


def _warm(case: Case, seed: int) -> Callable[[], Any]:
    return lambda: _verify(case, fresh=False)


def _recheck(case: Case, seed: int) -> Callable[[], Any]:
    def checked() -> Any:
        folder = _home(case) / "certificates"
        seconds, told, code = _call(["recheck", str(folder), "--json"], _home(case))
        report = json.loads(told)
        files = {file.stem for file in folder.glob("*.json")} - {"manifest"}
        goals = {goal for ids in report["goals"].values() for goal in ids}
        accepted = files & set(report["accepted"])
        found = {"code": code, "files": len(files), "accepted": len(accepted), "open goals": len(goals - accepted)}
        return Timed(found, seconds)

    return checked


def fault(case: Case, seed: int, answer: Any) -> str:
    """Exit code 0: every verdict is an expected one; as many claims as files; all certificates and goals accepted."""
    if answer["code"] != 0:
        return f"exit code {answer['code']}"
    if "claims" in answer:
        wanted = len(case["claims"]) or _claim_files()
        return "" if answer["claims"] == wanted else f"{answer['claims']} claims of {wanted}"
    if not answer["files"] or answer["accepted"] != answer["files"]:
        return f"{answer['accepted']} certificates accepted of {answer['files']}"
    return f"{answer['open goals']} goals not accepted" if answer["open goals"] else ""


def told(case: Case, answer: Any) -> str:
    """Of a cold run the claims that take longest, in seconds of one core."""
    if not answer.get("times"):
        return ""
    times = sorted(answer["times"].items(), key=lambda pair: -pair[1])
    slowest = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in times[:8])
    return f"{sum(answer['times'].values()):.0f} s of one core in {len(times)} claims, most in {slowest}"


def _claim_files() -> int:
    """One claim a file; other files begin with an underscore."""
    return len(list((Path(__file__).parents[2] / "proofs_check" / "claims").glob("*/[!_]*.py")))


def goals(outcome: Outcome) -> list[Goal]:
    """Three goals on two cores; in the quick form none is asked."""
    found = []
    for name, most in zip(NAMES, (COLD, WARM, RECHECK), strict=True):
        for case in outcome.cases:
            seconds = outcome.seconds(name, case.name)
            if seconds is None or case["claims"]:
                continue
            measured = outcome.of(name, case.name)
            why = f"{measured.told}." if measured and measured.told else ""
            text, figure = f"{name} ≤ {most:g} s on two cores", f"{seconds.median:.1f} s"
            found.append(Goal(text, figure, seconds.median <= most, why or "The figure alone is known."))
    return found


question = Question(
    name="verify_time",
    title="Verify and recheck",
    asked="""`saddleproof verify` with two workers and nothing kept (cold), with everything kept (warm), and
        `recheck` of its certificates by the kernel alone. There is no peer.""",
    cases=cases,
    contenders=(
        Contender(NAMES[0], _cold, ours=True, calls=1, note="once a run"),
        Contender(NAMES[1], _warm, ours=True),
        Contender(NAMES[2], _recheck, ours=True),
    ),
    fault=fault,
    told=told,
    goals=goals,
    against=NAMES[0],
    limit=1200,
)
