"""All real critical points of F(w) = (w_L⋯w_1 − y)² + Σ λ_l w_l²: ours against solvers of polynomial systems.

Programs under the GPL (msolve, PHCpack, Bertini 2) run as processes of their own; their time is from the file of the system
to the file of the points, for Bertini 2 without the import of its package.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from math import prod
from operator import mul
from pathlib import Path
from typing import Any

from benchmarks.harness import peers
from benchmarks.harness.question import Case, Contender, Goal, NoAnswer, Question, Timed
from benchmarks.harness.results import Outcome

LEAST, LIMIT, CLOSE = 50, 6.0, 1e-7
Equation = list[tuple[Fraction, tuple[int, ...]]]
Points = list[tuple[float, ...]]


def cases(quick: bool) -> Sequence[Case]:
    """L = 2 … 6; the size is the number of real critical points, as `question` has it."""
    found = []
    for layers in range(2, 5 if quick else 7):
        points = 3 if layers == 2 else 1 + 2**layers
        found.append(Case(f"L = {layers}", float(points), {"L": layers}))
    return found


def problem(layers: int) -> tuple[Fraction, list[Fraction]]:
    """(y, λ_1, …, λ_L): unequal rationals, y above the existence threshold."""
    return Fraction(5), [Fraction(l + 1, 2 * l + 1) for l in range(1, layers + 1)]


def equations(layers: int) -> list[Equation]:
    """½∂F/∂w_l = (w_L⋯w_1)²/w_l − y·w_L⋯w_1/w_l + λ_l·w_l."""
    y, weights = problem(layers)
    found = []
    for l in range(layers):
        others = tuple(int(k != l) for k in range(layers))
        square = tuple(2 - int(k == l) for k in range(layers))
        own = tuple(int(k == l) for k in range(layers))
        found.append([(Fraction(1), square), (-y, others), (weights[l], own)])
    return found


def text(equation: Equation, names: Sequence[str]) -> str:
    """The polynomial as every peer reads it."""
    terms = []
    for coefficient, exponents in equation:
        powers = [name if e == 1 else f"{name}^{e}" for name, e in zip(names, exponents, strict=True) if e]
        terms.append("*".join([str(coefficient), *powers]))
    return "+".join(terms).replace("+-", "-")


def _ours(case: Case, seed: int) -> Callable[[], Any]:
    from theory.dmf.landscape.brackets import brackets
    from theory.dmf.landscape.thresholds import _threshold

    layers = case["L"]
    y, weights = problem(layers)

    def points() -> Points:
        _threshold.cache_clear()  # the system is new to every contender in every call
        scales = [float(w) ** -0.5 for w in weights]
        found: Points = [(0.0,) * layers]
        for _, low, high in brackets(layers, prod(weights), y):
            sizes = [((low + high) / 2) ** 0.5 * scale for scale in scales]
            for signs in product((1, -1), repeat=layers - 1):
                found.append(tuple(map(mul, (*signs, prod(signs)), sizes)))
        return found

    return points


def _msolve(case: Case, seed: int) -> Callable[[], Any]:
    names = [f"w{l}" for l in range(1, case["L"] + 1)]
    system = f"{','.join(names)}\n0\n" + ",\n".join(text(e, names) for e in equations(case["L"])) + "\n"
    program = peers.where("msolve")

    def points() -> Points:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "in.ms").write_text(system)
            subprocess.run([str(program), "-f", "in.ms", "-o", "out"], cwd=folder, check=True, capture_output=True)
            told = (Path(folder) / "out").read_text()
        return boxes(told)

    return points


def boxes(told: str) -> Points:
    """Midpoints of the boxes that msolve prints: [dimension, [number, [box, …]]] with fractions a / 2^k."""
    plain = re.sub(r"(-?\d+)\s*/\s*2\^(\d+)", lambda m: f'"{m[1]} {m[2]}"', told.strip().rstrip(":"))
    content = json.loads(plain)
    if content[0] != 0:
        raise NoAnswer(f"dimension {content[0]}")

    def number(value: Any) -> Fraction:
        if isinstance(value, int):
            return Fraction(value)
        top, power = value.split()
        return Fraction(int(top), 2 ** int(power))

    return [tuple(float((number(a) + number(b)) / 2) for a, b in box) for box in content[1][1]]


def _phcpack(case: Case, seed: int) -> Callable[[], Any]:
    names = [f"w{l}" for l in range(1, case["L"] + 1)]
    system = f"{len(names)}\n" + "".join(f" {text(e, names)};\n" for e in equations(case["L"]))
    program = peers.where("phc")

    def points() -> Points:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "in").write_text(system)
            command = [str(program), "-b", f"-0{seed + 1}", "in", "out"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, stdin=subprocess.DEVNULL)
            told = (Path(folder) / "out").read_text()
        return listed(told, names)

    return points


def listed(told: str, names: Sequence[str]) -> Points:
    """The real solutions in an output file of ``phc -b``, each once (it lists them as tracked and as refined), without the
    start
    solutions, which stand before them."""
    lists = told[told.index("\nTHE SOLUTIONS") :]
    found = []
    for block in lists.split("the solution for t")[1:]:
        values = dict(re.findall(r"(w\d+) :\s+(\S+\s+\S+)", block.split("==")[0]))
        point = [tuple(map(float, values[name].split())) for name in names]
        here = tuple(real for real, _ in point)
        if max(abs(imaginary) for _, imaginary in point) < CLOSE and not any(_near(here, other) for other in found):
            found.append(here)
    return found


def _near(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(a - b) <= CLOSE for a, b in zip(one, other, strict=True))


def _bertini(case: Case, seed: int) -> Callable[[], Any]:
    names = [f"w{l}" for l in range(1, case["L"] + 1)]
    system = json.dumps({"variables": names, "equations": [[[str(c), e] for c, e in eq] for eq in equations(case["L"])]})
    script = str(Path(__file__).with_name("_bertini.py"))

    def points() -> Any:
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, script], cwd=folder, input=system, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr.strip().splitlines()[-1])
        told = json.loads(done.stdout.strip().splitlines()[-1])
        return Timed([tuple(point) for point in told["points"]], told["seconds"])

    return points


def _sympy(case: Case, seed: int) -> Callable[[], Any]:
    import sympy

    names = sympy.symbols(f"w1:{case['L'] + 1}")
    system = [
        sympy.Add(
            *(
                sympy.Rational(c.numerator, c.denominator) * prod(n**e for n, e in zip(names, exponents, strict=True))
                for c, exponents in eq
            )
        )
        for eq in equations(case["L"])
    ]

    def points() -> Points:
        basis = sympy.groebner(system, *names, order="grevlex").fglm("lex")
        return [tuple(float(x) for x in point) for point in _back(list(basis.exprs), names)]

    return points


def _back(basis: list[Any], names: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Real points of a triangular set, last variable first, to 30 digits."""
    import sympy

    found: list[dict[Any, Any]] = [{}]
    for name in reversed(names):
        longer = []
        for values in found:
            known = [sympy.Poly(p.subs(values), name) for p in basis if p.has(name) and p.free_symbols <= {name, *values}]
            polynomials = [p for p in map(_cleaned, known) if p.degree() > 0]
            first = min(polynomials, key=lambda p: p.degree())
            roots = [r for r in first.nroots(n=50, maxsteps=500) if abs(sympy.im(r)) < 1e-15]
            longer += [{**values, name: sympy.re(r)} for r in roots if all(_vanishes(p, sympy.re(r)) for p in polynomials)]
        found = longer
    return [tuple(values[name] for name in names) for values in found]


def _cleaned(polynomial: Any) -> Any:
    """Without the coefficients that vanish at the values put in (50 digits)."""
    import sympy

    terms = {power: c for power, c in polynomial.terms() if abs(c) > 1e-20}
    return sympy.Poly(terms or {(0,): 0}, *polynomial.gens)


def _vanishes(polynomial: Any, at: Any) -> bool:
    terms = [abs(c * at**k) for (k,), c in polynomial.terms()]
    return bool(abs(polynomial.eval(at)) <= 1e-12 * sum(terms))


@lru_cache(maxsize=8)
def expected(layers: int) -> Points:
    """From the definition of F alone: w_l² λ_l = s for all l, so with P = ±√(s^L/λ) one number s solves s + P² − yP = 0.

    Signs: P > 0 (y > 0 and P² + s > 0). The equation for σ = √s by bisection on both sides of its one turn, in mpmath.
    """
    import mpmath

    y, weights = problem(layers)
    with mpmath.workdps(40):
        lam = mpmath.mpf(1)
        for w in weights:
            lam *= mpmath.mpf(w.numerator) / w.denominator

        def gap(sigma: Any) -> Any:  # s + P² − yP over s, P = σ^L/√λ
            p = sigma**layers / mpmath.sqrt(lam)
            return 1 + (p * p - mpmath.mpf(y.numerator) / y.denominator * p) / sigma**2

        grid = [mpmath.mpf(2) ** (mpmath.mpf(k) / 50) for k in range(-400, 400)]
        brackets = [(a, b) for a, b in pairwise(grid) if mpmath.sign(gap(a)) != mpmath.sign(gap(b))]
        sigmas = [mpmath.findroot(gap, pair, solver="anderson", tol=1e-30) for pair in brackets]
        points: Points = [(0.0,) * layers]
        for sigma in sigmas:
            for signs in product((1, -1), repeat=layers):
                if prod(signs) == 1:
                    row = [
                        s * sigma * mpmath.sqrt(mpmath.mpf(w.denominator) / w.numerator)
                        for s, w in zip(signs, weights, strict=True)
                    ]
                    points.append(tuple(map(float, row)))
    return points


def fault(case: Case, seed: int, answer: Any) -> str:
    """The same set: as many points, each within 1e-7 of one of its own."""
    right, found = expected(case["L"]), [tuple(point) for point in answer]
    far = [p for p in right if not any(_near(p, q) for q in found)]
    if len(found) != len(right) or far:
        return f"{len(found)} points, {len(right) - len(far)} of the {len(right)} that there are"
    return ""


def goals(outcome: Outcome) -> list[Goal]:
    """The same set at every L, and the least of the ratios to the fastest peer that answered."""
    found = [(c.name, pair) for c in outcome.cases if (pair := outcome.fastest_peer("saddleproof", c.name))]
    ours = [c for c in outcome.cases if (m := outcome.of("saddleproof", c.name)) and m.fine]
    figure = f"{len(ours)} of {len(outcome.cases)}"
    same = Goal("the same set at every L", figure, len(ours) == len(outcome.cases), "Ours is not the set expected.")
    if not found:
        return [same]
    where, (peer, ratio) = min(found, key=lambda pair: pair[1][1].median)
    figure = f"{'≥ ' if ratio.at_least else ''}{ratio.median:.0f} × {peer} at {where}"
    fast = Goal(
        f"≥ {LEAST} × the fastest peer at every L",
        figure,
        ratio.median >= LEAST,
        slow=("saddleproof", where),
    )
    return [same, fast]


question = Question(
    name="chain_points",
    title="All real critical points of a chain of numbers",
    asked="""F(w) = (w_L⋯w_1 − 5)² + Σ λ_l w_l², λ_l = (l + 1)/(2l + 1): all real critical points, 3 for L = 2 and 1
        + 2·2^(L−1) beyond, of 1 + (L − 1)·2^L complex ones. Ours knows the theorem and encloses each root; the peers solve
        the polynomial system, msolve with isolating boxes, PHCpack and Bertini 2 by homotopies without a guarantee.""",
    cases=cases,
    contenders=(
        Contender("saddleproof", _ours, ours=True),
        Contender("msolve", _msolve, needs=("msolve",)),
        Contender("PHCpack", _phcpack, needs=("PHCpack",), note="`phc -b`"),
        Contender("Bertini 2", _bertini, needs=("bertini2",), note="adaptive precision, its defaults"),
        Contender("sympy", _sympy, needs=("sympy",), note="groebner (grevlex), fglm, then nroots"),
    ),
    fault=fault,
    goals=goals,
    against="saddleproof",
    size="the number of points",
    limit=LIMIT,
)
