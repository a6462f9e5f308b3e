"""How things are spelled in Coq: integers, expressions, atoms, declarations, statements.

A letter x is ``x_``, a bound variable ``x_b``, hypothesis k of the letter ``h_x_ROLE``, given number k ``g{k}``. What the
functions mean (``mmul``, ``shp``, ``flat0`` …) is defined in ``lib/Base.v`` and ``lib/Struct.v``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from theory.export.coq.atoms import Atom, Critical, Every, Relation, Roots, relation
from theory.export.coq.faults import NotExported
from theory.export.coq.integers import Symbol, Whole
from theory.export.coq.letters import INTEGERS, SCALARS, Declared, Letters
from theory.export.coq.normal import normal
from theory.export.coq.statements import Statement
from theory.export.coq.terms import (
    Identity,
    Letter,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Size,
    Sum,
    Term,
    Trace,
    Transpose,
    Zero,
)

NAME = re.compile(r"#?[A-Za-z_][A-Za-z0-9_]*'*")
"""Names of letters, of bound variables (with ``#``), of letters that move (with a prime)."""


@lru_cache(maxsize=4000)
def name(letter: str) -> str:
    """A letter, or a bound variable, in Coq."""
    if not NAME.fullmatch(letter):
        raise NotExported(f"no name of a letter: {letter[:60]!a}")
    return f"{letter[1:]}_b" if letter.startswith("#") else f"{letter}_"


def called(*letters: str) -> None:
    """Nothing, if all of these texts of a witness are names of letters; NotExported otherwise."""
    for letter in letters:
        name(letter)


def symbol(s: Symbol) -> str:
    """An integer symbol in Coq."""
    return name(s) if isinstance(s, str) else f"({name(s[0])} {whole(s[1])})"


def sorted_terms(value: Whole) -> list:
    """Positive terms first, the constant last: how sums are written."""
    return sorted(value.terms, key=lambda mc: (mc[1] < 0, mc[0] == (), repr(mc[0])))


def whole(value: Whole) -> str:
    """An integer expression in the scope Z.

    >>> whole(Whole.symbol("n") - 1)
    '(n_ - 1)'
    """
    out = ""
    for monomial, c in sorted_terms(value):
        body = " * ".join(map(symbol, monomial))
        body = body if abs(c) == 1 and body else f"{abs(c)} * {body}" if body else str(abs(c))
        out += f" + {body}" if out and c > 0 else f" - {body}" if out else body if c > 0 else f"- ({body})"
    out = out or "0"
    return out if re.fullmatch(r"[\w']+", out) else f"({out})"


def letter(which: str, index: Whole | None) -> str:
    """A letter, or a member of a family, in Coq."""
    return name(which) if index is None else f"({name(which)} {whole(index)})"


def term(t: Term) -> str:
    """An expression."""
    m = "m" if t.matrix else "r"
    match t:
        case Number(value=n):
            return f"(zr {n})" if n >= 0 else f"(zr ({n}))"
        case Size(value=e):
            return f"(zr {whole(e)})"
        case Letter(name=n, index=i):
            return letter(n, i)
        case Identity(size=e):
            return f"(@Imx RR NN {whole(e)})"
        case Zero():
            return "(@m0 RR NN)"
        case Sum(left=a, right=b, minus=minus):
            return f"({m}{'sub' if minus else 'add'} {term(a)} {term(b)})"
        case Product(left=a, right=b):
            if (a.matrix and b.matrix) or not t.matrix:
                return f"({m}mul {term(a)} {term(b)})"
            return f"(msc {term(b)} {term(a)})" if a.matrix else f"(msc {term(a)} {term(b)})"
        case Negative(inside=a):
            return f"({m}opp {term(a)})"
        case Quotient(inside=a, by=n):
            return f"(msc (rdiv (zr 1) {n}) {term(a)})" if t.matrix else f"(rdiv {term(a)} {n})"
        case Power(base=a, exponent=e):
            return f"({'dpow' if t.matrix else 'zpow'} {term(a)} {whole(e)})"
        case Transpose(inside=a):
            return f"(mT {term(a)})"
        case Trace(inside=a):
            return f"(mtr {term(a)})"
    raise NotExported(f"no text for {t}")


def atom(a: Atom) -> str:
    """A proposition."""
    match a:
        case Relation(kind="==", left=x, right=y):
            return f"({term(x)} = {term(y)})"
        case Relation(kind=kind, left=x, right=y):
            return f"({'rlt' if kind == '>' else 'rle'} {term(y)} {term(x)})"
        case Every(variable=v, low=low, high=high, inside=inside):
            return f"(forall {name(v)} : Z, {whole(low)} <= {name(v)} <= {whole(high)} -> {atom(inside)})"
        case Critical():
            return critical(a)
        case Roots(function=f, simple=i, double=j, where=w):
            domain = f"(fun s_b : RR => rlt (zr 0) {term(w)})" if w else "(fun _ : RR => True)"
            return f"(rootsP {laurent(f)} {domain} {i}%nat {j}%nat)"
    raise NotExported(f"no text for {a}")


def laurent_terms(function: Term, along: str = "#s") -> list[tuple[Term, Whole]]:
    """A function of the scalar ``along`` as a list of coefficients and exponents."""
    integers = frozenset(_whole_names(function))
    parts = sorted(normal(function).along(along), key=lambda x: repr(x[0]))
    return [(q.term(integers), e) for e, q in parts]


def _whole_names(t: Term) -> set[str]:
    found = t.value.names() if isinstance(t, Size) else set()
    return found.union(*map(_whole_names, t.parts()))


def laurent(function: Term, along: str = "#s") -> str:
    """A function of one scalar as a list in Coq."""
    return "[:: " + "; ".join(f"({term(c)}, {whole(e)})" for c, e in laurent_terms(function, along)) + "]"


def critical(a: Critical) -> str:
    """For every layer and direction: the objective along the line has the derivative 0 at 0."""
    family, f = a.moved[0], a.moved[-1]
    assert family.shape and family.high is not None
    low, high, w = whole(family.low), whole(family.high), name(a.family)
    rows, columns = (whole(e.at({family.variable: Whole.symbol("#crl")})) for e in family.shape)
    body = f"(crf_b crt_b = {term(f.parts[0])})"
    for x in reversed(a.moved[:-1]):
        hypotheses = [h.text for h in declared(x, set())]
        if x is family:
            hypotheses += [
                f"({name(x.name)} crl_b = (madd ({w} crl_b) (msc crt_b crH_b)))",
                f"(forall n_b : Z, {low} <= n_b <= {high} -> n_b <> crl_b -> ({name(x.name)} n_b) = {w} n_b)",
            ]
        body = f"(exists {name(x.name)} : {sort(x)}, " + "".join(h + " /\\ " for h in hypotheses) + body + ")"
    return (
        f"(forall (crl_b : Z) (crH_b : MAT) (crf_b : RR -> RR), {low} <= crl_b <= {high} -> shp {rows} {columns} crH_b "
        f"-> (forall crt_b : RR, {body}) -> flat0 crf_b)"
    )


def sort(x: Declared) -> str:
    """The Coq type of a letter."""
    plain = "Z" if x.kind in INTEGERS else "RR" if x.kind in SCALARS else "MAT"
    return f"Z -> {plain}" if x.family else plain


@dataclass(frozen=True)
class Hypothesis:
    """What a declaration says: its role, the proposition, and the atom if it is one."""

    role: str
    text: str
    says: Atom | None = None


def declared(x: Declared, sizes: set[str]) -> list[Hypothesis]:
    """Everything that the declaration of a letter says; ``sizes`` are the integers that are rows or columns."""
    v = name(x.name)
    if x.integer:
        result = [Hypothesis("lo", f"({whole(x.low)} <= {v})")]
        if x.high is not None:
            result.append(Hypothesis("hi", f"({v} <= {whole(x.high)})"))
        if x.name in sizes or x.kind == "dimension":
            result.append(Hypothesis("sz", f"({v} <= Z.of_nat NN)"))
        return result
    within, here = "", v
    if x.family:
        assert x.high is not None
        within = f"forall {name(x.variable)} : Z, {whole(x.low)} <= {name(x.variable)} <= {whole(x.high)} -> "
        here = f"({v} {name(x.variable)})"
    result = []
    if x.kind == "dimension":
        result.append(Hypothesis("dim", f"({within}1 <= {here} <= Z.of_nat NN)"))
    if x.kind == "positive":
        result.append(Hypothesis("pos", f"({within}rpos {here})"))
    if x.shape:
        rows, columns = map(whole, x.shape)
        result.append(Hypothesis("shp", f"({within}shp {rows} {columns} {here})"))
        if x.kind == "diagonal":
            result.append(Hypothesis("dia", f"({within}pdia {rows} {here})" if x.positive else f"({within}dia {here})"))
    return result + definition(x)


def definition(x: Declared) -> list[Hypothesis]:
    """The defining equations of a letter."""

    def one(role: str, a: Atom) -> Hypothesis:
        return Hypothesis(role, atom(a), a)

    def ranged(low: Whole, high: Whole, index: Whole, value: Term) -> Atom:
        return Every(x.variable, low, high, relation("==", x.member(index), value))

    if x.way == "value" and not x.family:
        return [one("def", relation("==", x.member(None), x.parts[0]))]
    if x.way == "root":
        return [one("def", relation("==", Power(x.member(None), x.places[0]), x.parts[0]))]
    if x.way == "entry":
        return [Hypothesis("def", f"({name(x.name)} = ment {name(x.other)} {whole(x.places[0])})")]
    if not x.way:
        return []
    assert x.high is not None
    if x.way == "value":
        return [one("def", ranged(x.low, x.high, x.bound, x.parts[0]))]
    if x.way in ("first", "last"):
        start, to = (x.low, x.bound + 1) if x.way == "first" else (x.high, x.bound)
        return [one("def0", relation("==", x.member(start), x.parts[0])),
                one("def1", ranged(x.low, x.high - 1, to, x.parts[1]))]  # fmt: skip
    result = [one(f"def{k}", relation("==", x.member(p), value))
              for k, (p, value) in enumerate(zip(x.places, x.parts, strict=True))]  # fmt: skip
    b = name(x.variable)
    apart = "".join(f"{b} <> {whole(p)} -> " for p in x.places)
    return [*result, Hypothesis("defo", f"(forall {b} : Z, {whole(x.low)} <= {b} <= {whole(x.high)} -> {apart}"
                                        f"({name(x.name)} {b}) = {name(x.other)} {b})")]  # fmt: skip


def statement(s: Statement) -> str:
    """The statement of a certificate as a proposition."""
    sizes, out = s.inner.sizes(), []
    for x in s.letters.table.values():
        out.append(f"forall {name(x.name)} : {sort(x)}, ")
        out += [f"{h.text} -> " for h in declared(x, sizes)]
        out.append("\n  ")
    out += [f"{atom(g)} ->\n  " for g in s.given]
    return "".join(out) + conclusion(s, sizes)


def conclusion(s: Statement, sizes: set[str]) -> str:
    """What is concluded, with the letters that exist."""
    body = " /\\ ".join(map(atom, s.then))
    for fresh in reversed(s.fresh):
        x = s.inner[fresh]
        body = f"exists {name(fresh)} : {sort(x)}, " + "".join(f"{h.text} /\\ " for h in declared(x, sizes)) + f"({body})"
    return body


def introductions(s: Statement) -> list[str]:
    """The names of everything before the conclusion."""
    sizes, out = s.inner.sizes(), []
    for x in s.letters.table.values():
        out.append(name(x.name))
        out += [f"h_{x.name}_{h.role}" for h in declared(x, sizes)]
    return out + [f"g{k}" for k in range(len(s.given))]


def integer_hypotheses(letters: Letters, sizes: set[str]) -> list[str]:
    """Names of the hypotheses about integers, which `lia` may use."""
    return [f"h_{x.name}_{h.role}" for x in letters.table.values() for h in declared(x, sizes) if h.role in ("lo", "hi", "sz")]
