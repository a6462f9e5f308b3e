"""Rendered LaTeX read again, by a reader that shares no code with the renderer, and given an exact value.

Grammar: sums of products of factors; a factor is an atom with raised parts; ``F \\cdots G`` between two members of a family
is the product over falling indices; ``\\sum`` and ``\\prod`` take the rest of their product. Rationals and matrices are
flint's; a derivative is taken by truncated power series.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import flint

Env = dict[str, Any]
TOKEN = re.compile(r"\\(?:bigl|bigr|Bigl|Bigr)\s*|\\[a-zA-Z]+|\\[,!]|\d+|[A-Za-z]|[-+=<>(){}^_,./]|\s+")
ORDER = 4


class Series:
    """A power series in one variable, cut at ORDER: the coefficients."""

    def __init__(self, parts: list[Any]):
        self.parts = (parts + [flint.fmpq(0)] * ORDER)[:ORDER]

    def times(self, other: Series) -> Series:
        return Series([sum((self.parts[i] * other.parts[k - i] for i in range(k + 1)), flint.fmpq(0)) for k in range(ORDER)])

    def inverse(self) -> Series:
        found = [1 / self.parts[0]]
        for k in range(1, ORDER):
            found.append(-sum((self.parts[i] * found[k - i] for i in range(1, k + 1)), flint.fmpq(0)) / self.parts[0])
        return Series(found)


def normal(value: Any) -> Any:
    """A 1 × 1 matrix as its number."""
    if isinstance(value, flint.fmpq_mat) and value.nrows() == value.ncols() == 1:
        return value[0, 0]
    return flint.fmpq(value) if isinstance(value, int) else value


def add(a: Any, b: Any) -> Any:
    for x, y in ((a, b), (b, a)):
        if not isinstance(x, flint.fmpq_mat | Series) and x == 0:
            return y
    if isinstance(a, Series) or isinstance(b, Series):
        p, q = (x if isinstance(x, Series) else Series([x]) for x in (a, b))
        return Series([u + v for u, v in zip(p.parts, q.parts, strict=True)])
    if isinstance(a, flint.fmpq_mat) != isinstance(b, flint.fmpq_mat):
        raise ValueError("a number and a matrix are added")
    return a + b


def mul(a: Any, b: Any) -> Any:
    if isinstance(a, Series) or isinstance(b, Series):
        p, q = (x if isinstance(x, Series) else Series([x]) for x in (a, b))
        return p.times(q)
    if isinstance(a, flint.fmpq_mat) and isinstance(b, flint.fmpq_mat) and a.ncols() != b.nrows():
        raise ValueError(f"sizes {a.nrows()}x{a.ncols()} and {b.nrows()}x{b.ncols()}")
    return normal(a * b)


def identity(n: int) -> Any:
    return normal(flint.fmpq_mat(n, n, [int(i == j) for i in range(n) for j in range(n)]))


def power(a: Any, n: int) -> Any:
    if n < 0:
        if isinstance(a, flint.fmpq_mat):
            return power(normal(a.inv()), -n)
        return power(a.inverse() if isinstance(a, Series) else 1 / a, -n)
    if n == 0:
        return identity(a.nrows()) if isinstance(a, flint.fmpq_mat) else flint.fmpq(1)
    found = a
    for _ in range(n - 1):
        found = mul(found, a)
    return found


def transpose(a: Any) -> Any:
    return a.transpose() if isinstance(a, flint.fmpq_mat) else a


def trace(a: Any) -> Any:
    if not isinstance(a, flint.fmpq_mat):
        return a
    if a.nrows() != a.ncols():
        raise ValueError("a trace needs a square matrix")
    return sum((a[i, i] for i in range(a.nrows())), flint.fmpq(0))


Code = Callable[[Env], Any]


class Reader:
    """``symbols``: from (base, mark, subscripts) of a letter as printed to its name; ``families``: names with an index;
    ``get``: the value of a letter or member; ``size``: rows and columns of a member, also of an empty product."""

    def __init__(self, symbols: dict[tuple[str, str, str], str], families: set[str], get: Callable[[str, int | None], Any]):
        self.symbols, self.families, self.get = symbols, families, get
        self.tokens: list[str] = []
        self.place = 0

    def value(self, text: str, env: Env | None = None) -> Any:
        return self.code(text)(env or {})

    def code(self, text: str) -> Code:
        old = self.tokens, self.place
        self.tokens, self.place = list(tokens(text)), 0
        try:
            found = self.sum()
            if self.place != len(self.tokens):
                raise ValueError(f"left over in {text!r}: {self.tokens[self.place:]}")
            return found
        finally:
            self.tokens, self.place = old

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        found = self.peek()
        if wanted and found != wanted:
            raise ValueError(f"{wanted} expected, {found!r} found at {self.place} of {' '.join(self.tokens)}")
        self.place += 1
        return found

    def group(self) -> str:
        """The text of { … }."""
        self.take("{")
        depth, parts = 1, []
        while True:
            token = self.take()
            depth += (token == "{") - (token == "}")
            if not depth:
                return " ".join(parts)
            if not token:
                raise ValueError("a brace is not closed")
            parts.append(token)

    def sum(self) -> Code:
        terms: list[tuple[int, Code]] = []
        sign = -1 if self.peek() == "-" and self.take() else 1
        terms.append((sign, self.product()))
        while self.peek() in ("+", "-"):
            sign = -1 if self.take() == "-" else 1
            terms.append((sign, self.product()))

        def total(env: Env) -> Any:
            found: Any = flint.fmpq(0)
            for sign, term in terms:
                found = add(found, mul(flint.fmpq(sign), term(env)))
            return found

        return total

    def product(self) -> Code:
        factors: list[Code] = []
        while self.peek() not in ("", "+", "-", ")", "}", ",", r"\rVert", r"\rangle", "=", "<", ">", r"\le", r"\ge"):
            if self.peek() == r"\cdot":
                self.take()
                continue
            if self.peek() in (r"\sum", r"\prod"):
                factors.append(self.big())
                break
            factors.append(self.factor())
        if not factors:
            raise ValueError(f"a product has no factor at {self.place} of {' '.join(self.tokens)}")

        def product(env: Env) -> Any:
            found = factors[0](env)
            for factor in factors[1:]:
                found = mul(found, factor(env))
            return found

        return product

    def big(self) -> Code:
        kind = self.take()
        self.take("_")
        below = self.group().split(" = ")
        self.take("^")
        name, low, high = below[0], self.code(below[1]), self.code(self.group())
        body = self.product()

        def run(env: Env) -> Any:
            found: Any = flint.fmpq(0 if kind == r"\sum" else 1)
            for n in range(int(low(env)), int(high(env)) + 1):
                value = body({**env, name: flint.fmpq(n)})
                found = add(found, value) if kind == r"\sum" else mul(found, value)
            return found

        return run

    def factor(self) -> Code:
        start = self.place
        found, member = self.atom()
        if member is not None and self.peek() == r"\cdots":
            self.take()
            _, last = self.atom()
            if last is None or last[0] != member[0]:
                raise ValueError(f"dots between different letters at {start}")
            return self.chain(member[0], member[1], last[1])
        while self.peek() == "^":
            self.take()
            found = self.raised(found, self.group())
        return found

    def chain(self, name: str, high: Code, low: Code) -> Code:
        def product(env: Env) -> Any:
            top, bottom = int(high(env)), int(low(env))
            if top < bottom - 1:
                raise ValueError("a product runs backwards")
            if top == bottom - 1:
                return self.empty(name, top)
            found = self.get(name, top)
            for n in range(top - 1, bottom - 1, -1):
                found = mul(found, self.get(name, n))
            return found

        return product

    def empty(self, name: str, top: int) -> Any:
        """W_top ⋯ W_{top+1}: the identity between the two."""
        try:
            value = self.get(name, top + 1)
            return identity(value.ncols()) if isinstance(value, flint.fmpq_mat) else self.same(name, top + 1, 1)
        except KeyError:
            value = self.get(name, top)
            return identity(value.nrows()) if isinstance(value, flint.fmpq_mat) else self.same(name, top, 0)

    def same(self, name: str, index: int, axis: int) -> Any:
        return flint.fmpq(1)

    def raised(self, base: Code, text: str) -> Code:
        if text.replace(" ", "") in (r"\top", r"-\top"):
            inverse = text.startswith("-")
            return lambda env: transpose(power(base(env), -1) if inverse else base(env))
        exponent = self.code(text)

        def value(env: Env) -> Any:
            n = exponent(env)
            if n.denominator != 1:
                raise ValueError("a fractional power")
            return power(base(env), int(n.numerator))

        return value

    def bracketed(self, close: str) -> Code:
        inner = self.sum()
        self.take(close)
        return inner

    def atom(self) -> tuple[Code, tuple[str, Code] | None]:
        token = self.peek()
        if token == "{":
            return self.inside(self.group()), None
        if token.isdigit():
            number = flint.fmpq(int(self.take()))
            return (lambda env: number), None
        if token == "(":
            self.take()
            return self.bracketed(")"), None
        if token == r"\tfrac":
            return self.fraction(), None
        if token == r"\lVert":
            self.take()
            inner = self.bracketed(r"\rVert")
            self.take("^")
            if self.group() != "2":
                raise ValueError("a norm that is not squared")
            return (lambda env: (lambda x: trace(mul(transpose(x), x)))(inner(env))), None
        if token == r"\langle":
            self.take()
            a = self.bracketed(",")
            b = self.bracketed(r"\rangle")
            return (lambda env: trace(mul(transpose(a(env)), b(env)))), None
        if token == r"\operatorname":
            self.take()
            if self.group().replace(" ", "") != "tr":
                raise ValueError("an operator that is no trace")
            self.take("(")
            inner = self.bracketed(")")
            return (lambda env: trace(inner(env))), None
        return self.letter()

    def inside(self, text: str) -> Code:
        return self.code(text)

    def fraction(self) -> Code:
        self.take(r"\tfrac")
        top, bottom = self.group(), self.group()
        if not top.startswith(r"\partial"):
            value = flint.fmpq(int(top), int(bottom))
            return lambda env: value
        order = int(re.sub(r"\D", "", top) or 1)
        name = bottom.replace(r"\partial", "").split("^")[0].strip()
        body = self.factor()

        def derivative(env: Env) -> Any:
            at = env.get(name)
            at = at if at is not None else self.get(self.symbols[name, "", ""], None)
            value = body({**env, name: Series([at, flint.fmpq(1)])})
            factorial = 1
            for k in range(1, order + 1):
                factorial *= k
            return value.parts[order] * factorial if isinstance(value, Series) else flint.fmpq(0)

        return derivative

    def letter(self) -> tuple[Code, tuple[str, Code] | None]:
        base = self.take()
        if base in (r"\mathrm", r"\dot"):
            base += "{" + self.group().replace(" ", "") + "}"
        mark = ""
        if self.peek() == "^" and self.tokens[self.place + 1 : self.place + 3] == ["{", "("]:
            self.take("^")
            mark = self.group().replace(" ", "")
        sub = ""
        if self.peek() == "_":
            self.take()
            sub = self.group()
        if (base, mark) == ("I", "") and sub:
            size = self.code(sub)
            return (lambda env: identity(int(size(env)))), None
        found = self.named(base, mark, sub)
        if isinstance(found, str):
            return (lambda env: env[base] if base in env and not sub else self.get(found, None)), None
        name, index = found
        code = self.code(index)
        return (lambda env: self.get(name, int(code(env)))), (name, code)

    def named(self, base: str, mark: str, sub: str) -> str | tuple[str, str]:
        """The letter, or the family and the text of its index; ValueError unless exactly one fits."""
        flat = sub.replace(" ", "")
        fits: list[str | tuple[str, str]] = []
        for (b, m, s), name in self.symbols.items():
            if (b, m) != (base, mark):
                continue
            if name not in self.families and s == flat:
                fits.append(name)
            if name in self.families and (not s or flat.startswith(s + ",")):
                rest = sub if not s else sub[sub.index(",", _cut(sub, s)) + 1 :]
                if rest.strip() and "," not in rest:
                    fits.append((name, rest))
        if not fits and not sub and not mark:
            return base  # a bound variable
        if len(fits) != 1:
            raise ValueError(f"{base} {mark} _{sub} is {fits}")
        return fits[0]


def _cut(sub: str, s: str) -> int:
    """Where in ``sub`` (with blanks) the subscript ``s`` (without) ends."""
    seen = 0
    for place, sign in enumerate(sub):
        seen += sign != " "
        if seen == len(s):
            return place
    return len(sub)


def tokens(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None:
            raise ValueError(f"no token at {text[place : place + 20]!r}")
        place = match.end()
        token = match[0].strip()
        if token and token not in (r"\,", r"\!", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr"):
            yield token


def exact(value: Any) -> Any:
    """A value of `proofs_check.probes` as a flint number or matrix."""
    rows = getattr(value, "rows", None)
    if rows is None:
        return flint.fmpq(Fraction(value).numerator, Fraction(value).denominator)
    entries = [flint.fmpq(Fraction(x).numerator, Fraction(x).denominator) for row in rows for x in row]
    return normal(flint.fmpq_mat(*value.shape, entries))
