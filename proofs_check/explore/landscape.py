"""A landscape and its orbits, with pictures, escapes and runs as methods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast

from proofs_check.bridge.escape import Escape, EscapeTrace, escape, escape_trace, small_start_trace
from theory.dmf.landscape import landscape, orbits

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OF_A_LANDSCAPE, OF_AN_ORBIT = ("graph", "levels", "classes"), ("spectrum", "slice")
"""What is drawn of a landscape, and of one orbit."""


class Trace(EscapeTrace):
    """A run beside its predictions; see `EscapeTrace` for what it holds."""

    @staticmethod
    def of(found: EscapeTrace) -> Trace:
        """The same run."""
        return Trace(**{field.name: getattr(found, field.name) for field in fields(found)})

    def plot(self, orbits: Sequence[str] | None = None) -> Figure:
        """Loss, singular values, displacement and distances, with what is predicted for ``orbits``; without them for the saddle
        that the run leaves and the orbit where it ends."""
        from proofs_check.report.saddle_plots import plot_escape

        names = self.visited if orbits is None else tuple(orbits)
        return plot_escape(self, levels=names, distances=names)


class Orbit(orbits.Orbit):
    """A critical orbit that draws itself and can be left.

    >>> saddle = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).orbit("2+")
    >>> print(saddle.escape(mixtures=0))
    from 2+: strict saddle, loss 13.3830689, index 1, nullity 2, dimension 2, components 1
    escape rates 1.7366271 ×1
      +1·2 → 1+, loss 10.5535193
      −1·2 → 1+, loss 10.5535193
    >>> print(saddle.trace(count=50))
    flow from 2+ to 1+, time 14.87, loss 10.5535193
    """

    landscape: Landscape

    def plot(self, kind: str = "spectrum", through: Sequence[str] = ()) -> Figure:
        """``"spectrum"``: the Hessian's eigenvalues with multiplicities. ``"slice"``: the loss on a plane through a point of
        this orbit, spanned by its first eigenvectors, or by the way to the orbits ``through``: `plot_slice`."""
        from proofs_check.report.landscape_plots import plot_slice, plot_spectrum

        if _one_of(kind, OF_AN_ORBIT, OF_A_LANDSCAPE, "all orbits together: landscape.plot") == "slice":
            return plot_slice(self.landscape, self, through)
        return plot_spectrum(self.landscape, self)

    def escape(self, mixtures: int = 8, seed: int = 0, offset: float = 1e-4) -> Escape:
        """Where gradient flow goes from here, along each unstable direction both ways and along ``mixtures`` of them: `escape`.

        Raises:
            ValueError: this orbit is no strict saddle.
        """
        return escape(self.landscape, self.label, mixtures, seed, offset)

    def trace(self, direction: int = 0, **options: Any) -> Trace:
        """One run from here along the ``direction``-th unstable direction, 0 the fastest. Options of `escape_trace`: ``sign``,
        ``method`` ("flow", "gd" or "perturbed"), ``offset``, ``until``, ``count``."""
        return Trace.of(escape_trace(self.landscape, self.label, direction, **options))


class Landscape(landscape.Landscape):
    """`theory.dmf.Landscape` whose orbits are `Orbit`: widths d_0, …, d_L first, then ``ridge`` and either ``spectrum`` or
    ``matrix`` (an array, a DataFrame, a file), by name. What each may be and what is refused: see there.

    >>> here = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
    >>> here.orbit("2-1+").label, {type(orbit) for orbit in here.orbits()} == {Orbit}
    ('1+2-', True)
    """

    orbit_class = Orbit

    def orbit(self, name: str) -> Orbit:
        """The orbit called ``name``: see `theory.dmf.Landscape.orbit`."""
        return cast(Orbit, super().orbit(name))

    def orbits(self, limit: int | None = None) -> Sequence[Orbit]:
        """The orbits by loss: see `theory.dmf.Landscape.orbits`."""
        return cast(Sequence[Orbit], super().orbits(limit))

    def plot(self, kind: str = "graph") -> Figure:
        """``"graph"``: orbits by loss and the flows between them that are derived. ``"levels"``: minimizers and the exact
        barriers between them. ``"classes"``: how an orbit is classified, with the number of orbits at each end."""
        from proofs_check.report.landscape_plots import plot_classes, plot_graph, plot_levels

        pictures = dict(zip(OF_A_LANDSCAPE, (plot_graph, plot_levels, plot_classes), strict=True))
        return pictures[_one_of(kind, OF_A_LANDSCAPE, OF_AN_ORBIT, 'one orbit: landscape.orbit("O").plot')](self)

    def trace(self, **options: Any) -> Trace:
        """One run from random factors near zero. Options of `small_start_trace`: ``scale``, ``seed``, ``until``, ``count``,
        ``method``.

        >>> print(Landscape((3, 3, 3), spectrum=(3, 2, 1), ridge="3/10").trace(until=12, count=60))
        flow from a start near zero to 1+2+3+, time 12, loss 3.33
        """
        return Trace.of(small_start_trace(self, **options))


def _one_of(kind: str, kinds: Sequence[str], others: Sequence[str], of: str) -> str:
    """``kind``, where it is one of ``kinds``; ``others`` are pictures of something else, drawn as ``of`` says."""
    if kind in kinds:
        return kind
    there = f'; {kind} is a picture of {of}("{kind}")' if kind in others else ""
    raise ValueError(f"kind must be one of {', '.join(kinds)}, got {kind!r}{there}")
