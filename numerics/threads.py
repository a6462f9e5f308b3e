"""One thread for small matrices.

torch hands each operation to as many threads as there are cores. For a matrix of a hundred rows that saves nothing, and where
another job holds a core the threads wait for each other at every step. So what computes here in a long loop on small
tensors does so on one thread, and the number is what it was when it returns.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import torch
from torch import Tensor

LARGE = 2**18
"""Entries of a tensor (512 × 512) from which on threads pay: a call that is given one keeps torch's number."""

_CHOSEN = ("OMP_NUM_THREADS", "MKL_NUM_THREADS")
_AT_IMPORT = torch.get_num_threads()

_P = ParamSpec("_P")
_R = TypeVar("_R")


def one_thread(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The function, computed on one thread of torch.

    Not where somebody chose a number: by ``torch.set_num_threads`` after this package was imported, with another number than
    torch had then, or by the environment (OMP_NUM_THREADS, MKL_NUM_THREADS); and not for tensors of `LARGE` entries and more
    among the arguments, or in what is given as a problem.

    >>> torch.get_num_threads() == one_thread(torch.get_num_threads)() or one_thread(torch.get_num_threads)() == 1
    True
    """

    @wraps(function)
    def limited(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        before = torch.get_num_threads()
        if before != _AT_IMPORT or any(map(os.environ.get, _CHOSEN)) or _largest((*args, *kwargs.values())) >= LARGE:
            return function(*args, **kwargs)
        torch.set_num_threads(1)
        try:
            return function(*args, **kwargs)
        finally:
            if torch.get_num_threads() == 1:
                torch.set_num_threads(before)

    return limited


def _largest(things: Any) -> int:
    """Entries of the largest tensor among arguments, in tuples, and in the fields of a problem."""
    return max((tensor.numel() for tensor in _tensors(things)), default=0)


def _tensors(things: Any) -> Iterator[Tensor]:
    for thing in things:
        if isinstance(thing, Tensor):
            yield thing
        elif isinstance(thing, tuple | list):
            yield from _tensors(thing)
        elif hasattr(thing, "__dict__"):
            yield from (field for field in vars(thing).values() if isinstance(field, Tensor))
