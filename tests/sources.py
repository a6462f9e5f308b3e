"""What the files of this project import: each is parsed once, whoever asks."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from benchmarks.house import statements


@cache
def imports(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """The imports of a file: at the top, inside functions, and for type checking."""
    found = statements(ast.parse(path.read_bytes()))
    return tuple(node for node in found if isinstance(node, ast.Import | ast.ImportFrom))


@cache
def skipped_without(path: Path) -> frozenset[str]:
    """The modules that a file of tests names to ``importorskip``."""
    source = path.read_bytes()
    if b"importorskip" not in source:
        return frozenset()
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return frozenset(ast.literal_eval(node.args[0]) for node in calls if getattr(node.func, "attr", "") == "importorskip")
