"""Equations of matrices: completion of the facts, the other side of an inverse, expressions that vanish because squares do."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from theory.kernel.budget import Fault
from theory.kernel.words import Poly, Word
from theory.prove.text import coefficient_text, poly_text, word_text
from theory.statements.completion import Completion, Use, polynomial, use_text, words_of
from theory.statements.halves import readable, spelled
from theory.statements.ideal import Equations, Multiple, length
from theory.statements.squares import Block, certificate
from theory.statements.workbench import Workbench

STEPS = 400
SQUARES = 10
"""Expressions whose Gram traces are looked at."""


def completion(bench: Workbench, seconds: float, longest: int = 9, most: int = 400) -> Completion:
    """The equations of words among the facts. Defined letters are replaced by their values, K Kᵀ by M."""
    context = bench.context()
    heavy = dict.fromkeys(bench.put.grams, 4) | {name: 50 * bench.put.depth(name) for name in bench.put.values}
    facts = [(ref, context.fact(ref).difference) for ref in bench.refs(context)]
    return Completion(facts, heavy, seconds, longest, most, bench.until)


def by_completion(bench: Workbench, gap: Poly, seconds: float = 1.5) -> list | None:
    """The witness of gap == 0 from rules that the equations of words give."""
    terms = words_of(gap)
    if not terms:
        return None
    work = completion(bench, seconds)
    rest, uses = work.reduced(terms)
    for _ in work.grow() if rest else ():
        rest, uses = work.reduced(terms)
        if not rest:
            break
    if rest:
        rest, uses = work.reduced(terms)
        if rest:
            return None
    places = _shown(bench, work, uses)
    return _witness(work, [(use_text(c, left, _mark(work, k), right), k) for c, left, k, right in uses], places)


def learn(bench: Workbench) -> None:
    """Normal forms of words for all searches of the bench, once."""
    if bench.rules is None:
        bench.rules = completion(bench, min(0.4, 0.08 * bench.seconds), 6, 120)
        for _ in bench.rules.grow():
            pass
        for k in bench.rules.active():
            rule = bench.rules.rules[k]
            shape = rule.lead[0].rows, rule.lead[-1].columns
            value = Poly({((), (), w): -c / rule.terms[rule.lead] for w, c in rule.terms.items() if w != rule.lead}, shape)
            if bench.put.occurrence(rule.lead, False) is None and not {f.name for f in rule.lead} & set(bench.put.values):
                bench.put.learn(rule.lead, value)
                bench.learned[rule.lead] = k


def by_words(bench: Workbench, value: Poly) -> tuple[Poly, list]:
    """What is left of a value after its words were replaced, and the witness of the difference."""
    if bench.rules is None or not bench.learned:
        return value, []
    hits: list[tuple[str, int]] = []
    rest = value
    for _ in range(STEPS):
        found = next((h for m in sorted(rest.terms, key=lambda m: -length(m)) if (h := _hit(bench, m, rest.terms[m]))), None)
        if found is None:
            break
        expression, k, gone = found
        hits.append((expression, k))
        rest = rest - gone
    uses: list[Use] = [(Fraction(1), (), k, ()) for _, k in hits]
    return rest, _witness(bench.rules, hits, _shown(bench, bench.rules, uses))


def _hit(bench: Workbench, monomial: tuple, c: Fraction) -> tuple[str, int, Poly] | None:
    """The expression in ``_`` that takes a monomial away, the rule, and its value."""
    assert bench.rules is not None
    powers, traces, word = monomial
    for j, trace in enumerate((*traces, word)):
        closed = j < len(traces)
        hit = bench.put.occurrence(trace, closed)
        if hit is None or hit[1] not in bench.learned:
            continue
        before, lead, after = hit
        k = bench.learned[lead]
        rule, mark = bench.rules.rules[k], _mark(bench.rules, k)
        inner = "*".join([*([word_text(before)] if before else []), mark, *([word_text(after)] if after else [])])
        others = traces[:j] + traces[j + 1 :] if closed else traces
        tail = [word_text(word)] if closed and word else []
        head = coefficient_text(c / rule.terms[lead], powers, others)
        expression = "*".join([f"({head})", f"tr({inner})" if closed else inner, *tail])
        fact = Poly({((), (), w): d for w, d in rule.terms.items()}, (lead[0].rows, lead[-1].columns))
        return expression, k, bench.env.bind(fact.transpose if rule.turned else fact).poly(expression)
    return None


def _mark(work: Completion, k: int) -> str:
    return "_.T" if work.rules[k].turned else "_"


def _shown(bench: Workbench, work: Completion, uses: list[Use]) -> dict[int, list]:
    """Certificates of the rules that are used and are no equations themselves: the references of their facts."""
    places: dict[int, list] = {}
    for k in work.needed(uses):
        rule = work.rules[k]
        shape = next((w[0].rows, w[-1].columns) for w in rule.terms if w)
        text = polynomial(rule.terms, Poly({}, shape))
        hits = [(use_text(c, left, _mark(work, other), right), other) for c, left, other, right in rule.uses]
        page = bench.add("expand", f"{text} == 0", [_witness(work, hits, places)])
        places[k] = ["premise", bench.known(page), 0]
    return places


def _witness(work: Completion, hits: list[tuple[str, int]], places: dict[int, list]) -> list:
    parts: dict[str, list[str]] = {}
    refs: dict[str, list] = {}
    for text, k in hits:
        fact = work.rules[k].fact
        ref = places[k] if fact is None else fact
        parts.setdefault(str(ref), []).append(text)
        refs[str(ref)] = ref
    return [[" + ".join(texts), refs[name]] for name, texts in parts.items()]


def other_sides(bench: Workbench) -> bool:
    """Q·P == I from P·Q == I for square P and Q: whether there is a new one."""
    context, found = bench.context(), False
    known = {context.fact(ref).difference.key for ref in bench.refs(context)}
    for ref in bench.refs(context):
        fact = context.fact(ref).difference
        for p, q in _splits(fact):
            n = word_text(p), word_text(q)
            size = fact.shape[0]  # type: ignore[index]
            turned = bench.env.poly(f"{n[1]}*{n[0]}") - Poly.identity(size)
            if turned.key in known or (-turned).key in known:
                continue
            known.add(turned.key)
            text = poly_text(Poly.identity(size))
            at = {"n_": text[text.index("(") + 1 : -1], "A_": n[0], "B_": n[1]}
            here = bench.add("expand", f"{n[0]}*{n[1]} == {text}", [[["_", ref]]])
            page = bench.steps.add("instance", bench.letters, bench.given, [f"{n[1]}*{n[0]} == {text}"], {"at": at},
                                   [bench.lemma("other_side"), here])  # fmt: skip
            bench.known(page)
            found = True
    return found


def _splits(fact: Poly) -> list[tuple[Word, Word]]:
    """P, Q with fact = P·Q − I, both square."""
    words = [(w, c) for (powers, traces, w), c in fact.terms.items() if not powers and not traces]
    if len(fact.terms) != 2 or len(words) != 2 or fact.shape is None or fact.shape[0] != fact.shape[1]:
        return []
    (one, c), (two, d) = sorted(words, key=lambda item: len(item[0]))
    if one or c + d or len(spelled(two)) < 2:
        return []
    word = spelled(two)
    return [(word[:i], word[i:]) for i in range(1, len(word)) if word[i].rows == fact.shape[0]]


def vanishing_squares(bench: Workbench, gap: Poly) -> bool:
    """Expressions q with Σ c‖q‖² == 0, c > 0, by the facts: each of them is 0. Whether there were any.

    A semidefinite program for Gram matrices of trace 1 together whose sum of Gram traces is a combination of the facts.
    """
    if gap.shape is None or bench.out_of_time():
        return False
    blocks = _squares_of(bench, gap)
    free = _multiples(bench, blocks)
    one = ("trace 1",)
    for block in blocks:
        pairs = zip(_pairs(len(block.texts)), block.entries, strict=True)
        block.entries = [e | ({one: Fraction(1)} if i == j else {}) for (i, j), e in pairs]
    found = certificate(Poly({one: Fraction(1)}), [], blocks, free, strict=False, until=bench.until)
    if found is None or not found.terms:
        return False
    parts = [[t.get("weight", "1"), t["gram"]] for t in found.terms]
    total = " + ".join(f"{c}*tr(({q}).T*({q}))" for c, q in parts)
    equal = bench.cofactors(bench.env.poly(total), 2)
    if equal is None:
        return False
    zero = bench.known(bench.add("expand", f"{total} == 0", [equal]))
    for k, (_, q) in enumerate(parts):
        witness = [{"fact": ["premise", zero, 0], "terms": parts, "matrix": k}]
        bench.known(bench.add("definite", f"{q} == 0", witness))
    return True


def _squares_of(bench: Workbench, gap: Poly) -> list[Block]:
    """Words of up to two letters of the gap, and with the factors of M = K Kᵀ beside it, by shape."""
    letters = sorted(n for n in gap.mentions() if n in bench.env and bench.env[n].size is not None)
    singles = [t for n in letters for t in (n, f"{n}.T")]
    factors = [t for k in bench.elaborated.factors.values() if bench.env[k].size is not None for t in (k, f"{k}.T")]
    texts = [poly_text(Poly({m: Fraction(1)}, gap.shape)) for m in gap.terms]
    beside = [f"{a}*{b}" for a, b in (*product(factors, letters), *product(letters, factors))]
    by_shape: dict[object, list[str]] = {}
    for text in dict.fromkeys([*texts, *singles, *beside, *(f"{a}*{b}" for a, b in product(singles, singles))]):
        shape = _shape(bench, text)
        if shape == gap.shape or text in beside:
            by_shape.setdefault(shape, []).append(text)
    by_shape.pop((), None)
    blocks = []
    for several in by_shape.values():
        texts, values = readable(bench.env, several[:SQUARES])
        block = Block(texts, values, Poly.number(1)).independent(bench.put)
        block.build()
        block.entries = [bench.put(Poly(e)).terms for e in block.entries]
        blocks.append(block)
    return blocks


def _shape(bench: Workbench, text: str) -> object:
    try:
        return bench.env.poly(text).shape
    except Fault:
        return ()


def _pairs(n: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(n) for j in range(i, n)]


def _multiples(bench: Workbench, blocks: list[Block]) -> list[Multiple]:
    """Multiples of the facts that the Gram traces reach."""
    context = bench.context()
    start = dict.fromkeys(k for block in blocks for e in block.entries for k in e)
    equations = Equations(context, [], seconds=1.0, most=400)
    for ref in bench.refs(context):
        value = bench.put(context.fact(ref).difference)
        if ref[0] != "def" and value.terms:
            equations.facts.append((ref, value, list(value.terms)))
    return equations.multiples(start, None, max(map(length, start), default=0)) if equations.facts else []
