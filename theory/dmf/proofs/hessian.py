"""The Hessian of F at a closed-form point, block by block, with L symbolic.

The Hessian is the linear part of the gradient along W + tZ, derived from the objective (``second_order``). A *mode* of W
is a chain of vectors u_0 … u_L with μ_k W_k u_{k−1} = s u_k, μ_k W_kᵀ u_k = s u_{k−1}, Y u_0 = y u_L, Yᵀu_L = y u_0 and
the root equation; the i-th columns of the frames of a closed-form point are one. Neither unit length nor orthogonality
is used, so the second mode of a pair may be the first one: then the pair block is the block {i, i}.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.directions import APART, UNIT, WITH_MODE, mode_letters
from theory.dmf.proofs.gradient import GRADIENT
from theory.dmf.proofs.points import ORTHONORMAL, SCALED
from theory.dmf.scenes.hessian import chains
from theory.dmf.scenes.hessian import second_order as generic_direction
from theory.prove.derivation import Book

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

    def unfold(names: str, place: str) -> list:
        return [(["def", name, place], f"{name}[{place}]") for name in names.split()]

    base = book.expand(letters, [], head.replace("[n]", "[0]"), unfold("P1 P DP RP", "0"))
    step = book.expand(
        [*letters, x.integer("n", "0", "L-1")],
        [head],
        head.replace("[n]", "[n+1]"),
        [*unfold("P1 P DP RP W1", "n+1"), (["given", 0], "P1[n]")],
    )
    heads = book.add("induct", [*letters, x.integer("n", "0", "L")], [], head, {"symbol": "n"}, [base, step])
    base = book.expand(letters, [], tail.replace("[n]", "[L]"), unfold("A1 A DA RA", "L"))
    step = book.expand(
        [*letters, x.integer("n", "0", "L-1")],
        [tail.replace("[n]", "[n+1]")],
        tail,
        [*unfold("A1 A DA RA", "n"), *unfold("W1", "n+1"), (["given", 0], "A1[n+1]")],
    )
    tails = book.add(
        "induct", [*letters, x.integer("n", "0", "L")], [], tail, {"symbol": "n", "direction": "down"}, [base, step]
    )
    moved_gradient = GRADIENT
    for name in ("A", "P", "W"):
        moved_gradient = moved_gradient.replace(f"{name}[", f"{name}1[")
    a, e, d = "(DA[l]+t*RA[l])", "(DP[L]+t*RP[L])", "(DP[l-1]+t*RP[l-1])"
    remainder = (
        "2*a*(RA[l].T*(P[L]-Y)*P[l-1].T + A[l].T*RP[L]*P[l-1].T + A[l].T*(P[L]-Y)*RP[l-1].T"
        f" + {a}.T*{e}*P[l-1].T + {a}.T*(P[L]-Y)*{d}.T + A[l].T*{e}*{d}.T + t*{a}.T*{e}*{d}.T)"
    )
    slope = book.expand(
        [*letters, x.LAYER],
        [],
        f"{moved_gradient} == {GRADIENT} + t*({HESSIAN}) + t**2*{remainder}",
        [(["premise", 0, 0], "A1[l]"), (["premise", 1, 0], "P1[L]"), (["premise", 2, 0], "P1[l-1]"), *unfold("W1", "l")],
        [{"cert": tails, "set": {"n": "l"}}, {"cert": heads, "set": {"n": "L"}}, {"cert": heads, "set": {"n": "l-1"}}],
    )
    objectives = [letter for letter in x.moved({}) if letter[0] in ("Reg1", "F1")]
    both = _again(_again([*x.moved({"l": "W[l]+t*H"}), x.TAIL_MOVED]), {"t": "e"})
    letters = [*letters, x.LAYER, *objectives, x.matrix("H", "d[l]", "d[l-1]"), x.real("e"), *both]
    square = "a*tr((A1[l]*H*P1[l-1]).T*(A1[l]*H*P1[l-1])) + b*lam[l]*tr(H.T*H)"
    rename = {f"{name}{k or ''}": f"{name}{k + 1}" for name in ("W", "P", "A", "Reg", "F") for k in (0, 1)}
    return book.expand(
        letters,
        [],
        f"F2 == F1 + e*tr(H.T*({GRADIENT} + t*({HESSIAN}) + t**2*{remainder})) + e**2*({square})",
        [],
        [{"cert": variation, "rename": {**rename, "t": "e"}}, slope],
        [["_", ["premise", 0, 0]], ["e*tr(H.T*_)", ["premise", 1, 0]]],
    )


def _again(value: Any, rename: dict[str, str] | None = None) -> Any:
    """Declarations with W, P, A, Reg, F moved on by one: W1 for W, W2 for W1; or letters renamed."""
    if isinstance(value, dict):
        return {key: item if key in ("kind", "over") else _again(item, rename) for key, item in value.items()}
    if isinstance(value, list):
        return [_again(item, rename) for item in value]
    if rename is not None:
        return re.sub(r"\b[a-z]\b", lambda hit: rename.get(hit[0], hit[0]), value)
    return re.sub(r"\b(W|P|A|Reg|F)(1?)\b", lambda hit: f"{hit[1]}{int(hit[2] or 0) + 1}", value)


def mode(vector: str, root: str, value: str) -> tuple[list, list[str]]:
    """(letters, hypotheses) of one mode: its vectors, its root in every layer, its singular value of Y."""
    letters = [[vector, {"kind": "matrix", "over": ["n_", "0", "L"], "shape": ["d[n_]", "1"]}], x.positive(root), x.real(value)]
    given = [
        f"all(k, 1, L, mu[k]*W[k]*{vector}[k-1] == {root}*{vector}[k])",
        f"all(k, 1, L, mu[k]*W[k].T*{vector}[k] == {root}*{vector}[k-1])",
        f"Y*{vector}[0] == {value}*{vector}[L]",
        f"Y.T*{vector}[L] == {value}*{vector}[0]",
        f"q[L]*{value} == q[L]**2*{root}**(2-L) + {root}**L",
    ]
    return letters, given


@dataclass(frozen=True)
class Chain:
    """Ids: the products below and above a layer, applied to the vectors of a mode (u, s)."""

    head: str  # q_n P_n u_0 = s^n u_n
    head_back: str  # q_n P_nᵀ u_n = s^n u_0
    tail: str  # q_L A_n u_n = q_n s^(L−n) u_L
    tail_back: str  # q_L A_nᵀ u_L = q_n s^(L−n) u_n

    def at(self, part: str, n: str, rename: dict | None = None) -> dict:
        """A premise: one part at layer n, for another mode where renamed."""
        return {"cert": getattr(self, part), "set": {"n": n}, **({"rename": rename} if rename else {})}


def chain(book: Book) -> Chain:
    """Inductions over the layers, from the two vector relations of a mode alone."""
    more, given = mode("u", "s", "y")
    given = given[:2]
    letters = [x.L2, x.DIMS, x.FACTORS, x.PRODUCT, x.TAIL, x.SCALES, x.SCALE_PRODUCT, *more[:2]]
    here = [*letters, x.integer("n", "0", "L")]

    def prove(then: str, down: bool, start: list, rules: list) -> str:
        first, following = then, then.replace("[n]", "[n+1]").replace("**n", "**(n+1)").replace("(L-n)", "(L-n-1)")
        end = then.replace("[n]", "[L]" if down else "[0]").replace("**n", "**0").replace("(L-n)", "0")
        base = book.expand(letters, given, end, start)
        known, goal = (following, first) if down else (first, following)
        step = book.expand([*letters, x.integer("n", "0", "L-1")], [*given, known], goal, rules)
        witness = {"symbol": "n", **({"direction": "down"} if down else {})}
        return book.add("induct", here, given, then, witness, [base, step])

    up = [(["def", "P", "n+1"], "P[n+1]"), (["def", "q", "n+1"], "q[n+1]")]
    down = [(["def", "A", "n"], "A[n]"), (["def", "q", "n+1"], "q[n+1]")]
    forward, back = (["given", 0, "n+1"], "mu[n+1]*W[n+1]*u[n]"), (["given", 1, "n+1"], "mu[n+1]*W[n+1].T*u[n+1]")
    zero = [(["def", "P", "0"], "P[0]"), (["def", "q", "0"], "q[0]")]
    return Chain(
        prove("q[n]*P[n]*u[0] == s**n*u[n]", False, zero, [*up, (["given", 2], "q[n]*P[n]*u[0]"), forward]),
        prove("q[n]*P[n].T*u[n] == s**n*u[0]", False, zero, [*up, back, (["given", 2], "q[n]*P[n].T*u[n]")]),
        prove(
            "q[L]*A[n]*u[n] == q[n]*s**(L-n)*u[L]",
            True,
            [(["def", "A", "L"], "A[L]")],
            [*down, forward, (["given", 2], "q[L]*A[n+1]*u[n+1]")],
        ),
        prove(
            "q[L]*A[n].T*u[L] == q[n]*s**(L-n)*u[n]",
            True,
            [(["def", "A", "L"], "A[L]")],
            [*down, (["given", 2], "q[L]*A[n+1].T*u[L]"), back],
        ),
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

    use = parts.at
    then = "q[n]*DP[n] == fa[n]*u[n]*v[0].T + fb[n]*v[n]*u[0].T"
    base = book.expand(
        letters, given, then.replace("[n]", "[0]"), [(["def", name, "0"], f"{name}[0]") for name in ("DP", "fa", "fb", "q")]
    )
    step = book.expand(
        [*letters, x.integer("n", "0", "L-1")],
        [*given, then],
        then.replace("[n]", "[n+1]"),
        [
            *((["def", name, "n+1"], f"{name}[n+1]") for name in ("DP", "fa", "fb", "q", "Z")),
            (["given", len(given)], "q[n]*DP[n]"),
            (["given", 1, "n+1"], "mu[n+1]*W[n+1]*u[n]"),
            (["given", 6, "n+1"], "mu[n+1]*W[n+1]*v[n]"),
            (["premise", 0, 0], "q[n]*P[n].T*u[n]"),
            (["premise", 1, 0], "q[n]*P[n].T*v[n]"),
        ],
        [use("head_back", "n"), use("head_back", "n", SECOND)],
    )
    heads = book.add("induct", [*letters, x.integer("n", "0", "L")], given, then, {"symbol": "n"}, [base, step])
    then = "q[L]*DA[n] == q[n]*(ga[n]*u[L]*v[n].T + gb[n]*v[L]*u[n].T)"
    base = book.expand(
        letters, given, then.replace("[n]", "[L]"), [(["def", name, "L"], f"{name}[L]") for name in ("DA", "ga", "gb")]
    )
    step = book.expand(
        [*letters, x.integer("n", "0", "L-1")],
        [*given, then.replace("[n]", "[n+1]")],
        then,
        [
            *((["def", name, "n"], f"{name}[n]") for name in ("DA", "ga", "gb")),
            (["def", "Z", "n+1"], "Z[n+1]"),
            (["def", "q", "n+1"], "q[n+1]"),
            (["given", len(given)], "q[L]*DA[n+1]"),
            (["given", 2, "n+1"], "mu[n+1]*W[n+1].T*u[n+1]"),
            (["given", 7, "n+1"], "mu[n+1]*W[n+1].T*v[n+1]"),
            (["premise", 0, 0], "q[L]*A[n+1]*u[n+1]"),
            (["premise", 1, 0], "q[L]*A[n+1]*v[n+1]"),
        ],
        [use("tail", "n+1"), use("tail", "n+1", SECOND)],
    )
    tails = book.add(
        "induct", [*letters, x.integer("n", "0", "L")], given, then, {"symbol": "n", "direction": "down"}, [base, step]
    )
    rests = residual(book, objective, parts)
    return book.expand(
        [*letters, x.LAYER],
        given,
        f"{HESSIAN} == 2*b*lam[l]*mu[l]**(-1)*({ROW}*u[l]*v[l-1].T + {COLUMN}*v[l]*u[l-1].T)",
        [
            (["premise", 0, 0], "q[L]*DA[l]"),
            (["premise", 1, 0], "q[L]*DP[L]"),
            (["premise", 2, 0], "q[l-1]*DP[l-1]"),
            (["premise", 3, 0], "P[L]*u[0]"),
            (["premise", 4, 0], "P[L].T*u[L]"),
            (["premise", 5, 0], "P[L]*v[0]"),
            (["premise", 6, 0], "P[L].T*v[L]"),
            (["premise", 7, 0], "q[l-1]*P[l-1]*u[0]"),
            (["premise", 8, 0], "q[l-1]*P[l-1]*v[0]"),
            (["premise", 9, 0], "q[L]*A[l].T*u[L]"),
            (["premise", 10, 0], "q[L]*A[l].T*v[L]"),
            (["def", "Z", "l"], "Z[l]"),
            (["given", 0, "l"], "b*lam[l]"),
            (["def", "q", "l"], "q[l]"),
        ],
        [
            {"cert": tails, "set": {"n": "l"}},
            {"cert": heads, "set": {"n": "L"}},
            {"cert": heads, "set": {"n": "l-1"}},
            rests[0],
            rests[1],
            {"cert": rests[0], "rename": SECOND},
            {"cert": rests[1], "rename": SECOND},
            use("head", "l-1"),
            use("head", "l-1", SECOND),
            use("tail_back", "l"),
            use("tail_back", "l", SECOND),
        ],
    )


def residual(book: Book, objective: Objective, parts: Chain) -> tuple[str, str]:
    """(P_L − Y) u_0 = −q s^(2−L) u_L and the transposed relation: the root equation."""
    more, given = mode("u", "s", "y")
    letters = [x.L2, x.DIMS, x.FACTORS, x.TARGET, x.PRODUCT, x.TAIL, x.SCALES, x.SCALE_PRODUCT, *more]
    right = book.expand(
        letters,
        given,
        "P[L]*u[0] - Y*u[0] == -q[L]*s**(2-L)*u[L]",
        [(["premise", 0, 0], "q[L]*P[L]*u[0]"), (["given", 2], "Y*u[0]"), (["given", 4], "q[L]*y")],
        [parts.at("head", "L")],
    )
    left = book.expand(
        letters,
        given,
        "P[L].T*u[L] - Y.T*u[L] == -q[L]*s**(2-L)*u[0]",
        [(["premise", 0, 0], "q[L]*P[L].T*u[L]"), (["given", 3], "Y.T*u[L]"), (["given", 4], "q[L]*y")],
        [parts.at("head_back", "L")],
    )
    return right, left


def modes_of_closed_form(book: Book, objective: Objective) -> str:
    """At W_k = μ_k⁻¹(U_k S U_{k−1}ᵀ + s u_k u_{k−1}ᵀ) the column u is a chain with root s, and vectors orthogonal to all
    frames are annihilated."""
    book.scene = chains(objective)
    letters = [*mode_letters(objective, x.L2), x.matrix("g", "d[0]", "1")]
    scene = {**chains(objective), "g": chains(objective)["out"]["0"]}
    book.scene = scene
    given = [ORTHONORMAL, UNIT, APART, WITH_MODE, "U[0].T*g == 0", "u[0].T*g == 0"]
    here = [(["given", 3, "k"], "W[k]")]
    frames = [
        rule
        for place in ("k", "k-1")
        for rule in (
            (["given", 0, place], f"U[{place}].T*U[{place}]"),
            (["given", 1, place], f"u[{place}].T*u[{place}]"),
            (["given", 2, place], f"U[{place}].T*u[{place}]"),
        )
    ]
    return book.expand(
        letters,
        given,
        ["all(k, 1, L, mu[k]*W[k]*u[k-1] == s*u[k])", "all(k, 1, L, mu[k]*W[k].T*u[k] == s*u[k-1])", "W[1]*g == 0"],
        [
            *((ref, lead, [0, 1]) for ref, lead in [*here, *frames]),
            (["given", 3, "1"], "W[1]", [2]),
            (["given", 4], "U[0].T*g", [2]),
            (["given", 5], "u[0].T*g", [2]),
        ],
    )
