"""Steps between statements about bounded integers, whose truth is decided by looking at every case.

A random step is made of premises that hold in all cases, and is offered to the kernel; if it is accepted, its conclusion
must hold in all cases. Cases are counted by Python itself (`eval` of the texts written here), not by a part of the kernel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import inf
from random import Random
from types import CodeType

from theory.kernel.budget import Fault
from theory.kernel.certificate import Certificate
from theory.kernel.check import check_certificate
from theory.kernel.statement import Statement

Range = tuple[str, str, str]
NAMES = ("n", "m", "k")


def cases(letters: list[Range], known: dict[str, int] | None = None) -> Iterator[dict[str, int]]:
    """All values of integers (name, low, high), in order of declaration.

    >>> [tuple(c.values()) for c in cases([("m", "0", "1"), ("n", "m", "1")])]
    [(0, 0), (0, 1), (1, 1)]
    """
    known = known or {}
    if len(known) == len(letters):
        yield dict(known)
        return
    name, low, high = letters[len(known)]
    for value in range(eval(_code(low), {}, known), eval(_code(high), {}, known) + 1):
        yield from cases(letters, {**known, name: value})


def holds(atom: str, case: dict[str, int]) -> bool:
    """Whether an atom holds; c·I(n) == 0 does where c = 0 or n = 0."""
    return bool(eval(_code(atom), {"I": lambda n: int(n != 0), "all": all, "range": range, **case}))


@lru_cache(maxsize=10_000)
def _code(atom: str) -> CodeType:
    return compile(re.sub(r"^all\(j, ([^,]+), ([^,]+), (.*)\)$", r"all(\3 for j in range(\1, \2+1))", atom), "atom", "eval")


def true(statement: dict) -> bool:
    """Whether a statement holds in every case, with fresh letters (integers too) chosen for it."""
    letters, fresh = (_ranges(statement.get(k, [])) for k in ("letters", "exists"))
    return all(
        any(all(holds(a, more) for a in statement["then"]) for more in cases([*letters, *fresh], case))
        for case in cases(letters) if all(holds(a, case) for a in statement["given"]))  # fmt: skip


def _ranges(letters: list) -> list[Range]:
    return [(name, spec["min"], spec["max"]) for name, spec in letters]


def declared(ranges: list[Range]) -> list:
    return [[name, {"kind": "integer", "min": low, "max": high}] for name, low, high in ranges]


class Worlds:
    """Random statements and steps."""

    def __init__(self, rng: Random):
        self.rng = rng

    def letters(self, names: tuple[str, ...] = NAMES) -> list[Range]:
        found: list[Range] = []
        for name in self.rng.sample(names, self.rng.randint(1, len(names))):
            low = self.rng.randint(-1, 1)
            high = str(low + self.rng.randint(-1, 3))
            if found and self.rng.random() < 0.3:
                high = f"{found[-1][0]}+{self.rng.randint(0, 2)}"
            found.append((name, str(low), high))
        return found

    def term(self, names: list[str]) -> str:
        part = [*names, "1", "2", "0"]
        shape = self.rng.choice(("{a}", "{a}+{b}", "{a}*{b}", "{a}-{b}", "2*{a}+1", "{a}*{a}", "{a}*({b}+1)"))
        return shape.format(a=self.rng.choice(part), b=self.rng.choice(part))

    def atom(self, names: list[str], quantified: bool = True) -> str:
        roll = self.rng.random()
        if quantified and roll < 0.2:
            ends = f"{self.rng.choice([*names, '0', '1'])}, {self.rng.choice([*names, '2', '3'])}"
            return f"all(j, {ends}, {self.atom([*names, 'j'], False)})"
        if roll < 0.35 and names:
            return f"({self.term(names)})*I({self.rng.choice(names)}) == 0"
        return f"{self.term(names)} {self.rng.choice(('==', '>', '>=', '>='))} {self.term(names)}"

    def some(self, names: list[str], most: int) -> list[str]:
        return [self.atom(names) for _ in range(self.rng.randint(0, most))]

    def put(self, atom: str, name: str, text: str) -> str:
        return re.sub(rf"\b{name}\b", f"({text})", atom)

    def shifted(self, ranges: list[Range], name: str) -> list[Range]:
        """The range of one letter a little otherwise (or not)."""
        a, b = self.rng.choice(((0, 0), (0, -1), (0, -1), (1, 0), (0, 1), (-1, 0), (0, -2)))
        return [(n, low, high) if n != name else (n, f"{low}+{a}", f"{high}+{b}") for n, low, high in ranges]

    # one method a rule: (statement, witness, premises)
    def induct(self) -> tuple[dict, object, list[dict]]:
        """A statement over an integer, with a base and a step, right or nearly so."""
        ranges = self.letters()
        name = self.rng.choice(ranges)[0]
        low, high = next((a, b) for n, a, b in ranges if n == name)
        names, others = [n for n, _, _ in ranges], [r for r in ranges if r[0] != name]
        given, then, up = self.some(names, 1), [self.atom(names)], self.rng.random() < 0.5
        if self.rng.random() < 0.3:  # one factor in given and conclusion
            factor = self.rng.choice([*names, "1"])
            last = self.rng.choice((f"{high}-{name}", f"{name}-({low})", self.term(names)))
            given, then = [f"({factor})*I({name}) == 0"], [f"({factor})*({last}) == 0"]
        elif self.rng.random() < 0.7:
            given = [g for g in given if name not in re.findall(r"\w+", g) or "I(" in g]
        here, there = then, [self.put(a, name, f"{name}+1") for a in then]
        base = {"letters": declared(others), "given": [g for g in given if not re.search(rf"\b{name}\b", g)],
                "then": [self.put(a, name, low if up else high) for a in then]}  # fmt: skip
        step = {"letters": declared(self.shifted(ranges, name)), "given": [*given, *(here if up else there)],
                "then": there if up else here}  # fmt: skip
        return ({"letters": declared(ranges), "given": given, "then": then},
                {"symbol": name, "direction": "up" if up else "down"}, [base, step])  # fmt: skip

    def cases(self) -> tuple[dict, object, list[dict]]:
        """A range cut at a place, with the parts, right or nearly so."""
        ranges = self.letters()
        name, low, high = self.rng.choice(ranges)
        names, others = [n for n, _, _ in ranges], [r for r in ranges if r[0] != name]
        given, then = self.some(names, 1), [self.atom(names)]
        statement = {"letters": declared(ranges), "given": given, "then": then}
        if self.rng.random() < 0.3:
            e = self.term(names)
            sides = [f"{e} >= 0", f"-({e}) > 0" if self.rng.random() < 0.8 else f"0 >= {e}"]
            return statement, {"on": e}, [{**statement, "given": [*given, side]} for side in sides]
        place = self.rng.choice((low, high, f"{low}+1", self.term([r[0] for r in others])))
        parts = {"at": {"letters": declared(others), "given": [self.put(g, name, place) for g in given],
                        "then": [self.put(a, name, place) for a in then]}}  # fmt: skip
        for side, ends in (("below", (low, f"{place}-1")), ("above", (f"{place}+1", high))):
            if self.rng.random() < 0.7:
                parts[side] = {"letters": declared([(n, *ends) if n == name else (n, a, b) for n, a, b in ranges]),
                               "given": given, "then": then}  # fmt: skip
        return statement, {"symbol": name, "at": place, "parts": {k: i for i, k in enumerate(parts)}}, list(parts.values())

    def generalize(self) -> tuple[dict, object, list[dict]]:
        ranges = self.letters()
        name, low, high = ranges[-1]
        names = [n for n, _, _ in ranges]
        given, then = self.some(names[:-1], 1), self.atom(names, False)
        more = self.some(names, 1) if self.rng.random() < 0.2 else []
        a, b = self.rng.choice(((0, 0), (0, 0), (0, 0), (1, 0), (0, 1), (-1, 0)))
        statement = {"letters": declared(ranges[:-1]), "given": given,
                     "then": [f"all(j, {low}+{a}, {high}+{b}, {self.put(then, name, 'j')})"]}  # fmt: skip
        return statement, {"symbol": name}, [{"letters": declared(ranges), "given": [*given, *more], "then": [then]}]

    def instance(self) -> tuple[dict, object, list[dict]]:
        source, ranges = self.letters(), self.letters()
        names = [n for n, _, _ in ranges]
        given, then = self.some([n for n, _, _ in source], 1), [self.atom([n for n, _, _ in source])]
        at = {n: self.rng.choice([*names, *(f"{m}+1" for m in names), "1", "0", "2"]) for n, _, _ in source}
        put = [re.sub(r"\b[nmk]\b", lambda m: f"({at[m[0]]})", a) for a in (*given, *then)]
        fixed = {n: t for n, t in at.items() if n != t}
        kept = put[: len(given)] if self.rng.random() < 0.9 else []
        return ({"letters": declared(ranges), "given": kept, "then": put[len(given) :]}, {"at": fixed},
                [{"letters": declared(source), "given": given, "then": then}])  # fmt: skip

    def collect(self) -> tuple[dict, object, list[dict]]:
        ranges = self.letters()
        names = [n for n, _, _ in ranges]
        given, then = self.some(names, 2), [self.atom(names)]
        inside = self.shifted(ranges, self.rng.choice(names)) if self.rng.random() < 0.5 else ranges
        if self.rng.random() < 0.3:
            inside = [*inside, ("z", "1", self.rng.choice("012"))]
        mine = [g for g in given if self.rng.random() < 0.7]
        return ({"letters": declared(ranges), "given": given, "then": [*then, *given[:1]]}, None,
                [{"letters": declared(inside), "given": mine, "then": then}])  # fmt: skip

    def contrapose(self) -> tuple[dict, object, list[dict]]:
        ranges = self.letters()
        names = [n for n, _, _ in ranges]
        e, f = self.term(names), self.term(names)
        given, (one, other) = self.some(names, 1), self.rng.choice(((">", ">="), (">=", ">")))
        letters = declared(ranges)
        return ({"letters": letters, "given": [*given, f"{e} {one} 0"], "then": [f"{f} {one} 0"]}, {"given": len(given)},
                [{"letters": letters, "given": [*given, f"-({f}) {other} 0"], "then": [f"-({e}) {other} 0"]}])  # fmt: skip

    def exists(self) -> tuple[dict, object, list[dict]]:
        """An existential opened, closed or given a value, right or nearly so."""
        ranges = self.letters(("n", "m"))
        names = [n for n, _, _ in ranges]
        fresh = ("z", str(self.rng.randint(-1, 1)), self.rng.choice(("0", "1", "2", *names)))
        given, between, then = self.some(names, 1), [self.atom([*names, "z"])], [self.atom([*names, "z"])]
        source = {"letters": declared(ranges), "given": given, "then": between, "exists": declared([fresh])}
        here = self.shifted([*ranges, fresh], "z") if self.rng.random() < 0.3 else [*ranges, fresh]
        target = {"letters": declared(here), "given": between, "then": then}
        goal = {"letters": declared(ranges), "given": given, "then": [*then, *between[:1]]}
        last = self.shifted([fresh], "z") if self.rng.random() < 0.2 else [fresh]
        if self.rng.random() < 0.3:
            return ({**goal, "then": [self.atom(names)]}, {"source": 0, "target": 1},
                    [source, {**target, "then": [self.atom(names)]}])  # fmt: skip
        return {**goal, "exists": declared(last)}, {"source": 0, "target": 1}, [source, target]


RULES = ("induct", "cases", "generalize", "instance", "collect", "contrapose", "exists")


def campaign(seed: int, accepted: int, rules: tuple[str, ...] = RULES,
             tell: Callable[[str, dict, list[dict]], None] | None = None,
             enough: float = inf) -> dict[str, list[int]]:  # fmt: skip
    """Offer steps until so many are accepted, a share for each rule, or ``enough`` of a rule are false: {rule: [offered,
    accepted, false]}."""
    worlds, table = Worlds(Random(seed)), {}
    for rule in rules:
        offered = taken = false = 0
        while taken < accepted // len(rules) and false < enough:
            statement, witness, premises = getattr(worlds, rule)()
            try:
                if not all(map(true, premises)):
                    continue
            except NameError:  # a range through a letter that is gone: no statement
                continue
            offered += 1
            if accepts(rule, statement, witness, premises):
                taken += 1
                if not true(statement):
                    false += 1
                    if tell:
                        tell(rule, statement, premises)
        table[rule] = [offered, taken, false]
    return table


def accepts(rule: str, statement: dict, witness: object, premises: list[dict]) -> bool:
    """Whether the kernel takes the step, the premises being accepted."""
    try:
        known = {str(k): Statement(p) for k, p in enumerate(premises)}
        check_certificate(Certificate(statement, rule, tuple(known), witness), known)
    except Fault:
        return False
    return True
