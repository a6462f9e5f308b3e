"""No circle of imports, and every package says what lives there. Contracts between rooms: import-linter, pyproject.toml."""

from __future__ import annotations

import ast
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("theory", "numerics", "proofs_check")


def modules(root: Path) -> dict[str, Path]:
    found = {}
    for path in sorted(file for package in PACKAGES for file in (root / package).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(root: Path) -> nx.DiGraph:
    """Module → module, for every import: at the top, inside functions, and for type checking."""
    known, graph = modules(root), nx.DiGraph()
    for name, path in known.items():
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                named = [full if (full := f"{node.module}.{alias.name}") in known else node.module for alias in node.names]
            else:
                continue
            graph.add_edges_from((name, other) for other in named if other in known and other != name)
    return graph


def circles(root: Path) -> list[list[str]]:
    return [sorted(part) for part in nx.strongly_connected_components(imports(root)) if len(part) > 1]


def test_no_modules_import_each_other() -> None:
    assert circles(ROOT) == []
    assert imports(ROOT).number_of_edges() > 1000


@pytest.mark.parametrize("lazy", [False, True])
def test_a_planted_circle_is_seen(lazy: bool, tmp_path: Path) -> None:
    for package in PACKAGES:
        (tmp_path / package).mkdir()
    (tmp_path / "theory" / "one.py").write_text("from theory.two import b\n")
    back = "from theory import one"
    (tmp_path / "theory" / "two.py").write_text(f"def b():\n    {back}\n" if lazy else f"{back}\n")
    assert circles(tmp_path) == [["theory.one", "theory.two"]]


PLACES = [path for path in modules(ROOT).values() if path.name == "__init__.py"]


@pytest.mark.parametrize("path", PLACES, ids=[str(path.parent.relative_to(ROOT)) for path in PLACES])
def test_every_package_says_what_may_come_in(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_bytes())) or ""
    assert len(text.splitlines()) >= 4
    assert "may come in" in " ".join(text.lower().split())
