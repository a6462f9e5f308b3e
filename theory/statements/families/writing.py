"""Expressions with members as texts of the kernel; sums, products, powers and norms become families with a definition."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Protocol

from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.statement import declarations_of
from theory.prove.formulas import at
from theory.prove.text import integer_text
from theory.statements.families.indices import index_of, offset, replaced
from theory.statements.families.ranging import FamilyReading, integer_of
from theory.statements.families.shaping import descends
from theory.statements.shapes import Size, constant, is_number
from theory.statements.tree import Node, Relation, StatementError

MEMBER = re.compile(r"\b([A-Za-z_]\w*)\[([^\[\]]*)\]")
HERE = Int.symbol("n_")


class Declaring(Protocol):
    """A statement in the making: what writing needs of it."""

    reading: FamilyReading
    letters: list
    given: list[str]
    found: Any

    def fresh(self, wanted: str) -> str:
        """A name of the kernel that nothing has yet."""

    def size(self, size: Size, places: dict[str, Int] | None = None) -> str:
        """A size as the kernel writes it."""

    def inverse_of(self, text: str, size: str, over: list | None) -> str:
        """The letter, or family, that is the inverse of a text."""


class Writing:
    """Writes nodes; what is new is declared in the statement at hand."""

    def __init__(self, statement: Declaring):
        self.on = statement
        self.made: dict[tuple, str] = {}
        self.moving: dict[str, tuple[Int, Int]] = {}
        """Indices of the relation at hand, as they are written, with their ranges; ``n_`` inside of a sum."""

    def text(self, node: Node, places: dict[str, Int], tight: int = 0) -> str:
        """A node as the kernel reads it, its indices replaced; ``tight``: 0 sum, 2 product, 3 power, 4 transpose."""
        found, level = getattr(self, f"_{_OPS[node.op]}")(node, places)
        return f"({found})" if level < tight else found

    def gap(self, relation: Relation, places: dict[str, Int]) -> str:
        """left − right, without zeros."""
        if relation.right.zero:
            return self.text(relation.left, places)
        right = self.text(relation.right, places, 2)
        return f"-{right}" if relation.left.zero else f"{self.text(relation.left, places)} - {right}"

    def error(self, message: str, node: Node) -> StatementError:
        """An error at the place of a node."""
        reading = self.on.reading
        claim = next((c for c in reading.claims() if any(n is node for n in c.relation.walk())), None)
        return StatementError(message, claim.text if claim else reading.text, node.at)

    # ------------------------------------------------------------------------------------------- as in any statement

    def _number(self, node: Node, places: dict) -> tuple[str, int]:
        value = Fraction(node.value)
        return str(value), 2 if value.denominator > 1 else 4

    def _name(self, node: Node, places: dict) -> tuple[str, int]:
        if node.value in places:
            text = integer_text(places[node.value])
            return text, 4 if text.isidentifier() else 0
        return node.value, 4

    def _identity(self, node: Node, places: dict) -> tuple[str, int]:
        return f"I({self.on.size(node.shape[0], places)})", 4

    def _sum(self, node: Node, places: dict) -> tuple[str, int]:
        left, right = node.args
        return f"{self.text(left, places)} {node.op} {self.text(right, places, 1 if node.op == '+' else 2)}", 0

    def _negative(self, node: Node, places: dict) -> tuple[str, int]:
        return f"-{self.text(node.args[0], places, 2)}", 1

    def _product(self, node: Node, places: dict) -> tuple[str, int]:
        left, right = node.args
        return f"{self.text(left, places, 2)}*{self.text(right, places, 3 if right.op == '/' else 2)}", 2

    def _quotient(self, node: Node, places: dict) -> tuple[str, int]:
        left, right = node.args
        value = constant(right)
        if value is not None:
            factor = str(1 / value) if value > 0 else f"({1 / value})"
            return (str(Fraction(left.value) / value), 2) if left.op == "number" else (
                f"{factor}*{self.text(left, places, 2)}", 2)  # fmt: skip
        below = self._reciprocal(right, places)
        return (below, 3) if left.op == "number" and left.value == 1 else (f"{self.text(left, places, 2)}*{below}", 2)

    def _reciprocal(self, node: Node, places: dict) -> str:
        """1/x: a power of a positive letter, or a new number."""
        text = self.text(node, places, 3)
        if self._positive(text):
            return f"{text}**(-1)"
        if MEMBER.search(text) or any(n in text for n in places) or re.search(r"\bn_", text):
            raise self.error("division by something with an index needs it to be declared > 0", node)
        key = ("reciprocal", text)
        if key not in self.made:
            name = self.made[key] = self.on.fresh("rec_" + (text if text.isidentifier() else str(len(self.made) + 1)))
            self.on.letters.append([name, {"kind": "real"}])
            self.on.given.append(f"({text})*{name} == 1")
            self.on.found.inverses[name] = text
            self.on.found.notes.append(f"1/({text}) is spoken of where it exists")
        return self.made[key]

    def _positive(self, text: str) -> bool:
        """Whether it is a letter, or a member, that is declared positive, or a count."""
        name = text.split("[")[0]
        spec: dict = next((s for n, s in self.on.letters if n == name), {})
        plain = re.fullmatch(r"\w+(\[[^\[\]]*\])?", text) is not None
        counted = spec.get("kind") == "integer" and spec.get("min", "0").lstrip("-").isdigit() and int(spec["min"]) >= 1
        return plain and (spec.get("kind") in ("positive", "dimension") or counted)

    def _transpose(self, node: Node, places: dict) -> tuple[str, int]:
        if is_number(node.args[0].shape):
            return self.text(node.args[0], places, 4), 4
        return f"{self.text(node.args[0], places, 4)}.T", 4

    def _inverted(self, node: Node, places: dict) -> tuple[str, int]:
        base = node.args[0]
        if is_number(base.shape):
            return self._reciprocal(base, places), 3
        text = self.text(base, places)
        size = self.on.size(base.shape[0], {**places})
        canonical, index, _ = self._canonical(text, node)
        names = (index.mentions() if index is not None else set()) - set(self.on.reading.integers)
        if index is None or not names:
            return self.on.inverse_of(text, size, None), 4
        low, high = self.moving[min(names)]
        shift = offset(index, min(names)) or Int.of(0)
        over = ["n_", integer_text(low + shift), integer_text(high + shift)]
        if MEMBER.search(size):
            size = canonical_size(size, index)
        try:
            return f"{self.on.inverse_of(canonical, size, over)}[{integer_text(index)}]", 4
        except ValueError as gap:
            raise self.error(str(gap), node) from None

    def _trace(self, node: Node, places: dict) -> tuple[str, int]:
        return f"tr({self.text(node.args[0], places)})", 4

    def _inner(self, node: Node, places: dict) -> tuple[str, int]:
        left, right = node.args
        return f"tr({self.text(left, places, 4)}.T*{self.text(right, places, 3)})", 4

    # ------------------------------------------------------------------------------------------------------ families

    def _member(self, node: Node, places: dict) -> tuple[str, int]:
        name, index = node.value
        return f"{name}[{integer_text(replaced(index, places))}]", 4

    def _segment(self, node: Node, places: dict) -> tuple[str, int]:
        name, left, right = node.value
        family, reading = self.on.reading.families[name], self.on.reading
        left, right = replaced(left, places), replaced(right, places)
        down = descends(reading.shapes, node, family)
        top, bottom = (left, right) if down else (right, left)
        if family.scalar:
            return self._running("product", f"{name}[n_]", family, bottom, top)
        if self._fixed(bottom):
            return self._from_below(name, family, bottom, top, down), 4
        if not self._fixed(top):
            raise self.error("both ends of this product move: one of them is fixed", node)
        return self._from_above(name, family, bottom, top, down), 4

    def _fixed(self, end: Int) -> bool:
        return end.mentions() <= set(self.on.reading.integers)

    def _shape(self, family: Any, place: Int) -> tuple[str, str]:
        shape = self.on.reading.shapes.member_shape(family, place)
        assert shape is not None
        return self.on.size(shape[0]), self.on.size(shape[1])

    def _from_below(self, name: str, family: Any, bottom: Int, top: Int, down: bool) -> str:
        """W_k ⋯ W_1 (or W_1 ⋯ W_k, not ``down``) as member k of a family that begins with I."""
        key = ("below", name, integer_text(bottom), down)
        if key not in self.made:
            letter = self.made[key] = self.on.fresh("P" if f"{name}" == "W" else f"P_{name}")
            rows, columns = (self._shape(family, p) for p in (HERE, bottom))
            first, last = (rows[0], columns[1]) if down else (columns[0], rows[1])
            side = columns[1] if down else columns[0]
            step = f"{name}[n_+1]*{letter}[n_]" if down else f"{letter}[n_]*{name}[n_+1]"
            over = ["n_", integer_text(bottom - 1), integer_text(family.high)]
            spec = {"kind": "matrix", "over": over, "shape": [first, last], "first": f"I({side})", "next": step}
            self.on.letters.append([letter, spec])
            self.on.found.products[letter] = name, "up"
        return f"{self.made[key]}[{integer_text(top)}]"

    def _from_above(self, name: str, family: Any, bottom: Int, top: Int, down: bool) -> str:
        """W_L ⋯ W_{k+1} as member k of a family that ends with I."""
        key = ("above", name, integer_text(top), down)
        if key not in self.made:
            letter = self.made[key] = self.on.fresh("A" if name == "W" else f"A_{name}")
            shapes = self._shape(family, HERE + 1), self._shape(family, top)
            self.on.letters.append(tail(letter, name, *shapes, integer_text(family.low - 1), integer_text(top), down))
            self.on.found.products[letter] = name, "down"
        return f"{self.made[key]}[{integer_text(bottom - 1)}]"

    def _added(self, node: Node, places: dict) -> tuple[str, int]:
        variable, low, high = node.value
        inner = {n: p for n, p in places.items() if n != variable}
        outside, self.moving = self.moving, {**self.moving, "n_": self._ends(low, high)}
        body = self.text(node.args[0], {**inner, variable: HERE})
        self.moving = outside
        moving = {n for n in [*inner, *self.on.found.indices] if re.search(rf"\b{n}\b", body)} | {
            integer_text(p) for p in inner.values() if re.search(rf"\b{re.escape(integer_text(p))}\b", body)}  # fmt: skip
        outer = {n.value for n in node.args[0].walk() if n.op == "name"} & set(places)
        if moving or outer:
            raise self.error(f"the summand has an index from outside, {min(moving | outer)}: take it out of the sum", node)
        low, high = replaced(low, places), replaced(high, places)
        kind = "sum" if node.op == "sum" else "product"
        return self._range(kind, body, node, low, high)

    def _ends(self, low: Int, high: Int) -> tuple[Int, Int]:
        """All places that a sum reaches while an end of it moves."""
        return -self._upper(-low), self._upper(high)

    def _range(self, kind: str, body: str, node: Node, low: Int, high: Int) -> tuple[str, int]:
        shape = node.args[0].shape
        sizes = None if is_number(shape) else [self.on.size(shape[0]), self.on.size(shape[1])]
        limit = self._most(body)
        if self._fixed(low):
            end = limit if limit is not None else (self._upper(high))
            return self._declared(kind, body, low - 1, end, "first", sizes, high)
        if not self._fixed(high):
            raise self.error("both ends of this sum move: one of them is fixed", node)
        begin = self._least(body)
        return self._declared(kind, body, begin if begin is not None else Int.of(0), high + 1, "last", sizes, low)

    def _running(self, kind: str, body: str, family: Any, low: Int, high: Int) -> tuple[str, int]:
        return self._declared(kind, body, low - 1, family.high, "first", None, high)

    def _declared(
        self, kind: str, body: str, low: Int, high: Int, start: str, sizes: list | None, place: Int
    ) -> tuple[str, int]:
        """A running sum or product as a family, and its member."""
        key = (kind, body, integer_text(low if start == "first" else high), start)
        if key not in self.made:
            names = ("s", "S") if kind == "sum" else ("p", "p")
            letter = self.made[key] = self.on.fresh(
                f"{names[sizes is not None]}_{sum(k[0] == kind for k in self.made) or 1}"
                if any(k[0] == kind for k in self.made)
                else names[sizes is not None]
            )
            spec: dict[str, Any] = {"kind": "real", "over": ["n_", integer_text(low), integer_text(high)]}
            moved = _moved(body, 1 if start == "first" else 0)
            sign, back = ("+" if kind == "sum" else "*"), ("n_" if start == "first" else "n_+1")
            term = moved if kind == "sum" else f"({moved})"
            follow = {"first": "next", "last": "previous"}[start]
            spec |= {start: "0" if kind == "sum" else "1", follow: f"{letter}[{back}] {sign} {term}"}
            if sizes:
                there = integer_text(low + 1 if start == "first" else high - 1)
                spec |= {"kind": "matrix", "shape": sizes, start: f"0*({_at(body, there)})"}
            if kind == "product":
                spec = self._if_positive(letter, spec)
            self.on.letters.append([letter, spec])
        return f"{self.made[key]}[{integer_text(place)}]", 4

    def _if_positive(self, letter: str, spec: dict) -> dict:
        try:
            declarations_of([*self.on.letters, [letter, spec | {"kind": "positive"}]])
        except Fault:
            return spec
        return spec | {"kind": "positive"}

    def _power(self, node: Node, places: dict) -> tuple[str, int]:
        base, exponent = node.args
        value = constant(exponent)
        if value is not None:
            return self._literal_power(base, int(value), places)
        e = integer_of(exponent)
        assert e is not None
        e = replaced(e, places)
        text = self.text(base, places, 4)
        if self._positive(text):
            return f"{text}**({integer_text(e)})", 3
        if any(re.search(rf"\b{re.escape(integer_text(p))}\b", text) for p in places.values()) or any(
                re.search(rf"\b{n}\b", text) for n in self._free_names(base)):  # fmt: skip
            raise self.error("the base of a power with an index has an index too: the kernel has families over one index", node)
        key = ("power", text)
        if key not in self.made:
            letter = self.made[key] = self.on.fresh(
                "q" if not any(k[0] == "power" for k in self.made) else f"q_{len(self.made)}"
            )
            spec: dict[str, Any] = {"kind": "real", "over": ["n_", "0", integer_text(self._upper(e))], "first": "1",
                                    "next": f"{letter}[n_]*{text}"}  # fmt: skip
            if not is_number(base.shape):
                size = self.on.size(base.shape[0], places)
                spec |= {"kind": "matrix", "shape": [size, size], "first": f"I({size})"}
            self.on.letters.append([letter, spec])
        spec = next(s for n, s in self.on.letters if n == self.made[key])
        old, new = index_of(spec["over"][2]), self._upper(e)
        if old is not None and (gap := (new - old).constant) is not None and gap > 0:
            spec["over"][2] = integer_text(new)
        return f"{self.made[key]}[{integer_text(e)}]", 4

    def _free_names(self, node: Node) -> set[str]:
        fixed = set(self.on.reading.integers)
        indices = {n for claim in self.on.reading.claims() for n in claim.ranges}
        named = {m.value for m in node.walk() if m.op == "name"} & indices
        members = {n for m in node.walk() if m.op in ("member", "segment") for e in m.value[1:] for n in e.mentions()}
        return (members | named) - fixed

    def _literal_power(self, base: Node, n: int, places: dict) -> tuple[str, int]:
        if base.op == "norm" and n >= 0:
            whole = self._squared(base.args[0], places)
            if n % 2 == 0:
                return (whole, 4) if n == 2 else (f"{whole}**{n // 2}", 3)
        if n >= 0:
            return f"{self.text(base, places, 4)}**{n}", 3
        inverse = self._inverted(Node("inv", (base,), None, base.at), places)[0]
        return (inverse, 3) if n == -1 else (f"({inverse})**{-n}", 3)

    def _squared(self, node: Node, places: dict) -> str:
        text = self.text(node, places, 4)
        return f"tr({text}.T*{text})"

    def _norm(self, node: Node, places: dict) -> tuple[str, int]:
        """‖M‖: a number with its square, or a family of them."""
        text = self.text(node.args[0], places)
        canonical, index, over = self._canonical(text, node)
        key = ("norm", canonical)
        here = "[n_]" if index is not None else ""
        if key not in self.made:
            label = canonical.split("[")[0] if re.fullmatch(r"\w+(\[n_\])?", canonical) else str(len(self.on.found.norms) + 1)
            name = self.made[key] = self.on.fresh(f"norm_{label}")
            self.on.letters.append([name, {"kind": "real"} | ({"over": over} if over else {})])
            square = f"tr(({canonical}).T*({canonical}))" if not canonical.isidentifier() else f"tr({canonical}.T*{canonical})"
            for fact in (f"{name}{here} >= 0", f"{name}{here}**2 == {square}"):
                self.on.given.append(f"all(n_, {over[1]}, {over[2]}, {fact})" if over else fact)
            self.on.found.norms[name] = canonical
        return (f"{self.made[key]}[{integer_text(index)}]" if index is not None else self.made[key]), 4

    # -------------------------------------------------------------------------------------------------------- ranges

    def _canonical(self, text: str, node: Node) -> tuple[str, Int | None, list | None]:
        """A text with members as one of ``n_``: (text, the index that n_ stands for, the range of n_); without members as
        it is.

        x[k+1] − x[k] becomes x[n_+1] − x[n_] at k, and x[k] − x[0] keeps its x[0].
        """
        env = {n: s for n, s in self.on.letters}
        members = [(m[0], m[1], index_of(m[2])) for m in MEMBER.finditer(text) if "over" in env.get(m[1], {}) and (
            env[m[1]]["kind"] != "dimension")]  # fmt: skip
        if not members:
            return text, None, None
        known = [i for _, _, i in members if i is not None]
        base = next((i for i in known if i.mentions()), known[0])
        gaps = [(i - base).constant for _, _, i in members if i is not None]
        base = base + min((g for g in gaps if g is not None), default=0)
        lows, highs = [], []
        for shown, name, index in dict.fromkeys(members):
            assert index is not None
            shift = (index - base).constant
            if shift is None:
                if index.mentions() - set(self.on.reading.integers):
                    raise self.error("a norm or an inverse of something with two moving indices is not known", node)
                continue
            text = re.sub(rf"(?<!\w){re.escape(shown)}", f"{name}[{integer_text(HERE + shift)}]", text)
            low, high = (index_of(e) for e in env[name]["over"][1:])
            assert low is not None and high is not None
            lows.append(low - shift)
            highs.append(high - shift)
        low = max(lows, key=lambda e: e.constant or 0)
        high = highs[0]
        for other in highs[1:]:
            gap = (other - high).constant
            high = other if gap is not None and gap < 0 else high
        return text, base, ["n_", integer_text(low), integer_text(high)]

    def _most(self, body: str) -> Int | None:
        """The largest n_ for which the members of a body exist."""
        return self._edge(body, 2, lambda gap: gap < 0)

    def _least(self, body: str) -> Int | None:
        return self._edge(body, 1, lambda gap: gap > 0)

    def _edge(self, body: str, side: int, better: Any) -> Int | None:
        env, best = {n: s for n, s in self.on.letters}, None
        for m in MEMBER.finditer(body):
            index = index_of(m[2])
            if index is None or "over" not in env.get(m[1], {}) or "n_" not in index.mentions():
                continue
            shift, end = offset(index, "n_"), index_of(env[m[1]]["over"][side])
            if shift is None or end is None:
                continue
            end = end - shift
            if best is None or ((gap := (end - best).constant) is not None and better(gap)):
                best = end
        return best

    def _upper(self, value: Int) -> Int:
        """An integer expression at the upper ends of its indices (lower ends where it falls with them)."""
        for name in value.mentions():
            if name not in self.moving or name in self.on.reading.integers:
                continue
            c = offset(value, name)
            low, high = self.moving[name]
            value = replaced(value, {name: high if c is not None or _rises(value, name) else low})
        return value


def _rises(value: Int, name: str) -> bool:
    return sum(c for m, c in value.terms if m == (name,)) > 0


def _moved(body: str, by: int) -> str:
    """A body at n_ + by."""
    return at(body, n_=f"n_+{by}") if by else body


def _at(body: str, place: str) -> str:
    return at(body, n_=place)


def canonical_size(size: str, index: Int) -> str:
    """A size d[l+1] seen from an index: in n_ where it moves with it.

    >>> canonical_size("d[l]", Int.symbol("l"))
    'd[n_]'
    """
    found = MEMBER.fullmatch(size)
    if not found:
        return size
    place = index_of(found[2])
    gap = (place - index).constant if place is not None else None
    return size if gap is None else f"{found[1]}[{integer_text(HERE + gap)}]"


def tail(letter: str, name: str, shape: tuple[str, str], top_shape: tuple[str, str], low: str, top: str, down: bool) -> list:
    """The declaration of W_top ⋯ W_{n+1}; ``shape`` of W[n+1]."""
    side = top_shape[0] if down else top_shape[1]
    rows, columns = (side, shape[1]) if down else (shape[0], side)
    step = f"{letter}[n_+1]*{name}[n_+1]" if down else f"{name}[n_+1]*{letter}[n_+1]"
    return [
        letter,
        {"kind": "matrix", "over": ["n_", low, top], "shape": [rows, columns], "last": f"I({side})", "previous": step},
    ]


_OPS = {"number": "number", "name": "name", "identity": "identity", "+": "sum", "-": "sum", "neg": "negative", "*": "product",
        "/": "quotient", "^": "power", "T": "transpose", "inv": "inverted", "tr": "trace", "norm": "norm", "inner": "inner",
        "member": "member", "segment": "segment", "sum": "added", "product": "added"}  # fmt: skip
