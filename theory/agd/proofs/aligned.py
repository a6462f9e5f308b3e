"""Iterations of order κ from an aligned start, X_0 = U diag(x_i) Qᵀ, Y_0 = V diag(y_i) Qᵀ (Y_0 = 0, say), η ≤ 1/(4σ_1).

Scaled by √h (h = 2·fit·η): α = hσ, r = α − xy, P = x + ry the new x, ρ = (1 − y²)r the half residual, y₊ = y + ρP and
r₊ = (1 − P²)ρ. For 0 < α ≤ 1/4, 0 < x_0² ≤ 1/2, 0 ≤ y_0 ≤ x_0, x_0y_0 ≤ α, along all iterates:

    0 ≤ r_{k+1} ≤ r_k,  x_k ≥ x_0,  y_k ≥ 0,  14x_k² ≤ 11,  14y_k² ≤ 5, and four potentials do not increase;
    x_0² ≤ α and (1 + 9α/28)^{2N} x_0² > 11α/4:   r_{N+k} ≤ (1 − 7α/8)^k α/2;      x_0² ≥ α:   r_k ≤ (1 − α)^k α.

Source: ours (question left open by arXiv:2305.06927); reconstructed.
"""

from __future__ import annotations

from theory.agd.proofs import letters as x
from theory.agd.proofs.invariants import Sweep
from theory.prove.chain import Chain, Term, division
from theory.prove.derivation import Book

LETTERS = [
    x.positive("alpha"),
    x.integer("T", "1"),
    *(x.family(n, "real", "0", "T") for n in ("x", "y")),
    x.family("r", "real", "0", "T", value="alpha-x[n_]*y[n_]"),
    x.family("rho", "real", "0", "T-1", value="(1-y[n_]**2)*r[n_]"),
]
NEW_X, NEW_Y = "all(j, 0, T-1, x[j+1] == x[j] + r[j]*y[j])", "all(j, 0, T-1, y[j+1] == y[j] + rho[j]*x[j+1])"
GIVEN = ["1 >= 4*alpha", "1 >= 2*x[0]**2", "x[0] > 0", "y[0] >= 0", "x[0] >= y[0]", "alpha >= x[0]*y[0]", NEW_X, NEW_Y]
POTENTIAL = [
    "(1-1/2*alpha)*x[0]**2 + alpha >= (1-1/2*alpha)*x[{0}]**2 + r[{0}]",
    "(1+alpha)*alpha >= (1-1/2*alpha)*y[{0}]**2 + (1+alpha)*r[{0}]",
    "(1-1/2*alpha)**2*x[0]**2 + (1+alpha)*alpha**2 >= (1-1/2*alpha)**2*(x[{0}]**2-y[{0}]**2) + (1+alpha)*alpha*r[{0}]",
    "alpha**2 >= (1-1/2*alpha)*(y[{0}]**2-x[{0}]**2) + alpha*r[{0}]",
]
INVARIANT = ["r[{0}] >= 0", "x[{0}] >= x[0]", "y[{0}] >= 0", "5 >= 14*y[{0}]**2", "11 >= 14*x[{0}]**2", *POTENTIAL]
GROWTH = x.positive("G", "1+9/28*alpha")
B = "(1-1/2*alpha)"


def invariant(book: Book) -> str:
    """Signs, caps and potentials for every k, by induction."""
    step = Mode(book, [*LETTERS, x.integer("k", "0", "T-1")], [*GIVEN, *(a.format("k") for a in INVARIANT)])
    facts = signs(step)
    used, moved = decrease(step, facts), moves(step, facts)
    after = [potential(step, i, facts, used, moved) for i in range(4)]
    cap = _cap_x(step, facts, used, moved[0])
    positive = step.least(
        "r[k+1] >= 0",
        [{"weight": "1/14", "facts": [f"11 >= 14*{P}**2", "rho[k] >= 0"]}, {"weight": "3/14", "facts": ["rho[k] >= 0"]}],
        {**facts, f"11 >= 14*{P}**2": cap},
    )
    last = book.add(
        "collect",
        step.letters,
        step.given,
        [a.format("k+1") for a in INVARIANT],
        None,
        [positive, facts["x[k+1] >= x[0]"], facts["y[k+1] >= 0"], _cap_y(step, after[1], positive), cap, *after],
    )
    return book.add(
        "induct",
        [*LETTERS, x.integer("k", "0", "T")],
        GIVEN,
        [a.format("k") for a in INVARIANT],
        {"symbol": "k"},
        [_base(book), last],
    )


def _base(book: Book) -> str:
    start = Sweep(book, LETTERS, GIVEN)
    small, half, x0, y0, gap, room = GIVEN[:6]
    b = f"{B} >= 0"
    terms: list[list[dict]] = [
        [{"facts": [room]}],
        [],
        [{"facts": [y0]}],
        [
            {"weight": "14", "facts": [gap, y0]},
            {"weight": "14", "facts": [room]},
            {"weight": "7/2", "facts": [small]},
            {"weight": "3/2"},
        ],
        [{"weight": "7", "facts": [half]}, {"weight": "4"}],
        [{"facts": [x0, y0]}],
        [{"weight": "1+alpha", "facts": [y0, gap]}, {"weight": "3/2*alpha", "square": "y[0]"}],
        [{"facts": [b, b], "square": "y[0]"}, {"weight": "(1+alpha)*alpha", "facts": [x0, y0]}],
        [{"weight": "alpha", "facts": [x0, y0]}, {"facts": [b, gap, x0]}, {"facts": [b, gap, y0]}],
    ]
    side = start.order(b, [{"weight": "1/8", "facts": [small]}, {"weight": "7/8"}])
    atoms = [a.format("0") for a in INVARIANT]
    proved = [start.order(a, t, ["def r[0]"], {b: side}) for a, t in zip(atoms, terms, strict=True)]
    return book.add("collect", LETTERS, GIVEN, atoms, None, proved)


P, Y, R, RHO = "x[k+1]", "y[k]", "r[k]", "rho[k]"
BOTH = f"({P}**2+{Y}**2)"


class Mode(Sweep):
    """One iteration of one mode: everything is a polynomial in x_k, y_k and α."""

    def rules(self) -> list:
        """Everything at k + 1, and ρ and r at k, in terms of x, y and α."""
        return [
            ((NEW_Y, "k"), "y[k+1]"),
            "def r[k+1]",
            ((NEW_X, "k"), "x[k+1]"),
            "def rho[k]",
            "def r[k]",
        ]

    def old(self, name: str) -> str:
        """An invariant at k: r, x, y (signs), yy, xx (caps), a, b, c, d (potentials)."""
        return INVARIANT[("r", "x", "y", "yy", "xx", "a", "b", "c", "d").index(name)].format("k")

    def least(self, text: str, terms: list, facts: dict[str, str] | None = None) -> str:
        """A comparison of polynomials in x_k, y_k and α; ``facts``: what is known, by what it says."""
        return self.order(text, terms, self.rules(), facts)


def signs(step: Mode) -> dict[str, str]:
    """ρ ≥ 0, P ≥ x_0, x ≥ 0, 1 − α/2 ≥ 0, P ≥ 0 and y₊ ≥ 0: certificates by what they say."""
    r, y = step.old("r"), step.old("y")
    terms: dict[str, list[dict]] = {
        "rho[k] >= 0": [{"weight": "1/14", "facts": [step.old("yy"), r]}, {"weight": "9/14", "facts": [r]}],
        "x[k+1] >= x[0]": [{"facts": [step.old("x")]}, {"facts": [r, y]}],
        "x[k] >= 0": [{"facts": [step.old("x")]}, {"facts": ["x[0] > 0"]}],
        f"{B} >= 0": [{"weight": "1/8", "facts": ["1 >= 4*alpha"]}, {"weight": "7/8"}],
    }
    found = {text: step.least(text, parts) for text, parts in terms.items()}
    found["x[k+1] >= 0"] = step.order("x[k+1] >= 0", [{"facts": ["x[k+1] >= x[0]"]}, {"facts": ["x[0] > 0"]}], [], found)
    found["y[k+1] >= 0"] = step.order(
        "y[k+1] >= 0", [{"facts": [y]}, {"facts": ["rho[k] >= 0", "x[k+1] >= 0"]}], [((NEW_Y, "k"), "y[k+1]")], found
    )
    return found


def decrease(step: Mode, facts: dict[str, str]) -> str:
    """r − r₊ ≥ (1 − α/2) r (P² + y²): the gap is ½r[ρ(P² + y²) + Py(P − y)²]."""
    r, y = step.old("r"), step.old("y")
    return step.least(
        f"{R} - r[k+1] >= {B}*{R}*{BOTH}",
        [
            {"weight": "1/2", "facts": [r, "rho[k] >= 0"], "square": P},
            {"weight": "1/2", "facts": [r, "rho[k] >= 0"], "square": Y},
            {"weight": "1/2", "facts": [r, "x[k+1] >= 0", y], "square": f"{P}-{Y}"},
        ],
        facts,
    )


def moves(step: Mode, facts: dict[str, str]) -> list[str]:
    """P² − x² ≤ r(P² + y²), y₊² − y² ≤ (1 + α)r(P² + y²), and both signs of the change of x² − y²."""
    r, y = step.old("r"), step.old("y")
    gain = [{"facts": ["rho[k] >= 0", r], "square": f"{P}*{Y}"}, {"facts": ["x[k+1] >= 0", y, r], "square": P}]
    mean, twice = {"facts": [r], "square": f"{P}-{Y}"}, {"weight": "2", "facts": [r, "x[k+1] >= 0", y], "square": Y}
    return [
        step.least(f"{R}*{BOTH} >= {P}**2 - x[k]**2", [mean, {"square": f"{R}*{Y}"}]),
        step.least(
            f"(1+alpha)*{R}*{BOTH} >= y[k+1]**2 - {Y}**2",
            [mean, twice, {"weight": "alpha", "facts": [r], "square": Y}, *gain],
            facts,
        ),
        step.least(
            f"{Y}**2*{R}*{BOTH} >= ({P}**2-y[k+1]**2) - (x[k]**2-{Y}**2)",
            [{"facts": [r], "square": f"{Y}*({P}-{Y})"}, {"square": f"{R}*{Y}"}, {"square": f"{RHO}*{P}"}],
        ),
        step.least(
            f"alpha*{R}*{BOTH} >= (x[k]**2-{Y}**2) - ({P}**2-y[k+1]**2)",
            [twice, {"facts": [r, "x[k] >= 0", y], "square": Y}, *gain],
            facts,
        ),
    ]


def potential(step: Mode, which: int, facts: dict[str, str], used: str, moved: list[str], says: str = "") -> str:
    """Potential number ``which`` at k+1, or the same against another start (``says``): what it gains is paid by the decrease
    of r."""
    says = says or POTENTIAL[which]
    old, pay, move, b = says.format("k"), "decrease", "move", f"{B} >= 0"
    text = says.format("k+1")
    paid: dict[int, list[dict]] = {
        0: [{"facts": [old]}, {"facts": [pay]}, {"facts": [b, move]}],
        1: [{"facts": [old]}, {"weight": "1+alpha", "facts": [pay]}, {"facts": [b, move]}],
        2: [
            {"facts": [old]},
            {"weight": "(1+alpha)*alpha", "facts": [pay]},
            {"facts": [b, b, move]},
            {"facts": [b, step.old("b"), step.old("r")], "square": P},
            {"facts": [b, step.old("b"), step.old("r")], "square": Y},
            {"weight": "1+alpha", "facts": [b, step.old("r"), step.old("r")], "square": P},
            {"weight": "1+alpha", "facts": [b, step.old("r"), step.old("r")], "square": Y},
        ],
        3: [{"facts": [old]}, {"weight": "alpha", "facts": [pay]}, {"facts": [b, move]}],
    }
    return step.order(text, paid[which], [], {**facts, pay: used, move: moved[which]})


def _cap_x(step: Mode, facts: dict[str, str], used: str, moved: str) -> str:
    """14P² ≤ 11: (1 − α/2)P² + (1 − P²)ρ ≤ (1 − α/2)/2 + α, before r₊ ≥ 0 is known, and 1 − α/2 − ρ > 0."""
    spent = step.least(
        f"{B}*1/2 + alpha >= {B}*{P}**2 + (1-{P}**2)*rho[k]",
        [
            {"facts": [step.old("a")]},
            {"facts": ["decrease"]},
            {"facts": [f"{B} >= 0", "move"]},
            {"weight": "1/2", "facts": [f"{B} >= 0", "1 >= 2*x[0]**2"]},
        ],
        {**facts, "decrease": used, "move": moved},
    )
    below = step.least("alpha >= rho[k]", [{"facts": ["x[k+1] >= 0", step.old("y")]}], facts)
    known = [spent, below, facts["rho[k] >= 0"]]
    alone = _alone(step.book, known, ["x", "rho"])
    _, paid, small, sign = alone.given
    positive: list[Term] = [("1", small), ("3/8", GIVEN[0]), ("5/8",)]
    product: list[Term] = [("14", paid), ("4", GIVEN[0]), ("3", sign)]
    values = {"p_": f"{B}-rho[k]", "f_": f"11-14*{P}**2"}
    capped = alone.apply(division(step.book), values, f"11 >= 14*{P}**2", positive, product)
    return step.book.add("collect", step.letters, step.given, f"11 >= 14*{P}**2", None, [*known, capped])


def _cap_y(step: Mode, potential: str, positive: str) -> str:
    """14y₊² ≤ 5 from (1 − α/2)y₊² ≤ (1 + α)α: with α ≤ 1/4, 5(1 − α/2) − 14(1 + α)α = (1 − 4α)(5 + 7α/2)."""
    alone = _alone(step.book, [potential, positive], ["y", "r"])
    _, paid, sign = alone.given
    product: list[Term] = [("14", paid), ("14*(1+alpha)", sign), ("5+7/2*alpha", GIVEN[0])]
    values = {"p_": B, "f_": "5-14*y[k+1]**2"}
    capped = alone.apply(division(step.book), values, "5 >= 14*y[k+1]**2", [("1/8", GIVEN[0]), ("7/8",)], product)
    return step.book.add("collect", step.letters, step.given, "5 >= 14*y[k+1]**2", None, [potential, positive, capped])


def _alone(book: Book, facts: list[str], families: list[str]) -> Chain:
    """α ≤ 1/4 and what the facts conclude, about α and these families and nothing else."""
    letters_ = [x.positive("alpha"), x.integer("T", "1"), x.integer("k", "0", "T-1")]
    letters_ += [x.family(n, "real", "0", "T-1" if n == "rho" else "T") for n in families]
    values = {"x": {"0": "1/2", "1": "1/2"}, "y": {"0": "1/4", "1": "1/4"}, "r": {"0": "1/8", "1": "1/8"}, "rho": {"0": "1/8"}}
    scene = {"alpha": "1/4", "T": 1, "k": 0, **{n: values[n] for n in families}}
    return Chain(book, letters_, [GIVEN[0], *(book.statements[f].json["then"][0] for f in facts)], scene=scene)
