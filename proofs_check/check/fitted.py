"""Counterexamples fitted to equations: the adversary of planted errors draws models of the hypotheses by solving for letters.

It sees the kernel's statement without roots, inverses and test vectors; what it draws is evaluated from the parsed text.
"""

from __future__ import annotations

import re
import time
from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.check.search import Witness
from proofs_check.planted.adversary import Adversary
from theory.kernel.budget import Fault
from theory.kernel.statement import Statement
from theory.models.model import Model
from theory.models.numbers import Matrix
from theory.statements.decide import refutes
from theory.statements.elaborate import Elaborated
from theory.statements.numbers import Undefined
from theory.statements.values import Scene


def fitted_refutation(elaborated: Elaborated, seconds: float, seed: int = 0) -> Witness | None:
    """A witness among models that meet the equations, or None in that time.

    >>> from theory.statements.elaborate import elaborate
    >>> from theory.statements.reading import read
    >>> fitted_refutation(elaborate(read("2x + 3y = 7 |- x = y")), 5.0) is None
    False
    """
    until, rng = time.perf_counter() + seconds, Random(seed)
    json = reduced(elaborated)
    adversary, statement = Adversary(json), Statement(json)
    while time.perf_counter() < until:
        model = adversary.model(rng, 1)
        if model is None:
            continue
        try:
            witness = _users(elaborated, statement, model)
            if witness is not None and refutes(Scene(elaborated.reading, witness.values, witness.sizes, witness.roots)):
                return witness
        except (Undefined, Fault, ValueError, TypeError):
            continue
    return None


def reduced(elaborated: Elaborated) -> dict[str, Any]:
    """The statement without what the elaboration added, but for the factors of semidefinite letters."""
    letters = elaborated.json["letters"]
    gone = {*elaborated.roots, *elaborated.inverses, *elaborated.vectors.values()}
    kept = [x for x in letters if x[0] not in gone]

    def speaks(text: str) -> bool:
        return bool(set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", text)) & gone)

    given = [g for g in elaborated.json["given"] if not speaks(g)]
    return {"letters": kept, "given": given, "then": ["0 == 0"]}


def _users(elaborated: Elaborated, statement: Statement, model: dict[str, Any]) -> Witness | None:
    """The user's letters in a model of the kernel's."""
    here = Model(statement.letters, model)
    values: dict[str, Any] = {}
    for name, kernel in elaborated.letters.items():
        if name not in elaborated.sizes:
            continue
        value = here.get(kernel)
        if elaborated.sizes[name] is None:
            values[name] = Fraction(value)
        else:
            values[name] = tuple(map(tuple, value.rows)) if isinstance(value, Matrix) else ((Fraction(value),),)
    sizes = {name: int(here.get(kernel)) for name, kernel in elaborated.letters.items() if name not in elaborated.sizes}
    return Witness(values, sizes, {root: int(here.get(kernel)) for root, kernel in elaborated.unnamed.items()})
