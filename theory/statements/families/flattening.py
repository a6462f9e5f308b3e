"""Names for members and sizes, so that a statement about families becomes one without: W[n+1] is W_np1, d[n+1] is d_np1."""

from __future__ import annotations

import re
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.letters import Letters
from theory.kernel.statement import Atom
from theory.kernel.words import Poly
from theory.models.model import Model
from theory.prove.derivation import choose_model
from theory.prove.text import integer_text, poly_text
from theory.statements.families.indices import index_of, replaced

MEMBER = re.compile(r"\b([A-Za-z_]\w*)\[([^\[\]]*)\]")


class Flat:
    """Names for members and sizes: (letter, index) → flat letter."""

    def __init__(self, env: Letters, scene: dict):
        self.env, self.origin = env, scene
        self.names: dict[tuple[str, Int | None], str] = {}

    def name(self, letter: str, index: Int | None) -> str:
        """The flat letter of a member, or of a letter without members."""
        key = (letter, index)
        if key not in self.names:
            text = (
                letter
                if index is None
                else f"{letter}_" + re.sub(r"\W", "_", integer_text(index).replace("-", "m").replace("+", "p"))
            )
            while text in self.names.values():
                text += "_"
            self.names[key] = text
        return self.names[key]

    def shown(self, key: tuple[str, Int | None]) -> str:
        """A member as the kernel writes it."""
        return key[0] if key[1] is None else f"{key[0]}[{integer_text(key[1])}]"

    def text(self, text: str) -> str:
        """A text of the kernel with flat letters."""

        def put(match: re.Match) -> str:
            index = index_of(match[2])
            assert index is not None
            return self.name(match[1], index)

        text = MEMBER.sub(put, text)
        for name in flat_names(text):
            if name in self.env and not self.env[name].family and name not in self.names.values():
                self.name(name, None)
        return text

    def atom(self, atom: Atom) -> str:
        """An equation or comparison with flat letters."""
        return self.text(f"{poly_text(atom.difference)} {atom.kind} 0")

    def letters(self) -> list:
        """The declarations of all flat letters, sizes first."""
        done: dict[str, dict] = {}
        todo = list(self.names)
        while todo:
            name, index = todo.pop(0)
            letter, flat = self.env[name], self.names[name, index]
            spec = self._spec(letter, index)
            done[flat] = spec
            todo += [k for k in self.names if self.names[k] not in done and k not in todo]
        order = {"integer": 0, "dimension": 1}
        return sorted(([n, s] for n, s in done.items()), key=lambda x: order.get(x[1]["kind"], 2))

    def _spec(self, letter: Any, index: Int | None) -> dict:
        if letter.kind == "integer":
            least = self.env.ranges.low(Int.symbol(letter.name))
            return {"kind": "integer", "min": str(least if least is not None else letter.spec["min"])}
        if letter.size is None:
            return {"kind": letter.kind}
        sides = [e if index is None else replaced(e, {"#": index}) for e in letter.size]
        sizes = [self.text(integer_text(e)) for e in sides]
        if letter.kind == "diagonal":
            return {"kind": "diagonal", "size": sizes[0]} | ({"positive": True} if letter.invertible else {})
        return {"kind": "matrix", "shape": sizes}

    def scene(self, scene: dict, letters: list, declarations: list) -> dict:
        """Exact values of the flat letters, from a scene of the families; {} where one has none."""
        if not scene:
            return {}
        try:
            statement = {"letters": declarations, "given": [], "then": ["0 == 0"]}
            model = Model(self.env, choose_model(statement, scene))
            flat = {name: key for key, name in self.names.items()}
            found: dict[str, Any] = {}
            for name, _ in letters:
                letter, index = flat[name]
                shown = shown_value(model.get(letter, None if index is None else model.integer(index)))
                found[name] = [[shown]] if self.env[letter].size is not None and not _is_rows(shown) else shown
            return found
        except (Fault, KeyError, AttributeError, ValueError):
            return {}


def shown_value(value: Any) -> Any:
    """A number or a matrix of a model as JSON."""
    rows = getattr(value, "rows", None)
    if rows is not None:
        return [[shown_value(x) for x in row] for row in rows]
    a, b, d = (getattr(value, k, None) for k in ("a", "b", "d"))
    return [str(a), str(b), d] if b is not None else str(value)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, list) for row in value)


def flat_names(text: str) -> list[str]:
    """Names in a text, members as one name each.

    >>> flat_names("tr(W[n+1].T*Y) + 2*a")
    ['W[n+1]', 'Y', 'a']
    """
    found = re.findall(r"(?<![\w.])[A-Za-z_]\w*(?:\[[^\[\]]*\])?", re.sub(r"\.T\b", "", text))
    return [n for n in dict.fromkeys(found) if n not in ("tr", "I") and not n.startswith("I(")]


def members(value: Poly) -> set[tuple[str, Int]]:
    """(family, index) of every member in a polynomial."""
    found = set()
    for powers, traces, word in value.terms:
        found |= {base for base, _ in powers if base[1] is not None}
        found |= {(f.name, f.index) for w in (*traces, word) for f in w if f.index is not None}
    return found


def below(value: Poly) -> set[str]:
    """Letters that a polynomial has in a negative power."""
    return {base[0] for powers, _, _ in value.terms for base, e in powers
            if base[1] is None and (e.constant or 0) < 0}  # fmt: skip


def places(value: Poly, variable: str, seeds: set[tuple[str, Int]]) -> list[Int]:
    """Values of the variable at which a member of ``value`` is one of the seeds."""
    found: dict[Int, None] = {}
    for name, index in sorted(members(value), key=repr):
        if variable not in index.mentions():
            continue
        shift = index - Int.symbol(variable)
        if variable in shift.mentions():
            continue
        for other, place in sorted(seeds, key=repr):
            if other == name:
                found[place - shift] = None
    return list(found)
