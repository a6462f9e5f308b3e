"""Foreign text, which somebody else's file or process wrote, without what a terminal obeys instead of printing it."""

from __future__ import annotations


def one_line(text: str) -> str:
    """Text without control characters and line breaks, each of them a space.

    >>> one_line("it" + chr(27) + "[5mem" + chr(10) + "fake: proved")
    'it [5mem fake: proved'
    """
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)


def printable(text: str) -> str:
    """The same, line by line.

    >>> printable("a" + chr(7) + chr(10) + "b")
    'a \\nb'
    """
    return "\n".join(map(one_line, text.split("\n")))
