"""Non-solvability of the critical equation: patterns recomputed by sympy, groups by its own algorithm, solvable traps."""

from __future__ import annotations

import pytest
import sympy
from sympy.polys.domains import ZZ
from sympy.polys.galoistools import gf_factor

from theory.dmf.landscape.galois import critical_polynomial, not_solvable

x = sympy.Symbol("x")


def as_sympy(coefficients: list[int]) -> sympy.Poly:
    return sympy.Poly(list(reversed(coefficients)), x)


@pytest.mark.parametrize("value", [3, 4, 7])
@pytest.mark.parametrize("layers", [5, 6, 7])
def test_the_evidence_is_that_of_another_library(layers, value):
    f = critical_polynomial(layers, value)
    found = not_solvable(f)
    assert found is not None and as_sympy(f).is_irreducible
    for p, degrees in found.patterns.items():
        factors = gf_factor([ZZ(c % p) for c in reversed(f)], p, ZZ)[1]
        assert all(power == 1 for _, power in factors)
        assert tuple(sorted((len(g) - 1 for g, _ in factors), reverse=True)) == degrees


def test_the_group_of_six_layers_by_resolvents():
    """L = 6, η = 3 and 4: sympy finds S5 by resolvents, without factor patterns."""
    for value in (3, 4):
        group, _ = sympy.polys.numberfields.galoisgroups.galois_group(as_sympy(critical_polynomial(6, value)))
        assert group.order() == 120 and not_solvable(critical_polynomial(6, value)).group == "S5"


TRAPS = {"x⁵ − 2 (order 20)": [-2, 0, 0, 0, 0, 1], "x⁵ − 5x + 12 (dihedral)": [12, -5, 0, 0, 0, 1],
         "cyclotomic, degree 6": [1] * 7, "x⁸ + 1": [1, 0, 0, 0, 0, 0, 0, 0, 1], "reducible": [-1, 0, 0, 0, 0, 0, 1],
         "degree 4 is solvable": critical_polynomial(3, 3)}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_solvable_polynomials_give_no_evidence(name):
    assert not_solvable(TRAPS[name]) is None


def test_radicals_exist_for_up_to_four_layers():
    assert len(critical_polynomial(3, 3)) == 5 and len(critical_polynomial(4, 3)) == 4
    with pytest.raises(ValueError, match="layers must be at least 3"):
        critical_polynomial(2, 3)
