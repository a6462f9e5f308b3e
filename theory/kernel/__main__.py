"""``python -m theory.kernel DIR [--json] [--allow-lemmas a,b]``: check a folder of certificates; exit 0 iff nothing is
at fault. ``--allow-lemmas`` lists the textbook facts that may be cited (default: all; an empty list: none)."""

from __future__ import annotations

import sys
from pathlib import Path

from theory.kernel.check import check_folder
from theory.kernel.lemmas import LEMMAS

USAGE = "usage: python -m theory.kernel DIR [--json] [--allow-lemmas a,b], where DIR is a folder of certificates"


def main(arguments: list[str]) -> int:
    """The exit code: 0 nothing at fault, 1 something is, 2 unusable arguments."""
    folders, allowed, rest = [], None, list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--allow-lemmas" and rest:
            allowed = {name.strip() for name in rest.pop(0).split(",") if name.strip()}
        elif word != "--json":
            folders.append(word)
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        print(USAGE, file=sys.stderr)
        return 2
    if allowed is not None and allowed - set(LEMMAS):
        print(f"--allow-lemmas takes {', '.join(LEMMAS)}; got {', '.join(sorted(allowed - set(LEMMAS)))}", file=sys.stderr)
        return 2
    limit_memory()
    report = check_folder(folders[0], allowed)
    print(report.to_json() if "--json" in arguments else report)
    return 1 if report.faults else 0


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
