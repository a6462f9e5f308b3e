"""``python -m theory.kernel DIR [--json]``: check a folder of certificates; exit 0 iff nothing is at fault."""

from __future__ import annotations

import sys
from pathlib import Path

from theory.kernel.check import check_folder


def main(arguments: list[str]) -> int:
    folders = [a for a in arguments if a != "--json"]
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        print("usage: python -m theory.kernel DIR [--json], where DIR is a folder of certificates", file=sys.stderr)
        return 2
    report = check_folder(folders[0])
    print(report.to_json() if "--json" in arguments else report)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
