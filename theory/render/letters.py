"""Declarations as people write them: L ≥ 2, widths d_0, …, d_L, W_l ∈ ℝ^{d_l × d_{l−1}}; and definitions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from theory.render.folding import Definition, Folded
from theory.render.items import Item, span
from theory.render.reading import read
from theory.render.tree import ONE, ZERO, Math, letter, neg, number, plus, put, simplified


def declared(names: Iterable[str], f: Folded) -> tuple[Item, ...]:
    """Free letters, those of one kind together, in the order of their first.

    >>> from theory.render.folding import folded
    >>> letters = [["m", {"kind": "dimension"}], ["A", {"kind": "matrix", "shape": ["m", "m"]}]]
    >>> f = folded({"letters": letters, "then": ["A == A"]})
    >>> [item.text({}) for item in declared(f.free, f)]
    ['m ≥ 1 an integer', 'A ∈ ℝᵐˣᵐ']
    """
    groups: dict[tuple[Any, ...], list[str]] = {}
    for name in names:
        spec = f.table[name]
        key = tuple(str(spec.get(k)) for k in ("kind", "min", "max", "shape", "size", "positive", "over", "path"))
        key = ("integer", "1", *key[2:]) if spec["kind"] == "dimension" else (*key, str(name in f.symmetric))
        groups.setdefault(key, []).append(name)
    return tuple(_group(members, f) for members in groups.values())


def _group(names: list[str], f: Folded) -> Item:
    spec = f.table[names[0]]
    kind, texts = spec["kind"], tuple(names)
    shown = [part for name in names for part in _members(name, f)]
    if "path" in spec:
        return Item(_path(names, spec, f), texts)
    several = len(shown) > 1 or any(part.kind == "run" for part in shown)
    if kind in ("integer", "dimension"):
        return Item(_integers(shown, spec, several), texts)
    if kind == "positive":
        return Item((Math("rel", (_list(shown), ZERO), ">"),), texts)
    if kind == "real":
        return Item((Math("member", (*shown, Math("reals"))),), texts)
    sizes = [spec["size"]] * 2 if kind == "diagonal" else spec["shape"]
    var = f.families.get(names[0], "")
    here = {spec["over"][0]: letter(var)} if var else {}
    shape = [simplified(put(read(size), here)) for size in sizes]
    space = Math("reals", tuple(shape[:1] if shape[1] == ONE else shape))
    moving = var and any(node.kind == "letter" and node.value == var for size in shape for node in size.walk())
    if moving:
        shown = [letter(name, letter(var)) for name in names]
    found: tuple[Math | str, ...] = (Math("member", (*shown, space)),)
    if kind == "diagonal":
        found += (" diagonal, with positive entries",) if spec.get("positive") else (" diagonal",)
    if names[0] in f.symmetric:
        found += (" symmetric",)
    return Item((*found, " for ", _span(spec, var)) if moving else found, texts)


def _path(names: list[str], spec: dict[str, Any], f: Folded) -> tuple[Math | str, ...]:
    """x_t ∈ ℝ, continuous for 0 ≤ t ≤ T."""
    t = letter(next(name for name in ("t", "s", "t_") if name not in f.table))
    shown, shape = [letter(name, t) for name in names], [simplified(read(size)) for size in spec.get("shape", ())]
    space = Math("reals", tuple(shape[:1] if shape and shape[1] == ONE else shape))
    said = Math("rel", (_list(shown), ZERO), ">") if spec["kind"] == "positive" else Math("member", (*shown, space))
    return (said, " continuous for ", Math("range", (ZERO, t, letter(spec["path"])), ("<=", "<=")))


def _integers(shown: list[Math], spec: dict[str, Any], several: bool) -> tuple[Math | str, ...]:
    low = read(spec.get("min", "1"))
    noun = " integers" if several else " an integer"
    if "max" not in spec:
        return (Math("rel", (_list(shown), low), ">="), noun)
    high = simplified(read(spec["max"]))
    if simplified(low) == high:
        return (Math("rel", (_list(shown), high), "="),)
    return (Math("range", (simplified(low), _list(shown), high), ("<=", "<=")), noun)


def _span(spec: dict[str, Any], var: str) -> Math:
    low, high = (simplified(read(end)) for end in spec["over"][1:])
    return span(low, var, high)


def _members(name: str, f: Folded) -> list[Math]:
    """x, or x_0, …, x_T."""
    spec = f.table[name]
    if "over" not in spec:
        return [letter(name)]
    low, high = (simplified(read(end)) for end in spec["over"][1:])
    gap = simplified(plus(high, neg(low)))
    if gap.kind == "number" and 0 <= gap.value <= 2:
        return [letter(name, simplified(plus(low, number(k)))) for k in range(int(gap.value) + 1)]
    return [Math("run", (letter(name, low), letter(name, high)))]


def _list(shown: list[Math]) -> Math:
    return shown[0] if len(shown) == 1 else Math("list", tuple(shown))


def defined(d: Definition) -> Item:
    """A definition: R = X Yᵀ − A; a recursion as its two equations; an override as what differs."""
    var = letter(d.var) if d.var else None

    def equal(index: Math | None, value: Math) -> Math:
        return Math("rel", (letter(d.name, index), value), "=")

    if d.places:
        found: list[Math | str] = []
        for place, value in d.places:
            found += [equal(place, value), ", "]
        assert d.value is not None and d.ends is not None
        gap = simplified(plus(d.ends[1], neg(d.ends[0]), ONE))
        if gap == number(len(d.places)):
            return Item(tuple(found[:-1]), (d.name,))
        return Item((*found, equal(var, d.value), " for all other ", span(d.ends[0], d.var, d.ends[1])), (d.name,))
    if d.start is not None and d.step is not None and d.ends is not None:
        low, high = d.ends
        below = span(low, d.var, simplified(plus(high, neg(ONE))))
        return Item((equal(*d.start), ", ", equal(*d.step), " for ", below), (d.name,))
    assert d.value is not None
    if d.ends is not None:
        return Item((equal(var, d.value), " for ", span(d.ends[0], d.var, d.ends[1])), (d.name,))
    return Item((equal(d.index, d.value),), (d.name,))
