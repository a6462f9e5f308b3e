"""``saddleproof derive``: formulas against autograd, planted errors, the printed class in the tools of `numerics`, what
gradient flow conserves along an integrated flow, and the page of worked examples."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from numerics.curvature import check_gradient, check_hessian
from proofs_check.bridge.autograd_check import Truth, compare, planted, run_python
from proofs_check.bridge.random_points import random_point
from proofs_check.cli.main import main
from proofs_check.verify.fingerprint import ROOT
from tests.marks import but
from tests.proofs_check.transcripts import run_commands
from tests.theory.derivatives.objectives import OBJECTIVES, derived
from theory.kernel.check import check_folder
from theory.statements.derivatives.acting import moment
from theory.statements.derivatives.derive import Derived, derive
from theory.statements.derivatives.printed import latex, python_class
from theory.statements.derivatives.terms import add, letter, mul, num, transpose
from theory.statements.reading import read_expression

PAGE = (ROOT / "docs" / "derive.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OBJECTIVES)
def test_formulas_agree_with_autograd_and_planted_errors_do_not(name: str) -> None:
    comparison = compare(derived(name), points=3, seed=7)
    assert comparison.error <= 1
    assert comparison.planted[0] == comparison.planted[1] > 0
    assert comparison.agrees


NESTED = [
    # norms, inverses and reciprocals within one another: what hides a variable behind two letters must be found
    ("||X^-1||", "X", "X: n x n"), ("1/||X^-1||^3", "X", "X: n x n"), ("tr((A + X^-1)^-1)", "X", "X: n x n"),
    ("1/(1 + 1/x)", "x", "x: real"), ("||X*||X|| + A||", "X", ""), ("||X/||X|| - A||", "X", ""),
    ("||Y*inv(X*X^T)||^2 + 1/||Y||", "X,Y", ""), ("||A - U*V^T||*||U||", "U,V", ""), ("tr(X^-1*A)", "X", "X: n x n skew"),
    ("tr(X^-1*A)", "X", "X: symmetric"), ("tr(X^-1*A)", "X", "X: n x n diagonal"), ("s^-2 + s^3", "s", "s > 0"),
    ("||X*Y||", "X", "X: 2 x 3"), ("tr(X*X^T*inv(X*X^T + A))", "X", "A: psd"), ("||N*X||^2", "X", "N: normal"),
    ("tr(U^T*C*U)", "U", "U: vector, U: orthonormal, C: symmetric"), ("tr(X)*tr(X^T*X)", "X", "X: n x n skew"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "variables", "where"), NESTED, ids=[" ".join(case) for case in NESTED])
def test_letters_behind_letters(text: str, variables: str, where: str, tmp_path: Path) -> None:
    """Autograd computes every norm and inverse anew, and so sees a dependence that the derivation would miss; printed
    gradients are read back as they are."""
    found = derive(text, variables.split(","), where)
    found.write(tmp_path)
    assert not check_folder(tmp_path).faults
    assert compare(found, points=2, seed=3).agrees
    for v in found.objective.variables:
        shown = found.text(found.gradient[v.name])
        node, _ = read_expression(f"<{v.shown}, {shown}>" if v.shape else shown, where)
        assert node.shape is None


@pytest.mark.parametrize(("text", "variable", "where"), [("x/x", "x", "x: real"), ("||v||/||v||", "v", "v: vector"),
                                                         ("tr(X X^-1)", "X", "X: n x n")])  # fmt: skip
def test_rounding_where_everything_cancels_is_no_contradiction(text: str, variable: str, where: str) -> None:
    comparison = compare(derive(text, [variable], where))
    assert comparison.agrees and comparison.planted[1] > 0


def test_a_wrong_gradient_is_found() -> None:
    """Transposes and signs that a table of derivatives may have wrong, at square sizes, where they fit."""
    found = derive("tr(X^2*B)", ["X"])
    b, x = letter("B", ("n", "n")), letter("X", ("n", "n"))
    point = random_point(found.objective, torch.Generator().manual_seed(0))
    truth = Truth(found.objective, point, torch.Generator().manual_seed(1))
    expected, variable = truth.gradient["X"], found.objective.variables[0]
    assert truth.excess(found.gradient["X"], expected, variable) <= 1
    wrong = [add(mul(x, b), mul(b, x)), mul(num(2), transpose(x), transpose(b)), mul(num(-1), found.gradient["X"]),
             *planted(found.gradient["X"])]  # fmt: skip
    assert all(truth.excess(w, expected, variable) > 1 for w in wrong)


def printed_class(found: Derived) -> Any:
    """The class of the printed module, run as it stands."""
    scope: dict[str, Any] = {}
    exec(compile(python_class(found), "printed", "exec"), scope)
    return scope["DerivedObjective"]


@pytest.mark.parametrize("name", [n for n in OBJECTIVES if n != "Procrustes"])
def test_the_printed_class_runs_and_passes_slope_tests(name: str) -> None:
    """The slope tests of `numerics` know nothing of the formulas. (Variables that are diagonal move along the diagonal only,
    which the tests cannot know; they are compared below.)"""
    found = derived(name)
    problem, point = instance(found)
    if all(v.kind == "free" and v.shape for v in found.objective.variables):
        generator = torch.Generator().manual_seed(3)
        assert check_gradient(problem, point, generator=generator).passed
        assert check_hessian(problem, point, generator=generator).passed
    leaves = [x.clone().requires_grad_() for x in point]
    slopes = torch.autograd.grad(problem.loss(tuple(leaves)), leaves)
    for v, mine, slope in zip(found.objective.variables, problem.gradient(point), slopes, strict=True):
        expected = torch.diag(slope.diagonal()) if v.kind == "diagonal" else slope
        assert torch.allclose(mine, expected, rtol=1e-9, atol=1e-11)
    assert torch.equal(problem.flatten(problem.unflatten(problem.flatten(point), point)), problem.flatten(point))


def instance(found: Derived, seed: int = 5) -> tuple[Any, tuple[Tensor, ...]]:
    """(problem with random data, random point)."""
    values = random_point(found.objective, torch.Generator().manual_seed(seed)).values
    data = [values[n] for n in found.objective.data]
    point = tuple(values[v.name].clone() for v in found.objective.variables)
    return printed_class(found)(*data), point


def test_the_printed_class_takes_batches() -> None:
    found = derived("balancing")
    problem, point = instance(found)
    batch = tuple(torch.stack([x, 2 * x, -x]) for x in point)
    one = [problem.loss(tuple(s * x for x in point)) for s in (1, 2, -1)]
    assert torch.allclose(problem.loss(batch), torch.stack(one), rtol=1e-12)
    slopes = problem.gradient(batch)
    assert torch.allclose(slopes[0][1], problem.gradient(tuple(2 * x for x in point))[0], rtol=1e-12)


CONSERVING = [name for name, known in OBJECTIVES.items() if known.conserved]


def flow(problem: Any, point: tuple[Tensor, ...], time: float, steps: int) -> tuple[Tensor, ...]:
    """Classical Runge–Kutta of order 4 along −∇F."""
    h = time / steps

    def slope(x: tuple[Tensor, ...], k: tuple[Tensor, ...], s: float) -> tuple[Tensor, ...]:
        moved = tuple(a + s * b for a, b in zip(x, k, strict=True))
        return tuple(-g for g in problem.gradient(moved))

    for _ in range(steps):
        k1 = slope(point, point, 0.0)
        k2 = slope(point, k1, h / 2)
        k3 = slope(point, k2, h / 2)
        k4 = slope(point, k3, h)
        point = tuple(x + h / 6 * (a + 2 * b + 2 * c + d) for x, a, b, c, d in zip(point, k1, k2, k3, k4, strict=True))
    return point


@pytest.mark.parametrize("name", CONSERVING)
def test_what_is_conserved_stays_along_an_integrated_flow(name: str) -> None:
    """The drift is the integrator's: halving the step divides it by about 16 (at least 8), or it is rounding; the point
    itself moves by far more."""
    found = derived(name)
    problem, start = instance(found)
    gradient = problem.gradient(start)
    time = 0.2 / (1 + float(sum(g.square().sum() for g in gradient)) ** 0.5)
    assert found.conserved
    for action, _ in found.conserved:
        drifts = []
        for steps in (8, 16):
            end = flow(problem, start, time, steps)
            drifts.append(float((quantity(found, action, end) - quantity(found, action, start)).abs().max()))
        moved = max(float((a - b).abs().max()) for a, b in zip(end, start, strict=True))
        assert moved > 1e-3
        assert drifts[1] <= max(drifts[0] / 8, 1e-13), drifts
        assert drifts[1] < 1e-5 * moved


def quantity(found: Derived, action: Any, point: tuple[Tensor, ...]) -> Tensor:
    """The conserved quantity at a point; of a diagonal action its diagonal."""
    values = {v.name: x for v, x in zip(found.objective.variables, point, strict=True)}
    value = run_python(found.objective, moment(action), values, {})
    return value.diagonal() if action.group == "diagonal" else value


def test_a_quantity_that_is_not_conserved_drifts() -> None:
    """XᵀX + YᵀY is not conserved: the test above would say so."""
    found = derived("plain")
    problem, start = instance(found)
    gaps = []
    for steps in (8, 16):
        end = flow(problem, start, 0.02, steps)
        sums = [x.mT @ x + y.mT @ y for x, y in (end, start)]
        gaps.append(float((sums[0] - sums[1]).abs().max()))
    assert gaps[1] > gaps[0] / 2 > 1e-3


def test_candidates_are_named_as_candidates_and_bound_the_form_at_random_points() -> None:
    """The Lipschitz candidate of ½‖XYᵀ − A‖², evaluated by hand-written code, against the form at random points."""
    found = derived("plain")
    candidate = next(c for c in found.candidates if c["kind"] == "Lipschitz candidate")
    assert candidate["constant"] == "rho_Y^2 + 4*rho_X*rho_Y + rho_X^2 + 2*||A||"
    assert all("candidate" in c["kind"] for c in found.candidates)
    for seed in range(5):
        problem, (x, y) = instance(found, seed)
        h = (torch.randn_like(x), torch.randn_like(y))
        form = sum(float((a * b).sum()) for a, b in zip(problem.hessian_product((x, y), h), h, strict=True))
        size = sum(float(a.square().sum()) for a in h)
        rho = float(x.norm()), float(y.norm())
        assert abs(form) <= (rho[1] ** 2 + 4 * rho[0] * rho[1] + rho[0] ** 2 + 2 * float(problem.A.norm())) * size


@pytest.mark.parametrize("name", OBJECTIVES)
def test_latex_is_balanced(name: str) -> None:
    text = latex(derived(name))
    assert text.count("{") == text.count("}") and text.count(r"\left") == text.count(r"\right")
    assert text.startswith(r"\begin{align*}") and text.endswith(r"\end{align*}")
    assert not re.search(r"[A-Za-z]\.T|\*", text.replace("align*", ""))


def test_the_command_prints_json_and_keeps_certificates(tmp_path: Path, capsys: Any) -> None:
    out = tmp_path / "kept"
    code = main(["derive", "1/2*||X*Y^T - A||^2", "--in", "X,Y", "--format", "json", "--out", str(out)])
    report = json.loads(capsys.readouterr().out)
    assert code == 0
    assert report["gradient"] == {"X": "(X*Y.T - A)*Y", "Y": "(X*Y.T - A).T*X"}
    assert report["invariances"][0]["action"] == {"X": "X*G", "Y": "Y*inv(G).T"}
    assert report["conserved"] == ["X.T*X - Y.T*Y"]
    assert report["critical"] == ["(X*Y.T - A)*Y = 0", "(X*Y.T - A).T*X = 0"]
    assert report["certificates"] == str(out) and report["steps"]["total"] == report["steps"]["accepted"]
    assert report["check"]["agrees"] is True
    checked = check_folder(out)
    assert not checked.faults and set(checked.goals) == {"gradient-and-hessian", "invariance-1", "conserved-1"}
    assert main(["recheck", str(out)]) == 0
    assert main(["derive", "||X||^2", "--in", "X", "--out", str(out)]) == 2


@pytest.mark.parametrize("seed", but(range(24), range(8, 24)))
def test_random_objectives(seed: int, tmp_path: Path) -> None:
    """Whatever the grammar of objectives gives: certificates are accepted, and autograd agrees."""
    text, variables = random_objective(random.Random(seed))
    found = derive(text, variables, WHERE)
    found.write(tmp_path)
    assert not check_folder(tmp_path).faults, text
    assert compare(found, points=2, seed=seed).agrees, text


WHERE = ("X: m x r, Y: n x r, A: m x n, S: m x m symmetric, B: m x m, D: r x r diagonal, K: r x r skew, Z: r x r symmetric, "
         "v: m x 1, w: n x 1, u: r x 1, s: real, c > 0")  # fmt: skip
SHAPES = {"X": "mr", "Y": "nr", "A": "mn", "S": "mm", "B": "mm", "D": "rr", "K": "rr", "Z": "rr", "v": "m1", "w": "n1",
          "u": "r1"}  # fmt: skip


def random_objective(rng: random.Random) -> tuple[str, list[str]]:
    """(text, one or two letters that occur in it)."""
    while True:
        text = number(rng, rng.choice((2, 2, 3)))
        names = [n for n in (*SHAPES, "s", "c") if re.search(rf"(?<![a-zA-Z]){n}(?![a-z])", text)]
        if names:
            return text, rng.sample(names, min(len(names), rng.choice((1, 2))))


def number(rng: random.Random, depth: int) -> str:
    """A random number of the language."""
    rows, columns, kind = rng.choice("mnr"), rng.choice("mnr1"), rng.random()
    if depth <= 0:
        return rng.choice(("s", "c", "2", "1/3", "s^2", "tr(D)", "||v||^2"))
    if kind < 0.2:
        return f"({number(rng, depth - 1)} {rng.choice('+-*')} {number(rng, depth - 1)})"
    if kind < 0.5:
        return f"tr({matrix(rng, rows + rows, depth - 1)})"
    if kind < 0.6:
        return f"<{matrix(rng, rows + columns, depth - 1)}, {matrix(rng, rows + columns, depth - 1)}>"
    if kind < 0.85:
        return f"||{matrix(rng, rows + columns, depth - 1)}||^2"
    if kind < 0.9:
        return f"||{matrix(rng, rows + columns, 0)}||"
    return f"1/({number(rng, 0)} + 7*c)" if kind < 0.94 else f"({number(rng, depth - 1)})^2"


def matrix(rng: random.Random, shape: str, depth: int) -> str:
    """A random matrix of the language, of a shape."""
    kind, inner = rng.random(), rng.choice("mnr")
    choices = [k for k, x in SHAPES.items() if x == shape] + [f"{k}^T" for k, x in SHAPES.items() if x == shape[::-1]]
    choices += [f"(I_{shape[0]})"] * (shape[0] == shape[1])
    if depth <= 0:
        return rng.choice(choices)
    if kind < 0.25:
        return f"({matrix(rng, shape, depth - 1)} {rng.choice('+-')} {matrix(rng, shape, depth - 1)})"
    if kind < 0.3 and shape[0] == shape[1]:
        return f"inv({matrix(rng, shape, 0)}*{matrix(rng, shape, 0)} + 3*I_{shape[0]})"
    if kind < 0.4:
        return f"({matrix(rng, shape[::-1], depth - 1)})^T"
    if kind < 0.48:
        return f"({number(rng, depth - 1)})*{matrix(rng, shape, depth - 1)}"
    return f"{matrix(rng, shape[0] + inner, depth - 1)}*{matrix(rng, inner + shape[1], depth - 1)}"


def test_a_changed_certificate_is_at_fault(tmp_path: Path) -> None:
    """A gradient changed in the file: neither the name nor the statement holds."""
    derived("plain").write(tmp_path)
    goal = json.loads((tmp_path / "manifest.json").read_text())["claims"]["gradient-and-hessian"][0]
    path = tmp_path / f"{goal}.json"
    path.write_text(path.read_text().replace("(X*Y.T - A)*Y", "(X*Y.T + A)*Y"))
    assert check_folder(tmp_path).faults


def test_bad_input_has_a_caret_and_exit_code_2(capsys: Any) -> None:
    for arguments in (["X*Y^T", "--in", "X"], ["||X||^2", "--in", "Z"], ["||X", "--in", "X"],
                      ["||[[X, Y]]||^2", "--in", "X"], ["tr([X; Y])^2", "--in", "X"],
                      ["forall v: vector, ||X v||^2", "--in", "X"], ["∃ K ∈ ℝ^{n x m}: ||X - K||^2", "--in", "X"]):  # fmt: skip
        assert main(["derive", *arguments]) == 2
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == 3 and lines[0].startswith("saddleproof: ") and lines[2].strip() == "^"
    assert main(["derive", "||X||^2", "--in", "X", "--python", "--latex"]) == 2
    assert main(["derive", "||X||^2 + a", "--in", "X", "--where", "a: real, a^2 = -1"]) == 2


def test_the_page_is_run(capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of docs/derive.md in their order, output compared line by line (``...`` stands for anything)."""
    monkeypatch.chdir(tmp_path)
    codes = [code for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL) for code in run_commands(block, capsys)]
    assert len(codes) >= 4 and not any(codes)
