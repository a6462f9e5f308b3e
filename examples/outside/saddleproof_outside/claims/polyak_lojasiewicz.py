"""One gradient step under the Polyak–Łojasiewicz inequality (Polyak 1963; Karimi, Nutini and Schmidt 2016).

Reconstructed. One step: f(x⁺) is h, f(x) is f, the least value is l. The linear rate over k steps is its repetition.
"""

from proofs_check.public import Claim, Mutant, Source, Theorem

theorem = Theorem(
    "h - l <= (1 - a/b) (f - l)",
    where="f: real, h: real, l: real, a > 0, b > 0, g: n x 1",
    hypotheses={
        "step": "D = -(1/b) g",
        "smooth": "h <= f + <g, D> + (b/2) ||D||^2",
        "gradient dominated": "||g||^2 >= 2 a (f - l)",
    },
)

claim = Claim(
    id="polyak-lojasiewicz-step",
    title="A gradient step contracts the gap under the Polyak–Łojasiewicz inequality",
    sentence="If f(x⁺) ≤ f(x) + ⟨g, d⟩ + b/2‖d‖² for d = −g/b, and ‖g‖² ≥ 2a(f(x) − f*), then f(x⁺) − f* ≤ (1 − a/b)(f(x) − f*).",
    source=Source("Karimi, Nutini & Schmidt 2016, arXiv:1608.04636", "Theorem 1, one step", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=theorem.mutants,
    sharpness=theorem.sharpness("smooth", "gradient dominated"),
    without_objective="the function enters by its smoothness and its gradient inequality alone",
)
