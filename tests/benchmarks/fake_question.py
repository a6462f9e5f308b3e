"""A question with every kind of contender: right, slow, wrong, crashing, dying, silent, missing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.harness.question import Case, Contender, Goal, NoAnswer, Question, Timed

CHILD = Path(tempfile.gettempdir()) / f"saddleproof-fake-child-{os.getuid()}"


def _make(function: Callable[[int], Any]) -> Callable[[Case, int], Callable[[], Any]]:
    return lambda case, seed: lambda: function(case["n"])


def _busy(n: int) -> Timed:
    total = 0
    for k in range(10**4):
        total += k
    return Timed(n * n, 1e-3 * n**1.5)


def _slow(n: int) -> int:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    CHILD.write_text(str(child.pid))
    time.sleep(60)
    return n**2


def _crash(n: int) -> int:
    raise ZeroDivisionError("as planned")


def _die(n: int) -> int:
    os._exit(3)


def _silent(n: int) -> int:
    raise NoAnswer("did not converge")


question = Question(
    name="fake",
    title="Squares",
    asked="What is n²?",
    cases=lambda quick: [Case(f"n = {n}", float(n), {"n": n}) for n in (2, 4, 8)],
    contenders=(
        Contender("ours", _make(_busy), ours=True, note="its own clock"),
        Contender("right", _make(lambda n: Timed(n**2, 2e-3 * n**1.5))),
        Contender("slow", _make(_slow)),
        Contender("wrong", _make(lambda n: n**2 + (n == 4))),
        Contender("crashing", _make(_crash)),
        Contender("dying", _make(_die)),
        Contender("silent", _make(_silent)),
        Contender("missing", _make(_silent), needs=("nobody",)),
        Contender("once", _make(lambda n: n**2), calls=1, only=lambda case: case["n"] == 2),
    ),
    fault=lambda case, seed, answer: "" if answer == case["n"] ** 2 else f"{answer} is not {case['n']}²",
    goals=lambda outcome: [
        Goal("easy", "1", True, "never told"),
        Goal("hard", "0", False, "because", slow=("ours", "n = 8"), needed="more."),
        Goal("later", "", None),
    ],
    against="ours",
    size="n",
    limit=1.5,
)
