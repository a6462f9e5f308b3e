"""Every setting of every solver, over values that people pass by mistake: taken with its meaning, or refused by its name."""

from __future__ import annotations

from dataclasses import fields

import pytest
import torch

import numerics.solvers
from numerics import run
from numerics.problems import Factorization, SymmetricFactorization
from numerics.solvers import Solver
from tests.numerics.instances import F64, generator

INF, NAN = float("inf"), float("nan")
VALUES = {"nan": NAN, "inf": INF, "-1": -1, "0": 0, "2": 2, "no": "no", "None": None, "True": True, "1e300": 1e300}
LENGTH = "length, or the method's own"
ALLOWED = {
    LENGTH: ({"2", "1e300", "None"}, "step magnitude_step unit threshold regularization"),
    "positive": ({"2", "1e300"}, "C nu"),
    "radius": ({"2"}, "right_radius"),
    "share": (set(), "tolerance inner_tolerance"),
    "momentum": ({"0", "None"}, "momentum"),
    "damping": ({"0", "2", "1e300"}, "damping"),
    "time": ({"2", "1e300", "inf"}, "until"),
    "columns": ({"2", "None"}, "columns"),
    "count": ({"2"}, "patience inner_steps"),
    "switch": ({"True"}, "nonnegative columnwise"),
    "name": (set(), "initial mode retraction"),
}
"""What the docstrings say of each setting; ``OWN`` has those whose meaning differs between methods."""
OWN = {
    ("UDU", "radius"): "radius", ("UDV", "radius"): "radius", ("PerturbedGradientDescent", "radius"): LENGTH,
    ("UDU", "scale"): "positive", ("UDV", "scale"): "positive",
}  # fmt: skip
PUBLIC = [k for k in vars(numerics.solvers).values() if isinstance(k, type) and issubclass(k, Solver)]
KINDS = [k for k in PUBLIC if not k.__abstractmethods__]
SETTINGS = [(kind, f.name) for kind in KINDS for f in fields(kind) if f.init]


def allowed(kind: type[Solver], name: str) -> set[str]:
    if kind.__name__ == "AlternatingLeastSquares" and name == "step":
        return {"None"}
    own = OWN.get((kind.__name__, name), LENGTH if name == "scale" else "")
    (values,) = [taken for key, (taken, names) in ALLOWED.items() if key == own or (not own and name in names.split())]
    return values


@pytest.mark.parametrize(("kind", "name"), SETTINGS, ids=lambda x: x if isinstance(x, str) else x.__name__)
def test_a_setting_is_taken_with_its_meaning_or_refused_by_its_name(kind: type[Solver], name: str) -> None:
    """And one that is taken lets the method run: what follows is an ending or one sentence, never an error of torch."""
    symmetric = ("Direction" in kind.__name__ and "TwoSided" not in kind.__name__) or kind.__name__ == "UDU"
    A = torch.diag(torch.tensor([2.0, 1.0, 0.5], dtype=F64))
    problem = SymmetricFactorization(A) if symmetric else Factorization(A)
    for word, value in VALUES.items():
        if word not in allowed(kind, name):
            with pytest.raises(ValueError, match=rf"^{name} must be (?!.*\n).{{5,150}}$"):
                kind(**{name: value})
            continue
        solver = kind(**{name: value})
        try:
            run(problem, solver, solver.start(problem, 2, generator(1)), 12)
        except ValueError as refused:
            assert word == "1e300" and " must be " in str(refused), (word, refused)
