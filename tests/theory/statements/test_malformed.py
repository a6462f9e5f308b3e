"""Malformed statements: one line and a caret each, never a traceback, and never an answer to something else.

Every case is a way to break a statement times statements that it breaks; that each is malformed is seen by hand.
"""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.whiteboard import FALSE, TRUE
from theory.statements.elaborate import elaborate
from theory.statements.reading import read
from theory.statements.tree import StatementError

BASES = ["tr(A*B) = tr(B*A)", "||A + B||^2 >= 0", "A^T*B = B^T*A", "A = A^T |- tr(A) >= 0", "<A, B> = tr(A^T*B)"]

BREAKS = {
    "an operator at the end": lambda s: s + " +",
    "a product at the end": lambda s: s + " *",
    "a bracket too many": lambda s: s + ")",
    "a bracket that is not closed": lambda s: "(" + s,
    "a bracket of another kind": lambda s: "[" + s + ")",
    "an operator at the beginning": lambda s: "* " + s,
    "a relation at the beginning": lambda s: "= " + s,
    "a relation at the end": lambda s: s + " >=",
    "two turnstiles": lambda s: "A = A |- B = B |- " + s,
    "nothing concluded": lambda s: s.split("|-")[-1] + " |- ",
    "an empty exponent": lambda s: s + "^",
    "a bar that is not closed": lambda s: "||A - " + s,
    "an angle that is not closed": lambda s: s.replace("|- ", "|- <") if "|-" in s else "<" + s,
    "an unknown function": lambda s: s + " + det(A)",
    "an unknown name": lambda s: s + " + foo",
    "an unknown name before": lambda s: "bar*" + s.split("|-")[-1],
    "a product without a sign behind a division": lambda s: s + " + 1/2x",
    "a power of a power": lambda s: s + " + A^2^3",
    "a number behind an operand": lambda s: s + " + A 2",
    "no brackets at a trace": lambda s: s + " + tr A",
    "an attribute": lambda s: s + " + A.shape",
    "a strange character": lambda s: s + " # A",
    "another strange character": lambda s: s.replace("A", "A$$%", 1),
    "an integer power that is no integer": lambda s: s + " + A^0.5",
    "a power that is a letter": lambda s: s + " + A^k",
    "division by a matrix": lambda s: s + " + 1/A",
    "division by zero": lambda s: s + " + A/0",
    "a huge power": lambda s: s + " + A^1000",
    "an adjoint": lambda s: s + " + A^*",
    "a spectral norm": lambda s: s + " + ||A||_2",
    "a nuclear norm": lambda s: s + " + ||A||_{*}",
    "a determinant in bars": lambda s: s + " + |A|",
    "a number and a matrix": lambda s: "A + 1 = B |- " + s.split("|-")[-1],
    "a letter of two kinds": lambda s: "A: real, A: n x n |- " + s.split("|-")[-1],
    "an unknown kind": lambda s: "A: blob |- " + s.split("|-")[-1],
    "an undeclared vector": lambda s: "x^T*A = B |- " + s.split("|-")[-1],
    "exponent notation": lambda s: s + " + 1e5",
    "a quantifier": lambda s: "forall " + s,
    "chains in both directions": lambda s: "tr(A) <= tr(B) >= 1 |- " + s.split("|-")[-1],
    "a comma alone": lambda s: s + " , ,(",
    "a transpose of nothing": lambda s: "^T + " + s.split("|-")[-1],
    "an inner product of three": lambda s: "<A, B, A> = 1 |- " + s.split("|-")[-1],
}

CASES = [(name, base) for name in BREAKS for base in BASES]

SHAPES = [
    ("A + B = 0", "A: m x n, B: n x m", "m x n", "n x m"),
    ("A*B = 0", "A: m x n, B: m x n", "m x n", "m x n"),
    ("tr(A) = 0", "A: m x n", "m x n", ""),
    ("A^2 = 0", "A: m x n", "m x n", ""),
    ("A^-1 = 0", "A: 2 x 3", "2 x 3", ""),
    ("A = B", "A: 2 x 2, B: 3 x 3", "2 x 2", "3 x 3"),
    ("<A, B> = 0", "A: m x n, B: m x r", "m x n", "m x r"),
    ("A >= B", "A: m x n, B: m x n", "m x n", ""),
    ("A = tr(B)", "A: m x n, B: n x n", "m x n", "a number"),
    ("x^T*A*x >= 0", "x: n x 1, A: m x m", "1 x n", "m x m"),
    ("A*x = y", "A: m x n, x: vector, y: n x 1", "m x 1", "n x 1"),
    ("A + I_n = B", "A: m x m, B: m x m", "m x m", "n x n"),
]

TEXTS = [
    "",
    " ",
    "|-",
    "A",
    "A B",
    "=",
    ",",
    "A = ",
    "()",
    "tr()",
    "tr(,)",
    "‖‖ = 0",
    "||A|| ||",
    "A: n x n",
    "A == B == ",
    "A => ",
    "1 = 2 3",
    "A ⊢ B ⊢ C",
    "x <",
    "\\frac{1} = A",
    "\\frac12 = x",
    "A^{T = B",
    "A_{ = B",
    "A^^2 = A",
    "A**-",
    "A''' '",
    "(((((((((",
    "A" * 50 + "(",
    "I(A) + 1 = 2",
    "I_A = A",
    "ATA = A",
    "trA = 0",
    "AB2 = A",
    "n = 1",
    "A: n x m symmetric",
    "A: vector 3 x 3 |- A = A",
    "L: integer |- L = L",
    "s^t = 1",
    "s: real |- s^k = 1",
    "A ∘ B = A",
    "max(x, y) = x",
    "A != B",
    "A = B or B = A",
    "∀A = A",
    "A ~ B",
    "A: 0 x 2 |- A = A",
    "A: 99 x 2 |- A = A",
    "x: real n x n |- x = x",
    "t: integer >= 1/2 |- t = t",
    "A: psd pd |- A = A",
    "A ⪰ 0 |- A ⪰ 0, B B^T ⪰ 0 , C^T",
    "A[1] = 0",
    "f(x) = 1, ,",
]


def seen(text: str, where: str = "") -> str:
    """What a user reads; it must be one line, the text, and a caret."""
    with pytest.raises(StatementError) as caught:
        elaborate(read(text, where))
    shown = caught.value.shown()
    lines = shown.split("\n")
    assert len(lines) == 3 and lines[0].strip() and set(lines[2].replace("…", " ").split()) == {"^"}, shown
    assert "Traceback" not in shown and len(lines[0]) < 330
    assert lines[2].index("^") <= len(lines[1]) + 1
    return lines[0]


@pytest.mark.parametrize(("how", "base"), CASES, ids=[f"{name}: {base}" for name, base in CASES])
def test_broken_statements_get_one_line_and_a_caret(how: str, base: str) -> None:
    seen(BREAKS[how](base))


def test_there_are_two_hundred() -> None:
    assert len(CASES) + len(TEXTS) + len(SHAPES) > 250


@pytest.mark.parametrize("text", TEXTS)
def test_texts_that_state_nothing(text: str) -> None:
    seen(text)


@pytest.mark.parametrize(("text", "where", "one", "two"), SHAPES)
def test_shapes_that_do_not_fit_are_both_named(text: str, where: str, one: str, two: str) -> None:
    line = seen(text, where)
    assert one in line and two in line


def test_the_caret_stands_where_the_fault_is() -> None:
    """Expected places are counted by hand."""
    for text, where, at in [
        ("A + = B", "", 4),
        ("tr(A*B) = det(A)", "", 10),
        ("A*B = C", "A: m x n, B: m x n", 2),
        ("A + foo = B", "", 4),
        ("x = 1/2y", "", 7),
        ("A = B]", "", 5),
        ("(A = B", "", 0),
    ]:
        with pytest.raises(StatementError) as caught:
            read(text, where)
        assert caught.value.at == at, (text, caught.value.shown())


@pytest.mark.parametrize("seed", range(40))
def test_damaged_statements_never_end_in_a_traceback(seed: int) -> None:
    """A character lost, doubled or put in: read as something, or refused in one line."""
    rng = Random(seed)
    for _ in range(25):
        text, where, _source = rng.choice(TRUE + FALSE)
        for _ in range(rng.choice((1, 1, 2, 3))):
            k = rng.randrange(len(text) + 1)
            text = rng.choice(
                (
                    text[:k] + text[k + 1 :],
                    text[:k] + text[k : k + 1] * 2 + text[k + 1 :],
                    text[:k] + rng.choice("()[]{}|‖<>^_*+-/=,;:.'ᵀ²⁻\\T Ix1⊢⪰\n\t\0é😀") + text[k:],
                )
            )
        try:
            elaborate(read(text, where))
        except StatementError as error:
            assert len(error.shown().split("\n")) == 3, text
