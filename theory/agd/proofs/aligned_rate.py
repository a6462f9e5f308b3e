"""Two phases of one aligned mode, and the split of an aligned run into its modes.

Source: ours (question left open by arXiv:2305.06927); reconstructed. Letters and invariants: `derive_aligned`.
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.agd.proofs.aligned import GIVEN, GROWTH, INVARIANT, LETTERS, B, Mode, P, R, Y, _decrease, _signs
from theory.agd.proofs.structure import carried
from theory.agd.scenes.aligned import growing, settled, wide
from theory.prove.chain import Chain, Term, division, root
from theory.prove.derivation import Book

BELOW, ABOVE = "alpha >= x[0]**2", "x[0]**2 >= alpha"
PHASE = x.integer("N", "0", "T")
LATE = x.integer("k", "0", "T-N")
LARGE = "4*G**(2*N)*x[0]**2 > 11*alpha"
FALLS = (x.positive("Z"), "Z == 1 - 7/8*alpha", "1/2*alpha*Z**k >= r[N+k]")
SINKS = (x.positive("Z"), "Z == 1 - alpha", "alpha*Z**k >= r[k]")


def small_start(book: Book, invariant: str) -> str:
    """x_0² ≤ α and 4(1 + 9α/28)^{2N} x_0² > 11α: r_{N+k} ≤ (1 − 7α/8)^k α/2."""
    done = _phase_one(book, invariant)
    book.scene = settled()
    step = _late_factor(book)
    fresh, says, then = FALLS
    known = [*LETTERS, GROWTH, PHASE]
    given = [*GIVEN, "alpha > 2*r[N]", says]
    inner = [*known, fresh]
    invariants = ["alpha >= 2*r[N+{0}]", then.replace("k", "{0}")]
    first: list[list[dict]] = [[{"facts": [["given", len(GIVEN)]]}], [{"weight": "1/2", "facts": [["given", len(GIVEN)]]}]]
    start = [book.order(inner, given, a.format("0").replace("N+0", "N"), t) for a, t in zip(invariants, first, strict=True)]
    base = book.add("collect", inner, given, [a.format("0").replace("N+0", "N") for a in invariants], None, start)
    here = [*inner, x.integer("k", "0", "T-N-1")]
    more = [*given, *(a.format("k") for a in invariants)]
    uses = [{"cert": invariant, "set": {"k": "N+k"}}, {"cert": step, "set": {"k": "N+k"}}]
    half, rate = len(given), len(given) + 1
    keeps = book.order(
        here,
        more,
        "alpha >= 2*r[N+k+1]",
        [
            {"facts": [["given", half]]},
            {"weight": "2", "facts": [["premise", 1, 0]]},
            {"weight": "7/4*alpha", "facts": [["premise", 0, 0]]},
        ],
        [],
        uses,
    )
    falls = book.order(
        here,
        more,
        "1/2*alpha*Z**(k+1) >= r[N+k+1]",
        [{"weight": "Z", "facts": [["given", rate]]}, {"facts": [["premise", 1, 0]]}],
        [],
        uses,
        [["r[N+k]*_", ["given", len(GIVEN) + 1]]],
    )
    last = book.add("collect", here, more, ["alpha >= 2*r[N+k+1]", "1/2*alpha*Z**(k+1) >= r[N+k+1]"], None, [keeps, falls])
    held = book.add("induct", [*inner, LATE], given, [a.format("k") for a in invariants], {"symbol": "k"}, [base, last])
    whole, all_given = [*known, LATE], [*GIVEN, BELOW, LARGE]
    return _named(book, whole, all_given, FALLS, [done], held)


def large_start(book: Book, invariant: str) -> str:
    """x_0² ≥ α: r_k ≤ (1 − α)^k α."""
    book.scene = wide()
    step = _opened(book, ABOVE)
    facts = _signs(step)
    far = step.order(
        f"{P}**2 >= alpha",
        [
            {"facts": [["premise", 0, 0], ["premise", 0, 0]]},
            {"weight": "2", "facts": [["premise", 0, 0], step.at("x[0] > 0")]},
            {"facts": [step.at(ABOVE)]},
        ],
        [],
        [facts["rises"]],
    )
    r = step.old("r")
    factor = step.least(
        f"(1-alpha)*{R} >= r[k+1]",
        [
            {"weight": "1/14", "facts": [r, ["premise", 0, 0], step.old("yy")]},
            {"weight": "9/14", "facts": [r, ["premise", 0, 0]]},
            {"weight": "1/4", "facts": [r, step.at("1 >= 4*alpha")], "square": Y},
            {"weight": "3/4", "facts": [r], "square": Y},
        ],
        far,
    )
    fresh, says, then = SINKS
    inner, given = [*LETTERS, fresh], [*GIVEN, ABOVE, says]
    zero = [(["def", "r", "0"], "r[0]")]
    base = book.order(inner, given, then.replace("k", "0"), [{"facts": [["given", 2], ["given", 3]]}], zero)
    here = [*inner, x.integer("k", "0", "T-1")]
    falls = book.order(
        here,
        [*given, then],
        "alpha*Z**(k+1) >= r[k+1]",
        [{"weight": "Z", "facts": [["given", len(given)]]}, {"facts": [["premise", 1, 0]]}],
        [],
        [invariant, factor],
        [["r[k]*_", ["given", len(GIVEN) + 1]]],
    )
    held = book.add("induct", [*inner, x.integer("k", "0", "T")], given, then, {"symbol": "k"}, [base, falls])
    return _named(book, [*LETTERS, x.integer("k", "0", "T")], [*GIVEN, ABOVE], SINKS, [], held)


def _named(book: Book, letters: list, given: list[str], named: tuple, premises: list, held: str) -> str:
    """∃Z > 0 with its value, and the conclusion."""
    fresh, says, then = named
    value = says.split(" == ")[1]
    weight = "7/8" if "7/8" in says else "1"
    rest = {"7/8": "25/32", "1": "3/4"}[weight]
    sign = book.order(
        letters,
        given,
        f"{value} > 0",
        [{"weight": {"7/8": "7/32", "1": "1/4"}[weight], "facts": [["given", 0]]}, {"weight": rest}],
    )
    some = book.add("named", letters, given, says, None, [sign], exists=[fresh])
    inner = book.add("collect", [*letters, fresh], [*given, says], then, None, [*premises, held])
    return book.add("compose", letters, given, [says, then], None, [some, inner], exists=[fresh])


def _phase_one(book: Book, invariant: str) -> str:
    """4G^{2N}x_0² > 11α gives r_N < α/2: while r ≥ α/2, x + y grows by G = 1 + 9α/28 and (x + y)² ≤ 11α/4."""
    book.scene = growing()
    early = "all(j, 0, N, 2*r[j] >= alpha)"
    known, given = [*LETTERS, GROWTH, PHASE], [*GIVEN, BELOW, early]
    grown = "x[k]+y[k] >= G**k*x[0]"
    base = book.order(known, given, grown.replace("[k]", "[0]").replace("**k", "**0"), [{"facts": [["given", 3]]}])
    grows = {"cert": _growth(book), "given": {str(len(GIVEN) + len(INVARIANT)): ["given", len(given) - 1, "k"]}}
    step = book.order(
        [*known, x.integer("k", "0", "N-1")],
        [*given, grown],
        "x[k+1]+y[k+1] >= G**(k+1)*x[0]",
        [{"weight": "G", "facts": [["given", len(given)]]}, {"facts": [["premise", 1, 0]]}],
        [],
        [invariant, grows],
    )
    every = book.add("induct", [*known, x.integer("k", "0", "N")], given, grown, {"symbol": "k"}, [base, step])
    above = [*GIVEN, BELOW, "2*r[N] >= alpha"]
    spread = book.add(
        "order",
        known,
        above,
        early,
        [{"terms": [{"facts": [["premise", 0, 0]]}], "equal": []}],
        [{"cert": _downwards(book, known, above, invariant), "set": {"k": "j"}}],
    )
    size = book.order(
        known,
        above,
        "11*alpha >= 4*G**(2*N)*x[0]**2",
        [
            {"facts": [["premise", 2, 0]]},
            {"weight": "4", "facts": [["premise", 1, 0], ["premise", 1, 0]]},
            {"weight": "8*G**N", "facts": [["premise", 1, 0], ["given", 2]]},
        ],
        [],
        [spread, {"cert": every, "set": {"k": "N"}}, _early_cap(book, known, above, invariant)],
    )
    book.scene = settled()
    return book.add("contrapose", known, [*GIVEN, BELOW, LARGE], "alpha > 2*r[N]", {"given": len(GIVEN) + 1}, [size])


def _opened(book: Book, *more: str, letters: list = LETTERS) -> Mode:
    return Mode(book, [*letters, x.integer("k", "0", "T-1")], [*GIVEN, *(a.format("k") for a in INVARIANT), *more])


def _growth(book: Book) -> str:
    """P + y₊ ≥ (1 + 9α/28)(x + y) while r ≥ α/2, since 28ρ ≥ 9α."""
    step = _opened(book, "2*r[k] >= alpha", letters=[*LETTERS, GROWTH])
    facts, early, yy, y = _signs(step), step.at("2*r[k] >= alpha"), step.old("yy"), step.old("y")
    half = step.least(
        "28*rho[k] >= 9*alpha", [{"facts": [yy, early]}, {"weight": "9", "facts": [early]}, {"weight": "alpha", "facts": [yy]}]
    )
    return step.order(
        "x[k+1]+y[k+1] >= G*(x[k]+y[k])",
        [
            {"weight": "1/2", "facts": [early, y]},
            {"weight": "5/28*alpha", "facts": [y]},
            {"weight": "1/28", "facts": [["premise", 0, 0], ["premise", 1, 0]]},
            {"weight": "9/28*alpha", "facts": [step.old("r"), y]},
        ],
        [*step.rules(), (["def", "G"], "G")],
        [half, facts["P"]],
    )


def _early_cap(book: Book, known: list, given: list, invariant: str) -> str:
    """4(x_N + y_N)² ≤ 11α if r_N ≥ α/2: 100|x² − y²| ≤ 141α, and 2xy ≤ α."""
    gaps, cross, cap = ["(x[N]**2-y[N]**2)", "(y[N]**2-x[N]**2)"], "alpha >= 2*x[N]*y[N]", "11*alpha >= 4*(x[N]+y[N])**2"
    both = [f"141*alpha >= 100*{gap}" for gap in gaps]
    use = {"cert": invariant, "set": {"k": "N"}}
    close = book.add("collect", known, given, both, None, [use, _two_gaps(book, gaps, both)])
    halved = book.order(known, given, cross, [{"facts": [["given", len(GIVEN) + 1]]}], [(["def", "r", "N"], "r[N]")])
    return book.add("collect", known, given, cap, None, [use, close, halved, _sum_of_both(book, both, cross, cap)])


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
    steps.apply(division(book), {"p_": f"{B}**2", "f_": f"141*alpha-100*{gaps[0]}"}, then[0],
                [("1", f"{B} > 0", f"{B} > 0")], larger)  # fmt: skip
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
    step = _opened(book)
    facts = _signs(step)
    falls = step.order(
        f"{R} >= r[k+1]",
        [
            {"facts": [["premise", 0, 0]]},
            {"facts": [["premise", 1, 0], step.old("r")], "square": P},
            {"facts": [["premise", 1, 0], step.old("r")], "square": Y},
        ],
        [],
        [_decrease(step, facts), facts["B"]],
    )
    base = book.add("collect", known, given, "2*r[N] >= alpha", None, [])
    last = book.order(
        [*known, x.integer("k", "0", "N-1")],
        [*given, "2*r[k+1] >= alpha"],
        "2*r[k] >= alpha",
        [{"facts": [["given", len(given)]]}, {"weight": "2", "facts": [["premise", 1, 0]]}],
        [],
        [invariant, falls],
    )
    return book.add(
        "induct",
        [*known, x.integer("k", "0", "N")],
        given,
        "2*r[k] >= alpha",
        {"symbol": "k", "direction": "down"},
        [base, last],
    )


def _late_factor(book: Book) -> str:
    """r₊ ≤ (1 − 7α/8) r once r ≤ α/2: with q = Py, P² + y² − P²y² ≥ q(2 − q) and α/2 ≤ q ≤ α ≤ 1/4."""
    step = _opened(book, "alpha >= 2*r[k]")
    facts, r, late = _signs(step), step.old("r"), step.at("alpha >= 2*r[k]")
    below = step.least("alpha >= 2*rho[k]", [{"facts": [late]}, {"weight": "2", "facts": [r], "square": Y}])
    room = step.order(
        "2 - alpha + rho[k] >= 0",
        [{"facts": [["premise", 0, 0]]}, {"weight": "1/4", "facts": [step.at("1 >= 4*alpha")]}, {"weight": "7/4"}],
        [],
        [facts["rho"]],
    )
    return step.least(
        f"(1-7/8*alpha)*{R} >= r[k+1]",
        [
            {"facts": [r], "square": f"{P}-{Y}"},
            {"weight": "1/2", "facts": [r, ["premise", 0, 0], ["premise", 1, 0]]},
            {"weight": "1/8*alpha", "facts": [r, step.at("1 >= 4*alpha")]},
            {"weight": "1/2*alpha", "facts": [r, ["premise", 2, 0]]},
        ],
        below,
        room,
        facts["rho"],
    )


def modes(book: Book, objective: Objective) -> str:
    """X_0 = U x_0 Qᵀ, Y_0 = V y_0 Qᵀ and A = UΣVᵀ (frames, diagonal x, y, Σ): X_k = U x_k Qᵀ and Y_k = V y_k Qᵀ, where the
    entries of the diagonal x_k, y_k follow one scalar iteration each."""
    frames = [
        x.integer("r", "1"),
        x.matrix("U", "m", "r"),
        x.matrix("V", "n", "r"),
        x.matrix("Q", "d", "r"),
        ["Sig", {"kind": "diagonal", "size": "r"}],
        ["a", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T"]}],
        ["b", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T"]}],
    ]
    letters_ = [*x.path(objective), *frames]
    old, new = "2*c*eta*(a[j]*b[j]-Sig)*b[j]", "2*c*eta*(a[j+1]*b[j]-Sig)*a[j+1]"
    laws = [f"all(j, 0, T-1, a[j+1] == a[j] - {old})", f"all(j, 0, T-1, b[j+1] == b[j] - {new})"]
    orthonormal = ["U.T*U == I(r)", "V.T*V == I(r)", "Q.T*Q == I(r)"]
    starts = ["X[0] == U*a[0]*Q.T", "Y[0] == V*b[0]*Q.T"]
    return carried(book, letters_, orthonormal, "A == U*Sig*V.T", starts, laws)[0]
