"""An objective, read: its term, the letters in which it is differentiated, and letters that equations define.

Letters that cannot be variables are refused in one line, with a caret: what does not occur, what is semidefinite (write
K Kᵀ), what stands in an exponent. A norm in an odd power is differentiated where it is not 0, and the domain says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from theory.statements.declarations import plain_name
from theory.statements.derivatives.calculus import Hidden, HiddenLetters
from theory.statements.derivatives.terms import Shape, Term, letter, parse_term, power
from theory.statements.derivatives.writing import Writer, barred, kernel_text
from theory.statements.elaborate import Elaborated, expression_text
from theory.statements.reading import read_expression
from theory.statements.shapes import is_number, shape_text
from theory.statements.tree import StatementError

REFUSED = {"psd": "write it as K*K^T and differentiate in K", "pd": "write it as K*K^T and differentiate in K",
           "projection": "write it as U*U^T with U: orthonormal",
           "idempotent": "only linear and orthonormal constraints are known",
           "normal": "only linear and orthonormal constraints are known"}  # fmt: skip
SYMMETRY = {"symmetric": "sym", "diagonal": "sym", "projection": "sym", "skew": "skew", "psd": "sym", "pd": "sym"}


@dataclass(frozen=True)
class Variable:
    """``kind``: free, symmetric, skew, diagonal, stiefel (UᵀU = I); ``direction``: the letter of its direction."""

    name: str
    shown: str
    kind: str
    shape: Shape
    direction: str

    @property
    def term(self) -> Term:
        """The letter."""
        return letter(self.name, self.shape, self.symmetry)

    @property
    def symmetry(self) -> str:
        """Of the letter and of its directions."""
        return {"symmetric": "sym", "diagonal": "sym", "skew": "skew"}.get(self.kind, "")

    @property
    def along(self) -> Term:
        """The direction."""
        return letter(self.direction, self.shape, self.symmetry)


@dataclass
class Objective:
    """``letters`` and ``given`` are the kernel's, without directions; ``term`` is the objective; ``hidden`` the norms, inverses
    and reciprocals that depend on the variables; ``domain``: where the formulas hold."""

    text: str
    where: str
    found: Elaborated
    letters: list
    given: list[str]
    term: Term
    value: str
    variables: list[Variable]
    hidden: HiddenLetters
    shapes: dict[str, Shape]
    symmetry: dict[str, str]
    domain: list[str] = field(default_factory=list)
    fixed: HiddenLetters = field(default_factory=dict)
    """Norms, inverses and reciprocals of data: letters like others, but written as what they are."""

    @property
    def taken(self) -> set[str]:
        """Names of letters."""
        return {name for name, _ in self.letters} | {v.direction for v in self.variables}

    def fresh(self, wanted: str) -> str:
        """A name that no letter has."""
        while wanted in self.taken:
            wanted += "_"
        return wanted

    @property
    def data(self) -> list[str]:
        """Letters that are neither variables nor sizes nor hidden, in their order, as far as the objective has them."""
        hidden = self.hidden | self.fixed
        used = self.term.names() | {n for h in hidden.values() for n in h.of.names()}
        return [n for n, s in self.letters if n in used and n not in hidden and (
            s["kind"] not in ("integer", "dimension")) and n not in {v.name for v in self.variables}]  # fmt: skip

    def writer(self, style: str) -> Writer:
        """Writes terms with the user's names, and hidden letters as what they are."""
        writer = Writer(style)
        for user, kernel in self.found.letters.items():
            if user != kernel and style == "language":
                writer.shown[kernel] = (user, 4)
        for name, known in _in_order(self.fixed | self.hidden).items():
            writer.shown[name] = _shown(writer, known)
            if known.kind == "reciprocal":
                writer.below[name] = known.of
        return writer


def _shown(writer: Writer, known: Hidden) -> tuple[str, int]:
    latex, python = writer.style == "latex", writer.style == "python"
    if known.kind == "norm":
        inside = writer(known.of)
        return (rf"\left\|{inside}\right\|" if latex else f"norm({inside})" if python else barred(inside)), 4
    if known.kind == "inverse":
        return (rf"{writer(known.of, 4)}^{{-1}}" if latex else f"inv({writer(known.of)})"), 4 - latex
    below = writer(known.of, 3)
    return (rf"\frac{{1}}{{{writer(known.of)}}}", 3) if latex else (f"1 / {below}" if python else f"1/{below}", 2)


def read_objective(text: str, variables: list[str], where: str = "") -> Objective:
    """The objective of a text, to be differentiated in ``variables``; StatementError with a place for what is unusable.

    >>> objective = read_objective("1/2*||X*Y^T - A||^2", ["X", "Y"], "X: m x r")
    >>> [(v.name, v.kind, v.shape) for v in objective.variables], objective.data
    ([('X', 'free', ('m', 'r')), ('Y', 'free', ('n', 'r'))], ['A'])
    """
    node, reading = read_expression(text, where)
    if not is_number(node.shape):
        raise StatementError(f"an objective is a number, 1 x 1, and this is {shape_text(node.shape)}: a norm or a trace is "
                             "missing", text, node.at)  # fmt: skip
    found, value = expression_text(node, reading)
    letters, given = list(found.json["letters"]), list(found.json["given"])
    shapes: dict[str, Shape] = {name: _shape(spec) for name, spec in letters}
    symmetry = _symmetry(found, given)
    term = parse_term(value, shapes, symmetry)
    hidden = _hidden(found, shapes, symmetry)
    known = _variables(variables, text, found, value, hidden, shapes)
    names = {v.name for v in known}
    objective = Objective(text, where, found, letters, given, term, value, known, {}, shapes, symmetry)
    _refuse_exponents(objective, hidden, names)
    _reciprocals_of_positive(objective, names)
    _keep_hidden(objective, hidden, names)
    return objective


def _shape(spec: dict) -> Shape:
    if spec["kind"] == "matrix":
        shape = (spec["shape"][0], spec["shape"][1])
        return None if shape == ("1", "1") else shape
    if spec["kind"] == "diagonal":
        return None if spec["size"] == "1" else (spec["size"], spec["size"])
    return None


def _symmetry(found: Elaborated, given: list[str]) -> dict[str, str]:
    known = {}
    for name, declared in found.reading.declared.items():
        for kind in declared.kinds & set(SYMMETRY):
            known[found.letters.get(name, name)] = SYMMETRY[kind]
    for fact in given:
        if match := re.fullmatch(r"(\w+)\.T == (-?)\1", fact):
            known[match[1]] = "skew" if match[2] else "sym"
    return known | dict.fromkeys(found.factors, "sym")


def _hidden(found: Elaborated, shapes: dict[str, Shape], symmetry: dict[str, str]) -> HiddenLetters:
    hidden: HiddenLetters = {}
    inverses = {base: name for name, base in found.inverses.items()}
    for name, base in found.roots.items():
        hidden[name] = Hidden("norm", parse_term(base, shapes, symmetry), inverses.get(name, ""))
    for name, base in found.inverses.items():
        hidden[name] = Hidden("inverse" if shapes[name] else "reciprocal", parse_term(base, shapes, symmetry))
    return hidden


def _variables(wanted: list[str], text: str, found: Elaborated, value: str, hidden: HiddenLetters,
               shapes: dict[str, Shape]) -> list[Variable]:  # fmt: skip
    listed, known = ",".join(wanted), list[Variable]()
    if not listed.replace(",", "").strip():
        raise StatementError("name the letters to differentiate in, such as X,Y", listed, 0)
    mentioned = set(re.findall(r"[A-Za-z_]\w*", value))
    for _ in range(len(hidden)):
        mentioned |= {n for h in mentioned & set(hidden) for n in hidden[h].of.names()}
    taken = set(shapes)
    for shown in wanted:
        at = listed.find(shown)
        user = plain_name(shown.strip()) if re.match(r"\\?\w", shown.strip()) else shown.strip()
        kernel = found.letters.get(user)
        if kernel is None or kernel not in mentioned:
            free = sorted(u for u, k in found.letters.items() if k in mentioned and k in shapes)
            raise StatementError(f"{shown.strip() or 'an empty name'} does not occur in the objective; its letters are "
                                 f"{', '.join(free) or 'none'}", listed, at)  # fmt: skip
        if any(v.name == kernel for v in known):
            raise StatementError(f"{user} is named twice", listed, at)
        spec = next((s for n, s in found.json["letters"] if n == kernel), {"kind": "dimension"})
        if spec["kind"] in ("dimension", "integer"):
            raise StatementError(f"{user} is an integer: derivatives are in real letters", listed, at)
        direction = _direction(kernel, taken)
        taken.add(direction)
        kind = _kind(user, found, spec, text, listed, at)
        if kind == "stiefel" and shapes[kernel] is None:
            raise StatementError(f"{user} is 1 or -1: there is nothing to differentiate", listed, at)
        known.append(Variable(kernel, user, kind, shapes[kernel], direction))
    return known


def _direction(name: str, taken: set[str]) -> str:
    """A letter for the direction that the language can read: H_X in X, H_1 in W_1, else K_1, …"""
    indexed = re.fullmatch(r"[A-Za-z]+_?([0-9])", name)
    index = indexed[1] if indexed else name.strip("_")
    wanted = next((f"{h}_{index}" for h in "HKMNPQ" if f"{h}_{index}" not in taken), f"H_{name}")
    while wanted in taken:
        wanted += "_"
    return wanted


def _kind(user: str, found: Elaborated, spec: dict, text: str, listed: str, at: int) -> str:
    declared = found.reading.declared.get(user)
    kinds = declared.kinds if declared else frozenset()
    bad = next((k for k in REFUSED if k in kinds), "psd" if "value" in spec else None)
    if bad and spec["kind"] != "diagonal":
        raise StatementError(f"{user} is {bad}, which is no open or linear set: {REFUSED[bad]}", listed, at)
    if spec["kind"] == "diagonal":
        return "diagonal" if spec["size"] != "1" else "free"
    for kind, word in (("symmetric", "symmetric"), ("skew", "skew"), ("orthonormal", "stiefel"), ("orthogonal", "stiefel")):
        if kind in kinds:
            return word
    kernel = found.letters[user]
    for fact in found.json["given"]:
        if match := re.fullmatch(rf"{kernel}\.T == (-?){kernel}", fact):
            return "skew" if match[1] else "symmetric"
        if re.fullmatch(rf"{kernel}\.T\*{kernel} == I\(\w+\)", fact):
            return "stiefel"
        if kernel in re.findall(r"\w+", fact) and fact not in (f"{kernel} >= 0",) and not _defines(kernel, fact, found):
            raise StatementError(f"{user} is constrained by {fact}: constraints on variables are linear symmetry or U^T*U = I",
                                 listed, at)  # fmt: skip
    return "free"


def _defines(kernel: str, fact: str, found: Elaborated) -> bool:
    """Whether the fact defines a norm, an inverse or a reciprocal, and so does not constrain the variable."""
    words = set(re.findall(r"\w+", fact))
    return bool(words & (set(found.roots) | set(found.inverses)))


def _refuse_exponents(objective: Objective, hidden: HiddenLetters, names: set[str]) -> None:
    for term in (objective.term, *(h.of for h in hidden.values())):
        for part in term.walk():
            if part.op == "raw" and part.names() & names:
                name = objective.writer("language")(part)
                raise StatementError(f"{name} has a symbolic or negative exponent, and would have to be differentiated",
                                     objective.text, 0)  # fmt: skip


def _reciprocals_of_positive(objective: Objective, names: set[str]) -> None:
    """s^(−k) of a positive variable s: (1/s)^k with a letter for 1/s."""
    made: dict[str, str] = {}

    def change(term: Term) -> Term:
        args = tuple(change(a) for a in term.args)
        if term.op == "pow" and term.value < 0 and args[0].op == "name" and args[0].value in names:
            base = args[0].value
            if base not in made:
                made[base] = objective.fresh(f"rec_{base}")
                objective.letters.append([made[base], {"kind": "real"}])
                objective.given.append(f"{base}*{made[base]} == 1")
                objective.hidden[made[base]] = Hidden("reciprocal", letter(base))
                objective.shapes[made[base]] = None
            return power(letter(made[base]), -term.value)
        return Term(term.op, args, term.value, term.shape, term.symmetry) if args else term

    objective.term = change(objective.term)
    if made:
        objective.value = kernel_text(objective.term)


def _keep_hidden(objective: Objective, hidden: HiddenLetters, names: set[str]) -> None:
    """Hidden letters that depend on the variables, through others too; a norm among them needs the letter of its
    reciprocal. The others are data."""
    moving = set(names)
    for _ in hidden:
        moving |= {name for name, known in hidden.items() if known.of.names() & moving}
    for name, known in hidden.items():
        if name not in moving:
            objective.fixed[name] = known
        elif known.kind == "norm" and not known.reciprocal:
            r = objective.fresh(f"rec_{name}")
            objective.letters.append([r, {"kind": "real"}])
            objective.given.append(f"{name}*{r} == 1")
            objective.shapes[r] = None
            objective.hidden[name] = Hidden("norm", known.of, r)
            objective.hidden[r] = Hidden("reciprocal", letter(name))
        else:
            objective.hidden[name] = known
    objective.hidden = _in_order(objective.hidden)
    write = objective.writer("language")
    for known in objective.hidden.values():
        if known.kind == "norm":
            objective.domain.append(f"{barred(write(known.of))} is not 0")
        else:
            objective.domain.append(f"{write(known.of)} is {'invertible' if known.kind == 'inverse' else 'not 0'}")
    objective.domain = list(dict.fromkeys(objective.domain))


def _in_order(hidden: HiddenLetters) -> HiddenLetters:
    """Each letter behind those through which it is defined."""
    found: HiddenLetters = {}
    while len(found) < len(hidden):
        found |= {n: h for n, h in hidden.items() if n not in found and h.of.names() & set(hidden) <= set(found)}
    return found
