"""The first phase of one aligned mode: from x_0² ≤ α, x + y grows by G = 1 + 9α/28 as long as r ≥ α/2.

Source: ours (question left open by arXiv:2305.06927); reconstructed. Letters and invariants: `aligned`.
"""

from __future__ import annotations

from theory.agd.proofs import letters as x
from theory.agd.proofs.aligned import GIVEN, GROWTH, INVARIANT, LETTERS, B, Mode, P, R, Y, decrease, signs
from theory.agd.scenes.aligned import growing, settled
from theory.prove.chain import Chain, Term, division, root
from theory.prove.derivation import Book
from theory.prove.formulas import at, use

BELOW = "alpha >= x[0]**2"
PHASE = x.integer("N", "0", "T")
LARGE = "4*G**(2*N)*x[0]**2 > 11*alpha"


def phase_one(book: Book, invariant: str) -> str:
    """4G^{2N}x_0² > 11α gives r_N < α/2: while r ≥ α/2, x + y grows by G = 1 + 9α/28 and (x + y)² ≤ 11α/4."""
    book.scene = growing()
    early = "all(j, 0, N, 2*r[j] >= alpha)"
    known, given = [*LETTERS, GROWTH, PHASE], [*GIVEN, BELOW, early]
    grown = "x[k]+y[k] >= G**k*x[0]"
    base = book.order(known, given, at(grown, k="0"), [{"facts": ["y[0] >= 0"]}])
    grows = {**use(_growth(book)), "given": {"2*r[k] >= alpha": (early, "k")}}
    step = book.order(
        [*known, x.integer("k", "0", "N-1")],
        [*given, grown],
        at(grown, k="k+1"),
        [{"weight": "G", "facts": [grown]}, {"facts": ["grows"]}],
        [],
        {"invariant": invariant, "grows": grows},
    )
    every = book.add("induct", [*known, x.integer("k", "0", "N")], given, grown, {"symbol": "k"}, [base, step])
    above = [*GIVEN, BELOW, "2*r[N] >= alpha"]
    spread = book.add(
        "order",
        known,
        above,
        early,
        [{"terms": [{"facts": ["downwards"]}], "equal": []}],
        {"downwards": use(_downwards(book, known, above, invariant), k="j")},
    )
    size = book.order(
        known,
        above,
        "11*alpha >= 4*G**(2*N)*x[0]**2",
        [
            {"facts": ["cap"]},
            {"weight": "4", "facts": ["grown", "grown"]},
            {"weight": "8*G**N", "facts": ["grown", "x[0] > 0"]},
        ],
        [],
        {"early": spread, "grown": use(every, k="N"), "cap": _early_cap(book, known, above, invariant)},
    )
    book.scene = settled()
    return book.add("contrapose", known, [*GIVEN, BELOW, LARGE], "alpha > 2*r[N]", {"given": LARGE}, [size])


def opened(book: Book, *more: str, letters: list = LETTERS) -> Mode:
    """An iteration k with the invariants at k, and more hypotheses."""
    return Mode(book, [*letters, x.integer("k", "0", "T-1")], [*GIVEN, *(a.format("k") for a in INVARIANT), *more])


def _growth(book: Book) -> str:
    """P + y₊ ≥ (1 + 9α/28)(x + y) while r ≥ α/2, since 28ρ ≥ 9α."""
    step = opened(book, "2*r[k] >= alpha", letters=[*LETTERS, GROWTH])
    facts, early, yy, y = signs(step), "2*r[k] >= alpha", step.old("yy"), step.old("y")
    half = step.least(
        "28*rho[k] >= 9*alpha", [{"facts": [yy, early]}, {"weight": "9", "facts": [early]}, {"weight": "alpha", "facts": [yy]}]
    )
    return step.order(
        "x[k+1]+y[k+1] >= G*(x[k]+y[k])",
        [
            {"weight": "1/2", "facts": [early, y]},
            {"weight": "5/28*alpha", "facts": [y]},
            {"weight": "1/28", "facts": ["28*rho[k] >= 9*alpha", "x[k+1] >= 0"]},
            {"weight": "9/28*alpha", "facts": [step.old("r"), y]},
        ],
        [*step.rules(), "def G"],
        {**facts, "28*rho[k] >= 9*alpha": half},
    )


def _early_cap(book: Book, known: list, given: list, invariant: str) -> str:
    """4(x_N + y_N)² ≤ 11α if r_N ≥ α/2: 100|x² − y²| ≤ 141α, and 2xy ≤ α."""
    gaps, cross, cap = ["(x[N]**2-y[N]**2)", "(y[N]**2-x[N]**2)"], "alpha >= 2*x[N]*y[N]", "11*alpha >= 4*(x[N]+y[N])**2"
    both = [f"141*alpha >= 100*{gap}" for gap in gaps]
    there = use(invariant, k="N")
    close = book.add("collect", known, given, both, None, [there, _two_gaps(book, gaps, both)])
    halved = book.order(known, given, cross, [{"facts": ["2*r[N] >= alpha"]}], ["def r[N]"])
    return book.add("collect", known, given, cap, None, [there, close, halved, _sum_of_both(book, both, cross, cap)])


AT_N = [text.format("N") for text in INVARIANT]
ALONE = [x.positive("alpha"), x.integer("T", "1"), x.integer("N", "0", "T"),
         *(x.family(n, "real", "0", "T") for n in ("x", "y", "r"))]  # fmt: skip
"""α and the iterates without the laws that they follow, for steps that only speak about numbers; and values for them."""
NUMBERS = {"alpha": "1/4", "T": 1, "N": 1, "x": {"0": "1/2", "1": "1/2"}, "y": {"0": "1/4", "1": "1/4"},
           "r": {"0": "1/8", "1": "1/8"}}  # fmt: skip


def _two_gaps(book: Book, gaps: list[str], then: list[str]) -> str:
    """100|x² − y²| ≤ 141α from two potentials, divided by (1 − α/2)² and by 1 − α/2."""
    r, third, fourth, small = AT_N[0], AT_N[7], AT_N[8], GIVEN[0]
    steps = Chain(book, ALONE, [small, BELOW, r, third, fourth], scene=NUMBERS)
    steps.prove(f"{B} > 0", ("1/8", small), ("7/8",))
    larger: list[Term] = [("100", third), ("100", f"{B} > 0", f"{B} > 0", BELOW), ("41*alpha+23*alpha**2", small),
                          ("9/4*alpha**3",), ("100*(1+alpha)*alpha", r)]  # fmt: skip
    smaller: list[Term] = [("100", fourth), ("100*alpha", r), ("341/8*alpha", small), ("787/8*alpha",)]
    steps.apply(
        division(book), {"p_": f"{B}**2", "f_": f"141*alpha-100*{gaps[0]}"}, then[0], [("1", f"{B} > 0", f"{B} > 0")], larger
    )
    steps.apply(division(book), {"p_": B, "f_": f"141*alpha-100*{gaps[1]}"}, then[1], [("1", f"{B} > 0")], smaller)
    return steps.collect(*then)


def _sum_of_both(book: Book, both: list[str], cross: str, then: str) -> str:
    """(x² + y²)² = (x² − y²)² + 4x²y² ≤ (7α/4)², since 141² + 100² < 175², and 2xy ≤ α: 4(x + y)² ≤ 11α."""
    steps = Chain(book, ALONE, [*both, cross, AT_N[1], AT_N[2], GIVEN[2]], scene=NUMBERS)
    steps.prove("x[N] >= 0", ("1", AT_N[1]), ("1", GIVEN[2]))
    squares: list[Term] = [("1/10000", *both), ("alpha", cross), ("2", "x[N] >= 0", AT_N[2], cross),
                           ("(49/16-19881/10000-1)*alpha**2",)]  # fmt: skip
    return steps.apply(root(book), {"p_": "7/4*alpha", "t_": "x[N]**2+y[N]**2"}, then, [("7/4*alpha",)], squares,
                       times="4", conclude=[("4", cross)])  # fmt: skip


def _downwards(book: Book, known: list, given: list, invariant: str) -> str:
    """r_N ≥ α/2 gives r_k ≥ α/2 for all k ≤ N, since r does not increase."""
    step = opened(book)
    facts = signs(step)
    falls = step.order(
        f"{R} >= r[k+1]",
        [
            {"facts": ["decrease"]},
            {"facts": [f"{B} >= 0", step.old("r")], "square": P},
            {"facts": [f"{B} >= 0", step.old("r")], "square": Y},
        ],
        [],
        {**facts, "decrease": decrease(step, facts)},
    )
    base = book.add("collect", known, given, "2*r[N] >= alpha", None, [])
    last = book.order(
        [*known, x.integer("k", "0", "N-1")],
        [*given, "2*r[k+1] >= alpha"],
        "2*r[k] >= alpha",
        [{"facts": ["2*r[k+1] >= alpha"]}, {"weight": "2", "facts": ["falls"]}],
        [],
        {"invariant": invariant, "falls": falls},
    )
    return book.add(
        "induct",
        [*known, x.integer("k", "0", "N")],
        given,
        "2*r[k] >= alpha",
        {"symbol": "k", "direction": "down"},
        [base, last],
    )
