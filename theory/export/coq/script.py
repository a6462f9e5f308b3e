"""The lines of a proof, with what was asserted before."""

from __future__ import annotations

from collections.abc import Iterator

LIA = "@LIA@"
"""Stands for `lia` with the integer hypotheses in scope; `Script.add` puts them in."""


class Script:
    """Lines of tactics. A part (`part`) sees what its parent has asserted, and keeps its own assertions to itself.

    >>> s = Script(["h_n_lo"])
    >>> s.have("0 <= n_", f"{LIA}."), s.have("0 <= n_", "never written.")
    ('q1', 'q1')
    >>> print(s.text())
    assert (q1 : 0 <= n_). { (clear - h_n_lo; zlia). }
    """

    def __init__(self, integers: list[str], parent: Script | None = None):
        self.lines: list[str] = []
        self.integers = list(integers)
        self.asserted: dict[object, object] = {}
        self.parent = parent
        self._count: list[int] = parent._count if parent else [0]

    def part(self) -> Script:
        """A script of its own for one goal."""
        return Script(self.integers, self)

    def fresh(self, prefix: str = "q") -> str:
        """A name that is not in use, or the letters that an existential provides."""
        self._count[0] += 1
        return f"{prefix}{self._count[0]}"

    def add(self, line: str) -> None:
        """One line, with `lia` given its hypotheses."""
        self.lines.append(line.replace(LIA, f"(clear - {' '.join(self.integers)}; zlia)" if self.integers else "(clear; zlia)"))

    def block(self, inside: Script) -> None:
        """The lines of a part, as the proof of one goal."""
        self.add(f"{{\n{inside.text()} }}")

    def claim(self, name: str, proposition: str, inside: Script) -> None:
        """An assertion with its proof."""
        self.add(f"assert ({name} : {proposition}). {{\n{inside.text()} }}")

    def have(self, proposition: str, tactic: str) -> str:
        """The name of a hypothesis that says so, asserted if need be."""
        known = self.lookup(proposition)
        if known is not None:
            return str(known)
        name = self.fresh()
        self.add(f"assert ({name} : {proposition}). {{ {tactic} }}")
        self.asserted[proposition] = name
        return name

    def lookup(self, key: object) -> object | None:
        """What was asserted under a key here or above."""
        return next((s.asserted[key] for s in self._up() if key in s.asserted), None)

    def _up(self) -> Iterator[Script]:
        here: Script | None = self
        while here:
            yield here
            here = here.parent

    def text(self) -> str:
        """The lines."""
        return "\n".join(self.lines)


def both(names: list[str]) -> str:
    """A proof of a conjunction."""
    return names[0] if len(names) == 1 else f"(conj {names[0]} {both(names[1:])})"


def listed(items: list[str]) -> str:
    """A list in Coq."""
    return "[:: " + "; ".join(items) + "]" if items else "[::]"


def every(proofs: list[str]) -> str:
    """A proof of a conjunction that ends in True."""
    return "".join(f"(conj {p} " for p in proofs) + "I" + ")" * len(proofs)


def component(proof: str, k: int, n: int) -> str:
    """Conjunct k of n."""
    if n == 1:
        return proof
    inner = "(proj2 " * k + proof + ")" * k
    return inner if k == n - 1 else f"(proj1 {inner})"
