"""One step of a proof about families as a statement without families, proved there, and brought back by the rule ``instance``.

Members become letters of their own (W[n+1] → W_n_1), quantified facts are taken where one of their members is one of the
goal's, and
definitions at an index that moves are unfolded. What the provers of `theory.statements.prove` find holds for any matrices of
these sizes, so it holds for the members.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.declare import unfold
from theory.kernel.integers import Int
from theory.kernel.letters import Letter, Letters
from theory.kernel.statement import Atom, Context, Statement
from theory.kernel.substitution import Substitution
from theory.kernel.words import Poly
from theory.prove.derivation import choose_model
from theory.prove.rewrite import NotFound as Remainder
from theory.prove.rewrite import cofactors
from theory.prove.text import atom_text, integer_text, poly_text
from theory.statements.elaborate import Elaborated
from theory.statements.families.flattening import MEMBER, Flat, below, flat_names, members, places
from theory.statements.families.indices import index_of, replaced
from theory.statements.prove import Prover
from theory.statements.steps import Steps
from theory.statements.workbench import NotFound

INSTANCES = 40
"""Quantified facts that one step may use."""
FACTORED = re.compile(r"(.+) == ([A-Za-z_]\w*)\*\2\.T")


@dataclass
class Lemma:
    """A certificate and the integer letter that its statement has beside those of the problem ("" if none)."""

    page: str
    index: str = ""


@dataclass
class Known:
    """A fact of a step: what it says, its reference, the lemma that it comes from."""

    atom: Atom
    ref: list


@dataclass
class Bench:
    """Certificates so far, and exact values for their models; ``norms``: letters of norms with their texts in n_."""

    steps: Steps
    scene: dict[str, Any]
    until: float
    norms: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    """Theorems that flat proofs rest on, each proved once."""

    def add(self, rule: str, letters: list, given: list[str], then: list[str], witness: Any, premises: list[str]) -> str:
        """A certificate with the model that the scene gives it."""
        model: dict = {}
        if self.scene:
            try:
                model = choose_model({"letters": letters, "given": given, "then": then}, self.scene)
            except (KeyError, Fault, AttributeError):
                model = {}
        steps, before = self.steps, self.steps.scene
        steps.scene = model
        try:
            return steps.add(rule, letters, given, then, witness, premises)
        finally:
            steps.scene = before

    def left(self) -> float:
        """Seconds."""
        return self.until - time.perf_counter()


class Step:
    """A goal from hypotheses and lemmas, in letters that may be families; ``moving``: the integer letter of an induction,
    whose assumption is the last hypothesis if ``assumed``.

    >>> letters = [["L", {"kind": "integer", "min": "1"}], ["a", {"kind": "real", "over": ["n_", "0", "L"]}]]
    >>> bench = Bench(Steps(), {}, time.perf_counter() + 5)
    >>> step = Step(bench, letters, ["all(k, 0, L, a[k] >= 1)"], "2*a[L] >= 2")
    >>> bench.steps.statements[step.prove()].json["then"]
    ['2*a[L] >= 2']
    """

    def __init__(
        self,
        bench: Bench,
        letters: list,
        given: list[str],
        goal: str,
        lemmas: list[Lemma] | None = None,
        moving: str = "",
        assumed: bool = True,
    ):
        self.assumed = assumed
        self.bench, self.letters, self.given, self.goal, self.moving = bench, letters, given, goal, moving
        self.statement = Statement({"letters": letters, "given": given, "then": [goal]})
        self.env: Letters = self.statement.letters
        self.premises: list[str] = []
        self.lemmas = lemmas or []
        self.used: dict[str, list] = {}
        self.levels = self._levels()

    def prove(self, seconds: float = 2.0) -> str:
        """The certificate of the goal; NotFound if none was found."""
        atom = self.statement.then[0]
        if atom.kind == "==" and atom.difference.is_zero():
            return self.bench.add("expand", self.letters, self.given, [self.goal], [[]], [])
        goal = Atom(atom.kind, (self.unfolded(atom.difference),))
        if goal.kind == "==" and goal.difference.is_zero():
            return self._from(None, atom, goal)
        facts = self._relevant(goal, self._facts(goal))
        page = self._by_assumption(goal, facts, seconds) or self._flat(goal, facts, seconds)
        return self._from(page, atom, goal)

    def _by_assumption(self, goal: Atom, facts: list[Known], seconds: float) -> str | None:
        """A comparison as a multiple of the assumption, and what remains: where that is shorter, and proved."""
        if goal.kind != ">=" or not self.moving or not self.assumed or self.statement.given[-1].kind not in (">=", ">"):
            return None
        assumption = self._simplified(Known(self.statement.given[-1], ["given", len(self.given) - 1]))
        for term, weight in self._multipliers(goal, facts):
            rest = goal.difference - weight * assumption.atom.difference
            if len(rest.terms) >= len(goal.difference.terms) + len(assumption.atom.difference.terms) - 1:
                continue
            try:
                used = {**term, "facts": [*term.get("facts", []), assumption.ref]}
                return self._with_rest(goal, Atom(">=", (rest,)), facts, used, 0.4 * seconds)
            except (NotFound, Fault):
                continue
        return None

    def _multipliers(self, goal: Atom, facts: list[Known]) -> list[tuple[dict, Poly]]:
        """1, positive letters of the goal, and what is known not to be negative and is one monomial or the base of a power."""
        found: list[tuple[dict, Poly]] = [({}, Poly.number(1))]
        letters = [n for n in sorted(goal.difference.mentions()) if self.env[n].kind == "positive" and not self.env[n].family]
        found += [({"weight": n}, self.env.poly(n)) for n in letters]
        signs = [k for k in facts if k.atom.kind in (">=", ">") and not k.atom.difference.shape]
        short = [k for k in signs if len(k.atom.difference.terms) == 1 or not members(k.atom.difference)]
        return (found + [({"facts": [k.ref]}, k.atom.difference) for k in short])[:8]

    def _with_rest(self, goal: Atom, rest: Atom, facts: list[Known], term: dict, seconds: float) -> str:
        terms = [term]
        if not rest.difference.is_zero():
            page = self._flat(rest, self._without_dead_ends(rest, facts), seconds)
            self.premises += [page] * (page not in self.premises)
            terms.append({"facts": [["premise", self.premises.index(page), 0]]})
        return self._add("order", atom_text(goal, self.env.table), [{"terms": terms, "equal": []}])

    # --------------------------------------------------------------------------------------------------- definitions

    def unfolded(self, value: Poly) -> Poly:
        """The value with definitions written out: at a moving or literal index, and of letters without one."""
        for _ in range(12):
            text = poly_text(value)
            put = self._definitions(text)
            if not put:
                return value
            for shown, (ref, inside) in put.items():
                self.used[str(ref)] = [ref, shown]
                pattern = rf"(?<![\w]){re.escape(shown)}" + ("" if shown.endswith("]") else r"(?!\w|\[)")
                text = re.sub(pattern, f"({inside})", text)
            value = self.env.poly(text) if text.strip() != "0" else Poly({}, value.shape)
        return value

    def _definitions(self, text: str) -> dict[str, tuple[list, str]]:
        found: dict[str, tuple[list, str]] = {}
        for match in MEMBER.finditer(text):
            name, index = match[1], index_of(match[2])
            if index is None or name not in self.env or self.env[name].definition in (None, "entry", "root"):
                continue
            letter = self.env[name]
            begins = index == (letter.low if letter.definition == "first" else letter.high)
            near = not index.mentions() or begins or letter.definition == "value" or self._beyond(letter, index)
            if near and (value := self._value(name, index)) is not None:
                found[match[0]] = ["def", name, match[2]], value
        for name in set(re.findall(r"\b[A-Za-z_]\w*\b(?!\[)", text)):
            if name in self.env and not self.env[name].family and self.env[name].definition == "value":
                value = self._value(name, None)
                if value is not None:
                    found[name] = ["def", name], value
        return found

    def _beyond(self, letter: Letter, index: Int) -> bool:
        """Whether a member is one step or more beyond what the assumption of the induction speaks of."""
        level = self.levels.get(letter.name)
        gap = (index - level).constant if level is not None else None
        return gap is not None and (gap > 0 if letter.definition == "first" else gap < 0)

    def _levels(self) -> dict[str, Int]:
        """For each defined family the moving index from which its definition goes on."""
        found: dict[str, Int] = {}
        if not self.moving:
            return found
        for atom in (*(self.statement.given[-1:] if self.assumed else ()), *self.statement.then):
            for name, index in self._spoken_of(atom):
                letter = self.env[name]
                if self.moving not in index.mentions() or letter.definition not in ("first", "last"):
                    continue
                gap = (index - found[name]).constant if name in found else None
                if name not in found or (gap is not None and (gap < 0 if letter.definition == "first" else gap > 0)):
                    found[name] = index
        return found

    def _spoken_of(self, atom: Atom) -> set[tuple[str, Int]]:
        """Members of an atom, those inside norms too."""
        found = members(atom.difference) if atom.kind in ("==", ">", ">=") else set()
        for name, index in list(found):
            if name in self.bench.norms:
                found |= members(self.env.poly(self._put(self.bench.norms[name], index)))
        return found

    @staticmethod
    def _put(text: str, index: Int) -> str:
        """A text in n_ at an index."""
        return MEMBER.sub(lambda m: f"{m[1]}[{integer_text(replaced(index_of(m[2]) or Int.of(0), {'n_': index}))}]", text)

    def _value(self, name: str, index: Int | None) -> str | None:
        try:
            return poly_text(self.env.term(name, index) - unfold(self.env[name], index, self.env))
        except Fault:
            return None

    # --------------------------------------------------------------------------------------------------------- facts

    def _facts(self, goal: Atom) -> list[Known]:
        """Everything that is known where the goal has its members."""
        found = [Known(a, ["given", i]) for i, a in enumerate(self.statement.given) if a.kind in ("==", ">=", ">")]
        seeds = members(goal.difference)
        for known in found:
            seeds |= members(known.atom.difference)
        for _ in range(2):
            more = [k for i, a in enumerate(self.statement.given) if a.kind == "all" for k in self._instances(i, a, seeds)]
            more += [k for lemma in self.lemmas for k in self._of_lemma(lemma, seeds)]
            keys = {k.atom.key() for k in found}
            fresh = [k for k in more if k.atom.key() not in keys]
            found += fresh[: INSTANCES - len(found)] if len(found) < INSTANCES else []
            for known in fresh:
                seeds |= members(self.unfolded(known.atom.difference))
        return found

    def _instances(self, i: int, atom: Atom, seeds: set[tuple[str, Int]]) -> list[Known]:
        assert atom.body is not None
        found = []
        for index in places(atom.body.difference, "#", seeds):
            try:
                found.append(Known(atom.instance(index, self.env), ["given", i, integer_text(index)]))
            except Fault:
                continue
        return found

    def _of_lemma(self, lemma: Lemma, seeds: set[tuple[str, Int]]) -> list[Known]:
        source = self.bench.steps.statements[lemma.page]
        atom = source.then[0]
        indices: list[Int | None] = [None] if not lemma.index else list(places(atom.difference, lemma.index, seeds))
        found = []
        for index in indices:
            try:
                page = self.at(lemma, index)
            except Fault:
                continue
            if page not in self.premises:
                self.premises.append(page)
            found.append(Known(self.bench.steps.statements[page].then[0], ["premise", self.premises.index(page), 0]))
        return found

    def at(self, lemma: Lemma, index: Int | None) -> str:
        """A lemma in the letters of this step, at an index."""
        source = self.bench.steps.statements[lemma.page]
        at = {lemma.index: integer_text(index)} if index is not None else {}
        image = Substitution.match(source.letters, self.env, at)
        text = atom_text(source.then[0].under(image), self.env.table)
        return self.bench.add("instance", self.letters, self.given, [text], {"at": at}, [lemma.page])

    def _relevant(self, goal: Atom, facts: list[Known]) -> list[Known]:
        """Facts that are connected with the goal by what they speak of, unfolded."""
        kept: list[Known] = []
        names = set(flat_names(poly_text(goal.difference)))
        rest = [(k, self._simplified(k)) for k in facts]
        rest += [(k, k) for _, known in list(rest) for k in self._weighted(known, goal)]
        for _ in range(3):
            for known, simple in list(rest):
                text = poly_text(simple.atom.difference)
                mine = set(flat_names(text))
                if not simple.atom.difference.is_zero() and (mine & names or not mine):
                    kept.append(simple)
                    rest.remove((known, simple))
                    names |= mine if len(mine - names) <= 3 else set()
        return self._without_dead_ends(goal, kept)

    @staticmethod
    def _without_dead_ends(goal: Atom, facts: list[Known]) -> list[Known]:
        """Without facts that alone speak of a member, where the goal speaks of other members of its family."""
        families = {name for name, _ in members(goal.difference)}
        for _ in range(4):
            spoken = [members(k.atom.difference) for k in facts]
            goal_has = members(goal.difference)

            def dead(k: int, spoken: list = spoken, goal_has: set = goal_has) -> bool:
                return any(
                    m[0] in families and m not in goal_has and sum(m in other for other in spoken) == 1 for m in spoken[k]
                )

            kept = [fact for k, fact in enumerate(facts) if not dead(k)]
            if len(kept) == len(facts):
                break
            facts = kept
        return facts

    def _weighted(self, known: Known, goal: Atom) -> list[Known]:
        """A comparison divided by the positive letters that the goal is divided by; the assumption, times those that the
        goal has."""
        mine = known.atom.difference
        if known.atom.kind == "==" or mine.shape is not None:
            return []
        weights = [] if members(mine) else [f"{letter}**(-1)" for letter in sorted(below(goal.difference) & mine.mentions())]
        if self.assumed and self.moving and known.ref == ["given", len(self.given) - 1]:
            weights += [
                n for n in sorted(goal.difference.mentions()) if self.env[n].kind == "positive" and not self.env[n].family
            ]
        return [fact for weight in weights if (fact := self._times(known, weight)) is not None]

    def _times(self, known: Known, weight: str) -> Known | None:
        """A comparison times a positive power of a letter."""
        try:
            value = self.env.poly(weight) * known.atom.difference
            text = atom_text(Atom(known.atom.kind, (value,)), self.env.table)
            page = self._add("order", text, [{"terms": [{"weight": weight, "facts": [known.ref]}]}])
        except Fault:
            return None
        self.premises += [page] * (page not in self.premises)
        return Known(Atom(known.atom.kind, (value,)), ["premise", self.premises.index(page), 0])

    def _simplified(self, known: Known) -> Known:
        """A fact with its definitions written out, as a premise of its own where that changes it."""
        value = self.unfolded(known.atom.difference)
        if value.key == known.atom.difference.key or value.is_zero():
            return known
        atom = Atom(known.atom.kind, (value,))
        try:
            page = self._rewritten(atom_text(atom, self.env.table), value, known)
        except (Fault, Remainder):
            return known
        if page not in self.premises:
            self.premises.append(page)
        return Known(atom, ["premise", self.premises.index(page), 0])

    def _rewritten(self, text: str, value: Poly, known: Known) -> str:
        context = self._context(text)
        rest = value - context.fact(known.ref).difference
        rules = [(ref, lead) for ref, lead in self.used.values()]
        terms = cofactors(context, rest, rules) if not rest.is_zero() else []
        if known.atom.kind == "==":
            return self._add("expand", text, [[["_", known.ref], *terms]])
        return self._add("order", text, [{"terms": [{"facts": [known.ref]}], "equal": terms}])

    # ---------------------------------------------------------------------------------------------------------- flat

    def _flat(self, goal: Atom, facts: list[Known], seconds: float) -> str:
        """A certificate of the unfolded goal in the letters of this step."""
        flatten = Flat(self.env, self.bench.scene)
        given = [self._square(k.atom, flatten) or flatten.atom(k.atom) for k in facts]
        then = flatten.atom(goal)
        roots = {
            flat: flatten.text(self._norm_of(name, index))
            for (name, index), flat in list(flatten.names.items())
            if name in self.bench.norms
        }
        roots = {
            a: text for a, text in roots.items() if f"{a} >= 0" in given and any(g.startswith(f"{a}**2 == ") for g in given)
        }
        letters = flatten.letters()
        keys = {g: k for g, k in zip(given, facts, strict=True)}
        json = {"letters": letters, "given": list(keys), "then": [then]}
        elaborated = Elaborated(None, json, {}, {}, roots=roots, factors=self._factors(flatten))  # type: ignore[arg-type]
        scene = flatten.scene(self.bench.scene, letters, self.letters)
        prover = FlatProver(elaborated, scene, max(0.3, min(seconds, self.bench.left())))
        prover.steps.pages, prover.steps.statements = self.bench.steps.pages, self.bench.steps.statements
        prover.lemmas = dict(self.bench.shared)
        try:
            page = prover.atom(then)
        finally:
            self.bench.shared |= {name: found for name, found in prover.lemmas.items() if name != "norms"}
        source = self.bench.steps.statements[page]
        at = {flat: flatten.shown(key) for key, flat in flatten.names.items() if flat in source.letters}
        refs, premises = {}, [page]
        for i, text in enumerate(source.json["given"]):
            known = keys.get(text)
            if known is None:
                raise NotFound(f"{text} is assumed by the flat proof alone")
            if known.ref[0] == "premise":
                name = self.premises[known.ref[1]]
                if name not in premises[1:]:
                    premises.append(name)
                refs[str(i)] = ["premise", premises.index(name, 1), *known.ref[2:]]
            else:
                refs[str(i)] = known.ref
        shown = atom_text(goal, self.env.table)
        return self.bench.add("instance", self.letters, self.given, [shown], {"at": at, "given": refs}, premises)

    def _factors(self, flatten: Flat) -> dict[str, str]:
        """The K of hypotheses M == K Kᵀ about letters of the goal and its facts: halves of squares are looked for with them."""
        values = [f"{name} == {spec['value']}" for name, spec in self.letters if "value" in spec]
        said = [match for text in [*self.given, *values] if (match := FACTORED.fullmatch(text))]
        return {match[1]: match[2] for match in said if match[2] in flatten.names.values()}

    def _square(self, atom: Atom, flatten: Flat) -> str:
        """What defines a norm, as the provers want to see it: a**2 == tr(MᵀM); "" for another fact."""
        if atom.kind != "==" or atom.difference.shape is not None:
            return ""
        for (powers, traces, word), c in atom.difference.terms.items():
            if len(powers) == 1 and powers[0][1] == 2 and powers[0][0][0] in self.bench.norms and not traces and not word:
                (name, index), _ = powers[0]
                rest = Poly({(powers, (), ()): Fraction(1)}) - atom.difference.scale(1 / c)
                return f"{flatten.name(name, index)}**2 == {flatten.text(poly_text(rest))}"
        return ""

    def _norm_of(self, name: str, index: Int | None) -> str:
        text = self.bench.norms[name]
        return poly_text(self.unfolded(self.env.poly(self._put(text, index) if index is not None else text)))

    def _from(self, page: str | None, atom: Atom, goal: Atom) -> str:
        """The goal in its own words, from the unfolded one."""
        if page is not None and self.bench.steps.statements[page].json["then"] == [self.goal]:
            return page
        refs = []
        if page is not None:
            if page not in self.premises:
                self.premises.append(page)
            refs = [["premise", self.premises.index(page), 0]]
        context = self._context(self.goal)
        rest = atom.difference - (context.fact(refs[0]).difference if refs else Poly({}))
        if refs and atom.kind == "==" and context.fact(refs[0]).difference.key != goal.difference.key:
            rest = atom.difference + context.fact(refs[0]).difference
        try:
            terms = cofactors(context, rest, [(ref, lead) for ref, lead in self.used.values()]) if not rest.is_zero() else []
        except Remainder as error:
            raise NotFound(str(error)) from None
        if atom.kind == "==":
            return self._add("expand", self.goal, [[*(["_", r] for r in refs), *terms]])
        return self._add("order", self.goal, [{"terms": [{"facts": refs}], "equal": terms}])

    def _context(self, then: str) -> Context:
        statement = Statement({"letters": self.letters, "given": self.given, "then": [then]})
        return Context(statement, [self.bench.steps.statements[p] for p in self.premises])

    def _add(self, rule: str, then: str, witness: Any) -> str:
        used: dict[int, int] = {}

        def numbered(value: Any) -> Any:
            match value:
                case ["premise", int(p), int(), *_]:
                    return ["premise", used.setdefault(p, len(used)), *value[2:]]
                case list() | tuple():
                    return [numbered(v) for v in value]
                case dict():
                    return {k: numbered(v) for k, v in value.items()}
            return value

        plain = numbered(witness)
        return self.bench.add(rule, self.letters, self.given, [then], plain, [self.premises[p] for p in used])


class FlatProver(Prover):
    """As `Prover`; an equation between matrices is not looked for between two inequalities, which takes long and seldom
    helps."""

    def _between(self, text: str, gap: Poly) -> str:
        if gap.shape is not None:
            raise NotFound(text)
        return super()._between(text, gap)
