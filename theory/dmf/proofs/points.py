"""Critical points with L symbolic: the closed form is critical; every critical point has it; the scalar equation.

W_l = μ_l⁻¹ U_l S U_{l−1}ᵀ with fit·μ_l² = ridge·λ_l, q_n = μ_1⋯μ_n, and m = q_L σ^(2−L) + σ^L/q_L paired with σ.
"""

from __future__ import annotations

from dataclasses import dataclass

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.gradient import GRADIENT, Gradient
from theory.dmf.scenes.points import point
from theory.prove.derivation import Book

SCALED = "all(k, 1, L, a*mu[k]**2 == b*lam[k])"
ORTHONORMAL = "all(k, 0, L, U[k].T*U[k] == I(r))"
CLOSED = "all(k, 1, L, W[k] == mu[k]**(-1)*U[k]*S*U[k-1].T)"
RIGHT = "Y*U[0] == U[L]*M"
LEFT = "Y.T*U[L] == U[0]*M"
ROOT = "q[L]*M == q[L]**2*S**(2-L) + S**L"
VALUE = "(q[L]*S**(2-L) + q[L]**(-1)*S**L)"


@dataclass(frozen=True)
class Segments:
    """Ids: products of closed-form factors applied to frames (left and right of a layer)."""

    head: str  # q_n P_n U_0 = U_n S^n
    head_back: str  # q_n P_nᵀ U_n = U_0 S^n
    tail: str  # q_L A_n U_n = q_n U_L S^(L-n)
    tail_back: str  # q_L A_nᵀ U_L = q_n U_n S^(L-n)
    tail_whole: str  # q_L A_nᵀ = q_n U_n S^(L-n) U_Lᵀ, n <= L-1
    head_whole: str  # q_n P_n = U_n S^n U_0ᵀ, n >= 1


def _frame_letters(tail: bool) -> list:
    return [x.L2, x.DIMS, x.FACTORS, x.PRODUCT, *([x.TAIL] if tail else []), x.SCALES, x.SCALE_PRODUCT, x.MODES,
            x.FRAMES, x.SINGULAR]


def segments(book: Book) -> Segments:
    """Inductions over layers; the hypotheses are the frames and the closed form only."""
    given = [ORTHONORMAL, CLOSED]
    heads, tails = _frame_letters(False), _frame_letters(True)

    def up(then: str, first: list, rules: list) -> str:
        letters = heads
        base = book.expand(letters, given, then.replace("[n]", "[0]").replace("**n", "**0"), first)
        step = book.expand([*letters, x.integer("n", "0", "L-1")], [*given, then],
                           then.replace("[n]", "[n+1]").replace("**n", "**(n+1)"), rules)
        return book.add("induct", [*letters, x.integer("n", "0", "L")], given, then, {"symbol": "n"}, [base, step])

    def down(then: str, first: list, rules: list) -> str:
        letters = tails
        base = book.expand(letters, given, then.replace("[n]", "[L]").replace("(L-n)", "0"), first)
        step = book.expand([*letters, x.integer("n", "0", "L-1")],
                           [*given, then.replace("[n]", "[n+1]").replace("(L-n)", "(L-n-1)")], then, rules)
        return book.add("induct", [*letters, x.integer("n", "0", "L")], given, then,
                        {"symbol": "n", "direction": "down"}, [base, step])

    start = [(["def", "P", "0"], "P[0]"), (["def", "q", "0"], "q[0]")]
    grow = [(["def", "P", "n+1"], "P[n+1]"), (["def", "q", "n+1"], "q[n+1]"), (["given", 1, "n+1"], "W[n+1]")]
    head = up("q[n]*P[n]*U[0] == U[n]*S**n", start,
              [*grow, (["given", 2], "q[n]*P[n]*U[0]"), (["given", 0, "n"], "U[n].T*U[n]")])
    head_back = up("q[n]*P[n].T*U[n] == U[0]*S**n", start,
                   [*grow, (["given", 0, "n+1"], "U[n+1].T*U[n+1]"), (["given", 2], "q[n]*P[n].T*U[n]")])
    end = [(["def", "A", "L"], "A[L]")]
    shrink = [(["def", "A", "n"], "A[n]"), (["given", 1, "n+1"], "W[n+1]"), (["def", "q", "n+1"], "q[n+1]")]
    tail = down("q[L]*A[n]*U[n] == q[n]*U[L]*S**(L-n)", end,
                [*shrink, (["given", 0, "n"], "U[n].T*U[n]"), (["given", 2], "q[L]*A[n+1]*U[n+1]")])
    tail_back = down("q[L]*A[n].T*U[L] == q[n]*U[n]*S**(L-n)", end,
                     [*shrink, (["given", 2], "q[L]*A[n+1].T*U[L]"), (["given", 0, "n+1"], "U[n+1].T*U[n+1]")])
    tail_whole = book.expand(
        [*tails, x.integer("n", "0", "L-1")], given, "q[L]*A[n].T == q[n]*U[n]*S**(L-n)*U[L].T",
        [*shrink, (["premise", 0, 0], "q[L]*A[n+1]*U[n+1]")], [{"cert": tail, "set": {"n": "n+1"}}])
    head_whole = book.expand(
        [*heads, x.integer("n", "1", "L")], given, "q[n]*P[n] == U[n]*S**n*U[0].T",
        [(["def", "P", "n"], "P[n]"), (["def", "q", "n"], "q[n]"), (["given", 1, "n"], "W[n]"),
         (["premise", 0, 0], "q[n-1]*P[n-1].T*U[n-1]")], [{"cert": head_back, "set": {"n": "n-1"}}])
    return Segments(head, head_back, tail, tail_back, tail_whole, head_whole)


def closed_form_is_critical(book: Book, objective: Objective, steps: Gradient) -> str:
    """Frames, paired singular triples and the root equation give critical(F, W)."""
    book.scene = point(objective)
    parts = segments(book)
    given = [ORTHONORMAL, CLOSED, SCALED, RIGHT, LEFT, ROOT]
    letters = [*x.base(objective), x.TAIL, x.SCALES, x.SCALE_PRODUCT, x.MODES, x.FRAMES, x.SINGULAR, x.VALUES]

    def use(cert: str, n: str) -> dict:
        return {"cert": cert, "set": {"n": n}}

    def gradient_vanishes(layer: str, extra: list, first: list, last: list, more: list) -> str:
        head, tail = f"{layer}-1", layer
        return book.expand(
            [*letters, *extra], given, f"{GRADIENT.replace('[l]', f'[{layer}]').replace('l-1', head)} == 0",
            [*first, (["def", "P", layer], f"P[{layer}]"), (["given", 1, layer], f"W[{layer}]"),
             (["premise", 1, 0], f"q[L]*A[{tail}]*U[{tail}]"), (["premise", 2, 0], f"q[L]*A[{tail}].T*U[L]"),
             (["premise", 3, 0], f"q[{head}]*P[{head}].T*U[{head}]"), (["premise", 4, 0], f"q[{head}]*P[{head}]*U[0]"),
             (["def", "q", layer], f"q[{layer}]"), (["given", 2, layer], f"b*lam[{layer}]"),
             (["given", 5], "q[L]*M"), *last],
            [use(steps.split, layer), use(parts.tail, tail), use(parts.tail_back, tail), use(parts.head_back, head),
             use(parts.head, head), *more])

    inner = gradient_vanishes(
        "l", [x.integer("l", "1", "L-1")], [(["premise", 0, 0], "P[L]")],
        [(["premise", 5, 0], "q[L]*A[l].T"), (["given", 4], "Y.T*U[L]")], [use(parts.tail_whole, "l")])
    outer = gradient_vanishes(
        "L", [], [(["def", "A", "L"], "A[L]")], [(["premise", 5, 0], "q[L-1]*P[L-1]"), (["given", 3], "Y*U[0]")],
        [use(parts.head_whole, "L-1")])
    layers = book.add("cases", [*letters, x.LAYER], given, f"{GRADIENT} == 0",
                      {"symbol": "l", "at": "L", "parts": {"below": 0, "at": 1}}, [inner, outer])
    return book.add("stationary", letters, given, "critical(F, W)",
                    {"rename": {"W": "W1", "P": "P1", "Reg": "Reg1", "F": "F1"}, "objective": "F", "family": "W",
                     "direction": "H", "step": "t", "layer": "l", "gradient": GRADIENT, "fact": 0},
                    [steps.variation, layers])


def every_critical_point_has_it(book: Book, objective: Objective, steps: Gradient) -> str:
    """critical(F, W) gives r, orthonormal frames U_n, positive S with the closed form and Y U_0 = U_L m(S)."""
    book.scene = point(objective)
    parts = segments(book)
    given = [SCALED, "critical(F, W)"]
    closed = [*x.base(objective), x.SCALES, x.SCALE_PRODUCT]
    fresh = [x.MODES, x.matrix("U1", "d[1]", "r"), x.SINGULAR, x.matrix("U0", "d[0]", "r")]
    first = ["mu[1]*W[1] == U1*S*U0.T", "U1.T*U1 == I(r)", "U0.T*U0 == I(r)"]
    svd = book.add("lemma", closed, given, first,
                   {"lemma": "thin SVD", "set": {"m": "d[1]", "n": "d[0]"}, "terms": {"M": "mu[1]*W[1]"},
                    "fresh": {"r": "r", "U": "U1", "S": "S", "V": "U0"}}, exists=fresh)
    frames = ["U", {"kind": "matrix", "over": ["n_", "0", "L"], "shape": ["d[n_]", "r"], "first": "U0",
                    "next": "mu[n_+1]*W[n_+1]*U[n_]*S**(-1)"}]
    letters, known = [*closed, *fresh, frames, x.TAIL], [*given, *first]
    aligned = _aligned(book, letters, known, objective, steps)
    everything = _whole_range(book, letters, known, aligned)
    pairs = _singular_pairs(book, letters, known, steps, parts, everything)
    then = [ORTHONORMAL, CLOSED, f"Y*U[0] == U[L]*{VALUE}", f"Y.T*U[L] == U[0]*{VALUE}"]
    collected = book.expand(
        letters, known, then,
        [(["premise", 0, 0, "k"], "U[k].T*U[k]", [0]), (["premise", 0, 1, "k"], "W[k]", [1]),
         (["premise", 1, 0], "Y*U[0]", [2]), (["premise", 1, 1], "Y.T*U[L]", [3])], [everything, pairs])
    return book.add("compose", closed, given, then, None, [svd, collected], exists=[*fresh, frames, x.TAIL])


def one_pairing(book: Book, objective: Objective, steps: Gradient) -> str:
    """The same without Yᵀ U_L = U_0 m(S): a weaker statement, from the whole one by opening its existential."""
    whole = every_critical_point_has_it(book, objective, steps)
    statement = book.pages[whole].statement
    letters, given, exists = statement["letters"], statement["given"], statement["exists"]
    kept = statement["then"][:3]
    opened = book.add("collect", [*letters, *exists], [*given, *kept], kept, None)
    return book.add("compose", letters, given, kept, None, [whole, opened], exists=exists)


def _aligned(book: Book, letters: list, known: list, objective: Objective, steps: Gradient) -> str:
    """U_nᵀU_n = I and μ_n W_n = U_n S U_{n−1}ᵀ for n >= 1, by induction through balancedness and QᵀQ = 0."""
    here = x.integer("n", "1", "L-1")
    case = ["U[n].T*U[n] == I(r)", "mu[n]*W[n] == U[n]*S*U[n-1].T", "U[n-1].T*U[n-1] == I(r)"]
    following = [atom.replace("[n]", "[n+1]").replace("[n-1]", "[n]") for atom in case]
    balanced = book.expand(
        [*letters, here], known, "mu[n]**2*W[n]*W[n].T == mu[n+1]**2*W[n+1].T*W[n+1]", [],
        [{"cert": steps.balance, "set": {"l": "n"}}],
        [["a**(-1)*_*W[n]*W[n].T", ["given", 0, "n"]], ["-a**(-1)*_*W[n+1].T*W[n+1]", ["given", 0, "n+1"]],
         ["a**(-1)*b*_", ["premise", 0, 0]]])
    q = "mu[n+1]*W[n+1]*(I(d[n]) - U[n]*U[n].T)"
    reduce = [(["premise", 0, 0], "mu[n+1]**2*W[n+1].T*W[n+1]"), (["given", 6], "mu[n]*W[n]"),
              (["given", 5], "U[n].T*U[n]"), (["given", 7], "U[n-1].T*U[n-1]")]
    square = book.expand([*letters, here], [*known, *case], f"({q}).T*({q}) == 0", reduce, [balanced])
    zero = book.add("definite", [*letters, here], [*known, *case], f"{q} == 0",
                    [{"matrix": q, "fact": ["premise", 0, 0]}], [square])
    start = book.expand(
        letters, known, [atom.replace("[n]", "[1]").replace("[n-1]", "[0]") for atom in case],
        [(["def", "U", "1"], "U[1]"), (["def", "U", "0"], "U[0]"), (["given", 2], "mu[1]*W[1]"),
         (["given", 4], "U0.T*U0"), (["given", 3], "U1.T*U1")])
    step = book.expand(
        [*letters, here], [*known, *case], following,
        [(["def", "U", "n+1"], "U[n+1]", [0, 1]), *reduce], [balanced, zero], [["_", ["premise", 1, 0], [1]]])
    return book.add("induct", [*letters, x.integer("n", "1", "L")], known, case, {"symbol": "n"}, [start, step])


def _whole_range(book: Book, letters: list, known: list, aligned: str) -> str:
    """The frames for n = 0 … L (n = 0 apart) and the closed form for n = 1 … L."""
    at = book.expand(letters, known, "U[0].T*U[0] == I(r)", [(["premise", 0, 2], "U[0].T*U[0]")],
                     [{"cert": aligned, "set": {"n": "1"}}])
    above = book.expand([*letters, x.integer("n", "1", "L")], known, "U[n].T*U[n] == I(r)",
                        [(["premise", 0, 0], "U[n].T*U[n]")], [aligned])
    every = book.add("cases", [*letters, x.integer("n", "0", "L")], known, "U[n].T*U[n] == I(r)",
                     {"symbol": "n", "at": "0", "parts": {"at": 0, "above": 1}}, [at, above])
    return book.expand(
        letters, known, [ORTHONORMAL, CLOSED],
        [(["premise", 0, 0], "U[k].T*U[k]", [0]), (["premise", 1, 1], "mu[k]*W[k]", [1])],
        [{"cert": every, "set": {"n": "k"}}, {"cert": aligned, "set": {"n": "k"}}])


def _singular_pairs(book: Book, letters: list, known: list, steps: Gradient, parts: Segments, everything: str) -> str:
    """G_1 = 0 and G_L = 0 pair the outer frames through Y."""
    def use(cert: str, n: str) -> dict:
        return {"cert": cert, "set": {"n": n}}

    premises = [everything, {"cert": steps.stationary, "set": {"l": "1"}}, {"cert": steps.stationary, "set": {"l": "L"}},
                use(parts.head_whole, "L"), use(parts.tail, "1"), use(parts.head_back, "L-1"), use(parts.tail_back, "1"),
                use(parts.head, "L-1")]
    rules = [
        (["premise", 3, 0], "q[L]*P[L]"), (["premise", 4, 0], "q[L]*A[1]*U[1]"),
        (["premise", 5, 0], "q[L-1]*P[L-1].T*U[L-1]"), (["premise", 0, 1, "1"], "W[1]"), (["premise", 0, 1, "L"], "W[L]"),
        (["def", "P", "0"], "P[0]"), (["def", "A", "L"], "A[L]"), (["premise", 0, 0, "0"], "U[0].T*U[0]"),
        (["premise", 0, 0, "1"], "U[1].T*U[1]"), (["premise", 0, 0, "L-1"], "U[L-1].T*U[L-1]"),
        (["premise", 0, 0, "L"], "U[L].T*U[L]"), (["given", 0, "1"], "b*lam[1]"), (["given", 0, "L"], "b*lam[L]"),
        (["def", "q", "1"], "q[1]"), (["def", "q", "0"], "q[0]"), (["def", "q", "L"], "q[L]"),
    ]
    return book.expand(
        letters, known, [f"Y*U[0] == U[L]*{VALUE}", f"Y.T*U[L] == U[0]*{VALUE}"], rules, premises,
        [["-1/2*a**(-1)*q[L-1]*_*U[L-1]*S**(1-L)", ["premise", 2, 0], [0]],
         ["-1/2*a**(-1)*q[L]*q[1]**(-1)*_.T*U[1]*S**(1-L)", ["premise", 1, 0], [1]]])


def scalar_equation(book: Book, objective: Objective, steps: Gradient) -> str:
    """At a critical point in closed form over paired singular triples, entry by entry: q y = q² σ^(2−L) + σ^L."""
    book.scene = point(objective)
    parts = segments(book)
    given = [SCALED, "critical(F, W)", ORTHONORMAL, CLOSED, LEFT]
    letters = [*x.base(objective), x.TAIL, x.SCALES, x.SCALE_PRODUCT, x.MODES, x.FRAMES, x.SINGULAR, x.VALUES]
    words = book.expand(
        letters, given, ROOT,
        [(["premise", 1, 0], "q[L]*P[L]"), (["premise", 2, 0], "q[L]*A[1]*U[1]"), (["given", 3, "1"], "W[1]"),
         (["def", "P", "0"], "P[0]"), (["given", 4], "Y.T*U[L]"), (["given", 2, "0"], "U[0].T*U[0]"),
         (["given", 2, "1"], "U[1].T*U[1]"), (["given", 2, "L"], "U[L].T*U[L]"), (["given", 0, "1"], "b*lam[1]"),
         (["def", "q", "1"], "q[1]"), (["def", "q", "0"], "q[0]")],
        [{"cert": steps.stationary, "set": {"l": "1"}}, {"cert": parts.head_whole, "set": {"n": "L"}},
         {"cert": parts.tail, "set": {"n": "1"}}],
        [["-1/2*a**(-1)*q[L]**2*q[1]**(-1)*U[0].T*_.T*U[1]*S**(1-L)", ["premise", 0, 0]]])
    entries = [x.integer("i", "1", "r"), ["s", {"kind": "positive", "entry": ["S", "i"]}],
               ["y", {"kind": "real", "entry": ["M", "i"]}]]
    return book.add("entry", [*letters, *entries], given, "q[L]*y == q[L]**2*s**(2-L) + s**L",
                    [{"fact": ["premise", 0, 0], "entries": ["s", "y"]}], [words])
