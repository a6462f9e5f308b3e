"""Degenerate critical points: F and ∇F along the kernel of the Hessian, exactly.

One mode moved from its root s to any e > 0 in every layer: F changes by fit·(g(e) − g(s)), and the gradient in layer l is
fit·g′(e)·μ_l u_l u_{l−1}ᵀ/L, for every L. Several modes at one double root moved apart, s + tN with N² = I and tr N = 0: at
L = 3 the change of F is fit·r·(15 s² t⁴ + t⁶)/q², of order 4, while the gradient stays of order 2.
"""

from __future__ import annotations

from fractions import Fraction

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.directions import (
    INFLECTED,
    REST,
    ROOT,
    SHIFT,
    WELL,
    WITH_MODE,
    _frame_rules,
    at,
    inflections,
    mode_given,
    mode_letters,
    product_of_modes,
    profile,
    rates,
)
from theory.dmf.proofs.gradient import GRADIENT, RENAME
from theory.dmf.proofs.points import ORTHONORMAL, SCALED
from theory.dmf.proofs.points import ROOT as ROOTS
from theory.dmf.scenes.degenerate import apart
from theory.dmf.scenes.points import point, threshold_surd
from theory.prove.derivation import Book

SLOPE = "2*a*(q[L]**(-2)*s**(2*L-1) - q[L]**(-1)*y*s**(L-1) + s)"
"""fit·g′(s)/L."""
GRADIENT1 = "2*a*A1[l].T*(P1[L]-Y)*P1[l-1].T + 2*b*lam[l]*W1[l]"


def tail_of_modes(book: Book, objective: Objective, layers: list) -> str:
    """q_L A_nᵀ = q_n (U_n S^(L−n) U_Lᵀ + s^(L−n) u_n u_Lᵀ) for n <= L−1."""
    letters, given = [*mode_letters(objective, layers), x.TAIL], mode_given()
    then = "q[L]*A[n].T == q[n]*(U[n]*S**(L-n)*U[L].T + s**(L-n)*u[n]*u[L].T)"
    base = book.expand(
        letters,
        given,
        then.replace("[n]", "[L-1]").replace("(L-n)", "1"),
        [
            (["def", "A", "L-1"], "A[L-1]"),
            (["def", "A", "L"], "A[L]"),
            (["def", "q", "L"], "q[L]"),
            (["given", 4, "L"], "W[L]"),
        ],
    )
    step = book.expand(
        [*letters, x.integer("n", "0", "L-2")],
        [*given, then.replace("[n]", "[n+1]").replace("(L-n)", "(L-n-1)")],
        then,
        [
            (["def", "A", "n"], "A[n]"),
            (["given", 9], "q[L]*A[n+1].T"),
            (["given", 4, "n+1"], "W[n+1]"),
            (["def", "q", "n+1"], "q[n+1]"),
            *_frame_rules("n+1"),
        ],
    )
    return book.add(
        "induct", [*letters, x.integer("n", "0", "L-1")], given, then, {"symbol": "n", "direction": "down"}, [base, step]
    )


def gradient_at_modes(book: Book, objective: Objective) -> str:
    """Common modes at their roots, one mode at any s: the gradient in layer l is fit·g′(s)/L·μ_l u_l u_{l−1}ᵀ, any L ≥ 2."""
    book.scene = point(objective, whole=True, value=Fraction(19, 3))
    tail, product = tail_of_modes(book, objective, x.L2), product_of_modes(book, objective, x.L2)
    letters, given = [*mode_letters(objective, x.L2), x.TAIL], [*mode_given(), ROOTS]
    then = f"{GRADIENT} == {SLOPE}*mu[l]*u[l]*u[l-1].T"

    def part(layer: str, extra: list, first: list, uses: list) -> str:
        low = f"{layer}-1"
        atom = then.replace("[l-1]", f"[{low}]").replace("[l]", f"[{layer}]")
        return book.expand(
            [*letters, *extra],
            given,
            atom,
            [
                *first,
                (["premise", 0, 0], "q[L]*P[L]"),
                (["given", 4, layer], f"W[{layer}]"),
                (["given", 0, layer], f"b*lam[{layer}]"),
                (["def", "q", layer], f"q[{layer}]"),
                (["given", 6], "Y.T*U[L]"),
                (["given", 8], "Y.T*u[L]"),
                (["given", 5], "Y*U[0]"),
                (["given", 7], "Y*u[0]"),
                *_frame_rules("0"),
                *_frame_rules("L"),
                (["given", 9], "q[L]*M"),
            ],
            [{"cert": product, "set": {"n": "L"}}, *uses],
        )

    def tail_at(n: str) -> dict:
        return {"cert": tail, "set": {"n": n}}

    def head_at(n: str) -> dict:
        return {"cert": product, "set": {"n": n}}

    first = part(
        "1", [], [(["def", "P", "0"], "P[0]"), (["def", "q", "0"], "q[0]"), (["premise", 1, 0], "q[L]*A[1].T")], [tail_at("1")]
    )
    inner = part(
        "l",
        [x.integer("l", "2", "L-1")],
        [(["premise", 1, 0], "q[L]*A[l].T"), (["premise", 2, 0], "q[l-1]*P[l-1]")],
        [tail_at("l"), head_at("l-1")],
    )
    last = part("L", [], [(["def", "A", "L"], "A[L]"), (["premise", 1, 0], "q[L-1]*P[L-1]")], [head_at("L-1")])
    above = book.add(
        "cases",
        [*letters, x.integer("l", "2", "L")],
        given,
        then,
        {"symbol": "l", "at": "L", "parts": {"below": 0, "at": 1}},
        [inner, last],
    )
    return book.add(
        "cases", [*letters, x.LAYER], given, then, {"symbol": "l", "at": "1", "parts": {"at": 0, "above": 1}}, [first, above]
    )


def one_double_root(book: Book, objective: Objective, root: str, slope: str) -> str:
    """L ≥ 3, one mode at a double root s, moved to e > 0 in every layer: F1 − F = fit·(g(e) − g(s)) with g′(s) = g″(s) = 0 <
    g‴(s), and L·∇_l F(moved) = fit·g′(e)·μ_l u_l u_{l−1}ᵀ: orders exactly 3 and 2 in e − s."""
    book.scene = point(
        objective,
        whole=True,
        modes=1,
        mode=threshold_surd(),
        value=Fraction(4),
        mu={n: threshold_surd() for n in (1, 2, 3)},
        roots=(threshold_surd() * Fraction(1, 2),),
    )
    shape = profile(book, objective, root, x.L3)
    letters = [
        *mode_letters(objective, x.L3),
        x.positive("m", "L-2"),
        x.positive("e"),
        *x.moved_everywhere(SHIFT),
        x.TAIL_MOVED,
        x.LAYER,
    ]
    given = [*mode_given(), ROOTS, ROOT, "L*s**(2*L-2) == (L-2)*q[L]**2"]
    factors = book.expand(
        letters,
        given,
        WITH_MODE.replace("W[k]", "W1[k]").replace("s*u", "e*u"),
        [(["def", "W1", "k"], "W1[k]"), (["given", 4, "k"], "W[k]")],
    )
    renamed = {**RENAME, "s": "e"}
    change = book.expand(
        letters,
        given,
        f"F1 - F == a*({at('e')} - {WELL})",
        [(["premise", 1, 0], "F1"), (["premise", 2, 0], "F")],
        [factors, {"cert": shape, "rename": renamed}, shape],
    )
    gradient = book.expand(
        letters,
        given,
        f"L*({GRADIENT1}) == a*diff({at('e')}, e)*mu[l]*u[l]*u[l-1].T",
        [],
        [factors, {"cert": slope, "rename": renamed}],
        [["L*_", ["premise", 1, 0]]],
    )
    slopes = [book.expand(letters, given, atom, []) for atom in rates(3)]
    return book.add(
        "collect",
        letters,
        given,
        [
            f"F1 - F == a*({at('e')} - {WELL})",
            f"L*({GRADIENT1}) == a*diff({at('e')}, e)*mu[l]*u[l]*u[l-1].T",
            *rates(3),
            *INFLECTED,
        ],
        None,
        [change, gradient, *slopes, *inflections(book, letters, given)],
    )


def two_layers(book: Book, objective: Objective, root: str, slope: str) -> str:
    """L = 2 at y = q: a mode raised from 0 to s > 0 changes F by fit·s⁴/q², and the gradient in layer l is
    2 fit·s³/q²·μ_l u_l u_{l−1}ᵀ: orders exactly 4 and 3."""
    book.scene = point(objective, whole=True, value=Fraction(19, 3))
    shape = profile(book, objective, root, x.L2)
    book.scene = point(
        objective, layers=2, whole=True, modes=1, mu={1: Fraction(2), 2: Fraction(3, 2)}, value=Fraction(3), mode=Fraction(1, 3)
    )
    letters = x.fixed([*mode_letters(objective, x.L2), x.TAIL, x.LAYER], 2)
    given = [g.replace("L", "2") for g in [*mode_given(), ROOTS, "y == q[L]"]]
    last = len(given) - 1
    atoms = [
        f"F == a*q[2]**(-2)*s**4 + a*{REST.replace('L', '2')}",
        f"{GRADIENT.replace('L', '2')} == 2*a*q[2]**(-2)*s**3*mu[l]*u[l]*u[l-1].T",
    ]
    value = book.expand(
        letters,
        given,
        atoms[0],
        [(["premise", 0, 0], "F")],
        [{"cert": shape, "set": {"L": "2"}}],
        [["-2*a*q[2]**(-1)*s**2*_", ["given", last]]],
    )
    gradient = book.expand(
        letters,
        given,
        atoms[1],
        [],
        [{"cert": slope, "set": {"L": "2"}}],
        [["_", ["premise", 0, 0]], ["-2*a*q[2]**(-1)*s*_*mu[l]*u[l]*u[l-1].T", ["given", last]]],
    )
    return book.add("collect", letters, given, atoms, None, [value, gradient])


SPREAD = "all(k, 1, 3, W[k] == mu[k]**(-1)*U[k]*(s*I(r) + t*N)*U[k-1].T)"
MEAN = "all(k, 1, 3, W1[k] == mu[k]**(-1)*s*U[k]*U[k-1].T)"


def double_roots_apart(book: Book, objective: Objective, root: str) -> str:
    """L = 3, r modes at one double root s (q² = 3s⁴, q y = 4s³), moved apart by t N, N² = I, tr N = 0, in every layer:
    F changes by fit·r·(15 s² t⁴ + t⁶)/q², of order 4 where one double root alone has order 3; the gradient in layer l is
    2 fit·μ_l t²/q²·U_l (6s³ + 5st² + (10s²t + t³)N) U_{l−1}ᵀ, of order 2."""
    book.scene = apart(objective)
    letters = x.fixed(
        [
            *x.base(objective),
            x.SCALES,
            x.SCALE_PRODUCT,
            x.MODES,
            x.FRAMES,
            ["N", {"kind": "diagonal", "size": "r"}],
            x.positive("s"),
            x.real("y"),
            x.real("t"),
            ["W1", x.FACTORS[1]],
            *x.moved_everywhere("W1[n_]")[1:],
            x.TAIL,
        ],
        3,
    )
    given = [
        SCALED.replace("L", "3"),
        ORTHONORMAL.replace("L", "3"),
        SPREAD,
        MEAN,
        "Y*U[0] == y*U[3]",
        "Y.T*U[3] == y*U[0]",
        "q[3]**2 == 3*s**4",
        "q[3]*y == 4*s**3",
        "N*N == I(r)",
        "tr(N) == 0",
    ]
    cube = book.expand(letters, given, "N**3 == N", [], None, [["_*N", ["given", 8]]])

    def unfold(names: str, place: str, value: int) -> list:
        """Definitions of the letters down to 0, with the closed form of the factors in place of W or W1."""
        found: list = []
        for k in ("3", "2", "1", "0"):
            found += [(["def", n, k], f"{n}[{k}]") for n in names.split()]
            found += [(["given", value, k], f"{place}[{k}]")] if k != "0" else []
        return found

    frames = [(["given", 1, k], f"U[{k}].T*U[{k}]") for k in ("0", "1", "2", "3")]
    weights = [(["given", 0, k], f"b*lam[{k}]") for k in ("1", "2", "3")]
    turned = [(["premise", 0, 0], "N**3"), (["given", 8], "N*N"), (["given", 9], "tr(N)")]
    products = [
        book.expand(
            letters,
            given,
            "q[3]*P[3] == U[3]*((s**3 + 3*s*t**2)*I(r) + (3*s**2*t + t**3)*N)*U[0].T",
            [*unfold("P q", "W", 2), *frames[1:3], *turned],
            [cube],
        ),
        book.expand(letters, given, "q[3]*P1[3] == s**3*U[3]*U[0].T", [*unfold("P1 q", "W1", 3), *frames[1:3]]),
    ]
    sums = [book.expand(letters, given, "Reg[3] == 3*a*r*(s**2 + t**2)",
                        [*unfold("Reg", "W", 2), *weights, *frames, *turned], [cube]),
            book.expand(letters, given, "Reg1[3] == 3*a*r*s**2", [*unfold("Reg1", "W1", 3), *weights, *frames])]  # fmt: skip
    uses = [cube, {"cert": root, "set": {"L": "3"}}, {"cert": root, "rename": RENAME, "set": {"L": "3"}}, *products, *sums]
    value = book.expand(
        letters,
        given,
        "F - F1 == a*r*q[3]**(-2)*(15*s**2*t**4 + t**6)",
        [
            (["premise", 1, 0], "F"),
            (["premise", 2, 0], "F1"),
            (["premise", 3, 0], "q[3]*P[3]"),
            (["premise", 4, 0], "q[3]*P1[3]"),
            (["premise", 5, 0], "Reg[3]"),
            (["premise", 6, 0], "Reg1[3]"),
            (["given", 5], "Y.T*U[3]"),
            frames[0],
            frames[3],
            *turned,
        ],
        uses,
        [["-6*a*r*q[3]**(-2)*s*t**2*_", ["given", 7]], ["3*a*r*q[3]**(-2)*t**2*_", ["given", 6]]],
    )
    slopes = []
    for k in ("1", "2", "3"):
        low = str(int(k) - 1)
        slopes.append(book.expand(
            letters, given, f"{GRADIENT.replace('[l]', f'[{k}]').replace('[l-1]', f'[{low}]').replace('L', '3')} == "
            f"2*a*mu[{k}]*q[3]**(-2)*t**2*U[{k}]*((6*s**3 + 5*s*t**2)*I(r) + (10*s**2*t + t**3)*N)*U[{low}].T",
            [(["premise", 1, 0], "q[3]*P[3]"), *((["def", "A", i], f"A[{i}]") for i in ("1", "2", "3") if i >= k),
             *((["def", "P", i], f"P[{i}]") for i in ("2", "1", "0") if i <= low),
             *((["given", 2, i], f"W[{i}]") for i in "321"), (["given", 5], "Y.T*U[3]"), (["given", 4], "Y*U[0]"),
             *frames, weights[int(low)], *turned,
             *((["def", "q", i], f"q[{i}]") for i in ("3", "2", "1", "0"))],
            [cube, products[0]],
            [[f"-2*a*mu[{k}]*q[3]**(-2)*_*U[{k}]*((s**2 + t**2)*I(r) + 2*s*t*N)*U[{low}].T", ["given", 7]],
             [f"2*a*mu[{k}]*q[3]**(-2)*_*U[{k}]*(s*I(r) + t*N)*U[{low}].T", ["given", 6]]]))  # fmt: skip
    atoms = [book.pages[name].statement["then"][0] for name in (value, *slopes)]
    return book.add("collect", letters, given, atoms, None, [value, *slopes])
