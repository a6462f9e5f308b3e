"""Running text: words with Unicode signs as LaTeX, and sentences with ``$…$`` as Unicode for a terminal."""

from __future__ import annotations

import re
import unicodedata

from theory.render.names import GREEK
from theory.render.plain import DOWN, UP, lowered, raised

SIGNS = {
    "≥": r"\ge", "≤": r"\le", "−": "-", "×": r"\times", "·": r"\cdot", "±": r"\pm", "≠": r"\ne", "∈": r"\in",
    "→": r"\to", "↦": r"\mapsto", "∞": r"\infty", "⪯": r"\preceq", "⪰": r"\succeq", "‖": r"\|", "⟨": r"\langle",
    "⟩": r"\rangle", "∇": r"\nabla", "∂": r"\partial", "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "√": r"\surd",
    "⋯": r"\cdots", "∘": r"\circ", "½": r"\tfrac12", "¼": r"\tfrac14", "¾": r"\tfrac34", "ᵀ": r"{}^{\top}",
    "ℝ": r"\mathbb{R}", "ℤ": r"\mathbb{Z}", "ℕ": r"\mathbb{N}", "∗": r"\ast", "≈": r"\approx", "≡": r"\equiv",
    "∀": r"\forall", "∃": r"\exists", "⊢": r"\vdash", "′": r"{}'", "″": r"{}''", "ϕ": r"\phi", "⌈": r"\lceil", "⌉": r"\rceil",
    "⌊": r"\lfloor", "⌋": r"\rfloor", "∪": r"\cup", "∩": r"\cap", "⊂": r"\subset",
}  # fmt: skip
"""Signs that a text for people may hold, as LaTeX for mathematics mode."""
SIGNS |= {sign: "\\" + word for word, sign in GREEK.items()} | {"ε": r"\varepsilon", "φ": r"\varphi", "ς": r"\varsigma"}
QUOTES = {"…": r"\dots{}", "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "\u00a0": "~"}
ESCAPES = {sign: "\\" + sign for sign in "&%$#_{}"} | {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}", "|": r"\textbar{}", '"': "''",
}  # fmt: skip


def latex_text(text: str) -> str:
    """Any text as LaTeX that compiles with plain inputenc: ASCII escaped, signs by their commands, and what LaTeX does not
    know as its code in words.

    >>> latex_text("κ² ≥ 50 % − a_b")
    '\\\\ensuremath{\\\\kappa {}^{2}} \\\\ensuremath{\\\\ge} 50 \\\\% \\\\ensuremath{-} a\\\\_b'
    >>> latex_text("Łojasiewicz"), latex_text("日")
    ('\\\\L{}ojasiewicz', '[U+65E5]')
    """
    pieces: list[str] = []
    for piece in map(_latex_sign, text):
        if piece.startswith(_MATH) and pieces and pieces[-1].startswith(_MATH):
            pieces[-1] = f"{pieces[-1][:-1]} {piece[len(_MATH) :]}"
        else:
            pieces.append(piece)
    return "".join(pieces)


_MATH = r"\ensuremath{"
LETTERS = {"Ł": r"\L{}", "ł": r"\l{}", "ß": r"\ss{}", "ø": r"\o{}", "Ø": r"\O{}", "æ": r"\ae{}", "Æ": r"\AE{}", "ı": r"\i{}"}
ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0327": "c",
}  # fmt: skip


def _latex_sign(sign: str) -> str:
    if sign in ESCAPES:
        return ESCAPES[sign]
    if sign.isascii():
        return sign if sign.isprintable() else " "
    for table in (QUOTES, LETTERS):
        if sign in table:
            return table[sign]
    if sign in SIGNS:
        return rf"\ensuremath{{{SIGNS[sign]}}}"
    flat = unicodedata.normalize("NFKD", sign)
    name = unicodedata.name(sign, "")
    if name.startswith(("SUPERSCRIPT", "SUBSCRIPT", "MODIFIER LETTER", "LATIN SUBSCRIPT")) and flat.replace("−", "-").isascii():
        mark = "{}_" if "SUBSCRIPT" in name else "{}^"
        return rf"\ensuremath{{{mark}{{{flat.replace('−', '-')}}}}}"
    if len(flat) == 2 and flat[0].isascii() and flat[1] in ACCENTS:
        base = {"i": r"\i", "j": r"\j"}.get(flat[0], flat[0])
        return rf"\{ACCENTS[flat[1]]}{{{base}}}"
    return flat if flat.isascii() else f"[U+{ord(sign):04X}]"


def plain_sentence(text: str) -> str:
    """A sentence with formulas in dollars as Unicode; a command that is not known stays as it is.

    >>> plain_sentence(r"then $\\lambda_lW_lW_l^\\top \\ge \\tfrac{1}{2}\\lVert X\\rVert^2$ for $1 \\le l < L$.")
    'then λₗWₗWₗᵀ ≥ ½‖X‖² for 1 ≤ l < L.'
    """
    parts = text.split("$")
    if len(parts) % 2 == 0:
        return text
    return "".join(part if k % 2 == 0 else _formula(part) for k, part in enumerate(parts))


COMMANDS = {command: sign for sign, command in SIGNS.items() if re.fullmatch(r"\\[A-Za-z]+", command)}
COMMANDS |= {
    r"\lVert": "‖", r"\rVert": "‖", r"\dots": "…", r"\phi": "φ", r"\epsilon": "ε", r"\top": "ᵀ", r"\det": "det",
    r"\exp": "exp", r"\log": "log", r"\max": "max", r"\min": "min", r"\circ": "∘", r"\neq": "≠", r"\leq": "≤",
    r"\geq": "≥",
    r"\ldots": "…", r"\{": "{", r"\}": "}", r"\,": " ", r"\;": " ", r"\ ": " ", r"\quad": "  ", r"\bigl": "",
    r"\bigr": "", r"\Bigl": "", r"\Bigr": "", r"\left": "", r"\right": "", r"\!": "",
}  # fmt: skip
TIGHT = "‖⟨⋯×ᵀαβγδεηθκλμνρσταφχψωΓΔΘΛΣΦΨΩℓ∇"
"""Signs after which the blank in the source only ends the command, unless a sign of BETWEEN follows."""
OPENING = (r"\lVert", r"\langle", r"\times", r"\nabla")
"""Commands of which it always does."""
CLOSING = (r"\rVert", r"\rangle")
"""Commands before which a blank says nothing."""
BETWEEN = {*"=<>+-±≥≤≠≈≡∈→↦⪯⪰·∘⊂⊢"}
"""Signs between two things: blanks on both sides stay."""
ENDING = {"", *")]},.;:|&", r"\\", r"\rVert", r"\rangle", r"\}", r"\bigr", r"\Bigr", r"\right"}
"""Tokens that end a product, beside those of BETWEEN."""
OVER = {r"\tilde": "\u0303", r"\hat": "\u0302", r"\dot": "\u0307", r"\check": "\u030c", r"\bar": "\u0304"}
FRACTIONS = (r"\tfrac", r"\frac")
NAMES = (r"\mathrm", r"\operatorname", r"\text")
LAYOUT = {*FRACTIONS, *NAMES, r"\sqrt", r"\mathbb", r"\sum", r"\prod", r"\\"}
PIECE = re.compile(r"\\[A-Za-z]+|\\.|[{}^_]|[^\\{}^_]")
MATRIX = re.compile(r"(?:\\bigl\(|\\left\()?\\begin\{([a-z]?(?:small)?matrix)\}(.*?)\\end\{\1\}(?:\\bigr\)|\\right\))?")
SINGLE = re.compile(rf"\d+|\w[\u0300-\u036f]*['′]*(?:[{''.join({*UP.values(), *DOWN.values()})}]|[_^](?:\w|\{{[^{{}}]*\}}))*")
"""A number, or a letter with what is above and below it."""


def is_mathematics(formula: str) -> bool:
    """Whether a formula holds only commands for signs and layout: nothing that reads files or defines.

    >>> is_mathematics(r"\\tfrac{1}{2}\\lambda_l"), is_mathematics(r"\\input{x}")
    (True, False)
    """
    plain = re.sub(r"\\(begin|end)\{[a-z]?(small)?matrix\}", "", formula)
    return set(re.findall(r"\\[A-Za-z]+|\\.", plain)) <= {*COMMANDS, *OVER, *LAYOUT}


def _formula(text: str) -> str:
    out, _ = _run(PIECE.findall(MATRIX.sub(_rows, text)), 0, "")
    return re.sub(r" +", " ", out).strip()


def _rows(found: re.Match[str]) -> str:
    """A matrix as [[a, b], [c, d]]."""
    rows = [", ".join(row.split("&")) for row in found[2].split(r"\\")]
    return f"[[{'], ['.join(rows)}]]"


def _run(tokens: list[str], place: int, close: str) -> tuple[str, int]:
    out = before = ""
    while place < len(tokens) and tokens[place] != close:
        token = tokens[place]
        piece, place = _piece(tokens, place)
        after = _after(tokens, place, close)
        if token in FRACTIONS:
            piece = _quotient(out, piece, after)
        elif token == r"\sqrt" and after == "^":
            piece = f"({piece})"
        if piece[:1].isalnum() and (_is_name(before) or before == r"\sqrt" or (_is_name(token) and out[-1:].isalnum())):
            out += " "  # tr N, √λ y, t tr(N)
        if piece == "×" or token in CLOSING:
            out = out.rstrip()
        out += piece
        if tokens[place : place + 1] == [" "] and piece in TIGHT:
            place += token in OPENING or COMMANDS.get(after, after) not in BETWEEN
        before = token
    return out, place + 1


def _after(tokens: list[str], place: int, close: str) -> str:
    """The next token that prints, '' at the end of the group."""
    while tokens[place : place + 1] and tokens[place] in (" ", r"\,", r"\;", r"\ ", r"\!"):
        place += 1
    return tokens[place] if place < len(tokens) and tokens[place] != close else ""


def _is_name(token: str) -> bool:
    """Whether the token prints a word, such as tr or det."""
    return token in NAMES or (len(word := COMMANDS.get(token, "")) > 1 and word.isascii() and word.isalpha())


def _quotient(out: str, piece: str, after: str) -> str:
    """A quotient beside other factors, in brackets where it would be read otherwise without."""
    if "/" not in piece:
        return f"·{piece}" if out[-1:].isdigit() else piece
    alone = after in ENDING or COMMANDS.get(after, after) in BETWEEN
    return piece if alone and not (piece[0].isdigit() and out[-1:].isalnum()) else f"({piece})"


def _argument(tokens: list[str], place: int) -> tuple[str, int]:
    while place < len(tokens) and tokens[place] == " ":
        place += 1
    if place < len(tokens) and tokens[place] == "{":
        return _run(tokens, place + 1, "}")
    return _piece(tokens, place) if place < len(tokens) else ("", place)


def _piece(tokens: list[str], place: int) -> tuple[str, int]:
    token = tokens[place]
    if token in ("^", "_"):
        inner, place = _argument(tokens, place + 1)
        if inner in ("ᵀ", "−ᵀ", "′"):
            return ("⁻" if inner[0] == "−" else "") + inner[-1], place
        return (raised if token == "^" else lowered)(inner.replace("-", "−").replace("ᵀ", "T")), place
    if token == "{":
        return _run(tokens, place + 1, "}")
    if token in FRACTIONS:
        top, place = _argument(tokens, place + 1)
        bottom, place = _argument(tokens, place)
        half = {("1", "2"): "½", ("1", "4"): "¼", ("3", "4"): "¾"}.get((top, bottom))
        return half or f"{top if _is_product(top) else f'({top})'}/{_single(bottom)}", place
    if token == r"\sqrt":
        inner, place = _argument(tokens, place + 1)
        return f"√{_single(inner)}", place
    if token in OVER:
        inner, place = _argument(tokens, place + 1)
        return inner[:1] + OVER[token] + inner[1:], place
    if token in NAMES:
        return _argument(tokens, place + 1)
    if token == r"\mathbb":
        inner, place = _argument(tokens, place + 1)
        return {"R": "ℝ", "Z": "ℤ", "N": "ℕ"}.get(inner, inner), place
    if token == "-":
        return "−", place + 1
    return COMMANDS.get(token, token), place + 1


def _single(text: str) -> str:
    return text if SINGLE.fullmatch(text) else f"({text})"


def _is_product(text: str) -> bool:
    """Whether no sign stands between terms or quotients, brackets and raised or lowered groups apart."""
    flat = text
    while flat != (flat := re.sub(r"\([^()]*\)|\{[^{}]*\}", "", flat)):
        pass
    return not any(sign in flat for sign in "+−±/=")
