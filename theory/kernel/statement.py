"""Statements ``letters; given ⊢ exists …: then`` and how one statement is used inside another.

Atoms: ``a == b``, ``a > b``, ``a >= b`` (scalars), ``all(n, low, high, atom)``, ``critical(F, W)`` (the first
variation of F in every member of the family W vanishes) and ``roots(f, s, simple=i, double=j, where=h)``: on s > 0
(and h(s) > 0, if given) the function f has exactly i simple and j double roots, and no other.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from theory.kernel.integers import Fault, Int, Ranges, replace
from theory.kernel.letters import Letter, Letters, parse, substitute
from theory.kernel.words import Poly

RELATIONS = {ast.Eq: "==", ast.Gt: ">", ast.GtE: ">="}
ANY = "#"  # the name that stands for a bound variable when two atoms are compared


@dataclass(frozen=True)
class Atom:
    """kind: == > >= (``left`` − ``right`` in ``polys[0]``), all, roots, critical."""

    kind: str
    polys: tuple[Any, ...] = ()  # Poly; None for an absent where
    names: tuple[str, ...] = ()
    numbers: tuple = ()
    body: Atom | None = None

    @property
    def difference(self) -> Poly:
        if self.kind not in ("==", ">", ">="):
            raise Fault(f"an equation or comparison is needed, not {self.kind}")
        return self.polys[0]

    @staticmethod
    def read(source: str | ast.expr, env: Letters) -> Atom:
        """The atom that a text (or its syntax tree) denotes in ``env``; Fault if it denotes none."""
        node = parse(source) if isinstance(source, str) else source
        match node:
            case ast.Compare(left=a, ops=[op], comparators=[b]) if type(op) in RELATIONS:
                poly = env._read(a) - env._read(b)
                if poly.shape is not None and type(op) is not ast.Eq:
                    raise Fault("only scalars can be compared")
                return Atom(RELATIONS[type(op)], (poly,))
            case ast.Call(func=ast.Name(id="all"), args=[ast.Name(id=n), low, high, inner], keywords=[]):
                ends = tuple(env.as_integer(env._read(e)) for e in (low, high))
                return Atom("all", (), (n,), ends, Atom.read(inner, env.with_integer(n, *ends)))
            case ast.Call(func=ast.Name(id="critical"), args=[ast.Name(id=f), ast.Name(id=w)], keywords=[]):
                if env[f].kind != "real" or env[f].definition != "value" or not env[w].family or env[w].shape is None:
                    raise Fault("critical(F, W) needs a defined real F and a family W of matrices")
                return Atom("critical", (), (f, w))
            case ast.Call(func=ast.Name(id="roots"), args=[f, ast.Name(id=s)], keywords=keywords):
                inner_env = env.with_scalar(s, "positive")
                options = {k.arg: k.value for k in keywords}
                if not set(options) <= {"simple", "double", "where"} or len(options) != len(keywords):
                    raise Fault("roots takes simple=, double= and where=")
                counts = [0 if k not in options else inner_env.integer(ast.unparse(options[k])).constant
                          for k in ("simple", "double")]  # fmt: skip
                where = inner_env._read(options["where"]) if "where" in options else None
                function = inner_env._read(f)
                if function.shape or None in counts or (where is not None and where.shape):
                    raise Fault("roots takes a scalar function and literal counts")
                return Atom("roots", (function, where), (s,), tuple(counts))
        raise Fault(f"cannot read the atom {ast.unparse(node)!r}")

    def key(self) -> tuple:
        if self.kind == "==":
            return ("==", frozenset({self.difference.key, (-self.difference).key}))
        if self.kind == "all":
            return ("all", self.numbers, self.cover_key())
        if self.kind == "roots":
            return ("roots", self.numbers, *(p and _renamed(p, self.names[0], Int.symbol(ANY)).key for p in self.polys))
        return (self.kind, self.names, *(p and p.key for p in self.polys))

    def cover_key(self) -> tuple:
        """The key of a quantified atom without its range."""
        if self.body is None or self.body.kind not in ("==", ">", ">="):
            raise Fault("only equations and comparisons can be quantified")
        p = _renamed(self.body.difference, self.names[0], Int.symbol(ANY))
        return (self.body.kind, frozenset({p.key, (-p).key}) if self.body.kind == "==" else p.key)

    def instance(self, index: Int, env: Letters) -> Atom:
        """The body of ``all`` at ``index``, whose range is proved."""
        if self.kind != "all" or self.body is None:
            raise Fault("only a quantified fact has instances")
        low, high = self.numbers
        if not (env.ranges.at_least(index - low, 0) and env.ranges.at_least(high - index, 0)):
            raise Fault(f"the instance {index} may lie outside {low} … {high}")
        return self.body.substituted({self.names[0]: index}, {}, env)

    def substituted(self, at: dict[str, Int], names: dict[str, str], env: Letters) -> Atom:
        """The atom with integers replaced and letters renamed, typed again in ``env``; bound variables step aside."""
        if self.kind == "all" and self.body is not None:
            ends = tuple(replace(e, at, names) for e in self.numbers)
            name = self.names[0]
            while name in env:
                name += "_"
            at = {**at, self.names[0]: Int.symbol(name)}
            return Atom("all", (), (name,), ends, self.body.substituted(at, names, env.with_integer(name, *ends)))
        if self.kind == "roots":
            env = env.with_scalar(self.names[0], "positive")
            polys = tuple(p and substitute(p, at, names, env) for p in self.polys)
            return Atom("roots", polys, self.names, self.numbers)
        polys = tuple(p and substitute(p, at, names, env) for p in self.polys)
        return Atom(self.kind, polys, tuple(names.get(n, n) for n in self.names))

    def mentions(self) -> set[str]:
        """Names of letters and integer symbols that occur."""
        found = set(self.names)
        for p in self.polys:
            found |= mentioned(p) if p is not None else set()
        for n in self.numbers:
            found |= _symbols(n) if isinstance(n, Int) else set()
        return found | (self.body.mentions() if self.body else set())


def mentioned(value: Poly) -> set[str]:
    """Names of letters and of integer symbols in powers, indices and exponents."""
    found: set[str] = set()
    for powers, traces, word in value.terms:
        for (name, index), e in powers:
            found |= {name} | _symbols(e) | (_symbols(index) if index is not None else set())
        for w in (*traces, word):
            for f in w:
                found |= {f.name} | _symbols(f.exponent) | (_symbols(f.index) if f.index is not None else set())
    return found


def _symbols(value: Int) -> set[str]:
    return {name for s in value.symbols() for name in ([s] if isinstance(s, str) else [s[0], *_symbols(s[1])])}


def _renamed(value: Poly, name: str, symbol: Int) -> Poly:
    """``value`` with a bound integer or scalar replaced, purely formally (for comparison of keys)."""

    def at(i: Int | None) -> Int | None:
        return None if i is None else replace(i, {name: symbol}, {})

    def word(w: tuple) -> tuple:
        return tuple(f._replace(index=at(f.index), exponent=at(f.exponent)) for f in w)

    terms = {}
    for (p, t, w), c in value.terms.items():
        powers = tuple(sorted(((((ANY if b[0] == name else b[0]), at(b[1])), at(e)) for b, e in p), key=repr))
        terms[(powers, tuple(sorted(map(word, t), key=repr)), word(w))] = c
    shape = value.shape and tuple(at(e) for e in value.shape)
    return Poly(terms, shape)  # type: ignore[arg-type]


class Statement:
    """A parsed statement; ``json`` is what stands in the certificate."""

    def __init__(self, json: dict):
        parts = ("letters", "given", "then", "exists")
        if not isinstance(json, dict) or set(json) - set(parts) or not json.get("then") or not all(
                isinstance(json.get(k, []), list) for k in parts):  # fmt: skip
            raise Fault("a statement has letters, given, then and perhaps exists, each a list")
        self.json = json
        self.letters = Letters.read(json["letters"])
        self.given = tuple(Atom.read(a, self.letters) for a in json.get("given", []))
        self.fresh = [name for name, _ in json.get("exists", [])]
        self.inner = Letters.read(json["letters"] + json["exists"]) if self.fresh else self.letters
        self.then = tuple(Atom.read(a, self.inner) for a in json["then"])


def contains(known: list[Atom], wanted: Atom, env: Letters) -> bool:
    """Whether ``wanted`` is among the known atoms (a quantified one may cover a larger range)."""
    for atom in known:
        if atom.kind != "all" or wanted.kind != "all":
            if atom.key() == wanted.key():
                return True
            continue
        if atom.cover_key() != wanted.cover_key():
            continue
        (low, high), (low2, high2) = atom.numbers, wanted.numbers
        if env.ranges.at_least(low2 - low, 0) and env.ranges.at_least(high - high2, 0):
            return True
    return False


def accepts(want: Letter, have: Letter, at: dict[str, Int], names: dict[str, str], ranges: Ranges) -> None:
    """Fault unless ``have`` may stand for the letter ``want`` of a premise (under the substitution)."""
    stronger = {"real": ("real", "positive")}.get(want.kind, (want.kind,))
    if have.kind not in stronger or have.family != want.family or (want.invertible and not have.invertible):
        raise Fault(f"{have.name} cannot stand for {want.name}: another kind")
    if want.family:
        at = {**at, want.variable: Int.symbol(have.variable)}
        if any(have.variable in _symbols(at[s]) for s in want.before.table if s in at):
            raise Fault(f"{have.name} cannot stand for {want.name}: {have.variable} would be captured")
        covered = ranges.at_least(replace(want.low, at, names) - have.low, 0) and ranges.at_least(
            have.high - replace(want.high, at, names), 0)  # fmt: skip
        if not covered or (want.definition in ("first", "last", "override") and (
                replace(want.low, at, names), replace(want.high, at, names)) != (have.low, have.high)):  # fmt: skip
            raise Fault(f"{have.name} cannot stand for {want.name}: another range")
    if want.shape and tuple(replace(e, at, names) for e in want.shape) != have.shape:
        raise Fault(f"{have.name} cannot stand for {want.name}: another shape")
    if want.definition and not same_definition(want, have, at, names):
        raise Fault(f"{have.name} cannot stand for {want.name}: another definition")


def same_definition(want: Letter, have: Letter, at: dict[str, Int], names: dict[str, str]) -> bool:
    """Whether two letters are defined alike under a substitution of integers and a renaming."""
    kind = want.definition
    if have.definition != kind:
        return False
    names = {**names, want.name: have.name}
    a, b = want.spec, have.spec

    def same(x: str, y: str, env: Letters, other: Letters) -> bool:
        return substitute(env.poly(x), at, names, other).key == other.poly(y).key

    if kind == "value":
        return same(a["value"], b["value"], want.inside, have.inside)
    if kind == "root":
        return all(same(x, y, want.before, have.before) for x, y in zip(a["root"], b["root"], strict=True))
    if kind == "entry":
        return [names.get(a["entry"][0], a["entry"][0]), at.get(a["entry"][1], Int.symbol(a["entry"][1]))] == [
            b["entry"][0], Int.symbol(b["entry"][1])]  # fmt: skip
    if kind == "override":
        pa, pb = a["override"], b["override"]
        return names.get(pa["of"], pa["of"]) == pb["of"] and len(pa["at"]) == len(pb["at"]) and all(
            same(x, y, want.before, have.before) and same(v, w, want.before, have.before)
            for (x, v), (y, w) in zip(pa["at"].items(), pb["at"].items(), strict=True))  # fmt: skip
    step = "next" if kind == "first" else "previous"
    inner = [x.before.with_letter(x).with_integer(x.variable, x.low, x.high - 1) for x in (want, have)]
    return same(a[kind], b[kind], want.before, have.before) and same(a[step], b[step], inner[0], inner[1])


class Context:
    """Where a rule looks facts up: the statement's givens, its premises, definitions. ``env`` may be extended."""

    def __init__(self, statement: Statement, premises: list[tuple[Statement, dict]], env: Letters):
        self.statement, self.premises, self.env = statement, premises, env
        self.known = list(statement.given)
        self.conclusions: list[list[Atom]] = []
        self.closed: dict[int, Fault] = {}  # premises that do not apply in this environment
        for premise, use in premises:
            try:
                self.conclusions.append(self._use(premise, use))
            except Fault as fault:
                self.closed[len(self.conclusions)] = fault
                self.conclusions.append([])
            self.known += self.conclusions[-1]

    def _use(self, premise: Statement, use: dict) -> list[Atom]:
        if premise.fresh:
            return []  # only the rules compose and lemma open an existential
        env, letters = self.env, premise.letters.table
        names = {k: v for k, v in use.get("rename", {}).items() if k in letters and letters[k].kind != "integer"}
        at = {n: env.integer(use.get("set", {}).get(n, n)) for n, x in letters.items() if x.kind == "integer"}
        for name, letter in letters.items():
            if letter.kind == "integer":
                low, high = replace(letter.low, at, names), letter.high and replace(letter.high, at, names)
                if not env.ranges.at_least(at[name] - low, 0) or (high and not env.ranges.at_least(high - at[name], 0)):
                    raise Fault(f"{name} := {at[name]} may leave the range of the premise")
            else:
                accepts(letter, env[names.get(name, name)], at, names, env.ranges)
        for atom in (*premise.given, *premise.then):
            if atom.kind == "critical":
                self._same_dependence(premise.letters, names, *atom.names)
        for k, atom in enumerate(premise.given):
            wanted = atom.substituted(at, names, env)
            ref = use.get("given", {}).get(str(k))
            if not contains([self.fact(ref)] if ref else self.known, wanted, env):
                raise Fault(f"given {k} of a premise is not available")
        return [atom.substituted(at, names, env) for atom in premise.then]

    def _same_dependence(self, letters: Letters, names: dict[str, str], objective: str, family: str) -> None:
        """critical(F, W) varies every letter that is W or depends on it: the same ones here as in the premise."""
        moved = names.get(family, family)
        for name in {objective, family, *letters.depends(objective)}:
            if letters[name].kind == "integer":
                continue
            here = names.get(name, name)
            moves = name == family or family in letters.depends(name)
            if moves != (here == moved or moved in self.env.depends(here)):
                raise Fault(f"{here} depends on {moved} otherwise than {name} on {family} in the premise")

    def fact(self, ref: list) -> Atom:
        """["given", i], ["premise", p, k], ["def", letter, index?]; instances of ``all`` with one more index."""
        try:
            if ref[0] == "def":
                index = self.env.integer(ref[2]) if len(ref) > 2 else None
                return Atom("==", (self.env[ref[1]].unfold(index, self.env),))
            atom, rest = (self.statement.given[ref[1]], ref[2:]) if ref[0] == "given" else (None, [])
            if ref[0] == "premise":
                if ref[1] in self.closed:
                    raise self.closed[ref[1]]
                atom, rest = self.conclusions[ref[1]][ref[2]], ref[3:]
        except (IndexError, TypeError, KeyError):
            raise Fault(f"no such fact: {ref}") from None
        if atom is None or len(rest) > 1:
            raise Fault(f"no such fact: {ref}")
        return atom.instance(self.env.integer(rest[0]), self.env) if rest else atom
