"""Every critical point of the asymmetric problem with the balancing term is balanced (Ge, Jin and Zheng 2017).

Reconstructed, for 2‖UVᵀ − M‖² + ½‖UᵀU − VᵀV‖²: with R = UᵀU − VᵀV the two equations give ‖UR‖² + ‖VR‖² = 0, so ‖R‖² = 0.
"""

from random import Random

from proofs_check.public import Book, Claim, Derivation, Mutant, Source, Theorem


def examples(rng: Random) -> dict:
    """V is U, with rows turned and a zero row below; M is UVᵀ, with a component left over that neither factor sees."""
    m, r = rng.randint(1, 3), rng.randint(1, 2)
    U = [[rng.randint(-3, 3) for _ in range(r)] for _ in range(m)]
    V = [[-x for x in row] for row in rng.sample(U, m)]
    M = [[sum(x * y for x, y in zip(a, b, strict=True)) for b in V] + [0] for a in U] + [[0] * m + [rng.randint(-3, 3)]]
    return {"m": m + 1, "n": m + 1, "r": r, "U": [*U, [0] * r], "V": [*V, [0] * r], "M": M}


theorem = Theorem(
    "U^T U = V^T V",
    where="U: m x r, V: n x r",
    objective="2 ||U V^T - M||^2 + 1/2 ||U^T U - V^T V||^2",
    critical="U, V",
    examples=examples,
)
R = "(U.T*U - V.T*V)"


def derivation() -> Derivation:
    """tr R(Uᵀ·first − second ᵀ·V) = 2‖UR‖² + 2‖VR‖²; both vanish, and R² = UᵀUR − VᵀVR."""
    letters, given, book = theorem.equations["letters"], theorem.equations["given"], Book(scene=theorem.scene)
    first, second = theorem.equation("critical in U"), theorem.equation("critical in V")
    squares = [f"tr(({x}*{R}).T*({x}*{R}))" for x in "UV"]
    both = book.expand(letters, given, f"{squares[0]} + {squares[1]} == 0", [],
                       hints=[[f"tr({R}*U.T*_)/2", first], [f"-tr({R}*_.T*V)/2", second]])  # fmt: skip
    terms = [["1", f"U*{R}"], ["1", f"V*{R}"]]
    zero = [book.add("definite", letters, given, f"{x}*{R} == 0", [{"fact": "both", "terms": terms, "matrix": k}],
                     {"both": both}) for k, x in enumerate("UV")]  # fmt: skip
    square = book.expand(letters, given, f"tr({R}.T*{R}) == 0", [], {"u": zero[0], "v": zero[1]},
                         [["tr(U.T*_)", "u"], ["-tr(V.T*_)", "v"]])  # fmt: skip
    goal = book.add("definite", letters, given, theorem.equations["then"],
                    [{"fact": "square", "terms": [["1", R]], "matrix": 0}], {"square": square})  # fmt: skip
    return theorem.from_equations(book, goal)


claim = Claim(
    id="ge-jin-zheng-balance",
    title="Critical points of the asymmetric problem with the balancing term are balanced",
    sentence="If 2‖UVᵀ − M‖² + ½‖UᵀU − VᵀV‖² is critical in U and V, then UᵀU = VᵀV.",
    source=Source("Ge, Jin & Zheng 2017, arXiv:1704.00708", "asymmetric case, balance of critical points", "reconstructed"),
    derivation=derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=(Mutant(name="twice", fate="false", change=(("U.T*U == V.T*V", "U.T*U == 2*V.T*V"),)),),
    sharpness=theorem.sharpness(),
)
