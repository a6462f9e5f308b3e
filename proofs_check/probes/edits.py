"""Small edits of a formal statement: planted errors, and the mutants of a claim.

An atom is an expression in Python syntax, such as ``"2*W.T*W == lam*X"``. An edit raises one number by one, flips one
sign, turns one comparison round, doubles one side, or swaps one letter for another.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from proofs_check.probes.splice import Atom, Splice, factor, names
from proofs_check.probes.statement import Statement

SWAPS = 24
"""Letter swaps kept for one atom: they are many, and most of them break a shape."""


@dataclass(frozen=True)
class Edit:
    """One edited statement: which atom of ``then`` changed, and what it reads now."""

    atom: int
    text: str
    statement: Statement


def conclusion_edits(statement: Statement) -> list[Edit]:
    """Every statement that differs from this one in a single small edit of one conclusion.

    >>> claim = {"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x**2 + 1 > 0"], "exists": []}
    >>> [edit.text for edit in conclusion_edits(claim)]
    ['0 > x**2 + 1', 'x**2 - 1 > 0', 'x**2 + 1 > 1', 'x**2 + 2 > 0', 'x**3 + 1 > 0']
    """
    letters = [name for name, _ in statement.get("letters", [])]
    found = []
    for index, atom in enumerate(statement["then"]):
        seen = {atom}
        for text in expression_edits(atom, letters):
            if text not in seen:
                seen.add(text)
                found.append(Edit(index, text, with_atom(statement, index, text)))
    return found


def expression_edits(atom: str, letters: list[str]) -> Iterator[str]:
    """The edits of one atom, as text; letters are swapped last, in about ``SWAPS`` ways spread over the atom.

    The text is spliced where the parsed tree says, and is otherwise as written: long atoms are edited in linear time.

    >>> list(expression_edits("X == 0", ["X", "Y"]))
    ['X == 1', 'Y == 0']
    >>> list(expression_edits("2*(x - 1) >= x*y", []))
    ['x*y >= 2*(x - 1)', '3*(x - 1) >= x*y', '2*(x + 1) >= x*y', '2*(x - 2) >= x*y']
    """
    written = Atom(atom)
    nodes = list(ast.walk(written.tree))
    places = [splice for node in nodes for splice in _splices(written, node)]
    swaps = [(node, name) for node in names(nodes, letters) for name in letters if name != node.id]
    some = swaps[:: max(1, len(swaps) // SWAPS)]
    for splice in places + [written.instead(node, name) for node, name in some]:
        yield written.put(splice)


def with_atom(statement: Statement, index: int, text: str) -> Statement:
    """The statement with conclusion number ``index`` replaced.

    >>> with_atom({"then": ["x > 0"]}, 0, "x > 1")
    {'then': ['x > 1']}
    """
    then = list(statement["then"])
    then[index] = text
    return {**statement, "then": then}


def without_given(statement: Statement, index: int) -> Statement:
    """The statement with hypothesis number ``index`` dropped.

    >>> without_given({"given": ["x > 0", "y > 0"], "then": []}, 0)["given"]
    ['y > 0']
    """
    given = list(statement["given"])
    del given[index]
    return {**statement, "given": given}


def apply_change(
    statement: Statement, change: tuple[tuple[str, str], ...] | Callable[[Statement], Statement]
) -> Statement:
    """The statement after a mutant's change: a function of it, or pairs (old text, new text) inside its atoms.

    Raises ValueError when an old text occurs nowhere, or nothing changed: such a mutant would test nothing.

    >>> apply_change({"given": [], "then": ["y > 2*x"]}, (("2*x", "x"),))["then"]
    ['y > x']
    """
    if callable(change):
        edited = change(copy.deepcopy(statement))
    else:
        edited = copy.deepcopy(statement)
        for old, new in change:
            atoms = edited["given"] + edited["then"]
            if not any(old in atom for atom in atoms):
                raise ValueError(f"mutant: {old!r} occurs in no atom of the statement; its atoms are {atoms}")
            edited["given"] = [atom.replace(old, new) for atom in edited["given"]]
            edited["then"] = [atom.replace(old, new) for atom in edited["then"]]
    if edited == statement:
        raise ValueError("mutant: the change leaves the statement as it was")
    return edited


def _splices(atom: Atom, node: ast.AST) -> Iterator[Splice]:
    """Ways to edit this one node; names are left to the caller."""
    match node:
        case ast.Constant(value=int(value)):
            yield atom.constant(node, value + 1)
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            yield atom.sign(node)
        case ast.Compare(ops=[ast.Gt() | ast.GtE()]):
            yield atom.turned(node)
        case ast.Compare(ops=[_], comparators=[right]):
            if not (isinstance(right, ast.Constant) and right.value == 0):
                yield atom.right(node, f"2*{factor(right, '{}')}")
