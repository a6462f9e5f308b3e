"""Terms as texts: for the kernel, for the language of statements, as LaTeX, and as Python over torch tensors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from theory.render.names import latex_name
from theory.statements.derivatives.terms import Term, power


@dataclass
class Writer:
    """How to write. ``shown``: what stands for a letter, and how tight it binds; else its name."""

    style: str = "kernel"
    shown: dict[str, tuple[str, int]] = field(default_factory=dict)
    below: dict[str, Term] = field(default_factory=dict)
    """Letters that are 1/x, with their x: they are written as divisors."""

    def __call__(self, term: Term, tight: int = 0) -> str:
        """The text. ``tight``: 0 in a sum, 2 in a product, 4 before a transpose or a power: brackets where needed."""
        text, level = getattr(self, f"_{term.op}")(term)
        if level >= tight:
            return text
        return rf"\left({text}\right)" if self.style == "latex" else f"({text})"

    def _num(self, term: Term) -> tuple[str, int]:
        return self.number(term.value), 1 if term.value < 0 else 2 if term.value.denominator > 1 else 4

    def number(self, value: Fraction) -> str:
        """A rational."""
        if self.style == "latex" and value.denominator > 1:
            return rf"{'-' * (value < 0)}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
        return str(value)

    def _name(self, term: Term) -> tuple[str, int]:
        if term.value in self.shown:
            return self.shown[term.value]
        return (latex_name(term.value) if self.style == "latex" else term.value), 4

    def _raw(self, term: Term) -> tuple[str, int]:
        text = term.value
        if self.style == "language":
            text = text.replace(" ** ", "^").replace(" * ", "*")
        if self.style == "latex":
            text = re.sub(r"\*\*\s*(\([^()]*\)|\w+)", lambda m: f"^{{{m[1].strip('()')}}}", text).replace("*", " ")
        return text, 3

    def _I(self, term: Term) -> tuple[str, int]:
        text = {"latex": f"I_{{{term.value}}}", "language": f"I_{term.value}"}.get(self.style, f"I({term.value})")
        if self.style == "python":
            text = f"eye({term.value})"
        return text, 4

    def _sum(self, term: Term) -> tuple[str, int]:
        parts = [self(a, 1) for a in term.args]
        return " + ".join(parts).replace("+ -", "- "), 0

    def _prod(self, term: Term) -> tuple[str, int]:
        scalars = [a for a in term.args if a.shape is None]
        under = [a for a in scalars if self._base(a).value in self.below]
        front = [self(a, 3) for a in scalars if a not in under]
        divisors = [self(power(self.below[self._base(a).value], a.value if a.op == "pow" else 1), 3) for a in under]
        matrices = [self(a, 3) for a in term.args if a.shape is not None]
        c, sign = abs(term.value), "-" * (term.value < 0)
        if self.style == "latex":
            return sign + self._latex_product(c, front, divisors, matrices), 1 if sign else 2
        front = [self.number(c)] * (c != 1 or (bool(divisors) and not front)) + front
        times = " * " if self.style == "python" else "*"
        head = (" / " if self.style == "python" else "/").join([times.join(front), *divisors])
        if self.style == "python":
            tail = " @ ".join(matrices)
            tail = f"({tail})" if head and len(matrices) > 1 else tail
        else:
            tail = "*".join(matrices)
        return sign + times.join(part for part in (head, tail) if part), 1 if sign else 2

    def _latex_product(self, c: Fraction, front: list[str], divisors: list[str], matrices: list[str]) -> str:
        top = [str(c.numerator)] * (c.numerator != 1 and bool(divisors)) + front
        head = [] if divisors or c == 1 else [self.number(c)]
        if divisors:
            bottom = [str(c.denominator)] * (c.denominator != 1) + divisors
            head, front = [rf"\frac{{{_beside(top) or '1'}}}{{{_beside(bottom)}}}"], []
        return _beside([*head, *front, *matrices])

    def _base(self, term: Term) -> Term:
        return term.args[0] if term.op == "pow" else term

    def _T(self, term: Term) -> tuple[str, int]:
        inner = self(term.args[0], 4)
        return {"latex": f"{inner}^{{\\top}}", "python": f"{inner}.mT", "language": f"{inner}.T"}.get(
            self.style, f"{inner}.T"), 4  # fmt: skip

    def _tr(self, term: Term) -> tuple[str, int]:
        inner = self(term.args[0])
        return (rf"\operatorname{{tr}}\left({inner}\right)" if self.style == "latex" else f"tr({inner})"), 4

    def _square(self, term: Term) -> tuple[str, int]:
        inner = self(term.args[0])
        if self.style == "latex":
            return rf"\left\|{inner}\right\|^{{2}}", 3
        if self.style == "python":
            return f"sq({inner})", 4
        tight = self(term.args[0], 4)
        return (f"{barred(inner)}^2", 3) if self.style == "language" else (f"tr({tight}.T*{tight})", 4)

    def _pow(self, term: Term) -> tuple[str, int]:
        if term.args[0].value in self.below and term.args[0].op == "name":
            return self._prod(Term("prod", (term,), Fraction(1)))
        n = term.value
        if term.args[0].op == "square" and self.style in ("latex", "language"):
            inner = self(term.args[0].args[0])
            return (rf"\left\|{inner}\right\|^{{{2 * n}}}" if self.style == "latex" else f"{barred(inner)}^{2 * n}"), 3
        base = self(term.args[0], 4)
        if self.style == "latex":
            return f"{base}^{{{n}}}", 3
        sign = "^" if self.style == "language" else "**"
        return f"{base}{sign}{n}" if n >= 0 else f"{base}{sign}({n})", 3


def barred(text: str) -> str:
    """A norm in the language: bars, or norm(…) around other bars.

    >>> barred("X"), barred("||X||*X")
    ('||X||', 'norm(||X||*X)')
    """
    return f"norm({text})" if "|" in text else f"||{text}||"


def _beside(parts: list[str]) -> str:
    return r"\,".join(parts)


def kernel_text(term: Term) -> str:
    """As the kernel reads it.

    >>> from theory.statements.derivatives.terms import letter, mul, transpose
    >>> X = letter("X", ("m", "r"))
    >>> kernel_text(mul(transpose(X), X))
    'X.T*X'
    """
    return Writer()(term)
