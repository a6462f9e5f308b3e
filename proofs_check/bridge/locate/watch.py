"""``Watch``: `locate` as a callback of a training loop."""

from __future__ import annotations

import html
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from proofs_check.bridge.locate.location import Location
from proofs_check.bridge.locate.locator import Locator


class Watch:
    """Locates a model every so often while it trains.

    Args:
        model: what `locate` takes as factors; read again at each call, so it may be the network itself.
        Y, ridge, spectrum, leaves_at: as for `locate`.
        every: number of calls from one look to the next.

    >>> import torch
    >>> Y, start = torch.diag(torch.tensor([3.0, 2.0])), torch.tensor([[0.01, 0.002], [-0.003, 0.005]])
    >>> W = [start.clone().requires_grad_(), start.clone().requires_grad_()]
    >>> sgd = torch.optim.SGD(W, lr=0.02, weight_decay=2.0)                       # λ = weight_decay/2
    >>> watch = Watch(W, Y, ridge=1, every=20)
    >>> for step in range(400):
    ...     sgd.zero_grad()
    ...     (W[1] @ W[0] - Y).square().sum().backward()
    ...     sgd.step()
    ...     _ = watch()
    >>> print(watch)                                                                          # doctest: +ELLIPSIS
    calls 1–41: O, strict saddle, index 4, closest 0.0175 at call 1
    calls 61–121: 1+, strict saddle, index 1, closest 0.176 at call 81
    calls 141–381: 1+2+, global minimizer, index 0, closest 6.5...e-07 at call 321
    """

    def __init__(
        self,
        model: Any,
        Y: Any,
        ridge: Any,
        *,
        every: int = 1,
        spectrum: Iterable[Any] | None = None,
        leaves_at: float | None = None,
    ) -> None:
        if isinstance(every, bool) or not isinstance(every, int) or every < 1:
            raise ValueError(f"every must be a positive integer, got {every}")
        self.model, self.every, self.calls = model, every, 0
        self.locator = Locator(Y, ridge, spectrum=spectrum, leaves_at=leaves_at)
        self.seen: list[tuple[int, Location]] = []

    def __call__(self) -> Location | None:
        """Count the call; look at the first, and at every ``every``-th after it. The location where there was a look."""
        self.calls += 1
        if (self.calls - 1) % self.every:
            return None
        self.seen.append((self.calls, self.locator.locate(self.model)))
        return self.seen[-1][1]

    @property
    def visited(self) -> list[str]:
        """The nearest orbits in the order in which they were met; where none could be named the run is skipped."""
        named = [found.orbit.label for _, found in self.seen if found.orbit]
        return [label for label, _ in groupby(named)]

    def __str__(self) -> str:
        lines = []
        for label, group in groupby(self.seen, key=lambda item: item[1].label):
            stretch = list(group)
            first, last = stretch[0][0], stretch[-1][0]
            nearest, found = min(stretch, key=lambda item: item[1].distance)
            calls = f"calls {first}–{last}" if last > first else f"call {first}"
            kind = f"{found.orbit.kind}, index {found.orbit.index}" if found.orbit else "not told apart"
            lines.append(f"{calls}: {label}, {kind}, closest {found.distance:.3g} at call {nearest}")
        return "\n".join(lines) or "nothing seen yet"

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"
