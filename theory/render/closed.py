"""Recursion letters folded back: products W_L ⋯ W_1, sums over layers, powers.

A letter that is defined by Q_{n+1} = W_{n+1} Q_n from Q_0 = I is a name for W_n ⋯ W_1, and one by Q_{n+1} = Q_n + e(n + 1)
from 0 a name for a sum. `closed_form` reads this off the declaration; what it does not see stays a recursion.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from theory.render.reading import read
from theory.render.tree import ONE, ZERO, Math, letter, neg, number, plus, power, put, simplified, times

Closed = Callable[[Math], Math]
"""From an index to the member in closed form."""


def closed_form(name: str, spec: dict[str, Any], known: Callable[[Math], Math], bound: str) -> Closed | None:
    """The closed form of a recursion, or None. ``known``: what to put for letters before it; ``bound``: names for the index
    of a sum, of which the first is taken that says nothing else there.

    >>> spec = {"kind": "positive", "over": ["n", "0", "L"], "first": "1", "next": "mu[n+1]*q[n]"}
    >>> closed_form("q", spec, lambda tree: tree, "l")(letter("L")).kind
    'prod'
    """
    up = "first" in spec
    if not up and "last" not in spec:
        return None
    variable, low, high = spec["over"][0], read(spec["over"][1]), read(spec["over"][2])
    start = known(read(spec["first" if up else "last"]))
    step = known(read(spec["next" if up else "previous"]))
    here = letter(variable)
    back = letter(name, here if up else simplified(plus(here, ONE)))
    for find in (_summed, _multiplied):
        found = find(name, spec, step, back)
        if found is None:
            continue
        rest, kind = found
        first, last = (low, plus(here, neg(ONE))) if up else (here, plus(high, neg(ONE)))  # the values that n takes
        return _form(kind, rest, start, variable, first, last, up, spec, bound)
    return None


def _summed(name: str, spec: dict[str, Any], step: Math, back: Math) -> tuple[Math, str] | None:
    """What is added, if the step is Q + rest."""
    if step.kind != "plus" or step.args.count(back) != 1:
        return None
    rest = plus(*(term for term in step.args if term != back))
    return None if _mentions(rest, name) else (rest, "sum")


def _multiplied(name: str, spec: dict[str, Any], step: Math, back: Math) -> tuple[Math, str] | None:
    """What is multiplied by, if the step is rest · Q (downwards Q · rest)."""
    if step.kind != "times" or step.args.count(back) != 1:
        return None
    scalar = spec["kind"] in ("real", "positive")
    place = step.args.index(back)
    if not scalar and place != (len(step.args) - 1 if "first" in spec else 0):
        return None
    rest = times(*(factor for factor in step.args if factor != back))
    if _mentions(rest, name):
        return None
    if not _mentions(rest, spec["over"][0]):
        return rest, "power"
    if scalar:
        return rest, "prod"
    return (rest, "chain") if rest.kind == "letter" and rest.args and _falls(rest.args[0], spec["over"][0]) else None


def _falls(index: Math, variable: str) -> bool:
    """Whether the index is the variable plus a constant."""
    gap = simplified(plus(index, neg(letter(variable))))
    return gap.kind == "number" or (gap.kind == "neg" and gap.args[0].kind == "number")


def _form(kind: str, rest: Math, start: Math, variable: str, first: Math, last: Math, up: bool, spec: dict[str, Any],
          bound: str) -> Closed:  # fmt: skip
    ahead = kind in ("sum", "prod") and not _here(rest, variable)
    shift = ONE if ahead else ZERO
    within = {node.value for node in rest.walk() if node.kind in ("sum", "prod")}

    def at(index: Math) -> Math:
        low = simplified(plus(put(first, {variable: index}), shift))
        high = simplified(plus(put(last, {variable: index}), shift))
        gap = simplified(plus(high, neg(low), ONE))
        if gap == ZERO:
            return put(start, {variable: index})
        if kind == "power":
            product = power(rest, gap)
        elif kind == "chain":
            ends = tuple(put(rest, {variable: end}).args[0] for end in (high, low))
            product = _chain(rest.value, *ends)
        else:
            name = next(n for n in bound if n not in within and not _mentions(index, n))
            product = _big(kind, name, low, high, put(rest, {variable: plus(letter(name), neg(shift))}))
        if kind == "sum":
            return plus(start, product)
        return times(product, _unit(start)) if up else times(_unit(start), product)

    return at


def _unit(start: Math) -> Math:
    return ONE if start.kind == "I" else start


def _chain(family: str, high: Math, low: Math) -> Math:
    """W_high ⋯ W_low; a single factor, or up to three, written out."""
    gap = simplified(plus(high, neg(low)))
    if gap.kind == "number" and 0 <= gap.value <= 2:
        return times(*(letter(family, simplified(plus(high, number(-k)))) for k in range(int(gap.value) + 1)))
    return Math("chain", (high, low), family)


def _big(kind: str, bound: str, low: Math, high: Math, body: Math) -> Math:
    """Σ or ∏ over low … high; one or two terms written out."""
    gap = simplified(plus(high, neg(low)))
    if gap.kind == "number" and 0 <= gap.value <= 1:
        parts = [put(body, {bound: simplified(plus(low, number(k)))}) for k in range(int(gap.value) + 1)]
        return plus(*parts) if kind == "sum" else times(*parts)
    return Math(kind, (low, high, body), bound)


def _mentions(tree: Math, name: str) -> bool:
    return any(node.kind == "letter" and node.value == name for node in tree.walk())


def _here(tree: Math, variable: str) -> bool:
    """Whether a member at n, or n itself, occurs: then the sum runs over n, else over n + 1."""
    indices = [node.args[0] for node in tree.walk() if node.kind == "letter" and node.args]
    if any(simplified(plus(index, neg(letter(variable)))) != ONE for index in indices if _mentions(index, variable)):
        return True
    bare = sum(node.kind == "letter" and node.value == variable for node in tree.walk())
    return bare > sum(_mentions(index, variable) for index in indices)
