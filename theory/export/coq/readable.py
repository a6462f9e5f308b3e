"""The final theorem of a goal, for a reader: infix, with the letters of the paper. ``lib/Readable.v`` has the notations."""

from __future__ import annotations

import textwrap

from theory.export.coq.atoms import Atom, Critical, Every, Relation, Roots
from theory.export.coq.faults import NotExported
from theory.export.coq.integers import Symbol, Whole
from theory.export.coq.letters import INTEGERS, SCALARS, Declared
from theory.export.coq.statements import Certificate, Statement
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
from theory.export.coq.text import laurent_terms, sorted_terms

TAKEN = {"as", "at", "by", "cofix", "else", "end", "exists", "fix", "for", "forall", "fun", "if", "in", "is", "let", "match",
         "num", "Id", "Z", "return", "then", "using", "with", "where", "shp", "dia", "pdia", "ment"}  # fmt: skip


def name(letter: str) -> str:
    """A letter as it is written there."""
    letter = letter.removeprefix("#")
    return f"{letter}_" if letter in TAKEN else letter


def symbol(s: Symbol) -> str:
    """An integer symbol as it is written there."""
    return name(s) if isinstance(s, str) else f"{name(s[0])} {integer(s[1], True)}"


def integer(value: Whole, argument: bool = False) -> str:
    """An integer expression; as an argument with its scope.

    >>> integer(Whole.symbol("n") - 1), integer(Whole.symbol("n") - 1, True)
    ('n - 1', '(n - 1)%ZZ')
    """
    out = ""
    for monomial, c in sorted_terms(value):
        body = " * ".join(symbol(s) if isinstance(s, str) or len(monomial) == 1 else f"({symbol(s)})" for s in monomial)
        body = str(abs(c)) if not body else body if abs(c) == 1 else f"{abs(c)} * {body}"
        out += f" + {body}" if out and c > 0 else f" - {body}" if out else body if c > 0 else f"- {body}"
    out = out or "0"
    plain = out.isalnum() or out.replace("_", "a").isalnum()
    return out if plain or not argument else f"({out})%ZZ"


def member(letter: str, index: Whole | None) -> str:
    """A letter or a member of a family."""
    return name(letter) if index is None else f"{name(letter)} {integer(index, True)}"


def term(t: Term, level: int = 9) -> str:
    """An expression; in parentheses if it binds weaker than ``level`` (5 sums, 4 products, 2 powers, 1 arguments)."""
    text, own = _term(t)
    return text if own <= level else f"({text})"


def _term(t: Term) -> tuple[str, int]:
    m = "m" if t.matrix else ""
    match t:
        case Number(value=n):
            return (f"num {n}" if n >= 0 else f"num ({n})"), 1
        case Size(value=e):
            return f"num {integer(e, True)}", 1
        case Letter(name=n, index=i):
            return member(n, i), 0 if i is None else 1
        case Identity(size=e):
            return f"Id {integer(e, True)}", 1
        case Zero():
            return "m0", 0
        case Sum(left=a, right=b, minus=minus):
            return f"{term(a, 5)} {'-' if minus else '+'}{m} {term(b, 4)}", 5
        case Product(left=a, right=b):
            if (a.matrix and b.matrix) or not t.matrix:
                return f"{term(a, 4)} *{m} {term(b, 3)}", 4
            a, b = (b, a) if a.matrix else (a, b)
            return f"{term(a, 3)} *: {term(b, 3)}", 5
        case Negative(inside=a):
            return f"-{m} {term(a, 2)}", 3
        case Quotient(inside=a, by=n):
            return (f"(num 1 / {n}) *: {term(a, 3)}", 5) if t.matrix else (f"{term(a, 4)} / {n}", 4)
        case Power(base=a, exponent=e):
            return f"{term(a, 1)} ^{'D' if t.matrix else ''} {integer(e, True)}", 2
        case Transpose(inside=a):
            return f"{term(a, 0)}^T", 0
        case Trace(inside=a):
            return f"\\tr {term(a, 0)}", 3
    raise NotExported(f"no text for {t}")


def between(variable: str, low: Whole, high: Whole) -> str:
    """low <= variable <= high."""
    return f"({integer(low)} <= {name(variable)} <= {integer(high)})%ZZ"


def atom(a: Atom) -> str:
    """An atom as a proposition."""
    match a:
        case Relation(kind="==", left=x, right=y):
            return f"{term(x)} = {term(y)}"
        case Relation(kind=kind, left=x, right=y):
            return f"{term(y)} {'<' if kind == '>' else '<='} {term(x)}"
        case Every(variable=v, low=low, high=high, inside=inside):
            return f"(forall {name(v)} : Z, {between(v, low, high)} -> {atom(inside)})"
        case Critical():
            return _critical(a)
        case Roots(function=f, simple=i, double=j, where=w):
            domain = f"fun s : RR => num 0 < {term(w)}" if w else "fun _ : RR => True"
            parts = "; ".join(f"({term(c)}, {integer(e, True)})" for c, e in laurent_terms(f))
            return f"rootsP [:: {parts}] ({domain}) {i} {j}"
    raise NotExported(f"no text for {a}")


def _critical(a: Critical) -> str:
    family, f = a.moved[0], a.moved[-1]
    assert family.shape and family.high is not None
    rows, columns = (integer(e.at({family.variable: Whole.symbol("l'")}), True) for e in family.shape)
    body = f"phi t' = {term(f.parts[0])}"
    others = between("n'", family.low, family.high)
    for x in reversed(a.moved[:-1]):
        hypotheses = declared(x, set())
        if x is family:
            hypotheses += [f"{x.name} l' = {name(a.family)} l' +m t' *: H'",
                           f"(forall n' : Z, {others} -> n' <> l' -> "
                           f"{x.name} n' = {name(a.family)} n')"]  # fmt: skip
        body = f"(exists {x.name} : {sort(x)}, " + " /\\ ".join([*hypotheses, body]) + ")"
    ends = between("l'", family.low, family.high)
    return (
        f"(forall (l' : Z) (H' : MAT) (phi : RR -> RR), {ends} -> shp {rows} {columns} H' -> "
        f"(forall t' : RR, {body}) -> flat0 phi)"
    )


def sort(x: Declared) -> str:
    """The Coq type of a letter."""
    plain = "Z" if x.kind in INTEGERS else "RR" if x.kind in SCALARS else "MAT"
    return f"Z -> {plain}" if x.family else plain


def declared(x: Declared, sizes: set[str]) -> list[str]:
    """What a declaration says, in the order of ``text.declared``."""
    v = name(x.name)
    if x.integer:
        high = [f"({v} <= {integer(x.high)})%ZZ"] if x.high is not None else []
        size = [f"({v} <= Z.of_nat NN)%ZZ"] if x.name in sizes or x.kind == "dimension" else []
        return [f"({integer(x.low)} <= {v})%ZZ", *high, *size]
    within, here = "", v
    if x.family and x.high is not None:
        within = f"forall {name(x.variable)} : Z, {between(x.variable, x.low, x.high)} -> "
        here = f"({v} {name(x.variable)})"
    says = []
    if x.kind == "dimension":
        says.append(f"(1 <= {here} <= Z.of_nat NN)%ZZ")
    if x.kind == "positive":
        says.append(f"num 0 < {here}")
    if x.shape:
        rows, columns = (integer(e, True) if e.constant is not None or isinstance(e.alone, str) else f"({integer(e)})%ZZ"
                         for e in x.shape)  # fmt: skip
        says.append(f"shp {rows} {columns} {here}")
        if x.kind == "diagonal":
            says.append(f"pdia {rows} {here}" if x.positive else f"dia {here}")
    return [f"({within}{s})" if within else s for s in says] + _definition(x, within, here)


def _definition(x: Declared, within: str, here: str) -> list[str]:
    def wrapped(says: str) -> str:
        return f"({within}{says})" if within else says

    if x.way == "value":
        return [wrapped(f"{here.strip('()') if not within else here} = {term(x.parts[0])}")]
    if x.way == "root":
        return [f"{here} ^ {integer(x.places[0], True)} = {term(x.parts[0])}"]
    if x.way == "entry":
        return [f"{here} = ment {name(x.other)} {integer(x.places[0], True)}"]
    if not x.way or x.high is None:
        return []
    if x.way in ("first", "last"):
        start, to = (x.low, x.bound + 1) if x.way == "first" else (x.high, x.bound)
        step = f"{member(x.name, to)} = {term(x.parts[1])}"
        return [
            f"{member(x.name, start)} = {term(x.parts[0])}",
            f"(forall {name(x.variable)} : Z, {between(x.variable, x.low, x.high - 1)} -> {step})",
        ]
    places = [f"{member(x.name, p)} = {term(v)}" for p, v in zip(x.places, x.parts, strict=True)]
    apart = "".join(f"({name(x.variable)} <> {integer(p)})%ZZ -> " for p in x.places)
    return [*places, f"({within}{apart}{here} = {member(x.other, x.bound)})"]


def statement(s: Statement) -> str:
    """The proposition, one letter or hypothesis a line."""
    sizes, lines = s.inner.sizes(), []
    for x in s.letters.table.values():
        lines.append(f"forall {name(x.name)} : {sort(x)}, " + "".join(f"{h} -> " for h in declared(x, sizes)))
    lines += [f"{atom(g)} ->" for g in s.given]
    body = " /\\\n  ".join(f"({atom(a)})" if len(s.then) > 1 else atom(a) for a in s.then)
    for fresh in reversed(s.fresh):
        x = s.inner[fresh]
        body = f"exists {name(fresh)} : {sort(x)}, " + "".join(f"{h} /\\ " for h in declared(x, sizes)) + f"({body})"
    return "\n  ".join([*lines, body])


def comment(text: str) -> str:
    """A text as a comment of at most 120 characters a line."""
    safe = " ".join(text.replace("(*", "( *").replace("*)", "* )").replace('"', "'").split())
    return "(* " + "\n   ".join(textwrap.wrap(safe, 118)) + " *)"


HEAD = """From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base Norm Sound Rules Struct Mono Shape Readable.
{requires}Delimit Scope Z_scope with ZZ.
Open Scope Z_scope.
Open Scope paper_scope.
Section Claim.
Variables (RR : rcfType) (NN0 : nat).
Notation NN := (S NN0).
Notation MAT := 'M[RR]_NN.
Notation num := (@zr RR).
Notation Id := (@Imx RR NN).
"""


def stem(claim: str) -> str:
    """How a claim is called in Coq, where no name begins with a digit.

    >>> stem("dmf-gain"), stem("2-layers")
    ('dmf_gain', 'claim_2_layers')
    """
    name = claim.replace("-", "_")
    return f"claim_{name}" if name[:1].isdigit() else name


def final(claim: str, sentence: str, goals: list[Certificate], refer: dict[str, str], requires: list[str]) -> str:
    """The file of one claim: what was pinned as its sentence, and a theorem for every goal."""
    parts = [comment(f"{claim}: {sentence}" if sentence else claim), HEAD.format(requires="".join(requires))]
    name = stem(claim)
    for k, goal in enumerate(goals, 1):
        parts.append(f"Theorem {name}_{k} :\n  {statement(goal.statement)}.\nProof. exact ({refer[goal.id]}). Qed.\n")
    parts.append("End Claim.\n")
    parts += [f"Print Assumptions {name}_{k}." for k in range(1, len(goals) + 1)]
    return "\n".join(parts) + "\n"
