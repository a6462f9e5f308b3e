"""One letter, one name: spellings of a Greek letter with its index, declared or used, in a formula.

Origin of the expected values: what is declared positive is positive wherever it is spelled; indices in braces are LaTeX's.
"""

from itertools import product

import pytest

from theory.statements.declarations import plain_name
from theory.statements.reading import read
from theory.statements.tree import StatementError

SPELLINGS = (("λ_1", "λ₁", "λ1", "\\lambda_1", "\\lambda_{1}", "lambda_1", "lambda1"),
             ("ε", "\\epsilon", "epsilon"), ("\\varepsilon", "ε"), ("X_ab", "X_{ab}"), ("x_max", "x_{max}"),
             ("W_12", "W_{12}"), ("λ_ab", "λ_{ab}", "lambda_ab"))  # fmt: skip


@pytest.mark.parametrize(("declared", "used"), [p for group in SPELLINGS for p in product(group, group)])
def test_every_spelling_is_the_declared_letter(declared: str, used: str) -> None:
    reading = read(f"{used} + 1 > 0", f"{declared}: real > 0")
    assert list(reading.shapes.letters) == [plain_name(declared)]


@pytest.mark.parametrize("text", ["A_ij = A_ji", "A_12 = B", "λ_ab = 1", "x_i2 = 1", "x_iy_i = 1", "\\lambda_max = 1"])
def test_an_index_of_several_characters_without_braces_is_not_a_product(text: str) -> None:
    with pytest.raises(StatementError, match="in braces"):
        read(text)


@pytest.mark.parametrize("text", ["W_1W_2 = W_2W_1", "W_LW_1 = W_1W_L", "I_nA = A", "x_1y_1 = y_1x_1"])
def test_products_of_letters_with_an_index_stay(text: str) -> None:
    assert len(read(text).shapes.letters) in (1, 2)


@pytest.mark.parametrize(("one", "two"), [("ε", "ϵ"), ("φ", "ϕ"), ("\\phi", "\\varphi"), ("\\epsilon", "\\varepsilon")])
def test_two_shapes_of_one_letter_are_not_merged_in_silence(one: str, two: str) -> None:
    for text, where in ((f"{one} = {two}", ""), (f"{one} + 1 > 0", f"{two} > 0")):
        with pytest.raises(StatementError, match="one letter"):
            read(text, where)


@pytest.mark.parametrize(("one", "two"), [("A₁", "A_1"), ("A_{12}", "A₁₂"), ("x₁", "x_1")])
def test_a_letter_with_its_number_below_is_one_letter(one: str, two: str) -> None:
    for text, where in ((f"{one} = {two}", ""), (f"{one}*B = 0", f"{two}*B = 0")):
        with pytest.raises(StatementError, match="look alike"):
            read(text, where)
    assert len(read("A1 = A₁").shapes.letters) == len(read("A_1*A_1 = A_1").shapes.letters) == 1
    assert len(read("A_1 = A₂", "A_1: 2x3").shapes.letters) == 2


@pytest.mark.parametrize("spec", ["diagonal > -1", "real <= 2", "real < -2", "real >= -1", "symmetric ⪯ 1", "real \\le 2",
                                  "real = 2"])  # fmt: skip
def test_a_bound_that_no_declaration_has_is_said_to_be_a_relation(spec: str) -> None:
    with pytest.raises(StatementError, match="behind a comma"):
        read("t = t", f"t: {spec}")
    with pytest.raises(StatementError, match="a kind is"):
        read("t = t", "t: complex")


ZEROS = ["A/(1-1) = A", "0^-1 = 5", "x*0^(-2) = 7", "1/(0*1) = 3", "1/0^2 = 3", "inv(2-2) = 1", "0⁻¹ = 1"]


@pytest.mark.parametrize("text", ZEROS)
def test_division_by_a_constant_that_is_zero(text: str) -> None:
    with pytest.raises(StatementError, match="division by 0"):
        read(text)


def test_the_mark_of_a_declaration_is_not_text() -> None:
    with pytest.raises(StatementError, match="printable"):
        read("\0, A = A")


@pytest.mark.parametrize("text", ["+".join("A" * 1990) + " = A", "A" + "^T" * 1900 + " = A", "*".join("A" * 1900) + " = A",
                                  "A = " + "-(" * 900 + "A" + ")" * 900])  # fmt: skip
def test_long_and_deep_texts_are_refused_in_one_line(text: str) -> None:
    with pytest.raises(StatementError, match=r"inside one another|too deep"):
        read(text)


def test_a_hundred_terms_are_read() -> None:
    assert len(read("+".join("A" * 100) + " = 100A").shapes.letters) == 1


def test_a_line_break_is_no_product() -> None:
    with pytest.raises(StatementError, match="a line ends"):
        read("A = A\nB = B")
    assert len(read("A = A,\nB\n= B").conclusions) == 2
