"""Eigenvectors of the Hessian at a closed-form point, for every L: pairs of modes.

In W coordinates an eigenvector of the V-Hessian (V_l = √λ_l W_l) is a direction with H_l = 2·ridge·λ_l·m·Z_l in every
layer; m is the eigenvalue over 2·ridge (over 2·fit in the units of `theory.dmf.hessian.spectrum`). ``ep`` is the sign ±1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.hessian import HESSIAN, pair_letters
from theory.dmf.scenes.hessian import chains, equal_chains
from theory.prove.derivation import Book

SIGN, PLACE = x.real("ep"), x.integer("m", "1", "L-1")
NOTHING = ["o", {"kind": "real", "over": ["n_", "1", "L"], "value": "0"}]


def eigen(value: str) -> str:
    return f"{HESSIAN} == 2*b*lam[l]*{value}*Z[l]"


def defs(names: Iterable[str], place: str) -> list:
    return [(["def", name, place], f"{name}[{place}]") for name in names]


def by_cases(book: Book, letters: list, given: list[str], then: str, low: str, high: str, at: str, parts: dict) -> str:
    """``then`` for low ≤ l ≤ high from its parts below, at and above the place ``at``."""
    names = list(parts)
    return book.add(
        "cases",
        [*letters, x.integer("l", low, high)],
        given,
        then,
        {"symbol": "l", "at": at, "parts": {name: k for k, name in enumerate(names)}},
        [parts[name] for name in names],
    )


def in_row(text: str, place: str) -> str:
    """``text`` about layer l, said about another layer."""
    return text.replace("l-1]", f"{place}-1]").replace("[l]", f"[{place}]").replace("m+1-1]", "m]")


def induct(book: Book, letters: list, given: list[str], then: str, low: str, high: str, base: list, step: list,
            down: bool = False, premises: list | None = None) -> str:  # fmt: skip
    """An induction whose step takes [n+1] from [n] (or [n] from [n+1] if ``down``); rules of base and step as for expand."""
    end = high if down else low
    start = book.expand(letters, given, at_layer(then, end), base, premises)
    following = at_layer(then, "n+1")
    known, goal = (following, then) if down else (then, following)
    inner = [
        p if isinstance(p, str) else {**p, "set": {k: v.replace("@", "n") for k, v in p["set"].items()}} for p in premises or []
    ]
    rise = book.expand([*letters, x.integer("n", low, f"{high}-1")], [*given, known], goal, step, inner)
    return book.add(
        "induct",
        [*letters, x.integer("n", low, high)],
        given,
        then,
        {"symbol": "n", **({"direction": "down"} if down else {})},
        [start, rise],
    )


def at_layer(text: str, place: str) -> str:
    """The statement at n = place; exponents in n are written with (n)."""
    return text.replace("[n]", f"[{place}]").replace("(n)", f"({place})")


def hidden_rotations(book: Book, objective: Objective, between: str) -> str:
    """Two modes, 1 ≤ m < L: al = (z/s) e_m − e_{m+1}, be = ep·(−e_m + (z/s) e_{m+1}) has m = 1 − ep: 0 and 2."""
    book.scene = {**chains(objective, 4), "m": 2, "l": 2}
    al = ["al", {"kind": "real", "over": ["n_", "1", "L"], "override": {"of": "o", "at": {"m": "z*s**(-1)", "m+1": "-1"}}}]
    be = ["be", {"kind": "real", "over": ["n_", "1", "L"], "override": {"of": "o", "at": {"m": "-ep", "m+1": "ep*z*s**(-1)"}}}]
    letters, given = pair_letters(objective, [NOTHING, SIGN, PLACE, al, be])
    given = [*given, "ep**2 == 1"]
    known = (["given", len(given)], "")

    def sums(name: str, coefficient: str, up: bool) -> dict[str, str]:
        """The running sum vanishes before m and after it."""
        zero = f"{name}[n] == 0"
        rules = defs([name, coefficient, "o"], "n+1" if up else "n")
        if not up:
            rules = [*defs([name], "n"), *defs([coefficient, "o"], "n+1")]
        rules.append((known[0], f"{name}[n]" if up else f"{name}[n+1]"))
        if up:
            below = induct(book, letters, given, zero, "0", "m-1", defs([name], "0"), rules)
            here = {"cert": below, "set": {"n": "m-1"}}
            start = [*defs([name], "m+1"), *defs([name, coefficient], "m"), *defs([coefficient], "m+1"),
                     (["premise", 0, 0], f"{name}[m-1]"), (["given", 11], "ep**2")]  # fmt: skip
            above = _above(zero, "m+1", "L", start, rules, here, False)
        else:
            above = induct(book, letters, given, zero, "m+1", "L", defs([name], "L"), rules, True)
            here = {"cert": above, "set": {"n": "m+1"}}
            start = [*defs([name], "m-1"), *defs([name, coefficient], "m"), *defs([coefficient], "m+1"),
                     (["premise", 0, 0], f"{name}[m+1]"), (["given", 11], "ep**2")]  # fmt: skip
            below = _above(zero, "0", "m-1", start, rules, here, True)
        return {"below": below, "above": above}

    def _above(zero: str, low: str, high: str, start: list, rules: list, here: dict, down: bool) -> str:
        first = book.expand(letters, given, at_layer(zero, high if down else low), start, [here])
        one, two = (at_layer(zero, "n+1"), zero) if down else (zero, at_layer(zero, "n+1"))
        step = book.expand([*letters, x.integer("n", low, f"{high}-1")], [*given, one], two, rules)
        return book.add(
            "induct",
            [*letters, x.integer("n", low, high)],
            given,
            zero,
            {"symbol": "n", **({"direction": "down"} if down else {})},
            [first, step],
        )

    zeros = {
        name: sums(name, coefficient, up)
        for name, coefficient, up in (("fa", "al", True), ("fb", "be", True), ("ga", "al", False), ("gb", "be", False))
    }

    def row(place: str, low: str, high: str) -> str:
        where = {"below": ("below", "below"), "m": ("here", "below"), "m+1": ("above", "here"), "above": ("above", "above")}[
            place
        ]
        index = "l" if place in ("below", "above") else place
        more = [x.integer("l", low, high)] if index == "l" else []
        premises: list = [{"cert": between, "set": {"l": index}}]
        rules = [*defs(["Z", "al", "be", "o"], index)]
        for name in ("fa", "fb"):
            premises.append({"cert": zeros[name]["above"], "set": {"n": "L"}})
            rules.append((["premise", len(premises) - 1, 0], f"{name}[L]"))
        for names, side, at in ((("ga", "gb"), where[0], index), (("fa", "fb"), where[1], f"{index}-1")):
            for name in names:
                if side == "here":
                    neighbour = "above" if name in ("ga", "gb") else "below"
                    premises.append({"cert": zeros[name][neighbour], "set": {"n": "m+1" if neighbour == "above" else "m-1"}})
                    rules += [
                        *defs([name], "m"),
                        *defs(["al", "be"], "m+1" if neighbour == "above" else "m"),
                        (["premise", len(premises) - 1, 0], f"{name}[{'m+1' if neighbour == 'above' else 'm-1'}]"),
                    ]
                else:
                    premises.append({"cert": zeros[name][side], "set": {"n": at.replace("m+1-1", "m")}})
                    rules.append((["premise", len(premises) - 1, 0], f"{name}[{at}]"))
        rules.append((["given", 11], "ep**2"))
        return book.expand(
            [*letters, *more],
            given,
            in_row(eigen("(1-ep)"), index),
            rules,
            premises,
            [["_", ["premise", 0, 0]]],
            **({"l": {"below": 1, "above": 4}[place]} if more else {}),
        )

    above = by_cases(
        book, letters, given, eigen("(1-ep)"), "m+1", "L", "m+1", {"at": row("m+1", "", ""), "above": row("above", "m+2", "L")}
    )
    return by_cases(
        book,
        letters,
        given,
        eigen("(1-ep)"),
        "1",
        "L",
        "m",
        {"below": row("below", "1", "m-1"), "at": row("m", "", ""), "above": above},
    )


def central(book: Book, objective: Objective, between: str) -> str:
    """Two modes with s ≠ z: al_l = z^(l−1)s^(L−l), be_l = ep·s^(l−1)z^(L−l) has
    m = (y − ep·w)(s^L + ep·z^L)/(q (s² − z²)): μ_− for ep = 1, μ_+ for ep = −1."""
    scene = {**chains(objective), "ep": "-1"}
    book.scene = {**scene, "gap": scene["c"]}
    al = ["al", {"kind": "real", "over": ["n_", "1", "L"], "value": "z**(n_-1)*s**(L-n_)"}]
    be = ["be", {"kind": "real", "over": ["n_", "1", "L"], "value": "ep*s**(n_-1)*z**(L-n_)"}]
    letters, given = pair_letters(objective, [SIGN, al, be])
    letters, given = [*letters, x.positive("gap")], [*given, "ep**2 == 1", "gap == s**2-z**2"]
    gap = (["given", 12], "gap")

    def total(name: str, coefficient: str, closed: str, up: bool) -> str:
        here = "n+1" if up else "n"
        rules = [
            *defs([name], here),
            *defs([coefficient], "n+1"),
            (["given", 13], f"gap*{name}[{'n' if up else 'n+1'}]"),
            gap,
        ]
        return induct(
            book, letters, given, f"gap*{name}[n] == {closed}", "0", "L", defs([name], "0" if up else "L"), rules, not up
        )

    sums = [
        total("fa", "al", "s**(L+(n)) - s**(L-(n))*z**(2*(n))", True),
        total("fb", "be", "ep*(z**(L-(n))*s**(2*(n)) - z**(L+(n)))", True),
        total("ga", "al", "s**(2*L-2*(n))*z**(n) - z**(2*L-(n))", False),
        total("gb", "be", "ep*(s**(2*L-(n)) - z**(2*L-2*(n))*s**(n))", False),
    ]
    places = [("fa", 0, "L"), ("fb", 1, "L"), ("ga", 2, "l"), ("gb", 3, "l"), ("fa", 0, "l-1"), ("fb", 1, "l-1")]
    premises = [{"cert": between, "set": {}}, *({"cert": sums[k], "set": {"n": at}} for _, k, at in places)]
    rules = [(["premise", k + 1, 0], f"gap*{name}[{at}]") for k, (name, _, at) in enumerate(places)]
    scale = "2*b*lam[l]*mu[l]**(-1)*gap**(-1)*_*"
    return book.expand(
        [*letters, x.LAYER],
        given,
        eigen("gap**(-1)*q[L]**(-1)*(y-ep*w)*(s**L+ep*z**L)"),
        [*defs(["Z", "al", "be"], "l"), *rules, (["given", 5], "q[L]*y"), (["given", 10], "q[L]*w"), (["given", 11], "ep**2")],
        premises,
        [
            ["_", ["premise", 0, 0]],
            [f"{scale}z**(l-1)*s**(L-l)*u[l]*v[l-1].T", ["given", 12]],
            [f"{scale}ep*s**(l-1)*z**(L-l)*v[l]*u[l-1].T", ["given", 12]],
        ],
    )


def central_equal(book: Book, objective: Objective, between: str) -> str:
    """Two modes at the same root of the same value: al_l = 1, be_l = ep has m = 1 + L t − ep (L − 1), t = s^(2L−2)/q²:
    2 + L(t − 1) and L(t + 1)."""
    scene = equal_chains(objective)
    book.scene = {**scene, "ep": "-1"}
    al = ["al", {"kind": "real", "over": ["n_", "1", "L"], "value": "1"}]
    be = ["be", {"kind": "real", "over": ["n_", "1", "L"], "value": "ep"}]
    both = {"z": "s", "w": "y"}
    letters, given = pair_letters(objective, [SIGN, al, be])

    def same(value: object) -> object:
        if isinstance(value, str):
            return re.sub(r"\b[zw]\b", lambda hit: both[hit[0]], value)
        if isinstance(value, dict):
            return {k: same(v) for k, v in value.items()}
        return [same(v) for v in value] if isinstance(value, list) else value

    letters = [same(letter) for letter in letters if letter[0] not in both]  # type: ignore[misc]
    given = [str(same(atom)) for atom in given] + ["ep**2 == 1"]

    def total(name: str, coefficient: str, closed: str, up: bool) -> str:
        here = "n+1" if up else "n"
        rules = [*defs([name], here), *defs([coefficient], "n+1"), (["given", 12], f"{name}[{'n' if up else 'n+1'}]")]
        return induct(book, letters, given, f"{name}[n] == {closed}", "0", "L", defs([name], "0" if up else "L"), rules, not up)

    sums = [
        total("fa", "al", "(n)*s**((n)-1)", True),
        total("fb", "be", "ep*(n)*s**((n)-1)", True),
        total("ga", "al", "(L-(n))*s**(L-(n)-1)", False),
        total("gb", "be", "ep*(L-(n))*s**(L-(n)-1)", False),
    ]
    places = [("fa", 0, "L"), ("fb", 1, "L"), ("ga", 2, "l"), ("gb", 3, "l"), ("fa", 0, "l-1"), ("fb", 1, "l-1")]
    premises = [{"cert": between, "rename": both}, *({"cert": sums[k], "set": {"n": at}} for _, k, at in places)]
    rules = [(["premise", k + 1, 0], f"{name}[{at}]") for k, (name, _, at) in enumerate(places)]
    return book.expand(
        [*letters, x.LAYER],
        given,
        eigen("(1 + L*q[L]**(-2)*s**(2*L-2) - ep*(L-1))"),
        [*defs(["Z", "al", "be"], "l"), *rules, (["given", 11], "ep**2")],
        premises,
        [["_", ["premise", 0, 0]]],
    )
