"""A statement about families to its answer, as `proofs_check.check.answer` gives one to other statements."""

from __future__ import annotations

import re
import time
from fractions import Fraction
from typing import Any

from proofs_check.check.families_search import FamilySearch, FamilyWitness
from proofs_check.check.models import plain, square_factor
from theory.kernel.budget import Fault
from theory.kernel.statement import declarations_of
from theory.models.model import Model
from theory.models.numbers import Matrix
from theory.prove.text import integer_text
from theory.statements.families.indices import index_of
from theory.statements.families.stating import Stated
from theory.statements.families.values import FamilyScene
from theory.statements.numbers import Radical, Undefined, root
from theory.statements.values import inverse

SCENES = 200


def scene_of_families(stated: Stated, seconds: float) -> dict[str, Any]:
    """Exact values of the kernel's letters, generic and with several members; {} where none were found in that time."""
    begun = time.perf_counter()
    for count, scene in enumerate(FamilySearch(stated.reading, seed=3).examples(seconds)):
        found = kernel_values(stated, scene)
        if found is not None:
            return found
        if count > SCENES or time.perf_counter() - begun > seconds:
            break
    return {}


def kernel_values(stated: Stated, scene: FamilyScene, zeros: bool = False) -> dict[str, Any] | None:
    """A scene as values of the kernel's letters; None where a norm, an inverse or a factor is not rational, or a norm is 0
    and no
    ``zeros`` are wanted."""
    found: dict[str, Any] = {}
    for name, n in scene.integers.items():
        if isinstance(name, tuple):
            found.setdefault(name[0], {})[str(name[1])] = n
        else:
            found[name] = n
    for root_id, name in stated.sizes.items():
        found[name] = scene.roots.get(root_id, 2)
    for name, value in scene.values.items():
        found[name] = {str(k): plain(v) for k, v in value.items()} if isinstance(value, dict) else plain(value)
    for name, (low, _) in stated.indices.items():
        found[name] = max(1, int(low) if low.lstrip("-").isdigit() else 1)
    try:
        for name, spec in stated.json["letters"]:
            if name not in found and not {"value", "first", "last"} & set(spec):
                value = _made(stated, name, spec, found, zeros)
                if value is None:
                    return None
                found[name] = value
    except (Fault, Undefined, KeyError, ValueError):
        return None
    return found


def _made(stated: Stated, name: str, spec: dict, found: dict, zeros: bool) -> Any:
    """The value of a letter that the statement introduced: a norm, an inverse, a factor, a vector."""
    env = declarations_of(stated.json["letters"])
    model = Model(env, found)
    if "over" not in spec:
        return _value(stated, name, spec, model, None, zeros)
    low, high = (model.integer(integer_text(index_of(e) or env.integer(e))) for e in spec["over"][1:])
    members = {}
    for place in range(low, high + 1):
        members[str(place)] = _value(stated, name, spec, model, place, zeros)
        if members[str(place)] is None:
            return None
    return members


def _value(stated: Stated, name: str, spec: dict, model: Model, place: int | None, zeros: bool) -> Any:
    bound = {} if place is None else {"n_": place}

    def matrix(text: str) -> Any:
        value = model.evaluate(text, bound)
        return tuple(tuple(x for x in row) for row in value.rows) if isinstance(value, Matrix) else ((value,),)

    if name in stated.norms:
        value = matrix(stated.norms[name])
        norm = root(sum((x * x for row in value for x in row), Fraction(0)))
        return None if isinstance(norm, Radical) or (norm == 0 and not zeros) else str(norm)
    if name in stated.inverses:
        if spec["kind"] == "real":
            return str(1 / model.evaluate(stated.inverses[name], bound))  # type: ignore[operator]
        return plain(inverse(matrix(stated.inverses[name])))
    if name in stated.factors:
        text = stated.factors[name]
        shown = f"{text}[n_]" if place is not None and text.isidentifier() else text
        known = model.values.get(text) if text.isidentifier() else None
        value = _exact(known[str(place)] if place is not None else known) if known is not None else matrix(shown)
        k = square_factor(value)
        return None if k is None else plain(k)
    if name == stated.vector:
        return [[str(1 + i)] for i in range(model.integer(spec["shape"][0]))]
    return 1 if spec["kind"] == "dimension" else None


def _exact(value: Any) -> Any:
    return tuple(tuple(Fraction(x) for x in row) for row in value)


def shown_witness(witness: FamilyWitness) -> tuple[dict[str, Any], dict[str, int]]:
    """Values of letters and members as texts, and counts, sizes and indices."""
    values, sizes = witness.shown()
    return {n: [[str(x) for x in row] for row in v] if isinstance(v, tuple) else str(v) for n, v in values.items()}, sizes


def families_vacuity(stated: Stated, seconds: float) -> str:
    """One sentence on hypotheses that no values without a zero were found for.

    >>> from theory.statements.families.reading import read_families
    >>> from theory.statements.families.stating import state
    >>> families_vacuity(state(read_families("a_k > 0, -a_k >= 0 |- a_0 = 1", "a: sequence of numbers")), 2.0)[:46]
    'no rational values were found that meet the hy'
    """
    share = min(2.0, max(0.3, 0.2 * seconds))
    for scene in FamilySearch(stated.reading).examples(share, zeros=True):
        zeros = [name for name, value in scene.values.items() if _vanishes(value)]
        if zeros:
            which = ", ".join(f"{name} = 0" for name in zeros)
            return f"the hypotheses were met only where a letter is 0, such as {which}: it may speak of nothing but zeros"
        return "the hypotheses can be met, but no rational values without a 0 were found for roots and factors as well"
    return "no rational values were found that meet the hypotheses: if they contradict one another, everything follows"


def _vanishes(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_vanishes, value.values()))
    return not any(x for row in value for x in row) if isinstance(value, tuple) else value == 0


def induction_named(stated: Stated, induct: str) -> str:
    """The index to induct over as the prover wants it; ValueError, one line, where the text has no such index."""
    if not induct or induct in stated.indices:
        return induct
    reading = stated.reading
    known = {n for c in reading.claims() for n in c.ranges} | {
        n.value[0] for n in reading.nodes() if n.op in ("sum", "product")
    }
    known |= set(re.findall(r"_\{?\s*([a-zA-Z])(?![A-Za-z])", f"{reading.text} {reading.where}")) | set(reading.integers)
    if induct not in known:
        raise ValueError(f"induct must name an index of the statement, one of {', '.join(sorted(known))}, got {induct}")
    return induct
