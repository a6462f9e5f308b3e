"""Rank-one stages of the recursive form: what one step does to each eigenvector, what a stage leaves, and that every stage
with a positive start converges.

x₊ ∝ y = x + ηb(Rx − bx) = Tx, b = xᵀRx, T = (1 − ηb²)I + ηbR. Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from random import Random

from theory.dmd.problem import Objective
from theory.dmd.scenes import steps
from theory.prove.derivation import Book, Derivation
from theory.prove.letters import dimensions, matrix, positive, real

START = [*dimensions("m"), positive("eta"), matrix("R0", "m", "m"), matrix("R", "m", "m", "R0+R0.T"), matrix("x", "m", "1"),
         real("b", "x.T*R*x"), matrix("y", "m", "1", "x+eta*b*(R*x-b*x)")]  # fmt: skip
UNIT = "x.T*x == I(1)"


def recursive_stages() -> Derivation:
    """A step on an eigenvector, power iteration for ηb² = 1, the energy, trace and determinant of what an inexact stage leaves,
    and the step on a pair ±ρ."""
    book = Book(scene=steps.random_stage(Random(5), Objective()))
    step = _step(book)
    book.scene = steps.random_stage(Random(5), Objective(), adaptive=True)
    power = book.expand(START, ["eta*b**2 == 1"], "b*y == R*x", ["def y"], None, [["_*(R*x-b*x)", "eta*b**2 == 1"]])
    book.scene = steps.random_stage(Random(5), Objective())
    left = [*START[:-1], matrix("S", "m", "m", "R-b*x*x.T")]
    energy = book.expand(left, [UNIT], "tr(S.T*S) == tr(R.T*R) - b**2", ["def S", "def b", UNIT, "def R"])
    book.scene = steps.random_inexact(Random(5), Objective())
    determinant, trace = _inexact(book)
    book.scene = steps.random_inexact(Random(5), Objective(), pair=True)
    pair = _pair(book)
    return book.derivation(
        step,
        power,
        energy,
        determinant,
        trace,
        pair,
        prose=(
            "In words: by [1] the component along an eigenvector of the value μ_i, over that of u_1, is multiplied by (1 − "
            "ηb² + ηbμ_i)/(1 − ηb² + ηbμ_1), and as x → u_1, b → μ_1, this factor tends to 1 − ημ_1(μ_1 − μ_i); it is "
            "linear in μ_i, so its largest absolute value over i ≥ 2 is that at μ_2 or at the lowest eigenvalue: the "
            "asymptotic factor of the angle. By [2] the choice η = 1/b² is power iteration. [3] holds for every unit x, "
            "whatever the accuracy of a stage. [4] and [5] are determinant and trace of the residual on the span of u and "
            "v, so for γσ(μ − ν) ≠ 0 it has a negative eigenvalue. By [6] a stage on a pair ±ρ at η = 1/ρ² maps tan = σ/γ "
            "to tan·(1 − d − d²)/(1 + d − d²), d = (1 − tan²)/(1 + tan²), which is −tan·(1 − 8tan² + O(tan⁴)): the angle "
            "changes sign and falls like 1/(4√t), not linearly."
        ),
    )


def _step(book: Book) -> str:
    letters = [*START, matrix("u", "m", "1"), real("mu")]
    given = ["R*u == mu*u"]
    mirrored = book.expand(letters, given, "u.T*R == mu*u.T", ["def R"], None, [["_.T", given[0]]])
    return book.expand(letters, given, "u.T*y == (1 - eta*b**2 + eta*b*mu)*u.T*x", ["def y", ("mirrored", "u.T*R")],
                       {"mirrored": mirrored})  # fmt: skip


def _plane(*between: list) -> tuple[list, list[str]]:
    letters = [*dimensions("m"), *between, matrix("R0", "m", "m"), matrix("R", "m", "m", "R0+R0.T"), matrix("u", "m", "1"),
               matrix("v", "m", "1"), real("co"), real("si"), matrix("x", "m", "1", "co*u+si*v"),
               real("b", "x.T*R*x")]  # fmt: skip
    return letters, ["u.T*u == I(1)", "v.T*v == I(1)", "u.T*v == 0"]


def _inexact(book: Book) -> tuple[str, str]:
    letters, units = _plane(real("mu"), real("nu"))
    letters = [*letters, matrix("S", "m", "m", "R-b*x*x.T")]
    given = [*units, "R*u == mu*u", "R*v == nu*v", "co**2 + si**2 == 1"]
    images, circle = given[3:5], (given[5], "co**2")
    mixed = book.expand(letters, given, "b == co**2*mu + si**2*nu", ["def b", "def x", *images, *units])
    facts = {"mixed": mixed}
    entries = {"uu": ("u.T*S*u", "mu - b*co**2"), "vv": ("v.T*S*v", "nu - b*si**2"), "uv": ("u.T*S*v", "-b*co*si")}
    for name, (left, right) in entries.items():
        facts[name] = book.expand(letters, given, f"{left} == {right}", ["def S", "def x", *images, *units])
    seen = [(name, left) for name, (left, _) in entries.items()]
    determinant = book.expand(letters, given, "(u.T*S*u)*(v.T*S*v) - (u.T*S*v)**2 == -(co*si*(mu-nu))**2",
                              [*seen, ("mixed", "b"), circle], facts)  # fmt: skip
    trace = book.expand(letters, given, "u.T*S*u + v.T*S*v == mu*si**2 + nu*co**2", [*seen, ("mixed", "b"), circle], facts)
    return determinant, trace


def _pair(book: Book) -> str:
    letters, units = _plane(positive("eta"), real("rho"))
    letters = [*letters, matrix("y", "m", "1", "x+eta*b*(R*x-b*x)"), real("d", "co**2-si**2")]
    given = [*units, "R*u == rho*u", "R*v == -rho*v", "eta*rho**2 == 1"]
    images, step = given[3:5], given[5]
    mixed = book.expand(letters, given, "b == rho*d", ["def b", "def x", "def d", *images, *units])
    return book.expand(letters, given, "y == co*(1+d-d**2)*u + si*(1-d-d**2)*v",
                       ["def y", ("mixed", "b"), "def x", *images, (step, "eta*rho**2")], {"mixed": mixed})  # fmt: skip


STAGE = [
    *dimensions("m", "eC"), positive("eta"), positive("b"), matrix("R0", "m", "m"), matrix("R", "m", "m", "R0+R0.T"),
    matrix("x", "m", "1"), matrix("T", "m", "m", "(1-eta*b**2)*I(m)+eta*b*R"), matrix("C", "m", "eC"),
    matrix("y", "m", "1", "T*x"),
]  # fmt: skip
KNOWN = [UNIT, "x.T*R*x == b", "T == C*C.T"]


def recursive_convergence() -> Derivation:
    """T ⪰ 0, b > 0: the Rayleigh quotient does not fall, and tan² of the angle to the top eigenvector falls by (p/q)², p = 1 −
    ηb² + ηbν, q = 1 − ηb² + ηbμ, μ > ν the two largest eigenvalues."""
    book = Book(scene=steps.random_contraction(Random(5), Objective()))
    rises, falls = _rises(book), _falls(book)
    return book.derivation(
        rises,
        falls,
        prose=(
            "In words: let η ≤ 1/(2‖R‖²), b_0 = x_0ᵀRx_0 > 0, u·x_0 ≠ 0 (u turned so that it is positive), and μ > ν > 0 "
            "without loss (if ν ≤ 0, any small positive ν will do, since [2] asks R ⪯ ν on the complement of u alone). "
            "Then ηb² + ηb‖R‖ ≤ 1, so T ⪰ 0, and p ≥ 1 − ηb² > 0. By [1] b does not fall along the stage, so it stays ≥ "
            "b_0. Since q = 1 + ηb(μ − b) ≤ 1 + ημ²/4 ≤ 9/8, p/q = 1 − ηb(μ − ν)/q ≤ 1 − (8/9)ηb_0(μ − ν): by [2] tan² ≤ "
            "(1 − (8/9)ηb_0(μ − ν))^(2t)·tan²_0 after t steps, and x → u, b → μ. So every stage that starts with b_0 > 0 "
            "and some part of the top eigenvector converges linearly to it, from arbitrarily far away, for R with negative "
            "eigenvalues too. The recursion: for A ⪰ 0 with simple non-zero eigenvalues and stages run to their limit, "
            "R_{j+1} = R_j − λ_ju_ju_jᵀ is A with j eigenvalues made 0, and R = 0 after r_A stages, if each start has a "
            "part along the next eigenvector (b_0 > 0 then, as R_j ⪰ 0). The residual after finitely many stages is a "
            "continuous function of their end points, so for every ε there are accuracies of the stages with ‖A − "
            "Σθ_jx_jx_jᵀ‖ ≤ ε. How accuracy of early stages and total work are best traded is not said."
        ),
    )


def _rises(book: Book) -> str:
    weight = "eta**(-1)*b**(-1)"
    return book.order(
        STAGE, KNOWN, "y.T*R*y >= b*y.T*y",
        [{"weight": weight, "gram": "C.T*(T-I(m))*x"}, {"weight": weight, "gram": "(T-I(m))*x"}],
        ["def y", (KNOWN[2], "C*C.T"), "def T", (KNOWN[1], "x.T*R*x"), UNIT, "def R"])  # fmt: skip


def _falls(book: Book) -> str:
    letters = [
        *STAGE, matrix("u", "m", "1"), real("mu"), positive("nu"), *dimensions("eE"), matrix("E", "m", "eE"), positive("al"),
        positive("a1"), positive("p"), positive("q"), matrix("z", "m", "1", "x-al*u"), matrix("z1", "m", "1", "y-a1*u"),
        real("V", "al**(-2)*tr(z.T*z)"), real("V1", "a1**(-2)*tr(z1.T*z1)"),
    ]  # fmt: skip
    image, unit, along, after = "R*u == mu*u", "u.T*u == I(1)", "u.T*x == al", "u.T*y == a1"
    above, small, large = "nu*I(m) - R + (mu-nu)*u*u.T == E*E.T", "p == 1 - eta*b**2 + eta*b*nu", "q == 1 - eta*b**2 + eta*b*mu"
    given = [*KNOWN, image, unit, along, after, above, small, large]
    mirrored = book.expand(letters, given, "u.T*R == mu*u.T", ["def R"], None, [["_.T", image]])
    apart = book.expand(letters, given, "u.T*z == 0", ["def z", (along, "u.T*x"), unit])
    grown = book.expand(letters, given, "a1 == q*al", ["def y", "def T", ("mirrored", "u.T*R"), (along, "u.T*x"), (large, "q")],
                        {"mirrored": mirrored}, [["-1*_", after]])  # fmt: skip
    turned = book.expand(letters, given, "T*u == q*u", ["def T", image, (large, "q")])
    outside = book.expand(letters, given, "z1 == T*z", ["def z1", "def z", "def y"], {"turned": turned, "grown": grown},
                          [["al*_", "turned"], ["-1*_*u", "grown"]])  # fmt: skip
    within = book.order(
        letters, given, "p**2*tr(z.T*z) >= tr((T*z).T*T*z)",
        [{"weight": "p*eta*b", "gram": "E.T*z"}, {"weight": "p**(-1)", "gram": "C.T*(p*I(m)-T)*z"},
         {"weight": "p**(-1)*eta*b", "gram": "E.T*T*z"}],
        [(above, "E*E.T"), (KNOWN[2], "C*C.T"), "def T", ("mirrored", "u.T*R"), ("apart", "u.T*z"), (small, "eta*b*nu"),
         "def R"],
        {"mirrored": mirrored, "apart": apart})  # fmt: skip
    return book.order(
        letters, given, "p**2*V >= q**2*V1", [{"weight": "al**(-2)", "facts": ["within"]}],
        ["def V", "def V1", ("outside", "z1")], {"within": within, "outside": outside, "grown": grown},
        [["al**(-2)*a1**(-2)*(a1+q*al)*tr((T*z).T*T*z)*_", "grown"]])  # fmt: skip
