"""The deterministic part of the main theorem, from the objective: contraction up to the horizon β/(8η²f_0).

√h‖X_0‖ + D_X ≤ 1, √h‖Y_0‖ + D_Y ≤ 1, (s − D_X)² ≥ g and 4cTη²F_0 ≤ D_X², D_Y² (c = ½: T ≤ D²/(2η²f_0)) give for k ≤ T

    F_k ≤ p^(2k) F_0, p = 1 − g,   and   ‖X_k − X_0‖² + ‖Y_k − Y_0‖² ≤ 2kη(F_0 − F_k).

With D_X = D_Y = s/2 and s ≤ 1/2 this is the horizon T ≤ β/(8η²f_0), β = s², and p² ≤ 1 − β/4 ≤ e^(−β/4), the paper's rate,
twice. Source: arXiv:2305.06927 v2, main theorem (reconstructed).
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.agd.proofs.invariants import (
    BASE,
    HALF,
    NEAR_X,
    NEAR_Y,
    SECOND,
    Sweep,
    contraction,
    half_step,
    inside_next,
    letters,
    second_half,
)
from theory.prove.derivation import Book

LOW = ["1 >= uY**2", "1 >= (S+DX)**2"]
HORIZON = ["DX**2 >= 4*c*eta**2*T*F[0]", "DY**2 >= 4*c*eta**2*T*F[0]"]
DRIFT = "2*{0}*eta*(F[0]-F[{1}]) >= tr(HX[{1}].T*HX[{1}]) + tr(HY[{1}].T*HY[{1}])"
INVARIANT = ["p**(2*{0})*F[0] >= F[{1}]", "U*U.T*X[{1}] == X[{1}]", DRIFT]
HALVES = [HALF.replace("eta*cY", "1/2*eta"), SECOND.replace("eta*cX", "1/2*eta")]


def main_theorem(book: Book, objective: Objective) -> str:
    """By induction over k ≤ T."""
    known = [a for a in letters(objective, []) if a[0] != "w"]
    given = [*BASE[:16], *BASE[18:], *LOW, *HORIZON]
    step = Sweep(book, [*known, x.integer("k", "0", "T-1")], [*given, *(a.format("k", "k") for a in INVARIANT)])
    late = step.at(DRIFT.format("k", "k"))
    room = {"weight": "4*c*eta**2", "facts": [["premise", 0, 0], ["premise", 1, 0]]}
    start = [_more(step), _square(step, "0")]
    spent = {"weight": "4*c*eta**2*k", "facts": [["premise", 2, 0]]}
    near_y = step.order(
        NEAR_Y,
        [
            {"facts": [step.at(HORIZON[1])]},
            room,
            spent,
            {"weight": "2*c*eta", "facts": [late]},
            {"weight": "2*c*eta", "gram": "HX[k]"},
            {"weight": "4*c*eta**2", "facts": [["premise", 1, 0]]},
        ],
        [],
        [*start, _square(step, "k")],
    )
    first = _halved(step, half_step(step, near_y), HALVES[0], "2*cY + uY**2 == 2", LOW[0], "GX[k]")
    moved = _drift(book, objective, second=False)
    half_drift = _use(step, moved, [first], "2*(k+1)*eta*(F[0]-c*tr(Rh[k].T*Rh[k])) >= tr(HX[k+1].T*HX[k+1])")
    near_x = step.order(
        NEAR_X,
        [
            {"facts": [step.at(HORIZON[0])]},
            {"weight": "4*c*eta**2", "facts": [["premise", 0, 0], ["premise", 1, 0]]},
            {"weight": "4*c**2*eta**2*(k+1)", "gram": "Rh[k]"},
            {"weight": "2*c*eta", "facts": [["premise", 2, 0]]},
        ],
        [(["def", "HX", "k+1"], "HX[k+1]")],
        [*start, half_drift],
    )
    inside = inside_next(step)
    second = _halved(step, second_half(step, near_x), HALVES[1], "2*cX + (S+DX)**2 == 2", LOW[1], "GY[k]")
    factor = contraction(step, near_y, near_x, inside)
    rate = step.order(
        "p**(2*(k+1))*F[0] >= F[k+1]",
        [{"weight": "p**2", "facts": [step.at(INVARIANT[0].format("k", "k"))]}, {"facts": [["premise", 0, 0]]}],
        [],
        [factor],
    )
    whole = _drift(book, objective, second=True)
    drift = _use(step, whole, [first, second], DRIFT.format("(k+1)", "k+1"))
    last = book.add(
        "collect", step.letters, step.given, [a.format("(k+1)", "k+1") for a in INVARIANT], None, [rate, inside[1], drift]
    )
    begin = Sweep(book, known, given)
    zero = [(["def", n, "0"], f"{n}[0]") for n in ("HX", "HY")]
    base = book.add(
        "collect",
        known,
        given,
        [a.format("0", "0") for a in INVARIANT],
        None,
        [begin.order(INVARIANT[0].format("0", "0"), []), begin.order(DRIFT.format("0", "0"), [], zero)],
    )
    end = [*known, x.integer("k", "0", "T")]
    held = book.add("induct", end, given, [a.format("k", "k") for a in INVARIANT], {"symbol": "k"}, [base, last])
    then = [INVARIANT[0].format("k", "k"), DRIFT.format("k", "k")]
    found = book.add("collect", end, given, then, None, [held])
    return book.add("forget", [a for a in end if a[0] not in ("BX", "BY")], given, then, None, [found])


def _more(step: Sweep) -> str:
    """T − k − 1 ≥ 0, as a number."""
    return step.book.add("order", step.letters, step.given, "T - k - 1 >= 0", [{"terms": [{"gram": "I(T-k-1)"}], "equal": []}])


def _square(step: Sweep, place: str) -> str:
    return step.order(f"F[{place}] >= 0", [{"weight": "c", "gram": f"R[{place}]"}], [(["def", "F", place], f"F[{place}]")])


def _halved(step: Sweep, bound: str, then: str, root: str, cap: str, gradient: str) -> str:
    """η c ‖G‖² ≥ (η/2)‖G‖², since 2c = 2 − u² and u² ≤ 1."""
    return step.order(
        then,
        [{"facts": [["premise", 0, 0]]}, {"weight": "1/2*eta", "facts": [step.at(cap)], "gram": gradient}],
        [],
        [bound],
        [[f"1/2*eta*_*tr({gradient}.T*{gradient})", step.at(root)]],
    )


def _use(step: Sweep, drift: str, premises: list[str], then: str) -> str:
    return step.book.add("collect", step.letters, step.given, then, None, [*premises, drift])


def _drift(book: Book, objective: Objective, second: bool) -> str:
    """One sweep (``second``) or its first half more: E_{k+1} ≤ (1 + 1/k)E_k + (k + 1)‖move‖², and at k = 0 the move alone."""
    names = ("HX", "HY")
    own = [*x.path(objective), *(a for a in letters(objective, []) if a[0] in names)]
    then = DRIFT.format("(k+1)", "k+1") if second else "2*(k+1)*eta*(F[0]-c*tr(Rh[k].T*Rh[k])) >= tr(HX[k+1].T*HX[k+1])"
    given = [*x.MOVES, DRIFT.format("k", "k"), *HALVES[: 1 + second]]
    at_zero = [a.replace("2*k*eta", "2*0*eta").replace("[k]", "[0]").replace("[k+1]", "[1]") for a in given]
    sides = ("X", "Y")[: 1 + second]

    def rules(k: str, after: str) -> list:
        found = [(["def", "H" + s, after], f"H{s}[{after}]") for s in sides] + [
            (["given", i, k], f"{s}[{after}]") for i, s in enumerate(sides)
        ]
        return found + [(["def", "H" + s, k], f"H{s}[{k}]") for s in ("X", "Y")]

    move = {"X": "GX", "Y": "GY"}
    zero_then = then.replace("2*(k+1)", "2*(0+1)").replace("[k+1]", "[1]").replace("[k]", "[0]")
    zero_terms = [{"weight": "2*eta", "facts": [["given", 3 + i]]} for i in range(len(sides))]
    zero = book.order(own, at_zero, zero_then, zero_terms, rules("0", "1"))
    above = [*own, x.integer("k", "1", "T-1")]
    terms: list[dict] = [
        {"weight": "1 + k**(-1)", "facts": [["given", 2]]},
        *({"weight": "2*(k+1)*eta", "facts": [["given", 3 + i]]} for i in range(len(sides))),
        *({"weight": "k**(-1)", "gram": f"{s}[k]-{s}[0] + k*eta*{move[s]}[k]"} for s in sides),
        *([] if second else [{"weight": "1 + k**(-1)", "gram": "HY[k]"}]),
    ]
    later = book.order(above, given, then, terms, rules("k", "k+1"), None, None, k=1)
    return book.add(
        "cases",
        [*own, x.integer("k", "0", "T-1")],
        given,
        then,
        {"symbol": "k", "at": "0", "parts": {"at": 0, "above": 1}},
        [zero, later],
        k=0,
    )
