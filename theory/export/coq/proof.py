"""The proof of one certificate: facts, letters, and steps that Coq decides by computation.

A step reflects an equation or comparison into the syntax of ``lib/Norm.v``; `vm_compute` normalises both sides there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from theory.export.coq import text
from theory.export.coq.atoms import Atom, Every, Relation, covers, relation, zero
from theory.export.coq.faults import NotExported
from theory.export.coq.integers import Symbol, Whole
from theory.export.coq.letters import Letters
from theory.export.coq.reflect import Reflection
from theory.export.coq.script import LIA, Script, component, every, listed
from theory.export.coq.statements import Certificate, Statement
from theory.export.coq.terms import Change, Hole, Letter, Negative, Number, Power, Shape, Size, Term, as_matrix, scalar

Give = Callable[[int, Atom], "Fact"]


@dataclass(frozen=True)
class Fact:
    """A known atom and a Coq term that proves it, up to integer arithmetic."""

    atom: Atom
    proof: str

    def at(self, index: Whole) -> Fact:
        """The same with values for bound variables or symbols."""
        if not isinstance(self.atom, Every):
            raise NotExported("only a quantified fact has instances")
        return Fact(self.atom.at(index), f"({self.proof} {text.whole(index)} ltac:({LIA}))")

    @property
    def relation(self) -> Relation:
        """The fact as an equation or comparison; NotExported if it is quantified."""
        if not isinstance(self.atom, Relation):
            raise NotExported("an equation or comparison is needed")
        return self.atom


@dataclass(frozen=True)
class Weighted:
    """A term of a comparison: weight, the facts in it by number, squares, Gram traces."""

    weight: Term
    facts: tuple[int, ...] = ()
    squares: tuple[Term, ...] = ()
    grams: tuple[Term, ...] = ()


class Proof:
    """The lemma of one certificate. ``env`` are the letters in scope, ``known`` the hypotheses by name."""

    def __init__(self, certificate: Certificate, premises: list[Certificate], refer: Callable[[Certificate], str]):
        self.certificate, self.premises, self.refer = certificate, premises, refer
        self.statement = certificate.statement
        self.env: Letters = self.statement.letters
        self.sizes = self.statement.inner.sizes()
        self.before: list[str] = []  # definitions and checks that stand before the lemma
        self.steps = 0
        self.shift = 0  # premises before those that a witness counts
        self.known: dict[str, str] = {}
        self.said: dict[str, str] = {}
        for x in self.statement.letters.table.values():
            self.learn(x.name, self.statement.letters)
        for k, g in enumerate(self.statement.given):
            self.said.setdefault(text.atom(g), f"g{k}")

    def learn(self, name: str, letters: Letters, sizes: set[str] | None = None) -> None:
        """The hypotheses of a letter are in scope."""
        for h in text.declared(letters[name], self.sizes if sizes is None else sizes):
            self.known[f"h_{name}_{h.role}"] = h.text
            self.said.setdefault(h.text, f"h_{name}_{h.role}")

    # ------------------------------------------------------------------ letters
    def about(self, sc: Script, name: str, role: str, index: Whole | None) -> str:
        """A hypothesis about a letter, or about a member of a family."""
        if index is None:
            return f"h_{name}_{role}"
        x = self.env[name]
        member = x.member(index)
        here, shape = text.term(member), member.shape
        if role == "pos":
            says = f"rpos {here}"
        else:
            assert shape is not None
            rows, columns = map(text.whole, shape)
            kind = f"pdia {rows}" if x.positive else "dia"
            says = f"shp {rows} {columns} {here}" if role == "shp" else f"{kind} {here}"
        return sc.have(says, f"zfit (h_{name}_{role} {text.whole(index)} ltac:({LIA})).")

    def size(self, sc: Script, value: Whole) -> str | None:
        """A proof of 0 <= value <= NN, where something says so."""
        says = f"0 <= {text.whole(value)} /\\ {text.whole(value)} <= Z.of_nat NN"
        s = value.alone
        if value == Whole.of(1):
            return sc.have(says, "split; [zlia | exact (@one_le_space NN0)].")
        if s is None:
            return None
        if isinstance(s, tuple):
            return sc.have(says, f"generalize (h_{s[0]}_dim {text.whole(s[1])} ltac:({LIA})); {LIA}.")
        if f"h_{s}_sz" in self.known and self.env.bounds.at_least(value, 0):
            return sc.have(says, f"generalize h_{s}_sz; {LIA}.")
        return None

    def sign(self, sc: Script, s: Symbol) -> tuple[int, str]:
        """(2, proof of > 0), (1, proof of >= 0) or (0, nothing) for an integer symbol."""
        if isinstance(s, tuple):
            here = f"(h_{s[0]}_dim {text.whole(s[1])} ltac:({LIA}))"
            return 2, sc.have(f"0 < {text.symbol(s)}", f"generalize {here}; {LIA}.")
        if s not in self.env:
            return 0, "I"
        for flag, least, relation_ in ((2, 1, "<"), (1, 0, "<=")):
            if self.env.bounds.at_least(Whole.symbol(s), least):
                return flag, sc.have(f"0 {relation_} {text.symbol(s)}", f"{LIA}.")
        return 0, "I"

    def introduce(self, sc: Script, low: Whole, high: Whole) -> Whole:
        """A new integer of a range, introduced from the goal."""
        j = sc.fresh("j")
        self.env = self.env.with_integer(j, low, high)
        sc.add(f"intros {j}_ h_{j}.")
        sc.integers.append(f"h_{j}")
        return Whole.symbol(j)

    # ------------------------------------------------------------------ steps
    def define(self, what: str, kind: str, body: str) -> str:
        """A definition before the lemma; its name."""
        name = f"{self.certificate.lemma}_{what}{self.steps}"
        self.before.append(f"Definition {name} : {kind} := {body}.")
        return name

    def check(self, proposition: str) -> str:
        """A lemma that a computation gives true."""
        name = f"{self.certificate.lemma}_c{self.steps}"
        self.before.append(f"Lemma {name} : {proposition} = true.\nProof. vm_cast_no_check (@Logic.eq_refl bool true). Qed.")
        return name

    def opened(self, sc: Script, deep: Reflection) -> tuple[str, str, str]:
        """The letters of a step in scope: (environment, promises, proof of the promises)."""
        env, promises, proof = deep.environment(self, sc)
        p, e, ok = self.define("P", "pre", promises), sc.fresh("E"), sc.fresh("OK")
        sc.add(f"pose ({e} := {env}).")
        sc.add(f"assert ({ok} : ok {e} {p}) by exact {proof}.")
        return e, p, ok

    def canonical(self, sc: Script, fact: Fact) -> str:
        """A hypothesis that says the fact word for word."""
        says = text.atom(fact.atom)
        return self.said[says] if says in self.said else sc.have(says, f"zfit {fact.proof}.")

    def _vanishing(self, sc: Script, deep: Reflection, parts: list[tuple[Term, Fact]], shape: Shape) -> tuple[list, list]:
        terms, proofs = [], []
        for expression, fact in parts:
            r = fact.relation
            expression = as_matrix(expression) if shape else scalar(expression)
            left, right = deep.term(r.left), deep.term(r.right)
            terms.append(f"({deep.term(expression)}, E{'M' if r.matrix else 'S'} {left} {right})")
            proofs.append(self.canonical(sc, fact))
        return terms, proofs

    def equation(self, sc: Script, goal: Relation, parts: list[tuple[Term, Fact]]) -> None:
        """Close the goal: its difference is the sum of the expressions, with the facts in the place of their holes."""
        self.steps += 1
        deep = Reflection(self)
        left, right = deep.term(goal.left), deep.term(goal.right)
        terms, proofs = self._vanishing(sc, deep, parts, goal.left.shape)
        e, p, ok = self.opened(sc, deep)
        k, s = ("mx", "m") if goal.matrix else ("sx", "s")
        a, b = self.define("l", k, left), self.define("r", k, right)
        w = self.define("w", f"seq ({k} * eqn)", listed(terms))
        c = self.check(f"chk_{s} (mk {p}) {a} {b} {w}")
        sc.add(f"exact_no_check (@expand_{s} RR NN {e} {p} {ok} {a} {b} {w} {every(proofs)} {c}).")

    def comparison(self, sc: Script, goal: Relation, parts: list[tuple[Term, Fact]], terms: list[Weighted],
                   facts: list[Fact]) -> None:  # fmt: skip
        """Close the goal, a comparison: its difference is the sum of weighted products, and of what vanishes."""
        self.steps += 1
        deep = Reflection(self)
        g = self.define("g", "cmpf", _compared(deep, goal))
        vanish, proofs = self._vanishing(sc, deep, parts, None)
        known = [_compared(deep, f.relation) for f in facts]
        have = [self.canonical(sc, f) for f in facts]
        body = [f"OT {deep.term(t.weight)} {listed([f'{i}%nat' for i in t.facts])} {listed([deep.term(q) for q in t.squares])} "
                f"{listed([deep.term(q) for q in t.grams])}" for t in terms]  # fmt: skip
        e, p, ok = self.opened(sc, deep)
        w = self.define("w", "seq (sx * eqn)", listed(vanish))
        f = self.define("f", "seq cmpf", listed(known))
        o = self.define("t", "seq oterm", listed(body))
        c = self.check(f"chk_o (mk {p}) {g} {f} {w} {o}")
        sc.add(f"exact_no_check (@order_ok RR NN {e} {p} {ok} {g} {f} {w} {o} {every(have)} {every(proofs)} {c}).")

    def derive(self, sc: Script, goal: Atom, fact: Fact) -> None:
        """Close the goal, of which the fact says the same (perhaps in another form)."""
        if text.atom(goal) == text.atom(fact.atom) or not isinstance(goal, Every | Relation):
            sc.add(f"zfit {fact.proof}.")
        elif isinstance(goal, Every):
            env = self.env
            inside = sc.part()
            j = self.introduce(inside, goal.low, goal.high)
            self.derive(inside, goal.at(j), fact.at(j))
            sc.lines += inside.lines
            self.env = env
        elif goal.kind == "==":
            self.equation(sc, goal, [(same(goal, fact.relation), fact)])
        else:
            self.comparison(sc, goal, [], [Weighted(Number(1), (0,))], [fact])

    def assertion(self, sc: Script, goal: Atom, fact: Fact, name: str = "") -> str:
        """The name of a hypothesis that says the goal, derived from a fact."""
        name = name or sc.fresh("C")
        inside = sc.part()
        self.derive(inside, goal, fact)
        sc.claim(name, text.atom(goal), inside)
        return name

    # ------------------------------------------------------------------ values
    def shape(self, sc: Script, value: Term, shape: Shape) -> str:
        """A proof that a matrix has its shape."""
        assert shape is not None
        self.steps += 1
        deep = Reflection(self)
        d, rows, columns = deep.term(value), deep.whole(shape[0]), deep.whole(shape[1])
        e, p, ok = self.opened(sc, deep)
        ed = self.define("e", "mx", d)
        c = self.check(f"chk_shp (mk {p}) {ed} {rows} {columns}")
        n = sc.fresh("S")
        says = f"shp {text.whole(shape[0])} {text.whole(shape[1])} {text.term(value)}"
        sc.add(f"assert ({n} : {says}) by exact_no_check (@shape_ok RR NN {e} {p} {ed} {rows} {columns} {ok} {c}).")
        return n

    def positive(self, sc: Script, value: Term) -> str:
        """A proof that a scalar is > 0."""
        n = sc.fresh("K")
        inside = sc.part()
        goal = zero(">", value)
        if isinstance(value, Letter) and self.env[value.name].kind == "positive":
            return self.about(sc, value.name, "pos", value.index)
        if self.env.keeps_sign(value, True):
            self.comparison(inside, goal, [], [Weighted(value)], [])
            sc.claim(n, text.atom(goal), inside)
            return n
        whole = self.env.integer_of(value)
        same_ = sc.fresh("K")
        self.equation(inside, relation("==", value, Size(whole)), [])
        sc.claim(same_, f"{text.term(value)} = zr {text.whole(whole)}", inside)
        sc.add(f"assert ({n} : {text.atom(goal)}). {{ rewrite {same_}; apply zr_gt0; {LIA}. }}")
        return n

    # ------------------------------------------------------------------ facts
    def given(self, k: int) -> Fact:
        """Hypothesis k as a fact."""
        return Fact(self.statement.given[k], f"g{k}")

    def givens(self) -> list[Fact]:
        """All hypotheses as facts."""
        return [self.given(k) for k in range(len(self.statement.given))]

    def defining(self, name: str, index: Whole | None) -> Fact:
        """The defining equation of a letter, or of a member."""
        x, bounds = self.env[name], self.env.bounds
        if index is None:
            if x.way not in ("value", "root"):
                raise NotExported(f"{name} has no definition that unfolds")
            left = x.member(None) if x.way == "value" else Power(x.member(None), x.places[0])
            return Fact(relation("==", left, x.parts[0]), f"h_{name}_def")
        here = x.member(index)
        if x.way == "value":
            value = x.parts[0].rebuilt(Change({x.variable: index}))
            return Fact(relation("==", here, value), f"(h_{name}_def {text.whole(index)} ltac:({LIA}))")
        if x.way == "override":
            for k, (place, value) in enumerate(zip(x.places, x.parts, strict=True)):
                if index == place:
                    return Fact(relation("==", here, value), f"h_{name}_def{k}")
            apart = f" ltac:({LIA})" * (1 + len(x.places))
            other = relation("==", here, self.env[x.other].member(index))
            return Fact(other, f"(h_{name}_defo {text.whole(index)}{apart})")
        if x.way not in ("first", "last") or x.high is None:
            raise NotExported(f"{name} has no definition that unfolds")
        gap = index - x.low if x.way == "first" else x.high - index
        if gap == Whole():
            return Fact(relation("==", here, x.parts[0]), f"h_{name}_def0")
        if not bounds.at_least(gap, 1):
            raise NotExported(f"which member {name}[{index}] is, is not decided")
        back = index - 1 if x.way == "first" else index
        value = x.parts[1].rebuilt(Change({x.variable: back}))
        return Fact(relation("==", here, value), f"(h_{name}_def1 {text.whole(back)} ltac:({LIA}))")

    def fact(self, sc: Script, ref: list) -> Fact:
        """What a witness refers to: ["given", i], ["premise", p, k], ["def", letter, index?], with an index at the end."""
        match ref:
            case ["def", str(name)]:
                return self.defining(name, None)
            case ["def", str(name), str(index)]:
                return self.defining(name, self.env.integer(index))
            case ["given", int(k), *rest]:
                found = self.given(k)
            case ["premise", int(p), int(k), *rest]:
                found = self.premise(sc, p + self.shift)[k]
            case _:
                raise NotExported(f"no such fact: {str(ref)[:60]}")
        return found.at(self.env.integer(rest[0])) if rest else found

    def premise(self, sc: Script, p: int) -> list[Fact]:
        """The conclusions of a premise, which is used as it stands."""
        known = sc.lookup(("premise", p))
        if isinstance(known, list):
            return known
        source = self.premises[p]
        if source.statement.fresh or any(x not in self.statement.own for x in source.statement.own):
            raise NotExported(f"premise {p} has other letters")
        facts = self.apply(sc, source, lambda k, a: self.find(sc, a, p))
        sc.asserted["premise", p] = facts
        return facts

    def find(self, sc: Script, wanted: Atom, before: int) -> Fact:
        """A given, or a conclusion of one of the first premises, that says ``wanted``."""
        for f in self.givens():
            if covers(f.atom, wanted, self.env.bounds):
                return f
        for p in range(before):
            source = self.premises[p].statement
            if source.fresh or any(x not in self.statement.own for x in source.own):
                continue
            for k, a in enumerate(source.then):
                if covers(a, wanted, self.env.bounds):
                    return self.premise(sc, p)[k]
        raise NotExported(f"nothing at hand says {text.atom(wanted)[:120]}")

    def among(self, facts: list[Fact], wanted: Atom) -> Fact:
        """The fact that says ``wanted``; NotExported if none does."""
        for f in facts:
            if covers(f.atom, wanted, self.env.bounds):
                return f
        raise NotExported(f"nothing at hand says {text.atom(wanted)[:120]}")

    # ------------------------------------------------------------------ premises
    def apply(self, sc: Script, source: Certificate, give: Give) -> list[Fact]:
        """A premise whose letters are letters in scope, under their names; its conclusions as facts."""
        s = source.statement
        args, tactics = [], []
        for x in s.letters.table.values():
            args.append(text.name(x.name))
            for h in text.declared(x, s.inner.sizes()):
                here = f"h_{x.name}_{h.role}"
                if self.known.get(here) == h.text:
                    args.append(here)
                    continue
                args.append("_")
                tactics.append(self.discharge(sc, x.name, h.role, Whole.symbol(x.name)))
        for k, a in enumerate(s.given):
            args.append(self.argument(sc, a, give(k, a)))
        return self.conclude(sc, s, f"{self.refer(source)} {' '.join(args)}", tactics)

    def argument(self, sc: Script, wanted: Atom, fact: Fact) -> str:
        """A proof of ``wanted``, which a premise asks for."""
        if text.atom(wanted) == text.atom(fact.atom):
            return self.canonical(sc, fact)
        return self.assertion(sc, wanted, fact)

    def discharge(self, sc: Script, name: str, role: str, value: Whole) -> str:
        """A tactic for what an integer letter, here with a value, is promised to be."""
        if role in ("lo", "hi"):
            members = [s for s in value.symbols() if isinstance(s, tuple)]
            more = "".join(f"generalize {self.sign(sc, s)[1]}; " for s in members)
            return f"{more}{LIA}."
        if role == "sz":
            proof = self.size(sc, value)
            if proof is None:
                raise NotExported(f"nothing bounds the size {value}")
            return f"exact (proj2 {proof})."
        return f"zfit h_{name}_{role}."

    def conclude(self, sc: Script, s: Statement, call: str, tactics: list[str], change: Change | None = None) -> list[Fact]:
        """Apply a premise; its conclusions as facts (an existential one: not yet opened)."""
        r = sc.fresh("P")
        sc.add(f"unshelve epose proof ({call}) as {r}.")
        for tactic in tactics:
            sc.add(f"{{ {tactic} }}")
        n = len(s.then)
        if s.fresh:
            return [Fact(a, r) for a in s.then]
        return [Fact(a.rebuilt(change) if change else a, component(r, k, n)) for k, a in enumerate(s.then)]


def same(goal: Relation, fact: Relation) -> Term:
    """The hole, or its negative: what the difference of an equation is in terms of a fact's."""
    hole: Term = Hole(fact.left.shape)
    goal_key = goal.difference.key
    return hole if goal_key == fact.difference.key else Negative(hole)


def _compared(deep: Reflection, r: Relation) -> str:
    return f"Cf {'true' if r.kind == '>' else 'false'} {deep.term(r.left)} {deep.term(r.right)}"
