"""Claims are found by looking: every ``*.py`` in a folder (not starting with ``_``) that assigns a top-level ``claim``.

The files of this project are imported here, and each defines one. A reader's files are code of somebody else: each is run in a
process of its own (`proofs_check.verify.process`), which tells what its claim says as plain data. A file that defines no claim
is not run.
"""

from __future__ import annotations

import ast
import difflib
import importlib
import importlib.util
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from proofs_check.verify.claim import Claim, Source
from proofs_check.verify.pins import Pin, pin_of
from proofs_check.verify.process import Ended, ask_declaration, each
from proofs_check.verify.verdict import PROVED, STRENGTH, Verdict

OWN_CLAIMS = Path(__file__).parents[1] / "claims"
READERS = 4
"""Claim files of a reader that are asked at a time what they claim."""


@dataclass(frozen=True)
class Found:
    """A claim, the file it was found in, and its pin. ``ended`` says why the file could not be asked (it ended its
    process, or did not answer); the claim is then a stand-in of the file's name. ``package`` is the installed distribution
    that it belongs to, with its version.
    """

    claim: Claim
    path: Path
    pin: Pin | None = None
    ended: str = ""
    package: str = ""


def find_claims(folder: Path | None = None) -> dict[str, Found]:
    """The claims in ``folder`` (default: this project's own), by id, in `order`.

    Raises ValueError naming the file when one cannot be read, defines no proper claim, repeats an id or takes one of this
    project's (a verdict is kept under the id, and must be a verdict on that claim), and naming the claim and the file when
    a pin is malformed.

    >>> find_claims(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    ValueError: claims folder must exist, got /nowhere
    """
    root = OWN_CLAIMS if folder is None else Path(folder)
    if not root.is_dir():
        raise ValueError(f"claims folder must exist, got {root}")
    found: dict[str, Found] = {}
    taken = {} if _own(root) else find_claims()
    for item in _items(root):
        name = item.claim.id
        if name in taken:
            raise ValueError(f"claim id {name!r} in {item.path} is one of this project's; a claim of your own needs another id")
        if name in found:
            raise ValueError(f"claim id {name!r} is used twice: {found[name].path} and {item.path}")
        found[name] = item
    if not found and folder is not None:
        raise ValueError(f"claims folder must hold claim files (*.py with `claim = Claim(...)`), found none in {root}")
    return dict(sorted(found.items(), key=lambda item: order(item[1])))


def order(item: Found) -> tuple[str, bool, str]:
    """Where a claim stands in a list: by paper, in a paper the headlines first, then by id."""
    return item.claim.source.paper, not item.claim.parts, item.claim.id


def defines_claim(path: Path) -> bool:
    """Whether the file assigns ``claim`` at its top level; read, not run. Raises ValueError when it is not Python.

    >>> defines_claim(Path(__file__))
    False
    """
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"claim file {path}: {type(error).__name__}: {error}") from None
    return any(
        isinstance(target, ast.Name) and target.id == "claim"
        for node in tree.body
        for target in (node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)])
    )


def load_claim(path: Path) -> Claim:
    """The ``claim`` that one file defines, run in this process."""
    try:
        module = _module(path.resolve())
    except Exception as error:
        raise ValueError(f"claim file {path}: {type(error).__name__}: {error}") from error
    claim = getattr(module, "claim", None)
    if not isinstance(claim, Claim):
        raise ValueError(f"claim file {path} must define `claim = Claim(...)`")
    return claim


def standing(name: str) -> str:
    """A claim of this project with the verdict that its file expects, and what keeps it from being proved, for a sentence
    that rests on it.

    >>> standing("agd-horizon-free")
    'claim agd-horizon-free (proved)'
    >>> standing("agd-local-spectrum")
    'claim agd-local-spectrum (supported, not proved)'
    """
    claim = select(find_claims(), [name])[name].claim
    least = min(map(Verdict, claim.expected), key=lambda verdict: STRENGTH.get(verdict, 0))
    proved = least in PROVED
    why = "" if proved else ", not proved" + (f": {claim.open_reason}" if claim.open_reason else "")
    return f"claim {name} ({least}{why})"


def select(found: dict[str, Found], names: Iterable[str] = (), paper: str | None = None) -> dict[str, Found]:
    """The named claims (all of them when none is named) of one paper (of all papers when None).

    Raises ValueError for an unknown claim, with the nearest name there is, and with the way to claims of a reader's own.
    """
    names = list(names)
    for name in names:
        if name not in found:
            nearest = difflib.get_close_matches(name, found, n=1, cutoff=0.0)
            hint = f"; the nearest is {nearest[0]!r}" if nearest else "; there are no claims"
            ours = all(_own(item.path) for item in found.values())
            hint += "; a claim of your own is found with --claims DIR" if ours else ""
            raise ValueError(f"unknown claim {name!r}{hint}")
    papers = {item.claim.source.paper for item in found.values()}
    if paper is not None and paper not in papers:
        raise ValueError(f"paper must be one of {', '.join(sorted(papers)) or '(no claims yet)'}, got {paper!r}")
    chosen = {name: item for name, item in found.items() if not names or name in names}
    return {name: item for name, item in chosen.items() if paper is None or item.claim.source.paper == paper}


def _own(path: Path) -> bool:
    return path.resolve().is_relative_to(OWN_CLAIMS.resolve())


def _items(root: Path) -> Iterable[Found]:
    paths = [path for path in sorted(root.rglob("*.py")) if not path.name.startswith("_") and path.is_file()]
    if _own(root):
        return [_with_pin(load_claim(path), path) for path in paths]
    return each(claim_in, [path for path in paths if defines_claim(path)], READERS)


def claim_in(path: Path) -> Found:
    """The claim of one file of a reader, asked in a process of its own.

    Raises ValueError, naming the file, when it defines no proper claim.
    """
    try:
        return _with_pin(ask_declaration(path), path)
    except Ended as ended:
        name = "-".join(re.findall("[a-z0-9]+", path.stem.lower())) or "nameless"
        stand_in = Claim(
            id=name, title=f"(the claim of {path.name})", statement=f"(not read: {path})", subject="conjecture",
            source=Source("unread", "-", "reconstructed"), expected=("supported",),
        )  # fmt: skip
        return Found(stand_in, path, None, str(ended))


def _with_pin(claim: Claim, path: Path) -> Found:
    return Found(claim, path, pin_of(path, claim.id) if claim.pinned else None)


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
