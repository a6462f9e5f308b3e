"""The reference of plan files and of ``--set``, read off the classes: keys, problems, solvers, stopping rules."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from typing import Any

from numerics.sweep.instances import DATA_ONLY, INSTANCES
from numerics.sweep.plan import KEYS, SOLVERS
from numerics.trajectory import Stopping
from proofs_check.cli.run import SHORT

MEANING = {
    "problem": ("a name, or a list of names", "which instances: the table below", "required"),
    "solver": ("a name, or a list of names", "which methods: the table below", "required"),
    "steps": ("whole number", "how many steps at most", "required"),
    "parameters": ("tables `problem` and `solver`", "a value for all; a list is an axis of the grid; "
                   "`[parameters.solver.UDU]` is for one solver alone, the same for problems", "none"),
    "seeds": ("number, or a list of numbers", "n means 0 … n − 1", "1"),
    "record": ("list of `\"loss\"`, `\"gradient_norm\"`", "traces that are kept, at logarithmically spaced steps", "none"),
    "stop": ("table", "when a run ends before `steps`: the table below", "see below"),
    "batch": ("whole number", "how many runs are one batch at most", "256"),
}  # fmt: skip
"""Key of a plan → what it takes, what it means, what it is without it."""
REQUIRED = inspect.Parameter.empty


def pages() -> dict[str, str]:
    """The one page."""
    return {"plan-reference.md": page()}


def page() -> str:
    """Plan files and ``--set``."""
    assert set(MEANING) == set(KEYS)
    keys = "\n".join(f"| `{key}` | {takes} | {means} | {default} |" for key, (takes, means, default) in MEANING.items())
    stops = "\n".join(f"| `{f.name}` | {kind(f.type)} | {shown(f.default)} |" for f in dataclasses.fields(Stopping))
    problems = "\n".join(problem(name) for name in INSTANCES)
    methods = "\n".join(solver(name) for name in SOLVERS)
    return f"""# Plan files and `--set`

The same names serve `saddleproof run PROBLEM SOLVER --set problem.n=30 --set solver.step=0.1` (one run) and a plan file
(a grid, [sweeps](sweep.md)). This page is generated from the classes; a name that is not on it is refused, and the nearest
one is suggested. Lists stand in brackets, in a plan and behind `--set`: `--set problem.widths=[3,3,3]`. Numbers are TOML;
`--set` also takes rationals: `1/3`.

## Keys of a plan

| key | takes | means | without it |
|---|---|---|---|
{keys}

`widths`, `spectrum` and `ridge` are lists themselves: an axis of them is a list of lists.

## When a run ends: `[stop]`

| name | takes | default |
|---|---|---|
{stops}

{prose(Stopping)}

## Problems

`seed` chooses the random frames and measurements. Parameters marked † change numbers and not shapes: such runs share a batch.

{problems}

## Solvers

`step` left out is the method's own default, which its description gives.

{methods}
"""


def problem(name: str) -> str:
    """One instance: its words, and its parameters with kinds and defaults."""
    maker = INSTANCES[name]
    data = DATA_ONLY.get(name, frozenset())
    rows = [(p.name + "†" * (p.name in data), p.annotation, p.default) for p in inspect.signature(maker).parameters.values()]
    return section(name, "problem", prose(maker), rows)


def solver(name: str) -> str:
    """One method: its words, and its fields with kinds and defaults."""
    made = SOLVERS[name]
    rows = [(f.name, f.type, default_of(f)) for f in dataclasses.fields(made)]
    return section(name, "solver", prose(made), rows)


def section(name: str, side: str, words: str, rows: list[tuple[str, Any, Any]]) -> str:
    """A heading, the short names, the words, the table."""
    short = ", ".join(f"`{s}`" for s, full in SHORT.items() if full == name)
    cells = [(f"`{side}.{p.removesuffix('†')}`" + "†" * p.endswith("†"), kind(k), shown(default)) for p, k, default in rows]
    table = "\n".join(f"| {' | '.join(row)} |" for row in cells)
    also = f"For `run` also {short}. " if short else ""
    return f"### {name}\n\n{also}{words}\n\n| name | takes | default |\n|---|---|---|\n{table}\n"


def prose(thing: Any) -> str:
    """The docstring without its examples."""
    text = (inspect.getdoc(thing) or "").split(">>>")[0]
    return re.sub(r"``([^`]*)``", r"`\1`", text).strip()


def kind(annotation: Any) -> str:
    """An annotation in words.

    >>> kind("float | Sequence[float]"), kind("int | None"), kind("bool")
    ('number, or list of numbers', 'whole number', '`true` or `false`')
    """
    return ", or ".join(dict.fromkeys(_words(str(annotation))))


def _words(annotation: str) -> Iterator[str]:
    one = {"int": "whole number", "float": "number", "bool": "`true` or `false`", "str": "text", "Tensor": "number"}
    for part in annotation.replace("<class '", "").replace("'>", "").split(" | "):
        if (listed := re.fullmatch(r"Sequence\[(\w+)\]", part)) is not None:
            yield f"list of {one[listed[1]]}s"
        elif (chosen := re.fullmatch(r"Literal\[(.*)\]", part)) is not None:
            yield f"one of {chosen[1]}"
        elif part != "None":
            yield one.get(part, f"`{part}`")


def default_of(field: Any) -> Any:
    """The default of a field of a dataclass."""
    if field.default is not dataclasses.MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not dataclasses.MISSING else REQUIRED


def shown(default: Any) -> str:
    """A default as a plan writes it."""
    if default is REQUIRED:
        return "required"
    if default is None or default == ():
        return "not set"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{list(default) if isinstance(default, tuple) else default}`"
