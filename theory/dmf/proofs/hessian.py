"""The Hessian of F at a closed-form point, block by block, with L symbolic.

The Hessian is the linear part of the gradient along W + tZ, derived from the objective (``second_order``). A *mode* of W
is a chain of vectors u_0 … u_L with μ_k W_k u_{k−1} = s u_k, μ_k W_kᵀ u_k = s u_{k−1}, Y u_0 = y u_L, Yᵀu_L = y u_0 and
the root equation; the i-th columns of the frames of a closed-form point are one. Neither unit length nor orthogonality
is used, so the second mode of a pair may be the first one: then the pair block is the block {i, i}.
"""

from __future__ import annotations

from dataclasses import dataclass

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.directions import APART, ROOT, UNIT, WITH_MODE, mode_letters
from theory.dmf.proofs.gradient import GRADIENT
from theory.dmf.proofs.points import ORTHONORMAL, SCALED
from theory.dmf.scenes.hessian import chains
from theory.dmf.scenes.hessian import second_order as generic_direction
from theory.prove.derivation import Book
from theory.prove.formulas import redeclared, renamed, unfold, use

DIRECTION: list = ["Z", {"kind": "matrix", "over": ["n_", "1", "L"], "shape": ["d[n_]", "d[n_-1]"]}]
HEAD_SLOPE: list = [
    "DP",
    {
        "kind": "matrix",
        "over": ["n_", "0", "L"],
        "shape": ["d[n_]", "d[0]"],
        "first": "0*I(d[0])",
        "next": "W[n_+1]*DP[n_]+Z[n_+1]*P[n_]",
    },
]
TAIL_SLOPE: list = [
    "DA",
    {
        "kind": "matrix",
        "over": ["n_", "0", "L"],
        "shape": ["d[L]", "d[n_]"],
        "last": "0*I(d[L])",
        "previous": "DA[n_+1]*W[n_+1]+A[n_+1]*Z[n_+1]",
    },
]
HESSIAN = "2*a*(DA[l].T*(P[L]-Y)*P[l-1].T + A[l].T*DP[L]*P[l-1].T + A[l].T*(P[L]-Y)*DP[l-1].T) + 2*b*lam[l]*Z[l]"


def second_order(book: Book, objective: Objective, variation: str) -> str:
    """F(W + tZ + eH in layer l) = F(W + tZ) + e·tr Hᵀ(G_l(W) + t·H_l(Z) + t²(…)) + e²(…), exactly, Z in all layers.

    So H_l(Z) is layer l of the Hessian of F along Z.
    """
    book.scene = generic_direction(objective)
    rest = {
        "RP": ["RP", {**HEAD_SLOPE[1], "next": "W[n_+1]*RP[n_]+Z[n_+1]*DP[n_]+t*Z[n_+1]*RP[n_]"}],
        "RA": ["RA", {**TAIL_SLOPE[1], "previous": "RA[n_+1]*W[n_+1]+DA[n_+1]*Z[n_+1]+t*RA[n_+1]*Z[n_+1]"}],
    }
    moved = ["W1", {"kind": "matrix", "over": ["n_", "1", "L"], "shape": ["d[n_]", "d[n_-1]"], "value": "W[n_]+t*Z[n_]"}]
    again = [letter for letter in x.moved({}) if letter[0] == "P1"]
    letters = [
        *x.base(objective),
        x.TAIL,
        DIRECTION,
        x.real("t"),
        moved,
        *again,
        x.TAIL_MOVED,
        HEAD_SLOPE,
        TAIL_SLOPE,
        rest["RP"],
        rest["RA"],
    ]
    head, tail = "P1[n] == P[n] + t*DP[n] + t**2*RP[n]", "A1[n] == A[n] + t*DA[n] + t**2*RA[n]"

    heads = book.induct(
        letters, [], head, ("n", "0", "L"), unfold("P1 P DP RP", "0"), [*unfold("P1 P DP RP W1", "n+1"), ("induction", "P1[n]")]
    )
    tails = book.induct(
        letters,
        [],
        tail,
        ("n", "0", "L"),
        unfold("A1 A DA RA", "L"),
        [*unfold("A1 A DA RA", "n"), "def W1[n+1]", ("induction", "A1[n+1]")],
        down=True,
    )
    a, e, d = "(DA[l]+t*RA[l])", "(DP[L]+t*RP[L])", "(DP[l-1]+t*RP[l-1])"
    remainder = (
        "2*a*(RA[l].T*(P[L]-Y)*P[l-1].T + A[l].T*RP[L]*P[l-1].T + A[l].T*(P[L]-Y)*RP[l-1].T"
        f" + {a}.T*{e}*P[l-1].T + {a}.T*(P[L]-Y)*{d}.T + A[l].T*{e}*{d}.T + t*{a}.T*{e}*{d}.T)"
    )
    slope = book.expand(
        [*letters, x.LAYER],
        [],
        f"{renamed(GRADIENT, **x.AGAIN)} == {GRADIENT} + t*({HESSIAN}) + t**2*{remainder}",
        [("tails", "A1[l]"), ("heads at L", "P1[L]"), ("heads at l-1", "P1[l-1]"), *unfold("W1", "l")],
        {"tails": use(tails, n="l"), "heads at L": use(heads, n="L"), "heads at l-1": use(heads, n="l-1")},
    )
    objectives = [letter for letter in x.moved({}) if letter[0] in ("Reg1", "F1")]
    twice = {f"{name}{k or ''}": f"{name}{k + 1}" for name in x.AGAIN for k in (0, 1)} | {"t": "e"}
    both = redeclared([*x.moved({"l": "W[l]+t*H"}), x.TAIL_MOVED], **twice)
    letters = [*letters, x.LAYER, *objectives, x.matrix("H", "d[l]", "d[l-1]"), x.real("e"), *both]
    square = "a*tr((A1[l]*H*P1[l-1]).T*(A1[l]*H*P1[l-1])) + b*lam[l]*tr(H.T*H)"
    return book.expand(
        letters,
        [],
        f"F2 == F1 + e*tr(H.T*({GRADIENT} + t*({HESSIAN}) + t**2*{remainder})) + e**2*({square})",
        [],
        {"moved variation": use(variation, twice), "slope": slope},
        [["_", "moved variation"], ["e*tr(H.T*_)", "slope"]],
    )


FORWARD = "all(k, 1, L, mu[k]*W[k]*u[k-1] == s*u[k])"
BACK = "all(k, 1, L, mu[k]*W[k].T*u[k] == s*u[k-1])"
IMAGE, COIMAGE = "Y*u[0] == y*u[L]", "Y.T*u[L] == y*u[0]"
MODE = [FORWARD, BACK, IMAGE, COIMAGE, ROOT]
"""What makes u_0 … u_L a mode with root s and singular value y of Y."""


def mode(vector: str, root: str, value: str) -> tuple[list, list[str]]:
    """(letters, hypotheses) of one mode: its vectors, its root in every layer, its singular value of Y."""
    letters = [[vector, {"kind": "matrix", "over": ["n_", "0", "L"], "shape": ["d[n_]", "1"]}], x.positive(root), x.real(value)]
    return letters, [renamed(text, u=vector, s=root, y=value) for text in MODE]


@dataclass(frozen=True)
class Chain:
    """Ids: the products below and above a layer, applied to the vectors of a mode (u, s)."""

    head: str  # q_n P_n u_0 = s^n u_n
    head_back: str  # q_n P_nᵀ u_n = s^n u_0
    tail: str  # q_L A_n u_n = q_n s^(L−n) u_L
    tail_back: str  # q_L A_nᵀ u_L = q_n s^(L−n) u_n


def chain(book: Book) -> Chain:
    """Inductions over the layers, from the two vector relations of a mode alone."""
    more, given = mode("u", "s", "y")
    given = given[:2]
    letters = [x.L2, x.DIMS, x.FACTORS, x.PRODUCT, x.TAIL, x.SCALES, x.SCALE_PRODUCT, *more[:2]]
    forward, back = ((FORWARD, "n+1"), "mu[n+1]*W[n+1]*u[n]"), ((BACK, "n+1"), "mu[n+1]*W[n+1].T*u[n+1]")

    def head(then: str, *rules: tuple) -> str:
        return book.induct(letters, given, then, ("n", "0", "L"), unfold("P q", "0"), [*unfold("P q", "n+1"), *rules])

    def tail(then: str, *rules: tuple) -> str:
        step = ["def A[n]", "def q[n+1]", *rules]
        return book.induct(letters, given, then, ("n", "0", "L"), ["def A[L]"], step, down=True)

    return Chain(
        head("q[n]*P[n]*u[0] == s**n*u[n]", ("induction", "q[n]*P[n]*u[0]"), forward),
        head("q[n]*P[n].T*u[n] == s**n*u[0]", back, ("induction", "q[n]*P[n].T*u[n]")),
        tail("q[L]*A[n]*u[n] == q[n]*s**(L-n)*u[L]", forward, ("induction", "q[L]*A[n+1]*u[n+1]")),
        tail("q[L]*A[n].T*u[L] == q[n]*s**(L-n)*u[n]", ("induction", "q[L]*A[n+1].T*u[L]"), back),
    )


SECOND = {"u": "v", "s": "z", "y": "w"}
BETWEEN: list = ["Z", {**DIRECTION[1], "value": "mu[n_]**(-1)*(al[n_]*u[n_]*v[n_-1].T+be[n_]*v[n_]*u[n_-1].T)"}]
FREE = [["al", {"kind": "real", "over": ["n_", "1", "L"]}], ["be", {"kind": "real", "over": ["n_", "1", "L"]}]]


def _running(name: str, first: bool, step: str) -> list:
    ends = {"first": "0", "next": step} if first else {"last": "0", "previous": step}
    return [name, {"kind": "real", "over": ["n_", "0", "L"], **ends}]


SUMS = [
    _running("fa", True, "s*fa[n_]+z**n_*al[n_+1]"),
    _running("fb", True, "z*fb[n_]+s**n_*be[n_+1]"),
    _running("ga", False, "z*ga[n_+1]+s**(L-n_-1)*al[n_+1]"),
    _running("gb", False, "s*gb[n_+1]+z**(L-n_-1)*be[n_+1]"),
]
ROW = "(al[l] + q[L]**(-2)*s**(L-l)*z**(l-1)*fa[L] - z**(l+1-L)*gb[l] - s**(2-l)*fb[l-1])"
COLUMN = "(be[l] + q[L]**(-2)*z**(L-l)*s**(l-1)*fb[L] - s**(l+1-L)*ga[l] - z**(2-l)*fa[l-1])"


def pair_letters(objective: Objective, coefficients: list, layers: list = x.L2) -> tuple[list, list[str]]:
    """Two modes (u, s, y), (v, z, w) and a direction al_l u_l v_{l−1}ᵀ + be_l v_l u_{l−1}ᵀ over μ_l in layer l."""
    (first, one), (second, two) = mode("u", "s", "y"), mode("v", "z", "w")
    letters = [
        *x.base(objective, layers),
        x.TAIL,
        x.SCALES,
        x.SCALE_PRODUCT,
        *first,
        *second,
        *coefficients,
        BETWEEN,
        HEAD_SLOPE,
        TAIL_SLOPE,
        *SUMS,
    ]
    return letters, [SCALED, *one, *two]


def between(book: Book, objective: Objective, parts: Chain) -> str:
    """The Hessian maps directions between two modes to such directions, with coefficients ROW and COLUMN."""
    letters, given = pair_letters(objective, FREE)

    first, second = renamed(FORWARD, **SECOND), renamed(BACK, **SECOND)
    heads = book.induct(
        letters,
        given,
        "q[n]*DP[n] == fa[n]*u[n]*v[0].T + fb[n]*v[n]*u[0].T",
        ("n", "0", "L"),
        unfold("DP fa fb q", "0"),
        [
            *unfold("DP fa fb q Z", "n+1"),
            ("induction", "q[n]*DP[n]"),
            ((FORWARD, "n+1"), "mu[n+1]*W[n+1]*u[n]"),
            ((first, "n+1"), "mu[n+1]*W[n+1]*v[n]"),
            ("head back", "q[n]*P[n].T*u[n]"),
            ("head back of v", "q[n]*P[n].T*v[n]"),
        ],
        {"head back": use(parts.head_back, n="n"), "head back of v": use(parts.head_back, SECOND, n="n")},
    )
    tails = book.induct(
        letters,
        given,
        "q[L]*DA[n] == q[n]*(ga[n]*u[L]*v[n].T + gb[n]*v[L]*u[n].T)",
        ("n", "0", "L"),
        unfold("DA ga gb", "L"),
        [
            *unfold("DA ga gb", "n"),
            *unfold("Z q", "n+1"),
            ("induction", "q[L]*DA[n+1]"),
            ((BACK, "n+1"), "mu[n+1]*W[n+1].T*u[n+1]"),
            ((second, "n+1"), "mu[n+1]*W[n+1].T*v[n+1]"),
            ("tail", "q[L]*A[n+1]*u[n+1]"),
            ("tail of v", "q[L]*A[n+1]*v[n+1]"),
        ],
        {"tail": use(parts.tail, n="n+1"), "tail of v": use(parts.tail, SECOND, n="n+1")},
        down=True,
    )
    right, left = residual(book, objective, parts)
    return book.expand(
        [*letters, x.LAYER],
        given,
        f"{HESSIAN} == 2*b*lam[l]*mu[l]**(-1)*({ROW}*u[l]*v[l-1].T + {COLUMN}*v[l]*u[l-1].T)",
        [
            ("tails", "q[L]*DA[l]"),
            ("heads at L", "q[L]*DP[L]"),
            ("heads at l-1", "q[l-1]*DP[l-1]"),
            ("(P-Y) u", "P[L]*u[0]"),
            ("(P-Y)ᵀ u", "P[L].T*u[L]"),
            ("(P-Y) v", "P[L]*v[0]"),
            ("(P-Y)ᵀ v", "P[L].T*v[L]"),
            ("head", "q[l-1]*P[l-1]*u[0]"),
            ("head of v", "q[l-1]*P[l-1]*v[0]"),
            ("tail back", "q[L]*A[l].T*u[L]"),
            ("tail back of v", "q[L]*A[l].T*v[L]"),
            "def Z[l]",
            ((SCALED, "l"), "b*lam[l]"),
            "def q[l]",
        ],
        {
            "tails": use(tails, n="l"),
            "heads at L": use(heads, n="L"),
            "heads at l-1": use(heads, n="l-1"),
            "(P-Y) u": right,
            "(P-Y)ᵀ u": left,
            "(P-Y) v": use(right, SECOND),
            "(P-Y)ᵀ v": use(left, SECOND),
            "head": use(parts.head, n="l-1"),
            "head of v": use(parts.head, SECOND, n="l-1"),
            "tail back": use(parts.tail_back, n="l"),
            "tail back of v": use(parts.tail_back, SECOND, n="l"),
        },
    )


def residual(book: Book, objective: Objective, parts: Chain) -> tuple[str, str]:
    """(P_L − Y) u_0 = −q s^(2−L) u_L and the transposed relation: the root equation."""
    more, given = mode("u", "s", "y")
    letters = [x.L2, x.DIMS, x.FACTORS, x.TARGET, x.PRODUCT, x.TAIL, x.SCALES, x.SCALE_PRODUCT, *more]
    right = book.expand(
        letters,
        given,
        "P[L]*u[0] - Y*u[0] == -q[L]*s**(2-L)*u[L]",
        [("head", "q[L]*P[L]*u[0]"), IMAGE, ROOT],
        {"head": use(parts.head, n="L")},
    )
    left = book.expand(
        letters,
        given,
        "P[L].T*u[L] - Y.T*u[L] == -q[L]*s**(2-L)*u[0]",
        [("head back", "q[L]*P[L].T*u[L]"), COIMAGE, ROOT],
        {"head back": use(parts.head_back, n="L")},
    )
    return right, left


def modes_of_closed_form(book: Book, objective: Objective) -> str:
    """At W_k = μ_k⁻¹(U_k S U_{k−1}ᵀ + s u_k u_{k−1}ᵀ) the column u is a chain with root s, and vectors orthogonal to all
    frames are annihilated."""
    letters = [*mode_letters(objective, x.L2), x.matrix("g", "d[0]", "1")]
    book.scene = {**chains(objective), "g": chains(objective)["out"]["0"]}
    given = [ORTHONORMAL, UNIT, APART, WITH_MODE, "U[0].T*g == 0", "u[0].T*g == 0"]
    here = [((WITH_MODE, "k"), "W[k]")]
    frames = [
        rule
        for place in ("k", "k-1")
        for rule in (
            ((ORTHONORMAL, place), f"U[{place}].T*U[{place}]"),
            ((UNIT, place), f"u[{place}].T*u[{place}]"),
            ((APART, place), f"U[{place}].T*u[{place}]"),
        )
    ]
    return book.expand(
        letters,
        given,
        [FORWARD, BACK, "W[1]*g == 0"],
        [
            *((ref, lead, [0, 1]) for ref, lead in [*here, *frames]),
            ((WITH_MODE, "1"), "W[1]", [2]),
            ("U[0].T*g == 0", "U[0].T*g", [2]),
            ("u[0].T*g == 0", "u[0].T*g", [2]),
        ],
    )
