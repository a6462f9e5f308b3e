"""The index of what Python users import: one table by task, and a page a module made by mkdocstrings from the docstrings."""

from __future__ import annotations

import importlib
import inspect

MODULES = {
    "The landscape of regularized deep factorization": {
        "proofs_check.explore": None,
        "theory.dmf": ("Landscape", "Objective"),
        "theory.dmf.landscape.barriers": ("Barriers",),
        "theory.dmf.landscape.morse": ("certify",),
        "proofs_check.bridge.saddle_graph": ("saddle_graph",),
        "proofs_check.bridge.orbit_points": ("aligned_point", "aligned_problem"),
        "proofs_check.report.landscape_plots": None,
        "proofs_check.report.saddle_plots": None,
        "proofs_check.figures.style": ("save",),
    },
    "Where a run is, and why it is stuck": {
        "proofs_check.bridge.locate": ("locate", "Watch", "Location"),
        "proofs_check.bridge.audit.udu": ("audit", "Audit"),
    },
    "Runs": {
        "numerics": ("run", "Stopping", "Trajectory"),
        "numerics.problems": None,
        "numerics.solvers": None,
        "numerics.curvature": None,
        "numerics.networks": None,
    },
    "Sweeps": {
        "numerics.sweep": None,
    },
    "Claims of your own": {
        "proofs_check.public": None,
    },
    "Statements, proofs, certificates": {
        "theory.render": None,
        "theory.prove.derivation": ("Book", "Derivation"),
        "theory.kernel.certificate": ("Certificate",),
        "theory.kernel.check": ("check_certificate", "check_folder"),
    },
}
"""By task: module → its names; None stands for all that it offers (``__all__``, else what it defines)."""


def pages() -> dict[str, str]:
    """The index and the pages of the modules."""
    listed = {f"python/{module}.md": page(module, names) for group in MODULES.values() for module, names in group.items()}
    return {"python/index.md": index(), **listed}


def names_of(module: str, names: tuple[str, ...] | None) -> list[str]:
    """The public names shown of a module."""
    if names is not None:
        return list(names)
    found = importlib.import_module(module)
    own = [n for n, v in vars(found).items() if not n.startswith("_") and getattr(v, "__module__", None) == module]
    return sorted(getattr(found, "__all__", own))


def index() -> str:
    """What to import from where, with the first sentence of each."""
    parts = []
    for task, modules in MODULES.items():
        rows = [row(module, name) for module, names in modules.items() for name in names_of(module, names)]
        parts.append(f"## {task}\n\n| import | what it is |\n|---|---|\n" + "\n".join(rows) + "\n")
    return f"""# Python: what to import from where

`theory` is exact (rationals, algebraic numbers, certificates), `numerics` is torch, and `proofs_check` is where the two meet.
Names of `proofs_check.public` stay from version to version; the others move only with a line in the [changes](../changes.md).

{chr(10).join(parts)}"""


def row(module: str, name: str) -> str:
    """One line of the index."""
    text = inspect.getdoc(getattr(importlib.import_module(module), name)) or ""
    first = " ".join(text.split("\n\n")[0].split()).replace("|", "\\|").replace("``", "`").replace("*", "\\*")
    return f"| [`from {module} import {name}`]({module}.md) | {first} |"


def page(module: str, names: tuple[str, ...] | None) -> str:
    """One module by mkdocstrings."""
    members = "".join(f"        - {name}\n" for name in names_of(module, names))
    return f"# {module}\n\n::: {module}\n    options:\n      members:\n{members}"
