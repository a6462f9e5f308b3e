"""What every search works with: the statement, the certificates so far, and the facts that they are."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.statement import Context, Statement
from theory.kernel.words import Poly, Word
from theory.prove.rewrite import NotFound as Remainder
from theory.prove.rewrite import cofactors as rewritten
from theory.statements import facts
from theory.statements.completion import Completion
from theory.statements.elaborate import Elaborated
from theory.statements.halves import Substitution
from theory.statements.ideal import Equations
from theory.statements.steps import Steps


class NotFound(Exception):
    """No certificate was found; the text says what remains."""


@dataclass
class Workbench(ABC):
    """``scene``: exact values of the kernel's letters, for the models of the certificates; ``premises``: certificates whose
    conclusions count as facts; ``scenes``: exact values for other hypotheses in the same letters, {} where it knows none (for
    case splits, of which ``depth`` may lie inside one another)."""

    elaborated: Elaborated
    scene: dict[str, Any] = field(default_factory=dict)
    seconds: float = 10.0
    scenes: Callable[[list[str]], dict[str, Any]] | None = None
    depth: int = 2

    def __post_init__(self) -> None:
        self.letters, self.given = self.elaborated.json["letters"], self.elaborated.json["given"]
        self.until = time.perf_counter() + self.seconds
        self.steps = Steps(dict(self.scene))
        self.lemmas: dict[str, str] = {}
        self.premises: list[str] = []
        self.rules: Completion | None = None
        self.learned: dict[Word, int] = {}
        statement = Statement(self.elaborated.json)
        self.env, self.put = statement.letters, Substitution(
            statement.letters, statement.given, self.elaborated.roots, self.elaborated.factors.values())  # fmt: skip
        self.equalities = [["given", i] for i, a in enumerate(statement.given) if a.kind == "=="] + [
            ["def", n] for n, x in self.env.table.items() if x.definition == "value" and not x.family]  # fmt: skip

    def context(self, then: str = "0 == 0") -> Context:
        """The facts: givens, definitions, and what was proved on the way."""
        statement = Statement({"letters": self.letters, "given": self.given, "then": [then]})
        return Context(statement, [self.steps.statements[p] for p in self.premises])

    def refs(self, context: Context) -> list[list]:
        """The equations among the facts."""
        found = [["premise", p, k] for p, atoms in enumerate(context.conclusions) if not isinstance(atoms, str)
                 for k, a in enumerate(atoms) if a.kind == "=="]  # fmt: skip
        return [*self.equalities, *found]

    def cofactors(self, goal: Poly, slack: int = 4) -> list | None:
        """The witness of goal == 0."""
        context = self.context()
        turning = self.put.symmetric & goal.mentions()  # Aᵀ by A, and turned round A by Aᵀ: rewriting would not end
        if goal.terms and self.put.rules and not turning and self.put(goal).is_zero():
            try:
                return rewritten(context, goal, self.put.rules)
            except (Remainder, Fault):
                pass  # the kernel's rewriting leaves a remainder: the general search for cofactors follows
        left = max(0.2, min(6.0, (self.until - time.perf_counter()) / 2))
        return Equations(context, self.refs(context), seconds=left).cofactors(goal, slack)

    def add(self, rule: str, then: str, witness: Any) -> str:
        """A certificate in the statement's letters, with the premises that its witness names."""
        used: dict[int, int] = {}
        plain = _renumbered(witness, used)
        return self.steps.add(rule, self.letters, self.given, [then], plain, [self.premises[p] for p in used])

    def numbered(self, text: str) -> list:
        """The reference of a hypothesis."""
        return ["given", self.given.index(text)]

    def by_root(self, left: str, right: str, sign: str, square: str) -> str:
        """left >= right from left >= 0 and left² >= right²."""
        return self.steps.add("instance", self.letters, self.given, [f"{left} >= {right}"],
                              {"at": {"p_": left, "t_": right}}, [self.lemma("root"), sign, square])  # fmt: skip

    def lemma(self, name: str, *numbers: int) -> str:
        """A theorem of `theory.statements.facts`, proved once."""
        key = " ".join([name, *map(str, numbers)])
        if key not in self.lemmas:
            self.lemmas[key] = getattr(facts, name)(self.steps, *numbers)
        return self.lemmas[key]

    def known(self, page: str) -> int:
        """The place of a certificate among the premises, where it is put if it is not there."""
        if page not in self.premises:
            self.premises.append(page)
        return self.premises.index(page)

    def comparisons(self, context: Context) -> list[list]:
        """The comparisons among the facts: hypotheses first."""
        refs: list[list] = [["given", i] for i, a in enumerate(context.statement.given) if a.kind in (">", ">=")]
        for p, atoms in enumerate(context.conclusions):
            if not isinstance(atoms, str):
                refs += [["premise", p, k] for k, a in enumerate(atoms) if a.kind in (">", ">=")]
        return refs

    @abstractmethod
    def order(self, text: str, gap: Poly, kind: str) -> str:
        """The certificate of gap >= 0 or > 0, by whatever the prover knows; NotFound."""

    @abstractmethod
    def squares(self, text: str, gap: Poly, strict: bool, effort: int) -> str | None:
        """The certificate of a comparison as a sum of squares and of products of facts; None where none is found."""

    @abstractmethod
    def branch(self, given: list[str]) -> Workbench | None:
        """The same search under other hypotheses, for a part of the time that is left; None where they have no model."""

    def out_of_time(self) -> bool:
        """Whether the time is over."""
        return time.perf_counter() > self.until


def value_of(term: dict, context: Context) -> Poly:
    """What a term of the rule ``order`` is."""
    value = context.env.poly(term.get("weight", "1"))
    for ref in term.get("facts", []):
        value = value * context.fact(ref).difference
    if "square" in term:
        q = context.env.poly(term["square"])
        value = value * q * q
    if "gram" in term:
        q = context.env.poly(term["gram"])
        value = value * (q.transpose * q).trace()
    return value


def _renumbered(value: Any, used: dict[int, int]) -> Any:
    """A witness whose premises are numbered in the order in which it names them."""
    match value:
        case ["premise", int(p), int(), *_]:
            return ["premise", used.setdefault(p, len(used)), *value[2:]]
        case list() | tuple():
            return [_renumbered(v, used) for v in value]
        case dict():
            return {k: _renumbered(v, used) for k, v in value.items()}
    return value
