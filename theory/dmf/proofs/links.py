"""Links to neighbouring theory, derived: decay of imbalance along gradient flow, and the half and two-thirds thresholds."""

from __future__ import annotations

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.gradient import GRADIENT
from theory.dmf.scenes.points import generic
from theory.prove.derivation import Book


def imbalance(book: Book, objective: Objective) -> tuple[str, str]:
    """With G_l the gradient at any W: the derivative of D_l = W_lW_lᵀ − W_{l+1}ᵀW_{l+1} along W' = −G is
    −4 ridge (λ_l W_lW_lᵀ − λ_{l+1} W_{l+1}ᵀW_{l+1}), and −4 ridge λ_l D_l if λ_l = λ_{l+1}."""
    book.scene = generic(objective)
    letters = [*x.base(objective), x.TAIL, x.integer("l", "1", "L-1")]
    lower, upper = f"({GRADIENT})", "(2*a*A[l+1].T*(P[L]-Y)*P[l].T + 2*b*lam[l+1]*W[l+1])"
    slope = f"-({lower}*W[l].T + W[l]*{lower}.T) + W[l+1].T*{upper} + {upper}.T*W[l+1]"
    change = book.expand(
        letters,
        [],
        f"{slope} == -4*b*(lam[l]*W[l]*W[l].T - lam[l+1]*W[l+1].T*W[l+1])",
        ["def P[l]", "def A[l]"],
    )
    equal = book.expand(
        letters,
        ["lam[l] == lam[l+1]"],
        f"{slope} == -4*b*lam[l]*(W[l]*W[l].T - W[l+1].T*W[l+1])",
        [],
        {"change": change},
        [["_", "change"], ["-4*b*W[l+1].T*W[l+1]*_", "lam[l] == lam[l+1]"]],
        lam=dict.fromkeys("123", "3/2"),
    )
    return change, equal


def half_threshold(book: Book) -> str:
    """L = 4: with μ = 4 λ^(1/4) the half-thresholding constant (54^(1/3)/4) μ^(2/3) is y_g, y_g^6 = 3^6 λ/4."""
    letters = [
        x.positive("r"),
        ["mu", {"kind": "positive", "value": "4*r"}],
        ["th", {"kind": "positive", "root": ["3", "27/32*mu**2"]}],
        ["yg", {"kind": "positive", "root": ["6", "729/4*r**4"]}],
    ]
    book.scene = {"r": "4", "th": "6", "yg": "6"}
    return _same(
        book,
        letters,
        "th**6 == yg**6",
        "6",
        [
            ["(th**3+27/32*mu**2)*_", "def th"],
            ["(729/1024)*(mu**2+16*r**2)*(mu+4*r)*_", "def mu"],
            ["-_", "def yg"],
        ],
    )


def two_thirds_threshold(book: Book) -> str:
    """L = 3: with μ = 3 λ^(1/3) the two-thirds threshold (2/3)(3μ³)^(1/4) is y_g, y_g^4 = 16 λ."""
    letters = [
        x.positive("r"),
        ["mu", {"kind": "positive", "value": "3*r"}],
        ["th", {"kind": "positive", "root": ["4", "16/27*mu**3"]}],
        ["yg", {"kind": "positive", "root": ["4", "16*r**3"]}],
    ]
    book.scene = {"r": "1", "th": "2", "yg": "2"}
    return _same(
        book,
        letters,
        "th**4 == yg**4",
        "4",
        [["_", "def th"], ["16/27*(mu**2+3*mu*r+9*r**2)*_", "def mu"], ["-_", "def yg"]],
    )


def _same(book: Book, letters: list, powers: str, exponent: str, hints: list) -> str:
    """th = yg from equal powers."""
    equal = book.expand(letters, [], powers, [], None, hints)
    return book.add(
        "power", letters, [], "th == yg", [{"x": "th", "y": "yg", "n": exponent, "fact": "equal"}], {"equal": equal}
    )
