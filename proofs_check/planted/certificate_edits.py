"""Edits of a certificate, its hash recomputed and its premises intact: what a checker must reject or what stays true.

A premise, hypothesis, witness term or model value is dropped; a coefficient, sign or index of the witness or of a
conclusion changes; a declaration gets another kind, range, shape, definition or index; a renaming or substitution maps
a letter to another one. The witness and the uses of premises are edited as plain JSON, whatever the rule.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from proofs_check.probes.edits import conclusion_edits, expression_edits, without_given

Json = dict[str, Any]
KINDS = {
    "real": ("positive", "integer"), "positive": ("real", "integer"), "integer": ("real", "dimension"),
    "dimension": ("real", "integer"), "matrix": ("diagonal", "real"), "diagonal": ("matrix",),
}  # fmt: skip
"""Other kinds that a declaration is given."""
MAPS = ("set", "rename", "at", "given")
"""Names of maps, in a use of a premise or in a witness, that send letters or hypotheses somewhere."""
PARTNERS = 4
"""Other letters that take the place of one."""


def certificate_edits(certificate: Json) -> Iterator[tuple[str, Json]]:
    """Every certificate that differs in one place.

    >>> plain = {"statement": {"letters": [], "given": ["x > 0"], "then": ["x > 0"]}, "rule": "expand",
    ...          "premises": [], "witness": [[["2*_", ["given", 0]]]], "model": {"x": "1"}}
    >>> [label for label, _ in certificate_edits(plain)][:3]
    ['drop given 0: x > 0', 'conclusion: 0 > x', 'conclusion: x > 1']
    """
    statement = certificate["statement"]
    letters = declared(statement)
    for index in range(len(certificate["premises"])):
        rest = certificate["premises"][:index] + certificate["premises"][index + 1 :]
        yield f"drop premise {index}", {**certificate, "premises": rest}
    for index, atom in enumerate(statement.get("given", [])):
        yield f"drop given {index}: {atom}", {**certificate, "statement": without_given(statement, index)}
    for edit in conclusion_edits(statement):
        yield f"conclusion: {edit.text}", {**certificate, "statement": edit.statement}
    for label, witness in json_edits(certificate["witness"], letters):
        yield f"witness{label}", {**certificate, "witness": witness}
    for name in certificate["model"] or {}:
        model = {other: value for other, value in certificate["model"].items() if other != name}
        yield f"model without {name}", {**certificate, "model": model}
    yield from ((label, {**certificate, "statement": edited}) for label, edited in declaration_edits(statement))
    yield from use_edits(certificate, letters)


def declared(statement: Json) -> list[str]:
    """Names of the letters of a statement, those that exist included."""
    return [name for name, _ in statement.get("letters", []) + statement.get("exists", [])]


def declaration_edits(statement: Json) -> Iterator[tuple[str, Json]]:
    """The statement with one declaration changed, dropped or moved.

    >>> [label for label, _ in declaration_edits({"letters": [["L", {"kind": "integer", "min": "2"}]], "then": ["L > 1"]})]
    ['L: real', 'L: dimension', 'L: min 3', 'L: min 1', 'L: not declared']
    """
    for part in ("letters", "exists"):
        entries = statement.get(part, [])
        for place, (name, spec) in enumerate(entries):
            others = [other for other, _ in entries if other != name]
            for label, changed in _spec_edits(spec, others):
                yield f"{name}: {label}", _with_entries(statement, part, place, [[name, changed]])
            yield f"{name}: not declared", _with_entries(statement, part, place, [])
        for place in range(len(entries) - 1):
            swapped = [*entries[:place], entries[place + 1], entries[place], *entries[place + 2 :]]
            yield f"{entries[place + 1][0]} before {entries[place][0]}", {**statement, part: swapped}


def _with_entries(statement: Json, part: str, place: int, new: list[Any]) -> Json:
    entries = statement[part]
    return {**statement, part: [*entries[:place], *new, *entries[place + 1 :]]}


def _spec_edits(spec: Json, letters: list[str]) -> Iterator[tuple[str, Json]]:
    kind = spec.get("kind")
    for other in KINDS.get(str(kind), ()):
        yield other, {**{k: v for k, v in spec.items() if k not in ("min", "max", "shape", "size", "positive")},
                      "kind": other, **_sizes(spec, str(kind), other)}  # fmt: skip
    for key, value in spec.items():
        if key == "kind":
            continue
        if key == "positive":
            yield "not positive", {k: v for k, v in spec.items() if k != "positive"}
        elif key in ("min", "max", "size"):
            yield from ((f"{key} {text}", {**spec, key: text}) for text in _near(str(value), letters))
            if key == "max":
                yield "max dropped", {k: v for k, v in spec.items() if k != "max"}
        elif isinstance(value, list):
            yield f"{key} as text", {**spec, key: "".join(map(str, value))}
            yield f"{key} turned", {**spec, key: value[::-1]}
            for place, text in enumerate(value):
                near = letters[:PARTNERS] if key == "over" and place == 0 else list(_near(str(text), letters))
                for new in near:
                    yield f"{key} {new}", {**spec, key: [*value[:place], new, *value[place + 1 :]]}
        elif isinstance(value, (str, dict)):
            yield from ((f"{key}{label}", {**spec, key: new}) for label, new in json_edits(value, letters))
    if kind == "diagonal" and "positive" not in spec:
        yield "positive", {**spec, "positive": True}


def _sizes(spec: Json, kind: str, other: str) -> Json:
    if (kind, other) == ("matrix", "diagonal"):
        return {"size": spec.get("shape", ["1"])[0]}
    if (kind, other) == ("diagonal", "matrix"):
        return {"shape": [spec.get("size", "1")] * 2}
    return {"min": "1"} if other == "integer" else {}


def _near(text: str, letters: list[str]) -> Iterator[str]:
    """An end, a size or a degree one larger, one smaller, or another letter."""
    if text.lstrip("-").isdigit():
        yield str(int(text) + 1)
        yield str(int(text) - 1)
        return
    yield f"{text}+1"
    yield f"{text}-1"
    yield from [letter for letter in letters if letter != text][:PARTNERS]


def json_edits(value: Any, letters: list[str]) -> Iterator[tuple[str, Any]]:
    """Every JSON value that differs in one place: an entry dropped, a number raised, an expression edited, a letter that
    is a key of a map replaced by another.

    >>> [label for label, _ in json_edits({"of": 0, "at": {"x": "y"}}, ["x", "y"])]
    ['[of] dropped', '[of]: 0 becomes 1', '[at] dropped', '[at][x] dropped', '[at][x]: y becomes x', '[at]: x becomes y']
    """
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int):
        yield f": {value} becomes {value + 1}", value + 1
    elif isinstance(value, str):
        try:
            for text in expression_edits(value, letters):
                yield f": {value} becomes {text}", text
        except (SyntaxError, ValueError):
            yield f": {value} becomes empty", ""
    elif isinstance(value, (list, dict)):
        for key in range(len(value)) if isinstance(value, list) else list(value):
            shorter = copy.copy(value)
            del shorter[key]
            yield f"[{key}] dropped", shorter
            for label, new in json_edits(value[key], letters):
                changed = copy.copy(value)
                changed[key] = new
                yield f"[{key}]{label}", changed
        if isinstance(value, dict):
            yield from _other_keys(value, letters)


def _other_keys(value: Json, letters: list[str]) -> Iterator[tuple[str, Json]]:
    for key in [key for key in value if key in letters]:
        for other in [letter for letter in letters if letter not in value][:PARTNERS] or [x for x in letters if x != key][:1]:
            yield f": {key} becomes {other}", {other if k == key else k: v for k, v in value.items()}


def use_edits(certificate: Json, letters: list[str]) -> Iterator[tuple[str, Json]]:
    """Uses of premises edited: entries of their maps changed or dropped, and maps added that send one letter to another.

    A premise that is a plain id has no maps; they are then in the witness, and added there.
    """
    for place, use in enumerate(certificate["premises"]):
        if not isinstance(use, dict):
            continue
        maps = {key: value for key, value in use.items() if key != "cert"}
        for label, changed in json_edits(maps, letters):
            yield f"premise {place}{label}", _with_use(certificate, place, {"cert": use.get("cert"), **changed})
        for name in ("rename", "set"):
            for key, new in _pairs(use.get(name, {}), letters):
                changed = {**use, name: {**use.get(name, {}), key: new}}
                yield f"premise {place}: {name} {key} to {new}", _with_use(certificate, place, changed)
    witness = certificate["witness"]
    if isinstance(witness, dict) and isinstance(witness.get("at"), dict):
        for key, new in _pairs(witness["at"], letters):
            yield f"witness: {key} to {new}", {**certificate, "witness": {**witness, "at": {**witness["at"], key: new}}}


def _with_use(certificate: Json, place: int, use: Json) -> Json:
    premises = certificate["premises"]
    return {**certificate, "premises": [*premises[:place], use, *premises[place + 1 :]]}


def _pairs(taken: Json, letters: list[str]) -> Iterator[tuple[str, str]]:
    for key in letters:
        if key not in taken:
            for other in [letter for letter in letters if letter != key][:PARTNERS]:
                yield key, other


def family(label: str) -> str:
    """What kind of edit a label of :func:`certificate_edits` names.

    >>> family("premise 0: rename d to e"), family("L: min 3"), family("witness[0]: 1 becomes 2")
    ('use', 'declaration', 'witness')
    """
    for start, name in (("drop premise", "premise"), ("drop given", "hypothesis"), ("conclusion", "conclusion"),
                        ("witness", "witness"), ("model", "model"), ("premise", "use")):  # fmt: skip
        if label.startswith(start):
            return name
    return "declaration"
