"""Equations by rewriting, with symmetric and skew letters: Aᵀ → ±A wherever it stands, and of a trace and its transpose the
one that comes first."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from theory.kernel.statement import Context
from theory.kernel.words import Factor, Poly, Word, monomial_order, transpose, word_order
from theory.prove.derivation import Book
from theory.prove.facts import Facts
from theory.prove.rewrite import NotFound, Rule
from theory.prove.text import coefficient_text, word_text
from theory.statements.derivatives.objective import Objective

STEPS = 2000


def semidefinite_rules(objective: Objective) -> list:
    """A → K Kᵀ for letters that are declared semidefinite."""
    values = {n for n, s in objective.letters if "value" in s}
    return [(f"def {name}", name) for name in objective.found.factors if name in values]


def prove(book: Book, letters: list, given: list[str], then: str, rules: list, premises: dict[str, Any] | None = None,
          hints: list | None = None, later: list | None = None) -> str:  # fmt: skip
    """A certificate of an equation: hints, then rules, then rules that wait until nothing of the first is left, then
    symmetric letters; NotFound or Fault where it does not hold.

    >>> letters = [["n", {"kind": "dimension"}], ["A", {"kind": "matrix", "shape": ["n", "n"]}]]
    >>> book = Book(scene={"n": 1, "A": [["2"]]})
    >>> page = prove(book, letters, ["A.T == A"], "tr(A.T*A) == tr(A*A)", [])
    >>> book.pages[page].rule
    'expand'
    """
    facts = Facts(given, premises)
    context = book.context(letters, facts.given, then, facts.premises, {})
    rest, terms = context.statement.then[0].difference, []
    for expression, ref in facts.hints(hints or []) or []:
        rest = rest - context.env.bind(context.fact(ref).difference).poly(expression)
        terms.append([expression, ref])
    turning = _symmetric(given, context)
    for phase in (rules, later):
        found = _rewritten(context, rest, facts.rules(phase)) if phase else []
        terms += found
        for expression, ref in found:
            rest = rest - context.env.bind(context.fact(ref).difference).poly(expression)
    terms += _turned(context, rest, turning)[0]
    return book.add("expand", letters, facts.given, then, [terms], facts.premises)


def _rewritten(context: Context, rest: Poly, rules: list) -> list:
    """The cofactors of the rules alone; what is left may vanish by symmetry."""
    used: list = []
    oriented = [Rule(ref, lead, context) for ref, lead in rules]
    for _ in range(STEPS):
        step = _one_step(rest, oriented)
        if step is None:
            return used
        used.append(list(step))
        rest = rest - context.env.bind(context.fact(step[1]).difference).poly(step[0])
    raise NotFound(f"no end after {STEPS} steps")


def _one_step(rest: Poly, rules: list[Rule]) -> tuple[str, list] | None:
    for monomial, c in sorted(rest.terms.items(), key=monomial_order):
        for rule in rules:
            if expression := rule.apply(monomial, c, rest.shape):
                return expression, rule.ref
    return None


def _symmetric(given: list[str], context: Context) -> dict[str, tuple[list, int]]:
    """Letter → (the hypothesis Aᵀ == ±A, its sign)."""
    found: dict[str, tuple[list, int]] = {}
    for k, text in enumerate(given):
        left, _, right = text.partition(" == ")
        if left.endswith(".T") and right.lstrip("-") == left[:-2] and left[:-2].isidentifier():
            found[left[:-2]] = (["given", k], -1 if right.startswith("-") else 1)
    return found


def _turned(context: Context, rest: Poly, turning: dict[str, tuple[list, int]]) -> tuple[list, Poly]:
    """Witness terms that bring every trace with symmetric letters into one form, and what is left."""
    terms: list = []
    for _ in range(STEPS):
        step = next((s for m, c in sorted(rest.terms.items(), key=monomial_order) if (s := _turn(m, c, turning))), None)
        if step is None:
            return terms, rest
        for expression, ref in step:
            rest = rest - context.env.bind(context.fact(ref).difference).poly(expression)
            terms.append([expression, ref])
    return terms, rest


def _turn(monomial: tuple, c: Fraction, turning: dict[str, tuple[list, int]]) -> list | None:
    """How one trace of a monomial is brought into its form; None if all are."""
    powers, traces, word = monomial
    for i, f in enumerate(word):
        if f.name in turning and f.transposed:
            head = coefficient_text(c, powers, traces)
            return [["*".join([head, *_text(word[:i]), "_", *_text(word[i + 1 :])]), turning[f.name][0]]]
    for k, w in enumerate(traces):
        if not any(f.name in turning for f in w):
            continue
        best = min((w, transpose(w)), key=lambda v: _least(_plain(v, turning)))
        head = coefficient_text(c, powers, traces[:k] + traces[k + 1 :])
        if _least(_plain(best, turning)) != _least(w):
            return _path(head, best, turning)
        if _vanishes(w, turning):
            half = coefficient_text(c / 2, powers, traces[:k] + traces[k + 1 :])
            return _path(half, transpose(_plain(best, turning)), turning)
    return None


def _path(head: str, word: Word, turning: dict[str, tuple[list, int]]) -> list:
    """Σ tr(… _ …): every transposed symmetric letter of the word, from the left, becomes ± the letter."""
    steps, sign, done = [], 1, list[Factor]()
    for i, f in enumerate(word):
        if f.name in turning and f.transposed:
            ref, s = turning[f.name]
            inside = "*".join([*_text(tuple(done)), "_", *_text(word[i + 1 :])])
            steps.append([f"{'-' if sign < 0 else ''}{head}*tr({inside})".replace("--", ""), ref])
            sign *= s
            f = f._replace(transposed=False)
        done.append(f)
    return steps


def _vanishes(word: Word, turning: dict[str, tuple[list, int]]) -> bool:
    """Whether the transpose of the word is minus the word: an odd number of skew letters, else alike."""
    odd = sum(turning[f.name][1] < 0 for f in word if f.name in turning) % 2
    here = _plain(word, turning)
    return bool(odd) and _least(here) == _least(_plain(transpose(here), turning))


def _text(word: Word) -> list[str]:
    return [word_text(word)] if word else []


def _plain(word: Word, turning: dict[str, tuple[list, int]]) -> Word:
    return tuple(f._replace(transposed=False) if f.name in turning else f for f in word)


def _least(word: Word) -> tuple:
    return min(word_order(word[i:] + word[:i]) for i in range(len(word)))


