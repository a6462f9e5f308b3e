"""Lemmas that a statement about families may need: proposed here, sieved in exact values and proved elsewhere.

- running sums and products of numbers that are not negative: s[n] >= 0;
- powers B^n commute with B; products of orthonormal factors are orthonormal;
- from V_l = X_l W_l Y_l: V_n ⋯ V_1 = X_n · W_n ⋯ W_1 · Y_1;
- from U_l = V_l, square matrices at a layer: they pass through products, A_n V_n = V_L A_n and P_n U_0 = U_n P_n.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from theory.kernel.budget import Fault
from theory.kernel.integers import BOUND, Int
from theory.kernel.statement import Atom, declarations_of
from theory.kernel.words import Poly
from theory.prove.formulas import at
from theory.prove.text import integer_text, poly_text, word_text
from theory.statements.families.indices import index_of, replaced
from theory.statements.families.stating import Stated
from theory.statements.families.writing import tail


@dataclass(frozen=True)
class Candidate:
    """``text``, for ``index`` (none if "") from ``low`` to ``high``; ``down``: to be proved downwards."""

    text: str
    index: str = ""
    low: str = "0"
    high: str = "0"
    down: bool = False


@dataclass(frozen=True)
class Tail:
    """The letter A of a product from above; ``split``: P_L = A_n P_n; ``goal``: the goal for A_n; ``first``: the n where A
    is all."""

    letter: list
    split: Candidate
    goal: Candidate
    first: int
    lemmas: list[Candidate] = field(default_factory=list)


def candidates(stated: Stated, letters: list, given: list[str]) -> Iterator[Candidate]:
    """Lemmas worth a try, simple ones first."""
    specs, n = dict(letters), running_index([*letters, *([i, {}] for i in stated.indices)])
    yield from _signs(letters, n)
    yield from _geometric(letters, n)
    yield from _telescoping(letters, given, n)
    for name, spec in letters:
        if "shape" in spec and "next" in spec and name not in stated.products:
            base = spec["next"].removeprefix(f"{name}[n_]*")
            if base != spec["next"] and "n_" not in base:
                yield Candidate(f"{name}[{n}]*{base} == {base}*{name}[{n}]", n, *spec["over"][1:])
    for name, (family, way) in stated.products.items():
        spec = specs[name]
        low, high = spec["over"][1:]
        rows, columns = (at(s, n_=n) for s in spec["shape"])
        for square, size in ((f"{name}[{n}].T*{name}[{n}]", columns), (f"{name}[{n}]*{name}[{n}].T", rows)):
            if any((f"{family}[" in g and "== I(" in g.replace("-", "")) or (f"*{family}[" in g and "I(" in g) for g in given):
                yield Candidate(f"{square} == I({size})", n, low, high, down=way == "down")
    yield from _moved(stated, letters, given, n)
    yield from passing(stated, letters, given, {n: f for n, (f, way) in stated.products.items() if way == "up"}, {})


def running_index(letters: list) -> str:
    """A letter for the index of an induction that nothing else has.

    >>> running_index([["n", {"kind": "dimension"}]])
    'i'
    """
    taken = {name for name, _ in letters}
    return next(n for n in ("n", "i", "j", "m", "r", *(f"n{k}" for k in range(300))) if n not in taken)


def _geometric(letters: list, n: str) -> Iterator[Candidate]:
    """q·s_n + first = s_n + next, for sums of powers."""
    for name, spec in letters:
        body = spec.get("next", "").removeprefix(f"{name}[n_] + ") if spec.get("first") == "0" else ""
        found = re.fullmatch(r"\(?([A-Za-z_]\w*)(?:\*\*\(n_\+1\)|\[n_\+1\])\)?", body)
        if not found:
            continue
        low, high = spec["over"][1:]
        powers = dict(letters).get(found[1], {})
        base = found[1] if "**" in body else powers.get("next", "").removeprefix(f"{found[1]}[n_]*")
        if base and "n_" not in base:
            first, later = at(body, n_=low), at(body, n_=n)
            yield Candidate(f"{base}*{name}[{n}] + {first} == {name}[{n}] + {later}", n, low, integer_text(_shifted(high, -1)))


def _telescoping(letters: list, given: list[str], n: str) -> Iterator[Candidate]:
    """f_0 − f_{n+1} >= h·s_n from f_k − f_{k+1} >= h·(summand of s), for every k."""
    env = declarations_of(letters)
    sums = [
        (name, spec) for name, spec in letters if spec.get("first") == "0" and spec.get("next", "").startswith(f"{name}[n_] + ")
    ]
    for text in given:
        if not text.startswith("all(") or not sums:
            continue
        atom = Atom.read(text, env)
        if atom.body is None or atom.body.kind not in (">=", "=="):
            continue
        inside = env.binding("n_", "integer", *atom.numbers)
        value = atom.body.difference
        for name, spec in sums:
            summand = spec["next"].removeprefix(f"{name}[n_] + ")
            try:
                found = _step_of(value, inside.poly(_at_text(summand, -1)))
            except Fault:  # the summand does not exist where the hypothesis does
                continue
            if found is None:
                continue
            family, weight, coefficient = found
            low = spec["over"][1]
            ends = f"{weight}*({family}[{integer_text(atom.numbers[0])}] - {family}[{n}+1])"
            start, stop = integer_text(_shifted(low, 0)), integer_text(atom.numbers[1])
            yield Candidate(f"{ends} {atom.body.kind} {coefficient}*{name}[{n}]", n, start, stop)


def _at_text(body: str, by: int) -> str:
    return at(body, n_=f"n_{by:+d}") if by else body


def _step_of(value: Poly, body: Poly) -> tuple[str, str, str] | None:
    """(f, c, h) where the value is c·(f[#] − f[#+1]) − h·body; None if it is not."""
    here = Int.symbol(BOUND)
    for (powers, traces, word), c in value.terms.items():
        bases = [base for base, e in powers if base[1] == here and e == 1]
        if len(bases) != 1 or traces or word or len(powers) != 1:
            continue
        family = bases[0][0]
        steps = Poly.power(family, here).scale(c) - Poly.power(family, here + 1).scale(c)
        rest = value - steps
        if not rest.terms or not body.terms:
            continue
        lead, first = sorted(rest.terms.items(), key=repr)[0], sorted(body.terms.items(), key=repr)
        for monomial, b in first:
            extra = [x for x in lead[0][0] if x not in monomial[0]]
            if any(base[1] is not None for base, _ in extra) or lead[0][1:] != monomial[1:]:
                continue
            h = Poly({(tuple(extra), (), ()): -lead[1] / b})
            if (rest + h * body).is_zero():
                return family, str(c), poly_text(h)
    return None


def _shifted(end: str, by: int) -> Int:
    value = index_of(end)
    assert value is not None
    return value + by


def _signs(letters: list, n: str) -> Iterator[Candidate]:
    """Running sums, products and powers that are not negative."""
    for name, spec in letters:
        if "shape" not in spec and spec["kind"] == "real" and "next" in spec:
            yield Candidate(f"{name}[{n}] >= 0", n, *spec["over"][1:])


def _equations(letters: list, given: list[str]) -> Iterator[tuple[Poly, str, str]]:
    """(difference in ``#``, low, high) of every quantified equation."""
    env = declarations_of(letters)
    for text in given:
        try:
            atom = Atom.read(text, env)
        except Fault:
            continue
        if atom.kind == "all" and atom.body is not None and atom.body.kind == "==":
            low, high = (integer_text(e) for e in atom.numbers)
            yield atom.body.difference, low, high


def _moved(stated: Stated, letters: list, given: list[str], n: str) -> Iterator[Candidate]:
    """P_V[n] = X_n P_W[n] Y_1 from V_l = X_l W_l Y_l."""
    specs = dict(letters)
    products = {family: name for name, (family, way) in stated.products.items() if way == "up"}
    for difference, _, _ in _equations(letters, given):
        words = [word for (powers, traces, word) in difference.terms if word and not powers and not traces]
        if len(words) != 2 or len(difference.terms) != 2:
            continue
        for short, long in (words, words[::-1]):
            if len(short) != 1 or short[0].name not in products or short[0].transposed:
                continue
            middle = [k for k, f in enumerate(long) if f.name in products and f.name != short[0].name and not f.transposed
                      and f.index == short[0].index]  # fmt: skip
            for k in middle:
                low, high = specs[products[short[0].name]]["over"][1:]
                left, right = word_text(long[:k]), word_text(long[k + 1 :])
                ends = [_at(left, n), _at(right, f"{low}+1")]
                parts = [ends[0], f"{products[long[k].name]}[{n}]", ends[1]]
                yield Candidate(f"{products[short[0].name]}[{n}] == {'*'.join(p for p in parts if p)}", n, low, high)


def _at(word: str, place: str) -> str:
    """A word in ``#`` at a place."""
    target = index_of(place)
    assert target is not None

    def put(match: re.Match) -> str:
        index = _hashed(match[1])
        return f"[{integer_text(replaced(index, {'h__': target}))}]"

    return re.sub(r"\[([^\[\]]*)\]", put, word)


def _hashed(text: str) -> Int:
    index = index_of(text.replace(BOUND, "h__"))
    assert index is not None
    return index


def passing(
    stated: Stated, letters: list, given: list[str], heads: dict[str, str], tails: dict[str, str]
) -> Iterator[Candidate]:
    """Square words of an equation pass through the products of their family."""
    specs, n = dict(letters), running_index([*letters, *([i, {}] for i in stated.indices)])
    for difference, low, high in _equations(letters, given):
        words = [word for (powers, traces, word) in difference.terms if len(word) > 1 and not powers and not traces]
        if len(words) != 2 or not all(w[0].rows == w[-1].columns for w in words):
            continue
        for word in words:
            names = {f.name for f in word}
            for product, family in {**heads, **tails}.items():
                if family not in names:
                    continue
                first, last = specs[product]["over"][1:]
                side = _hashed_size(word[0].rows)
                if side is None:
                    continue
                text = word_text(word)
                if product in tails:
                    low_n = integer_text(replaced(Int.of(0) + (index_of(low) or Int.of(0)) + side, {}))
                    here, end = _at(text, f"{n}-{side}"), _at(text, f"{last}-{side}")
                    yield Candidate(f"{product}[{n}]*{here} == {end}*{product}[{n}]", n, low_n, last, down=True)
                else:
                    end = integer_text((index_of(high) or Int.of(0)) + side)
                    here, begin = _at(text, f"{n}-{side}"), _at(text, f"{first}-{side}")
                    yield Candidate(f"{product}[{n}]*{begin} == {here}*{product}[{n}]", n, first, end)


def _hashed_size(size: Int) -> int | None:
    """c where a size is d[# + c]."""
    if len(size.terms) != 1 or len(size.terms[0][0]) != 1 or isinstance(size.terms[0][0][0], str):
        return 0 if BOUND not in size.mentions() else None
    gap = size.terms[0][0][0][1] - Int.symbol(BOUND)
    return gap.constant


def from_above(stated: Stated, letters: list, text: str) -> Iterator[Tail]:
    """The goal about P_L as one about the products A_n from above."""
    specs, n = dict(letters), running_index(letters)
    for name, (family, way) in stated.products.items():
        spec = specs[name]
        low, high = spec["over"][1:]
        last = f"{name}[{high}]"
        if way != "up" or last not in text or not low.lstrip("-").isdigit() or not spec["next"].startswith(f"{family}["):
            continue
        here, member = f"A_{name}", specs[family]
        while here in specs:
            here += "_"
        rows, columns = member["shape"]
        declared = tail(here, family, (at(rows, n_="n_+1"), at(columns, n_="n_+1")), (at(rows, n_=high), at(columns, n_=high)),
                        low, high, True)  # fmt: skip
        goal = _from_there(text, name, here, low, high, letters, n)
        split = Candidate(f"{last} == {here}[{n}]*{name}[{n}]", n, low, high, down=True)
        lemmas = list(passing(stated, [*letters, declared], stated.json["given"], {}, {here: family}))
        yield Tail(declared, split, Candidate(goal, n, low, high, down=True), int(low), lemmas)


def _from_there(text: str, product: str, here: str, low: str, high: str, letters: list, n: str) -> str:  # fmt: skip
    """P[L] becomes A[n], powers q[L] become q[L−n], and the first size the one at n."""
    specs = dict(letters)
    count = f"{high}-{n}" if low == "0" else f"{high}-{n}+{low}"
    text = text.replace(f"{product}[{high}]", f"{here}[{n}]")
    for name, spec in specs.items():
        if "next" in spec and "n_" not in spec["next"].replace(f"{name}[n_]", ""):
            text = text.replace(f"{name}[{high}]", f"{name}[{count}]")
    text = text.replace(f"**({high})", f"**({count})")
    first = specs[product]["shape"][1]
    moved = re.sub(r"\[.*\]", f"[{n}]", first)
    return text.replace(f"I({first})", f"I({moved})")
