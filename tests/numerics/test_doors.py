"""Refusals at the door, over all problems and solvers: one sentence that names the argument, never an error of torch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
import torch

from numerics import Stopping, points, run
from numerics.problems import (
    DeepFactorization,
    Factorization,
    FourierPtychography,
    MatrixCompletion,
    MatrixSensing,
    PhaseRetrieval,
    StoredSensors,
    SymmetricFactorization,
)
from numerics.solvers import (
    DirectionMagnitude,
    GradientDescent,
    RecursiveDirectionMagnitude,
    ScaledDirectionMagnitude,
    TwoSidedDirectionMagnitude,
)
from tests.numerics.instances import F64, PROBLEMS, generator
from tests.numerics.test_solvers import PAIRS, SOLVERS, point_for

INF, NAN = float("inf"), float("nan")


def said(call: Callable[[], Any]) -> str:
    """The sentence of a refusal: a ValueError in one line of at most 200 characters."""
    with pytest.raises(ValueError) as caught:
        call()
    text = str(caught.value)
    assert type(caught.value) is ValueError and "\n" not in text and 10 < len(text) <= 200, text
    return text


def each(point: Any, change: Callable[[torch.Tensor], torch.Tensor]) -> list[Any]:
    """The points in which one tensor after the other is changed."""
    leaves = list(points.leaves(point))
    made = []
    for i in range(len(leaves)):
        values = iter([change(x) if j == i else x for j, x in enumerate(leaves)])
        made.append(points.tree_map(lambda _, v=values: next(v), point))
    return made


CHANGES: dict[str, tuple[str, Callable[[torch.Tensor], torch.Tensor]]] = {
    "requires_grad": ("must not require gradients", lambda x: x.clone().requires_grad_()),
    "sparse": ("must be a dense tensor", lambda x: x.to_sparse()),
    "meta": ("meta device", lambda x: x.to("meta")),
    "half": ("half precision", lambda x: x.real.to(torch.float16)),
    "bfloat16": ("half precision", lambda x: x.real.to(torch.bfloat16)),
    "integers": ("must have dtype", lambda x: x.real.to(torch.int64)),
    "another precision": ("must have dtype", lambda x: x.to(torch.complex64 if x.is_complex() else torch.float32)),
    "not finite": ("must be finite|orthonormal", lambda x: x * NAN),
    "infinite": ("must be finite|orthonormal", lambda x: x * INF),
    "another axis": ("one batch axis|at most one batch axis", lambda x: x[None, None]),
    "rows": ("must have|must chain|one number of columns", lambda x: torch.cat([x, x], -2 if x.dim() > 1 else -1)),
    "no tensor": ("must be a tuple of tensors|a nested tuple", lambda x: x.tolist()),  # type: ignore[dict-item, return-value]
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("solver_name", "problem_name"), PAIRS)
def test_starts_are_looked_at(solver_name: str, problem_name: str, change: str) -> None:
    problem, solver = PROBLEMS[problem_name](), SOLVERS[solver_name][0]
    pattern, function = CHANGES[change]
    start = point_for(solver, problem)
    batch = points.with_batch_axis(start)
    empty = points.tree_map(lambda x: x[:0], batch)
    for bad in (*each(start, function), *(each(batch, function) if change == "requires_grad" else ())):
        text = said(lambda bad=bad: run(problem, solver, bad, 5))
        assert any(part in text for part in pattern.split("|")), text
    assert "at least one member" in said(lambda: run(problem, solver, empty, 5))


@pytest.mark.parametrize(("solver_name", "problem_name"), PAIRS)
def test_different_column_counts_and_batches_are_refused(solver_name: str, problem_name: str) -> None:
    problem, solver = PROBLEMS[problem_name](), SOLVERS[solver_name][0]
    start = point_for(solver, problem)
    if len(list(points.leaves(start))) > 1:
        for bad in each(start, lambda x: torch.cat([x, x[..., :1]], -1)):
            assert any(p in said(lambda bad=bad: run(problem, solver, bad, 5)) for p in ("one number of columns", "must chain"))
        batch = points.tree_map(lambda x: torch.stack([x, x]), start)
        for bad in each(batch, lambda x: torch.cat([x, x])):
            assert "one batch size" in said(lambda bad=bad: run(problem, solver, bad, 5))
    nothing = points.tree_map(lambda x: x[..., :0], start)
    assert any(p in said(lambda: run(problem, solver, nothing, 5)) for p in ("at least 1", "must chain", "factors"))


STEPS: list[tuple[Any, str]] = [
    (0.0, "positive"), (-1.0, "positive"), (NAN, "positive"), (INF, "finite"), (True, "a number"), ("0.1", "a number"),
    (torch.tensor([0.1, INF], dtype=F64), "finite"), (torch.tensor([0.1, 0.0], dtype=F64), "positive"),
    (torch.tensor([0.1, NAN], dtype=F64), "positive"), (torch.tensor([1, 2]), "floating point"),
    (torch.tensor([[0.1]], dtype=F64), r"a number or (batch,)"), (torch.empty(0, dtype=F64), "a number or (batch,)"),
    (torch.tensor([0.1 + 1j]), "float32 or float64"), (torch.tensor([0.1], dtype=torch.bfloat16), "half precision"),
    (torch.tensor([0.1], device="meta"), "meta device"),
]  # fmt: skip


@pytest.mark.parametrize("name", [name for name in SOLVERS if "least squares" not in name])
def test_steps_of_every_solver_are_looked_at(name: str) -> None:
    """Every parameter of a solver that is a length, not only the step."""
    kind = type(SOLVERS[name][0])
    lengths = {"step", "magnitude_step", "scale", "radius", "right_radius", "threshold", "regularization", "unit"}
    taken = lengths - ({"scale", "radius", "right_radius"} if name.startswith("UD") else set())  # plain numbers: test_settings
    for field in sorted(taken & {f.name for f in fields(kind)}):
        for value, word in STEPS:
            text = said(lambda f=field, v=value: kind(**{f: v}))
            assert field in text and word in text, text
    for columns in (0, -1, 1.5, True, "2"):
        if "columns" in {f.name for f in fields(kind)}:
            assert "columns must be a whole number" in said(lambda c=columns: kind(columns=c))


@pytest.mark.parametrize("value", [0, -1, 1.5, 2.0, True, "10", None, NAN])
def test_counts_are_whole_numbers(value: Any) -> None:
    problem, solver = PROBLEMS["factorization"](), SOLVERS["gradient descent"][0]
    start = point_for(solver, problem)
    assert "steps must be a whole number of at least 1" in said(lambda: run(problem, solver, start, value))
    assert "checkpoint_every must be" in said(lambda: run(problem, solver, start, 5, checkpoint_every=value))


def test_a_step_per_member_must_fit_the_batch() -> None:
    problem = PROBLEMS["factorization"]()
    solver = type(SOLVERS["gradient descent"][0])(step=torch.tensor([0.1, 0.2, 0.3], dtype=F64))
    start = points.tree_map(lambda x: torch.stack([x, x]), point_for(solver, problem))
    assert "step must be one number or one per member (2), got 3" in said(lambda: run(problem, solver, start, 5))
    single = type(solver)(step=torch.tensor([0.1, 0.2], dtype=torch.float32))
    assert run(problem, single, start, 5).loss.dtype == F64       # a length is taken in the problem's precision


def test_a_run_keeps_no_graph() -> None:
    A = torch.ones(3, 3, dtype=F64, requires_grad=True)
    result = run(Factorization(A), SOLVERS["gradient descent"][0], (torch.ones(3, 1, dtype=F64),) * 2, 5)
    assert not result.loss.requires_grad and not result.state.X.requires_grad


ONES, ROWS = torch.ones(3, 3, dtype=F64), torch.tensor([0, 1, 2])
DATA: dict[str, tuple[Callable[[Any], Any], torch.Tensor]] = {
    "factorization": (Factorization, ONES),
    "deep": (lambda Y: DeepFactorization(Y, ridge=(1.0, 1.0)), ONES),
    "deep ridge": (lambda r: DeepFactorization(ONES, ridge=r), torch.ones(2, dtype=F64)),
    "sensors": (lambda m: StoredSensors(m), torch.ones(4, 3, 3, dtype=F64)),
    "sensing truth": (lambda t: MatrixSensing.gaussian(t, 5, seed=0), ONES),
    "measurements": (lambda b: MatrixSensing(StoredSensors(torch.ones(4, 3, 3, dtype=F64)), b), torch.ones(4, dtype=F64)),
    "vectors": (lambda a: PhaseRetrieval(a, torch.ones(3, dtype=F64)), ONES),
    "intensities": (lambda y: PhaseRetrieval(ONES, y), torch.ones(3, dtype=F64)),
    "image": (lambda x: FourierPtychography.of_image(x, (5, 5), torch.tensor([[2, 2]]), 1), torch.ones(25, 1) + 0j),
    "ratings": (lambda v: MatrixCompletion(ROWS, ROWS, v, (3, 3)), torch.ones(3, dtype=F64)),
    "seen matrix": (lambda A: MatrixCompletion.from_mask(A, torch.eye(3, dtype=torch.bool)), ONES),
}
BAD_DATA: dict[str, tuple[str, Callable[[torch.Tensor], Any]]] = {
    "sparse": ("must be a dense tensor", lambda x: x.to_sparse()),
    "meta": ("meta device", lambda x: x.to("meta")),
    "half": ("half precision", lambda x: x.real.to(torch.float16)),
    "bfloat16": ("half precision", lambda x: x.real.to(torch.bfloat16)),
    "booleans": ("floating point", lambda x: x.real > 0),
    "empty": ("non-empty|not empty|got shape|must list|one weight per layer", lambda x: x[:0]),
    "NaN": ("finite|positive", lambda x: x * NAN),
    "infinite": ("finite|positive", lambda x: x * INF),
}


@pytest.mark.parametrize("bad", BAD_DATA)
@pytest.mark.parametrize("data", DATA)
def test_data_are_looked_at(data: str, bad: str) -> None:
    make, good = DATA[data]
    make(good)
    pattern, change = BAD_DATA[bad]
    text = said(lambda: make(change(good)))
    assert any(part in text for part in pattern.split("|")), text


def test_ratings_as_people_have_them() -> None:
    """Whole numbers, NaN where nothing is seen, sparse tensors and matrices of scipy: all the same problem."""
    import numpy as np
    import scipy.sparse

    seen = torch.rand(6, 5, generator=generator(1)) < 0.5
    seen[range(5), range(5)], seen[5, 0] = True, True
    stars = torch.randint(1, 6, (6, 5), generator=generator(2))
    stars[0, 0] = 0                                               # a rating of zero is a rating
    expected = MatrixCompletion(*seen.nonzero(as_tuple=True), stars[seen].double(), (6, 5))
    holes = torch.where(seen, stars.double(), NAN)
    rows, columns = seen.nonzero(as_tuple=True)
    coo = torch.sparse_coo_tensor(torch.stack([rows, columns]), stars[seen], (6, 5), check_invariants=True)
    matrix = scipy.sparse.coo_matrix((stars[seen].numpy(), (rows.numpy(), columns.numpy())), shape=(6, 5))
    point = (torch.randn(6, 2, generator=generator(3), dtype=F64), torch.randn(5, 2, generator=generator(4), dtype=F64))
    for made in (
        MatrixCompletion(rows, columns, stars[seen], (6, 5)),
        MatrixCompletion.from_mask(stars, seen),
        MatrixCompletion.from_mask(holes, seen),
        MatrixCompletion.from_mask(holes),
        MatrixCompletion.from_sparse(coo),
        MatrixCompletion.from_sparse(coo.coalesce()),
        MatrixCompletion.from_sparse(matrix),
        MatrixCompletion.from_sparse(matrix.tocsr()),
        MatrixCompletion.from_sparse(scipy.sparse.csc_array(matrix)),
    ):
        assert made.data.dtype == F64 and float(made.loss(point)) == pytest.approx(float(expected.loss(point)), rel=1e-13)
    assert np.isnan(holes.numpy()).any()


def test_a_matrix_of_scipy_from_its_file(tmp_path: Any) -> None:
    import scipy.sparse

    matrix = scipy.sparse.random_array((9, 7), density=0.7, rng=1)
    scipy.sparse.save_npz(tmp_path / "r.npz", matrix)
    made = MatrixCompletion.from_sparse(scipy.sparse.load_npz(tmp_path / "r.npz"))
    assert made.shape == (9, 7) and len(made.data) == matrix.nnz


CENTRES = FourierPtychography.grid_of_centres((5, 5), 1, 1)
INPUTS: dict[str, Callable[[], Any]] = {
    "mask must see every row": lambda: MatrixCompletion.from_mask(ONES, torch.tensor([[1, 1, 1], [0, 0, 0], [1, 1, 1]]).bool()),
    "mask must see every column": lambda: MatrixCompletion.from_mask(torch.tensor([[1.0, NAN], [2.0, NAN]])),
    "A must lack the same entries": lambda: MatrixCompletion.from_mask(torch.tensor([[[1.0, NAN]], [[1.0, 2.0]]])),
    "values must be finite": lambda: MatrixCompletion.from_mask(ONES * NAN, ONES > 0),
    "mask must be a boolean matrix": lambda: MatrixCompletion.from_mask(ONES, ONES),
    "must not name an entry twice": lambda: MatrixCompletion.from_sparse(
        torch.sparse_coo_tensor([[0, 0, 1], [0, 0, 1]], [1.0, 2.0, 3.0], (2, 2), check_invariants=True)
    ),
    "ratings must be sparse": lambda: MatrixCompletion.from_sparse(ONES),
    "ratings must be a sparse matrix": lambda: MatrixCompletion.from_sparse([[1.0]]),
    "at most 2^53": lambda: MatrixCompletion(ROWS, ROWS, torch.tensor([1, 2, 2**60]), (3, 3)),
    "rows must be int64": lambda: MatrixCompletion(ROWS.double(), ROWS, torch.ones(3), (3, 3)),
    "must list the same entries": lambda: MatrixCompletion(ROWS[:2], ROWS, torch.ones(3), (3, 3)),
    "at least one scan position": lambda: FourierPtychography((5, 5), CENTRES[:0], 1, torch.ones(0)),
    "centres must hold at least one": lambda: FourierPtychography.of_image(torch.ones(25, 1) + 0j, (5, 5), CENTRES[:0], 1),
    "centres must be whole numbers": lambda: FourierPtychography((5, 5), CENTRES.double(), 1, torch.ones(81)),
    "truth must be the image as one column": lambda: FourierPtychography.of_image(torch.ones(24, 1) + 0j, (5, 5), CENTRES, 1),
    "radius must be a whole number": lambda: FourierPtychography((5, 5), CENTRES, 1.5, torch.ones(81)),  # type: ignore[arg-type]
    "count must be a whole number": lambda: MatrixSensing.gaussian(ONES, 0, seed=1),
    "hidden widths must be a whole number": lambda: DeepFactorization(ONES, ridge=(1.0, 1.0), hidden=(1.5,)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("message", INPUTS)
def test_inputs_are_refused_in_one_line(message: str) -> None:
    assert message in said(INPUTS[message])


DIRECTIONS = [
    DirectionMagnitude,
    ScaledDirectionMagnitude,
    RecursiveDirectionMagnitude,
    TwoSidedDirectionMagnitude,
]


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("solver", DIRECTIONS)
def test_more_orthonormal_columns_than_rows_are_refused(solver: Any, size: int) -> None:
    A = torch.eye(size, dtype=F64)
    problem = Factorization(A) if solver is TwoSidedDirectionMagnitude else SymmetricFactorization(A)
    for batch in (None, 2):
        text = said(lambda b=batch: solver(columns=size + 1).start(problem, b, generator(0)))  # type: ignore[misc]
        assert f"columns must be at most {size}" in text and f"got {size + 1}" in text
    whole = solver(columns=size)
    assert run(problem, whole, whole.start(problem, generator=generator(0)), 400).ended == "converged"


@pytest.mark.parametrize("name", SOLVERS)
@pytest.mark.parametrize("batch", [0, -1, 1.5, True, "2"])
def test_batches_of_a_start_are_whole_numbers(name: str, batch: Any) -> None:
    problem = next(PROBLEMS[problem]() for solver, problem in PAIRS if solver == name)
    assert "batch must be a whole number" in said(lambda: SOLVERS[name][0].start(problem, batch, generator(0)))


RULES: dict[str, tuple[Any, ...]] = {
    "movement": (-1, 1, 2.0, NAN, INF, "1e-9", True),
    "gradient": (-1, NAN, INF, "1e-9", [1.0]),
    "loss": (-1, NAN, INF, "1e-9", True),
    "every": (0, -3, 1.5, True, "16", None),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in RULES.items() for value in values])
def test_rules_of_an_ending_are_numbers(name: str, value: Any) -> None:
    """A rule that every point meets says "converged" of every point."""
    assert f"{name} must be" in said(lambda: Stopping(**{name: value}))


SCHEDULES: list[dict[str, Any]] = [
    *({"at": at} for at in (0, -1, 1.5, True, None, "lin", [1.5], [99])),
    *({"record": record} for record in (None, 5, "loss", ("nope",), {"a": 3}, {"a": lambda *_: 1.0})),
    {"record": {"a": lambda *_: torch.ones(7)}},
    {"record": {"a": lambda *_: torch.tensor(1.0)}},
]


@pytest.mark.parametrize("asked", SCHEDULES)
def test_what_is_recorded_and_when_is_looked_at(asked: dict[str, Any]) -> None:
    problem, solver = Factorization(torch.eye(2, dtype=F64)), GradientDescent()
    text = said(lambda: run(problem, solver, solver.start(problem, 3, generator(0)), 9, **asked))
    assert text.startswith(("at must", "record ", "gradient_norm"))
