"""What the papers show of each experiment, as far as their sources were seen, with the setting."""

from __future__ import annotations

_AGD = "no figure was recovered; known from a review of arXiv:2305.06927 are the starts that it compares."
_DMF = "arXiv:2506.20344 proves the landscape; no experiment of this kind was recovered."
_NOTES = "arXiv:2501.16322, seen through the authors' code and notes"
_DMD = "arXiv:2606.31390, seen through notes on its figures"
PRINTED = {
    "agd-crossover": f"κ² becomes κ where the step is small against β; {_AGD}",
    "agd-curves": f"convergence curves by start, a large gain of the sketched start AΦ over Gaussian starts; {_AGD}",
    "agd-noise": f"the theorem assumes exact rank and says nothing here; {_AGD}",
    "agd-real-matrix": f"nothing on real matrices was seen; {_AGD}",
    "agd-slack": f"T = Cκ² log(1/ε) sweeps suffice with the published constants; {_AGD}",
    "dmd-burer-monteiro": f"over-specified rank makes direction-magnitude descent faster and Burer–Monteiro slower ({_DMD}): m = 300, "
    "r_A = 5, κ = 10, r = 50, 75, 100.",
    "dmd-image": f"an image is reconstructed from few measurements ({_DMD}; rates and sizes were not recovered).",
    "dmd-iterations": f"iterations fall as r grows, like κ² in κ ({_DMD}): m = 1,000, r_A = 5.",
    "dmd-measurements": f"sensing with m = 10, r_A = 3, r = 5 and 60,000 steps, κ = 50, 75, 100, and completion ({_DMD}): errors far below "
    "those of Burer–Monteiro.",
    "dmd-misspecification": f"the rank may be too large at no cost ({_DMD}).",
    "dmd-plateaus": f"Figure 1: error, gradient norm and distances to the partial sums A_l on the way, plateaus between saddles ({_DMD}).",
    "dmf-endings": _DMF,
    "dmf-hysteresis": _DMF,
    "dmf-slices": _DMF,
    "udu-completion": f"n = 100, rank 3, 900 entries, 10⁶ steps, steps η of 1e-1 … 1e-3 and starts ξ of 1e-4 … 1 ({_NOTES}): singular values "
    "of UDU fall to rounding, those of Burer–Monteiro do not, and UDU is the more accurate.",
    "udu-constraints": f"constraint variants UDV, UDV-s, UDV-ReLU, column-wise ({_NOTES}).",
    "udu-lora": f"an adapter U diag(D) Vᵀ of rank 64 on a model of 7·10⁹ parameters, pruned by its spectrum ({_NOTES}); no such weights come "
    "in a package, so a small network stands in.",
    "udu-phase-retrieval": f"Gaussian columns, m = 2n, 10⁶ steps ({_NOTES}).",
    "udu-pruning": f"heads on features of MNIST, pruned by SVD without retraining: accuracy holds for UDV down to few neurons ({_NOTES}).",
    "udu-ptychography": "Fourier ptychography, 10⁴ iterations, step .1: a clean image from UDU beside artefacts of Burer–Monteiro "
    "(version 2 of arXiv:2501.16322).",
    "udu-regression": f"house prices, 79-26-1 network, 200 passes, batches of 128, four optimisers ({_NOTES}): the spectrum of UDV falls to "
    "few singular values, that of UV does not, at equal error.",
}
