"""Topology as a test of completeness: do the listed orbits add up to a contractible space?

Two certificates, both exact, for distinct singular values off the existence threshold (every orbit is then
nondegenerate, and F is proper on a contractible space):

1. Morse–Bott over Z/2. An orbit of rank r is a product of Stiefel manifolds, so

       M(t) = Σ_orbits t^index Π_{0<l<L} Π_{k=d_l−r}^{d_l−1} (1 + t^k),     M(t) − 1 = (1 + t)·Q(t),   Q ≥ 0.

2. Fixed points. Signs of the singular pairs and of the hidden units fix, for a set S of at most d_min positions, the
   points whose factors are |S| separate chains of width one. F restricted there is a Morse function whose critical
   points are the 2^((L−1)r) sign choices of each orbit with support T ⊆ S, so for every such S

       Σ_{T ⊆ S} Σ_{orbits with support T} (−1)^(index on the chains) · 2^((L−1)r) = 1,

   index on the chains = #'-' + [L = 2] #{k ∈ S \\ T: y_k > y*}. By inclusion and exclusion this fixes, for every
   support, the number of orbits counted with sign: one orbit missing, or one too many, never goes unnoticed.

The first alone overlooks many single errors: a Stiefel factor with an odd k carries a factor 1 + t, so a whole orbit
may be (1 + t) times something. It sees wrong indices, which the second one sees only through '-'.
Source: R. Bott, Nondegenerate critical manifolds (1954); P. A. Smith's fixed points with R. Palais' principle of
symmetric criticality for the second; the use here is ours, reconstructed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import flint

from theory.dmf.landscape.landscape import Landscape
from theory.dmf.landscape.orbits import ActiveMode, Orbit
from theory.dmf.landscape.roots import Root


@dataclass(frozen=True)
class CriticalFamily:
    """An orbit as the certificates see it: its active modes and its Morse index. May be false: that is the point."""

    active: tuple[ActiveMode, ...]
    index: int

    @classmethod
    def of(cls, orbit: Orbit) -> CriticalFamily:
        """The family of an orbit whose index is decided."""
        assert orbit.index is not None
        return cls(orbit.active, orbit.index)

    @property
    def support(self) -> frozenset[int]:
        """The active positions."""
        return frozenset(mode.position for mode in self.active)

    @property
    def lower(self) -> int:
        """The number of modes at '-'."""
        return sum(mode.root is Root.LOWER for mode in self.active)


@dataclass(frozen=True)
class TopologyCertificate:
    """The two certificates for one list of orbits.

    Attributes:
        polynomial: M(t), coefficients of t⁰, t¹, …
        quotient: Q(t), and ``remainder`` = M(−1) − 1, which must be 0.
        supports: supports for which the fixed-point count fails, smallest first.
    """

    polynomial: tuple[int, ...]
    quotient: tuple[int, ...]
    remainder: int
    supports: tuple[frozenset[int], ...]

    @property
    def morse_bott(self) -> bool:
        """M(t) − 1 = (1 + t)·Q(t) with Q ≥ 0."""
        return self.remainder == 0 and min(self.quotient, default=0) >= 0

    @property
    def fixed_points(self) -> bool:
        """The count on every set of chains."""
        return not self.supports

    @property
    def holds(self) -> bool:
        """Both."""
        return self.morse_bott and self.fixed_points

    def __str__(self) -> str:
        lowest = min(self.quotient, default=0)
        bott = "holds" if self.morse_bott else f"fails (remainder {self.remainder}, lowest coefficient {lowest})"
        named = ", ".join("{" + ", ".join(map(str, sorted(support))) + "}" for support in self.supports[:3])
        return f"Morse–Bott {bott}; fixed points {'hold' if self.fixed_points else f'fail at support {named}'}"


def certify(landscape: Landscape, families: Iterable[CriticalFamily] | None = None) -> TopologyCertificate:
    """Test ``families`` (by default all orbits of the landscape) against the topology of the space of factors.

    Raises:
        ValueError: repeated singular values that may be active, a value at the existence threshold (orbits are then
            quotients, or degenerate), or comparisons left open by a float matrix.

    >>> landscape = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
    >>> print(certify(landscape))
    Morse–Bott holds; fixed points hold
    >>> families = [CriticalFamily.of(orbit) for orbit in landscape.orbits() if orbit.label != "1-2+"]
    >>> print(certify(landscape, families))
    Morse–Bott holds; fixed points fail at support {1, 2}
    """
    require_generic(landscape)
    if families is None:
        families = [CriticalFamily.of(orbit) for orbit in landscape.orbits()]
    listed = list(families)
    total = sum((contribution(landscape, family) for family in listed), flint.fmpz_poly([0]))
    quotient, rest = divmod(total - 1, flint.fmpz_poly([1, 1]))
    return TopologyCertificate(
        tuple(int(c) for c in total.coeffs()),
        tuple(int(c) for c in quotient.coeffs()),
        int(rest[0]),
        _unbalanced(landscape, listed),
    )


def contribution(landscape: Landscape, family: CriticalFamily) -> flint.fmpz_poly:
    """t^index times the Z/2 Poincaré polynomial of Π_l St(r, d_l).

    >>> landscape = Landscape((1, 1, 2, 1), spectrum=(3,), ridge=1)
    >>> contribution(landscape, CriticalFamily.of(landscape.orbits()[0]))                # two points times a circle
    2*x + 2
    """
    t, rank = flint.fmpz_poly([0, 1]), len(family.active)
    polynomial = t**family.index
    for width in landscape.widths[1:-1]:
        for k in range(width - rank, width):
            polynomial *= 1 + t**k
    return polynomial


def require_generic(landscape: Landscape) -> None:
    """Raise ValueError unless every orbit is nondegenerate and a product of Stiefel manifolds.

    >>> require_generic(Landscape((2, 2, 2), spectrum=(3, 3), ridge=1))
    Traceback (most recent call last):
    ValueError: spectrum must have distinct values above the existence threshold, got 3 at positions 1 … 2
    """
    if landscape.undecided:
        raise ValueError(f"spectrum must be decided, got {landscape.undecided[0]}")
    for group in landscape.singular_values.groups:
        if group.above_existence == 0:
            where = f"position {group.first}"
            raise ValueError(f"spectrum must avoid the existence threshold, got {group.value} at {where}")
        if group.count > 1 and group.roots:
            where = f"positions {group.first} … {group.first + group.count - 1}"
            raise ValueError(f"spectrum must have distinct values above the existence threshold, got {group.value} at {where}")


def _unbalanced(landscape: Landscape, families: list[CriticalFamily]) -> tuple[frozenset[int], ...]:
    """Supports whose signed number of orbits is not the one that all fixed-point counts force.

    Möbius inversion of the counts over S: the empty support must count 1; any other 0 for L ≥ 3 ('+' against '-'), and
    for L = 2 exactly 1 if all its values lie above y*, else 0.
    """
    found: defaultdict[frozenset[int], int] = defaultdict(int)
    for family in families:
        found[family.support] += (-1) ** family.lower
    above = {p for group in landscape.singular_values.groups if group.above_existence == 1 for p in group.positions}
    two_layers = landscape.layers == 2
    expected = {frozenset[int](): 1} if not two_layers else _subsets(sorted(above), min(landscape.widths))
    wrong = {s for s in {*found, *expected} if found.get(s, 0) != expected.get(s, 0)}
    return tuple(sorted(wrong, key=lambda s: (len(s), sorted(s))))


def _subsets(positions: list[int], most: int) -> dict[frozenset[int], int]:
    from itertools import combinations

    return {frozenset(c): 1 for r in range(min(most, len(positions)) + 1) for c in combinations(positions, r)}
