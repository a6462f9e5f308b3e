"""The live view of a running verification, on standard error: a table in a terminal, one line a verdict elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from proofs_check.report.verdicts import verdict_text
from proofs_check.verify.report import Report
from proofs_check.verify.verdict import Verdict

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table


class LiveView:
    """Shows (claim, state, report) as the runner reports them; a context manager.

    >>> with LiveView(quiet=True) as view:
    ...     view.watch("roots", "running", None)
    """

    def __init__(self, quiet: bool = False):
        self._quiet = quiet
        self._states: dict[str, tuple[str, Report | None]] = {}
        self._live: Live | None = None

    def __enter__(self) -> LiveView:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.live import Live

            self._live = Live(console=Console(stderr=True), transient=True, refresh_per_second=8)
            self._live.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._live is not None:
            self._live.__exit__(kind, error, trace)

    def watch(self, claim: str, state: str, report: Report | None) -> None:
        """One event of the runner."""
        self._states[claim] = (state, report)
        if self._live is not None:
            self._live.update(self._table())
        elif report is not None and state == "done" and not self._quiet:
            done = sum(known is not None for _, known in self._states.values())
            mark = "!" if report.shortcomings else " "
            text = f"[{done}/{len(self._states)}]{mark}{claim}: {verdict_text(report)} ({report.seconds:.1f} s)"
            print(text, file=sys.stderr, flush=True)

    def _table(self) -> Table:
        from rich.table import Table
        from rich.text import Text

        done = sum(report is not None for _, report in self._states.values())
        drawn = Table(title=f"{done} of {len(self._states)} claims", box=None, title_justify="left")
        for name in ("claim", "state", "verdict", "s"):
            drawn.add_column(name, no_wrap=True)
        moving = [item for item in self._states.items() if item[1][0] != "waiting"]
        for claim, (state, report) in moving[-30:]:
            verdict = Text(verdict_text(report), style=_style(report)) if report else Text("")
            drawn.add_row(claim, state, verdict, f"{report.seconds:.1f}" if report else "")
        return drawn


def _style(report: Report) -> str:
    if report.verdict is Verdict.CONTRADICTION:
        return "bold white on red"
    return "yellow" if report.shortcomings else "green"
