"""Proofs of the algebraic rules: objective, expand, definite, order, bernstein, power, entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

from theory.export.coq import text
from theory.export.coq.atoms import Relation, relation, zero
from theory.export.coq.faults import NotExported
from theory.export.coq.normal import Normal, normal
from theory.export.coq.proof import Fact, Proof, Weighted, same
from theory.export.coq.script import LIA, Script, both
from theory.export.coq.terms import (
    Hole,
    Identity,
    Letter,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Size,
    Term,
    Trace,
    as_matrix,
    raised,
    times,
    traced,
    transposed,
)

Body = Callable[[Script, Relation, Any], None]


def each(p: Proof, sc: Script, body: Body) -> None:
    """One assertion a conclusion, then all of them."""
    done = []
    for k, (goal, witness) in enumerate(zip(p.statement.then, p.certificate.witness, strict=True)):
        if not isinstance(goal, Relation):
            raise NotExported(f"this rule proves no {goal.kind}")
        inside = sc.part()
        body(inside, goal, witness)
        sc.claim(f"T{k}", text.atom(goal), inside)
        done.append(f"T{k}")
    sc.add(f"exact {both(done)}.")


def objective(p: Proof, sc: Script) -> None:
    """The conclusion is the definition of the letter that it names."""
    done = []
    for k, (goal, said) in enumerate(zip(p.statement.then, p.statement.json["then"], strict=True)):
        done.append(p.assertion(sc, goal, p.defining(said.split("==")[0].strip(), None), f"T{k}"))
    sc.add(f"exact {both(done)}.")


def holes(p: Proof, sc: Script, parts: list) -> list[tuple[Term, Fact]]:
    """Expressions with the facts that stand in their holes."""
    result = []
    for expression, ref in parts:
        fact = p.fact(sc, ref)
        result.append((p.env.term(expression, hole=fact.relation.left.shape), fact))
    return result


def expand(p: Proof, sc: Script) -> None:
    """The difference is a sum of expressions that vanish with their facts."""
    each(p, sc, lambda s, goal, witness: p.equation(s, goal, holes(p, s, witness)))


def order(p: Proof, sc: Script) -> None:
    """The difference is a sum of weighted products of facts, squares and Gram traces."""

    def body(s: Script, goal: Relation, witness: dict) -> None:
        vanishing = holes(p, s, witness.get("equal", []))
        facts: list[Fact] = []
        terms = []
        for t in witness.get("terms", []):
            numbers = []
            for ref in t.get("facts", []):
                facts.append(p.fact(s, ref))
                numbers.append(len(facts) - 1)
            gram = [p.env.term(t["gram"])] if "gram" in t else []
            square = [p.env.term(t["square"])] if "square" in t else []
            if gram and not gram[0].matrix:
                square, gram = [*square, *gram], []
            if gram and isinstance(gram[0], Identity):  # tr I(n) = n, an integer that is >= 0
                size = gram[0].size
                facts.append(Fact(zero(">=", Size(size)), f"(@zr_ge0 RR {text.whole(size)} ltac:({LIA}))"))
                numbers.append(len(facts) - 1)
                gram = []
            terms.append(Weighted(p.env.term(t.get("weight", "1")), tuple(numbers), tuple(square), tuple(gram)))
        p.comparison(s, goal, vanishing, terms, facts)

    each(p, sc, body)


def gram(q: Term) -> Term:
    """qᵀq."""
    return times(transposed(q), q)


def definite(p: Proof, sc: Script) -> None:
    """The weighted trace of one Gram matrix is minus that of the others, so <= 0."""

    def body(s: Script, goal: Relation, witness: dict) -> None:
        fact = p.fact(s, witness["fact"])
        terms = [(p.env.term(w), p.env.term(q)) for w, q in witness["terms"]]
        weight, q = terms[witness["matrix"]]
        total = Normal(())
        for w, x in terms:
            total = total + normal(w) * normal(gram(x)).trace()
        rest = [Weighted(w, (), *(((x,), ()) if not x.matrix else ((), (x,))))
                for k, (w, x) in enumerate(terms) if k != witness["matrix"]]  # fmt: skip
        bound = relation(">=", Number(0), Product(weight, traced(gram(as_matrix(q)) if not q.matrix else gram(q))))
        vanishing: list[tuple[Term, Fact]] = []
        facts: list[Fact] = []
        r = fact.relation
        if r.kind == ">=":
            facts, rest = [fact], [Weighted(Number(1), (0,)), *rest]
        else:
            hole: Term = Hole(r.left.shape)
            if r.matrix:  # QᵀQ = 0
                hole = Product(weight, Trace(hole))
                positive = r.difference.key == normal(gram(q)).key
            else:
                positive = r.difference.key == total.key
            vanishing = [(Negative(hole) if positive else hole, fact)]
        inside = s.part()
        p.comparison(inside, bound, vanishing, rest, facts)
        s.claim("HB", text.atom(bound), inside)
        positive_weight = p.positive(s, weight)
        vanishes = relation("==", as_matrix(q), Number(0))
        s.add(f"assert (HQ : {text.atom(vanishes)}) by exact (@gram_zero RR NN _ _ {positive_weight} HB).")
        p.derive(s, goal, Fact(vanishes, "HQ"))

    each(p, sc, body)


def power(p: Proof, sc: Script) -> None:
    """x ∘ y from powers, or the reverse."""

    def body(s: Script, goal: Relation, witness: dict) -> None:
        x, y, n = p.env.term(witness["x"]), p.env.term(witness["y"]), p.env.integer(witness["n"])
        fact, kind = p.fact(s, witness["fact"]), goal.kind
        roots = relation(kind, x, y)
        powers = relation(kind, raised(x, n, p.env.positive), raised(y, n, p.env.positive))
        down = (fact.relation.difference.key, goal.difference.key) == (powers.difference.key, roots.difference.key)
        source, target = (powers, roots) if down else (roots, powers)
        kx, ky = p.positive(s, x), p.positive(s, y)
        p.assertion(s, source, fact, "HP")
        a, b, e = text.term(x), text.term(y), text.whole(n)
        if kind == "==":
            tactic = f"exact (@pow_inj RR {a} {b} {e} ltac:({LIA}) {kx} {ky} HP)." if down else "rewrite HP; reflexivity."
        else:
            rule = "pow_lt" if kind == ">" else "pow_le"
            tactic = f"apply (@{rule} RR {b} {a} {e} ltac:({LIA}) {ky} {kx}). exact HP."
        s.add(f"assert (HQ : {text.atom(target)}). {{ {tactic} }}")
        p.derive(s, goal, Fact(target, "HQ"))

    each(p, sc, body)


def entry(p: Proof, sc: Script) -> None:
    """The diagonal entry of both sides of the fact, worked out from the outside in."""

    def body(s: Script, goal: Relation, witness: dict) -> None:
        fact = p.fact(s, witness["fact"])
        letters = [p.env[name] for name in witness["entries"]]
        place = letters[0].places[0]
        i, entries = text.whole(place), {x.other: x for x in letters}
        s.add(f"pose proof (f_equal (fun A : MAT => ment A {i}) {p.canonical(s, fact)}) as HE. cbv beta in HE.")
        for d, x in entries.items():
            if x.kind == "positive":
                s.add(f"assert (HP{x.name} : rpos (ment {d}_ {i})) by (rewrite <- h_{x.name}_def; exact h_{x.name}_pos).")
        powers = " ".join(f"| rewrite (fun z => @mentP RR NN {d}_ z {i} HP{x.name}) in HE"
                          for d, x in entries.items() if x.kind == "positive")  # fmt: skip
        s.add("repeat first [ rewrite mentD in HE | rewrite mentB in HE | rewrite mentZ in HE | rewrite mentN in HE "
              f"| rewrite ment0 in HE | (rewrite mentI in HE; [ | {LIA} .. ]) {powers} "
              "| (rewrite mentM in HE; [ | dia_side ]) ].")  # fmt: skip
        for x in letters:
            s.add(f"try rewrite <- h_{x.name}_def in HE.")
        r = fact.relation
        said = relation("==", _entry(r.left, entries), _entry(r.right, entries))
        p.equation(s, goal, [(same(goal, said), Fact(said, "HE"))])

    each(p, sc, body)


def _entry(t: Term, entries: dict) -> Term:
    """The entry of a word of diagonal letters, as the rewriting above leaves it."""
    match t:
        case Letter(name=n) if n in entries:
            return Letter(entries[n].name)
        case Power(base=Letter(name=n), exponent=e) if n in entries:
            return Power(Letter(entries[n].name), e)
        case Identity():
            return Number(1)
        case Product(left=a, right=b):
            return Product(_entry(a, entries) if a.matrix else a, _entry(b, entries) if b.matrix else b)
    if not t.parts():
        return Number(0)
    match t:
        case Negative(inside=a):
            return Negative(_entry(a, entries))
        case Quotient(inside=a, by=by):
            return Product(Quotient(Number(1), by), _entry(a, entries))
    if hasattr(t, "minus"):
        return type(t)(_entry(t.left, entries), _entry(t.right, entries), t.minus)  # type: ignore[attr-defined,call-arg]
    raise NotExported("an entry of something else than a word of diagonal letters")


Box = tuple[tuple[Fraction, Fraction], ...]


def number(q: Fraction) -> Term:
    """A rational number as an expression."""
    top: Term = Number(q.numerator)
    return top if q.denominator == 1 else Quotient(top, q.denominator)


def bernstein(p: Proof, sc: Script) -> None:
    """On every leaf of the bisection the polynomial is a sum of non-negative multiples of products of the bounds."""

    def body(s: Script, goal: Relation, witness: dict) -> None:
        names = list(witness["bounds"])
        facts = [[p.fact(s, ref) for ref in witness["bounds"][n]] for n in names]
        box = tuple(_ends(n, pair) for n, pair in zip(names, facts, strict=True))
        _cover(p, s, goal, names, box, facts, witness["tree"])

    each(p, sc, body)


def _ends(name: str, facts: list[Fact]) -> tuple[Fraction, Fraction]:
    """low <= x <= high from x − low >= 0 and high − x >= 0."""
    x = normal(Letter(name))
    low, high = (facts[0].relation.difference - x).constant(), (facts[1].relation.difference + x).constant()
    if low is None or high is None:
        raise NotExported(f"the facts do not bound {name}")
    return -low, high


def _cover(p: Proof, s: Script, goal: Relation, names: list[str], box: Box, facts: list[list[Fact]], tree: Any) -> None:
    if tree == "leaf":
        return _leaf(p, s, goal, names, box, facts)
    i, at = names.index(tree["cut"]), Fraction(tree["at"])
    x, cut = Letter(names[i]), number(at)
    h = s.fresh("HB")
    s.add(f"destruct (@le_or_lt RR {text.term(x)} {text.term(cut)}) as [{h} | {h}].")
    sides = (("low", relation(">=", cut, x), (box[i][0], at), 1), ("high", relation(">", x, cut), (at, box[i][1]), 0))
    for side, known, ends, place in sides:
        inside = s.part()
        pairs = [list(pair) for pair in facts]
        pairs[i][place] = Fact(known, h)
        _cover(p, inside, goal, names, (*box[:i], ends, *box[i + 1 :]), pairs, tree[side])
        s.block(inside)
    return None


def _leaf(p: Proof, s: Script, goal: Relation, names: list[str], box: Box, facts: list[list[Fact]]) -> None:
    table = polynomial(goal.difference, names)
    degrees = [max((m[k] for m in table), default=0) for k in range(len(names))]
    values = coefficients(table, degrees, box)
    least = min(values.values(), default=Fraction(0)) if goal.kind == ">" else Fraction(0)
    terms = [Weighted(number(least))] if least else []
    for place, value in values.items():
        weight, used = value - least, []
        for k, (a, d) in enumerate(zip(place, degrees, strict=True)):
            weight = weight * comb(d, a) / (box[k][1] - box[k][0]) ** d
            used += [2 * k] * a + [2 * k + 1] * (d - a)
        if weight:
            terms.append(Weighted(number(weight), tuple(used)))
    p.comparison(s, goal, [], terms, [f for pair in facts for f in pair])


def polynomial(value: Normal, names: list[str]) -> dict[tuple[int, ...], Fraction]:
    """Exponents to coefficient, for a polynomial in these letters only."""
    table = {}
    for (powers, traces, word), c in value.terms:
        exponents = [0] * len(names)
        for (name, index), e in powers:
            if name not in names or index is not None or e.constant is None or e.constant < 0 or traces or word:
                raise NotExported("not a polynomial in the bounded letters")
            exponents[names.index(name)] = e.constant
        table[tuple(exponents)] = c
    return table


def coefficients(table: dict[tuple[int, ...], Fraction], degrees: list[int], box: Box) -> dict[tuple[int, ...], Fraction]:
    """The Bernstein coefficients on a box, by their place.

    >>> square = {(2,): Fraction(1)}
    >>> coefficients(square, [2], ((Fraction(-1), Fraction(1)),))
    {(0,): Fraction(1, 1), (1,): Fraction(-1, 1), (2,): Fraction(1, 1)}
    """
    for k, (d, ends) in enumerate(zip(degrees, box, strict=True)):  # one letter after the other
        moved: dict[tuple[int, ...], Fraction] = defaultdict(Fraction)
        weights = {m: [_blossom(m, a, d, *ends) for a in range(d + 1)] for m in {place[k] for place in table}}
        for place, c in table.items():
            for a, weight in enumerate(weights[place[k]]):
                if weight:
                    moved[*place[:k], a, *place[k + 1 :]] += c * weight
        table = moved
    return {place: table.get(place, Fraction(0)) for place in product(*[range(d + 1) for d in degrees])}


def _blossom(power: int, a: int, d: int, low: Fraction, high: Fraction) -> Fraction:
    """The polar form of x^power, of degree d, at a times high and d − a times low: the coefficient at place a."""
    total = sum(
        (Fraction(comb(a, j) * comb(d - a, power - j)) * high**j * low ** (power - j) for j in range(power + 1)), Fraction(0)
    )
    return total / comb(d, power)
