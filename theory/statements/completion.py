"""Equations of words completed to rewriting rules (Buchberger's algorithm without commutativity; Mora, 1986), up to a length.

A rule remembers from which rules it came, and becomes a certificate of its own only where a proof uses it. Only equations whose
terms are words with rational numbers take part; transposes of equations are equations.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from theory.kernel.words import Factor, Poly, Word, transpose
from theory.prove.text import poly_text, word_text
from theory.statements.halves import spelled

Sum = dict[Word, Fraction]
Use = tuple[Fraction, Word, int, Word]
"""c · left · rule · right."""


@dataclass
class Rule:
    """``terms`` vanish; ``lead`` is replaced. ``fact``: the reference of an equation (``turned``: of its transpose), else
    ``uses`` give what it is the sum of."""

    terms: Sum
    lead: Word
    fact: list | None = None
    turned: bool = False
    uses: list[Use] = field(default_factory=list)


class Completion:
    """``heavy``: letters with their weights, 1 for others: words are replaced by lighter ones. ``longest``: of the words that
    are looked at; ``seconds`` of the processor, and no longer than ``until`` on the clock."""

    def __init__(self, facts: Iterable[tuple[list, Poly]], heavy: Mapping[str, int], seconds: float = 1.0, longest: int = 9,
                 most: int = 400, until: float = math.inf):  # fmt: skip
        self.spent, self.until, self.longest, self.most = time.process_time() + seconds, until, longest, most
        self.heavy = heavy
        self.rules: list[Rule] = []
        self.places: dict[Factor, list[int]] = {}  # rules by the first letter of their leads
        for ref, poly in facts:
            terms = words_of(poly)
            if terms is None or not terms:
                continue
            self._add(terms, ref, False, [])
            self._add({transpose(w): c for w, c in terms.items()}, ref, True, [])

    def _order(self, word: Word) -> tuple:
        weight = sum(self.heavy.get(f.name, 1) for f in word)
        return weight, tuple((f.name, f.transposed) for f in word)

    def _add(self, terms: Sum, fact: list | None, turned: bool, uses: list[Use]) -> bool:
        """A rule of these terms, reduced; whether it is new."""
        rest, more = self.reduced(terms)
        if not rest:
            return False
        lead = max(rest, key=self._order)
        if not lead:
            return False
        if fact is not None:
            self.rules.append(Rule(terms, max(terms, key=self._order), fact, turned))
            if more:  # reduced by others: the fact stays beside what remains of it
                uses = [(Fraction(1), (), len(self.rules) - 1, ())]
                self.rules.append(Rule(rest, lead, None, False, uses + [(-c, a, k, b) for c, a, k, b in more]))
        else:
            self.rules.append(Rule(rest, lead, None, False, uses + [(-c, a, k, b) for c, a, k, b in more]))
        self.places.setdefault(lead[0], []).append(len(self.rules) - 1)
        return True

    def reduced(self, terms: Sum) -> tuple[Sum, list[Use]]:
        """Terms that no rule replaces, and what was subtracted."""
        rest, done, uses = dict(terms), {}, []
        while rest:
            word = max(rest, key=self._order)
            c = rest[word]
            hit = self._hit(word)
            if hit is None or self.over():
                done[word] = rest.pop(word)
                continue
            i, k = hit
            rule = self.rules[k]
            left, right, share = word[:i], word[i + len(rule.lead) :], c / rule.terms[rule.lead]
            uses.append((share, left, k, right))
            for other, d in rule.terms.items():
                new = left + other + right
                value = rest.get(new, Fraction(0)) - share * d
                if value:
                    rest[new] = value
                else:
                    rest.pop(new, None)
        return done, uses

    def _hit(self, word: Word) -> tuple[int, int] | None:
        for i, f in enumerate(word):
            for k in self.places.get(f, ()):
                lead = self.rules[k].lead
                if word[i : i + len(lead)] == lead:
                    return i, k
        return None

    def grow(self) -> Iterator[int]:
        """Rules from overlaps of leads, short ones first; yields after each round."""
        seen: set[tuple[int, int, int]] = set()
        for bound in range(2, self.longest + 1):
            changed = True
            while changed:
                changed = False
                active = self.active()
                for a in active:
                    for b in active:
                        for overlap in self._overlaps(a, b, bound, seen):
                            if self.over() or len(self.rules) > self.most:
                                return
                            changed |= self._add(*overlap)
            yield bound

    def _overlaps(self, a: int, b: int, bound: int, seen: set) -> Iterator[tuple[Sum, None, bool, list[Use]]]:
        p, q = self.rules[a].lead, self.rules[b].lead
        for size in range(1, min(len(p), len(q)) + 1):
            if len(p) + len(q) - size > bound or (a, b, size) in seen or p[len(p) - size :] != q[:size]:
                continue
            if a == b and size == len(p):
                continue
            seen.add((a, b, size))
            left, right = p[: len(p) - size], q[size:]
            one, two = Fraction(1) / self.rules[a].terms[p], Fraction(1) / self.rules[b].terms[q]
            total: Sum = {}
            for word, c in self.rules[a].terms.items():
                total[word + right] = total.get(word + right, Fraction(0)) + one * c
            for word, c in self.rules[b].terms.items():
                total[left + word] = total.get(left + word, Fraction(0)) - two * c
            yield {w: c for w, c in total.items() if c}, None, False, [(one, (), a, right), (-two, left, b, ())]

    def over(self) -> bool:
        """Whether the time is: of the processor, so that a busy machine finds the same rules, and at last of the clock."""
        return time.process_time() > self.spent or time.perf_counter() > self.until

    def active(self) -> list[int]:
        """The rules that replace something."""
        return [k for ks in self.places.values() for k in ks]

    def needed(self, uses: list[Use]) -> list[int]:
        """The rules below a proof that are no equations themselves, in an order in which each can be shown."""
        found: dict[int, None] = {}

        def visit(k: int) -> None:
            if k in found or self.rules[k].fact is not None:
                return
            for _, _, other, _ in self.rules[k].uses:
                visit(other)
            found[k] = None

        for _, _, k, _ in uses:
            visit(k)
        return list(found)


def words_of(poly: Poly) -> Sum | None:
    """The terms of a matrix that are words alone; None where there is a number or a trace in one, or a diagonal."""
    terms: Sum = {}
    for (powers, traces, word), c in poly.terms.items():
        if powers or traces or poly.shape is None or any(f.diagonal or f.index is not None or f.exponent.constant is None or (
                f.exponent.constant < 1) for f in word):  # fmt: skip
            return None
        terms[spelled(word)] = terms.get(spelled(word), Fraction(0)) + c
    return terms


def polynomial(terms: Sum, like: Poly) -> str:
    """The text of a sum of words of the shape of ``like``."""
    return poly_text(Poly.sum(Poly({((), (), w): c}, like.shape) for w, c in terms.items()))


def use_text(c: Fraction, left: Word, mark: str, right: Word) -> str:
    """c · left · mark · right, as the kernel reads it.

    >>> use_text(Fraction(-1), (), "_.T", ())
    '(-1)*_.T'
    """
    return "*".join([f"({c})", *([word_text(left)] if left else []), mark, *([word_text(right)] if right else [])])
