"""The classified landscape of regularized deep matrix factorization.

    F(W) = fit·‖W_L ⋯ W_1 − Y‖²_F + ridge·Σ_l λ_l ‖W_l‖²_F

A point is critical iff it picks r ≤ d_min singular triples (u_i, v_i, y_i) of Y with y_i > 0, a positive root σ_i of
p(·; y_i) for each, orthonormal hidden frames U_l ∈ R^{d_l × r}, and W_l = λ_l^(−1/2) U_l diag(σ) U_{l−1}ᵀ with
U_0 = [v_i], U_L = [u_i] (λ_l the effective weights ridge·λ_l/fit). Points with the same modes form one orbit.

Source: arXiv:2506.20344 v3, Theorems 1 and 2 (stated second hand; formulas reconstructed).
"""

from __future__ import annotations

from typing import Any

from theory.dmf.landscape.critical_orbits import CriticalOrbits
from theory.dmf.output.as_json import json_pieces
from theory.dmf.output.text import landscape_line, landscape_summary, orbit_table


class Landscape(CriticalOrbits):
    """All critical orbits of F, classified.

    Args:
        widths: d_0, …, d_L (L ≥ 2); W_l is d_l × d_{l−1} and Y is d_L × d_0.
        spectrum: singular values of Y in any order, exact: int, Fraction, "17/2", "0.3"; a Python float counts as its
            exact binary value. Padded with zeros to min(d_0, d_L).
        ridge: one λ for all layers or λ_1, …, λ_L; positive, exact in the same sense.
        matrix: Y itself instead of ``spectrum``: an array, a DataFrame or a file (.npy, .npz, .csv, .mtx); its singular
            values are float64 with a proved error, and what that error leaves open is "undecided".
        objective: the coefficients fit and ridge of F.

    Raises:
        ValueError: one line naming the argument and what is allowed.

    >>> landscape = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
    >>> landscape
    <Landscape: widths 2, 2, 2, 2; spectrum 3, 11/5; ridge 1>
    >>> landscape.orbit_count, landscape.min_or_strict_saddle, landscape.error_bound
    (9, True, True)
    >>> [(orbit.label, round(orbit.loss, 8)) for orbit in landscape.orbits() if orbit.index == 0]
    [('1+2+', 10.09658817), ('1+', 10.55351927), ('O', 13.84)]
    """

    def table(self, limit: int | None = None) -> Any:
        """The orbits as a pandas DataFrame; without pandas a dict of columns with the same names.

        Undecided numbers are −1 (see ``classification.OPEN``), as in the column blocks.

        >>> list(Landscape((1, 1, 1), spectrum=(2,), ridge=1).table()["class"])
        ['global minimizer', 'strict saddle']
        """
        return orbit_table(self, limit)

    def to_json(self, limit: int | None = None, hessian: bool = False, exact: bool = False) -> str:
        """The document that ``saddleproof landscape --format json`` prints.

        >>> '"orbit_count": 9' in Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).to_json()
        True
        """
        return "".join(json_pieces(self, limit, hessian, exact)).rstrip("\n")

    def summary(self) -> str:
        """The landscape in a few lines.

        >>> print(Landscape((1, 1, 1, 1), spectrum=(4,), ridge=3).summary())
        L = 3, widths 1, 1, 1, 1, ridge 3, spectrum 4
        thresholds: y* = 256^(1/4) = 4 (existence), y_g = 432^(1/4) = 4.55901411390956 (global)
        2 critical orbits; local minimizers of rank 0, global of rank 0; global minimum 16
        every critical point a local minimizer or a strict saddle: no, y_1 = y*; error bound: no, y_1 = y*
        """
        return landscape_summary(self)

    __str__ = summary

    def __repr__(self) -> str:
        return f"<Landscape: {landscape_line(self)}>"

    def _repr_html_(self) -> str:
        from theory.dmf.output.landscape_page import notebook_html

        return notebook_html(self)
