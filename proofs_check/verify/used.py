"""Which premises a certificate uses, and so which leaves a proof rests on: a premise that is only listed is no leaf.

A lint of the judge, not a part of the checker: it reads the witness of the rules that name their facts, and takes every
premise of the other rules as used. A use that is undone some steps later is not seen through; that the goal says what the
claim says is a matter of its pin (`proofs_check.verify.pins`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from proofs_check.probes.evaluator import Reading
from proofs_check.probes.statement import Statement

CertificateJson = dict[str, Any]

BY_REFERENCE = frozenset({"expand", "order", "power", "definite", "entry", "bernstein"})
"""Rules that look up facts only where the witness says so, as ``["premise", p, k, …]``."""


def used_premises(certificate: CertificateJson, premises: dict[str, CertificateJson], strict: bool = False) -> list[str]:
    """Ids of the premises that the step uses: referred to by the witness, or needed by such a premise's hypotheses.
    ``strict``: those whose terms cancel are left out, which costs about as much as the check of the step.

    >>> leaf = {"statement": {"letters": [], "given": [], "then": ["F == x"]}, "premises": []}
    >>> step = {"rule": "expand", "witness": [[["_", ["premise", 1, 0]]]], "premises": [{"cert": "a"}, {"cert": "b"}],
    ...         "statement": {"letters": [], "given": [], "then": ["F == x"]}}
    >>> used_premises(step, {"a": leaf, "b": leaf})
    ['b']
    """
    uses = [use if isinstance(use, dict) else {"cert": use} for use in certificate["premises"]]
    if certificate["rule"] == "collect":
        numbers = _collected(certificate["statement"], uses, premises)
    elif certificate["rule"] == "instance" and isinstance(certificate["witness"], dict):
        numbers = {certificate["witness"].get("of", 0), *_references(certificate["witness"])}
    elif certificate["rule"] in BY_REFERENCE:
        numbers = set(_references(certificate["witness"])) - (_cancelled(certificate, uses, premises) if strict else set())
    else:
        numbers = set(range(len(uses)))
    todo = sorted(number for number in numbers if number < len(uses))
    seen: dict[int, None] = {}
    while todo:
        number = todo.pop(0)
        if number in seen:
            continue
        seen[number] = None
        todo += _discharging(certificate["statement"], uses, number, premises)
    return list(dict.fromkeys(uses[number]["cert"] for number in sorted(seen)))


def used_below(goals: tuple[str, ...], certificates: dict[str, CertificateJson]) -> set[str]:
    """Every certificate that the goals use, directly or through others."""
    return set(_uses_below(goals, certificates))


def reaches(goals: tuple[str, ...], certificates: dict[str, CertificateJson], wanted: set[str]) -> bool:
    """Whether a chain of steps, each of which uses the one before it strictly, leads from one of ``wanted`` to a goal.

    A strict use is a use, so only steps from which uses lead to ``wanted`` are looked at, and their strict uses are found out
    one by one along a chain: the look at a step costs as much as its check.
    """
    uses = _uses_below(goals, certificates)
    users: dict[str, list[str]] = {}
    for name, below in uses.items():
        for premise in below:
            users.setdefault(premise, []).append(name)
    leading, todo = set(), [name for name in wanted if name in uses]
    while todo:
        name = todo.pop()
        if name not in leading:
            leading.add(name)
            todo += users.get(name, [])
    seen: set[str] = set()
    todo = [goal for goal in goals if goal in leading]
    while todo:
        name = todo.pop()
        if name in wanted:
            return True
        if name not in seen:
            seen.add(name)
            if leading & set(uses[name]):
                todo += [p for p in used_premises(certificates[name], certificates, strict=True) if p in leading]
    return False


def _uses_below(goals: tuple[str, ...], certificates: dict[str, CertificateJson]) -> dict[str, list[str]]:
    """What each certificate that the goals use, directly or through others, uses itself."""
    uses: dict[str, list[str]] = {}
    todo = [goal for goal in goals if goal in certificates]
    while todo:
        name = todo.pop()
        if name not in uses:
            uses[name] = [p for p in used_premises(certificates[name], certificates) if p in certificates]
            todo += uses[name]
    return uses


def spoken(statement: Statement) -> set[str]:
    """The letters for values (no sizes, no counts) that hypotheses and conclusions reach through definitions, in normal form:
    what is multiplied by zero is not spoken of.

    >>> letters = [["n", {"kind": "dimension"}], ["A", {"kind": "matrix", "shape": ["n", "n"]}],
    ...            ["F", {"kind": "real", "value": "tr(A)"}], ["x", {"kind": "real"}]]
    >>> sorted(spoken({"letters": letters, "given": [], "then": ["F + 0*x == n"]}))
    ['A', 'F']
    """
    from theory.kernel.budget import Fault, limited
    from theory.kernel.statement import Statement as Read

    reading = Reading({"given": [], **statement})
    try:
        with limited():
            read = Read(statement)
            named = set().union(*(atom.mentions() for atom in (*read.given, *read.then)))
        atoms = sorted(named & set(reading.specs))
    except Fault:  # what the checker does not read is taken as it is written
        atoms = reading.given + reading.then
    reached = frozenset().union(*(reading.depends(atom) for atom in atoms))
    return {name for name in reached if reading.specs[name]["kind"] not in ("integer", "dimension")}


def _references(witness: Any) -> Iterator[int]:
    """Numbers p of every ``["premise", p, …]``; in a pair [expression, reference] the expression must hold ``_``."""
    if isinstance(witness, dict):
        for value in witness.values():
            yield from _references(value)
    elif isinstance(witness, list):
        if len(witness) > 1 and witness[0] == "premise" and isinstance(witness[1], int):
            yield witness[1]
            return
        if len(witness) == 2 and isinstance(witness[0], str) and isinstance(witness[1], list) and "_" not in witness[0]:
            return
        for value in witness:
            yield from _references(value)


def _cancelled(certificate: CertificateJson, uses: list[dict[str, Any]], premises: dict[str, CertificateJson]) -> set[int]:
    """Premises whose facts enter with the weight zero, or with terms that cancel, as in ``0*_`` or ``_`` and ``-_``;
    proportional equations of two premises are one. None where the step cannot be read: then what is named counts as used.
    """
    from theory.kernel.budget import Fault, limited
    from theory.kernel.statement import Context
    from theory.kernel.statement import Statement as Read
    from theory.kernel.words import Poly

    parts = _list(certificate["witness"])
    lists = [_list(part.get("equal", []) if isinstance(part, dict) else part) for part in parts]
    pairs = [pair for pairs in lists for pair in pairs]
    terms = [term for part in parts if isinstance(part, dict) for term in _list(part.get("terms"))]
    known = all(use["cert"] in premises for use in uses)
    if certificate["rule"] not in ("expand", "order") or not (pairs or terms) or not known:
        return set()
    standing: set[int] = set()
    try:
        with limited():
            context = Context(Read(certificate["statement"]), [Read(premises[use["cert"]]["statement"]) for use in uses])
            facts = {n for term in terms if not _weightless(term, context) for n in _references(term)}
            for pairs in lists:
                sums: dict[Any, Any] = {}
                numbers: dict[Any, set[int]] = {}
                together = None
                for expression, ref in pairs:
                    gap = context.fact(ref).difference
                    value = context.env.bind(gap).poly(expression)
                    scale = gap.terms[min(gap.terms, key=repr)] if gap.terms else Fraction(1)
                    same = (gap * Poly.number(1 / scale)).key
                    sums[same] = sums[same] + value if same in sums else value
                    numbers.setdefault(same, set()).update(_references([ref]))
                    if numbers[same]:
                        together = value if together is None else together + value
                if together is not None and not together.is_zero():  # else the premises do nothing, taken together
                    standing |= {n for same, total in sums.items() if not total.is_zero() for n in numbers[same]}
    except (Fault, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return set()
    return set(_references([lists, terms])) - standing - facts


def _weightless(term: Any, context: Any) -> bool:
    weight = term.get("weight") if isinstance(term, dict) else None
    return isinstance(weight, str) and bool(context.env.poly(weight).is_zero())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _collected(statement: Statement, uses: list[dict[str, Any]], premises: dict[str, CertificateJson]) -> set[int]:
    """Premises one of whose conclusions is among the statement's own; all of them when the texts do not tell."""
    wanted = {_tokens(atom, {}) for atom in statement["then"]}
    told: dict[int, set[tuple[str, ...]]] = {}
    for number, use in enumerate(uses):
        names = {**use.get("rename", {}), **use.get("set", {})}
        then = premises[use["cert"]]["statement"]["then"] if use["cert"] in premises else []
        told[number] = {_tokens(atom, names) for atom in then} & wanted
    given = {_tokens(atom, {}) for atom in statement.get("given", [])}
    if wanted - given - set().union(*told.values()):
        return set(range(len(uses)))
    return {number for number, atoms in told.items() if atoms}


def _discharging(
    statement: Statement, uses: list[dict[str, Any]], number: int, premises: dict[str, CertificateJson]
) -> list[int]:
    """Premises that may meet a hypothesis of premise ``number``: those it names, else all that come before it."""
    use = uses[number]
    given = premises[use["cert"]]["statement"].get("given", []) if use["cert"] in premises else []
    named = use.get("given", {})
    found = list(_references(list(named.values())))
    names = {**use.get("rename", {}), **use.get("set", {})}
    own = {_tokens(atom, {}) for atom in statement.get("given", [])}
    left = [atom for k, atom in enumerate(given) if str(k) not in named and _tokens(atom, names) not in own]
    return found + list(range(number)) if left else found


def _tokens(atom: str, names: dict[str, str]) -> tuple[str, ...]:
    parts = re.findall(r"\w+|[^\w\s]", atom)
    renamed = [re.findall(r"\w+|[^\w\s]", names[part]) if part in names else [part] for part in parts]
    return tuple(token for part in renamed for token in part)
