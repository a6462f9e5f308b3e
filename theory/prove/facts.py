"""Facts by name: how a derivation says which fact it means.

The kernel knows facts by number: ["given", i], ["premise", p, k], ["def", letter, index]. In a derivation

- a hypothesis is named by its text, or by its label where the hypotheses are a dict {label: text};
- a premise by its label where the premises are a dict {label: certificate}, ``label.1`` for its second conclusion;
- a definition by ``def P[l]``, or ``def F``;
- an instance of a quantified fact is a pair (name, index).
"""

from __future__ import annotations

import re
from typing import Any

DEFINITION = re.compile(r"def (\w+)(?:\[(.*)\])?")
CONCLUSION = re.compile(r"(.*)\.(\d+)")


class Facts:
    """What the names mean in one step: hypotheses and premises, each a list or a dict with labels.

    >>> facts = Facts({"frame": "U.T*U == I(r)"}, {"split": "0a1b"})
    >>> facts.number("split"), facts.number("frame"), facts.number("def P[l+1]"), facts.number(("split.2", "n"))
    (['premise', 0, 0], ['given', 0], ['def', 'P', 'l+1'], ['premise', 0, 2, 'n'])
    """

    def __init__(self, given: list[str] | dict[str, str], premises: list | dict[str, Any] | None):
        self.given = list(given.values()) if isinstance(given, dict) else list(given)
        self.premises = list(premises.values()) if isinstance(premises, dict) else list(premises or [])
        self.places: dict[str, list] = {text: ["given", i] for i, text in enumerate(self.given)}
        for word, labels in (("given", given), ("premise", premises)):
            for i, label in enumerate(labels if isinstance(labels, dict) else ()):
                self.places[label] = [word, i] if word == "given" else [word, i, 0]
        self.premises = [self._use(p) for p in self.premises]

    def _use(self, premise: Any) -> Any:
        """A premise with the facts numbered that discharge its hypotheses, {"cert", "given": {hypothesis: fact}}."""
        if not isinstance(premise, dict) or "given" not in premise:
            return premise
        return {**premise, "given": {text: self.number(fact) for text, fact in premise["given"].items()}}

    def number(self, name: Any) -> list:
        """The kernel's number of a fact; KeyError names what is known if the name is not."""
        match name:
            case list():
                return name
            case (inner, str(index)):
                return [*self.number(inner), index]
            case str() if found := DEFINITION.fullmatch(name):
                return ["def", *(part for part in found.groups() if part is not None)]
            case str() if name in self.places:
                return self.places[name]
            case str() if (found := CONCLUSION.fullmatch(name)) and found[1] in self.places:
                return [*self.places[found[1]][:2], int(found[2])]
        raise KeyError(f"no fact of the name {name!r}; known: {', '.join(self.places)}")

    def rules(self, rules: list) -> list:
        """Rewriting rules [fact, lead, …] with their facts numbered. A definition or an equation alone replaces what it
        defines, or its left side.

        >>> Facts(["U.T*U == I(r)"], {"split": "0a1b"}).rules(["def P[l]", "U.T*U == I(r)", ("split", "P[L]")])
        [[['def', 'P', 'l'], 'P[l]'], [['given', 0], 'U.T*U'], [['premise', 0, 0], 'P[L]']]
        """
        pairs = [(r, r.removeprefix("def ").split(" == ")[0]) if isinstance(r, str) else r for r in rules]
        return [[self.number(fact), *lead] for fact, *lead in pairs]

    def hints(self, hints: list | None) -> list | None:
        """Terms given by hand, [expression, fact, …], with their facts numbered."""
        return None if hints is None else [[h[0], self.number(h[1]), *h[2:]] for h in hints]

    def witness(self, value: Any) -> Any:
        """A witness with the facts under "fact", "facts", "bounds" and "equal" numbered, and the hypothesis under "given"."""
        if isinstance(value, list | tuple):
            return [self.witness(v) for v in value]
        if not isinstance(value, dict):
            return value
        numbered: dict[str, Any] = {}
        for key, inner in value.items():
            if key == "fact" and not isinstance(inner, int):
                numbered[key] = self.number(inner)
            elif key == "given" and isinstance(inner, str):
                numbered[key] = self.number(inner)[1]
            elif key == "facts":
                numbered[key] = [self.number(f) for f in inner]
            elif key == "equal":
                numbered[key] = self.hints(inner)
            elif key == "bounds":
                numbered[key] = {letter: [self.number(f) for f in ends] for letter, ends in inner.items()}
            else:
                numbered[key] = self.witness(inner)
        return numbered
