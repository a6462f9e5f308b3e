"""L = 2 as a linear autoencoder (Kunin, Bloom, Goeva and Seed): the ridge reduces the symmetry GL_r of a
rank-r critical point to O_r.

At full rank r = d_1 with distinct values the Hessian at λ = 0 has nullity r² (the group GL_r), at λ > 0 r(r − 1)/2; the
index is the same, #{(i active, k inactive): y_k > y_i}. Dense Hessians in float64 against the counts.
Source: arXiv:1901.08168 (symmetry reduction stated in its abstract; counts ours), for data with X Xᵀ = I; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """Index and nullity at one subset of singular pairs, without ridge (in a random gauge) and with it."""
    import numpy as np
    import torch

    rng = Random(seed)
    outer = rng.randint(2, 5)
    rank = rng.randint(1, outer)
    values = np.array(sorted(rng.sample(range(2, 30), outer), reverse=True)) / 3
    active = sorted(rng.sample(range(outer), rank))
    told = sum(values[k] > values[i] for i in active for k in range(outer) if k not in active)
    found = []
    for weight in (0.0, 0.3):
        scale = np.sqrt(values[active] - weight)
        gauge = np.eye(rank) + 0.3 * np.random.default_rng(seed).standard_normal((rank, rank)) if weight == 0 else np.eye(rank)
        first, second = np.zeros((rank, outer)), np.zeros((outer, rank))
        first[range(rank), active] = scale
        second[active, range(rank)] = scale
        point = torch.tensor(np.concatenate([(gauge @ first).ravel(), (second @ np.linalg.inv(gauge)).ravel()]))

        def loss(flat: torch.Tensor, weight: float = weight) -> torch.Tensor:
            a, b = flat[: rank * outer].reshape(rank, outer), flat[rank * outer :].reshape(outer, rank)
            return ((b @ a - torch.diag(torch.tensor(values))) ** 2).sum() + weight * (flat**2).sum()

        eigenvalues = torch.linalg.eigvalsh(torch.autograd.functional.hessian(loss, point)).numpy()
        level = 1e-9 * np.abs(eigenvalues).max()
        found += [float((eigenvalues < -level).sum()), float((np.abs(eigenvalues) <= level).sum())]
    return Comparison(label=f"y = {values.tolist()}, active {active}",
                      predicted=[told, rank**2, told, rank * (rank - 1) / 2], measured=found, budget=0.0)  # fmt: skip


claim = Claim(
    id="dmf-autoencoder-symmetry",
    title="Two layers: the ridge reduces GL_r to O_r and keeps the index",
    source=Source("dmf", "link to regularized linear autoencoders", "reconstructed", version="v3"),
    statement="L = 2, distinct values, r = d_1 active: the nullity is r² for λ = 0 and r(r − 1)/2 for 0 < λ < min active y, "
    "the index #{(i active, k inactive): y_k > y_i} for both.",
    expected=("supported",),
    open_reason="for λ > 0 the counts are steps in dmf-nullity and dmf-morse-index; λ = 0 is another objective (the weights "
    "of the derived one are positive letters), easier but not written down: F(W_2 G⁻¹, G W_1) = F and two blocks of its "
    "Hessian are short identities, and their values would be counted in words as there",
    probe=NumericProbe(measure=measure, trials=(60, 400), resolution=0.2),
)
