"""Statements ``letters; given ⊢ exists …: then``, their atoms, and where a rule looks facts up.

Atoms: ``a == b``, ``a > b``, ``a >= b`` (scalars), ``all(n, low, high, atom)``, ``critical(F, W)`` (the first
variation of F in every member of the free family W vanishes), ``strict_saddle(F, W)`` (moreover F is curved downwards along
a line through W), ``saddle(F, W)`` (critical, and arbitrarily near F is both smaller and larger), ``local_minimum(F, W)``
(near W F is nowhere smaller),
``during(t, atom)`` (the equation or comparison holds at every moment 0 ≤ t ≤ T of the paths in it), ``moves(x, t, e)`` (the
path x has the derivative e at every moment t) and
``roots(f, s, simple=i, double=j, where=h)``: on s > 0 (and h(s) > 0, if given) the function f has exactly i simple and j
double roots, and no other.
"""

from __future__ import annotations

import ast
import hashlib
import json as text_of
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from theory.kernel.budget import Fault, Memo, spend, touch
from theory.kernel.declare import declare, schema, unfold
from theory.kernel.integers import BOUND, Int
from theory.kernel.letters import MOMENT, START, Letters, parse
from theory.kernel.substitution import Substitution
from theory.kernel.words import Poly

RELATIONS = {ast.Eq: "==", ast.Gt: ">", ast.GtE: ">="}
ATOMS, LETTERS, ROOTS = 200, 200, 64
POINTS = ("critical", "strict_saddle", "saddle", "local_minimum")
"""Atoms that say what kind of point the family W is of F."""


@dataclass(frozen=True)
class Atom:
    """kind: == > >= (``left`` − ``right`` in ``polys[0]``), all, during, moves, roots, and those of `POINTS`. In ``body``, in
    the derivative of ``moves`` and in the functions of ``roots``, the bound variable is ``#``."""

    kind: str
    polys: tuple[Any, ...] = ()  # Poly; None for an absent where
    names: tuple[str, ...] = ()
    numbers: tuple = ()
    body: Atom | None = None

    @property
    def difference(self) -> Poly:
        """left − right of an equation or a comparison; Fault for an atom of another kind."""
        if self.kind not in ("==", ">", ">="):
            raise Fault(f"an equation or comparison is needed, not {self.kind}")
        return self.polys[0]

    @staticmethod
    def read(source: str | ast.expr, env: Letters) -> Atom:
        """The atom that a text (or its syntax tree) denotes in ``env``; Fault if it denotes none."""
        node = parse(source) if isinstance(source, str) else source
        match node:
            case ast.Compare(left=a, ops=[op], comparators=[b]) if type(op) in RELATIONS:
                poly = env.value(a) - env.value(b)
                if poly.shape is not None and type(op) is not ast.Eq:
                    raise Fault("only scalars can be compared")
                return Atom(RELATIONS[type(op)], (poly,))
            case ast.Call(func=ast.Name(id="all"), args=[ast.Name(id=n), low, high, inner], keywords=[]):
                ends = tuple(env.as_integer(env.value(e)) for e in (low, high))
                body = Atom.read(inner, env.binding(n, "integer", *ends))
                if body.kind not in ("==", ">", ">="):
                    raise Fault("only equations and comparisons can be quantified")
                return Atom("all", (), (), ends, body)
            case ast.Call(func=ast.Name(id=kind), args=[ast.Name(id=f), ast.Name(id=w)], keywords=[]) if kind in POINTS:
                if env[f].kind != "real" or env[f].definition != "value" or env[f].family or (
                        env[w].kind != "matrix" or not env[w].family or env[w].path or env[w].definition):  # fmt: skip
                    raise Fault(f"{kind}(F, W) needs a defined real F and a free family W of matrices")
                return Atom(kind, (), (f, w))
            case ast.Call(func=ast.Name(id="during"), args=[ast.Name(id=t), inner], keywords=[]):
                env = env.binding(t, "moment")
                body = Atom.read(inner, env)
                one_time(env, env.paths(body.difference))
                return Atom("during", body=body)
            case ast.Call(func=ast.Name(id="moves"), args=[ast.Name(id=x), ast.Name(id=t), e], keywords=[]):
                inside = env.binding(t, "moment")
                if not env[x].path:
                    raise Fault(f"moves(x, t, e) needs a path, and {x} is none")
                speed = inside.value(e)
                one_time(inside, {x} | inside.paths(speed))
                if not speed.is_zero() and speed.shape != inside.term(x, MOMENT).shape:
                    raise Fault(f"the derivative of {x} has another shape")
                return Atom("moves", (speed if speed.terms else Poly({}),), (x,))
            case ast.Call(func=ast.Name(id="roots"), args=[f, ast.Name(id=s)], keywords=keywords):
                return Atom._roots(f, s, {k.arg: k.value for k in keywords if k.arg}, len(keywords), env)
        raise Fault(f"cannot read the atom {ast.unparse(node)[:200]!r}")

    @staticmethod
    def _roots(f: ast.expr, s: str, options: dict[str, ast.expr], size: int, env: Letters) -> Atom:
        if not set(options) <= {"simple", "double", "where"} or len(options) != size:
            raise Fault("roots takes simple=, double= and where=")
        inner = env.binding(s, "positive")
        counts = [inner.as_integer(inner.value(options[k])).constant if k in options else 0 for k in ("simple", "double")]
        where = inner.value(options["where"]) if "where" in options else None
        function = inner.value(f)
        if function.shape or any(c is None or not 0 <= c <= ROOTS for c in counts) or (where is not None and where.shape):
            raise Fault("roots takes a scalar function and literal counts")
        return Atom("roots", (function, where), (), tuple(counts))

    def key(self) -> tuple:
        """What equal atoms share."""
        return self._key

    @cached_property
    def _key(self) -> tuple:
        if self.kind == "==":
            value = self.difference
            negated = (value.key[0], frozenset((m, -c) for m, c in value.terms.items()))
            key: tuple = ("==", frozenset({value.key, negated}))
        elif self.kind == "all":
            key = ("all", self.numbers, self.body and self.body.key())
        elif self.kind == "during":
            key = ("during", self.body and self.body.key())
        else:
            key = (self.kind, self.names, self.numbers, *(p and p.key for p in self.polys))
        hash(key)  # sets remember theirs, so that keys which differ are told apart at once
        return key

    def instance(self, index: Int, env: Letters) -> Atom:
        """The body of ``all`` at ``index``, which is shown to lie in the range."""
        if self.kind == "during" and self.body is not None:
            times = {Int.symbol(env[name].path) for name in env.paths(self.body.difference)}
            if index != START and not times <= {index}:
                raise Fault("what holds all the time has instances at 0 and at its end")
            return self.body.under(Substitution.at(env, {BOUND: index}))
        if self.kind != "all" or self.body is None:
            raise Fault("only a quantified fact has instances")
        low, high = self.numbers
        if not (env.ranges.at_least(index - low, 0) and env.ranges.at_least(high - index, 0)):
            raise Fault(f"the instance {index} may lie outside {low} … {high}")
        return self.body.under(Substitution.at(env, {BOUND: index}))

    def under(self, substitution: Substitution) -> Atom:
        """The atom with its letters replaced; bound variables stay."""
        polys = tuple(p and substitution.poly(p) for p in self.polys)
        numbers = tuple(substitution.integer(e) if isinstance(e, Int) else e for e in self.numbers)
        names = tuple(substitution.names.get(n, n) for n in self.names)
        return Atom(self.kind, polys, names, numbers, self.body and self.body.under(substitution))

    def mentions(self) -> set[str]:
        """Names of letters and integer symbols that occur."""
        found = set(self.names).union(*(p.mentions() for p in self.polys if p is not None))
        found = found.union(*(e.mentions() for e in self.numbers if isinstance(e, Int)))
        return (found | (self.body.mentions() if self.body else set())) - {BOUND}


class Statement:
    """A statement, read; ``json`` is what stands in the certificate. The schema is checked before anything is read."""

    def __init__(self, json: object):
        parts = ("letters", "given", "then", "exists")
        if not isinstance(json, dict) or set(json) - set(parts) or not {"letters", "then"} <= set(json) or not all(
                isinstance(json.get(k, []), list) for k in parts):  # fmt: skip
            raise Fault("a statement has letters, given, then and perhaps exists, each a list")
        declarations = [*json["letters"], *json.get("exists", [])]
        if len(declarations) > LETTERS or not all(
                isinstance(x, list) and len(x) == 2 and isinstance(x[0], str) and isinstance(x[1], dict)
                for x in declarations):  # fmt: skip
            raise Fault(f"a declaration is a pair of a name and an object; there are at most {LETTERS}")
        atoms = [*json.get("given", []), *json["then"]]
        if not json["then"] or len(atoms) > ATOMS or not all(isinstance(a, str) for a in atoms):
            raise Fault(f"atoms are texts, at most {ATOMS}, and something is concluded")
        for name, spec in declarations:
            schema(name, spec)
        self.json: dict = json
        self.letters = declarations_of(json["letters"])
        self.given = tuple(_read(a, self.letters) for a in json.get("given", []))
        self.fresh: list[str] = [name for name, _ in json.get("exists", [])]
        self.inner = declarations_of(declarations) if self.fresh else self.letters
        self.then = tuple(_read(a, self.inner) for a in json["then"])

    def key(self) -> tuple:
        """What statements share that say the same in the same letters: declarations as written, atoms in normal form."""
        letters = tuple(text_of.dumps(self.json.get(k, []), sort_keys=True) for k in ("letters", "exists"))
        return (*letters, tuple(a.key() for a in self.given), tuple(a.key() for a in self.then))


def _read(text: str, letters: Letters) -> Atom:
    """The atom of a text; statements with the same letters share what they read, for these are shared."""
    atom: Atom = letters.known.recall(("atom", text), partial(Atom.read, text, letters))
    return atom


def declarations_of(declarations: list) -> Letters:
    """The letters of a list of declarations; lists that begin alike are read alike, under a hash of what came before."""
    letters, digest = Letters(), b""
    for declaration in declarations:
        text = text_of.dumps(declaration)
        touch(len(text) // 16)
        digest = hashlib.sha256(digest + text.encode()).digest()
        letters = _read_before.recall(digest, partial(_declared, letters, text))
    return letters


def _declared(before: Letters, text: str) -> Letters:
    return declare(before, *text_of.loads(text))


_read_before = Memo()


def forget() -> None:
    """Start with no letters read, as a fresh process does."""
    _read_before.forget()


def one_time(env: Letters, names: set[str]) -> None:
    """Fault unless these paths have one time; none are fine too."""
    if len({env[name].path for name in names}) > 1:
        raise Fault("the paths have different times")


def contains(known: list[Atom] | tuple[Atom, ...], wanted: Atom, env: Letters) -> bool:
    """Whether ``wanted`` is among the known atoms (a quantified one may cover a larger range)."""
    touch(len(known))
    for atom in known:
        if atom.kind != wanted.kind:
            continue
        if atom.kind != "all":
            if atom.key() == wanted.key():
                return True
            continue
        assert atom.body is not None and wanted.body is not None
        (low, high), (low2, high2) = atom.numbers, wanted.numbers
        if atom.body.key() == wanted.body.key() and env.ranges.at_least(low2 - low, 0) and env.ranges.at_least(
                high - high2, 0):  # fmt: skip
            return True
    return False


def holds_here(premise: Statement, letters: list) -> bool:
    """Whether every letter of the premise is one of ``letters``, declared in the same words."""
    touch(len(letters))
    here = {name: spec for name, spec in letters}
    return all(here.get(name) == spec for name, spec in premise.json["letters"])


def only(premise: Statement, letters: list, known: list[Atom] | tuple[Atom, ...], what: str) -> None:
    """Fault unless the premise has exactly these letters, assumes nothing but known atoms, and is no existential."""
    if premise.fresh or premise.json["letters"] != letters:
        raise Fault(f"{what} must have these letters: {', '.join(name for name, _ in letters)}; and be no existential")
    if not all(contains(known, atom, premise.letters) for atom in premise.given):
        raise Fault(f"{what} assumes more than it may")


def says(premise: Statement, atoms: list[Atom], what: str) -> None:
    """Fault unless the premise concludes all these atoms."""
    if not all(contains(premise.then, atom, premise.letters) for atom in atoms):
        raise Fault(f"{what} concludes something else")


class Context:
    """Where a rule looks facts up: the statement's givens, its premises, definitions, in the letters ``env``.

    A premise counts as it stands: its letters are letters of the statement, declared in the same words, and its givens
    are among the facts. Everything else is for the rule `instance`.
    """

    def __init__(self, statement: Statement, premises: list[Statement]):
        self.statement, self.env = statement, statement.letters
        self.known = list(statement.given)
        self.conclusions: list[tuple[Atom, ...] | str] = []
        for premise in premises:
            self.conclusions.append(self._conclusions(premise))
            self.known += [] if isinstance(self.conclusions[-1], str) else self.conclusions[-1]

    def _conclusions(self, premise: Statement) -> tuple[Atom, ...] | str:
        if premise.fresh:
            return "the premise is an existential, which this rule does not open"
        if not holds_here(premise, self.statement.json["letters"]):
            return "the premise has other letters: it needs the rule instance"
        for k, atom in enumerate(premise.given):
            if not contains(self.known, atom, self.env):
                return f"given {k} of the premise is not available"
        return premise.then

    def fact(self, ref: object) -> Atom:
        """["given", i], ["premise", p, k], ["def", letter, index?]; instances of ``all`` with one more index."""
        spend(1)
        match ref:
            case ["def", str(name)] if self.env[name].definition == "grows":
                return Atom("moves", (self.env.grows(name),), (name,))
            case ["def", str(name), "0"] if self.env[name].definition == "grows":
                return Atom("==", (self.env.term(name, START) - Poly.number(1),))
            case ["def", str(name)]:
                return Atom("==", (unfold(self.env[name], None, self.env),))
            case ["def", str(name), str(index)]:
                return Atom("==", (unfold(self.env[name], self.env.integer(index), self.env),))
            case ["given", int(i), *rest] if 0 <= i < len(self.statement.given):
                return self._instance(self.statement.given[i], rest)
            case ["premise", int(p), int(k), *rest] if 0 <= p < len(self.conclusions):
                conclusions = self.conclusions[p]
                if isinstance(conclusions, str):
                    raise Fault(f"premise {p}: {conclusions}")
                if 0 <= k < len(conclusions):
                    return self._instance(conclusions[k], rest)
        raise Fault(f"no such fact: {str(ref)[:80]}")

    def _instance(self, atom: Atom, rest: list) -> Atom:
        if not rest:
            return atom
        if len(rest) != 1 or not isinstance(rest[0], str):
            raise Fault("an instance has one index")
        if atom.kind == "during":
            return atom.instance(START if rest[0] == "0" else Int.symbol(rest[0]), self.env)
        return atom.instance(self.env.integer(rest[0]), self.env)

