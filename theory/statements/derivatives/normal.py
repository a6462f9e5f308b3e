"""Normal forms of expanded terms up to what letters promise: symmetric letters, norms, reciprocals, inverses of letters."""

from __future__ import annotations

from fractions import Fraction

from theory.kernel.integers import Int
from theory.kernel.letters import Letters
from theory.kernel.words import Poly, Word, transpose, word_order
from theory.statements.derivatives.objective import Objective
from theory.statements.derivatives.terms import Term
from theory.statements.derivatives.writing import kernel_text

Monomials = dict[tuple, Fraction]


def normal(term: Term, env: Letters, objective: Objective) -> Monomials:
    """The monomials of a number, expanded; two numbers with the same are equal wherever the objective is defined.

    The converse holds for polynomials in free and symmetric letters; behind inverses of sums it may fail.

    >>> from theory.kernel.statement import declarations_of
    >>> from theory.statements.derivatives.objective import read_objective
    >>> objective = read_objective("||X||^2/||X||", ["X"])
    >>> env = declarations_of(objective.letters)
    >>> [list(m[0]) for m in normal(objective.term, env, objective)] == [[(("norm_X", None), Int.of(1))]]
    True
    """
    return reduced(env.poly(kernel_text(term)), env, objective)


def reduced(value: Poly, env: Letters, objective: Objective) -> Monomials:
    """As `normal`, of a polynomial."""
    found: Monomials = {}
    closed = _closed(objective, env)
    for (powers, traces, word), c in value.terms.items():
        exponents = dict(powers)
        kept = []
        for w in traces:
            sign, size, least = _trace(w, objective)
            c *= sign
            if size is not None:
                exponents[(size, None)] = exponents.get((size, None), Int.of(0)) + 1
            elif least in closed:
                name, n = closed[least]
                exponents[(name, None)] = exponents.get((name, None), Int.of(0)) + n
            elif least:
                kept.append(least)
        for r, known in objective.hidden.items():
            if known.kind == "reciprocal" and known.of.op == "name" and (r, None) in exponents:
                base = (known.of.value, None)
                exponents[base] = exponents.get(base, Int.of(0)) - exponents.pop((r, None))
        key = (tuple(sorted(((b, e) for b, e in exponents.items() if e != 0), key=repr)),
               tuple(sorted(kept, key=word_order)), word)  # fmt: skip
        found[key] = found.get(key, Fraction(0)) + c
    return {m: c for m, c in found.items() if c}


def _closed(objective: Objective, env: Letters) -> dict[Word, tuple[str, int]]:
    """Traces that are powers of a letter: tr(MᵀM) of a norm, x of a reciprocal."""
    found = {}
    for name, known in objective.hidden.items():
        text = kernel_text(known.of)
        if known.kind == "norm":
            text, n = f"tr(({text}).T*({text}))", 2
        elif known.kind == "reciprocal":
            n = -1
        else:
            continue
        terms = list(env.poly(text).terms.items())
        if len(terms) == 1 and terms[0][1] == 1 and not terms[0][0][0] and len(terms[0][0][1]) == 1:
            found[_trace(terms[0][0][1][0], objective)[2]] = (name, n)
    return found


def _trace(word: Word, objective: Objective) -> tuple[int, str | None, Word]:
    """(sign, or 0 for what vanishes; name of a size for the trace of I; the least form of a trace)."""
    forms = []
    for w in (word, transpose(word)):
        sign, factors = 1, []
        for f in w:
            kind = objective.symmetry.get(f.name)
            if f.transposed and kind:
                sign, f = sign * (-1 if kind == "skew" else 1), f._replace(transposed=False)
            factors.append(f)
        short, size = _without_inverses(tuple(factors), objective)
        if size is not None:
            return sign, size, ()
        rotations = [short[i:] + short[:i] for i in range(len(short))]
        forms.append((min(map(word_order, rotations)), sign, min(rotations, key=word_order)))
    if forms[0][0] == forms[1][0] and forms[0][1] != forms[1][1]:
        return 0, None, ()  # the trace is minus itself
    _, sign, least = min(forms, key=lambda x: x[0])
    return sign, None, least


def _without_inverses(word: Word, objective: Objective) -> tuple[Word, str | None]:
    """X·X⁻¹ left out, around the trace as well; the name of the size if nothing is left."""
    pairs = {(k.of.value, n) for n, k in objective.hidden.items() if k.kind == "inverse" and k.of.op == "name"}
    pairs |= {(b, a) for a, b in pairs}
    again = bool(pairs)
    while again:
        again = False
        for i in range(len(word) if len(word) > 1 else 0):
            f, g = word[i], word[(i + 1) % len(word)]
            if f.transposed == g.transposed and (f.name, g.name) in pairs and len(word) >= 2:
                if len(word) == 2:
                    return (), repr(f.rows)
                word = tuple(x for k, x in enumerate(word) if k not in (i, (i + 1) % len(word)))
                again = True
                break
    return word, None


def combinations(parts: list[Monomials]) -> list[list[Fraction]]:
    """A basis of the c with Σ c_i parts_i = 0.

    >>> combinations([{("x",): Fraction(1)}, {("x",): Fraction(-2)}])
    [[Fraction(2, 1), Fraction(1, 1)]]
    """
    rows = [[p.get(m, Fraction(0)) for p in parts] for m in dict.fromkeys(m for p in parts for m in p)]
    pivots: list[int] = []
    for column in range(len(parts)):
        place = len(pivots)
        row = next((i for i in range(place, len(rows)) if rows[i][column]), None)
        if row is None:
            continue
        rows[place], rows[row] = rows[row], rows[place]
        rows[place] = [x / rows[place][column] for x in rows[place]]
        for i in range(len(rows)):
            if i != place and rows[i][column]:
                rows[i] = [x - rows[i][column] * y for x, y in zip(rows[i], rows[place], strict=True)]
        pivots.append(column)
    basis = []
    for free in (k for k in range(len(parts)) if k not in pivots):
        vector = [Fraction(0)] * len(parts)
        vector[free] = Fraction(1)
        for i, column in enumerate(pivots):
            vector[column] = -rows[i][free]
        basis.append(vector)
    return basis
