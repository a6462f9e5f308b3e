"""Subsets of at most r weights by decreasing sum, as many as are asked for: best-first search over prefixes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from itertools import accumulate, groupby

MOST_LISTED = 20_000


def listed(count: int, limit: int | None) -> int:
    """How many of ``count`` kinds are listed: all, or ``limit``.

    Raises:
        ValueError: a limit below 1, or none and more than ``MOST_LISTED`` kinds.

    >>> listed(9, None), listed(2**24, 5)
    (9, 5)
    """
    if limit is not None and limit < 1:
        raise ValueError(f"limit must be at least 1, got {limit}")
    if limit is None and count > MOST_LISTED:
        raise ValueError(f"limit must be given where there are more than {MOST_LISTED} kinds of points, here {count}")
    return count if limit is None else min(limit, count)


def choices(values: Iterable[object], most: int) -> list[int]:
    """How many multisets of 0, 1, …, at most ``most`` of the ``values`` there are, equal ones next to one another.

    >>> choices([3, 2, 2], 2), choices([3, 2, 2], 9), choices([], 2)
    ([1, 2, 2], [1, 2, 2, 1], [1])
    """
    found = [1]
    for _, group in groupby(values):
        times = len(list(group))
        found = [sum(found[max(0, k - times) : k + 1]) for k in range(min(len(found) + times, most + 1))]
    return found


def heaviest_subsets(
    weights: Sequence[Fraction],
    most: int,
    alike: Sequence[object] = (),
    possible: Callable[[tuple[int, ...], int], bool] = lambda chosen, position: True,
) -> Iterator[tuple[int, ...]]:
    """Increasing tuples of positions, the heaviest first, equal sums in the order of the tuples; exact.

    Args:
        weights: non-negative, not increasing.
        most: r, the largest size.
        alike: what stands at each position, equal things next to one another and of equal weights: of those only the first
            ones are taken, so that each multiset comes once. Without it no two positions are alike.
        possible: whether ``chosen`` can be completed by positions from ``position`` on; at the end, whether it counts. A
            part of the tree for which it is false is never entered.

    >>> list(heaviest_subsets([Fraction(3), Fraction(2), Fraction(2)], 2, alike=[3, 2, 2]))
    [(0, 1), (1, 2), (0,), (1,), ()]
    """
    count, sums = len(weights), [Fraction(0), *accumulate(weights)]
    following = list(range(1, count + 1))
    for k in range(count - 2, -1, -1):
        if alike and alike[k] == alike[k + 1]:
            following[k] = following[k + 1]
    heap: list[tuple[Fraction, tuple[int, ...], int, Fraction]] = []

    def push(chosen: tuple[int, ...], position: int, sum_: Fraction) -> None:
        if possible(chosen, position):
            best = sum_ + sums[min(count, position + most - len(chosen))] - sums[position]
            heappush(heap, (-best, chosen, position, sum_))

    push((), 0, Fraction(0))
    while heap:  # a finite tree, each node once
        _, chosen, position, sum_ = heappop(heap)
        if position == count:
            yield chosen
            continue
        push(chosen, following[position], sum_)
        if len(chosen) < most:
            push((*chosen, position), position + 1, sum_ + weights[position])
