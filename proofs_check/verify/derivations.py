"""The derivations of this project's claims, several at a time: certificates for whoever checks them, no verdict."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

from proofs_check.verify.discovery import Found, find_claims

if TYPE_CHECKING:
    from theory.prove.derivation import Derivation


def derivations(names: Iterable[str], jobs: int = 1) -> Iterator[tuple[str, Derivation]]:
    """(claim, its derivation) in the order of the names; claims without one are left out.

    >>> [name for name, _ in derivations(["agd-gradients"])]
    ['agd-gradients']
    """
    todo = [name for name in names if _own()[name].claim.derivation is not None]
    if jobs <= 1 or len(todo) <= 1:
        yield from ((name, derived(name)) for name in todo)
        return
    with ProcessPoolExecutor(min(jobs, len(todo)), multiprocessing.get_context("spawn")) as pool:
        yield from zip(todo, pool.map(derived, todo), strict=True)


def derived(name: str) -> Derivation:
    """The derivation of one of this project's claims."""
    derive = _own()[name].claim.derivation
    assert derive is not None
    return derive()


@cache
def _own() -> dict[str, Found]:
    return find_claims()
