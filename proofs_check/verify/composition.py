"""What a verdict asks of a claim with several goals: prose that cites each of them, or instances that name them.

Goals are numbered from 1 and cited as ``[1]``; ``[2]–[5]`` cites a row of them.
"""

from __future__ import annotations

import re
from typing import Any

from proofs_check.probes.statement import Statement
from proofs_check.verify.pins import same_statement

_CITED = re.compile(r"\[(\d+)\](?:\s*[–-]\s*\[(\d+)\])?")


def cited(text: str) -> set[int]:
    """The numbers of the goals that ``text`` cites.

    >>> sorted(cited("By [1] the minima are the wells of [3]–[5]."))
    [1, 3, 4, 5]
    """
    numbers: set[int] = set()
    for first, last in _CITED.findall(text):
        low, high = int(first), int(last or first)
        if high - low < 1000:
            numbers.update(range(low, high + 1))
    return numbers


def uncited(prose: str, goals: int) -> str:
    """Why the prose does not put the goals together (empty when it does): it cites each of them, and no other.

    >>> uncited("hence [1]", 2), uncited("hence [1] and [2]", 2), uncited("", 1)
    ('the prose cites no goal [2]', '', '')
    """
    if not prose and goals <= 1:
        return ""
    if not prose:
        return f"{goals} goals, and no prose that puts them together"
    wanted, found = set(range(1, goals + 1)), cited(prose)
    for number in sorted(wanted - found):
        return f"the prose cites no goal [{number}]"
    for number in sorted(found - wanted):
        return f"the prose cites [{number}], and there are {goals} goals"
    return ""


def hollow(goals: tuple[Statement, ...]) -> str:
    """Why a goal says nothing (empty when each says something): every conclusion of it is one of its hypotheses, also
    after definitions are put in, or weaker, or the definition of a letter as it is written.

    >>> letters = [["x", {"kind": "real"}], ["F", {"kind": "real", "value": "x*x"}]]
    >>> hollow(({"letters": letters, "given": ["F >= 3"], "then": ["x**2 >= 3"]},))
    'goal [1] concludes only what is given or defined'
    >>> hollow(({"letters": letters, "given": ["x > F"], "then": ["3*x >= 3*x**2"]},))
    'goal [1] concludes only what is given or defined'
    >>> hollow(({"letters": letters, "given": ["F >= 3"], "then": ["x**2 >= 2"]},))
    ''
    """
    for number, goal in enumerate(goals, 1):
        if _says_nothing(goal, alone=len(goals) == 1):
            return f"goal [{number}] concludes only what is given or defined"
    return ""


def _says_nothing(goal: Statement, alone: bool) -> bool:
    from theory.kernel.budget import Fault, limited
    from theory.kernel.statement import Statement as Read
    from theory.kernel.statement import contains
    from theory.kernel.substitution import Substitution

    read = Read(goal)
    env, put = read.inner, Substitution(read.inner)
    defined = [letter for letter in env.table.values() if letter.definition == "value" and not letter.family]
    written = {"".join(f"{a}=={b}".split()) for x in defined for a, b in ((x.name, x.spec["value"]), (x.spec["value"], x.name))}
    left = [atom for text, atom in zip(goal["then"], read.then, strict=True)
            if "".join(text.split()) not in written and not contains(read.given, atom, env)
            and not any(_restates(g, atom, alone) for g in read.given)]  # fmt: skip
    try:
        with limited():
            for letter in defined:
                put.terms[letter.name] = put.poly(letter.parts[0])
            given = [atom.under(put) for atom in read.given]
            plain = [atom.under(put) for atom in left]
    except Fault:  # a definition that cannot be put in everywhere, as under a symbolic exponent
        return not left
    if any(a.kind == "==" and a.difference.is_zero() for a in plain):
        return False
    return all(contains(given, a, env) or any(_restates(g, a, alone) for g in given) for a in plain)


def _restates(given: Any, wanted: Any, alone: bool) -> bool:
    """Whether an equation or comparison is a given one, or a weaker reading of it (== or > as >=); a multiple of one too, for
    a goal that stands ``alone`` (among others, ``2*x >= 2*y`` may be the step that the prose needs)."""
    if given.kind not in _IMPLIES or wanted.kind not in _IMPLIES[given.kind]:
        return False
    known, new = given.difference, wanted.difference
    if known.shape != new.shape or known.terms.keys() != new.terms.keys() or not new.terms:
        return False
    ratios = {new.terms[monomial] / known.terms[monomial] for monomial in new.terms}
    return len(ratios) == 1 and (given.kind == "==" or min(ratios) > 0) and (alone or ratios <= {1, -1})


_IMPLIES = {"==": ("==", ">="), ">": (">", ">="), ">=": (">=",)}


def unmatched(instances: tuple[str, ...], goals: tuple[Statement, ...]) -> str:
    """Why the instances are not the goals, one to one (empty when they are): as many, each text with the label of its
    goal and of no other, no two goals alike.

    >>> goals = ({"letters": [], "then": ["2 > 1"]}, {"letters": [], "then": ["3 > 1"]})
    >>> unmatched(("n = 1: [1]", "n = 2: [2]"), goals), unmatched(("n = 1: [1]",), goals)
    ('', '1 instances for 2 goals')
    """
    if len(instances) != len(goals):
        return f"{len(instances)} instances for {len(goals)} goals"
    for number, text in enumerate(instances, 1):
        if cited(text) != {number}:
            return f"instance {text!r} must name its goal, [{number}], and no other"
    return repeated(goals)


def repeated(goals: tuple[Statement, ...]) -> str:
    """Which two goals are one statement (empty when none are).

    >>> repeated(({"letters": [], "then": ["2 > 1"]}, {"letters": [], "given": [], "then": ["2>1"]}))
    'the goals [1] and [2] are one statement'
    """
    for number, goal in enumerate(goals):
        for other in range(number):
            if same_statement(goals[other], goal):
                return f"the goals [{other + 1}] and [{number + 1}] are one statement"
    return ""
