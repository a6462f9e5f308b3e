"""Comparisons by the signs of numbers: denominators cleared, a factor divided off, odd roots, and case splits.

    denominators    g >= 0 from r > 0 (where D·r == 1 and D > 0) and Dᵏg >= 0; from r² and D²g where D has no known sign
    a factor        g >= 0 from p > 0 and p·g >= 0; g > 0 from p >= 0 and p·g > 0
    an odd root     l >= r from lⁿ >= rⁿ, n odd
    cases           g >= 0 where e >= 0, and where −e > 0
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.letters import manifest
from theory.kernel.words import Poly
from theory.prove.text import coefficient_text, poly_text
from theory.statements.halves import degree, negative
from theory.statements.workbench import NotFound, Workbench

HIGHEST = 14
"""Degree up to which denominators are multiplied out."""


# ------------------------------------------------------------------------------------------------------ denominators


def cleared(bench: Workbench, text: str, gap: Poly, strict: bool) -> str | None:
    """The goal with its denominators multiplied out, the last one first; None where nothing is found, or none is there."""
    low = negative(gap)
    if low and not _reciprocals(bench, gap):
        return _without_powers(bench, text, gap, strict)
    names = _reciprocals(bench, gap)
    if not names:
        return None
    r = names[-1]
    below = bench.elaborated.inverses[r]
    d, equation = bench.env.poly(below), bench.numbered(f"{below}*{r} == 1")
    if r in d.mentions() or (degree(d) > 1 and degree(gap) > HIGHEST):
        return None
    sign = reciprocal_sign(bench, r)
    if sign is None and strict:
        return None
    top = max(_exponent(m, r) for m in gap.terms)
    top += top % 2 if sign is None else 0
    flip = -1 if sign is not None and sign[0] < 0 and top % 2 else 1
    terms, hints = [], []
    for (powers, traces, word), c in gap.terms.items():
        k = _exponent((powers, traces, word), r)
        others = tuple((b, e) for b, e in powers if b[0] != r)
        terms.append(Poly({(others, traces, word): c * flip}) * d.raised(Int.of(top - k), bench.env.invertible))
        if k < top:
            chain = " + ".join(["1", *(f"({below}*{r})**{i}" for i in range(1, top - k))])
            hints.append(f"{coefficient_text(-c, powers, traces)}*_*({chain})")
    raised = Poly.sum(terms)
    if degree(raised) > HIGHEST:
        return None
    page = attempt(bench, f"{poly_text(raised)} {'>' if strict else '>='} 0", raised, strict)
    if page is None:
        return None
    fact = ["premise", bench.known(page), 0]
    if sign is None:
        term: dict = {"square": f"{r}**{top // 2}", "facts": [fact]}
    else:
        term = {"facts": [*[["premise", bench.known(sign[1]), 0]] * top, fact]}
    return bench.add("order", text, [{"terms": [term], "equal": [[" + ".join(hints), equation]] if hints else []}])


def _without_powers(bench: Workbench, text: str, gap: Poly, strict: bool) -> str | None:
    """Negative powers of positive letters multiplied out."""
    lows: dict[tuple, int] = {}
    for powers, _, _ in gap.terms:
        for base, e in powers:
            if e.constant is not None and e.constant < 0:
                lows[base] = min(lows.get(base, 0), e.constant)
    weight = Poly({(tuple((b, Int.of(e)) for b, e in sorted(lows.items(), key=repr)), (), ()): Fraction(1)})
    above = Poly({(tuple((b, Int.of(-e)) for b, e in sorted(lows.items(), key=repr)), (), ()): Fraction(1)})
    whole = above * gap
    if negative(whole):
        return None
    page = attempt(bench, f"{poly_text(whole)} {'>' if strict else '>='} 0", whole, strict)
    if page is None:
        return None
    return bench.add("order", text, [{"terms": [{"weight": poly_text(weight), "facts": [["premise", bench.known(page), 0]]}]}])


def _reciprocals(bench: Workbench, gap: Poly) -> list[str]:
    """The numbers of a goal that are one over something, in the order in which they were made."""
    mentioned = gap.mentions()
    return [n for n in bench.elaborated.inverses if n in mentioned and n in bench.env and bench.env[n].size is None]


def _exponent(monomial: tuple, name: str) -> int:
    return next((e.constant for b, e in monomial[0] if b == (name, None)), 0)


def reciprocal_sign(bench: Workbench, r: str) -> tuple[int, str] | None:
    """(1, certificate of r > 0) or (−1, certificate of −r > 0), where the sign of the denominator was shown."""
    key = f"sign of {r}"
    if key not in bench.lemmas:
        bench.lemmas[key] = ""
        below = bench.elaborated.inverses[r]
        d, equation = bench.env.poly(below), bench.numbered(f"{below}*{r} == 1")
        for sign, mark in ((1, ""), (-1, "-")):
            value = d.scale(sign)
            shown = poly_text(value)
            page = _positive(bench, shown, value)
            if page is None:
                continue
            least = bench.add("order", f"{shown} >= 0", [{"terms": [{"facts": [["premise", bench.known(page), 0]]}]}])
            one = bench.add("order", "1 > 0", [{"terms": [{"weight": "1"}]}])
            both = bench.add("order", f"({shown})*({mark}{r}) >= 1", [{"terms": [], "equal": [["_", equation]]}])
            bench.lemmas[key] = bench.steps.add(
                "instance", bench.letters, bench.given, [f"{mark}{r} > 0"],
                {"at": {"p_": shown, "x_": f"{mark}{r}", "y_": "1"}}, [bench.lemma("quotient"), least, one, both])  # fmt: skip
            bench.known(bench.lemmas[key])
            break
    page = bench.lemmas[key]
    return ((-1 if bench.steps.statements[page].json["then"][0].startswith("-") else 1), page) if page else None


def _positive(bench: Workbench, shown: str, value: Poly) -> str | None:
    """value > 0, where that is quickly seen."""
    if manifest(value, bench.env, 1):
        return bench.add("order", f"{shown} > 0", [{"terms": [{"weight": shown}]}])
    for effort in (0, 1):
        page = bench.squares(f"{shown} > 0", value, True, effort)
        if page is not None:
            return page
    return None


def attempt(bench: Workbench, text: str, gap: Poly, strict: bool) -> str | None:
    """The certificate of a comparison, by everything that is known; None where there is none."""
    try:
        return bench.order(text, gap, ">" if strict else ">=")
    except NotFound:
        return None


# ---------------------------------------------------------------------------------------------------------- a factor


def divided(bench: Workbench, text: str, gap: Poly, strict: bool) -> str | None:
    """The goal from p·goal, for facts and letters p that are positive."""
    shown = poly_text(gap)
    for p, value, known in _factors(bench, gap, strict):
        if bench.out_of_time():
            return None
        product = value * gap
        then = f"({p})*({shown}) {'>' if strict else '>='} 0"
        page = next((f for e in (0, 1) if (f := bench.squares(then, product, strict, e)) is not None), None)
        if page is None:
            continue
        sign = bench.add("order", f"{p} {'>=' if strict else '>'} 0", [{"terms": known}])
        if not strict:
            return bench.steps.add("instance", bench.letters, bench.given, [text], {"at": {"p_": p, "x_": shown}},
                                   [bench.lemma("divide"), sign, page])  # fmt: skip
        whole = f"({p})*({shown})"
        same = bench.add("order", f"{whole} >= {whole}", [{"terms": []}])
        return bench.steps.add("instance", bench.letters, bench.given, [text], {"at": {"p_": p, "x_": shown, "y_": whole}},
                               [bench.lemma("quotient"), sign, page, same])  # fmt: skip
    return None


def _factors(bench: Workbench, gap: Poly, strict: bool) -> Iterator[tuple[str, Poly, list[dict]]]:
    """Positive numbers as text, value, and terms of the rule ``order``."""
    here = gap.mentions()
    near = here.union(*(a.mentions() for a in bench.context().statement.given))
    for name, letter in bench.env.table.items():
        if letter.kind == "positive" and name in near and not letter.family:
            yield name, bench.env.poly(name), [{"weight": name}]
    context = bench.context()
    for ref in sorted(bench.comparisons(context), key=lambda ref: not context.fact(ref).difference.mentions() & here)[:6]:
        fact = context.fact(ref)
        if (fact.kind == ">" or strict) and degree(fact.difference) <= 3:
            yield poly_text(fact.difference), fact.difference, [{"facts": [ref]}]
    reals = [n for n in sorted(here) if bench.env[n].kind == "real" and bench.env[n].size is None]
    if not strict and 1 < len(reals) <= 3 and degree(gap) <= 8 and all(not m[1] for m in gap.terms):
        text = " + ".join(["1", *(f"{n}**2" for n in reals)])
        yield text, bench.env.poly(text), [{"weight": "1"}, *({"square": n} for n in reals)]


def odd_root(bench: Workbench, text: str, gap: Poly) -> str | None:
    """l >= r from lⁿ >= rⁿ, for the odd powers n >= 3 that the facts have."""
    left, right = (Poly({m: c * side for m, c in gap.terms.items() if c * side > 0}) for side in (1, -1))
    context, odd = bench.context(), set()
    for ref in [*bench.comparisons(context), *bench.refs(context)]:
        for powers, _, _ in context.fact(ref).difference.terms:
            odd |= {n for _, e in powers if (n := e.constant) is not None and n in (3, 5, 7)}
    l, r = poly_text(left), poly_text(right)
    for n in sorted(odd):
        value = left.raised(Int.of(n), bench.env.invertible) - right.raised(Int.of(n), bench.env.invertible)
        if degree(value) > HIGHEST or bench.out_of_time():
            return None
        page = bench.squares(f"({l})**{n} >= ({r})**{n}", value, False, 0)
        if page is not None:
            root = bench.steps.add("instance", bench.letters, bench.given, [f"{l} >= {r}"], {"at": {"p_": l, "t_": r}},
                                   [bench.lemma("odd_root", n), page])  # fmt: skip
            return bench.add("order", text, [{"terms": [{"facts": [["premise", bench.known(root), 0]]}]}])
    return None


# ------------------------------------------------------------------------------------------------------------- cases


def by_cases(bench: Workbench, text: str, gap: Poly, kind: str) -> str | None:
    """The goal where e >= 0 and where e < 0, for numbers e of the goal; both sides must have a model."""
    for e in _questions(bench, gap):
        if bench.out_of_time():
            return None
        pages: list[str] = []
        for side in (f"{e} >= 0", f"-({e}) > 0"):
            branch = bench.branch([*bench.given, side])
            page = None
            if branch is not None:
                try:
                    page = branch.order(text, gap, kind)
                except (NotFound, Fault):
                    page = None
            if page is None:
                break
            pages.append(page)
        if len(pages) == 2:
            return bench.steps.add("cases", bench.letters, bench.given, [text], {"on": e}, pages)
    return None


def _questions(bench: Workbench, gap: Poly) -> list[str]:
    """Numbers whose sign may matter: what absolute values are taken of, differences of letters, letters."""
    here = gap.mentions()
    context = bench.context()
    for ref in bench.comparisons(context)[: len(bench.given)]:
        here |= context.fact(ref).difference.mentions()
    bars = [t for n, t in bench.elaborated.roots.items() if n in here and bench.env.poly(t).shape is None]
    made = {*bench.elaborated.roots, *bench.elaborated.inverses}
    reals = [n for n, x in bench.env.table.items() if n in here - made and x.kind in ("real", "positive") and (
        not x.family and not x.definition)]  # fmt: skip
    signed = {next(iter(a.difference.mentions())) for a in bench.context().statement.given
              if a.kind in (">", ">=") and len(a.difference.mentions()) == 1 and degree(a.difference) == 1}  # fmt: skip
    alone = [n for n in reals if bench.env[n].kind == "real" and n not in signed]
    pairs = [f"{a} - {b}" for a, b in combinations(reals[:4], 2)]
    found = [*bars, *(pairs if len(reals) > 2 else []), *alone[:3], *(pairs if len(reals) == 2 else [])]
    taken = [g.removesuffix(" >= 0") for g in bench.given if g.endswith(" >= 0")]
    taken += [g[2:].removesuffix(") > 0") for g in bench.given if g.startswith("-(")]
    return [e for e in dict.fromkeys(found) if e not in taken]
