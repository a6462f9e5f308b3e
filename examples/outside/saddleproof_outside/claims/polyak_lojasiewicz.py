"""One gradient step under the Polyak–Łojasiewicz inequality (Polyak 1963; Karimi, Nutini and Schmidt 2016).

Reconstructed, for every step t up to 2/b (theirs is t = 1/b, where the factor is 1 − a/b). One step: f(x⁺) is h, f(x) is f, the
least value is l. The linear rate over k steps is its repetition.
"""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem(
    "h - l <= (1 - t (2 - b t) a) (f - l)",
    where="f: real, h: real, l: real, a > 0, b > 0, t > 0, g: n x 1",
    hypotheses={
        "step": "D = -t g",
        "step size": "b t <= 2",
        "smooth": "h <= f + <g, D> + (b/2) ||D||^2",
        "gradient dominated": "||g||^2 >= 2 a (f - l)",
    },
)

claim = Claim(
    id="polyak-lojasiewicz-step",
    title="A gradient step contracts the gap under the Polyak–Łojasiewicz inequality",
    sentence="If f(x⁺) ≤ f(x) + ⟨g, d⟩ + b/2‖d‖² for d = −tg, bt ≤ 2 and ‖g‖² ≥ 2a(f(x) − f*), "
    "then f(x⁺) − f* ≤ (1 − at(2 − bt))(f(x) − f*).",
    source=Source("Karimi, Nutini & Schmidt 2016, arXiv:1608.04636", "Theorem 1, one step", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=theorem.mutants,
    sharpness=theorem.sharpness("smooth", "gradient dominated"),
    without_objective="the function enters by its smoothness and its gradient inequality alone",
)
