"""Gradients, expansions and invariances without floats: against formulas of the literature, against the kernel, and with
errors that must be refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.theory.derivatives.objectives import GL, OBJECTIVES, O, derived
from theory.kernel.budget import Fault
from theory.kernel.check import check_folder
from theory.kernel.statement import declarations_of
from theory.models.lint import lint_folder
from theory.prove.rewrite import NotFound
from theory.statements.derivatives.calculus import gradient, jet
from theory.statements.derivatives.derive import Derived, derive
from theory.statements.derivatives.normal import combinations, normal
from theory.statements.derivatives.objective import read_objective
from theory.statements.derivatives.taylor import expansion
from theory.statements.derivatives.terms import Term, add, inner, letter, mul, num, split, transpose
from theory.statements.derivatives.writing import kernel_text
from theory.statements.elaborate import expression_text
from theory.statements.reading import read_expression
from theory.statements.tree import StatementError

COOKBOOK = {
    # objective, variable, declarations: gradient. Numbers: Petersen & Pedersen, The Matrix Cookbook (2012).
    ("tr(X*A)", "X", ""): "A^T",  # (100), and sympy issue 15614, which had 3 Aᵀ
    ("tr(A*X*B)", "X", "X: m x n"): "A^T*B^T",  # (101)
    ("tr(A*X^T*B)", "X", "X: m x n"): "B*A",  # (102)
    ("tr(X^2)", "X", ""): "2*X^T",  # (106)
    ("tr(X^2*B)", "X", ""): "(X*B + B*X)^T",  # (107), and sympy issue 15136
    ("tr(X^T*B*X)", "X", "X: m x n"): "B*X + B^T*X",  # (108), and sympy issue 15614, which had 6 AᵀX + 12 AX
    ("tr(X*B*X^T)", "X", "X: m x n"): "X*B^T + X*B",  # (111)
    ("tr(A*X*B*X^T*C)", "X", "X: m x n"): "A^T*C^T*X*B^T + C*A*X*B",  # (118)
    ("tr(X^T*C*X*X^T*C*X)", "X", "X: m x n, C: m x m"): "2*C*X*X^T*C*X + 2*C^T*X*X^T*C^T*X",  # (123)
    ("tr(X^-1*A)", "X", "X: n x n"): "-(X^-1*A*X^-1)^T",  # (124), with B = I
    ("||X*B - A||^2", "X", "X: m x n"): "2*(X*B - A)*B^T",  # (115)
    ("tr(A^T*A) + tr(B^T*B)", "A", "A: n x n, B: n x n"): "2*A",  # sympy issue 27406, which had 0
    ("tr(x^T*x) + b", "x", "x: vector, b: real"): "2*x",  # by hand; sympy issue 24725 has 0 for tr(xᵀw) + b
    ("tr(x^T*w) + b", "w", "x: vector, w: vector, b: real"): "x",
    ("||X||^4", "X", "X: m x n"): "4*||X||^2*X",  # by hand
    ("tr(X)^2", "X", "X: n x n"): "2*tr(X)*I",  # by hand
}  # fmt: skip


@pytest.mark.parametrize("case", COOKBOOK, ids=lambda case: case[0])
def test_gradients_are_those_of_the_cookbook(case: tuple[str, str, str]) -> None:
    """Both sides expanded in a matrix E of directions: ⟨E, gradient⟩ = ⟨E, expected⟩ in the kernel's normal form."""
    text, variable, where = case
    both = f"<E, {COOKBOOK[case]}> + 0*({text})"
    shape = "" if "vector" in where else ", E: n x n" if "n x n" in where and "m x n" not in where else ""
    node, reading = read_expression(both, where + ", E: vector" * ("x: vector" in where) + shape)
    elaborated, expected = expression_text(node, reading)
    env = declarations_of(elaborated.json["letters"])
    size = next(s for n, s in elaborated.json["letters"] if n == variable)["shape"]
    along = letter("E", tuple(size))
    other = read_objective(text, [variable], where)
    shown = kernel_text(inner(along, gradient(other.term, other.hidden)[variable]))
    names = dict(zip(_sizes(other.letters), _sizes(elaborated.json["letters"]), strict=False))
    for old, new in names.items():
        shown = shown.replace(f"I({old})", f"I({new})")
    assert (env.poly(shown) - env.poly(expected)).is_zero()


def _sizes(letters: list) -> list[str]:
    return [n for n, s in letters if s["kind"] == "dimension"]


@pytest.mark.parametrize("name", OBJECTIVES)
def test_every_certificate_is_accepted_and_has_a_model(name: str, tmp_path: object) -> None:
    found = derived(name)
    found.write(tmp_path)  # type: ignore[arg-type]
    report = check_folder(tmp_path)  # type: ignore[arg-type]
    assert not report.faults and len(report.accepted) == len(found.pages)
    assert report.goals.keys() == found.goals.keys()
    assert lint_folder(tmp_path) == {}  # type: ignore[arg-type]
    assert found.notes == []


def moving(found: Derived) -> set[tuple[str, str]]:
    """(group, variables that move) of every invariance."""
    return {(a.group, ",".join(sorted({slot.variable.name for slot, _, _ in a.moves}))) for a, _ in found.actions}


@pytest.mark.parametrize("name", OBJECTIVES)
def test_invariances_are_those_that_are_known_and_no_other(name: str) -> None:
    known, found = OBJECTIVES[name], derived(name)
    assert moving(found) == set(known.invariances)
    assert len(found.conserved) == known.conserved


def wrong_terms(term: Term, kind: str) -> list[Term]:
    """Near misses: a summand left out, doubled, or transposed where that is another matrix of the same shape (with the same
    diagonal, which is all that counts for diagonal variables)."""
    parts = term.args if term.op == "sum" else (term,)
    found = [add(*parts[:k], *parts[k + 1 :]) for k in range(len(parts))]
    found += [add(*parts[:k], mul(num(2), part), *parts[k + 1 :]) for k, part in enumerate(parts)]
    if kind != "diagonal" and term.shape and term.shape[0] == term.shape[1] and transpose(term) != term:
        found.append(transpose(term))
    return found


@pytest.mark.parametrize("name", OBJECTIVES)
def test_wrong_formulas_are_refused(name: str) -> None:
    """The kernel refuses a gradient or a Hessian form with one summand wrong, so that the certificates say something."""
    found = derived(name)
    objective = found.objective
    tried = 0
    for v in objective.variables[:2]:
        for wrong in wrong_terms(found.gradient[v.name], v.kind)[:3]:
            tried += 1
            with pytest.raises((Fault, NotFound)):
                expansion(objective, {**found.gradient, v.name: wrong}, found.second)
    with pytest.raises((Fault, NotFound)):
        expansion(objective, found.gradient, mul(num(Fraction(1, 2)), found.second))
    assert tried >= 2


RIDGES = [
    # by hand: ‖XG‖ = ‖X‖ for all X only if G is orthogonal; a ridge on Y alone does the same; on W_1 alone it spares W_2, W_3
    ("1/2*||X*Y^T - A||^2", "X,Y", {(GL, "X,Y")}),
    ("1/2*||X*Y^T - A||^2 + c*||X||^2", "X,Y", {(O, "X,Y")}),
    ("1/2*||X*Y^T - A||^2 + c*||Y||^2", "X,Y", {(O, "X,Y")}),
    ("||W_3*W_2*W_1 - Y||^2 + c*||W_1||^2", "W_1,W_2,W_3", {(O, "W_1,W_2"), (GL, "W_2,W_3")}),
    ("1/2*||X*Y^T - A||^2 + tr(B*X^T*X)", "X,Y", set()),
    ("1/2*||X*Y^T - A||^2 + tr(B*Y^T)", "X,Y", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "variables", "expected"), RIDGES)
def test_a_changed_objective_changes_its_invariances(text: str, variables: str, expected: set) -> None:
    found = derive(text, variables.split(","), "c > 0" if "c*" in text else "")
    assert moving(found) == expected


def test_kinds_of_variables_project_the_gradient() -> None:
    """tr(AX) has the gradient Aᵀ; among symmetric X its symmetric part, among skew ones its skew part."""
    a = letter("A", ("n", "n"))
    for kind, sign in (("symmetric", 1), ("skew", -1)):
        found = derive("tr(A*X)", ["X"], f"X: n x n {kind}")
        expected = add(mul(num(Fraction(1, 2)), transpose(a)), mul(num(Fraction(sign, 2)), a))
        assert found.gradient["X"] == expected


def test_the_tangential_gradient_of_an_orthonormal_variable() -> None:
    """Absil–Mahony–Sepulchre (2008), (3.35): grad = G − U sym(UᵀG)."""
    found = derive("tr(U^T*C*U)", ["U"], "U: m x r orthonormal, C: symmetric")
    u, c = found.objective.variables[0].term, letter("C", ("m", "m"), "sym")
    g = mul(num(2), c, u)
    assert found.riemannian["U"] == add(g, mul(num(-1), u, transpose(u), g))
    assert len(found.goals["tangential-u"]) == 3


def test_domains_are_said() -> None:
    assert derive("||X||", ["X"]).objective.domain == ["||X|| is not 0"]
    assert derive("tr(X^-1)", ["X"], "X: n x n").objective.domain == ["X is invertible"]
    assert derive("||X||^2", ["X"]).objective.domain == []


BAD = [
    ("X*Y^T", "X", "X: m x r, Y: n x r", "an objective is a number, 1 x 1, and this is m x n", 0),
    ("||X*Y - A||^2", "X,Z", "", "Z does not occur in the objective; its letters are A, X, Y", 2),
    ("||X*Y - A||^2", "X", "X: m x r, Y: n x r", "m x r times n x r does not fit", 4),
    ("||X||^2 + X", "X", "", "a number and a matrix cannot be added", 10),
    ("||X||^2", "", "", "name the letters to differentiate in", 0),
    ("||X||^2", "X,X", "", "X is named twice", 0),
    ("tr(A*P)", "P", "P: psd", "P is psd", 0),
    ("tr(A*P)", "P", "P: projection", "P is projection", 0),
    ("t^L*||X||^2", "t", "t > 0, L: integer >= 2", "has a symbolic or negative exponent", 0),
    ("t^L*||X||^2", "L", "t > 0, L: integer >= 2", "L is an integer", 0),
    ("||X||^2", "m", "X: m x r", "m does not occur", 0),
    ("||X", "X", "", "this bar or bracket is not closed", 0),
    ("det(X)", "X", "", "det is not in the language", 0),
    ("", "X", "", "is expected, not the end", 0),
    ("tr(A*X)", "X", "A*X = X*A", "X is constrained by", 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "variables", "where", "message", "at"), BAD, ids=[b[3] for b in BAD])
def test_bad_input_is_one_line_with_a_caret(text: str, variables: str, where: str, message: str, at: int) -> None:
    with pytest.raises(StatementError) as caught:
        derive(text, [v for v in variables.split(",")], where)
    assert message in str(caught.value) and "\n" not in str(caught.value)
    assert caught.value.at == at
    assert caught.value.shown().splitlines()[2].endswith("^")


def test_contradictory_hypotheses_show_no_example() -> None:
    with pytest.raises(ValueError, match="no exact example of the hypotheses"):
        derive("||X||^2 + a", ["X"], "a: real, a^2 = -1")


def test_jets_are_the_derivatives_of_gradients() -> None:
    """The second derivative along a line is ⟨H, D∇F[H]⟩: two ways through different rules, one normal form."""
    for name in OBJECTIVES:
        found = derived(name)
        objective = found.objective
        directions = [[v.direction, {k: x for k, x in next(s for n, s in objective.letters if n == v.name).items()
                                     if k != "positive"}] for v in objective.variables]  # fmt: skip
        env = declarations_of([*objective.letters, *directions])
        other = add(*(inner(v.along, found.product[v.name]) for v in objective.variables))
        assert normal(found.second, env, objective) == normal(other, env, objective)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_printed_gradients_are_read_back(name: str) -> None:
    """The text of every gradient is an expression of the language that fits its variable; so is the Hessian form."""
    known, found = OBJECTIVES[name], derived(name)
    for v in found.objective.variables:
        text = found.text(found.gradient[v.name])
        node, _ = read_expression(f"<{v.shown}, {text}>" if v.shape else text, known.where)
        assert node.shape is None
    kinds = {v.direction: "real" if not v.shape else "vector" if v.shape[1] == "1" else "" for v in found.objective.variables}
    declared = [f"{name}: {kind}" for name, kind in kinds.items() if kind]
    node, _ = read_expression(found.text(found.second), ", ".join([known.where, *declared]))
    assert node.shape is None


def test_linear_algebra_of_combinations() -> None:
    """x + y, x − y and y: (1, −1, −2) is the one relation, by hand."""
    one = Fraction(1)
    parts = [{("x",): one, ("y",): one}, {("x",): one, ("y",): -one}, {("y",): one}]
    ((a, b, c),) = combinations(parts)
    assert (a / a, b / a, c / a) == (1, -1, -2)


def test_terms_keep_their_form() -> None:
    x = letter("X", ("m", "r"))
    e = add(mul(transpose(x), x), mul(num(-1), Term("I", (), "r", ("r", "r"))))
    assert transpose(e) == e
    assert split(mul(num(3), e, num(2)))[0] == 6
    assert jet(inner(x, x), {"X": x}, {}).second == mul(num(2), inner(x, x))
