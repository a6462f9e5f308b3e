"""What every test may rely on."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def commands_do_not_limit_the_memory_of_the_tests() -> Iterator[None]:
    """The kernel's command limits the address space of its process to 4 GiB. Called in here, that is the process of all
    later tests: with a large torch it has mapped more, and dies where its stack would grow. Tests of the limit start a child.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in ("theory.kernel.__main__", "theory.models.__main__"):
            patch.setattr(f"{module}.limit_memory", lambda: None)
        yield


os.environ["SADDLEPROOF_PROGRESS"] = "off"  # a busy machine may make any command slow
os.environ.pop("COLUMNS", None)  # what starts tests side by side sets it; tables are compared as a pipe gets them
