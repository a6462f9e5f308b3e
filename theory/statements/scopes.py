"""Which letters a quantifier binds, and where: opened letters become ordinary ones, the others are kept apart.

Refused: a letter that is bound and used outside its scope, or declared outside; forall behind exists in a conclusion, exists
behind forall in a hypothesis; a conclusion about letters that may not exist (orthonormal ones) beside another conclusion.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from theory.statements.declarations import Declaration
from theory.statements.quantifiers import Head, Quantified, Unit, renamed, separated, valued
from theory.statements.shapes import Shapes, constant, shape_text
from theory.statements.tokens import Token
from theory.statements.tree import Relation, StatementError

Parts = list[tuple[Relation, str]]


class Scopes:
    """The quantified parts of a statement, in the order of reading; ``declared`` gets their declarations."""

    def __init__(self, declared: dict[str, Declaration]):
        self.declared = declared
        self.units: list[tuple[Unit, str, bool]] = []

    def read(self, tokens: list[Token], heads: list[Head], text: str, *, hypothesis: bool, free: bool) -> list[Token]:
        """The tokens outside of quantifiers."""
        plain, units = separated(tokens, heads, text, free)
        for unit in units:
            order = [head.kind for head in unit.heads]
            if order != sorted(order, reverse=not hypothesis):
                raise StatementError("in a hypothesis exists comes before forall" if hypothesis else
                                     "in a conclusion forall comes before exists", text, unit.heads[-1].at)  # fmt: skip
            self.units.append((unit, text, hypothesis))
        return plain

    def check(self, outside: list[tuple[list[Token], str]], sizes: set[str]) -> None:
        """Scopes: no bound letter outside; a letter that is bound twice gets another name there."""
        used = [(t, text) for tokens, text in outside for t in tokens if t.type in ("NAME", "IDENT") and t.value]
        for k, (unit, text, _) in enumerate(self.units):
            bound = {name: place for head in unit.heads for name, place in head.letters}
            for name, place in bound.items():
                if name in self.declared:
                    raise StatementError(f"{name} is declared outside, and bound here: rename one of them", text, place)
                if name in sizes:
                    raise StatementError(f"{name} is a size: a quantifier binds numbers and matrices", text, place)
            inside = [(t, source) for j, (other, source, _) in enumerate(self.units) if j != k and not (
                set(bound) & {n for h in other.heads for n, _ in h.letters}) for t in (*other.body, *other.values)]  # fmt: skip
            for token, source in (*used, *inside):
                if token.value in bound:
                    raise StatementError(f"{token.value} stands outside the scope of its quantifier here: rename one of them",
                                         source, token.at)  # fmt: skip
        taken = {t.value for t, _ in used} | set(self.declared) | sizes
        taken |= {t.value for unit, _, _ in self.units for t in unit.body}
        new = renamed([unit for unit, _, _ in self.units], taken)
        for k, (unit, _, _) in enumerate(self.units):
            for head in unit.heads:
                for d in head.declared:
                    name = new[k].get(d.name, d.name)
                    self.declared[name] = replace(d, name=name)
                head.letters = [(new[k].get(name, name), place) for name, place in head.letters]

    def parsed(self, hypotheses: Parts, conclusions: Parts, read: Callable) -> list[tuple[Quantified, str]]:
        """Opened parts go to the hypotheses or conclusions; the others are returned."""
        found: list[tuple[Quantified, str]] = []
        for unit, text, hypothesis in self.units:
            kept = "forall" if hypothesis else "exists"
            names = [name for head in unit.heads if head.kind == kept for name, _ in head.letters]
            opened = [name for head in unit.heads if head.kind != kept for name, _ in head.letters]
            relations = read(unit.body, text)
            if not hypothesis:
                self._may_be_none(opened, unit, text, others=len(conclusions) + len(self.units) - 1)
            if not names:
                if unit.values:
                    raise StatementError("with gives values to a forall of a hypothesis, or to an exists of a conclusion",
                                         text, unit.values[0].at)  # fmt: skip
                (hypotheses if hypothesis else conclusions).extend((r, text) for r in relations)
                continue
            for name in names:
                kinds = self.declared[name].kinds if name in self.declared else frozenset()
                wrong = min(kinds & {"dimension", "integer", "diagonal", "invertible", "normal"}, default="")
                if wrong:
                    raise StatementError(f"{kept} over letters of the kind {wrong} is not in the language", text, unit.at)
            self._no_inverses(set(names), relations, text, kept)
            values = valued(unit, set(names), text, read)
            found.append((Quantified(kept, {n: n for n in names}, relations, unit.at, values), text))
        return found

    def _may_be_none(self, opened: list[str], unit: Unit, text: str, others: int) -> None:
        """Of letters that may not exist everything holds: what stands beside must not borrow from that."""
        hypotheses = sum(h for _, _, h in self.units)
        if others - hypotheses > 0 and not all(_exists(self.declared[n]) for n in opened if n in self.declared):
            raise StatementError("forall over letters that may not exist (orthonormal, several kinds) stands alone: no other "
                                 "conclusion", text, unit.at)  # fmt: skip

    def _no_inverses(self, names: set[str], relations: list[Relation], text: str, kept: str) -> None:
        """An inverse speaks of what exists: that of a bound letter would say so of its values. Under forall a kind may."""
        for node in (n for r in relations for n in r.walk()):
            value = constant(node.args[1]) if node.op == "^" else None
            below = node.args[0] if node.op == "inv" or (value is not None and value < 0) else node.args[1] if (
                node.op == "/") else None  # fmt: skip
            if below is None or not names & {n.value for n in below.walk() if n.op == "name"}:
                continue
            d = self.declared.get(below.value) if below.op == "name" else None
            certain = d is not None and (d.kinds & {"pd", "positive"} or (d.bound is not None and d.bound[0] == ">"))
            if kept == "exists" or not certain:
                raise StatementError("an inverse of a bound letter is not in the language here" + (
                    ": write X*Y = I with another letter" if kept == "exists" else ", unless it is declared pd or positive"),
                    text, below.at)  # fmt: skip

    @staticmethod
    def shaped(q: Quantified, shapes: Shapes, text: str) -> None:
        """Shapes of the values, which are those of their letters."""
        shapes.text = text
        for name, value in q.values.items():
            if name in shapes.letters and not value.zero and not shapes.fit(shapes.letters[name], shapes.of(value)):
                both = shape_text(shapes.letters[name]), shape_text(value.shape)
                raise StatementError(f"{name} is {both[0]}, and its value is {both[1]}", text, value.at)


def _exists(d: Declaration) -> bool:
    """Whether there are letters of that declaration, whatever the size."""
    kinds = d.kinds - {"matrix", "vector", "square", "real"}
    return len(kinds) <= 1 and "orthonormal" not in kinds and (d.bound is None or kinds <= {"integer", "diagonal"})
