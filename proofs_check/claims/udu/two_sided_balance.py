"""UDV: ‖u_j‖² − d_j² and ‖v_j‖² − d_j² fall by 2ν_U‖u_j‖² and 2ν_V‖v_j‖², so ∫ν_U = Δ‖D‖²/(2α²) − Δ‖U‖²/(2α²), the same with
β, and a component is suppressed by exp(−∫ν_U − ∫ν_V).

Small steps of the solver; Σ ln c against the right sides, off by O(η). Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """Both suppressions of one run at η = 2e-4, relative."""
    from math import log

    import torch

    from numerics.problems import Factorization
    from numerics.solvers import UDV

    generator = torch.Generator().manual_seed(seed % 2**31)
    A = torch.randn(4, 3, generator=generator, dtype=torch.float64)
    A = A * 2.5 / torch.linalg.matrix_norm(A, 2)
    problem = Factorization(A)
    solver = UDV(step=2e-4, radius=1.0, right_radius=(0.8, 1.0, 1.2)[seed % 3])
    U, d, V = (torch.randn(*shape, generator=generator, dtype=torch.float64) * 0.1 for shape in ((4, 3), (3,), (3, 3)))
    d = torch.ones_like(d)
    model, logs, start = solver.objective(problem), [0.0, 0.0], (U, d, V)
    for _ in range(20_000):
        gradient = model.gradient((U, d, V))
        for k, (factor, slope, radius) in enumerate(((U, gradient[0], solver.radius), (V, gradient[2], solver.right_radius))):
            norm = float(torch.linalg.matrix_norm(factor - solver.step * slope)) / radius
            logs[k] += log(max(norm, 1.0))
        U, d, V = solver.update(problem, (U, d, V))
    grown = float(d.square().sum() - start[1].square().sum())
    told = [
        (grown - float(one.square().sum() - first.square().sum())) / (2 * radius**2)
        for one, first, radius in ((U, start[0], solver.radius), (V, start[2], solver.right_radius))
    ]
    size = max(1.0, *told)
    return Comparison(
        label=f"seed {seed}, β = {solver.right_radius}",
        predicted=[t / size for t in told],
        measured=[value / size for value in logs],
        budget=0.02,
    )


claim = Claim(
    id="udu-two-sided-balance",
    title="UDV: suppression on both sides",
    source=Source("udu", "balances of UDV", "reconstructed", version="v2"),
    statement="Along the flow ∫ν_U = (Δ‖D‖² − Δ‖U‖²)/(2α²) and ∫ν_V = (Δ‖D‖² − Δ‖V‖²)/(2β²).",
    expected=("supported",),
    open_reason="the one-sided law is proved (udu-flow-laws); the two-sided one is the same computation, run here",
    probe=NumericProbe(measure=measure, trials=(2, 20), resolution=0.05),
)
