"""The pytest plugin: ``pytest --saddleproof FOLDER`` makes each claim file a test, passed by an expected verdict.

Claim files are collected where pytest looks (they need no ``test_`` in their names) and judged as `saddleproof verify --claims`
judges them: each in a process of its own. May come in: nothing but the plugin, which imports the rest only when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from proofs_check.verify.report import Verification


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options ``--saddleproof`` and ``--saddleproof-budget``."""
    group = parser.getgroup("saddleproof", "claims of saddleproof")
    group.addoption("--saddleproof", action="store_true", help="collect claim files: one expected verdict is one test")
    group.addoption("--saddleproof-budget", choices=("quick", "full"), default="quick", help="how much is tried for each claim")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A claim file, where they are asked for; it is read, not run."""
    if file_path.suffix != ".py" or file_path.name.startswith("_") or not parent.config.getoption("--saddleproof"):
        return None
    from proofs_check.verify.discovery import defines_claim

    try:
        wanted = defines_claim(file_path)
    except ValueError:
        return None  # no Python: whoever wants it as a test says so
    return ClaimFile.from_parent(parent, path=file_path) if wanted else None


class Unexpected(Exception):
    """A claim whose verdict is not among those it expects."""


class ClaimFile(pytest.File):
    """A file that defines a claim."""

    def collect(self) -> Iterator[pytest.Item]:
        """Its one test."""
        yield ClaimItem.from_parent(self, name="claim")


class ClaimItem(pytest.Item):
    """The test that a claim's verdict is an expected one."""

    def runtest(self) -> None:
        """Judge the claim; Unexpected, with what ``saddleproof show`` prints, where it is not as expected."""
        from proofs_check.report.one_claim import claim_text

        result = self._judged()
        if result.exit_code:
            raise Unexpected(claim_text(result.claims[0]))

    def _judged(self) -> Verification:
        from proofs_check.verify.discovery import claim_in
        from proofs_check.verify.home import Home
        from proofs_check.verify.judge import Circumstances
        from proofs_check.verify.runner import verify

        try:
            item = claim_in(self.path)
        except ValueError as error:
            raise Unexpected(str(error)) from None
        circumstances = Circumstances(budget=self.config.getoption("--saddleproof-budget"))
        return verify({item.claim.id: item}, circumstances, Home.default())

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The claim as text, without a traceback."""
        return str(excinfo.value) if isinstance(excinfo.value, Unexpected) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the test is, and what it is called."""
        return self.path, None, f"claim in {self.path.name}"
