"""Which combination of the equations gives a polynomial: multiples of the equations, and a linear system for their numbers.

Non-commutative: an equation f of matrices enters as left·f·right, as its transpose, and in a trace as tr(f·rest); one of
numbers as rest·f. Multiples are grown from the goal: wherever a term of an equation occurs in a monomial, that multiple is
added, and its monomials are looked at in turn, up to a length. That is the matrix of Macaulay, restricted to what the goal
reaches; a solution of the system is the list of cofactors (rule ``expand``), and none says only that none is that short.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heapify, heappop, heappush

from theory.kernel.budget import Fault
from theory.kernel.statement import Context
from theory.kernel.words import Poly, Word, transpose
from theory.prove.linear import solve
from theory.prove.text import coefficient_text, integer_text, word_text

PRIME = 2**31 - 1
CELLS = 6_000_000
"""Largest table of a linear system."""
Vector = dict[tuple, Fraction]


@dataclass
class Multiple:
    """An expression in ``_``, the fact that stands for it, and its value."""

    expression: str
    ref: list
    value: Poly


@dataclass
class Equations:
    """The equations of a context. ``leads``: for each, the terms that may be replaced (a defined letter only by its value)."""

    context: Context
    refs: list[list]
    seconds: float = 2.0
    most: int = 1500
    facts: list[tuple[list, Poly, list[tuple]]] = field(default_factory=list)
    known: dict[tuple[str, str], Poly | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.until = time.perf_counter() + self.seconds
        for ref in self.refs:
            fact = self.context.fact(ref).difference
            if ref[0] == "def":
                leads = [m for m in fact.terms if any(f.name == ref[1] for w in (m[2], *m[1]) for f in w) or any(
                    b[0] == ref[1] for b, _ in m[0])]  # fmt: skip
            else:
                leads = list(fact.terms)
            self.facts.append((ref, fact, leads))

    def multiples(self, start: Iterable[tuple], shape: tuple | None, longest: int, *, insert: bool = False) -> list[Multiple]:
        """All multiples that the monomials reach, up to that length; ``insert``: a bare identity is a term too."""
        until = self.until
        seen = dict.fromkeys(start)
        queue = [(length(m), k, m) for k, m in enumerate(seen)]
        heapify(queue)
        found: dict[tuple[str, str], Multiple] = {}
        while queue and len(found) < self.most and time.perf_counter() < until:
            monomial = heappop(queue)[2]
            for expression, ref, fact in self._at(monomial, shape, insert):
                if (expression, str(ref)) in found:
                    continue
                value = self._value(expression, ref, fact)
                if value is None or not value.terms or value.shape != shape or max(map(length, value.terms)) > longest:
                    continue
                found[expression, str(ref)] = Multiple(expression, ref, value)
                for other in value.terms:
                    if other not in seen:
                        seen[other] = None
                        heappush(queue, (length(other), len(seen), other))
        return list(found.values())

    def _value(self, expression: str, ref: list, fact: Poly) -> Poly | None:
        key = expression, str(ref)
        if key not in self.known:
            try:
                self.known[key] = self.context.env.bind(fact).poly(expression)
            except Fault:
                self.known[key] = None
        return self.known[key]

    def _at(self, monomial: tuple, shape: tuple | None, insert: bool) -> Iterator[tuple[str, list, Poly]]:
        """Multiples in which the monomial occurs."""
        powers, traces, word = monomial
        for ref, fact, leads in self.facts:
            for lead in fact.terms if insert else leads:
                rest, left = divided(powers, lead[0]), list(traces)
                try:
                    for t in lead[1]:
                        left.remove(t)
                except ValueError:
                    continue
                if rest is None:
                    continue
                head = coefficient_text(Fraction(1), rest, tuple(left))
                if fact.shape is None:
                    yield "*".join([head, "_", *_side(word, shape)]), ref, fact
                elif lead[2]:
                    yield from self._in_words(rest, tuple(left), word, lead[2], ref, fact)
                elif insert:
                    yield from self._inserted(rest, tuple(left), word, ref, fact)

    @staticmethod
    def _in_words(rest: tuple, traces: tuple, word: Word, lead: Word, ref: list,
                  fact: Poly) -> Iterator[tuple[str, list, Poly]]:  # fmt: skip
        for mark, wanted in (("_", lead), ("_.T", transpose(lead))):
            head = coefficient_text(Fraction(1), rest, traces)
            for i in range(len(word) - len(wanted) + 1):
                if word[i : i + len(wanted)] == wanted:
                    yield "*".join([head, *_side(word[:i]), mark, *_side(word[i + len(wanted) :])]), ref, fact
            for k, trace in enumerate(traces):
                if trace in traces[:k]:
                    continue
                others = coefficient_text(Fraction(1), rest, traces[:k] + traces[k + 1 :])
                for i in range(len(trace)):
                    turned = trace[i:] + trace[:i]
                    if turned[: len(wanted)] == wanted:
                        inner = "*".join([mark, *_side(turned[len(wanted) :])])
                        yield "*".join([others, f"tr({inner})", *_side(word)]), ref, fact

    @staticmethod
    def _inserted(rest: tuple, traces: tuple, word: Word, ref: list, fact: Poly) -> Iterator[tuple[str, list, Poly]]:
        assert fact.shape is not None
        head, size = coefficient_text(Fraction(1), rest, traces), fact.shape[0]
        for i in range(len(word) + 1):
            before, after = word[:i], word[i:]
            if (before and before[-1].columns == size) or (not before and after and after[0].rows == size):
                yield "*".join([head, *_side(before), "_", *_side(after)]), ref, fact
        for k, trace in enumerate(traces):
            others = coefficient_text(Fraction(1), rest, traces[:k] + traces[k + 1 :])
            for i in range(len(trace)):
                if trace[i].rows == size:
                    yield "*".join([others, f"tr(_*{word_text(trace[i:] + trace[:i])})", *_side(word)]), ref, fact

    def cofactors(self, goal: Poly, slack: int = 4) -> list | None:
        """The witness of ``goal == 0`` for the rule ``expand``; None where none is found up to ``slack`` more factors."""
        if goal.is_zero():
            return []
        if not self.facts:
            return None
        numbers_in = {base[0] for powers, _, _ in goal.terms for base, _ in powers}
        near = [m for _, fact, _ in self.facts if numbers_in & fact.mentions() for m in fact.terms]  # a norm's square is long
        size = max(map(length, [*goal.terms, *near]))
        for more, insert in ((0, False), (2, False), (2, True), (slack, False), (3, True), (slack, True)):
            if time.perf_counter() > self.until:
                break
            found = self.multiples(goal.terms, goal.shape, size + more, insert=insert)
            numbers = combination([m.value.terms for m in found], goal.terms)
            if numbers is not None:
                return witness(found, numbers)
        return None


def witness(found: list[Multiple], numbers: dict[int, Fraction]) -> list:
    """[expression, fact] for the multiples with their numbers, one entry a fact."""
    parts: dict[str, list[str]] = {}
    refs: dict[str, list] = {}
    for j, c in numbers.items():
        m = found[j]
        parts.setdefault(str(m.ref), []).append(m.expression if c == 1 else f"({c})*{m.expression}")
        refs[str(m.ref)] = m.ref
    return [[" + ".join(texts), refs[name]] for name, texts in parts.items()]


def combination(columns: list[Vector], goal: Vector) -> dict[int, Fraction] | None:
    """Exact numbers with Σ x_j column_j = goal, earlier columns preferred; None if there are none. The support is found
    modulo a prime, the numbers in rationals.

    >>> one = Fraction(1)
    >>> combination([{"a": one, "b": one}, {"b": 2 * one}], {"a": one, "b": 3 * one})
    {0: Fraction(1, 1), 1: Fraction(1, 1)}
    """
    from flint import nmod_mat

    keys = {key: i for i, key in enumerate(dict.fromkeys([k for c in columns for k in c] + list(goal)))}
    if not goal:
        return {}
    if not columns or len(columns) * len(keys) > CELLS:
        return None
    matrix = nmod_mat(len(keys), len(columns) + 1, PRIME)
    for j, column in enumerate([*columns, goal]):
        for key, v in column.items():
            matrix[keys[key], j] = v.numerator * pow(v.denominator, -1, PRIME) % PRIME
    reduced, rank = matrix.rref()
    support = []
    for i in range(rank):
        pivot = next(j for j in range(len(columns) + 1) if int(reduced[i, j]))
        if pivot == len(columns):
            return None
        if int(reduced[i, len(columns)]):
            support.append(pivot)
    numbers = solve([columns[j] for j in support], goal)
    return None if numbers is None else {j: x for j, x in zip(support, numbers, strict=True) if x}


def length(monomial: tuple) -> int:
    """Factors of a monomial: of its words, and its powers.

    >>> length(((), (), ()))
    0
    """
    powers, traces, word = monomial
    scalars = sum(e.constant if e.constant is not None and e.constant > 0 else 1 for _, e in powers)
    return scalars + sum(map(len, traces)) + len(word)


def divided(powers: tuple, lead: tuple) -> tuple | None:
    """powers / lead where every exponent stays a number >= 0."""
    have = dict(powers)
    for base, e in lead:
        if base not in have:
            return None
        gap = (have[base] - e).constant
        if gap is None or gap < 0:
            return None
        have[base] = have[base] - e
    return tuple((b, e) for b, e in have.items() if e != 0)


def _side(word: Word, shape: tuple | None = None) -> list[str]:
    if word:
        return [word_text(word)]
    return [f"I({integer_text(shape[0])})"] if shape is not None else []
