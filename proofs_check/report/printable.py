"""Foreign text for the screen, a page or a file: claim files, certificates and their messages are written by others.

A control character can clear the screen, colour a verdict or hide what stands before it, and a line break can forge a line
of the report. Every output goes through here: `one_line` for a text, `printable` for a text of several lines, `shown` for a
whole report, `escaped` for JSON.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from proofs_check.verify.foreign import one_line, printable
from proofs_check.verify.pins import Drift
from proofs_check.verify.report import Report

__all__ = ["escaped", "one_line", "printable", "shown", "without_ones", "wrapped"]

_FORMAL = re.compile(r"(for all|given|exists|then)  | {9}|\[\d+\]|\(the same letters\)|$")
"""How a line of a formal statement begins."""

_UNUSUAL = re.compile(r"[^ -~\n]")
"""What may not print."""


def escaped(json_text: str) -> str:
    """JSON with every character that does not print as an escape: the data stay what they are.

    >>> escaped('{"a": "' + chr(0x9b) + '"}')
    '{"a": "\\\\u009b"}'
    """
    return _UNUSUAL.sub(lambda found: found[0] if found[0].isprintable() else _escape(found[0]), json_text)


def shown(report: Report) -> Report:
    """The report with every text printable, on one line except for formal statements, and those without factors 1.

    >>> from proofs_check.verify.verdict import Verdict
    >>> shown(Report(id="x", verdict=Verdict.PROVED, title="a" + chr(10) + "verdict   proved")).title
    'a verdict   proved'
    """
    found: Report = _shown(report)
    statement = _formal(report.statement) if report.goals else one_line(report.statement)
    return replace(found, statement=statement)


def without_ones(text: str) -> str:
    """A formal text as people write it: no factor 1, where substitution has left one.

    >>> without_ones("x[1*n] == 1*m - 1*rho**1*l and 2**-1*m > 21*m/1*q")
    'x[n] == m - rho**1*l and 2**-1*m > 21*m/1*q'
    """
    return re.sub(r"(?<![\w*/.])(?<!\*-)(?<!\*\+)1\*(?=[A-Za-z(])", "", text)


def wrapped(text: str, width: int, indent: int = 10) -> str:
    """Lines no longer than ``width``, what does not fit continued below with an indent. No word is cut: a longer one stays.

    >>> print(wrapped("prose     one two three", 16))
    prose     one
              two
              three
    """
    if width <= indent + 4:
        return text
    pad = " " * indent
    lines = []
    for line in text.split("\n"):
        parts = textwrap.wrap(line, width, subsequent_indent=pad, drop_whitespace=True, break_on_hyphens=False,
                              break_long_words=False, replace_whitespace=False) if len(line) > width else [line]  # fmt: skip
        lines += parts or [""]
    return "\n".join(lines)


def _escape(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[k : k + 4]}" for k in range(0, len(units), 4))


def _formal(text: str) -> str:
    lines: list[str] = []
    for line in map(one_line, text.split("\n")):
        if lines and not _FORMAL.match(line):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return without_ones("\n".join(lines))


def _shown(value: Any) -> Any:
    if isinstance(value, Drift):  # its lines are printed with an indent
        return Drift(printable(value.pinned), printable(value.now))
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, tuple):
        return tuple(map(_shown, value))
    if isinstance(value, dict):
        return {_shown(name): _shown(item) for name, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _shown(getattr(value, field.name)) for field in fields(value)})
    return value
