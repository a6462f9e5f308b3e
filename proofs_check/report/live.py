"""The live view of a running verification, on standard error: a table in a terminal, one line a verdict elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from proofs_check.report.progress import Progress
from proofs_check.report.verdicts import verdict_text
from proofs_check.verify.report import Report
from proofs_check.verify.verdict import Verdict

if TYPE_CHECKING:
    from rich.console import RenderableType


class LiveView(Progress):
    """Shows (claim, state, report) as the runner reports them; a context manager.

    >>> with LiveView() as view:
    ...     view.watch("roots", "running", None)
    ...     print(view.line(3.0))
    verify: 0 of 1 claim, 3 s, roots: running
    """

    def __init__(self) -> None:
        super().__init__("verify", "claims")
        self._states: dict[str, tuple[str, Report | None]] = {}

    def watch(self, claim: str, state: str, report: Report | None) -> None:
        """One event of the runner; what the ledger has is no work, and not counted."""
        self._states[claim] = (state, report)
        work = [known for stage, known in self._states.values() if stage != "kept"]
        running = [f"{name}: {stage}" for name, (stage, known) in self._states.items() if stage != "waiting" and known is None]
        self.tell(sum(known is not None for known in work), len(work), running[-1] if running else "")
        if report is not None and state == "done" and not sys.stderr.isatty():
            done = sum(known is not None for _, known in self._states.values())
            mark = "!" if report.shortcomings else " "
            self.say(f"[{done}/{len(self._states)}]{mark}{claim}: {verdict_text(report)} ({report.seconds:.1f} s)")

    def drawn(self) -> RenderableType:
        """The claims that are moving, below the line of progress."""
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=None)
        for name in ("claim", "state", "verdict", "s"):
            drawn.add_column(name, no_wrap=True)
        moving = [item for item in list(self._states.items()) if item[1][0] != "waiting"]
        for claim, (state, report) in moving[-MOVING:]:
            verdict = Text(verdict_text(report), style=_style(report)) if report else Text("")
            drawn.add_row(claim, state, verdict, f"{report.seconds:.1f}" if report else "")
        return Group(super().drawn(), drawn)


MOVING = 30
"""Claims in the table."""


def _style(report: Report) -> str:
    if report.verdict is Verdict.CONTRADICTION:
        return "bold white on red"
    return "yellow" if report.shortcomings else "green"
