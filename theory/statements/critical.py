"""What critical(F, X) gives for an objective that is written in the language: the kernel derives the gradient.

The kernel's critical(F, W) speaks about families of matrices. A variable X becomes a family X_part of one member, its partial
sums X_sum, and X := X_sum[1]; F := the objective is defined through X. For any number L of members the variation

    F(X + tH) = F(X) + t tr(HᵀG) + t²·(…),        G = ∇_X F,

is certified with H in place of any of them (they are added up, so that the place does not matter), hence critical(F, X_part) ⊢
G = 0 by the rule ``stationary``, and L = 1 is an instance. Nothing is assumed of G: with another objective it is another
matrix. The objective is polynomial in its variables, which are free matrices.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from theory.kernel.integers import Int
from theory.kernel.statement import declarations_of
from theory.prove.derivation import Book
from theory.prove.formulas import redeclared, use
from theory.prove.letters import family, integer, matrix, real
from theory.prove.text import poly_text
from theory.statements.derivatives.calculus import gradient
from theory.statements.derivatives.scene import scene
from theory.statements.derivatives.terms import Shape, Term, parse_term
from theory.statements.derivatives.writing import Writer, kernel_text


@dataclass(frozen=True)
class Stationarity:
    """``letters``: those of a statement in equations, with the objective as a real letter ``name``; ``value``: what it is;
    ``variables``: the letters that it is critical in.

    >>> letters = [["m", {"kind": "dimension"}], ["r", {"kind": "dimension"}], ["M", {"kind": "matrix", "shape": ["m", "m"]}],
    ...            ["X", {"kind": "matrix", "shape": ["m", "r"]}], ["F", {"kind": "real"}]]
    >>> found = Stationarity(letters, "F", "tr((X*X.T - M).T*(X*X.T - M))", ("X",))
    >>> [name for name, _ in found.defined], found.atoms
    (['m', 'r', 'M', 'X_part', 'X_sum', 'X', 'F'], {'X': 'critical(F, X_part)'})
    """

    letters: list
    name: str
    value: str
    variables: tuple[str, ...]
    gradients: dict[str, Term] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """ValueError, in one line, where a variable is none, or the objective is no polynomial in it."""
        specs, used = dict(self.letters), mentioned(self.value)
        for x in self.variables:
            spec = specs.get(x, {})
            if spec.get("kind") != "matrix" or "value" in spec:
                raise ValueError(f"critical must name free matrices, got {x}, which is {_kind(spec)}")
            if x not in used:
                raise ValueError(f"critical must name letters of the objective, got {x}, which does not occur in it")
        shapes: dict[str, Shape] = {n: _shape(s) for n, s in self.letters}
        found = gradient(parse_term(self.value, shapes, {}), {})
        self.gradients.update({x: found[x] for x in self.variables if x in found})
        for x in self.variables:
            if x not in self.gradients:
                raise ValueError(f"critical must name letters that the objective depends on, got {x}")

    @property
    def atoms(self) -> dict[str, str]:
        """The hypothesis for each variable, as the kernel reads it."""
        return {x: f"critical({self.name}, {x}_part)" for x in self.variables}

    def equation(self, variable: str, shown: Mapping[str, str]) -> str:
        """∇F = 0 in the language of statements; ``shown``: the user's names of kernel letters."""
        writer = Writer("language")
        writer.shown.update({kernel: (name, 4) for kernel, name in shown.items()})
        return f"{writer(self.gradients[variable])} = 0"

    @property
    def defined(self) -> list:
        """The letters, with the objective as a definition and every variable as a sum of one part."""
        return self._declared(self.letters, {x: "1" for x in self.variables})

    def lifted(self, model: Mapping[str, Any]) -> dict[str, Any]:
        """A model of the equations as one of the definitions."""
        kept = {n: v for n, v in model.items() if n not in (*self.variables, self.name)}
        return kept | {f"{x}_part": {"1": model[x]} for x in self.variables}

    def prove(self, book: Book, goal: str, givens: Mapping[str, str], given: Sequence[str], then: Sequence[str],
              model: Mapping[str, Any]) -> str:  # fmt: skip
        """The statement with critical(F, X_part) among its hypotheses ``given``, from the ``goal`` in equations, whose
        hypotheses are ``given`` but for ``givens``: variable → its gradient equation there, "" → that of the objective."""
        letters, facts, premises = self.defined, dict[str, Any](), list[Any]()
        book.scene = self.lifted(model)
        discharged: dict[str, Any] = {givens[""]: f"def {self.name}"}
        for x in self.variables:
            step = self._critical(book, x, model)
            book.scene = self.lifted(model)
            zero = f"{kernel_text(self.gradients[x])} == 0"
            atoms = [self.atoms[x]]
            mine = book.add("instance", [p for p in letters if p[0] in self._closure(letters, [self.name])], atoms, [zero],
                            {"at": {"L_": "1"}}, [step])  # fmt: skip
            facts[x] = len(premises) + 1
            premises.append(mine)
            discharged[givens[x]] = ["premise", facts[x], 0]
        free = {x: x for x in (*self.variables, self.name)}
        for fact in given:
            if fact not in self.atoms.values():
                discharged[fact] = ["given", list(given).index(fact)]
        whole = {"cert": goal, "set": free, "given": discharged}
        return book.add("collect", letters, list(given), list(then), None, [whole, *premises])

    # ----------------------------------------------------------------------------------------------------- inside

    def _declared(self, letters: list, sums: Mapping[str, str]) -> list:
        """``letters`` with these variables as sums, F := the objective, and what is defined through them last."""
        moved, first, last = {*sums, self.name}, list[list](), list[list]()
        for name, spec in letters:
            if name in moved:
                continue
            late = "value" in spec and mentioned(spec["value"]) & moved
            (last if late else first).append([name, spec])
            if late:
                moved.add(name)
        specs = dict(letters)
        for x, high in sums.items():
            shape = specs[x]["shape"]
            first.append(family(f"{x}_part", "matrix", "1", high, shape=shape))
            steps = {"first": f"0*{x}_part[1]", "next": f"{x}_sum[n_]+{x}_part[n_+1]"}
            first.append(family(f"{x}_sum", "matrix", "0", high, shape=shape, **steps))
            first.append([x, {"kind": "matrix", "shape": shape, "value": f"{x}_sum[{high}]"}])
        return [*first, [self.name, {"kind": "real", "value": self.value}], *last]

    def _closure(self, letters: list, names: Sequence[str]) -> set[str]:
        """Every letter that these are declared through."""
        specs, todo, seen = dict(letters), list(names), set[str]()
        while todo:
            name = todo.pop()
            if name in specs and name not in seen:
                seen.add(name)
                todo += mentioned(str([v for k, v in specs[name].items() if k != "kind"]))
        return seen

    def _critical(self, book: Book, x: str, model: Mapping[str, Any]) -> str:
        """critical(F, X_part) ⊢ G = 0, for a sum of any number of parts."""
        needed = self._closure(self.letters, [*mentioned(self.value)]) | {self.name}
        base = [integer("L_", "1"), *self._declared([p for p in self.letters if p[0] in needed], {x: "L_"})]
        variation = self._variation(book, x, base)
        parts = model[x]
        minus = [[str(_minus(v)) for v in row] for row in parts]
        twice = [[str(-2 * _minus(v)) for v in row] for row in parts]
        kept = {n: v for n, v in model.items() if n not in (x, self.name)}
        book.scene = {**kept, "L_": 2, f"{x}_part": {"1": minus, "2": twice}}
        witness = {"rename": _again(x, self.name, base), "objective": self.name, "family": f"{x}_part", "direction": "H_",
                   "step": "t_", "layer": "l_", "gradient": kernel_text(self.gradients[x]), "at": ["1"]}  # fmt: skip
        zero = f"{kernel_text(self.gradients[x])} == 0"
        return book.add("stationary", base, [f"critical({self.name}, {x}_part)"], zero, witness, [variation])

    def _variation(self, book: Book, x: str, base: list) -> str:
        """F at X + tH: exactly F + t tr(HᵀG) + Σ t^e·(…)."""
        shape = dict(self.letters)[x]["shape"]
        total, part, again = f"{x}_sum", f"{x}_part", _again(x, self.name, base)
        moved = [[again[n], {**dict(base)[n], "override": {"of": part, "at": {"l_": f"{part}[l_]+t_*H_"}}}]
                 if n == part else redeclared([p for p in base if p[0] == n], **again)[0] for n in again]  # fmt: skip
        order = [n for n, _ in base]
        moved.sort(key=lambda p: order.index(next(old for old, new in again.items() if new == p[0])))
        letters = [*base, integer("l_", "1", "L_"), matrix("H_", *shape), real("t_"), *moved]
        book.scene = self._values(base, x)
        root = book.add("objective", base, [], f"{self.name} == {self.value}", None)
        t1, p1, x1, f1 = again[total], again[part], again[x], again[self.name]
        unfolded = [f"def {t1}[k_+1]", f"def {total}[k_+1]", f"def {p1}[k_+1]", ("induction", f"{t1}[k_]")]
        below = book.induct(letters, [], f"{t1}[k_] == {total}[k_]", ("k_", "0", "l_-1"), [f"def {t1}[0]", f"def {total}[0]"],
                            unfolded, k_=0, l_=2)  # fmt: skip
        here = book.expand(letters, [], f"{t1}[l_] == {total}[l_]+t_*H_",
                           [f"def {t1}[l_]", f"def {total}[l_]", f"def {p1}[l_]", ("below", f"{t1}[l_-1]")],
                           {"below": use(below, k_="l_-1")})  # fmt: skip
        above = book.induct(letters, [], f"{t1}[k_] == {total}[k_]+t_*H_", ("k_", "l_", "L_"), here, unfolded, k_=1, l_=1)
        moves = book.expand(letters, [], f"{x1} == {x}+t_*H_", [f"def {x1}", f"def {x}", ("above", f"{t1}[L_]")],
                            {"above": use(above, k_="L_")})  # fmt: skip
        text = re.sub(rf"\b{x}\b", f"({x} + t_*H_)", self.value)
        powers = declarations_of(letters).poly(text).by_power("t_")
        curved = [f"t_**{e.constant}*({poly_text(p)})" for e, p in _rising(powers) if (e.constant or 0) > 1]
        slope = f"t_*tr(H_.T*({kernel_text(self.gradients[x])}))"
        return book.expand(letters, [], " + ".join([f"{f1} == {self.name}", slope, *curved]),
                           [("root", self.name), f"def {f1}", ("moves", x1)], {"root": root, "moves": moves})  # fmt: skip

    def _values(self, base: list, x: str) -> dict[str, Any]:
        """Values of all letters of the variation: sizes 1, two parts."""
        shape = dict(self.letters)[x]["shape"]
        own = (f"{x}_part", f"{x}_sum", x, self.name, "L_")
        plain = scene([p for p in base if p[0] not in own], [], {})
        rows, columns = (int(s) if s.isdigit() else int(plain.get(s, 1)) for s in shape)
        for size in (s for s in shape if not s.isdigit()):
            plain.setdefault(size, 1)

        def filled(value: int) -> list:
            return [[str(value + i + 2 * j) for j in range(columns)] for i in range(rows)]

        return {**plain, "L_": 2, "l_": 1, f"{x}_part": {"1": filled(2), "2": filled(1)}, "H_": filled(3), "t_": "1/2"}


def mentioned(text: str) -> set[str]:
    """Every name in a text of the kernel."""
    return set(re.findall(r"[A-Za-z_]\w*", text)) - {"tr", "T", "I"}


def _again(x: str, name: str, base: list) -> dict[str, str]:
    """What the letters that move with X are called at the moved point."""
    return {n: f"{n}_moved" for n in (f"{x}_part", f"{x}_sum", x, name) if n in dict(base)}


def _rising(powers: Mapping[Int, Any]) -> list:
    return sorted(powers.items(), key=lambda item: item[0].constant or 0)


def _minus(value: Any) -> Any:
    from fractions import Fraction

    return -Fraction(value)


def _shape(spec: Mapping[str, Any]) -> Shape:
    if spec["kind"] == "matrix":
        return spec["shape"][0], spec["shape"][1]
    return (spec["size"], spec["size"]) if spec["kind"] == "diagonal" else None


def _kind(spec: Mapping[str, Any]) -> str:
    if not spec:
        return "no letter of the statement"
    return "defined by its kind" if "value" in spec else f"of the kind {spec['kind']}"
