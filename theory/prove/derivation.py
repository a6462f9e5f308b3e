"""A derivation: certificates in dependency order, which of them state the theorem, and what stays in words."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from theory.kernel.certificate import Certificate
from theory.kernel.check import check_certificate
from theory.kernel.letters import Letters
from theory.kernel.model import Model
from theory.kernel.statement import Context, Statement
from theory.prove.rewrite import cofactors


@dataclass(frozen=True)
class Derivation:
    """``goals``: ids of the certificates whose statements are the theorem; ``prose``: the composition left in words
    (empty when one goal says it all)."""

    certificates: tuple[Certificate, ...]
    goals: tuple[str, ...]
    prose: str = ""

    def write(self, folder: Path | str) -> None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for certificate in self.certificates:
            certificate.write(folder)

    def __getitem__(self, name: str) -> Certificate:
        return next(c for c in self.certificates if c.id == name)

    def __str__(self) -> str:
        return f"{len(self.certificates)} certificates, {len(self.goals)} goals"


@dataclass
class Book:
    """Collects certificates. ``scene``: values by letter name, from which every step takes its model."""

    scene: dict = field(default_factory=dict)
    pages: dict[str, Certificate] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)

    def add(self, rule: str, letters: list, given: list[str], then: list[str] | str, witness: object,
            premises: list | None = None, exists: list | None = None, **scene: Any) -> str:  # fmt: skip
        """Append one certificate and return its id. It is tried at once, to fail early; the verdict comes from disk."""
        statement: dict = {"letters": letters, "given": given, "then": [then] if isinstance(then, str) else then}
        if exists:
            statement["exists"] = exists
        uses = tuple({"cert": p} if isinstance(p, str) else p for p in premises or [])
        model = choose_model(statement, {**self.scene, **scene})
        certificate = Certificate(json.loads(json.dumps(statement)), rule, uses, json.loads(json.dumps(witness)), model)
        if certificate.id not in self.pages:
            needed = {u["cert"]: self.statements[u["cert"]] for u in uses}
            self.statements[certificate.id] = check_certificate(certificate, needed)
            self.pages[certificate.id] = certificate
        return certificate.id

    def expand(self, letters: list, given: list[str], then: list[str] | str, rules: list, premises: list | None = None,
               hints: list | None = None, **scene: Any) -> str:  # fmt: skip
        """An equation (or several) by rewriting with ``rules``: [ref, lead]; see `theory.prove.rewrite`."""
        then = [then] if isinstance(then, str) else then
        witness = self.cofactors(letters, given, then, rules, premises, hints)
        return self.add("expand", letters, given, then, witness, premises, **scene)

    def order(self, letters: list, given: list[str], then: str, terms: list[dict], rules: list | None = None,
              premises: list | None = None, hints: list | None = None, **scene: Any) -> str:  # fmt: skip
        """A comparison: ``terms`` by hand (weights, facts, squares), what remains by rewriting with equations."""
        statement = Statement({"letters": letters, "given": given, "then": [then]})
        context = self._context(statement, premises)
        rest = statement.then[0].difference
        for term in terms:
            value = context.env.poly(term.get("weight", "1"))
            for ref in term.get("facts", []):
                value = value * context.fact(ref).difference
            if "square" in term:
                value = value * context.env.poly(f"({term['square']})**2")
            if "gram" in term:
                value = value * context.env.poly(f"tr(({term['gram']}).T*({term['gram']}))")
            rest = rest - value
        equal = cofactors(context, rest, rules or [], hints)
        return self.add("order", letters, given, then, [{"terms": terms, "equal": equal}], premises, **scene)

    def _context(self, statement: Statement, premises: list | None) -> Context:
        uses = [{"cert": p} if isinstance(p, str) else p for p in premises or []]
        return Context(statement, [(self.statements[u["cert"]], u) for u in uses], statement.letters)

    def cofactors(self, letters: list, given: list[str], then: list[str], rules: list, premises: list | None = None,
                  hints: list | None = None) -> list:  # fmt: skip
        """The witness for the rule expand: one list of [expression, ref] for each conclusion."""
        statement = Statement({"letters": letters, "given": given, "then": then})
        uses = [{"cert": p} if isinstance(p, str) else p for p in premises or []]
        opened = [(self.statements[u["cert"]], u) for u in uses]
        witness = []
        for k, atom in enumerate(statement.then):
            env, body = statement.letters, atom
            if atom.kind == "all" and atom.body is not None:
                env, body = env.with_integer(atom.names[0], *atom.numbers), atom.body
            context = Context(statement, opened, env)
            mine = [r[:2] for r in rules if len(r) < 3 or k in r[2]]
            mine_hints = [h[:2] for h in hints or [] if len(h) < 3 or k in h[2]]
            witness.append(cofactors(context, body.difference, mine, mine_hints))
        return witness

    def derivation(self, *goals: str, prose: str = "") -> Derivation:
        """The certificates that the goals rest on, premises first."""
        needed: dict[str, None] = {}

        def visit(name: str) -> None:
            if name not in needed:
                for use in self.pages[name].premises:
                    visit(use["cert"])
                needed[name] = None

        for goal in goals:
            visit(goal)
        return Derivation(tuple(self.pages[n] for n in needed), goals, prose)


def choose_model(statement: dict, scene: dict) -> dict:
    """The part of the scene that a statement needs; integers outside their range move to its lower end."""
    letters = Letters.read(statement["letters"])
    model: dict = {}
    for name, _ in statement["letters"]:
        letter = letters[name]
        if letter.definition not in (None, "root"):
            continue
        value = scene[name]
        if letter.kind == "integer":
            here = Model(letters, model)
            low, high = here.integer(letter.low), here.integer(letter.high) if letter.high is not None else None
            if int(value) < low or (high is not None and int(value) > high):
                value = low
        elif letter.family:
            here = Model(letters, model)
            places = range(here.integer(letter.low), here.integer(letter.high) + 1)
            value = {str(k): value[str(k)] for k in places}
        model[name] = value
    return model

