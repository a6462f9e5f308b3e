"""Malformed block matrices and quantifiers: one line and a caret each, exit 2, never a traceback.

That each is malformed, or has two readings, is seen by hand.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from benchmarks.blocks_and_quantifiers import FALSE, TRUE
from proofs_check.cli.main import main
from tests.theory.statements.test_malformed import seen
from theory.statements.brackets import marked
from theory.statements.elaborate import elaborate
from theory.statements.reading import read
from theory.statements.tree import StatementError
from theory.statements.variants import understood

BLOCKS = [
    ("[[A, B], [C, D] = 0", ""),
    ("[[A, B], [C]] = 0", ""),
    ("[[A, B], C] = 0", ""),
    ("[[A B], [C D]] = 0", ""),
    ("[A B; C D] = 0", ""),
    ("[A, B] = 0", ""),
    ("[A; ] = 0", ""),
    ("[; A] = 0", ""),
    ("[[A,, B]] = 0", ""),
    ("[[]] = 0", ""),
    ("[] = 0", ""),
    ("[[A, B]; [C, D]] = 0", ""),
    ("[[A; B], [C; D]] = 0", ""),
    (r"\begin{pmatrix} A & B \\ C & D = 0", ""),
    (r"\begin{pmatrix} A & B \end{bmatrix} = 0", ""),
    (r"\end{pmatrix} = 0", ""),
    (r"\begin{vmatrix} A & B \\ C & D \end{vmatrix} = 0", ""),
    (r"\begin{pmatrix} A & B \\ C \end{pmatrix} = 0", ""),
    (r"\begin{pmatrix} \end{pmatrix} = 0", ""),
    (r"\begin{foo} A \end{foo} = 0", ""),
    ("[[A, B], [C, D]] = 0", "A: 2 x 2, B: 3 x 3"),
    ("[[A, B], [C, D]] = M", "M: 3 x 3"),
    ("[[A, B], [C, D]] [[x], [y], [z]] = 0", "x, y, z: vector"),
    ("[[A, 2], [0, D]] = 0", ""),
    ("[[A, b], [b^T, 1]] = 0", ""),
    ("[[A, B], [C, D]] + A = 0", "A: n x n"),
    ("[[A, B], [C, D]] ⪰ 0", "A: m x n, B: m x k, C: p x n, D: p x k"),
    ("tr([[A, B]]) = 0", "A: n x n, B: n x n"),
    ("[[A, B]]^2 = 0", "A: n x n, B: n x n"),
    ("[[A, B]]^-1 = 0", "A: n x n, B: n x n"),
    ("[[A, B], [C, D]]^k = 0", ""),
    ("A[[B], [C]] = 0", ""),
    ("M[1, 2] = 0", ""),
    ("|[[A, B], [C, D]]| = 1", ""),
    ("||[[A, B], [C, D]]||_2 = 1", ""),
    ("[[A, B], [C, D]] >= 1", ""),
    ("[[A, (B], [C), D]] = 0", ""),
    ("[[A, B = C], [C, D]] = 0", ""),
    ("M = [[A,B],[C,D]], M: diagonal |- A = 0", ""),
    ("[[A, A = B]] = 0", ""),
]

QUANTIFIERS = [
    ("(forall X: n x n, X^-1 X = I), B C = B D |- C = D", ""),
    ("exists X: X^-1 A = I", ""),
    ("[[A,B],[B^T,D]] ⪰ 0 |- exists X: pd, X = [[A,B],[B^T,D]], X^-1 = X^-1", ""),
    ("exists t: real, a/t = 1", ""),
    ("exists X: X^(-2) = A", ""),
    ("B = 0, (forall A: 1 x 1 skew invertible, A = A)", ""),
    ("[[A, B], [C, forall]] = 0", ""),
    ("forall", ""),
    ("forall x", ""),
    ("forall x: vector", ""),
    ("forall x: vector,", ""),
    ("exists", ""),
    ("exists K", ""),
    ("exists K:", ""),
    ("exists K: n x r", ""),
    ("exists K: n x r,", ""),
    ("exists! K: A = K K^T", ""),
    ("forall x, A x = 0", ""),
    ("forall x in vectors, A x = 0", ""),
    ("forall x ∈ S: A x = 0", ""),
    ("forall 2: A = B", ""),
    ("forall x: vector, forall x: vector, x = x", ""),
    ("forall x, x: vector, x = x", ""),
    ("(forall x: vector, x^T A x >= 0 |- tr(A) >= 0", ""),
    ("forall x: vector, x^T A x >= 0 |- tr(A) >= 0", ""),
    ("(forall x: vector, x^T A x >= 0) |- x^T x >= 0", ""),
    ("(forall x: vector, x^T A x >= 0) |- tr(A) >= 0", "x: vector"),
    ("forall x: vector, x^T x = 1 => x^T A x >= 0", ""),
    ("A = B or exists X: A X = B", ""),
    ("not exists X: A X = B", ""),
    ("A + (exists X: A X = B) = 0", ""),
    ("A = (forall x: vector, x)", ""),
    ("tr(forall x: vector, x^T x) = 0", ""),
    ("exists K: forall x: vector, K x = x", ""),
    ("(forall x: vector, exists y: vector, A x = y) |- A = 0", ""),
    ("(exists K: A = K K^T) |- K = 0", ""),
    ("exists n: dimension, n = 2", ""),
    ("exists S: diagonal, A = S", ""),
    ("forall U: 1 x 2 orthonormal, U = U, A = 0 |- A = A", ""),
    ("A = 0, (forall U: m x n orthonormal, U = U) |- A = A with U = A", ""),
    ("|- A = 0, (forall U: m x n orthonormal, U = U)", ""),
    ("(forall x: vector, x^T A x >= 0 with y = x) |- A = A", ""),
    ("(forall x: vector, x^T A x >= 0 with x = x) |- A = A", ""),
    ("(forall x: vector, x^T A x >= 0 with) |- A = A", ""),
    ("(forall x: vector, x^T A x >= 0 with x = B) |- A = A", "B: n x n, A: n x n"),
    ("(forall x: vector, x^T A x > 0) |- A = A", ""),
    ("(forall x: x^T A x >= 0) |- A = A", ""),
    ("exists x: A x = x^T x", ""),
    ("∃ such that A = B", ""),
    ("(exists X: A X = B) + 1 = 2", ""),
    ("A X = B, exists X", ""),
    ("exists X: A X = B and exists Y: A Y = C", ""),
    ("forall x: vector, x^T A x >= 0 with x = y", ""),
    ("A = B ⊢ (forall x: vector, x^T x = 1 ⇒ x^T A x >= 0)", ""),
    ("(forall x: vector, y: vector) |- A = A", ""),
    ("(forall x: vector: ) |- A = A", ""),
    ("exists X: A X = B with X = A, X = B", ""),
    ("(forall x: vector, A x = 0 with x = y) with x = y |- A = A", ""),
]


def refused(text: str, where: str) -> str:
    """What a user reads: one line, the text, and a caret."""
    try:
        reading = read(text, where)
        if reading.quantified:
            understood(reading)
    except StatementError as error:
        lines = error.shown().split("\n")
        assert len(lines) == 3 and lines[0].strip() and set(lines[2].replace("…", " ").split()) == {"^"}
        return lines[0]
    assert not reading.quantified
    return seen(text, where)


@pytest.mark.parametrize(("text", "where"), BLOCKS + QUANTIFIERS, ids=[t for t, _ in BLOCKS + QUANTIFIERS])
def test_malformed_texts_get_one_line_and_a_caret(text: str, where: str) -> None:
    line = refused(text, where)
    assert len(line) < 330 and "Traceback" not in line


def test_there_are_enough() -> None:
    assert len(BLOCKS) >= 30 <= len(QUANTIFIERS) and len(BLOCKS) + len(QUANTIFIERS) >= 80


@pytest.mark.parametrize(("text", "where"), [BLOCKS[1], BLOCKS[5], QUANTIFIERS[0], QUANTIFIERS[-1]])
def test_the_command_ends_with_exit_2(text: str, where: str, capsys: Any) -> None:
    assert main(["check", text, "--where", where]) == 2
    printed = capsys.readouterr()
    assert not printed.out and len(printed.err.rstrip("\n").split("\n")) == 3 and "^" in printed.err


SHAPES = [
    ("[[A, B], [C, D]] = 0", "A: 2 x 2, B: 3 x 3", "3 x 3", "2 x 3"),
    ("[[A, B], [C, D]] = M", "M: 3 x 3", "(? + ?)", "3 x 3"),
    ("[[A, B], [C, D]] + M = 0", "M: n x n, A: m x m", "(m + ?) x (m + ?)", "n x n"),
    ("tr([[A, B]]) = 0", "A: n x n, B: n x n", "n x (n + n)", ""),
    ("(forall x: vector, x^T A x >= 0 with x = B) |- A = A", "A, B: n x n", "n x 1", "n x n"),
    ("exists X: m x n, X X = A", "", "m x n", ""),
]


@pytest.mark.parametrize(("text", "where", "one", "two"), SHAPES, ids=[s[0] for s in SHAPES])
def test_shapes_that_do_not_fit_are_both_named(text: str, where: str, one: str, two: str) -> None:
    line = refused(text, where)
    assert one in line and two in line


def test_the_caret_stands_where_the_fault_is() -> None:
    """Places counted by hand."""
    for text, where, at in [
        ("[[A, B], [C]] = 0", "", 10),
        ("M = [A, B]", "", 4),
        ("[[A, B], [C, D]] = 0", "A: 2 x 2, B: 3 x 3", 5),
        ("A = B, exists X", "", 15),
        ("(exists K: A = K K^T) |- K = 0", "", 25),
        ("forall x: vector, x^T x >= 0 |- A = A", "", 0),
        (r"\begin{pmatrix} A & B \\ C \end{pmatrix} = 0", "", 25),
    ]:
        with pytest.raises(StatementError) as caught:
            read(text, where)
        assert caught.value.at == at, caught.value.shown()


SAME = [
    ("[[A, B], [C, D]]", "[A, B; C, D]"),
    ("[[A, B], [C, D]]", r"\begin{pmatrix} A & B \\ C & D \end{pmatrix}"),
    ("[[A, B], [C, D]]", r"\left[\begin{array}{cc} A & B \\ C & D \\ \end{array}\right]"),
    ("[[x], [y]]", "[x; y]"),
    ("[[A, B]]", r"\begin{bmatrix} A & B \end{bmatrix}"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_spellings_of_one_matrix_are_one(one: str, two: str) -> None:
    """The kernel's statements are equal, and the marks stand at the old places."""
    found = [elaborate(read(f"||{text}||^2 = 1", "x, y: vector" if "x" in one else "")).json for text in (one, two)]
    assert found[0] == found[1]
    assert len(marked(one)) == len(one) and len(marked(two)) == len(two)


@pytest.mark.parametrize("seed", range(20))
def test_damaged_statements_never_end_in_a_traceback(seed: int) -> None:
    """A character lost, doubled or put in: read as something, or refused in one line."""
    rng = Random(seed)
    for _ in range(12):
        text, where, _source = rng.choice(TRUE + FALSE)
        for _ in range(rng.choice((1, 1, 2, 3))):
            k = rng.randrange(len(text) + 1)
            text = rng.choice(
                (
                    text[:k] + text[k + 1 :],
                    text[:k] + text[k : k + 1] * 2 + text[k + 1 :],
                    text[:k] + rng.choice("()[]{}|‖<>^_*+-/=,;:.'ᵀ⁻\\T Ix1⊢⪰\n\t\0é😀⟦⟧\x01\x02&∀∃") + text[k:],
                )
            )
        try:
            reading = read(text, where)
            understood(reading) if reading.quantified else elaborate(reading)
        except StatementError as error:
            assert len(error.shown().split("\n")) == 3, text
