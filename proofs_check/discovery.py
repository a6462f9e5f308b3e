"""Claims are found by looking: every ``*.py`` in a folder (not starting with ``_``) defines one ``claim``."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from proofs_check.claim import Claim

OWN_CLAIMS = Path(__file__).parent / "claims"


@dataclass(frozen=True)
class Found:
    """A claim and the file it was found in."""

    claim: Claim
    path: Path


def find_claims(folder: Path | None = None) -> dict[str, Found]:
    """The claims in ``folder`` (default: this project's own), by id, in order of paper and id.

    Raises ValueError naming the file when one cannot be read, defines no claim, or repeats an id.

    >>> find_claims(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    ValueError: claims folder must exist, got /nowhere
    """
    root = OWN_CLAIMS if folder is None else Path(folder)
    if not root.is_dir():
        raise ValueError(f"claims folder must exist, got {root}")
    found: dict[str, Found] = {}
    for path in sorted(root.rglob("*.py")):
        if path.name.startswith("_"):
            continue
        claim = load_claim(path)
        if claim.id in found:
            raise ValueError(f"claim id {claim.id!r} is used twice: {found[claim.id].path} and {path}")
        found[claim.id] = Found(claim, path)
    if not found and folder is not None:
        raise ValueError(f"claims folder must hold claim files (*.py with `claim = Claim(...)`), found none in {root}")
    return dict(sorted(found.items(), key=lambda item: (item[1].claim.source.paper, item[0])))


def load_claim(path: Path) -> Claim:
    """The ``claim`` that one file defines."""
    try:
        module = _module(path.resolve())
    except Exception as error:
        raise ValueError(f"claim file {path}: {type(error).__name__}: {error}") from error
    claim = getattr(module, "claim", None)
    if not isinstance(claim, Claim):
        raise ValueError(f"claim file {path} must define `claim = Claim(...)`")
    return claim


def select(found: dict[str, Found], names: Iterable[str] = (), paper: str | None = None) -> dict[str, Found]:
    """The named claims (all of them when none is named) of one paper (of all papers when None).

    Raises ValueError for an unknown claim, with the nearest name there is.
    """
    names = list(names)
    for name in names:
        if name not in found:
            nearest = difflib.get_close_matches(name, found, n=1, cutoff=0.0)
            hint = f"; the nearest is {nearest[0]!r}" if nearest else "; there are no claims"
            raise ValueError(f"unknown claim {name!r}{hint}")
    papers = {item.claim.source.paper for item in found.values()}
    if paper is not None and paper not in papers:
        raise ValueError(f"paper must be one of {', '.join(sorted(papers)) or '(no claims yet)'}, got {paper!r}")
    chosen = {name: item for name, item in found.items() if not names or name in names}
    return {name: item for name, item in chosen.items() if paper is None or item.claim.source.paper == paper}


def _module(path: Path) -> ModuleType:
    if path.is_relative_to(OWN_CLAIMS):
        parts = path.relative_to(OWN_CLAIMS.parents[1]).with_suffix("").parts
        return importlib.import_module(".".join(parts))
    name = "claims_of_reader." + "_".join(path.with_suffix("").parts[1:])
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    if str(path.parent) not in sys.path:
        sys.path.append(str(path.parent))  # a folder of claims may share a module of its own
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
