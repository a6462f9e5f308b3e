"""The whole Hessian spectrum at every critical point, from explicit eigenvectors with L symbolic.

Two modes: 0 and 2 (L − 1 times each), μ_∓ = (y_i ∓ y_j)(p_i ± p_j)/(σ_i² − σ_j²), for equal roots 2 + L(t − 1) and L(t + 1); a
mode and a spare hidden unit: 0 and 2; a mode and what Y has outside: (σ^(L−2)/√λ)(y_i ∓ y_k), 1 + t; entries outside: 1 for
L ≥ 3, 1 ∓ y_k/√λ for L = 2 (V coordinates, half the Hessian). The closed-form lists of `landscape --hessian` are compared with
exact Hessians of rational points. Source: ours, for the points of arXiv:2506.20344 v3, Theorem 1; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.dmf._models import MODE, OBJECTIVE, derived, sampler, scene_of
from proofs_check.claims.dmf._sentences import numbered
from proofs_check.claims.dmf._spectrum_sentences import LEAD, SPECTRUM
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems
from theory.dmf.scenes import hessian as scenes

CHAINS = f"{OBJECTIVE} mu u s y v z w ep l"
LONE = f"{OBJECTIVE} mu u s y ep l"
OUTER = "v w c"

claim = Claim(
    id="dmf-hessian-spectrum",
    title="Eigenvectors of the Hessian in the scaled factors √λ_l W_l along chains of singular vectors, any L ≥ 2",
    sentence=numbered(*SPECTRUM, lead=LEAD),
    source=Source("dmf", "spectrum at the points of Theorem 1", "reconstructed", version="v3"),
    derivation=derived(theorems.hessian_spectrum),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(
            sampler(f"{OBJECTIVE} l Z t H e", scene_of(scenes.random_second_order)),
            sampler(f"{MODE} g", scene_of(scenes.random_chains)),
            sampler(f"{CHAINS} m", scene_of(scenes.random_chains)),
            sampler(f"{CHAINS} gap", scene_of(scenes.random_chains)),
            sampler(f"{OBJECTIVE} mu u s y v ep l", scene_of(scenes.random_chains, equal=True)),
            sampler(f"{LONE} m h", scene_of(scenes.random_hidden)),
            sampler(f"{LONE} {OUTER}", scene_of(scenes.random_hidden)),
            sampler(f"{OBJECTIVE} mu l m h g", scene_of(scenes.random_hidden, least=3, first=2)),
            sampler(f"{OBJECTIVE} mu l h {OUTER}", scene_of(scenes.random_hidden, least=3, last=2)),
            sampler(f"{OBJECTIVE} mu l g {OUTER}", scene_of(scenes.random_hidden, least=3, first=3, last=0)),
            sampler(f"d W Y lam mu ep h {OUTER}", scene_of(scenes.random_hidden, most=2)),
        ),
        trials=(5, 50),
    ),
    mutants=(
        Mutant(name="hidden rotations not flat", fate="false", goal=2, change=(("(1-ep)", "(2-ep)"),)),
        Mutant(name="μ_± with their values of Y exchanged", fate="false", goal=3, change=(("(y-ep*w)", "(y+ep*w)"),)),
        Mutant(name="equal roots: L for L − 1", fate="false", goal=4, change=(("ep*(L-1)", "ep*L"),)),
        Mutant(name="spare units: 1 + ep", fate="false", goal=5, change=(("(1-ep)", "(1+ep)"),)),
        Mutant(name="outer rotations by σ in place of y", fate="false", goal=6, change=(("(y-ep*c)", "(s-ep*c)"),)),
        Mutant(name="L = 2: y_k without 1/√λ", fate="false", goal=10, change=(("*q[2]**(-1))", "*q[2])"),)),
    ),
    sharpness=(
        Sharpness(given="q[L]*y == q[L]**2*s**(2-L) + s**L", goal=3,
                  sampler=sampler(f"{CHAINS} gap", scene_of(scenes.random_chains, most=2, value=Fraction(19, 3)))),
        Sharpness(given="ep**2 == 1", goal=3,
                  sampler=sampler(f"{CHAINS} gap", scene_of(scenes.random_chains, most=2), ep=lambda scene: "3")),
        Sharpness(given="gap == s**2-z**2", goal=3,
                  sampler=sampler(f"{CHAINS} gap", scene_of(scenes.random_chains, most=2), gap=lambda scene: "29/7")),
        Sharpness(given="all(k, 1, L, a*mu[k]**2 == b*lam[k])", goal=6,
                  sampler=sampler(f"{LONE} {OUTER}", scene_of(scenes.random_hidden, most=2),
                                  lam=lambda scene: dict.fromkeys(scene["lam"], "29/7"))),
    ),
)  # fmt: skip
