"""``python -P -m theory.kernel DIR [--goals] [--json] [--allow-lemmas a,b]``: check a folder of certificates; exit 0 iff
nothing is at fault. Without ``-P`` Python takes a package ``theory`` of the working directory for this one. ``--goals`` prints
what the goals of the folder's manifest state, and then a manifest must be there: who asks what the certificates prove gets no 0
for "nothing says". ``--allow-lemmas`` lists the textbook facts that may be cited (default: all; an empty list: none). The names
in a manifest are the folder's own: the kernel cannot know what they promise.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from theory.kernel.check import FolderReport, check_folder
from theory.kernel.lemmas import LEMMAS

USAGE = "usage: python -P -m theory.kernel DIR [--goals] [--json] [--allow-lemmas a,b], where DIR holds certificates"


def main(arguments: list[str], further: Callable[[FolderReport], None] | None = None,
         heard: Callable[[int, int], None] = lambda checked, found: None,
         check: Callable[..., FolderReport] = check_folder) -> int:  # fmt: skip
    """The exit code: 0 nothing at fault, 1 something is, 2 unusable arguments. ``further`` may add faults to the report, and
    ``heard`` is told how many certificates are checked, of how many; ``check`` has them checked, `check_folder` or the like."""
    folders, allowed, rest = [], None, list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--allow-lemmas" and rest:
            allowed = {name.strip() for name in rest.pop(0).split(",") if name.strip()}
        elif word not in ("--json", "--goals"):
            folders.append(word)
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        print(USAGE, file=sys.stderr)
        return 2
    if reason := unknown_lemmas(allowed or set()):
        print(f"theory.kernel: {reason}", file=sys.stderr)
        return 2
    limit_memory()
    report = check(folders[0], allowed, heard)
    goals = "--goals" in arguments
    if goals and not report.goals and not report.faults:
        report.fault("manifest.json", "-", "there is none, so no goals can be shown")
    if further is not None:
        further(report)
    if "--json" in arguments:
        print(report.to_json(goals))
    else:
        print(*([report.goals_text()] if goals and report.goals else []), report, sep="\n")
    return 1 if report.faults else 0


def unknown_lemmas(allowed: set[str]) -> str:
    """Why these are not lemmas that may be allowed; empty when they are.

    >>> unknown_lemmas({"folklore"})[:38], unknown_lemmas({"thin SVD"})
    ('--allow-lemmas takes thin SVD, von Neumann', '')
    """
    unknown = ", ".join(sorted(allowed - set(LEMMAS)))
    return f"--allow-lemmas takes {', '.join(LEMMAS)}; got {unknown}" if unknown else ""


def limit_memory(gigabytes: int = 4) -> None:
    """A last guard behind the budget of a certificate; where the system has no such limit, there is none."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = gigabytes * 2**30
    if soft == resource.RLIM_INFINITY or soft > wanted:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
