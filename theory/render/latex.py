"""Trees as LaTeX (amsmath, amssymb). Brackets are of a fixed size, so that TeX may break a line inside them."""

from __future__ import annotations

import re
from fractions import Fraction

from theory.render.names import Symbol, latex_symbol
from theory.render.tree import Math
from theory.render.writer import Writer

SIGNS = {"=": "=", ">": ">", ">=": r"\ge", "<": "<", "<=": r"\le", "preceq": r"\preceq", "succeq": r"\succeq", "∈": r"\in",
         "↦": r"\mapsto", "≠": r"\ne"}  # fmt: skip


class LatexWriter(Writer):
    """Writes LaTeX for mathematics mode.

    >>> from theory.render.reading import read
    >>> LatexWriter({})(read("tr((X-Y).T*(X-Y)) >= 1/2*t**2"))
    '\\\\lVert X - Y \\\\rVert^{2} \\\\ge \\\\tfrac{1}{2} t^{2}'
    """

    def number(self, value: Fraction) -> str:
        """An integer, or a small fraction."""
        sign = "-" if value < 0 else ""
        if value.denominator == 1:
            return f"{sign}{abs(value.numerator)}"
        return rf"{sign}\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"

    def symbol(self, look: Symbol, index: str = "") -> str:
        """A letter with subscripts."""
        return latex_symbol(look, index)

    def brackets(self, text: str) -> str:
        r"""( … ), or \bigl( … \bigr) around others."""
        size = r"\Big" if r"\bigl" in text else r"\big" if any(mark in text for mark in ("(", r"\tfrac", r"\sum")) else ""
        return f"{size}l({text}{size}r)" if size else f"({text})"

    def total(self, pieces: list[tuple[str, str]]) -> str:
        """Terms with their signs."""
        (first, text), *rest = pieces
        return ("-" if first == "−" else "") + text + "".join(f" {'-' if s == '−' else '+'} {t}" for s, t in rest)

    def product(self, parts: list[tuple[str, Math]]) -> str:
        """Side by side; a dot before a digit."""
        out = parts[0][0]
        for text, _ in parts[1:]:
            out += (r" \cdot " if text[0].isdigit() or text.startswith(r"\tfrac") else " ") + text
        return out

    def raised(self, base: str, exponent: str, node: Math) -> str:
        """base^{exponent}."""
        return f"{self._carrier(base, node)}^{{{exponent}}}"

    def transposed(self, base: str, node: Math, inverse: bool = False) -> str:
        """base^⊤, or base^{-⊤}."""
        return rf"{self._carrier(base, node)}^{{{'-' * inverse}\top}}"

    def _carrier(self, base: str, node: Math) -> str:
        marked = node.kind == "letter" and self.look(node.value).mark
        return f"{{{base}}}" if marked else base

    def trace(self, text: str) -> str:
        """tr(…)."""
        return rf"\operatorname{{tr}}{self.brackets(text)}"

    def norm(self, text: str) -> str:
        """‖…‖."""
        left, right = (r"\bigl\lVert", r"\bigr\rVert") if re.search(r"\(|\\tfrac|\\cdots", text) else (r"\lVert", r"\rVert")
        return f"{left} {text} {right}"

    def pairing(self, a: str, b: str) -> str:
        """⟨a, b⟩."""
        left, right = (r"\bigl\langle", r"\bigr\rangle") if re.search(r"\(|\\tfrac", a + b) else (r"\langle", r"\rangle")
        return rf"{left} {a},\, {b} {right}"

    def dots(self, first: str, last: str) -> str:
        """first ⋯ last."""
        return rf"{first} \cdots {last}"

    def big(self, sign: str, var: str, low: str, high: str, body: str) -> str:
        """Σ or ∏."""
        return rf"{chr(92)}{'sum' if sign == '∑' else 'prod'}_{{{var}={low}}}^{{{high}}} {body}"

    def derivative(self, var: str, order: int, body: str) -> str:
        """∂/∂var body."""
        power = f"^{{{order}}}" if order > 1 else ""
        return rf"\tfrac{{\partial{power}}}{{\partial {var}{power}}} {body}"

    def square_root(self, text: str) -> str:
        """√."""
        return rf"\sqrt{{{text}}}"

    def reciprocal(self, text: str) -> str:
        """1/text."""
        return f"1/{text}"

    def relation(self, a: str, sign: str, b: str) -> str:
        """a sign b."""
        return f"{a} {SIGNS[sign]} {b}"

    def nabla(self, var: str, f: str) -> str:
        """∇_var f."""
        return rf"\nabla_{{\!{var}}} {f}"

    def listed(self, parts: list[str]) -> str:
        """a, b, c."""
        return ", ".join(parts)

    def ellipsis(self) -> str:
        """…"""
        return r"\dots"

    def cross(self, sizes: list[str]) -> str:
        """m × n."""
        return r" \times ".join(sizes)

    def space(self, exponent: str) -> str:
        """ℝ^exponent."""
        return rf"\mathbb{{R}}^{{{exponent}}}" if exponent else r"\mathbb{R}"

    def comma(self) -> str:
        """Between two indices."""
        return ","
