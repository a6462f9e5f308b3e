"""What is printed says what the kernel's text says: every rendered goal is read again and compared in exact random models.

Independent routes: the kernel's texts through `proofs_check.probes.evaluator` (which shares no code with the kernel or the
renderer), the LaTeX through `rereading`. Orderings are compared with the Gram matrix that they stand for.
"""

from __future__ import annotations

import functools
import json
import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import flint
import pytest

from proofs_check.probes.evaluator import Reading, Scene
from proofs_check.probes.exact import Grid
from proofs_check.probes.expressions import compiled_atom
from tests.theory.render.moments import paths_of, still, still_latex, still_text
from tests.theory.render.rereading import Reader, add, exact, mul, power, transpose
from theory.render import Rendered, rendered
from theory.render.names import latex_symbol
from theory.render.statement import CONVENTIONS


@functools.cache
def shown_of(name: str) -> Rendered:
    """A goal rendered, once."""
    return rendered(GOALS[name])


def hash_of(name: str) -> int:
    """A number that is the same in every run."""
    return zlib.crc32(name.encode())


ROOT = Path(__file__).parents[3]
FILES = [*sorted(ROOT.glob("proofs_check/claims/*/statements.json")),
         ROOT / "examples/outside/saddleproof_outside/claims/statements.json"]  # fmt: skip
GOALS = {
    f"{claim} [{k}]": goal
    for file in FILES
    for claim, pin in json.loads(file.read_text(encoding="utf-8"))["claims"].items()
    if not pin.get("prose", "").startswith("(1) ")
    for k, goal in enumerate(pin["goals"], 1)
}
"""The pinned goals; those of a headline, whose prose are its clauses, are goals of other claims."""
ALL = list(GOALS)
SOME = [name for name in ALL if hash_of(name) % 3 == 0 or name.endswith("[1]")]
"""The first goal of every claim, and a third of the others; the rest is read again with ``-m full``."""
ORDERS = (r"\preceq", r"\succeq")


class Model:
    """Random exact values for the letters of a statement, its own definitions computed by the probes' evaluator."""

    def __init__(self, statement: dict[str, Any], shown: Rendered, draw: random.Random):
        self.reading = Reading(statement)
        self.values: dict[str, Any] = {}
        self.draw = draw
        inverses = dict(_inverses(shown))
        for name, spec in self.reading.specs.items():
            if self.reading.free(name) and name not in inverses:
                self.values[name] = self._value(name, spec)
        self.scene = Scene(self.reading, self.values)
        for name, of in inverses.items():
            value = exact(self.scene.evaluate(of))
            self.values[name] = _grid(power(value, -1))  # ZeroDivisionError: drawn again
            self.scene = Scene(self.reading, self.values)

    def _value(self, name: str, spec: dict[str, Any]) -> Any:
        scene = Scene(self.reading, self.values)
        if "over" not in spec:
            return self._member(scene, spec, {})
        low, high = (scene.integer(end) for end in spec["over"][1:])
        return {n: self._member(scene, spec, {spec["over"][0]: n}) for n in range(low, high + 1)}

    def _member(self, scene: Scene, spec: dict[str, Any], bound: dict[str, int]) -> Any:
        kind = spec["kind"]
        if kind in ("integer", "dimension"):
            low = scene.integer(spec.get("min", "1"))
            high = scene.integer(spec["max"]) if "max" in spec else max(low, 1) + self.draw.randint(0, 2)
            if high < low:
                raise ZeroDivisionError("an empty range")
            return self.draw.randint(low, high)
        if kind in ("real", "positive"):
            return self._number(kind == "positive")
        if kind == "diagonal":
            n = scene.integer(spec["size"], bound)
            return Grid.of((n, n), lambda i, j: self._number(bool(spec.get("positive"))) if i == j else 0)
        shape = tuple(scene.integer(e, bound) for e in spec["shape"])
        return Grid.of(shape, lambda i, j: self._number(False))  # type: ignore[arg-type]

    def _number(self, positive: bool) -> Fraction:
        value = Fraction(self.draw.randint(1, 5), self.draw.randint(1, 3))
        return value if positive or self.draw.random() < 0.6 else -value

    def get(self, name: str, index: int | None) -> Any:
        from proofs_check.probes.exact import Undecidable

        spec = self.reading.specs[name]
        if index is not None:
            low, high = self.scene.ends(spec)
            if not low <= index <= high:
                raise KeyError(f"{name}[{index}]")
        try:
            return exact(self.scene.get(name, index))
        except Undecidable as error:
            raise KeyError(str(error)) from None


def _grid(value: Any) -> Grid:
    if not isinstance(value, flint.fmpq_mat):
        return Grid(((_fraction(value),),), (1, 1))
    return Grid.of((value.nrows(), value.ncols()), lambda i, j: _fraction(value[i, j]))


def _fraction(value: Any) -> Fraction:
    value = flint.fmpq(value)
    return Fraction(int(value.numerator), int(value.denominator))


def _inverses(shown: Rendered) -> Iterator[tuple[str, str]]:
    """(J, X) for every line "X is invertible", from the kernel's own text X*J == I(n)."""
    for item in (*shown.given, *shown.then):
        if item.latex(shown.looks).endswith("is invertible"):
            texts = [source.split("==")[0].strip() for source in item.source]
            last = re.fullmatch(r"(.*)\*([A-Za-z_]\w*)", texts[0])
            first = re.fullmatch(r"([A-Za-z_]\w*)\*(.*)", texts[0])
            pairs = [(m[i], m[3 - i]) for m, i in ((last, 2), (first, 1)) if m]
            yield next((j, x) for j, x in pairs if _dropped(j, shown))


def _dropped(name: str, shown: Rendered) -> bool:
    return all(name not in item.source for item in (*shown.letters, *shown.exists))


def reader(statement: dict[str, Any], shown: Rendered, model: Model) -> Reader:
    families = {name for name, spec in model.reading.specs.items() if "over" in spec}
    table: dict[tuple[str, str, str], str] = {}
    looks = {**shown.looks, **{f"dot_{name}": replace(shown.looks[name], dot=True) for name in paths_of(statement)}}
    for name, look in looks.items():
        key = _key(latex_symbol(look))
        assert key not in table, f"{name} and {table[key]} look alike"
        table[key] = name
    return Reader(table, families, model.get)


def _key(printed: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"(.*?)(?:\^\{(\(\d+\)|\(\w\))\})?(?:_\{(.*)\})?", printed)
    assert found is not None
    return found[1], found[2] or "", (found[3] or "").replace(" ", "")


def draws(statement: dict[str, Any], shown: Rendered, count: int) -> Iterator[Model]:
    found = 0
    for seed in range(60):
        try:
            model = Model(statement, shown, random.Random(seed))
            yield model
        except ZeroDivisionError:
            continue
        found += 1
        if found == count:
            return
    raise AssertionError("no model in 60 draws")


def differing(statement: dict[str, Any], shown: Rendered, count: int = 2, lines: dict[str, str] | None = None) -> Iterator[str]:
    """The lines that do not say, in some model, what the kernel's text says. ``lines``: LaTeX to read in place of another."""
    moving = paths_of(statement)
    for model in draws(still(statement), shown, count):
        read = reader(statement, shown, model)
        for item in (*shown.given, *shown.then):
            printed = item.latex(shown.looks)
            printed = (lines or {}).get(printed, printed)
            printed, source = still_latex(printed) if moving else printed, tuple(still_text(s, moving) for s in item.source)
            try:
                good = atom_agrees(printed, source, read, model)
            except (ValueError, KeyError, IndexError) as error:
                good, printed = False, f"{printed}: {error}"
            if not good:
                yield printed
        for item in (*shown.where, *shown.exists_where):
            printed = item.latex(shown.looks)
            printed = (lines or {}).get(printed, printed)
            printed = still_latex(printed) if moving else printed
            try:
                good = definition_holds(printed, read, model)
            except (ValueError, KeyError, IndexError) as error:
                good, printed = False, f"{printed}: {error}"
            if not good:
                yield printed


def differences(statement: dict[str, Any], shown: Rendered, count: int = 2) -> list[str]:
    """All of `differing`."""
    return list(differing(statement, shown, count))


FORMULA = re.compile(r"\$(.*?)\$")


def sides(formula: str) -> tuple[str, str, str]:
    """Left side, relation, right side of a formula, at the outermost relation."""
    parts = re.split(r" (=|>|<|\\ge|\\le|\\preceq|\\succeq|\\ne) ", formula)
    depth_zero = [k for k in range(1, len(parts), 2)]
    assert len(depth_zero) == 1, formula
    return parts[0], parts[1], parts[2]


def atom_agrees(printed: str, source: tuple[str, ...], read: Reader, model: Model) -> bool:
    formulas = FORMULA.findall(printed)
    atom = compiled_atom(source[0])
    if printed.endswith("is invertible"):
        return True  # its letter was given the inverse: what it says enters by every other line
    if hasattr(atom, "point"):
        kind, _, family = atom.point
        says = {"critical": " = 0$", "strict_saddle": "$ is a strict saddle of $", "saddle": "no local extremum, of $",
                "local_minimum": "$ is a local minimizer of $"}  # fmt: skip
        if says[kind] not in printed or (r"\nabla" in printed) != (kind == "critical"):
            return False
        if kind != "critical" or " for $" in printed:
            return True
        point = re.fullmatch(r"\\nabla_\{\\!(.*)\} .* = 0", formulas[0])
        return len(model.values[family]) == 1 and point is not None and same(read.value(point[1]), model.get(family, 1))
    if hasattr(atom, "roots"):
        return roots_agree(formulas, printed, source[0], read, model)
    if hasattr(atom, "inner"):
        low, high = (int(end(model.scene, {})) for end in atom.ends)
        name, indices = index_range(formulas[1], read)
        if list(indices) != list(range(low, high + 1)):
            return False
        return all(gap_agrees(formulas[0], atom.inner, {atom.variable: n}, {name: flint.fmpq(n)}, read, model) for n in indices)
    return len(formulas) == 1 and gap_agrees(formulas[0], atom, {}, {}, read, model)


def index_range(formula: str, read: Reader) -> tuple[str, range]:
    found = re.fullmatch(r"(.*) \\le (\w+) (\\le|<) (.*)", formula)
    assert found is not None, formula
    low, high = int(read.value(found[1])), int(read.value(found[4]))
    return found[2], range(low, high + (found[3] == r"\le"))


def gap_agrees(formula: str, atom: Any, bound: dict[str, int], env: dict[str, Any], read: Reader, model: Model) -> bool:
    a, sign, b = sides(formula)
    left, right = read.value(a, env), read.value(b, env)
    gap = add(left, mul(flint.fmpq(-1), right))
    kernel = exact(atom.gap(model.scene, bound))
    wanted = {"=": ("Eq",), ">": ("Gt",), r"\ge": ("GtE",), "<": ("Gt",), r"\le": ("GtE",)}
    name = atom.relation.__name__
    if sign in ORDERS:
        return name == "Eq" and gram_agrees(mul(flint.fmpq(-1 if sign == r"\preceq" else 1), gap), kernel, atom, bound, model)
    if name not in wanted[sign]:
        return False
    return same(gap, mul(flint.fmpq(-1), kernel) if sign in ("<", r"\le") else kernel)


def same(a: Any, b: Any) -> bool:
    zero = add(a, mul(flint.fmpq(-1), b))
    return all(zero[i, j] == 0 for i in range(zero.nrows()) for j in range(zero.ncols())) if isinstance(
        zero, flint.fmpq_mat) else zero == 0  # fmt: skip


def gram_agrees(difference: Any, kernel: Any, atom: Any, bound: dict[str, int], model: Model) -> bool:
    """B − A ⪰ 0 stands for A + K Kᵀ = B: B − A minus the kernel's gap (up to sign) is K Kᵀ of one letter, which is met
    nowhere else in the statement."""
    whole = json.dumps(model.reading.statement)
    for name, spec in model.reading.specs.items():
        uses = sum(len(re.findall(rf"(?<![\w.]){name}(?!\w)", t)) for t in [*model.reading.given, *model.reading.then])
        if spec["kind"] not in ("matrix", "diagonal") or uses != 2 or f'"{name}"' not in whole:
            continue
        K = model.get(name, next(iter(bound.values())) if "over" in spec else None)
        for gram in (mul(K, transpose(K)), mul(transpose(K), K)):
            try:
                if any(same(difference, add(gram, mul(flint.fmpq(s), kernel))) for s in (1, -1)):
                    return True
            except ValueError:
                continue
    return False


def roots_agree(formulas: list[str], printed: str, source: str, read: Reader, model: Model) -> bool:
    node = re.match(r"roots\((.*), (\w+)((?:, \w+=.*)?)\)$", source.strip())
    assert node is not None
    options = dict(re.findall(r"(simple|double)=(\d+)", source))
    words = {"no zero": (0, 0), "exactly one simple zero": (1, 0), "exactly two simple zeros": (2, 0),
             "exactly one double zero": (0, 1)}  # fmt: skip
    counts = tuple(int(options.get(k, 0)) for k in ("simple", "double"))
    if not any(phrase in printed and counts == n for phrase, n in words.items()):
        return False
    name = formulas[0].split(r" \mapsto ")[0]
    where = re.search(r"where=(.*)\)$", source)
    texts = [(formulas[0].split(r" \mapsto ")[1], source[len("roots(") : source.index(f", {name}, ")])]
    texts += [(sides(formulas[2])[0], where[1])] if where else []
    good = formulas[1] == f"{name} > 0" and len(formulas) == 2 + bool(where)
    for s in (Fraction(1, 2), Fraction(3), Fraction(5, 7)):
        for shown, kernel in texts:
            value = read.value(shown, {name: flint.fmpq(s.numerator, s.denominator)})
            good = good and same(value, exact(model.scene.evaluate(kernel, {name: s})))
    return good


def definition_holds(printed: str, read: Reader, model: Model) -> bool:
    """A definition as printed is true of the values that the kernel's text gives."""
    if printed in CONVENTIONS:
        return True
    formulas = FORMULA.findall(printed)
    if " for all other " in printed:
        name, indices = index_range(formulas.pop(), read)
        places = [re.match(r".*_\{(.*)\}$", sides(f)[0]) for f in formulas[:-1]]
        taken = {int(read.value(p[1])) for p in places if p}
        family = _family(formulas[-1], read)
        low, high = model.scene.ends(model.reading.specs[family])
        last = all(holds(formulas[-1], {name: flint.fmpq(n)}, read, model) for n in indices if n not in taken)
        return indices == range(low, high + 1) and last and all(holds(f, {}, read, model) for f in formulas[:-1])
    if " for " in printed:
        name, indices = index_range(formulas.pop(), read)
        steps = all(holds(formulas[-1], {name: flint.fmpq(n)}, read, model) for n in indices)
        return steps and all(holds(f, {}, read, model) for f in formulas[:-1])
    return all(holds(f, {}, read, model) for f in formulas)


def _family(formula: str, read: Reader) -> str:
    base, mark, sub = _key(sides(formula)[0])
    found = read.named(base, mark, sub)
    assert isinstance(found, tuple)
    return found[0]


def holds(formula: str, env: dict[str, Any], read: Reader, model: Model) -> bool:
    a, sign, b = sides(formula)
    if sign != "=":
        return False
    root = re.fullmatch(r"(.*)\^\{1/(.*)\}", b) or re.fullmatch(r"\\sqrt\{(.*)\}", b)
    if root is not None and not env:
        return root_agrees(a, root[1], root[2] if root.re.groups > 1 else "2", read, model)
    try:
        left = read.value(a, env)
    except KeyError:
        entry = re.fullmatch(r"(.*)_\{(.*),(.*)\}", b)
        return entry is not None
    entry = re.fullmatch(r"(\\?\w+)_\{(\w+(?: [-+] \w+)*),\2\}", b)
    if entry is not None:
        place = int(read.value(entry[2], env)) - 1
        value = model.scene.get(read.symbols[entry[1], "", ""])
        return same(left, exact(value.rows[place][place]))
    return same(left, read.value(b, env))


def root_agrees(name: str, radicand: str, degree: str, read: Reader, model: Model) -> bool:
    """y = r^{1/n} as printed stands for ``root: [n, r]``: both are compared, not the irrational value."""
    spec = model.reading.specs[read.symbols[_key(name)]]["root"]
    n = int(read.value(degree))
    return n == model.scene.integer(spec[0]) and same(read.value(radicand), exact(model.scene.evaluate(spec[1])))


@pytest.mark.parametrize("name", SOME)
def test_a_rendered_goal_says_what_the_formal_one_says(name: str) -> None:
    assert differences(GOALS[name], shown_of(name)) == []


@pytest.mark.full
@pytest.mark.parametrize("name", [name for name in GOALS if name not in SOME])
def test_every_other_goal_says_what_the_formal_one_says(name: str) -> None:
    assert differences(GOALS[name], shown_of(name), 8) == []


def test_no_two_goals_print_alike() -> None:
    """Distinct statements print differently, in each notation; what prints alike is the same statement."""
    for write in (Rendered.text, Rendered.latex):
        seen: dict[str, str] = {}
        for name, goal in GOALS.items():
            printed = write(shown_of(name))
            other = seen.setdefault(printed, name)
            assert goal == GOALS[other], f"{name} prints like {other}"


def words(statement: dict[str, Any], name: str) -> int:
    """How often a letter stands in the texts of a statement, its own declaration's name apart (and not as .T)."""
    texts = json.dumps([[spec for _, spec in [*statement["letters"], *statement.get("exists", [])]], statement.get("given", []),
                        statement["then"]])  # fmt: skip
    return len(re.findall(rf"(?<![\w.]){name}(?!\w)", texts))


def met(statement: dict[str, Any]) -> set[str]:
    """The letters that hypotheses and conclusions name, with those that their declarations and definitions name, and so on."""
    specs = dict([*statement["letters"], *statement.get("exists", [])])
    found: set[str] = set()
    texts = [*statement.get("given", []), *statement["then"]]
    while texts:
        new = set(re.findall(r"(?<![\w.])[A-Za-z_]\w*", texts.pop())) & set(specs) - found
        found |= new
        texts += [json.dumps({key: value for key, value in specs[name].items() if key != "kind"}) for name in new]
    return found


@pytest.mark.parametrize("claim", sorted({name.split(" [")[0] for name in GOALS}))
def test_no_letter_is_lost(claim: str) -> None:
    """Every free letter that is met is declared, unless it is the witness of an ordering or of an inverse, the width of such a
    witness, one half of a symmetric matrix (then it is met there only), or a family whose only member has a name. Counted in
    the texts of the kernel."""
    for name, statement in GOALS.items():
        if name.split(" [")[0] != claim:
            continue
        shown = shown_of(name)
        declared = {letter for item in (*shown.letters, *shown.exists) for letter in item.source}
        here = met(statement)
        specs = {n: spec for n, spec in [*statement["letters"], *statement.get("exists", [])] if n in here}
        lines = [(item.latex(shown.looks), item.source) for item in (*shown.given, *shown.then)]
        for letter, spec in specs.items():
            if letter in declared or set(spec) & {"value", "first", "last", "override", "root", "entry"}:
                continue
            about = [line for line, source in lines if re.search(rf"\b{letter}\b", " ".join(source))]
            ordered = any(order in line for line in about for order in ORDERS)
            inverse = any(line.endswith("is invertible") for line in about)
            half = f'"value": "{letter}+{letter}.T"' in json.dumps(specs).replace(" + ", "+")
            index = re.search(rf'"value": "{letter}\[n_\]\+{letter}\[n_\].T"', json.dumps(specs))
            width = spec["kind"] in ("integer", "dimension")
            single = spec.get("over", [])[1:] == ["1", "1"] and any("value" in specs[n] for n in declared)
            assert ordered or inverse or half or index or width or single, f"{name}: {letter} is lost"
            if ordered or half or index:
                assert words(statement, letter) == 2, f"{name}: {letter} is met elsewhere"
        for letter, spec in specs.items():
            if letter not in declared and spec["kind"] in ("integer", "dimension") and "over" not in spec:
                users = {n for n, s in specs.items() if letter in s.get("shape", ())}
                assert users and words(statement, letter) == len(users), f"{name}: {letter} is lost"
                assert users <= {n for n in specs if n not in declared}
