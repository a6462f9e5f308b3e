"""What every test may rely on."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from typing import Any

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


@pytest.fixture(autouse=True, scope="session")
def workers_are_copies_from_the_first() -> Iterator[None]:
    """Many claims are judged in here, so that the libraries are worth loading in advance at once. `test_nursery` has workers
    from nothing beside them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("proofs_check.verify.nursery.FIRST", 0)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """What is collected lives to the end, fifteen thousand tests and all that they import: the collector of garbage walks
    through none of it, neither while it grows nor while the tests run."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


os.environ["SADDLEPROOF_PROGRESS"] = "off"  # a busy machine may make any command slow
os.environ.pop("COLUMNS", None)  # what starts tests side by side sets it; tables are compared as a pipe gets them
for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before a library that has threads is loaded: the matrices are small
