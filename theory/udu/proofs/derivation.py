"""UDU, statement by statement: certificates from the objective, or for a general f from its gradient letter G.

For a smooth f of X = U D Uᵀ with symmetrised gradient G at X the chain rule gives ∇_U F = 2GUD and ∂F/∂λ_j = u_jᵀGu_j =: −q_j;
``gradients`` derives both from the objective ½‖X − A‖². Source: arXiv:2501.16322 (objective (4) and step (5) stated second
hand; Lemma 1 and Proposition 1 reconstructed).

>>> print(exclusion())
4 certificates, 2 goals
"""

from __future__ import annotations

from random import Random

from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, dimensions, family, matrix, positive, real
from theory.udu.problem import Objective
from theory.udu.scenes import points as models

SIZES = dimensions("n", "r")


def _book(name: str, objective: Objective | None = None, **options: object) -> Book:
    scene = getattr(models, name)(Random(3), objective or Objective(), **options)
    return Book(scene=scene)


def _objective(book: Book, objective: Objective) -> tuple[list, str]:
    letters = [
        *SIZES,
        positive("c", str(objective.fit)),
        matrix("B", "n", "n"),
        matrix("A", "n", "n", "B+B.T"),
        matrix("U", "n", "r"),
        diagonal("D"),
        matrix("R", "n", "n", "U*D*U.T-A"),
        real("F", "c*tr(R.T*R)"),
    ]
    return letters, book.add("objective", letters, [], "F == c*tr(R.T*R)", None)


SYMMETRIC_GRADIENT = [matrix("K", "n", "n"), matrix("G", "n", "n", "K+K.T")]
"""Every symmetric matrix is K + Kᵀ; so is A = B + Bᵀ."""


def gradients(objective: Objective) -> Derivation:
    """F(U + tH, D) and F(U, D + tE) to first order: 2GUD and UᵀGU, G = 2·fit·(UDUᵀ − A)."""
    book = _book("random_point", objective)
    letters, root = _objective(book, objective)
    goals = []
    for move, extra, more, linear, second in (
        (
            "U1",
            matrix("H", "n", "r"),
            "(U+t*H)*D*(U+t*H).T-A",
            "2*tr(H.T*2*c*R*U*D)",
            "c*tr((H*D*U.T+U*D*H.T).T*(H*D*U.T+U*D*H.T)) + 2*c*tr(R*H*D*H.T) + 2*c*t*tr((H*D*U.T+U*D*H.T)*H*D*H.T)"
            " + c*t**2*tr(H*D*H.T*H*D*H.T)",
        ),
        ("D1", diagonal("E"), "U*(D+t*E)*U.T-A", "tr(E*U.T*2*c*R*U)", "c*tr(E*U.T*U*E*U.T*U)"),
    ):
        del move
        here = [*letters, extra, real("t"), matrix("R1", "n", "n", more), real("F1", "c*tr(R1.T*R1)")]
        goals.append(
            book.expand(
                here,
                [],
                f"F1 == F + t*{linear} + t**2*({second})",
                [
                    (["def", "F1"], "F1"),
                    (["premise", 0, 0], "F"),
                    (["def", "R1"], "R1"),
                    (["def", "R"], "R"),
                    (["def", "A"], "A"),
                ],
                [root],
            )
        )
    return book.derivation(
        *goals,
        prose="The coefficients of t in every direction H [1] and every diagonal E [2] are the gradients 2GUD and diag(UᵀGU) "
        "for the symmetric G = 2·fit·(UDUᵀ − A); for a general f of X = UDUᵀ the chain rule gives the same, in words.",
    )


def second_variation(objective: Objective) -> Derivation:
    """Both blocks moved: the coefficient of t² is fit‖dX‖² + tr G(HDHᵀ + 2HEUᵀ), dX = HDUᵀ + UDHᵀ + UEUᵀ."""
    book = _book("random_point", objective)
    letters, root = _objective(book, objective)
    first = "(H*D*U.T+U*D*H.T+U*E*U.T)"
    second, third = "(H*D*H.T+H*E*U.T+U*E*H.T)", "(H*E*H.T)"
    here = [
        *letters,
        matrix("H", "n", "r"),
        diagonal("E"),
        real("t"),
        matrix("R1", "n", "n", "(U+t*H)*(D+t*E)*(U+t*H).T-A"),
        real("F1", "c*tr(R1.T*R1)"),
    ]
    goal = book.expand(
        here,
        [],
        f"F1 == F + t*2*c*tr(R*{first}) + t**2*(c*tr({first}.T*{first}) + tr(2*c*R*(H*D*H.T+2*H*E*U.T)))"
        f" + t**3*2*c*(tr({first}*{second}) + tr(R*{third})) + t**4*c*(tr({second}*{second}) + 2*tr({first}*{third}))"
        f" + t**5*2*c*tr({second}*{third}) + t**6*c*tr({third}*{third})",
        [(["def", "F1"], "F1"), (["premise", 0, 0], "F"), (["def", "R1"], "R1"), (["def", "R"], "R"), (["def", "A"], "A")],
        [root],
    )
    return book.derivation(goal)


ACTIVE = "U - 2*eta*G*U*D == c*U"

CLIPPED = ["D == D - eta*Q + N", "tr(D*N) == 0"]
"""D is left by the clipped step max(D − ηQ, 0) = D − ηQ + N: the clipped part N vanishes where the result is not 0."""


def exclusion() -> Derivation:
    """A fixed point has an inactive ball: (c − 1)‖u_j‖² = 0 for every column, c = 1 and GUD = 0 for U ≠ 0."""
    book = _book("random_column")
    column = [SIZES[0], positive("eta"), positive("c"), real("lam"), matrix("G", "n", "n"), matrix("u", "n", "1")]
    one = book.expand(
        column,
        ["u - 2*eta*lam*G*u == c*u", "lam*u.T*G*u == 0"],
        "(c-1)*tr(u.T*u) == 0",
        [],
        None,
        [["-tr(u.T*_)", ["given", 0]], ["-2*eta*tr(_)", ["given", 1]]],
    )
    book.scene = models.random_fixed(Random(3), Objective(), idle=True)
    letters = [
        *SIZES,
        positive("eta"),
        positive("c"),
        positive("a"),
        matrix("G", "n", "n"),
        matrix("U", "n", "r"),
        *(diagonal(name) for name in ("D", "Q", "N")),
    ]
    given = [ACTIVE, *CLIPPED, "tr(D*Q) == tr(D*U.T*G*U)", "tr(U.T*U) == a"]
    whole = book.expand(letters, given, "c == 1", [], None, _inactive("2*eta", "U"))
    flat = book.expand(
        letters,
        given,
        "G*U*D == 0",
        [],
        [whole],
        [["-1/2*eta**(-1)*_", ["given", 0]], ["-1/2*eta**(-1)*_*U", ["premise", 0, 0]]],
    )
    both = book.add("collect", letters, given, ["c == 1", "G*U*D == 0"], None, [whole, flat])
    return book.derivation(one, both, prose=_EXCLUSION)


def _inactive(rate: str, factor: str) -> list:
    """c − 1 from the givens [step of the factor, the two of `CLIPPED`, tr DQ, ‖factor‖² = a]."""
    size, ball = ("b", "e") if factor == "V" else ("a", "c")
    return [
        [f"-{size}**(-1)*tr({factor}.T*_)", ["given", 0]],
        [f"-{rate}*eta**(-1)*{size}**(-1)*tr(D*_)", ["given", 1]],
        [f"-{rate}*eta**(-1)*{size}**(-1)*_", ["given", 2]],
        [f"{rate}*{size}**(-1)*_", ["given", 3]],
        [f"(1-{ball})*{size}**(-1)*_", ["given", 4]],
    ]


_EXCLUSION = (
    "In words: the step with the ball ‖U‖ ≤ α leaves U where U − 2ηGUD = cU, c = max(1, ‖Ū‖/α), and leaves D where max(λ_j − "
    "ηq_j, 0) = λ_j, q_j = u_jᵀGu_j, for every j: with Q = diag(q) and the clipped part N this is D = D − ηQ + N, λ_jN_j = 0, "
    "and tr DQ = tr DUᵀGU. An active ball has ‖U‖ = α > 0 and c > 1, against [2]; column by column, with λ_jq_j = 0, [1] is "
    "the same. So a fixed point with U ≠ 0 has GUD = 0 by [2] (trivial for U = 0), and q_j ≥ 0 where λ_j = 0; conversely such "
    "a point is left by the step (in words, by substitution). Nothing bounds D from above in this; with a bound Λ a column at "
    "λ_j = Λ needs only q_j ≤ 0."
)


def two_sided_exclusion() -> Derivation:
    """U D Vᵀ with a ball on each side: the factor of U is 1 for U ≠ 0, the factor of V is 1 for V ≠ 0."""
    book = _book("random_two_sided", idle=True)
    goals = []
    for ball, size, factor, step in (("c", "a", "U", "U - eta*G*V*D == c*U"), ("e", "b", "V", "V - eta*G.T*U*D == e*V")):
        letters = [
            *SIZES,
            ["m", {"kind": "dimension"}],
            positive("eta"),
            positive(ball),
            positive(size),
            matrix("G", "n", "m"),
            matrix("U", "n", "r"),
            matrix("V", "m", "r"),
            *(diagonal(name) for name in ("D", "Q", "N")),
        ]
        given = [step, *CLIPPED, "tr(D*Q) == tr(D*U.T*G*V)", f"tr({factor}.T*{factor}) == {size}"]
        goals.append(book.expand(letters, given, f"{ball} == 1", [], None, _inactive("eta", factor)))
    return book.derivation(
        *goals,
        prose=(
            "In words: a fixed point of the step on d has D = D − ηQ + N, Q = diag(u_jᵀGv_j), N the clipped part with d_jN_j "
            "= 0 (N = 0 where d is free). The ball on U is excluded by [1], the ball on V by [2], whatever the other does, so "
            "any combination of balls is. With one ball a column the same holds for the column (r = 1)."
        ),
    )


def weight_decay() -> Derivation:
    """Decay w_U on U and w_D on D: (w_U + (c − 1)/η)‖U‖² = 2 w_D‖D‖² at a fixed point."""
    book = _book("random_decay")
    letters = [
        *SIZES,
        positive("eta"),
        positive("c"),
        real("wU"),
        real("wD"),
        matrix("G", "n", "n"),
        matrix("U", "n", "r"),
        diagonal("D"),
    ]
    given = ["U - eta*(2*G*U*D + wU*U) == c*U", "tr(D*U.T*G*U) + wD*tr(D*D) == 0"]
    goal = book.expand(
        letters,
        given,
        "(eta*wU + c - 1)*tr(U.T*U) == 2*eta*wD*tr(D*D)",
        [],
        None,
        [["-tr(U.T*_)", ["given", 0]], ["-2*eta*_", ["given", 1]]],
    )
    return book.derivation(
        goal,
        prose=(
            "In words: a fixed point of the step on D ≥ 0 has λ_j(u_jᵀGu_j + w_D λ_j) = 0 for every j, the second hypothesis "
            "summed. So, by [1], for w_D = 0 ≤ w_U a fixed point has U = 0 or an inactive ball, and for w_D > 0 on the sphere "
            "‖U‖ = α the ball is active (c > 1) iff 2w_D‖D‖² > w_U α²."
        ),
    )


def drift() -> Derivation:
    """One free step changes ‖u‖² − 2λ² by 4η²λ²‖Gu‖² − 2η²(uᵀGu)²."""
    book = _book("random_point")
    letters = [
        ["n", {"kind": "dimension"}],
        positive("eta"),
        real("lam"),
        *SYMMETRIC_GRADIENT,
        matrix("u", "n", "1"),
        matrix("u1", "n", "1", "u-2*eta*lam*G*u"),
        real("lam1", "lam-eta*tr(u.T*G*u)"),
    ]
    goal = book.expand(
        letters,
        [],
        "tr(u1.T*u1) - 2*lam1**2 == tr(u.T*u) - 2*lam**2 + 4*eta**2*lam**2*tr(u.T*G*G*u) - 2*eta**2*tr(u.T*G*u)**2",
        [(["def", "u1"], "u1"), (["def", "lam1"], "lam1"), (["def", "G"], "G")],
    )
    return book.derivation(goal)


def flow_laws() -> Derivation:
    """The right sides of u' = −2λGu − νu, λ' = −uᵀGu at one point: the rates of balance and of growth of a column."""
    book = _book("random_point")
    letters = [
        ["n", {"kind": "dimension"}],
        real("nu"),
        real("lam"),
        *SYMMETRIC_GRADIENT,
        matrix("u", "n", "1"),
        matrix("du", "n", "1", "-2*lam*G*u-nu*u"),
        real("dlam", "-tr(u.T*G*u)"),
    ]
    moves = [(["def", "du"], "du"), (["def", "dlam"], "dlam")]
    balance = book.expand(letters, [], "2*tr(u.T*du) - 4*lam*dlam == -2*nu*tr(u.T*u)", [*moves, (["def", "G"], "G")])
    growth = book.expand(
        [*letters, real("rho")],
        ["tr(u.T*G*u) == -rho*tr(u.T*u)"],
        "2*tr(u.T*du) == (4*lam*rho - 2*nu)*tr(u.T*u)",
        [*moves, (["given", 0], "tr(u.T*G*u)")],
        **_rayleigh(book.scene),
    )
    return book.derivation(
        balance,
        growth,
        prose=(
            "In words: along the flow the left sides are d/dt(‖u_j‖² − 2λ_j²) [1] and d/dt‖u_j‖² =: p_j' [2]. So d/dt(‖u_j‖² "
            "− 2λ_j²) = −2ν‖u_j‖² (across clipping too, where λ_j' λ_j = 0), p_j'/p_j = 4λ_jρ_j − 2ν (replicator dynamics "
            "with fitness 4λ_jρ_j on the sphere), and for two columns with a common ρ: (ln p_j/p_k)' = 4ρ(λ_j − λ_k), (λ_j − "
            "λ_k)' = ρ(p_j − p_k): the larger one wins. Summed over the columns and integrated, the first is ∫ν = (‖D_T‖² − "
            "‖D_0‖²)/α² − (‖U_T‖² − ‖U_0‖²)/(2α²) where ν > 0 only on ‖U‖ = α."
        ),
    )


def _rayleigh(scene: dict) -> dict:
    """n = 1: ρ = −G."""
    from fractions import Fraction

    g = 2 * Fraction(scene["K"][0][0])
    return {"n": "1", "K": [scene["K"][0][:1]], "u": [scene["u"][0][:1]], "rho": str(-g)}


def suppression() -> Derivation:
    """Σ_t (c_t² − 1)‖U_{t+1}‖² = 2(‖D_T‖² − ‖D_0‖²) − (‖U_T‖² − ‖U_0‖²) + Σ_t (4η²‖G_tU_tD_t‖² − 2η²‖q_t‖² + 2‖N_t‖²),
    exactly."""
    book = _book("random_path")
    step = [
        "all(j, 0, T-1, c[j]*U[j+1] == U[j] - 2*eta*G[j]*U[j]*D[j])",
        "all(j, 0, T-1, D[j+1] == D[j] - eta*Q[j] + N[j])",
        "all(j, 0, T-1, tr(D[j]*Q[j]) == tr(D[j]*U[j].T*G[j]*U[j]))",
        "all(j, 0, T-1, tr(D[j+1]*N[j]) == 0)",
    ]
    letters = [
        *SIZES,
        positive("eta"),
        ["T", {"kind": "integer", "min": "1"}],
        family("U", "matrix", "0", "T", shape=["n", "r"]),
        ["D", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T"]}],
        family("K", "matrix", "0", "T-1", shape=["n", "n"]),
        family("G", "matrix", "0", "T-1", shape=["n", "n"], value="K[n_]+K[n_].T"),
        ["Q", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T-1"]}],
        ["N", {"kind": "diagonal", "size": "r", "over": ["n_", "0", "T-1"]}],
        family("c", "positive", "0", "T-1"),
        family(
            "S",
            "real",
            "0",
            "T",
            first="0",
            next="S[n_] + (c[n_]**2-1)*tr(U[n_+1].T*U[n_+1]) - 4*eta**2*tr((G[n_]*U[n_]*D[n_]).T*(G[n_]*U[n_]*D[n_]))"
            " + 2*eta**2*tr(Q[n_]*Q[n_]) - 2*tr(N[n_]*N[n_])",
        ),
    ]
    then = "S[k] == 2*(tr(D[k]*D[k]) - tr(D[0]*D[0])) - (tr(U[k].T*U[k]) - tr(U[0].T*U[0]))"
    base = book.expand(letters, step, then.replace("[k]", "[0]"), [(["def", "S", "0"], "S[0]")])
    rise = book.expand(
        [*letters, ["k", {"kind": "integer", "min": "0", "max": "T-1"}]],
        [*step, then],
        then.replace("[k]", "[k+1]"),
        [(["def", "S", "k+1"], "S[k+1]"), (["given", 4], "S[k]"), (["def", "G", "k"], "G[k]")],
        None,
        [
            ["c[k]*tr(_.T*U[k+1])", ["given", 0, "k"]],
            ["tr(_.T*(U[k]-2*eta*G[k]*U[k]*D[k]))", ["given", 0, "k"]],
            ["-2*tr(_*(D[k+1]-N[k]))", ["given", 1, "k"]],
            ["-2*tr(_*(D[k]-eta*Q[k]))", ["given", 1, "k"]],
            ["-4*_", ["given", 3, "k"]],
            ["4*eta*_", ["given", 2, "k"]],
        ],
        k=0,
    )
    goal = book.add(
        "induct", [*letters, ["k", {"kind": "integer", "min": "0", "max": "T"}]], step, then, {"symbol": "k"}, [base, rise]
    )
    return book.derivation(goal)


def product_is_critical(objective: Objective) -> Derivation:
    """The solvable model: GUD = 0 with G = 2·fit·(X − A) gives X² = AX: X and A commute and agree on the range of X."""
    book = _book("random_critical", objective)
    letters, root = _objective(book, objective)
    given = ["R*U*D == 0"]
    square = book.expand(
        letters, given, "U*D*U.T*U*D*U.T == A*U*D*U.T", [(["def", "R"], "R")], [root], [["_*U.T", ["given", 0]]]
    )
    commute = book.expand(
        letters,
        given,
        "A*U*D*U.T == U*D*U.T*A",
        [(["def", "A"], "A")],
        [square],
        [["-_", ["premise", 0, 0]], ["_.T", ["premise", 0, 0]]],
    )
    return book.derivation(
        square,
        commute,
        prose=(
            "In words: X = UDUᵀ ⪰ 0 for D ≥ 0. X² = AX [1] and XA = AX [2] make the range W of X invariant under A with A = X "
            "there, so X = P_W A P_W with A positive definite on W, dim W ≤ r; conversely such X is U D Uᵀ with columns along "
            "eigenvectors in W, and GUD = 0. For distinct μ_i: subsets I of the positive ones, |I| ≤ r."
        ),
    )


def minimal_magnitudes() -> Derivation:
    """W_3W_2W_1 = A T³ Bᵀ with (tr T²)³ ≤ ‖W_1‖²‖W_2‖²‖W_3‖²: the cited Schatten–Hölder lemma, the factors scaled to one
    norm."""
    book = _book("balanced_factors")
    letters = [
        family("e", "dimension", "0", "3"),
        family("W", "matrix", "1", "3", shape=["e[n_]", "e[n_-1]"]),
        positive("g"),
        family("p", "positive", "1", "3"),
        family("V", "matrix", "1", "3", shape=["e[n_]", "e[n_-1]"], value="p[n_]*W[n_]"),
        family("P", "matrix", "0", "3", shape=["e[n_]", "e[0]"], first="I(e[0])", next="V[n_+1]*P[n_]"),
        family("Q", "real", "0", "3", first="0", next="Q[n_]+tr(V[n_+1].T*V[n_+1])"),
    ]
    norms = [f"tr(W[{k}].T*W[{k}])" for k in (1, 2, 3)]
    given = ["p[1]*p[2]*p[3] == 1", *(f"p[{k}]**2*{norm} == g" for k, norm in enumerate(norms, 1))]
    fresh = [
        ["r", {"kind": "integer", "min": "0"}],
        matrix("A", "e[3]", "r"),
        ["T", {"kind": "diagonal", "size": "r", "positive": True}],
        matrix("B", "e[0]", "r"),
    ]
    facts = ["P[3] == A*T**3*B.T", "A.T*A == I(r)", "B.T*B == I(r)", "Q[3] >= 3*tr(T*T)"]
    some = book.add(
        "lemma",
        letters,
        given,
        facts,
        {
            "lemma": "Schatten-Hölder",
            "set": {"N": "3"},
            "terms": {},
            "families": {"e": "e", "V": "V", "P": "P", "Q": "Q"},
            "fresh": {"r": "r", "A": "A", "T": "T", "B": "B"},
        },
        exists=fresh,
    )
    inner, known = [*letters, *fresh], [*given, *facts]
    places = [(name, k) for name in ("P", "Q", "V") for k in (3, 2, 1, 0) if (name, k) != ("V", 0)]
    opened = [(["def", name, str(k)], f"{name}[{k}]") for name, k in places]
    product = book.expand(
        inner,
        known,
        "W[3]*W[2]*W[1] == A*T**3*B.T",
        opened,
        None,
        [["_", ["given", 4]], ["-1*_*W[3]*W[2]*W[1]", ["given", 0]]],
    )
    below = book.order(
        inner,
        known,
        "g >= tr(T*T)",
        [{"weight": "1/3", "facts": [["given", 7]]}],
        opened,
        None,
        [["-1/3*_", ["given", k]] for k in (1, 2, 3)],
    )
    first, second, third = norms
    cube = book.expand(
        inner,
        known,
        f"{first}*{second}*{third} == g**3",
        [],
        None,
        [
            [f"-1*_*(p[1]*p[2]*p[3]+1)*{first}*{second}*{third}", ["given", 0]],
            [f"_*p[2]**2*{second}*p[3]**2*{third}", ["given", 1]],
            [f"g*_*p[3]**2*{third}", ["given", 2]],
            ["g**2*_", ["given", 3]],
        ],
    )
    square = book.order(inner, known, "tr(T*T) >= 0", [{"gram": "T"}])
    bound = f"{first}*{second}*{third} >= tr(T*T)**3"
    above = book.order(
        inner,
        known,
        bound,
        [
            {"weight": "g**2", "facts": [["premise", 0, 0]]},
            {"weight": "g", "facts": [["premise", 0, 0], ["premise", 1, 0]]},
            {"facts": [["premise", 0, 0]], "square": "tr(T*T)"},
        ],
        [],
        [below, square, cube],
        [["_", ["premise", 2, 0]]],
    )
    then = ["W[3]*W[2]*W[1] == A*T**3*B.T", *facts[1:3], bound]
    found = book.add("collect", inner, known, then, None, [product, above])
    goal = book.add("compose", letters, given, then, None, [some, found], exists=fresh)
    return book.derivation(
        goal,
        prose=(
            "In words: the positive numbers p_l and g of [1] exist for any factors that are not 0, g = "
            "(‖W_1‖²‖W_2‖²‖W_3‖²)^(1/3) and p_l² = g/‖W_l‖². With W_3 = U, W_2 = D, W_1 = Uᵀ (or Vᵀ) and μ_i^(1/3) the "
            "diagonal of T, [1] is (Σ μ_i^(2/3))³ ≤ ‖U‖⁴‖D‖², that is ‖D‖ ≥ ‖X‖_{S2/3}/‖U‖² ≥ ‖X‖_{S2/3}/α². Equality for "
            "λ_i = μ_i^(1/3) Σμ^(2/3)/α², ‖u_i‖² = μ_i/λ_i along eigenvectors, by substitution; for r ≥ rank X, D free or "
            "non-negative alike."
        ),
    )
