"""Formulas of sentences read twice, as LaTeX and as the Unicode of a terminal, and given a value modulo a prime.

Both readers share the grammar (sums of products of factors) and no code with `theory.render`. Letters have random values, which
depend on all that is above and below them; products commute; norms, traces, rows and powers are values of a hash. The Unicode
reader refuses what a person could read in two ways: a factor after a quotient, a letter right after a root, digits in a row.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable

P = (1 << 61) - 1
NAMES = ("tr", "det", "diag", "exp", "log", "max", "min")
SEPARATORS = set("=<>≤≥≠∈→↦⪯⪰,:;")
OPEN, CLOSE = {"(": ")", "[": "]", "{": "}", "‖": "‖"}, set(")]}")
ACCENTS = {"tilde": "\u0303", "hat": "\u0302", "dot": "\u0307", "check": "\u030c", "bar": "\u0304"}
WORDS = {"le": "≤", "ge": "≥", "ne": "≠", "in": "∈", "to": "→", "mapsto": "↦", "preceq": "⪯", "succeq": "⪰", "top": "ᵀ",
         "cdots": "⋯", "dots": "…", "ldots": "…", "times": "×", "cdot": "·", "pm": "±", "nabla": "∇", "circ": "∘", "ast": "∗",
         "sum": "∑", "prod": "∏", "lVert": "‖", "rVert": "‖", "ell": "ℓ", "infty": "∞",
         "int": "∫", **{name: name for name in ("det", "exp", "log", "max", "min")}}  # fmt: skip


def value(*parts: object) -> int:
    """A number that is the same for the same parts."""
    text = repr(parts).encode()
    return (zlib.crc32(text) << 29 | zlib.crc32(text[::-1])) % P or 1


def greek(word: str) -> str:
    """The Greek letter of a LaTeX command."""
    name = {"lambda": "LAMDA", "varepsilon": "EPSILON", "epsilon": "EPSILON", "varphi": "PHI"}.get(word, word.upper())
    name = "LAMDA" if word == "Lambda" else name
    return unicodedata.lookup(f"GREEK {'CAPITAL' if word[0].isupper() else 'SMALL'} LETTER {name}")


def latex_tokens(text: str) -> list[str]:
    """Signs, with { … } kept as group marks « and », brackets of sets as { and }."""
    text = re.sub(r"\\(?:bigl|bigr|Bigl|Bigr|left|right)(?![A-Za-z])|\\[,;! ]|\\quad", " ", text)
    text = re.sub(r"\\(?:mathrm|operatorname)\{(\w+)\}", r" \1 ", text)
    out = []
    for token in re.findall(rf"\\[A-Za-z]+|\\.|\d+|{'|'.join(NAMES)}(?![a-z])|\S", text):
        if token in ("{", "}"):
            out.append("«" if token == "{" else "»")
        elif token[0] == "\\" and token[1:].isalpha() and token[1:] not in (*ACCENTS, "tfrac", "frac", "sqrt", "mathbb"):
            word = token[1:]
            out.append(WORDS[word] if word in WORDS else greek(word))
        else:
            out.append({r"\{": "{", r"\}": "}", "-": "−"}.get(token, token))
    return out


UP = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", "0123456789+−=()", strict=True))
DOWN = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+−=()", strict=True))
for _code in (*range(0x1D2C, 0x1D6B), *range(0x1D9B, 0x1DC0), *range(0x2070, 0x209D), *range(0x02B0, 0x02E4)):
    _flat = unicodedata.normalize("NFKD", chr(_code))
    if _flat != chr(_code) and len(_flat) == 1:
        (DOWN if "SUBSCRIPT" in unicodedata.name(chr(_code)) else UP).setdefault(chr(_code), _flat)
DOWN |= {"ⱼ": "j", "∗": "∗"}
UP["ˣ"] = "×"
del UP["ᵀ"]


def unicode_tokens(text: str) -> list[str]:
    """The same signs from Unicode; a blank stays where it stands between two letters or digits."""
    text = re.sub("½", "«1/2»", re.sub("¼", "«1/4»", re.sub("¾", "«3/4»", text)))
    for table, mark in ((UP, "^"), (DOWN, "_")):
        run = "[" + re.escape("".join(table)) + "]+"
        text = re.sub(run, lambda m, t=table, k=mark: f"{k}«{''.join(t[s] for s in m[0])}»", text)  # type: ignore[misc]
    while text != (text := re.sub(r"([\^_])\{([^{}]*)\}", r"\1«\2»", text)):
        pass
    text = text.replace("ᵀ", "^«ᵀ»")
    return re.findall(rf"\d+|(?<!\w)(?:{'|'.join(NAMES)})(?![a-z])|\w[\u0300-\u036f]+|\S|(?<=[\w»]) (?=\w)", text)


class Reader:
    """One formula, as tokens of either kind; ``strict``: refuse what can be read in two ways."""

    def __init__(self, tokens: list[str], strict: bool):
        self.tokens, self.place, self.strict = tokens, 0, strict

    def peek(self) -> str:
        """The next token, '' at the end; blanks are passed over."""
        while self.place < len(self.tokens) and self.tokens[self.place] == " ":
            self.place += 1
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.place += 1
        return token

    def row(self, close: str = "") -> int:
        """What stands between separators, up to the closing sign."""
        parts: list[object] = []
        while self.peek() != close:
            if not self.peek():
                raise ValueError(f"{close} is missing in {self.tokens}")
            parts.append(self.take() if self.peek() in SEPARATORS else self.sum(close))
        self.place += 1
        return parts[0] if len(parts) == 1 and isinstance(parts[0], int) else value("row", *parts)

    def sum(self, close: str) -> int:
        total = 0
        while (sign := self.peek()) and sign not in SEPARATORS and sign != close:
            if sign in ("+", "−"):
                self.take()
            total += (-1 if sign == "−" else 1) * self.product(close)
        return total % P

    def product(self, close: str) -> int:
        found, quotient = 1, False
        while (sign := self.peek()) and sign not in SEPARATORS and sign not in ("+", "−", close):
            if sign in ("·", "×", "±"):
                found, quotient = found * (value(sign) if sign == "±" else 1), False
                self.take()
            elif sign == "/":
                self.take()
                found, quotient = found * pow(self.factor(), -1, P), True
            elif quotient and self.strict:
                raise ValueError(f"{sign} after a quotient in {''.join(self.tokens)}")
            else:
                found *= self.factor()
        return found % P

    def factor(self) -> int:
        sign, root = self.peek(), False
        if sign in ("√", r"\sqrt"):
            self.take()
            found, root = value("root", self.group() if sign == r"\sqrt" else self.one()), True
        else:
            found = self.one()
        if root and self.strict and self.place < len(self.tokens) and self.tokens[self.place].isalnum():
            raise ValueError(f"what is under the root in {''.join(self.tokens)}?")
        return found

    def one(self) -> int:
        """A bracket, a quotient, a function of what follows, or a letter, with all that is above and below."""
        sign = self.take()
        if sign in (r"\tfrac", r"\frac"):
            return self.marked(self.group() * pow(self.group(), -1, P))
        if sign == "«":
            return self.marked(self.row("»"))
        if sign in OPEN:
            inner = self.row(OPEN[sign])
            return self.marked(value("norm", inner) if sign == "‖" else inner if sign == "(" else value(sign, inner))
        if sign in NAMES:
            return value(sign, self.factor())
        if sign == r"\mathbb":
            self.take(), self.take(), self.take()
            return self.marked(value("letter", "ℝ"))
        if sign[1:] in ACCENTS:
            letter = self.take() if self.peek() != "«" else (self.take(), self.take(), self.take())[1]
            return self.marked(value("letter", letter + ACCENTS[sign[1:]]))
        if sign.isdigit():
            if self.strict and self.place < len(self.tokens) and self.tokens[self.place].isdigit():
                raise ValueError(f"two numbers in a row in {''.join(self.tokens)}")
            return self.marked(int(sign))
        if sign in CLOSE or not sign:
            raise ValueError(f"{sign or 'the end'} where a factor should be in {''.join(self.tokens)}")
        return self.marked(value("letter", unicodedata.normalize("NFD", sign)))

    def group(self) -> int:
        """An argument in LaTeX: { … } or one token."""
        token = self.take()
        if token == "«" and self.tokens[self.place + 1 : self.place + 2] != ["»"]:
            return self.row("»")
        if token == "«":
            token, _ = self.take(), self.take()
        elif token.isdigit() and len(token) > 1:  # \tfrac12
            self.place -= 1
            self.tokens[self.place : self.place + 1] = list(token)
            token = self.take()
        return int(token) if token.isdigit() else value("letter", token)

    def marked(self, found: int) -> int:
        below, above = [], []
        while self.place < len(self.tokens) and self.tokens[self.place] in ("_", "^", "'", "′"):
            mark = self.take()
            if mark == "_":
                below.append(self.group())
            else:
                above.append(self.group() if mark == "^" else value("prime"))
        found = value(found, "below", *below) if below else found
        for mark_value in above:
            found = value(found, "above", mark_value)
        return found


def reading(tokens: Callable[[str], list[str]], formula: str) -> int:
    """The value of a formula."""
    return Reader(tokens(formula), tokens is unicode_tokens).row()
