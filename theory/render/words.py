"""Running text: words with Unicode signs as LaTeX, and sentences with ``$…$`` as Unicode for a terminal."""

from __future__ import annotations

import re
import unicodedata

from theory.render.names import GREEK
from theory.render.plain import lowered, raised

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
    r"\log": "log", r"\max": "max", r"\min": "min", r"\circ": "∘", r"\neq": "≠", r"\leq": "≤", r"\geq": "≥",
    r"\ldots": "…", r"\{": "{", r"\}": "}", r"\,": "", r"\;": " ", r"\ ": " ", r"\quad": "  ", r"\bigl": "",
    r"\bigr": "", r"\Bigl": "", r"\Bigr": "", r"\left": "", r"\right": "", r"\!": "",
}  # fmt: skip
TIGHT = "‖⋯×αβγδεηθκλμνρσταφχψωΓΔΘΛΣΦΨΩℓ∇"
"""Signs after which the blank in the source only ends the command."""
OVER = {r"\tilde": "\u0303", r"\hat": "\u0302", r"\dot": "\u0307", r"\check": "\u030c", r"\bar": "\u0304"}
LAYOUT = {r"\tfrac", r"\frac", r"\sqrt", r"\mathrm", r"\mathbb", r"\operatorname", r"\text", r"\sum", r"\prod", r"\\"}
PIECE = re.compile(r"\\[A-Za-z]+|\\.|[{}^_]|[^\\{}^_]")


def is_mathematics(formula: str) -> bool:
    """Whether a formula holds only commands for signs and layout: nothing that reads files or defines.

    >>> is_mathematics(r"\\tfrac{1}{2}\\lambda_l"), is_mathematics(r"\\input{x}")
    (True, False)
    """
    plain = re.sub(r"\\(begin|end)\{[a-z]?(small)?matrix\}", "", formula)
    return set(re.findall(r"\\[A-Za-z]+|\\.", plain)) <= {*COMMANDS, *OVER, *LAYOUT}


def _formula(text: str) -> str:
    if r"\begin" in text:
        return f"${text}$"
    tokens = PIECE.findall(text)
    out, _ = _run(tokens, 0, "")
    return re.sub(r" +", " ", out).strip()


def _run(tokens: list[str], place: int, close: str) -> tuple[str, int]:
    out = last = ""
    while place < len(tokens) and tokens[place] != close:
        piece, place = _piece(tokens, place)
        if piece[:1].isalnum() and len(last) > 1 and last.isalpha() and last.isascii():
            out += " "  # tr N
        if piece in TIGHT and place < len(tokens) and tokens[place] == " ":
            place += 1
        out = (out.rstrip() if piece == "×" else out) + piece
        last = piece
    return out, place + 1


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
        if inner in ("ᵀ", "-ᵀ", "′"):
            return ("⁻" if inner[0] == "-" else "") + inner[-1], place
        return (raised if token == "^" else lowered)(inner.replace("-", "−").replace("ᵀ", "T")), place
    if token == "{":
        return _run(tokens, place + 1, "}")
    if token in (r"\tfrac", r"\frac"):
        top, place = _argument(tokens, place + 1)
        bottom, place = _argument(tokens, place)
        half = {("1", "2"): "½", ("1", "4"): "¼", ("3", "4"): "¾"}.get((top, bottom))
        return half or f"{_tight(top)}/{_tight(bottom)}", place
    if token == r"\sqrt":
        inner, place = _argument(tokens, place + 1)
        return f"√{_tight(inner)}", place
    if token in OVER:
        inner, place = _argument(tokens, place + 1)
        return inner[:1] + OVER[token] + inner[1:], place
    if token in (r"\mathrm", r"\mathbb", r"\operatorname", r"\text"):
        inner, place = _argument(tokens, place + 1)
        return {"R": "ℝ", "Z": "ℤ", "N": "ℕ"}.get(inner, inner) if token == r"\mathbb" else inner, place
    if token == "-":
        return "−", place + 1
    return COMMANDS.get(token, token), place + 1


def _tight(text: str) -> str:
    return text if re.fullmatch(r"\w+|\S", text) else f"({text})"
