"""The algebraic rules: what the checker does for each. A rule returns when the conclusion follows, else raises Fault.

objective    definitions only: the leaf that a derivation starts from
expand       difference = Σ expression(fact): the witness's expressions vanish with the placeholder ``_``
definite     a sum of Gram traces with positive weights that is ≤ 0 makes every one of their matrices 0
order        difference = Σ weight · facts + squares + Gram traces, weights visibly non-negative
bernstein    a polynomial is ≥ 0 on a box: all Bernstein coefficients are, on every leaf of a bisection
power        x^n ∘ y^n for positive monomials and n ≥ 1 is x ∘ y, both ways; equal monomials have equal powers
entry        an equation between diagonal words holds entry by entry
entrywise    what holds for the entries of diagonals, one by one, holds for the traces
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from theory.kernel.budget import Fault, spend
from theory.kernel.declare import unfold
from theory.kernel.integers import Int
from theory.kernel.letters import Letters, manifest
from theory.kernel.statement import Atom, Context, Statement, contains
from theory.kernel.words import Factor, Poly


class Step:
    """A certificate under check: its statement, witness and premises."""

    def __init__(self, statement: Statement, witness: Any, premises: list[Statement]):
        self.statement, self.witness, self.premises = statement, witness, premises

    def context(self) -> Context:
        """What the facts of the witness are read in: the statement and the premises."""
        return Context(self.statement, self.premises)

    def field(self, name: str, kind: type, default: object = None) -> Any:
        """One entry of a witness that is an object; Fault where it is missing or of another type."""
        value = self.witness.get(name, default) if isinstance(self.witness, dict) else None
        if not isinstance(value, kind):
            raise Fault(f"the witness needs {name}, {kind.__name__}")
        return value

    def alone(self, premises: int | None = None) -> Atom:
        """The only conclusion; Fault if there are more, an existential, or another number of premises."""
        if len(self.statement.then) != 1 or self.statement.fresh or premises not in (None, len(self.premises)):
            raise Fault("this rule has one conclusion, and a fixed number of premises")
        return self.statement.then[0]

    def each(self, kinds: tuple[str, ...]) -> Iterator[tuple[Context, Atom, Any]]:
        """(context, atom, witness) for every conclusion, which must be of one of the kinds."""
        if not isinstance(self.witness, list) or len(self.witness) != len(self.statement.then) or self.statement.fresh:
            raise Fault("one witness per conclusion is needed, and no existential")
        context = self.context()
        for atom, witness in zip(self.statement.then, self.witness, strict=True):
            if atom.kind not in kinds:
                raise Fault(f"this rule proves {' and '.join(kinds)}, not {atom.kind}")
            yield context, atom, witness


def objective(step: Step) -> None:
    """Each conclusion is ``letter == definition``, of no family; no hypotheses, no premises."""
    if step.statement.given or step.premises or step.statement.fresh:
        raise Fault("an objective has no hypotheses and no premises")
    letters = step.statement.letters
    for text, atom in zip(step.statement.json["then"], step.statement.then, strict=True):
        name = text.split("==")[0].strip()
        if atom.kind != "==" or name not in letters or letters[name].family or (
                atom.difference.key != unfold(letters[name], None, letters).key):  # fmt: skip
            raise Fault(f"{text[:80]} is not the definition of a letter")


def vanishing(context: Context, terms: object, shape: tuple | None) -> Poly:
    """Σ expression(_ := fact), where every expression vanishes for _ := 0."""
    parts = [Poly({}, shape)]
    for term in terms if isinstance(terms, list) else [None]:
        match term:
            case [str(expression), list(ref)]:
                gap = context.fact(ref)
            case _:
                raise Fault("a term is a pair of an expression and a fact")
        if gap.kind != "==":
            raise Fault(f"{ref} is no equation")
        if not context.env.bind(Poly({}, gap.difference.shape)).poly(expression).is_zero():
            raise Fault(f"{expression[:80]!r} does not vanish with the fact")
        parts.append(context.env.bind(gap.difference).poly(expression))
    return Poly.sum(parts)


def expand(step: Step) -> None:
    """Each conclusion is an equation; its difference is the sum of the witness's expressions at facts."""
    for context, atom, witness in step.each(("==",)):
        rest = atom.difference - vanishing(context, witness, atom.difference.shape)
        if not rest.is_zero():
            raise Fault(f"{len(rest.terms)} terms remain after expansion")


def definite(step: Step) -> None:
    """witness: {"fact": ref, "terms": [[weight, matrix], …], "matrix": k}: the fact says Σ weight·tr(QᵀQ) = 0 (or ≤ 0;
    or QᵀQ = 0 with one term), weights visibly positive; conclusion: the matrix of term k is 0."""
    for context, atom, witness in step.each(("==",)):
        fact, env = context.fact(witness["fact"]), context.env
        parts: list[Poly] = []
        shown: list[Poly] = []
        for weight, text in witness["terms"]:
            spend(1)
            w, q = env.poly(weight), env.poly(text)
            if not manifest(w, env, 1):
                raise Fault(f"the weight {weight} is not visibly positive")
            parts.append(w * (q.transpose * q).trace())
            shown.append(q)
        total = Poly.sum(parts)
        gram = shown[0].transpose * shown[0] if len(shown) == 1 else total
        if fact.kind == "==":
            good = fact.difference.key in (total.key, (-total).key, gram.key, (-gram).key)
        else:
            good = fact.kind == ">=" and fact.difference.key == (-total).key
        if not good:
            raise Fault("the fact does not say that the sum of the Gram traces is 0 or less")
        q = shown[witness["matrix"]]
        if atom.difference.key not in (q.key, (-q).key):
            raise Fault("the conclusion is not that the matrix is 0")


def order(step: Step) -> None:
    """A comparison: weights visibly ≥ 0, times facts, squares and Gram traces, plus what equations make vanish."""
    for context, atom, witness in step.each((">", ">=")):
        total, strict = vanishing(context, witness.get("equal", []), None), False
        for term in witness.get("terms", []):
            value, sharp = _term(context, term)
            total, strict = total + value, strict or sharp
        if atom.kind == ">" and not strict:
            raise Fault("a strict comparison needs a strictly positive term")
        if not (atom.difference - total).is_zero():
            raise Fault("the difference is not the sum of the terms")


def _term(context: Context, term: dict) -> tuple[Poly, bool]:
    """A non-negative term of `order`, and whether it is strictly positive."""
    if not isinstance(term, dict) or set(term) - {"weight", "facts", "square", "gram"}:
        raise Fault("a term has weight, facts, square, gram")
    spend(1)
    env = context.env
    value = env.poly(term.get("weight", "1"))
    if not manifest(value, env, 0):
        raise Fault(f"the weight {str(term.get('weight'))[:80]!r} is not visibly non-negative")
    sharp = manifest(value, env, 1)
    for ref in term.get("facts", []):
        fact = context.fact(ref)
        if fact.kind not in (">", ">="):
            raise Fault(f"{ref} is no comparison")
        value, sharp = value * fact.difference, sharp and fact.kind == ">"
    if "square" in term:
        q = env.poly(term["square"])
        if q.shape is not None:
            raise Fault("a square is one of a scalar; for matrices there is gram")
        value, sharp = value * q * q, False
    if "gram" in term:
        q = env.poly(term["gram"])
        value, sharp = value * (q.transpose * q).trace(), False
    return value, sharp


def power(step: Step) -> None:
    """x ∘ y from x^n ∘ y^n, or the reverse, for positive monomials and n ≥ 1 (any n for ==, non-zero for roots)."""
    for context, atom, witness in step.each(("==", ">", ">=")):
        env = context.env
        x, y, n = env.poly(witness["x"]), env.poly(witness["y"]), env.integer(witness["n"])
        if not all(len(p.terms) == 1 and manifest(p, env, 1) for p in (x, y)):
            raise Fault("power needs positive monomials")
        fact = context.fact(witness["fact"])
        if fact.kind != atom.kind or (atom.kind != "==" and not env.ranges.at_least(n, 1)):
            raise Fault("power keeps the relation, and comparisons need an exponent of at least 1")
        root, powers = x - y, x.raised(n, env.invertible) - y.raised(n, env.invertible)
        if (fact.difference.key, atom.difference.key) == (powers.key, root.key):
            if not (env.ranges.at_least(n, 1) or env.ranges.at_least(-n, 1)):
                raise Fault("a root needs a non-zero exponent")
        elif (fact.difference.key, atom.difference.key) != (root.key, powers.key):
            raise Fault("fact and conclusion are not x ∘ y and x^n ∘ y^n")


def entry(step: Step) -> None:
    """witness: {"fact": ref, "entries": [letters]}: the i-th diagonal entry of an equation between words of diagonal
    letters of one size, the letters declared as entry i in place of the diagonals."""
    for context, atom, witness in step.each(("==",)):
        env, fact = context.env, context.fact(witness["fact"])
        letters = [env[name] for name in witness["entries"]]
        scalars = {x.other: x for x in letters if x.definition == "entry"}
        if len({x.places for x in scalars.values()}) != 1:
            raise Fault("entry needs letters that are one and the same entry")
        sizes = {env[d].size for d in scalars}
        if fact.kind != "==" or fact.difference.shape not in sizes or len(sizes) != 1:
            raise Fault("entry needs an equation between matrices of the size of the diagonals")
        total = Poly({})
        for (powers, traces, word), c in fact.difference.terms.items():
            term = Poly({(powers, traces, ()): c})
            for f in word:
                term = term * _entry_power(scalars, f, context)
            total = total + term
        if total.key not in (atom.difference.key, (-atom.difference).key):
            raise Fault("the conclusion is not the entry of the fact")


def _entry_power(scalars: dict, f: Factor, context: Context) -> Poly:
    letter = scalars.get(f.name)
    if not f.diagonal or letter is None or f.index is not None:
        raise Fault(f"{f.name} is no diagonal letter with a declared entry")
    n = f.exponent.constant
    if not context.env[letter.name].invertible and (n is None or n < 1):
        raise Fault(f"the entry of {f.name} must be positive")
    return Poly.power(letter.name, None, f.exponent)


def entrywise(step: Step) -> None:
    """witness: {"vector": E, "entries": {t: T, …}}; premise 0: p ≥ 0 for every unit vector E with T·E == t·E for each of these
    diagonals of one size. Conclusion: tr p ≥ 0 with the diagonals in place of the numbers."""
    s, atom, premise = step.statement, step.alone(1), step.premises[0]
    env, vector, entries, letters = premise.letters, step.field("vector", str), step.field("entries", dict), s.json["letters"]
    known, sizes = [*s.given], {s.letters[name].size for name in entries.values()}
    if premise.fresh or premise.json["letters"][: len(letters)] != letters or [
            name for name, _ in premise.json["letters"][len(letters) :]] != [vector, *entries]:  # fmt: skip
        raise Fault("the letters of the premise are those at hand, then the vector, then the numbers")
    unit, size = env.term(vector), next(iter(sizes), None)
    if len(sizes) != 1 or size is None or env[vector].definition or unit.shape != (size[0], Int.of(1)):
        raise Fault("the diagonals must have one size, and the vector be a free one of that size")
    known.append(Atom("==", (unit.transpose * unit - Poly.number(1),)))
    for name, diagonal in entries.items():
        number, parent = env[name], s.letters[diagonal]
        if parent.kind != "diagonal" or number.kind not in ("real", "positive") or number.family or number.definition or (
                number.invertible and not parent.invertible):  # fmt: skip
            raise Fault(f"{name} is no free number for the entries of the diagonal {diagonal}")
        known.append(Atom("==", (env.term(diagonal) * unit - env.term(name) * unit,)))
    if not all(contains(known, given, env) for given in premise.given):
        raise Fault("the premise assumes more than that the vector is a unit vector along one entry")
    traces = [_in_place(a.difference, entries, vector, size[0], s.letters) for a in premise.then if a.kind == ">="]
    if atom.kind != ">=" or not any(atom.difference.key == trace.key for trace in traces):
        raise Fault("the conclusion is not the trace of what the premise concludes")


def _in_place(value: Poly, entries: dict, vector: str, size: Int, letters: Letters) -> Poly:
    """The trace of the scalar with diagonals of that size in place of numbers."""
    if value.shape is not None or vector in value.mentions():
        raise Fault("the premise must conclude something about the numbers")
    total = Poly({})
    for (powers, traces, word), c in value.terms.items():
        rest = tuple(power for power in powers if power[0] not in {(name, None) for name in entries})
        place = Poly.identity(size)
        for (name, _), exponent in powers:
            if name in entries:
                place = place * letters.term(entries[name]).raised(exponent, letters.invertible)
        total = total + Poly({(rest, traces, word): c}) * place.trace()
    return total
