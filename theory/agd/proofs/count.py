"""From the paper's start to the number of sweeps, in one statement: A = USVᵀ, X_0 = aAΦ_1, Y_0 = bΦ_2 and a small step give

    F_k ≤ (1 − s²/4)^(2k) F_0,    F_0 ≤ fit·(1 + ν)²‖A‖²,    F_k ≤ fit·ε‖A‖² as soon as ks² ≥ 2J, 2^J ε ≥ (1 + ν)².

`start` gives each floor and cap of the factors as a sum of two Gram matrices, the closed form asks for one: frames E_1, E_2 of
orthogonal ranges, (I 0) and (0 I), say, write K_1K_1ᵀ + K_2K_2ᵀ as (K_1E_1 + K_2E_2)(…)ᵀ. Source: arXiv:2305.06927 v2, main
theorem and corollary (reconstructed), with the horizon-free form and the count in powers of two of ours.
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import horizon_free as theorem
from theory.agd.proofs import letters as x
from theory.agd.proofs import start as s
from theory.agd.proofs.corollaries import BUDGET, CLEAR, PLAIN
from theory.agd.proofs.invariants import BASE, Sweep
from theory.agd.proofs.invariants import letters as horizon_letters
from theory.prove.derivation import Book
from theory.prove.formulas import use
from theory.prove.letters import integer, positive

HALVES = ["E1*E1.T == I(f)", "E2*E2.T == I(f)", "E1*E2.T == 0"]
SCALE, SCALE_Y = "2*c*eta*a**2*C**2*sigma1**2 == 1", "b**2 == 2*c*eta*D**2*sigma1**2"
BEGIN_X, BEGIN_Y = "X[0] == a*A*Phi1", "Y[0] == b*Phi2"
BALANCE, CAP, ORDERED, SMALL = "C >= 4", "9 >= 8*c*eta*C*nu*sigma1", "sigma1 >= sigmar", "2 >= phi"
STEP = "s**4 >= 128*c**2*eta**2*(1+nu)**2*tr(A.T*A)"
GIVEN = [*s.FRAMES, SCALE, SCALE_Y, s.LOW, s.HIGH, s.BALL, s.NORM, s.NORM_Y, *HALVES, BALANCE, CAP, ORDERED, SMALL, STEP,
         BEGIN_X, BEGIN_Y, *BASE[16:]]  # fmt: skip
RATE, SIZE = "p == 1 - 1/4*s**2", "c*(1+nu)**2*tr(A.T*A) >= F[0]"
FALLS = theorem.THEN[0]
SWEEPS, DIGITS, DONE = "k*s**2 >= 2*J", "two**J*eps >= (1+nu)**2", "c*eps*tr(A.T*A) >= F[k]"
PROOF = {"E": x.matrix("EY", "d", "f", "2*c*eta*D*sigma1*M"),
         "K": x.matrix("KX", "m", "e", "C**(-1)*sigma1**(-1)*(U*Sg*K*E1+phi*U*Q*E2)"),
         "J": x.matrix("JX", "d", "e", "C**(-1)*(N*E1+sigma1**(-1)*G.T*P*E2)")}  # fmt: skip
"""The one Gram factor that stands for the gaps of Y_0ᵀY_0, X_0X_0ᵀ and X_0ᵀX_0."""


def letters(objective: Objective) -> tuple[list, list]:
    """What the statement declares, and what the proof adds."""
    own = dict(s.letters(objective))
    first = ["m", "n", "d", "r"]
    scalars = ["a", "b", "C", "nu", "sigma1", "sigmar", "phi", "D", "s"]
    parts = ["U", "V", "Sg", "Phi1", "Phi2", "A", "G"]
    gaps = [x.matrix(k, size, "f") for k, size in (("Q", "r"), ("P", "r"), ("K", "r"), ("N", "d"), ("M", "d"))]
    path = [a for a in horizon_letters(objective, []) if a[0] in ("X", "Y", "R", "F", "GX", "Rh", "GY", "w")]
    told = [
        *([n, own[n]] for n in first), *(integer(n, "1") for n in ("f", "e", "T")), x.coefficient(objective), x.STEP,
        *([n, own[n]] for n in scalars), *([n, own[n]] for n in parts), *gaps,
        x.matrix("E1", "f", "e"), x.matrix("E2", "f", "e"),
        *path, integer("k", "0", "T"),
    ]  # fmt: skip
    moves = [a for a in horizon_letters(objective, []) if a[0] in ("HX", "HY")]
    radii = [positive("DX", PLAIN.dx), positive("DY", PLAIN.dy), positive("g", PLAIN.g)]
    began = [x.matrix("X0", "m", "d", "a*A*Phi1"), x.matrix("Y0", "n", "d", "b*Phi2"), x.matrix("R0", "m", "n", "X0*Y0.T-A"),
             x.real("F0", "c*tr(R0.T*R0)")]  # fmt: skip
    more = [positive("S", "3*C**(-1)"), positive("y", "6*c*eta*D*sigma1"), *radii, x.real("z", BUDGET),
            x.real("c_X", CLEAR["cX"]), x.real("c_Y", CLEAR["cY"])]  # fmt: skip
    return told, [*moves, *began, *more, *PROOF.values()]


def decay(book: Book, objective: Objective, closed: str, start: str) -> str:
    """∃p = 1 − s²/4 > 0: F_k ≤ p^(2k)F_0 and F_0 ≤ fit·(1 + ν)²‖A‖². ``closed``: the closed form of the horizon-free theorem,
    ``start``: what the start gives."""
    told, added = letters(objective)
    here = Sweep(book, [*told, *added], GIVEN)
    renamed = {"X": "X0", "Y": "Y0", "R": "R0", "F": "F0", "eta": "2*c*eta", **{"e" + k: "f" for k in "QPKNM"}}
    begun = {"start": use(start, renamed)}
    facts = [*_gaps(here, begun), *_scalars(here), _spent(here, begun)]
    at = {"eE": "f", "eK": "e", "eJ": "e", "E": "EY", "K": "KX", "J": "JX"}
    then, fresh = [RATE, FALLS], [positive("p")]
    found = book.add("instance", here.letters, GIVEN, ["p == 1 - g", FALLS], {"at": at, "fresh": {"p": "p"}}, [closed, *facts],
                     exists=fresh)  # fmt: skip
    opened = here.opened(fresh, "p == 1 - g", FALLS)
    rate = opened.expand(RATE, [("p == 1 - g", "p"), "def g"])
    size = opened.order(SIZE, [{"facts": ["start.6"]}], ENDS, begun)
    inner = book.add("collect", opened.letters, opened.given, [*then, SIZE], None, [rate, size])
    held = book.add("compose", here.letters, GIVEN, [*then, SIZE], None, [found, inner], exists=fresh)
    return book.add("exists", told, GIVEN, [*then, SIZE], {"target": 0}, [held], exists=fresh)


ENDS = ["def F[0]", "def R[0]", (BEGIN_X, "X[0]"), (BEGIN_Y, "Y[0]"), "def F0", "def R0", "def X0", "def Y0"]


def _gaps(here: Sweep, begun: dict) -> list[str]:
    """The column space, and the floor and the caps of the start, each with one Gram matrix."""
    halves = [(HALVES[0], "E1*E1.T"), (HALVES[1], "E2*E2.T"), (HALVES[2], "E1*E2.T")]
    began = [(BEGIN_X, "X[0]"), (BEGIN_Y, "Y[0]"), "def X0", "def Y0"]
    return [
        here.expand("U*U.T*A == A", [], begun, [["_", "start"]]),
        here.expand(BASE[2], [(BEGIN_X, "X[0]"), ("start", "U*U.T*A")], begun),
        here.expand("2*c*eta*X[0]*X[0].T == KX*KX.T + s**2*U*U.T", ["def KX", *halves, *began], begun, [["_", "start.2"]]),
        here.expand("2*c*eta*X[0].T*X[0] + JX*JX.T == S**2*I(d)", ["def JX", "def S", *halves, *began], begun,
                    [["_", "start.3"]]),
        here.expand("2*c*eta*Y[0].T*Y[0] + EY*EY.T == y**2*I(d)", ["def EY", *began], begun, [["_", "start.4"]]),
    ]


def _scalars(here: Sweep) -> list[str]:
    """S, y ≤ 3/4, s ≤ 1/2, s ≤ S, y ≥ 0."""
    inverse, room = "C**(-1)", {"weight": "phi*C**(-1)*sigma1**(-1)", "facts": [ORDERED]}
    return [
        here.order("3 >= 4*S", [{"weight": f"3*{inverse}", "facts": [BALANCE]}], ["def S"]),
        here.order("3 >= 4*y", [{"weight": "1/3", "facts": [CAP]}], ["def y", "def D"]),
        here.order("1 >= 2*s", [{"weight": inverse, "facts": [BALANCE]}, {"weight": f"2*{inverse}", "facts": [SMALL]},
                                {**room, "weight": f"2*{room['weight']}"}], ["def s"]),
        here.order("S >= s", [{"weight": inverse, "facts": [SMALL]}, {"weight": inverse}, room], ["def S", "def s"]),
        here.visible("y"),
    ]  # fmt: skip


def _spent(here: Sweep, begun: dict) -> str:
    """128·fit·η²F_0 ≤ 128·fit²η²(1 + ν)²‖A‖² ≤ s⁴."""
    return here.order("s**4 >= 128*c*eta**2*F[0]", [{"facts": [STEP]}, {"weight": "128*c*eta**2", "facts": ["start.6"]}],
                      ENDS, begun)  # fmt: skip


def count(book: Book, objective: Objective, falls: str, halved: str) -> str:
    """F_k ≤ fit·ε‖A‖² as soon as ks² ≥ 2J and 2^J ε ≥ (1 + ν)²: ``falls`` is `decay`, ``halved`` the power of two."""
    told, _ = letters(objective)
    here = Sweep(book, [*told, positive("two", "2"), positive("eps"), integer("J", "0")], [*GIVEN, SWEEPS, DIGITS])
    fresh = [positive("p")]
    opened = here.opened(fresh, RATE, FALLS, SIZE)
    sum_ = opened.expand("p + 1/4*s**2 == 1", [(RATE, "p")])
    enough = opened.order("2*k*(1/4*s**2) >= J", [{"weight": "1/2", "facts": [SWEEPS]}])
    power = use(halved, {"g": "1/4*s**2"}, N="2*T", k="2*k")
    inner = opened.order(
        DONE,
        [{"facts": [FALLS]}, {"weight": "p**(2*k)", "facts": [SIZE]},
         {"weight": "c*p**(2*k)", "facts": [DIGITS], "gram": "A"}, {"weight": "c*eps", "facts": ["power"], "gram": "A"}],
        [], {"sum": sum_, "enough": enough, "power": power})  # fmt: skip
    source = book.add("exists", here.letters, here.given, [RATE, FALLS, SIZE], {"target": 0}, [falls], exists=fresh)
    return here.closed(source, fresh, inner)
