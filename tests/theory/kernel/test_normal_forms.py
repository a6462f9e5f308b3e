"""Normal forms against exact dense values: two expressions with one normal form have equal values in every model.

The evaluator walks the text and never sees a normal form; expressions are drawn at random.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.marks import but
from tests.theory.kernel.bench import diagonal, integer, matrix, positive, real
from theory.kernel.declare import read_letters, unfold
from theory.kernel.integers import Int, Ranges
from theory.models.model import Model
from theory.prove.text import poly_text

DECLARED = [integer("L", "2"), real("x"), positive("p"), matrix("A", "2", "2"), matrix("B", "2", "2"), matrix("V",
            "2", "1"),
            diagonal("S", "2"), diagonal("D", "2")]  # fmt: skip
LETTERS = read_letters(DECLARED)

SQUARE = st.recursive(
    st.sampled_from(["A", "B", "S", "D", "I(2)", "V*V.T", "S**L", "D**(-1)", "S**(2-L)"]),
    lambda m: st.one_of(st.tuples(m, m).map(lambda t: f"({t[0]})*({t[1]})"), st.tuples(m,
    m).map(lambda t: f"({t[0]}+{t[1]})"),
                        m.map(lambda t: f"({t}).T"), st.tuples(m, m).map(lambda t: f"({t[0]}-({t[1]}))"),
                        m.map(lambda t: f"(({t})/3)"), m.map(lambda t: f"tr({t})*({t})")), max_leaves=6)  # fmt: skip
SCALAR = st.recursive(
    st.sampled_from(["x", "p", "L", "p**L", "p**(-2)", "2", "L**(-1)",
    "p**(2*L-3)"]) | SQUARE.map(lambda m: f"tr({m})"),
    lambda s: st.one_of(st.tuples(s, s).map(lambda t: f"({t[0]})*({t[1]})"), st.tuples(s,
    s).map(lambda t: f"({t[0]}+{t[1]})"),
                        s.map(lambda t: f"({t})**2"), st.tuples(s, s).map(lambda t: f"({t[0]}-({t[1]}))"),
                        s.map(lambda t: f"diff({t}, p)")), max_leaves=6)  # fmt: skip
NUMBER = st.fractions(min_value=-3, max_value=3, max_denominator=3)
POSITIVE = st.fractions(min_value=Fraction(1, 3), max_value=3, max_denominator=3)


@st.composite
def models(draw: st.DrawFn) -> Model:
    def rows(n: int, m: int) -> list:
        return [[str(draw(NUMBER)) for _ in range(m)] for _ in range(n)]

    values: dict = {"L": draw(st.integers(2, 4)), "x": str(draw(NUMBER)), "p": str(draw(POSITIVE)),
                    "A": rows(2, 2), "B": rows(2, 2), "V": rows(2, 1)}  # fmt: skip
    for name in "SD":
        values[name] = [[str(draw(POSITIVE)), "0"], ["0", str(draw(POSITIVE))]]
    return Model(LETTERS, values)


@pytest.mark.parametrize("examples", but((40, 120), (120,)))
def test_the_normal_form_has_the_value_of_the_text(examples):
    """The normal form, written out again, evaluates to the same exact value and reads back to itself."""
    @settings(max_examples=examples, deadline=None, derandomize=True)
    @given(st.one_of(SQUARE, SCALAR), models())
    def holds(text, model):
        poly = LETTERS.poly(text)
        again = poly_text(poly)
        assert LETTERS.poly(again).key == poly.key or poly.is_zero()
        if not poly.is_zero():
            assert model.holds(f"{again} == {text}")
        else:
            assert model.holds(f"{text} == 0") or model.holds(f"{text} == 0*I(2)")

    holds()


@pytest.mark.parametrize("examples", but((30, 80), (80,)))
def test_sums_products_transposes_and_traces_commute_with_evaluation(examples):
    @settings(max_examples=examples, deadline=None, derandomize=True)
    @given(SQUARE, SQUARE, models())
    def holds(a, b, model):
        p, q = LETTERS.poly(a), LETTERS.poly(b)
        for poly, text in ((p * q, f"({a})*({b})"), (p.transpose, f"({a}).T"), (p + q, f"{a}+{b}"),
                           ((p * q).trace(), f"tr(({a})*({b}))")):  # fmt: skip
            if not poly.is_zero():
                assert model.holds(f"{poly_text(poly)} == {text}")
        assert (p * q).trace().key == (q * p).trace().key == (p * q).transpose.trace().key
        assert (p * q).transpose.key == (q.transpose * p.transpose).key

    holds()


LINEAR = st.lists(st.integers(-3, 3), min_size=4, max_size=4)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(LINEAR, st.integers(-2, 3), st.integers(0, 3), st.integers(-2, 2), st.integers(0, 2))
def test_a_proved_lower_bound_is_one(coefficients, low, width, shift, tail):
    """Ranges against enumeration: low <= a <= low + width, a + shift <= b <= a + shift + tail, d[0] >= 1."""
    a, b, d = Int.symbol("a"), Int.symbol("b"), Int.symbol(("d", Int.of(0)))
    ranges = Ranges().with_sizes("d").extend("a", Int.of(low), Int.of(low + width)).extend("b", a + shift,
    a + shift + tail)
    bound = ranges.low(coefficients[0] * a + coefficients[1] * b + coefficients[2] * d + coefficients[3])
    values = [coefficients[0] * i + coefficients[1] * j + coefficients[2] * k + coefficients[3]
              for i in range(low, low + width + 1) for j in range(i + shift, i + shift + tail + 1) for k in (1, 2,
              5)]  # fmt: skip
    assert bound is None or bound <= min(values)
    if coefficients[2] >= 0:
        assert bound == min(values)  # two symbols, each bound reached: elimination is exact here
    else:
        assert bound is None


def test_nothing_is_known_of_undeclared_symbols_and_products():
    ranges = Ranges().extend("a", Int.of(1), None)
    assert ranges.low(Int.symbol("z")) is None
    assert ranges.low(Int.symbol("a") * Int.symbol("a")) is None
    assert ranges.low(-Int.symbol("a")) is None
    assert ranges.low(Int.symbol("a") - 1) == 0


def test_a_family_of_numbers_can_be_overridden() -> None:
    """alpha = (0, …, 0, z at m, 0, …): members unfold to the replaced value or to the base family."""
    numbers = ["o", {"kind": "real", "over": ["n", "1", "L"], "value": "0"}]
    changed = ["al", {"kind": "real", "over": ["n", "1", "L"], "override": {"of": "o", "at": {"m": "z"}}}]
    letters = read_letters([["L", {"kind": "integer", "min": "2"}], ["m", {"kind": "integer", "min": "1", "max": "L-1"}],
                            ["z", {"kind": "real"}], numbers, changed])  # fmt: skip
    at, above = letters.integer("m"), letters.integer("m+1")
    assert (unfold(letters["al"], at, letters) - letters.poly("al[m]-z")).is_zero()
    assert (unfold(letters["al"], above, letters) - letters.poly("al[m+1]-o[m+1]")).is_zero()
