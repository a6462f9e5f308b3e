"""The cache key of a verdict: everything that could change it, by content.

The code that a claim file reaches through imports (inside functions too), the kernel, the judge, the versions of the
libraries underneath, seed and budget. An import built from a string at run time is not seen.
"""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from collections.abc import Iterable
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("theory", "numerics", "proofs_check")
LIBRARIES = ("numpy", "scipy", "sympy", "mpmath", "python-flint", "torch")
ALWAYS = ("theory/kernel", "theory/models", "proofs_check/verify/judge.py", "proofs_check/verify/worker.py")


def versions() -> dict[str, str]:
    """Versions of Python, of this project and of the libraries a verdict may rest on; ``absent`` where not installed.

    >>> sorted(versions())[0]
    'mpmath'
    """
    return {"python": platform.python_version()} | {name: version(name) for name in ("saddleproof", *LIBRARIES)}


Imports = list[tuple[int, str, list[str]]]
"""What the import statements of a file say, one by one: dots, module, names (of ``import a.b``: none)."""


def judging() -> frozenset[Path]:
    """The code that judges every claim, whatever it reaches: kernel, models, judge and worker.

    >>> ROOT / "theory" / "kernel" / "words.py" in judging()
    True
    """
    return Sources().judging


def fingerprint(
    path: Path, inputs: tuple[Path, ...] = (), judge: frozenset[Path] | None = None, **circumstances: object
) -> str:
    """Hash (64 hex digits) of the claim in ``path``: code reached, data ``inputs``, versions and ``circumstances``. ``judge``:
    the code that counts in any case (None: `judging`). Who asks for many claims asks one `Sources`.

    >>> here = Path(__file__)
    >>> fingerprint(here, seed=0) == fingerprint(here, seed=0), fingerprint(here, seed=0) == fingerprint(here, seed=1)
    (True, False)
    """
    return Sources().fingerprint(path, inputs, judge, **circumstances)


def reached(start: Iterable[Path], folders: tuple[Path, ...] = ()) -> set[Path]:
    """Every source file reached from ``start`` by imports, inside our packages, inside the files' own folders, and
    inside ``folders``.
    """
    return Sources().reached(start, folders)


def claim_folders(path: Path) -> tuple[Path, ...]:
    """The folders of claim files that the claim in ``path`` may import from: its own, and those of this project."""
    own = ROOT / "proofs_check" / "claims"
    return (path.resolve().parent, *(sorted(x for x in own.iterdir() if x.is_dir()) if own.is_dir() else ()))


class Sources:
    """Source files as they are when they are first asked for: each is read and hashed once. To find out what one imports takes
    longest; ``known`` has it by the hash of the bytes, never by a date, and what is not there is added (then ``learnt``).
    """

    def __init__(self, known: dict[str, Imports] | None = None):
        self.known = {} if known is None else known
        self.learnt = False
        self._hashes: dict[Path, str] = {}
        self._lines: dict[Path, str] = {}
        self._imported: dict[Path, tuple[tuple[str, ...], ...]] = {}
        self._followed: dict[tuple[Path, tuple[Path, ...]], tuple[Path, ...]] = {}
        self._names: dict[Path, frozenset[str]] = {}
        self._modules: dict[tuple[Path, tuple[str, ...]], tuple[Path, ...]] = {}

    @cached_property
    def judging(self) -> frozenset[Path]:
        """As the function of this name."""
        return frozenset(self.reached(file for place in ALWAYS for file in _files(ROOT / place)))

    def fingerprint(
        self, path: Path, inputs: tuple[Path, ...] = (), judge: frozenset[Path] | None = None, **circumstances: object
    ) -> str:
        """As the function of this name."""
        always = self.judging if judge is None else judge
        files = always | self.reached([path], claim_folders(path), always) | {file.resolve() for file in inputs}
        content = {
            "files": sorted(map(self._line, files)),
            "versions": versions(),
            "circumstances": {name: str(value) for name, value in circumstances.items()},
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def reached(self, start: Iterable[Path], folders: tuple[Path, ...] = (), judge: frozenset[Path] = frozenset()) -> set[Path]:
        """As the function of this name; files of ``judge`` are not followed again."""
        todo, seen = [path.resolve() for path in start], set(judge)
        while todo:
            path = todo.pop()
            if path in seen:
                continue
            seen.add(path)
            if path.suffix == ".py":
                todo += self._follow(path, folders if _outside(path) else ())
        return seen

    def _follow(self, path: Path, folders: tuple[Path, ...]) -> tuple[Path, ...]:
        if (path, folders) not in self._followed:
            found: list[Path] = []
            for place in dict.fromkeys((ROOT, path.parent, *folders)):
                names = self._names_in(place)
                for parts in self._imports(path):
                    if parts[0] in names:
                        found += self._module_files(place, parts)
            self._followed[path, folders] = tuple(dict.fromkeys(found))
        return self._followed[path, folders]

    def _imports(self, path: Path) -> tuple[tuple[str, ...], ...]:
        if path not in self._imported:
            content = path.read_bytes()
            self._hashes[path] = digest = hashlib.sha256(content).hexdigest()
            if digest not in self.known:
                self.known[digest], self.learnt = imports(content), True
            names: list[str] = []
            for level, module, imported in self.known[digest]:
                base = _absolute(path, level, module)
                names += [base, *(f"{base}.{name}" for name in imported)]
            self._imported[path] = tuple(dict.fromkeys(tuple(name.split(".")) for name in names))
        return self._imported[path]

    def _names_in(self, place: Path) -> frozenset[str]:
        if place not in self._names:
            self._names[place] = frozenset(entry.name.removesuffix(".py") for entry in place.iterdir())
        return self._names[place]

    def _module_files(self, folder: Path, parts: tuple[str, ...]) -> tuple[Path, ...]:
        """The files that importing ``parts`` below ``folder`` runs: packages on the way, and the module itself."""
        if not parts or (folder == ROOT and parts[0] not in PACKAGES):
            return ()
        if (folder, parts) not in self._modules:
            place = folder.joinpath(*parts)
            here = [file.resolve() for file in (place / "__init__.py", place.with_suffix(".py")) if file.is_file()]
            self._modules[folder, parts] = (*self._module_files(folder, parts[:-1]), *here)
        return self._modules[folder, parts]

    def digest(self, path: Path) -> str:
        """SHA-256 of the file, in hex; empty where there is none."""
        try:
            return self._hash(path)
        except OSError:
            return ""

    def _hash(self, path: Path) -> str:
        if path not in self._hashes:
            self._hashes[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        return self._hashes[path]

    def _line(self, path: Path) -> str:
        if path not in self._lines:
            self._lines[path] = f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name} {self._hash(path)}"
        return self._lines[path]


def imports(content: bytes) -> Imports:
    """The import statements in a source file, those inside functions too; nothing but the bytes decides them.

    >>> imports(b"def f():\\n    from ..a import b, c\\nimport d.e\\n")
    [(0, 'd.e', []), (2, 'a', ['b', 'c'])]
    """
    found: Imports = []
    todo: list[Any] = [ast.parse(content)]
    for node in todo:  # statements only: an expression imports nothing
        if isinstance(node, ast.Import):
            found += [(0, alias.name, []) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.level, node.module or "", [alias.name for alias in node.names]))
        for part in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, part, ())
            todo += inner if isinstance(inner, list) else ()
    return found


@cache
def _outside(path: Path) -> bool:
    """Whether a file is no part of the program, or one of its claims: such a file may import from claim folders."""
    inside = any(path.is_relative_to(ROOT / package) for package in PACKAGES)
    return not inside or path.is_relative_to(ROOT / "proofs_check" / "claims")


def _absolute(path: Path, level: int, module: str) -> str:
    if not level:
        return module
    package = path.parent
    for _ in range(level - 1):
        package = package.parent
    prefix = ".".join(package.relative_to(ROOT).parts) if package.is_relative_to(ROOT) else ""
    return ".".join(part for part in (prefix, module) if part)


def _files(place: Path) -> list[Path]:
    return sorted(place.rglob("*.py")) if place.is_dir() else [place]


@cache
def version(name: str) -> str:
    """The version of an installed distribution, or "absent".

    >>> version("no-such-distribution")
    'absent'
    """
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"
