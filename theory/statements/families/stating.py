"""From what was read about families to a statement of the kernel.

- A family is one; a sequence is the family 0, …, N for every N (its *horizon*).
- W_k ⋯ W_1 is the member k of a family defined by P[0] = I, P[n+1] = W[n+1]·P[n]; W_L ⋯ W_{k+1} is one from above, A[L] = I,
  A[n] = A[n+1]·W[n+1]. Sums begin with 0, products of numbers with 1. So empty ones are I, 0 and 1.
- A power with an index, B^k, is such a family too, unless B is a positive letter.
- A hypothesis with an index is ``all(l, low, high, …)``; the index of a conclusion is an integer letter of that range.
- ‖x_k‖ in an odd power, an inverse, and the K of a hypothesis M_k ⪰ 0 are families with the facts that define them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from theory.kernel.budget import Fault, limited
from theory.kernel.integers import BOUND, Int
from theory.kernel.letters import RESERVED
from theory.kernel.statement import Statement
from theory.prove.text import integer_text
from theory.statements.elaborate import NAMES
from theory.statements.families.indices import index_of, replaced, size_of
from theory.statements.families.ranging import Claim, FamilyReading
from theory.statements.families.writing import Writing
from theory.statements.shapes import Size, is_number
from theory.statements.tree import Node, StatementError

FACTS = {"symmetric": ["{a}.T == {a}"], "skew": ["{a}.T == -{a}"], "orthonormal": ["{a}.T*{a} == I({c})"],
         "orthogonal": ["{a}.T*{a} == I({r})", "{a}*{a}.T == I({r})"], "idempotent": ["{a}*{a} == {a}"],
         "projection": ["{a}*{a} == {a}", "{a}.T == {a}"], "normal": ["{a}*{a}.T == {a}.T*{a}"]}  # fmt: skip


@dataclass
class Stated:
    """``json``: the kernel's statement. ``indices``: integer letters that are indices of conclusions; ``norms``, ``inverses``,
    ``factors``: letters with the text that they belong to (in ``n_`` for a family); ``sizes``: names of sizes by `Size` root;
    ``expression``: an objective as kernel text."""

    reading: FamilyReading
    json: dict
    indices: dict[str, tuple[str, str]] = field(default_factory=dict)
    norms: dict[str, str] = field(default_factory=dict)
    inverses: dict[str, str] = field(default_factory=dict)
    factors: dict[str, str] = field(default_factory=dict)
    sizes: dict[int, str] = field(default_factory=dict)
    products: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Products of a family: letter → (family, "up" or "down")."""
    notes: list[str] = field(default_factory=list)
    horizon: str = ""
    vector: str = ""
    expression: str = ""


def state(reading: FamilyReading) -> Stated:
    """The kernel's statement of a reading; StatementError where the kernel has no word for it.

    >>> from theory.statements.families.reading import read_families
    >>> found = state(read_families("a_k >= 0", "a: sequence of numbers"))
    >>> found.json["letters"][-1], found.json["then"]
    (['k', {'kind': 'integer', 'min': '0', 'max': 'N'}], ['a[k] >= 0'])
    """
    return _Statement(reading).run()


class _Statement:
    def __init__(self, reading: FamilyReading):
        self.reading, self.found = reading, Stated(reading, {})
        self.letters: list = []
        self.given: list[str] = []
        self.taken: set[str] = {BOUND, "n_", *RESERVED}
        self.bound: set[str] = set()

    def run(self) -> Stated:
        """Integers and sizes, letters and families, hypotheses, conclusions."""
        reading, found = self.reading, self.found
        self._names()
        for name, least in reading.integers.items():
            self.letters.append([name, {"kind": "integer", "min": str(least)}])
        if reading.horizon in reading.integers:
            found.horizon = reading.horizon
        self._sizes()
        for name in reading.shapes.letters:
            self._letter(name)
        for family in reading.families.values():
            self._family(family.name)
        writing = Writing(self)
        for claim in reading.hypotheses:
            self._hypothesis(writing, claim)
        then = [text for claim in reading.conclusions for text in self._conclusion(writing, claim)]
        if reading.objective is not None:
            found.expression, then = writing.text(reading.objective, {}), ["0 == 0"]
        indices = [[name, {"kind": "integer", "min": low, "max": high}] for name, (low, high) in found.indices.items()]
        found.json = {"letters": [*self.letters, *indices], "given": list(dict.fromkeys(self.given)),
                      "then": list(dict.fromkeys(then))}  # fmt: skip
        try:
            with limited():
                Statement(found.json)
        except Fault as fault:
            what = "this is too large" if "budget" in str(fault) else "the kernel has no word for this"
            hint = ": say L >= 2 if it needs so many members" if "outside its range" in str(fault) else ""
            raise StatementError(f"{what}: {fault}{hint}", reading.text, 0) from None
        return found

    # ------------------------------------------------------------------------------------------------------ names

    def fresh(self, wanted: str) -> str:
        """A name of the kernel that nothing has yet."""
        name = wanted
        while name in self.taken:
            name += "_"
        self.taken.add(name)
        return name

    def _names(self) -> None:
        reading = self.reading
        indices = {n for c in reading.claims() for n in c.ranges} | {
            n.value[0] for n in reading.nodes() if n.op in ("sum", "product")}  # fmt: skip
        self.taken |= {*reading.integers, *reading.families, *reading.shapes.letters, *reading.sizes, *indices}
        self.taken |= {n for n in reading.shapes.sizes if n.isidentifier()}
        clash = RESERVED & (set(reading.families) | set(reading.shapes.letters))
        if clash:
            raise StatementError(f"{min(clash)} is a word of the kernel: rename it", reading.text, 0)

    def _sizes(self) -> None:
        reading = self.reading
        for name in sorted(n for n in reading.shapes.sizes if n.isidentifier() and n not in reading.integers):
            self.letters.append([name, {"kind": "dimension"}])
        for name, (low, high) in reading.sizes.items():
            if name in reading.shapes.sizes:
                raise StatementError(f"{name} is a size, and {name}_l are sizes: rename one", reading.text, 0)
            over = ["n_", integer_text(low), integer_text(high)]
            self.letters.append([name, {"kind": "dimension", "over": over}])
        pool = [n for n in NAMES if n not in self.taken] + [f"n{k}" for k in range(1, 60)]
        shapes = [*reading.shapes.letters.values(), *reading.shapes.open_shapes.values()]
        for shape in [*shapes, *(node.shape for node in reading.nodes())]:
            for side in shape or ():
                root = side.root()
                if root.value is None and id(root) not in self.found.sizes:
                    name = self.fresh(pool.pop(0))
                    self.found.sizes[id(root)] = name
                    self.letters.append([name, {"kind": "dimension"}])

    def size(self, size: Size, places: dict[str, Int] | None = None) -> str:
        """A size as the kernel writes it; ``places``: what indices become."""
        root = size.root()
        if root.value is None:
            return self.found.sizes[id(root)]
        if isinstance(root.value, int):
            return str(root.value)
        return integer_text(replaced(size_of(str(root.value)), places or {}))

    # ---------------------------------------------------------------------------------------------------- letters

    def _letter(self, name: str) -> None:
        shape, d = self.reading.shapes.letters[name], self.reading.declared.get(name)
        if name in self.reading.integers:
            return
        kinds, bound = (d.kinds, d.bound) if d else (frozenset(), None)
        if shape is None:
            positive = "positive" in kinds or bound == (">", 0)
            if "dimension" in kinds:
                return
            self.letters.append([name, {"kind": "positive" if positive else "real"}])
            if not positive and bound is not None:
                self.given.append(f"{name} {bound[0]} {bound[1]}")
            elif "nonnegative" in kinds:
                self.given.append(f"{name} >= 0")
            return
        rows, columns = self.size(shape[0]), self.size(shape[1])
        if "diagonal" in kinds:
            sign = {"positive": True} if "positive" in kinds or (bound and bound[0] == ">") else {}
            self.letters.append([name, {"kind": "diagonal", "size": rows, **sign}])
            return
        value = {}
        semidefinite = d is not None and bool(kinds & {"psd", "pd"} or bound)
        if semidefinite:
            if "pd" in kinds or (bound and bound[0] == ">"):
                at = d.at if d else 0
                raise StatementError(
                    "positive definite letters beside families are not known: say psd", d.text if d else "", at
                )
            factor = self.fresh(f"K_{name}")
            self.letters.append([factor, {"kind": "matrix", "shape": [rows, rows]}])
            value = {"value": f"{factor}*{factor}.T"}
            self.found.factors[factor] = name
        self.letters.append([name, {"kind": "matrix", "shape": [rows, columns], **value}])
        for kind in sorted(kinds & set(FACTS)):
            self.given += [f.format(a=name, r=rows, c=columns) for f in FACTS[kind]]
        if "invertible" in kinds:
            self.inverse_of(name, rows, None)

    def inverse_of(self, text: str, size: str, over: list | None) -> str:
        """A letter (a family, ``over`` its range, where the text is one in n_) that is the inverse of a text.

        Inverses exist where they are written, and nowhere else: that of W_L says nothing of W_1, that of a sum nothing of
        the empty one.
        """
        for name, known in self.found.inverses.items():
            if known == text:
                if over:
                    self._widened(name, over)
                return name
        label = text.split("[")[0]
        name = self.fresh(f"{label}_inv" if label.isidentifier() else f"inv_{len(self.found.inverses) + 1}")
        spec: dict[str, Any] = {"kind": "matrix", "shape": [size, size]}
        here = f"{name}[n_]" if over else name
        self.letters.append([name, spec | ({"over": over} if over else {})])
        self.found.inverses[name] = text
        for fact in (f"({text})*{here} == I({size})", f"{here}*({text}) == I({size})"):
            self.given.append(f"all(n_, {over[1]}, {over[2]}, {fact})" if over else fact)
        self.found.notes.append(f"the inverse of {text.replace('[n_]', '_l')} is spoken of where it exists")
        return name

    def _widened(self, name: str, over: list) -> None:
        """The range of a family of inverses with that of another relation; ValueError if their ends do not compare."""
        spec: dict = next(s for n, s in self.letters if n == name)
        old, new = ([index_of(e) or Int.of(0) for e in ends[1:]] for ends in (spec["over"], over))
        below, above = (new[0] - old[0]).constant, (new[1] - old[1]).constant
        if below is None or above is None:
            raise ValueError("this inverse is written for two ranges that cannot be compared: name one of them by a letter")
        ends = [integer_text(new[k] if wider else old[k]) for k, wider in enumerate((below < 0, above > 0))]
        before, after = (f"all(n_, {low}, {high}, " for low, high in (spec["over"][1:], ends))
        fact = re.compile(rf"\b{re.escape(name)}\[n_\] == I\(|, {re.escape(name)}\[n_\]\*\(")
        self.given = [after + g.removeprefix(before) if g.startswith(before) and fact.search(g) else g for g in self.given]
        spec["over"] = ["n_", *ends]

    def _family(self, name: str) -> None:
        family, here = self.reading.families[name], Int.symbol("n_")
        over = ["n_", integer_text(family.low), integer_text(family.high)]
        if family.scalar:
            kind = "positive" if "positive" in family.kinds else "real"
            self.letters.append([name, {"kind": kind, "over": over}])
            if "nonnegative" in family.kinds:
                self.given.append(f"all(n_, {over[1]}, {over[2]}, {name}[n_] >= 0)")
            return
        shape = self.reading.shapes.member_shape(family, here)
        assert shape is not None
        rows, columns = self.size(shape[0]), self.size(shape[1])
        value = {}
        if "psd" in family.kinds:
            factor = self.fresh(f"K_{name}")
            self.letters.append([factor, {"kind": "matrix", "over": over, "shape": [rows, rows]}])
            self.found.factors[factor] = name
            value = {"value": f"{factor}[n_]*{factor}[n_].T"}
        self.letters.append([name, {"kind": "matrix", "over": over, "shape": [rows, columns], **value}])
        for kind in sorted(family.kinds & set(FACTS)):
            for fact in FACTS[kind]:
                if not (kind == "symmetric" and value):
                    body = fact.format(a=f"{name}[n_]", r=rows, c=columns)
                    self.given.append(f"all(n_, {over[1]}, {over[2]}, {body})")

    # ------------------------------------------------------------------------------------------------- relations

    def _hypothesis(self, writing: Writing, claim: Claim) -> None:
        relation, places, over = claim.relation, {}, None
        if claim.ranges:
            ((name, (low, high)),) = claim.ranges.items()
            bound = name + "_"
            places = {name: Int.symbol(bound)}
            over = [bound, integer_text(low), integer_text(high)]
            writing.moving = {bound: (low, high)}
        shape = relation.right.shape if relation.left.zero else relation.left.shape
        left, right = (writing.text(side, places) for side in (relation.left, relation.right))
        if relation.op == "=" or is_number(shape):
            self._assume(f"{left} {_sign(relation.op)} {right}", over)
            return
        if relation.op in (">", "≻"):
            raise StatementError(
                "a definite matrix beside families is not known: say ⪰, and that it is invertible", claim.text, relation.at
            )
        assert shape is not None
        size = self.size(shape[0], places)
        factor = self.fresh(f"K_{len(self.found.factors) + 1}")
        gap = writing.gap(relation, places)
        spec: dict[str, Any] = {"kind": "matrix", "shape": [size, size]}
        self.letters.append([factor, spec | ({"over": over} if over else {})])
        here = f"{factor}[{over[0]}]" if over else factor
        self.found.factors[factor] = gap if not over else gap.replace(over[0], "n_")
        self._assume(f"{gap} == {here}*{here}.T", over)

    def _assume(self, text: str, over: list | None) -> None:
        self.given.append(f"all({over[0]}, {over[1]}, {over[2]}, {text})" if over else text)

    def _conclusion(self, writing: Writing, claim: Claim) -> list[str]:
        relation, writing.moving = claim.relation, dict(claim.ranges)
        for name, (low, high) in claim.ranges.items():
            ends = integer_text(low), integer_text(high)
            if self.found.indices.setdefault(name, ends) != ends:
                raise StatementError(
                    f"two conclusions have different ranges of {name}: give each its own letter", claim.text, relation.at
                )
        shape = relation.right.shape if relation.left.zero else relation.left.shape
        if relation.op == "=" or is_number(shape):
            return [f"{writing.text(relation.left, {})} {_sign(relation.op)} {writing.text(relation.right, {})}"]
        assert shape is not None
        gap, size = writing.gap(relation, {}), self.size(shape[0])
        if claim.ranges and any(name in size for name in claim.ranges):
            raise StatementError("M_l ⪰ 0 is concluded of matrices of one size only", claim.text, relation.at)
        if relation.op in (">", "≻"):
            raise StatementError("definite conclusions are not known beside families: say ⪰", claim.text, relation.at)
        v = self.found.vector = self.found.vector or self.fresh("v")
        known = next((spec for name, spec in self.letters if name == v), None)
        if known is None:
            self.letters.append([v, {"kind": "matrix", "shape": [size, "1"]}])
        elif known["shape"] != [size, "1"]:
            raise StatementError(
                "two conclusions ⪰ 0, about matrices of different sizes: check each by itself", claim.text, relation.at
            )
        return [f"({gap}).T == {gap}", f"{v}.T*({gap})*{v} >= 0"]


def _sign(op: str) -> str:
    return {"=": "==", ">=": ">=", ">": ">", "⪰": ">=", "≻": ">"}[op]


def mentioned(node: Node) -> set[str]:
    """Names of families below a node."""
    return {n.value[0] for n in node.walk() if n.op in ("member", "segment")}
