"""What kind of critical point a closed-form point is: words, and models in which one hypothesis fails."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from proofs_check.claims.dmf._models import Sampler, sampler
from proofs_check.claims.dmf._sentences import DEEP, OBJECTIVE, SPARE_UNIT
from proofs_check.claims.dmf._violations import double, outer
from proofs_check.probes.edits import apply_change
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.statement import Statement
from proofs_check.probes.statement_probe import refute
from proofs_check.verify.claim import Mutant, Sharpness
from theory.dmf.problem import Objective
from theory.dmf.proofs.points import CLOSED_FORM
from theory.dmf.proofs.saddles import PAIR
from theory.dmf.scenes import saddles

POINT = "L d W Y lam mu r U S"
ACTIVE = f"{POINT} E s"
FORM = (
    r"; let $r \ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal "
    r"$r\times r$ matrix with positive diagonal, $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$, $YU_0 = "
    r"U_L(\lambda^{1/2}S^{2-L} + \lambda^{-1/2}S^L)$ and $Y^\top U_L = U_0(\lambda^{1/2}S^{2-L} + \lambda^{-1/2}S^L)$"
)
ROOT = r"; let $s > 0$ and $e \in \mathbb{R}^r$ with $\lVert e\rVert = 1$ and $Se = se$"
TRIPLE = (
    r"; let $v \in \mathbb{R}^{d_0}$, $w \in \mathbb{R}^{d_L}$, $z \in \mathbb{R}$ with $\lVert v\rVert = \lVert w\rVert = "
    r"1$, $U_0^\top v = 0$, $U_L^\top w = 0$, $Yv = zw$ and $Y^\top w = zv$"
)
STRICT = (
    r"then $\nabla F(W) = 0$, and for some $Z_l \in \mathbb{R}^{d_l\times d_{l-1}}$ the function $t \mapsto F(W + tZ)$ has a "
    r"negative second derivative at $0$: $W$ is a strict saddle."
)
PAIRED = (
    r"; suppose $YU_0 = U_2(\lambda^{1/2}I_r + \lambda^{-1/2}S^2)$ and $Y^\top U_2 = U_0(\lambda^{1/2}I_r + "
    r"\lambda^{-1/2}S^2)$"
)
LOWER_ROOT_STRICT = (DEEP + FORM + ROOT, rf"If $(L-2)\lambda > Ls^{{2L-2}}$, {STRICT}")
INACTIVE_STRICT = (
    OBJECTIVE + FORM + ROOT + TRIPLE, rf"If $z > \lambda^{{1/2}}s^{{2-L}} + \lambda^{{-1/2}}s^L$, {STRICT}"
)
SPARE_UNIT_STRICT = (SPARE_UNIT[0] + PAIRED, rf"If $z > \sqrt\lambda$, {STRICT}")
DOUBLE_ROOT_SADDLE = (
    DEEP + FORM + ROOT,
    r"If $(L-2)\lambda = Ls^{2L-2}$, then $\nabla F(W) = 0$, and for every $\varepsilon > 0$ there are $V$ and $V'$ with "
    r"$\lVert V_l - W_l\rVert_F < \varepsilon$ and $\lVert V'_l - W_l\rVert_F < \varepsilon$ for $1 \le l \le L$ and "
    r"$F(V) < F(W) < F(V')$.",
)


def heavier(statement: Statement, weight: str = "+2*b*") -> Statement:
    """The same statement about an objective whose regularizer counts twice, or as ``weight`` says."""
    specs = dict(map(tuple, statement["letters"]))
    specs["Reg"]["next"] = specs["Reg"]["next"].replace("+b*", weight)
    return statement


def form_sharpness(names: str, scene: Callable[[Random], dict[str, Any]], layers: str = "L") -> tuple[Sharpness, ...]:
    """Every hypothesis of the closed form broken alone: then W is not critical."""
    broken: tuple[Callable[[dict], dict], ...] = (
        lambda m: {"U": {**m["U"], "1": double(m["U"]["1"])}, "W": {
            k: double(w) if k in "12" else w for k, w in m["W"].items()}},
        lambda m: {"W": {k: double(w) for k, w in m["W"].items()}},
        lambda m: {"lam": dict.fromkeys(m["lam"], "29/7")},
        lambda m: {"Y": outer(left=False)(_outermost(m))},
        lambda m: {"Y": outer(left=True)(_outermost(m))},
    )
    return tuple(Sharpness(given=_written(atom, layers), sampler=_changed(names, scene, change))
                 for atom, change in zip(CLOSED_FORM, broken, strict=True))  # fmt: skip


def _outermost(model: dict) -> dict:
    """v and w where every other singular vector is orthogonal to them, if there is room."""
    return {**model, "v": model["out"]["0"], "w": model["out"][str(model["L"])]}


def _written(atom: str, layers: str) -> str:
    return atom if layers == "L" else atom.replace("L", layers)


def _changed(names: str, scene: Callable, change: Callable[[dict], dict]) -> Sampler:
    def model(rng: Random) -> dict[str, Any]:
        values = scene(rng)
        return {name: value for name, value in {**values, **change(values)}.items() if name in names.split()}

    return model


def no_vector(names: str, scene: Callable[[Random], dict[str, Any]], s: str) -> Sampler:
    """E = 0, and any s: then s need not be a root."""
    return sampler(names, lambda rng: {**scene(rng), "s": s}, E=lambda m: [["0"] for _ in m["E"]])


def no_root(names: str, scene: Callable[[Random], dict[str, Any]], s: str) -> Sampler:
    """A unit vector E, and an s that is no root."""
    return sampler(names, lambda rng: {**scene(rng), "s": s})


def elsewhere(derive: Callable[[], Any], change: Any, names: str, scene: Callable[[Random], dict[str, Any]],
              name: str) -> Mutant:  # fmt: skip
    """A mutant whose hypotheses are changed, searched in models of its own."""

    def search(rng: Random) -> Counterexample | None:
        if rng.random() >= 0.1:
            return None
        return refute(apply_change(_first_goal(derive), change), sampler(names, scene), rng, 1)[0]

    return Mutant(name=name, fate="false", search=search)


@lru_cache(maxsize=4)
def _first_goal(derive: Callable[[], Any]) -> Statement:
    """The first goal of a derivation, derived once for all mutants of a claim."""
    derivation = derive()
    return derivation[derivation.goals[0]].statement


def upper(rng: Random, square: bool = False) -> dict[str, Any]:
    """L = 3, only upper roots and nothing of Y above them: a local minimizer. With ``square`` q/√3 < s² < q."""
    k = Fraction(rng.randint(1, 4), rng.randint(1, 3))
    s = k * (Fraction(9, 10) if square else 1 + Fraction(rng.randint(1, 4), 3))
    value = k * k / s + s**3 / (k * k)
    return saddles.closed_form(Objective(), (2, 1, 1, 2), (s,), (value * Fraction(rng.randint(1, 8), 9),),
                               mu={1: k, 2: Fraction(2), 3: k / 2}, seed=rng.randint(0, 99))  # fmt: skip


def tie(rng: Random) -> dict[str, Any]:
    """As `upper`, with an inactive value equal to the active one."""
    found = upper(rng)
    s, q = Fraction(found["s"]), Fraction(found["mu"]["1"]) ** 2
    mu = {int(n): Fraction(x) for n, x in found["mu"].items()}
    return saddles.closed_form(Objective(), (2, 1, 1, 2), (s,), (q / s + s**3 / q,), mu=mu, seed=rng.randint(0, 99))


def settled(rng: Random, spare: bool = True) -> dict[str, Any]:
    """L = 2, q < 1, and an inactive value between q² and q (with a spare unit), or between q and the active one (without, and
    h inside the frame): a global minimizer."""
    mu = {1: Fraction(rng.randint(1, 3), 4), 2: Fraction(rng.randint(1, 3), 4)}
    q, s = mu[1] * mu[2], Fraction(rng.randint(2, 5), 2)
    z = q * (1 + q) / 2 if spare else q + s * s / q / 2
    found = saddles.closed_form(Objective(), (2, 2 if spare else 1, 3), (s,), (z,), mu=mu, seed=rng.randint(0, 99))
    return found if spare else {**found, "h": found["U"]["1"]}


def triple_sharpness(layers: str = "L") -> tuple[Sharpness, ...]:
    """Why no single hypothesis about the triple (v, w, z) can be broken, or is missed if it is."""
    length = "z‖v‖² = wᵀYv = z‖w‖² by the two pairings, and z > 0"
    apart = "it follows from the other one: m(S) U_0ᵀv = U_LᵀYv = z U_Lᵀw, m(S) > 0"
    pairing = "only wᵀYv = z and the pairings of U enter, and the other pairing gives wᵀYv = z"
    return tuple(Sharpness(given=_written(atom, layers), not_needed=why)
                 for atom, why in zip(PAIR, (length, length, apart, apart, pairing, pairing), strict=True))  # fmt: skip
