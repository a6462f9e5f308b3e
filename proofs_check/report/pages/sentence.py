"""Sentences with formulas between dollars, as claim files have them, in HTML with MathML."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from proofs_check.report.numbered import numbered

_DROPPED = re.compile(r"[^\x20-\ud7ff\ue000-\U0010ffff]")
_TAGS = frozenset((
    "math", "mrow", "mi", "mn", "mo", "mtext", "msub", "msup", "msubsup", "mfrac", "msqrt", "mroot", "mover", "munder",
    "munderover", "mspace", "mstyle", "mtable", "mtr", "mtd", "mpadded",
))  # fmt: skip
_ATTRIBUTES = frozenset((
    "mathvariant", "stretchy", "fence", "form", "minsize", "maxsize", "displaystyle", "scriptlevel", "width", "accent",
    "lspace", "rspace",
))  # fmt: skip
LONG = 400
"""Characters of MathML from which on a formula is cut."""
_BREAKS = "=<>≤≥⪯⪰+−-,∈→↦"
_BARS = ("‖", "∥", "|", "∣")
"""As tall as the letters: a browser cannot tell where such a fence begins and ends."""
_RELATIONS = "⪯⪰≺≻≤≥≠≈∼≡∈∉⊆⊂⊇∪∩⊥∥→↦⟶⇒⇔∣∘⊕⊗⪇⪈≪≫∝"


def sentence_html(text: str) -> str:
    """Paragraphs: what stands before ``[1]``, and one a numbered part; formulas as MathML, a formula that cannot be read as
    code; all else escaped.

    >>> sentence_html("If $x < 1$, then <b>.")
    '<p>If <math><mi>x</mi><mo>&lt;</mo><mn>1</mn></math>, then &lt;b&gt;.</p>'
    """
    lead, parts = numbered(text)
    told = [_inline(lead)] if lead else []
    told += [f'<span class="number">[{k}]</span> {_inline(part)}' for k, part in enumerate(parts, 1)]
    return "".join(f"<p>{part}</p>" for part in told)


def words_html(text: str) -> str:
    """The same for a text inside a line: no paragraphs."""
    return _inline(text)


@lru_cache(maxsize=8192)
def formula(latex: str) -> str:
    """LaTeX as ``<math>``, with the tags and attributes of MathML alone; what cannot be read stays as code.

    >>> formula("\\\\text{<i>} + 1")
    '<math><mtext>&lt;i&gt;</mtext><mo>+</mo><mn>1</mn></math>'
    """
    from latex2mathml.converter import convert_to_element

    try:
        (row,) = convert_to_element(latex)
        return " ".join(f"<math>{piece}</math>" for piece in _cut([row] if row.tag != "mrow" else list(row)))
    except Exception:  # a stranger's LaTeX may break the converter anyhow
        return f"<code>{escape(latex)}</code>"


def _inline(text: str) -> str:
    pieces = re.split(r"\$([^$]*)\$", text)
    return "".join(formula(piece) if k % 2 else escape(piece) for k, piece in enumerate(pieces))


def _cut(children: list[Element]) -> list[str]:
    """A formula in pieces, each but the first beginning with a sign: browsers do not break a line inside of ``<math>``."""
    written = list(map(_written, children))
    if len("".join(written)) < LONG:
        return ["".join(written)]
    pieces, inside, bars = [""], 0, 0
    for child, text in zip(children, written, strict=True):
        sign = unescape(child.text or "").strip() if child.tag in ("mo", "mi") else ""
        inside += (sign in "([{⟨") - (sign in ")]}⟩") if len(sign) == 1 else 0
        bars ^= _is_bar(child)
        if sign and sign in _BREAKS and not inside and not bars and len(pieces[-1]) > LONG // 4:
            pieces.append(text.replace("<mo>", '<mo form="infix">', 1))
        else:
            pieces[-1] += text
    return pieces


def _is_bar(child: Element) -> bool:
    """Whether it is a bar of a norm, alone or with an index or exponent."""
    base = child[0] if child.tag.startswith("ms") and len(child) else child
    return unescape(base.text or "").strip() in _BARS


def _written(element: Element) -> str:
    """An element of MathML; one of another name is left out, what is inside stays."""
    inside = _text(element.text) + "".join(_written(child) + _text(child.tail) for child in element)
    tag = element.tag
    if tag == "mi" and (element.text or "").strip() and unescape(element.text or "").strip() in _RELATIONS:
        tag = "mo"
    if tag == "mo" and unescape(element.text or "").strip() == "…":
        tag = "mi"
    if tag not in _TAGS:
        return inside
    if tag == "mrow" and len(element) == 1:
        return inside
    kept = "".join(
        f' {name}="{escape(value, quote=True)}"' for name, value in element.attrib.items() if name in _ATTRIBUTES
    )
    if tag == "mo" and unescape(element.text or "").strip() in _BARS and "stretchy" not in element.attrib:
        kept += ' stretchy="false"'
    return f"<{tag}{kept}>{inside}</{tag}>" if tag != "mspace" else f"<mspace{kept}></mspace>"


def _text(text: str | None) -> str:
    return escape(_DROPPED.sub("", unescape(text or "")))
