"""How loose are the iteration counts of alternating gradient descent, and what do its step and the factor √η cost?

A is of rank 3 with 50 columns, ‖A‖_F = 1, singular values geometric over κ. First table: the counts of the paper, of the
horizon-free theorem and of its sharpened form for the β = ησ_r(X_0)² that was drawn (C = 4, ν = 0.01), beside the sweeps
needed to ε = 1e-6/κ² at the paper's step and at that of the other two, β/(8√f₀). At such steps X hardly moves: R_t = (I −
ηX_0X_0ᵀ)^t R_0 (claim agd-lazy-limit) counts where runs would be too long, and is compared with the runs where they are
not. Second table: the same start at practical steps, with and without Y_0, with and without the factor √η, beside a
spectral start with a little of the draw added, to ε = 1e-10/κ². Starts are drawn in reduced form (`numerics.reduction`),
which is exact. Source: arXiv:2305.06927 v2; the other two counts are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._agd_tables import exponent, known, power, ratio, span
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Arm, Outcome, trials
from proofs_check.figures.style import DASHED, INK, MARKS, PAGE, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

RANK, SIZE, BALANCE, NU, SLOW = 3, 50, 4.0, 0.01, 0.01
PAPER, ZERO, SMALL_STEP, WITHOUT, SPECTRAL = "paper", "Y₀ = 0", "paper, η = 0.01/σ₁", "without √η, η = 0.01/σ₁", "spectral"
STARTS = (PAPER, ZERO, SMALL_STEP, WITHOUT, SPECTRAL)
COLUMNS = (
    "table", "κ", "d", "start", "paper T", "horizon-free T", "sharpened T", "sweeps", "sweeps at the longer step", "by",
    "paper T/sweeps", "sharpened T/sweeps", "X frozen", "12√η‖Y₀‖/s",
)  # fmt: skip


def arms(full: bool) -> list[dict[str, Any]]:
    """Theorems over κ and d, then starts at practical steps."""
    conditions, widths = ((1.0, 10.0, 100.0, 1000.0), (3, 4, 6, 12)) if full else ((1.0, 10.0, 100.0), (3, 6))
    found: list[dict[str, Any]] = [{"table": "theorem", "κ": k, "d": d, "longest": 20_000 if full else 3000}
                                   for k in conditions for d in widths]  # fmt: skip
    return found + [{"table": "starts", "κ": k, "d": d, "start": name, "cap": 20_000 if full else 2500}
                    for k in conditions for d in (3, 6) for name in STARTS]  # fmt: skip


def run(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """All seeds of an arm."""
    return theorem_trials(arm, seeds) if arm["table"] == "theorem" else start_trials(arm, seeds)


def drawn(condition: float, d: int, seeds: Sequence[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Σ with ‖Σ‖_F = 1, the reduced A, and starts (batch) in scaled form, √η X_0 and Y_0/√η: the same for every step η."""
    import torch

    from numerics.reduction import draw_reduced_start

    sigma = condition ** -torch.linspace(0, 1, RANK, dtype=torch.float64)
    sigma = sigma / sigma.norm()
    pairs = [draw_reduced_start(sigma, SIZE, d, step=1.0, generator=torch.Generator().manual_seed(seed), C=BALANCE, nu=NU)
             for seed in seeds]  # fmt: skip
    X, Y = (torch.stack([point[k] for _, point in pairs]) for k in (0, 1))
    return sigma, pairs[0][0].A, X, Y


def theorem_trials(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """The three counts for each start, and the sweeps needed at the paper's step and at β/(8√f₀)."""
    import torch

    from proofs_check.experiments import _agd_runs as runs

    condition, d = arm["κ"], arm["d"]
    _, A, X, Y = drawn(condition, d, seeds)
    epsilon = 1e-6 / condition**2
    last = torch.linalg.svdvals(X)[:, RANK - 1]
    counts = [runs.promised(float(s), condition=condition, rank=RANK, columns=d, nu=NU, epsilon=epsilon, balance=BALANCE)
              for s in last]  # fmt: skip
    steps = torch.tensor([[c.paper["step"], c.sharpened["step"]] for c in counts], dtype=torch.float64)
    formula = [frozen_count(x, x @ y.mT - A, epsilon / 2) for x, y in zip(X, Y, strict=True)]
    needed, free = list(formula), [None] * len(formula)
    if ran := max(formula) <= arm["longest"]:
        root = steps.sqrt().mT.reshape(-1, 1, 1)  # the paper's steps, then the others, for the starts twice over
        twice = [torch.cat([Z, Z]) for Z in (X, Y)]
        done = runs.descend(A, twice[0] / root, twice[1] * root, steps.mT.reshape(-1), 2 * arm["longest"], epsilon**0.5)
        hits: Any = runs.reached(done.norms, epsilon**0.5)
        needed, free = hits[: len(formula)], hits[len(formula) :]
    sizes = 12 * steps[:, 1] * torch.linalg.matrix_norm(Y, 2) / last
    paper, sharp = ([getattr(c, name)["iterations_ceiling"] for c in counts] for name in ("paper", "sharpened"))
    return runs.by_seed(
        seeds, paper=paper, sharpened=sharp, free_count=[c.horizon_free["iterations_ceiling"] for c in counts], sweeps=needed,
        free=free, by=["run" if ran else "formula"] * len(formula), slack=list(map(ratio, paper, needed)),
        sharp_slack=list(map(ratio, sharp, free if ran else needed)),
        formula=formula if ran else [None] * len(formula), assumed=sizes.tolist())  # fmt: skip


def start_trials(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """Sweeps to ‖R‖² ≤ (1e-10/κ²)‖A‖² at the step 1/σ₁ or 0.01/σ₁."""
    import torch

    from proofs_check.experiments import _agd_runs as runs

    name, condition, d = arm["start"], arm["κ"], arm["d"]
    sigma, A, X, Y = drawn(condition, d, seeds)
    step = (SLOW if "0.01" in name else 1.0) / float(sigma[0])
    if name == SPECTRAL:
        root = runs.diagonal(sigma.sqrt(), RANK, d)
        X, Y = (torch.nn.functional.pad(root, (0, 0, 0, Z.shape[1] - RANK)) + 1e-3 * float(sigma[-1]) ** 0.5 * Z / Z.std()
                for Z in (X, Y))  # fmt: skip
    else:
        X, Y = X / (1.0 if name == WITHOUT else step**0.5), Y * (0.0 if name == ZERO else step**0.5)
    goal = 1e-5 / condition
    done = runs.descend(A, X, Y, step, arm["cap"], goal)
    return runs.by_seed(seeds, sweeps=runs.reached(done.norms, goal))


def frozen_count(scaled: Tensor, R: Tensor, goal: float) -> int:
    """The least t with ½‖(I − X̃X̃ᵀ)^t R‖² ≤ goal, by bisection over the eigenvalues of X̃X̃ᵀ."""
    import torch

    lam, U = torch.linalg.eigh(scaled @ scaled.mT)
    weights = (U.mT @ R).square().sum(1) / 2

    def below(t: int) -> bool:
        return float((weights * torch.exp(2 * t * torch.log1p(-lam))).sum()) <= goal

    low, high = 0, 1
    while not below(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if below(middle) else (middle, high)
    return high


def measure(settings: Settings) -> Measurement:
    """Both tables; the full budget has more κ and d, and waits longer."""
    rows = [row(outcome) for outcome in trials(settings, arms(settings.full), run)]
    return Measurement(COLUMNS, rows, answer(rows))


def row(outcome: Outcome) -> list[Any]:
    """One arm as a row of the table."""
    arm = outcome.arm
    if arm["table"] == "starts":
        needed = outcome.spread("sweeps")
        return ["starts", arm["κ"], arm["d"], arm["start"], None, None, None, needed, None, "run", *[None] * 4]
    return ["theorem", arm["κ"], arm["d"], PAPER, *map(outcome.spread, ("paper", "free_count", "sharpened", "sweeps")),
            known(outcome, "free"), outcome.first("by"), *map(outcome.spread, ("slack", "sharp_slack")),
            known(outcome, "formula"), outcome.spread("assumed")]  # fmt: skip


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where no promised count is below the sweeps needed at its step, √η‖Y₀‖ ≤ s/12 in every run as the sharpened
    theorem asks; where the formula is within 1 %, or one sweep, of every run; where at the step 1/σ₁ the order of κ from
    10 to 100 is below 3/2 for the widest start with Y₀ = 0; where Y₀ = 0 needs no more sweeps than the paper's Y₀
    (medians) wherever it arrives; where 0.01/σ₁ without √η needs more than with it wherever the latter arrives, once at
    least."""
    theorem = [row for row in rows if row[0] == "theorem"]
    table = {(row[3], row[1], row[2]): row[7] for row in rows if row[0] == "starts"}
    cells = sorted({key[1:] for key in table})
    slack, sharp, assumed = ([x for row in theorem for x in row[k].sorted] for k in (10, 11, 13))
    held = min(slack + sharp) >= 1 and max(slack + sharp) < float("inf") and max(assumed) <= 1
    compared = [pair for row in theorem if row[12] is not None for pair in zip(row[12].sorted, row[7].sorted, strict=True)]
    close = bool(compared) and all(abs(x - t) <= max(1, 0.01 * t) for x, t in compared)
    wide = max(d for _, d in cells)
    order = power(table[ZERO, 10.0, wide].median, table[ZERO, 100.0, wide].median, 10)
    promise = {row[1]: row[4].median for row in theorem if row[2] == wide}
    said = power(promise[10.0], promise[100.0], 10)
    saved = [table[PAPER, *cell].median / table[ZERO, *cell].median for cell in cells if not table[ZERO, *cell].missing]
    seen = [cell for cell in cells if not table[SMALL_STEP, *cell].missing]
    factors = [table[WITHOUT, *cell].median / table[SMALL_STEP, *cell].median for cell in seen]
    return [
        agrees(held, f"{'every' if held else 'not every'} promised count suffices at its step: the paper's is {span(slack)} "
               f"times what is needed, the sharpened one {span(sharp)} times; √η‖Y₀‖ is at most {max(assumed):.2g} of the s/12 "
               "that the latter asks for."),
        agrees(close, "where both were counted the formula for X that stands still gives "
               f"{span((x / t for x, t in compared), '.4f')} times the sweeps of the run."),
        agrees(order < 1.5, f"at the step 1/σ₁ from Y₀ = 0, d = {wide}, the count grows like κ^{exponent(order)} from κ = 10 "
               f"to 100, the paper's like κ^{exponent(said)}."),
        agrees(bool(saved) and all(x >= 1 for x in saved), f"at 1/σ₁ the paper's random Y₀ needs {span(saved)} times the "
               f"sweeps of Y₀ = 0, in the {len(saved)} of {len(cells)} cases where the latter arrives."),
        agrees(bool(factors) and all(x > 1 for x in factors), f"at 0.01/σ₁ the start without √η needs {span(factors)} times "
               f"the sweeps of the one with it, in the {len(seen)} of {len(cells)} cases where the latter arrives."),
    ]  # fmt: skip


@styled
def draw(outcome: Measurement) -> Figure:
    """Left: counts against κ at their steps. Right: sweeps at practical steps, over all seeds."""
    figure, (left, right) = panels(PAGE, 3.1, 1, 2)
    d = 2 * RANK
    theorem = [r for r in outcome.rows if r[0] == "theorem" and r[2] == d]
    kappas = [r[1] for r in theorem]
    for k, (column, name) in enumerate(((4, "paper"), (5, "horizon-free"), (6, "sharpened"))):
        left.loglog(kappas, [r[column].median for r in theorem], linestyle=DASHED, color=SERIES[k], label=f"{name}, promised")
    bars(left, kappas, [r[7] for r in theorem], color=INK, fmt="o-", label="needed, measured")
    left.set(xlabel="condition number κ", ylabel="sweeps to 1e-6/κ²", title=f"at the theorem's step, d = {d}")
    for k, name in enumerate(STARTS):
        rows = [r for r in outcome.rows if r[0] == "starts" and r[2] == d and r[3] == name and not r[7].missing]
        bars(right, [r[1] for r in rows], [r[7] for r in rows], color=SERIES[k], fmt=MARKS[k] + "-", lw=0.8, label=name)
    right.loglog([min(kappas), max(kappas)], [8 * min(kappas), 8 * max(kappas)], color=SOFT, linestyle=DASHED, label="∝ κ")
    right.set(xlabel="condition number κ", ylabel="sweeps to 1e-10/κ²", title=f"step 1/σ₁ unless said, d = {d}")
    for axes in (left, right):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, columnspacing=1.0)
    return figure


def bars(axes: Any, at: Sequence[float], found: Sequence[Any], **style: Any) -> None:
    """Medians with bars from the least to the largest."""
    around = [[f.median - f.least for f in found], [f.largest - f.median for f in found]]
    axes.errorbar(at, [f.median for f in found], yerr=around, elinewidth=0.8, **style)


experiment = Experiment(
    name="agd-slack",
    paper="agd",
    title="Slack of the iteration counts, and what step and start cost",
    question="How loose are the iteration counts of alternating gradient descent, and where does κ² become κ?",
    measure=measure,
    draw=draw,
)
