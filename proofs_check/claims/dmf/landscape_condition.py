"""Every critical point is a local minimizer or a strict saddle iff y_i ≠ y* for all i ≤ d_min (L ≥ 3); always for L = 2.

By the four classes: what is neither has a double root and no larger inactive value, and such a point exists iff y* is among the
d_min largest values. Both directions of the *iff* are searched at the point of given data that is most likely to be a
non-strict saddle, by exact second and third derivatives. Source: arXiv:2506.20344 v3: the condition is stated (second hand)
as one on the regularization parameters; its index range is reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._class_words import CLASSES, SETTING
from proofs_check.claims.dmf._conditions import beyond, condition, iff, worst_point
from proofs_check.claims.dmf._oracle import hunt
from proofs_check.claims.dmf.classification import FALSE
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part

claim = Claim(
    id="dmf-landscape-condition",
    title="Every critical point is a local minimizer or a strict saddle, iff no y_i with i ≤ d_min is y* (L ≥ 3)",
    sentence=SETTING,
    source=Source("dmf", "necessary and sufficient condition", "reconstructed", version="v3"),
    parts=(
        *CLASSES,
        Part(
            says=r"Every critical point is a local minimizer or a strict saddle if and only if $L = 2$, or $y_i \ne y_\ast$ "
            r"for all $i \le d_{\min}$, where $y_1 \ge y_2 \ge \cdots$ are the singular values of $Y$.",
            goals=("dmf-root-counts [1]–[7]", "dmf-critical-iff-closed-form [1]"),
            words="By 1–4 it fails iff a point as in 3 exists. Its '0' modes have the value y*, since the roots of other "
            "values are simple, and no inactive value is larger, so with at most d_min modes y* is among y_1, …, y_{d_min}. "
            "Conversely let L ≥ 3 and y_i = y*, i ≤ d_min, no smaller i: the modes 1, …, i − 1 at '+' and i at '0', over "
            "singular vectors of Y and any hidden frames, are a critical point as in 3",
        ),
    ),
    expected=("steps proved",),
    probe=SearchProbe(instances=worst_point, violation=iff, planted=condition(two=True), trials=(80, 800)),
    mutants=(
        *FALSE,
        Mutant(name="clause 5: y_g for y*", fate="false", search=hunt(worst_point, condition(level=beyond))),
        Mutant(name="clause 5: range i ≤ rank Y", fate="false", search=hunt(worst_point, condition(reach="rank"))),
        Mutant(name="clause 5: L = 2 included", fate="false", search=hunt(worst_point, condition(two=True))),
    ),
)
