"""Where certificates of positivity are looked for: products of facts times monomials, in normal form modulo equations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

from theory.kernel.integers import Int
from theory.kernel.letters import Letters, manifest
from theory.kernel.statement import Context
from theory.kernel.words import Poly
from theory.prove.rewrite import NotFound
from theory.prove.text import coefficient_text

Rules = Sequence[tuple[list, str]]


@dataclass(frozen=True)
class Search:
    """Where to look.

    ``products``: facts multiplied at most; ``degree``: of a term, None for that of the conclusion; ``facts``: references
    to use, None for all comparisons given or premised; ``weights``: texts tried beside the monomials in positive letters,
    1/x say; ``squares``: monomials (texts) whose combinations may be squared, each square times a text of ``times``.
    """

    products: int = 2
    degree: int | None = None
    facts: tuple[list, ...] | None = None
    weights: tuple[str, ...] = ()
    squares: tuple[str, ...] = ()
    times: tuple[str, ...] = ("1",)

    def __post_init__(self) -> None:
        if self.products < 0 or (self.degree is not None and self.degree < 0):
            raise ValueError("products and degree must be at least 0")


@dataclass(frozen=True)
class Column:
    """A candidate: the term as the kernel reads it but for its number, its value in normal form, whether it is > 0."""

    term: dict[str, Any]
    value: Poly
    sharp: bool

    def times(self, c: Fraction) -> dict[str, Any]:
        """The term with c times its weight."""
        return {**self.term, "weight": scaled(c, self.term["weight"])}


def scaled(c: Fraction, text: str) -> str:
    """c times a text.

    >>> scaled(Fraction(1, 2), "x*y"), scaled(Fraction(-1), "x"), scaled(Fraction(3), "1"), scaled(Fraction(3), "x+1")
    ('1/2*x*y', '-x', '3', '3*(x+1)')
    """
    if text == "1" or abs(c) != 1:
        return str(c) if text == "1" else f"{c}*{text}" if not set("+-") & set(text) else f"{c}*({text})"
    return text if c == 1 else f"-({text})" if set("+-") & set(text) else f"-{text}"


def candidates(context: Context, normal: Reduction, search: Search, degree: int) -> list[Column]:
    """Products of facts, times monomials in the free positive letters and the given weights, up to the degree."""
    refs = _comparisons(context) if search.facts is None else list(search.facts)
    facts = [context.fact(ref) for ref in refs]
    products: dict[tuple[int, ...], tuple[Poly, bool]] = {(): (Poly.number(1), True)}
    for n in range(1, search.products + 1):
        for chosen in combinations_with_replacement(range(len(facts)), n):
            before, sharp = products[chosen[:-1]]
            last = facts[chosen[-1]]
            products[chosen] = before * last.difference, sharp and last.kind == ">"
    monomials = _monomials(context.env, degree)
    columns = []
    for chosen, (product, sharp) in products.items():
        size = degree_of(normal(product))
        weights = [*(m for m in monomials if degree_of(m[1]) + size <= degree),
                   *((w, context.env.poly(w)) for w in search.weights)]  # fmt: skip
        for text, weight in weights:
            term = {"weight": text, "facts": [refs[i] for i in chosen]}
            columns.append(Column(term, normal(weight * product), sharp and manifest(weight, context.env, 1)))
    return columns


def _comparisons(context: Context) -> list[list]:
    """References of all comparisons that are given or that premises conclude (quantified ones have none)."""
    refs: list[list] = [["given", i] for i, atom in enumerate(context.statement.given) if atom.kind in (">", ">=")]
    for p, atoms in enumerate(context.conclusions):
        if not isinstance(atoms, str):  # a premise that does not apply says why instead
            refs += [["premise", p, k] for k, atom in enumerate(atoms) if atom.kind in (">", ">=")]
    return refs


def _monomials(env: Letters, degree: int) -> list[tuple[str, Poly]]:
    """All monomials up to the degree in positive letters that are neither families nor defined."""
    names = [n for n, x in env.table.items() if x.kind == "positive" and not x.family and x.definition is None]
    found = []
    for d in range(degree + 1):
        for chosen in combinations_with_replacement(names, d):
            powers = tuple(((n, None), Int.of(chosen.count(n))) for n in sorted(set(chosen)))
            found.append((coefficient_text(Fraction(1), powers), Poly({(powers, (), ()): Fraction(1)})))
    return found


def degree_of(value: Poly) -> int:
    """The total degree; a symbolic or negative exponent and a trace count as one letter.

    >>> from theory.kernel.declare import read_letters
    >>> env = read_letters([["x", {"kind": "positive"}], ["L", {"kind": "integer", "min": "2"}]])
    >>> degree_of(env.poly("x**3 + x**(-2)")), degree_of(env.poly("x**L*x")), degree_of(env.poly("5"))
    (3, 1, 0)
    """

    def one(e: Int) -> int:
        return e.constant if e.constant is not None and e.constant > 0 else 1

    return max((sum(one(e) for _, e in powers) + len(traces) for powers, traces, _ in value.terms), default=0)


class Reduction:
    """Normal forms modulo equations whose leads are monomials in scalars: lead → lead − fact/coefficient."""

    def __init__(self, context: Context, rules: Rules):
        self.rules: list[tuple[dict, Poly]] = []
        self.known: dict[tuple, Poly] = {}
        for ref, lead in rules:
            fact, leads = context.fact(ref).difference, list(context.env.poly(lead).terms)
            if len(leads) != 1 or leads[0] not in fact.terms or leads[0][1] or leads[0][2]:
                raise NotFound(f"{lead} is no scalar monomial of the fact {ref}")
            whole = Poly({leads[0]: Fraction(1)})
            self.rules.append((dict(leads[0][0]), whole - fact.scale(1 / fact.terms[leads[0]])))

    def __call__(self, value: Poly) -> Poly:
        try:
            return self._reduced(value)
        except RecursionError:
            raise NotFound("the equations rewrite without end") from None

    def _reduced(self, value: Poly) -> Poly:
        total: dict[tuple, Fraction] = {}
        for monomial, c in value.terms.items():
            for m, v in self._monomial(monomial).terms.items():
                total[m] = total.get(m, Fraction(0)) + c * v
        return Poly(total)

    def _monomial(self, monomial: tuple) -> Poly:
        if monomial not in self.known:
            self.known[monomial] = whole = Poly({monomial: Fraction(1)})
            for lead, other in self.rules:
                if (rest := _quotient(dict(monomial[0]), lead)) is not None:
                    self.known[monomial] = self._reduced(Poly({(rest, *monomial[1:]): Fraction(1)}) * other)
                    break
            else:
                return whole
        return self.known[monomial]


def _quotient(powers: dict, lead: dict) -> tuple | None:
    """powers / lead, or None where a power is missing."""
    for base, e in lead.items():
        gap = (powers.get(base, Int.of(0)) - e).constant
        if gap is None or gap < 0:
            return None
    left = {base: e - lead.get(base, Int.of(0)) for base, e in powers.items()}
    return tuple(sorted(((b, e) for b, e in left.items() if e != 0), key=repr))
