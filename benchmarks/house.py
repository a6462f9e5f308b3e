"""The house in numbers: lines a room, files, functions, docstrings, of one tree or of two side by side.

    python -m benchmarks.house              the tree here
    python -m benchmarks.house 941b82e      that commit beside the tree here

A room is a package one or two folders deep. Functions are counted with their docstrings, without decorators; a public
docstring belongs to a function, class or method whose name, and every name around it, does not start with an underscore,
nested functions left out. Derivations are functions in ``proofs`` (before there was such a room: in ``derivation*`` and
``derive_*``).
"""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
PACKAGES = ("theory", "numerics", "proofs_check")


@dataclass
class House:
    """What is counted of one tree: its files, and for each its functions and its public names with and without a docstring."""

    lines: dict[str, int] = field(default_factory=dict)
    functions: dict[str, int] = field(default_factory=dict)
    derivations: dict[str, int] = field(default_factory=dict)
    public: int = 0
    silent: list[str] = field(default_factory=list)
    """Public names without a docstring, each with its file and line."""

    @property
    def told(self) -> int:
        """How many public names have a docstring."""
        return self.public - len(self.silent)

    def rooms(self) -> dict[str, tuple[int, int]]:
        """Room → files and lines.

        >>> House({"theory/dmf/proofs/a.py": 3, "theory/dmf/b.py": 4}).rooms()
        {'theory/dmf/proofs': (1, 3), 'theory/dmf': (1, 4)}
        """
        files: Counter[str] = Counter()
        lines: Counter[str] = Counter()
        for name, count in self.lines.items():
            room = "/".join(PurePosixPath(name).parent.parts[:3])
            files[room] += 1
            lines[room] += count
        return {room: (files[room], lines[room]) for room in files}

    def summary(self) -> dict[str, str]:
        """The figures of the whole tree."""
        longest = max(self.lines, key=self.lines.__getitem__)
        return {
            "files": str(len(self.lines)),
            "lines": str(sum(self.lines.values())),
            "median file": f"{statistics.median(self.lines.values()):g}",
            "longest file": f"{self.lines[longest]} ({longest})",
            "longest function": _longest(self.functions),
            "longest in derivations": _longest(self.derivations),
            "public docstrings": f"{100 * self.told / max(1, self.public):.1f} % ({self.told} of {self.public})",
        }


def _longest(functions: dict[str, int]) -> str:
    if not functions:
        return "-"
    name = max(functions, key=functions.__getitem__)
    return f"{functions[name]} ({name})"


def add(house: House, name: str, source: str) -> None:
    """Count one file.

    >>> house = House()
    >>> text = "def f():\\n    'Told.'\\n\\nclass A:\\n    def g(self):\\n        pass\\n    def _h(self): pass\\n"
    >>> add(house, "theory/a.py", text)
    >>> house.told, house.public, house.functions
    (1, 3, {'theory/a.py f': 2, 'theory/a.py g': 2, 'theory/a.py _h': 1})
    """
    house.lines[name] = source.count("\n")
    tree = ast.parse(source)
    parts = PurePosixPath(name)
    derives = "proofs" in parts.parts or parts.stem.startswith(("derivation", "derive_"))
    for node in statements(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            (house.derivations if derives else house.functions)[f"{name} {node.name}"] = length
    for node in _public(tree):
        house.public += 1
        if ast.get_docstring(node) is None:
            house.silent.append(f"{name}:{node.lineno} {node.name}")


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Every statement of a tree, at any depth, outer ones first; no expression is entered, for none holds a statement.

    >>> [type(node).__name__ for node in statements(ast.parse("def f():\\n    import a\\nx = 1"))]
    ['FunctionDef', 'Assign', 'Import']
    """
    todo = [tree]
    for node in todo:
        if isinstance(node, ast.stmt):
            yield node
        for part in ("body", "handlers", "orelse", "finalbody", "cases"):
            todo += getattr(node, part, ())


def _public(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for child in getattr(node, "body", []):
        named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if not named or child.name.startswith("_"):
            continue
        if any(getattr(mark, "id", "") == "overload" for mark in child.decorator_list):
            continue
        yield child
        if isinstance(child, ast.ClassDef):
            yield from _public(child)


def here() -> House:
    """The tree on disk."""
    house = House()
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        add(house, path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    return house


def at(commit: str) -> House:
    """The tree of a commit."""
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", commit, *PACKAGES], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        raise SystemExit(f"house: commit must be one that git knows, got {commit}")
    house = House()
    for name in listed.stdout.splitlines():
        if name.endswith(".py"):
            shown = subprocess.run(["git", "show", f"{commit}:{name}"], cwd=ROOT, capture_output=True, check=True)
            add(house, name, shown.stdout.decode("utf-8"))
    return house


def table(houses: dict[str, House]) -> str:
    """Rooms and figures, one column a tree, as Markdown."""
    rooms = {name: house.rooms() for name, house in houses.items()}
    rows = [["room (files, lines)", *houses]]
    for room in sorted({room for found in rooms.values() for room in found}):
        rows.append([room, *("{}, {}".format(*found[room]) if room in found else "-" for found in rooms.values())])
    sums = {name: house.summary() for name, house in houses.items()}
    rows += [[figure, *(found[figure] for found in sums.values())] for figure in next(iter(sums.values()))]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


if __name__ == "__main__":
    print(table({commit: at(commit) for commit in sys.argv[1:]} | {"now": here()}))
