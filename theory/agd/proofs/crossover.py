"""What the limit of one aligned mode keeps of its start: x_k² − y_k² drifts by at most (1 + α)α·r_0/(1 − α/2)² up, α·r_0/(1 −
α/2) down, along all sweeps; and a sweep multiplies r by (1 − x_{k+1}²)(1 − y_k²), exactly.

The two potentials of `aligned`, measured against their own values at the start. Source: ours; reconstructed.
"""

from __future__ import annotations

from theory.agd.proofs import letters as x
from theory.agd.proofs.aligned import GIVEN, INVARIANT, LETTERS, B, Mode, decrease, moves, potential, signs
from theory.prove.derivation import Book
from theory.prove.formulas import use

GAP = "(x[{0}]**2-y[{0}]**2)"
DRIFTS = [
    f"{B}**2*{GAP.format(0)} + (1+alpha)*alpha*r[0] >= {B}**2*{GAP} + (1+alpha)*alpha*r[{{0}}]",
    f"alpha*r[0] - {B}*{GAP.format(0)} >= alpha*r[{{0}}] - {B}*{GAP}",
]
"""Upwards and downwards; the third and the fourth potential of `aligned`."""
FACTOR = "r[k+1] == (1-x[k+1]**2)*(1-y[k]**2)*r[k]"
RISES = ["x[k+1] >= x[k]", "y[k+1] >= y[k]"]


def drift(book: Book, held: str) -> str:
    """Both drifts for every k, by induction beside the invariants of `aligned` (``held``)."""
    every = [*INVARIANT, *DRIFTS]
    step = Mode(book, [*LETTERS, x.integer("k", "0", "T-1")], [*GIVEN, *(a.format("k") for a in every)])
    facts = signs(step)
    used, moved = decrease(step, facts), moves(step, facts)
    after = [potential(step, which, facts, used, moved, text) for which, text in zip((2, 3), DRIFTS, strict=True)]
    last = book.add("collect", step.letters, step.given, [a.format("k+1") for a in every], None, [use(held, k="k+1"), *after])
    still = [book.order(LETTERS, GIVEN, a.format("0"), []) for a in DRIFTS]
    base = book.add("collect", LETTERS, GIVEN, [a.format("0") for a in every], None, [use(held, k="0"), *still])
    whole = [*LETTERS, x.integer("k", "0", "T")]
    return book.add("induct", whole, GIVEN, [a.format("k") for a in every], {"symbol": "k"}, [base, last])


def sweep(book: Book) -> str:
    """r_{k+1} = (1 − x_{k+1}²)(1 − y_k²) r_k, and x and y do not fall, under the invariants at k."""
    step = Mode(book, [*LETTERS, x.integer("k", "0", "T-1")], [*GIVEN, *(a.format("k") for a in INVARIANT)])
    facts = signs(step)
    factor = step.expand(FACTOR, step.rules())
    rises = [
        step.least(RISES[0], [{"facts": [step.old("r"), step.old("y")]}]),
        step.order(RISES[1], [{"facts": ["rho[k] >= 0", "x[k+1] >= 0"]}], [step.rules()[0]], facts),
    ]
    return book.add("collect", step.letters, step.given, [FACTOR, *RISES], None, [factor, *rises])


def kept(book: Book, held: str) -> str:
    """All of it, for every sweep k → k + 1."""
    drifts, swept = drift(book, held), sweep(book)
    here = [*LETTERS, x.integer("k", "0", "T-1")]
    then = [FACTOR, *RISES, *(a.format("k") for a in DRIFTS)]
    return book.add("collect", here, GIVEN, then, None, [drifts, swept])
