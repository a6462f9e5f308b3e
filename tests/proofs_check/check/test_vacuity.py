"""Hypotheses that only zeros meet, or nothing; letters that are sizes as well; sizes that no letter shows.

Origin of the expected values: by hand. tr(I) = n >= 1; a Gram matrix is 0 only of 0; x = 1 and x = 2 exclude one another.
"""

import pytest

from proofs_check.check.answer import check
from proofs_check.check.vacuity import CONTRADICTORY


@pytest.mark.parametrize(("text", "said"), [
    ("A^T A = 0 |- A = 0", "only where a letter is 0, such as A = 0"),
    ("A: skew symmetric |- A = 0", "only where a letter is 0"),
    ("x = 1, x = 2 |- x = 3", CONTRADICTORY),
    ("t: real >= 1, t = 0 |- t = t^2 + 5", CONTRADICTORY),
    ("1/(x - x) = 3", CONTRADICTORY),
    ("(A - A)^-1 = 7 A", "contradict one another"),
    ("x: 2 x 1 |- (x x^T)^-1 x x^T = 2 I", "if they contradict one another"),
    ("x^2 = 2 |- x^4 = 4", "no rational values"),
])  # fmt: skip
def test_a_proof_from_hypotheses_without_a_generic_model_says_so(text: str, said: str) -> None:
    answer = check(text)
    assert answer.verdict == "proved"
    assert any(said in note for note in answer.notes), answer.notes


def test_a_contradiction_is_told_only_where_there_is_one() -> None:
    for text in ("x^2 = 2 |- x^4 = 4", "A^T A = 0 |- A = 0", "A A = A |- A A A = A"):
        assert not any(CONTRADICTORY in note for note in check(text).notes)


@pytest.mark.parametrize(("text", "verdict"), [
    ("n: integer >= 1, A: n x n |- tr(I_n) = n", "proved"),
    ("n: integer >= 2, A: n x n |- tr(I_n) >= 2", "proved"),
    ("n: dimension |- n > 0", "proved"),
    ("n: integer >= 2, A: n x n |- tr(A)^2 <= n ||A||^2 - 1", "refuted"),
    ("n: dimension |- n >= 2", "refuted"),
    ("n: integer >= 2, A: n x n |- tr(A)^2 <= tr(A^T A)", "refuted"),
])  # fmt: skip
def test_a_letter_that_is_a_size_has_one_value(text: str, verdict: str) -> None:
    answer = check(text)
    assert answer.verdict == verdict
    if verdict == "refuted" and answer.witness and "A" in answer.witness:
        assert len(answer.witness["A"]) == int(answer.witness["n"]) >= 2


@pytest.mark.parametrize("text", ["tr(I) >= 2", "tr(I) + x^2 >= 2", "I + I = I"])
def test_a_size_that_no_letter_shows_is_in_the_witness(text: str) -> None:
    answer = check(text)
    assert answer.verdict == "refuted" and list(answer.sizes.values()) == [1]


def test_a_density_matrix_need_not_be_a_projection() -> None:
    answer = check("A ⪰ 0, tr(A) = 1 |- A^2 = A")
    assert answer.witness == {"A": [["1/2", "0"], ["0", "1/2"]]}
