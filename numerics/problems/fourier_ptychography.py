"""Fourier ptychography: low-resolution intensities through shifted circular pupils in the Fourier plane."""

from __future__ import annotations

import torch
from torch import Tensor

from numerics.problems.phase_retrieval import IntensityProblem, _check_intensities
from numerics.problems.validation import as_finite_matrix, require, require_positive
from numerics.tensors import require_numbers, whole


class FourierPtychography(IntensityProblem):
    """Intensities |F⁻¹ crop_c(pupil ⊙ F x)|² of a complex image x, lifted to M = x xᴴ.

    F is the orthonormal, shifted 2-D FFT of the ``image`` (height, width); crop_c cuts a square window of side
    ``2·radius + 1`` around each of the ``centres`` (C, 2) (row, column), and the pupil is the disc of that radius.
    Factors are complex (batch, height·width, r). The operator is the reading of arXiv:2501.16322 v2 in the spec
    page udu, 7.2 (reconstructed: the paper's own set-up was not recovered).

    >>> centres = FourierPtychography.grid_of_centres((8, 8), radius=2, spacing=2)
    >>> truth = torch.ones(64, 1, dtype=torch.complex128)
    >>> problem = FourierPtychography.of_image(truth, (8, 8), centres, radius=2)
    >>> float(problem.value(truth, truth))
    0.0
    """

    def __init__(
        self, image: tuple[int, int], centres: Tensor, radius: int, intensities: Tensor, scale: float = 0.5
    ) -> None:
        require_positive(scale, "scale")
        whole(radius, "radius")
        require_numbers(centres, "centres")
        require(centres.dim() == 2 and centres.shape[1] == 2, f"centres must be (C, 2), got {tuple(centres.shape)}")
        require(len(centres) > 0, "centres must hold at least one scan position, got none")
        require(not centres.is_floating_point() and not centres.is_complex() and centres.dtype != torch.bool,
                f"centres must be whole numbers, got {centres.dtype}")  # fmt: skip
        limit = torch.tensor(image, device=centres.device) - radius
        inside = bool(((centres >= radius) & (centres < limit)).all())
        require(inside, f"centres must lie at least {radius} pixels inside the {image[0]} × {image[1]} Fourier plane")
        side = 2 * radius + 1
        _check_intensities(intensities, len(centres) * side * side)
        offsets = torch.arange(-radius, radius + 1, device=centres.device)
        window_rows = centres[:, 0, None, None] + offsets[:, None]
        window_columns = centres[:, 1, None, None] + offsets[None, :]
        self.positions = (window_rows * image[1] + window_columns).reshape(len(centres), -1)
        disc = (offsets[:, None] ** 2 + offsets[None, :] ** 2) <= radius**2
        self.pupil = disc.to(intensities.dtype).flatten()
        self.image, self.side, self.data, self.scale = image, side, intensities, scale
        self.shape = (image[0] * image[1],) * 2

    @classmethod
    def of_image(
        cls, truth: Tensor, image: tuple[int, int], centres: Tensor, radius: int, scale: float = 0.5
    ) -> FourierPtychography:
        """The noiseless instance of ``truth`` (height·width, 1), complex."""
        as_finite_matrix(truth, "truth")
        require(truth.is_complex(), f"truth must be complex, got {truth.dtype}")
        size = (image[0] * image[1], 1)
        require(truth.shape == size, f"truth must be the image as one column, {size}, got shape {tuple(truth.shape)}")
        count = len(centres) * (2 * radius + 1) ** 2
        empty = torch.zeros(count, dtype=truth.dtype.to_real(), device=truth.device)
        problem = cls(image, centres.to(truth.device), radius, empty, scale)
        problem.data = problem.measure(truth, truth)
        problem.optimal_value = 0.0
        return problem

    @staticmethod
    def grid_of_centres(image: tuple[int, int], radius: int, spacing: int) -> Tensor:
        """Centres on a square grid as far as whole pupils fit, (C, 2)."""
        ranges = [torch.arange(radius, size - radius, spacing) for size in image]
        return torch.cartesian_prod(*ranges)

    @property
    def factor_dtype(self) -> torch.dtype:
        """Complex of the intensities' precision."""
        return self.data.dtype.to_complex()

    def energy(self) -> Tensor:
        """A pixel of the pupil a scan position: the transforms are unitary."""
        return len(self.positions) * self.pupil.sum()

    def forward(self, V: Tensor) -> Tensor:
        """Shifted FFT, pupils, inverse FFT: (batch, n, r) to (batch, C·side², r)."""
        columns = V.mT.unflatten(-1, self.image)
        plane = torch.fft.fftshift(torch.fft.fft2(columns, norm="ortho"), dim=(-2, -1)).flatten(-2)
        windows = (plane[..., self.positions] * self.pupil).unflatten(-1, (self.side, self.side))
        return torch.fft.ifft2(windows, norm="ortho").flatten(-3).mT

    def backward(self, W: Tensor) -> Tensor:
        """The adjoint of ``forward``."""
        windows = W.mT.unflatten(-1, (len(self.positions), self.side, self.side))
        parts = torch.fft.fft2(windows, norm="ortho").flatten(-2) * self.pupil
        plane = parts.new_zeros(*parts.shape[:-2], self.shape[0])
        plane = plane.index_add(-1, self.positions.flatten(), parts.flatten(-2)).unflatten(-1, self.image)
        return torch.fft.ifft2(torch.fft.ifftshift(plane, dim=(-2, -1)), norm="ortho").flatten(-2).mT
