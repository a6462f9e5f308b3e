"""The kernel in a process of its own, on a folder of certificates: the only route by which anything is accepted.

What the process imports is this installation's ``theory.kernel``: Python runs isolated (``-I``), in an empty folder, and
the folder of our packages is put first on the path, so a ``theory/`` in the working directory, ``PYTHONPATH`` and user
site packages have no say. Time and memory are bounded. Where the kernel leaves models to a lint (a certificate must show a
model of its hypotheses, so that nothing is vacuous), the lint runs in the same process, and what it refuses is refused.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 1800
"""Seconds for one run of the checker."""

MEMORY = 4 * 2**30
"""Bytes of address space for one run of the checker (where the system has such a limit)."""

_START = """
import sys
sys.path.insert(0, sys.argv[1])
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
except (ImportError, ValueError, OSError):
    pass
from theory.kernel.__main__ import main
main(sys.argv[3:])
try:
    from theory.models.lint import lint_folder
except ImportError:
    sys.exit()
import json
print()
print(json.dumps(lint_folder(sys.argv[3])))
"""


class CheckerBroke(RuntimeError):
    """The checker gave no report: out of time, out of memory, or ended. No verdict either way."""


@dataclass(frozen=True)
class Check:
    """The checker's report on a folder: accepted certificates (rule and cited lemmas by id) and faults."""

    accepted: dict[str, dict[str, Any]]
    faults: tuple[dict[str, str], ...] = ()
    seconds: float = 0.0


def check_folder(folder: Path) -> Check:
    """Run the kernel alone on ``folder``, in a fresh interpreter that has imported nothing of ours before.

    Raises CheckerBroke when there is no report (the checker names faults on standard output, never by crashing).

    >>> with TemporaryDirectory() as folder:
    ...     check_folder(Path(folder)).accepted
    {}
    """
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(ROOT), str(MEMORY), str(folder.resolve()), "--json"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with TemporaryDirectory() as empty:
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, env=environment, cwd=empty, check=False, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            raise CheckerBroke(f"out of budget: the checker did not finish in {PATIENCE} s") from None
    try:
        text, _, lint = done.stdout.partition("\n\n")
        report, unfit = json.loads(text), dict(json.loads(lint) if lint else {})
        accepted = {name: entry for name, entry in report["accepted"].items() if name not in unfit}
        faults = [{"id": name, "rule": "model", "reason": reason} for name, reason in unfit.items()]
        return Check(accepted, (*report["faults"], *faults), float(report.get("seconds", 0.0)))
    except (ValueError, KeyError, TypeError):
        if "MemoryError" in done.stderr:
            raise CheckerBroke(f"out of budget: the checker needs more than {MEMORY // 2**20} MB") from None
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise CheckerBroke(f"the checker broke: {last}") from None
