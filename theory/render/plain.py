"""Trees as Unicode for a terminal: raised and lowered signs where Unicode has them."""

from __future__ import annotations

from fractions import Fraction

from theory.render.names import Symbol
from theory.render.tree import Math
from theory.render.writer import Writer

UP = dict(zip("0123456789+−-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾", strict=True))
UP |= zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
UP |= zip("LNMADEGHIJKOPRUVW×", "ᴸᴺᴹᴬᴰᴱᴳᴴᴵᴶᴷᴼᴾᴿᵁⱽᵂˣ", strict=True)  # T is left to the transpose
DOWN = dict(zip("0123456789+−-=()aehijklmnoprstuvx∗", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ∗", strict=True))
SIGNS = {"=": "=", ">": ">", ">=": "≥", "<": "<", "<=": "≤", "preceq": "⪯", "succeq": "⪰", "∈": "∈", "↦": "↦", "≠": "≠"}
HALVES = {Fraction(1, 2): "½", Fraction(1, 4): "¼", Fraction(3, 4): "¾"}
DOTTED = "\u0307"


def raised(text: str) -> str:
    """Above the line, in signs if Unicode has them all.

    >>> raised("2L"), raised("Q")
    ('²ᴸ', '^Q')
    """
    return _moved(text, UP, "^")


def lowered(text: str) -> str:
    """Below the line, in signs if Unicode has them all.

    >>> lowered("l−1"), lowered("L")
    ('ₗ₋₁', '_L')
    """
    return _moved(text, DOWN, "_")


def _moved(text: str, signs: dict[str, str], mark: str) -> str:
    close = text.replace(" ", "")
    if all(sign in signs for sign in close):
        return "".join(signs[sign] for sign in close)
    return f"{mark}{close}" if len(close) == 1 else f"{mark}{{{close}}}"


class PlainWriter(Writer):
    """Writes Unicode.

    >>> from theory.render.reading import read
    >>> PlainWriter({})(read("tr((X-Y).T*(X-Y)) >= 1/2*t**2"))
    '‖X − Y‖² ≥ ½ t²'
    """

    def number(self, value: Fraction) -> str:
        """An integer, ½, or p/q."""
        sign, size = "−" if value < 0 else "", abs(value)
        return sign + (HALVES.get(size) or (str(size) if size.denominator == 1 else f"({size})"))

    def symbol(self, look: Symbol, index: str = "") -> str:
        """A letter with subscripts."""
        sub = ",".join([*look.sub, *([index] if index else [])])
        base = look.base + DOTTED if look.dot else look.base
        return base + (raised(look.mark) if look.mark else "") + (lowered(sub) if sub else "")

    def brackets(self, text: str) -> str:
        """( … )."""
        return f"({text})"

    def total(self, pieces: list[tuple[str, str]]) -> str:
        """Terms with their signs."""
        (first, text), *rest = pieces
        return ("−" if first == "−" else "") + text + "".join(f" {s} {t}" for s, t in rest)

    def product(self, parts: list[tuple[str, Math]]) -> str:
        """Side by side, a blank between; a dot before a digit."""
        out = parts[0][0]
        for text, _ in parts[1:]:
            out += (" · " if text[0].isdigit() else " ") + text
        return out

    def raised(self, base: str, exponent: str, node: Math) -> str:
        """base^exponent."""
        return base + raised(exponent)

    def transposed(self, base: str, node: Math, inverse: bool = False) -> str:
        """baseᵀ, or base⁻ᵀ."""
        return base + "⁻" * inverse + "ᵀ"

    def trace(self, text: str) -> str:
        """tr(…)."""
        return f"tr({text})"

    def norm(self, text: str) -> str:
        """‖…‖."""
        return f"‖{text}‖"

    def pairing(self, a: str, b: str) -> str:
        """⟨a, b⟩."""
        return f"⟨{a}, {b}⟩"

    def dots(self, first: str, last: str) -> str:
        """first ⋯ last."""
        return f"{first} ⋯ {last}"

    def big(self, sign: str, var: str, low: str, high: str, body: str) -> str:
        """Σ or ∏."""
        return f"{sign}{lowered(f'{var}={low}')}{raised(high)} {body}"

    def derivative(self, var: str, order: int, body: str) -> str:
        """∂/∂var body."""
        power = raised(str(order)) if order > 1 else ""
        return f"∂{power}/∂{var}{power} {body}"

    def square_root(self, text: str) -> str:
        """√."""
        return f"√({text})"

    def reciprocal(self, text: str) -> str:
        """1/text."""
        return f"1/{text}"

    def relation(self, a: str, sign: str, b: str) -> str:
        """a sign b."""
        return f"{a} {SIGNS[sign]} {b}"

    def nabla(self, var: str, f: str) -> str:
        """∇_var f."""
        return f"∇_{var if len(var) == 1 else f'{{{var}}}'} {f}"

    def listed(self, parts: list[str]) -> str:
        """a, b, c."""
        return ", ".join(parts)

    def ellipsis(self) -> str:
        """…"""
        return "…"

    def cross(self, sizes: list[str]) -> str:
        """m × n."""
        return "×".join(sizes).replace(" ", "")

    def space(self, exponent: str) -> str:
        """ℝ^exponent."""
        return f"ℝ{raised(exponent)}" if exponent else "ℝ"

    def comma(self) -> str:
        """Between two indices."""
        return ","
