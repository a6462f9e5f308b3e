"""What a sum of squares may be made of: facts and their products as columns, squares of halves of the goal as blocks."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement

from theory.kernel.integers import Int
from theory.kernel.letters import manifest
from theory.kernel.statement import Context
from theory.kernel.words import Poly
from theory.prove.text import coefficient_text, poly_text
from theory.statements.halves import (
    MOST,
    behind_factors,
    degree,
    factored,
    matrix_halves,
    negative,
    readable,
    resolvents,
    scalar_halves,
)
from theory.statements.inequalities import inequalities
from theory.statements.squares import Block, Column
from theory.statements.workbench import Workbench


class Candidates(Workbench):
    """``effort``: −1 for the facts alone, then 0, 1, 2."""

    def columns(self, goal: Poly, context: Context, effort: int) -> list[Column]:
        """Facts, their products, manifest monomials, and the two inequalities of `theory.statements.facts`."""
        one = Poly.number(1)
        columns = [Column({"weight": "1"}, one, True)]
        signs = self._signs(context)
        for powers, traces, word in goal.terms:
            if powers and not traces and not word:
                odd = [(b, e) for b, e in powers if b in signs and e.constant is not None and e.constant % 2]
                value = Poly({(powers, (), ()): Fraction(1)})
                rest = [(b, e - 1 if (b, e) in odd else e) for b, e in powers]
                even = Poly({(tuple((b, e) for b, e in rest if e != 0), (), ()): Fraction(1)})
                if manifest(even, self.env, 0):
                    facts = {"facts": [signs[b] for b, _ in odd]} if odd else {}
                    sharp = manifest(even, self.env, 1) and all(context.fact(signs[b]).kind == ">" for b, _ in odd)
                    columns.append(Column({"weight": poly_text(even)} | facts, value, sharp))
        for ref in self.comparisons(context):
            fact = context.fact(ref)
            columns.append(Column({"facts": [ref]}, fact.difference, fact.kind == ">"))
        wide = self._near(goal, context)[: 8 if any(m[1] for m in goal.terms) else 16]
        near = wide[:8]
        for n in (2, 3)[:effort]:
            for chosen in combinations_with_replacement(wide if n == 2 else near, n):
                value, sharp = one, True
                for ref in chosen:
                    fact = context.fact(ref)
                    value, sharp = value * fact.difference, sharp and fact.kind == ">"
                columns.append(Column({"facts": list(chosen)}, value, sharp))
        if effort < 0:
            return columns
        if effort == 1:
            plain = [r for r in near if not context.fact(r).difference.mentions() & set(self.elaborated.roots)][:4]
            for ref in [r for r in self.comparisons(context) if r[0] == "premise"][:8]:
                for n in (1, 2):
                    for chosen in combinations_with_replacement(plain, n):
                        value = context.fact(ref).difference
                        for other in chosen:
                            value = value * context.fact(other).difference
                        columns.append(Column({"facts": [*chosen, ref]}, value))
        facts_alone = [c for c in columns if "facts" in c.term]
        for term, weight in self._powers(goal):
            columns += [Column({**c.term, **term}, c.value * weight, c.sharp) for c in facts_alone[:12]]
        positive = [n for n, x in self.env.table.items() if x.kind in ("positive", "dimension") and not x.family][:4]
        if effort:
            columns += [Column({**c.term, "weight": n}, c.value * self.env.poly(n), c.sharp) for c in columns[:12]
                        for n in positive if c.term.get("weight", "1") == "1"]  # fmt: skip
        return columns + inequalities(self, goal, effort)

    def _signs(self, context: Context) -> dict[tuple, list]:
        """Numbers of which a hypothesis says that they are >= 0 or > 0."""
        found = {}
        for ref in self.comparisons(context):
            terms = list(context.fact(ref).difference.terms.items())
            if len(terms) == 1 and terms[0][1] == 1:
                powers, traces, word = terms[0][0]
                if not traces and not word and len(powers) == 1 and powers[0][1] == 1:
                    found[powers[0][0]] = ref
        return found

    def _near(self, goal: Poly, context: Context) -> list[list]:
        """The comparisons, hypotheses and what is of low degree and in the letters of the goal first."""
        here = goal.mentions()

        def rank(ref: list) -> tuple:
            fact = context.fact(ref).difference
            return ref[0] != "given", not fact.mentions() & here, degree(fact)

        return sorted(self.comparisons(context), key=rank)

    def _powers(self, goal: Poly) -> list[tuple[dict, Poly]]:
        """The powers of positive letters that the goal has, as weights; four at most."""
        found: list[tuple[dict, Poly]] = []
        whole, alone = [], []
        for powers, _, _ in goal.terms:
            kept = tuple((b, e) for b, e in powers if self.env.invertible(b[0]))
            whole += [kept] if kept else []
            alone += [((b, Int.of(1) if (e.constant or 0) > 1 else e),) for b, e in kept]
        for kept in dict.fromkeys([*list(dict.fromkeys(whole))[:3], *alone]):
            value = Poly({(kept, (), ()): Fraction(1)})
            if len(found) < 8:
                found.append(({"weight": coefficient_text(Fraction(1), kept)}, value))
        for base in sorted({b for p, _, _ in goal.terms for b, e in p if e == 1 and self.env.invertible(b[0])}, key=repr)[:2]:
            power = ((base, Int.of(-1)),)
            found.append(({"weight": coefficient_text(Fraction(1), power)}, Poly({(power, (), ()): Fraction(1)})))
        lows: dict[tuple, Int] = {}
        for powers, _, _ in goal.terms:
            for base, e in powers:
                n = e.constant
                if n is not None and n < 0 and (base not in lows or n < (lows[base].constant or 0)):
                    lows[base] = e
        if len(lows) > 1:
            below = tuple(sorted(lows.items(), key=repr))
            found.append(({"weight": coefficient_text(Fraction(1), below)}, Poly({(below, (), ()): Fraction(1)})))
        return found

    def blocks(self, goal: Poly, context: Context, effort: int, gap: Poly) -> list[Block]:
        """Squares of halves, weighted by nothing, by facts, and by powers of positive letters; ``gap``: the goal as said."""
        blocks = []
        weights: list[tuple[dict, Poly]] = [({}, Poly.number(1)), *self._powers(goal)]
        near = self._near(goal, context)
        plain = all(not m[1] for m in goal.terms)
        if effort:
            for n in (1, 2)[:effort]:
                for chosen in list(combinations_with_replacement(near[: 6 if plain else 4], n)):
                    value = Poly.number(1)
                    for ref in chosen:
                        value = value * context.fact(ref).difference
                    weights.append(({"facts": list(chosen)}, value))
                    if n == 1:
                        weights += [({"facts": list(chosen), **term}, value * power) for term, power in self._powers(goal)[-1:]]
        size, by_shape = degree(goal), matrix_halves(goal, whole=effort > 0)
        if self.learned:
            for shape, texts in matrix_halves(gap).items():  # in the words that were there before any was replaced
                mine = by_shape.setdefault(shape, [])
                by_shape[shape] = list(dict.fromkeys([*mine[: MOST // 2], *texts[: MOST // 2], *mine, *texts]))
        low = min((degree(Poly({m: Fraction(1)})) for m in goal.terms), default=0)
        behind = resolvents(
            self.elaborated.inverses, self.env, self.put, goal, self.elaborated.factors.values()) if effort else {}  # fmt: skip
        for shape, texts in behind_factors(self.unplaced(), self.env, self.put, goal).items():
            behind[shape] = [*behind.get(shape, []), *texts]
        if effort:
            for shape, texts in factored(self._of_expressions(), self.env, goal).items():
                behind[shape] = [*behind.get(shape, []), *texts]
        by_shape = {shape: by_shape.get(shape, []) for shape in {**by_shape, **behind}}
        numbers = {m: c for ref in self.refs(context) for m, c in context.fact(ref).difference.terms.items() if (
            m[0] and not m[1] and not m[2] and {b[0] for b, _ in m[0]} & self._beside(goal, context))}  # fmt: skip
        scalars = Poly({**numbers, **goal.terms}) if numbers and plain else goal
        for term, weight in weights[: 6 + 4 * effort if not plain else 40]:
            lower = (size - degree(self.put(weight))) // 2 if "facts" in term else (size + negative(weight)) // 2
            texts, values = readable(self.env, scalar_halves(scalars, max(lower, 0), (low - degree(self.put(weight)) + 1) // 2))
            if texts and (size % 2 == 0 or "facts" in term or "weight" in term or effort):
                blocks.append(Block(texts, values, weight, term, False))
            for shape, shape_texts in by_shape.items():
                more = behind.get(shape, [])
                texts, values = readable(self.env, [*shape_texts, *more])
                texts, values = texts[: MOST + len(more)], values[: MOST + len(more)]
                if "facts" in term:
                    pairs = [(t, v) for t, v in zip(texts, values, strict=True) if degree(v) <= lower]
                    texts, values = [t for t, _ in pairs], [v for _, v in pairs]
                turned = {v.transpose.key for v in values}
                known = any(b.gram and b.term is term and turned <= {v.key for v in b.values} for b in blocks)
                if texts and not known:
                    blocks.append(Block(texts, values, weight, term, True))
        return blocks

    def _beside(self, goal: Poly, context: Context) -> set[str]:
        """The letters of the goal, and those that stand in equations with them."""
        here = goal.mentions()
        return set(here).union(*(m for ref in self.refs(context) if (m := context.fact(ref).difference.mentions()) & here))

    def unplaced(self) -> dict[str, str]:
        """The factors of M = K Kᵀ where M is no letter that K Kᵀ replaces; with them, if there are any, the others."""
        whole = self.elaborated.factors
        return {m: k for m, k in whole.items() if self.env[k].size is not None} if self.put.grams else {}

    def _of_expressions(self) -> dict[str, str]:
        """The factors of M = K Kᵀ where M is an expression and no letter."""
        return {m: k for m, k in self.elaborated.factors.items() if m not in self.env}
