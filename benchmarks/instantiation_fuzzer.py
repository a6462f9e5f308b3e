"""Does the kernel ever take a false instance? True statements of every kind, used wildly, judged in exact models.

``python -m benchmarks.instantiation_fuzzer [--uses N] [--seed S] [--holes]``

A true statement (`SCHEMES`) is offered to the rule `instance` in other letters: other sizes, kinds, ranges, definitions and
names, terms of any type. What is accepted must hold in every exact model in which its hypotheses do (`theory.models`, which
evaluates texts and knows no normal form). `benchmarks.integer_worlds` does the same for the other structural rules.
``--holes`` re-opens holes one by one: the search must find each (its power).
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from fractions import Fraction
from math import inf
from random import Random
from typing import Any
from unittest.mock import patch

from benchmarks.integer_worlds import RULES, accepts, campaign
from theory.kernel import statement as statements
from theory.kernel import structure
from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.letters import Letters
from theory.kernel.statement import Statement, declarations_of
from theory.kernel.substitution import Substitution
from theory.kernel.words import Poly
from theory.models.model import Model, evaluate
from theory.models.numbers import Matrix
from theory.prove.text import atom_text

NAMES = ("a", "b", "c", "d", "e", "x", "y", "A", "B", "S", "T", "n")
VARIABLES = ("i", "j", "k", "n", "d", "x")
MODELS = 5
D, R, P = {"kind": "dimension"}, {"kind": "real"}, {"kind": "positive"}


def _i(low: str, high: str | None = None) -> dict:
    return {"kind": "integer", "min": low} | ({"max": high} if high else {})


def _m(rows: str, columns: str) -> dict:
    return {"kind": "matrix", "shape": [rows, columns]}


def _s(size: str, sign: bool = True) -> dict:
    return {"kind": "diagonal", "size": size} | ({"positive": True} if sign else {})


def _p(kind: str, time: str, **more: object) -> dict:
    return {"kind": kind, "path": time, **more}


def _f(kind: str, low: str, high: str, **more: object) -> dict:
    return {"kind": kind, "over": ["v", low, high], **more}


# (letters, given, then), the letters u0, u1, …, a bound variable v; with fresh letters their declarations and only values.
SCHEMES: list[tuple] = [
    ([D, D, _m("u0", "u1"), _m("u1", "u0")], [], ["tr(u2*u3) == tr(u3*u2)"]),
    ([_i("0"), _s("u0", False), _s("u0", False)], [], ["u1*u2 == u2*u1", "u1**0 == u2**0"]),
    ([D], [], ["tr(I(u0)) == u0"]),
    ([_i("0")], [], ["tr(I(u0)) == u0", "tr(I(u0+1)) == u0+1"]),
    ([D, _m("u0", "u0")], ["u1 == I(u0)"], ["tr(u1) == u0", "u1*u1 == I(u0)"]),
    ([D, D, _m("u0", "u1")], ["u2 == 0"], ["tr(u2.T*u2) == 0"]),
    ([_i("0"), R, R], ["u1*I(u0) == u2*I(u0)"], ["u1*u0 == u2*u0"]),
    ([_i("1"), _s("u0"), {**R, "entry": ["u1", "1"]}, R], ["u3*I(u0) == u1"], ["u3 == u2"]),
    ([_i("2"), _s("u0"), {**P, "entry": ["u1", "u0"]}, P], ["u3*u1 == I(u0)"], ["u3*u2 == 1"]),
    ([R, {**R, "value": "u0*u0+1"}], [], ["u1 == u0*u0+1", "u1 > 0"]),
    ([P, {**P, "root": ["2", "u0*u0"]}], [], ["u1**2 == u0**2", "u1 == u0"]),
    ([R, R], ["u0 >= u1", "u1 >= 0"], ["u0*u0 >= u1*u1", "u0*u1 >= 0"]),
    ([P, P, _i("0")], [], ["u0**u2*u0 == u0**(u2+1)", "(u0*u1)**2 == u0**2*u1**2", "u0**(-u2)*u0**u2 == 1", "u0*u1 > 0"]),
    ([_i("1"), P], [], ["u0**(-1)*u0 == 1", "u1**u0*u1**(-u0) == 1", "u0 >= 1"]),
    ([_i("1"), _i("0", "u0")], [], ["u0 >= u1", "u1 >= 0"]),
    ([_i("1", "3"), _i("u0", "u0+2")], [], ["3 >= u0", "u0+2 >= u1", "u1 >= 1"]),
    ([R, _f("real", "1", "3", value="v+u0")], [], ["u1[2] == 2+u0", "all(v, 1, 3, u1[v] == v+u0)"]),
    ([R, _f("real", "0", "3", first="u0", next="u1[v]+u0*u0")], [],
     ["u1[2] == u0+2*u0*u0", "all(v, 0, 2, u1[v+1] == u1[v]+u0*u0)"]),
    ([R, _f("real", "0", "2", last="u0", previous="2*u1[v+1]")], [], ["u1[0] == 4*u0"]),
    ([_i("1", "3"), R, _f("real", "1", "3"), _f("real", "1", "3", override={"of": "u2", "at": {"u0": "u1"}})], [],
     ["u3[u0] == u1"]),
    ([_i("1"), _f("real", "1", "u0")], ["all(v, 1, u0, u1[v] >= v)"], ["u1[1] >= 1", "u1[u0] >= u0"]),
    ([_i("1"), _f("positive", "1", "u0")], [], ["u1[u0] > 0", "all(v, 1, u0, u1[v]*u1[v]**(-1) == 1)"]),
    ([_f("dimension", "0", "3"), _f("matrix", "1", "3", shape=["u0[v]", "u0[v-1]"])], [],
     ["tr(I(u0[1])) == u0[1]",
      "tr(u1[2]*u1[1]*u1[1].T*u1[2].T) == tr(u1[2].T*u1[2]*u1[1]*u1[1].T)", "all(v, 0, 3, u0[v] >= 1)"]),
    ([_f("dimension", "0", "2"), _f("matrix", "1", "2", shape=["u0[v]", "u0[v-1]"]),
      _f("matrix", "0", "2", shape=["u0[v]", "u0[0]"], first="I(u0[0])", next="u1[v+1]*u2[v]")], [], ["u2[2] == u1[2]*u1[1]"]),
    ([D, _m("1", "u0"), _m("u0", "1")], [], ["u1*u2 == tr(u2*u1)", "u2*u1*u2 == tr(u1*u2)*u2"]),
    ([_m("1", "1"), _m("1", "1")], [], ["u0*u1 == u1*u0", "tr(u0*u1) == tr(u0)*tr(u1)"]),
    ([D, D, _m("u0", "u1"), R], ["u2.T*u2 == u3*I(u1)"], ["tr(u2*u2.T) == u3*u1", "u2*u2.T*u2 == u3*u2"]),
    ([R, R, R], ["u0 >= u1", "u1 > u2"], ["u0 > u2"]),
    ([_i("0"), _s("u0"), _i("1")], [], ["u1**u2*u1**(-u2) == I(u0)", "tr(u1**u2*u1) == tr(u1**(u2+1))"]),
    ([R], [], ["u1 == u0*u0"], [(R, "u0*u0")]),
    ([P], [], ["u1 == u0+u0"], [(P, "u0+u0")]),
    ([R, _i("1")], [], ["u2 == u0*I(u1)"], [(_s("u1", False), "u0*I(u1)")]),
    ([_i("0")], [], ["u1 == u0*u0"], [(_i("0"), "u0*u0")]),
    ([_i("0"), P], [], ["u2 == u1*I(u0)"], [(_s("u0"), "u1*I(u0)")]),
    ([R, D, D], [], ["u3 == 0", "u4 == u0*u0"], [(_m("u1", "u2"), "0*I(1)"), (R, "u0*u0")]),
    ([_f("matrix", "1", "2", shape=["1", "1"]), R, R, {**R, "value": "(u0[1]-u1)*(u0[2]-u2)"}],
     ["u0[1] == u1", "u0[2] == u2"], ["critical(u3, u0)", "strict_saddle(u3, u0)", "saddle(u3, u0)"]),
    ([_f("matrix", "1", "1", shape=["1", "1"]), R, {**R, "value": "u1*u0[1]**2-u0[1]**3"}],
     ["u0[1] == 0", "u1 == 0"], ["saddle(u2, u0)"]),
    ([_f("matrix", "1", "2", shape=["1", "1"]), R, {**R, "value": "u0[1]**2-2*u1*u0[1]-2*u1**2+u0[2]**2"}],
     ["u0[1] == u1", "u0[2] == 0"], ["local_minimum(u2, u0)"]),
    ([P, _p("real", "u0"), _p("real", "u0")], ["during(v, u1[v] >= u2[v])"],
     ["u1[0] >= u2[0]", "u1[u0] >= u2[u0]", "during(v, u1[v] - u2[v] >= 0)"]),
    ([P, R, _p("real", "u0")], ["moves(u2, v, u1)"], ["u2[u0] == u2[0] + u1*u0", "moves(u2, v, u1)"]),
    ([P, _p("positive", "u0"), _p("real", "u0")], ["moves(u2, v, 0)"], ["u1[u0] > 0", "during(v, u2[v] == u2[0])"]),
    ([P, R, _p("positive", "u0", grows=["v", "u1"])], ["u1 == 0"], ["u2[u0] == 1", "moves(u2, v, u1*u2[v])"]),
    ([P, _p("matrix", "u0", shape=["2", "1"])], ["moves(u1, v, 0)"], ["u1[u0] == u1[0]"]),
]  # fmt: skip


class Fuzzer:
    """Random instances of the schemes and random models of their letters."""

    def __init__(self, rng: Random):
        self.rng = rng

    def spelled(self, value: Any, names: dict[str, str], variable: str) -> Any:
        text = re.sub(r"\bu\d\b", lambda m: names[m[0]], json.dumps(value))
        return json.loads(re.sub(r"\bv\b", variable, text))

    def source(self, scheme: tuple) -> tuple[dict, dict[str, str]]:
        """A scheme in random names, and the values of its fresh letters."""
        letters, given, then, fresh = (*scheme, [])[:4]
        count = len(letters) + len(fresh)
        names = {f"u{k}": n for k, n in enumerate(self.rng.sample(NAMES, count))}
        variable = self.rng.choice([v for v in VARIABLES if v not in names.values()])
        listed = [[f"u{k}", spec] for k, spec in enumerate([*letters, *(f[0] for f in fresh)])]
        listed = [[names[n], self.spelled(spec, names, variable)] for n, spec in listed]
        statement = {"letters": listed[: len(letters)], **self.spelled({"given": given, "then": then}, names, variable)}
        if fresh:
            statement["exists"] = listed[len(letters) :]
        values = {names[f"u{len(letters) + k}"]: self.spelled(f[1], names, variable) for k, f in enumerate(fresh)}
        return statement, values

    def changed(self, spec: dict, names: list[str]) -> dict:
        """A declaration a little otherwise."""
        text, rng = json.dumps(spec), self.rng
        match rng.randrange(7):
            case 0:
                text = text.replace("positive", "real") if rng.random() < 0.5 else text.replace('"real"', '"positive"')
            case 1:
                text = re.sub(r'"(\d)"', lambda m: f'"{int(m[1]) + rng.choice((-1, 0, 1))}"', text)
            case 2 if names:
                text = re.sub(r'"([A-Za-z])"', lambda m: json.dumps(rng.choice([m[1], m[1], *names])), text)
            case 3:
                text = text.replace(', "positive": true', "")
            case 4:
                text = re.sub(r'"(value|first|next|last|previous)": "([^"]*)"', r'"\1": "\2+1"', text)
            case 5:
                text = text.replace("dimension", "integer").replace('"integer"}', '"integer", "min": "0"}')
            case 6:
                text = text.replace('"size": ', '"positive": true, "size": ') if "size" in text and "true" not in text else text
        return json.loads(text)

    def target(self, source: dict) -> tuple[list, dict[str, str]]:
        """Letters of the instance, and which of them stands for which letter of the source."""
        names = [n for n, _ in source["letters"]]
        free = [n for n in NAMES if n not in names]
        new = {n: n if self.rng.random() < 0.5 or not free else free.pop(self.rng.randrange(len(free))) for n in names}
        if self.rng.random() < 0.2 and len(names) > 1:
            one, two = self.rng.sample(names, 2)
            new[one], new[two] = new[two], new[one]
        listed: list = []
        for n, spec in source["letters"]:
            text = re.sub(r"\b[A-Za-z]\b", lambda m: new.get(m[0], m[0]), json.dumps(spec))
            text = text.replace(f'"over": ["{(spec.get("over") or [""])[0]}"', '"over": ["q"')
            text = re.sub(rf"\b{(spec.get('over') or ['q'])[0]}\b", "q", text)
            spec = json.loads(text)
            if self.rng.random() < 0.12:
                spec = self.changed(spec, [n for n, _ in listed])
            self.listed(listed, new[n], spec)
        for spec in self.rng.sample([D, R, P, _i("0"), _i("1", "3"), _m("2", "2"), _m("1", "1"), _s("2"), _s("2", False)], 3):
            if free and self.rng.random() < 0.6:
                self.listed(listed, free.pop(), spec)
        return listed, new

    def listed(self, letters: list, name: str, spec: dict) -> None:
        """Append a declaration, if it is one."""
        try:
            declarations_of([*letters, [name, spec]])
            letters.append([name, spec])
        except Fault:
            return

    def image(self, spec: dict, name: str, letters: list) -> str:
        """A term for a letter: mostly its namesake, else something wild."""
        kinds: dict[str, list[str]] = {k: [n for n, s in letters if s["kind"] == k and not {"over", "path"} & set(s)]
                                       for k in ("integer", "dimension", "real", "positive", "matrix", "diagonal")}  # fmt: skip
        integers, numbers = kinds["integer"] + kinds["dimension"], kinds["real"] + kinds["positive"]
        if self.rng.random() < 0.6 or {"over", "path", "value", "root", "entry"} & set(spec):
            return name if self.rng.random() < 0.95 else self.rng.choice([n for n, _ in letters])
        one = self.rng.choice([*integers, "1", "2"])
        two = self.rng.choice([*numbers, *integers, "1", "0", "3"])
        big = self.rng.choice([*kinds["matrix"], *kinds["diagonal"], f"I({one})", name])
        wild = {"integer": [one, f"{one}+1", f"{one}*{one}", "0", f"{one}-1"], "dimension": [one, f"{one}+1", "2", "1"],
                "real": [two, f"{two}+1", f"-{two}", f"{two}*{two}", f"tr({big})", big],
                "positive": [two, f"{two}+1", f"{two}*{two}"],
                "matrix": [big, f"{big}.T", f"{big}*{name}", f"2*{big}", f"0*{name}", f"{name}.T", f"I({one})", two],
                "diagonal": [big, f"{big}*{name}", f"{name}*{name}", f"{big}**2", f"I({one})"]}  # fmt: skip
        pool = wild[spec["kind"]] if self.rng.random() < 0.9 else [t for terms in wild.values() for t in terms]
        return self.rng.choice(pool)

    def offer(self) -> tuple[dict, dict, dict, dict] | None:
        """(statement, witness, source, values of fresh letters in the letters of the source); None if it is no statement."""
        source, values = self.source(self.rng.choice(SCHEMES))
        letters, new = self.target(source)
        try:
            at = {n: self.image(spec, new[n], letters) for n, spec in source["letters"]}
            here, there = Statement(source), declarations_of(letters)
            image = Substitution.match(here.letters, there, at)
            given = [atom_text(a.under(image), there) for a in here.given]
            statement: dict = {"letters": letters, "given": given, "then": []}
            fresh = {n: n for n, _ in source.get("exists", [])}
            if fresh:
                taken = {n for n, _ in letters}
                unused = [n for n in NAMES if n not in taken]
                fresh = {n: unused.pop() for n in fresh}
                statement["exists"] = []
                for n, spec in source["exists"]:
                    text = re.sub(r"\b[A-Za-z]\b", lambda m: f"({at.get(m[0], m[0])})", json.dumps(spec))
                    spec = json.loads(text)
                    statement["exists"].append([fresh[n], self.changed(spec, []) if self.rng.random() < 0.3 else spec])
                image.target = declarations_of([*letters, *statement["exists"]])
                for n, _ in source["exists"]:
                    structure._same_fresh(here.inner, n, fresh[n], image)
            statement["then"] = [atom_text(a.under(image), image.target) for a in here.then]
            if self.rng.random() < 0.1:
                statement["then"][0] = self.spoiled(statement["then"][0])
        except (Fault, KeyError, AssertionError, IndexError):
            return None
        if self.rng.random() < 0.1 and given:
            statement["given"] = given[1:]
        return statement, {"at": at} | ({"fresh": fresh} if fresh else {}), source, values

    def spoiled(self, atom: str) -> str:
        return self.rng.choice((atom.replace("==", "== 2*", 1), re.sub(r"\d", "1", atom), atom.replace(">=", ">")))

    # ---- models
    def values(self, letters: Letters, listed: list, given: list[str]) -> dict:
        """Random values of the free letters; a given ``letter == term`` is satisfied where it can be."""
        values: dict = {}
        for name, _ in listed:
            letter, model = letters[name], Model(letters, values)
            if letter.path:
                values[name] = self.course(letter, model, given)
                continue
            if letter.definition == "root":
                values[name] = str(abs(Fraction(str(model.evaluate(letter.spec["root"][1])))) ** Fraction(1, 2)).split(".")[0]
            if letter.definition is not None:
                continue
            places = model.places(letter)
            drawn = [self.value(letter, model, place) for place in places]
            values[name] = drawn[0] if places == [None] else {str(k): v for k, v in zip(places, drawn, strict=True)}
        for atom in given:
            left, _, right = atom.partition(" == ")
            for side, other in ((left, right), (right, left)):
                if side in letters and not letters[side].family and not letters[side].number and not letters[side].definition:
                    values[side] = written(Model(letters, values).evaluate(other), Model(letters, values), letters[side])
                    break
        return values

    def course(self, letter: Any, model: Model, given: list[str]) -> object:
        """A path: as a given says that it moves, where that is a number; else a line, seldom a constant."""
        moved = (a.split(", ", 2)[2][:-1] for a in given if a.startswith(f"moves({letter.name},"))
        found = next(moved, None)
        try:
            slope = str(model.evaluate(found)) if found is not None else self.rng.choice(("1", "-1", "0", "2"))
        except Fault:
            slope = "1"
        start = "1" if letter.definition or letter.kind == "positive" else self.rng.choice(("0", "1", "-1"))
        text = f"({start})+({slope if letter.definition is None else 0})*s"
        return text if letter.size is None else [[text] for _ in range(model.size(letter, None)[0])]

    def value(self, letter: Any, model: Model, place: int | None) -> object:
        if letter.number or letter.kind == "dimension":
            low = model.integer(letter.low) if letter.number else 1
            high = model.integer(letter.high) if letter.number and letter.high is not None else low + 2
            return str(self.rng.randint(low, max(low, min(high, low + 2))))
        if letter.size is None:
            return self.rng.choice(("1/2", "1", "2", "3") if letter.kind == "positive" else ("0", "1", "-1", "2", "-3/2"))
        rows, columns = model.size(letter, place)
        entry: Callable[[int, int], str] = lambda i, j: (  # noqa: E731
            self.rng.choice(("1", "2", "1/2") if letter.invertible else ("0", "1", "-1", "2"))
            if letter.kind == "matrix" or i == j else "0")  # fmt: skip
        return [[entry(i, j) for j in range(columns)] for i in range(rows)]


def written(value: Any, model: Model, letter: Any) -> object:
    """A value as a model stores it; a number stands for a 1 × 1 matrix, and 0 for the zero of any size."""
    if isinstance(value, Matrix):
        return [[str(x) for x in row] for row in value.rows]
    if letter.size is None:
        return str(value)
    rows, columns = model.size(letter, None)
    return [[str(value) if value else "0"] * columns for _ in range(rows)]


def judged(fuzzer: Fuzzer, statement: dict, witness: dict, source: dict, fresh: dict) -> tuple[int, bool]:
    """(models in which the hypotheses hold, whether a conclusion fails in one)."""
    read, seen = Statement(statement), 0
    for _ in range(MODELS):
        try:
            values = fuzzer.values(read.letters, statement["letters"], statement["given"])
            if not all(evaluate({**statement, "exists": [], "then": ["0 == 0"]}, values).given):
                continue
        except (Fault, ValueError, ZeroDivisionError):
            continue
        seen += 1
        here = Model(read.letters, values)
        try:
            for name, text in fresh.items():
                text = re.sub(r"\b[A-Za-z]\b", lambda m: f"({witness['at'].get(m[0], m[0])})" if m[0] != "I" else "I", text)
                new = witness["fresh"][name]
                values[new] = written(here.evaluate(text), here, read.inner[new])
            if not all(evaluate(read, values).then):
                return seen, True
        except Fault:
            return seen, True  # the only value of a fresh letter breaks its declaration, or shapes do not fit
    return seen, False


def instances(seed: int, uses: int, tell: Callable[[dict, dict, dict], None] | None = None, offers: int = 10**9,
              enough: float = inf) -> list[int]:  # fmt: skip
    """Offer instances until so many are accepted and decided in a model, or ``enough`` are false: [offered, accepted, decided,
    false]."""
    fuzzer = Fuzzer(Random(seed))
    offered = accepted = decided = false = 0
    while decided < uses and offered < offers and false < enough:
        offered += 1
        made = fuzzer.offer()
        if made is None or not accepts("instance", made[0], made[1], [made[2]]):
            continue
        accepted += 1
        seen, wrong = judged(fuzzer, *made)
        decided += bool(seen)
        false += wrong
        if wrong and tell:
            tell(made[0], made[1], made[2])
    return [offered, accepted, decided, false]


# ---- power: holes re-opened
def _sizes_stay(letter_size: Callable) -> Callable:
    def replaced(self: Substitution, letter: Any, term: Poly) -> Poly:
        kept, self.integers = self.integers, {}
        try:
            return letter_size(self, letter, term)
        finally:
            self.integers = kept

    return replaced


def _any_integer(self: Substitution, letter: Any, text: str, put: Callable = Substitution.put) -> None:
    if not letter.number:
        return put(self, letter, text)
    self.integers[letter.name] = self.target.integer(text)
    return None


def _any_fresh(source: Letters, old: str, new: str, image: Substitution) -> None:
    if source[old].number:
        image.integers[old] = Int.symbol(new)
    else:
        image.terms[old] = image.target.term(new)


def _names_only(self: Poly) -> set[str]:
    found: set[str] = set()
    for powers, traces, word in self.terms:
        for (name, index), e in powers:
            found |= {name} | e.mentions() | (index.mentions() if index is not None else set())
        for f in (f for w in (*traces, word) for f in w):
            found |= {f.name} | f.exponent.mentions() | (f.index.mentions() if f.index is not None else set())
    return found


REBUILD = Poly.rebuild
HOLES: dict[str, tuple[list, str]] = {
    "sizes are not replaced": ([patch.object(Substitution, "replaced", _sizes_stay(Substitution.replaced)), patch.object(
        Poly, "rebuild", lambda self, scalar, factor, _: REBUILD(self, scalar, factor, lambda e: e))], "instance of a scheme"),
    "no range is checked": ([patch.object(Substitution, "put", _any_integer)], "instance of a scheme"),
    "no shape or sign is checked": ([patch.object(Substitution, "replaced", lambda self, letter, term: term)],
                                    "instance of a scheme"),
    "definitions are not compared": ([patch.object(Substitution, "_defined_alike", lambda self, want, have: True)],
                                     "instance of a scheme"),
    "fresh letters are not compared": ([patch.object(structure, "_same_fresh", _any_fresh)], "instance of a scheme"),
    "integers may leave their ranges": ([patch.object(Substitution, "put", _any_integer)], "instance"),
    "a size is no mention": ([patch.object(Poly, "mentions", _names_only)], "induct"),
    "a premise may have other letters": ([patch.object(statements, "holds_here", lambda premise, letters: True)], "collect"),
}  # fmt: skip


def power(seed: int, uses: int, only: str = "", enough: float = inf) -> dict[str, int]:
    """False uses found with each hole open (or with one of them), ``enough`` at most."""
    found = {}
    for name in [only] if only else HOLES:
        patches, rule = HOLES[name]
        statements.forget()  # letters that were read before know what they mention
        for p in patches:
            p.start()
        try:
            if rule in RULES:
                found[name] = campaign(seed, uses, (rule,), enough=enough)[rule][2]
            else:
                found[name] = instances(seed, uses, offers=30 * uses, enough=enough)[3]
        finally:
            for p in patches:
                p.stop()
            statements.forget()
    return found


def main() -> None:
    """The campaign of the command line; every count, and each false use with its model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--uses", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--holes", action="store_true")
    options = parser.parse_args()
    if options.holes:
        for name, count in power(options.seed, options.uses).items():
            print(f"{name}: {count} false uses found")
        return
    offered, accepted, decided, false = instances(options.seed, options.uses // 2, lambda *use: print(json.dumps(use)))
    print(f"instances of schemes: {offered} offered, {accepted} accepted, {decided} decided, {false} false")
    for rule, row in campaign(options.seed, options.uses // 2, tell=lambda *use: print(json.dumps(use))).items():
        print(f"{rule}: {row[0]} offered, {row[1]} accepted, {row[2]} false")


if __name__ == "__main__":
    main()
