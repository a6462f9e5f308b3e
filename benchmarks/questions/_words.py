"""A matrix equation as words in non-commuting letters, for Singular's Letterplace: every size at once, no traces, no
inequalities.

A letter and its transpose are two letters (equal, or opposite, where the letter is symmetric, or skew); an inverse is a
letter with its two equations. Hypotheses go in with their transposes; the equation follows where the difference reduces to
0 by a Gröbner basis.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from theory.statements.reading import Reading
from theory.statements.shapes import constant
from theory.statements.tree import Node, Relation

DEGREE = 8
Poly = dict[tuple[str, ...], Fraction]


class Unsaid(Exception):
    """The statement is none of words."""


@dataclass
class Words:
    """The ideal of a statement's hypotheses and the differences of its conclusions."""

    reading: Reading
    letters: list[str] = field(default_factory=list)
    ideal: list[Poly] = field(default_factory=list)
    partner: dict[str, tuple[str, int]] = field(default_factory=dict)

    def goals(self) -> list[Poly]:
        """Differences that must lie in the ideal; ``ideal`` is filled on the way."""
        for name, shape in self.reading.shapes.letters.items():
            if shape is None:
                raise Unsaid("numbers as letters")
            kinds = self.reading.declared[name].kinds if name in self.reading.declared else frozenset()
            self._declare(name, kinds)
        for relation in self.reading.hypotheses:
            gap = self._gap(relation)
            self.ideal += [gap, self._transposed(gap)]
        return [self._gap(relation) for relation in self.reading.conclusions]

    def script(self) -> str:
        """What Singular is given; it prints one line a goal, 0 where the goal follows."""
        goals = self.goals()
        ideal = ", ".join(text for p in self.ideal if (text := _text(p)) != "0") or "0"
        lines = ["option(noredefine);", 'LIB "freegb.lib";', f"ring r = 0, ({', '.join(self.letters)}), dp;",
                 f"def R = freeAlgebra(r, {DEGREE}); setring R;", f"ideal I = {ideal};", "ideal J = twostd(I);"]  # fmt: skip
        lines += [f'print("normal form: " + string(reduce({_text(goal)}, J)));' for goal in goals]
        return "\n".join(lines) + "\nquit;\n"

    def _declare(self, name: str, kinds: frozenset[str]) -> None:
        if kinds & {"symmetric", "psd", "projection"}:
            self._letter(name, name, 1)
        elif "skew" in kinds:
            self._letter(name, name, -1)
        else:
            self._letter(name, f"{name}t", 1)
        word, one = (name,), Fraction(1)
        if "projection" in kinds:
            self.ideal.append({(name, name): one, word: -one})
        if "orthonormal" in kinds:
            self.ideal.append({(f"{name}t", name): one, (): -one})

    def _letter(self, name: str, other: str, sign: int) -> None:
        self.letters += [x for x in dict.fromkeys((name, other)) if x not in self.letters]
        self.partner[name], self.partner[other] = (other, sign), (name, sign)

    def _gap(self, relation: Relation) -> Poly:
        if relation.op != "=":
            raise Unsaid("an inequality")
        return _add(self._of(relation.left), self._of(relation.right), Fraction(-1))

    def _of(self, node: Node) -> Poly:
        match node.op:
            case "number":
                return {(): Fraction(node.value)} if node.value else {}
            case "name" if node.value in self.partner:
                return {(node.value,): Fraction(1)}
            case "identity":
                return {(): Fraction(1)}
            case "+":
                return _add(self._of(node.args[0]), self._of(node.args[1]), Fraction(1))
            case "-":
                return _add(self._of(node.args[0]), self._of(node.args[1]), Fraction(-1))
            case "neg":
                return _add({}, self._of(node.args[0]), Fraction(-1))
            case "*":
                return _times(self._of(node.args[0]), self._of(node.args[1]))
            case "T":
                return self._transposed(self._of(node.args[0]))
            case "inv":
                return self._inverse(self._of(node.args[0]))
            case "^":
                n = constant(node.args[1])
                if n == -1:
                    return self._inverse(self._of(node.args[0]))
                if n is not None and n.denominator == 1 and n > 0:
                    value = result = self._of(node.args[0])
                    for _ in range(int(n) - 1):
                        result = _times(result, value)
                    return result
        raise Unsaid(node.op)

    def _inverse(self, value: Poly) -> Poly:
        name = f"N{len(self.letters)}"
        self._letter(name, f"{name}t", 1)
        other, one = {(name,): Fraction(1)}, {(): Fraction(1)}
        for gap in (_add(_times(value, other), one, Fraction(-1)), _add(_times(other, value), one, Fraction(-1))):
            self.ideal += [gap, self._transposed(gap)]
        return other

    def _transposed(self, value: Poly) -> Poly:
        found: Poly = {}
        for word, coefficient in value.items():
            turned = tuple(self.partner[x][0] for x in reversed(word))
            sign = 1
            for x in word:
                sign *= self.partner[x][1]
            found = _add(found, {turned: coefficient * sign}, Fraction(1))
        return found


def _add(a: Poly, b: Poly, times: Fraction) -> Poly:
    total = dict(a)
    for word, coefficient in b.items():
        total[word] = total.get(word, Fraction(0)) + times * coefficient
    return {word: c for word, c in total.items() if c}


def _times(a: Poly, b: Poly) -> Poly:
    total: Poly = {}
    for one, c in a.items():
        total = _add(total, {one + other: c * d for other, d in b.items()}, Fraction(1))
    return total


def _text(value: Poly) -> str:
    terms = [("*".join([f"({c})", *word])) for word, c in value.items()]
    return "+".join(terms) or "0"
