"""The horizon-free theorem and its sharpened form, by induction over iterations: no horizon, and no ε in the step.

Under the hypotheses of `invariants` and one condition on the step, for all k ≤ T (T arbitrary):

    F_k ≤ p^(2k) F_0,   √h‖X_k − X_0‖_F ≤ D_X,   √h‖Y_k − Y_0‖_F ≤ D_Y.

horizon-free  η√f_0·√((2−g)/g) ≤ min(D_X√c_Y, D_Y√c_X)               (f = F/(2·fit), η the paper's step)
sharpened     η√(2f_0)·(y + D_Y) ≤ g D_X and η√f_0·√((2−g)/g) ≤ D_Y√c_X

Source: ours; reconstructed.
"""

from __future__ import annotations

from typing import Any

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.agd.proofs.invariants import (
    BASE,
    CAP_Y,
    GAP_Y,
    MEANS,
    NEAR_X,
    Sweep,
    contraction,
    half_step,
    inside_next,
    letters,
    second_half,
    weyl_y,
)
from theory.prove.chain import Chain, by_contraposition, root
from theory.prove.derivation import Book
from theory.prove.formulas import use

BUDGET_X = "g*cY*DX**2 >= 2*c*eta**2*q*F[0]"
BUDGET_Y = "g*cX*DY**2 >= 2*c*eta**2*q*F[0]"
BUDGET_X2 = "g**2*DX**2 >= 4*c*eta**2*uY**2*F[0]"
LENGTH_X = [["MX", {"kind": "positive", "root": ["2", "eta*q*g**(-1)*cY**(-1)"]}],
            x.family("LX", "real", "0", "T", value="MX*(w[0]-w[n_])"),
            x.family("lX", "real", "0", "T-1", value="MX*(w[n_]-w[n_+1])"),
            x.family("vX", "real", "0", "T", value="MX*w[n_]")]  # fmt: skip
LENGTH_Y = [["MY", {"kind": "positive", "root": ["2", "eta*q*g**(-1)*cX**(-1)"]}],
            x.family("LY", "real", "0", "T", value="MY*(w[0]-w[n_])"),
            x.family("lY", "real", "0", "T-1", value="MY*(w[n_]-w[n_+1])")]  # fmt: skip
LENGTH_X2 = [["MX", {"kind": "positive", "root": ["2", "2*eta"]}],
             x.family("LX", "real", "0", "T", value="MX*uY*g**(-1)*(1-p**n_)*w[0]"),
             x.family("lX", "real", "0", "T-1", value="MX*uY*p**n_*w[0]")]  # fmt: skip
INVARIANT = ["p**({0})*w[0] >= w[{0}]", "w[0] >= w[{0}]", "U*U.T*X[{0}] == X[{0}]",
             "LX[{0}]**2 >= tr(HX[{0}].T*HX[{0}])", "LY[{0}]**2 >= tr(HY[{0}].T*HY[{0}])"]  # fmt: skip
THEN = ["p**(2*k)*F[0] >= F[k]", "DX**2 >= 2*c*eta*tr(HX[k].T*HX[k])", "DY**2 >= 2*c*eta*tr(HY[k].T*HY[k])"]


def triangle(book: Book) -> str:
    """a, b ≥ 0, a² ≥ ‖E_k‖², b² ≥ ‖B_k‖² give (a + b)² ≥ ‖E_k + B_k‖² (Cauchy–Schwarz, by Gram traces)."""
    letters_ = [x.integer("m", "1"), x.integer("d", "1"), x.integer("T", "1"), x.integer("k", "0", "T-1"),
                x.family("G", "matrix", "0", "T", shape=["m", "d"]), x.family("B", "matrix", "0", "T-1", shape=["m", "d"]),
                x.family("a", "real", "0", "T"), x.family("b", "real", "0", "T-1")]  # fmt: skip
    u, v, t = "tr(G[k].T*G[k])", "tr(B[k].T*B[k])", "tr(G[k].T*B[k])"
    scene: dict[str, Any] = {"m": 1, "d": 1, "T": 1, "k": 0, "G": {"0": [["1"]], "1": [["1"]]}, "B": {"0": [["2"]]},
             "a": {"0": "2", "1": "1"}, "b": {"0": "3"}}  # fmt: skip
    gap, sides = f"{u}*{v}-{t}**2", ("a[k] >= 0", "b[k] >= 0", f"a[k]**2 >= {u}", f"b[k]**2 >= {v}")
    grams = {f"{u} >= 0": "G[k]", f"{v} >= 0": "B[k]", f"{u}+{v}+2*{t} >= 0": "G[k]+B[k]", f"{u}+{v}-2*{t} >= 0": "G[k]-B[k]",
             f"{v}*({gap}) >= 0": f"{v}*G[k]-{t}*B[k]", f"{u}*({gap}) >= 0": f"{u}*B[k]-{t}*G[k]"}  # fmt: skip
    norms = Chain(book, letters_, [], scene=scene)
    for text, gram in grams.items():
        norms.prove(text, {"gram": gram})
    plus, minus, by_v, by_u = list(grams)[2:]
    schwarz = norms.apply(cauchy_schwarz(book), {"u_": u, "v_": v, "t_": t}, f"{u}*{v} >= {t}**2", [("1", f"{u} >= 0")],
                          [("1", f"{v} >= 0")], [("1", plus)], [("1", minus)],
                          [("1", f"{u} >= 0", by_u), ("1", f"{v} >= 0", by_v)])  # fmt: skip
    steps = Chain(book, letters_, list(sides), known=dict(norms.known), scene=scene)
    steps.know(schwarz, "schwarz")
    return steps.apply(root(book), {"p_": "a[k]*b[k]", "t_": t}, f"(a[k]+b[k])**2 >= {u}+{v}+2*{t}", [("1", *sides[:2])],
                       [{"facts": [sides[2]], "square": "b[k]"}, ("1", f"{u} >= 0", sides[3]), ("1", "schwarz")],
                       conclude=[("1", sides[2]), ("1", sides[3])], times="2")  # fmt: skip


def cauchy_schwarz(book: Book) -> str:
    """u, v ≥ 0, u + v ± 2t ≥ 0 and (u² + v²)(uv − t²) ≥ 0 give uv ≥ t²: with D = t² − uv > 0 the last would be
    −D(u + v − 2t)(u + v + 2t) − 4D² − 2uvD < 0."""
    letters_ = [x.real("u_"), x.real("v_"), x.real("t_")]
    known = ["u_ >= 0", "v_ >= 0", "u_+v_+2*t_ >= 0", "u_+v_-2*t_ >= 0"]
    terms: list[dict] = [{"facts": ["t_**2 > u_*v_", *known[2:]]},
                         {"weight": "4", "facts": ["t_**2 > u_*v_", "t_**2 > u_*v_"]},
                         {"weight": "2", "facts": ["t_**2 > u_*v_", *known[:2]]}]  # fmt: skip
    return by_contraposition(book, letters_, [*known, "(u_**2+v_**2)*(u_*v_-t_**2) >= 0"], "u_*v_ >= t_**2", "t_**2 > u_*v_",
                             "(u_**2+v_**2)*(t_**2-u_*v_) > 0", terms, {"u_": "4", "v_": "1", "t_": "9/4"},
                             {"u_": "1", "v_": "1", "t_": "1/2"})  # fmt: skip


TOOLS = ("BX", "BY", "MX", "LX", "lX", "vX", "MY", "LY", "lY")
"""Letters of the proof that the theorem does not mention."""
W_OK, W_IS, RATE, RATIO = BASE[16], BASE[17], "p + g == 1", "q == 1 + p"


def horizon_free(book: Book, objective: Objective) -> str:
    """The theorem with the length of the path bounded by the decrease of √F."""
    known = letters(objective, [*LENGTH_X, *LENGTH_Y])
    return _theorem(book, known, [*BASE, BUDGET_X, BUDGET_Y], sharp=False)


def sharpened(book: Book, objective: Objective) -> str:
    """The theorem with X moved by Y alone: ‖X_{k+1} − X_k‖ ≤ √(2η)(y + D_Y)√F_k."""
    known = letters(objective, [*LENGTH_X2, *LENGTH_Y])
    return _theorem(book, known, [*BASE, BUDGET_X2, BUDGET_Y], sharp=True)


def _theorem(book: Book, known: list, given: list[str], sharp: bool) -> str:
    three = triangle(book)
    step = Sweep(book, [*known, x.integer("k", "0", "T-1")], [*given, *(a.format("k") for a in INVARIANT)])
    near_y, inside = _near_by_length(step, "Y"), inside_next(step)
    half = half_step(step, near_y)
    pushed = _push(step, near_y, three) if sharp else ""
    near_x = _near_after_push(step, pushed) if sharp else _near_after_half(step, half, three)
    second, factor = second_half(step, near_x), contraction(step, near_y, near_x, inside)
    falls = Chain(book, step.letters, step.given, [((W_IS, i), f"w[{i}]**2") for i in ("k", "k+1")])
    falls.know(factor, "factor")
    lower = falls.apply(root(book), {"p_": "p*w[k]", "t_": "w[k+1]"}, "p*w[k] >= w[k+1]",
                        [{"weight": "p", "facts": [(W_OK, "k")]}], [("1", "factor")])  # fmt: skip
    kept = [step.order("p**(k+1)*w[0] >= w[k+1]", [{"weight": "p", "facts": [INVARIANT[0].format("k")]},
                                                   {"facts": ["lower"]}], [], {"lower": lower}),
            step.order("w[0] >= w[k+1]", [{"facts": [INVARIANT[1].format("k")]}, {"facts": ["lower"]},
                                          {"weight": "g", "facts": [(W_OK, "k")]}],
                       [(RATE, "p")], {"lower": lower})]  # fmt: skip
    drop = _length(step, lower)
    moved = [pushed if sharp else _follow(step, "X", half, second, drop, three), _follow(step, "Y", half, second, drop, three)]
    last = book.add("collect", step.letters, step.given, [a.format("k+1") for a in INVARIANT], None, [*kept, inside[1], *moved])
    whole = [*known, x.integer("k", "0", "T")]
    held = book.add(
        "induct", whole, given, [a.format("k") for a in INVARIANT], {"symbol": "k"}, [_base(book, known, given), last]
    )
    assumed = Sweep(book, whole, [*given, *(a.format("k") for a in INVARIANT)])
    return _conclusion(assumed, Sweep(book, whole, given), held, sharp)


def _near_by_length(sweep: Sweep, side: str) -> str:
    """D² ≥ h‖H_k‖² from L_k² ≥ ‖H_k‖², L_k = M(w_0 − w_k) and the condition on the step."""
    zero, bend = f"2*c*eta*M{side}**2", f"g**(-1)*c{'X' if side == 'Y' else 'Y'}**(-1)"
    above, positive = INVARIANT[1].format("k"), (W_OK, "k")
    return sweep.order(
        THEN[2] if side == "Y" else THEN[1],
        [{"weight": "2*c*eta", "facts": [INVARIANT[4 if side == "Y" else 3].format("k")]},
         {"weight": bend, "facts": [BUDGET_Y if side == "Y" else BUDGET_X]},
         {"weight": zero, "facts": [positive, above]}, {"weight": zero, "facts": [positive, (W_OK, "0")]}],
        [f"def L{side}[k]", ((W_IS, "0"), "F[0]"),
         (f"def M{side}", f"M{side}**2")])  # fmt: skip


def _near_after_half(sweep: Sweep, half: str, three: str) -> str:
    """D_X² ≥ h‖X_{k+1} − X_0‖² before anything is known of X_{k+1}: the last half step costs at most M w_k."""
    moved = sweep.order(
        "vX[k]**2 >= tr(BX[k].T*BX[k])",
        [{"weight": "eta*cY**(-1)", "facts": ["half"]}, {"weight": "c*eta*cY**(-1)", "gram": "Rh[k]"},
         {"weight": "2*c*eta*cY**(-1)*g**(-1)*p", "gram": "R[k]"}],
        ["def vX[k]", ("def MX", "MX**2"), "def BX[k]",
         ((x.MOVE_X, "k"), "X[k+1]"), ((W_IS, "k"), "w[k]**2"), "def F[k]",
         RATIO, (RATE, "p")], {"half": half})  # fmt: skip
    long = sweep.order("LX[k] >= 0", [{"weight": "MX", "facts": [INVARIANT[1].format("k")]}], ["def LX[k]"])
    short = sweep.order("vX[k] >= 0", [{"weight": "MX", "facts": [(W_OK, "k")]}], ["def vX[k]"])
    return sweep.order(
        NEAR_X,
        [{"weight": "2*c*eta", "facts": ["triangle"]}, {"weight": "g**(-1)*cY**(-1)", "facts": [BUDGET_X]}],
        [*ENDS["X"], "def LX[k]", "def vX[k]", ((W_IS, "0"), "F[0]"), ("def MX", "MX**2")],
        _sides(moved, long, short, _use(three, "X", "vX")),
    )


ENDS = {s: [f"def H{s}[k]", f"def B{s}[k]"] for s in "XY"}


def _sides(moved: str, long: str, short: str, triangle: dict) -> dict:
    """The triangle a, b with what it needs: the bound of the move, a ≥ 0 and b ≥ 0."""
    return {"moved": moved, "a[k] >= 0": long, "b[k] >= 0": short, "triangle": triangle}


def _use(three: str, side: str, length: str) -> dict:
    names = {"G": "H" + side, "B": "B" + side, "a": "L" + side, "b": length}
    return use(three, names, m="m" if side == "X" else "n")


def _length(sweep: Sweep, lower: str) -> str:
    """(1 + p)(w_k − w_{k+1})² ≥ (1 − p)(F_k − F_{k+1}), the length lemma."""
    fewer = sweep.order(
        "w[k] >= w[k+1]", [{"facts": ["lower"]}, {"weight": "g", "facts": [(W_OK, "k")]}], [(RATE, "p")], {"lower": lower}
    )
    squared = sweep.order("q*(w[k]-w[k+1])**2 >= g*(F[k]-F[k+1])",
                          [{"weight": "2", "facts": ["lower", "fewer"]}],
                          [RATIO, (RATE, "g"), ((W_IS, "k"), "F[k]"),
                           ((W_IS, "k+1"), "F[k+1]")], {"lower": lower, "fewer": fewer})  # fmt: skip
    return sweep.book.add("collect", sweep.letters, sweep.given,
                          ["q*(w[k]-w[k+1])**2 >= g*(F[k]-F[k+1])", "w[k] >= w[k+1]"], None, [squared, fewer])  # fmt: skip


def _follow(sweep: Sweep, side: str, half: str, second: str, drop: str, three: str) -> str:
    """The invariant of one factor at k+1: ‖move‖² ≤ (η/c)(F_k − F_{k+1}) ≤ M²(w_k − w_{k+1})², and the triangle."""
    other = "Y" if side == "X" else "X"
    weight = f"eta*c{other}**(-1)"
    moved = sweep.order(
        f"l{side}[k]**2 >= tr(B{side}[k].T*B{side}[k])",
        [{"weight": f"{weight}*g**(-1)", "facts": ["drop"]}, {"weight": weight, "facts": ["half"]},
         {"weight": weight, "facts": ["second"]}, {"weight": f"{weight}*eta*c{side}", "gram": f"G{other}[k]"}],
        [f"def l{side}[k]", (f"def M{side}", f"M{side}**2"), f"def B{side}[k]",
         ((x.MOVES["XY".index(side)], "k"), f"{side}[k+1]")], {"half": half, "second": second, "drop": drop})  # fmt: skip
    long = sweep.order(f"L{side}[k] >= 0", [{"weight": f"M{side}", "facts": [INVARIANT[1].format("k")]}], [f"def L{side}[k]"])
    short = sweep.order(f"l{side}[k] >= 0", [{"weight": f"M{side}", "facts": ["drop.1"]}], [f"def l{side}[k]"], {"drop": drop})
    return sweep.order(
        INVARIANT["XY".index(side) + 3].format("k+1"),
        [{"facts": ["triangle"]}],
        [f"def H{side}[k+1]", *ENDS[side], f"def L{side}[k]", f"def L{side}[k+1]", f"def l{side}[k]"],
        _sides(moved, long, short, _use(three, side, f"l{side}")),
    )


def _base(book: Book, known: list, given: list[str]) -> str:
    start = Sweep(book, known, given)
    zero = [start.order(a.format("0"), [], [f"def {n}[0]" for n in (f"L{s}", f"H{s}")])
            for s, a in zip("XY", INVARIANT[3:], strict=True)]  # fmt: skip
    return book.add("collect", known, given, [a.format("0") for a in INVARIANT], None,
                    [*(start.order(a.format("0"), []) for a in INVARIANT[:2]), *zero])  # fmt: skip


def _conclusion(assumed: Sweep, free: Sweep, held: str, sharp: bool) -> str:
    """F_k ≤ p^(2k)F_0 and both radii, from the invariant."""
    square = assumed.order(
        THEN[0], [{"facts": [INVARIANT[0].format("k"), INVARIANT[0].format("k")]},
                  {"weight": "2", "facts": [(W_OK, "k"), INVARIANT[0].format("k")]}],
        [((W_IS, "0"), "F[0]"), ((W_IS, "k"), "F[k]")])  # fmt: skip
    near = [_near_by_push(assumed) if sharp else _near_by_length(assumed, "X"), _near_by_length(assumed, "Y")]
    found = free.book.add("collect", free.letters, free.given, THEN, None, [held, square, *near])
    return free.book.add("forget", [a for a in free.letters if a[0] not in TOOLS], free.given, THEN, None, [found])


def _push(sweep: Sweep, near: str, three: str) -> str:
    """‖X_{k+1} − X_k‖² = h²‖R_kY_k‖² ≤ 2η u_Y² F_k, and the invariant of X at k+1."""
    inner = sweep.opened(GAP_Y, CAP_Y)
    wide = "(uY**2*I(n)-2*c*eta*Y[k]*Y[k].T)"
    bound = inner.order(
        "2*eta*uY**2*F[k] >= tr(BX[k].T*BX[k])",
        [{"weight": "2*c*eta*uY**(-2)", "gram": f"R[k]*{wide}"}, {"weight": "4*c**2*eta**2*uY**(-2)", "gram": "R[k]*Y[k]*EY"}],
        ["def BX[k]", ((x.MOVE_X, "k"), "X[k+1]"), MEANS[0], "def F[k]"], [],
        [["-4*c**2*eta**2*uY**(-2)*tr(R[k]*Y[k]*_*Y[k].T*R[k].T)", CAP_Y]])  # fmt: skip
    bound = sweep.closed(weyl_y(sweep, near), GAP_Y, bound)
    first = INVARIANT[0].format("k")
    moved = sweep.order(
        "lX[k]**2 >= tr(BX[k].T*BX[k])",
        [{"facts": ["bound"]}, {"weight": "2*eta*uY**2", "facts": [first, first]},
         {"weight": "4*eta*uY**2", "facts": [first, (W_OK, "k")]}],
        ["def lX[k]", ("def MX", "MX**2"), ((W_IS, "k"), "F[k]")], {"bound": bound})  # fmt: skip
    long = sweep.order("LX[k] >= 0", [{"weight": "MX*uY*g**(-1)", "facts": ["1 >= p**k", (W_OK, "0")]}], ["def LX[k]"],
                       {"1 >= p**k": shrinks(sweep.book)})  # fmt: skip
    short = sweep.order("lX[k] >= 0", [{"weight": "MX*uY*p**k", "facts": [(W_OK, "0")]}], ["def lX[k]"])
    grows = sweep.expand(
        "LX[k+1] == LX[k] + lX[k]", ["def LX[k]", "def LX[k+1]", "def lX[k]"], [], [["-MX*uY*g**(-1)*p**k*w[0]*_", RATE]]
    )
    return sweep.order(
        INVARIANT[3].format("k+1"), [{"facts": ["triangle"]}],
        ["def HX[k+1]", *ENDS["X"], ("grows", "LX[k+1]")],
        {**_sides(moved, long, short, _use(three, "X", "lX")), "grows": grows})  # fmt: skip


def shrinks(book: Book) -> str:
    """1 ≥ p^k for p + g = 1."""
    letters_ = [x.integer("T", "1"), x.positive("p"), x.positive("g")]
    base = book.order(letters_, ["p + g == 1"], "1 >= p**0", [])
    step = book.order([*letters_, x.integer("k", "0", "T-1")], ["p + g == 1", "1 >= p**k"], "1 >= p**(k+1)",
                      [{"facts": ["1 >= p**k"]}, {"weight": "g*p**k"}], [("p + g == 1", "g")])  # fmt: skip
    return book.add("induct", [*letters_, x.integer("k", "0", "T")], ["p + g == 1"], "1 >= p**k", {"symbol": "k"}, [base, step])


def _inside_radius(sweep: Sweep, place: str, then: str, length: str, premises: dict[str, str], rules: list) -> str:
    """D_X² ≥ h‖X_place − X_0‖² from L² = (√(2η) u_Y w_0 (1 − p^place)/g)² and 1 − (1 − P)² = P + P(1 − P)."""
    weight = f"4*c*eta**2*uY**2*g**(-2)*p**({place})"
    return sweep.order(
        then, [{"weight": "2*c*eta", "facts": [length]}, {"weight": "g**(-2)", "facts": [BUDGET_X2]},
               {"weight": weight, "square": "w[0]"}, {"weight": weight, "square": "w[0]", "facts": ["1 >= p**k"]}],
        [*rules, f"def LX[{place}]", ("def MX", "MX**2"), ((W_IS, "0"), "F[0]")],
        {"1 >= p**k": use(shrinks(sweep.book), k=place), **premises})  # fmt: skip


def _near_after_push(sweep: Sweep, pushed: str) -> str:
    return _inside_radius(sweep, "k+1", NEAR_X, "pushed", {"pushed": pushed}, ["def HX[k+1]"])


def _near_by_push(sweep: Sweep) -> str:
    return _inside_radius(sweep, "k", THEN[1], INVARIANT[3].format("k"), {}, [])
