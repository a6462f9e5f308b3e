"""Random landscapes against an independent computation with 60 digits and more: orbits, order, losses, classes, inertia.

    python -m benchmarks.landscape_audit [NUMBER] [SEED] [--log FILE]

With a log, a line for each hundred landscapes, an interrupted audit goes on where it was.
The second route is `Independent`: mpmath, the definition of F, bisection for the scalar equation, eigenvalues of the blocks
of the Hessian at a diagonal point. It imports nothing of ``theory``. Kinds of landscapes: generic rationals, spectra over
thirty orders of magnitude, ties, zeros and bottlenecks, values exactly at either threshold and beside it, algebraic values,
integer matrices, files of rational matrices. Half of all have unequal ridges; hidden widths are drawn from 1 up.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
from mpmath import mp, mpf

KINDS = (
    "generic", "wide", "ties", "zeros", "existence", "global", "beside a threshold", "algebraic",
    "integer matrix", "matrix file",
)  # fmt: skip
RELATIVE, CHUNK = 1e-12, 100
Counts = tuple[tuple[int, int, int], ...]  # for each distinct singular value the modes at '+', '0', '-'


@dataclass(frozen=True)
class Problem:
    """What is given to both routes; ``values`` are mpmath expressions evaluated under the working precision."""

    kind: str
    widths: tuple[int, ...]
    ridge: tuple[Fraction, ...]
    spectrum: tuple[str, ...] | None
    matrix: tuple[tuple[Fraction, ...], ...] | None = None


@dataclass(frozen=True)
class Orbit:
    """One orbit by the second route; index and nullity only where they were asked for."""

    loss: Any
    kind: str
    index: int
    nullity: int


class Independent:
    """All orbits of a problem from the definition of F, in mpmath, whose working precision (one a process) it sets."""

    def __init__(self, problem: Problem, digits: int) -> None:
        self.problem, self.digits, self.layers = problem, digits, len(problem.ridge)
        mp.dps = digits
        self.weights = [mpf(w.numerator) / w.denominator for w in problem.ridge]
        self.product = prod(self.weights, start=mpf(1))
        self._scales = [mpf(1), *itertools.accumulate(map(mpmath.sqrt, self.weights), mpmath.fmul)]
        values = sorted(self._values(), reverse=True)
        self.groups: list[tuple[Any, int]] = []
        for y in values:
            if self.groups and self._same(y, self.groups[-1][0]):
                self.groups[-1] = (self.groups[-1][0], self.groups[-1][1] + 1)
            else:
                self.groups.append((y, 1))

    def _values(self) -> list[Any]:
        widths, size = self.problem.widths, min(self.problem.widths[0], self.problem.widths[-1])
        if self.problem.matrix is None:
            given = [value(text) for text in self.problem.spectrum or ()]
            return given + [mpf(0)] * (size - len(given))
        rows = mpmath.matrix([[mpf(entry.numerator) / entry.denominator for entry in row] for row in self.problem.matrix])
        gram = rows * rows.T if widths[-1] <= widths[0] else rows.T * rows
        found = mpmath.eigsy(gram, eigvals_only=True)
        zero = mpf(10) ** (-self.digits // 2)
        return [mpmath.sqrt(square) if square > zero else mpf(0) for square in found]

    def _same(self, a: Any, b: Any) -> bool:
        return bool(abs(a - b) <= mpf(10) ** (-self.digits // 3) * max(abs(a), abs(b)))

    @cached_property
    def roots(self) -> list[dict[str, Any]]:
        """For each group the positive roots σ of σ^(2L−2) − √λ·y·σ^(L−2) + λ, by bisection on both sides of the turn."""
        return [self._roots(y) for y, _ in self.groups]

    def _roots(self, y: Any) -> dict[str, Any]:
        layers, root = self.layers, mpmath.sqrt(self.product)
        if layers == 2:
            return {"+": mpmath.sqrt(root * y - self.product)} if y > root and not self._same(y, root) else {}
        turn = (self.product * (layers - 2) / layers) ** (mpf(1) / (2 * layers - 2))

        def over(s: Any) -> Any:  # y at which s is a root; falls up to the turn, grows beyond
            return (s**layers + self.product * s ** (2 - layers)) / root

        lowest = over(turn)
        if self._same(y, lowest):
            return {"0": turn}
        if y < lowest:
            return {}
        low, high = turn / 2, turn * 2
        while over(low) < y:
            low /= 2**16
        while over(high) < y:
            high *= 2**16
        return {"+": self._between(over, y, turn, high), "-": self._between(over, y, turn, low)}

    def _between(self, over: Any, y: Any, small: Any, large: Any) -> Any:
        """Bisection in log σ between ``small`` (over < y) and ``large`` (over > y), then Newton for log over."""
        for _ in range(4 * self.digits if self.problem.kind == "near" else 60):
            middle = mpmath.sqrt(small * large)
            small, large = (middle, large) if over(middle) < y else (small, middle)
        s, layers = mpmath.sqrt(small * large), self.layers
        for _ in range(60):
            top, rest = s**layers, self.product * s ** (2 - layers)
            slope = (layers * top - (layers - 2) * rest) / (top + rest)
            step = mpmath.log((top + rest) / mpmath.sqrt(self.product) / y) / slope
            s *= mpmath.exp(-step)
            if abs(step) < mpf(10) ** (8 - self.digits):
                break
        return s

    def counts(self) -> list[Counts]:
        """All orbits."""
        choices = []
        for roots, (_, times) in zip(self.roots, self.groups, strict=True):
            here = itertools.product(range(times + 1), repeat=3)
            allowed = [c for c in here if sum(c) <= times and all(not n or r in roots for n, r in zip(c, "+0-", strict=True))]
            choices.append(allowed)
        most = min(self.problem.widths)
        return [c for c in itertools.product(*choices) if sum(map(sum, c)) <= most]  # type: ignore[misc]

    def active(self, counts: Counts) -> list[tuple[Any, Any]]:
        """(y, σ) of every active mode, then (y, 0) of the others."""
        modes, idle = [], []
        for (y, times), roots, chosen in zip(self.groups, self.roots, counts, strict=True):
            for root, number in zip("+0-", chosen, strict=True):
                modes += [(y, roots[root])] * number if number else []
            idle += [(y, mpf(0))] * (times - sum(chosen))
        return modes + idle

    def loss(self, counts: Counts) -> Any:
        """‖P − Y‖² + Σ λ_l‖W_l‖² at W_l = diag(σ)/√λ_l."""
        root = mpmath.sqrt(self.product)
        return sum(((s**self.layers / root - y) ** 2 + self.layers * s**2 for y, s in self.active(counts)), mpf(0))

    def inertia(self, counts: Counts) -> tuple[int, int]:
        """(index, nullity) of ∇²F at that point, block by block."""
        index = nullity = 0
        for values in self.blocks(counts):
            zero = mpf(10) ** (-self.digits // 3) * max(map(abs, values))
            index += sum(bool(value < -zero) for value in values)
            nullity += sum(bool(abs(value) <= zero) for value in values)
        return index, nullity

    def blocks(self, counts: Counts) -> list[list[Any]]:
        """The eigenvalues of ∇²F at that point, block by block: the entries (i, j) and (j, i) of all layers."""
        modes, found = self.active(counts), []
        size = max(self.problem.widths)
        modes = modes + [(mpf(0), mpf(0))] * (size - len(modes))
        seen: dict[tuple[Any, ...], list[Any]] = {}
        for i in range(size):
            for j in range(i, size):
                places = self._places(i, j)
                key = (modes[i], modes[j], i == j, tuple((l, a == i) for l, a, _ in places))
                if places and key not in seen:
                    seen[key] = self._block(modes, places)
                found += [seen[key]] if places else []
        return found

    def _places(self, i: int, j: int) -> list[tuple[int, int, int]]:
        widths = self.problem.widths
        pairs = [(i, j)] if i == j else [(i, j), (j, i)]
        return [(l, a, b) for l in range(self.layers) for a, b in pairs if a < widths[l + 1] and b < widths[l]]

    def _block(self, modes: list[tuple[Any, Any]], places: list[tuple[int, int, int]]) -> list[Any]:
        layers = self.layers

        def chain(first: int, last: int, unit: int) -> Any:  # Π_{first ≤ k < last} (W_k)_{unit, unit}
            return modes[unit][1] ** (last - first) * self._scales[first] / self._scales[last]

        def gap(unit: int) -> Any:
            return chain(0, layers, unit) - modes[unit][0]

        block = mpmath.matrix(len(places), len(places))
        for r, (l, a, b) in enumerate(places):
            block[r, r] += 2 * self.weights[l]
            for c, (m, a2, b2) in enumerate(places):
                if (a, b) == (a2, b2):
                    block[r, c] += 2 * chain(l + 1, layers, a) * chain(0, l, b) * chain(m + 1, layers, a) * chain(0, m, b)
                if l < m and b2 == a and a2 == b:
                    block[r, c] += (both := 2 * gap(a2) * chain(m + 1, layers, a2) * chain(l + 1, m, a) * chain(0, l, b))
                    block[c, r] += both
        return list(mpmath.eigsy(block, eigvals_only=True))

    def kind(self, counts: Counts, index: int, best: Any) -> str:
        """The class, by definition: index, least loss, inflections along a double root."""
        if index:
            return "strict saddle"
        if self._same(self.loss(counts), best):
            return "global minimizer"
        return "non-strict saddle" if any(double for _, double, _ in counts) else "local minimizer"


def value(text: str) -> Any:
    """A spectrum text in mpmath: a rational, a decimal, sqrt(a) or the real d-th root of a as root(x^d-a, …)."""
    if text.startswith("sqrt"):
        return mpmath.sqrt(value(text[5:-1]))
    if text.startswith("root"):
        power, number = text[len("root(x^") :].split(",")[0].split("-")
        return mpmath.root(mpf(number), int(power))
    top, _, bottom = text.partition("/")
    return mpf(top) / mpf(bottom or 1)


def problem(rng: random.Random, kind: str) -> Problem:
    """A random one of its kind; small enough to list all orbits."""
    layers, size = rng.choice((2, 3, 3, 4, 5)), rng.choice((1, 2, 2, 3))
    outer = [size, size + rng.choice((0, 0, 1))]
    rng.shuffle(outer)
    widths = (outer[0], *(rng.randint(1, size + 1) for _ in range(layers - 1)), outer[1])
    ridge = [Fraction(rng.randint(1, 12), rng.randint(1, 12)) for _ in range(layers)]
    if rng.random() < 0.5:
        ridge = ridge[:1] * layers
    spectrum = [f"{rng.randint(1, 60)}/{rng.randint(1, 9)}" for _ in range(size)]
    if kind == "wide":
        spectrum = [f"{rng.randint(1, 99)}e{rng.randint(-15, 15)}" for _ in range(size)]
        ridge = [Fraction(rng.randint(1, 99)) * Fraction(10) ** rng.randint(-15, 15) for _ in range(layers)]
    elif kind == "ties":
        spectrum = [rng.choice(spectrum) for _ in range(size)]
    elif kind == "zeros":
        spectrum = [rng.choice((spectrum[0], "0")) for _ in range(rng.randint(0, size))]
        widths = (widths[0], *(rng.choice((1, width)) for width in widths[1:-1]), widths[-1])
    elif kind in ("existence", "global", "beside a threshold"):
        y, power, below = Fraction(spectrum[0]), 2 * layers - 2, (layers - 2) ** (layers - 2)
        if kind == "beside a threshold":
            y *= 1 + Fraction(rng.choice((-1, 1)), 10 ** rng.randint(6, 14))
        exists = layers == 2 or kind == "existence" or (kind != "global" and rng.random() < 0.5)
        share = Fraction(power**power, layers**layers * below) if exists else Fraction((layers - 1) ** power, below)
        ridge[0] = y**power / share / prod(ridge[1:], start=Fraction(1))
    elif kind == "algebraic":
        make = (lambda: f"sqrt({rng.randint(2, 99)})", lambda: f"root(x^3-{rng.randint(2, 99)}, 2)")
        spectrum = [rng.choice(make)() for _ in range(size)]
    elif kind in ("integer matrix", "matrix file"):
        scale = rng.choice((10, 10, 2, 3)) if kind == "matrix file" else 1
        entries = [[Fraction(rng.choice((-2, -1, 0, 0, 1, 1, 3)), scale) for _ in range(widths[0])] for _ in range(widths[-1])]
        return Problem(kind, widths, tuple(ridge), None, tuple(map(tuple, entries)))
    return Problem(kind, widths, tuple(ridge), tuple(spectrum))


def faults(given: Problem, landscape: Any, inertias: int, rng: random.Random) -> list[str]:
    """Everything in which the landscape of ``theory`` differs from the second route; ``inertias`` orbits are drawn."""
    truth = Independent(given, 240 if given.kind == "wide" else 90)
    told = {counts_of(orbit, landscape): (place, orbit) for place, orbit in enumerate(landscape.orbits())}
    expected = {counts: truth.loss(counts) for counts in truth.counts()}
    if set(told) != set(expected):
        return [f"{len(told)} orbits, not {len(expected)}"]
    found = []
    for counts, loss in expected.items():
        if abs(told[counts][1].loss - loss) > RELATIVE * loss:
            found.append(f"loss of {told[counts][1].label}: {told[counts][1].loss!r}, not {mpmath.nstr(loss, 17)}")
    best = min(expected.values())
    if abs(landscape.global_loss - best) > RELATIVE * best:
        found.append(f"least loss {landscape.global_loss!r}, not {mpmath.nstr(best, 17)}")
    order = [expected[counts] for counts in sorted(told, key=lambda c: told[c][0])]
    if any(b < a and not truth._same(a, b) for a, b in itertools.pairwise(order)):
        found.append("order of losses")
    for counts in rng.sample(sorted(expected), min(inertias, len(expected))):
        orbit, (index, nullity) = told[counts][1], truth.inertia(counts)
        kind = truth.kind(counts, index, best)
        if (orbit.index, orbit.nullity, orbit.kind) != (index, nullity, kind):
            found.append(f"{orbit}: by the other route {kind}, index {index}, nullity {nullity}")
    return found


def counts_of(orbit: Any, landscape: Any) -> Counts:
    """Active modes by group of equal singular values and root."""
    groups = landscape.singular_values.groups
    roots = {position: str(root) for position, root in orbit.active}
    return tuple(tuple(sum(roots.get(p) == r for p in group.positions) for r in "+0-") for group in groups)  # type: ignore[misc]


def landscape_of(given: Problem) -> Any:
    """The same problem for ``theory``."""
    from theory.dmf import Landscape

    if given.kind != "matrix file":
        matrix = None if given.matrix is None else np.array([[int(entry) for entry in row] for row in given.matrix])
        return Landscape(given.widths, spectrum=given.spectrum, matrix=matrix, ridge=given.ridge)
    assert given.matrix is not None
    with tempfile.TemporaryDirectory() as folder:
        tenths = all(entry.denominator in (1, 2, 5, 10) for row in given.matrix for entry in row)
        path = Path(folder) / ("matrix.mtx" if tenths else "matrix.csv")
        path.write_text(matrix_market(given.matrix) if tenths else comma_separated(given.matrix))
        landscape = Landscape(given.widths, matrix=path, ridge=given.ridge)
        assert landscape.singular_values.error == 0, "a short rational matrix is exact"
        return landscape


def matrix_market(matrix: tuple[tuple[Fraction, ...], ...]) -> str:
    """A coordinate file of decimals."""
    entries = [(i, j, entry) for i, row in enumerate(matrix, start=1) for j, entry in enumerate(row, start=1) if entry]
    head = f"%%MatrixMarket matrix coordinate real general\n{len(matrix)} {len(matrix[0])} {len(entries)}\n"
    return head + "".join(f"{i} {j} {float(entry)!r}\n" for i, j, entry in entries)


def comma_separated(matrix: tuple[tuple[Fraction, ...], ...]) -> str:
    """Fractions in rows."""
    return "".join(",".join(map(str, row)) + "\n" for row in matrix)


def audit(number: int, seed: int, inertias: int = 2, first: int = 0) -> tuple[Counter[str], list[str]]:
    """(landscapes of each kind, what was wrong) for the landscapes ``first`` … ``first`` + ``number`` − 1 of this seed."""
    seen, wrong = Counter[str](), []
    for n in range(first, first + number):
        rng = random.Random(f"{seed}, {n}")
        given = problem(rng, KINDS[n % len(KINDS)])
        seen[given.kind] += 1
        wrong += [f"{given}: {fault}" for fault in faults(given, landscape_of(given), inertias, rng)]
    return seen, wrong


def resumed(number: int, seed: int, log: Path | None) -> tuple[Counter[str], list[str]]:
    """The audit in pieces, each a line of ``log``; pieces that are there already are not computed again."""
    seen, wrong = Counter[str](), []
    kept = [json.loads(line) for line in log.read_text().splitlines()] if log and log.exists() else []
    known = {(piece["seed"], piece["first"], piece["number"]): piece for piece in kept}
    for first in range(0, number, CHUNK):
        key = (seed, first, min(CHUNK, number - first))
        if key not in known:
            here, faulty = audit(key[2], seed, first=first)
            known[key] = {"seed": seed, "first": first, "number": key[2], "seen": dict(here), "wrong": faulty}
            if log:
                with log.open("a") as file:
                    file.write(json.dumps(known[key]) + "\n")
        seen.update(known[key]["seen"])
        wrong += known[key]["wrong"]
    return seen, wrong


def main() -> int:
    """Print a line a kind and everything that is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int, nargs="?", default=20_000)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    parser.add_argument("--log", type=Path)
    asked = parser.parse_args()
    start = time.perf_counter()
    seen, wrong = resumed(asked.number, asked.seed, asked.log)
    for kind, times in seen.items():
        print(f"{kind}: {times} landscapes")
    print(f"{sum(seen.values())} landscapes, {len(wrong)} wrong, {time.perf_counter() - start:.0f} s")
    print("\n".join(wrong[:50]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
