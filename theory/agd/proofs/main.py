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
    NEAR_X,
    NEAR_Y,
    Sweep,
    contraction,
    first_decrease,
    half_step,
    inside_next,
    letters,
    second_decrease,
    second_half,
)
from theory.prove.derivation import Book
from theory.prove.formulas import at

LOW = ["1 >= uY**2", "1 >= (S+DX)**2"]
HORIZON = ["DX**2 >= 4*c*eta**2*T*F[0]", "DY**2 >= 4*c*eta**2*T*F[0]"]
HALF_DRIFT = "2*{0}*eta*(F[0]-c*tr(Rh[{1}].T*Rh[{1}])) >= tr(HX[{2}].T*HX[{2}])"
DRIFT = "2*{0}*eta*(F[0]-F[{1}]) >= tr(HX[{1}].T*HX[{1}]) + tr(HY[{1}].T*HY[{1}])"
INVARIANT = ["p**(2*{0})*F[0] >= F[{1}]", "U*U.T*X[{1}] == X[{1}]", DRIFT]
HALVES = [first_decrease("1/2*eta"), second_decrease("1/2*eta")]


def setting(objective: Objective) -> tuple[list, list[str]]:
    """Letters and hypotheses."""
    return [a for a in letters(objective, []) if a[0] != "w"], [*BASE[:16], *BASE[18:], *LOW, *HORIZON]


def main_theorem(book: Book, objective: Objective) -> str:
    """By induction over k ≤ T."""
    known, given = setting(objective)
    step = Sweep(book, [*known, x.integer("k", "0", "T-1")], [*given, *(a.format("k", "k") for a in INVARIANT)])
    late = DRIFT.format("k", "k")
    room = {"weight": "4*c*eta**2", "facts": ["T - k - 1 >= 0", "F[0] >= 0"]}
    start = {"T - k - 1 >= 0": _more(step), "F[0] >= 0": _square(step, "0")}
    near_y = step.order(
        NEAR_Y,
        [
            {"facts": [HORIZON[1]]},
            room,
            {"weight": "4*c*eta**2*k", "facts": ["F[k] >= 0"]},
            {"weight": "2*c*eta", "facts": [late]},
            {"weight": "2*c*eta", "gram": "HX[k]"},
            {"weight": "4*c*eta**2", "facts": ["F[0] >= 0"]},
        ],
        [],
        {**start, "F[k] >= 0": _square(step, "k")},
    )
    first = _halved(step, half_step(step, near_y), HALVES[0], "2*cY + uY**2 == 2", LOW[0], "GX[k]")
    moved = _drift(book, objective, second=False)
    half_drift = _use(step, moved, [first], HALF_DRIFT.format("(k+1)", "k", "k+1"))
    near_x = step.order(
        NEAR_X,
        [
            {"facts": [HORIZON[0]]},
            room,
            {"weight": "4*c**2*eta**2*(k+1)", "gram": "Rh[k]"},
            {"weight": "2*c*eta", "facts": ["half drift"]},
        ],
        ["def HX[k+1]"],
        {**start, "half drift": half_drift},
    )
    inside = inside_next(step)
    second = _halved(step, second_half(step, near_x), HALVES[1], "2*cX + (S+DX)**2 == 2", LOW[1], "GY[k]")
    factor = contraction(step, near_y, near_x, inside)
    rate = step.order(
        "p**(2*(k+1))*F[0] >= F[k+1]",
        [{"weight": "p**2", "facts": [INVARIANT[0].format("k", "k")]}, {"facts": ["factor"]}],
        [],
        {"factor": factor},
    )
    whole = _drift(book, objective, second=True)
    drift = _use(step, whole, [first, second], DRIFT.format("(k+1)", "k+1"))
    last = book.add(
        "collect", step.letters, step.given, [a.format("(k+1)", "k+1") for a in INVARIANT], None, [rate, inside[1], drift]
    )
    begin = Sweep(book, known, given)
    zero = [f"def {n}[0]" for n in ("HX", "HY")]
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
    return step.order(f"F[{place}] >= 0", [{"weight": "c", "gram": f"R[{place}]"}], [f"def F[{place}]"])


def _halved(step: Sweep, bound: str, then: str, root: str, cap: str, gradient: str) -> str:
    """η c ‖G‖² ≥ (η/2)‖G‖², since 2c = 2 − u² and u² ≤ 1."""
    return step.order(
        then,
        [{"facts": ["bound"]}, {"weight": "1/2*eta", "facts": [cap], "gram": gradient}],
        [],
        {"bound": bound},
        [[f"1/2*eta*_*tr({gradient}.T*{gradient})", root]],
    )


def _use(step: Sweep, drift: str, premises: list[str], then: str) -> str:
    return step.book.add("collect", step.letters, step.given, then, None, [*premises, drift])


def _drift(book: Book, objective: Objective, second: bool) -> str:
    """One sweep (``second``) or its first half more: E_{k+1} ≤ (1 + 1/k)E_k + (k + 1)‖move‖², and at k = 0 the move alone."""
    names = ("HX", "HY")
    own = [*x.path(objective), *(a for a in letters(objective, []) if a[0] in names)]
    then, at_one = (
        DRIFT.format(f"({k}+1)", after) if second else HALF_DRIFT.format(f"({k}+1)", k, after)
        for k, after in (("k", "k+1"), ("0", "1"))
    )
    given = [*x.MOVES, DRIFT.format("k", "k"), *HALVES[: 1 + second]]
    sides = ("X", "Y")[: 1 + second]

    def rules(k: str, after: str) -> list:
        moved = [((move, k), f"{s}[{after}]") for s, move in zip(sides, x.MOVES, strict=False)]
        return [*(f"def H{s}[{after}]" for s in sides), *moved, f"def HX[{k}]", f"def HY[{k}]"]

    at_zero = [at(text, k="0") for text in given]
    zero_terms = [{"weight": "2*eta", "facts": [half]} for half in at_zero[3:]]
    zero = book.order(own, at_zero, at_one, zero_terms, rules("0", "1"))
    above = [*own, x.integer("k", "1", "T-1")]
    terms: list[dict] = [
        {"weight": "1 + k**(-1)", "facts": [DRIFT.format("k", "k")]},
        *({"weight": "2*(k+1)*eta", "facts": [half]} for half in given[3:]),
        *({"weight": "k**(-1)", "gram": f"{s}[k]-{s}[0] + k*eta*G{s}[k]"} for s in sides),
        *([] if second else [{"weight": "1 + k**(-1)", "gram": "HY[k]"}]),
    ]
    later = book.order(above, given, then, terms, rules("k", "k+1"), None, None, k=1)
    return book.cases([*own, x.integer("k", "0", "T-1")], given, then, ("k", "0"), {"at": zero, "above": later}, k=0)
