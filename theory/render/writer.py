"""Trees written: one table of precedence for LaTeX, MathML and Unicode, so that brackets stand in the same places."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction

from theory.render.names import Symbol
from theory.render.tree import Math, number

SUM, PRODUCT, FACTOR, ATOM = 1, 2, 3, 4
"""How tight a node binds: in a sum, in a product, as a factor, as what carries an exponent."""

LEVELS = {"plus": SUM, "neg": SUM, "times": PRODUCT, "word": PRODUCT, "sum": PRODUCT, "prod": PRODUCT, "chain": PRODUCT,
          "power": FACTOR, "T": FACTOR, "norm2": FACTOR, "diff": FACTOR, "rel": 0, "root": FACTOR}  # fmt: skip
TWO = number(2)
GREEDY = ("sum", "prod")
"""What takes all that follows in a product: in brackets unless it is last."""


class Writer(ABC):
    """Writes trees in one notation; a subclass says how each piece looks. ``looks``: the symbols of the letters."""

    def __init__(self, looks: dict[str, Symbol]):
        self.looks = looks

    def __call__(self, node: Math, tight: int = 0) -> str:
        """The node, in brackets if it binds less than ``tight``."""
        text = self._written(node)
        return self.brackets(text) if self.level(node) < tight else text

    def level(self, node: Math) -> int:
        """How tight the node binds."""
        if node.kind == "number":
            return SUM if node.value < 0 else ATOM if node.value.denominator == 1 else FACTOR
        if node.kind == "root" and node.args[1].value == 2:
            return ATOM
        return LEVELS.get(node.kind, ATOM)

    def _written(self, node: Math) -> str:
        return getattr(self, "_" + node.kind)(node)

    def _number(self, node: Math) -> str:
        return self.number(node.value)

    def _letter(self, node: Math) -> str:
        return self.symbol(self.look(node.value), self(node.args[0]) if node.args else "")

    def look(self, name: str) -> Symbol:
        """The symbol of a letter; a bound variable is its own."""
        return self.looks.get(name) or Symbol(name.rstrip("_"))

    def _I(self, node: Math) -> str:
        return self.symbol(Symbol("I"), self(node.args[0]))

    def _plus(self, node: Math) -> str:
        pieces = []
        for term in node.args:
            less = term.kind == "neg" or (term.kind == "number" and term.value < 0)
            inner = term.args[0] if term.kind == "neg" else Math("number", (), abs(term.value)) if less else term
            pieces.append(("−" if less else "+", self(inner, PRODUCT)))
        return self.total(pieces)

    def _neg(self, node: Math) -> str:
        return self.total([("−", self(node.args[0], PRODUCT))])

    def _times(self, node: Math) -> str:
        last = len(node.args) - 1
        parts = []
        for k, factor in enumerate(node.args):
            loose = factor.kind == "chain" or (factor.kind in GREEDY and k == last)
            tight = ATOM if factor.kind == "diff" and k < last else PRODUCT if loose else FACTOR
            parts.append((self(factor, tight), factor))
        return self.product(parts)

    _word = _times

    def _power(self, node: Math) -> str:
        base, exponent = node.args
        return self.raised(self(base, ATOM), self(exponent), base)

    def _T(self, node: Math) -> str:
        x = node.args[0]
        if x.kind == "power" and x.args[1].kind == "number" and x.args[1].value == -1:
            return self.transposed(self(x.args[0], ATOM), x.args[0], inverse=True)
        return self.transposed(self(x, ATOM), x)

    def _tr(self, node: Math) -> str:
        return self.trace(self(node.args[0]))

    def _norm2(self, node: Math) -> str:
        return self.raised(self.norm(self(node.args[0])), self(TWO), node)

    def _norm(self, node: Math) -> str:
        return self.norm(self(node.args[0]))

    def _inner(self, node: Math) -> str:
        return self.pairing(self(node.args[0]), self(node.args[1]))

    def _chain(self, node: Math) -> str:
        look = self.look(node.value)
        return self.dots(*(self.symbol(look, self(end)) for end in node.args))

    def _sum(self, node: Math) -> str:
        low, high, body = node.args
        return self.big("∑", self.symbol(Symbol(node.value)), self(low), self(high), self(body, PRODUCT))

    def _prod(self, node: Math) -> str:
        low, high, body = node.args
        return self.big("∏", self.symbol(Symbol(node.value)), self(low), self(high), self(body, PRODUCT))

    def _diff(self, node: Math) -> str:
        name, order = node.value
        return self.derivative(self.symbol(self.look(name)), order, self(node.args[0], ATOM))

    def _root(self, node: Math) -> str:
        radicand, degree = node.args
        if degree.value == 2:
            return self.square_root(self(radicand))
        return self.raised(self(radicand, ATOM), self.reciprocal(self(degree, FACTOR)), radicand)

    def _entry(self, node: Math) -> str:
        index = self(node.args[0])
        return self.symbol(self.look(node.value), index + self.comma() + index)

    def _gradient(self, node: Math) -> str:
        return self.nabla(self(node.args[1]), self(node.args[0]))

    def _rel(self, node: Math) -> str:
        return self.relation(self(node.args[0]), node.value, self(node.args[1]))

    def _range(self, node: Math) -> str:
        low, middle, high = node.args
        return self.relation(self.relation(self(low), node.value[0], self(middle)), node.value[1], self(high))

    def _member(self, node: Math) -> str:
        return self.relation(self.listed([self(part) for part in node.args[:-1]]), "∈", self(node.args[-1]))

    def _list(self, node: Math) -> str:
        return self.listed([self(part) for part in node.args])

    def _run(self, node: Math) -> str:
        return self.listed([self(node.args[0]), self.ellipsis(), self(node.args[1])])

    def _reals(self, node: Math) -> str:
        sizes = [self(part, FACTOR) for part in node.args]
        return self.space(self.cross(sizes))

    def _map(self, node: Math) -> str:
        return self.relation(self(node.args[0]), "↦", self(node.args[1]))

    # how pieces look ------------------------------------------------------------------------------------------------

    @abstractmethod
    def number(self, value: Fraction) -> str:
        """A rational."""

    @abstractmethod
    def symbol(self, look: Symbol, index: str = "") -> str:
        """A letter with its index."""

    @abstractmethod
    def brackets(self, text: str) -> str:
        """In round brackets."""

    @abstractmethod
    def total(self, pieces: list[tuple[str, str]]) -> str:
        """Signed terms."""

    @abstractmethod
    def product(self, parts: list[tuple[str, Math]]) -> str:
        """Factors side by side."""

    @abstractmethod
    def raised(self, base: str, exponent: str, node: Math) -> str:
        """base^exponent."""

    @abstractmethod
    def transposed(self, base: str, node: Math, inverse: bool = False) -> str:
        """baseᵀ, or base⁻ᵀ."""

    @abstractmethod
    def trace(self, text: str) -> str:
        """tr(…)."""

    @abstractmethod
    def norm(self, text: str) -> str:
        """‖…‖."""

    @abstractmethod
    def pairing(self, a: str, b: str) -> str:
        """⟨a, b⟩."""

    @abstractmethod
    def dots(self, first: str, last: str) -> str:
        """first ⋯ last."""

    @abstractmethod
    def big(self, sign: str, var: str, low: str, high: str, body: str) -> str:
        """Σ or ∏."""

    @abstractmethod
    def derivative(self, var: str, order: int, body: str) -> str:
        """∂/∂var body."""

    @abstractmethod
    def square_root(self, text: str) -> str:
        """√."""

    @abstractmethod
    def relation(self, a: str, sign: str, b: str) -> str:
        """a sign b."""

    @abstractmethod
    def nabla(self, var: str, f: str) -> str:
        """∇_var f."""

    @abstractmethod
    def listed(self, parts: list[str]) -> str:
        """a, b, c."""

    @abstractmethod
    def ellipsis(self) -> str:
        """…"""

    @abstractmethod
    def cross(self, sizes: list[str]) -> str:
        """m × n."""

    @abstractmethod
    def space(self, exponent: str) -> str:
        """ℝ^exponent."""

    @abstractmethod
    def comma(self) -> str:
        """Between two indices."""

    @abstractmethod
    def reciprocal(self, text: str) -> str:
        """1/text, in an exponent."""
