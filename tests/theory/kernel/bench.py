"""A small bench for the checker: build one certificate (and its premises) and see whether it is accepted."""

from __future__ import annotations

import json
from dataclasses import dataclass

from theory.kernel.certificate import Certificate
from theory.kernel.check import check_certificate
from theory.kernel.integers import Fault
from theory.kernel.statement import Statement
from theory.models.lint import model_fault


@dataclass(frozen=True)
class Trial:
    """``premises``: statements taken as accepted; ``model`` is for the lint only, the kernel does not look at it."""

    letters: list
    given: list
    then: list
    rule: str = "expand"
    witness: object = None
    premises: tuple = ()
    model: dict | None = None
    exists: list | None = None

    def certificate(self) -> tuple[Certificate, dict[str, Statement]]:
        statement = {"letters": self.letters, "given": self.given, "then": self.then}
        if self.exists:
            statement["exists"] = self.exists
        known = {f"premise {k}": Statement(premise) for k, premise in enumerate(self.premises)}
        copy = json.loads(json.dumps([statement, self.witness, self.model or {}]))
        return Certificate(copy[0], self.rule, tuple(known), copy[1], copy[2]), known

    def check(self) -> str:
        """'' if the kernel accepts, else its reason."""
        try:
            check_certificate(*self.certificate())
        except Fault as fault:
            return str(fault)
        return ""

    def lint(self) -> str:
        """'' if the model is one, else why not."""
        return model_fault(self.certificate()[0])


def real(name: str, **more: object) -> list:
    return [name, {"kind": "real", **more}]


def positive(name: str, **more: object) -> list:
    return [name, {"kind": "positive", **more}]


def integer(name: str, low: str = "1", high: str | None = None) -> list:
    return [name, {"kind": "integer", "min": low} | ({"max": high} if high else {})]


def matrix(name: str, rows: str = "2", columns: str = "2", **more: object) -> list:
    return [name, {"kind": "matrix", "shape": [rows, columns], **more}]


def diagonal(name: str, size: str, sign: bool = True) -> list:
    return [name, {"kind": "diagonal", "size": size, **({"positive": True} if sign else {})}]


def family(kind: str, low: str, high: str, variable: str = "n_", **more: object) -> dict:
    return {"kind": kind, "over": [variable, low, high], **more}


def statement(letters: list, given: list, then: list, exists: list | None = None) -> dict:
    return {"letters": letters, "given": given, "then": then} | ({"exists": exists} if exists else {})
