"""Letters that are shown: each declared one is met in what is shown, and what is met was declared or defined."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.theory.render.test_rereading import ALL, GOALS, SOME, shown_of
from theory.render import Rendered, rendered, text
from theory.render.folding import _Folding
from theory.render.names import latex_symbol

MORE = r"(?![A-Za-z]|_|\^\{\()"
"""What does not follow a letter that ends here."""
DEFINED = {"value", "first", "last", "override", "root", "entry"}


def stands(name: str, family: bool, shown: Rendered, line: str) -> bool:
    """Whether a letter, or a member of a family, stands in the formulas of a line of LaTeX."""
    symbol = latex_symbol(shown.looks[name], "@").partition("@")[0] if family else latex_symbol(shown.looks[name])
    formulas = " ".join(re.findall(r"\$(.*?)\$", line))
    formulas = re.sub(r"\\mathbb\{R\}|\\operatorname\{tr\}|\\([bB]ig[lr]|[lr]Vert|c?dots|in|times)(?![A-Za-z])", " ", formulas)
    return re.search(rf"(?<![A-Za-z\\]){re.escape(symbol)}{'' if family else MORE}", formulas) is not None


def strangers(statement: dict[str, Any], shown: Rendered) -> list[str]:
    """Letters that are declared and never met, or met and neither declared nor defined."""
    specs = dict([*statement["letters"], *statement.get("exists", [])])
    declarations = [(item.source, item.latex(shown.looks)) for item in (*shown.letters, *shown.exists)]
    lines = [item.latex(shown.looks) for item in (*shown.where, *shown.exists_where, *shown.given, *shown.then)]
    said = {name for source, _ in declarations for name in source}
    said |= {name for item in (*shown.where, *shown.exists_where) for name in item.source}
    found = []
    for name, spec in specs.items():
        elsewhere = lines + [line for source, line in declarations if name not in source]
        own = [line.split(r"\in")[-1] for source, line in declarations if name in source and r"\in" in line]
        here = any(stands(name, "over" in spec or "path" in spec, shown, line) for line in [*elsewhere, *own])
        if here != (name in said) and not (name in said and ("max" in spec or DEFINED & set(spec))):
            found.append(name)
    return found


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in SOME else pytest.mark.full) for n in ALL])
def test_letters_shown_are_letters_met(name: str) -> None:
    assert strangers(GOALS[name], shown_of(name)) == []


def test_a_letter_too_many_or_too_few_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "dmf-root-order [1]"
    with monkeypatch.context() as patch:
        patch.setattr(_Folding, "_met", lambda self, names, *_: set(names))
        assert "lam" in strangers(GOALS[name], rendered(GOALS[name]))
    monkeypatch.setattr(_Folding, "_met", lambda self, names, *_: set(names) - {"e"})
    assert "e" in strangers(GOALS[name], rendered(GOALS[name]))


MATRICES = {"u": ["n", "1"], "v": ["n", "1"], "A": ["n", "n"], "B": ["n", "n"]}


def shown(then: str, given: tuple[str, ...] = (), exists: tuple[Any, ...] = ()) -> list[str]:
    """The lines of a statement about matrices, real numbers and an index."""
    letters = [["n", {"kind": "dimension"}], *([name, {"kind": "matrix", "shape": shape}] for name, shape in MATRICES.items()),
               ["x", {"kind": "real"}], ["y", {"kind": "positive"}], ["e", {"kind": "dimension"}],
               ["k", {"kind": "integer", "min": "1", "max": "n-1"}], ["K", {"kind": "matrix", "shape": ["1", "e"]}],
               ["W", {"kind": "matrix", "shape": ["n", "n"], "over": ["j", "1", "n"]}],
               ["V", {"kind": "matrix", "shape": ["n", "n"], "over": ["j", "1", "n"],
                      "override": {"of": "W", "at": {"k": "A"}}}]]  # fmt: skip
    return text({"letters": letters, "given": list(given), "exists": list(exists), "then": [then]}, 200).splitlines()


@pytest.mark.parametrize(
    ("then", "line"),
    [
        ("u.T*v*I(n) == A", "(uᵀ v) Iₙ = A"),
        ("A*I(n)*u*v.T == B", "A u vᵀ = B"),
        ("u*v.T*I(n) == A", "u vᵀ = A"),
        ("x*I(n) == A", "x Iₙ = A"),
        ("A*(u.T*v) == B", "(uᵀ v) A = B"),
        ("tr(u.T*u*A.T*A) >= 0", "(uᵀ u) ‖A‖² ≥ 0"),
        ("tr(A.T*(u.T*v)*B) >= 0", "⟨A, (uᵀ v) B⟩ ≥ 0"),
        ("u.T*u*u == v", "(uᵀ u) u = v"),
        ("tr(u.T*A*v) >= 0", "⟨u, A v⟩ ≥ 0"),
        ("-(y**2-3*y) >= 0", "y² − 3 y ≤ 0"),
        ("diff(y**2, y)*x == 2", "(∂/∂y (y²)) x = 2"),
        ("x*diff(y**2, y) == 2", "x ∂/∂y (y²) = 2"),
        ("V[1] == A", "Vₖ = A, Vⱼ = Wⱼ for all other 1 ≤ j ≤ n"),
    ],
)
def test_products_stand_as_they_fit(then: str, line: str) -> None:
    assert any(printed[10:] == line for printed in shown(then))


def test_an_order_of_numbers_is_no_order_of_matrices() -> None:
    lines = shown("x >= y", ("x + K*K.T == y",))
    assert "if        x ≤ y" in lines and not any("⪯" in line or "K" in line for line in lines)


def test_conventions_are_said_where_they_are_met() -> None:
    said = {then: "\n".join(shown(then)) for then in ("tr(u.T*u) >= 0", "tr(A.T*A) >= 0")}
    assert "Frobenius" not in said["tr(u.T*u) >= 0"] and "Frobenius" in said["tr(A.T*A) >= 0"]
    square = ["K2", {"kind": "matrix", "shape": ["n", "n"]}]
    ordered = "\n".join(shown("A + K2*K2.T == B", exists=(square,)))
    assert "A ⪯ B" in ordered and "symmetric and positive semidefinite" in ordered


def test_a_letter_that_may_have_no_value_stays() -> None:
    """For n = 1 there is no k with 1 ≤ k ≤ n − 1: without it the statement would say more."""
    assert any("1 ≤ k ≤ n − 1" in line for line in shown("tr(u.T*u) >= 0"))
    assert not any("x" in line for line in shown("tr(u.T*u) >= 0"))


@pytest.mark.parametrize(
    ("claim", "meaning"),
    [("dmf-strict-saddle-lower-root", "second derivative is negative"), ("dmf-saddle-double-root", "smaller and larger")],
)
def test_a_kind_of_point_is_explained(claim: str, meaning: str) -> None:
    (goal,) = (goal for name, goal in GOALS.items() if name.startswith(f"{claim} "))
    assert meaning in " ".join(text(goal).split())
    assert meaning not in " ".join(text(goal | {"then": ["critical(F, W)"]}).split())
