"""``python -m theory.models DIR [--json]``: do the certificates of a folder carry models? Exit 0 iff all do."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from theory.kernel.__main__ import limit_memory
from theory.kernel.check import printable
from theory.models.lint import lint_folder


def main(arguments: list[str]) -> int:
    """The exit code: 0 every certificate has a model, 1 some have none, 2 unusable arguments."""
    folders = [a for a in arguments if a != "--json"]
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        print("usage: python -m theory.models DIR [--json], where DIR is a folder of certificates", file=sys.stderr)
        return 2
    limit_memory()
    faults = lint_folder(folders[0])
    lines = [f"{printable(name)[:12]}: {reason}" for name, reason in faults.items()]
    print(json.dumps(faults) if "--json" in arguments else "\n".join([*lines, f"{len(faults)} without a model"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
