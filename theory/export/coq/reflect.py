"""Expressions in the syntax of ``lib/Norm.v``, over the letters that one step speaks about."""

from __future__ import annotations

from typing import Protocol

from theory.export.coq import text
from theory.export.coq.faults import NotExported
from theory.export.coq.integers import Symbol, Whole
from theory.export.coq.letters import Letters
from theory.export.coq.script import Script, every, listed
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
    Sum,
    Term,
    Trace,
    Transpose,
    Zero,
)

Member = tuple[str, Whole | None]


class Scope(Protocol):
    """Where a step stands: the letters, and proofs of what is known of them."""

    env: Letters

    def about(self, sc: Script, name: str, role: str, index: Whole | None) -> str:
        """A proof of what is promised of a letter or member."""

    def size(self, sc: Script, value: Whole) -> str | None:
        """A proof that an integer is a size of the space, if something says so."""

    def sign(self, sc: Script, s: Symbol) -> tuple[int, str]:
        """A flag and a proof of the sign of an integer symbol."""


class Reflection:
    """Numbers the integers, scalars and matrices that occur, in the order in which they are met."""

    def __init__(self, proof: Scope):
        self.proof = proof
        self.symbols: list[Symbol] = []
        self.scalars: list[Member] = []
        self.matrices: list[Member] = []
        self.sizes: list[Whole] = []

    def symbol(self, s: Symbol) -> str:
        """The number of an integer symbol among those met."""
        if s not in self.symbols:
            self.symbols.append(s)
        return f"(ZV {self.symbols.index(s)})"

    def whole(self, value: Whole) -> str:
        """An integer expression in the syntax of the library."""
        out = ""
        for monomial, c in text.sorted_terms(value):
            factors = ([] if abs(c) == 1 and monomial else [f"(ZC {abs(c)})"]) + [self.symbol(s) for s in monomial]
            part = factors[0]
            for f in factors[1:]:
                part = f"(ZM {part} {f})"
            part = part if c > 0 else f"(ZO {part})"
            out = f"(ZA {out} {part})" if out else part
        return out or "(ZC 0)"

    def size(self, value: Whole) -> None:
        """A proof that an integer is a size of the space, if something says so."""
        if value not in self.sizes:
            self.sizes.append(value)
            self.whole(value)

    def matrix(self, name: str, index: Whole | None) -> int:
        """Whether it is about matrices."""
        if (name, index) not in self.matrices:
            self.matrices.append((name, index))
            for e in self.proof.env[name].member(index).shape or ():
                self.whole(e)
                self.size(e)
        return self.matrices.index((name, index))

    def scalar(self, name: str, index: Whole | None) -> int:
        """The number of a scalar among those met."""
        if (name, index) not in self.scalars:
            self.scalars.append((name, index))
        return self.scalars.index((name, index))

    def term(self, t: Term) -> str:
        """An expression in the syntax of the library."""
        m = "M" if t.matrix else "S"
        match t:
            case Number(value=n):
                return f"(SN {n})" if n >= 0 else f"(SN ({n}))"
            case Size(value=e):
                return f"(SZ {self.whole(e)})"
            case Letter(name=n, index=i, size=None):
                return f"(SV {self.scalar(n, i)})"
            case Letter(name=n, index=i):
                return f"(MV {self.matrix(n, i)})"
            case Hole():
                return f"{m}H"
            case Identity(size=e):
                self.size(e)
                return f"(MI {self.whole(e)})"
            case Zero(size=(r, c)):
                return f"(M0 {self.whole(r)} {self.whole(c)})"
            case Sum(left=a, right=b, minus=minus):
                return f"({m}{'S' if minus else 'A'} {self.term(a)} {self.term(b)})"
            case Product(left=a, right=b):
                if (a.matrix and b.matrix) or not t.matrix:
                    return f"({m}M {self.term(a)} {self.term(b)})"
                return f"(MC {self.term(b)} {self.term(a)})" if a.matrix else f"(MC {self.term(a)} {self.term(b)})"
            case Negative(inside=a):
                return f"({m}O {self.term(a)})"
            case Quotient(inside=a, by=n):
                return f"(MC (SD (SN 1) {n}) {self.term(a)})" if t.matrix else f"(SD {self.term(a)} {n})"
            case Power(base=a, exponent=e) if not t.matrix:
                return f"(SP {self.term(a)} {self.whole(e)})"
            case Power(base=Letter(name=n, index=i), exponent=e):
                return f"(MD {self.matrix(n, i)} {self.whole(e)})"
            case Transpose(inside=a):
                return f"(MT {self.term(a)})"
            case Trace(inside=a):
                for e in (a.shape or ())[:1]:
                    self.size(e)
                return f"(ST {self.term(a)})"
        raise NotExported(f"no reflection of {text.term(t)[:80]}")

    def environment(self, proof: Scope, sc: Script) -> tuple[str, str, str]:
        """(the values, what is promised of them, a proof of the promises)."""
        shapes, marks, about = [], [], []
        for name, index in self.matrices:
            x = proof.env[name]
            rows, columns = x.member(index).shape or (Whole(), Whole())
            shapes.append(f"({self.whole(rows)}, {self.whole(columns)})")
            mark = 0 if x.kind != "diagonal" else 2 if x.positive else 1
            marks.append(mark)
            dia = proof.about(sc, name, "dia", index) if mark else "I"
            about.append(f"(conj {proof.about(sc, name, 'shp', index)} {dia})")
        dimensions, bounds = [], []
        for value in self.sizes:
            known = proof.size(sc, value)
            if known:
                dimensions.append(self.whole(value))
                bounds += [f"(proj1 {known})", f"(proj2 {known})"]
        signs = [proof.sign(sc, s) for s in self.symbols]
        values = []
        for name, index in self.scalars:
            positive = proof.env[name].kind == "positive"
            values.append((2, proof.about(sc, name, "pos", index)) if positive else (0, "I"))
        lists = ([text.symbol(s) for s in self.symbols], [text.letter(*x) for x in self.scalars],
                 [text.letter(*x) for x in self.matrices])  # fmt: skip
        env = f"(@Env RR NN {' '.join(map(listed, lists))})"
        flags = [listed([f"{f}%nat" for f in fs]) for fs in ([f for f, _ in signs], [f for f, _ in values], marks)]
        promises = f"Pre {' '.join(flags)} {listed(shapes)} {listed(dimensions)}"
        holds = (f"(conj {every([p for _, p in signs])} (conj {every([p for _, p in values])} "
                 f"(conj {every(about)} {every(bounds)})))")  # fmt: skip
        return env, promises, holds
