"""The positive roots of the reduced polynomial of 1,000 instances, 400 of them with a double root, 300 near one.

    h(x) = (x^(L−1) + λ)² − λ y² x^(L−2),   x = σ²:   the roots of σ^(2L−2) − √λ y σ^(L−2) + λ, squared.

Every instance is made from one with a double root, by the condition for it: y^(2L−2) = (2L−2)^(2L−2) λ / (L^L (L−2)^(L−2)),
which is where h has its least value 0. A larger y gives two roots, a smaller one none: so the counts are known without
solving.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from math import lcm
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.harness import peers
from benchmarks.harness.question import Case, Contender, Goal, Question
from benchmarks.harness.results import Outcome

LEAST, CLOSE = 10, 1e-9
SYMPY = "counts by `count_roots`, roots by isolation to 1e-15"


class Instance(NamedTuple):
    """L, λ, y and how many distinct positive roots there are."""

    layers: int
    ridge: Fraction
    value: Fraction
    count: int

    def coefficients(self) -> list[int]:
        """Of h, constant first, integers without a common denominator."""
        return list(_coefficients(self))


@cache
def _coefficients(instance: Instance) -> tuple[int, ...]:
    L, ridge, y, _ = instance
    c = [Fraction(0)] * (2 * L - 1)
    c[0], c[L - 1], c[2 * L - 2] = ridge**2, 2 * ridge, Fraction(1)
    c[L - 2] -= ridge * y**2
    common = lcm(*(x.denominator for x in c))
    return tuple(int(x * common) for x in c)


def cases(quick: bool) -> Sequence[Case]:
    """The counts alone, and the counts with the roots to 1e-9."""
    sizes = (20, 40, 80) if quick else (100, 300, 1000)
    counts = [Case(f"{n:,}, counts", float(n), {"n": n, "roots": False}) for n in sizes]
    return [*counts, Case(f"{sizes[-1]:,}, roots", None, {"n": sizes[-1], "roots": True})]


@lru_cache(maxsize=16)
def instances(n: int, seed: int) -> list[Instance]:
    """40 % double roots, 30 % two roots, 30 % none; of these half within 1e-6 … 1e-14 of a double root."""
    rng = random.Random(seed)
    found = []
    for k in range(n):
        L = rng.randint(3, 6)
        y = Fraction(rng.randint(1, 60), rng.randint(1, 9))
        power = 2 * L - 2
        ridge = y**power * Fraction(L**L * (L - 2) ** (L - 2), power**power)
        if 10 * k < 4 * n:
            found.append(Instance(L, ridge, y, 1))
        else:
            apart = Fraction(rng.randint(1, 9), 10 ** (rng.randint(6, 14) if k % 2 else 1))
            above = 10 * k < 7 * n
            found.append(Instance(L, ridge, y * (1 + apart if above else 1 - apart / 10), 2 if above else 0))
    rng.shuffle(found)
    return found


def _one_by_one(
    find: Callable[[Instance], Sequence[float]], count: Callable[[Instance], int] | None = None
) -> Callable[[Case, int], Callable[[], Any]]:
    """A contender that finds the distinct positive roots of one instance, or counts them without, called for each."""

    def make(case: Case, seed: int) -> Callable[[], Any]:
        given = instances(case["n"], seed)
        for instance in given:
            instance.coefficients()
        if case["roots"]:
            return lambda: [sorted(find(i)) for i in given]
        return lambda: [count(i) if count else len(find(i)) for i in given]

    return make


def _ours(case: Case, seed: int) -> Callable[[], Any]:
    from theory.dmf.landscape.brackets import brackets
    from theory.dmf.landscape.roots import available_roots
    from theory.dmf.landscape.thresholds import _threshold, existence_threshold

    given = instances(case["n"], seed)

    def counts() -> list[int]:
        _threshold.cache_clear()  # the instances are new in every call
        return [len(available_roots(L, existence_threshold(L, ridge).compare(y))) for L, ridge, y, _ in given]

    def roots() -> list[list[float]]:
        _threshold.cache_clear()
        return [sorted((low + high) / 2 for _, low, high in brackets(L, ridge, y)) for L, ridge, y, _ in given]

    return roots if case["roots"] else counts


def _numpy(instance: Instance) -> Sequence[float]:
    """Roots that are real to 1e-6 of their size and positive; those closer than that are one."""
    roots = np.roots([float(c) for c in reversed(instance.coefficients())])
    real = sorted(float(r.real) for r in roots if abs(r.imag) <= 1e-6 * abs(r) and r.real > 0)
    return [r for k, r in enumerate(real) if not k or r - real[k - 1] > 1e-6 * r]


def _sympy(instance: Instance) -> Sequence[float]:
    import sympy

    found = sympy.Poly(list(reversed(instance.coefficients())), sympy.Symbol("x")).intervals(eps=Fraction(1, 10**15), sqf=False)
    return [float((a + b) / 2) for (a, b), _ in found if b > 0]


def _sympy_count(instance: Instance) -> int:
    import sympy

    return int(sympy.Poly(list(reversed(instance.coefficients())), sympy.Symbol("x")).count_roots(0, None))


def _flint(instance: Instance) -> Sequence[float]:
    import flint

    found = flint.fmpz_poly(instance.coefficients()).complex_roots()
    return [float(root.real) for root, _ in found if root.imag == 0 and root.real > 0]


def _mpsolve(instance: Instance) -> Sequence[float]:
    coefficients = instance.coefficients()
    text = f"Monomial;\nDegree = {len(coefficients) - 1};\nInteger;\nReal;\n\n{' '.join(map(str, coefficients))}\n"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in.pol").write_text(text)
        command = [str(peers.where("mpsolve")), "-Ga", "-SR", "-Dr", "-o20", "in.pol"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    roots = [tuple(float(x) for x in line.strip(" ()\n").split(",")) for line in done.stdout.splitlines() if line.strip()]
    real = sorted(r for r, i in roots if r > 0 and abs(i) <= 1e-15 * abs(r))
    return [r for k, r in enumerate(real) if not k or r - real[k - 1] > 1e-15 * r]


@lru_cache(maxsize=16)
def expected(n: int, seed: int) -> list[list[float]]:
    """x* = (λ(L−2)/L)^(1/(L−1)) at a double root, else both sides of it by bisection with 60 digits."""
    from mpmath import mp, mpf, workdps

    found = []
    with workdps(60):
        for L, ridge, y, count in instances(n, seed):
            lam, square = mpf(ridge.numerator) / ridge.denominator, (mpf(y.numerator) / y.denominator) ** 2
            turn = (lam * (L - 2) / L) ** (mpf(1) / (L - 1))
            if count < 2:
                found.append([float(turn)] * count)
                continue

            def below(x: mpf, L: int = L, lam: mpf = lam, square: mpf = square) -> bool:
                return bool((x ** (L - 1) + lam) ** 2 < lam * square * x ** (L - 2))

            ends = []
            for factor in (mpf(1) / 2, mpf(2)):
                inside, outside = turn, turn * factor
                while below(outside):
                    outside *= factor
                for _ in range(120):
                    middle = mp.sqrt(inside * outside)
                    inside, outside = (middle, outside) if below(middle) else (inside, middle)
                ends.append(float(inside))
            found.append(sorted(ends))
    return found


def fault(case: Case, seed: int, answer: Any) -> str:
    """Miscounts first, then roots that are further than 1e-9 from the right ones."""
    given = instances(case["n"], seed)
    counts = [len(found) for found in answer] if case["roots"] else list(answer)
    wrong = [i for i, count in zip(given, counts, strict=True) if i.count != count]
    if wrong:
        doubles, all_doubles = (sum(i.count == 1 for i in found) for found in (wrong, given))
        return f"{len(wrong)} miscounts of {len(given):,}, {doubles} of them of the {all_doubles} double roots"
    if case["roots"]:
        pairs = zip(answer, expected(case["n"], seed), strict=True)
        far = sum(not all(abs(a - b) <= CLOSE * b for a, b in zip(found, right, strict=True)) for found, right in pairs)
        return f"{far} instances with a root further than {CLOSE:g} from its place" if far else ""
    return ""


def goals(outcome: Outcome) -> list[Goal]:
    """No miscount of ours, and the ratio to python-flint one by one, for counts and for roots."""
    entries = [m for c in outcome.cases if (m := outcome.of("saddleproof", c.name))]
    wrong = [m for m in entries if not m.fine]
    found = [Goal("0 miscounts", "0" if not wrong else wrong[0].reason, not wrong, "Ours counts wrongly.")]
    for case in (outcome.cases[-2], outcome.cases[-1]):
        ratio = outcome.ratio("python-flint", "saddleproof", case.name)
        if ratio is not None:
            text, slow = f"{'roots' if case['roots'] else 'counts'}: ≥ {LEAST} × python-flint", ("saddleproof", case.name)
            found.append(Goal(text, f"{ratio.median:.1f} ×", ratio.median >= LEAST, slow=slow))
    return found


question = Question(
    name="reduced_roots",
    title="Roots of the reduced polynomial",
    asked="""h(x) = (x^(L−1) + λ)² − λy²x^(L−2), L = 3 … 6, rational λ and y: how many distinct positive roots, and
        where. Of the instances 40 % have a double root, 15 % lie within 1e-6 … 1e-14 (relative, in y) above one and 15 %
        below. All are made so that the count is known. Ours decides the count by the sign of a rational number and encloses
        the roots; a miscount is a wrong answer, whoever makes it.""",
    cases=cases,
    contenders=(
        Contender("saddleproof", _ours, ours=True, note="every instance has its own threshold"),
        Contender("numpy.roots", _one_by_one(_numpy), note="one tolerance for all: real to 1e-6, merged to 1e-6"),
        Contender("sympy", _one_by_one(_sympy, _sympy_count), needs=("sympy",), note=SYMPY),
        Contender("python-flint", _one_by_one(_flint), needs=("python-flint",), note="complex_roots of the integer polynomial"),
        Contender("MPSolve", _one_by_one(_mpsolve), needs=("MPSolve",), note="a process an instance, 20 digits, real roots"),
    ),
    fault=fault,
    goals=goals,
    against="saddleproof",
    size="the number of instances",
    limit=4,
)
