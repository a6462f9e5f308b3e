"""Which expressions may be squared: halves of the words of a goal, after hypotheses "letter = expression" are put in.

For a word w = h₁h₂ of a trace, tr(h₁h₂) is the inner product of h₁ᵀ and h₂: both are candidates, in every rotation, times
halves of the numbers beside it. What is put in here is a matter of search alone: the kernel sees the equations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product

from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.letters import Letters
from theory.kernel.statement import Atom
from theory.kernel.words import Factor, Poly, Word, transpose
from theory.prove.text import coefficient_text, integer_text, word_text

MOST = 14
"""Expressions of one block."""


class Substitution:
    """Defined letters, and letters that an equation gives, replaced; the transpose of a symmetric letter is the letter; the
    square of a norm is the trace (``roots``: norms, with the matrix of each).

    >>> from theory.kernel.statement import Statement
    >>> s = Statement({"letters": [["n", {"kind": "dimension"}], ["A", {"kind": "matrix", "shape": ["n", "n"]}]],
    ...                "given": ["A.T == A"], "then": ["tr(A.T*A) >= 0"]})
    >>> from theory.prove.text import poly_text
    >>> poly_text(Substitution(s.letters, s.given)(s.then[0].difference))
    'tr(A*A)'
    """

    def __init__(self, env: Letters, given: Iterable[Atom], roots: Mapping[str, str] | None = None,
                 factors: Iterable[str] = ()):  # fmt: skip
        self.env, self.factors = env, set(factors)
        self.grams: set[str] = set()
        self.leads: dict[Factor, list[tuple[Word, Poly]]] = {}
        self.images: dict[tuple, dict] = {}  # of monomials, as they are asked for
        self.squares = {name: (x.transpose * x).trace() for name, text in (roots or {}).items() for x in [env.poly(text)]}
        self.values: dict[str, Poly] = {}
        self.symmetric: set[str] = set()
        self.scalars: dict[str, Poly] = {}
        self.rules: list[tuple[list, str]] = []  # the facts that say so, with what each replaces
        for name, letter in env.table.items():
            if letter.definition == "value" and not letter.family:
                (self.values if letter.size is not None else self.scalars)[name] = letter.parts[0]
                self.rules.append((["def", name], name))
        equations = [(["given", i], atom.difference) for i, atom in enumerate(given) if atom.kind == "=="]
        self.met = Counter(name for _, gap in equations for name in gap.mentions())
        for ref, gap in equations:
            self._orient(gap, ref)

    def _orient(self, gap: Poly, ref: list) -> None:
        """The letter that an equation gives, whichever side it stands on: of R == XYᵀ − A, where a product is named, the letter
        that more equations mention, so that the name stays; else the first."""
        single = [(m, c) for m, c in gap.terms.items() if not m[0] and not m[1] and len(m[2]) == 1 and m[2][0].exponent == 1]
        words = {m[2][0].name for m, _ in single}
        if len(gap.terms) == 2 and len(single) == 2 and len(words) == 1 and sum(c for _, c in single) == 0:
            self.symmetric |= words
            self.rules.append((ref, f"{min(words)}.T"))
            return
        if any(len(spelled(word)) > 1 for powers, traces, word in gap.terms if not powers and not traces):
            single.sort(key=lambda term: -self.met[term[0][2][0].name])
        for m, c in single:
            factor = m[2][0]
            inside = sum(factor.name in Poly({k: v}, gap.shape).mentions() for k, v in gap.terms.items())
            if inside == 1 and abs(c) == 1 and factor.name not in self.values and not factor.transposed and not (
                    factor.diagonal and any(not f.diagonal for k in gap.terms for f in k[2])):  # fmt: skip
                value = Poly({m: Fraction(1)}, gap.shape) - gap.scale(1 / c)
                if not value.mentions() & self._reached(value, factor.name):
                    self.values[factor.name] = value
                    self.rules.append((ref, factor.name))
                    return
        for (powers, traces, word), c in gap.terms.items():
            if powers or traces or len(word) != 2 or word[0].name not in self.factors or word[1] != word[0].transpose:
                continue
            if sum(word[0].name in Poly({k: v}, gap.shape).mentions() for k, v in gap.terms.items()) == 1:
                self.grams.add(word[0].name)
                self.learn(word, Poly({(powers, traces, word): Fraction(1)}, gap.shape) - gap.scale(1 / c))
                self.rules.append((ref, word_text(word)))
                return
        self._number_of_traces(gap, ref)

    def _number_of_traces(self, gap: Poly, ref: list) -> None:
        """A number that an equation gives by traces alone."""
        plain = [(m, c) for m, c in gap.terms.items() if not m[2] and not m[1] and len(m[0]) == 1 and m[0][0][1] == 1]
        if gap.shape is None and len(plain) == 1 and abs(plain[0][1]) == 1:
            ((m, c),), others = plain, {k: v for k, v in gap.terms.items() if k != plain[0][0]}
            (name, index), _ = m[0][0]
            if index is None and name not in self.scalars and others and all(not k[0] and k[1] for k in others):
                self.scalars[name] = Poly(others).scale(-1 / c)
                self.rules.append((ref, name))

    def _reached(self, value: Poly, name: str) -> set[str]:
        """The name, if the value leads back to it."""
        todo, seen = list(value.mentions()), set()
        while todo:
            here = todo.pop()
            if here in seen:
                continue
            seen.add(here)
            if here in self.values:
                todo += list(self.values[here].mentions())
        return set(value.mentions()) if name in seen else set()

    def depth(self, name: str) -> int:
        """How often a letter is replaced until none is left to replace."""
        inside = self.values[name].mentions() & set(self.values) if name in self.values else set()
        return 1 + max(map(self.depth, inside), default=0) if name in self.values else 0

    def __call__(self, value: Poly) -> Poly:
        total: dict[tuple, Fraction] = {}
        for monomial, c in value.terms.items():
            key = monomial, value.shape
            if key not in self.images:
                self.images[key] = self._image(Poly({monomial: Fraction(1)}, value.shape)).terms
            for other, d in self.images[key].items():
                total[other] = total.get(other, Fraction(0)) + c * d
        return Poly(total, value.shape)

    def _image(self, value: Poly) -> Poly:
        """Of one monomial: all replaced until nothing changes, forty times at most."""
        for _ in range(40):
            moved = self._words(self._once(value))
            if moved.key == value.key:
                break
            value = moved
        return value

    def learn(self, lead: Word, value: Poly) -> None:
        """From here on the value stands for the word, wherever it occurs."""
        self.leads.setdefault(lead[0], []).append((lead, value))
        self.images.clear()

    def _words(self, value: Poly) -> Poly:
        """One word of each term replaced, in its traces and around their ends."""
        if not self.leads:
            return value
        parts, rest = [], {}
        for (powers, traces, word), c in value.terms.items():
            for k, trace in enumerate((*traces, word)):
                closed = k < len(traces)
                hit = self.occurrence(trace, closed)
                if hit is None:
                    continue
                before, lead, after = hit
                inner = _word(before) * dict(self.leads[lead[0]])[lead] * _word(after)
                scale = Poly({(powers, traces[:k] + traces[k + 1 :] if closed else traces, ()): c})
                parts.append(scale * inner.trace() * _word(word) if closed else scale * inner)
                break
            else:
                rest[powers, traces, word] = c
        return Poly.sum([Poly(rest, value.shape), *parts]) if parts else value

    def occurrence(self, word: Word, closed: bool) -> tuple[Word, Word, Word] | None:
        """Where a learned word stands in this one: what is before it, the word, what is after it; around the end of a trace."""
        for i in range(len(word)):
            turned = word[i:] + word[:i] if closed else word[i:]
            for lead, _ in self.leads.get(word[i], ()):
                if turned[: len(lead)] == lead:
                    return (() if closed else word[:i]), lead, turned[len(lead) :]
        return None

    def _once(self, value: Poly) -> Poly:
        def factor(f: Factor) -> Poly:
            if f.name in self.values and f.index is None:
                n, found = f.exponent.constant, self.values[f.name]
                if n is not None and n >= 1:
                    found = found.transpose if f.transposed else found
                    result = found
                    for _ in range(n - 1):
                        result = result * found
                    return result
            if f.name in self.symmetric and f.transposed:
                f = f._replace(transposed=False, rows=f.columns, columns=f.rows)
            return Poly({((), (), (f,)): Fraction(1)}, (f.rows, f.columns)) if f.rows != 1 or f.columns != 1 else Poly.letter(f)

        def scalar(base: tuple, e: Int) -> Poly:
            name, index = base
            n = e.constant
            if name in self.scalars and index is None and n is not None and n >= 0:
                return self.scalars[name].raised(e, self.env.invertible)
            if name in self.squares and n is not None and n >= 2:
                return self.squares[name].raised(Int.of(n // 2), self.env.invertible) * Poly.power(name, index, Int.of(n % 2))
            return Poly.power(name, index, e)

        return value.rebuild(scalar, factor, lambda size: size)


def _word(word: Word) -> Poly:
    """A word as a polynomial; 1 without letters."""
    return Poly({((), (), word): Fraction(1)}, (word[0].rows, word[-1].columns)) if word else Poly.number(1)


def spelled(word: Word) -> Word:
    """S**3 as S·S·S, so that it can be split."""
    return tuple(f._replace(exponent=Int.of(1)) if (n := f.exponent.constant) and n > 1 else f
                 for f in word for _ in range(f.exponent.constant or 1))  # fmt: skip


def matrix_halves(goal: Poly, *, whole: bool = False, parts: bool = False) -> dict[tuple, list[str]]:
    """Texts by shape; with ``whole`` the words of the traces too, after the halves, with ``parts`` their shorter parts."""
    found: dict[tuple, dict[str, int]] = {}
    for (powers, traces, _), _c in sorted(goal.terms.items(), key=lambda item: len(item[0][1])):
        for k, trace in enumerate(traces):
            others = traces[:k] + traces[k + 1 :]
            for scale in _scales(powers, others):
                for text, shape in _word_halves(spelled(trace)):
                    scaled = f"{scale}*{text}" if scale != "1" else text
                    found.setdefault(shape, {}).setdefault(scaled, len(found.get(shape, {})))
    for monomial in goal.terms:
        for trace in monomial[1]:
            word = spelled(trace)
            lengths = [*(range(1, len(word) // 2 + 1) if parts else ()), *([len(word)] if whole else ())]
            for i, d in product(range(len(word)), lengths):
                piece = (word[i:] + word[:i])[:d]
                shape = piece[0].rows, piece[-1].columns
                found.setdefault(shape, {}).setdefault(word_text(piece), len(found.get(shape, {})))
    return {shape: list(texts)[:MOST] for shape, texts in found.items()}


def resolvents(inverses: dict[str, str], env: Letters, put: Substitution, goal: Poly,
               factors: Iterable[str] = ()) -> dict[tuple, list[str]]:  # fmt: skip
    """For inverses X of M in a goal: X·tail, and p·X·tail for the ends p of the words of M, by shape, and for the transposes p
    of the factors. With M w = v they say in w what is said of v.
    """
    texts: dict[tuple, dict[str, None]] = {}
    turned = [word for k in factors if env[k].size is not None for _, _, word in env.poly(f"{k}.T").terms]
    roots = set(factors)
    for name, m in sorted(inverses.items(), key=lambda item: item[1] in roots):
        if env[name].size is None:
            continue
        words = [spelled(w) for _, traces, _ in goal.terms for w in traces]
        tails = [w[i:] + w[:i] for w in words for i, f in enumerate(w) if f.name == name]
        ends = [w[k:] for _, _, word in put(env.poly(m)).terms for w in (spelled(word),) for k in range(len(w))]
        for tail in tails:
            for d in range(2, len(tail) // 2 + 2):
                before = turned if m not in roots or tail[0].transposed else []  # of M = K Kᵀ: JᵀJ, J the inverse of K
                for end in ((), *before, *ends):
                    word = end + tail[:d]
                    shape = word[0].rows, word[-1].columns
                    if (not end or end[-1].columns == tail[0].rows) and len(texts.get(shape, {})) < MOST + 6:
                        texts.setdefault(shape, {})[word_text(word)] = None
    return {shape: list(found) for shape, found in texts.items()}


def behind_factors(factors: Mapping[str, str], env: Letters, put: Substitution, goal: Poly) -> dict[tuple, list[str]]:
    """For M = K Kᵀ: Kᵀ and Kᵀh by shape, h the beginnings of what stands beside a word of M in a trace of the goal. Squares of
    halves come first: with hᵀM h in the goal, ‖Kᵀh‖² is hᵀM h.
    """
    texts: dict[tuple, dict[str, int]] = {}
    traces = [(spelled(w), scale) for powers, ts, _ in goal.terms for w in ts for scale in _scales(powers, ())]
    for gap, k in factors.items():
        if env[k].size is None:
            continue
        n, columns = env[k].size  # type: ignore[misc]
        words = {spelled(word) for _, _, word in put(env.poly(gap)).terms}
        texts.setdefault((columns, n), {})[f"{k}.T"] = 0
        for trace, scale in dict.fromkeys(traces):
            for i in range(len(trace)):
                turned = trace[i:] + trace[:i]
                for w in words:
                    rest = turned[len(w) :]
                    if turned[: len(w)] != w or not rest or rest[0].rows != n:
                        continue
                    for d in range(1, min(len(rest), len(trace) // 2) + 1):
                        even = 2 * d == len(rest) and rest[d:] == transpose(rest[:d])
                        here, text = texts.setdefault((columns, rest[d - 1].columns), {}), f"{k}.T*{word_text(rest[:d])}"
                        text = text if scale == "1" else f"{scale}*{text}"
                        here[text] = min(here.get(text, 9), 0 if even else d)
    return {shape: sorted(found, key=lambda t: found[t])[: 2 * MOST] for shape, found in texts.items()}


def factored(factors: dict[str, str], env: Letters, goal: Poly) -> dict[tuple, list[str]]:
    """K, and Kᵀw for hypotheses M == K Kᵀ and the ends w of the words of a goal: their squares are wᵀMw."""
    texts: dict[tuple, dict[str, None]] = {}
    words = [spelled(w) for _, traces, _ in goal.terms for w in traces]
    for k in factors.values():
        here = env.term(k)
        if here.shape is not None:
            texts.setdefault(here.shape, {})[k] = None
        both = [w for word in words for w in (word, transpose(word))]
        for tail in {w[i : i + d] for w in both for i in range(len(w)) for d in (1, 2)}:
            if here.shape is not None and tail and tail[0].rows == here.shape[0] and all(f.name != k for f in tail):
                texts.setdefault((here.shape[1], tail[-1].columns), {})[f"{k}.T*{word_text(tail)}"] = None
    return {shape: sorted(found, key=lambda text: (len(text), text))[: MOST // 2] for shape, found in texts.items()}


def _scales(powers: tuple, traces: tuple) -> list[str]:
    """Halves of what stands beside a trace: powers and other traces."""
    low = tuple((b, Int.of(e.constant // 2)) for b, e in powers if e.constant is not None and e.constant > 1)
    high = tuple((b, Int.of((e.constant + 1) // 2)) for b, e in powers if e.constant is not None and e.constant > 0)
    middle = len(traces) // 2
    half = traces[:middle] if len(traces) % 2 == 0 and traces[:middle] == traces[middle:] else ()
    texts = [coefficient_text(Fraction(1), low, half), coefficient_text(Fraction(1), high, half)]
    if len(traces) == 1:
        texts.append(coefficient_text(Fraction(1), high, traces))
    return list(dict.fromkeys(texts))


def _word_halves(word: Word) -> Iterator[tuple[str, tuple]]:
    n = len(word)
    for i in range(n):
        turned = word[i:] + word[:i]
        for d in {n // 2, (n + 1) // 2}:
            left, right = transpose(turned[:d]), turned[d:]
            for half in (left, right):
                other = right if half is left else left
                if half:
                    yield word_text(half), (half[0].rows, half[-1].columns)
                elif other and other[0].rows == other[-1].columns:
                    yield f"I({integer_text(other[0].rows)})", (other[0].rows, other[0].rows)


def scalar_halves(goal: Poly, degree: int, least: int = 0) -> list[str]:
    """Products of the numbers and traces of a goal, up to a degree. First those of at least the degree ``least`` in which no
    atom has more than half of its exponent in the goal: what a polynomial alone can need (Reznick 1978).
    """
    atoms: dict[str, int] = {}
    most: dict[str, int] = {}
    for powers, traces, _ in goal.terms:
        for (name, index), e in powers:
            if index is None:
                atoms[name] = 1
                most[name] = max(most.get(name, 0), e.constant or 0)
        for trace in traces:
            atoms[f"tr({word_text(trace)})"] = len(spelled(trace))
            most[f"tr({word_text(trace)})"] = max(most.get(f"tr({word_text(trace)})", 0), traces.count(trace))
    texts, layer = {"1": 0}, {"1": 0}
    while layer and len(texts) < 120:
        following = {}
        for text, d in layer.items():
            for atom, size in atoms.items():
                if d + size <= degree:
                    parts = sorted([*([] if text == "1" else text.split("·")), atom])
                    following["·".join(parts)] = d + size
        layer = {t: d for t, d in following.items() if t not in texts}
        texts |= layer

    def outside(text: str) -> bool:
        parts = text.split("·")
        return texts[text] < least or any(2 * parts.count(a) > most.get(a, 0) for a in set(parts) - {"1"})

    ranked = sorted(texts, key=lambda t: (outside(t), texts[t], t))
    return [t.replace("·", "*") for t in ranked][: MOST + 6]


def degree(value: Poly) -> int:
    """Letters in the longest monomial, traces spelled out.

    >>> degree(Poly.number(3))
    0
    """
    def one(monomial: tuple) -> int:
        powers, traces, word = monomial
        return sum(max(e.constant or 1, 0) for _, e in powers) + sum(len(spelled(w)) for w in (*traces, word))

    return max(map(one, value.terms), default=0)


def negative(weight: Poly) -> int:
    """The largest negative exponent of a number in a weight, without its sign.

    >>> negative(Poly.number(1))
    0
    """
    return max((-e.constant for p, _, _ in weight.terms for _, e in p if e.constant is not None and e.constant < 0), default=0)


def readable(env: Letters, texts: Iterable[str]) -> tuple[list[str], list[Poly]]:
    """The texts that the kernel reads, each value once, with their values."""
    kept: list[str] = []
    values: list[Poly] = []
    keys = set()
    for text in texts:
        try:
            value = env.poly(text)
        except Fault:
            continue
        if value.terms and value.key not in keys:
            keys.add(value.key)
            kept.append(text)
            values.append(value)
    return kept, values
