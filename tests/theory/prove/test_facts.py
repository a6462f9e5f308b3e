"""Facts by name: every spelling against the kernel's numbers, and names that mean nothing are refused."""

from __future__ import annotations

import pytest

from tests.theory.kernel.bench import integer, positive, real
from theory.kernel.integers import Fault
from theory.prove.derivation import Book
from theory.prove.facts import Facts

GIVEN = ["x >= 0", "all(k, 1, L, y[k] == x)"]


@pytest.mark.parametrize(("name", "number"), [
    ("x >= 0", ["given", 0]),
    (("all(k, 1, L, y[k] == x)", "n+1"), ["given", 1, "n+1"]),
    ("split", ["premise", 0, 0]),
    ("split.2", ["premise", 0, 2]),
    (("frames.1", "L"), ["premise", 1, 1, "L"]),
    ("P[L] == 0", ["premise", 2, 0]),
    ("def F", ["def", "F"]),
    ("def P[l-1]", ["def", "P", "l-1"]),
    (["given", 1], ["given", 1]),
])  # fmt: skip
def test_a_name_means_the_number_that_the_kernel_reads(name, number):
    assert Facts(GIVEN, {"split": "0a", "frames": "1b", "P[L] == 0": "2c"}).number(name) == number


@pytest.mark.parametrize("name", ["x > 0", "split", "split.0", "", ("x", "n")])
def test_an_unknown_name_says_what_is_known(name):
    with pytest.raises(KeyError, match="x >= 0"):
        Facts(GIVEN, {"frames": "1b"}).number(name)


def test_labels_of_hypotheses_stand_beside_their_texts():
    facts = Facts({"sign": "x >= 0", "again": "x >= 0"}, None)
    assert facts.number("sign") == ["given", 0] and facts.number("again") == facts.number("x >= 0") == ["given", 1]


@pytest.mark.parametrize(("rule", "numbered"), [
    ("def P[n+1]", [["def", "P", "n+1"], "P[n+1]"]),
    ("def F", [["def", "F"], "F"]),
    ("U.T*U == I(r)", [["given", 0], "U.T*U"]),
    (("U.T*U == I(r)", "I(r)"), [["given", 0], "I(r)"]),
    (("cube", "N**3", [1]), [["premise", 0, 0], "N**3", [1]]),
    ("N*N == N", [["premise", 1, 0], "N*N"]),
])  # fmt: skip
def test_a_rule_alone_replaces_what_it_defines_or_its_left_side(rule, numbered):
    assert Facts(["U.T*U == I(r)"], {"cube": "0a", "N*N == N": "1b"}).rules([rule]) == [numbered]


def test_a_witness_is_numbered_where_it_names_facts():
    facts = Facts(["x >= 0", "y >= x"], {"square": "0a"})
    witness = {"terms": [{"weight": "2", "facts": ["x >= 0", "square"]}], "equal": [["_", "square"]],
               "fact": "y >= x", "given": "y >= x", "bounds": {"x": ["x >= 0", "y >= x"]}, "low": "x >= 0"}  # fmt: skip
    assert facts.witness(witness) == {
        "terms": [{"weight": "2", "facts": [["given", 0], ["premise", 0, 0]]}], "equal": [["_", ["premise", 0, 0]]],
        "fact": ["given", 1], "given": 1, "bounds": {"x": [["given", 0], ["given", 1]]}, "low": "x >= 0"}  # fmt: skip


def bounded(book: Book) -> str:
    """x >= 0 gives x + y >= y, about any letters x, y."""
    return book.order([real("x"), real("y")], ["x >= 0"], "x + y >= y", [{"facts": ["x >= 0"]}], x="1", y="2")


def test_a_premise_says_by_which_fact_its_hypothesis_holds():
    book = Book(scene={"L": 2, "n": 1, "k": 1, "z": {"1": "1", "2": "2"}, "y": "3"})
    letters = [integer("L", "1"), ["z", {"kind": "real", "over": ["n_", "1", "L"]}], real("y"), integer("n", "1", "L")]
    every = "all(k, 1, L, z[k] >= 0)"
    use = {"cert": bounded(book), "set": {"x": "z[n]"}}
    page = book.order(letters, [every], "z[n] + y >= y", [{"facts": ["bounded"]}], [],
                      {"bounded": {**use, "given": {"x >= 0": (every, "n")}}})  # fmt: skip
    assert book.pages[book.pages[page].premises[0]].witness["given"] == {"0": ["given", 0, "n"]}
    with pytest.raises(Fault, match="needs the rule instance"):
        book.order(letters, [every], "z[n] + y >= y", [{"facts": ["bounded"]}], [], {"bounded": use})


def test_a_contraposition_names_the_hypothesis_that_it_denies():
    book = Book()
    terms: list[dict] = [{"facts": ["p > 2", "p > 2"]}, {"weight": "4", "facts": ["p > 2"]}]
    refuted = book.order([positive("p")], ["p > 2"], "p**2 > 4", terms, p="3")
    page = book.add("contrapose", [positive("p")], ["4 >= p**2"], "2 >= p", {"given": "4 >= p**2"}, [refuted], p="1")
    assert book.pages[page].witness == {"given": 0}
