"""Eigenvectors of the Hessian at a closed-form point, for every L: pairs of modes.

In W coordinates an eigenvector of the V-Hessian (V_l = √λ_l W_l) is a direction with H_l = 2·ridge·λ_l·m·Z_l in every
layer; m is the eigenvalue over 2·ridge (over 2·fit in the units of `theory.dmf.hessian.spectrum`). ``ep`` is the sign ±1.
"""

from __future__ import annotations

from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.directions import ROOT
from theory.dmf.proofs.hessian import HESSIAN, SECOND, pair_letters
from theory.dmf.scenes.hessian import chains, equal_chains
from theory.prove.derivation import Book
from theory.prove.formulas import at, redeclared, renamed, unfold, use

SIGN, PLACE, SQUARE = x.real("ep"), x.integer("m", "1", "L-1"), "ep**2 == 1"
NOTHING = ["o", {"kind": "real", "over": ["n_", "1", "L"], "value": "0"}]


def eigen(value: str) -> str:
    """Z is an eigenvector in layer l: H_l(Z) = 2·ridge·λ_l·value·Z_l."""
    return f"{HESSIAN} == 2*b*lam[l]*{value}*Z[l]"


def by_cases(book: Book, letters: list, given: list[str], then: str, over: tuple[str, str], place: str, parts: dict) -> str:
    """``then`` for low ≤ l ≤ high, ``over`` = (low, high), from its parts below, at and above a place."""
    return book.cases([*letters, x.integer("l", *over)], given, then, ("l", place), parts)


def hidden_rotations(book: Book, objective: Objective, between: str) -> str:
    """Two modes, 1 ≤ m < L: al = (z/s) e_m − e_{m+1}, be = ep·(−e_m + (z/s) e_{m+1}) has m = 1 − ep: 0 and 2."""
    book.scene = {**chains(objective, 4), "m": 2, "l": 2}
    al = ["al", {"kind": "real", "over": ["n_", "1", "L"], "override": {"of": "o", "at": {"m": "z*s**(-1)", "m+1": "-1"}}}]
    be = ["be", {"kind": "real", "over": ["n_", "1", "L"], "override": {"of": "o", "at": {"m": "-ep", "m+1": "ep*z*s**(-1)"}}}]
    letters, given = pair_letters(objective, [NOTHING, SIGN, PLACE, al, be])
    given = [*given, SQUARE]
    zeros = {
        **{name: _head_sum(book, letters, given, name, terms) for name, terms in (("fa", "al"), ("fb", "be"))},
        **{name: _tail_sum(book, letters, given, name, terms) for name, terms in (("ga", "al"), ("gb", "be"))},
    }
    then = eigen("(1-ep)")

    def row(layer: str, after: str, before: str, more: list, **scene: Any) -> str:
        """Layer ``layer``: ga, gb there and fa, fb one layer before vanish, on the sides ``after`` and ``before`` of m; where
        the side is "here" the sum is its one term at m."""
        uses = {
            "between": use(between, l=layer),
            "fa[L] == 0": use(zeros["fa"]["above"], n="L"),
            "fb[L] == 0": use(zeros["fb"]["above"], n="L"),
        }
        rules = [*unfold("Z al be o", layer), "fa[L] == 0", "fb[L] == 0"]
        one_before = {"l": "l-1", "m": "m-1", "m+1": "m"}[layer]
        for name in ("ga", "gb", "fa", "fb"):
            from_above = name in ("ga", "gb")
            side, place = (after, layer) if from_above else (before, one_before)
            if side == "here":
                rules += [f"def {name}[m]", *unfold("al be", "m+1" if from_above else "m")]
                side, place = ("above", "m+1") if from_above else ("below", "m-1")
            uses[f"{name}[{place}] == 0"] = use(zeros[name][side], n=place)
            rules.append(f"{name}[{place}] == 0")
        return book.expand([*letters, *more], given, at(then, l=layer), [*rules, SQUARE], uses, [["_", "between"]], **scene)

    below = row("l", "below", "below", [x.integer("l", "1", "m-1")], l=1)
    here, following = row("m", "here", "below", []), row("m+1", "above", "here", [])
    above = row("l", "above", "above", [x.integer("l", "m+2", "L")], l=4)
    upper = by_cases(book, letters, given, then, ("m+1", "L"), "m+1", {"at": following, "above": above})
    return by_cases(book, letters, given, then, ("1", "L"), "m", {"below": below, "at": here, "above": upper})


def _head_sum(book: Book, letters: list, given: list[str], name: str, terms: str) -> dict[str, str]:
    """A running sum from below vanishes before m and after it."""
    zero, step = f"{name}[n] == 0", [*unfold(f"{name} {terms} o", "n+1"), ("induction", f"{name}[n]")]
    below = book.induct(letters, given, zero, ("n", "0", "m-1"), unfold(name, "0"), step)
    start = book.expand(
        letters,
        given,
        f"{name}[m+1] == 0",
        [*unfold(name, "m+1"), *unfold(f"{name} {terms}", "m"), *unfold(terms, "m+1"), f"{name}[m-1] == 0", SQUARE],
        {f"{name}[m-1] == 0": use(below, n="m-1")},
    )
    return {"below": below, "above": book.induct(letters, given, zero, ("n", "m+1", "L"), start, step)}


def _tail_sum(book: Book, letters: list, given: list[str], name: str, terms: str) -> dict[str, str]:
    """A running sum from above vanishes after m and before it."""
    zero, step = f"{name}[n] == 0", [*unfold(name, "n"), *unfold(f"{terms} o", "n+1"), ("induction", f"{name}[n+1]")]
    above = book.induct(letters, given, zero, ("n", "m+1", "L"), unfold(name, "L"), step, down=True)
    start = book.expand(
        letters,
        given,
        f"{name}[m-1] == 0",
        [*unfold(name, "m-1"), *unfold(f"{name} {terms}", "m"), *unfold(terms, "m+1"), f"{name}[m+1] == 0", SQUARE],
        {f"{name}[m+1] == 0": use(above, n="m+1")},
    )
    return {"below": book.induct(letters, given, zero, ("n", "0", "m-1"), start, step, down=True), "above": above}


def central(book: Book, objective: Objective, between: str) -> str:
    """Two modes with s ≠ z: al_l = z^(l−1)s^(L−l), be_l = ep·s^(l−1)z^(L−l) has
    m = (y − ep·w)(s^L + ep·z^L)/(q (s² − z²)): μ_− for ep = 1, μ_+ for ep = −1."""
    scene = {**chains(objective), "ep": "-1"}
    book.scene = {**scene, "gap": scene["c"]}
    al = ["al", {"kind": "real", "over": ["n_", "1", "L"], "value": "z**(n_-1)*s**(L-n_)"}]
    be = ["be", {"kind": "real", "over": ["n_", "1", "L"], "value": "ep*s**(n_-1)*z**(L-n_)"}]
    letters, given = pair_letters(objective, [SIGN, al, be])
    letters, given = [*letters, x.positive("gap")], [*given, SQUARE, GAP]
    closed = {
        "fa": "s**(L+(n)) - s**(L-(n))*z**(2*(n))",
        "fb": "ep*(z**(L-(n))*s**(2*(n)) - z**(L+(n)))",
        "ga": "s**(2*L-2*(n))*z**(n) - z**(2*L-(n))",
        "gb": "ep*(s**(2*L-(n)) - z**(2*L-2*(n))*s**(n))",
    }
    sums = _sums(book, letters, given, closed, "gap*", (GAP,))
    scale = "2*b*lam[l]*mu[l]**(-1)*gap**(-1)*_*"
    return book.expand(
        [*letters, x.LAYER],
        given,
        eigen("gap**(-1)*q[L]**(-1)*(y-ep*w)*(s**L+ep*z**L)"),
        [*unfold("Z al be", "l"), *((name, name) for name in sums), ROOT, renamed(ROOT, **SECOND), SQUARE],
        {"between": use(between), **sums},
        [
            ["_", "between"],
            [f"{scale}z**(l-1)*s**(L-l)*u[l]*v[l-1].T", GAP],
            [f"{scale}ep*s**(l-1)*z**(L-l)*v[l]*u[l-1].T", GAP],
        ],
    )


GAP = "gap == s**2-z**2"


def _sums(book: Book, letters: list, given: list[str], closed: dict[str, str], scale: str = "", more: tuple = ()) -> dict:
    """The running sums (times ``scale``) in closed form, by induction with the rules ``more``, where a row of the Hessian
    needs them: premises by what they say a value of."""
    proved = {}
    for name, value in closed.items():
        up, terms = name in ("fa", "fb"), "al" if name in ("fa", "ga") else "be"
        first, here, known = ("0", "n+1", "n") if up else ("L", "n", "n+1")
        step = [f"def {name}[{here}]", f"def {terms}[n+1]", ("induction", f"{scale}{name}[{known}]"), *more]
        then = f"{scale}{name}[n] == {value}"
        proved[name] = book.induct(letters, given, then, ("n", "0", "L"), unfold(name, first), step, down=not up)
    places = (("fa", "L"), ("fb", "L"), ("ga", "l"), ("gb", "l"), ("fa", "l-1"), ("fb", "l-1"))
    return {f"{scale}{name}[{place}]": use(proved[name], n=place) for name, place in places}


def central_equal(book: Book, objective: Objective, between: str) -> str:
    """Two modes at the same root of the same value: al_l = 1, be_l = ep has m = 1 + L t − ep (L − 1), t = s^(2L−2)/q²:
    2 + L(t − 1) and L(t + 1)."""
    scene = equal_chains(objective)
    book.scene = {**scene, "ep": "-1"}
    al = ["al", {"kind": "real", "over": ["n_", "1", "L"], "value": "1"}]
    be = ["be", {"kind": "real", "over": ["n_", "1", "L"], "value": "ep"}]
    both = {"z": "s", "w": "y"}
    letters, given = pair_letters(objective, [SIGN, al, be])

    letters = [redeclared(letter, **both) for letter in letters if letter[0] not in both]
    given = [renamed(atom, **both) for atom in given] + [SQUARE]
    closed = {
        "fa": "(n)*s**((n)-1)",
        "fb": "ep*(n)*s**((n)-1)",
        "ga": "(L-(n))*s**(L-(n)-1)",
        "gb": "ep*(L-(n))*s**(L-(n)-1)",
    }
    sums = _sums(book, letters, given, closed)
    return book.expand(
        [*letters, x.LAYER],
        given,
        eigen("(1 + L*q[L]**(-2)*s**(2*L-2) - ep*(L-1))"),
        [*unfold("Z al be", "l"), *((name, name) for name in sums), SQUARE],
        {"between": use(between, both), **sums},
        [["_", "between"]],
    )
