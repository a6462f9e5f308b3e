"""Searches for certificates of an elaborated statement: one certificate a conclusion, all accepted by the kernel.

Equations: cofactors (`theory.statements.ideal`); else ‖difference‖² = 0 or <= 0, and the rule ``definite``. Comparisons:
sums of squares and Gram traces with products of hypotheses, Cauchy-Schwarz and product bounds at halves of the goal
(`theory.statements.squares`); else l >= r from l >= 0 and l² >= r².
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import combinations_with_replacement

from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.letters import manifest
from theory.kernel.statement import Context, Statement
from theory.kernel.words import Poly
from theory.prove.formulas import at
from theory.prove.text import coefficient_text, integer_text, poly_text
from theory.statements.halves import (
    MOST,
    Substitution,
    degree,
    factored,
    matrix_halves,
    readable,
    resolvents,
    scalar_halves,
)
from theory.statements.ideal import Equations, Multiple, length
from theory.statements.inequalities import inequalities, norm_facts
from theory.statements.squares import Block, Column, certificate
from theory.statements.workbench import NotFound, Workbench, value_of


class Prover(Workbench):
    """Proves an elaborated statement.

    >>> from theory.statements.elaborate import elaborate
    >>> from theory.statements.reading import read
    >>> prover = Prover(elaborate(read("tr(AB) = tr(BA)")))
    >>> prover.steps.pages[prover.prove()].rule
    'expand'
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        for inverse, text in self.elaborated.inverses.items():
            factor = self.elaborated.factors.get(text)
            other = next((j for j, k in self.elaborated.inverses.items() if k == factor), None)
            if factor is not None and other is not None and self.env[text].definition == "value":
                self._definite_inverse(inverse, text, factor, other)

        for inverse, text in self.elaborated.inverses.items():
            if inverse in self.env and self.env[inverse].size is not None and inverse not in self.put.values:
                self._symmetric_inverse(inverse, text)

    def _symmetric_inverse(self, inverse: str, m: str) -> None:
        """M⁻¹ is symmetric where M is."""
        value = self.env.poly(m)
        gap = value - value.transpose
        equal = Equations(self.context(), self.refs(self.context()), seconds=0.3, most=150).cofactors(gap, 0)
        if equal is None or self.out_of_time():
            return
        fact = self.numbered(f"{m}*{inverse} == I({integer_text(value.shape[0])})")  # type: ignore[index]
        terms = [[f"{inverse}.T*_", fact], [f"-_.T*{inverse}", fact]]
        if not gap.is_zero():
            symmetric = self.add("expand", f"{m} == ({m}).T", [equal])
            terms.append([f"-{inverse}.T*_*{inverse}", ["premise", self._known(symmetric), 0]])
        self._known(self.add("expand", f"{inverse} == {inverse}.T", [terms]))
        self.put.symmetric.add(inverse)

    def _definite_inverse(self, inverse: str, a: str, k: str, j: str) -> None:
        """(KKᵀ)⁻¹ == JᵀJ where JK == I."""
        size = integer_text(self.env.term(a).shape[0])  # type: ignore[index]
        terms = [[f"_*{j}.T*{j}", self.numbered(f"{inverse}*{a} == I({size})")], [f"-{inverse}*_*{j}.T*{j}", ["def", a]],
                 [f"-{inverse}*{k}*_.T*{j}", self.numbered(f"{j}*{k} == I({size})")],
                 [f"-{inverse}*_", self.numbered(f"{k}*{j} == I({size})")]]  # fmt: skip
        self.premises.append(self.add("expand", f"{inverse} == {j}.T*{j}", [terms]))
        self.put.values[inverse] = self.env.poly(f"{j}.T*{j}")

    def prove(self) -> str:
        """The id of the certificate of the whole statement; NotFound with what remains."""
        pages = [self.atom(text) for text in self.elaborated.json["then"]]
        if len(pages) == 1:
            return pages[0]
        return self.steps.add("collect", self.letters, self.given, self.elaborated.json["then"], None, pages)

    def by_induction(self, name: str) -> str:
        """The only conclusion by induction over an integer letter, upwards from its least value; NotFound otherwise."""
        n, goals = self.elaborated.letters[name], self.elaborated.json["then"]
        low = dict(self.letters)[n]["min"]
        given = [g for g in self.given if g != f"{n} >= {low}"]
        statement = Statement({"letters": self.letters, "given": given, "then": goals})
        if len(goals) != 1 or any(n in a.mentions() for a in statement.given) or any(
                n in statement.letters.depends(x) for x, _ in self.letters):  # fmt: skip
            raise NotFound(f"induction over {name} needs one conclusion, and no hypothesis that mentions {name}")
        others = [x for x in self.letters if x[0] != n]
        base = self._part(others, given, at(goals[0], **{n: low}))
        rise = self._part(self.letters, [*given, goals[0]], at(goals[0], **{n: f"{n}+1"}))
        page = self.steps.add("induct", self.letters, given, goals, {"symbol": n}, [base, rise])
        if given == self.given:
            return page
        self.premises.append(page)
        return self.steps.add("collect", self.letters, self.given, goals, None, [page])

    def _part(self, letters: list, given: list[str], goal: str) -> str:
        """A certificate of one part of an induction, in other letters and with other hypotheses."""
        json = {"letters": letters, "given": given, "then": [goal]}
        part = Prover(replace(self.elaborated, json=json, inverses={}, roots={}), self.scene,
                      max(self.until - time.perf_counter(), 0.5))  # fmt: skip
        part.steps, part.lemmas = self.steps, self.lemmas
        return part.atom(goal)

    def atom(self, text: str) -> str:
        """A certificate of one conclusion."""
        atom = Statement({"letters": self.letters, "given": self.given, "then": [text]}).then[0]
        try:
            return self.equation(text, atom.difference) if atom.kind == "==" else self.order(text, atom.difference, atom.kind)
        except Fault as fault:
            raise NotFound(f"{text} (the kernel: {fault})") from None

    # ------------------------------------------------------------------------------------------------- equations

    def equation(self, text: str, gap: Poly) -> str:
        """difference == 0."""
        found = self.cofactors(gap)
        if found is None and self._zeros():
            found = self.cofactors(gap, 2)
        if found is not None:
            return self.add("expand", text, [found])
        page = self._by_squares(gap)
        if page is not None:
            return self._again(text, page)
        try:
            return self._between(text, gap)
        except NotFound:
            raise NotFound(f"{poly_text(gap)} == 0") from None

    def _by_squares(self, gap: Poly) -> str | None:
        """gap == 0 because ‖gap‖² == 0, perhaps after gapᵀgap == 0."""
        page = self._vanishing(gap)
        if page is None and gap.shape is not None:
            inner = self._vanishing(gap.transpose * gap)
            if inner is not None:
                self.premises.append(inner)
                page = self._vanishing(gap)
        return page

    def _zeros(self) -> bool:
        """Matrices whose Gram trace is an equation among the facts vanish; whether there were any."""
        context, found = self.context(), False
        for ref in self.refs(context):
            value = self.put(context.fact(ref).difference) if ref[0] == "given" else Poly({})
            if value.shape is not None or not value.terms or len(value.terms) > 2:
                continue
            for texts in matrix_halves(value).values():
                for half in readable(self.env, texts[:4])[1]:
                    square = self.put((half.transpose * half).trace())
                    if square.key not in (value.key, (-value).key):
                        continue
                    page = self._vanishing(half)
                    if page is not None:
                        self.premises.append(page)
                        found = True
        return found

    def _between(self, text: str, gap: Poly) -> str:
        """Numbers from both sides; a matrix from −‖gap‖² >= 0."""
        shown = poly_text(gap)
        if gap.shape is None:
            both = [self.order(f"{sign}({shown}) >= 0", value, ">=") for sign, value in (("", gap), ("-", -gap))]
            facts = [["premise", self._known(page), 0] for page in both]
            below = self.add("order", f"-tr(({shown}).T*({shown})) >= 0", [{"terms": [{"facts": facts}]}])
        else:
            square = (gap.transpose * gap).trace()
            below = self.order(f"-tr(({shown}).T*({shown})) >= 0", -square, ">=")
        return self.add("definite", text, [{"fact": ["premise", self._known(below), 0], "terms": [["1", shown]], "matrix": 0}])

    def _known(self, page: str) -> int:
        """The place of a certificate among the premises, where it is put if it is not there."""
        if page not in self.premises:
            self.premises.append(page)
        return self.premises.index(page)

    def _vanishing(self, q: Poly) -> str | None:
        """q == 0 because ‖q‖² == 0."""
        square, shown = (q.transpose * q).trace(), poly_text(q)
        found = self.cofactors(square, 2)
        if found is None:
            return None
        self.premises.append(self.add("expand", f"tr(({shown}).T*({shown})) == 0", [found]))
        witness = [{"fact": ["premise", len(self.premises) - 1, 0], "terms": [["1", shown]], "matrix": 0}]
        return self.add("definite", f"{shown} == 0", witness)

    def _again(self, text: str, page: str) -> str:
        """A certificate in the words of the goal."""
        if self.steps.statements[page].json["then"] == [text]:
            return page
        return self.add("expand", text, [[["_", ["premise", self._known(page), 0]]]])

    # ------------------------------------------------------------------------------------------------ comparisons

    def order(self, text: str, gap: Poly, kind: str) -> str:
        """difference >= 0, or > 0."""
        strict = kind == ">"
        if not strict and (found := self.cofactors(gap, 2)) is not None:
            return self.add("order", text, [{"terms": [], "equal": found}])
        if manifest(gap, self.env, int(strict)):
            return self.add("order", text, [{"terms": [{"weight": poly_text(gap)}]}])
        self._sizes(gap)
        norm_facts(self)
        attempts: list[Callable[[], str | None]] = [partial(self._squares, text, gap, strict, effort) for effort in (0, 1, 2)]
        if strict:
            attempts.insert(1, partial(self._strict, text, gap))
        else:
            attempts.append(partial(self._root, text, gap))
            if gap.mentions() & set(self.put.values):
                attempts.insert(1, partial(self._as_it_stands, text, gap, strict))
        attempts.insert(1, partial(self._by_factors, text, gap, kind))
        for attempt in attempts:
            page = None if self.out_of_time() else attempt()
            if page is not None:
                return page
        raise NotFound(f"{poly_text(gap)} {kind} 0")

    def _sizes(self, gap: Poly) -> None:
        """n >= 1 for the sizes in a goal that speaks of sizes alone."""
        if all(self.env[n].kind == "dimension" for n in gap.mentions()):
            for n in sorted(gap.mentions()):
                self._known(self.steps.add("instance", self.letters, self.given, [f"{n} >= 1"], {"at": {"n_": n}},
                                           [self.lemma("counts")]))  # fmt: skip

    def _by_factors(self, text: str, gap: Poly, kind: str) -> str | None:
        """g >= 0 or g > 0 with K Kᵀ in the place of diagonals that are that."""
        put = Substitution(self.env, ())
        put.values = {s: self.env.poly(f"{k}*{k}.T") for s, k in self.elaborated.factors.items()
                      if s in self.env and self.env[s].kind == "diagonal"}  # fmt: skip
        other = put(gap) if put.values else gap
        if other.key == gap.key:
            return None
        page = self.order(f"{poly_text(other)} {kind} 0", other, kind)
        equal = self.cofactors(gap - other, 2)
        fact = ["premise", self._known(page), 0]
        return None if equal is None else self.add("order", text, [{"terms": [{"facts": [fact]}], "equal": equal}])

    def _as_it_stands(self, text: str, gap: Poly, strict: bool) -> str | None:
        """A sum of squares of the letters themselves, before any is replaced."""
        put = self.put
        self.put = Substitution(self.env, ())
        self.put.values.clear()
        self.put.scalars.clear()
        try:
            texts = [t for shape in matrix_halves(gap).values() for t in shape]
            return self._squares(text, gap, strict, 0) if len(texts) < 20 else None
        finally:
            self.put = put

    def _squares(self, text: str, gap: Poly, strict: bool, effort: int) -> str | None:
        """By a semidefinite program; more candidates with more effort."""
        goal = self.put(gap)
        context = self.context()
        columns = self._columns(goal, context, effort)
        context = self.context()  # inequalities among the columns are premises by now
        blocks = self._blocks(goal, context, effort)
        reduced = [Column(c.term, self.put(c.value), c.sharp) for c in columns]
        for block in blocks:
            block.build()
            block.entries = [self.put(Poly(e)).terms for e in block.entries]
        free = self._free(goal, blocks, reduced, context)
        found = certificate(goal, reduced, blocks, free, strict=strict)
        if found is None:
            return None
        rest = gap
        for term in found.terms:
            rest = rest - value_of(term, context)
        equal = self.cofactors(rest, 2)
        if equal is None:
            return None
        return self.add("order", text, [{"terms": found.terms, "equal": equal}])

    def _columns(self, goal: Poly, context: Context, effort: int) -> list[Column]:
        """Facts, their products, manifest monomials, and the two inequalities of `theory.statements.facts`."""
        one = Poly.number(1)
        columns = [Column({"weight": "1"}, one, True)]
        for powers, traces, word in goal.terms:
            if powers and not traces and not word:
                value = Poly({(powers, (), ()): Fraction(1)})
                if manifest(value, self.env, 0):
                    term = {"weight": coefficient_text(Fraction(1), powers)}
                    columns.append(Column(term, value, manifest(value, self.env, 1)))
        comparisons = self._comparisons(context)
        for n in (1, 2, 3)[: 1 + effort]:
            for chosen in combinations_with_replacement(comparisons[:8], n):
                value, sharp = one, True
                for ref in chosen:
                    fact = context.fact(ref)
                    value, sharp = value * fact.difference, sharp and fact.kind == ">"
                columns.append(Column({"facts": list(chosen)}, value, sharp))
        facts_alone = [c for c in columns if "facts" in c.term]
        for term, weight in self._powers(goal):
            columns += [Column({**c.term, **term}, c.value * weight, c.sharp) for c in facts_alone[:12]]
        positive = [n for n, x in self.env.table.items() if x.kind in ("positive", "dimension") and not x.family][:4]
        if effort:
            columns += [Column({**c.term, "weight": n}, c.value * self.env.poly(n), c.sharp) for c in columns[:12]
                        for n in positive if c.term.get("weight", "1") == "1"]  # fmt: skip
        return columns + inequalities(self, goal, effort)

    def _powers(self, goal: Poly) -> list[tuple[dict, Poly]]:
        """The powers of positive letters that the goal has, as weights; four at most."""
        found: list[tuple[dict, Poly]] = []
        for powers, _, _ in goal.terms:
            kept = tuple((b, e) for b, e in powers if self.env.invertible(b[0]))
            value = Poly({(kept, (), ()): Fraction(1)})
            text = coefficient_text(Fraction(1), kept)
            if kept and len(found) < 4 and all(w["weight"] != text for w, _ in found):
                found.append(({"weight": text}, value))
        lows: dict[tuple, Int] = {}
        for powers, _, _ in goal.terms:
            for base, e in powers:
                n = e.constant
                if n is not None and n < 0 and (base not in lows or n < (lows[base].constant or 0)):
                    lows[base] = e
        for base in sorted({b for p, _, _ in goal.terms for b, e in p if e == 1 and self.env.invertible(b[0])}, key=repr)[:2]:
            power = ((base, Int.of(-1)),)
            found.append(({"weight": coefficient_text(Fraction(1), power)}, Poly({(power, (), ()): Fraction(1)})))
        if len(lows) > 1:
            below = tuple(sorted(lows.items(), key=repr))
            found.append(({"weight": coefficient_text(Fraction(1), below)}, Poly({(below, (), ()): Fraction(1)})))
        return found

    def _comparisons(self, context: Context) -> list[list]:
        refs: list[list] = [["given", i] for i, a in enumerate(context.statement.given) if a.kind in (">", ">=")]
        for p, atoms in enumerate(context.conclusions):
            if not isinstance(atoms, str):
                refs += [["premise", p, k] for k, a in enumerate(atoms) if a.kind in (">", ">=")]
        return refs

    def _blocks(self, goal: Poly, context: Context, effort: int) -> list[Block]:
        """Squares of halves, weighted by nothing, by facts, and by powers of positive letters."""
        blocks = []
        weights: list[tuple[dict, Poly]] = [({}, Poly.number(1)), *self._powers(goal)]
        if effort:
            for n in (1, 2)[:effort]:
                for chosen in list(combinations_with_replacement(self._comparisons(context)[:4], n)):
                    value = Poly.number(1)
                    for ref in chosen:
                        value = value * context.fact(ref).difference
                    weights.append(({"facts": list(chosen)}, value))
                    if n == 1:
                        weights += [({"facts": list(chosen), **term}, value * power) for term, power in self._powers(goal)[-1:]]
        size, by_shape = degree(goal), matrix_halves(goal, whole=effort > 0)
        behind = resolvents(self.elaborated.inverses, self.env, self.put, goal) if effort else {}
        if effort:
            open_ones = {m: k for m, k in self.elaborated.factors.items() if m not in self.env}
            for shape, texts in factored(open_ones, self.env, goal).items():
                behind[shape] = [*behind.get(shape, []), *texts]
        by_shape = {shape: by_shape.get(shape, []) for shape in {**by_shape, **behind}}
        for term, weight in weights[: 4 + 4 * effort]:
            lower = (size - degree(self.put(weight))) // 2 if "facts" in term else (size + negative(weight)) // 2
            texts, values = readable(self.env, scalar_halves(goal, max(lower, 0)))
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

    def _free(self, goal: Poly, blocks: list[Block], columns: list[Column], context: Context) -> list[Multiple]:
        """Multiples of the equations that remain after substitution."""
        remaining = []
        for ref in self.refs(context):
            value = self.put(context.fact(ref).difference)
            if ref[0] != "def" and value.terms:
                remaining.append((ref, value, list(value.terms)))
        if not remaining:
            return []
        start = dict.fromkeys([*goal.terms, *(k for b in blocks for e in b.entries for k in e),
                               *(k for c in columns for k in c.value.terms)])  # fmt: skip
        equations = Equations(context, [], seconds=1.0, most=500)
        equations.facts = remaining
        longest = max(map(length, [*start, *(m for _, value, _ in remaining for m in value.terms)]), default=0)
        return equations.multiples(start, None, longest)

    def _strict(self, text: str, gap: Poly) -> str | None:
        """g > 0 from ‖M‖²·g >= y > 0, for letters M that have or are an inverse."""
        shown = poly_text(gap)
        bounds = [(a.removesuffix(" > 0"), f"{a}") for a in self.given if a.endswith(" > 0")]
        bounds += [(n, f"{n} > 0") for n, x in self.env.table.items() if x.kind == "dimension" and not x.family]
        pairs = [m for pair in self.elaborated.inverses.items() for m in pair]
        named = [m for m in (*pairs, *self.elaborated.right) if m in self.env]
        matrices = [m for m in named if self.env[m].size is not None]
        for y, known in bounds:
            for m in matrices:
                if self.out_of_time():
                    return None
                p = f"tr({m}.T*{m})"
                then = f"{p}*({shown}) >= {y}"
                wide = Statement({"letters": self.letters, "given": self.given, "then": [then]}).then[0].difference
                sign = self.add("order", f"{p} >= 0", [{"terms": [{"gram": m}]}])
                if sign not in self.premises:
                    self.premises.append(sign)
                page = next((f for e in (0, 1) if (f := self._squares(then, wide, False, e)) is not None), None)
                if page is None:
                    continue
                low = self.add("order", known, [{"terms": [{"facts": [self.numbered(known)]} if known in self.given else
                                                           {"weight": y}]}])  # fmt: skip
                return self.steps.add("instance", self.letters, self.given, [text], {"at": {"p_": p, "x_": shown, "y_": y}},
                                      [self.lemma("quotient"), sign, low, page])  # fmt: skip
        return None

    def _root(self, text: str, gap: Poly) -> str | None:
        """l >= r from l >= 0 and l² >= r², where l has the positive terms of the difference."""
        left, right = (Poly({m: abs(c) for m, c in gap.terms.items() if c * side > 0}) for side in (1, -1))
        if not left.terms or not right.terms or len(gap.terms) > 6 or self.out_of_time():
            return None
        l, r = poly_text(left), poly_text(right)
        try:
            parts = []
            for then, value in ((f"{l} >= 0", left), (f"({l})**2 >= ({r})**2", left * left - right * right)):
                equal = self.cofactors(value, 2)
                page = self.add("order", then, [{"terms": [], "equal": equal}]) if equal is not None else next(
                    (p for e in (0, 1) if (p := self._squares(then, value, False, e)) is not None), None)  # fmt: skip
                if page is None:
                    return None
                parts.append(page)
            page = self.by_root(l, r, *parts)
            return self.add("order", text, [{"terms": [{"facts": [["premise", self._known(page), 0]]}]}])
        except Fault:
            return None


def negative(weight: Poly) -> int:
    """The largest negative exponent of a number in a weight, without its sign.

    >>> negative(Poly.number(1))
    0
    """
    return max((-e.constant for p, _, _ in weight.terms for _, e in p if e.constant is not None and e.constant < 0), default=0)
