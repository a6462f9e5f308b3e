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
    DOUBLE,
    INFLECTED,
    PAIR,
    REST,
    ROOT,
    SHIFT,
    WELL,
    WITH_MODE,
    frame_rules,
    inflections,
    mode_given,
    mode_letters,
    moved_mode,
    product_of_modes,
    profile,
    rates,
    well,
)
from theory.dmf.proofs.gradient import GRADIENT, RENAME
from theory.dmf.proofs.points import LEFT, ORTHONORMAL, RIGHT, SCALED
from theory.dmf.proofs.points import ROOT as ROOTS
from theory.dmf.scenes.degenerate import apart
from theory.dmf.scenes.points import point, threshold_surd
from theory.prove.derivation import Book
from theory.prove.formulas import at, renamed, unfold, use

SLOPE = "2*a*(q[L]**(-2)*s**(2*L-1) - q[L]**(-1)*y*s**(L-1) + s)"
"""fit·g′(s)/L."""
GRADIENT1 = "2*a*A1[l].T*(P1[L]-Y)*P1[l-1].T + 2*b*lam[l]*W1[l]"


def tail_of_modes(book: Book, objective: Objective, layers: list) -> str:
    """q_L A_nᵀ = q_n (U_n S^(L−n) U_Lᵀ + s^(L−n) u_n u_Lᵀ) for n <= L−1."""
    letters, given = [*mode_letters(objective, layers), x.TAIL], mode_given()
    return book.induct(
        letters,
        given,
        "q[L]*A[n].T == q[n]*(U[n]*S**(L-n)*U[L].T + s**(L-n)*u[n]*u[L].T)",
        ("n", "0", "L-1"),
        ["def A[L-1]", "def A[L]", "def q[L]", ((WITH_MODE, "L"), "W[L]")],
        ["def A[n]", ("induction", "q[L]*A[n+1].T"), ((WITH_MODE, "n+1"), "W[n+1]"), "def q[n+1]", *frame_rules("n+1")],
        down=True,
        until="L-2",
    )


def gradient_at_modes(book: Book, objective: Objective) -> str:
    """Common modes at their roots, one mode at any s: the gradient in layer l is fit·g′(s)/L·μ_l u_l u_{l−1}ᵀ, any L ≥ 2."""
    book.scene = point(objective, whole=True, value=Fraction(19, 3))
    tail, product = tail_of_modes(book, objective, x.L2), product_of_modes(book, objective, x.L2)
    letters, given = [*mode_letters(objective, x.L2), x.TAIL], [*mode_given(), ROOTS]
    then = f"{GRADIENT} == {SLOPE}*mu[l]*u[l]*u[l-1].T"

    def part(layer: str, first: list, uses: dict[str, dict], *more: list) -> str:
        """The gradient in one kind of layer: the first, the last, or one between."""
        return book.expand(
            [*letters, *more],
            given,
            renamed(then, l=layer),
            [
                *first,
                ("product", "q[L]*P[L]"),
                ((WITH_MODE, layer), f"W[{layer}]"),
                ((SCALED, layer), f"b*lam[{layer}]"),
                f"def q[{layer}]",
                LEFT,
                PAIR[1],
                RIGHT,
                PAIR[0],
                *frame_rules("0"),
                *frame_rules("L"),
                ROOTS,
            ],
            {"product": use(product, n="L"), **uses},
        )

    first = part("1", [*unfold("P q", "0"), ("tail", "q[L]*A[1].T")], {"tail": use(tail, n="1")})
    inner = part(
        "l",
        [("tail", "q[L]*A[l].T"), ("head", "q[l-1]*P[l-1]")],
        {"tail": use(tail, n="l"), "head": use(product, n="l-1")},
        x.integer("l", "2", "L-1"),
    )
    last = part("L", ["def A[L]", ("head", "q[L-1]*P[L-1]")], {"head": use(product, n="L-1")})
    above = book.cases([*letters, x.integer("l", "2", "L")], given, then, ("l", "L"), {"below": inner, "at": last})
    return book.cases([*letters, x.LAYER], given, then, ("l", "1"), {"at": first, "above": above})


def one_double_root(book: Book, objective: Objective, root: str, slope: str) -> str:
    """L ≥ 3, one mode at a double root s, moved to e > 0 in every layer: F1 − F = fit·(g(e) − g(s)) with
    g′(s) = g″(s) = 0 < g‴(s), and L·∇_l F(moved) = fit·g′(e)·μ_l u_l u_{l−1}ᵀ: orders exactly 3 and 2 in e − s."""
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
    given = [*mode_given(), ROOTS, ROOT, DOUBLE]
    factors, moved = moved_mode(book, letters, given), {**RENAME, "s": "e"}
    change = book.expand(
        letters,
        given,
        f"F1 - F == a*({well('e')} - {WELL})",
        [("moved shape", "F1"), ("shape", "F")],
        {"factors": factors, "moved shape": use(shape, moved), "shape": shape},
    )
    gradient = book.expand(
        letters,
        given,
        f"L*({GRADIENT1}) == a*diff({well('e')}, e)*mu[l]*u[l]*u[l-1].T",
        [],
        {"factors": factors, "moved slope": use(slope, moved)},
        [["L*_", "moved slope"]],
    )
    slopes = [book.expand(letters, given, atom, []) for atom in rates(3)]
    return book.add(
        "collect",
        letters,
        given,
        [
            f"F1 - F == a*({well('e')} - {WELL})",
            f"L*({GRADIENT1}) == a*diff({well('e')}, e)*mu[l]*u[l]*u[l-1].T",
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
    given = [renamed(text, L="2") for text in [*mode_given(), ROOTS, "y == q[L]"]]
    atoms = [
        f"F == a*q[2]**(-2)*s**4 + a*{renamed(REST, L='2')}",
        f"{renamed(GRADIENT, L='2')} == 2*a*q[2]**(-2)*s**3*mu[l]*u[l]*u[l-1].T",
    ]
    value = book.expand(
        letters,
        given,
        atoms[0],
        [("shape", "F")],
        {"shape": use(shape, L="2")},
        [["-2*a*q[2]**(-1)*s**2*_", "y == q[2]"]],
    )
    gradient = book.expand(
        letters,
        given,
        atoms[1],
        [],
        {"slope": use(slope, L="2")},
        [["_", "slope"], ["-2*a*q[2]**(-1)*s*_*mu[l]*u[l]*u[l-1].T", "y == q[2]"]],
    )
    return book.add("collect", letters, given, atoms, None, [value, gradient])


SPREAD = "all(k, 1, 3, W[k] == mu[k]**(-1)*U[k]*(s*I(r) + t*N)*U[k-1].T)"
MEAN = "all(k, 1, 3, W1[k] == mu[k]**(-1)*s*U[k]*U[k-1].T)"


SCALED3, ORTHONORMAL3 = renamed(SCALED, L="3"), renamed(ORTHONORMAL, L="3")
IMAGE, COIMAGE, SIZE, VALUE = "Y*U[0] == y*U[3]", "Y.T*U[3] == y*U[0]", "q[3]**2 == 3*s**4", "q[3]*y == 4*s**3"
SIGNS = ["N*N == I(r)", "tr(N) == 0"]
TURNED = [("cube", "N**3"), *SIGNS]
FRAMES = [((ORTHONORMAL3, k), f"U[{k}].T*U[{k}]") for k in ("0", "1", "2", "3")]
RIDGES = [((SCALED3, k), f"b*lam[{k}]") for k in ("1", "2", "3")]


def double_roots_apart(book: Book, objective: Objective, root: str) -> str:
    """L = 3, r modes at one double root s (q² = 3s⁴, q y = 4s³), moved apart by t N, N² = I, tr N = 0, in every layer:
    F changes by fit·r·(15 s² t⁴ + t⁶)/q², of order 4 where one double root alone has order 3; the gradient in layer l is
    2 fit·μ_l t²/q²·U_l (6s³ + 5st² + (10s²t + t³)N) U_{l−1}ᵀ, of order 2."""
    book.scene = apart(objective)
    spread = [["N", {"kind": "diagonal", "size": "r"}], x.positive("s"), x.real("y"), x.real("t"), ["W1", x.FACTORS[1]]]
    letters = x.fixed(
        [
            *x.base(objective),
            x.SCALES,
            x.SCALE_PRODUCT,
            x.MODES,
            x.FRAMES,
            *spread,
            *x.moved_everywhere("W1[n_]")[1:],
            x.TAIL,
        ],
        3,
    )
    given = [SCALED3, ORTHONORMAL3, SPREAD, MEAN, IMAGE, COIMAGE, SIZE, VALUE, *SIGNS]
    cube = book.expand(letters, given, "N**3 == N", [], None, [["_*N", SIGNS[0]]])
    product = book.expand(
        letters,
        given,
        "q[3]*P[3] == U[3]*((s**3 + 3*s*t**2)*I(r) + (3*s**2*t + t**3)*N)*U[0].T",
        [*_opened("P q", "W", SPREAD), *FRAMES[1:3], *TURNED],
        {"cube": cube},
    )
    known = {
        "cube": cube,
        "root": use(root, L="3"),
        "moved root": use(root, RENAME, L="3"),
        "q[3]*P[3]": product,
        "q[3]*P1[3]": book.expand(
            letters, given, "q[3]*P1[3] == s**3*U[3]*U[0].T", [*_opened("P1 q", "W1", MEAN), *FRAMES[1:3]]
        ),
        "Reg[3]": book.expand(
            letters,
            given,
            "Reg[3] == 3*a*r*(s**2 + t**2)",
            [*_opened("Reg", "W", SPREAD), *RIDGES, *FRAMES, *TURNED],
            {"cube": cube},
        ),
        "Reg1[3]": book.expand(letters, given, "Reg1[3] == 3*a*r*s**2", [*_opened("Reg1", "W1", MEAN), *RIDGES, *FRAMES]),
    }
    products = [(name, name) for name in ("q[3]*P[3]", "q[3]*P1[3]", "Reg[3]", "Reg1[3]")]
    value = book.expand(
        letters,
        given,
        "F - F1 == a*r*q[3]**(-2)*(15*s**2*t**4 + t**6)",
        [("root", "F"), ("moved root", "F1"), *products, COIMAGE, FRAMES[0], FRAMES[3], *TURNED],
        known,
        [["-6*a*r*q[3]**(-2)*s*t**2*_", VALUE], ["3*a*r*q[3]**(-2)*t**2*_", SIZE]],
    )
    slopes = [_slope_apart(book, letters, given, layer, cube, product) for layer in (1, 2, 3)]
    atoms = [book.pages[name].statement["then"][0] for name in (value, *slopes)]
    return book.add("collect", letters, given, atoms, None, [value, *slopes])


def _opened(names: str, factors: str, closed: str) -> list:
    """Definitions of the letters down to 0, with the closed form of the factors in place of W or W1."""
    found: list = []
    for k in ("3", "2", "1"):
        found += [*unfold(names, k), ((closed, k), f"{factors}[{k}]")]
    return [*found, *unfold(names, "0")]


def _slope_apart(book: Book, letters: list, given: list[str], layer: int, cube: str, product: str) -> str:
    """The gradient in one layer, of order 2 in t."""
    k, low = str(layer), str(layer - 1)
    return book.expand(
        letters,
        given,
        f"{at(renamed(GRADIENT, L='3'), l=k)} == "
        f"2*a*mu[{k}]*q[3]**(-2)*t**2*U[{k}]*((6*s**3 + 5*s*t**2)*I(r) + (10*s**2*t + t**3)*N)*U[{low}].T",
        [
            ("product", "q[3]*P[3]"),
            *(f"def A[{i}]" for i in range(layer, 4)),
            *(f"def P[{i}]" for i in range(layer - 1, -1, -1)),
            *(((SPREAD, i), f"W[{i}]") for i in "321"),
            COIMAGE,
            IMAGE,
            *FRAMES,
            RIDGES[layer - 1],
            *TURNED,
            *(f"def q[{i}]" for i in "3210"),
        ],
        {"cube": cube, "product": product},
        [
            [f"-2*a*mu[{k}]*q[3]**(-2)*_*U[{k}]*((s**2 + t**2)*I(r) + 2*s*t*N)*U[{low}].T", VALUE],
            [f"2*a*mu[{k}]*q[3]**(-2)*_*U[{k}]*(s*I(r) + t*N)*U[{low}].T", SIZE],
        ],
    )
