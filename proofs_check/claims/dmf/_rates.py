"""Neighbourhoods of nondegenerate orbits, measured: gradients, losses and steps near a random representative.

Eigenvectors come from the dense Hessian of `numerics` at the point; predicted constants from the closed-form spectrum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import perm
from random import Random
from typing import TYPE_CHECKING, Any

from proofs_check.claims.dmf._landscapes import problem_of, random_landscape
from proofs_check.probes.numeric_probe import Comparison
from proofs_check.probes.probe import Counterexample, Refutation

if TYPE_CHECKING:
    import numpy as np

    from theory.dmf.landscape.orbits import Orbit


SHARE = 0.1
"""One call in ten measures: a measurement costs a dense spectrum."""


def refuted_by(measure: Callable[[int], Comparison], share: float = SHARE) -> Callable[[Random], Counterexample | None]:
    """A search against a changed prediction: an instance whose measurement lies beyond the budget."""

    def search(rng: Random) -> Counterexample | None:
        trial = measure(rng.getrandbits(48)) if rng.random() < share else None
        if trial is None or trial.undecided or not trial.predicted or not trial.violated:
            return None
        text = f"{trial.label}: predicted {list(trial.predicted)}, measured {list(trial.measured)}, budget {trial.budget:.2g}"
        return Counterexample(text, kind=Refutation.STATISTICAL, size=len(trial.label))

    return search


@dataclass(frozen=True)
class Neighbourhood:
    """A point W of ``orbit``, flat; ``values``, ``vectors`` of the dense Hessian without the ``nullity`` smallest ones."""

    orbit: Orbit
    problem: Any
    point: np.ndarray
    values: np.ndarray
    vectors: np.ndarray
    lipschitz: float

    @classmethod
    def draw(cls, seed: int, minimizer: bool) -> Neighbourhood | None:
        """A random nondegenerate orbit (a local minimizer, or any) of a random landscape; None if there is none."""
        import numpy as np
        import torch

        from numerics.curvature import dense_hessian

        landscape = random_landscape(seed)
        orbits = [o for o in landscape.orbits() if o.nullity == o.dimension and ("minimizer" in o.kind or not minimizer)]
        if not orbits:
            return None
        rng = Random(seed)
        orbit, problem = rng.choice(orbits), problem_of(landscape)
        factors = tuple(torch.tensor(w)[None] for w in orbit.representative(rng.randint(0, 2**20)))
        values, vectors = np.linalg.eigh(dense_hessian(problem, factors)[0].numpy())
        kept = np.argsort(np.abs(values))[orbit.nullity :]
        return cls(orbit, problem, problem.flatten(factors)[0].numpy(), values[kept], vectors[:, kept],
                   2 * float(problem.hessian_lipschitz(factors).max()))  # fmt: skip

    @property
    def smallest(self) -> float:
        """min |eigenvalue| over the non-zero ones, from the closed form."""
        return min(abs(value) for value, _ in self.orbit.hessian() if value != 0)

    def scaled_smallest(self) -> float:
        """min |non-zero eigenvalue| of the Hessian in V_l = √λ_l W_l (with the ridge as it stands in F)."""
        import numpy as np

        sizes = [a * b for a, b in pairwise(self.orbit.landscape.widths)]
        scale = np.concatenate([np.full(n, float(w)) for n, w in zip(sizes, self.problem.ridge.reshape(-1), strict=True)])
        hessian = (self.vectors * self.values) @ self.vectors.T / np.sqrt(np.outer(scale, scale))
        values = np.sort(np.abs(np.linalg.eigvalsh(hessian)))
        return float(values[self.orbit.nullity])

    def gradient(self, flat: np.ndarray) -> np.ndarray:
        """∇F at a flat point, flat too."""
        import torch

        point = self.problem.unflatten(torch.tensor(flat)[None])
        return self.problem.flatten(self.problem.gradient(point))[0].numpy()

    def excess(self, direction: np.ndarray, length: float) -> float:
        """(F(W + δv) + F(W − δv))/2 − F(W) in extended precision: terms of odd order drop out."""
        import numpy as np

        def loss(sign: int) -> Any:
            place, total = 0, np.longdouble(0)
            product: Any = None
            flat = self.point.astype(np.longdouble) + sign * np.longdouble(length) * direction.astype(np.longdouble)
            widths = self.orbit.landscape.widths
            for l, weight in enumerate(self.problem.ridge.reshape(-1).tolist()):
                rows, columns = widths[l + 1], widths[l]
                factor = flat[place : place + rows * columns].reshape(rows, columns)
                place += rows * columns
                product = factor if product is None else factor @ product
                total = total + np.longdouble(weight) * (factor**2).sum()
            return self.problem.fit * ((product - self.orbit.landscape.target.astype(np.longdouble)) ** 2).sum() + total

        return float((loss(1) + loss(-1)) / 2 - loss(0))

    def fourth(self, length: float) -> float:
        """A bound on the fourth derivative of F along a unit direction within ``length``."""
        import numpy as np

        layers, widths = self.orbit.landscape.layers, self.orbit.landscape.widths
        sizes, place = [], 0
        for l in range(layers):
            count = widths[l + 1] * widths[l]
            sizes.append(float(np.linalg.norm(self.point[place : place + count])))
            place += count
        radius = max(sizes) + length

        def derivative(k: int) -> float:
            return perm(layers, k) * radius ** (layers - k) if k <= layers else 0.0

        residual = radius**layers + float(np.linalg.norm(self.orbit.landscape.target))
        total = residual * derivative(4) + 4 * derivative(3) * derivative(1) + 3 * derivative(2) ** 2
        return 2 * float(self.problem.fit) * total

    def rounding(self, length: float) -> float:
        """Rounding of a gradient divided by ``length``."""
        import numpy as np

        size = float(np.abs(self.values).max()) * (1 + float(np.linalg.norm(self.point)))
        return 2.0**-52 * 50 * size / length

    def transversal(self, rng: Any, count: int) -> np.ndarray:
        """Random unit directions orthogonal to the orbit, one a row."""
        import numpy as np

        rows = rng.standard_normal((count, self.vectors.shape[1])) @ self.vectors.T
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)
