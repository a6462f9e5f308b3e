"""Certificates as they are found: each is checked by the kernel at once, and keeps its place in a folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from theory.kernel.certificate import Certificate
from theory.kernel.check import check_certificate
from theory.kernel.statement import Statement, declarations_of
from theory.models.model import Model


@dataclass
class Steps:
    """Certificates by id. ``scene``: exact values by letter, from which each takes its model.

    >>> steps = Steps({"x": "2"})
    >>> page = steps.add("order", [["x", {"kind": "real"}]], [], ["x*x >= 0"], [{"terms": [{"square": "x"}]}])
    >>> steps.pages[page].model
    {'x': '2'}
    """

    scene: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, Certificate] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)

    def add(self, rule: str, letters: list, given: list[str], then: list[str], witness: Any, premises: list[str] | None = None,
            scene: dict[str, Any] | None = None, exists: list | None = None) -> str:  # fmt: skip
        """One certificate, accepted by the kernel here and now; Fault if it is not. Its id."""
        statement: dict = {"letters": letters, "given": given, "then": then} | ({"exists": exists} if exists else {})
        plain, found = json.loads(json.dumps([statement, witness]))
        certificate = Certificate(plain, rule, tuple(premises or ()), found, chosen(statement, {**self.scene, **(scene or {})}))
        if certificate.id not in self.pages:
            accepted = check_certificate(certificate, {p: self.statements[p] for p in certificate.premises})
            self.pages[certificate.id], self.statements[certificate.id] = certificate, accepted
        return certificate.id

    def needed(self, *goals: str) -> list[Certificate]:
        """The certificates below the goals, premises first."""
        order: dict[str, None] = {}

        def visit(name: str) -> None:
            if name not in order:
                for premise in self.pages[name].premises:
                    visit(premise)
                order[name] = None

        for goal in goals:
            visit(goal)
        return [self.pages[name] for name in order]

    def write(self, folder: Path, *goals: str) -> int:
        """Write what the goals need; how many certificates."""
        certificates = self.needed(*goals)
        for certificate in certificates:
            certificate.write(folder)
        return len(certificates)


def chosen(statement: dict, scene: dict[str, Any]) -> dict[str, Any]:
    """The part of a scene that a statement needs; nothing where a letter has no value (then the lint says so)."""
    letters = declarations_of(statement["letters"])
    model: dict[str, Any] = {}
    for name, _ in statement["letters"]:
        letter = letters[name]
        if letter.definition not in (None, "root"):
            continue
        if name in scene:
            model[name] = scene[name]
        elif letter.number:
            model[name] = Model(letters, model).integer(letter.low)
        else:
            return {}
    return model
