"""The structural rules.

instance     a premise, or a named textbook fact, with its letters replaced and its hypotheses discharged
generalize   Γ ⊢ C(n) for an integer letter n of which Γ does not speak gives Γ ⊢ all(n, …, C(n))
collect      several conclusions of premises in one statement
exists       opens an existential, names a value, or forgets letters that are defined or that nothing mentions any more
induct       C(first) and C(n) ⊢ C(n+1) (or downwards) give C(n) on the whole range
cases        an integer is below, at or above a place; a scalar is >= 0 or < 0: the conclusion holds on each part
contrapose   from ¬conclusion ⊢ ¬hypothesis
"""

from __future__ import annotations

from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.lemmas import LEMMAS
from theory.kernel.letters import Letters
from theory.kernel.rules import Step
from theory.kernel.statement import POINTS, Atom, Statement, contains, declarations_of, only, says
from theory.kernel.substitution import Substitution


def instance(step: Step) -> None:
    """witness: {"at": {letter: text}, "given": {number: fact}, "fresh": {old: new}}; premise 0 is the source."""
    if not step.premises:
        raise Fault("instance needs a premise to start from")
    _instance(step, step.premises[0], ({"at", "given", "fresh"}))


def lemma(step: Step) -> None:
    """As `instance`, of the textbook fact that the witness names under "lemma"; premises only provide facts."""
    name = step.field("lemma", str)
    if name not in LEMMAS:
        raise Fault(f"no lemma of the name {name[:60]!r}")
    _instance(step, Statement(LEMMAS[name].statement), {"lemma", "at", "given", "fresh"})


def _instance(step: Step, source: Statement, fields: set[str]) -> None:
    s, context, fresh = step.statement, step.context(), step.field("fresh", dict, {})
    at, refs = step.field("at", dict, {}), step.field("given", dict, {})
    if set(step.witness) - fields or not all(isinstance(v, str) for v in (*at.values(), *fresh.values())):
        raise Fault("the witness of an instance has at, given and fresh, which map names to texts and facts")
    image = Substitution.match(source.letters, s.letters, at)
    for k, atom in enumerate(source.given):
        facts = [context.fact(refs[str(k)])] if str(k) in refs else context.known
        if not contains(facts, atom.under(image), s.letters):
            raise Fault(f"given {k} of the source is not available")
    if set(fresh) != set(source.fresh) or [fresh[n] for n in source.fresh] != s.fresh:
        raise Fault("the fresh letters are not those of the source, in their order")
    image.target = s.inner
    for n in source.fresh:
        _same_fresh(source.inner, n, fresh[n], image)
    for atom in (*source.given, *source.then):
        if atom.kind in POINTS:
            image.keeps_variation(source.inner, *atom.names)
    conclusions = [atom.under(image) for atom in source.then]
    for k, atom in enumerate(s.then):
        if not contains(conclusions, atom, s.inner):
            raise Fault(f"conclusion {k} is not among those of the source")


def _same_fresh(source: Letters, old: str, new: str, image: Substitution) -> None:
    """The fresh letter ``new`` is declared as the source declares ``old``; it stands for it from here on."""
    want, have = source[old], image.target[new]
    if want.number:
        same = have.kind == want.kind and image.integer(want.low) == have.low and (
            (want.high is None) == (have.high is None)) and (
            want.high is None or image.integer(want.high) == have.high)  # fmt: skip
        image.integers[old] = Int.symbol(new)
    elif want.family or want.definition:
        image.rename(want, new, exactly=True)
        same = want.definition == have.definition and want.invertible == have.invertible
    else:
        same = (want.kind, want.invertible) == (have.kind, have.invertible) and not have.family and not have.definition
        image.terms[old] = image.replaced(want, image.target.term(new))
    if not same:
        raise Fault(f"{new} is not the letter that the source gives")


def generalize(step: Step) -> None:
    """witness: {"symbol": n}; the premise has the letters of the conclusion and, last, the integer n."""
    atom, name, premise = step.alone(1), step.field("symbol", str), step.premises[0]
    letter = premise.letters[name]
    only(premise, [*step.statement.json["letters"], [name, letter.spec]], step.statement.given, "the premise")
    if any(name in a.mentions() for a in premise.given):
        raise Fault("the premise assumes something about the symbol")
    if atom.kind != "all" or not letter.number or letter.high is None or atom.numbers != (letter.low, letter.high):
        raise Fault("the conclusion must quantify over the range of the symbol")
    says(premise, [atom.instance(Int.symbol(name), premise.letters)], "the premise")


def collect(step: Step) -> None:
    """Several conclusions, each of them a given or a conclusion of a premise."""
    context = step.context()
    if step.statement.fresh:
        raise Fault("collect proves no existential")
    for k, atom in enumerate(step.statement.then):
        if not contains(context.known, atom, context.env):
            raise Fault(f"conclusion {k} is neither given nor in a premise")


def exists(step: Step) -> None:
    """witness: {"source": p, "target": q, "terms": {letter: text}}, each of them optional. Γ ⊢ ∃z R(z), then
    Γ, R(z) ⊢ C(z, w) with defined letters w (possibly ∃w C), then Γ ⊢ ∃… of some z, w and of letters with the values
    ``terms``: the conclusions are among Γ, R and C."""
    s, terms = step.statement, step.field("terms", dict, {})
    known, open_letters = list(s.given), list(s.json["letters"])
    places = [step.witness.get(k) for k in ("source", "target")]
    if set(step.witness) - {"source", "target", "terms"} or not all(
            p is None or (type(p) is int and 0 <= p < len(step.premises)) for p in places):  # fmt: skip
        raise Fault("the witness of exists has source and target, numbers of premises, and terms")
    source, target = (None if p is None else step.premises[p] for p in places)
    if source is not None:
        if source.json["letters"] != s.json["letters"] or not all(contains(known, a, s.letters) for a in source.given):
            raise Fault("the source has other letters, or assumes more than the givens")
        known, open_letters = [*known, *source.then], [*open_letters, *source.json.get("exists", [])]
    if target is not None:
        here = {name: spec for name, spec in open_letters}
        for name, spec in target.json["letters"]:
            if here.get(name) != spec and (name in here or target.letters[name].definition is None):
                raise Fault(f"{name} is neither a letter at hand nor defined")
        if not all(contains(known, a, target.letters) for a in target.given):
            raise Fault("the target assumes more than the givens and the source")
        more = [x for x in target.json["letters"] if x[0] not in here]
        known, open_letters = [*known, *target.then], [*open_letters, *more, *target.json.get("exists", [])]
    env = declarations_of(open_letters)
    kept = [x for x in open_letters if x[0] not in s.letters and x[0] in s.fresh]
    if [x for x in s.json.get("exists", []) if x[0] not in terms] != kept:
        raise Fault("the fresh letters must be those at hand, in their order, and those with a value")
    image = _values(s, terms, known, env)
    for k, atom in enumerate(s.then):
        put = atom.under(image)
        if not (put.kind == "==" and put.difference.is_zero()) and not contains(known, put, env):
            raise Fault(f"conclusion {k} is neither given nor in a premise")


def _values(s: Statement, terms: dict, known: list[Atom], env: Letters) -> Substitution:
    """The substitution that gives the fresh letters their values; a positive letter needs a fact that says so."""
    image = Substitution(env)
    for name, text in terms.items():
        if name not in s.fresh or not isinstance(text, str) or name in env:
            raise Fault(f"{name[:60]!r} is no fresh letter of the conclusion")
        letter, value = s.inner[name], env.poly(text)
        if letter.family or letter.definition or letter.size is not None or letter.kind not in ("real", "positive"):
            raise Fault(f"{name} must be a scalar without definition to be given a value")
        if value.shape is not None or (letter.kind == "positive" and not contains(known, Atom(">", (value,)), env)):
            raise Fault(f"nothing says that the value of {name} is positive")
        image.terms[name] = value
    return image


def induct(step: Step) -> None:
    """witness: {"symbol": n, "direction": "up" | "down"}; premises: the first case, and the step."""
    s, n, up = step.statement, step.field("symbol", str), step.field("direction", str, "up") == "up"
    if len(step.premises) != 2 or s.fresh:
        raise Fault("induction has two premises, the base and the step, and proves no existential")
    (base, induction), letter = step.premises, s.letters[n]
    start = letter.low if up else letter.high
    if not letter.number or start is None or any(n in a.mentions() for a in s.given):
        raise Fault("induction runs over an integer that the givens do not mention; downwards it needs an upper end")
    others, k = _without(s, n), induction.letters[n]
    only(base, others, s.given, "the base")
    says(base, _at(s, n, start, base), "the base")
    end = Int.of(0) if letter.high is None or k.high is None else k.high - letter.high
    if _without(induction, n) != others or not k.number or k.low != letter.low or (
            letter.high is None and k.high is not None) or not induction.letters.ranges.at_least(end, -1):  # fmt: skip
        raise Fault("the step has other letters or another range, or stops too early")
    here, there = Int.symbol(n), Int.symbol(n) + 1
    before, after = (here, there) if up else (there, here)
    only(induction, induction.json["letters"], [*s.given, *_at(s, n, before, induction)], "the step")
    says(induction, _at(s, n, after, induction), "the step")


def _without(statement: Statement, n: str) -> list:
    """The declarations but for the integer n, through which no other letter may be declared."""
    others = [x for x in statement.json["letters"] if x[0] != n]
    if any(n in statement.letters.depends(name) for name, _ in others):
        raise Fault(f"no other letter may be declared through {n}")
    return others


def _at(s: Statement, n: str, place: Int, premise: Statement) -> list[Atom]:
    """The conclusions of ``s`` with n replaced, in the letters of a premise."""
    return [atom.under(Substitution.at(premise.letters, {n: place})) for atom in s.then]


def cases(step: Step) -> None:
    """witness: {"on": e}: premises with e >= 0 and with −e > 0 among the givens. Or {"symbol": l, "at": e, "parts":
    {"below" | "at" | "above": premise}}: l < e, l = e (replaced), l > e; parts that are empty may be missing."""
    s = step.statement
    if s.fresh:
        raise Fault("cases proves no existential")
    if "on" not in step.witness:
        return _cases_of_an_integer(step, s, step.field("symbol", str), step.field("parts", dict))
    e = s.letters.poly(step.field("on", str))
    if len(step.premises) != 2 or e.shape is not None:
        raise Fault("both sides of a scalar are needed")
    for premise, side in zip(step.premises, (Atom(">=", (e,)), Atom(">", (-e,))), strict=True):
        only(premise, s.json["letters"], [*s.given, side], "a case")
        says(premise, list(s.then), "a case")


def _cases_of_an_integer(step: Step, s: Statement, n: str, parts: dict) -> None:
    letter, others, ranges = s.letters[n], _without(s, n), s.letters.ranges
    place = s.letters.integer(step.field("at", str))
    if n in place.mentions() or not letter.number or set(parts) - {"below", "at", "above"}:
        raise Fault("cases are below, at and above, for an integer and a place that does not depend on it")
    empty = {"below": ranges.at_least(letter.low - place, 0), "at": False,
             "above": letter.high is not None and ranges.at_least(place - letter.high, 0)}  # fmt: skip
    for part, may_be_missing in empty.items():
        if part not in parts:
            if not may_be_missing:
                raise Fault(f"the case {part} is missing")
            continue
        premise = step.premises[parts[part]]
        if part == "at":
            put = Substitution.at(premise.letters, {n: place})
            only(premise, others, [a.under(put) for a in s.given], "the case at")
            says(premise, _at(s, n, place, premise), "the case at")
            continue
        k = premise.letters[n]
        low, high = (letter.low, place - 1) if part == "below" else (place + 1, letter.high)
        if _without(premise, n) != others or not k.number or (k.low, k.high) != (low, high):
            raise Fault(f"the case {part} has another range")
        only(premise, premise.json["letters"], s.given, f"the case {part}")
        says(premise, list(s.then), f"the case {part}")


def contrapose(step: Step) -> None:
    """witness: {"given": k}: the premise assumes the other givens and the negated conclusion, and concludes ¬given k."""
    s, atom, k, premise = step.statement, step.alone(1), step.field("given", int), step.premises[0]
    if not 0 <= k < len(s.given):
        raise Fault(f"there is no given {k}")
    only(premise, s.json["letters"], [*s.given[:k], *s.given[k + 1 :], _negation(atom)], "the premise")
    says(premise, [_negation(s.given[k])], "the premise")


def _negation(atom: Atom) -> Atom:
    if atom.kind not in (">", ">="):
        raise Fault("only comparisons are negated")
    return Atom(">=" if atom.kind == ">" else ">", (-atom.difference,))
