"""The one substitution: letters of one statement by terms of another.

An integer or dimension becomes an integer expression, everywhere at once: in scalars, shapes, exponents, indices and
ranges. A free scalar, matrix or diagonal becomes a term of the same size that keeps the promise of its kind. A family, or
a letter with a definition, becomes a letter that is defined alike. The bound variable ``#`` is never touched, and no
term can contain it, so nothing is captured.
"""

from __future__ import annotations

from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.letters import Letter, Letters, manifest
from theory.kernel.words import Factor, Poly

STRONGER = {"real": ("real", "positive"), "matrix": ("matrix", "diagonal")}
"""Which kinds may stand for a kind, besides itself."""


class Substitution:
    """``integers``, ``terms`` and ``names`` say what the letters of a statement become in ``target``; a letter in none
    of them stays what it is."""

    def __init__(self, target: Letters):
        self.target = target
        self.integers: dict[str, Int] = {}
        self.terms: dict[str, Poly] = {}
        self.names: dict[str, str] = {}

    @staticmethod
    def at(target: Letters, integers: dict[str, Int]) -> Substitution:
        """Only integers are replaced (the caller knows that they lie in their ranges)."""
        result = Substitution(target)
        result.integers = integers
        return result

    @staticmethod
    def match(source: Letters, target: Letters, at: dict[str, str]) -> Substitution:
        """Every letter of ``source`` becomes what ``at`` says, or its namesake; Fault unless it may stand for it."""
        if set(at) - set(source.table):
            raise Fault(f"the substitution names {sorted(set(at) - set(source.table))[0]!r}, which is no letter there")
        result = Substitution(target)
        for name, letter in source.table.items():
            result.put(letter, at.get(name, name))
        return result

    def put(self, letter: Letter, text: str) -> None:
        """``letter`` becomes what ``text`` says; the letters that it depends on come first."""
        if letter.number:
            value, ranges = self.target.integer(text), self.target.ranges
            above = letter.high is None or ranges.at_least(self.integer(letter.high) - value, 0)
            if not ranges.at_least(value - self.integer(letter.low), 0) or not above:
                raise Fault(f"{letter.name} := {value} may leave its range")
            self.integers[letter.name] = value
        elif letter.family or letter.definition:
            self.rename(letter, text)
        else:
            self.terms[letter.name] = self.replaced(letter, self.target.poly(text))

    def replaced(self, letter: Letter, term: Poly) -> Poly:
        """``term``, which keeps the size of a free letter and what its kind promises; else Fault."""
        probe = Poly({}, letter.size and (self.integer(letter.size[0]), self.integer(letter.size[1])))
        if term.shape != probe.shape:
            raise Fault(f"{letter.name} is replaced by something of another shape")
        if letter.kind == "positive" and not manifest(term, self.target, 1):
            raise Fault(f"{letter.name} must be replaced by something visibly positive")
        if letter.kind == "diagonal":
            ((_, traces, word), c) = next(iter(term.terms.items()), (((), (), ()), 0))
            plain = len(term.terms) == 1 and c == 1 and not traces and not next(iter(term.terms))[0]
            if not plain or not word or not all(f.diagonal for f in word) or (
                    letter.invertible and not all(self.target[f.name].invertible for f in word)):  # fmt: skip
                raise Fault(f"{letter.name} must be replaced by a (positive) diagonal word")
        return term

    def rename(self, want: Letter, name: str, exactly: bool = False) -> None:
        """``want`` becomes the letter ``name``, which has its kind (or a stronger one), size and range (or a larger one),
        and its definition, if it has one."""
        have, what = self.target[name], f"{name} cannot stand for {want.name}"
        kinds = (want.kind,) if exactly else (want.kind, *STRONGER.get(want.kind, ()))
        if have.kind not in kinds or (have.family, bool(have.path)) != (want.family, bool(want.path)) or (
                want.invertible and not have.invertible):  # fmt: skip
            raise Fault(f"{what}: another kind")
        if want.path and self.time(want.path) != have.path:
            raise Fault(f"{what}: another time")
        if have.kind != want.kind and want.definition:
            raise Fault(f"{what}: another kind of defined letter")
        self.names[want.name] = name
        if want.size is not None and tuple(map(self.integer, want.size)) != have.size:
            raise Fault(f"{what}: another shape")
        if want.family and not want.path:
            assert want.high is not None and have.high is not None
            low, high = self.integer(want.low), self.integer(want.high)
            ranges = self.target.ranges
            covered = ranges.at_least(low - have.low, 0) and ranges.at_least(have.high - high, 0)
            if not covered or ((want.definition in ("first", "last", "override") or exactly)
                               and (low, high) != (have.low, have.high)):  # fmt: skip
                raise Fault(f"{what}: another range")
        if want.definition and not self._defined_alike(want, have):
            raise Fault(f"{what}: another definition")

    def time(self, name: str) -> str:
        """The letter that the time of a path becomes; Fault if it becomes anything but a free positive letter."""
        term = self.terms.get(name)
        image = name if term is None else next(iter(term.mentions()), "")
        if image not in self.target or self.target[image].family or (
                term is not None and term.key != self.target.term(image).key) or (
                self.target[image].kind, self.target[image].definition) != ("positive", None):  # fmt: skip
            raise Fault(f"{name}, the time of a path, must be replaced by a free positive letter")
        return image

    def _defined_alike(self, want: Letter, have: Letter) -> bool:
        if have.definition != want.definition or len(have.parts) != len(want.parts):
            return False
        other = self.names.get(want.other, want.other)
        if want.other in self.terms:  # the diagonal of an entry: it must be one letter here too
            other = have.other if self.terms[want.other].key == self.target.term(have.other).key else ""
        return (other == have.other and tuple(map(self.integer, want.places)) == have.places
                and all(self.poly(a).key == b.key for a, b in zip(want.parts, have.parts, strict=True)))  # fmt: skip

    def integer(self, value: Int) -> Int:
        """The integer expression with every symbol replaced."""
        def symbol(s: str | tuple) -> Int:
            if isinstance(s, str):
                return self.integers.get(s) or Int.symbol(self.time(s) if s in self.terms else s)
            return Int.symbol((self.names.get(s[0], s[0]), self.integer(s[1])))

        return value if value.constant is not None else value.map(symbol)

    def poly(self, value: Poly) -> Poly:
        """The polynomial with every letter replaced, multiplied out again."""
        invertible = self.target.invertible

        def scalar(base: tuple, e: Int) -> Poly:
            name, index = base
            if index is None and name in self.integers:
                return Poly.integer(self.integers[name]).raised(self.integer(e), invertible)
            if index is None and name in self.terms:
                return self.terms[name].raised(self.integer(e), invertible)
            place = None if index is None else self.integer(index)
            return Poly.power(self.names.get(name, name), place, self.integer(e))

        def factor(f: Factor) -> Poly:
            if f.name in self.terms:
                term = self.terms[f.name].transpose if f.transposed else self.terms[f.name]
                return term if f.exponent == 1 else term.raised(self.integer(f.exponent), invertible)
            place = None if f.index is None else self.integer(f.index)
            name = self.names.get(f.name, f.name)
            diagonal = f.diagonal or (name in self.target and self.target[name].kind == "diagonal")
            return Poly.letter(f._replace(
                name=name, index=place, transposed=f.transposed and not diagonal, exponent=self.integer(f.exponent),
                diagonal=diagonal, rows=self.integer(f.rows), columns=self.integer(f.columns)))  # fmt: skip

        return value.rebuild(scalar, factor, self.integer)

    def keeps_variation(self, source: Letters, objective: str, family: str) -> None:
        """Fault unless critical(objective, family), and the like, keep their meaning: the same letters move with the family."""
        here, moved = self.names.get(objective, objective), self.names.get(family, family)
        want, have = source[family], self.target[moved]
        assert want.high is not None
        if have.definition or self.target[here].kind != "real" or (
                self.integer(want.low), self.integer(want.high)) != (have.low, have.high):  # fmt: skip
            raise Fault(f"{moved} is not varied as {family}: it is defined, or has another range")
        for name in {objective, *source.depends(objective)}:
            if name == family or family in source.depends(name):
                continue
            image = self.terms[name].mentions() if name in self.terms else (
                self.integers[name].mentions() if name in self.integers else {self.names.get(name, name)})  # fmt: skip
            if image & self.target.moving(moved):
                raise Fault(f"{name} does not depend on {family}, but what replaces it depends on {moved}")

