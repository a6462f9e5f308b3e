"""What a folder's manifest promises under the name of a claim of this project, compared with that claim's pin.

A manifest is written by whoever made the folder, and the kernel cannot know what a name stands for: a certificate of
``1 == 1`` may be filed under any theorem. For the claims of this project the pins know.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from proofs_check.verify.pins import NAME, Pin, drift, read_pins
from theory.kernel.check import FolderReport

CLAIMS = Path(__file__).parents[1] / "claims"


def not_the_pinned(report: FolderReport) -> None:
    """Add a fault for every claim of this project under which the manifest files other goals than those pinned for it.

    >>> report = FolderReport(goals={"agd-main-theorem": ["a"]}, stated={"a": {"letters": [], "then": ["1 == 1"]}})
    >>> not_the_pinned(report)
    >>> report.faults[0]["reason"]
    'not the pinned goals of agd-main-theorem'
    """
    pins: dict[str, Pin] = {}
    for file in sorted(CLAIMS.glob(f"*/{NAME}")):
        pins.update(read_pins(file))
    for claim, goals in report.goals.items():
        if claim not in pins or not all(goal in report.stated for goal in goals):  # what is not accepted is a fault already
            continue
        if drift(pins[claim], replace(pins[claim], goals=tuple(report.stated[goal] for goal in goals))) is not None:
            report.fault("manifest.json", "-", f"not the pinned goals of {claim}")
