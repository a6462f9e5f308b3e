"""L = 2 as a linear autoencoder (Kunin, Bloom, Goeva and Seed): the ridge reduces the symmetry GL_r of a
rank-r critical point to O_r.

At full rank r = d_1 with distinct values the Hessian at λ = 0 has nullity r² (the group GL_r), at λ > 0 r(r − 1)/2; the
index is the same, #{(i active, k inactive): y_k > y_i}. The symmetries and the second-order term of F are formal, the count of
its squares is in words; dense Hessians in float64 against the counts.
Source: arXiv:1901.08168 (symmetry reduction stated in its abstract; counts ours), for data with X Xᵀ = I; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.dmf._models import derived, sampler, scene_of
from proofs_check.claims.dmf._sentences import numbered
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import counts as theorems
from theory.dmf.proofs.autoencoder import INVERSE, TURN
from theory.dmf.proofs.autoencoder import POINT as AT_POINT
from theory.dmf.scenes import symmetry as scenes


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


FREE_LETTERS, WHOLE = "m n r Y W1 W2 G J", "m n r lam Y W1 W2 G"
POINT = "r k i j lam Y W1 W2 V Vk Vi U Uk Uj S M N A B Bi C D Dj t"
SETTING = (
    r"Let $d_0, d_1, d_2 \ge 1$, $Y \in \mathbb{R}^{d_2\times d_0}$, $W_1 \in \mathbb{R}^{d_1\times d_0}$, $W_2 \in "
    r"\mathbb{R}^{d_2\times d_1}$, $\lambda \in \mathbb{R}$ and $F(W_1,W_2) = \lVert W_2W_1 - Y\rVert_F^2 + \lambda(\lVert "
    r"W_1\rVert_F^2 + \lVert W_2\rVert_F^2)$"
)
FREE = (
    SETTING,
    r"If $\lambda = 0$ and $G, J \in \mathbb{R}^{d_1\times d_1}$ with $JG = I_{d_1}$, then $F(GW_1, W_2J) = F(W_1,W_2)$.",
)
TURNED = (SETTING, r"If $G \in \mathbb{R}^{d_1\times d_1}$ with $G^\top G = I_{d_1}$, then $F(GW_1, W_2G^\top) = F(W_1,W_2)$.")
SECOND = (
    SETTING
    + r"; let $d_1 = r$, $d_0 = r + k + i$, $d_2 = r + k + j$ with $k, i, j \ge 0$, let the matrices $(V, V_k, V_i)$ of $r, "
    r"k, i$ columns in $\mathbb{R}^{d_0}$ have orthonormal columns together, and $(U, U_k, U_j)$ of $r, k, j$ columns in "
    r"$\mathbb{R}^{d_2}$, let $S, M$ be diagonal $r\times r$ matrices and $N$ a diagonal $k\times k$ matrix, $S$ with "
    r"positive diagonal, $M = S^2 + \lambda I_r$, $Y = UMV^\top + U_kNV_k^\top$, $W_1 = SV^\top$, $W_2 = US$; let $Z_1 = "
    r"AV^\top + BV_k^\top + B_iV_i^\top$, $Z_2 = UC + U_kD + U_jD_j$ with $A, C \in \mathbb{R}^{r\times r}$, $B \in "
    r"\mathbb{R}^{r\times k}$, $B_i \in \mathbb{R}^{r\times i}$, $D \in \mathbb{R}^{k\times r}$, $D_j \in "
    r"\mathbb{R}^{j\times r}$, and $E = B + D^\top$, $H = B - D^\top$",
    r"Then for every real $t$: $F(W_1+tZ_1, W_2+tZ_2) = F(W_1,W_2) + t^2\bigl(\lVert CS+SA\rVert_F^2 + \lambda\lVert "
    r"A-C^\top\rVert_F^2 + \tfrac12(\mathrm{tr}(MEE^\top) - \mathrm{tr}(NE^\top E)) + \tfrac12(\mathrm{tr}(MHH^\top) + "
    r"\mathrm{tr}(NH^\top H)) + \mathrm{tr}(MB_iB_i^\top) + \mathrm{tr}(MD_j^\top D_j)\bigr) + 2t^3\mathrm{tr}\bigl((Z_2W_1 + "
    r"W_2Z_1)^\top Z_2Z_1\bigr) + t^4\lVert Z_2Z_1\rVert_F^2$.",
)


def replaced(statement: dict, name: str, value: str) -> dict:
    """Another value of one letter."""
    for letter in statement["letters"]:
        if letter[0] == name:
            letter[1]["value"] = value
    return statement


claim = Claim(
    id="dmf-autoencoder-symmetry",
    title="Two layers: the ridge reduces GL_r to O_r and keeps the index",
    source=Source("dmf", "link to regularized linear autoencoders", "reconstructed", version="v3"),
    sentence=numbered(FREE, TURNED, SECOND),
    derivation=derived(theorems.autoencoder),
    expected=("steps proved",),
    probe=Together(
        (
            StatementProbe(
                sampler=(
                    sampler(FREE_LETTERS, scene_of(scenes.gauge)),
                    sampler(WHOLE, scene_of(scenes.gauge, turn=True)),
                    sampler(POINT, scene_of(scenes.full_rank)),
                ),
                trials=(5, 50),
            ),
            NumericProbe(measure=measure, trials=(60, 400), resolution=0.2),
        )
    ),
    mutants=(
        Mutant(name="GL_r with a ridge too", fate="false", goal=0, change=lambda statement: replaced(statement, "lam", "1")),
        Mutant(name="(GW_1, W_2) alone", fate="false", goal=0, change=lambda statement: replaced(statement, "X2", "W2")),
        Mutant(name="Gᵀ forgotten", fate="false", goal=1, change=lambda statement: replaced(statement, "X2", "W2*G")),
        Mutant(name="λ‖A + Cᵀ‖²", fate="false", goal=2, change=(("tr((A-C.T).T*(A-C.T))", "tr((A+C.T).T*(A+C.T))"),)),
        Mutant(name="inactive values without effect", fate="false", goal=2, change=(("- tr(N*E.T*E)", ""),)),
        Mutant(name="active values by S² for M", fate="false", goal=2, change=(("tr(M*Bi*Bi.T)", "tr(S*S*Bi*Bi.T)"),)),
    ),
    sharpness=(
        Sharpness(given=INVERSE, sampler=sampler(FREE_LETTERS, scene_of(scenes.gauge), J=lambda m: m["G"])),
        Sharpness(given=TURN, goal=1, sampler=sampler(WHOLE, scene_of(scenes.gauge))),
        Sharpness(given=AT_POINT[3], goal=2, sampler=sampler(POINT, scene_of(scenes.full_rank), lam=lambda m: "7")),
    ),
)
