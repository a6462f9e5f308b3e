"""Pinned letters: a statement about a direction needs a letter that can move.

Where a conclusion differentiates along s, no equation among the hypotheses may fix s against the other scalars: under
such a hypothesis "F == g(s)" holds at one point, and g′, g″ say nothing of F.
"""

from __future__ import annotations

import ast
from fractions import Fraction

from proofs_check.planted.strengthen import BROKEN
from proofs_check.probes.evaluator import Reading, Scene, definition
from proofs_check.probes.exact import sign_of
from proofs_check.probes.expressions import texts_of

MOVES = (Fraction(1, 3), Fraction(-1, 5), 1, Fraction(7, 2))
NEAR = (Fraction(1, 10**9), Fraction(-1, 10**9), Fraction(1, 10**6), Fraction(-1, 10**6))
"""Moves that no strict inequality notices in a generic scene; two inequalities that squeeze a letter notice all of them."""


def pinned_letters(scenes: list[Scene]) -> dict[str, str]:
    """Letters along which a conclusion is differentiated, with the hypothesis that fixes them in every scene given.

    A hypothesis counts when it is an equation in scalars alone, holds in the scene, and fails as soon as the letter is
    moved and nothing else; inequalities in scalars count together, when one of them fails at every small move.

    >>> from proofs_check.probes.evaluator import Reading
    >>> fixed = Reading({"letters": [["s", {"kind": "real"}], ["y", {"kind": "real"}]], "given": ["s**2 == y"],
    ...                  "then": ["diff(s**2, s) == 2*s"]})
    >>> pinned_letters([Scene(fixed, {"s": 2, "y": 4})])
    {'s': 's**2 == y'}
    >>> squeezed = Reading({**fixed.statement, "given": ["s**2 >= y", "y >= s**2"]})
    >>> pinned_letters([Scene(squeezed, {"s": 2, "y": 4})])
    {'s': 's**2 >= y and y >= s**2'}
    """
    if not scenes:
        return {}
    reading = scenes[0].reading
    found = {}
    for letter in sorted(_directions(_reached(reading))):
        if letter not in reading.specs or definition(reading.specs[letter]) is not None:
            continue
        for atom in reading.given:
            kinds = {name: reading.specs[name]["kind"] for name in reading.depends(atom)}
            scalar = letter in kinds and not {"matrix", "diagonal"} & set(kinds.values())
            if scalar and all(_fixes(scene, letter, atom) for scene in scenes):
                found[letter] = atom
                break
        else:
            squeeze = [atom for atom in reading.given if _comparison(atom) and letter in reading.depends(atom)]
            if len(squeeze) > 1 and all(_squeezed(scene, letter, squeeze) for scene in scenes):
                found[letter] = " and ".join(squeeze)
    return found


def constants(scenes: list[Scene]) -> dict[str, str]:
    """Real letters of the conclusions that one hypothesis fixes by itself, such as x by ``x == 3``: a sentence about x
    then speaks of one number. A sign (both values of ``e**2 == 1``) is no such letter.

    >>> from proofs_check.probes.evaluator import Reading
    >>> fixed = Reading({"letters": [["x", {"kind": "real"}], ["e", {"kind": "real"}]], "given": ["x == 3", "e**2 == 1"],
    ...                  "then": ["e*x**2 == 9*e"]})
    >>> constants([Scene(fixed, {"x": 3, "e": 1})])
    {'x': 'x == 3'}
    """
    if not scenes:
        return {}
    reading = scenes[0].reading
    spoken = frozenset().union(*(reading.depends(atom) for atom in reading.then))
    found = {}
    for atom in reading.given:
        (letter, *others) = sorted(reading.depends(atom)) or [""]
        spec = reading.specs.get(letter, {})
        if others or letter not in spoken or spec.get("kind") not in ("real", "positive") or "over" in spec:
            continue
        if definition(spec) is None and all(_fixes(s, letter, atom) and not _either_sign(s, letter, atom) for s in scenes):
            found[letter] = atom
    return found


def _either_sign(scene: Scene, letter: str, atom: str) -> bool:
    value = scene.get(letter)
    if scene.reading.specs[letter]["kind"] != "real" or value == 0:
        return False
    try:
        return scene.moved(letter, None, -1 * value).holds(atom)
    except BROKEN:
        return False


def constant_sides(scenes: list[Scene], least: int = 3) -> list[str]:
    """Equations of the conclusion whose two sides have one and the same value in every scene (of at least ``least``),
    though neither is written as a constant: the models do not vary what the equation speaks about.
    """
    found = []
    for atom in scenes[0].reading.then if len(scenes) >= least else []:
        match ast.parse(atom, mode="eval").body:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]) if _varies(left) and _varies(right):
                values = {_value(scene, ast.unparse(left)) for scene in scenes}
                found += [atom] if len(values) == 1 and "" not in values else []
    return found


def _reached(reading: Reading) -> list[str]:
    """The conclusions, and the definitions of every letter that they reach."""
    names = frozenset().union(*(reading.depends(atom) for atom in reading.then))
    texts = [text for name in sorted(names) for text in texts_of(reading.specs[name])]
    return [*reading.then, *texts]


def _directions(then: list[str]) -> set[str]:
    return {
        node.args[1].id
        for text in then
        for node in ast.walk(ast.parse(text, mode="eval"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "diff"
        and isinstance(node.args[1], ast.Name)
    }  # fmt: skip


def _fixes(scene: Scene, letter: str, atom: str) -> bool:
    """Whether an equation that holds here fails at every other value tried for the letter."""
    try:
        if scene.residuals(atom) is None or not scene.holds(atom):
            return False
        value = scene.get(letter)
        moved = [value + by for by in MOVES]
        allowed = [v for v in moved if scene.reading.specs[letter]["kind"] == "real" or sign_of(v) > 0]
        return bool(allowed) and not any(scene.moved(letter, None, v).holds(atom) for v in allowed)
    except BROKEN:
        return False


def _comparison(atom: str) -> bool:
    match ast.parse(atom, mode="eval").body:
        case ast.Compare(ops=[ast.Gt() | ast.GtE()]):
            return True
    return False


def _squeezed(scene: Scene, letter: str, atoms: list[str]) -> bool:
    """Whether the comparisons hold here and one of them fails at every small move of the letter."""
    try:
        if not all(scene.holds(atom) for atom in atoms):
            return False
        value = scene.get(letter)
        return not any(all(scene.moved(letter, None, value + by).holds(atom) for atom in atoms) for by in NEAR)
    except BROKEN:
        return False


def _varies(node: ast.expr) -> bool:
    return any(isinstance(inner, ast.Name) and inner.id not in ("tr", "I", "diff") for inner in ast.walk(node))


def _value(scene: Scene, text: str) -> str:
    try:
        return repr(scene.evaluate(text))
    except BROKEN:
        return ""
