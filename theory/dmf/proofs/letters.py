"""The letters of the DMF derivations, as the kernel reads them. Only `BASE` speaks about the objective."""

from __future__ import annotations

from theory.dmf.problem import Objective
from theory.prove.formulas import redeclared
from theory.prove.letters import diagonal, family, integer, matrix, positive, real

L2 = integer("L", "2")
L3 = integer("L", "3")
DIMS = family("d", "dimension", "0", "L")
FACTORS = family("W", "matrix", "1", "L", shape=["d[n_]", "d[n_-1]"])
PRODUCT = family("P", "matrix", "0", "L", shape=["d[n_]", "d[0]"], first="I(d[0])", next="W[n_+1]*P[n_]")
TAIL = family("A", "matrix", "0", "L", shape=["d[L]", "d[n_]"], last="I(d[L])", previous="A[n_+1]*W[n_+1]")
TARGET = matrix("Y", "d[L]", "d[0]")
WEIGHTS = family("lam", "positive", "1", "L")
SCALES = family("mu", "positive", "1", "L")
SCALE_PRODUCT = family("q", "positive", "0", "L", first="1", next="mu[n_+1]*q[n_]")
WEIGHT_PRODUCT = family("Lam", "positive", "0", "L", first="1", next="lam[n_+1]*Lam[n_]")
LAYER = integer("l", "1", "L")
MODES = integer("r", "0")
FRAMES = family("U", "matrix", "0", "L", shape=["d[n_]", "r"])
SINGULAR = diagonal("S", positive=True)
VALUES = diagonal("M")
REGULARIZER = family("Reg", "real", "0", "L", first="0", next="Reg[n_]+b*lam[n_+1]*tr(W[n_+1].T*W[n_+1])")
OBJECTIVE = real("F", "a*tr((P[L]-Y).T*(P[L]-Y))+Reg[L]")


def coefficients(objective: Objective) -> list:
    """The two coefficients as letters with their values; derivations use the letters, the values come from here."""
    return [positive("a", str(objective.fit)), positive("b", str(objective.ridge))]


def base(objective: Objective, layers: list = L2) -> list:
    """Everything that F needs."""
    return [layers, DIMS, *coefficients(objective), FACTORS, TARGET, WEIGHTS, PRODUCT, REGULARIZER, OBJECTIVE]


def moved(at: dict[str, str]) -> list:
    """The letters of F at the factors with some members replaced: W1, P1, Reg1, F1."""
    return _moved(override={"of": "W", "at": at})


def moved_everywhere(value: str) -> list:
    """The letters of F at other factors, all of them given by one formula in n_: W1, P1, Reg1, F1."""
    return _moved(value=value)


def _moved(**definition: object) -> list:
    factors = family("W1", "matrix", "1", "L", shape=["d[n_]", "d[n_-1]"], **definition)
    return [factors, *redeclared([PRODUCT, REGULARIZER, OBJECTIVE], **AGAIN)]


AGAIN = {"W": "W1", "P": "P1", "Reg": "Reg1", "F": "F1", "A": "A1"}
"""The letters of the point, and of the moved point."""
TAIL_MOVED = redeclared(TAIL, **AGAIN)


def fixed(letters: list, layers: int) -> list:
    """The same letters for one given number of layers: every L becomes that number, the letter L goes."""
    return [redeclared(letter, L=str(layers)) for letter in letters if letter[0] != "L"]
