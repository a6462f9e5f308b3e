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
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs_check.verify.strict import read

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
print(json.dumps(lint_folder(sys.argv[3], set(json.load(sys.stdin)))))
"""

_FIT: set[str] = set()
"""Certificates that this process saw accepted with a model that the lint is content with. A name is the hash of the content,
which the kernel compares every time, so the lint need not look at them again; what the kernel accepts it always checks anew."""


class CheckerBroke(RuntimeError):
    """The checker gave no report: out of time, out of memory, or ended. No verdict either way."""


@dataclass(frozen=True)
class Accepted:
    """A certificate that the checker accepted: its rule, and the lemmas cited in it or below it."""

    rule: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """What the checker found at fault; the id is empty where it gave no report at all."""

    id: str
    rule: str
    reason: str


@dataclass(frozen=True)
class Check:
    """The checker's report on a folder: accepted certificates by id, and faults."""

    accepted: dict[str, Accepted]
    faults: tuple[Refused, ...] = ()
    seconds: float = 0.0


def known_fit(check: Check) -> None:
    """What another process of ours accepted, its lint content, need not be asked of the lint in this one again."""
    _FIT.update(check.accepted)


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
                command, input=json.dumps(sorted(_FIT)), capture_output=True, text=True, env=environment, cwd=empty,
                check=False, timeout=PATIENCE,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise CheckerBroke(f"out of budget: the checker did not finish in {PATIENCE} s") from None
    try:
        text, _, lint = done.stdout.partition("\n\n")
        report, unfit = json.loads(text), read(dict[str, str], json.loads(lint) if lint else {}, "lint")
        found = read(Check, {name: report[name] for name in ("accepted", "faults", "seconds")}, "checker")
        fit = {name: entry for name, entry in found.accepted.items() if name not in unfit}
        _FIT.update(fit if lint else ())
        return replace(found, accepted=fit, faults=(*found.faults, *(Refused(name, "model", unfit[name]) for name in unfit)))
    except (ValueError, KeyError, TypeError):
        if "MemoryError" in done.stderr:
            raise CheckerBroke(f"out of budget: the checker needs more than {MEMORY // 2**20} MB") from None
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise CheckerBroke(f"the checker broke: {last}") from None
