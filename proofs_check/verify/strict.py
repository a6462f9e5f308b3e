"""Typed records as plain data and back: on the way in every field must be there, none besides, each of its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

_SCALARS: dict[type, tuple[str, tuple[type, ...]]] = {
    str: ("text", (str,)),
    bool: ("true or false", (bool,)),
    int: ("a whole number", (int,)),
    float: ("a number", (int, float)),
}


def plain(value: Any) -> Any:
    """What ``json.dumps`` takes: records as objects with their fields in order, tuples as lists, enumerations as text.

    >>> from proofs_check.probes.probe import Counterexample
    >>> plain(Counterexample("x = 4", size=3.0))
    {'text': 'x = 4', 'kind': 'exact', 'size': 3.0}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {plain(name): plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, (tuple, list)) else value


def read(kind: Any, value: Any, at: str) -> Any:
    """The reverse of `plain`: a value of the type ``kind``; ``at`` names its place.

    Types are records, enumerations, ``Literal`` texts, tuples, lists, dictionaries, ``… | None``, str, int, float, bool.
    Raises ValueError, in one line that names the place and what is allowed there.

    >>> from proofs_check.probes.probe import Counterexample
    >>> read(Counterexample, {"text": "x = 4", "kind": "exact", "size": 3.0}, "witness") == Counterexample("x = 4", size=3.0)
    True
    >>> read(Counterexample, {"text": "x = 4", "kind": "exact", "size": "small"}, "witness")
    Traceback (most recent call last):
    ...
    ValueError: witness.size must be a number, got 'small'
    """
    if kind in _SCALARS:
        words, types = _SCALARS[kind]
        _require(isinstance(value, types) and (kind is bool or not isinstance(value, bool)), at, words, value)
        return value
    origin, inner = _shape(kind)
    if origin in (Union, UnionType):
        (wanted,) = (item for item in inner if item is not NoneType)
        return None if value is None else read(wanted, value, at)
    if origin is Literal:
        _require(isinstance(value, str) and value in inner, at, f"one of {', '.join(inner)}", value)
        return value
    if origin in (tuple, list):
        return _sequence(origin, inner, value, at)
    if origin is dict:
        _require(isinstance(value, dict), at, "an object", value)
        return {read(inner[0], name, f"{at} name"): read(inner[1], item, f"{at}.{name}") for name, item in value.items()}
    if is_dataclass(kind):
        return _record(kind, value, at)
    allowed = {member.value: member for member in kind}
    _require(isinstance(value, str) and value in allowed, at, f"one of {', '.join(allowed)}", value)
    return allowed[value]


def _sequence(origin: Any, inner: tuple[Any, ...], value: Any, at: str) -> Any:
    endless = origin is list or inner[-1] is Ellipsis
    _require(isinstance(value, (list, tuple)), at, "a list", value)
    _require(endless or len(value) == len(inner), at, f"a list of {len(inner)}", value)
    kinds = [inner[0]] * len(value) if endless else inner
    return origin(read(kind, item, f"{at}[{k}]") for k, (kind, item) in enumerate(zip(kinds, value, strict=True)))


def _record(kind: Any, value: Any, at: str) -> Any:
    _require(isinstance(value, dict), at, "an object", value)
    hints = _hints(kind)
    for word, names in (("lacks", set(hints) - set(value)), ("has the unknown field", set(value) - set(hints))):
        if names:
            raise ValueError(f"{at} {word} {', '.join(sorted(map(str, names)))}")
    return kind(**{name: read(hint, value[name], f"{at}.{name}") for name, hint in hints.items()})


@cache
def _shape(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    return get_origin(kind), get_args(kind)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _require(fits: bool, at: str, wanted: str, value: Any) -> None:
    if not fits:
        shown = repr(value)
        raise ValueError(f"{at} must be {wanted}, got {shown if len(shown) <= 60 else shown[:57] + '…'}")
