"""The rules about time: paths, what holds at each moment, and what follows for the ends.

pointwise    during(t, A) from A for letters that stand for the values at one moment
flow         g(T) − g(0) − r·T has the relation to 0 that g′ − r has at each moment; for r = 0 also g(t) − g(0) and g(T) − g(t)
unbroken     a continuous function that is never 0 keeps the sign that it has at the start

A path is a letter with the field ``path``: T. Its values are x[0], x[T], and x[t] where ``during`` or ``moves`` binds t.
"""

from __future__ import annotations

from collections.abc import Iterable

from theory.kernel.budget import Fault, spend, touch
from theory.kernel.integers import Int
from theory.kernel.letters import MOMENT, START, Letters
from theory.kernel.rules import Step
from theory.kernel.statement import Atom, Context, contains, only
from theory.kernel.substitution import Substitution
from theory.kernel.words import Factor, Poly


def pointwise(step: Step) -> None:
    """witness: {"now": {x: y, …}}. Premise 0 has the letters at hand and then, for each path x, a free letter y of the same
    kind; it assumes facts, and what ``during`` says of the paths, with y in place of x[t]. Conclusion: ``during``."""
    s, atom, now = step.statement, step.alone(), step.field("now", dict)
    if not step.premises or atom.kind != "during" or atom.body is None:
        raise Fault("pointwise concludes what holds during the time, from premise 0")
    letters = s.letters
    if not all(isinstance(y, str) for y in now.values()) or len({letters[x].path for x in now} | {""}) != 2 or any(
            not letters[x].path for x in now):  # fmt: skip
        raise Fault("now gives a letter to each of some paths of one time")
    fresh = [[y, {k: v for k, v in letters[x].spec.items() if k in ("kind", "shape")}] for x, y in now.items()]
    premise, known = step.premises[0], []
    env = premise.letters
    for fact in Context(s, step.premises[1:]).known:
        if fact.kind != "during":
            known.append(fact)
        elif fact.body is not None and letters.paths(fact.body.difference) <= set(now):
            known.append(_now(fact.body, now, env))
    only(premise, [*s.json["letters"], *fresh], known, "the premise")
    if not letters.paths(atom.body.difference) <= set(now):
        raise Fault("the conclusion speaks about a path that now does not name")
    if not contains(premise.then, _now(atom.body, now, env), env):
        raise Fault("the premise concludes something else")


def _now(atom: Atom, now: dict[str, str], env: Letters) -> Atom:
    """The comparison with the letter ``now[x]`` in place of x[t], in the letters ``env`` of the premise."""

    def scalar(base: tuple, e: Int) -> Poly:
        name, index = base
        if index == MOMENT:
            return env.term(now[name]).raised(e, env.invertible)
        return Poly.power(name, index, e)

    def factor(f: Factor) -> Poly:
        if f.index != MOMENT:
            return Poly.letter(f)
        term = env.term(now[f.name])
        return term.transpose if f.transposed else term

    return Atom(atom.kind, (atom.difference.rebuild(scalar, factor, lambda size: size),))


def flow(step: Step) -> None:
    """witness: {"function": g, "moment": t, "rate": r}, r (0 if it is missing) the same at all moments. A fact says
    ``during`` that g′ − r is == 0 (>= 0, > 0), where g′ is formed by the product rule from the facts ``moves``. Conclusion:
    g(T) − g(0) − r·T == 0 (>= 0, > 0); or, for r = 0, ``during`` that g − g(0), or g(T) − g, is
    == 0 (>= 0)."""
    s, atom = step.statement, step.alone()
    name, text = step.field("moment", str), step.field("rate", str, "0")
    inner, r = s.letters.binding(name, "moment"), s.letters.poly(text)
    g, known = inner.poly(step.field("function", str)), Context(s, step.premises).known
    clock = _clock(g, s.letters)
    g_at = {place: Substitution.at(s.letters, {"#": place}).poly(g) for place in (START, Int.symbol(clock))}
    slope = derivative(g, _fields(g, known, s.letters)) - r
    during = atom.kind == "during"
    body = atom.body if during and atom.body is not None else atom
    end = g_at[Int.symbol(clock)]
    changes = [g - g_at[START], end - g] if during else [end - g_at[START] - r * s.letters.term(clock)]
    if during and not r.is_zero():
        raise Fault("only a rate of 0 says something about all moments")
    if body.kind not in ("==", ">=", ">") or all(body.key() != Atom(body.kind, (change,)).key() for change in changes):
        raise Fault("the conclusion is not about the change of the function")
    if during and body.kind == ">":
        raise Fault("at the start and at the end there is no change")
    if not (slope.is_zero() and body.kind != ">") and not contains(
            known, Atom("during", body=Atom(body.kind, (slope,))), s.letters):  # fmt: skip
        raise Fault("nothing says that the rate of change has this relation at each moment")


def _clock(value: Poly, letters: Letters) -> str:
    """The time of the paths in ``value``; Fault unless it is one."""
    clocks = {letters[name].path for name in letters.paths(value)}
    if len(clocks) != 1:
        raise Fault("the function needs a path, and its paths one time")
    return clocks.pop()


def _fields(g: Poly, known: list[Atom], letters: Letters) -> dict[str, Poly]:
    """For every path in g its derivative, by its definition or the first fact that says how it moves."""
    fields = {}
    for name in letters.paths(g):
        touch(len(known))
        facts = [letters.grows(name)] if letters[name].definition == "grows" else [
            a.polys[0] for a in known if a.kind == "moves" and a.names == (name,)]  # fmt: skip
        if not facts:
            raise Fault(f"nothing says how {name} moves")
        fields[name] = facts[0] if not facts[0].is_zero() else Poly({}, letters.term(name, MOMENT).shape)
    return fields


def derivative(g: Poly, fields: dict[str, Poly]) -> Poly:
    """dg/dt by the product rule, where the path x has the derivative ``fields[x]``."""
    parts = [Poly({}, g.shape)]
    for (powers, traces, word), c in g.terms.items():
        for k, ((name, index), e) in enumerate(powers):
            if index == MOMENT:
                rest = Poly({((*powers[:k], *powers[k + 1 :]), traces, word): c}, g.shape)
                parts.append(Poly.integer(e) * Poly.power(name, index, e - 1) * fields[name] * rest)
        for k, trace in enumerate(traces):
            rest = Poly({(powers, (*traces[:k], *traces[k + 1 :]), word): c}, g.shape)
            parts += [rest * turned.trace() for turned in _turned(trace, fields)]
        head = Poly({(powers, traces, ()): c})
        parts += [head * turned for turned in _turned(word, fields)]
    return Poly.sum(parts)


def _turned(word: Iterable[Factor], fields: dict[str, Poly]) -> list[Poly]:
    """The word with one moving factor after the other replaced by its derivative."""
    factors, found = tuple(word), []
    for k, f in enumerate(factors):
        if f.index != MOMENT:
            continue
        spend(1)
        if f.exponent != 1:
            raise Fault("a power of a moving matrix is written as a product")
        product = Poly.number(1)
        for j, other in enumerate(factors):
            field = fields[f.name].transpose if f.transposed else fields[f.name]
            product = product * (field if j == k else Poly.letter(other))
        found.append(product)
    return found


def unbroken(step: Step) -> None:
    """witness: {"function": g, "moment": t}. Facts say that ``during`` the time g² > 0, and that g(0) > 0. Conclusion:
    ``during`` it g > 0."""
    s, atom = step.statement, step.alone()
    inner = s.letters.binding(step.field("moment", str), "moment")
    g, known = inner.poly(step.field("function", str)), Context(s, step.premises).known
    if g.shape is not None:
        raise Fault("the function must be a scalar")
    _clock(g, s.letters)
    if atom.key() != Atom("during", body=Atom(">", (g,))).key():
        raise Fault("the conclusion is not that the function is positive all the time")
    if not contains(known, Atom("during", body=Atom(">", (g * g,))), s.letters):
        raise Fault("nothing says that the function is never 0")
    if not contains(known, Atom(">", (Substitution.at(s.letters, {"#": START}).poly(g),)), s.letters):
        raise Fault("nothing says that the function is positive at the start")
