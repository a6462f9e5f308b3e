"""Derivatives of terms: gradients backwards, first and second derivatives along a line forwards.

Letters for norms, inverses and reciprocals are differentiated through what defines them:
n² = ‖M‖² gives n·n′ = ⟨M, M′⟩; J M = I gives J′ = −J M′ J; r x = 1 gives r′ = −r² x′.
"""

from __future__ import annotations

from dataclasses import dataclass

from theory.statements.derivatives.terms import (
    Term,
    add,
    identity,
    inner,
    letter,
    mul,
    negative,
    num,
    power,
    trace,
    transpose,
)


@dataclass(frozen=True)
class Hidden:
    """A letter that is defined by an equation. ``kind``: norm, inverse or reciprocal, of ``of``; ``reciprocal``: of a norm, the
    letter for 1/norm."""

    kind: str
    of: Term
    reciprocal: str = ""


HiddenLetters = dict[str, Hidden]


def gradient(term: Term, hidden: HiddenLetters) -> dict[str, Term]:
    """The gradient of a number in each of its letters, backwards through the term.

    >>> from fractions import Fraction
    >>> X, Y, A = letter("X", ("m", "r")), letter("Y", ("n", "r")), letter("A", ("m", "n"))
    >>> E = add(mul(X, transpose(Y)), negative(A))
    >>> gradient(mul(num(Fraction(1, 2)), inner(E, E)), {})["X"] == mul(E, Y)
    True
    """
    found: dict[str, list[Term]] = {}
    _back(term, num(1), found, hidden)
    return {name: add(*parts) for name, parts in found.items()}


def _back(term: Term, above: Term, found: dict[str, list[Term]], hidden: HiddenLetters) -> None:
    """Add to ``found`` what the slope ``above`` of the whole with respect to this term gives to each letter."""
    if above.zero:
        return
    if term.op == "name" and term.value in hidden:
        _back_hidden(term, above, found, hidden)
    elif term.op == "name":
        found.setdefault(term.value, []).append(above)
    elif term.op == "sum":
        for part in term.args:
            _back(part, above, found, hidden)
    elif term.op == "prod":
        _back_product(term, above, found, hidden)
    elif term.op == "T":
        _back(term.args[0], transpose(above), found, hidden)
    elif term.op == "tr":
        inside = term.args[0]
        assert inside.shape is not None
        _back(inside, mul(above, identity(inside.shape[0])), found, hidden)
    elif term.op == "square":
        _back(term.args[0], mul(num(2), above, term.args[0]), found, hidden)
    elif term.op == "pow":
        base, n = term.args[0], term.value
        _back(base, mul(num(n), above, power(base, n - 1)), found, hidden)


def _back_product(term: Term, above: Term, found: dict[str, list[Term]], hidden: HiddenLetters) -> None:
    scalars = [a for a in term.args if a.shape is None]
    matrices = [a for a in term.args if a.shape is not None]
    whole = mul(*matrices) if matrices else num(1)
    for k, s in enumerate(scalars):
        others = scalars[:k] + scalars[k + 1 :]
        _back(s, mul(num(term.value), *others, inner(above, whole)), found, hidden)
    for k, m in enumerate(matrices):
        left = [transpose(a) for a in reversed(matrices[:k])]
        right = [transpose(a) for a in reversed(matrices[k + 1 :])]
        _back(m, mul(num(term.value), *scalars, *left, above, *right), found, hidden)


def _back_hidden(term: Term, above: Term, found: dict[str, list[Term]], hidden: HiddenLetters) -> None:
    known = hidden[term.value]
    if known.kind == "norm":
        _back(known.of, mul(above, letter(known.reciprocal), known.of), found, hidden)
    elif known.kind == "inverse":
        turned = transpose(term)
        _back(known.of, negative(mul(turned, above, turned)), found, hidden)
    else:
        _back(known.of, mul(num(-1), above, power(term, 2)), found, hidden)


@dataclass(frozen=True)
class Jet:
    """Value, first and second derivative along a line at its start."""

    value: Term
    first: Term
    second: Term


def jet(term: Term, directions: dict[str, Term], hidden: HiddenLetters) -> Jet:
    """The jet of a term along W + tH: ``directions`` gives H for each letter that moves.

    >>> X, H = letter("X", ("m", "r")), letter("H", ("m", "r"))
    >>> j = jet(inner(X, X), {"X": H}, {})
    >>> j.first == mul(num(2), inner(X, H)), j.second == mul(num(2), inner(H, H))
    (True, True)
    """
    zero = num(0)
    args = [jet(a, directions, hidden) for a in term.args]
    if term.op == "name":
        if term.value in hidden:
            return _jet_hidden(term, jet(hidden[term.value].of, directions, hidden), hidden)
        return Jet(term, directions.get(term.value, zero), zero)
    if term.op in ("num", "I", "raw"):
        return Jet(term, zero, zero)
    if term.op == "sum":
        return Jet(term, add(*(a.first for a in args)), add(*(a.second for a in args)))
    if term.op == "prod":
        return _jet_product(term, args)
    (a,) = args
    if term.op == "T":
        return Jet(term, transpose(a.first), transpose(a.second))
    if term.op == "tr":
        return Jet(term, trace(a.first), trace(a.second))
    if term.op == "square":
        second = add(inner(a.first, a.first), inner(a.value, a.second))
        return Jet(term, mul(num(2), inner(a.value, a.first)), mul(num(2), second))
    n = term.value
    slope = mul(num(n), power(a.value, n - 1))
    curved = mul(num(n * (n - 1)), power(a.value, n - 2), power(a.first, 2)) if n != 1 and not a.first.zero else zero
    return Jet(term, mul(slope, a.first), add(curved, mul(slope, a.second)))


def _jet_product(term: Term, args: list[Jet]) -> Jet:
    values = [a.value for a in args]
    c = num(term.value)
    first, second = [], []
    for i, a in enumerate(args):
        if not a.first.zero:
            first.append(mul(c, *values[:i], a.first, *values[i + 1 :]))
        if not a.second.zero:
            second.append(mul(c, *values[:i], a.second, *values[i + 1 :]))
        for j in range(i + 1, len(args)):
            if not (a.first.zero or args[j].first.zero):
                between = values[i + 1 : j]
                second.append(mul(num(2), c, *values[:i], a.first, *between, args[j].first, *values[j + 1 :]))
    return Jet(term, add(*first), add(*second))


def _jet_hidden(term: Term, of: Jet, hidden: HiddenLetters) -> Jet:
    known = hidden[term.value]
    if of.first.zero and of.second.zero:
        return Jet(term, num(0), num(0))
    if known.kind == "norm":
        r = letter(known.reciprocal)
        first = mul(r, inner(of.value, of.first))
        second = mul(r, add(inner(of.first, of.first), inner(of.value, of.second), negative(power(first, 2))))
        return Jet(term, first, second)
    if known.kind == "inverse":
        first = negative(mul(term, of.first, term))
        twice = mul(num(2), term, of.first, term, of.first, term)
        return Jet(term, first, add(twice, negative(mul(term, of.second, term))))
    first = negative(mul(power(term, 2), of.first))
    return Jet(term, first, add(mul(num(2), power(term, 3), power(of.first, 2)),
                                negative(mul(power(term, 2), of.second))))  # fmt: skip


def cancelled(term: Term, hidden: HiddenLetters) -> Term:
    """The term with x·(1/x) left out, for letters 1/x.

    >>> n, r = letter("n"), letter("r")
    >>> cancelled(mul(power(n, 2), r), {"r": Hidden("reciprocal", n)}) == n
    True
    """
    args = [cancelled(a, hidden) for a in term.args]
    if term.op == "prod":
        powers = {a.args[0] if a.op == "pow" else a: a.value if a.op == "pow" else 1 for a in args if a.shape is None}
        for r in list(powers):
            of = hidden[r.value].of if r.op == "name" and r.value in hidden and hidden[r.value].kind == "reciprocal" else None
            if of in powers:
                k = min(powers[r], powers[of])
                powers[r], powers[of] = powers[r] - k, powers[of] - k
        return mul(num(term.value), *(power(a, k) for a, k in powers.items() if k), *(a for a in args if a.shape is not None))
    if term.op == "sum":
        return add(*args)
    builders = {"T": transpose, "tr": trace, "square": lambda a: inner(a, a), "pow": lambda a: power(a, term.value)}
    return builders[term.op](*args) if term.op in builders else term
