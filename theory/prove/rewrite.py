"""Finds the cofactors of an equation by oriented rewriting modulo facts, keeping what was multiplied to each.

A rule is (ref, lead): the fact's name and the word or monomial that it replaces. Each step subtracts
``left · fact · right`` (inside a trace: ``tr(fact · rest)``), so the list of what was subtracted is the witness.
"""

from __future__ import annotations

from fractions import Fraction

from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.statement import Context
from theory.kernel.words import Poly, Word, monomial_order, transpose
from theory.prove.text import coefficient_text, integer_text, poly_text, word_text

STEPS = 1000


class NotFound(Exception):
    """The rewriting ended with a remainder."""


class Rule:
    """A fact oriented by its leading monomial: lead → lead − fact/coefficient."""

    def __init__(self, ref: list, lead: str, context: Context):
        fact, env = context.fact(ref).difference, context.env
        leads = list(env.poly(lead).terms)
        found = [m for m in fact.terms if m == leads[0]]
        if len(leads) != 1 or not found:
            raise NotFound(f"{lead} is no term of the fact {ref}: {poly_text(fact)}")
        self.ref, self.fact, self.env = ref, fact, env
        (self.powers, self.traces, self.word), self.c = found[0], fact.terms[found[0]]
        others = [(m, c) for m, c in fact.terms.items() if m != found[0]]
        bare = fact.shape is None and len(others) == 1 and not (self.word or self.traces or others[0][0][1])
        self.other = others[0] if bare and all(context.env.invertible(b[0]) for b, _ in others[0][0][0]) else None

    def apply(self, monomial: tuple, c: Fraction, shape: tuple | None) -> str | None:
        """The expression in ``_`` whose value has this monomial as its lead, or None."""
        powers, traces, word = monomial
        rest = self._divide(powers)
        if rest is None:
            return self._inverse(powers, traces, word, c, shape)
        if self.traces:
            left = list(traces)
            for t in self.traces:
                if t not in left:
                    return None
                left.remove(t)
            return self._scalar(rest, tuple(left), word, c, shape)
        if not self.word and self.fact.shape is None:
            return self._scalar(rest, traces, word, c, shape)
        for lead, mark in ((self.word, "_"), (transpose(self.word), "_.T")):
            if (hit := _find(word, lead)) is not None:
                head = coefficient_text(c / self.c, rest, traces)
                return "*".join([head, *_side(word[: hit]), mark, *_side(word[hit + len(lead):])])
            for k, w in enumerate(traces):
                if (rotated := _find_cyclic(w, lead)) is not None:
                    others = traces[:k] + traces[k + 1:]
                    head = coefficient_text(c / self.c, rest, others)
                    inner = f"tr({'*'.join([mark, *_side(rotated)])})"
                    return "*".join([head, inner, *_side(word)])
        return None

    def _scalar(self, rest: tuple, traces: tuple, word: Word, c: Fraction, shape: tuple | None) -> str:
        return "*".join([coefficient_text(c / self.c, rest, traces), "_", *_side(word, shape)])

    def _inverse(self, powers: tuple, traces: tuple, word: Word, c: Fraction, shape: tuple | None) -> str | None:
        """A negative power of the lead of a binomial x − y: subtract a multiple of x⁻¹ − y⁻¹."""
        have = dict(powers)
        if self.other is None or any((n := (have.get(b, Int.of(0)) + e).constant) is None or n > 0
                                     for b, e in self.powers):  # fmt: skip
            return None
        (other, _, _), coefficient = self.other
        for base, e in other:
            have[base] = have.get(base, Int.of(0)) - e
        rest = tuple(sorted(((b, e) for b, e in have.items() if e != 0), key=lambda item: (item[0][0], repr(item[0][1]))))
        return "*".join([coefficient_text(c / coefficient, rest, traces), "_", *_side(word, shape)])

    def _divide(self, powers: tuple) -> tuple | None:
        """powers / lead powers, if the lead divides (or an invertible binomial can be inverted)."""
        have = dict(powers)
        for base, e in self.powers:
            old = have.get(base, Int.of(0))
            gap = (old - e).constant
            bare = not self.word and not self.traces and all(self.env.invertible(b[0]) for b, _ in self.powers)
            if (bare or not self.env.invertible(base[0])) and (gap is None or gap < 0):
                return None
            have[base] = old - e
        return tuple(sorted(((b, e) for b, e in have.items() if e != 0), key=lambda item: (item[0][0], repr(item[0][1]))))


def _side(word: Word, shape: tuple | None = None) -> list[str]:
    """The word as a factor; an empty word of a matrix monomial is the identity of its size."""
    if word:
        return [word_text(word)]
    return [f"I({integer_text(shape[0])})"] if shape is not None else []


def _find(word: Word, lead: Word) -> int | None:
    for i in range(len(word) - len(lead) + 1):
        if lead and word[i: i + len(lead)] == lead:
            return i
    return None


def _find_cyclic(word: Word, lead: Word) -> Word | None:
    for i in range(len(word)):
        rotated = word[i:] + word[:i]
        if lead and rotated[: len(lead)] == lead:
            return rotated[len(lead):]
    return None


def cofactors(context: Context, target: Poly, rules: list[tuple[list, str]], hints: list | None = None) -> list:
    """The witness of ``target == 0`` for the rule expand: a list of [expression, ref].

    ``hints`` are terms given by hand, subtracted first. Raises NotFound with the remainder if rewriting stops short.
    """
    oriented = [Rule(ref, lead, context) for ref, lead in rules]
    terms: dict[str, list[str]] = {}
    refs: dict[str, list] = {}
    rest = target

    def subtract(expression: str, ref: list, fact: Poly) -> None:
        nonlocal rest
        rest = rest - context.env.bind(fact).poly(expression)
        terms.setdefault(str(ref), []).append(expression)
        refs[str(ref)] = ref

    for expression, ref in hints or []:
        subtract(expression, ref, context.fact(ref).difference)
    for _ in range(STEPS):
        if rest.is_zero():
            return [[_join(parts), refs[name]] for name, parts in terms.items()]
        for monomial, c in sorted(rest.terms.items(), key=monomial_order):
            hit = next(((e, r) for r in oriented if (e := r.apply(monomial, c, rest.shape))), None)
            if hit:
                try:
                    subtract(hit[0], hit[1].ref, hit[1].fact)
                except Fault as fault:
                    raise NotFound(f"no end: {fault}") from None
                break
        else:
            raise NotFound(f"remainder: {poly_text(rest)}")
    raise NotFound(f"no end after {STEPS} steps: {poly_text(rest)[:300]}")


def _join(parts: list[str]) -> str:
    return " + ".join(parts).replace("+ -", "- ")
