"""Integer expressions that stand as indices, exponents and ends of sums, and the ranges that they allow their variable."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from theory.kernel.integers import BOUND, Int
from theory.prove.text import integer_text

ALLOWED = re.compile(r"[A-Za-z0-9_+\-*() ]+")


def index_of(text: str) -> Int | None:
    """The integer expression of an index; None where the text is none.

    >>> integer_text(index_of("2*l - 1 + l")), index_of("l/2")
    ('3*l-1', None)
    """
    plain = text.replace("−", "-").strip().strip("{}")
    if not ALLOWED.fullmatch(plain):
        return None
    plain = re.sub(r"(\d)\s*([A-Za-z])", r"\1*\2", plain)
    try:
        return _integer(ast.parse(plain.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _integer(node: ast.expr) -> Int:
    match node:
        case ast.Constant(value=int(n)) if 0 <= n <= 99:
            return Int.of(n)
        case ast.Name(id=name):
            return Int.symbol(name)
        case ast.UnaryOp(op=ast.USub(), operand=a):
            return -_integer(a)
        case ast.BinOp(left=a, op=ast.Add(), right=b):
            return _integer(a) + _integer(b)
        case ast.BinOp(left=a, op=ast.Sub(), right=b):
            return _integer(a) - _integer(b)
        case ast.BinOp(left=a, op=ast.Mult(), right=b):
            return _integer(a) * _integer(b)
    raise ValueError("no integer expression")


def replaced(value: Int, places: dict[str, Int]) -> Int:
    """The expression with symbols replaced, inside indices of sizes too.

    >>> integer_text(replaced(Int.symbol(("d", Int.symbol("#") - 1)), {"#": Int.symbol("L")}))
    'd[L-1]'
    """

    def symbol(s: str | tuple) -> Int:
        if isinstance(s, str):
            return places.get(s, Int.symbol(s))
        return Int.symbol((s[0], replaced(s[1], places)))

    return value if value.constant is not None else value.map(symbol)


def at_bound(value: Int, place: Int) -> Int:
    """A size in ``#`` at a member."""
    return replaced(value, {BOUND: place})


def offset(value: Int, name: str) -> Int | None:
    """c where the value is name + c, and c does not mention the name; else None.

    >>> offset(Int.symbol("l") + 1, "l") == 1, offset(2 * Int.symbol("l"), "l")
    (True, None)
    """
    rest = value - Int.symbol(name)
    return None if name in rest.mentions() else rest


class Undecided(Exception):
    """Two ends of a range that cannot be compared."""


@dataclass
class Span:
    """Lower and upper ends that the uses of one variable demand.

    >>> L = Int.symbol("L")
    >>> span = Span()
    >>> for low, high in ((1, L), (0, L - 1)): span.within(Int.of(low), Int.of(high))
    >>> [integer_text(e) for e in span.ends()]
    ['1', 'L-1']
    """

    lows: list[Int] = field(default_factory=list)
    highs: list[Int] = field(default_factory=list)

    def within(self, low: Int | None, high: Int | None) -> None:
        """low ≤ variable ≤ high."""
        if low is not None:
            self.lows.append(low)
        if high is not None:
            self.highs.append(high)

    def ends(self) -> tuple[Int | None, Int | None]:
        """The largest lower end and the least upper one; `Undecided` where they cannot be compared."""
        return _extreme(self.lows, 1), _extreme(self.highs, -1)


def _extreme(values: Iterable[Int], side: int) -> Int | None:
    best: Int | None = None
    for value in values:
        if best is None:
            best = value
            continue
        gap = (value - best).constant
        if gap is None:
            raise Undecided(f"{integer_text(best)} and {integer_text(value)}")
        if gap * side > 0:
            best = value
    return best


def size_of(text: str) -> Int:
    """The size that a text such as ``d[l+1]`` denotes.

    >>> size_of("d[l+1]") == Int.symbol(("d", Int.symbol("l") + 1))
    True
    """
    found = re.fullmatch(r"(\w+)\[([^\[\]]*)\]", text)
    if found:
        index = index_of(found[2])
        assert index is not None
        return Int.symbol((found[1], index))
    value = index_of(text)
    assert value is not None
    return value
