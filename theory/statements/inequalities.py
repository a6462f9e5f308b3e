"""Cauchy-Schwarz and product bounds where a goal may need them, and what they say of norms.

Candidates are pairs of halves of the goal whose inequality has a monomial of the goal; each becomes an instance of a theorem
of `theory.statements.facts`, and so a fact.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import combinations_with_replacement
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.words import Poly
from theory.prove.text import integer_text, poly_text, word_text
from theory.statements.halves import degree, matrix_halves, readable
from theory.statements.squares import Column
from theory.statements.workbench import Workbench, value_of

Sides = tuple[Any, Any]


def inequalities(bench: Workbench, goal: Poly, effort: int) -> list[Column]:
    """tr(PᵀP)tr(QᵀQ) >= tr(PᵀQ)² and >= ‖PQ‖² at halves P, Q, where they have a monomial of the goal."""
    if all(len(m[1]) < 2 for m in goal.terms):
        return []  # both have products of two traces
    candidates = []
    halves = matrix_halves(goal, parts=effort > 0)
    for f in dict.fromkeys(f for m in goal.terms for trace in m[1] for f in trace):
        if f.index is None and not f.diagonal:
            for one in (f, f.transpose):
                halves.setdefault((one.rows, one.columns), []).append(f"{one.name}.T" if one.transposed else one.name)
    for word in dict.fromkeys(w for powers, traces, _ in goal.terms for w in traces if _counted(bench, goal)):
        if word[0].rows == word[-1].columns and len(word) <= 3:
            size = (word[0].rows, word[0].rows)
            halves.setdefault(size, [])[:0] = [f"I({integer_text(word[0].rows)})", word_text(word)]
    by_shape = {shape: readable(bench.env, sorted(dict.fromkeys(texts), key=len)[:8]) for shape, texts in halves.items()}
    sizes = {v.key: degree(bench.put(v)) for _, values in by_shape.values() for v in values}
    most = degree(goal) // 2

    def small(a: Poly, b: Poly) -> bool:
        return sizes[a.key] + sizes[b.key] <= most

    for shape, (texts, values) in by_shape.items():
        for (p, a), (q, b) in combinations_with_replacement(list(zip(texts, values, strict=True))[:8], 2):
            if not small(a, b):
                continue
            cross = (a.transpose * b).trace()
            gap = (a.transpose * a).trace() * (b.transpose * b).trace() - cross * cross
            candidates.append(("cauchy_schwarz", p, q, shape, shape, gap))
    for one, (texts, values) in by_shape.items():
        for two, (texts2, values2) in by_shape.items():
            if one[1] != two[0] or (effort == 0 and len(by_shape) > 6):
                continue
            for p, a in list(zip(texts, values, strict=True))[:6]:
                for q, b in list(zip(texts2, values2, strict=True))[:6]:
                    if not small(a, b):
                        continue
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


def _counted(bench: Workbench, goal: Poly) -> bool:
    """Whether a size stands in the goal as a number: then tr(I) may be a factor."""
    return any(bench.env[base[0]].kind == "dimension" for powers, _, _ in goal.terms for base, _ in powers)


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


def norm_facts(bench: Workbench, *wanted: Poly) -> None:
    """ab >= ±<P, Q> and ab >= ‖PQ‖ for norms a = ‖P‖, b = ‖Q‖, and |x| >= ±x, once: those that have a monomial of the wanted
    polynomials, all of them (of few norms) where nothing is wanted.
    """
    roots = list(bench.elaborated.roots.items())
    shapes = {name: bench.env.poly(text).shape for name, text in roots}
    reduced = [bench.put(w) for w in wanted]
    for a, p in roots:
        if shapes[a] is None and (not wanted or any(a in w.mentions() for w in reduced)):
            for sign in ("", "-"):
                _once(bench, f"|{p}| >= {sign}{p}", partial(_absolute, bench, a, f"{sign}({p})"))
    if not wanted:
        for ref in bench.comparisons(bench.context())[: len(bench.given)]:
            _once(bench, f"square of {ref}", partial(_squared, bench, ref))
    for (a, p), (b, q) in combinations_with_replacement(roots, 2):
        if a == b or shapes[a] != shapes[b]:
            continue
        signs = _signs(bench, a, b, p, q, reduced) if wanted else ("", "-") * (len(roots) <= 4)
        for sign in signs:
            cross = f"{sign}tr(({p}).T*({q}))"
            _once(bench, f"{a} {b} >= {sign}", partial(
                _rooted, bench, f"{a}*{b}", cross, "cauchy_schwarz", p, q, shapes[a], shapes[b]))  # fmt: skip
    for a, p in roots:
        for b, q in roots:
            one, two = shapes[a] or (1, 1), shapes[b] or (1, 1)
            if one[1] != two[0]:
                continue
            both = bench.env.poly(f"({p})*({q})")
            third = next((c for c, r in roots if bench.env.poly(r).key == both.key), None)
            if third is not None:
                _once(bench, f"{a} {b} >= {third}", partial(
                    _rooted, bench, f"{a}*{b}", third, "product_bound", p, q, one, two))  # fmt: skip


def _once(bench: Workbench, key: str, made: Callable[[], None]) -> None:
    if key not in bench.lemmas and not bench.out_of_time():
        bench.lemmas[key] = "done"
        made()


def _signs(bench: Workbench, a: str, b: str, p: str, q: str, wanted: list[Poly]) -> tuple[str, ...]:
    """Which of ab >= ±<P, Q> may help where ab is wanted: the one whose <P, Q> has the opposite sign of ab, if that is seen."""
    cross = bench.put(bench.env.poly(f"tr(({p}).T*({q}))"))
    found: dict[str, None] = {}
    for w in wanted:
        both = [c for (powers, _, _), c in w.terms.items() if {a, b} <= {base[0] for base, _ in powers}]
        if both:
            inner = sum(c * cross.terms[m] for m, c in w.terms.items() if m in cross.terms)
            found |= dict.fromkeys(("", "-") if not inner else ("",) if inner < 0 else ("-",))
    return tuple(found)


def _absolute(bench: Workbench, a: str, x: str) -> None:
    """|x| >= x."""
    gap = bench.env.poly(f"{a}**2 - ({x})**2")
    found = bench.cofactors(gap, 2)
    if found is not None:
        sign = bench.add("order", f"{a} >= 0", [{"terms": [{"facts": [bench.numbered(f"{a} >= 0")]}]}])
        square = bench.add("order", f"{a}**2 >= ({x})**2", [{"terms": [], "equal": found}])
        bench.premises.append(bench.by_root(a, x, sign, square))


def _squared(bench: Workbench, ref: list) -> None:
    """c² >= a² from c >= a for a norm a: (c − a)² + 2a(c − a)."""
    context = bench.context()
    gap = context.fact(ref).difference
    alone = [n for n in bench.elaborated.roots if gap.terms.get(next(iter(bench.env.poly(n).terms))) == -1]
    if len(alone) != 1 or len(gap.terms) < 2:
        return
    a = alone[0]
    large, least = bench.env.poly(a) + gap, bench.env.poly(bench.elaborated.roots[a])
    terms = [{"facts": [ref, ref]}, {"weight": "2", "facts": [ref, bench.numbered(f"{a} >= 0")]}]
    given = bench.given.index(next(g for g in bench.given if g.startswith(f"{a}**2 == ")))
    square = (least.transpose * least).trace()
    then = f"({poly_text(large)})**2 >= {poly_text(square)}"
    bench.premises.append(bench.add("order", then, [{"terms": terms, "equal": [["_", ["given", given]]]}]))


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
