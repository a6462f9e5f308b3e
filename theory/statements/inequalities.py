"""Cauchy-Schwarz and product bounds where a goal may need them, and what they say of norms.

Candidates are pairs of halves of the goal whose inequality has a monomial of the goal; each becomes an instance of a theorem
of `theory.statements.facts`, and so a fact.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.words import Poly
from theory.prove.text import integer_text
from theory.statements.halves import degree, matrix_halves, readable
from theory.statements.squares import Column
from theory.statements.workbench import Workbench, value_of

Sides = tuple[Any, Any]


def inequalities(bench: Workbench, goal: Poly, effort: int) -> list[Column]:
    """tr(PᵀP)tr(QᵀQ) >= tr(PᵀQ)² and >= ‖PQ‖² at halves P, Q, where they have a monomial of the goal."""
    candidates = []
    halves = matrix_halves(goal, parts=effort > 0)
    by_shape = {shape: readable(bench.env, sorted(texts, key=len)[:8]) for shape, texts in halves.items()}
    for shape, (texts, values) in by_shape.items():
        for (p, a), (q, b) in combinations_with_replacement(list(zip(texts, values, strict=True))[:8], 2):
            cross = (a.transpose * b).trace()
            gap = (a.transpose * a).trace() * (b.transpose * b).trace() - cross * cross
            candidates.append(("cauchy_schwarz", p, q, shape, shape, gap))
    for one, (texts, values) in by_shape.items():
        for two, (texts2, values2) in by_shape.items():
            if one[1] != two[0] or (effort == 0 and len(by_shape) > 6):
                continue
            for p, a in list(zip(texts, values, strict=True))[:6]:
                for q, b in list(zip(texts2, values2, strict=True))[:6]:
                    both = a * b
                    gap = (a.transpose * a).trace() * (b.transpose * b).trace() - (both.transpose * both).trace()
                    candidates.append(("product_bound", p, q, one, two, gap))
    wanted, keys = set(goal.terms), set()
    found: list[tuple] = []
    for name, p, q, one, two, gap in candidates:
        if bench.out_of_time():
            break
        gap = bench.put(gap)
        if gap.terms and gap.key not in keys and wanted & set(gap.terms) and degree(gap) <= degree(goal):
            keys.add(gap.key)
            found.append((len(set(gap.terms) - wanted), len(found), gap, (name, p, q, one, two)))
    found.sort(key=lambda entry: entry[:2])
    columns = [Column(instance(bench, *made), gap) for _, _, gap, made in found[: 4 + 8 * effort]]
    return columns + (_times_a_square(bench, goal, candidates, wanted) if effort else [])


def _times_a_square(bench: Workbench, goal: Poly, candidates: list, wanted: set) -> list[Column]:
    """Inequalities of lower degree times a Gram trace of the goal, where that has a monomial of the goal or of one before."""
    squares: dict[tuple, tuple[str, Poly]] = {}
    for texts in matrix_halves(goal).values():
        for text, value in zip(*readable(bench.env, sorted(texts, key=len)[:6]), strict=True):
            square = (value.transpose * value).trace()
            if len(square.terms) == 1 and degree(square) <= 2:
                squares.setdefault(square.key, (text, square))
    columns: list[Column] = []
    for _ in range(2):
        for name, p, q, one, two, gap in candidates:
            for text, square in list(squares.values())[:4]:
                if bench.out_of_time():
                    return columns
                value = bench.put(gap * square)
                if len(columns) >= 12 or degree(value) != degree(goal) or not wanted & set(value.terms) or (
                        any(value.key == c.value.key for c in columns)):  # fmt: skip
                    continue
                positive = bench.add("order", f"tr(({text}).T*({text})) >= 0", [{"terms": [{"gram": text}]}])
                if positive not in bench.premises:
                    bench.premises.append(positive)
                fact = ["premise", bench.premises.index(positive), 0]
                columns.append(Column({"facts": [*instance(bench, name, p, q, one, two)["facts"], fact]}, value))
        wanted = wanted | {m for c in columns for m in c.value.terms}
    return columns


def norm_facts(bench: Workbench) -> None:
    """ab >= ±<P, Q> and ab >= ‖PQ‖ for norms a = ‖P‖, b = ‖Q‖, once."""
    if bench.lemmas.get("norms") or not bench.elaborated.roots:
        return
    bench.lemmas["norms"] = "done"
    roots = list(bench.elaborated.roots.items())
    shapes = {name: bench.env.poly(text).shape for name, text in roots}
    for (a, p), (b, q) in combinations_with_replacement(roots, 2):
        if a != b and shapes[a] == shapes[b] and len(roots) <= 4:
            cross = f"tr(({p}).T*({q}))"
            _rooted(bench, f"{a}*{b}", cross, "cauchy_schwarz", p, q, shapes[a], shapes[b])
            _rooted(bench, f"{a}*{b}", f"-{cross}", "cauchy_schwarz", p, q, shapes[a], shapes[b])
    for a, p in roots:
        for b, q in roots:
            one, two = shapes[a] or (1, 1), shapes[b] or (1, 1)
            if one[1] != two[0]:
                continue
            both = bench.env.poly(f"({p})*({q})")
            third = next((c for c, r in roots if bench.env.poly(r).key == both.key), None)
            if third is not None:
                _rooted(bench, f"{a}*{b}", third, "product_bound", p, q, one, two)


def _rooted(bench: Workbench, left: str, right: str, name: str, p: str, q: str, one: Any, two: Any) -> None:
    try:
        term = instance(bench, name, p, q, one, two)
        gap = bench.env.poly(f"({left})**2 - ({right})**2")
        found = bench.cofactors(gap - value_of(term, bench.context()), 2)
        if found is None:
            return
        a, b = left.split("*")
        signs = [bench.numbered(f"{a} >= 0"), bench.numbered(f"{b} >= 0")]
        sign = bench.add("order", f"{left} >= 0", [{"terms": [{"facts": signs}]}])
        square = bench.add("order", f"({left})**2 >= ({right})**2", [{"terms": [term], "equal": found}])
        bench.premises.append(bench.by_root(left, right, sign, square))
    except (Fault, ValueError):
        return


def instance(bench: Workbench, name: str, p: str, q: str, one: Any, two: Any) -> dict[str, Any]:
    """The term of the rule ``order`` that names the inequality at P and Q, of the shapes ``one`` and ``two``."""
    sizes = [integer_text(s) if not isinstance(s, int) else str(s) for s in (*(one or (1, 1)), *(two or (1, 1)))]
    if name == "cauchy_schwarz":
        at = {"m_": sizes[0], "n_": sizes[1], "X_": p, "Y_": q}
        then = f"tr(({p}).T*({p}))*tr(({q}).T*({q})) >= tr(({p}).T*({q}))**2"
    else:
        at = {"m_": sizes[0], "j_": sizes[1], "n_": sizes[1], "k_": sizes[3], "A_": p, "B_": f"I({sizes[1]})", "Y_": q}
        then = f"tr(({p}).T*({p}))*tr(({q}).T*({q})) >= tr((({p})*({q})).T*({p})*({q}))"
    page = bench.steps.add("instance", bench.letters, bench.given, [then], {"at": at}, [bench.lemma(name)])
    if page not in bench.premises:
        bench.premises.append(page)
    return {"facts": [["premise", bench.premises.index(page), 0]]}
