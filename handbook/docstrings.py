"""Docstrings as Markdown: doctests become code blocks; the rest is prose with formulas, in which a star is no emphasis."""

from __future__ import annotations

import re
from typing import Any

import griffe

SECTIONS = {"Args": "Arguments", "Raises": "Raises", "Returns": "Returns"}
"""Headings of the sections that some docstrings have."""


class Doctests(griffe.Extension):
    """For mkdocstrings: every docstring of the packages as Markdown."""

    def on_object(self, *, obj: Any, **_: Any) -> None:
        """Rewrite the docstring of ``obj``."""
        if obj.docstring is not None:
            obj.docstring.value = markdown(obj.docstring.value)


def markdown(text: str) -> str:
    """Doctests in fences, stars in prose escaped, sections of arguments as lists."""
    parts = []
    for part in re.split(r"\n\n", text):
        if part.lstrip().startswith(">>>"):
            parts.append(f"```python\n{part.strip()}\n```")
        elif (section := re.fullmatch(r"(Args|Raises|Returns):\n(.*)", part, re.DOTALL)) is not None:
            items = re.sub(r"^    (?=\S)", "- ", section[2], flags=re.MULTILINE)
            parts.append(f"**{SECTIONS[section[1]]}**\n\n{markdown(items)}")
        elif part.startswith("    "):
            parts.append(part)
        else:
            pieces = re.split(r"(``[^`]+``|`[^`]+`)", part)
            prose = [p if k % 2 == 0 else p.replace("``", "`") for k, p in enumerate(pieces)]
            parts.append("".join(re.sub(r"([*<|])", r"\\\1", p) if k % 2 == 0 else p for k, p in enumerate(prose)))
    return "\n\n".join(parts)
