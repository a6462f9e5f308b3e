"""What the checker refuses to read: odd JSON, odd Python, names that look alike, certificates under a wrong name."""

from __future__ import annotations

import json

import pytest

from tests.theory.kernel.bench import family, integer, matrix, positive, real
from theory.kernel.certificate import Certificate
from theory.kernel.check import check_folder
from theory.kernel.integers import Fault
from theory.kernel.letters import Letters
from theory.kernel.statement import Statement

UNREADABLE = (Fault, KeyError, TypeError, ValueError, AttributeError)  # what check_certificate turns into a fault

PLAIN = {"statement": {"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x == x"]}, "rule": "expand",
         "premises": [], "witness": [[]], "model": {"x": "2"}}  # fmt: skip
LETTERS = [real("x"), positive("p"), integer("n", "1"), matrix("A"), ["d", family("dimension", "0", "n", "k")],
           ["W", family("matrix", "1", "n", "k", shape=["d[k]", "d[k-1]"])]]  # fmt: skip


def folder_of(tmp_path, text: str, name: str | None = None):
    name = name or Certificate.from_json(json.loads(text)).id
    (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    return check_folder(tmp_path)


def test_a_plain_certificate_is_accepted(tmp_path):
    assert not folder_of(tmp_path, json.dumps(PLAIN)).faults


@pytest.mark.parametrize(("old", "new"), [
    ('"rule": "expand"', '"rule": "order", "rule": "expand"'),  # the first of two fields is what a reader sees
    ('"x": "2"', '"x": "3", "x": "2"'),
    ('"x": "2"', '"x": 2.0'), ('"x": "2"', '"x": NaN'), ('"x": "2"', '"x": Infinity'),
    ('{"x": "2"}', "[]"), ('{"x": "2"}', "null"),
    ('"witness": [[]]', '"witness": ' + "[" * 5000 + "]" * 5000),
    ('"x": "2"', '"x": ' + "9" * 5000),
    ('"premises": []', '"premises": ["0"]'), ('"premises": []', '"premises": [{"cert": "0"}]'),
    ('"premises": []', '"premises": [[]]'), ('"premises": []', '"premises": {}'), ('"premises": []', '"premises": "0"'),
    ('"premises": []', '"premises": ' + json.dumps(["0"] * 101)), ('"premises": []', '"premises": [null]'),
    *(('"rule": "expand"', f'"rule": "{rule}"') for rule in ("trust me", "smt", "sturm", "compose", "__doc__")),
    ('"rule": "expand"', '"rule": ["expand"]'),
    ('"then": ["x == x"]', '"then": "x == x"'), ('"then": ["x == x"]', '"then": []'),
    ('"then": ["x == x"]', '"then": {"x == x": 0}'), ('"given": []', '"given": [], "where": []'),
    ('"kind": "real"', '"kind": "real", "positive": true'), ('"kind": "real"', '"kind": "complex"'),
])  # fmt: skip
def test_odd_json_is_a_fault_and_not_a_crash(tmp_path, old, new):
    text = json.dumps(PLAIN)
    assert old in text
    try:
        name = Certificate.from_json(json.loads(text.replace(old, new))).id
    except (ValueError, RecursionError, Fault):
        name = "0" * 64
    report = folder_of(tmp_path, text.replace(old, new), name)
    assert not report.accepted and len(report.faults) == 1 and report.faults[0]["reason"]


def test_a_certificate_under_another_name_is_a_fault(tmp_path):
    assert "hash" in folder_of(tmp_path, json.dumps(PLAIN), "0" * 64).faults[0]["reason"]


def test_a_folder_that_ends_in_json_is_a_fault(tmp_path):
    (tmp_path / "x.json").mkdir()
    assert check_folder(tmp_path).faults


def test_a_missing_premise_takes_its_followers_along(tmp_path):
    first = Certificate.from_json(PLAIN)
    second = Certificate(first.statement, "collect", (first.id,), None, first.model)
    first.write(tmp_path)
    second.write(tmp_path)
    assert set(check_folder(tmp_path).accepted) == {first.id, second.id}
    (tmp_path / f"{first.id}.json").unlink()
    report = check_folder(tmp_path)
    assert not report.accepted and first.id[:12] in report.faults[0]["reason"]


@pytest.mark.parametrize("text", [
    "x # + 1", "x\n+ 1", "ｘ", "𝐱", "x := 2", "f'{x}'", "'x'", "x if x else x", "lambda: x", "x < 1", "x <= 1",
    "x == x == x",
    "x and x", "not x", "x @ x", "x // 2", "x % 2", "x / x", "x / 0", "1.5", "1e3", "1j", "True", "None", "x()",
    "tr(*A)",
    "tr(A, A)", "tr(W[1])", "A + 1", "A*x*W[1]", "A.S", "A[0]", "x[1]", "W", "W[0]", "W[n+1]", "W[x]", "d[n+1]", "x**n",
    "x**(-1)",
    "x**p", "p**x", "A**n", "A**(-1)", "(p+1)**n", "I(x)", "I(-1)", "I(n-2)", "y", "_", "diff(x, A)", "diff(x, n)",
    "diff(x)",
    "(n-1)**(-1)", "+x", "~x", "x;x", "", "x y", "(x", "x**" * 30 + "x", "(" * 400 + "x" + ")" * 400, "x" * 30000,
])  # fmt: skip
def test_expressions_that_are_refused(text):
    with pytest.raises(Fault):
        Letters.read(LETTERS).poly(text)


@pytest.mark.parametrize("atom", [
    "x == A", "A >= 0", "x < 2", "x != 2", "x", "all(k, 1, 2, x)", "all(x, 1, 2, x == 1)", "all(k, 1, 2, x == 1, 2)",
    "roots(x, x, simple=1)", "roots(s, s, simple=1, simple=2)", "roots(s, s, triple=1)", "roots(A, s, simple=1)",
    "all(k, 1, 2, all(j, 1, 2, x == 1))", "all(k, 1, 2, critical(x, W))", "all(k, 1, x, x == 1)", "roots(s, s, simple=65)",
    "roots(s, s, simple=-1)", "roots(s, s, where=A)", "roots(s, k)", "roots(s, s, 1)",
    "roots(s, s, simple=n)", "critical(x, W)", "critical(x, A)", "all(_, 1, 2, x == 1)", "1 == 1 # really",
])  # fmt: skip
def test_atoms_that_are_refused(atom):
    with pytest.raises(UNREADABLE):
        Statement({"letters": LETTERS, "then": [atom]})


@pytest.mark.parametrize("declaration", [
    ["ｘ", {"kind": "real"}], ["x y", {"kind": "real"}], ["#", {"kind": "real"}], ["_", {"kind": "real"}],
    ["tr", {"kind": "real"}], [1, {"kind": "real"}], ["y", {"kind": "real", "min": "1"}], ["y", []], ["y", {}],
    ["y", {"kind": "dimension", "value": "2"}], ["y", {"kind": "diagonal", "size": "2", "value": "A"}],
    ["y", {"kind": "diagonal", "size": "2", "positive": "no"}], ["y", {"kind": "integer", "min": "1", "value": "2"}],
    ["y", {"kind": "integer"}], ["y", {"kind": "integer", "min": "x"}], ["y", {"kind": "positive", "value": "x"}],
    ["y", {"kind": "positive", "value": "x**2"}], ["y", {"kind": "positive", "value": "n-1"}],
    ["y", {"kind": "positive", "value": "0"}], ["y", {"kind": "positive", "root": ["0", "p"]}],
    ["y", {"kind": "positive", "root": ["2", "x"]}], ["y", {"kind": "real", "root": ["2", "p"]}],
    ["y", {"kind": "real", "value": "y"}], ["y", {"kind": "real", "value": "z"}], ["y", {"kind": "real", "value": "A"}],
    ["y", {"kind": "real", "next": "x"}], ["y", {"kind": "real", "first": "x", "next": "x"}],
    ["y", {"kind": "real", "over": ["k", "0", "n"], "first": "x"}],
    ["y", {"kind": "real", "over": ["k", "0", "n"], "first": "x", "next": "y[k+1]"}],
    ["y", {"kind": "real", "over": ["k", "0", "n"], "first": "y[0]", "next": "y[k]"}],
    ["y", {"kind": "real", "over": ["k", "1", "n"], "first": "x", "next": "y[1]"}],
    ["y", {"kind": "real", "over": ["k", "0", "n"], "last": "x", "previous": "y[k]"}],
    ["y", {"kind": "real", "over": ["k", "0", "n"], "first": "x", "next": "x", "value": "x"}],
    ["y", {"kind": "real", "over": ["#", "0", "n"]}], ["y", {"kind": "real", "over": ["n", "0", "3"]}],
    ["y", {"kind": "real", "over": ["k", "0"]}], ["y", {"kind": "real", "over": ["k", "0", "n"], "value": "W[k]"}],
    ["y", {"kind": "matrix", "over": ["k", "1", "n"], "shape": ["2", "2"], "override": {"of": "W", "at": {"1": "A"}}}],
    ["y", {"kind": "matrix", "over": ["k", "1", "n"], "shape": ["d[k]", "d[k-1]"],
           "override": {"of": "W", "at": {"1": "W[1]", "n": "W[n]"}}}],
    ["y", {"kind": "matrix", "over": ["k", "2", "n"], "shape": ["d[k]", "d[k-1]"], "override": {"of": "W", "at": {}}}],
    ["y", {"kind": "matrix", "over": ["k", "1", "n"], "shape": ["d[k]", "d[k-1]"],
           "override": {"of": "W", "at": {"0": "W[1]"}}}],
    ["y", {"kind": "matrix", "shape": ["n-2", "2"]}], ["y", {"kind": "matrix", "shape": ["2"]}],
    ["y", {"kind": "real", "entry": ["A", "n"]}],
    ["y", {"kind": "positive", "root": "np"}], ["y", {"kind": "matrix", "shape": "22"}], ["y", {"kind": "real", "over": "k1n"}],
    ["y", {"kind": "real", "entry": "An"}], ["y", {"kind": "real", "value": ["x"]}], ["y", {"kind": "real", "value": 1}],
    ["y", {"kind": "real", "over": ["k", "1", 2]}], ["y", {"kind": ["real"]}], ["y", {"kind": "real", "over": ["y", "1", "n"]}],
    ["y", {"kind": "real", "over": ["k", "1", "n"], "override": ["W", "1"]}], ["x", {"kind": "real"}],
    ["y", {"kind": "integer", "min": "1", "max": ["n"]}], ["y", {"kind": "matrix", "shape": ["x", "2"]}],
])  # fmt: skip
def test_declarations_that_are_refused(declaration):
    """Circular, incomplete, badly typed, possibly zero or negative, or named so that a reader is deceived."""
    with pytest.raises(UNREADABLE):
        Statement({"letters": [*LETTERS, declaration], "then": ["1 == 1"]})


def test_a_recursion_one_step_back_is_read():
    family_ = ["y", {"kind": "positive", "over": ["k", "0", "n"], "first": "p", "next": "p*y[k]"}]
    assert Letters.read([*LETTERS, family_])["y"].definition == "first"


def test_the_refusals_above_are_not_for_another_reason():
    atoms = ["1 == 1", "x == 2", "all(k, 1, n, x == 1)", "roots(s - p, s, simple=1)"]
    assert [atom.kind for atom in Statement({"letters": LETTERS, "then": atoms}).then] == ["==", "==", "all", "roots"]
