"""Searches for certificates of an elaborated statement: one certificate a conclusion, all accepted by the kernel.

Equations: cofactors (`theory.statements.ideal`); else ‖difference‖² = 0 or <= 0, and the rule ``definite``. Comparisons:
sums of squares and Gram traces with products of hypotheses, Cauchy-Schwarz and product bounds at halves of the goal
(`theory.statements.squares`); else l >= r from l >= 0 and l² >= r².
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.letters import manifest
from theory.kernel.statement import Context, Statement
from theory.kernel.words import Poly
from theory.prove.text import coefficient_text, integer_text, poly_text
from theory.statements import facts
from theory.statements.elaborate import Elaborated
from theory.statements.halves import Substitution, degree, matrix_halves, readable, scalar_halves
from theory.statements.ideal import Equations, Multiple
from theory.statements.squares import Block, Column, certificate
from theory.statements.steps import Steps


class NotFound(Exception):
    """No certificate was found; the text says what remains."""


@dataclass
class Prover:
    """``scene``: exact values of the kernel's letters, for the models of the certificates."""

    elaborated: Elaborated
    scene: dict[str, Any] = field(default_factory=dict)
    seconds: float = 10.0

    def __post_init__(self) -> None:
        self.letters, self.given = self.elaborated.json["letters"], self.elaborated.json["given"]
        self.until = time.perf_counter() + self.seconds
        self.steps = Steps(dict(self.scene))
        self.lemmas: dict[str, str] = {}
        self.premises: list[str] = []
        statement = Statement(self.elaborated.json)
        self.env, self.put = statement.letters, Substitution(statement.letters, statement.given)
        self.equalities = [["given", i] for i, a in enumerate(statement.given) if a.kind == "=="] + [
            ["def", n] for n, x in self.env.table.items() if x.definition == "value" and not x.family]  # fmt: skip

        for inverse, text in self.elaborated.inverses.items():
            factor = self.elaborated.factors.get(text)
            other = next((j for j, k in self.elaborated.inverses.items() if k == factor), None)
            if factor is not None and other is not None and self.env[text].definition == "value":
                self._definite_inverse(inverse, text, factor, other)

    def _definite_inverse(self, inverse: str, a: str, k: str, j: str) -> None:
        """(KKᵀ)⁻¹ == JᵀJ where JK == I."""
        size = integer_text(self.env.term(a).shape[0])  # type: ignore[index]
        terms = [[f"_*{j}.T*{j}", self._given(f"{inverse}*{a} == I({size})")], [f"-{inverse}*_*{j}.T*{j}", ["def", a]],
                 [f"-{inverse}*{k}*_.T*{j}", self._given(f"{j}*{k} == I({size})")],
                 [f"-{inverse}*_", self._given(f"{k}*{j} == I({size})")]]  # fmt: skip
        self.premises.append(self.add("expand", f"{inverse} == {j}.T*{j}", [terms]))
        self.put.values[inverse] = self.env.poly(f"{j}.T*{j}")

    def prove(self) -> str:
        """The id of the certificate of the whole statement; NotFound with what remains."""
        pages = [self.atom(text) for text in self.elaborated.json["then"]]
        if len(pages) == 1:
            return pages[0]
        return self.steps.add("collect", self.letters, self.given, self.elaborated.json["then"], None, pages)

    def atom(self, text: str) -> str:
        """A certificate of one conclusion."""
        atom = Statement({"letters": self.letters, "given": self.given, "then": [text]}).then[0]
        try:
            return self.equation(text, atom.difference) if atom.kind == "==" else self.order(text, atom.difference, atom.kind)
        except Fault as fault:
            raise NotFound(f"{text} (the kernel: {fault})") from None

    # ------------------------------------------------------------------------------------------------- equations

    def context(self, then: str = "0 == 0") -> Context:
        """The facts: givens, definitions, and what was proved on the way."""
        statement = Statement({"letters": self.letters, "given": self.given, "then": [then]})
        return Context(statement, [self.steps.statements[p] for p in self.premises])

    def refs(self, context: Context) -> list[list]:
        """The equations among the facts."""
        found = [["premise", p, k] for p, atoms in enumerate(context.conclusions) if not isinstance(atoms, str)
                 for k, a in enumerate(atoms) if a.kind == "=="]  # fmt: skip
        return [*self.equalities, *found]

    def cofactors(self, goal: Poly, slack: int = 4) -> list | None:
        """The witness of goal == 0."""
        context = self.context()
        left = max(0.3, min(2.5, (self.until - time.perf_counter()) / 3))
        return Equations(context, self.refs(context), seconds=left).cofactors(goal, slack)

    def add(self, rule: str, then: str, witness: Any) -> str:
        """A certificate in the statement's letters, with the premises that its witness names."""
        used: dict[int, int] = {}
        plain = _renumbered(witness, used)
        return self.steps.add(rule, self.letters, self.given, [then], plain, [self.premises[p] for p in used])

    def equation(self, text: str, gap: Poly) -> str:
        """difference == 0."""
        found = self.cofactors(gap)
        if found is not None:
            return self.add("expand", text, [found])
        shown = poly_text(gap)
        square = (gap.transpose * gap).trace()
        sides = [gap] if gap.shape is None else [gap, gap.transpose * gap]
        for q in sides:
            page = self._vanishing(q)
            if page is None:
                continue
            if q is gap:
                return page if self.steps.statements[page].json["then"] == [text] else self._again(text, gap, page)
            self.premises.append(page)
            found = self.cofactors(gap)
            if found is None:
                page2 = self._vanishing(gap)
                if page2 is not None:
                    return self._again(text, gap, page2)
            else:
                return self.add("expand", text, [found])
        if square.terms and time.perf_counter() < self.until:
            try:
                below = self.order(f"-tr(({shown}).T*({shown})) >= 0", -square, ">=")
            except NotFound:
                raise NotFound(f"{shown} == 0") from None
            self.premises.append(below)
            witness = [{"fact": ["premise", len(self.premises) - 1, 0], "terms": [["1", shown]], "matrix": 0}]
            return self.add("definite", text, witness)
        raise NotFound(f"{shown} == 0")

    def _vanishing(self, q: Poly) -> str | None:
        """q == 0 because ‖q‖² == 0."""
        square, shown = (q.transpose * q).trace(), poly_text(q)
        found = self.cofactors(square, 2)
        if found is None:
            return None
        self.premises.append(self.add("expand", f"tr(({shown}).T*({shown})) == 0", [found]))
        witness = [{"fact": ["premise", len(self.premises) - 1, 0], "terms": [["1", shown]], "matrix": 0}]
        return self.add("definite", f"{shown} == 0", witness)

    def _again(self, text: str, gap: Poly, page: str) -> str:
        self.premises.append(page)
        return self.add("expand", text, [[["_", ["premise", len(self.premises) - 1, 0]]]])

    # ------------------------------------------------------------------------------------------------ comparisons

    def order(self, text: str, gap: Poly, kind: str) -> str:
        """difference >= 0, or > 0."""
        strict = kind == ">"
        if not strict and (found := self.cofactors(gap, 2)) is not None:
            return self.add("order", text, [{"terms": [], "equal": found}])
        if manifest(gap, self.env, int(strict)):
            return self.add("order", text, [{"terms": [{"weight": poly_text(gap)}]}])
        self._norm_facts()
        for effort in (0, 1, 2):
            if time.perf_counter() > self.until:
                break
            page = self._squares(text, gap, strict, effort)
            if page is not None:
                return page
        page = self._root(text)
        if page is not None:
            return page
        raise NotFound(f"{poly_text(gap)} {kind} 0")

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
            rest = rest - _value(term, context)
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
                value = Poly({(powers, (), ()): 1})  # type: ignore[dict-item]
                if manifest(value, self.env, 0):
                    columns.append(Column({"weight": coefficient_text(value.terms[powers, (), ()], powers)}, value,
                                          manifest(value, self.env, 1)))  # fmt: skip
        comparisons = self._comparisons(context)
        for n in (1, 2, 3)[: 1 + effort]:
            for chosen in combinations_with_replacement(comparisons[:8], n):
                value, sharp = one, True
                for ref in chosen:
                    fact = context.fact(ref)
                    value, sharp = value * fact.difference, sharp and fact.kind == ">"
                columns.append(Column({"facts": list(chosen)}, value, sharp))
        positive = [n for n, x in self.env.table.items() if x.kind in ("positive", "dimension") and not x.family][:4]
        if effort:
            columns += [Column({**c.term, "weight": n}, c.value * self.env.poly(n), c.sharp) for c in columns[:12]
                        for n in positive if c.term.get("weight", "1") == "1"]  # fmt: skip
        return columns + self._inequalities(goal, effort)

    def _comparisons(self, context: Context) -> list[list]:
        refs: list[list] = [["given", i] for i, a in enumerate(context.statement.given) if a.kind in (">", ">=")]
        for p, atoms in enumerate(context.conclusions):
            if not isinstance(atoms, str):
                refs += [["premise", p, k] for k, a in enumerate(atoms) if a.kind in (">", ">=")]
        return refs

    def _blocks(self, goal: Poly, context: Context, effort: int) -> list[Block]:
        """Squares of halves, weighted by nothing, by facts, and by powers of positive letters."""
        blocks = []
        weights: list[tuple[dict, Poly]] = [({}, Poly.number(1))]
        for powers, _, _ in goal.terms:
            kept = tuple((b, e) for b, e in powers if self.env.invertible(b[0]))
            if kept and len(weights) < 4:
                value = Poly({(kept, (), ()): 1})  # type: ignore[dict-item]
                text = coefficient_text(value.terms[kept, (), ()], kept)
                if all(w.get("weight") != text for w, _ in weights):
                    weights.append(({"weight": text}, value))
        if effort:
            for n in (1, 2)[:effort]:
                for chosen in list(combinations_with_replacement(self._comparisons(context)[:4], n)):
                    value = Poly.number(1)
                    for ref in chosen:
                        value = value * context.fact(ref).difference
                    weights.append(({"facts": list(chosen)}, value))
        size, by_shape = degree(goal), matrix_halves(goal)
        for term, weight in weights[: 4 + 4 * effort]:
            lower = (size - degree(self.put(weight))) // 2 if "facts" in term else (size + negative(weight)) // 2
            texts, values = readable(self.env, scalar_halves(goal, max(lower, 0)))
            if texts and (size % 2 == 0 or "facts" in term or "weight" in term or effort):
                blocks.append(Block(texts, values, weight, term, False))
            for shape_texts in by_shape.values():
                texts, values = readable(self.env, shape_texts)
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
        longest = max(map(lambda m: sum(map(len, m[1])) + len(m[0]), start), default=0)
        return equations.multiples(start, None, longest)

    # ----------------------------------------------------------------------------------------------- inequalities

    def _lemma(self, name: str) -> str:
        if name not in self.lemmas:
            self.lemmas[name] = getattr(facts, name)(self.steps)
        return self.lemmas[name]

    def _inequalities(self, goal: Poly, effort: int) -> list[Column]:
        """tr(PᵀP)tr(QᵀQ) >= tr(PᵀQ)² and >= ‖PQ‖² at halves P, Q, where they have a monomial of the goal."""
        candidates = []
        by_shape = {shape: readable(self.env, texts) for shape, texts in matrix_halves(goal).items()}
        for shape, (texts, values) in by_shape.items():
            for (p, a), (q, b) in combinations_with_replacement(list(zip(texts, values, strict=True))[:8], 2):
                cross = (a.transpose * b).trace()
                gap = (a.transpose * a).trace() * (b.transpose * b).trace() - cross * cross
                candidates.append(("cauchy_schwarz", p, q, shape, shape, gap))
        for one, (texts, values) in by_shape.items():
            for two, (texts2, values2) in by_shape.items():
                if one[1] != two[0] or (effort == 0 and len(by_shape) > 6):
                    continue
                for p, a in list(zip(texts, values, strict=True))[:6]:
                    for q, b in list(zip(texts2, values2, strict=True))[:6]:
                        both = a * b
                        gap = (a.transpose * a).trace() * (b.transpose * b).trace() - (both.transpose * both).trace()
                        candidates.append(("product_bound", p, q, one, two, gap))
        wanted, found, keys = set(goal.terms), [], set()
        for name, p, q, one, two, gap in candidates:
            gap = self.put(gap)
            if gap.terms and gap.key not in keys and wanted & set(gap.terms) and degree(gap) <= degree(goal):
                keys.add(gap.key)
                found.append(Column(_Later(self, name, p, q, one, two), gap))  # type: ignore[arg-type]
        found.sort(key=lambda c: len(set(c.value.terms) - wanted))
        return [Column(c.term.made(), c.value) for c in found[: 4 + 8 * effort]]  # type: ignore[attr-defined]

    def _norm_facts(self) -> None:
        """ab >= ±<P, Q> and ab >= ‖PQ‖ for norms a = ‖P‖, b = ‖Q‖, once."""
        if self.lemmas.get("norms") or not self.elaborated.roots:
            return
        self.lemmas["norms"] = "done"
        roots = list(self.elaborated.roots.items())
        shapes = {name: self.env.poly(text).shape for name, text in roots}
        for (a, p), (b, q) in combinations_with_replacement(roots, 2):
            if a != b and shapes[a] == shapes[b] and len(roots) <= 4:
                cross = f"tr(({p}).T*({q}))"
                self._rooted(f"{a}*{b}", cross, "cauchy_schwarz", p, q, shapes[a], shapes[b])
                self._rooted(f"{a}*{b}", f"-{cross}", "cauchy_schwarz", p, q, shapes[a], shapes[b])
        for a, p in roots:
            for b, q in roots:
                one, two = shapes[a] or (1, 1), shapes[b] or (1, 1)
                if one[1] != two[0]:
                    continue
                both = self.env.poly(f"({p})*({q})")
                third = next((c for c, r in roots if self.env.poly(r).key == both.key), None)
                if third is not None:
                    self._rooted(f"{a}*{b}", third, "product_bound", p, q, one, two)

    def _rooted(self, left: str, right: str, name: str, p: str, q: str, one: Any, two: Any) -> None:
        try:
            term = _Later(self, name, p, q, one, two).made()
            gap = self.env.poly(f"({left})**2 - ({right})**2")
            found = self.cofactors(gap - _value(term, self.context()), 2)
            if found is None:
                return
            a, b = left.split("*")
            sign = self.add("order", f"{left} >= 0", [{"terms": [{"facts": [self._given(f"{a} >= 0"), self._given(f"{b} >= 0")]}]}])
            square = self.add("order", f"({left})**2 >= ({right})**2", [{"terms": [term], "equal": found}])
            self.premises.append(self._by_root(left, right, sign, square))
        except (Fault, ValueError):
            return

    def _given(self, text: str) -> list:
        return ["given", self.given.index(text)]

    def _by_root(self, left: str, right: str, sign: str, square: str) -> str:
        return self.steps.add("instance", self.letters, self.given, [f"{left} >= {right}"],
                              {"at": {"p_": left, "t_": right}}, [self._lemma("root"), sign, square])  # fmt: skip

    def _root(self, text: str) -> str | None:
        """l >= r from l >= 0 and l² >= r²."""
        left, sign, right = text.partition(" >= ")
        if not sign or right == "0" or not self.elaborated.roots or time.perf_counter() > self.until:
            return None
        try:
            parts = []
            for then in (f"{left} >= 0", f"({left})**2 >= ({right})**2"):
                gap = Statement({"letters": self.letters, "given": self.given, "then": [then]}).then[0].difference
                page = next((p for e in (0, 1) if (p := self._squares(then, gap, False, e)) is not None), None)
                if page is None:
                    return None
                parts.append(page)
            return self._by_root(left, right, *parts)
        except Fault:
            return None


@dataclass
class _Later:
    """An instance of an inequality, made when it is used."""

    prover: Prover
    name: str
    p: str
    q: str
    one: Any
    two: Any

    def made(self) -> dict[str, Any]:
        """The term of the rule ``order`` that names it."""
        prover, p, q = self.prover, self.p, self.q
        sizes = [integer_text(s) if not isinstance(s, int) else str(s) for s in (*(self.one or (1, 1)), *(self.two or (1, 1)))]
        if self.name == "cauchy_schwarz":
            at = {"m_": sizes[0], "n_": sizes[1], "X_": p, "Y_": q}
            then = f"tr(({p}).T*({p}))*tr(({q}).T*({q})) >= tr(({p}).T*({q}))**2"
        else:
            at = {"m_": sizes[0], "j_": sizes[1], "n_": sizes[1], "k_": sizes[3], "A_": p, "B_": f"I({sizes[1]})", "Y_": q}
            then = f"tr(({p}).T*({p}))*tr(({q}).T*({q})) >= tr((({p})*({q})).T*({p})*({q}))"
        page = prover.steps.add("instance", prover.letters, prover.given, [then], {"at": at}, [prover._lemma(self.name)])
        if page not in prover.premises:
            prover.premises.append(page)
        return {"facts": [["premise", prover.premises.index(page), 0]]}


def negative(weight: Poly) -> int:
    """The largest negative exponent of a number in a weight, without its sign.

    >>> negative(Poly.number(1))
    0
    """
    return max((-e.constant for p, _, _ in weight.terms for _, e in p if e.constant is not None and e.constant < 0), default=0)


def _value(term: dict, context: Context) -> Poly:
    """What a term of the rule ``order`` is."""
    value = context.env.poly(term.get("weight", "1"))
    for ref in term.get("facts", []):
        value = value * context.fact(ref).difference
    if "square" in term:
        q = context.env.poly(term["square"])
        value = value * q * q
    if "gram" in term:
        q = context.env.poly(term["gram"])
        value = value * (q.transpose * q).trace()
    return value


def _renumbered(value: Any, used: dict[int, int]) -> Any:
    """A witness whose premises are numbered in the order in which it names them."""
    match value:
        case ["premise", int(p), int(), *_]:
            return ["premise", used.setdefault(p, len(used)), *value[2:]]
        case list() | tuple():
            return [_renumbered(v, used) for v in value]
        case dict():
            return {k: _renumbered(v, used) for k, v in value.items()}
    return value
