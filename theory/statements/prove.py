"""Searches for certificates of an elaborated statement: one certificate a conclusion, all accepted by the kernel.

Equations: completion and cofactors (`theory.statements.equations`, `ideal`); else ‖difference‖² = 0 or <= 0, and the rule
``definite``. Comparisons: sums of squares and Gram traces with products of hypotheses, Cauchy-Schwarz and product bounds at
halves of the goal (`theory.statements.candidates`, `squares`); l >= r from l >= 0 and l² >= r²; denominators, factors and cases
(`theory.statements.signs`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from theory.kernel.budget import Fault
from theory.kernel.letters import manifest
from theory.kernel.statement import Context, Statement
from theory.kernel.words import Poly
from theory.prove.formulas import at
from theory.prove.text import integer_text, poly_text, word_text
from theory.statements.candidates import Candidates
from theory.statements.equations import by_completion, by_words, learn, other_sides, vanishing_squares
from theory.statements.halves import Substitution, matrix_halves, readable
from theory.statements.ideal import Equations, Multiple, length
from theory.statements.inequalities import norm_facts
from theory.statements.signs import by_cases, cleared, divided, odd_root
from theory.statements.squares import Block, Column, certificate
from theory.statements.workbench import NotFound, value_of


class Prover(Candidates):
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
            terms.append([f"-{inverse}.T*_*{inverse}", ["premise", self.known(symmetric), 0]])
        self.known(self.add("expand", f"{inverse} == {inverse}.T", [terms]))
        self.put.symmetric.add(inverse)
        self.put.images.clear()

    def _definite_inverse(self, inverse: str, a: str, k: str, j: str) -> None:
        """(KKᵀ)⁻¹ == JᵀJ where JK == I."""
        size = integer_text(self.env.term(a).shape[0])  # type: ignore[index]
        terms = [[f"_*{j}.T*{j}", self.numbered(f"{inverse}*{a} == I({size})")], [f"-{inverse}*_*{j}.T*{j}", ["def", a]],
                 [f"-{inverse}*{k}*_.T*{j}", self.numbered(f"{j}*{k} == I({size})")],
                 [f"-{inverse}*_", self.numbered(f"{k}*{j} == I({size})")]]  # fmt: skip
        self.premises.append(self.add("expand", f"{inverse} == {j}.T*{j}", [terms]))
        self.put.values[inverse] = self.env.poly(f"{j}.T*{j}")
        self.put.images.clear()

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
        found = by_completion(self, gap, 0.7)
        if found is None:
            rooted = gap.shape is None and bool(gap.mentions() & set(self.elaborated.roots))  # only squares are known
            found = self.cofactors(gap, 2 if rooted else 4)
        if found is None:
            found = by_completion(self, gap, 3.0)
        if found is None and self._zeros():
            found = self.cofactors(gap, 2)
        if found is None and other_sides(self):
            found = self.cofactors(gap)
        if found is not None:
            return self.add("expand", text, [found])
        page = self._by_squares(gap)
        if page is not None:
            return self._again(text, page)
        if vanishing_squares(self, gap) and (found := self.cofactors(gap, 2)) is not None:
            return self.add("expand", text, [found])
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
            if ref[0] == "given" and (page := self._zero_factor(context.fact(ref).difference)) is not None:
                self.premises.append(page)
                found = True
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

    def _zero_factor(self, equation: Poly) -> str | None:
        """K == 0 where an equation says K Kᵀ == 0."""
        words = [word for powers, traces, word in equation.terms if not powers and not traces]
        if len(equation.terms) != 1 or not words or len(words[0]) != 2 or words[0][1] != words[0][0].transpose:
            return None
        return self._vanishing(self.env.poly(word_text(words[0][:1])))

    def _between(self, text: str, gap: Poly) -> str:
        """Numbers from both sides; a matrix from −‖gap‖² >= 0."""
        shown = poly_text(gap)
        negative = f"-tr(({shown}).T*({shown})) >= 0"
        square = (gap.transpose * gap).trace()
        below = next((p for e in (-1, 0) if (p := self.squares(negative, -square, False, e)) is not None), None)
        if below is not None:
            pass
        elif gap.shape is None:
            both = [self.order(f"{sign}({shown}) >= 0", value, ">=") for sign, value in (("", gap), ("-", -gap))]
            facts = [["premise", self.known(page), 0] for page in both]
            below = self.add("order", negative, [{"terms": [{"facts": facts}]}])
        else:
            below = self.order(negative, -square, ">=")
        return self.add("definite", text, [{"fact": ["premise", self.known(below), 0], "terms": [["1", shown]], "matrix": 0}])

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
        return self.add("expand", text, [[["_", ["premise", self.known(page), 0]]]])

    # ------------------------------------------------------------------------------------------------ comparisons

    def order(self, text: str, gap: Poly, kind: str) -> str:
        """difference >= 0, or > 0."""
        strict = kind == ">"
        if not strict and (found := self.cofactors(gap, 2)) is not None:
            return self.add("order", text, [{"terms": [], "equal": found}])
        if manifest(gap, self.env, int(strict)):
            return self.add("order", text, [{"terms": [{"weight": poly_text(gap)}]}])
        for attempt in self._attempts(text, gap, strict):
            try:
                page = None if self.out_of_time() else attempt()
            except Fault:
                continue  # the kernel refuses one search's certificate: the others are still to be tried
            if page is not None:
                return page
        raise NotFound(f"{poly_text(gap)} {kind} 0")

    def _attempts(self, text: str, gap: Poly, strict: bool) -> Iterator[Callable[[], str | None]]:
        """The cheap ones first."""
        def squares(effort: int) -> Callable[[], str | None]:
            return partial(self.squares, text, gap, strict, effort)

        self._sizes(gap)
        learn(self)
        norm_facts(self, gap)
        norms = not strict and bool(self.elaborated.roots)
        yield squares(-1)
        if norms:
            yield partial(self._root, text, gap, (-1, 0))
        yield squares(0)
        yield partial(self._by_factors, text, gap, ">" if strict else ">=")
        yield partial(cleared, self, text, gap, strict)
        if strict:
            yield partial(self._strict, text, gap)
        elif gap.mentions() & set(self.put.values):
            yield partial(self._as_it_stands, text, gap, strict)
        if norms:
            norm_facts(self)
            yield partial(self._root, text, gap, (0, 1))
        yield squares(1)
        if not strict:
            yield partial(odd_root, self, text, gap)
        yield partial(divided, self, text, gap, strict)
        matrices = any(traces for _, traces, _ in gap.terms)
        if matrices:
            yield squares(2)
        if self.depth and self.scenes is not None:
            yield partial(by_cases, self, text, gap, ">" if strict else ">=")
        if not matrices:
            yield squares(2)
        if not strict and not norms:
            yield partial(self._root, text, gap, (0, 1))

    def branch(self, given: list[str]) -> Prover | None:
        """See :class:`~theory.statements.workbench.Workbench`."""
        scene = self.scenes(given) if self.scenes is not None else {}
        if not scene:
            return None
        json = {**self.elaborated.json, "given": given}
        part = Prover(replace(self.elaborated, json=json), scene, 0.5 * (self.until - time.perf_counter()), self.scenes,
                      self.depth - 1)  # fmt: skip
        part.steps.pages, part.steps.statements = self.steps.pages, self.steps.statements
        part.lemmas = {k: v for k, v in self.lemmas.items() if v}
        part.premises = list(self.premises)
        part.put, part.rules, part.learned = self.put, self.rules, self.learned  # no equation is new
        return part

    def _sizes(self, gap: Poly) -> None:
        """n >= 1 for the sizes in a goal that speaks of sizes alone."""
        if all(self.env[n].kind == "dimension" for n in gap.mentions()):
            for n in sorted(gap.mentions()):
                self.known(self.steps.add("instance", self.letters, self.given, [f"{n} >= 1"], {"at": {"n_": n}},
                                           [self.lemma("counts")]))  # fmt: skip

    def _by_factors(self, text: str, gap: Poly, kind: str) -> str | None:
        """g >= 0 or g > 0 with K Kᵀ in the place of diagonals that are that."""
        put = Substitution(self.env, ())
        put.values = {s: self.env.poly(f"{k}*{k}.T") for s, k in self.elaborated.factors.items()
                      if s in self.env and self.env[s].kind == "diagonal"}  # fmt: skip
        other = put(gap) if put.values else gap
        if other.key == gap.key:
            return None
        before, self.put = self.put, put  # the other way round: no word K Kᵀ is hidden behind its diagonal
        try:
            page = self.order(f"{poly_text(other)} {kind} 0", other, kind)
        except NotFound:
            return None
        finally:
            self.put = before
        equal = self.cofactors(gap - other, 2)
        fact = ["premise", self.known(page), 0]
        return None if equal is None else self.add("order", text, [{"terms": [{"facts": [fact]}], "equal": equal}])

    def _as_it_stands(self, text: str, gap: Poly, strict: bool) -> str | None:
        """A sum of squares of the letters themselves, before any is replaced."""
        put = self.put
        self.put = Substitution(self.env, ())
        self.put.values.clear()
        self.put.scalars.clear()
        try:
            texts = [t for shape in matrix_halves(gap).values() for t in shape]
            return self.squares(text, gap, strict, 0) if len(texts) < 20 else None
        finally:
            self.put = put

    def squares(self, text: str, gap: Poly, strict: bool, effort: int) -> str | None:
        """By a semidefinite program; more candidates with more effort."""
        goal = self.put(gap)
        context = self.context()
        columns = self.columns(goal, context, effort)
        if self.out_of_time():
            return None
        context = self.context()  # inequalities among the columns are premises by now
        blocks = [b.independent(self.put) for b in self.blocks(goal, context, effort, gap)] if effort >= 0 else []
        reduced = [Column(c.term, self.put(c.value), c.sharp) for c in columns]
        for block in blocks:
            block.build()
            block.entries = [self.put(Poly(e)).terms for e in block.entries]
            if self.out_of_time():
                return None
        free = self._free(goal, blocks, reduced, context)
        found = certificate(goal, reduced, blocks, free, strict=strict, until=self.until)
        if found is None:
            return None
        rest = gap
        for term in found.terms:
            rest = rest - value_of(term, context)
        rest, equal = by_words(self, rest)
        more = self.cofactors(rest, 2)
        if more is None:
            return None
        return self.add("order", text, [{"terms": found.terms, "equal": equal + more}])

    def _free(self, goal: Poly, blocks: list[Block], columns: list[Column], context: Context) -> list[Multiple]:
        """Multiples of the equations that remain after substitution."""
        remaining = []
        for ref in self.refs(context):
            fact = context.fact(ref).difference
            value = self.put(fact)
            if ref[0] != "def" and not value.terms and _turns(fact):
                value = fact  # Aᵀ = −A says more than the words that it replaces: xᵀA x is its own transpose
            if ref[0] != "def" and value.terms:
                remaining.append((ref, value, list(value.terms)))
        if not remaining:
            return []
        start = dict.fromkeys([*goal.terms, *(k for b in blocks for e in b.entries for k in e),
                               *(k for c in columns for k in c.value.terms)])  # fmt: skip
        equations = Equations(context, [], seconds=1.0, most=500)
        equations.facts = remaining
        longest = max(map(length, [*start, *(m for _, value, _ in remaining for m in value.terms)]), default=0)
        found = equations.multiples(start, None, longest)
        return [replace(m, value=v) for m in found if (v := self.put(m.value)).terms]

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
                page = next((f for e in (0, 1) if (f := self.squares(then, wide, False, e)) is not None), None)
                if page is None:
                    continue
                low = self.add("order", known, [{"terms": [{"facts": [self.numbered(known)]} if known in self.given else
                                                           {"weight": y}]}])  # fmt: skip
                return self.steps.add("instance", self.letters, self.given, [text], {"at": {"p_": p, "x_": shown, "y_": y}},
                                      [self.lemma("quotient"), sign, low, page])  # fmt: skip
        return None

    def _root(self, text: str, gap: Poly, efforts: tuple[int, ...]) -> str | None:
        """l >= r from l >= 0 and l² >= r², where l has the positive terms of the difference."""
        alone = [m for m, c in gap.terms.items() if c < 0 and not m[1] and len(m[0]) == 1 and m[0][0][1] == 1 and (
            m[0][0][0][0] in self.elaborated.roots)]  # fmt: skip
        if len(alone) == 1 and len(gap.terms) > 2:  # everything else >= a norm
            right = Poly({alone[0]: -gap.terms[alone[0]]})
            left = gap + right
        else:
            left, right = (Poly({m: abs(c) for m, c in gap.terms.items() if c * side > 0}) for side in (1, -1))
        norm_facts(self, left * left - right * right)
        if not left.terms or not right.terms or len(gap.terms) > 6 or self.out_of_time():
            return None
        l, r = poly_text(left), poly_text(right)
        try:
            parts = []
            for then, value in ((f"{l} >= 0", left), (f"({l})**2 >= ({r})**2", left * left - right * right)):
                equal = self.cofactors(value, 2)
                page = self.add("order", then, [{"terms": [], "equal": equal}]) if equal is not None else next(
                    (p for e in efforts if (p := self.squares(then, value, False, e)) is not None), None)  # fmt: skip
                if page is None:
                    return None
                parts.append(page)
            page = self.by_root(l, r, *parts)
            return self.add("order", text, [{"terms": [{"facts": [["premise", self.known(page), 0]]}]}])
        except Fault:
            return None


def _turns(fact: Poly) -> bool:
    """Whether an equation has one letter and its transpose alone."""
    words = [w for _, _, w in fact.terms]
    return all(len(w) == 1 for w in words) and len({w[0].name for w in words}) == 1
