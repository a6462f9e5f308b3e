"""Critical points with L symbolic: the closed form is critical; every critical point has it; the scalar equation.

W_l = μ_l⁻¹ U_l S U_{l−1}ᵀ with fit·μ_l² = ridge·λ_l, q_n = μ_1⋯μ_n, and m = q_L σ^(2−L) + σ^L/q_L paired with σ.
"""

from __future__ import annotations

from dataclasses import dataclass

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.gradient import GRADIENT, RENAME, Gradient
from theory.dmf.scenes.points import point
from theory.prove.derivation import Book
from theory.prove.formulas import at, renamed, unfold, use

SCALED = "all(k, 1, L, a*mu[k]**2 == b*lam[k])"
ORTHONORMAL = "all(k, 0, L, U[k].T*U[k] == I(r))"
CLOSED = "all(k, 1, L, W[k] == mu[k]**(-1)*U[k]*S*U[k-1].T)"
RIGHT = "Y*U[0] == U[L]*M"
LEFT = "Y.T*U[L] == U[0]*M"
ROOT = "q[L]*M == q[L]**2*S**(2-L) + S**L"
VALUE = "(q[L]*S**(2-L) + q[L]**(-1)*S**L)"
CLOSED_FORM = [ORTHONORMAL, CLOSED, SCALED, f"Y*U[0] == U[L]*{VALUE}", f"Y.T*U[L] == U[0]*{VALUE}"]
"""W is the closed form over paired singular vectors of Y, whose values are those that the roots give."""


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
    grow = [*unfold("P q", "n+1"), ((CLOSED, "n+1"), "W[n+1]")]
    shrink = ["def A[n]", ((CLOSED, "n+1"), "W[n+1]"), "def q[n+1]"]
    frame, next_frame = ((ORTHONORMAL, "n"), "U[n].T*U[n]"), ((ORTHONORMAL, "n+1"), "U[n+1].T*U[n+1]")

    def up(then: str, *rules: tuple) -> str:
        return book.induct(heads, given, then, ("n", "0", "L"), unfold("P q", "0"), [*grow, *rules])

    def down(then: str, *rules: tuple) -> str:
        return book.induct(tails, given, then, ("n", "0", "L"), ["def A[L]"], [*shrink, *rules], down=True)

    head = up("q[n]*P[n]*U[0] == U[n]*S**n", ("induction", "q[n]*P[n]*U[0]"), frame)
    head_back = up("q[n]*P[n].T*U[n] == U[0]*S**n", next_frame, ("induction", "q[n]*P[n].T*U[n]"))
    tail = down("q[L]*A[n]*U[n] == q[n]*U[L]*S**(L-n)", frame, ("induction", "q[L]*A[n+1]*U[n+1]"))
    tail_back = down("q[L]*A[n].T*U[L] == q[n]*U[n]*S**(L-n)", ("induction", "q[L]*A[n+1].T*U[L]"), next_frame)
    tail_whole = book.expand(
        [*tails, x.integer("n", "0", "L-1")], given, "q[L]*A[n].T == q[n]*U[n]*S**(L-n)*U[L].T",
        [*shrink, ("tail", "q[L]*A[n+1]*U[n+1]")], {"tail": use(tail, n="n+1")})
    head_whole = book.expand(
        [*heads, x.integer("n", "1", "L")], given, "q[n]*P[n] == U[n]*S**n*U[0].T",
        [*unfold("P q", "n"), ((CLOSED, "n"), "W[n]"), ("head back", "q[n-1]*P[n-1].T*U[n-1]")],
        {"head back": use(head_back, n="n-1")})
    return Segments(head, head_back, tail, tail_back, tail_whole, head_whole)


def closed_form_is_critical(book: Book, objective: Objective, steps: Gradient) -> str:
    """Frames, paired singular triples and the root equation give critical(F, W)."""
    book.scene = point(objective)
    return _sufficient(book, objective, steps, [RIGHT, LEFT], [x.VALUES], [ROOT])


def closed_form_suffices(book: Book, objective: Objective, steps: Gradient) -> str:
    """The converse of `every_critical_point_has_it`, with the very same closed form: CLOSED_FORM gives critical(F, W)."""
    book.scene = point(objective)
    letters = [*x.base(objective), x.SCALES, x.SCALE_PRODUCT, x.MODES, x.FRAMES, x.SINGULAR]
    return book.add("forget", letters, CLOSED_FORM, "critical(F, W)", None, [
        _sufficient(book, objective, steps, CLOSED_FORM[3:], [], [])])  # fmt: skip


def _sufficient(book: Book, objective: Objective, steps: Gradient, pairs: list[str], values: list, roots: list[str]) -> str:
    """critical(F, W) from the closed form, the ``pairs`` on the right and on the left, and perhaps an equation of ``roots``
    for the letters ``values``."""
    parts = segments(book)
    given = [ORTHONORMAL, CLOSED, SCALED, *pairs, *roots]
    letters = [*x.base(objective), x.TAIL, x.SCALES, x.SCALE_PRODUCT, x.MODES, x.FRAMES, x.SINGULAR, *values]

    def gradient_vanishes(layer: str, first: list, last: list, more: dict[str, dict], *extra: list) -> str:
        below = f"{layer}-1"
        return book.expand(
            [*letters, *extra], given, f"{renamed(GRADIENT, l=layer)} == 0",
            [*first, f"def P[{layer}]", ((CLOSED, layer), f"W[{layer}]"),
             ("tail", f"q[L]*A[{layer}]*U[{layer}]"), ("tail back", f"q[L]*A[{layer}].T*U[L]"),
             ("head back", f"q[{below}]*P[{below}].T*U[{below}]"), ("head", f"q[{below}]*P[{below}]*U[0]"),
             f"def q[{layer}]", ((SCALED, layer), f"b*lam[{layer}]"), *roots, *last],
            {"split": use(steps.split, n=layer), "tail": use(parts.tail, n=layer), "tail back": use(parts.tail_back, n=layer),
             "head back": use(parts.head_back, n=below), "head": use(parts.head, n=below), **more})

    inner = gradient_vanishes(
        "l", [("split", "P[L]")], [("tail whole", "q[L]*A[l].T"), pairs[1]], {"tail whole": use(parts.tail_whole, n="l")},
        x.integer("l", "1", "L-1"))
    outer = gradient_vanishes(
        "L", ["def A[L]"], [("head whole", "q[L-1]*P[L-1]"), pairs[0]], {"head whole": use(parts.head_whole, n="L-1")})
    layers = book.cases([*letters, x.LAYER], given, f"{GRADIENT} == 0", ("l", "L"), {"below": inner, "at": outer})
    return book.add("stationary", letters, given, "critical(F, W)",
                    {"rename": {k: RENAME[k] for k in ("W", "P", "Reg", "F")}, "objective": "F", "family": "W",
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
        [(("everything", "k"), "U[k].T*U[k]", [0]), (("everything.1", "k"), "W[k]", [1]),
         ("pairs", "Y*U[0]", [2]), ("pairs.1", "Y.T*U[L]", [3])], {"everything": everything, "pairs": pairs})
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
    opened, first, following = [*known, *case], *([at(atom, n=place) for atom in case] for place in ("1", "n+1"))
    balanced = book.expand(
        [*letters, here], known, "mu[n]**2*W[n]*W[n].T == mu[n+1]**2*W[n+1].T*W[n+1]", [],
        {"balance": use(steps.balance, l="n")},
        [["a**(-1)*_*W[n]*W[n].T", (SCALED, "n")], ["-a**(-1)*_*W[n+1].T*W[n+1]", (SCALED, "n+1")],
         ["a**(-1)*b*_", "balance"]])
    q = "mu[n+1]*W[n+1]*(I(d[n]) - U[n]*U[n].T)"
    reduce = [("balanced", "mu[n+1]**2*W[n+1].T*W[n+1]"), case[1], case[0], case[2]]
    square = book.expand([*letters, here], opened, f"({q}).T*({q}) == 0", reduce, {"balanced": balanced})
    zero = book.add("definite", [*letters, here], opened, f"{q} == 0", [{"matrix": q, "fact": "square"}], {"square": square})
    start = book.expand(
        letters, known, first, ["def U[1]", "def U[0]", "mu[1]*W[1] == U1*S*U0.T", "U0.T*U0 == I(r)", "U1.T*U1 == I(r)"])
    step = book.expand(
        [*letters, here], opened, following,
        [("def U[n+1]", "U[n+1]", [0, 1]), *reduce], {"balanced": balanced, "zero": zero}, [["_", "zero", [1]]])
    return book.add("induct", [*letters, x.integer("n", "1", "L")], known, case, {"symbol": "n"}, [start, step])


def _whole_range(book: Book, letters: list, known: list, aligned: str) -> str:
    """The frames for n = 0 … L (n = 0 apart) and the closed form for n = 1 … L."""
    first = book.expand(letters, known, "U[0].T*U[0] == I(r)", [("aligned.2", "U[0].T*U[0]")],
                        {"aligned": use(aligned, n="1")})
    above = book.expand([*letters, x.integer("n", "1", "L")], known, "U[n].T*U[n] == I(r)",
                        [("aligned", "U[n].T*U[n]")], {"aligned": aligned})
    every = book.cases([*letters, x.integer("n", "0", "L")], known, "U[n].T*U[n] == I(r)", ("n", "0"),
                       {"at": first, "above": above})
    return book.expand(
        letters, known, [ORTHONORMAL, CLOSED],
        [("every", "U[k].T*U[k]", [0]), ("aligned.1", "mu[k]*W[k]", [1])],
        {"every": use(every, n="k"), "aligned": use(aligned, n="k")})


def _singular_pairs(book: Book, letters: list, known: list, steps: Gradient, parts: Segments, everything: str) -> str:
    """G_1 = 0 and G_L = 0 pair the outer frames through Y."""
    premises = {
        "frames": everything, "first gradient": use(steps.stationary, l="1"), "last gradient": use(steps.stationary, l="L"),
        "head whole": use(parts.head_whole, n="L"), "tail": use(parts.tail, n="1"), "head back": use(parts.head_back, n="L-1"),
        "tail back": use(parts.tail_back, n="1"), "head": use(parts.head, n="L-1"),
    }
    rules = [
        ("head whole", "q[L]*P[L]"), ("tail", "q[L]*A[1]*U[1]"), ("head back", "q[L-1]*P[L-1].T*U[L-1]"),
        (("frames.1", "1"), "W[1]"), (("frames.1", "L"), "W[L]"), "def P[0]", "def A[L]",
        *((("frames", n), f"U[{n}].T*U[{n}]") for n in ("0", "1", "L-1", "L")),
        ((SCALED, "1"), "b*lam[1]"), ((SCALED, "L"), "b*lam[L]"), "def q[1]", "def q[0]", "def q[L]",
    ]
    return book.expand(
        letters, known, [f"Y*U[0] == U[L]*{VALUE}", f"Y.T*U[L] == U[0]*{VALUE}"], rules, premises,
        [["-1/2*a**(-1)*q[L-1]*_*U[L-1]*S**(1-L)", "last gradient", [0]],
         ["-1/2*a**(-1)*q[L]*q[1]**(-1)*_.T*U[1]*S**(1-L)", "first gradient", [1]]])


def scalar_equation(book: Book, objective: Objective, steps: Gradient) -> str:
    """At a critical point in closed form over paired singular triples, entry by entry: q y = q² σ^(2−L) + σ^L."""
    book.scene = point(objective)
    parts = segments(book)
    given = [SCALED, "critical(F, W)", ORTHONORMAL, CLOSED, LEFT]
    letters = [*x.base(objective), x.TAIL, x.SCALES, x.SCALE_PRODUCT, x.MODES, x.FRAMES, x.SINGULAR, x.VALUES]
    words = book.expand(
        letters, given, ROOT,
        [("head whole", "q[L]*P[L]"), ("tail", "q[L]*A[1]*U[1]"), ((CLOSED, "1"), "W[1]"),
         "def P[0]", LEFT, ((ORTHONORMAL, "0"), "U[0].T*U[0]"),
         ((ORTHONORMAL, "1"), "U[1].T*U[1]"), ((ORTHONORMAL, "L"), "U[L].T*U[L]"), ((SCALED, "1"), "b*lam[1]"),
         "def q[1]", "def q[0]"],
        {"stationary": use(steps.stationary, l="1"), "head whole": use(parts.head_whole, n="L"),
         "tail": use(parts.tail, n="1")},
        [["-1/2*a**(-1)*q[L]**2*q[1]**(-1)*U[0].T*_.T*U[1]*S**(1-L)", "stationary"]])
    entries = [x.integer("i", "1", "r"), ["s", {"kind": "positive", "entry": ["S", "i"]}],
               ["y", {"kind": "real", "entry": ["M", "i"]}]]
    return book.add("entry", [*letters, *entries], given, "q[L]*y == q[L]**2*s**(2-L) + s**L",
                    [{"fact": "words", "entries": ["s", "y"]}], {"words": words})
