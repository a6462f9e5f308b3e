"""The cache key of a verdict: everything that could change it, by content.

The code that a claim file reaches through imports (inside functions too), the kernel, the judge, the versions of the
libraries underneath, seed and budget. An import built from a string at run time is not seen.
"""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from functools import cache
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


def judging() -> frozenset[Path]:
    """The code that judges every claim, whatever it reaches: kernel, models, judge and worker.

    >>> ROOT / "theory" / "kernel" / "words.py" in judging()
    True
    """
    return frozenset(reached([file for place in ALWAYS for file in _files(ROOT / place)]))


def fingerprint(
    path: Path, inputs: tuple[Path, ...] = (), judge: frozenset[Path] | None = None, **circumstances: object
) -> str:
    """Hash (64 hex digits) of the claim in ``path``: code reached, data ``inputs``, versions and ``circumstances``; who asks
    for many claims gives them one ``judging()``.

    >>> here = Path(__file__)
    >>> fingerprint(here, seed=0) == fingerprint(here, seed=0), fingerprint(here, seed=0) == fingerprint(here, seed=1)
    (True, False)
    """
    always = judging() if judge is None else judge
    files = always | reached([path], claim_folders(path), always) | {file.resolve() for file in inputs}
    content = {
        "files": sorted(_digest(file) for file in files),
        "versions": versions(),
        "circumstances": {name: str(value) for name, value in circumstances.items()},
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def claim_folders(path: Path) -> tuple[Path, ...]:
    """The folders of claim files that the claim in ``path`` may import from: its own, and those of this project."""
    own = ROOT / "proofs_check" / "claims"
    return (path.resolve().parent, *(sorted(x for x in own.iterdir() if x.is_dir()) if own.is_dir() else ()))


def reached(start: list[Path], folders: tuple[Path, ...] = (), known: frozenset[Path] = frozenset()) -> set[Path]:
    """Every source file reached from ``start`` by imports, inside our packages, inside the files' own folders, and
    inside ``folders``; ``known`` ones are not followed again.
    """
    todo, seen = [path.resolve() for path in start], set(known)
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        if path.suffix == ".py":
            todo += _imports(path, path.stat().st_mtime_ns, folders if _outside(path) else ())
    return seen


@cache
def _outside(path: Path) -> bool:
    """Whether a file is no part of the program, or one of its claims: such a file may import from claim folders."""
    inside = any(path.is_relative_to(ROOT / package) for package in PACKAGES)
    return not inside or path.is_relative_to(ROOT / "proofs_check" / "claims")


@cache
def _imports(path: Path, modified: int, folders: tuple[Path, ...]) -> tuple[Path, ...]:
    found: list[Path] = []
    for place in dict.fromkeys((ROOT, path.parent, *folders)):
        names = {entry.name.removesuffix(".py") for entry in place.iterdir()}
        for parts in _imported(path, modified):
            if parts[0] in names:
                found += _module_files(place, parts)
    return tuple(dict.fromkeys(found))


@cache
def _imported(path: Path, _modified: int) -> tuple[tuple[str, ...], ...]:
    names: list[str] = []
    todo: list[Any] = [ast.parse(path.read_bytes())]
    for node in todo:  # statements only: an expression imports nothing
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(path, node)
            names += [base] + [f"{base}.{alias.name}" for alias in node.names]
        for part in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, part, ())
            todo += inner if isinstance(inner, list) else ()
    return tuple(dict.fromkeys(tuple(name.split(".")) for name in names))


def _absolute(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.parent
    for _ in range(node.level - 1):
        package = package.parent
    prefix = ".".join(package.relative_to(ROOT).parts) if package.is_relative_to(ROOT) else ""
    return ".".join(part for part in (prefix, node.module) if part)


def _module_files(folder: Path, parts: tuple[str, ...]) -> tuple[Path, ...]:
    """The files that importing ``parts`` below ``folder`` runs: packages on the way, and the module itself."""
    if folder != ROOT:
        return _files_on_the_way(folder, parts)
    return _program_files(parts) if parts[0] in PACKAGES else ()


@cache
def _program_files(parts: tuple[str, ...]) -> tuple[Path, ...]:
    return _files_on_the_way(ROOT, parts)


def _files_on_the_way(folder: Path, parts: tuple[str, ...]) -> tuple[Path, ...]:
    files: list[Path] = []
    for depth in range(1, len(parts) + 1):
        place = folder.joinpath(*parts[:depth])
        candidates = (place / "__init__.py", place.with_suffix(".py"))
        files += [candidate.resolve() for candidate in candidates if candidate.is_file()]
    return tuple(files)


def _files(place: Path) -> list[Path]:
    return sorted(place.rglob("*.py")) if place.is_dir() else [place]


def _digest(path: Path) -> str:
    known = path.stat()
    return _content(path, known.st_mtime_ns, known.st_size)


@cache
def _content(path: Path, _modified: int, _size: int) -> str:
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
    return f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}"


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
