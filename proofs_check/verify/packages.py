"""Claims of installed packages: a distribution names its folder of claim files in the entry point group ``saddleproof.claims``.

    [project.entry-points."saddleproof.claims"]
    outside = "saddleproof_outside.claims"

The folder is located without an import, and each of its claim files runs in a process of its own, as those of
``--claims DIR`` do: what `pip` installed is trusted as far as that, and its verdicts are drawn here. A package that cannot be
used is one line, which names it; the others go on.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

from proofs_check.verify.discovery import READERS, Found, claim_in, defines_claim, find_claims, order
from proofs_check.verify.foreign import one_line
from proofs_check.verify.process import Ended, each

GROUP = "saddleproof.claims"
"""The group of entry points; a value names an importable package (a folder of claim files), with no attribute."""


@dataclass(frozen=True)
class Package:
    """A distribution with claims: name and version, and the folders that its entry points name; ``trouble`` says why one
    of them cannot be used.

    >>> Package("outside", "1.0").label
    'outside 1.0'
    """

    name: str
    version: str
    folders: tuple[Path, ...] = ()
    trouble: str = ""

    @property
    def label(self) -> str:
        """Name and version, printable."""
        return one_line(f"{self.name} {self.version}".strip())


@dataclass(frozen=True)
class Installed:
    """The claims of installed packages by id, and one line for each package of which something is left out."""

    claims: dict[str, Found]
    troubles: dict[str, str]


def packages() -> list[Package]:
    """The distributions that name claims, by name; nothing of them is imported."""
    points: dict[str, list[metadata.EntryPoint]] = defaultdict(list)
    versions: dict[str, str] = {}
    for point in metadata.entry_points(group=GROUP):
        name = point.dist.name if point.dist is not None else "(unknown distribution)"
        points[name].append(point)
        versions[name] = point.dist.version if point.dist is not None else ""
    found = []
    for name, mine in sorted(points.items()):
        folders: dict[Path, None] = {}
        trouble = ""
        for point in mine:
            folder = _folder(point.value)
            if folder is None:
                trouble = trouble or f"entry point {point.name} = {point.value!r} must name a package with claim files"
            else:
                folders[folder] = None
        found.append(Package(name, versions[name], tuple(folders), one_line(trouble)))
    return found


def find_installed(only: str | None = None) -> Installed:
    """The claims of every installed package, or of one distribution.

    A claim that takes an id of this project is left out; an id that two packages use is left out of both, whatever the order
    they were installed in. Raises ValueError when ``only`` is no distribution with claims.

    >>> find_installed("no-such-package")
    Traceback (most recent call last):
    ...
    ValueError: package must be an installed distribution with claims..., got 'no-such-package'
    """
    known = packages()
    if only is not None and only not in {package.name for package in known}:
        names = ", ".join(one_line(package.name) for package in known) or "there is none"
        raise ValueError(f"package must be an installed distribution with claims ({names}), got {only!r}")
    own, owners = find_claims() if known else {}, defaultdict(list)
    troubles: dict[str, list[str]] = {package.label: [package.trouble] if package.trouble else [] for package in known}
    for package in known:
        for item in _claims(package, troubles[package.label]):
            owners[item.claim.id].append(item)
    claims: dict[str, Found] = {}
    for name, items in owners.items():
        labels = list(dict.fromkeys(item.package for item in items))
        if name in own:
            for label in labels:
                troubles[label].append(f"claim id {name!r} is one of this project's")
        elif len(items) > 1:
            for label in labels:
                others = [x for x in labels if x != label]
                troubles[label].append(f"claim id {name!r} is used by {', '.join(others)} as well" if others else
                                       f"claim id {name!r} is used twice")  # fmt: skip
        else:
            claims[name] = items[0]
    asked = {package.label for package in known if only in (None, package.name)}
    return Installed(
        {item.claim.id: item for item in sorted(claims.values(), key=order) if item.package in asked},
        {label: _told(label, texts) for label, texts in troubles.items() if texts and label in asked},
    )


def _claims(package: Package, troubles: list[str]) -> Iterable[Found]:
    """The claims of one package; what keeps a file from being one goes to ``troubles``."""
    paths = []
    count = len(troubles)
    for folder in package.folders:
        try:
            files = [path for path in sorted(folder.rglob("*.py")) if not path.name.startswith("_") and path.is_file()]
        except OSError as error:
            troubles.append(f"{folder}: {error.strerror}")
            continue
        for path in files:
            try:
                paths += [path] if defines_claim(path) else []
            except (ValueError, OSError) as error:
                troubles.append(str(error))
    found = []
    for path, item in zip(paths, each(_asked, paths, READERS), strict=True):
        if isinstance(item, str):
            troubles.append(f"{path}: {item}" if str(path) not in item else item)
        else:
            found.append(replace(item, package=package.label))
    if not paths and len(troubles) == count and package.folders:
        troubles.append("it has no claim file (*.py with `claim = Claim(...)`)")
    return found


def _asked(path: Path) -> Found | str:
    try:
        item = claim_in(path)
    except (ValueError, OSError, Ended) as error:
        return str(error)
    return item if not item.ended else item.ended


def _told(label: str, texts: list[str]) -> str:
    more = f" (and {len(texts) - 1} more)" if len(texts) > 1 else ""
    return one_line(" ".join(f"left out of package {label}: {texts[0]}{more}".split()))


def _folder(value: str) -> Path | None:
    """The folder of a package, by the finders of this interpreter, without importing it or its parents."""
    module, _, attribute = value.partition(":")
    if attribute or not all(part.isidentifier() for part in module.split(".")):
        return None
    places: list[str] | None = None
    for depth in range(1, module.count(".") + 2):
        places = _places(".".join(module.split(".")[:depth]), places)
        if not places:
            return None
    return Path(places[0]).resolve() if places and Path(places[0]).is_dir() else None


def _places(name: str, path: list[str] | None) -> list[str] | None:
    for finder in sys.meta_path:
        try:
            spec = finder.find_spec(name, path)
        except Exception:  # a finder of somebody else
            continue
        if spec is not None:
            return list(spec.submodule_search_locations or ()) or None
    return None
