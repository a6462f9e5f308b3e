"""Where alternating gradient descent ends when A has full rank, and how fast: the best approximation with d columns, or AΦ?

A is 40 × 30: rank 3 with κ = 3 and Gaussian noise of spectral size about 1e-3, 1e-2, 1e-1 of σ₁, or singular values
0.8^k. Start AΦ with C = 4, ν = ½, d = 3 and 6 columns, steps 1/σ₁ and 1e-5/σ₁. The theorem asks for A of rank r ≤ d and
says nothing here. What can be said: a step in the lazy regime moves Y alone, R_t = (I − ηX_0X_0ᵀ)^t R_0, towards the
range finder ‖(I − P_AΦ)A‖_F, where orth(AΦ) is after one sweep (at 1e-4/σ₁ 20,000 sweeps already creep 7 % below that); a
step in the rich regime goes on to the best residual E_d = (σ_{d+1}² + …)^½; there the exact local rate
(`theory.agd.truncated_spectrum`) has the gap σ_d − σ_{d+1} where the theorem has σ_r. Before the noise is seen, a run
should be that of its truncation A_3: both are counted to twice the noise, ‖XYᵀ − A_3‖_F = 2‖A − A_3‖_F for the truncated
one. Source: arXiv:2305.06927 v2 (a review tells of experiments with noise; their settings were not seen); the predictions
are ours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._agd_tables import every, known, ratio, span
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Arm, Outcome, Spread, trials
from proofs_check.figures.style import DASHED, PAGE, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

ROWS, WIDTH, RANK, CONDITION, BALANCE, NU, DECAY = 40, 30, 3, 3.0, 4.0, 0.5, 0.8
RICH, LAZY = 1.0, 1e-5
SPECTRUM = "0.8^k"
COLUMNS = (
    "noise/σ₁", "d", "step·σ₁", "sweeps", "E_d/‖A‖", "range finder/E_d", "orth(AΦ), one sweep/E_d", "end/E_d", "X frozen/E_d",
    "sweeps to 1.01 E_d", "sweeps a factor e, predicted", "measured rate", "exact local rate", "measured/exact",
    "sweeps to twice the noise", "as many for A_3",
)  # fmt: skip


def arms(full: bool) -> list[dict[str, Any]]:
    """Targets × columns × steps."""
    return [{"noise": noise, "d": d, "step": step, "cap": 10_000 if full else 1500}
            for noise in (1e-3, 1e-2, 1e-1, SPECTRUM) for d in (RANK, 2 * RANK) for step in (RICH, LAZY)]  # fmt: skip


def target(noise: float | str, seeds: Sequence[int]) -> Tensor:
    """A with σ₁ near 1, one a seed."""
    import torch

    from proofs_check.experiments import _agd_runs as runs

    if noise == SPECTRUM:
        values = DECAY ** torch.arange(WIDTH, dtype=torch.float64)
        return runs.diagonal(values, ROWS, WIDTH).expand(len(seeds), ROWS, WIDTH)
    values = CONDITION ** -torch.linspace(0, 1, RANK, dtype=torch.float64)
    drawn = runs.seeds_of(seeds).next(7).normal((ROWS, WIDTH))
    return runs.diagonal(values, ROWS, WIDTH) + float(noise) * drawn / (ROWS**0.5 + WIDTH**0.5)


def run(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """All seeds of an arm, with the truncated twin in the same batch."""
    import torch

    from numerics.problems import Factorization
    from numerics.solvers import AlternatingGradientDescent
    from proofs_check.experiments import _agd_runs as runs

    d, count = arm["d"], len(seeds)
    A = target(arm["noise"], seeds)
    U, values, Vh = torch.linalg.svd(A, full_matrices=False)
    A, values = A / values[:, :1, None], values / values[:, :1]
    twin, tail = A - rest(U, values, Vh, RANK), rest(U, values, Vh, d)
    best, noise = (values[:, k:].norm(dim=1) for k in (d, RANK))
    solver = AlternatingGradientDescent(step=arm["step"], columns=d, C=BALANCE, nu=NU)
    both = torch.cat([A, twin])
    X, Y = solver.start(Factorization(both), 2 * count, runs.seeds_of([*seeds, *seeds]))
    done = runs.descend(both, X, Y, arm["step"], arm["cap"], tail=torch.cat([tail, torch.zeros_like(tail)]))
    norms = done.norms[:, :count]
    Q = torch.linalg.qr(X[:count]).Q
    finder = (A - Q @ (Q.mT @ A)).flatten(1).norm(dim=1)
    step = torch.tensor(arm["step"], dtype=torch.float64)
    one = runs.descend(A, Q / step.sqrt(), torch.zeros_like(Y[:count]), arm["step"], 1).norms[-1]
    lam, frame = torch.linalg.eigh(arm["step"] * X[:count] @ X[:count].mT)
    still = (1 - lam).clamp(0, 1)[:, :, None] ** arm["cap"] * (frame.mT @ (X @ Y.mT - both)[:count])
    measured = runs.decay(done.gaps[:, :count], 1e-8, 1e-11)
    exact = [None if seen is None else end_rate(done.X[k], done.Y[k], values[k, d:], arm["step"])
             for k, seen in enumerate(measured)]  # fmt: skip
    wait = [1 / end_rate(*balanced(U[k], values[k], Vh[k], d), values[k, d:], arm["step"]) for k in range(count)]
    early, twins = runs.reached(norms, math.sqrt(5) * noise), runs.reached(done.norms[:, count:], 2 * noise)
    if arm["noise"] == SPECTRUM:
        early = twins = [None] * count
    return [told | curve for told, curve in zip(runs.by_seed(
        seeds, level=(best / values.norm(dim=1)).tolist(), finder=(finder / best).tolist(), orth=(one / best).tolist(),
        frozen=(still.flatten(1).norm(dim=1) / best).tolist(),
        end=(norms[-1] / best).tolist(), near=runs.reached(norms, 1.01 * best), measured=measured,
        wait=wait, exact=exact, quotient=list(map(ratio, measured, exact)), early=early, early_twin=twins,
    ), runs.curves(norms / best), strict=True)]  # fmt: skip


def rest(U: Tensor, values: Tensor, Vh: Tensor, d: int) -> Tensor:
    """A − A_d."""
    return (U[..., d:] * values[:, None, d:]) @ Vh[:, d:]


def balanced(U: Tensor, values: Tensor, Vh: Tensor, d: int) -> tuple[Tensor, Tensor]:
    """The factors of A_d with the same singular values."""
    return U[:, :d] * values[:d].sqrt(), Vh[:d].mT * values[:d].sqrt()


def end_rate(X: Tensor, Y: Tensor, left_over: Tensor, step: float) -> float:
    """−ln of the exact local rate at the end of a run."""
    from theory.agd import truncated_spectrum

    return -math.log(truncated_spectrum(X.numpy(), Y.numpy(), left_over.numpy(), step).rate)


def measure(settings: Settings) -> Measurement:
    """Every target, width and step."""
    found = trials(settings, arms(settings.full), run)
    rows = [[*(o.arm[what] for what in ("noise", "d", "step", "cap")),
             *map(o.spread, ("level", "finder", "orth", "end", "frozen", "near", "wait")),
             *(known(o, what) for what in ("measured", "exact", "quotient", "early", "early_twin"))]
            for o in found]  # fmt: skip
    series = {f"{o.arm['noise']}|{o.arm['d']}|{o.arm['step']:g}": curve(o) for o in found}
    return Measurement(COLUMNS, rows, answer(rows), series)


def curve(outcome: Outcome) -> dict[str, Any]:
    """The runs of an arm, and the level of the range finder."""
    return {"runs": [{"at": one["at"], "curve": one["curve"]} for one in outcome.results],
            "finder": outcome.spread("finder").median}  # fmt: skip


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where at the step 1/σ₁ every run ends within 1 % of the best residual that may take 20 times as many sweeps
    as its predicted rate at balanced factors of A_d needs for a factor e; where every run at 1e-5/σ₁ ends above that,
    within 5 % of what is left if X stands still; where one sweep from orth(AΦ) is at the range finder to 1e-6; where
    every rate measured at the best approximation is within 5 % of the exact one; where on rank 3 with noise, at 1/σ₁ and
    d = 3, the sweeps to twice the noise (√5 for A itself, whose residual has the noise besides) are within a tenth of
    those of the truncation, or within 2 sweeps."""
    rich, lazy = ([row for row in rows if row[2] == step] for step in (RICH, LAZY))
    ripe = [row for row in rich if 20 * row[10].largest <= row[3]]
    ends, green = every(row[7] for row in ripe), [row for row in rich if row not in ripe]
    stalled, finder = ([ratios(row[7], row[k]) for row in lazy] for k in (8, 5))
    above = all(row[7].least > 1.01 for row in lazy)
    once = max((abs(x - 1) for row in rows for x in ratios(row[6], row[5]).sorted), default=math.inf)
    quotients = every(row[13] for row in rows)
    early = [row for row in rich if row[0] != SPECTRUM and row[1] == RANK]
    told = [pair for row in early for pair in zip(row[14].values, row[15].values, strict=True)]
    pairs = [(x, y) for x, y in told if x is not None and y is not None]
    close = len(pairs) == len(told) > 0 and all(abs(x - y) <= max(2, 0.1 * y) for x, y in pairs)
    later = ", ".join(f"{place(row[0])}, d = {row[1]}: {row[7].median:.4g} E_d, {row[10].median:.1e} sweeps" for row in green)
    return [
        agrees(bool(ends) and max(ends) <= 1.01, f"at the step 1/σ₁ the residual ends at {span(ends, '.5g')} times the best "
               f"with d columns in {len(ripe)} of {len(rich)} cases"
               + (f"; not yet where a factor e takes too many sweeps ({later})." if later else ".")),
        agrees(bool(lazy) and above and all(f.least >= 0.95 and f.largest <= 1.05 for f in stalled),
               f"at 1e-5/σ₁ it ends at {span(every(stalled))} times what is left if X stands still: "
               f"{span(every(finder))} times the range finder, {span(every(row[7] for row in lazy))} times the best."),
        agrees(once <= 1e-6, f"one sweep from orth(AΦ) leaves the range finder's residual to {once:.1e}, "
               f"{span(every(row[6] for row in rows))} times the best."),
        agrees(bool(quotients) and all(abs(x - 1) <= 0.05 for x in quotients), "where the best approximation is reached the "
               f"rate is {span(quotients)} times the exact one, in which the gap σ_d − σ_{{d+1}} stands for σ_r."),
        agrees(close, f"until twice the noise is left a run with d = 3 needs {span(x for x, _ in pairs)} sweeps, its "
               f"truncation to rank 3, to which the theorem applies, {span(y for _, y in pairs)}."),
    ]  # fmt: skip


def ratios(one: Spread, other: Spread) -> Spread:
    """one/other, seed by seed."""
    return Spread(tuple(ratio(x, y) for x, y in zip(one.values, other.values, strict=True)))


def place(noise: float | str) -> str:
    """The target in words."""
    return f"σ_k = {SPECTRUM}" if noise == SPECTRUM else f"noise {noise:g}"


@styled
def draw(outcome: Measurement) -> Figure:
    """Residual over the best one against the sweep, d = 6: a rich and a lazy step, one colour a target."""
    figure, both = panels(PAGE, 3.1, 1, 2, sharey=True)
    d = max(row[1] for row in outcome.rows)
    for axes, step in zip(both, (RICH, LAZY), strict=True):
        for k, noise in enumerate(dict.fromkeys(row[0] for row in outcome.rows)):
            found = outcome.series[f"{noise}|{d}|{step:g}"]
            for seed, one in enumerate(found["runs"]):
                label = None if seed else place(noise)
                axes.plot([t + 1 for t in one["at"]], one["curve"], color=SERIES[k], lw=0.7, label=label)
            axes.axhline(found["finder"], color=SERIES[k], linestyle=DASHED, lw=0.8)
        axes.plot([], [], color=SOFT, linestyle=DASHED, label="range finder (median)")
        axes.set(xscale="log", yscale="log", xlabel="sweep + 1", title=f"step {step:g}/σ₁, d = {d}")
    both[0].set_ylabel("‖R‖/E_d")
    figure.legend(*both[0].get_legend_handles_labels(), loc="outside lower center", ncols=5)
    return figure


experiment = Experiment(
    name="agd-noise",
    paper="agd",
    title="Targets of full rank",
    question="Where does alternating gradient descent end when A has full rank, and how fast does it come there?",
    measure=measure,
    draw=draw,
)
