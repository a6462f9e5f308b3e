"""Proofs of the rules that know a little analysis: monotone, shape, stationary."""

from __future__ import annotations

from dataclasses import dataclass

from theory.export.coq import text
from theory.export.coq.atoms import ROOT, Critical, Relation, Roots, relation, zero
from theory.export.coq.construct import construct
from theory.export.coq.faults import NotExported
from theory.export.coq.integers import Whole
from theory.export.coq.letters import Letters
from theory.export.coq.normal import Normal, normal
from theory.export.coq.proof import Fact, Proof, Weighted, same
from theory.export.coq.script import LIA, Script, both
from theory.export.coq.terms import (
    Change,
    Hole,
    Letter,
    Negative,
    Number,
    Power,
    Product,
    Size,
    Sum,
    Term,
    Trace,
    Transpose,
    as_matrix,
)

Parts = list[tuple[Term, Whole]]


def value(parts: Parts, x: Term) -> Term:
    """Σ c x^e in the form of ``lev``."""
    total: Term = Number(0)
    for c, e in reversed(parts):
        total = Sum(Product(c, Power(x, e)), total)
    return total


def slope(parts: Parts, x: Term) -> Term:
    """Σ c e x^(e−1) in the form of ``lev`` of ``dl``."""
    total: Term = Number(0)
    for c, e in reversed(parts):
        total = Sum(Product(Product(c, Size(e)), Power(x, e - 1)), total)
    return total


def bending(parts: Parts, x: Term) -> Term:
    """Σ c e (e−1) x^(e−2) in the form of ``lev`` of ``dl`` twice."""
    total: Term = Number(0)
    for c, e in reversed(parts):
        total = Sum(Product(Product(Product(c, Size(e)), Size(e - 1)), Power(x, e - 1 - 1)), total)
    return total


def inverse(t: Term) -> Term:
    """t⁻¹."""
    return Power(t, Whole.of(-1))


# ---------------------------------------------------------------------- monotone


def monotone(p: Proof, sc: Script) -> None:
    """Values at the ends are ordered as the slope between them says (``lev_le``, ``lev_lt``)."""
    w, s = p.certificate.witness, p.statement
    goal, p.shift = s.then[0], 1
    assert isinstance(goal, Relation)
    name, low, high = w["variable"], Letter(w["low"]), Letter(w["high"])
    text.called(name)
    strict = goal.kind == ">"
    fact = p.fact(sc, w["fact"])
    inner = s.letters.with_positive(name)
    x = Letter(name)
    function = inner.term(w["function"])
    parts = text.laurent_terms(function, name)
    kind = ">" if strict else ">="
    p.assertion(sc, relation(kind, high, low), fact, "HE")
    b = sc.part()
    b.add(f"intros {name}_ hlo hhi.")
    b.add(f"assert (h_{name}_pos : rpos {name}_) by exact (@pos_le RR _ _ {p.positive(b, low)} hlo).")
    p.env = inner
    p.learn(name, inner)
    between = []
    for proof, upper, lower in (("hlo", x, low), ("hhi", high, x)):
        says = zero(">=", Sum(upper, lower, True))
        between.append(Fact(says, p.assertion(b, says, Fact(relation(">=", upper, lower), proof))))
    known = [*p.givens(), *between]
    facts = p.apply(b, p.premises[0], lambda k, a: p.among(known, a))
    times = inner.term(w.get("times", "1"))
    wanted = zero(kind, slope(parts, x))
    bound = next((f for f in facts if f.relation.kind in (kind, ">") and f.relation.difference.key
                  == (normal(times) * normal(slope(parts, x))).key), None)  # fmt: skip
    if bound is None:
        raise NotExported("the premise does not bound the slope")
    inside = b.part()
    p.comparison(inside, wanted, [], [Weighted(inverse(times), (0,))], [bound])
    b.claim("HD", text.atom(wanted), inside)
    b.add("zfit HD.")
    rule = "lev_lt" if strict else "lev_le"
    coefficients = "[:: " + "; ".join(f"({text.term(c)}, {text.whole(e)})" for c, e in parts) + "]"
    start = p.positive(sc, low)
    sc.add(f"unshelve epose proof (@{rule} RR {coefficients} {text.term(low)} {text.term(high)} {start} HE _) as HM.")
    sc.add(f"{{\ncbn [lev dlev fst snd].\n{b.text()} }}")
    p.env = s.letters
    sc.add("cbn [lev dlev fst snd] in HM.")
    result = relation(kind, value(parts, high), value(parts, low))
    sc.add(f"assert (HM2 : {text.atom(result)}) by zfit HM.")
    sc.add(f"exact {p.assertion(sc, goal, Fact(result, 'HM2'))}.")


# ---------------------------------------------------------------------- shape


@dataclass(frozen=True)
class Bend:
    """What the premises of `shape` say: s·f′ = m(A·s^p − B), in the letter x of the premises."""

    function: Term
    where: Term | None
    x: Letter
    m: Term
    a: Term
    b: Term
    p: Whole
    parts: Parts
    simple: int
    double: int

    @property
    def bend(self) -> Term:
        """A·s^p − B."""
        return Sum(Product(self.a, Power(self.x, self.p)), self.b, True)

    @property
    def list(self) -> str:
        """The function as a list of coefficients and exponents."""
        return "([:: " + "; ".join(f"({text.term(c)}, {text.whole(e)})" for c, e in self.parts) + "] : seq (RR * Z))"


def shape(p: Proof, sc: Script) -> None:
    """Count the positive roots of a function with one turning point, or none."""
    s, w = p.statement, p.certificate.witness
    goal = s.then[0]
    assert isinstance(goal, Roots)
    own = s.letters
    name = p.premises[0].statement.own[-1][0]
    inner, x = own.with_positive(name), Letter(name)
    change = Change(terms={ROOT: x})
    f, where = goal.function.rebuilt(change), goal.where and goal.where.rebuilt(change)
    bend = Bend(f, where, x, inner.term(w["times"]), own.term(w["rising"]), own.term(w["falling"]),
                inner.integer(w["power"]), text.laurent_terms(f, name), goal.simple, goal.double)  # fmt: skip
    ha = p.positive(sc, bend.a)
    grow, blow = _signs(p, sc, bend)
    _member(sc, "HG", "grows", bend, grow)
    _identity(p, sc, bend, inner)
    if normal(bend.b).zero:
        _rising(p, sc, bend, inner)
    else:
        _bending(p, sc, bend, inner, ha, blow)


Member = tuple[Term, Whole, str]


def _signs(p: Proof, sc: Script, bend: Bend) -> tuple[Member | None, Member | None]:
    """Every coefficient but that of s⁰ is positive; a member that grows at infinity, one that grows at 0."""
    proofs: list[str] = []
    grow = blow = None
    for c, e in bend.parts:
        if e == Whole():
            proofs.append("(or_introl (Logic.eq_refl _))")
            continue
        k = p.positive(sc, c)
        proofs.append(f"(or_intror {k})")
        if p.env.bounds.at_least(e, 1) and grow is None:
            grow = c, e, k
        if p.env.bounds.at_least(-e, 1) and blow is None:
            blow = c, e, k
    sc.add(f"assert (HO : okl {bend.list}) by exact {''.join(f'(conj {q} ' for q in proofs)}I{')' * len(proofs)}.")
    return grow, blow


def _member(sc: Script, name: str, what: str, bend: Bend, member: Member | None) -> None:
    if member is None:
        raise NotExported(f"no power of the function {what}")
    c, e, k = member
    sc.add(f"assert ({name} : {what} {bend.list}). {{ exists {text.term(c)}, {text.whole(e)}. "
           f"split; [cbn [List.In]; intuition | {LIA} | exact {k}]. }}")  # fmt: skip


def _identity(p: Proof, sc: Script, bend: Bend, inner: Letters) -> None:
    """m > 0, and s·f′ = m(A·s^p − B), for every s > 0."""
    own, x, name = p.env, bend.x, bend.x.name
    b = sc.part()
    p.env = inner
    p.learn(name, inner)
    b.add(f"intros {name}_ h_{name}_pos.")
    b.add(f"exact {p.positive(b, bend.m)}.")
    sc.add(f"assert (HM : forall {name}_ : RR, rpos {name}_ -> rpos {text.term(bend.m)}). {{\n{b.text()} }}")
    b = sc.part()
    b.add(f"intros {name}_ h_{name}_pos. cbn [lev dl fst snd].")
    known = p.givens()
    facts = p.apply(b, p.premises[0], lambda k, a: p.among(known, a))
    says = relation("==", Product(x, slope(bend.parts, x)), Product(bend.m, bend.bend))
    inside = b.part()
    p.equation(inside, says, [(same(says, facts[0].relation), facts[0])])
    b.claim("HI", text.atom(says), inside)
    b.add("zfit HI.")
    sc.add(f"assert (HID : forall {name}_ : RR, rpos {name}_ -> rmul {name}_ (lev (dl {bend.list}) {name}_) = "
           f"{text.term(Product(bend.m, bend.bend))}). {{\n{b.text()} }}")  # fmt: skip
    p.env = own


def _rising(p: Proof, sc: Script, bend: Bend, inner: Letters) -> None:
    """B = 0: the function increases from its limit at 0."""
    own, x, name = p.env, bend.x, bend.x.name
    if any(not own.bounds.at_least(e, 0) for _, e in bend.parts):
        raise NotExported("the function has no limit at 0")
    p.env = inner
    b = sc.part()
    b.add(f"intros {name}_ h_{name}_pos. pose proof (HID {name}_ h_{name}_pos) as HI. cbn [lev dl fst snd] in HI |- *.")
    says = relation("==", Product(x, slope(bend.parts, x)), Product(bend.m, bend.bend))
    goal = zero(">", slope(bend.parts, x))
    inside = b.part()
    weight = Product(Product(Product(inverse(x), bend.m), bend.a), Power(x, bend.p))
    p.comparison(inside, goal, [(Product(inverse(x), Hole()), Fact(says, "HI"))], [Weighted(weight)], [])
    b.claim("HD", text.atom(goal), inside)
    b.add("zfit HD.")
    sc.add(f"assert (HD : forall {name}_ : RR, rpos {name}_ -> rlt (zr 0) (lev (dl {bend.list}) {name}_)). {{\n{b.text()} }}")
    p.env = own
    source = p.premises[1]
    if name in source.statement.letters:
        p.env = inner
        sc.add(f"assert (EXX : exists {name}_ : RR, rpos {name}_) by (exists (zr 1); exact (@zr_gt0 RR 1 ltac:(lia))). "
               f"destruct EXX as ({name}_ & h_{name}_pos).")  # fmt: skip
    known = p.givens()
    facts = p.apply(sc, source, lambda k, a: p.among(known, a))
    constant = next((c for c, e in bend.parts if e == Whole()), Number(0))
    says_ = zero(">", Negative(constant)) if bend.simple else zero(">=", constant)
    fact = next(
        (f for f in facts if f.relation.kind in (">", ">=") and f.relation.difference.key == says_.difference.key), None
    )
    if fact is None:
        raise NotExported("premise 1 does not give the sign of the limit at 0")
    goal_ = relation(">", Number(0), constant) if bend.simple else relation(">=", constant, Number(0))
    p.assertion(sc, goal_, fact, "HK")
    p.env = own
    sc.add(f"assert (EK : konst {bend.list} = {text.term(constant)}). {{ apply (@konst_one RR). "
           "cbn [filter snd Z.eqb map fst]; reflexivity. }")  # fmt: skip
    if not bend.simple:
        sc.add(f"apply (@rise_none RR {bend.list} HD HO). rewrite EK. exact HK.")
        return
    sc.add(f"assert (HZ : forall x0 : RR * Z, List.In x0 {bend.list} -> (0 <= snd x0)%ZZ). {{ cbn [List.In]; intros x0 hx0; "
           f"repeat (destruct hx0 as [hx0 | hx0]; [subst x0; cbn [snd]; {LIA} |]); destruct hx0. }}")  # fmt: skip
    sc.add(f"apply (@rise_one RR {bend.list} HD HO HG HZ). rewrite EK. exact HK.")


def _bending(p: Proof, sc: Script, bend: Bend, inner: Letters, ha: str, blow: Member | None) -> None:
    """B > 0: the function falls to the turning point and rises beyond it."""
    own, x, name = p.env, bend.x, bend.x.name
    hb = p.positive(sc, bend.b)
    p.env = inner
    right = _domain(p, sc, bend)
    a, b, power = text.term(bend.a), text.term(bend.b), text.whole(bend.p)
    sc.add(f"destruct (@bend_ex RR {a} {b} {power} {ha} {hb} ltac:({LIA})) as ({name}_ & h_{name}_pos & EZ0).")
    turn = relation("==", Product(bend.a, Power(x, bend.p)), bend.b)
    sc.add(f"assert (EZ : {text.atom(turn)}) by exact EZ0.")
    known = [*p.givens(), Fact(turn, "EZ")]
    facts = p.apply(sc, p.premises[1], lambda k, g: p.among(known, g))
    level = value(bend.parts, x)
    here = f"(lev {bend.list} {name}_)"
    fun = f"(fun {name}_ : RR => {text.term(bend.m)})"
    common = f"{bend.list} {a} {b} {power} {fun} {ha} ltac:({LIA}) HM HID"
    wanted = {(0, 1): zero("==", level), (0, 0): relation(">", level, Number(0))}.get(
        (bend.simple, bend.double), relation(">", Number(0), level))  # fmt: skip
    p.assertion(sc, wanted, p.among(facts, wanted), "HF0")
    if wanted.kind == "==":
        sc.add(f"assert (HF : {here} = zr 0). {{ cbn [lev fst snd]. zfit HF0. }}")
        _second(p, sc, bend, turn)
        sc.add(f"exact (@shape_double RR {common} {name}_ h_{name}_pos EZ HF (@gt0_neq RR _ HDD)).")
        return
    below = isinstance(wanted.left, Number)
    sc.add(f"assert (HF : {f'rlt {here} (zr 0)' if below else f'rlt (zr 0) {here}'}). {{ cbn [lev fst snd]. zfit HF0. }}")
    if not below:
        sc.add(f"exact (@shape_none RR {common} {name}_ h_{name}_pos EZ HF).")
        return
    p.env = own
    _member(sc, "HBL", "blows", bend, blow)
    if bend.where is None:
        sc.add(f"exact (@shape_two RR {common} HO HG HBL {name}_ h_{name}_pos EZ HF).")
        return
    side, domain = "right" if right else "left", text.term(bend.where)
    sc.add(f"exact (@shape_{side} RR {common} HO HG HBL {name}_ h_{name}_pos EZ (fun {name}_ : RR => {domain}) HW HF).")


def _domain(p: Proof, sc: Script, bend: Bend) -> bool:
    """What ``where`` says: A·s^p − B > 0, or < 0; whether it is the former."""
    if bend.where is None:
        return True
    right = normal(bend.where).key == normal(bend.bend).key
    product = Product(bend.a, Power(bend.x, bend.p))
    says = relation("==", bend.where, Sum(product, bend.b, True) if right else Sum(bend.b, product, True))
    name = bend.x.name
    b = sc.part()
    b.add(f"intros {name}_ h_{name}_pos.")
    p.equation(b, says, [])
    sc.add(f"assert (HW : forall {name}_ : RR, rpos {name}_ -> {text.atom(says)}). {{\n{b.text()} }}")
    return right


def _second(p: Proof, sc: Script, bend: Bend, turn: Relation) -> None:
    """The second derivative at the turning point is m·A·p·s^(p−2) > 0."""
    x, whole = bend.x, p.env.whole()
    second = bending(bend.parts, x)
    dm = normal(bend.m).derivative(x.name).term(whole)
    factor = Sum(Product(inverse(x), dm), Product(bend.m, Power(x, Whole.of(-2))), True)
    lead = Product(Product(bend.m, bend.a), Power(x, bend.p - 2))
    rest = normal(second) - normal(lead) * normal(Size(bend.p)) - normal(factor) * turn.difference
    parts: list[tuple[Term, Fact]] = [(Product(factor, Hole()), Fact(turn, "EZ"))]
    for n, y in p.env.table.items():
        if rest.zero or y.way != "value" or y.family or n not in rest.letters():
            continue
        by = dict(rest.along(n))
        if set(by) - {Whole(), Whole.of(1)}:
            raise NotExported("the second derivative at the turning point")
        linear = by.get(Whole.of(1), Normal(()))
        parts.append((Product(linear.term(whole), Hole()), p.defining(n, None)))
        rest = by.get(Whole(), Normal(())) + linear * normal(y.parts[0])
    if not rest.zero:
        raise NotExported("the second derivative at the turning point")
    goal = zero(">", second)
    positive = Fact(zero(">", Size(bend.p)), f"(@zr_gt0 RR {text.whole(bend.p)} ltac:({LIA}))")
    b = sc.part()
    p.comparison(b, goal, parts, [Weighted(lead, (0,))], [positive])
    sc.claim("HDD0", text.atom(goal), b)
    sc.add(f"assert (HDD : rlt (zr 0) (lev (dl (dl {bend.list})) {x.name}_)). {{ cbn [lev dl fst snd]. zfit HDD0. }}")


# ---------------------------------------------------------------------- stationary


def stationary(p: Proof, sc: Script) -> None:
    """critical(F, W) from, or to, a gradient that vanishes."""
    s, w, p.shift = p.statement, p.certificate.witness, 1
    text.called(w["layer"], w["direction"], w["step"], w["objective"], w["family"], *w["moved"].values())
    source = p.premises[0].statement
    merged = s.letters
    for n, x in source.letters.table.items():
        if n not in merged:
            merged = merged.extended(x)
    if isinstance(s.then[0], Critical):
        _to_critical(p, sc, source.letters, merged)
    else:
        for_all = next(k for k, a in enumerate(s.given) if isinstance(a, Critical) and (a.objective, a.family)
                       == (w["objective"], w["family"]))  # fmt: skip
        _from_critical(p, sc, source.letters, merged, for_all)


def _expansion(p: Proof) -> tuple[Relation, Term]:
    """(F₁ == …, the coefficient of t²)."""
    w = p.certificate.witness
    equation = p.premises[0].statement.then[0]
    assert isinstance(equation, Relation)
    if equation.left != Letter(w["moved"][w["objective"]]):
        raise NotExported("the variation must be solved for the moved objective")
    parts = dict(normal(equation.right).along(w["step"]))
    if any(e.constant not in (0, 1, 2) for e in parts):
        raise NotExported("the variation has a degree of more than 2")
    return equation, parts.get(Whole.of(2), Normal(())).term(p.premises[0].statement.letters.whole())


def _quadratic(p: Proof, square: Term, gradient: Term | None) -> Term:
    """F + t·tr(HᵀX) + t²·R."""
    w = p.certificate.witness
    t, h = Letter(w["step"]), p.premises[0].statement.letters[w["direction"]].member(None)
    total: Term = Letter(w["objective"])
    if gradient is not None:
        total = Sum(total, Product(t, Trace(Product(Transpose(h), gradient))))
    return Sum(total, Product(Power(t, Whole.of(2)), square))


def _moved(p: Proof) -> list[str]:
    """The letters that move, but for the objective, in order."""
    w = p.certificate.witness
    return [n for n in p.statement.letters.table if n in w["moved"] and n != w["objective"]]


def _roles(p: Proof, n: str) -> list[str]:
    family = p.certificate.witness["family"]
    return [h.role for h in text.declared(p.statement.letters[n], p.sizes)] + (["def0", "defo"] if n == family else [])


def _to_critical(p: Proof, sc: Script, inner: Letters, merged: Letters) -> None:
    s, w = p.statement, p.certificate.witness
    layer, h, t, moved = w["layer"], w["direction"], w["step"], w["moved"]
    equation, square = _expansion(p)
    sc.add(f"intros {layer}_ {h}_ crf_v h_{layer} h_{h}_shp hf. destruct h_{layer} as [h_{layer}_lo h_{layer}_hi].")
    sc.integers += [f"h_{layer}_lo", f"h_{layer}_hi"]
    p.env = merged
    zero_everywhere = p.fact(sc, w["fact"])
    gradient = inner.term(w["gradient"])
    sc.add(f"apply (@flat0_sq' RR crf_v {w['objective']}_ {text.term(square)}). intros {t}_.")
    pattern = []
    for x in _moved(p):
        n = moved[x]
        pattern.append(f"{n}_")
        pattern += [f"h_{n}_{r}" for r in _roles(p, x)]
    sc.add(f"destruct (hf {t}_) as ({' & '.join(pattern)} & e_f).")
    at_hand = {*s.letters.table, h, t, layer, *(moved[x] for x in _moved(p))}
    for n in inner.table:
        if n not in at_hand:
            construct(p, sc, n)
    facts = p.apply(sc, p.premises[0], _nothing)
    f1 = moved[w["objective"]]
    sc.add(f"transitivity {f1}_; [rewrite e_f; symmetry; zfit h_{f1}_def|].")
    sc.add(f"rewrite {facts[0].proof}.")
    goal = relation("==", equation.right, _quadratic(p, square, None))
    here = zero_everywhere.at(Whole.symbol(layer))
    direction = inner[h].member(None)
    hole: Term = as_matrix(Hole(here.relation.left.shape))
    sign = here.relation.difference.key == normal(gradient).key
    expression: Term = Product(Letter(t), Trace(Product(Transpose(direction), hole)))
    p.equation(sc, goal, [(expression if sign else Negative(expression), here)])


def _nothing(k: int, a: object) -> Fact:
    raise NotExported("the variation has hypotheses")


def _from_critical(p: Proof, sc: Script, inner: Letters, merged: Letters, which: int) -> None:
    s, w = p.statement, p.certificate.witness
    layer, h, t, moved = w["layer"], w["direction"], w["step"], w["moved"]
    equation, square = _expansion(p)
    gradient = inner.term(w["gradient"])
    rows, columns = inner[h].shape or (Whole(), Whole())
    done = []
    for k, (goal, place) in enumerate(zip(s.then, w["at"], strict=True)):
        at = s.letters.integer(place)
        assert isinstance(goal, Relation)
        b = sc.part()
        free = layer not in s.letters
        if free:
            b.add(f"assert (EL : exists {layer}_ : Z, {layer}_ = {text.whole(at)}) by (eexists; reflexivity). "
                  f"destruct EL as ({layer}_ & h_{layer}_is).")  # fmt: skip
            b.integers.append(f"h_{layer}_is")
        elif at != Whole.symbol(layer):
            raise NotExported(f"{layer} is a letter here, and not the place")
        p.env = merged
        value_ = text.term(as_matrix(gradient))
        known = p.shape(b, as_matrix(gradient), (rows, columns))
        b.add(f"assert (EX : exists {h}_ : MAT, {h}_ = {value_}) by (eexists; reflexivity). destruct EX as ({h}_ & e_{h}).")
        b.add(f"assert (h_{h}_shp : shp {text.whole(rows)} {text.whole(columns)} {h}_) by (rewrite e_{h}; exact {known}).")
        function = f"(fun {t}_ : RR => {text.term(equation.right)})"
        i = b.part()
        i.add(f"apply (g{which} {layer}_ {h}_ {function}); [{LIA} | exact h_{h}_shp |]. intros {t}_.")
        for n in inner.table:
            if n not in s.letters and n not in (h, t, layer):
                construct(p, i, n)
        facts = p.apply(i, p.premises[0], _nothing)
        for x in _moved(p):
            n = moved[x]
            i.add(f"exists {n}_. " + " ".join(f"split; [zfit h_{n}_{r}|]." for r in _roles(p, x)))
        f1 = moved[w["objective"]]
        i.add(f"transitivity {f1}_; [symmetry; exact {facts[0].proof} | zfit h_{f1}_def].")
        b.add(f"assert (FL : flat0 {function}). {{\n{i.text()} }}")
        line = relation("==", equation.right, _quadratic(p, square, as_matrix(gradient)))
        i = b.part()
        i.add(f"intros {t}_.")
        p.equation(i, line, [])
        b.add(f"assert (LIN : forall {t}_ : RR, {text.atom(line)}). {{\n{i.text()} }}")
        b.add(f"pose proof (@flat0_lin' RR {function} _ _ _ LIN FL) as HH. rewrite <- e_{h} in HH.")
        b.add(f"assert (GX : {value_} = (@m0 RR NN)). {{ rewrite <- e_{h}. exact (@trgram_eq0 RR NN {h}_ HH). }}")
        change = Change({layer: at})
        vanishes = zero("==", gradient).rebuilt(change)
        if free:
            b.add(f"subst {layer}_.")
        b.add(f"exact {p.assertion(b, goal, Fact(vanishes, 'GX'))}.")
        sc.claim(f"T{k}", text.atom(goal), b)
        done.append(f"T{k}")
        p.env = s.letters
    sc.add(f"exact {both(done)}.")
