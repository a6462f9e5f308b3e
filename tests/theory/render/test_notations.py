"""MathML and Unicode say what the LaTeX says, sign by sign; and the reader of the LaTeX notices planted errors.

Independent route: each notation is flattened to its letters, digits and signs by its own small reader.
"""

from __future__ import annotations

import random
import re
from xml.etree import ElementTree

import pytest

from tests.theory.render.rereading import tokens
from tests.theory.render.test_rereading import ALL, GOALS, SOME, differing, shown_of
from theory.render.names import GREEK
from theory.render.plain import DOWN, UP

SIGNS = {r"\ge": "≥", r"\le": "≤", r"\preceq": "⪯", r"\succeq": "⪰", r"\in": "∈", r"\mapsto": "↦", r"\top": "⊤", r"\cdots": "⋯",
         r"\dots": "…", r"\times": "×", r"\cdot": "·", r"\nabla": "∇", r"\sum": "∑", r"\prod": "∏", r"\lVert": "‖",
         r"\rVert": "‖", r"\langle": "⟨", r"\rangle": "⟩", r"\partial": "∂", r"\ast": "∗", r"\varphi": "φ", r"\varepsilon": "ε",
         "-": "−", "ℝ": "ℝ", r"\sqrt": "√"}  # fmt: skip
SIGNS |= {"\\" + word: sign for word, sign in GREEK.items()}


LAYOUT = {r"\bigl", r"\bigr", r"\Bigl", r"\Bigr", r"\,", r"\!", r"\tfrac", r"\dot", *"{}^_ /"}


def of_latex(text: str) -> str:
    text = re.sub(r"\\mathbb\{R\}", "ℝ", text)
    text = re.sub(r"\\(?:mathrm|operatorname)\{(\w+)\}", r"\1", text).replace(r"\_", "")
    out = []
    for part in re.split(r"\$", text):
        for token in re.findall(r"\\[A-Za-z]+|\\[,!]|.", part):
            if token not in LAYOUT:
                out.append(SIGNS.get(token, token))
    return "".join(out)


def of_mathml(text: str) -> str:
    text = re.sub(r"<mover>(<mi>.</mi>)<mo>˙</mo></mover>", r"\1", text)
    tree = ElementTree.fromstring(f"<x>{text}</x>")
    root = "".join(_flat(tree))
    return root.replace(" ", "").replace("/", "").replace("_", "")


def _flat(node: ElementTree.Element) -> list[str]:
    parts = ["√"] if node.tag == "msqrt" else []
    parts += [node.text or ""]
    children = list(node)
    if node.tag == "msubsup":  # LaTeX writes the raised mark first
        children = [children[0], children[2], children[1]]
    for child in children:
        parts += [*_flat(child), child.tail or ""]
    return parts


BACK = {v: k for table in (UP, DOWN) for k, v in table.items()}
BACK |= {"⁻": "−", "₋": "−", "ˣ": "×", "½": "12", "¼": "14", "¾": "34", "ᵀ": "⊤"}


def of_plain(text: str) -> str:
    text = re.sub(r"\((\d+)/(\d+)\)", r"\1\2", text).replace("\u0307", "")
    text = re.sub(r"√\((.*)\)", r"√\1", text)
    flat = "".join(BACK.get(sign, sign) for sign in text)
    return re.sub(r"[{}^_ /]", "", flat)


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in SOME else pytest.mark.full) for n in ALL])
def test_all_notations_have_the_same_signs(name: str) -> None:
    shown = shown_of(name)
    for _, items in shown.parts():
        for item in items:
            signs = of_latex(item.latex(shown.looks))
            assert of_mathml(item.mathml(shown.looks)) == signs
            plain = of_plain(item.text(shown.looks))
            assert plain.replace("x", "×") == signs.replace("x", "×")


def spoiled(line: str, draw: random.Random) -> str | None:
    """The line with one sign, index, transpose or digit changed, or a factor dropped; None where there is nothing to change."""
    edits = [(r" \+ ", " - "), (r" - ", " + "), (r"\^\{\\top\}", ""), (r"_\{l\}", "_{l + 1}"), (r"\^\{2\}", "^{3}"),
             (r"\\ge ", "> "), (r" = ", r" \\ge "), (r"\b2 ", "3 "), (r"_\{0\}", "_{1}"),
             (r"\\tfrac\{1\}\{2\}", r"\\tfrac{1}{3}"), (r"_\{1\}", "_{L}"), (r"\\cdots W_\{1\}", r"\\cdots W_{2}")]  # fmt: skip
    draw.shuffle(edits)
    for old, new in edits:
        places = [m for m in re.finditer(old, line) if " for $" not in line[m.end() - 1 :] or m.start() < line.index(" for $")]
        if places and "invertible" not in line and r"\nabla" not in line:
            place = draw.choice(places)
            return line[: place.start()] + re.sub(old, new, place[0]) + line[place.end() :]
    return None


def test_the_reader_notices_planted_errors() -> None:
    """A sign, an index, a transpose, a relation or a number changed in one line of one goal."""
    draw, caught, missed = random.Random(5), 0, []
    for name in ALL[::3]:
        statement = GOALS[name]
        shown = shown_of(name)
        items = [item for part in (shown.where, shown.given, shown.then) for item in part if item.source]
        line = draw.choice(items).latex(shown.looks)
        wrong = spoiled(line, draw)
        if wrong is None or list(tokens_of(wrong)) == list(tokens_of(line)):
            continue
        if any(differing(statement, shown, 10, {line: wrong})):
            caught += 1
        else:
            missed.append((name, line, wrong))
    assert caught > 60
    assert missed == []


def tokens_of(line: str) -> list[str]:
    return [token for formula in re.findall(r"\$(.*?)\$", line) for token in tokens(formula.replace("…", ""))] if (
        r"\mathbb" not in line and r"\mapsto" not in line) else [line]  # fmt: skip
