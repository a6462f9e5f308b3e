"""``manifest.json`` of a folder of certificates: which of them are the goals of which claim.

``{"format": 1, "claims": {claim: [goal ids]}}``. With it ``recheck`` knows what a folder that was taken away is meant to
prove; a goal that is named and not accepted is a fault.
"""

from __future__ import annotations

import json
from pathlib import Path

from theory.storage.files import write_text

NAME = "manifest.json"
FORMAT = 1

Goals = dict[str, list[str]]


def read_manifest(folder: Path) -> Goals:
    """The goals by claim; empty when there is no manifest, or none that can be read.

    >>> read_manifest(Path("/nowhere"))
    {}
    """
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        claims = content["claims"] if content["format"] == FORMAT else {}
        return {str(claim): [str(goal) for goal in goals] for claim, goals in claims.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def write_manifest(folder: Path, goals: Goals, keep: bool = False) -> None:
    """Write the goals by claim, sorted; with ``keep`` the other claims that are there stay, as long as their goals do."""
    known = {c: g for c, g in read_manifest(folder).items() if all((folder / f"{x}.json").is_file() for x in g)}
    claims = ({**known, **goals}) if keep else goals
    content = {"format": FORMAT, "claims": {claim: ids for claim, ids in sorted(claims.items()) if ids}}
    write_text(folder / NAME, json.dumps(content, indent=1) + "\n", "manifest")
