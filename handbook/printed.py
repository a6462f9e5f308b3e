"""What the papers show of each experiment, as far as their sources were seen, with the setting."""

from __future__ import annotations

PRINTED = {
    "agd-crossover": (
        "κ² becomes κ where the step is small against β; no figure was recovered; known from a review of "
        "arXiv:2305.06927 are the starts that it compares."
    ),
    "agd-curves": (
        "convergence curves by start, a large gain of the sketched start AΦ over Gaussian starts; no figure was "
        "recovered; known from a review of arXiv:2305.06927 are the starts that it compares."
    ),
    "agd-noise": (
        "the theorem assumes exact rank and says nothing here; no figure was recovered; known from a review of "
        "arXiv:2305.06927 are the starts that it compares."
    ),
    "agd-real-matrix": (
        "nothing on real matrices was seen; no figure was recovered; known from a review of arXiv:2305.06927 are "
        "the starts that it compares."
    ),
    "agd-slack": (
        "T = Cκ² log(1/ε) sweeps suffice with the published constants; no figure was recovered; known from a "
        "review of arXiv:2305.06927 are the starts that it compares."
    ),
    "dmd-burer-monteiro": (
        "over-specified rank makes direction-magnitude descent faster and Burer–Monteiro slower "
        "(arXiv:2606.31390, seen through notes on its figures): m = 300, r_A = 5, κ = 10, r = 50, 75, 100."
    ),
    "dmd-image": (
        "an image is reconstructed from few measurements (arXiv:2606.31390, seen through notes on its figures; "
        "rates and sizes were not recovered)."
    ),
    "dmd-iterations": (
        "iterations fall as r grows, like κ² in κ (arXiv:2606.31390, seen through notes on its figures): m = 1,000, r_A = 5."
    ),
    "dmd-measurements": (
        "sensing with m = 10, r_A = 3, r = 5 and 60,000 steps, κ = 50, 75, 100, and completion (arXiv:2606.31390,"
        " seen through notes on its figures): errors far below those of Burer–Monteiro."
    ),
    "dmd-misspecification": ("the rank may be too large at no cost (arXiv:2606.31390, seen through notes on its figures)."),
    "dmd-plateaus": (
        "Figure 1: error, gradient norm and distances to the partial sums A_l on the way, plateaus between "
        "saddles (arXiv:2606.31390, seen through notes on its figures)."
    ),
    "dmf-endings": ("arXiv:2506.20344 proves the landscape; no experiment of this kind was recovered."),
    "dmf-hysteresis": ("arXiv:2506.20344 proves the landscape; no experiment of this kind was recovered."),
    "dmf-slices": ("arXiv:2506.20344 proves the landscape; no experiment of this kind was recovered."),
    "udu-completion": (
        "n = 100, rank 3, 900 entries, 10⁶ steps, steps η of 1e-1 … 1e-3 and starts ξ of 1e-4 … 1 "
        "(arXiv:2501.16322, seen through the code and notes of its authors): singular values of UDU fall to "
        "rounding, those of Burer–Monteiro do not, and UDU is the more accurate."
    ),
    "udu-constraints": (
        "constraint variants UDV, UDV-s, UDV-ReLU, column-wise (arXiv:2501.16322, seen through the code and notes"
        " of its authors)."
    ),
    "udu-lora": (
        "an adapter U diag(D) Vᵀ of rank 64 on a model of 7·10⁹ parameters, pruned by its spectrum "
        "(arXiv:2501.16322, seen through the code and notes of its authors); no such weights come in a package, "
        "so a small network stands in."
    ),
    "udu-phase-retrieval": (
        "Gaussian columns, m = 2n, 10⁶ steps (arXiv:2501.16322, seen through the code and notes of its authors)."
    ),
    "udu-pruning": (
        "heads on features of MNIST, pruned by SVD without retraining: accuracy holds for UDV down to few neurons"
        " (arXiv:2501.16322, seen through the code and notes of its authors)."
    ),
    "udu-ptychography": (
        "Fourier ptychography, 10⁴ iterations, step .1: a clean image from UDU beside artefacts of Burer–Monteiro"
        " (version 2 of arXiv:2501.16322)."
    ),
    "udu-regression": (
        "house prices, 79-26-1 network, 200 passes, batches of 128, four optimisers (arXiv:2501.16322, seen "
        "through the code and notes of its authors): the spectrum of UDV falls to few singular values, that of UV"
        " does not, at equal error."
    ),
}
