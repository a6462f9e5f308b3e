"""No circle of imports, and every package says what lives there. Contracts between rooms: import-linter, pyproject.toml."""

from __future__ import annotations

import ast
import doctest
import functools
import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from benchmarks import house
from tests import sources

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
        for node in sources.imports(path):
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


@pytest.mark.full
def test_the_house_is_counted_as_its_examples_say() -> None:
    result = doctest.testmod(house)
    assert result.attempted > 3 and result.failed == 0
    assert house.here().summary()["files"] == str(len(modules(ROOT)))


def test_every_public_name_says_what_it_is() -> None:
    """A name without a docstring is listed with its file and line, and a planted one is seen."""
    assert house.here().silent == []
    planted = house.House()
    house.add(planted, "a.py", "class A:\n    'Told.'\n    def g(self): pass\n    def _h(self): pass\n")
    assert planted.silent == ["a.py:3 g"] and (planted.told, planted.public) == (1, 2)


PLACES = [path for path in modules(ROOT).values() if path.name == "__init__.py"]


@pytest.mark.parametrize("path", PLACES, ids=[str(path.parent.relative_to(ROOT)) for path in PLACES])
def test_every_package_says_what_may_come_in(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_bytes())) or ""
    assert len(text.splitlines()) >= 4
    assert "may come in" in " ".join(text.lower().split())


GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^\| `([a-z]\w+(?:\.\w+)+)` \| (.*) \|$", GUIDE, re.MULTILINE)


def named(path: str) -> Any:
    """The function, class, method or property of this full name; AttributeError if there is none."""
    parts = path.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            found = inspect.getattr_static(found, name)
        return found
    raise AttributeError(path)


def given(found: Any) -> str:
    """The type that a function, or the function behind a property, is annotated with; a class gives itself."""
    if inspect.isclass(found):
        return found.__name__
    found = found.func if isinstance(found, functools.cached_property) else getattr(found, "fget", found)
    return str(found.__annotations__["return"])


@pytest.mark.parametrize(("path", "gives"), STEPS, ids=[path for path, _ in STEPS])
def test_a_walk_goes_where_the_guide_says(path: str, gives: str) -> None:
    found = named(path)
    if gives.startswith("`"):
        assert given(found) == gives.split("`")[1].replace("\\|", "|")


def test_the_guide_has_three_walks_and_a_wrong_step_is_seen() -> None:
    assert len(STEPS) > 25
    assert given(named("numerics.run.run")) == "Trajectory"
    with pytest.raises(AttributeError):
        named("numerics.run.jog")


def test_the_picture_has_every_room() -> None:
    picture = GUIDE.split("```text")[1].split("```")[0]
    rooms = [path.parent.name for path in PLACES if len(path.relative_to(ROOT).parts) == 3]
    assert [room for room in rooms if not re.search(rf"\b{room}\b", picture)] == []
