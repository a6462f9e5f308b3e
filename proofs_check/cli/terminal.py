"""Terminals that cannot show every sign: the nearest one that they can, never an error."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from itertools import groupby

NEAREST = {
    "≥": ">=", "≤": "<=", "⪰": ">=", "⪯": "<=", "≻": ">", "≺": "<", "≠": "!=", "≈": "~", "≡": "==", "−": "-", "–": "-",
    "—": "-", "·": "*", "⋅": "*", "×": "x", "∘": "o", "⋯": "...", "…": "...", "→": "->", "↦": "|->", "⇒": "=>", "⊢": "|-",
    "←": "<-", "∞": "inf", "√": "sqrt", "∂": "d", "∇": "grad ", "Σ": "sum", "∑": "sum", "∏": "prod", "∈": "in",
    "∀": "forall ", "∃": "exists ", "‖": "||", "⟨": "<", "⟩": ">", "⊤": "T", "“": '"', "”": '"', "‘": "'", "’": "'",
    "½": "1/2", "¼": "1/4", "¾": "3/4", "§": "section ", "✓": "ok", "✗": "x", "█": "#", "▌": "#", "±": "+-", "⁻": "-",
    "₋": "-",
}  # fmt: skip
"""What stands for a sign where the encoding has none. Other letters lose their accents, Greek ones are spelled."""


def nearest(sign: str) -> str:
    """A spelling of ``sign`` in ASCII; "?" where there is none.

    >>> "".join(map(nearest, "‖Wᵀ‖² ≥ λ₁, é 日"))
    '||WT||2 >= lambda1, e ?'
    """
    if sign.isascii():
        return sign
    if sign in NEAREST:
        return NEAREST[sign]
    if "─" <= sign <= "╿":  # the lines of tables
        return "-" if sign in "─━┄┅┈┉╌╍═" else "|" if sign in "│┃┆┇┊┋╎╏║" else "+"
    plain = "".join(c for c in unicodedata.normalize("NFKD", sign) if c.isascii())
    if plain:
        return plain
    head, _, name = unicodedata.name(sign, "").rpartition(" LETTER ")
    spelled = name.split(" ")[0].lower().replace("lamda", "lambda")  # Unicode spells it without the b
    if not head.startswith("GREEK"):
        return "?"
    return spelled.capitalize() if "CAPITAL" in head else spelled


MARKS = {"<super>": "^", "<sub>": "_"}


def in_ascii(text: str) -> str:
    """A spelling of a text; what is raised or lowered is marked as such.

    >>> in_ascii("‖Wᵀ‖₂² ≥ λ₁s²ᴸ⁻²")
    '||W^T||_2^2 >= lambda_1s^{2L-2}'
    """
    found = ""
    for mark, signs in groupby(text, lambda sign: MARKS.get(unicodedata.decomposition(sign).split(" ")[0], "")):
        spelled = "".join(map(nearest, signs))
        found += f"{mark}{{{spelled}}}" if mark and len(spelled) > 1 else mark + spelled
    return found


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return in_ascii(error.object[error.start : error.end]), error.end


codecs.register_error("saddleproof.nearest", _replace)


def adapt_output() -> None:
    """Standard output and error put the nearest sign for what their encoding has not. Files are UTF-8 and stay so. One that
    the caller has closed takes everything and shows nothing."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open as long as the program runs
            continue
        encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").replace("_", "")
        if not encoding.startswith("utf") and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="saddleproof.nearest")
