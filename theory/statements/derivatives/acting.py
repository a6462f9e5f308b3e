"""Certificates of invariances, F(moved) == F for the group itself, and of what gradient flow conserves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from theory.kernel.budget import Fault
from theory.prove.derivation import Book
from theory.prove.rewrite import NotFound
from theory.statements.derivatives.calculus import Hidden
from theory.statements.derivatives.invariances import POWERS, Action, Slot
from theory.statements.derivatives.objective import Objective
from theory.statements.derivatives.proving import prove, semidefinite_rules
from theory.statements.derivatives.scene import Solved, scene
from theory.statements.derivatives.taylor import solved_letters
from theory.statements.derivatives.terms import Term, add, inner, letter, mul, negative, num, transpose
from theory.statements.derivatives.writing import Writer, kernel_text

WORDS = {"general linear": "G invertible", "orthogonal": "Q^T*Q = Q*Q^T = I", "diagonal": "L diagonal, positive",
         "scaling": "c > 0"}  # fmt: skip


@dataclass
class Group:
    """The letters of a group element, as the kernel reads them; ``powers``: text of the element to c, or its contragredient."""

    action: Action
    letters: list
    given: list[str]
    solved: Solved
    element: str
    back: str

    def power(self, c: int, contragredient: bool = False) -> str:
        """exp(cS), or exp(−cSᵀ), as a product of letters."""
        if self.action.group in ("diagonal", "scaling"):
            return f"{self.element}**({c})" if c != 1 else self.element
        base = self.element if c > 0 else self.back
        if contragredient:
            base = f"{self.back if c > 0 else self.element}.T"
        return "*".join([base] * abs(c))

    def rules(self) -> list:
        """What the letters promise."""
        return [(fact, fact.split(" == ")[0]) for fact in self.given]

    def shown(self, c: int, contragredient: bool = False) -> str:
        """As `power`, in the language."""
        if self.action.group in ("diagonal", "scaling"):
            return {1: self.element, -1: f"inv({self.element})" if self.action.size else f"1/{self.element}"}.get(
                c, f"{self.element}^{c}")  # fmt: skip
        text = self.power(c, contragredient)
        return text.replace(self.back, f"inv({self.element})") if self.action.group == "general linear" else text


def group_of(action: Action, objective: Objective) -> Group:
    """New letters for an element of the group.

    >>> from theory.statements.derivatives.objective import read_objective
    >>> group_of(Action("scaling", None, ()), read_objective("||X||^2", ["X"])).letters
    [['c', {'kind': 'positive'}]]
    """
    name = objective.fresh({"general linear": "G", "orthogonal": "Q", "diagonal": "L", "scaling": "c"}[action.group])
    if action.group == "scaling":
        return Group(action, [[name, {"kind": "positive"}]], [], {}, name, name)
    spec = {"kind": "matrix", "shape": [action.size, action.size]}
    if action.group == "diagonal":
        return Group(action, [[name, {"kind": "diagonal", "size": action.size, "positive": True}]], [], {}, name, name)
    if action.group == "orthogonal":
        facts = [f"{name}.T*{name} == I({action.size})", f"{name}*{name}.T == I({action.size})"]
        return Group(action, [[name, spec]], facts, {}, name, f"{name}.T")
    back = objective.fresh(f"{name}_inv")
    facts = [f"{name}*{back} == I({action.size})", f"{back}*{name} == I({action.size})"]
    return Group(action, [[name, spec], [back, spec]], facts, {back: ("inverse", name)}, name, back)


@dataclass
class Moved:
    """The point after the action: texts of the variables and of hidden letters."""

    group: Group
    objective: Objective
    texts: dict[str, str] = field(default_factory=dict)

    def writer(self) -> Writer:
        """Writes terms at the moved point."""
        writer = Writer()
        for name, text in self.texts.items():
            writer.shown[name] = text, 2
        return writer


def act(group: Group, slot: Slot, c: int, turned: bool, here: str) -> str:
    """The text of the moved variable, of a text for the variable."""
    if slot.side == "right":
        return f"{here}*{group.power(c, turned)}"
    left = f"{group.power(c, turned)}*{here}"
    return left if slot.side != "both" else f"{left}*({group.power(c, turned)}).T"


def certify_action(book: Book, objective: Objective, action: Action, root: str, value: str) -> list[str]:
    """Certificates of F(moved) == F, that hidden letters move as they must, and constraints stay; NotFound or Fault if not."""
    group = group_of(action, objective)
    moved = Moved(group, objective)
    for slot, c, turned in action.moves:
        name = slot.variable.name
        moved.texts[name] = act(group, slot, c, turned, moved.texts.get(name, name))
    letters = [*objective.letters, *group.letters, [value, {"kind": "real", "value": objective.value}]]
    given = [*objective.given, *group.given]
    book.scene = scene(letters, given, solved_letters(objective) | group.solved)
    pages = []
    for name, known in objective.hidden.items():
        if known.of.names() & set(moved.texts):
            pages.append(_hidden(book, moved, letters, given, name, known))
    rules = [*group.rules(), *semidefinite_rules(objective), *_reciprocal_rules(objective)]
    after = moved.writer()(objective.term)
    first = objective.fresh(f"{value}1")
    letters = [*letters, [first, {"kind": "real", "value": after}]]
    pages.append(prove(book, letters, given, f"{first} == {value}", rules, {"definition": root},
                       [["_", f"def {first}"], ["-_", "definition"]]))  # fmt: skip
    for v in objective.variables:
        if v.kind == "stiefel" and v.name in moved.texts:
            text = moved.texts[v.name]
            own = f"{v.name}.T*{v.name}"
            facts = [(g, g.split(" == ")[0]) for g in objective.given if g.split(" == ")[0] in (own, f"{v.name}*{v.name}.T")]
            size = v.shape[1] if v.shape else "1"
            pages.append(prove(book, letters, given, f"({text}).T*({text}) == I({size})", [*rules, *facts]))
    return pages


def _reciprocal_rules(objective: Objective) -> list:
    """x·(1/x) → 1, and what inverses of letters promise."""
    found = []
    for name, known in objective.hidden.items():
        if known.of.op not in ("name", "square", "tr"):
            continue
        for fact in objective.given:
            left = fact.rpartition(" == ")[0]
            if known.kind != "norm" and (left.endswith(f"*{name}") or left.startswith(f"{name}*")):
                found.append((fact, left))
    return found


def _hidden(book: Book, moved: Moved, letters: list, given: list[str], name: str, known: Hidden) -> str:
    """How a hidden letter moves: the first candidate with a certificate; its text is noted."""
    objective, base = moved.objective, moved.writer()(known.of)
    rules = [*moved.group.rules(), *_reciprocal_rules(objective)]
    for text, hints in _candidates(moved, name, known):
        if known.kind == "norm":
            own = next(g for g in objective.given if g.startswith(f"{name}**2 == "))
            then, rules_here = f"({text})**2 == tr(({base}).T*({base}))", [*rules, (own, f"{name}**2")]
        else:
            one = f"I({moved.objective.shapes[name][0]})" if known.kind == "inverse" else "1"  # type: ignore[index]
            then, rules_here = f"({base})*({text}) == {one}", rules
        for chosen in (hints, []):
            try:
                page = prove(book, letters, given, then, rules_here, None, chosen)
            except (NotFound, Fault):
                continue
            moved.texts[name] = text
            return page
    raise NotFound(f"how {name} moves was not found")


def _candidates(moved: Moved, name: str, known: Hidden) -> Iterator[tuple[str, list]]:
    """Texts that may be the hidden letter of the moved point, each with hints."""
    group, objective = moved.group, moved.objective
    facts = [g for g in objective.given if g.endswith(f"*{name} == 1") or f"*{name} == I(" in g]
    if group.action.group == "scaling":
        for k in sorted(range(-2 * POWERS, 2 * POWERS + 1), key=abs):
            text = f"{group.element}**({k})*{name}" if k else name
            yield text, [["_", fact] for fact in facts[:1]]
        return
    yield name, [["_", fact] for fact in facts[:1]]
    if known.kind == "inverse" and objective.shapes[name] == (group.action.size, group.action.size):
        sides = [(group.power(c, t), group.power(-c, t)) for c in (1, -1) for t in (False, True)]
        for (left, _), (right, over) in product([("", ""), *sides], [("", ""), *sides]):
            text = "*".join(part for part in (left, name, right) if part)
            around = "*".join(part for part in (over, "_", right) if part)
            yield text, [[around, fact] for fact in facts[:1]]


def moment(action: Action) -> Term:
    """What gradient flow conserves for an action: Σ c VᵀV (right), V Vᵀ (left), ‖V‖² (scaling), minus for contragredients.

    >>> from theory.statements.derivatives.objective import Variable
    >>> X = Variable("X", "X", "free", ("m", "r"), "H")
    >>> kernel_text(moment(Action("general linear", "r", ((Slot(X, "right"), 1, False),))))
    'X.T*X'
    """
    return add(*(_part(slot.variable.term, slot.variable.term, slot, c, turned) for slot, c, turned in action.moves))


def _part(a: Term, b: Term, slot: Slot, c: int, turned: bool) -> Term:
    sign = num(-c if turned else c)
    if slot.side == "whole":
        return mul(sign, inner(a, b))
    if slot.side == "left":
        return mul(sign, a, transpose(b))
    return mul(sign, *([num(2)] if slot.side == "both" else []), transpose(a), b)


def certify_moment(book: Book, objective: Objective, action: Action, gradient: dict[str, Term]) -> str:
    """A certificate that the derivative of the moment along V′ = −∇F is 0; for a diagonal action that of its diagonal."""
    letters, dots = list(objective.letters), {}
    for slot, _, _ in action.moves:
        v = slot.variable
        if v.name not in dots and gradient[v.name].zero:
            dots[v.name] = num(0)
        elif v.name not in dots:
            name = objective.fresh(f"{v.name}_dot")
            spec = {"kind": "real"} if v.shape is None else {"kind": "matrix", "shape": list(v.shape)}
            letters.append([name, spec | {"value": kernel_text(negative(gradient[v.name]))}])
            dots[v.name] = letter(name, v.shape)
    parts = []
    for slot, c, turned in action.moves:
        here, dot = slot.variable.term, dots[slot.variable.name]
        parts += [_part(dot, here, slot, c, turned), _part(here, dot, slot, c, turned)]
    total = kernel_text(add(*parts))
    if action.group == "diagonal":
        name = objective.fresh("L")
        letters.append([name, {"kind": "diagonal", "size": action.size}])
        total = f"tr({name}*({total}))"
    book.scene = scene(letters, objective.given, solved_letters(objective))
    rules = [*[(f"def {d.value}", d.value) for d in dots.values() if not d.zero], *_reciprocal_rules(objective)]
    for name, known in objective.hidden.items():
        own = next((g for g in objective.given if g.startswith(f"{name}**2 == ")), None)
        if own and known.of.op == "name":
            rules.append((own, own.split(" == ")[1]))
    return prove(book, letters, list(objective.given), f"{total} == 0", rules)
