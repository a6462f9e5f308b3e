"""Everything about one objective of L layers, L symbolic: gradient, Hessian form, neighbours, critical equations,
certificates."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from theory.kernel.budget import Fault
from theory.prove.derivation import Book, Derivation
from theory.prove.rewrite import NotFound
from theory.statements.derivatives.calculus import gradient
from theory.statements.derivatives.terms import Term, add, letter, mul, num, transpose
from theory.statements.derivatives.writing import Writer
from theory.statements.families.objective import FamilyObjective, read_objective_of_families, second_form
from theory.statements.families.points import critical_point, generic_point
from theory.statements.families.symmetry import Invariance, balance, conserved, element_of, invariance
from theory.statements.families.variation import Variation

SPELLINGS = {
    "language": {
        "whole": "{w}_{L} ⋯ {w}_1",
        "after": "({w}_{L} ⋯ {w}_{{l+1}}).T",
        "before": "({w}_{{l-1}} ⋯ {w}_1).T",
        "member": "{x}_{l}",
        "next": "{x}_{{l+1}}",
        "sum": "sum_{i} ({s})",
    },
    "latex": {
        "whole": r"{w}_{{{L}}} \cdots {w}_1",
        "after": r"\left({w}_{{{L}}} \cdots {w}_{{l+1}}\right)^{{\top}}",
        "before": r"\left({w}_{{l-1}} \cdots {w}_1\right)^{{\top}}",
        "member": "{x}_{{{l}}}",
        "next": "{x}_{{{l}+1}}",
        "sum": r"\sum_{{{i}}} {s}",
    },
}


@dataclass
class FamilyDerived:
    """``form``: the Hessian form and its letters, for the kernel; ``goals``: what was certified, in words → ids."""

    objective: FamilyObjective
    form: str
    form_letters: list
    invariance: Invariance | None
    goals: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    pages: dict[str, Any] = field(default_factory=dict)

    def derivation(self) -> Derivation:
        """All certificates, premises first."""
        return Derivation(tuple(self.pages.values()), tuple(dict.fromkeys(g for ids in self.goals.values() for g in ids)))

    def write(self, folder: Path | str) -> None:
        """The certificates and a manifest of goals, for ``saddleproof recheck``."""
        self.derivation().write(folder)
        content = {"format": 1, "claims": self.goals}
        (Path(folder) / "manifest.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")

    def to_json(self) -> dict[str, Any]:
        """The fields of ``saddleproof derive --format json``, without certificates and check."""
        w, texts = self.objective.family, Texts(self.objective)
        member = f"{w}_l"
        actions = []
        if self.invariance is not None:
            element, action = element_of(self.invariance.group, self.objective)
            actions = [{"group": self.invariance.group, "element": element, "action": action}]
        kept = f"{w}_{{l+1}}.T*{w}_{{l+1}} - {w}_l*{w}_l.T"
        return {
            "objective": self.objective.text,
            "gradient": {member: texts.gradient()},
            "hessian_form": texts.form(),
            "directions": {member: "Z_l"},
            "domain": texts.definitions(),
            "invariances": actions,
            "conserved": [kept] if "conserved" in self.goals else [],
            "critical": [f"{texts.gradient()} = 0", *([texts.balance()] if "balance" in self.goals else [])],
            "candidates": [],
            "notes": self.notes,
        }


def derive_family(text: str, variables: list[str], where: str = "") -> FamilyDerived:
    """Derive everything about an objective of L layers; StatementError for unusable input, ValueError where the kernel refuses.

    >>> found = derive_family("1/2*||W_L ⋯ W_1 - Y||^2", ["W"], "W: family of L matrices, W_l: d_l x d_{l-1}")
    >>> found.to_json()["gradient"]["W_l"], found.to_json()["conserved"]
    ('(W_L ⋯ W_{l+1}).T*(W_L ⋯ W_1 - Y)*(W_{l-1} ⋯ W_1).T', ['W_{l+1}.T*W_{l+1} - W_l*W_l.T'])
    """
    objective = read_objective_of_families(text, variables, where)
    book = Book(scene=generic_point(objective))
    try:
        work = Variation(book, objective)
        variation = work.gradient()
        second, form, letters = work.hessian()
    except (Fault, NotFound) as error:
        raise ValueError(f"the formulas could not be certified: {str(error)[:200]}") from None
    found = FamilyDerived(objective, form, letters, invariance(work))
    found.goals = {"gradient": [variation], "hessian-form": [second]}
    if found.invariance is not None:
        found.goals["invariance"] = [found.invariance.page]
    _neighbours(work, found)
    point = critical_point(objective)
    try:
        if point is not None:
            found.goals["critical"] = list(work.stationary(variation, point))
    except (Fault, NotFound):
        point = None
    if point is None:
        found.notes.append(
            "no exact critical point without zeros was found, which the certificate of critical points shows: "
            "the equations are those of the certified gradient"
        )
    found.pages = dict(book.pages)
    return found


def _neighbours(work: Variation, found: FamilyDerived) -> None:
    """What flow conserves, and what is balanced at critical points."""
    try:
        if not any(s.layers for s in work.o.sums):
            found.goals["conserved"] = [conserved(work)]
        elif any(s.layers and not s.slope.zero for s in work.o.sums):
            found.goals["balance"] = [balance(work)[0]]
    except (Fault, NotFound):
        found.notes.append("neighbouring layers: no certificate was found for a conserved quantity or a balance")


class Texts:
    """The formulas as texts, in the language or as LaTeX."""

    def __init__(self, objective: FamilyObjective, style: str = "language"):
        self.o, self.style, self.spell = objective, style, SPELLINGS[style]

    def gradient(self) -> str:
        """∇_{W_l} F."""
        o, parts = self.o, []
        around, writer = self._around(), self._writer("l")
        if around is not None:
            rows, columns = around.shape or ("1", "1")
            after, before = letter("AFTER", ("b", rows)), letter("BEFORE", (columns, "a"))
            for role in ("after", "before"):
                writer.shown[role.upper()] = self._said(role, o.family), 4
            parts.append(writer(mul(after, around, before), 1))
        parts += [writer(mul(s.weight, s.slope), 1) for s in o.sums if s.layers and not s.slope.zero]
        return " + ".join(parts).replace("+ -", "- ") or "0"

    def form(self) -> str:
        """The Hessian form along Z."""
        outer, inside = second_form(self.o)
        parts = [] if outer.zero else [self._writer()(outer)]
        for s in self.o.sums:
            if not inside[s.name].zero:
                body = self._writer("l" if s.layers else s.index)(inside[s.name])
                summed = letter("SUM_" + s.name)
                writer = Writer(
                    self.style, {"SUM_" + s.name: (self.spell["sum"].format(i="l" if s.layers else s.index, s=body), 2)}
                )
                parts.append(writer(mul(s.weight, summed)))
        return " + ".join(parts) or "0"

    def definitions(self) -> list[str]:
        """What DP and EP are, where the form has them."""
        form, o, w = self.form(), self.o, self.o.family
        found = []
        if o.product and re.search(r"\bDP\b", form):
            found.append(
                f"DP = DP_{o.count}, DP_0 = 0, DP_l = {w}_l DP_{{l-1}} + Z_l {w}_{{l-1}} ⋯ {w}_1 (the product along Z)"
            )
        if o.product and re.search(r"\bEP\b", form):
            found.append(f"EP = EP_{o.count}, EP_0 = 0, EP_l = {w}_l EP_{{l-1}} + Z_l DP_{{l-1}} (its part of second order)")
        return found

    def balance(self) -> str:
        """What neighbouring layers satisfy at critical points."""
        o = self.o
        w = letter(o.family, o.term_shape())
        total = add(*(mul(s.weight, s.slope) for s in o.sums if s.layers and not s.slope.zero))
        upper, lower = self._writer("l+1")(mul(transpose(w), total)), self._writer("l")(mul(total, transpose(w)))
        return f"{upper} = {lower}   (balance of neighbours)"

    def _around(self) -> Term | None:
        o = self.o
        if not o.product:
            return None
        parts = [gradient(o.outer, {}).get(o.product, num(0))]
        for s in o.sums:
            if not s.layers and not s.slope.zero:
                parts.append(mul(s.weight, letter("SUM_" + s.name, o.product_shape())))
        total = add(*parts)
        return None if total.zero else total

    def _writer(self, place: str = "") -> Writer:
        """Writes terms in flat letters; members at ``place``."""
        writer, o = Plain(self.style), self.o
        for name, spec in o.base:
            if "over" in spec and spec["kind"] != "dimension" and name != o.product:
                writer.shown[name] = self._member(name, place or "i"), 4
        writer.shown["Z"] = self._member("Z", place or "l"), 4
        if o.product:
            writer.shown[o.product] = self._said("whole", o.family), 2
        for s in o.sums:
            if not s.layers:
                body = Plain(
                    self.style,
                    {
                        **writer.shown,
                        **{n: (self._member(n, s.index), 4) for n, x in o.base if "over" in x and (n != o.product)},
                    },
                )(s.slope)
                writer.shown["SUM_" + s.name] = self.spell["sum"].format(i=s.index, s=body), 2
        return writer

    def _member(self, name: str, place: str) -> str:
        key = "next" if place == "l+1" else "member"
        shown = Writer(self.style)._name(letter(name))[0]
        return self.spell[key].format(x=shown, l="l" if place == "l+1" else place)

    def _said(self, part: str, w: str) -> str:
        return self.spell[part].format(w=w, L=self.o.count)


class Plain(Writer):
    """As `Writer`; an identity has no size, which its place says."""

    def _I(self, term: Term) -> tuple[str, int]:
        return "I", 4


def latex_of(found: FamilyDerived) -> str:
    """The formulas in LaTeX."""
    o, texts = found.objective, Texts(found.objective, "latex")
    rows = [rf"\nabla_{{{o.family}_l}} F &= {texts.gradient()}", rf"D^2F[Z] &= {texts.form()}"]
    body = " \\\\\n  ".join(rows)
    return f"\\begin{{align*}}\n  {body}\n\\end{{align*}}"
