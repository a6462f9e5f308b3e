"""What X is where GUD = 0 in the solvable model: A cut to a subspace that it maps into itself and on which it is positive."""

from __future__ import annotations

from theory.prove.derivation import Book
from theory.prove.letters import diagonal, integer, matrix

FLAT, ROOT = "R*U*D == 0", "D == J*J"


def invariant_subspace(book: Book, letters: list, root: str, square: str) -> str:
    """D = J² ⪰ 0: X = P PᵀAP Pᵀ with PᵀP = I, AP = P PᵀAP, and PᵀAP = KKᵀ invertible; columns of P in the range of U;
    F = fit(‖A‖² − ‖PᵀAP‖²).

    X = PSQᵀ by the thin singular value decomposition (cited); X² = AX, the certificate ``square``, gives AP = XP.
    """
    letters, given = [*letters, diagonal("J")], [FLAT, ROOT]
    fresh = [integer("k", "0"), matrix("P", "n", "k"), diagonal("S", "k", positive=True), matrix("Q", "n", "k")]
    svd, left, right = facts = ["U*D*U.T == P*S*Q.T", "P.T*P == I(k)", "Q.T*Q == I(k)"]
    some = book.add("lemma", letters, given, facts, {
        "lemma": "thin SVD", "at": {"m": "n", "n": "n", "M": "U*D*U.T"},
        "fresh": {"r": "k", "U": "P", "S": "S", "V": "Q"}}, exists=fresh)  # fmt: skip
    inner, known = [*letters, *fresh], [*given, *facts]
    same = book.expand(inner, known, "A*P == U*D*U.T*P", [], {"square": square}, [
        ["-_*Q*S**(-1)", "square"], ["-A*_*Q*S**(-1)", svd], ["U*D*U.T*_*Q*S**(-1)", svd],
        ["-A*P*S*_*S**(-1)", right], ["U*D*U.T*P*S*_*S**(-1)", right]])  # fmt: skip
    inside = book.expand(inner, known, "P == U*D*U.T*Q*S**(-1)", [], None, [
        ["-_*Q*S**(-1)", svd], ["-P*S*_*S**(-1)", right]])  # fmt: skip
    kept = book.expand(inner, known, "P*P.T*U*D*U.T == U*D*U.T", [], None, [
        ["P*P.T*_", svd], ["P*_*S*Q.T", left], ["-_", svd]])  # fmt: skip
    uses = {"same": same, "inside": inside, "kept": kept}
    steps = {
        "A*P == P*P.T*A*P": [["_", "same"], ["-P*P.T*_", "same"], ["-_*P", "kept"]],
        "U*D*U.T == P*P.T*A*P*P.T": [["-P*P.T*_*P.T", "same"], ["-_*P*P.T", "kept"], ["-_.T", "kept"]],
        "P.T*A*P == P.T*U*J*(P.T*U*J).T": [["P.T*_", "same"], ["P.T*U*_*U.T*P", ROOT]],
        "P.T*A*P*P.T*Q*S**(-1) == I(k)": [
            ["P.T*_*P.T*Q*S**(-1)", "same"], ["P.T*_.T*Q*S**(-1)", "kept"], ["-P.T*_", "inside"], ["_", left]],
    }  # fmt: skip
    proved = [book.expand(inner, known, atom, [], uses, hints) for atom, hints in steps.items()]
    value = book.expand(
        inner, known, "F == c*(tr(A*A) - tr(P.T*A*P*P.T*A*P))", [("root", "F"), "def R", left, "def A"],
        {"root": root, "square": square, "whole": proved[1]},
        [["2*c*tr(_)", "square"], ["-c*tr((U*D*U.T+P*P.T*A*P*P.T)*_)", "whole"]])  # fmt: skip
    then = [*facts, *steps, "P == U*D*U.T*Q*S**(-1)", "F == c*(tr(A*A) - tr(P.T*A*P*P.T*A*P))"]
    found = book.add("collect", inner, known, then, None, [*proved, inside, value])
    return book.add("compose", letters, given, then, None, [some, found], exists=fresh)
