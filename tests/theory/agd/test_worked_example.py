"""A = [[1, 2], [3, 4]], X = (1, 2)ᵀ, Y = (1, 1)ᵀ, η = 1/10: by the letters of the theory in rationals, and by the solver.

By hand: R = [[0, −1], [−1, −2]], f_0 = (1 + 1 + 4)/2 = 3; RY = (−1, −3)ᵀ, X₊ = (11/10, 23/10)ᵀ and
R½ = [[.1, −.9], [−.7, −1.7]], f_½ = (.01 + .81 + .49 + 2.89)/2 = 21/10.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
import torch

from numerics.problems import Factorization
from numerics.solvers import AlternatingGradientDescent
from theory.agd import Objective
from theory.agd.proofs import letters as x
from theory.kernel.declare import read_letters
from theory.models.model import Model

VALUES = {"m": 2, "n": 2, "d": 1, "A": [["1", "2"], ["3", "4"]], "X": [["1"], ["2"]], "Y": [["1"], ["1"]], "eta": "1/10"}
LOSSES = {"F": Fraction(3), "Fh": Fraction(21, 10), "F1": Fraction(6549, 20000)}


def test_theory_in_rationals() -> None:
    model = Model(read_letters(x.sweep(Objective())), VALUES)
    assert {name: model.get(name) for name in LOSSES} == LOSSES


def test_twice_the_objective_is_half_the_step() -> None:
    model = Model(read_letters(x.sweep(Objective(fit=1))), {**VALUES, "eta": "1/20"})
    assert {name: model.get(name) / 2 for name in LOSSES} == LOSSES


def test_solver_in_floats() -> None:
    problem = Factorization(torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64))
    solver = AlternatingGradientDescent(step=0.1)
    start = (torch.tensor([[1.0], [2.0]], dtype=torch.float64), torch.ones(2, 1, dtype=torch.float64))
    from numerics import run

    trajectory = run(problem, solver, start, steps=1, record=("loss",))
    assert [float(v) for v in trajectory.loss] == pytest.approx([3.0, 6549 / 20000], rel=1e-14)
    half = problem.value(trajectory.state.X, start[1])
    assert float(half) == pytest.approx(2.1, rel=1e-14)
