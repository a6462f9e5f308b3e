"""Plans: a grid of problems × solvers × parameters × seeds in TOML, and its grouping into batches.

    problem = "SymmetricFactorization"          # or a list
    solver = ["UDU", "GradientDescent"]
    seeds = 20                                  # 0 … 19; or a list
    steps = 2000
    record = ["loss"]                           # traces kept, at logarithmically spaced steps

    [parameters.problem]                        # a list is an axis of the grid
    n = 30
    condition = [2, 10]

    [parameters.solver]
    step = [0.1, 0.01]

    [stop]                                      # fields of numerics.Stopping
    movement = 1e-12

A parameter applies to the problems or solvers that have it; one that nobody has is an error. Write
``[parameters.solver.UDU]`` for parameters of one solver only (the same for problems). List-valued parameters (widths,
spectrum, ridge) are given as a list of lists.
"""

from __future__ import annotations

import dataclasses
import hashlib
import inspect
import itertools
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from numerics import solvers
from numerics.sweep.instances import DATA_ONLY, INSTANCES, known_name
from numerics.tensors import whole
from numerics.trajectory import Stopping
from theory.storage.counted import counted

KEYS = ("problem", "solver", "parameters", "seeds", "steps", "record", "stop", "batch")
SEQUENCES = ("widths", "spectrum", "ridge")
SOLVERS = {name: getattr(solvers, name) for name in solvers.__all__ if name != "Solver"}


@dataclass(frozen=True)
class Task:
    """One run: what is run, and from which seed. ``key`` is a hash of exactly this content."""

    problem: str
    problem_parameters: tuple[tuple[str, Any], ...]
    solver: str
    solver_parameters: tuple[tuple[str, Any], ...]
    seed: int
    steps: int
    record: tuple[str, ...]
    stop: tuple[tuple[str, Any], ...]

    @cached_property
    def content(self) -> str:
        """Canonical JSON of the task."""
        return json.dumps({f.name: getattr(self, f.name) for f in dataclasses.fields(self)}, sort_keys=True)

    @cached_property
    def key(self) -> str:
        """The SHA-256 of ``content``."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    @property
    def group(self) -> str:
        """Tasks with the same group differ in seeds, step length and data of one shape, and run as one batch."""
        data = DATA_ONLY.get(self.problem, frozenset())
        problem = tuple((k, None if k in data else v) for k, v in self.problem_parameters)
        solver = tuple((k, v) for k, v in self.solver_parameters if k != "step")
        has_step = any(k == "step" for k, _ in self.solver_parameters)
        return json.dumps([self.problem, problem, self.solver, solver, has_step, self.steps, self.stop])


@dataclass(frozen=True)
class Plan:
    """A validated plan. ``tasks()`` lists its tasks in a fixed order, ``batches()`` groups them.

    >>> plan = Plan.from_text('problem = "Factorization"\\nsolver = "GradientDescent"\\nseeds = 3\\nsteps = 10')
    >>> len(plan.tasks()), [len(batch) for batch in plan.batches()]
    (3, [3])
    >>> Plan.from_text('problem = "Factorization"\\nsolver = "GradientDescent"\\nsteps = 10\\nseed = 3')
    Traceback (most recent call last):
    ...
    ValueError: plan key must be one of the eight of a plan, got seed; nearest: seeds
    """

    problems: tuple[str, ...]
    solvers: tuple[str, ...]
    parameters: dict[str, Any]
    seeds: tuple[int, ...]
    steps: int
    record: tuple[str, ...]
    stop: dict[str, Any]
    batch: int

    @classmethod
    def from_file(cls, path: str | Path) -> Plan:
        """Read a TOML file; ValueError with its name where it is not UTF-8, as TOML is."""
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValueError(f"plan {path} must be UTF-8 text, got the byte 0x{error.object[error.start]:02x}") from None
        return cls.from_text(text)

    @classmethod
    def from_text(cls, text: str) -> Plan:
        """Read TOML text; ValueError names what is wrong and what is allowed."""
        try:
            raw = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"plan must be TOML, got {error}") from error
        for key in raw:
            known_name(key, KEYS, "plan key", "one of the eight of a plan")
        for key in ("problem", "solver", "steps"):
            if key not in raw:
                raise ValueError(f"plan must have the key {key}, got {', '.join(raw) or 'nothing'}")
        plan = cls(
            problems=tuple(known_name(p, INSTANCES, "problem", "a known instance") for p in _named(raw, "problem")),
            solvers=tuple(known_name(s, SOLVERS, "solver", "a known solver") for s in _named(raw, "solver")),
            parameters=raw.get("parameters", {}),
            seeds=_seeds(raw.get("seeds", 1)),
            steps=whole(raw["steps"], "steps"),
            record=tuple(_listed(raw.get("record", []))),
            stop=raw.get("stop", {}),
            batch=whole(raw.get("batch", 256), "batch"),
        )
        plan._check()
        return plan

    def tasks(self) -> list[Task]:
        """All tasks, problems first, seeds last. A combination that makes no sense is an error before anything runs."""
        grid = [
            Task(problem, pp, solver, sp, seed, self.steps, self.record, tuple(sorted(self.stop.items())))
            for problem in self.problems
            for pp in _grid(self._section("problem", problem), problem)
            for solver in self.solvers
            for sp in _grid(self._section("solver", solver), solver)
            for seed in self.seeds
        ]
        return list(dict.fromkeys(grid))

    def batches(self) -> list[list[Task]]:
        """Tasks of one group, at most ``batch`` together. Depends on the plan alone, so a resumed sweep cuts alike."""
        groups: dict[str, list[Task]] = {}
        for task in self.tasks():
            groups.setdefault(task.group, []).append(task)
        return [group[i : i + self.batch] for group in groups.values() for i in range(0, len(group), self.batch)]

    def to_json(self) -> str:
        """The plan as canonical JSON."""
        return json.dumps(dataclasses.asdict(self), sort_keys=True)

    def _section(self, side: str, name: str) -> dict[str, Any]:
        """The parameters that apply to one problem or solver: the common ones it has, then its own."""
        section = self.parameters.get(side, {})
        common = {k: v for k, v in section.items() if not isinstance(v, dict) and k in _allowed(side, name)}
        return {**common, **section.get(name, {})}

    def _check(self) -> None:
        for side in self.parameters:
            known_name(side, ("problem", "solver"), "parameters key", "problem or solver")
        for side, names in (("problem", self.problems), ("solver", self.solvers)):
            anyone = {p for name in names for p in _allowed(side, name)}
            for key, value in self.parameters.get(side, {}).items():
                if isinstance(value, dict):
                    known_name(key, names, f"parameters.{side} table", f"among {', '.join(names)}")
                    for inner in value:
                        allowed = _allowed(side, key)
                        known_name(inner, allowed, f"parameters.{side}.{key}", f"among {', '.join(sorted(allowed))}")
                else:
                    known_name(key, anyone, f"parameters.{side}", f"among {', '.join(sorted(anyone))}")
        fields = [f.name for f in dataclasses.fields(Stopping)]
        for key in self.stop:
            known_name(key, fields, "stop", f"among {', '.join(fields)}")
        for name in self.record:
            known_name(name, ("loss", "gradient_norm"), "record", "loss or gradient_norm")
        Stopping(**self.stop)

    def __str__(self) -> str:
        return f"{counted(len(self.tasks()), 'task')} in {counted(len(self.batches()), 'batch')}"


def _allowed(side: str, name: str) -> set[str]:
    if side == "problem":
        return set(inspect.signature(INSTANCES[name]).parameters)
    return {f.name for f in dataclasses.fields(SOLVERS[name])}


def _grid(section: dict[str, Any], name: str) -> Iterator[tuple[tuple[str, Any], ...]]:
    """The product of the listed values, as sorted tuples."""
    names = sorted(section)
    axes = [[_frozen(v) for v in _axis(key, section[key])] for key in names]
    for values in itertools.product(*axes):
        yield tuple(zip(names, values, strict=True))


def _axis(key: str, value: Any) -> list[Any]:
    if key in SEQUENCES and isinstance(value, list) and not (value and isinstance(value[0], list)):
        return [value]
    return _each_once(_listed(value), key)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _named(raw: dict[str, Any], key: str) -> list[Any]:
    return _each_once(_listed(raw[key]), key)


def _each_once(values: list[Any], name: str) -> list[Any]:
    """``values``, if there are any and none stands twice: a run that is not made is no run that was asked for."""
    if not values:
        raise ValueError(f"{name} must list at least one value, got []")
    twice = [v for v, times in Counter(map(_frozen, values)).items() if times > 1]
    if twice:
        raise ValueError(f"{name} must list every value once, got {twice[0]} more than once")
    return values


def _seeds(value: Any) -> tuple[int, ...]:
    numbers = value if isinstance(value, list) and value else [value]
    if all(isinstance(s, int) and not isinstance(s, bool) and s >= 0 for s in numbers):
        if isinstance(value, list):
            return tuple(_each_once(value, "seeds"))
        if 1 <= value <= MOST_SEEDS:
            return tuple(range(value))
    raise ValueError(f"seeds must be a count of 1 … {MOST_SEEDS} or a list of whole numbers, got {value}")


MOST_SEEDS = 10**7
