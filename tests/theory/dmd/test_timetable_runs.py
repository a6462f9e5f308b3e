"""The bounds of `bound dmd` for the mean and for one run, and its exits, against runs of the exact recursion from drawn
starts."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from scipy.stats import binom

from numerics.reduction import AlignmentRecursion, draw_alignment
from theory.dmd.timetable import Timetable

SIZES = [(40, 1, 1), (40, 3, 1), (300, 3, 3), (300, 4, 3), (300, 12, 3), (60, 50, 5), (30, 25, 5)]
"""m, r, r_A: exact rank, one row more, many, nearly all."""


@pytest.mark.parametrize(("m", "r", "rank"), SIZES)
def test_one_start_in_ten_is_beyond_the_bound_at_most(m: int, r: int, rank: int) -> None:
    """Full Haar frames: V_0 = tr S_0⁻¹ − r_A against `start_bound`; for r_A = 1 it is the quantile itself."""
    generator = torch.Generator().manual_seed(3)
    drawn = 4000
    frames = torch.linalg.qr(torch.randn(drawn, m, r, generator=generator, dtype=torch.float64)).Q[:, :rank]
    V = torch.linalg.inv(frames @ frames.mT).diagonal(dim1=1, dim2=2).sum(1) - rank
    for p in (0.5, 0.9, 0.99):
        beyond = int((Timetable(m, r, (1.0,) * rank).start_bound(p) < V).sum())
        assert binom.sf(beyond - 1, drawn, 1 - p) > 1e-6
        if rank == 1:
            assert binom.cdf(beyond, drawn, 1 - p) > 1e-6


@pytest.mark.full
@pytest.mark.parametrize("scale", [0.2, 1.0, 1.8])
@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_steps_of_runs_are_within_the_bounds(scale: float, size: float) -> None:
    """m = 60, eigenvalues 1, −1/2 times a size: of 400 runs at most one in ten takes longer than told for one run, and
    their mean is at most that told for the mean; counts do not see the size."""
    values = (size, -size / 2)
    for r in (2, 3, 6, 30):
        table = Timetable(60, r, values, scale)
        clock = table.to_json()["clock"]
        W = draw_alignment(60, r, 2, generator=torch.Generator().manual_seed(r), batch=400)
        recursion, steps = AlignmentRecursion(list(values), step=table.step), torch.zeros(400)
        most = math.ceil(clock["one_run"]["iterations"])
        alive = torch.arange(400)
        for _ in range(min(most, 3000) + 1):
            going = recursion.potential(W) > table.accuracy
            steps[alive[going]] += 1
            alive, W = alive[going], W[going]
            if not len(alive):
                break
            W = recursion.update(W)
        late = int((steps > most).sum())
        assert most > 3000 or binom.sf(late - 1, 400, 0.1) > 1e-6, (r, late)
        if clock["iterations"] is not None:
            assert len(alive) or float(steps.mean()) <= clock["iterations"] + 1


def exits(values: tuple[float, ...], m: int, r: int, scale: float, batch: int) -> np.ndarray:
    """Steps until f ≤ ¼Σ_{i>k}λ_i² + λ_k²/8, (batch, r_A), infinite beyond 20,000."""
    W = draw_alignment(m, r, len(values), generator=torch.Generator().manual_seed(1), batch=batch)
    recursion = AlignmentRecursion(list(values), step=scale / values[0] ** 2)
    squares = [v * v / 4 for v in values]
    goals = torch.tensor([sum(squares[k + 1 :]) + squares[k] / 2 for k in range(len(values))], dtype=torch.float64)
    counts, alive = torch.zeros(batch, len(values), dtype=torch.float64), torch.arange(batch)
    for _ in range(20_000):
        above = recursion.loss(W)[:, None] > goals
        counts[alive] += above.double()
        alive, W = alive[above[:, -1]], W[above[:, -1]]
        if not len(alive):
            return counts.numpy()
        W = recursion.update(W)
    counts[alive, -1] = math.inf
    return counts.numpy()


EXITS = [((1.0, 0.5, 0.25), 20), ((1.0, 0.5, 0.25), 80), ((1.0, 0.6), 8), ((1.0, -0.6, 0.36), 9), ((1.0, 1.0), 20),
         ((1.0, 0.95, 0.9), 12), ((1.0,), 1), ((1.0,), 6)]  # fmt: skip


@pytest.mark.full
@pytest.mark.parametrize(("values", "r"), EXITS)
def test_exits_that_are_not_in_doubt_are_those_of_runs(values: tuple[float, ...], r: int) -> None:
    """Quantiles of 600 runs at m = 300 within 30 % of the told ones, or a step, where no doubt is told."""
    table = Timetable(300, r, values)
    seen = exits(values, 300, r, 1.0, 600)
    for position in range(1, len(values) + 1):
        row = table.row(position)
        if not row["doubt"]:
            measured = [float(np.quantile(seen[:, position - 1], float(p))) for p in ("0.1", "0.5", "0.9")]
            told = list(row["quantiles"].values())
            assert measured == pytest.approx(told, rel=0.3, abs=1), (values, r, position)


@pytest.mark.full
@pytest.mark.parametrize(("values", "r"), [((1.0, 1.0), 20), ((1.0, 1.0, 1.0), 20), ((1.0, 0.9), 5)])
def test_doubt_is_told_where_exits_are_off(values: tuple[float, ...], r: int) -> None:
    """Ties, close eigenvalues, few columns: some quantile is off by more than 30 %, and its row says so."""
    table, seen = Timetable(300, r, values), exits(values, 300, r, 1.0, 600)
    off = []
    for position in range(1, len(values) + 1):
        row = table.row(position)
        measured = [float(np.quantile(seen[:, position - 1], float(p))) for p in ("0.1", "0.5", "0.9")]
        off.append(
            any(abs(math.log(max(a, 1) / max(b, 1))) > 0.26 for a, b in zip(measured, row["quantiles"].values(), strict=True))
        )
        assert row["doubt"]
    assert any(off)
