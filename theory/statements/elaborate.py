"""From what was read to a statement of the kernel: letters, hypotheses, conclusions.

The kernel has sums, products, transposes and traces of real matrices, and comparisons of numbers. Everything else becomes
a letter with the facts that define it:

- A ⪰ 0 of a letter: A := K Kᵀ with a new K (n x n); of an expression M ⪰ N: M − N == K Kᵀ. A ≻ 0: K has an inverse.
- M ⪰ N as a conclusion: M − N is symmetric, and vᵀ(M − N)v >= 0 for a new vector v; M ≻ N: > 0 where vᵀv > 0.
- A⁻¹: a new letter with A A⁻¹ == I and A⁻¹ A == I; 1/x: a new number with x·(1/x) == 1. So an inverse says: where it exists.
- ‖A‖ in an odd power: a new number a >= 0 with a² == tr(AᵀA); an even power is a power of tr(AᵀA).
"""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from theory.kernel.budget import Fault, limited
from theory.kernel.letters import RESERVED
from theory.kernel.statement import Statement
from theory.statements.blocks import expanded
from theory.statements.declarations import Declaration
from theory.statements.reading import Reading
from theory.statements.shapes import Size, constant, is_number
from theory.statements.tree import Node, Relation, StatementError
from theory.statements.values import Scene

NAMES = ("n", "m", "p", "q", "r", "k", "d", "s", "l")
"""For sizes that nobody named."""


@dataclass
class Elaborated:
    """``json``: the kernel's statement. ``letters``: user's name → kernel's name; ``sizes``: rows and columns of each letter
    as kernel texts (None: a number); ``roots``, ``inverses``: new letters, with the matrix they belong to as kernel text;
    ``factors``: PSD letters or expressions, with the K of K Kᵀ; ``unnamed``: names of sizes that nobody named, by root;
    ``vectors``: the v of vᵀMv >= 0, by size; ``computed``: values of letters that stand for blocks, by the name in
    ``letters``; ``right``: letters with an inverse on one side, and these."""

    reading: Reading
    json: dict
    letters: dict[str, str]
    sizes: dict[str, tuple[str, str] | None]
    roots: dict[str, str] = field(default_factory=dict)
    inverses: dict[str, str] = field(default_factory=dict)
    factors: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    vectors: dict[str, str] = field(default_factory=dict)
    unnamed: dict[int, str] = field(default_factory=dict)
    computed: dict[str, Callable[[Scene], Any]] = field(default_factory=dict)
    right: list[str] = field(default_factory=list)


def elaborate(reading: Reading, values: Mapping[str, Node] | None = None) -> Elaborated:
    """The kernel's statement of a reading; StatementError where the kernel has no word for it. ``values``: letters of the
    conclusions alone, defined by expressions.

    >>> from theory.statements.reading import read
    >>> elaborate(read("A ⪰ 0 |- tr(A) >= 0")).json["letters"][-1]
    ['A', {'kind': 'matrix', 'shape': ['n', 'n'], 'value': 'K_A*K_A.T'}]
    """
    if reading.quantified:
        q = reading.quantified[0]
        raise StatementError(f"{q.kind} is for saddleproof check alone, in this place", reading.text, q.at)
    without = expanded(reading)
    work = _Elaboration(without.reading, values=values)
    found = work.run()
    found.reading, found.computed = reading, without.computed
    found.right = [found.letters[name] for pair in without.right for name in pair]
    found.notes = [*without.notes, *found.notes]
    return found


def expression_text(node: Node, reading: Reading) -> tuple[Elaborated, str]:
    """The letters of an expression (its hypotheses as givens; nothing is concluded but 0 == 0), and its text in them.

    >>> from theory.statements.reading import read_expression
    >>> found, text = expression_text(*read_expression("||X*Y^T - A||^2", "X: m x r"))
    >>> text, [name for name, _ in found.json["letters"]]
    ('tr((X*Y.T - A).T*(X*Y.T - A))', ['m', 'r', 'n', 'X', 'Y', 'A'])
    """
    work = _Elaboration(reading, node)
    return work.run(), work.shown


class _Elaboration:
    def __init__(self, reading: Reading, objective: Node | None = None, values: Mapping[str, Node] | None = None):
        self.values = dict(values or {})
        self.reading, self.objective, self.shown = reading, objective, ""
        self.before: list = []  # integers and sizes
        self.free: list = []  # numbers and matrices
        self.late: list = []  # new letters, which may mention the others
        self.given: list[str] = []
        self.taken: set[str] = set()
        self.names: dict[str, str] = {}
        self.sizes: dict[int, str] = {}
        self.made: dict[tuple, str] = {}
        self.found = Elaborated(reading, {}, {}, {})

    def run(self) -> Elaborated:
        """Letters first, then hypotheses, then conclusions; what is new is declared before it is used."""
        reading = self.reading
        self._name_all()
        for name in reading.shapes.letters:
            if name not in self.values:
                self._letter(name, reading.declared.get(name))
        for name in reading.shapes.letters:
            self._kinds(name, reading.declared.get(name))
        for relation in reading.hypotheses:
            self._hypothesis(relation)
        for name, node in self.values.items():
            shape = reading.shapes.letters[name]
            spec = {"kind": "real"} if shape is None else {"kind": "matrix", "shape": [self.size(s) for s in shape]}
            text = self.text(node)
            self.late.append([self.names[name], {**spec, "value": text}])
        then = [text for relation in reading.conclusions for text in self._conclusion(relation)]
        if self.objective is not None:
            self.shown, then = self.text(self.objective), ["0 == 0"]
        self.found.json = {"letters": [*self.before, *self.free, *self.late], "given": list(dict.fromkeys(self.given)),
                           "then": list(dict.fromkeys(then))}  # fmt: skip
        self.found.letters = dict(self.names)
        self.found.unnamed = dict(self.sizes)
        self.found.sizes = {n: s and (self.size(s[0]), self.size(s[1])) for n, s in reading.shapes.letters.items()}
        try:
            with limited():
                Statement(self.found.json)
        except Fault as fault:
            what = "this is too large" if "budget" in str(fault) else "the kernel has no word for this"
            raise StatementError(f"{what}: {fault}", reading.text, 0) from None
        return self.found

    # ------------------------------------------------------------------------------------------------------ names

    def fresh(self, wanted: str) -> str:
        """A name of the kernel that nothing has yet."""
        name = wanted
        while name in self.taken or name in RESERVED or keyword.iskeyword(name):
            name += "_"
        self.taken.add(name)
        return name

    def _name_all(self) -> None:
        shapes = self.reading.shapes
        for name in (*shapes.sizes, *shapes.letters):
            if name not in self.names:
                self.names[name] = self.fresh(name)
        open_ones = []
        nodes = [n for relation in self.reading.relations() for n in relation.walk()]
        letters = [leaf for shape in shapes.letters.values() for s in shape or () for leaf in s.leaves()]
        for node in nodes:
            loose = [s for s in node.shape[0].leaves() if s.value is None] if node.op == "identity" else []
            if (letters or shapes.sizes) and any(all(s is not t for t in letters) for s in loose):
                raise StatementError("the size of this I is tied to no letter: write I_n with the name of a size",
                                     self.reading.text, node.at)  # fmt: skip
        nodes += list(self.objective.walk()) if self.objective is not None else []
        for shape in (*shapes.letters.values(), *(n.shape for n in nodes)):
            open_ones += [leaf for s in shape or () for leaf in s.leaves()]
        pool = [n for n in NAMES if n not in self.taken] + [f"n{k}" for k in range(1, 60)]
        for name in shapes.sizes:
            declared = self.reading.declared.get(name)
            if declared is None or "integer" not in declared.kinds:
                self.before.append([self.names[name], {"kind": "dimension"}])
        for root in open_ones:
            if root.value is None and id(root) not in self.sizes:
                name = self.fresh(pool.pop(0))
                self.sizes[id(root)] = name
                self.before.append([name, {"kind": "dimension"}])

    def size(self, size: Size) -> str:
        """A size as the kernel writes it."""
        leaves = size.leaves()
        count = sum(leaf.value for leaf in leaves if isinstance(leaf.value, int))
        named = [self.sizes[id(leaf)] if leaf.value is None else self.names[str(leaf.value)] for leaf in leaves
                 if not isinstance(leaf.value, int)]  # fmt: skip
        return " + ".join([*named, str(count)] if count or not named else named)

    # ---------------------------------------------------------------------------------------------------- letters

    def _letter(self, name: str, declared: Declaration | None) -> None:
        shape, kernel = self.reading.shapes.letters[name], self.names[name]
        kinds = declared.kinds if declared else frozenset()
        bound = declared.bound if declared else None
        if shape is None:
            if "integer" in kinds:
                low = bound[1] + (bound[0] == ">") if bound else None
                if kinds & {"positive", "nonnegative"}:
                    low = max(low or Fraction(0), Fraction(int("positive" in kinds)))
                if low is None or low.denominator != 1:
                    text, at = (declared.text, declared.at) if declared else ("", 0)
                    raise StatementError(f"an integer needs a least value: {name}: integer >= 1", text, at)
                self.before.append([kernel, {"kind": "integer", "min": str(low)}])
                if self._counted(name):
                    self.given.append(f"{kernel} >= {low}")
                return
            positive = "positive" in kinds or bound == (">", 0)
            if "dimension" not in kinds:
                self.free.append([kernel, {"kind": "positive" if positive else "real"}])
            if bound is not None and not (positive and bound[1] == 0):
                self.given.append(f"{kernel} {bound[0]} {bound[1]}")
            elif "nonnegative" in kinds:
                self.given.append(f"{kernel} >= 0")
            return
        rows, columns = self.size(shape[0]), self.size(shape[1])
        if "diagonal" in kinds:
            positive = (bound is not None and bound[0] == ">") or bool(kinds & {"positive", "pd"})
            self.free.append([kernel, {"kind": "diagonal", "size": rows} | ({"positive": True} if positive else {})])
            return
        value = {}
        if self._semidefinite(name, declared):
            factor = self._factor(kernel, rows, self._definite(name, declared))
            value = {"value": f"{factor}*{factor}.T"}
            self.found.factors[kernel] = factor
        self.free.append([kernel, {"kind": "matrix", "shape": [rows, columns]} | value])

    def _counted(self, name: str) -> bool:
        """Whether an integer stands outside of exponents too, so that its bound is a fact to be used."""
        nodes = [n for r in self.reading.relations() for n in r.walk()]
        inside = {id(n) for power in nodes if power.op == "^" for n in power.args[1].walk()}
        return any(n.op == "name" and n.value == name and id(n) not in inside for n in nodes)

    def _semidefinite(self, name: str, declared: Declaration | None) -> bool:
        """Whether the letter is declared, or assumed by a hypothesis A ⪰ 0, to be positive semidefinite."""
        if declared and ("psd" in declared.kinds or "pd" in declared.kinds or declared.bound):
            return True
        return any(self._about(r, name) for r in self.reading.hypotheses)

    def _definite(self, name: str, declared: Declaration | None) -> bool:
        if declared and ("pd" in declared.kinds or (declared.bound is not None and declared.bound[0] == ">")):
            return True
        return any(self._about(r, name) and r.op in (">", "≻") for r in self.reading.hypotheses)

    @staticmethod
    def _about(relation: Relation, name: str) -> bool:
        left = relation.left
        named = left.op == "name" and left.value == name and left.shape is not None
        return named and relation.op != "=" and relation.right.zero

    def _factor(self, label: str, size: str, definite: bool) -> str:
        """K (and its inverse J) of K Kᵀ."""
        factor = self.fresh(f"K_{label}")
        self.free.append([factor, {"kind": "matrix", "shape": [size, size]}])
        if definite:
            inverse = self.fresh(f"J_{label}")
            self.free.append([inverse, {"kind": "matrix", "shape": [size, size]}])
            self.given += [f"{factor}*{inverse} == I({size})", f"{inverse}*{factor} == I({size})"]
            self.found.inverses[inverse] = factor
        return factor

    def _kinds(self, name: str, declared: Declaration | None) -> None:
        """The facts that kinds promise."""
        shape, a = self.reading.shapes.letters[name], self.names[name]
        kinds = declared.kinds if declared else frozenset()
        if shape is None or declared is None:
            return
        rows, columns = self.size(shape[0]), self.size(shape[1])
        facts = {"symmetric": [f"{a}.T == {a}"], "skew": [f"{a}.T == -{a}"], "orthonormal": [f"{a}.T*{a} == I({columns})"],
                 "orthogonal": [f"{a}.T*{a} == I({rows})", f"{a}*{a}.T == I({rows})"], "idempotent": [f"{a}*{a} == {a}"],
                 "projection": [f"{a}*{a} == {a}", f"{a}.T == {a}"], "normal": [f"{a}*{a}.T == {a}.T*{a}"]}  # fmt: skip
        diagonal = "diagonal" in kinds
        for kind in sorted(kinds & set(facts)):
            if not (kind == "symmetric" and (diagonal or a in self.found.factors)):
                self.given += facts[kind]
        if "invertible" in kinds:
            self._inverse(a, rows, f"{a}_inv")
        nonnegative = bool(kinds & {"psd", "nonnegative"}) or (declared.bound is not None and declared.bound[0] == ">=")
        ordered = any(r.op != "=" for r in self.reading.conclusions)
        nonnegative |= ordered and (declared.bound is not None or bool(kinds & {"pd", "positive"}))
        if diagonal and self._strict and ((declared.bound or ("", 0))[0] == ">" or kinds & {"pd", "positive"}):
            self.found.factors[a] = self._factor(a, rows, True)
            self.given.append(f"{a} == {self.found.factors[a]}*{self.found.factors[a]}.T")
        elif diagonal and (nonnegative or any(self._about(r, name) for r in self.reading.hypotheses)):
            root = self.fresh(f"E_{a}")
            self.late.append([root, {"kind": "diagonal", "size": rows}])
            self.given.append(f"{a} == {root}*{root}")
            if self._definite(name, declared):
                self._inverse(root, rows, f"J_{a}")

    @property
    def _strict(self) -> bool:
        """Whether something is concluded to be > 0: for that a factor needs its inverse."""
        return any(r.op in (">", "≻") for r in self.reading.conclusions)

    # ------------------------------------------------------------------------------------------------- relations

    def _hypothesis(self, relation: Relation) -> None:
        left, right, op = relation.left, relation.right, relation.op
        if left.op == "name" and self._about(relation, left.value):
            return  # the letter is K Kᵀ, or a diagonal of squares
        if op == "=" or is_number(left.shape if not left.zero else right.shape):
            self.given.append(f"{self.text(left)} {_scalar(op)} {self.text(right)}")
            return
        shape = right.shape if left.zero else left.shape
        label = str(1 + sum(f.startswith("K_") for f in self.found.factors.values()))
        gap = self.difference(left, right)
        factor = self._factor(label, self.size(shape[0]), op in (">", "≻"))
        self.given.append(f"{gap} == {factor}*{factor}.T")
        self.found.factors[gap] = factor

    def _conclusion(self, relation: Relation) -> list[str]:
        left, right, op = relation.left, relation.right, relation.op
        shape = right.shape if left.zero else left.shape
        if op == "=" or is_number(shape):
            plain = f"{self.text(left)} {_scalar(op)} {self.text(right)}"
            return [] if relation.evident and self._evident(plain) else [plain]
        gap = self.difference(left, right)
        v = self._vector(self.size(shape[0]))
        strict = op in (">", "≻")
        if strict:
            self.given.append(f"{v}.T*{v} > 0")
        inside = gap if gap.isidentifier() else f"({gap})"
        symmetric = f"{inside}.T == {gap}"
        found = [f"{v}.T*{inside}*{v} {'>' if strict else '>='} 0"]
        return found if self._evident(symmetric) else [symmetric, *found]

    def _vector(self, size: str) -> str:
        """The v of vᵀMv, one for each size."""
        if size not in self.found.vectors:
            v = self.found.vectors[size] = self.fresh("v")
            self.late.append([v, {"kind": "matrix", "shape": [size, "1"]}])
        return self.found.vectors[size]

    def _evident(self, equation: str) -> bool:
        letters = [*self.before, *self.free, *self.late]
        try:
            with limited():
                return Statement({"letters": letters, "given": [], "then": [equation]}).then[0].difference.is_zero()
        except Fault:
            return False

    def difference(self, left: Node, right: Node) -> str:
        """left − right, without zeros."""
        if right.zero:
            return self.text(left)
        return f"-{self.text(right, 2)}" if left.zero else f"{self.text(left)} - {self.text(right, 2)}"

    # ----------------------------------------------------------------------------------------------- expressions

    def text(self, node: Node, tight: int = 0) -> str:
        """A node as the kernel reads it; ``tight``: 0 sum, 2 product, 3 power or transpose: brackets where needed."""
        found, level = getattr(self, f"_{_OPS[node.op]}")(node)
        return f"({found})" if level < tight else found

    def _some_vector(self, node: Node) -> tuple[str, int]:
        return self._vector(self.size(node.shape[0])), 4

    def _raw(self, node: Node) -> tuple[str, int]:
        return node.value, 0

    def _of_factor(self, node: Node) -> tuple[str, int]:
        return self.found.factors[self.names[node.value]], 4

    def _strip(self, node: Node) -> tuple[str, int]:
        return self.names[f"K{node.value[0] + 1}_{node.value[1] + 1}"], 4

    def _zero(self, node: Node) -> tuple[str, int]:
        """0 of a shape: the kernel's 0 has none, which is not enough inside a product."""
        rows, columns = (self.size(side) for side in node.shape) if node.shape else ("1", "1")
        if columns == "1" != rows:
            v = self._vector(rows)
            return f"{v} - {v}", 0
        return (f"I({rows}) - I({rows})", 0) if rows == columns != "1" else ("0", 4)

    def _number(self, node: Node) -> tuple[str, int]:
        value: Fraction = node.value
        return (str(value), 2 if value.denominator > 1 else 4)

    def _name(self, node: Node) -> tuple[str, int]:
        return self.names[node.value], 4

    def _identity(self, node: Node) -> tuple[str, int]:
        return f"I({self.size(node.shape[0])})", 4

    def _sum(self, node: Node) -> tuple[str, int]:
        left, right = node.args
        return f"{self.text(left)} {node.op} {self.text(right, 1 if node.op == '+' else 2)}", 0

    def _negative(self, node: Node) -> tuple[str, int]:
        return f"-{self.text(node.args[0], 2)}", 1

    def _product(self, node: Node) -> tuple[str, int]:
        left, right = node.args
        return f"{self.text(left, 2)}*{self.text(right, 3 if right.op == '/' else 2)}", 2

    def _quotient(self, node: Node) -> tuple[str, int]:
        left, right = node.args
        value = constant(right)
        if value is not None:
            inverse = 1 / value
            factor = str(inverse) if inverse > 0 else f"({inverse})"
            return (str(Fraction(left.value) / value), 2) if left.op == "number" else (f"{factor}*{self.text(left, 2)}", 2)
        below = self._reciprocal(right)
        if left.op == "number" and left.value == 1:
            return below, 3
        return f"{self.text(left, 2)}*{below}", 2

    def _reciprocal(self, node: Node) -> str:
        """1/x: a power of a positive letter, or a new number."""
        text = self.text(node, 3)
        kind = next((s["kind"] for n, s in self.free if n == text), "")
        if kind == "positive":
            return f"{text}**(-1)"
        key = ("reciprocal", text)
        if key not in self.made:
            name = self.made[key] = self.fresh("rec_" + (text if text.isidentifier() else str(len(self.made) + 1)))
            self.late.append([name, {"kind": "real"}])
            self.given.append(f"{text}*{name} == 1")
            self.found.inverses[name] = text
            self.found.notes.append(f"1/{text} is spoken of where it exists")
        return self.made[key]

    def _power(self, node: Node) -> tuple[str, int]:
        base, exponent = node.args
        value = constant(exponent)
        if value is None:
            return f"{self.text(base, 4)}**({self.text(exponent)})", 3
        n = int(value)
        if base.op == "norm" and n >= 0:
            whole = self._squared(base.args[0])
            if n % 2 == 0:
                return (whole, 4) if n == 2 else (f"{whole}**{n // 2}", 3)
        if n >= 0:
            return f"{self.text(base, 4)}**{n}", 3
        inverse = self._reciprocal(base) if is_number(base.shape) else self._inverse(
            self.text(base, 3), self.size(base.shape[0]))  # fmt: skip
        return (inverse, 3) if n == -1 else (f"({inverse})**{-n}", 3)

    def _transpose(self, node: Node) -> tuple[str, int]:
        return f"{self.text(node.args[0], 4)}.T", 4

    def _inverted(self, node: Node) -> tuple[str, int]:
        base = node.args[0]
        if is_number(base.shape):
            return self._reciprocal(base), 3
        return self._inverse(self.text(base, 3), self.size(base.shape[0])), 4

    def _inverse(self, text: str, size: str, wanted: str = "") -> str:
        """The letter for the inverse of a text; the power −1 of a positive diagonal is its own."""
        spec: dict = next((s for n, s in self.free if n == text), {})
        if spec.get("kind") == "diagonal" and spec.get("positive"):
            return f"{text}**(-1)"
        key = ("inverse", text)
        if key not in self.made:
            label = f"{text}_inv" if text.isidentifier() else f"inv_{len(self.made) + 1}"
            name = self.made[key] = self.fresh(wanted or label)
            self.late.append([name, {"kind": "matrix", "shape": [size, size]}])
            self.given += [f"{text}*{name} == I({size})", f"{name}*{text} == I({size})"]
            self.found.inverses[name] = text
            if not wanted:
                self.found.notes.append(f"the inverse of {text} is spoken of where it exists")
        return self.made[key]

    def _trace(self, node: Node) -> tuple[str, int]:
        return f"tr({self.text(node.args[0])})", 4

    def _inner(self, node: Node) -> tuple[str, int]:
        left, right = node.args
        return f"tr({self.text(left, 4)}.T*{self.text(right, 3)})", 4

    def _squared(self, node: Node) -> str:
        """‖A‖² as a trace."""
        text = self.text(node, 4)
        return f"tr({text}.T*{text})"

    def _norm(self, node: Node) -> tuple[str, int]:
        text = self.text(node.args[0])
        key = ("norm", text)
        if key not in self.made:
            label = f"norm_{text}" if text.isidentifier() else f"norm_{len(self.made) + 1}"
            name = self.made[key] = self.fresh(label)
            self.late.append([name, {"kind": "real"}])
            self.given += [f"{name} >= 0", f"{name}**2 == {self._squared(node.args[0])}"]
            self.found.roots[name] = text
        return self.made[key], 4


def _scalar(op: str) -> str:
    return {"=": "==", ">=": ">=", ">": ">", "⪰": ">=", "≻": ">"}[op]


_OPS = {"number": "number", "name": "name", "identity": "identity", "+": "sum", "-": "sum", "neg": "negative", "*": "product",
        "/": "quotient", "^": "power", "T": "transpose", "inv": "inverted", "tr": "trace", "norm": "norm",
        "inner": "inner", "vector": "some_vector", "raw": "raw", "factor": "of_factor",
        "strip": "strip", "0": "zero"}  # fmt: skip

