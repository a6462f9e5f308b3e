"""The algebraic rules: what the checker does for each. A rule returns when the conclusion follows, else raises Fault.

objective    definitions only: the leaf that a derivation starts from
expand       difference = Σ expression(fact): the witness's expressions vanish with the placeholder ``_``
definite     QᵀQ = 0 (or its trace) gives Q = 0
order        difference = Σ weight · facts + squares + Gram traces, weights visibly non-negative
power        x^n ∘ y^n for positive monomials and n ≥ 1 is x ∘ y, both ways; equal monomials have equal powers
entry        an equation between diagonal words holds entry by entry
stationary   critical(F, W) from or to the linear coefficient of F(… W_l + tH …)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from theory.kernel.integers import Fault, Int
from theory.kernel.letters import Letters, manifest, substitute
from theory.kernel.statement import Atom, Context, Statement, mentioned, same_definition
from theory.kernel.words import Poly


class Step:
    """A certificate under check: its statement, witness and opened premises."""

    def __init__(self, statement: Statement, witness: Any, uses: list[dict], premises: list[Statement]):
        self.statement, self.witness, self.uses, self.premises = statement, witness, uses, premises

    def context(self, env: Letters | None = None) -> Context:
        return Context(self.statement, list(zip(self.premises, self.uses, strict=True)), env or self.statement.letters)

    def each(self) -> Iterator[tuple[Context, Atom, Any]]:
        """(context, atom, witness) for every conclusion; a quantified one is opened with its bound variable."""
        if self.statement.fresh:
            raise Fault("this rule proves no existential")
        if not isinstance(self.witness, list) or len(self.witness) != len(self.statement.then):
            raise Fault("one witness per conclusion is needed")
        for atom, witness in zip(self.statement.then, self.witness, strict=True):
            env = self.statement.letters
            if atom.kind == "all" and atom.body is not None:
                env, atom = env.with_integer(atom.names[0], *atom.numbers), atom.body
            yield self.context(env), atom, witness


def objective(step: Step) -> None:
    if step.statement.given or step.premises or step.statement.fresh:
        raise Fault("an objective has no hypotheses and no premises")
    for text, atom in zip(step.statement.json["then"], step.statement.then, strict=True):
        name = text.split("==")[0].strip()
        if atom.kind != "==" or name not in step.statement.letters:
            raise Fault("an objective states its definition")
        if not (atom.difference - step.statement.letters[name].unfold(None, step.statement.letters)).is_zero():
            raise Fault(f"{text} is not the definition of {name}")


def vanishing(context: Context, terms: list, shape: tuple | None) -> Poly:
    """Σ expression(_ := fact), where every expression vanishes for _ := 0."""
    total = Poly({}, shape)
    for expression, ref in terms:
        gap = context.fact(ref)
        if gap.kind != "==":
            raise Fault(f"{ref} is no equation")
        if not context.env.bind(_=Poly({}, gap.difference.shape)).poly(expression).is_zero():
            raise Fault(f"{expression!r} does not vanish with the fact")
        total = total + context.env.bind(_=gap.difference).poly(expression)
    return total


def expand(step: Step) -> None:
    for context, atom, witness in step.each():
        if atom.kind != "==":
            raise Fault("expand proves equations")
        rest = atom.difference - vanishing(context, witness, atom.difference.shape)
        if not rest.is_zero():
            raise Fault(f"{len(rest.terms)} terms remain after expansion")


def definite(step: Step) -> None:
    for context, atom, witness in step.each():
        q = context.env.poly(witness["matrix"])
        fact = context.fact(witness["fact"]).difference
        gram = q.transpose * q
        if context.fact(witness["fact"]).kind != "==" or fact.key not in (gram.key, gram.trace().key):
            raise Fault("the fact is not QᵀQ = 0 or tr QᵀQ = 0")
        if atom.kind != "==" or q.shape is None or atom.difference.key not in (q.key, (-q).key):
            raise Fault("the conclusion is not Q = 0")


def order(step: Step) -> None:
    """A comparison: weights visibly ≥ 0, times facts, squares and Gram traces, plus what equations make vanish."""
    for context, atom, witness in step.each():
        env, strict = context.env, False
        total = vanishing(context, witness.get("equal", []), None)
        for term in witness.get("terms", []):
            weight = env.poly(term.get("weight", "1"))
            if not manifest(weight, env, 0):
                raise Fault(f"the weight {term.get('weight')!r} is not visibly non-negative")
            sharp = manifest(weight, env, 1)
            for ref in term.get("facts", []):
                fact = context.fact(ref)
                if fact.kind not in (">", ">="):
                    raise Fault(f"{ref} is no comparison")
                weight, sharp = weight * fact.difference, sharp and fact.kind == ">"
            if "square" in term:
                q = env.poly(term["square"])
                weight, sharp = weight * q * q, False
            if "gram" in term:
                q = env.poly(term["gram"])
                weight, sharp = weight * (q.transpose * q).trace(), False
            if weight.shape is not None:
                raise Fault("terms of a comparison are scalars")
            total, strict = total + weight, strict or sharp
        if atom.kind not in (">", ">=") or (atom.kind == ">" and not strict):
            raise Fault("a strict comparison needs a strictly positive term; equations are for expand")
        if not (atom.difference - total).is_zero():
            raise Fault("the difference is not the sum of the terms")


def power(step: Step) -> None:
    """x ∘ y from x^n ∘ y^n, or the reverse, for positive monomials and n ≥ 1 (any n for ==, non-zero for roots)."""
    for context, atom, witness in step.each():
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
    """One entry of an equation between diagonal words, with the declared entries in place of the letters."""
    for context, atom, witness in step.each():
        env, fact = context.env, context.fact(witness["fact"])
        scalars = {env[s].spec["entry"][0]: s for s in witness["entries"] if env[s].definition == "entry"}
        places = {env[s].spec["entry"][1] for s in witness["entries"] if env[s].definition == "entry"}
        if fact.kind != "==" or fact.difference.shape is None or len(places) != 1:
            raise Fault("entry needs a matrix equation and letters that are one and the same entry")
        total = Poly({})
        for (powers, traces, word), c in fact.difference.terms.items():
            term = Poly({(powers, traces, ()): c})
            for f in word:
                if not f.diagonal or f.name not in scalars or f.index is not None:
                    raise Fault(f"{f.name} is no diagonal letter with a declared entry")
                if not (env[scalars[f.name]].invertible or (f.exponent.constant or 0) > 0):
                    raise Fault(f"the entry of {f.name} must be positive")
                term = term * Poly.power(scalars[f.name], None, f.exponent)
            total = total + term
        if fact.difference.shape[0] != fact.difference.shape[1] or atom.kind != "==":
            raise Fault("entry proves a scalar equation from a square one")
        if total.key not in (atom.difference.key, (-atom.difference).key):
            raise Fault("the conclusion is not the entry of the fact")


def stationary(step: Step) -> None:
    """witness: {"rename": {W: W1, …, F: F1}, "direction": H, "step": t, "layer": l, "gradient": X}; premise 0 states
    F1 == F + t·tr(HᵀX) + t²·(…) for all H, t and layers l; with critical(F, W) it gives X = 0, with X = 0 critical."""
    w, premise, use = step.witness, step.premises[0], step.uses[0]
    env, here = premise.letters, step.statement.letters
    names, h, t, layer = w["rename"], env[w["direction"]], env[w["step"]], env[w["layer"]]
    first = w["objective"], w["family"]
    if use.get("set") or use.get("rename") or premise.given or premise.fresh:
        raise Fault("the variation must be stated without hypotheses and used as it stands")
    gradient = env.poly(w["gradient"])
    varied = {w["objective"], w["family"], *env.depends(w["objective"])}
    slopes = mentioned(gradient) - {layer.name}
    slopes |= {x for n in slopes for x in env.depends(n)}
    for name in varied | slopes:
        if name not in here or here[name].spec != env[name].spec:
            raise Fault(f"{name} is not the same letter as in the variation")
    if (varied | slopes) & {h.name, t.name, layer.name, *names.values()}:
        raise Fault("neither the objective nor the gradient may depend on the direction, step, layer or moved letters")
    family, moved = env[first[1]], env[names[first[1]]]
    if any(x.definition for x in (family, h, t)) or (h.kind, t.kind) != ("matrix", "real") or h.family or t.family:
        raise Fault("the family, the direction and the step must be free letters")
    index = Int.symbol(layer.name)
    if (layer.low, layer.high) != (family.low, family.high) or h.shape != family.shape_at(index):
        raise Fault("the layer must range over the whole family and the direction have its shape")
    spec = moved.spec.get("override", {"of": None, "at": {}})
    line = env.factor(family.name, index) + env.power(t.name, None) * env.factor(h.name, None)
    if spec["of"] != family.name or [(env.integer(k), env.poly(v).key) for k, v in spec["at"].items()] != [
            (index, line.key)]:  # fmt: skip
        raise Fault("the moved family must replace member l by W[l] + t·H and nothing else")
    _same_objective(env, names, *first)
    difference = premise.then[0].difference
    if premise.then[0].kind != "==":
        raise Fault("the variation must be an equation")
    _linear_coefficient(env, difference, names[first[0]], first[0], t.name, h.name, gradient)
    critical = Atom("critical", (), first)
    if [a.kind for a in step.statement.then] == ["critical"]:
        if step.statement.then[0].key() != critical.key():
            raise Fault("the conclusion is about another objective")
        inner = here.with_integer(layer.name, here[family.name].low, here[family.name].high)
        wanted = substitute(gradient, {}, {}, inner)
        facts = Context(step.statement, list(zip(step.premises, step.uses, strict=True))[1:], inner)
        if facts.fact(["premise", 0, w["fact"]]).difference.key not in (wanted.key, (-wanted).key):
            raise Fault("premise 1 does not say that the gradient vanishes in every layer")
        return
    if not any(a.key() == critical.key() for a in step.statement.given):
        raise Fault("critical(F, W) is not among the givens")
    for context, atom, witness in Step(step.statement, w["at"], [], []).each():
        place = context.env.integer(witness)
        context.env.member(here[family.name], place)
        wanted = substitute(gradient, {layer.name: place}, {}, context.env)
        if atom.kind != "==" or atom.difference.key not in (wanted.key, (-wanted).key):
            raise Fault("the conclusion is not that the gradient vanishes")


def _same_objective(env: Letters, names: dict[str, str], objective: str, family: str) -> None:
    """F1 is F with the family replaced: definitions agree under the renaming, and nothing else depends on it."""
    if set(names) != {x for x in {objective, *env.depends(objective)} if x == family or family in env.depends(x)}:
        raise Fault("the renaming must move exactly the letters that depend on the family")
    for old, new in names.items():
        if old == family:
            continue
        a, b = env[old], env[new]
        at = {a.variable: Int.symbol(b.variable)} if a.family and b.family else {}
        same = (a.kind, a.family) == (b.kind, b.family) and (not a.family or (a.low, a.high) == (b.low, b.high))
        if not same or not a.definition or not same_definition(a, b, at, names):
            raise Fault(f"{new} is not {old} at the moved family")


def _linear_coefficient(env: Letters, difference: Poly, moved: str, base: str, t: str, h: str, gradient: Poly) -> None:
    by_power: dict[int, Poly] = {}
    for (powers, traces, word), c in difference.terms.items():
        e = dict(powers).get((t, None), Int.of(0)).constant
        if e is None or e < 0:
            raise Fault("the variation must be a polynomial in the step")
        key = (tuple(x for x in powers if x[0] != (t, None)), traces, word)
        by_power[e] = by_power.get(e, Poly({})) + Poly({key: c})
    sign = 1 if (by_power.get(0, Poly({})) - env.power(moved, None) + env.power(base, None)).is_zero() else -1
    constant = by_power.get(0, Poly({})).scale(sign) - env.power(moved, None) + env.power(base, None)
    slope = by_power.get(1, Poly({})).scale(-sign) - (env.factor(h, None).transpose * gradient).trace()
    if not constant.is_zero() or not slope.is_zero():
        raise Fault("the premise is not F1 == F + t·tr(HᵀX) + t²·(…)")
    if any(moved in p.letters() for e, p in by_power.items() if e):
        raise Fault("the moved objective may occur once only")
