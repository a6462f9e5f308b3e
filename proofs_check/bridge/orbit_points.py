"""Where closed-form orbits meet points in floating point: representatives, unstable directions, names, distances.

Everything happens in the singular bases of Y, where Y = diag(y): an isometry, so losses, flows and spectra are those of
the given problem.
"""

from __future__ import annotations

from collections import defaultdict
from math import nan

import torch
from torch import Tensor

from numerics.problems.deep_factorization import DeepFactorization, Factors
from theory.dmf import Landscape
from theory.dmf.landscape.orbits import ActiveMode, Orbit
from theory.dmf.landscape.roots import Root


def aligned_problem(landscape: Landscape) -> DeepFactorization:
    """The problem of the landscape with Y = diag(y), d_L × d_0, float64.

    >>> landscape = Landscape((2, 3, 2), spectrum=(5, 3), ridge="1/2")
    >>> print(aligned_problem(landscape))
    DeepFactorization(widths=(2, 3, 2), ridge=[0.5, 0.5], fit=1)
    """
    values = torch.tensor([float(y) for y in landscape.singular_values.values], dtype=torch.float64)
    target = torch.zeros(landscape.widths[-1], landscape.widths[0], dtype=torch.float64)
    target.diagonal()[:] = values
    objective = landscape.objective
    ridge = [float(objective.ridge * weight) for weight in landscape.ridge]  # type: ignore[attr-defined]
    return DeepFactorization(target, ridge, fit=float(objective.fit), hidden=landscape.widths[1:-1])


def aligned_point(orbit: Orbit) -> Factors:
    """The point of the orbit with diagonal factors: mode at position i on hidden unit i (or the next free one).

    Its zeros are exact, so a flow started inside a coordinate subspace that is invariant stays there to the last bit.
    Shapes (1, d_l, d_{l−1}).

    >>> orbit = Landscape((2, 3, 2), spectrum=(5, 3), ridge=1).orbits()[0]                # σ² = y − 1
    >>> aligned_point(orbit)[1].square().round(decimals=12).tolist()
    [[[4.0, 0.0, 0.0], [0.0, 2.0, 0.0]]]
    """
    landscape = orbit.landscape
    sigma = [float(mode.x(96).sqrt()) for mode in orbit.modes]
    factors = []
    for l in range(landscape.layers):
        factor = torch.zeros(1, landscape.widths[l + 1], landscape.widths[l], dtype=torch.float64)
        for row, column, size in zip(_units(orbit, l + 1), _units(orbit, l), sigma, strict=True):
            factor[0, row, column] = size * float(landscape.weights[l]) ** -0.5
        factors.append(factor)
    return tuple(factors)


def unstable_directions(problem: DeepFactorization, orbit: Orbit) -> list[tuple[str, Tensor]]:
    """An orthonormal basis of the negative eigenspace of ∇²F at ``aligned_point``, named, as flat vectors (N,).

    Signs of singular pairs and hidden units leave the point alone, so the Hessian splits into blocks, one for each
    pair of chains; each block is diagonalized on its own and its vectors keep their exact zeros. A name tells the
    chains: ``1`` radial, ``1·2`` between two, and the rank of the eigenvalue among those of the block. A radial vector
    points outwards (the mode grows), any other has a positive largest entry.
    """
    found = [(name, vector) for value, name, vector in hessian_directions(problem, orbit) if value < 0]
    if len(found) != orbit.index:
        raise ValueError(f"orbit {orbit.label}: {len(found)} unstable directions for index {orbit.index}")
    return found


def hessian_directions(problem: DeepFactorization, orbit: Orbit) -> list[tuple[float, str, Tensor]]:
    """An orthonormal basis of eigenvectors of ∇²F at ``aligned_point``, (eigenvalue, name, flat vector (N,)), increasing.

    Blocks and names are those of ``unstable_directions``; eigenvalues that are zero to rounding are zero.

    >>> orbit = Landscape((1, 1, 1), spectrum=(5,), ridge=1).orbits()[0]                  # σ² = 4: 10 ± 6
    >>> [(round(value, 9), name) for value, name, _ in hessian_directions(aligned_problem(orbit.landscape), orbit)]
    [(4.0, '1#1'), (16.0, '1#2')]
    """
    point = aligned_point(orbit)
    flat, hessian = problem.flatten(point)[0], problem.dense_hessian(point)[0]
    bound = 1e-9 * float(hessian.abs().max())
    found = []
    for name, coordinates in _blocks(orbit).items():
        index = torch.tensor(coordinates)
        values, vectors = torch.linalg.eigh(hessian[index][:, index])
        values = torch.where(values.abs() <= bound, 0.0, values)
        for k, value in enumerate(values.tolist()):
            vector = torch.zeros(len(hessian), dtype=torch.float64)
            vector[index] = vectors[:, k]
            vector = vector * _orientation(vector, flat)
            number = f"#{k + 1}" if int((values * value > 0).sum()) > 1 else ""
            found.append((value, name + number, vector))
    return sorted(found, key=lambda item: item[:2])


def name_orbits(landscape: Landscape, problem: DeepFactorization, point: Factors) -> list[str]:
    """The label of the orbit on which each critical point (batch, …) lies; "?" where none fits.

    σ are the singular values of √λ_1·W_1. Each belongs to y = (σ^L + λσ^(2−L))/√λ, which increases through the upper
    and decreases through the lower branch; the nearest singular value of Y and the side of t = (L−2)/L name the mode.
    The point is named only if balancedness, every y, and the loss agree with the orbit to 1e-7 of their size, far above
    the error of a point polished to ‖∇F‖ ~ 1e-12 and far below the distance of distinct orbits, which is checked.
    """
    weight, layers = float(landscape.ridge_product), landscape.layers
    values = torch.tensor([float(y) for y in landscape.singular_values.values], dtype=torch.float64)
    scaled = [float(w) ** 0.5 * factor for w, factor in zip(landscape.weights, point, strict=True)]
    spectra = [torch.linalg.svdvals(factor)[:, : min(landscape.widths)] for factor in scaled]
    turn = (weight * (layers - 2) / layers) ** (1 / (2 * layers - 2)) if layers > 2 else 0.0
    smallest = 1e-5 * min((float(m.x(64).sqrt()) for g in landscape.loss_order.modes for m in g), default=1.0)
    names, losses = [], dict[str, float]()
    for member, loss in enumerate(problem.loss(point).tolist()):
        sigma = spectra[0][member]
        sigma = sigma[sigma > smallest]
        label = _name(landscape, values, sigma, turn, weight)
        balanced = all(float((s[member] - spectra[0][member]).abs().max()) <= 1e-7 * (1 + turn) for s in spectra)
        if label not in losses:
            losses[label] = _loss(landscape, label)
        agrees = abs(losses[label] - loss) <= 1e-7 * (1 + abs(loss))
        names.append(label if balanced and agrees else "?")
    return names


def distance_to_orbit(point: Factors, orbit: Orbit, sweeps: int = 60) -> Tensor:
    """‖W − orbit‖ in the singular bases of Y, (batch,).

    min over the frames U_l (hidden ones free, outer ones rotated together inside groups of equal values) of
    Σ_l‖W_l − λ_l^(−1/2) U_l S U_{l−1}ᵀ‖², by polar steps in turn: an upper bound that is the distance near the orbit.

    >>> orbit = Landscape((2, 3, 2), spectrum=(5, 3), ridge=1).orbits()[0]
    >>> W = aligned_point(orbit)
    >>> bool(distance_to_orbit((W[0] + 1e-3, W[1]), orbit) <= 1e-3 * 6**0.5)
    True
    """
    landscape = orbit.landscape
    layers = landscape.layers
    total = sum((w.square().sum((-2, -1)) for w in point), torch.zeros(len(point[0]), dtype=torch.float64))
    if orbit.rank == 0:
        return total.sqrt()
    sigma = torch.tensor([float(mode.x(96).sqrt()) for mode in orbit.modes], dtype=torch.float64)
    scale = [float(w) ** -0.5 for w in landscape.weights]
    first, last = (_outer_frame(orbit, side, len(point[0])) for side in (0, layers))
    frames = [first]
    for l in range(layers - 1):
        frames.append(_polar(scale[l] * (point[l] @ frames[-1]) * sigma))
    frames.append(last)
    for _ in range(sweeps):
        for l in [*range(1, layers), *range(layers - 2, 0, -1)]:
            below = scale[l - 1] * (point[l - 1] @ frames[l - 1])
            above = scale[l] * (point[l].mT @ frames[l + 1])
            frames[l] = _polar((below + above) * sigma)
        _rotate_groups(orbit, point, frames, sigma, scale)
    square = torch.zeros_like(total)
    for l in range(layers):
        model = scale[l] * (frames[l + 1] * sigma) @ frames[l].mT
        square = square + (model - point[l]).square().sum((-2, -1))
    return square.sqrt()


def _units(orbit: Orbit, layer: int) -> list[int]:
    """The unit that each active mode uses in ``layer``: its position outside, inside the first free ones by order."""
    outer = [mode.position - 1 for mode in orbit.active]
    width = orbit.landscape.widths[layer]
    if layer in (0, orbit.landscape.layers) or max(outer, default=0) < min(orbit.landscape.widths[1:-1]):
        return outer
    kept = [unit for unit in outer if unit < width]
    return list(range(len(outer))) if len(kept) < len(outer) else outer


def _blocks(orbit: Orbit) -> dict[str, list[int]]:
    """Flat coordinates by the unordered pair of chains they join."""
    landscape, place = orbit.landscape, 0
    chains = [_chains(orbit, layer) for layer in range(landscape.layers + 1)]
    blocks: dict[str, list[int]] = defaultdict(list)
    for l in range(landscape.layers):
        for row in range(landscape.widths[l + 1]):
            for column in range(landscape.widths[l]):
                pair = sorted({chains[l + 1][row], chains[l][column]})
                blocks["·".join(pair)].append(place)
                place += 1
    return blocks


def _chains(orbit: Orbit, layer: int) -> list[str]:
    """The name of the chain of each unit: the position of its mode; outside the own position; spare hidden units h."""
    landscape, used = orbit.landscape, _units(orbit, layer)
    names = {unit: str(mode.position) for unit, mode in zip(used, orbit.active, strict=True)}
    outside = layer in (0, landscape.layers)
    count = len(landscape.singular_values.values)
    spare = (lambda u: str(u + 1) if u < count else f"e{u + 1}") if outside else (lambda u: f"h{u + 1}")
    return [names.get(unit, spare(unit)) for unit in range(landscape.widths[layer])]


def _orientation(vector: Tensor, flat: Tensor) -> float:
    outwards = float(vector @ flat)
    largest = float(vector[(vector.abs() > 0.999 * vector.abs().max()).nonzero()[0, 0]])
    return -1.0 if (outwards if abs(outwards) > 1e-9 else largest) < 0 else 1.0


def _name(landscape: Landscape, values: Tensor, sigma: Tensor, turn: float, weight: float) -> str:
    layers = landscape.layers
    found: defaultdict[int, list[Root]] = defaultdict(list)
    for size in sigma.tolist():
        y = (size**layers + weight * size ** (2 - layers)) / weight**0.5
        nearest = int((values - y).abs().argmin())
        if abs(float(values[nearest]) - y) > 1e-6 * y:
            return "?"
        group = next(g for g, group in enumerate(landscape.singular_values.groups) if nearest + 1 in group.positions)
        double = landscape.singular_values.groups[group].roots == (Root.DOUBLE,)
        found[group].append(Root.DOUBLE if double else Root.UPPER if size > turn else Root.LOWER)
    parts = []
    for g in sorted(found):
        first = landscape.singular_values.groups[g].first
        roots = sorted(found[g], key="+0-".index)
        parts += [ActiveMode(first + k, root).label for k, root in enumerate(roots)]
    return "".join(parts) or "O"


def _loss(landscape: Landscape, label: str) -> float:
    """The loss of the orbit; NaN where there is none of this name."""
    try:
        return landscape.orbit(label).loss
    except ValueError:
        return nan


def _outer_frame(orbit: Orbit, layer: int, batch: int) -> Tensor:
    frame = torch.zeros(batch, orbit.landscape.widths[layer], orbit.rank, dtype=torch.float64)
    for column, mode in enumerate(orbit.active):
        frame[:, mode.position - 1, column] = 1
    return frame


def _rotate_groups(orbit: Orbit, point: Factors, frames: list[Tensor], sigma: Tensor, scale: list[float]) -> None:
    """The best common rotation of both outer frames inside each group of equal singular values."""
    positions = [mode.position for mode in orbit.active]
    for group in orbit.landscape.singular_values.groups:
        columns = [c for c, position in enumerate(positions) if position in group.positions]
        if group.count == 1 or not columns:
            continue
        rows = slice(group.first - 1, group.first - 1 + group.count)
        right = scale[0] * (point[0].mT @ frames[1] * sigma)[:, rows][:, :, columns]
        left = scale[-1] * (point[-1] @ frames[-2] * sigma)[:, rows][:, :, columns]
        frames[0][:, rows, columns] = frames[-1][:, rows, columns] = _polar(right + left)


def _polar(matrix: Tensor) -> Tensor:
    u, _, vh = torch.linalg.svd(matrix, full_matrices=False)
    return u @ vh
