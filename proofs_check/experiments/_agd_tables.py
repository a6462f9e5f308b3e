"""What the tables of the experiments about alternating gradient descent share: ratios, orders, ranges, ends of grids."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from proofs_check.experiments._grids import at_end
from proofs_check.experiments.trials import Outcome, Spread


def ratio(one: float | None, other: float | None) -> float | None:
    """one/other; None where one is missing or the other is 0.

    >>> ratio(3, 2), ratio(None, 2), ratio(3, 0)
    (1.5, None, None)
    """
    return None if one is None or not other else one / other


def power(one: float, other: float, by: float) -> float:
    """p with other = one·byᵖ; NaN where a count is missing.

    >>> power(7.0, 700.0, 10.0), power(7.0, math.inf, 10.0)
    (2.0, nan)
    """
    return math.log(other / one) / math.log(by) if math.isfinite(one) and math.isfinite(other) else math.nan


def exponent(found: float) -> str:
    """A power in words.

    >>> exponent(1.234), exponent(math.nan)
    ('1.23', '? (beyond the cap)')
    """
    return f"{found:.2f}" if math.isfinite(found) else "? (beyond the cap)"


def span(values: Iterable[float], form: str = ".3g") -> str:
    """Least and largest, ∞ where some run did not get there.

    >>> span([2.0, math.inf, 1.5]), span([1, 1]), span([])
    ('1.5 to ∞', '1', 'no')
    """
    listed = list(values)
    if not listed:
        return "no"
    low, high = (format(x, form) if math.isfinite(x) else "∞" for x in (min(listed), max(listed)))
    return low if low == high else f"{low} to {high}"


def every(found: Iterable[Spread | None]) -> list[float]:
    """The values of all spreads that there are, infinite where one is missing.

    >>> every([Spread((2.0, None)), None, Spread((1.0,))])
    [2.0, inf, 1.0]
    """
    return [x for spread in found if spread is not None for x in spread.sorted]


def known(outcome: Outcome, what: str) -> Spread | None:
    """The spread; None where no seed has this quantity.

    >>> known(Outcome({}, ({"rate": None}, {"rate": None})), "rate") is None
    True
    """
    found = outcome.spread(what)
    return None if found.missing == len(found.values) else found


def edges(found: Sequence[Outcome], best: Outcome, *names: str) -> str | None:
    """Which parameters of the best arm lie at an end of their grid; None if none does.

    >>> grid = [Outcome({"step": s, "scale": 1.0}, ()) for s in (0.1, 0.2, 0.4)]
    >>> edges(grid, grid[2], "step", "scale"), edges(grid, grid[1], "step", "scale")
    ('step', None)
    """
    grids = {name: {arm.arm[name] for arm in found} for name in names if best.arm[name] is not None}
    return ", ".join(name for name, grid in grids.items() if at_end(best.arm[name], grid)) or None


def edge_note(cells: Sequence[str | None]) -> str:
    """How often a choice lay at an end of its grid, in words.

    >>> edge_note(["step", None, "step, scale"]), edge_note([None])
    (' (of 3 choices the step in 2 and the scale in 1 at an end of the grid)', '')
    """
    counts = [(what, sum(what in (cell or "") for cell in cells)) for what in ("step", "scale")]
    said = " and ".join(f"the {what} in {n}" for what, n in counts if n)
    return f" (of {len(cells)} choices {said} at an end of the grid)" if said else ""
