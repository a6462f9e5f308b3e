"""``manifest.json`` of a folder of certificates: which of them are the goals of which claim.

``{"format": 1, "claims": {claim: [goal ids]}}``. With it ``recheck`` knows what a folder that was taken away is meant to
prove; a goal that is named and not accepted is a fault.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from theory.storage.files import write_text

NAME = "manifest.json"
FORMAT = 1
CERTIFICATE = re.compile(r"[0-9a-f]{64}\.json")
"""Names of certificates."""

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


def check_keepsake(folder: Path | None, name: str = "certificates") -> None:
    """ValueError, with ``name``, unless certificates can be kept in the folder: it is new, or empty, or has nothing but
    certificates and their manifest. Asked before the work, not after it.

    >>> check_keepsake(Path(__file__).parent)
    Traceback (most recent call last):
    ...
    ValueError: certificates must be a new or empty folder, or one of certificates alone, got ...
    """
    if folder is None or not folder.exists() or not folder.is_dir():
        return
    others = [entry for entry in folder.iterdir() if entry.name != NAME and not CERTIFICATE.fullmatch(entry.name)]
    if others:
        raise ValueError(f"{name} must be a new or empty folder, or one of certificates alone, got {folder}")


def write_manifest(folder: Path, goals: Goals, keep: bool = False) -> None:
    """Write the goals by claim, sorted; with ``keep`` the other claims that are there stay, as long as their goals do."""
    known = {c: g for c, g in read_manifest(folder).items() if all((folder / f"{x}.json").is_file() for x in g)}
    claims = ({**known, **goals}) if keep else goals
    content = {"format": FORMAT, "claims": {claim: ids for claim, ids in sorted(claims.items()) if ids}}
    write_text(folder / NAME, json.dumps(content, indent=1) + "\n", "manifest")
