"""The structural and analytic rules.

induct      C(first) and C(n) ⊢ C(n+1) (or downwards) give C(n) on the whole range
cases       the range of an integer symbol is cut; the conclusion holds on each part
split       a scalar is >= 0 or < 0; the conclusion holds on each side
collect     several conclusions of premises in one statement
contrapose  from ¬conclusion ⊢ ¬hypothesis
compose     opens an existential: Γ ⊢ ∃z R(z) and Γ, R(z) ⊢ C(z) give Γ ⊢ ∃z R(z), C(z)
close       Γ ⊢ ∃z C, where C does not mention z, gives Γ ⊢ C
named       Γ ⊢ e > 0 gives Γ ⊢ ∃z > 0, z = e
forget      letters that are defined, and that hypotheses and conclusions do not mention, are dropped
lemma       an instance of a named textbook fact, its hypotheses discharged
monotone    g(x) ≥ g(z) for x ≥ z, since s ↦ g(s) has non-negative slope between them
shape       roots(f, s): s·f′ = m·(A·s^p − B), one turning point, sign there, limits
sturm       roots of a polynomial with rational coefficients, counted by Sturm's theorem
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from theory.kernel.integers import Fault, Int, replace
from theory.kernel.lemmas import LEMMAS
from theory.kernel.letters import Letter, Letters, manifest, substitute
from theory.kernel.numbers import positive_roots
from theory.kernel.rules import Step
from theory.kernel.statement import Atom, Context, Statement, accepts, contains
from theory.kernel.words import Factor, Poly


def induct(step: Step) -> None:
    """witness: {"symbol": n, "direction": "up" | "down"}; premises: the first case, and the step."""
    w, s = step.witness, step.statement
    n, (base, induction) = w["symbol"], step.premises
    letter = s.letters[n]
    up = w.get("direction", "up") == "up"
    if letter.kind != "integer" or any(n in a.mentions() for a in s.given) or s.fresh:
        raise Fault("induction runs over an integer that the givens do not mention")
    if not up and letter.high is None:
        raise Fault("downward induction needs an upper end")
    start = letter.low if up else letter.high
    others = [x for x in s.json["letters"] if x[0] != n]
    if any(n in s.letters.depends(x) for x, _ in others):
        raise Fault("other letters may not be declared through the induction symbol")
    _alike(base, others, s.json["given"], "the base")
    for want, have in zip(s.then, base.then, strict=True):
        if want.substituted({n: start}, {}, base.letters).key() != have.key():
            raise Fault("the base does not state the first case")
    k = induction.letters[n]
    high = letter.high
    if k.kind != "integer" or k.low != letter.low or (high is None and k.high is not None):
        raise Fault("the step has another range")
    if high is not None and (k.high is None or not induction.letters.ranges.at_least(k.high - high, -1)):
        raise Fault("the step stops too early")
    _alike_letters(induction, others, n, "the step")
    here, there = Int.symbol(n), Int.symbol(n) + 1
    known, wanted = (here, there) if up else (there, here)
    allowed = [a for a in s.given] + [a.substituted({n: known}, {}, induction.letters) for a in s.then]
    for atom in induction.given:
        if not contains(allowed, atom, induction.letters):
            raise Fault("the step assumes more than the givens and the case before")
    for want, have in zip(s.then, induction.then, strict=True):
        if want.substituted({n: wanted}, {}, induction.letters).key() != have.key():
            raise Fault("the step does not state the next case")


def _alike(premise: Statement, letters: list, given: list, what: str) -> None:
    if premise.json["letters"] != letters or premise.json.get("given", []) != given or premise.fresh:
        raise Fault(f"{what} has other letters or hypotheses")


def _alike_letters(premise: Statement, letters: list, n: str, what: str) -> None:
    if [x for x in premise.json["letters"] if x[0] != n] != letters or premise.fresh:
        raise Fault(f"{what} has other letters")


def cases(step: Step) -> None:
    """witness: {"symbol": l, "at": e}; premises: l < e, l = e (substituted), l > e; empty parts are None."""
    w, s = step.witness, step.statement
    n, parts = w["symbol"], w["parts"]
    letter = s.letters[n]
    at = letter.before.integer(w["at"])
    ranges = s.letters.ranges
    others = [x for x in s.json["letters"] if x[0] != n]
    if set(parts) - {"below", "at", "above"} or any(n in s.letters.depends(x) for x, _ in others):
        raise Fault("cases are below, at and above; no letter may be declared through the symbol")
    for part in ("below", "at", "above"):
        if part not in parts:
            low, high = letter.low, letter.high
            empty = {"below": ranges.at_least(low - at, 0), "at": False,
                     "above": high is not None and ranges.at_least(at - high, 0)}[part]  # fmt: skip
            if not empty:
                raise Fault(f"the case {part} is missing")
            continue
        premise = step.premises[parts[part]]
        if part == "at":
            given = [a.substituted({n: at}, {}, premise.letters).key() for a in s.given]
            if premise.json["letters"] != others or [a.key() for a in premise.given] != given:
                raise Fault("the case at has other letters or hypotheses")
            wanted = [a.substituted({n: at}, {}, premise.letters).key() for a in s.then]
        else:
            k = premise.letters[n]
            _alike_letters(premise, others, n, f"the case {part}")
            ends = (letter.low, at - 1) if part == "below" else (at + 1, letter.high)
            if (k.low, k.high) != ends or [a.key() for a in premise.given] != [a.key() for a in s.given]:
                raise Fault(f"the case {part} has another range or other hypotheses")
            wanted = [a.key() for a in s.then]
        if [a.key() for a in premise.then] != wanted:
            raise Fault(f"the case {part} concludes something else")


def split(step: Step) -> None:
    """witness: {"on": e}; premises with e >= 0 and with −e > 0 added last to the givens conclude the same."""
    s = step.statement
    e = s.letters.poly(step.witness["on"])
    for premise, atom in zip(step.premises, (Atom(">=", (e,)), Atom(">", (-e,))), strict=True):
        if premise.json["letters"] != s.json["letters"] or premise.fresh or s.fresh or e.shape is not None:
            raise Fault("both parts have the letters of the conclusion")
        if any(not contains([*s.given, atom], a, s.letters) for a in premise.given):
            raise Fault("a part assumes more than the givens and its side")
        if [a.key() for a in premise.then] != [a.key() for a in s.then]:
            raise Fault("a part concludes something else")


def collect(step: Step) -> None:
    """Several conclusions, each of them a given or a conclusion of a premise."""
    context = step.context()
    if step.statement.fresh:
        raise Fault("collect proves no existential")
    for k, atom in enumerate(step.statement.then):
        if not contains(context.known, atom, context.env):
            raise Fault(f"conclusion {k} is neither given nor in a premise")


def contrapose(step: Step) -> None:
    w, s, premise = step.witness, step.statement, step.premises[0]
    k = w["given"]
    if len(s.then) != 1 or premise.json["letters"] != s.json["letters"] or premise.fresh or s.fresh:
        raise Fault("contraposition keeps the letters and has one conclusion")
    rest = [a.key() for i, a in enumerate(s.given) if i != k]
    if [a.key() for a in premise.given] != [*rest, _negation(s.then[0]).key()]:
        raise Fault("the premise must assume the other givens and the negated conclusion")
    if [a.key() for a in premise.then] != [_negation(s.given[k]).key()]:
        raise Fault("the premise must conclude the negated given")


def _negation(atom: Atom) -> Atom:
    if atom.kind not in (">", ">="):
        raise Fault("only comparisons are negated")
    return Atom(">=" if atom.kind == ">" else ">", (-atom.difference,))


def compose(step: Step) -> None:
    """premises: Γ ⊢ ∃z R(z), and Γ, R(z) ⊢ C(z); the conclusions are among Γ, R and C."""
    s, (source, target) = step.statement, step.premises
    if not source.fresh or not s.fresh:
        raise Fault("compose opens the existential of premise 0 in premise 1")
    if source.json["letters"] != s.json["letters"] or source.json.get("given", []) != s.json.get("given", []):
        raise Fault("premise 0 has other letters or hypotheses")
    if target.json["letters"] + target.json.get("exists", []) != s.json["letters"] + s.json["exists"]:
        raise Fault("the letters of premise 1 must be those of the conclusion, opened")
    if s.json["exists"][: len(source.fresh)] != source.json["exists"]:
        raise Fault("the conclusion must keep the fresh letters of premise 0")
    opened = len(s.json["letters"]) + len(source.fresh)
    for name, _ in target.json["letters"][opened:]:
        if target.letters[name].definition in (None, "root", "entry"):
            raise Fault(f"{name} is neither from premise 0 nor defined")
    if len(target.json["letters"]) < opened:
        raise Fault("premise 1 must have all fresh letters of premise 0")
    known = [*s.given, *source.then]
    for atom in target.given:
        if not contains(known, atom, target.letters):
            raise Fault("premise 1 assumes more than the givens and premise 0")
    for atom in s.then:
        if not contains([*known, *target.then], atom, s.inner):
            raise Fault("a conclusion is neither in premise 0 nor in premise 1")


def close(step: Step) -> None:
    """premise: Γ ⊢ ∃z …, C; the conclusions C, in which no fresh letter occurs, hold without the existential."""
    s, premise = step.statement, step.premises[0]
    if not premise.fresh or s.fresh or len(step.premises) != 1 or step.uses[0].get("set") or step.uses[0].get("rename"):
        raise Fault("close drops the existential of its one premise, used as it stands")
    if premise.json["letters"] != s.json["letters"] or premise.json.get("given", []) != s.json.get("given", []):
        raise Fault("the premise has other letters or hypotheses")
    if any(not contains(list(premise.then), atom, s.letters) for atom in s.then):
        raise Fault("a conclusion is not in the premise")


def named(step: Step) -> None:
    """premise 0 concludes e > 0; conclusion: ∃ z positive with z == e (z a fresh scalar without definition)."""
    s, premise = step.statement, step.premises[0]
    if len(s.fresh) != 1 or len(s.then) != 1 or len(step.premises) != 1 or step.uses[0].keys() - {"cert"}:
        raise Fault("named gives one fresh letter and one equation, from one premise used as it stands")
    if premise.json["letters"] != s.json["letters"] or premise.json.get("given", []) != s.json.get("given", []):
        raise Fault("the premise has other letters or hypotheses")
    fresh = s.inner[s.fresh[0]]
    if fresh.kind != "positive" or fresh.family or fresh.definition:
        raise Fault("the fresh letter must be a positive scalar without definition")
    wanted = s.then[0].difference if s.then[0].kind == "==" else Poly({})
    value = s.inner.power(fresh.name, None) - wanted
    if fresh.name in value.letters() or premise.fresh:
        raise Fault("the conclusion must read z == e")
    if not any(a.kind == ">" and a.difference.key == value.key for a in premise.then):
        raise Fault("the premise does not say that e is positive")


def forget(step: Step) -> None:
    """premise 0 has further letters, each defined (definitions are conservative: they exist in every model), and says
    the same about the others."""
    s, premise = step.statement, step.premises[0]
    if s.fresh or premise.fresh or len(step.premises) != 1 or step.uses[0].keys() - {"cert"}:
        raise Fault("forget keeps one premise, used as it stands, without existentials")
    kept = {name for name, _ in s.json["letters"]}
    if [x for x in premise.json["letters"] if x[0] in kept] != s.json["letters"]:
        raise Fault("the premise must have all letters of the conclusion, declared alike and in the same order")
    for name, _ in premise.json["letters"]:
        if name not in kept and premise.letters[name].definition in (None, "entry"):
            raise Fault(f"{name} is not defined: it cannot be forgotten")
    if [a.key() for a in premise.given] != [a.key() for a in s.given]:
        raise Fault("the hypotheses must stay")
    if any(not contains(list(premise.then), atom, s.letters) for atom in s.then):
        raise Fault("a conclusion is not in the premise")


def lemma(step: Step) -> None:
    """witness: {"lemma": name, "set": {integers}, "terms": {matrix letters: expressions}, "fresh": {old: new}}."""
    w, s = step.witness, step.statement
    if w.get("lemma") not in LEMMAS:
        raise Fault(f"no lemma of the name {w.get('lemma')!r}")
    source = Statement(LEMMAS[w["lemma"]].statement)
    env, context = s.inner, step.context()
    kinds = {"set": [n for n, x in source.letters.table.items() if x.kind == "integer"], "fresh": source.fresh,
             "families": [n for n, x in source.letters.table.items() if x.family]}  # fmt: skip
    kinds["terms"] = [n for n in source.letters.table if n not in kinds["set"] + kinds["families"]]
    if any(set(w.get(k, {})) != set(names) for k, names in kinds.items()):
        raise Fault("the witness must name each letter of the lemma once, under its kind")
    at = {n: s.letters.integer(w["set"][n]) for n in kinds["set"]}
    families = dict(w.get("families", {}))
    terms: dict[str, Poly] = {}
    for n, x in source.letters.table.items():
        if x.kind == "integer":
            if not s.letters.ranges.at_least(at[n] - replace(x.low, at, {}), 0) or x.high is not None:
                raise Fault(f"{n} := {at[n]} leaves the range of the lemma")
        elif x.family:
            accepts(x, s.letters[families[n]], at, families, s.letters.ranges)
        else:
            terms[n] = s.letters.poly(w["terms"][n])
            _replaceable(x, terms[n], x.shape and tuple(replace(e, at, families) for e in x.shape), s.letters)
    fresh = w.get("fresh", {})
    if [fresh.get(n) for n in source.fresh] != s.fresh:
        raise Fault("the fresh letters are not those of the lemma")
    at |= {n: Int.symbol(fresh[n]) for n in source.fresh if source.inner[n].kind == "integer"}
    for n in source.fresh:
        x, have = source.inner[n], s.inner[fresh[n]]
        same = (x.kind, x.invertible, x.family) == (have.kind, have.invertible, have.family) and not have.definition
        if x.kind == "integer":
            same = same and (have.low, have.high) == (x.low, x.high)
        elif same:
            same = have.shape == (x.shape and tuple(replace(e, at, families) for e in x.shape))
        if not same:
            raise Fault(f"{fresh[n]} is not the letter that the lemma gives")
    fresh = {**fresh, **families}
    for atom in source.given:
        if not contains(context.known, _instance(atom, at, terms, fresh, env), env):
            raise Fault("a hypothesis of the lemma is not available")
    wanted = [_instance(a, at, terms, fresh, env).key() for a in source.then]
    if [a.key() for a in s.then] != wanted:
        raise Fault("the conclusion is not the one of the lemma")


def _replaceable(letter: Letter, term: Poly, wanted: tuple | None, env: Letters) -> None:
    """Fault unless ``term`` may stand for the letter of a lemma: shape, and what its kind promises."""
    if term.shape != wanted:
        raise Fault(f"{letter.name} is replaced by something of another shape")
    if letter.kind == "positive" and not manifest(term, env, 1):
        raise Fault(f"{letter.name} must be replaced by something visibly positive")
    if letter.kind == "diagonal":
        words = [w for (p, t, w), c in term.terms.items() if not p and not t and c == 1]
        diagonal = len(words) == len(term.terms) == 1 and all(f.diagonal for f in words[0])
        if not diagonal or (letter.invertible and not all(env[f.name].invertible for f in words[0])):
            raise Fault(f"{letter.name} must be replaced by a (positive) diagonal word")


def _instance(atom: Atom, at: dict, terms: dict[str, Poly], fresh: dict[str, str], env: Letters) -> Atom:
    """An atom of a lemma with integers, letters and families replaced."""

    def place(index: Int | None) -> Int | None:
        return None if index is None else replace(index, at, fresh)

    def scalar(base: tuple, e: Int) -> Poly:
        name, index = base
        if index is None and name in at:
            return Poly.integer(at[name]).raised(replace(e, at, fresh), env.invertible)
        value = terms.get(name) or env.power(fresh.get(name, name), place(index))
        return value.raised(replace(e, at, fresh), env.invertible)

    def factor(f: Factor) -> Poly:
        value = terms[f.name] if f.name in terms else env.factor(fresh.get(f.name, f.name), place(f.index))
        value = value.transpose if f.transposed else value
        return value if f.exponent == 1 else value.raised(replace(f.exponent, at, fresh), env.invertible)

    if atom.kind not in ("==", ">", ">="):
        raise Fault("lemmas state equations and comparisons")
    return Atom(atom.kind, (atom.difference.rebuild(scalar, factor, lambda size: replace(size, at, fresh)),))


def monotone(step: Step) -> None:
    """witness: {"function", "variable", "low", "high", "times", "fact"}; premise 0: between low and high the slope,
    times a positive factor, is ≥ 0 (> 0); the fact says high ≥ low (>). Then g(high) − g(low) ≥ 0 (> 0)."""
    w, s, premise = step.witness, step.statement, step.premises[0]
    name, context = w["variable"], Context(step.statement, [], step.statement.letters)
    inner = s.letters.with_scalar(name, "positive")
    g, ends = inner.poly(w["function"]), [w["low"], w["high"]]
    if any(s.letters[e].kind != "positive" or s.letters[e].family for e in ends) or len(s.then) != 1:
        raise Fault("the ends must be positive letters")
    if premise.json["letters"] != [*s.json["letters"], [name, {"kind": "positive"}]] or premise.fresh:
        raise Fault("the premise must have the letters of the conclusion and the variable")
    x = inner.power(name, None)
    between = [Atom(">=", (x - inner.power(ends[0], None),)), Atom(">=", (inner.power(ends[1], None) - x,))]
    for atom in premise.given:
        if not contains([*s.given, *between], atom, inner):
            raise Fault("the premise assumes more than the givens and low ≤ s ≤ high")
    times = inner.poly(w.get("times", "1"))
    slope = times * inner._derivative(g, name)
    if not manifest(times, inner, 1) or premise.then[0].kind not in (">", ">=") or (
            premise.then[0].difference.key != slope.key):  # fmt: skip
        raise Fault("the premise does not bound the slope of the function")
    fact, strict = context.fact(w["fact"]), premise.then[0].kind == ">"
    gap = inner.power(ends[1], None) - inner.power(ends[0], None)
    if fact.kind not in (">", ">=") or fact.difference.key != gap.key:
        raise Fault("the fact must order the ends")
    values = [substitute(g, {}, {name: e}, s.letters) for e in ends]
    if s.then[0].kind not in (">", ">=") or s.then[0].difference.key != (values[1] - values[0]).key:
        raise Fault("the conclusion is not about the values at the ends")
    if s.then[0].kind == ">" and not (strict and fact.kind == ">"):
        raise Fault("a strict conclusion needs a strict slope and distinct ends")


def shape(step: Step) -> None:
    """witness: {"times": m, "rising": A, "power": p, "falling": B}; premise 0: s·diff(f,s) == m·(A·s**p − B), all s;
    premise 1: at A·s**p == B the sign of f (B = 0: the sign of the limit at 0). Limits are read off the exponents."""
    w, s = step.witness, step.statement
    if len(s.then) != 1 or s.then[0].kind != "roots" or s.fresh:
        raise Fault("shape counts the roots of one function")
    (f, where), name, counts = s.then[0].polys, s.then[0].names[0], s.then[0].numbers
    env = s.letters.with_scalar(name, "positive")
    x = env.power(name, None)
    m, a, p = env.poly(w["times"]), s.letters.poly(w["rising"]), env.integer(w["power"])
    b = s.letters.poly(w["falling"])
    if not (manifest(m, env, 1) and manifest(a, env, 1) and env.ranges.at_least(p, 1)):
        raise Fault("m and A must be visibly positive and the power at least 1")
    bend = a * x.raised(p, env.invertible) - b
    opened = [*s.json["letters"], [name, {"kind": "positive"}]]
    slope, at_turn = step.premises[0], step.premises[1] if len(step.premises) > 1 else None
    if slope.json["letters"] != opened or not _covered(slope, s.given, env) or slope.then[0].kind != "==":
        raise Fault("premise 0 must state the slope without further hypotheses")
    if slope.then[0].difference.key not in {(q * k).key for k in (Poly.number(1), Poly.number(-1))
                                            for q in [x * f.derivative(name) - m * bend]}:  # fmt: skip
        raise Fault("premise 0 is not s·f′ = m·(A·s^p − B)")
    at_infinity, at_zero, constant = _limits(f, name, env)
    if not at_infinity:
        raise Fault("f must tend to +∞ as s → ∞")
    if b.is_zero():
        value = constant if not at_zero else None
        if at_turn is None or at_turn.json["letters"] not in (opened, s.json["letters"]):
            raise Fault("premise 1 must have the letters of the conclusion")
        expected = _increasing(value, at_turn, s, env)
    else:
        if not manifest(b, env, 1) or not at_zero:
            raise Fault("B must be visibly positive and f tend to +∞ as s → 0")
        if at_turn is None or at_turn.json["letters"] != opened or not _covered(
                at_turn, [*s.given, Atom("==", (bend,))], env):  # fmt: skip
            raise Fault("premise 1 must state the sign of f at the turning point")
        expected = _by_sign(at_turn.then[0], f)
    if where is not None:
        if expected != (2, 0) or where.key not in (bend.key, (-bend).key) or counts != (1, 0):
            raise Fault("where= takes one side of the turning point of a function with two roots")
    elif counts != expected:
        raise Fault(f"the function has {expected} (simple, double) positive roots")


def _covered(premise: Statement, known: Iterable[Atom], env: Letters) -> bool:
    return not premise.fresh and all(contains(list(known), a, env) for a in premise.given)


def _by_sign(atom: Atom, f: Poly) -> tuple[int, int]:
    if atom.kind == "==" and atom.difference.key in (f.key, (-f).key):
        return (0, 1)
    if atom.kind == ">" and atom.difference.key == (-f).key:
        return (2, 0)
    if atom.kind == ">" and atom.difference.key == f.key:
        return (0, 0)
    raise Fault("premise 1 does not state the sign of f")


def _increasing(constant: Poly | None, premise: Statement | None, s: Statement, env: Letters) -> tuple[int, int]:
    """f increases strictly from its limit at 0 (−∞ is impossible here) to +∞."""
    if constant is None or premise is None or not _covered(premise, list(s.given), env):
        raise Fault("the limit at 0 and its sign are needed")
    atom = premise.then[0]
    if atom.kind == ">" and atom.difference.key == (-constant).key:
        return (1, 0)
    if atom.kind in (">", ">=") and atom.difference.key == constant.key:
        return (0, 0)
    raise Fault("premise 1 does not state the sign of the limit at 0")


def _limits(f: Poly, name: str, env: Letters) -> tuple[bool, bool, Poly]:
    """(f → +∞ at ∞, f → +∞ at 0, the part without s). Every exponent must have a decided sign."""
    up = down = False
    constant = Poly({})
    for (powers, traces, word), c in f.terms.items():
        e = dict(powers).get((name, None), Int.of(0))
        rest = Poly({(tuple(q for q in powers if q[0] != (name, None)), traces, word): c})
        positive, negative = env.ranges.at_least(e, 1), env.ranges.at_least(-e, 1)
        if e == 0:
            constant = constant + rest
        elif not (positive or negative) or not manifest(rest, env, 1):
            raise Fault("every power of s needs a decided sign and a visibly positive coefficient")
        up, down = up or positive, down or negative
    return up, down, constant


def sturm(step: Step) -> None:
    """Counts the positive roots of a polynomial with rational coefficients; no premises, no witness."""
    for atom in step.statement.then:
        if atom.kind != "roots" or atom.polys[1] is not None or step.premises:
            raise Fault("sturm counts roots and needs no premises")
        coefficients: dict[int, Fraction] = {}
        for (powers, traces, word), c in atom.polys[0].terms.items():
            e = dict(powers).get((atom.names[0], None), Int.of(0)).constant
            if traces or word or len(powers) > 1 or e is None or (powers and powers[0][0][0] != atom.names[0]):
                raise Fault("sturm needs a polynomial with rational coefficients in one variable")
            coefficients[e] = c
        low = min(coefficients, default=0)
        poly = [coefficients.get(k, Fraction(0)) for k in range(low, max(coefficients, default=0) + 1)]
        if positive_roots(poly) != (*atom.numbers, 0):
            raise Fault("Sturm's theorem gives another count")
