"""Proofs of the structural rules: instance, lemma, generalize, collect, exists, induct, cases, contrapose."""

from __future__ import annotations

from theory.export.coq import text
from theory.export.coq.atoms import Atom, Relation, relation, zero
from theory.export.coq.cited import cited
from theory.export.coq.construct import construct
from theory.export.coq.faults import NotExported
from theory.export.coq.integers import Whole
from theory.export.coq.letters import Declared, Letters
from theory.export.coq.proof import Fact, Give, Proof
from theory.export.coq.script import Script, both, component
from theory.export.coq.statements import Statement
from theory.export.coq.terms import Change, Letter, Negative, Power, Product, Term, as_matrix


def finish(p: Proof, sc: Script, facts: list[Fact]) -> None:
    """Every conclusion is among the facts."""
    done = []
    for k, goal in enumerate(p.statement.then):
        done.append(p.assertion(sc, goal, p.among(facts, goal), f"T{k}"))
    sc.add(f"exact {both(done)}.")


def finish_at(p: Proof, sc: Script, facts: list[Fact], change: Change) -> None:
    """The conclusions, with an integer replaced; the goal says the same up to integer arithmetic."""
    done = []
    for goal in p.statement.then:
        put = goal.rebuilt(change)
        done.append(p.assertion(sc, put, p.among(facts, put)))
    sc.add(f"zfit {both(done)}.")


def collect(p: Proof, sc: Script) -> None:
    """The normal form of a sum of parts, equal monomials put together."""
    done = []
    for k, goal in enumerate(p.statement.then):
        done.append(p.assertion(sc, goal, p.find(sc, goal, len(p.premises)), f"T{k}"))
    sc.add(f"exact {both(done)}.")


# ---------------------------------------------------------------------- instance


def instance(p: Proof, sc: Script) -> None:
    """A premise with its letters replaced and its hypotheses discharged."""
    source = p.premises[0]
    _instance(p, sc, source.statement, p.refer(source))


def lemma(p: Proof, sc: Script) -> None:
    """The same of a textbook fact that is cited by name."""
    source, name = cited(p.certificate.witness["lemma"])
    _instance(p, sc, source, f"@{name} RR NN")


def _instance(p: Proof, sc: Script, source: Statement, head: str) -> None:
    witness = p.certificate.witness
    refs, fresh = witness.get("given", {}), witness.get("fresh", {})
    text.called(*fresh.values())
    change = matched(source.letters, p.env, witness.get("at", {}))
    args, tactics = [], []
    for x in source.letters.table.values():
        args.append(_image(x, change))
        for h in text.declared(x, source.inner.sizes()):
            args.append("_")
            tactics.append(_promise(p, sc, x, h, change))
    for k, a in enumerate(source.given):
        wanted = a.rebuilt(change)
        fact = p.fact(sc, refs[str(k)]) if str(k) in refs else p.find(sc, wanted, len(p.premises))
        args.append(p.argument(sc, wanted, fact))
    facts = p.conclude(sc, source, f"{head} {' '.join(args)}", tactics, change)
    if source.fresh:
        more = Change({**change.integers, **{n: Whole.symbol(fresh[n]) for n in source.fresh}}, change.terms,
                      {**change.names, **fresh}, change.diagonals)  # fmt: skip
        facts = opened(p, sc, source, facts[0].proof, fresh, more)
        offer(p, sc, {})
    finish(p, sc, facts)


def matched(source: Letters, target: Letters, at: dict[str, str]) -> Change:
    """What becomes of every letter of the source."""
    diagonals = frozenset(n for n, x in target.table.items() if x.kind == "diagonal")
    change = Change({}, {}, {}, diagonals)
    for n, x in source.table.items():
        said = at.get(n, n)
        if x.integer:
            change.integers[n] = target.integer(said)
        elif x.family or x.way:
            change.names[n] = said
        else:
            value = target.term(said)
            change.terms[n] = as_matrix(value) if x.shape else value
    return change


def _image(x: Declared, change: Change) -> str:
    if x.integer:
        return text.whole(change.integers[x.name])
    return text.name(change.names[x.name]) if x.family or x.way else text.term(change.terms[x.name])


def _promise(p: Proof, sc: Script, x: Declared, h: text.Hypothesis, change: Change) -> str:
    """A tactic for what the declaration of a letter of the source promises."""
    if x.integer:
        return p.discharge(sc, x.name, h.role, change.integers[x.name])
    if x.family or x.way:
        new = change.names[x.name]
        if h.says is None:
            return f"zfit h_{new}_{h.role}."
        wanted = h.says.rebuilt(change)
        said = next(g.says for g in text.declared(p.env[new], set()) if g.role == h.role)
        assert said is not None
        if text.atom(wanted) == text.atom(said):
            return f"zfit h_{new}_{h.role}."
        return f"zfit {p.assertion(sc, wanted, Fact(said, f'h_{new}_{h.role}'))}."
    value = change.terms[x.name]
    if h.role == "pos":
        return f"exact {p.positive(sc, value)}."
    if h.role == "dia":
        return f"zfit {diagonal(p, sc, value, x.positive)}."
    if isinstance(value, Letter):
        return f"zfit {p.about(sc, value.name, 'shp', value.index)}."
    assert x.shape is not None
    shape = change.whole(x.shape[0]), change.whole(x.shape[1])
    return f"zfit {p.shape(sc, value, shape)}."


def diagonal(p: Proof, sc: Script, value: Term, positive: bool) -> str:
    """A proof that a word of diagonal letters is (positive) diagonal."""
    match value:
        case Letter(name=n, index=i):
            own = p.about(sc, n, "dia", i)
            return own if positive == p.env[n].positive else f"(proj1 {own})"
        case Power(base=a, exponent=e):
            return f"({'pdia_dpow' if positive else 'dia_dpow'} {text.whole(e)} {diagonal(p, sc, a, True)})"
        case Product(left=a, right=b):
            return f"({'pdia_mul' if positive else 'dia_mul'} {diagonal(p, sc, a, positive)} {diagonal(p, sc, b, positive)})"
    raise NotExported(f"no diagonal: {text.term(value)[:80]}")


# ---------------------------------------------------------------------- existentials


def opened(p: Proof, sc: Script, s: Statement, proof: str, names: dict[str, str], change: Change | None) -> list[Fact]:
    """The letters that an existential conclusion provides come into scope, as ``names``; its conclusions as facts."""
    pattern = []
    for n in s.fresh:
        new = names.get(n, n)
        pattern.append(text.name(new))
        for h in text.declared(s.inner[n], s.inner.sizes()):
            here = f"h_{new}_{h.role}"
            pattern.append(here)
            p.known[here] = h.text if new == n and change is None else ""
            if h.role in ("lo", "hi", "sz"):
                sc.integers.append(here)
    results = [sc.fresh("R") for _ in s.then]
    sc.add(f"destruct {proof} as ({' & '.join(pattern + results)}).")
    p.env = p.statement.inner if change is not None else s.inner
    return [Fact(a.rebuilt(change) if change else a, r) for a, r in zip(s.then, results, strict=True)]


def offer(p: Proof, sc: Script, values: dict[str, tuple[Term, str]]) -> None:
    """Give the letters that the conclusion asks for: those in scope, or values with a proof that they are positive."""
    inner = p.statement.inner
    for n in p.statement.fresh:
        value, positive = values.get(n, (None, ""))
        sc.add(f"exists {text.term(value) if value else text.name(n)}.")
        for h in text.declared(inner[n], p.sizes):
            if value:
                sc.add(f"split; [exact {positive}|].")
            elif inner[n].integer:
                sc.add(f"split; [{p.discharge(sc, n, h.role, Whole.symbol(n)).rstrip('.')}|].")
            else:
                sc.add(f"split; [zfit h_{n}_{h.role}|].")


def exists(p: Proof, sc: Script) -> None:
    """Open an existential, construct defined letters, offer values."""
    s, witness = p.statement, p.certificate.witness
    known = p.givens()
    if "source" in witness:
        source = p.premises[witness["source"]]
        facts = p.apply(sc, source, _among(p, known))
        known = known + (opened(p, sc, source.statement, facts[0].proof, {}, None) if source.statement.fresh else facts)
    if "target" in witness:
        target = p.premises[witness["target"]]
        at_hand = set(p.env.table)
        p.env = _joined(p.env, target.statement.letters)
        for n in target.statement.letters.table:
            if n not in at_hand:
                construct(p, sc, n)
        facts = p.apply(sc, target, _among(p, known))
        if target.statement.fresh:
            here = p.env
            facts = opened(p, sc, target.statement, facts[0].proof, {}, None)
            p.env = _joined(here, target.statement.inner)
        known = known + facts
    terms = {n: p.env.term(t) for n, t in witness.get("terms", {}).items()}
    values = {}
    for n, value in terms.items():
        goal, positive = zero(">", value), ""
        if s.inner[n].kind == "positive":
            positive = p.assertion(sc, goal, p.among(known, goal))
        values[n] = value, positive
    offer(p, sc, values)
    done = []
    for k, a in enumerate(s.then):
        put = a.rebuilt(Change(terms=terms))
        if isinstance(put, Relation) and put.kind == "==" and put.difference.zero:
            inside = sc.part()
            p.equation(inside, put, [])
            sc.claim(f"T{k}", text.atom(put), inside)
        else:
            p.assertion(sc, put, p.among(known, put), f"T{k}")
        done.append(f"T{k}")
    sc.add(f"exact {both(done)}.")


def _joined(first: Letters, second: Letters) -> Letters:
    """The letters of both; equal names are equal letters."""
    for n, x in second.table.items():
        if n not in first:
            first = first.extended(x)
    return first


def _among(p: Proof, known: list[Fact]) -> Give:
    return lambda k, a: p.among(known, a)


# ---------------------------------------------------------------------- integers


def bring(p: Proof, sc: Script, n: str, low: str, high: str) -> None:
    """The integer n is in scope, with these hypotheses about its range ("" for none)."""
    for role, h in (("lo", low), ("hi", high)):
        p.known.pop(f"h_{n}_{role}", None)
        if h:
            sc.integers.append(h)


def generalize(p: Proof, sc: Script) -> None:
    """A premise for each value of an integer is a quantified conclusion."""
    n, source = p.certificate.witness["symbol"], p.premises[0]
    text.called(n)
    goal = p.statement.then[0]
    sc.add(f"intros {n}_ h_{n}. destruct h_{n} as [h_{n}_lo h_{n}_hi].")
    p.env = source.statement.letters
    bring(p, sc, n, f"h_{n}_lo", f"h_{n}_hi")
    facts = p.apply(sc, source, _among(p, p.givens()))
    inside = goal.at(Whole.symbol(n))  # type: ignore[attr-defined]
    sc.add(f"exact {p.assertion(sc, inside, p.among(facts, inside))}.")


def induct(p: Proof, sc: Script) -> None:
    """Induction over an integer range, upwards or downwards."""
    s, witness = p.statement, p.certificate.witness
    n, up = witness["symbol"], witness.get("direction", "up") == "up"
    x, (base, step) = s.letters[n], p.premises
    roles = [h.role for h in text.declared(x, p.sizes)]
    if "sz" in roles:
        raise NotExported("an induction over a size")
    says = " /\\ ".join(map(text.atom, s.then))
    sc.add(f"revert {' '.join([f'{n}_', *(f'h_{n}_{r}' for r in roles)])}.")
    sc.integers = [h for h in sc.integers if h not in {f"h_{n}_{r}" for r in roles}]
    bring(p, sc, n, "", "")
    if x.high is None:
        sc.add(f"apply (@Zup (fun {n}_ : Z => {says}) {text.whole(x.low)}).")
    else:
        way = "up" if up else "down"
        sc.add(f"apply (@Z{way}_to (fun {n}_ : Z => {says}) {text.whole(x.low)} {text.whole(x.high)}).")
    first, start = sc.part(), x.low if up else x.high
    assert start is not None
    p.env = base.statement.letters
    finish_at(p, first, p.apply(first, base, _among(p, p.givens())), Change({n: start}))
    sc.block(first)
    inside = sc.part()
    p.env = step.statement.letters
    inside.add(f"intros {n}_ h_{n}_lo {'' if x.high is None else f'h_{n}_hi '}IH.")
    bring(p, inside, n, f"h_{n}_lo", "" if x.high is None else f"h_{n}_hi")
    here, after = Whole.symbol(n), Whole.symbol(n) + 1
    known_at, goal_at = (here, after) if up else (after, here)
    many = len(s.then)
    before = [Fact(a.rebuilt(Change({n: known_at})), component("IH", k, many)) for k, a in enumerate(s.then)]
    facts = p.apply(inside, step, _among(p, p.givens() + before))
    finish_at(p, inside, facts, Change({n: goal_at}))
    sc.block(inside)


def cases(p: Proof, sc: Script) -> None:
    """A distinction by the place of an integer, or by a sign."""
    s, witness = p.statement, p.certificate.witness
    if "on" in witness:
        return _cases_of_sign(p, sc, s.letters.term(witness["on"]))
    n, parts, env = witness["symbol"], witness["parts"], p.env
    text.called(n)
    place = s.letters.integer(witness["at"])
    sc.add(f"destruct (Z.lt_trichotomy {n}_ {text.whole(place)}) as [HC | [HC | HC]].")
    low, high = (p.known.pop(f"h_{n}_{r}", "") for r in ("lo", "hi"))
    for part in ("below", "at", "above"):
        inside = sc.part()
        inside.integers.append("HC")
        if part not in parts:
            inside.add("exfalso; lia.")
            sc.block(inside)
            continue
        source = p.premises[parts[part]]
        p.env = source.statement.letters
        change = Change({n: place} if part == "at" else {})
        givens = [Fact(g.atom.rebuilt(change), g.proof) for g in p.givens()]
        facts = p.apply(inside, source, _among(p, givens))
        finish_at(p, inside, facts, change)
        sc.block(inside)
    p.env = env
    p.known.update({f"h_{n}_lo": low, f"h_{n}_hi": high})
    return None


def _cases_of_sign(p: Proof, sc: Script, on: Term) -> None:
    sc.add(f"destruct (@rle_or RR {text.term(on)}) as [HS | HS].")
    for source, side in zip(p.premises, (zero(">=", on), zero(">", Negative(on))), strict=True):
        inside = sc.part()
        facts = p.apply(inside, source, _among(p, [*p.givens(), Fact(side, "HS")]))
        finish_at(p, inside, facts, Change())
        sc.block(inside)


def contrapose(p: Proof, sc: Script) -> None:
    """From the negated conclusion to the negated hypothesis."""
    k, goal = p.certificate.witness["given"], p.statement.then[0]
    assert isinstance(goal, Relation)
    x, y = text.term(goal.left), text.term(goal.right)
    rule = "lt_or_le" if goal.kind == ">" else "le_or_lt"
    sc.add(f"destruct (@{rule} RR {y} {x}) as [HS | HS]; [exact HS | exfalso].")
    known = [g for i, g in enumerate(p.givens()) if i != k] + [Fact(negation(goal), "HS")]
    facts = p.apply(sc, p.premises[0], _among(p, known))
    given = p.given(k).relation
    denied = negation(given)
    p.assertion(sc, denied, p.among(facts, denied), "HN")
    sc.add(f"exact (@lt_le_False RR _ _ g{k} HN)." if given.kind == ">" else f"exact (@lt_le_False RR _ _ HN g{k}).")


def negation(a: Atom) -> Relation:
    """The negated comparison."""
    if not isinstance(a, Relation) or a.kind == "==":
        raise NotExported("only comparisons are negated")
    return relation(">=" if a.kind == ">" else ">", a.right, a.left)
