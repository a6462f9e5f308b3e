"""The rules that know a little analysis.

monotone     g(x) ≥ g(z) for x ≥ z, since s ↦ g(s) has non-negative slope between them
shape        roots(f, s): s·f′ = m·(A·s^p − B), one turning point, sign there, limits
stationary   critical(F, W) from or to the linear coefficient of F(… W_l + tH …)
germ         strict_saddle(F, W), saddle(F, W) from the first derivative that is not 0 along a line W + (e − s)Z
"""

from __future__ import annotations

from theory.kernel.budget import Fault
from theory.kernel.integers import BOUND, Int
from theory.kernel.letters import Letter, Letters, manifest
from theory.kernel.rules import Step
from theory.kernel.statement import Atom, Context, contains, only, says
from theory.kernel.substitution import Substitution
from theory.kernel.words import Poly

ORDERS = 10
"""Orders of a derivative that decide about a saddle lie below."""


def monotone(step: Step) -> None:
    """witness: {"function", "variable", "low", "high", "times", "fact"}; premise 0: between low and high the slope,
    times a positive factor, is ≥ 0 (> 0); the fact says high ≥ low (>). Then g(high) − g(low) ≥ 0 (> 0)."""
    s, atom, premise, name = step.statement, step.alone(), step.premises[0], step.field("variable", str)
    inner = premise.letters
    g, times = inner.poly(step.field("function", str)), inner.poly(step.field("times", str, "1"))
    ends = [s.letters.term(step.field(k, str)) for k in ("low", "high")]
    if not all(manifest(e, s.letters, 1) and e.shape is None for e in ends):
        raise Fault("the ends must be positive letters")
    x = inner.term(name)
    between = [Atom(">=", (x - ends[0],)), Atom(">=", (ends[1] - x,))]
    only(premise, [*s.json["letters"], [name, {"kind": "positive"}]], [*s.given, *between], "the premise")
    slope = times * inner.derivative(g, name)
    known = {a.kind for a in premise.then if a.kind in (">", ">=") and a.difference.key == slope.key}
    if not manifest(times, inner, 1) or not known:
        raise Fault("the premise does not bound the slope of the function")
    fact = Context(s, step.premises[1:]).fact(step.field("fact", list))
    if fact.kind not in (">", ">=") or fact.difference.key != (ends[1] - ends[0]).key:
        raise Fault("the fact must order the ends")
    low, high = (_at_letter(g, inner, name, end, s.letters) for end in ends)
    if atom.kind not in (">", ">=") or atom.difference.key != (high - low).key:
        raise Fault("the conclusion is not about the values at the ends")
    if atom.kind == ">" and not (">" in known and fact.kind == ">"):
        raise Fault("a strict conclusion needs a strict slope and distinct ends")


def _at_letter(g: Poly, inner: Letters, name: str, value: Poly, env: Letters) -> Poly:
    put = Substitution(env)
    put.terms[name] = value
    return put.poly(g)


def shape(step: Step) -> None:
    """witness: {"times": m, "rising": A, "power": p, "falling": B}; premise 0: s·diff(f,s) == m·(A·s**p − B), all s;
    premise 1: at A·s**p == B the sign of f (B = 0: the sign of the limit at 0). Limits are read off the exponents."""
    s, atom = step.statement, step.alone(2)
    if atom.kind != "roots":
        raise Fault("shape counts the roots of one function")
    slope, at_turn = step.premises
    letters = s.json["letters"]
    env, name = slope.letters, slope.json["letters"][-1][0]
    only(slope, [*letters, [name, {"kind": "positive"}]], s.given, "premise 0")
    x = env.term(name)
    f, where = (q and _opened(q, env, x) for q in atom.polys)
    m, p = env.poly(step.field("times", str)), env.integer(step.field("power", str))
    a = s.letters.poly(step.field("rising", str))
    b = s.letters.poly(step.field("falling", str))
    if not (manifest(m, env, 1) and manifest(a, env, 1) and env.ranges.at_least(p, 1)):
        raise Fault("m and A must be visibly positive and the power at least 1")
    bend = a * x.raised(p, env.invertible) - b
    says(slope, [Atom("==", (x * f.derivative(name) - m * bend,))], "premise 0, s·f′ = m·(A·s^p − B),")
    at_infinity, at_zero, constant = _limits(f, name, env)
    if not at_infinity:
        raise Fault("f must tend to +∞ as s → ∞")
    if b.is_zero():
        if at_turn.json["letters"] not in (slope.json["letters"], letters) or at_zero:
            raise Fault("premise 1 must have the letters of the conclusion, and f a limit at 0")
        given, counts = list(s.given), ((-constant, ">", (1, 0)), (constant, ">", (0, 0)), (constant, ">=", (0, 0)))
    else:
        if not manifest(b, env, 1) or not at_zero or at_turn.json["letters"] != slope.json["letters"]:
            raise Fault("B must be visibly positive, f tend to +∞ as s → 0, and premise 1 have the variable")
        given, counts = [*s.given, Atom("==", (bend,))], ((f, "==", (0, 1)), (-f, ">", (2, 0)), (f, ">", (0, 0)))
    only(at_turn, at_turn.json["letters"], given, "premise 1")
    expected = next((n for q, kind, n in counts if contains(at_turn.then, Atom(kind, (q,)), env)), None)
    if where is not None:
        expected = (1, 0) if expected == (2, 0) and where.key in (bend.key, (-bend).key) else None
    if atom.numbers != expected:
        raise Fault(f"what premise 1 says gives {expected} (simple, double) positive roots")


def _opened(value: Poly, env: Letters, x: Poly) -> Poly:
    put = Substitution(env)
    put.terms[BOUND] = x
    return put.poly(value)


def _limits(f: Poly, name: str, env: Letters) -> tuple[bool, bool, Poly]:
    """(f → +∞ at ∞, f → +∞ at 0, the part without s). Every exponent must have a decided sign."""
    up = down = False
    constant = Poly({})
    for e, rest in f.by_power(name).items():
        positive, negative = env.ranges.at_least(e, 1), env.ranges.at_least(-e, 1)
        if e == 0:
            constant = rest
        elif not (positive or negative) or not manifest(rest, env, 1):
            raise Fault("every power of s needs a decided sign and a visibly positive coefficient")
        up, down = up or positive, down or negative
    return up, down, constant


def stationary(step: Step) -> None:
    """witness: {"objective": F, "family": W, "moved": {W: W1, …, F: F1}, "direction": H, "step": t, "layer": l,
    "gradient": X} and "at", one index a conclusion, or "fact".

    Premise 0 states F1 == F + t·tr(HᵀX) + t²·(…) for all H, t and layers l. With critical(F, W) among the givens it gives
    X = 0 at any layer; with ``fact``, all(l, …, X == 0), it gives critical(F, W)."""
    if not step.premises:
        raise Fault("stationary needs the variation as premise 0")
    gradient = _variation(step)
    s, family = step.statement, step.statement.letters[step.field("family", str)]
    critical = Atom("critical", (), (step.field("objective", str), family.name))
    assert family.high is not None
    if s.fresh:
        raise Fault("stationary proves no existential")
    if [a.kind for a in s.then] == ["critical"]:
        fact = Context(s, step.premises[1:]).fact(step.field("fact", list))
        at = Substitution.at(s.letters, {step.field("layer", str): Int.symbol(BOUND)})
        wanted = Atom("all", (), (), (family.low, family.high), Atom("==", (at.poly(gradient),)))
        if s.then[0].key() != critical.key() or not contains([fact], wanted, s.letters):
            raise Fault("the fact does not say that the gradient vanishes in every layer")
        return
    if not contains(s.given, critical, s.letters) or len(step.field("at", list)) != len(s.then):
        raise Fault("critical(F, W) must be among the givens, and every conclusion needs an index")
    for atom, place in zip(s.then, step.witness["at"], strict=True):
        index = s.letters.member(family, place)
        wanted = Atom("==", (Substitution.at(s.letters, {step.field("layer", str): index}).poly(gradient),))
        if atom.key() != wanted.key():
            raise Fault("the conclusion is not that the gradient vanishes")


def _variation(step: Step) -> Poly:
    """The gradient X of premise 0, which must be the variation of F in one layer, used as it stands; else Fault."""
    premise, here, moved = step.premises[0], step.statement.letters, step.field("moved", dict)
    env = premise.letters
    if premise.given or premise.fresh or len(premise.then) != 1 or premise.then[0].kind != "==":
        raise Fault("the variation must be one equation without hypotheses")
    h, t, layer, objective, family = (env[step.field(k, str)] for k in ("direction", "step", "layer", "objective", "family"))
    gradient = env.poly(step.field("gradient", str))
    fixed = {objective.name, family.name, *gradient.mentions()} - {layer.name}
    fixed |= env.depends(*fixed)
    for name in fixed:
        if name not in here or here[name].spec != env[name].spec:
            raise Fault(f"{name} is not the same letter as in the variation")
    for name, x in env.table.items():  # nothing else may restrict what the premise says: no integer without values
        if x.definition is None and name not in (h.name, t.name, layer.name) and (
                name not in here or here[name].spec != x.spec):  # fmt: skip
            raise Fault(f"the variation has a letter, {name}, that is neither at hand nor defined")
    if fixed & env.moving(t.name) or fixed & env.moving(h.name) or fixed & env.moving(layer.name):
        raise Fault("neither the objective nor the gradient may depend on the direction, the step or the layer")
    if (h.kind, t.kind) != ("matrix", "real") or any(x.definition or x.family for x in (h, t)) or family.definition:
        raise Fault("the family, the direction and the step must be free letters")
    index, first = Int.symbol(layer.name), env[moved.get(family.name, "")]
    if (layer.low, layer.high) != (family.low, family.high) or not layer.number or (
            env.term(h.name).shape != env.term(family.name, index).shape):  # fmt: skip
        raise Fault("the layer must range over the whole family and the direction have its shape")
    line = env.term(family.name, index) + env.term(t.name) * env.term(h.name)
    if (first.definition, first.other, first.places) != ("override", family.name, (index,)) or (
            first.parts[0].key != line.key):  # fmt: skip
        raise Fault("the moved family must replace member l by W[l] + t·H and nothing else")
    moved_alike(env, moved, objective, family)
    _linear(env, premise.then[0].difference, moved[objective.name], objective.name, t.name, h.name, gradient)
    return gradient


def moved_alike(env: Letters, moved: dict, objective: Letter, family: Letter) -> None:
    """Fault unless F1 is F with the family replaced: definitions agree under the renaming, and nothing else depends on it."""
    if set(moved) != {x for x in {objective.name, *env.depends(objective.name)} if x in env.moving(family.name)}:
        raise Fault("the renaming must move exactly the letters that depend on the family")
    rename = Substitution(env)
    rename.names[family.name] = moved[family.name]
    for name in env.table:
        if name in moved and name != family.name:
            rename.rename(env[name], moved[name], exactly=True)


def _linear(env: Letters, gap: Poly, moved: str, base: str, t: str, h: str, gradient: Poly) -> None:
    """``gap`` is ± (F1 − F − t·tr(HᵀX) − t²·R) with R a polynomial in t and in letters that do not depend on t."""
    parts = {e.constant: p for e, p in gap.by_power(t).items()}
    change = env.term(moved) - env.term(base)
    sign = 1 if (parts.get(0, Poly({})) - change).is_zero() else -1
    if not (parts.get(0, Poly({})).scale(sign) - change).is_zero() or any(e is None or e < 0 for e in parts):
        raise Fault("the premise is not F1 == F + t·tr(HᵀX) + t²·(…), polynomial in t")
    slope = parts.get(1, Poly({})).scale(-sign) - (env.term(h).transpose * gradient).trace()
    if not slope.is_zero():
        raise Fault("the linear coefficient is not tr(HᵀX)")
    if any(p.mentions() & env.moving(t) for e, p in parts.items() if e):
        raise Fault("the coefficients of t may not depend on t")



def germ(step: Step) -> None:
    """witness: {"objective": F, "family": W, "moved": {W: W1, …, F: F1}, "variable": e, "place": s, "order": k}.

    Premise 0 states F1 == g(e) for every e, where W1 = W + (e − s)Z. With critical(F, W), the derivatives of g at s below
    the order k zero and that of order k not: strict_saddle(F, W) for k = 2 if it is negative, saddle(F, W) for odd k."""
    s, atom, order = step.statement, step.alone(), step.field("order", int)
    names, variable = (step.field("objective", str), step.field("family", str)), step.field("variable", str)
    known, place = Context(s, step.premises[1:]).known, s.letters.poly(step.field("place", str))
    if (atom.kind, order) != ("strict_saddle", 2) and (atom.kind != "saddle" or order not in range(3, ORDERS, 2)):
        raise Fault(f"a strict saddle is seen in order 2, a saddle in an odd order from 3 on, below {ORDERS}")
    if atom.names != names or not contains(known, Atom("critical", (), names), s.letters):
        raise Fault("the conclusion must be about F and W, and critical(F, W) among the facts")
    env, value, here = step.premises[0].letters, _along(step, known, place), Poly({})
    for k in range(1, order + 1):
        value = env.derivative(value, variable)
        here = _at_letter(value, env, variable, place, s.letters)
        flat = here.is_zero() or contains(known, Atom("==", (here,)), s.letters)
        if k < order and atom.kind == "saddle" and not flat:
            raise Fault(f"nothing says that the derivative of order {k} is 0")
    signs = (-here,) if atom.kind == "strict_saddle" else (here, -here)
    if not any(contains(known, Atom(">", (sign,)), s.letters) for sign in signs):
        raise Fault(f"nothing says that the derivative of order {order} has the sign that is needed")


def _along(step: Step, known: list[Atom], place: Poly) -> Poly:
    """g(e), the value of F at W + (e − s)Z for every e and every value of the letters at hand that the facts allow."""
    s, premise, moved, letters = step.statement, step.premises[0], step.field("moved", dict), step.statement.json["letters"]
    env, name = premise.letters, step.field("variable", str)
    objective, family = env[step.field("objective", str)], env[step.field("family", str)]
    if premise.fresh or len(premise.then) != 1 or not all(contains(known, a, env) for a in premise.given):
        raise Fault("premise 0 must have one conclusion, and assume nothing but facts")
    more = premise.json["letters"][len(letters) :]
    if premise.json["letters"][: len(letters)] != letters or not more or more[0] not in (
            [name, {"kind": "real"}], [name, {"kind": "positive"}]) or any(
            env[n].definition is None for n, _ in more[1:]):  # fmt: skip
        raise Fault("the letters of premise 0 are those at hand, then the free scalar e, then defined ones")
    if place.shape is not None or (env[name].invertible and not manifest(place, s.letters, 1)):
        raise Fault("the place must be a scalar, and visibly positive if e is")
    moved_alike(env, moved, objective, family)
    _line(env, family, env[moved[family.name]], name, place)
    equation, there = premise.then[0], env.term(moved[objective.name])
    if equation.kind != "==":
        raise Fault("premise 0 must be an equation for the moved objective")
    value = there - equation.difference
    return value if moved[objective.name] not in value.mentions() else there + equation.difference


def _line(env: Letters, family: Letter, first: Letter, variable: str, place: Poly) -> None:
    """The moved family is W + (e − s)Z in every member, and Z does not depend on e."""
    replaced = first.definition == "override" and first.other == family.name
    if (first.kind, first.low, first.high, first.size) != (family.kind, family.low, family.high, family.size) or not (
            replaced or first.definition == "value"):  # fmt: skip
        raise Fault("the moved family must have the form of the family, and a value, or some members replaced")
    for index, value in zip(first.places if replaced else (Int.symbol(BOUND),), first.parts, strict=True):
        parts = {e.constant: p for e, p in value.by_power(variable).items()}
        if not set(parts) <= {0, 1} or any(p.mentions() & env.moving(variable) for p in parts.values()):
            raise Fault("the moved family must be linear in e")
        nothing = Poly({}, value.shape)
        if not (parts.get(0, nothing) + place * parts.get(1, nothing) - env.term(family.name, index)).is_zero():
            raise Fault("the moved family must be the family at e = s")
