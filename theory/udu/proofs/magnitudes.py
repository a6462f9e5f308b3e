"""The solvable model and the smallest magnitudes: what X is at a critical point, and how small D can be for X."""

from __future__ import annotations

from random import Random

from theory.prove.derivation import Derivation
from theory.prove.letters import family, matrix, positive
from theory.udu.problem import Objective
from theory.udu.proofs.letters import book_of, leaf
from theory.udu.proofs.subspace import invariant_subspace
from theory.udu.scenes import landscape as models


def product_is_critical(objective: Objective) -> Derivation:
    """The solvable model: GUD = 0 with G = 2·fit·(X − A) gives X² = AX: X and A commute and agree on the range of X, which A
    maps into itself."""
    book = book_of("random_critical", objective)
    letters, root = leaf(book, objective)
    given = ["R*U*D == 0"]
    square = book.expand(letters, given, "U*D*U.T*U*D*U.T == A*U*D*U.T", ["def R"], [root], [["_*U.T", "R*U*D == 0"]])
    commute = book.expand(
        letters,
        given,
        "A*U*D*U.T == U*D*U.T*A",
        ["def A"],
        {"square": square},
        [["-_", "square"], ["_.T", "square"]],
    )
    book.scene = models.over_squares(Random(3), objective)
    return book.derivation(square, commute, invariant_subspace(book, letters, root, square), prose=(
        "In words: X = UDUᵀ ⪰ 0 for D = J² ⪰ 0. By [1] and [2] X and A commute and agree on the range of X; [3] writes it "
        "out: W, the range of P, is invariant under A, X = P_W A P_W, A is positive definite on W, PᵀAP = KKᵀ being "
        "invertible, and W lies in the range of U, so dim W ≤ r. Conversely such X is U D Uᵀ with columns along eigenvectors "
        "in W, and GUD = 0. For "
        "distinct μ_i: subsets I of the positive ones, |I| ≤ r."))  # fmt: skip


def minimal_magnitudes() -> Derivation:
    """W_3W_2W_1 = A T³ Bᵀ with (tr T²)³ ≤ ‖W_1‖²‖W_2‖²‖W_3‖²: the cited Schatten–Hölder lemma for factors
    scaled to one norm."""
    book = book_of("balanced_factors")
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
    opened = [f"def {name}[{k}]" for name, k in places]
    product = book.expand(
        inner,
        known,
        "W[3]*W[2]*W[1] == A*T**3*B.T",
        opened,
        None,
        [["_", "P[3] == A*T**3*B.T"], ["-1*_*W[3]*W[2]*W[1]", "p[1]*p[2]*p[3] == 1"]],
    )
    below = book.order(
        inner,
        known,
        "g >= tr(T*T)",
        [{"weight": "1/3", "facts": ["Q[3] >= 3*tr(T*T)"]}],
        opened,
        None,
        [["-1/3*_", norm] for norm in given[1:]],
    )
    first, second, third = norms
    cube = book.expand(
        inner,
        known,
        f"{first}*{second}*{third} == g**3",
        [],
        None,
        [
            [f"-1*_*(p[1]*p[2]*p[3]+1)*{first}*{second}*{third}", "p[1]*p[2]*p[3] == 1"],
            [f"_*p[2]**2*{second}*p[3]**2*{third}", given[1]],
            [f"g*_*p[3]**2*{third}", given[2]],
            ["g**2*_", given[3]],
        ],
    )
    square = book.order(inner, known, "tr(T*T) >= 0", [{"gram": "T"}])
    bound = f"{first}*{second}*{third} >= tr(T*T)**3"
    above = book.order(
        inner,
        known,
        bound,
        [
            {"weight": "g**2", "facts": ["below"]},
            {"weight": "g", "facts": ["below", "square"]},
            {"facts": ["below"], "square": "tr(T*T)"},
        ],
        [],
        {"below": below, "square": square, "cube": cube},
        [["_", "cube"]],
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
