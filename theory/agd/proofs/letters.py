"""The letters of the AGD derivations, as the kernel reads them. Only `coefficient` speaks about the objective."""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.prove.letters import dimensions, family, integer, matrix, positive, real

SIZES = dimensions("m", "n", "d")
STEP = positive("eta")
RESIDUAL = matrix("R", "m", "n", "X*Y.T-A")
OBJECTIVE = real("F", "c*tr(R.T*R)")
GRADIENT_X = matrix("GX", "m", "d", "2*c*R*Y")
GRADIENT_Y = matrix("GY", "n", "d", "2*c*R.T*X")
SWEEP = [
    matrix("X1", "m", "d", "X-eta*GX"),
    matrix("Rh", "m", "n", "X1*Y.T-A"),
    real("Fh", "c*tr(Rh.T*Rh)"),
    matrix("GY1", "n", "d", "2*c*Rh.T*X1"),
    matrix("Y1", "n", "d", "Y-eta*GY1"),
    matrix("R1", "m", "n", "X1*Y1.T-A"),
    real("F1", "c*tr(R1.T*R1)"),
]
"""One sweep: X with the old Y (half residual Rh), then Y with the new X (residual R1)."""


def coefficient(objective: Objective) -> list:
    """The coefficient of F as a letter with its value; derivations use the letter, the value comes from here."""
    return positive("c", str(objective.fit))


def point(objective: Objective) -> list:
    """A target, factors, the residual and F."""
    factors = [matrix("A", "m", "n"), matrix("X", "m", "d"), matrix("Y", "n", "d")]
    return [*SIZES, coefficient(objective), *factors, RESIDUAL, OBJECTIVE]


def sweep(objective: Objective) -> list:
    """One sweep of step eta."""
    return [*point(objective), STEP, GRADIENT_X, *SWEEP]


def path(objective: Objective) -> list:
    """Iterates X[0] … X[T], Y[0] … Y[T], residuals and gradients; X[k+1] is stepped first, then Y[k+1] with it."""
    return [
        *SIZES, coefficient(objective), STEP, integer("T", "1"), matrix("A", "m", "n"),
        family("X", "matrix", "0", "T", shape=["m", "d"]), family("Y", "matrix", "0", "T", shape=["n", "d"]),
        family("R", "matrix", "0", "T", shape=["m", "n"], value="X[n_]*Y[n_].T-A"),
        family("F", "real", "0", "T", value="c*tr(R[n_].T*R[n_])"),
        family("GX", "matrix", "0", "T", shape=["m", "d"], value="2*c*R[n_]*Y[n_]"),
        family("Rh", "matrix", "0", "T-1", shape=["m", "n"], value="X[n_+1]*Y[n_].T-A"),
        family("GY", "matrix", "0", "T-1", shape=["n", "d"], value="2*c*Rh[n_].T*X[n_+1]"),
    ]  # fmt: skip


MOVE_X = "all(j, 0, T-1, X[j+1] == X[j] - eta*GX[j])"
MOVE_Y = "all(j, 0, T-1, Y[j+1] == Y[j] - eta*GY[j])"
MOVES = [MOVE_X, MOVE_Y]
"""The hypotheses that make the families iterates of alternating gradient descent."""
