"""Sentences: their Unicode says what their LaTeX says, formula by formula; and the whole is printed in every form."""

from __future__ import annotations

import json
import re

import pytest

from proofs_check.report.mathematics import goals_latex, goals_text, hypotheses_text, sentence_latex
from proofs_check.report.pages.sentence import sentence_html, words_html
from proofs_check.verify.report import Report
from proofs_check.verify.verdict import Verdict
from tests.theory.render.sentence_readers import latex_tokens, reading, unicode_tokens
from tests.theory.render.test_rereading import FILES, GOALS, shown_of
from theory.render import plain_sentence
from theory.render.words import MATRIX

PINS = {claim: pin for file in FILES for claim, pin in json.loads(file.read_text(encoding="utf-8"))["claims"].items()}
FORMULAS = sorted({formula for pin in PINS.values() for formula in pin["sentence"].split("$")[1::2]})


def differs(formula: str, shown: str) -> str:
    """Why the Unicode of a formula does not say what its LaTeX says, or ''."""
    try:
        return "" if reading(latex_tokens, formula) == reading(unicode_tokens, shown) else f"{formula} is shown as {shown}"
    except ValueError as error:
        return f"{shown}: {error}"


def test_the_formulas_of_sentences_say_in_unicode_what_they_say_in_latex() -> None:
    assert len(FORMULAS) > 700
    wrong = [why for f in FORMULAS if not MATRIX.search(f) and (why := differs(f, plain_sentence(f"${f}$")))]
    assert wrong == []


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (r"D = \tfrac19C\nu", "D = 1/9Cν"),
        (r"\tfrac{\alpha}{2}(1-\tfrac78\alpha)^k", "α/2(1−(7/8)α)ᵏ"),
        (r"\tfrac{2-h}{1+hd}\,\mathrm{tr}(L^2D)", "(2−h)/(1+hd) tr(L²D)"),
        (r"\sqrt\lambda\,y", "√λy"),
        (r"\sqrt\lambda\,y", "√(λ y)"),
        (r"2\tfrac12x", "2 1/2 x"),
        (r"\tfrac{h}{2L}", "h/2L"),
        (r"W_{l-1}^\top", "Wₗ₋₁"),
        (r"\lVert X\rVert_F^2", "‖X‖²"),
        (r"t\,\mathrm{tr}(N)", "t t r(N)"),
    ],
)
def test_a_formula_that_says_something_else_is_seen(formula: str, shown: str) -> None:
    assert differs(formula, shown)
    assert not differs(formula, plain_sentence(f"${formula}$"))


def test_no_sentence_has_commands_of_tex_or_a_sign_without_its_blank() -> None:
    for claim, pin in PINS.items():
        shown = plain_sentence(pin["sentence"])
        assert not re.search(r"[\\$&]", shown), claim
        assert re.findall(r"\S[=<>≥≤⪯⪰] |\w− ", shown) == [], claim


def test_a_matrix_is_shown_by_its_rows() -> None:
    shown = plain_sentence(r"$W = \bigl(\begin{smallmatrix}a&\tfrac12w^2\\w&b\end{smallmatrix}\bigr)S$")
    assert shown == "W = [[a, ½w²], [w, b]]S"


TRIVIAL = {"letters": [], "then": ["1 == 1"]}


def report(claim: str) -> Report:
    return Report(id=claim, verdict=Verdict.PROVED, title=PINS[claim]["title"], sentence=PINS[claim]["sentence"])


def in_this_order(wanted: str, printed: str) -> bool:
    words = iter(printed.split())
    return all(word in words for word in wanted.split())


LED = [claim for claim, pin in PINS.items() if re.search(r"[^.:;]\. \[1\] ", pin["sentence"])]
"""Claims whose sentence begins with what holds for all goals."""


@pytest.mark.parametrize("claim", PINS)
def test_the_whole_sentence_is_printed_in_every_form(claim: str) -> None:
    """Word by word, in this order: what holds for all goals stands before [1]. The goals themselves are of no matter here."""
    sentence, goals = PINS[claim]["sentence"], [TRIVIAL] * len(PINS[claim]["goals"])
    assert in_this_order(plain_sentence(sentence), goals_text(sentence, goals, 100))
    assert in_this_order(sentence_latex(sentence), goals_latex(report(claim), goals).replace(r"\par" + "\n", " "))
    words = [re.sub(r"<[^>]*>|\s", "", html(sentence)) for html in (sentence_html, words_html)]
    assert words[0] == words[1]
    assert report(claim).to_json()["sentence"] == sentence


def test_some_sentences_begin_with_what_holds_for_all_goals() -> None:
    assert len(LED) >= 12
    for claim in LED:
        sentence = PINS[claim]["sentence"]
        lead = sentence[: sentence.index("[1]")].strip()
        goals = [TRIVIAL] * len(PINS[claim]["goals"])
        assert goals_text(sentence, goals, 10_000).startswith(plain_sentence(lead) + "\n")
        assert goals_latex(report(claim), goals).splitlines()[2] == rf"\noindent {sentence_latex(lead)}\par"
        assert sentence_html(sentence).startswith(f"<p>{words_html(lead)}</p>")


def letters_of(block: str) -> list[str]:
    """The lines under "for all" of one printed goal."""
    found, inside = [], False
    for line in block.splitlines():
        inside = line.startswith("for all") or (inside and line.startswith(" " * 10))
        found += [line[10:]] if inside else []
    return found


SEVERAL = {claim: len(pin["goals"]) for claim, pin in PINS.items() if 1 < len(pin["goals"]) < 40 and f"{claim} [1]" in GOALS}
"""Of a headline, the goals are those of other claims."""


@pytest.mark.parametrize("claim", [pytest.param(c, marks=pytest.mark.full if n > 8 else ()) for c, n in SEVERAL.items()])
def test_letters_of_the_goal_before_are_the_same_as_shown(claim: str) -> None:
    """Where `show` says "the letters of the goal before", those that it has printed last are the letters of this goal."""
    printed = goals_text("", PINS[claim]["goals"], 10_000).split("\n\n")
    before: list[str] = []
    blocks = [block for block in printed if "then " in block or "such that" in block]
    assert len(blocks) == len(PINS[claim]["goals"])
    for k, block in enumerate(blocks, 1):
        said = letters_of(block)
        before = before if said == ["the letters of the goal before"] else said
        shown = shown_of(f"{claim} [{k}]")
        assert before == [item.text(shown.looks) for item in shown.letters]


def test_a_hypothesis_of_some_goals_carries_their_numbers() -> None:
    goals = [{"letters": [["x", {"kind": "real"}]], "given": given, "then": ["x == x"]}
             for given in (["x > 0", "1 >= x"], ["x > 0"], ["x > 0", "1 >= x"], ["x > 0", "2 >= x"])]  # fmt: skip
    assert hypotheses_text(["1 >= x", "x > 0", "2 >= x"], goals) == ["x > 0", "[1], [3] x ≤ 1", "[4] x ≤ 2"]
    assert hypotheses_text(["x > 0"], goals[1:2]) == ["x > 0"]
