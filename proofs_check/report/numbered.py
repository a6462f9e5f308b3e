"""A sentence about several goals, cut where their numbers stand: ``Let x > 0. [1] Then … [2] Then …``."""

from __future__ import annotations

import re

_LABEL = re.compile(r"(?:^|(?<=[.:;]\s))\[(\d+)\]\s+")


def numbered(sentence: str) -> tuple[str, list[str]]:
    """What stands before ``[1]`` and holds for all, and the sentence of each goal; none where they are not numbered.

    >>> numbered("Let $x > 0$. [1] Then $2x > 0$. [2] As in [1], $3x > 0$.")
    ('Let $x > 0$.', ['Then $2x > 0$.', 'As in [1], $3x > 0$.'])
    >>> numbered("Both hold.")
    ('Both hold.', [])
    """
    places: list[re.Match[str]] = []
    for found in _LABEL.finditer(sentence):
        if int(found[1]) == len(places) + 1:
            places.append(found)
    ends = [*(place.start() for place in places), len(sentence)]
    lead = sentence[: ends[0]].strip()
    return lead, [sentence[place.end() : end].strip() for place, end in zip(places, ends[1:], strict=True)]


def of_goals(sentence: str, goals: int) -> tuple[str, list[str]]:
    """What stands above all goals, and what above each; a sentence that does not number them all stands above the first.

    >>> of_goals("[1] x > 0. [2] As in [1], y > 0.", 2)
    ('', ['x > 0.', 'As in [1], y > 0.'])
    >>> of_goals("Both hold.", 2), of_goals("It holds.", 1)
    (('', ['Both hold.', '']), ('', ['It holds.']))
    """
    lead, parts = numbered(sentence)
    if goals > 1 and len(parts) == goals:
        return lead, parts
    return "", [sentence, *[""] * (goals - 1)][:goals]
