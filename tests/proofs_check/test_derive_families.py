"""``saddleproof derive`` with L symbolic: certificates accepted from disk, formulas against autograd at L = 2, 3, 5, printed
texts read back and evaluated, planted errors, and the command line. Another objective gives another theorem."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import torch

from proofs_check.bridge.families_autograd import Values, compare_families
from proofs_check.check.families_search import FamilySearch
from proofs_check.cli.main import main
from theory.kernel.budget import Fault
from theory.kernel.check import check_folder
from theory.prove.derivation import Book
from theory.prove.rewrite import NotFound
from theory.statements.families.derived import FamilyDerived, derive_family, latex_of
from theory.statements.families.objective import FamilyObjective, read_objective_of_families
from theory.statements.families.points import critical_point, generic_point
from theory.statements.families.reading import read_families
from theory.statements.families.variation import Variation
from theory.statements.tree import StatementError

W = "W: family of L matrices, W_l: d_l x d_{l-1}"
RIDGE = ("1/2*||W_L ⋯ W_1 - Y||^2 + sum_l a_l ||W_l||^2", f"{W}, a: family of L positive numbers")
OBJECTIVES = {
    # (objective, where, group between neighbours, conserved, balance)
    "factorization": ("1/2*||W_L ⋯ W_1 - Y||^2", W, "general linear", True, False),
    "with ridge": (*RIDGE, "orthogonal", False, True),
    "regression": (r"\|W_L \cdots W_1 X - Y\|^2", W, "general linear", True, False),
    "sensing": (
        "1/2*sum_i (<A_i, W_L ⋯ W_1> - b_i)^2",
        f"{W}, A: family of m matrices, A_i: d_L x d_0, b: family of m numbers",
        "general linear",
        True,
        False,
    ),
    "sensing with ridge": (
        "sum_i (<A_i, prod(W)> - b_i)^2 + c*sum_l ||W_l||^2",
        f"{W}, A: family of m matrices, A_i: d_L x d_0, b: family of m numbers, c > 0",
        "orthogonal",
        False,
        True,
    ),
    "near isometries": ("||prod(W) - Y||^2 + 3*sum_l ||W_l^T W_l - I||^2", W, "orthogonal", False, True),
    "quartic": ("tr(prod(W)) + c*||prod(W)||^4", "W: family of L matrices, W_l: n x n, c: real", "general linear", True, False),
    "linear terms": (
        "||prod(W)||^2 + sum_l tr(B_l^T W_l)",
        f"{W}, B: family of L matrices, B_l: d_l x d_{{l-1}}",
        None,
        False,
        True,
    ),
}
QUICK = ("with ridge",)
known: dict[str, FamilyDerived] = {}


def derived(name: str) -> FamilyDerived:
    """Derived once."""
    if name not in known:
        known[name] = derive_family(OBJECTIVES[name][0], ["W"], OBJECTIVES[name][1])
    return known[name]


NAMES = [pytest.param(n, marks=[] if n in QUICK else [pytest.mark.full]) for n in OBJECTIVES]


@pytest.mark.parametrize("name", NAMES)
def test_certificates_are_accepted_from_disk(name: str, tmp_path: Path) -> None:
    found = derived(name)
    found.write(tmp_path)
    report = check_folder(tmp_path)
    assert not report.faults and len(report.accepted) == len(found.pages)
    _, _, group, conserved, balance = OBJECTIVES[name]
    assert (found.invariance.group if found.invariance else None) == group
    assert ("conserved" in found.goals, "balance" in found.goals) == (conserved, balance)
    assert {"gradient", "hessian-form"} <= set(found.goals)


@pytest.mark.parametrize("name", NAMES)
def test_formulas_agree_with_autograd(name: str) -> None:
    report = compare_families(derived(name))
    assert report.agrees and report.planted[1] >= 10


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_goal_speaks_of_every_layer_and_every_step(name: str) -> None:
    """The certificate says F1 == F + t·tr(HᵀG) + t²·(…) for a layer l from 1 to L, and free H and t."""
    found = derived(name)
    page = found.pages[found.goals["gradient"][0]].statement
    letters = dict(page["letters"])
    assert letters["l"] == {"kind": "integer", "min": "1", "max": "L"} and not page["given"]
    assert letters["H"] == {"kind": "matrix", "shape": letters["H"]["shape"]} and letters["t"] == {"kind": "real"}
    assert letters["W1"]["override"] == {"of": "W", "at": {"l": "W[l]+t*H"}}
    assert page["then"][0].startswith(f"F1 == F + t*tr(H.T*({found.objective.gradient()})) + t**2*(") or (
        page["then"][0] == f"F1 == F + t*tr(H.T*({found.objective.gradient()}))"
    )
    assert letters["F"]["value"] == found.objective.expression


@pytest.mark.parametrize("name", NAMES)
def test_what_is_printed_is_the_gradient(name: str) -> None:
    """The printed text is read as a statement G_l = (text), evaluated by the parsed text, and compared with autograd of the
    kernel's objective at the same values."""
    found = derived(name)
    where = f"{OBJECTIVES[name][1]}, G: family of L matrices, G_l: " + ("n x n" if name == "quartic" else "d_l x d_{l-1}")
    text = f"G_l = {found.to_json()['gradient']['W_l']}"
    reading = read_families(text, where)
    search = FamilySearch(reading, seed=1)
    choice = next(c for c in search.choices() if c["L"] == 3 and all(n == 2 for k, n in c.items() if k != "L"))
    scene = next(s for _ in range(50) if (s := search.draw({**choice, **({"m": 2} if "m" in choice else {})}, True)))
    values = {n: _tensors(v) for n, v in scene.values.items() if n != "G"} | {
        k: v for k, v in scene.integers.items() if isinstance(k, str)
    }
    values["d"] = {k[1]: v for k, v in scene.integers.items() if isinstance(k, tuple)}
    values |= dict.fromkeys((n for n, s in found.objective.base if s["kind"] == "dimension" and n not in values), 2)
    leaves = {k: x.clone().requires_grad_() for k, x in values["W"].items()}
    value = Values(found.objective.base, {**values, "W": leaves}).of(found.objective.expression)
    slope = torch.autograd.grad(value, leaves[2])[0]
    printed = scene.of(reading.conclusions[0].relation.right, {**scene.integers, "l": 2})
    assert torch.allclose(_tensor(printed), slope, rtol=1e-10, atol=1e-10) and slope.abs().max() > 0


def _tensors(value: Any) -> Any:
    return {k: _tensor(v) for k, v in value.items()} if isinstance(value, dict) else _tensor(value)


def _tensor(value: Any) -> torch.Tensor:
    rows = [[float(x) for x in row] for row in value] if isinstance(value, tuple) else float(Fraction(value))
    return torch.tensor(rows, dtype=torch.float64)


# ---------------------------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("right", "wrong"), [("2*a[l]", "3*a[l]"), ("P[l-1].T", "P[l].T"), ("A[l].T", "A[l-1].T"), ("- Y", "+ Y")]
)
def test_a_wrong_gradient_has_no_certificate(right: str, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    objective = read_objective_of_families(RIDGE[0], ["W"], RIDGE[1])
    text = objective.gradient()
    assert right in text
    work = Variation(Book(scene=generic_point(objective)), objective)
    monkeypatch.setattr(FamilyObjective, "gradient", lambda self, place="": text.replace(right, wrong))
    with pytest.raises((Fault, NotFound)):
        work.gradient()


def test_a_critical_point_is_one() -> None:
    objective = read_objective_of_families(RIDGE[0], ["W"], RIDGE[1])
    point = critical_point(objective)
    assert point is not None
    values = {
        n: {int(k): torch.tensor(float(Fraction(v if isinstance(v, str) else v[0][0]))) for k, v in point[n].items()}
        for n in ("W", "a")
    }
    y = torch.tensor(float(Fraction(point["Y"][0][0])))
    leaves = [x.double().requires_grad_() for x in values["W"].values()]
    product = torch.stack(leaves).prod()
    loss = (product - y) ** 2 / 2 + sum(a * x * x for a, x in zip(values["a"].values(), leaves, strict=True))
    assert all(abs(g) < 1e-6 for g in torch.autograd.grad(loss, leaves)) and all(x != 0 for x in leaves)


REFUSED = [
    ("||W_1||^2", W, "W", "sums over the layers"),
    ("||W_L ⋯ W_1||^2", W, "V", "one family"),
    ("||W_L ⋯ W_1||^2", "W: family of L matrices", "W", "not declared"),
    ("||W_L ⋯ W_1||", W, "W", "odd powers"),
    ("W_L ⋯ W_1", W, "W", "a norm or a trace"),
    ("sum_l ||W_l||^2 = 1", W, "W", "without a relation"),
    ("||W_l||^2", W, "W", "an index without a value"),
    ("sum_{l=1}^{L-1} ||W_{l+1} - W_l||^2", "W: family of L matrices, W_l: n x n", "W", "sums over the layers"),
    ("(sum_l ||W_l||^2)^2", W, "W", "a constant before it"),
    ("||W_L ⋯ W_1||^2 + sum_{l=2}^{L} ||W_l||^2", W, "W", "begin at 1"),
    ("||W_L ⋯ W_2||^2", f"{W}, L >= 2", "W", "one product"),
    ("||[[W_L ⋯ W_1, Y]]||^2", W, "W", "block matrices"),
    ("forall x: vector, ||W_L ⋯ W_1 x||^2", W, "W", "quantifiers"),
    ("||W_1 ⋯ W_L||^2", "W: family of L matrices, W_l: n x n", "W", "one product"),
    ("||W_3 ⋯ W_1||^2", "W: family of 3 matrices, W_l: n x n", "W", "for a letter L"),
    ("||W_L ⋯ W_1||^2", "W: family of L matrices, W_l: n x n symmetric", "W", "free matrices"),
    ("||W_L ⋯ W_1 - Y||^2", f"{W}, Y^T Y = I", "W", "hypotheses"),
]


@pytest.mark.parametrize(("text", "where", "variable", "said"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_is_not_known_is_refused_in_one_line(text: str, where: str, variable: str, said: str) -> None:
    with pytest.raises(StatementError) as caught:
        read_objective_of_families(text, [variable], where)
    assert said in str(caught.value) and caught.value.shown().splitlines()[-1].strip() == "^"


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = main(["derive", OBJECTIVES["factorization"][0], "--in", "W", "--where", W, "--out", str(tmp_path / "kept")])
    out = capsys.readouterr().out
    assert code == 0 and "grad W_l             (W_L ⋯ W_{l+1}).T*(W_L ⋯ W_1 - Y)*(W_{l-1} ⋯ W_1).T" in out
    assert "conserved            W_{l+1}.T*W_{l+1} - W_l*W_l.T   (by gradient flow)" in out
    assert main(["recheck", str(tmp_path / "kept")]) == 0
    capsys.readouterr()
    assert main(["derive", "||prod(W)||^2", "--in", "W", "--where", W, "--python"]) == 2
    assert "format python" in capsys.readouterr().err
    code = main(["derive", "||prod(W)||^2", "--in", "W", "--where", W, "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert code == 0 and report["check"]["agrees"] and report["steps"]["accepted"] == report["steps"]["total"] > 10


def test_latex() -> None:
    text = latex_of(derived("with ridge"))
    assert r"\left(W_{L} \cdots W_{l+1}\right)^{\top}" in text and "{W_l}" in text and text.count(r"\begin{align*}") == 1
