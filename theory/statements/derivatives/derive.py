"""Everything about one objective: formulas, invariances, what gradient flow conserves, critical equations, certificates."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from theory.kernel.budget import Fault
from theory.prove.derivation import Book, Derivation
from theory.prove.rewrite import NotFound
from theory.statements.derivatives.acting import WORDS, certify_action, certify_moment, group_of, moment
from theory.statements.derivatives.calculus import cancelled, gradient, jet
from theory.statements.derivatives.candidates import lipschitz_candidate, pl_candidate
from theory.statements.derivatives.invariances import Action, find_actions
from theory.statements.derivatives.objective import Objective, read_objective
from theory.statements.derivatives.proving import prove
from theory.statements.derivatives.scene import scene
from theory.statements.derivatives.taylor import expansion, solved_letters
from theory.statements.derivatives.terms import Term, add, letter, mul, negative, num, transpose
from theory.statements.derivatives.writing import kernel_text

HALF = num(Fraction(1, 2))


@dataclass
class Derived:
    """``gradient`` by kernel letter; ``product``: the Hessian applied to the directions; ``second``: the Hessian form;
    ``goals``: what was certified, in words → ids; ``notes``: what was found but not certified, and is not in the answer."""

    objective: Objective
    gradient: dict[str, Term]
    product: dict[str, Term]
    second: Term
    actions: list[tuple[Action, list[str]]] = field(default_factory=list)
    conserved: list[tuple[Action, str]] = field(default_factory=list)
    riemannian: dict[str, Term] = field(default_factory=dict)
    candidates: list[dict] = field(default_factory=list)
    goals: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    pages: dict[str, Any] = field(default_factory=dict)

    def text(self, term: Term, style: str = "language") -> str:
        """A term as text: "language" (which `read_expression` reads back), "latex" or "python"."""
        return self.objective.writer(style)(term)

    def derivation(self) -> Derivation:
        """All certificates, premises first."""
        goals = list(dict.fromkeys(g for ids in self.goals.values() for g in ids))
        return Derivation(tuple(self.pages.values()), tuple(goals))

    def write(self, folder: Path | str) -> None:
        """The certificates and a manifest of goals, for ``saddleproof recheck``."""
        import json

        self.derivation().write(folder)
        content = {"format": 1, "claims": self.goals}
        (Path(folder) / "manifest.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")

    def to_json(self) -> dict[str, Any]:
        """The fields of ``saddleproof derive --format json``, without certificates and check."""
        shown = {v.name: v.shown for v in self.objective.variables}
        return {
            "objective": self.objective.text,
            "gradient": {shown[n]: self.text(g) for n, g in self.gradient.items()},
            "hessian_form": self.text(self.second),
            "directions": {v.shown: v.direction for v in self.objective.variables},
            "domain": self.objective.domain,
            "invariances": [self.action_json(a) for a, _ in self.actions],
            "conserved": [self.moment_text(a) for a, _ in self.conserved],
            "critical": self.critical(),
            "candidates": self.candidates,
            "notes": self.notes,
        }

    def action_json(self, action: Action) -> dict[str, Any]:
        """{"group", "element", "action": {variable: text}} of an invariance."""
        group = group_of(action, self.objective)
        moved: dict[str, str] = {}
        for slot, c, turned in action.moves:
            v = slot.variable
            element, here = group.shown(c, turned), moved.get(v.shown, v.shown)
            if slot.side == "right":
                moved[v.shown] = f"{here}*{element}"
            else:
                moved[v.shown] = f"{element}*{here}" + (f"*({element}).T" if slot.side == "both" else "")
        return {"group": action.group, "element": WORDS[action.group], "action": moved}

    def moment_text(self, action: Action) -> str:
        """What is conserved for an action, in the language; of a diagonal action the diagonal."""
        text = self.text(moment(action))
        return f"diag({text})" if action.group == "diagonal" else text

    def critical(self) -> list[str]:
        """The critical equations: the gradient, for UᵀU = I its tangential part, is 0."""
        found = []
        for v in self.objective.variables:
            text = self.text(self.riemannian.get(v.name, self.gradient[v.name]))
            found.append(f"diag({text}) = 0" if v.kind == "diagonal" else f"{text} = 0")
        return found


def derive(text: str, variables: list[str], where: str = "") -> Derived:
    """Derive everything about an objective; StatementError for unusable input, ValueError where the kernel refuses.

    >>> found = derive("1/2*||X*Y^T - A||^2", ["X", "Y"])
    >>> found.text(found.gradient["X"]), found.to_json()["conserved"]
    ('(X*Y.T - A)*Y', ['X.T*X - Y.T*Y'])
    """
    objective = read_objective(text, variables, where)
    slopes = gradient(objective.term, objective.hidden)
    formulas = {v.name: _projected(v.kind, slopes.get(v.name, num(0))) for v in objective.variables}
    formulas = {n: cancelled(g, objective.hidden) for n, g in formulas.items()}
    directions = {v.name: v.along for v in objective.variables}
    second = cancelled(jet(objective.term, directions, objective.hidden).second, objective.hidden)
    product = {n: cancelled(jet(g, directions, objective.hidden).first, objective.hidden) for n, g in formulas.items()}
    found = Derived(objective, formulas, product, second)
    try:
        book, root, page = expansion(objective, formulas, second)
    except (Fault, NotFound) as error:
        raise ValueError(f"the formulas could not be certified: {str(error)[:200]}") from None
    found.goals["gradient-and-hessian"] = [page]
    value = next(n for n, s in book.statements[root].json["letters"] if s.get("value") == objective.value)
    _symmetries(book, found, root, value)
    _constrained(book, found)
    found.candidates = [c for c in (lipschitz_candidate(objective, second, [a for a, _ in found.actions]),
                                    pl_candidate(objective)) if c]  # fmt: skip
    found.pages = {n: c for n, c in book.pages.items()}
    return found


def _projected(kind: str, slope: Term) -> Term:
    """The gradient among symmetric or skew matrices."""
    if kind == "symmetric":
        return add(mul(HALF, slope), mul(HALF, transpose(slope)))
    return add(mul(HALF, slope), negative(mul(HALF, transpose(slope)))) if kind == "skew" else slope


def _symmetries(book: Book, found: Derived, root: str, value: str) -> None:
    for k, action in enumerate(find_actions(found.objective, found.gradient), 1):
        try:
            pages = certify_action(book, found.objective, action, root, value)
        except (Fault, NotFound, ValueError):
            found.notes.append(f"to first order a {action.group} action keeps the objective; no certificate for the group")
            continue
        found.actions.append((action, pages))
        found.goals[f"invariance-{k}"] = pages
        if action.group == "orthogonal":
            continue
        try:
            page = certify_moment(book, found.objective, action, found.gradient)
        except (Fault, NotFound, ValueError):
            found.notes.append(f"{found.moment_text(action)} should be conserved; no certificate")
            continue
        found.conserved.append((action, page))
        found.goals[f"conserved-{k}"] = [page]


def _constrained(book: Book, found: Derived) -> None:
    """For UᵀU = I: the tangential part of the gradient, R = G − U(UᵀG + GᵀU)/2, with certificates that it is one."""
    objective = found.objective
    for v in objective.variables:
        if v.kind != "stiefel" or v.shape is None:
            continue
        u, g = v.term, found.gradient[v.name]
        product = mul(transpose(u), g)
        rest = add(g, negative(mul(HALF, u, add(product, transpose(product)))))
        found.riemannian[v.name] = rest
        k, n, h = (objective.fresh(name) for name in ("K", "N", "T"))
        skew, normal = letter(k, (v.shape[1], v.shape[1])), letter(n, v.shape)
        value = add(mul(u, add(skew, negative(transpose(skew)))), normal, negative(mul(u, transpose(u), normal)))
        letters = [*objective.letters, [k, {"kind": "matrix", "shape": [v.shape[1]] * 2}],
                   [n, {"kind": "matrix", "shape": list(v.shape)}],
                   [h, {"kind": "matrix", "shape": list(v.shape), "value": kernel_text(value)}]]  # fmt: skip
        book.scene = scene(letters, objective.given, solved_letters(objective))
        frame = next(g for g in objective.given if g.startswith(f"{v.name}.T*{v.name} == "))
        rules = [(f"def {h}", h), (frame, frame.split(" == ")[0])]
        goals = [f"tr({h}.T*({kernel_text(g)})) == tr({h}.T*({kernel_text(rest)}))"]
        goals += [f"{v.name}.T*({x}) + ({x}).T*{v.name} == 0" for x in (h, kernel_text(rest))]
        found.goals[f"tangential-{v.name}".lower().replace("_", "-")] = [
            prove(book, letters, objective.given, goal, rules) for goal in goals]  # fmt: skip
