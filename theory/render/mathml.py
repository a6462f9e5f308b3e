"""Trees as MathML Core: what Chromium, Firefox and Safari draw without a script."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from theory.render.names import Symbol
from theory.render.tree import Math
from theory.render.writer import Writer

SIGNS = {"=": "=", ">": "&gt;", ">=": "≥", "<": "&lt;", "<=": "≤", "preceq": "⪯", "succeq": "⪰", "∈": "∈", "↦": "↦", "≠": "≠"}


def op(sign: str, more: str = "") -> str:
    """An operator.

    >>> op("+")
    '<mo>+</mo>'
    """
    return f"<mo{more}>{sign}</mo>"


def row(*parts: str) -> str:
    """Parts as one; a single one stays as it is."""
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


FENCE = ' stretchy="false"'
THIN = '<mspace width="0.17em"/>'


class MathmlWriter(Writer):
    """Writes the inside of a ``<math>`` element.

    >>> from theory.render.reading import read
    >>> MathmlWriter({})(read("x**2 >= 0"))
    '<msup><mi>x</mi><mn>2</mn></msup><mo>≥</mo><mn>0</mn>'
    """

    def number(self, value: Fraction) -> str:
        """An integer, or a fraction."""
        sign = op("−", ' form="prefix"') if value < 0 else ""
        if value.denominator == 1:
            shown = f"<mn>{abs(value.numerator)}</mn>"
        else:
            shown = f"<mfrac><mn>{abs(value.numerator)}</mn><mn>{value.denominator}</mn></mfrac>"
        return row(sign, shown) if sign else shown

    def symbol(self, look: Symbol, index: str = "") -> str:
        """A letter with subscripts."""
        base = f"<mi>{escape(look.base)}</mi>"
        if look.dot:
            base = f"<mover>{base}{op('˙')}</mover>"
        subs = [f"<mn>{s}</mn>" if s.isdigit() else op(s) if s in "+−∗" else f"<mi>{escape(s)}</mi>" for s in look.sub]
        subs += [index] if index else []
        sub = row(*[piece for k, s in enumerate(subs) for piece in ([self.comma()] * (k > 0) + [s])]) if subs else ""
        mark = f'<mrow>{op("(", FENCE)}<mn>{look.mark[1:-1]}</mn>{op(")", FENCE)}</mrow>' if look.mark else ""
        if mark and sub:
            return f"<msubsup>{base}{sub}{mark}</msubsup>"
        return f"<msup>{base}{mark}</msup>" if mark else f"<msub>{base}{sub}</msub>" if sub else base

    def brackets(self, text: str) -> str:
        """( … )."""
        return row(op("(", FENCE), text, op(")", FENCE))

    def total(self, pieces: list[tuple[str, str]]) -> str:
        """Terms with their signs."""
        (first, text), *rest = pieces
        lead = op("−", ' form="prefix"') if first == "−" else ""
        return row(*([lead] if lead else []), text, *(piece for s, t in rest for piece in (op(s), t)))

    def product(self, parts: list[tuple[str, Math]]) -> str:
        """Side by side; a dot before a number."""
        pieces = [parts[0][0]]
        for text, node in parts[1:]:
            first = node.args[0] if node.kind == "power" else node
            pieces += [op("·") if first.kind == "number" else THIN, text]
        return row(*pieces)

    def raised(self, base: str, exponent: str, node: Math) -> str:
        """base^exponent."""
        return f"<msup>{base}{row(exponent)}</msup>"

    def transposed(self, base: str, node: Math, inverse: bool = False) -> str:
        """baseᵀ, or base⁻ᵀ."""
        raised = row(op("−", ' form="prefix"'), op("⊤")) if inverse else op("⊤")
        return f"<msup>{base}{raised}</msup>"

    def trace(self, text: str) -> str:
        """tr(…)."""
        return row('<mi mathvariant="normal">tr</mi>', self.brackets(text))

    def norm(self, text: str) -> str:
        """‖…‖."""
        return row(op("‖", FENCE), text, op("‖", FENCE))

    def pairing(self, a: str, b: str) -> str:
        """⟨a, b⟩."""
        return row(op("⟨", FENCE), a, op(","), b, op("⟩", FENCE))

    def dots(self, first: str, last: str) -> str:
        """first ⋯ last."""
        return row(first, op("⋯"), last)

    def big(self, sign: str, var: str, low: str, high: str, body: str) -> str:
        """Σ or ∏."""
        return row(f"<munderover>{op(sign)}{row(var, op('='), low)}{row(high)}</munderover>", body)

    def derivative(self, var: str, order: int, body: str) -> str:
        """∂/∂var body."""
        d = "<mi>∂</mi>"
        if order > 1:
            top, bottom = f"<msup>{d}<mn>{order}</mn></msup>", f"<mrow>{d}<msup>{var}<mn>{order}</mn></msup></mrow>"
        else:
            top, bottom = d, f"<mrow>{d}{var}</mrow>"
        return row(f"<mfrac>{top}{bottom}</mfrac>", body)

    def square_root(self, text: str) -> str:
        """√."""
        return f"<msqrt>{text}</msqrt>"

    def reciprocal(self, text: str) -> str:
        """1/text."""
        return row("<mn>1</mn>", op("/"), text)

    def relation(self, a: str, sign: str, b: str) -> str:
        """a sign b."""
        return f"{a}{op(SIGNS[sign])}{b}"

    def nabla(self, var: str, f: str) -> str:
        """∇_var f."""
        return row(f"<msub>{op('∇')}{var}</msub>", f)

    def listed(self, parts: list[str]) -> str:
        """a, b, c."""
        return row(*[piece for k, part in enumerate(parts) for piece in ([op(",")] * (k > 0) + [part])])

    def ellipsis(self) -> str:
        """…"""
        return "<mi>…</mi>"

    def cross(self, sizes: list[str]) -> str:
        """m × n."""
        return row(*[piece for k, size in enumerate(sizes) for piece in ([op("×")] * (k > 0) + [size])]) if sizes else ""

    def space(self, exponent: str) -> str:
        """ℝ^exponent."""
        return f"<msup><mi>ℝ</mi>{exponent}</msup>" if exponent else "<mi>ℝ</mi>"

    def comma(self) -> str:
        """Between two indices."""
        return op(",", ' separator="true"')
