"""Two phases of one aligned mode, and the split of an aligned run into its modes.

Source: ours (question left open by arXiv:2305.06927); reconstructed. Letters and invariants: `aligned`; the first phase:
`aligned_growth`.
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.agd.proofs.aligned import GIVEN, GROWTH, LETTERS, P, R, Y, signs
from theory.agd.proofs.aligned_growth import BELOW, LARGE, PHASE, opened, phase_one
from theory.agd.proofs.structure import carried
from theory.agd.scenes.aligned import settled, wide
from theory.prove.derivation import Book
from theory.prove.formulas import at, use

ABOVE = "x[0]**2 >= alpha"
LATE = x.integer("k", "0", "T-N")
RATE = x.positive("Z")
FALLS = ("1 - 7/8*alpha", "1/2*alpha*Z**k >= r[N+k]")
SINKS = ("1 - alpha", "alpha*Z**k >= r[k]")
"""The rate Z, and what it says of r: after the first phase, and from a large start."""


def small_start(book: Book, invariant: str) -> str:
    """x_0² ≤ α and 4(1 + 9α/28)^{2N} x_0² > 11α: r_{N+k} ≤ (1 − 7α/8)^k α/2."""
    done = phase_one(book, invariant)
    book.scene = settled()
    step = _late_factor(book)
    says, then = f"Z == {FALLS[0]}", FALLS[1]
    known = [*LETTERS, GROWTH, PHASE]
    given = [*GIVEN, "alpha > 2*r[N]", says]
    inner = [*known, RATE]
    invariants = ["alpha >= 2*r[N+k]", then]
    first, following = ([at(a, k=place) for a in invariants] for place in ("0", "k+1"))
    terms: list[list[dict]] = [[{"facts": ["alpha > 2*r[N]"]}], [{"weight": "1/2", "facts": ["alpha > 2*r[N]"]}]]
    base = book.add(
        "collect", inner, given, first, None, [book.order(inner, given, a, t) for a, t in zip(first, terms, strict=True)]
    )
    here, more = [*inner, x.integer("k", "0", "T-N-1")], [*given, *invariants]
    uses = {"r[N+k] >= 0": use(invariant, k="N+k"), "late factor": use(step, k="N+k")}
    keeps = book.order(
        here,
        more,
        following[0],
        [
            {"facts": ["alpha >= 2*r[N+k]"]},
            {"weight": "2", "facts": ["late factor"]},
            {"weight": "7/4*alpha", "facts": ["r[N+k] >= 0"]},
        ],
        [],
        uses,
    )
    falls = book.order(
        here,
        more,
        following[1],
        [{"weight": "Z", "facts": [then]}, {"facts": ["late factor"]}],
        [],
        uses,
        [["r[N+k]*_", says]],
    )
    last = book.add("collect", here, more, following, None, [keeps, falls])
    held = book.add("induct", [*inner, LATE], given, invariants, {"symbol": "k"}, [base, last])
    whole, all_given = [*known, LATE], [*GIVEN, BELOW, LARGE]
    positive: list[dict] = [{"weight": "7/32", "facts": ["1 >= 4*alpha"]}, {"weight": "25/32"}]
    return _named(book, whole, all_given, FALLS, positive, [done, held])


def large_start(book: Book, invariant: str) -> str:
    """x_0² ≥ α: r_k ≤ (1 − α)^k α."""
    book.scene = wide()
    step = opened(book, ABOVE)
    facts = signs(step)
    far = step.order(
        f"{P}**2 >= alpha",
        [
            {"facts": ["x[k+1] >= x[0]", "x[k+1] >= x[0]"]},
            {"weight": "2", "facts": ["x[k+1] >= x[0]", "x[0] > 0"]},
            {"facts": [ABOVE]},
        ],
        [],
        facts,
    )
    r = step.old("r")
    factor = step.least(
        f"(1-alpha)*{R} >= r[k+1]",
        [
            {"weight": "1/14", "facts": [r, "far", step.old("yy")]},
            {"weight": "9/14", "facts": [r, "far"]},
            {"weight": "1/4", "facts": [r, "1 >= 4*alpha"], "square": Y},
            {"weight": "3/4", "facts": [r], "square": Y},
        ],
        {"far": far},
    )
    says, then = f"Z == {SINKS[0]}", SINKS[1]
    inner, given = [*LETTERS, RATE], [*GIVEN, ABOVE, says]
    base = book.order(inner, given, at(then, k="0"), [{"facts": ["x[0] > 0", "y[0] >= 0"]}], ["def r[0]"])
    here = [*inner, x.integer("k", "0", "T-1")]
    falls = book.order(
        here,
        [*given, then],
        at(then, k="k+1"),
        [{"weight": "Z", "facts": [then]}, {"facts": ["factor"]}],
        [],
        {"invariant": invariant, "factor": factor},
        [["r[k]*_", says]],
    )
    held = book.add("induct", [*inner, x.integer("k", "0", "T")], given, then, {"symbol": "k"}, [base, falls])
    positive: list[dict] = [{"weight": "1/4", "facts": ["1 >= 4*alpha"]}, {"weight": "3/4"}]
    return _named(book, [*LETTERS, x.integer("k", "0", "T")], [*GIVEN, ABOVE], SINKS, positive, [held])


def _named(book: Book, letters: list, given: list[str], named: tuple[str, str], terms: list[dict], proofs: list[str]) -> str:
    """∃Z > 0 with its value, which is positive by ``terms``, and the conclusion."""
    value, then = named
    says, sign = f"Z == {value}", book.order(letters, given, f"{value} > 0", terms)
    some = book.add("named", letters, given, says, None, [sign], exists=[RATE])
    inner = book.add("collect", [*letters, RATE], [*given, says], then, None, proofs)
    return book.add("compose", letters, given, [says, then], None, [some, inner], exists=[RATE])


def _late_factor(book: Book) -> str:
    """r₊ ≤ (1 − 7α/8) r once r ≤ α/2: with q = Py, P² + y² − P²y² ≥ q(2 − q) and α/2 ≤ q ≤ α ≤ 1/4."""
    step = opened(book, "alpha >= 2*r[k]")
    facts, r, late = signs(step), step.old("r"), "alpha >= 2*r[k]"
    below = step.least("alpha >= 2*rho[k]", [{"facts": [late]}, {"weight": "2", "facts": [r], "square": Y}])
    room = step.order(
        "2 - alpha + rho[k] >= 0",
        [{"facts": ["rho[k] >= 0"]}, {"weight": "1/4", "facts": ["1 >= 4*alpha"]}, {"weight": "7/4"}],
        [],
        facts,
    )
    return step.least(
        f"(1-7/8*alpha)*{R} >= r[k+1]",
        [
            {"facts": [r], "square": f"{P}-{Y}"},
            {"weight": "1/2", "facts": [r, "alpha >= 2*rho[k]", "2 - alpha + rho[k] >= 0"]},
            {"weight": "1/8*alpha", "facts": [r, "1 >= 4*alpha"]},
            {"weight": "1/2*alpha", "facts": [r, "rho[k] >= 0"]},
        ],
        {**facts, "alpha >= 2*rho[k]": below, "2 - alpha + rho[k] >= 0": room},
    )


def modes(book: Book, objective: Objective) -> str:
    """X_0 = U x_0 Qᵀ, Y_0 = V y_0 Qᵀ and A = UΣVᵀ (frames, diagonal x, y, Σ): X_k = U x_k Qᵀ and Y_k = V y_k Qᵀ, where the
    entries of the diagonal x_k, y_k follow one scalar iteration each."""
    fixed = [
        x.integer("r", "1"),
        x.matrix("U", "m", "r"),
        x.matrix("V", "n", "r"),
        x.matrix("Q", "d", "r"),
        ["Sig", {"kind": "diagonal", "size": "r"}],
        ["a", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T"]}],
        ["b", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T"]}],
    ]
    letters_ = [*x.path(objective), *fixed]
    old, new = "2*c*eta*(a[j]*b[j]-Sig)*b[j]", "2*c*eta*(a[j+1]*b[j]-Sig)*a[j+1]"
    laws = [f"all(j, 0, T-1, a[j+1] == a[j] - {old})", f"all(j, 0, T-1, b[j+1] == b[j] - {new})"]
    frames = {"U.T*U == I(r)": "U.T*U", "V.T*V == I(r)": "V.T*V", "Q.T*Q == I(r)": "Q.T*Q", "A == U*Sig*V.T": "A"}
    return carried(book, letters_, frames, ["X[k] == U*a[k]*Q.T", "Y[k] == V*b[k]*Q.T"], laws)[0]
