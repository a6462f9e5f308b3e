"""Where a saddle is left: its unstable directions one by one, and which orbits gradient flow certainly reaches.

The index of an orbit is a count of such directions (`theory.dmf.landscape.classification`), each in a block of its own:

| direction | when | negative values of the block |
|---|---|---|
| mode i grows or shrinks | i at '-' | 2 diag(λ_l) + (t_i − 1)·√λ_l √λ_m |
| modes i and j mix | both at '-', or j at '-' with y_j > y_i | that of the pair {i, j} |
| mode i turns to k | k inactive, y_k > y_i | (1 + t_i)·ρ, ρ the smaller root |
| mode k grows (L = 2) | k inactive, y_k > √λ, spare hidden units | smaller root of z² − (λ_1 + λ_2)z + λ_1λ_2 − y_k² |

Flows inside invariant subspaces, where F splits into separate chains, give ends that are derived, not observed:

- radial: any modes at '-' each switched off or raised to '+'. On chains of width one O and the '+' points are the minima and
  the '-' points the only saddles, as many as '+' points, so saddles and minima form a tree, a star around O.
- growth (L = 2): inactive modes with y > √λ raised to '+', the others kept.
- rotation (equal weights): one '+' moved to an inactive larger y. On the unstable manifold the factors are balanced and of
  rank one, uᵀYv grows like a Rayleigh quotient, so σ stays above the root that it left.

Source: the blocks are those of `theory.dmf.hessian.spectrum`; the rules are ours, reconstructed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from theory.dmf.hessian.kinds import ActiveKind
from theory.dmf.hessian.pairs import pair_eigenvalues
from theory.dmf.hessian.spectrum import Parts, coupled_roots, rotation_roots
from theory.dmf.landscape.orbits import ActiveMode, Orbit
from theory.dmf.landscape.roots import Mode, Root
from theory.dmf.landscape.setting import Setting
from theory.exact.balls import rational
from theory.exact.eigenvalue import ZERO, Algebraic, Eigenvalue
from theory.exact.root_value import SingularValue

_Counts = list[tuple[int, int, int]]


@dataclass(frozen=True)
class EscapeDirection:
    """One block with a negative Hessian eigenvalue.

    Attributes:
        moves: what moves: "mode 2 grows or shrinks", "modes 1 and 3 mix", "mode 2 turns to 1", "mode 3 grows".
        eigenvalue: of ∇²F in W coordinates, negative; near the orbit the flow leaves like e^(|eigenvalue|·time).
        times: its multiplicity in this block.
    """

    moves: str
    eigenvalue: float
    times: int = 1

    def __str__(self) -> str:
        return f"{self.moves}: {self.eigenvalue:.6g}" + (f" ×{self.times}" if self.times > 1 else "")


def escape_directions(orbit: Orbit) -> list[EscapeDirection]:
    """The unstable directions of ``orbit``, the fastest first; their multiplicities add up to its index.

    Raises:
        ValueError: the error of the input leaves the index open.

    >>> from theory.dmf import Landscape
    >>> orbits = {o.label: o for o in Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).orbits()}
    >>> for direction in escape_directions(orbits["1-2+"]): print(direction)
    modes 1 and 2 mix: -1.98061
    mode 1 grows or shrinks: -1.922
    >>> print(escape_directions(orbits["2+"])[0], "|", escape_directions(orbits["O"]))
    mode 2 turns to 1: -1.73663 | []
    """
    if orbit.index is None:
        raise ValueError(f"orbit {orbit.label} must have a decided index to have directions, got undecided")
    scale = rational(2 * orbit.landscape.objective.fit)
    found = [EscapeDirection(moves, float(value.settled() * scale), times) for moves, value, times in _directions(orbit)]
    return sorted(found, key=lambda direction: (direction.eigenvalue, direction.moves))


def flow_rule(source: Orbit, target: Orbit) -> str:
    """The rule (radial, growth, rotation) by which gradient flow leads from ``source`` to ``target``; empty: none does.

    >>> from theory.dmf import Landscape
    >>> orbits = {o.label: o for o in Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).orbits()}
    >>> [flow_rule(orbits["1+2-"], orbits[end]) for end in ("1+", "1+2+", "2+")], flow_rule(orbits["2+"], orbits["1+"])
    (['radial', 'radial', ''], 'rotation')
    """
    return _rule(source.landscape, _counts(source), _counts(target))


def flows(orbits: Sequence[Orbit]) -> Iterator[tuple[int, int, str]]:
    """(source, target, rule) for every pair of ``orbits``, given by place, that a rule joins.

    >>> from theory.dmf import Landscape
    >>> list(flows(Landscape((1, 1, 1, 1), spectrum=("17/8",), ridge=1).orbits()))         # 1+, O, 1-
    [(2, 0, 'radial'), (2, 1, 'radial')]
    """
    counts = [_counts(orbit) for orbit in orbits]
    for source, orbit in enumerate(orbits):
        for target in range(len(orbits)):
            if orbit.index and (rule := _rule(orbit.landscape, counts[source], counts[target])):
                yield source, target, rule


def _rule(setting: Setting, before: _Counts, after: _Counts) -> str:
    gained = [(new[0] - old[0], new[1] - old[1], new[2] - old[2]) for old, new in zip(before, after, strict=True) if old != new]
    if not gained or any(double for _, double, _ in gained):
        return ""
    if all(plus >= 0 and minus <= 0 and plus + minus <= 0 for plus, _, minus in gained):
        return "radial"
    if any(minus for _, _, minus in gained):
        return ""
    upper = [plus for plus, _, _ in gained]  # groups come by decreasing value
    if setting.layers == 2 and min(upper) > 0:
        return "growth"
    return "rotation" if upper == [1, -1] and len(set(setting.weights)) == 1 else ""


def _directions(orbit: Orbit) -> Iterator[tuple[str, Eigenvalue, int]]:
    setting, weights = orbit.landscape, orbit.landscape.weights
    blocks = orbit.hessian_blocks
    kinds: dict[Mode, ActiveKind] = {}
    for mode in orbit.modes:
        kinds[mode] = ActiveKind(mode, kinds[mode].times + 1 if mode in kinds else 1)
    active = list(zip(orbit.active, (kinds[mode] for mode in orbit.modes), strict=True))
    used = {position for position, _ in orbit.active}
    values = setting.singular_values.values
    idle = [(k, value) for k, value in enumerate(values, start=1) if k not in used and value]
    for at, kind in active:
        if at.root is Root.LOWER:
            yield f"mode {at.position} grows or shrinks", _negative(blocks.radial(ActiveKind(kind.mode, 1))), 1
    for (i, one), (j, other) in combinations(active, 2):
        if _entangled(i, one, j, other):
            yield f"modes {i.position} and {j.position} mix", _negative(pair_eigenvalues(one, other, weights)), 1
    for at, kind in active:
        for k, value in idle:
            if value > kind.mode.value:
                yield f"mode {at.position} turns to {k}", _turn(kind, value, weights), 1
    spare = setting.widths[1] - orbit.rank
    if setting.layers == 2 and spare:
        for k, value in idle:
            if setting.thresholds["existence"].compare(value) > 0:
                yield f"mode {k} grows", coupled_roots(weights[0], weights[1], value)[0], spare


def _entangled(i: ActiveMode, one: ActiveKind, j: ActiveMode, other: ActiveKind) -> bool:
    if i.root is Root.LOWER and j.root is Root.LOWER:
        return True
    if i.root is Root.LOWER:
        return bool(other.mode.value < one.mode.value)
    return j.root is Root.LOWER and bool(one.mode.value < other.mode.value)


def _negative(block: Parts) -> Eigenvalue:
    """The one negative eigenvalue of a block that has just one."""
    singles = [part for part in block if isinstance(part, tuple)]
    found = [value for value, times in singles if times and value.compare(ZERO) < 0]
    (value,) = found
    return value


def _turn(kind: ActiveKind, value: SingularValue, weights: tuple[Fraction, ...]) -> Eigenvalue:
    """(1 + t)·ρ, ρ the smaller root: negative, as ``value`` is larger than that of the mode."""
    if weights[0] == weights[-1]:
        return kind.rotation(value, weights[0], -1)
    root = rotation_roots(weights[0], weights[-1], value, kind.mode.value)[0]
    if root.exact is not None:
        return kind.times_growth(root.exact)
    return Eigenvalue((Algebraic.rational(1) + kind.t) * root.top, root.bottom)


def _counts(orbit: Orbit) -> _Counts:
    """Modes at '+', '0', '-' in each group of equal singular values."""
    tree = orbit.landscape.classifier.tree
    found = [[0, 0, 0] for _ in tree.groups]
    for position, root in orbit.active:
        found[tree.group_of[position - 1]][(Root.UPPER, Root.DOUBLE, Root.LOWER).index(root)] += 1
    return [(plus, double, minus) for plus, double, minus in found]


