"""No bound index of what is printed is also a letter there: nothing is captured, whatever the letters are called.

Independent route: the printed LaTeX and the symbols of the letters, compared as texts; what binds is found by patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from proofs_check.check.theorem import Theorem
from tests.theory.render.test_rereading import GOALS, differences, shown_of
from theory.render import Rendered, proof_steps, rendered
from theory.render.folding import _Folding
from theory.render.names import latex_symbol

GROUP = r"((?:[^{}]|\{[^{}]*\})*)"
BIG = re.compile(rf"\\(?:sum|prod)_\{{(\w+)={GROUP}\}}\^\{{{GROUP}\}}")
RANGE = re.compile(r" for (?:all other )?\$(.*?) \\le (\w+) (?:\\le|<) (.*?)\$")
MAP = re.compile(r"\$(\w+) \\mapsto ")


def binders(line: str) -> Iterator[tuple[str, str]]:
    """Each bound index of a line of LaTeX, with the ends of its range."""
    yield from ((name, f"{low} {high}") for name, low, high in BIG.findall(line))
    yield from ((name, f"{low} {high}") for low, name, high in RANGE.findall(line))
    yield from ((name, "") for name in MAP.findall(line))


def captured(shown: Rendered) -> list[str]:
    """The lines with an index that is bound and is a letter, or stands in an end of its own range."""
    letters = {latex_symbol(look) for look in shown.looks.values()}
    lines = [item.latex(shown.looks) for _, items in shown.parts() for item in items]
    return [line for line in lines for name, ends in binders(line)
            if name in letters or re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z])", ends)]  # fmt: skip


def test_no_index_of_a_goal_is_captured() -> None:
    assert sum(1 for name in GOALS for _, items in shown_of(name).parts() for item in items
               for _ in BIG.findall(item.latex(shown_of(name).looks))) > 100  # fmt: skip
    assert [line for name in GOALS for line in captured(shown_of(name))] == []


@cache
def proof_from_an_objective() -> list[Rendered]:
    """The steps of a claim whose hypothesis is taken from an objective."""
    theorem = Theorem("A^T A B = A^T M", "A: m x r", objective="||A B - M||^2", critical="B")
    return [step.whole for step in proof_steps(theorem.derivation().certificates)]


def test_no_index_of_a_proof_from_an_objective_is_captured() -> None:
    lines = [line for shown in proof_from_an_objective() for line in captured(shown)]
    assert lines == []


def statement(index: str, then: list[str], given: tuple[str, ...] = ()) -> dict[str, Any]:
    """Letters with a sum, a product and a moved family, in which an integer is called ``index``."""
    here = ["n_", "1", "L"]
    letters = [["L", {"kind": "integer", "min": "3"}], [index, {"kind": "integer", "min": "1", "max": "L"}],
               ["x", {"kind": "real", "over": here}], ["p", {"kind": "positive", "over": here}],
               ["y", {"kind": "real", "over": here, "override": {"of": "x", "at": {index: "2"}}}],
               ["S", {"kind": "real", "over": ["n_", "0", "L"], "first": "0", "next": "S[n_]+x[n_+1]"}],
               ["Q", {"kind": "positive", "over": ["n_", "0", "L"], "first": "1", "next": "p[n_+1]*Q[n_]"}]]  # fmt: skip
    return {"letters": letters, "given": list(given), "then": then}


@pytest.mark.parametrize("index", ["l_", "k_", "j_", "i_", "t_", "s_", "l", "l__"])
def test_a_letter_that_looks_like_an_index_is_not_bound(index: str) -> None:
    then = [f"S[{index}] == Q[{index}]*x[{index}]", f"all(q_, 1, L, y[q_] + {index} == x[q_])"]
    looks_like = index.rstrip("_")
    if looks_like != index:
        then += [f"all({looks_like}, 1, {index}, x[{looks_like}] >= {index})"]
    said = statement(index, then)
    shown = rendered(said)
    assert captured(shown) == []
    assert differences(said, shown) == []


def test_the_variable_of_a_function_is_no_letter() -> None:
    letters = [["s_", {"kind": "positive"}], ["a", {"kind": "positive"}]]
    (line,) = rendered({"letters": letters, "then": ["roots(diff(a*s**3 - s_, s), s, simple=1)"]}).then
    assert line.text({}).startswith("t ↦ ∂/∂t (a t³ − s)")


def test_a_captured_index_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that only avoid the kernel's own names of letters, not what these look like."""
    monkeypatch.setattr(_Folding, "_unused", lambda self, best: "".join(n for n in best if n not in self.table))
    found = captured(rendered(statement("l_", ["S[l_] == x[l_]", "Q[l_] == 1", "all(q_, 1, L, y[q_] == x[q_])"])))
    assert len(found) == 3
