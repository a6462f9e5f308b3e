"""Letters, hypotheses and single sweeps of the two horizon-free theorems, in every size and for every horizon.

Scaled by h = 2·fit·η (h = η for the paper's objective): s ≤ √h σ_r(X_0), S ≥ √h ‖X_0‖, y ≥ √h ‖Y_0‖, radii D_X, D_Y of
√h‖X_k − X_0‖_F and √h‖Y_k − Y_0‖_F, rate p = 1 − g, c_X = 1 − (S+D_X)²/2, c_Y = 1 − (y+D_Y)²/2, w_k = √F_k. Spectral
hypotheses stand as Gram gaps. Source: ours (arXiv:2305.06927 v2, proof chain, continued); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.prove.derivation import Book
from theory.prove.formulas import at

SQUARE = "tr(({0}).T*({0}))"
BASE = [
    "U.T*U == I(r)", "U*U.T*A == A", "U*U.T*X[0] == X[0]", "2*c*eta*X[0]*X[0].T == K*K.T + s**2*U*U.T",
    "2*c*eta*X[0].T*X[0] + J*J.T == S**2*I(d)", "2*c*eta*Y[0].T*Y[0] + E*E.T == y**2*I(d)", "S >= 0", "y >= 0",
    "s >= DX", "p + g == 1", "q == 1 + p", "uY == y + DY", "2*cX + (S+DX)**2 == 2", "2*cY + uY**2 == 2",
    "(s-DX)**2 >= g", "q >= (S+DX)**2", "all(j, 0, T, w[j] >= 0)", "all(j, 0, T, w[j]**2 == F[j])", *x.MOVES,
]  # fmt: skip
NEAR_Y = "DY**2 >= 2*c*eta*tr(HY[k].T*HY[k])"
NEAR_X = "DX**2 >= 2*c*eta*tr((X[k+1]-X[0]).T*(X[k+1]-X[0]))"


def first_decrease(rate: str) -> str:
    """F_k − F_{k+½} ≥ rate·‖∇_X F‖²."""
    return f"F[k] - c*tr(Rh[k].T*Rh[k]) >= {rate}*tr(GX[k].T*GX[k])"


def second_decrease(rate: str) -> str:
    """F_{k+½} − F_{k+1} ≥ rate·‖∇_Y F‖²."""
    return f"c*tr(Rh[k].T*Rh[k]) - F[k+1] >= {rate}*tr(GY[k].T*GY[k])"


HALF, SECOND = first_decrease("eta*cY"), second_decrease("eta*cX")
LEFT = "(I(m)-2*c*eta*X[k+1]*X[k+1].T)*R[k]"
RIGHT = "(I(n)-2*c*eta*Y[k]*Y[k].T)"
GAP_Y = [x.integer("fY", "1"), x.matrix("EY", "d", "fY")]
GAP_X = [x.integer("fX", "1"), x.matrix("JX", "d", "fX")]
FLOOR_X = [x.integer("fK", "1"), x.matrix("KX", "m", "fK")]
CAP_Y = "2*c*eta*Y[k].T*Y[k] + EY*EY.T == uY**2*I(d)"
CAP_X = "2*c*eta*X[k+1].T*X[k+1] + JX*JX.T == (S+DX)**2*I(d)"
FLOOR = "2*c*eta*X[k+1]*X[k+1].T == KX*KX.T + g*U*U.T"


def letters(objective: Objective, lengths: list) -> list:
    """Iterates, the frame U of col(A), gaps, scalars, displacements H and moves B; then the lengths of one theorem."""
    gaps = [
        a for k, size in (("K", "m"), ("J", "d"), ("E", "d")) for a in (x.integer("e" + k, "1"), x.matrix(k, size, "e" + k))
    ]
    scalars = [x.positive(n) for n in ("s", "DX", "DY", "p", "g", "q", "uY", "cX", "cY")] + [x.real("S"), x.real("y")]
    moves = [x.family("HX", "matrix", "0", "T", shape=["m", "d"], value="X[n_]-X[0]"),
             x.family("HY", "matrix", "0", "T", shape=["n", "d"], value="Y[n_]-Y[0]"),
             x.family("BX", "matrix", "0", "T-1", shape=["m", "d"], value="X[n_+1]-X[n_]"),
             x.family("BY", "matrix", "0", "T-1", shape=["n", "d"], value="Y[n_+1]-Y[n_]")]  # fmt: skip
    return [*x.path(objective), x.integer("r", "1"), x.matrix("U", "m", "r"), *gaps, *scalars,
            x.family("w", "real", "0", "T"), *moves, *lengths]  # fmt: skip


@dataclass
class Sweep:
    """The inductive step of a horizon-free theorem: letters with k in 0 … T−1, hypotheses and the invariant at k.

    Facts are named by their text, ``"y >= 0"``; an instance of a quantified one is a pair, ``("all(…)", "k")``.
    """

    book: Book
    letters: list
    given: list[str]

    def expand(self, then: str, rules: list, *more: Any) -> str:
        """`Book.expand` in these letters, under these hypotheses."""
        return self.book.expand(self.letters, self.given, then, rules, *more)

    def order(self, then: str, terms: list, *more: Any) -> str:
        """`Book.order` in these letters, under these hypotheses."""
        return self.book.order(self.letters, self.given, then, terms, *more)

    def opened(self, fresh: list, *facts: str) -> Sweep:
        """The same with the letters that a lemma gives."""
        return Sweep(self.book, [*self.letters, *fresh], [*self.given, *facts])

    def closed(self, source: str, fresh: list, inner: str) -> str:
        """What ``inner`` concludes in the opened letters, without them."""
        then = self.book.statements[inner].json["then"]
        held = self.book.add("compose", self.letters, self.given, then, None, [source, inner], exists=fresh)
        return self.book.add("close", self.letters, self.given, then, None, [held])

    def visible(self, positive: str) -> str:
        """The expression is ≥ 0, visibly."""
        return self.order(f"{positive} >= 0", [{"weight": positive}])


def weyl_y(sweep: Sweep, near: str) -> str:
    """∃E_Y: h Y_kᵀY_k + E_YE_Yᵀ = u_Y² I, by Weyl's inequality."""
    root = sweep.order("uY**2 >= (y+DY)**2", [], ["uY == y + DY"])
    terms = {"h": "2*c*eta", "X": "Y[0]", "Z": "Y[k]", "s": "y", "t": "DY", "a": "uY**2", "K": "E"}
    stated = sweep.order("DY**2 >= 2*c*eta*tr((Y[k]-Y[0]).T*(Y[k]-Y[0]))", [{"facts": ["near"]}], ["def HY[k]"], {"near": near})
    return sweep.book.add("lemma", sweep.letters, sweep.given, [CAP_Y],
                          {"lemma": "Weyl from above", "set": {"m": "n", "n": "d", "e": "eE"}, "terms": terms,
                           "fresh": {"f": "fY", "J": "EY"}}, [stated, sweep.visible("DY"), root], exists=GAP_Y)  # fmt: skip


def weyl_x(sweep: Sweep, near: str, sweeps: str = "k") -> str:
    """∃J_X: h XᵀX + J_XJ_Xᵀ = (S + D_X)² I at X_{k+1}, or at the X after so many ``sweeps``, plus one."""
    premises = [near, sweep.visible("DX"), sweep.order("(S+DX)**2 >= (S+DX)**2", [])]
    terms = {"h": "2*c*eta", "X": "X[0]", "Z": at("X[k+1]", k=sweeps), "s": "S", "t": "DX", "a": "(S+DX)**2", "K": "J"}
    return sweep.book.add("lemma", sweep.letters, sweep.given, [at(CAP_X, k=sweeps)],
                          {"lemma": "Weyl from above", "set": {"m": "m", "n": "d", "e": "eJ"}, "terms": terms,
                           "fresh": {"f": "fX", "J": "JX"}}, premises, exists=GAP_X)  # fmt: skip


def weyl_floor(sweep: Sweep, near: str, inside: str, sweeps: str = "k") -> str:
    """∃K_X: h XXᵀ = K_XK_Xᵀ + g UUᵀ at X_{k+1}, or at the X after so many ``sweeps``, plus one."""
    terms = {"h": "2*c*eta", "X": "X[0]", "Z": at("X[k+1]", k=sweeps), "s": "s", "t": "DX", "a": "g", "U": "U", "K": "K"}
    return sweep.book.add("lemma", sweep.letters, sweep.given, [at(FLOOR, k=sweeps)],
                          {"lemma": "Weyl from below", "set": {"m": "m", "n": "d", "r": "r", "e": "eK"}, "terms": terms,
                           "fresh": {"f": "fK", "J": "KX"}}, [near, inside, sweep.visible("DX")],
                          exists=FLOOR_X)  # fmt: skip


MEANS = ["def GX[k]", "def GY[k]", "def Rh[k]", "def R[k]"]


def half_step(sweep: Sweep, near: str) -> str:
    """F_k − F_{k+½} ≥ η c_Y ‖∇_X F‖²: the exact decrease with ‖Y_k‖ bounded by Weyl."""
    inner = sweep.opened(GAP_Y, CAP_Y)
    exact = inner.expand(
        "c*tr(Rh[k].T*Rh[k]) == F[k] - eta*tr(GX[k].T*GX[k]) + c*eta**2*tr(Y[k]*GX[k].T*GX[k]*Y[k].T)",
        ["def F[k]", "def Rh[k]", ((x.MOVE_X, "k"), "X[k+1]"), *MEANS],
    )
    bound = inner.order(HALF, [{"weight": "1/2*eta", "gram": "GX[k]*EY"}],
                        [("2*cY + uY**2 == 2", "uY**2")], {"exact": exact},
                        [["-_", "exact"], ["-1/2*eta*tr(GX[k]*_*GX[k].T)", CAP_Y]])  # fmt: skip
    return sweep.closed(weyl_y(sweep, near), GAP_Y, bound)


def second_half(sweep: Sweep, near: str) -> str:
    """F_{k+½} − F_{k+1} ≥ η c_X ‖∇_Y F‖²."""
    inner = sweep.opened(GAP_X, CAP_X)
    exact = inner.expand(
        "F[k+1] == c*tr(Rh[k].T*Rh[k]) - eta*tr(GY[k].T*GY[k]) + c*eta**2*tr(X[k+1]*GY[k].T*GY[k]*X[k+1].T)",
        ["def F[k+1]", "def R[k+1]", ((x.MOVE_Y, "k"), "Y[k+1]"), "def GY[k]", "def Rh[k]"],
    )
    bound = inner.order(SECOND, [{"weight": "1/2*eta", "gram": "GY[k]*JX"}], [], {"exact": exact},
                        [["-_", "exact"], ["-1/2*eta*tr(GY[k]*_*GY[k].T)", CAP_X],
                         ["-1/2*eta*_*tr(GY[k].T*GY[k])", "2*cX + (S+DX)**2 == 2"]])  # fmt: skip
    return sweep.closed(weyl_x(sweep, near), GAP_X, bound)


def inside_next(sweep: Sweep) -> tuple[str, str]:
    """UUᵀR_k = R_k and UUᵀX_{k+1} = X_{k+1}."""
    residual = sweep.expand("U*U.T*R[k] == R[k]", ["def R[k]", "U*U.T*A == A", "U*U.T*X[k] == X[k]"])
    following = sweep.expand(
        "U*U.T*X[k+1] == X[k+1]",
        [((x.MOVE_X, "k"), "X[k+1]"), "def GX[k]", "U*U.T*X[k] == X[k]", ("residual", "U*U.T*R[k]")],
        {"residual": residual},
    )
    return residual, following


def contraction(sweep: Sweep, near_y: str, near_x: str, inside: tuple[str, str]) -> str:
    """F_{k+1} ≤ p² F_k. With N = hX_{k+1}X_{k+1}ᵀ, A = N − gP, B = qP − N, A + B = 2pP, P = UUᵀ:
    2pq(p²P − (P − N)²) = q(ABA + BAB) and qABA = (BA)ᵀ(BA) + A·NB·A, NB = (q − (S+D_X)²)N + hX J_XJ_Xᵀ Xᵀ."""
    inner = sweep.opened(GAP_Y, CAP_Y)
    middle = inner.opened(GAP_X, CAP_X)
    last = middle.opened(FLOOR_X, FLOOR)
    gram = "2*c*eta*X[k+1]*X[k+1].T"
    a, b = f"({gram}-g*U*U.T)", f"(q*U*U.T-{gram})"
    rules = [("residual", "U*U.T*R[k]"), ("following", "U*U.T*X[k+1]"), "U.T*U == I(r)", "q == 1 + p", ("p + g == 1", "g")]
    first = last.order(
        f"2*p*q*p**2*tr(R[k].T*R[k]) >= 2*p*q*{SQUARE.format(LEFT)}",
        [{"weight": "q", "gram": f"KX.T*{b}*R[k]"}, {"gram": f"{b}*{a}*R[k]"},
         {"weight": "2*c*eta", "facts": ["q >= (S+DX)**2"], "gram": f"X[k+1].T*{a}*R[k]"},
         {"weight": "2*c*eta", "gram": f"JX.T*X[k+1].T*{a}*R[k]"}], rules, {"residual": inside[0], "following": inside[1]},
        [[f"q*tr(R[k].T*{b}*_*{b}*R[k])", FLOOR],
         [f"-2*c*eta*tr(R[k].T*{a}*X[k+1]*_*X[k+1].T*{a}*R[k])", CAP_X]])  # fmt: skip
    first = last.order(f"p**2*tr(R[k].T*R[k]) >= {SQUARE.format(LEFT)}",
                       [{"weight": "1/2*p**(-1)*q**(-1)", "facts": ["first"]}], [], {"first": first})  # fmt: skip
    half = last.expand(f"Rh[k] == R[k]*{RIGHT}", ["def Rh[k]", ((x.MOVE_X, "k"), "X[k+1]"), "def GX[k]", "def R[k]"])
    whole = last.expand(
        "R[k+1] == (I(m)-2*c*eta*X[k+1]*X[k+1].T)*Rh[k]", ["def R[k+1]", ((x.MOVE_Y, "k"), "Y[k+1]"), "def GY[k]", "def Rh[k]"]
    )
    identity = last.expand(
        f"R[k+1] == {LEFT}*{RIGHT}", [("whole", "R[k+1]"), ("half", "Rh[k]")], {"half": half, "whole": whole}
    )
    second = last.order(
        f"{SQUARE.format(LEFT)} >= tr(R[k+1].T*R[k+1])",
        [{"weight": "2*c*eta", "gram": f"{LEFT}*Y[k]*EY"}, {"weight": "4*c*eta*cY", "gram": f"{LEFT}*Y[k]"}], [],
        {"identity": identity},
        [[f"-tr(_.T*{LEFT}*{RIGHT})", "identity"], ["-tr(R[k+1].T*_)", "identity"],
         [f"-2*c*eta*tr({LEFT}*Y[k]*_*Y[k].T*({LEFT}).T)", CAP_Y],
         [f"-2*c*eta*_*tr({LEFT}*Y[k]*Y[k].T*({LEFT}).T)", "2*cY + uY**2 == 2"]])  # fmt: skip
    found = last.order("p**2*F[k] >= F[k+1]", [{"weight": "c", "facts": ["first"]},
                       {"weight": "c", "facts": ["second"]}],
                       ["def F[k]", "def F[k+1]"], {"first": first, "second": second})  # fmt: skip
    found = middle.closed(weyl_floor(middle, near_x, inside[1]), FLOOR_X, found)
    return sweep.closed(weyl_y(sweep, near_y), GAP_Y, inner.closed(weyl_x(inner, near_x), GAP_X, found))
