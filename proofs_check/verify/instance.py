"""A reader's numbers put into a headline: ``show CLAIM --at key=value,…``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Applied:
    """A clause of a headline at given numbers: whether its hypotheses hold there, and what it then says.

    >>> print(Applied("holds", "y* = 4"))
    holds: y* = 4
    >>> print(Applied("does not hold", "it is for L ≥ 3"))
    does not apply: it is for L ≥ 3
    """

    hypotheses: Literal["holds", "does not hold", "cannot tell"]
    says: str

    def __str__(self) -> str:
        word = "does not apply" if self.hypotheses == "does not hold" else self.hypotheses  # it is the hypotheses that fail
        return f"{word}: {self.says}"


@dataclass(frozen=True, kw_only=True)
class Instance:
    """How numbers are put into a headline: ``keys`` with the form of their values in words, and ``apply``, which takes the
    values as texts and gives one `Applied` for each part. It raises ValueError, in one line, for a value that is unusable.

    >>> Instance(keys={"x": "number"}, apply=lambda values: (Applied("holds", f"x = {values['x']}"),)).at("x=2")
    (Applied(hypotheses='holds', says='x = 2'),)
    """

    keys: Mapping[str, str]
    apply: Callable[[Mapping[str, str]], tuple[Applied, ...]]

    def at(self, text: str) -> tuple[Applied, ...]:
        """The clauses at the values of ``--at``."""
        return self.apply(values_of(text, self.keys))


def values_of(text: str, keys: Mapping[str, str]) -> dict[str, str]:
    """The values of ``--at``: ``key=value,…``, where a value may have commas of its own.

    >>> values_of("widths=2,2,2,ridge=1", {"widths": "d0,…,dL", "ridge": "λ"})
    {'widths': '2,2,2', 'ridge': '1'}
    >>> values_of("width=2", {"widths": "d0,…,dL", "ridge": "λ"})
    Traceback (most recent call last):
    ...
    ValueError: at must be widths=d0,…,dL,ridge=λ; 'width' is none of these keys
    """
    wanted = ",".join(f"{name}={form}" for name, form in keys.items())
    found: dict[str, str] = {}
    last = ""
    for piece in text.split(","):
        name, mark, value = piece.partition("=")
        if not mark and not last:
            raise ValueError(f"at must be {wanted}; got {text!r}")
        if not mark:
            found[last] += f",{piece}"
            continue
        last = name.strip()
        if last not in keys:
            raise ValueError(f"at must be {wanted}; {last!r} is none of these keys")
        if last in found:
            raise ValueError(f"at must name each key once, and {last} stands twice")
        found[last] = value
    return found
