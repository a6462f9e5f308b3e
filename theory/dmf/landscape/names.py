r"""Names of orbits as people type them, and the orbit that is meant.

A name lists the active modes with their roots, in any order: ``1+2-``, ``2-1+``, ``1+2(0)``; ``O`` is the origin. The short
forms of the tables are read as well: ``1+…7+8-``, and those of a LaTeX table, ``$\mathbf{7}^{+}8^{-}$`` (the first seven modes
at '+') and ``$(2\text{--}5)^{-}$``.
"""

from __future__ import annotations

import re

from theory.dmf.landscape.counting import OrbitTree
from theory.dmf.landscape.orbits import ActiveMode
from theory.dmf.landscape.roots import Root

Modes = dict[int, Root]
"""Active modes: position in the decreasing spectrum, from 1 → root."""

_MODE = r"([1-9]\d*)(\+|-|\(0\))"
_RUN = rf"{_MODE}(?:…{_MODE})?"
_WRITTEN = (
    (r"\s|\$", ""),
    ("−", "-"),
    (r"\.\.\.", "…"),
    (r"\\mathrm\{O\}", "O"),
    (r"\\mathbf\{(\d+)\}\^\{([+-])\}", r"1\2…\1\2"),
    (r"\((\d+)\\text\{--\}(\d+)\)\^\{([+-])\}", r"\1\3…\2\3"),
    (r"\^\{([+-])\}", r"\1"),
)
"""How tables write names, and the same in plain text."""


def codes_of(name: str, tree: OrbitTree) -> list[int]:
    """The row of codes (as in ``OrbitTree.codes``) of the orbit called ``name``.

    Raises:
        ValueError: what cannot be read, and a name that no orbit has, with the reason and the nearest name of an orbit.

    >>> from fractions import Fraction
    >>> from theory.dmf.landscape.spectrum import Spectrum
    >>> tree = OrbitTree.of(Spectrum(3, Fraction(1), (Fraction(3), Fraction(3))).groups, 2)
    >>> codes_of("2-1+", tree), codes_of("O", tree)
    ([1, 2], [0, 0])
    >>> codes_of("3+", tree)
    Traceback (most recent call last):
    ValueError: orbit must be one of this landscape, got 3+: only the values 1 … 2 have a root; the nearest is 1+
    """
    modes, reasons = _read(name, tree.positions), []
    for mended in (_inside, _at_roots, _few, _in_order):
        modes, reason = mended(modes, tree)
        reasons.append(reason)
    if why := next(filter(None, reasons), ""):
        nearest = "".join(ActiveMode(*mode).label for mode in sorted(modes.items())) or "O"
        raise ValueError(f"orbit must be one of this landscape, got {name.strip()}: {why}; the nearest is {nearest}")
    return [1 + tree.groups[g].roots.index(modes[p]) if p in modes else 0 for p, g in enumerate(tree.group_of, start=1)]


def _read(name: object, most: int) -> Modes:
    """The modes that a name lists; of a stretch beyond the place ``most`` the first one alone."""
    if not isinstance(name, str):
        raise ValueError(f"orbit must be a name such as 1+2- or O, got {name!r}")
    text = name
    for written, plain in _WRITTEN:
        text = re.sub(written, plain, text)
    if text == "O":
        return {}
    modes: Modes = {}
    for low, root, high, same in re.findall(_RUN, text) if re.fullmatch(rf"(?:{_RUN})+", text) else ():
        first, last = int(low), int(high or low)
        if last < first or root != (same or root):
            break
        for position in range(first, min(last, max(first, most + 1)) + 1):
            if position in modes:
                raise ValueError(f"orbit must have each mode at one root, got {name.strip()} with mode {position} twice")
            modes[position] = Root(root.strip("()"))
    else:
        if modes:
            return modes
    raise ValueError(f"orbit must be written like 1+2- (places in the spectrum with their roots + - or (0)) or O, got {name!r}")


def _inside(modes: Modes, tree: OrbitTree) -> tuple[Modes, str]:
    """Modes beyond the last value that has a root move to the last free places."""
    beyond = [position for position in modes if position > tree.positions]
    if not beyond:
        return modes, ""
    kept = {position: root for position, root in modes.items() if position <= tree.positions}
    free = (position for position in range(tree.positions, 0, -1) if position not in kept)
    moved = dict(zip(free, (modes[position] for position in beyond), strict=False))
    return kept | moved, f"only {_places(1, tree.positions)} a root" if tree.positions else "no value has a root"


def _at_roots(modes: Modes, tree: OrbitTree) -> tuple[Modes, str]:
    """A mode at a root that its value has not moves to the first one that it has."""
    has = {position: tree.groups[tree.group_of[position - 1]].roots for position in modes}
    wrong = [position for position in sorted(modes) if modes[position] not in has[position]]
    fixed = modes | {position: has[position][0] for position in wrong}
    if not wrong:
        return modes, ""
    shown = " or ".join(ActiveMode(wrong[0], root).label for root in has[wrong[0]])
    return fixed, f"mode {wrong[0]} can only be at {shown}"


def _few(modes: Modes, tree: OrbitTree) -> tuple[Modes, str]:
    """No more modes than the smallest width."""
    if len(modes) <= tree.rank_limit:
        return modes, ""
    return dict(sorted(modes.items())[: tree.rank_limit]), f"the smallest width allows {tree.rank_limit} active at a time"


def _in_order(modes: Modes, tree: OrbitTree) -> tuple[Modes, str]:
    """Inside a group of equal values '+' takes the first places, then '0', then '-'."""
    placed: Modes = {}
    reason = ""
    for group in tree.groups:
        roots = sorted((modes[p] for p in group.positions if p in modes), key=group.roots.index)
        here = dict(zip(group.positions, roots, strict=False))
        if not reason and any(modes.get(p) != here.get(p) for p in group.positions):
            taken = " takes the first of them" if len(roots) == 1 else ", in this order, take the first of them"
            shown = " and ".join(dict.fromkeys(roots))
            reason = f"the values {group.first} … {group.positions[-1]} are equal and {shown}{taken}"
        placed |= here
    return placed, reason


def _places(first: int, last: int) -> str:
    return f"the values {first} … {last} have" if last > first else f"value {first} has"
