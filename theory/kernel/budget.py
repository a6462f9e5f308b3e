"""What one certificate may cost. Work is counted in steps, never in seconds, so a verdict does not depend on the machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any
from weakref import WeakValueDictionary

WORK = 50_000
"""Steps (products of monomials, coefficients of Bernstein forms, …) that one certificate may take; the largest of this
project takes a third."""

BITS = 20_000
"""Size of a coefficient; large ones cost more steps."""

TOUCHES = 16
"""Terms, letters or characters that may be copied or compared for one step."""

ENTRY = 200
"""What a remembered result counts beside its price, in `touch`es: a table of letters is copied for one."""

EXPONENT = 200
"""Literal exponents; symbolic ones have no bound."""


class _Account(threading.local):
    """What was spent and where it ends, in `touch`es, for each thread: checks side by side do not pay for each other."""

    spent: int = 0
    limit: float = inf


_account = _Account()


class Fault(Exception):
    """Why a certificate is not accepted."""


@contextmanager
def limited(work: int = WORK) -> Iterator[None]:
    """Inside, work is counted; outside, who searches for a proof may take what he likes.

    >>> with limited():
    ...     spend(WORK + 1)
    Traceback (most recent call last):
        ...
    theory.kernel.budget.Fault: out of budget: too many steps
    """
    before, begun = _account.limit, _account.spent
    _account.limit = begun + TOUCHES * work
    try:
        yield
    finally:
        _account.limit = before + (_account.spent - begun)


def spend(steps: int) -> None:
    """Count; Fault when the budget is used up."""
    touch(TOUCHES * steps)


def touch(things: int) -> None:
    """Count terms, letters or characters that are copied or compared: ``TOUCHES`` of them are a step."""
    _account.spent += things
    if _account.spent > _account.limit:
        raise Fault("out of budget: too many steps")


class Memo:
    """Results by key, each with its price: who finds one pays as much as who computes it, so that what is accepted does
    not depend on what was read before. When it holds too much it forgets everything; `forget_all` empties all of them.

    >>> memo, asked = Memo(), []
    >>> with limited(20):
    ...     [memo.recall("key", lambda: asked.append(1) or spend(10)) for _ in range(3)]
    Traceback (most recent call last):
        ...
    theory.kernel.budget.Fault: out of budget: too many steps
    >>> len(asked)
    1
    """

    __slots__ = ("__weakref__", "entries", "held", "kept")

    def __init__(self, entries: int = 4000):
        self.entries, self.held = entries, 0
        self.kept: dict[Any, tuple[Any, int]] = {}

    def recall(self, key: Any, make: Callable[[], Any]) -> Any:
        """What ``make()`` gives; made once, paid for every time."""
        found = self.kept.get(key)
        if found is not None:
            touch(found[1])
            return found[0]
        begun = _account.spent
        value = make()
        price = _account.spent - begun
        if len(self.kept) >= self.entries or self.held > 4 * TOUCHES * WORK:
            self.forget()
        self.kept[key] = value, price
        self.held += price
        _filled[id(self)] = self
        _together.held += price + ENTRY
        return value

    def forget(self) -> None:
        """Start anew."""
        self.kept.clear()
        self.held = 0


class _Together:
    """What all memos hold since they were emptied, in `touch`es."""

    held = 0


_together = _Together()
_filled: WeakValueDictionary[int, Memo] = WeakValueDictionary()


def forget_all(beyond: int = 0) -> None:
    """Empty every `Memo`, if together they hold more than ``beyond`` `touch`es.

    >>> memo = Memo()
    >>> memo.recall("key", lambda: spend(10)), forget_all(10**9), len(memo.kept), forget_all(), len(memo.kept)
    (None, None, 1, None, 0)
    """
    if _together.held > beyond:
        for reference in _filled.valuerefs():
            memo = reference()
            if memo is not None:
                memo.forget()
        _filled.clear()
        _together.held = 0


def in_memory(make: Callable[[], Any]) -> Any:
    """What ``make()`` gives; Fault where the memory does not suffice, and then what filled it is free again.

    >>> in_memory(lambda: bytes(2**60))
    Traceback (most recent call last):
        ...
    theory.kernel.budget.Fault: out of memory
    """
    try:
        return make()
    except MemoryError:
        pass  # what filled the memory hangs on the exception, and is gone once that is
    forget_all()
    raise Fault("out of memory")


def weigh(*numbers: int) -> None:
    """Count the size of the numbers; Fault beyond ``BITS``."""
    bits = sum(n.bit_length() for n in numbers)
    if bits > BITS:
        raise Fault(f"a number has more than {BITS} bits")
    if bits > 500:
        spend(bits // 500)
