"""Statements as text for people: letters, hypotheses, conclusion."""

from __future__ import annotations


def letter_text(name: str, spec: dict) -> str:
    """One declaration in words.

    >>> letter_text("L", {"kind": "integer", "min": "2"})
    'L: integer >= 2'
    """
    label = f"{name}[{spec['over'][0]}]" if "over" in spec else f"{name}[t]" if "path" in spec else name
    parts = [f"{label}: {'positive ' if spec.get('positive') else ''}{spec['kind']}"]
    if "shape" in spec:
        parts.append(f"{spec['shape'][0]} x {spec['shape'][1]}")
    if "size" in spec:
        parts.append(f"of size {spec['size']}")
    if "min" in spec:
        parts.append(f">= {spec['min']}" + (f", <= {spec['max']}" if "max" in spec else ""))
    if "over" in spec:
        parts.append(f"for {spec['over'][0]} = {spec['over'][1]} … {spec['over'][2]}")
    if "path" in spec:
        parts.append(f"for 0 <= t <= {spec['path']}, continuous")
    if "grows" in spec:
        parts.append(f"with {name}[0] := 1 and the derivative ({spec['grows'][1]})*{name}[{spec['grows'][0]}]")
    if "value" in spec:
        parts.append(f":= {spec['value']}")
    if "root" in spec:
        parts.append(f"with {name}**({spec['root'][0]}) == {spec['root'][1]}")
    if "entry" in spec:
        parts.append(f":= entry {spec['entry'][1]} of {spec['entry'][0]}")
    if "first" in spec:
        over = spec["over"]
        parts.append(f"with {name}[{over[1]}] := {spec['first']}, {name}[{over[0]}+1] := {spec['next']}")
    if "last" in spec:
        over = spec["over"]
        parts.append(f"with {name}[{over[2]}] := {spec['last']}, {name}[{over[0]}] := {spec['previous']}")
    if "override" in spec:
        places = ", ".join(f"{name}[{k}] := {v}" for k, v in spec["override"]["at"].items())
        parts.append(f":= {spec['override']['of']} but {places}")
    return " ".join(parts)


def statement_text(statement: dict) -> str:
    """The whole statement, one line an item.

    >>> print(statement_text({"letters": [["x", {"kind": "real"}]], "given": ["x > 1"], "then": ["x*x > x"]}))
    for all  x: real
    given    x > 1
    then     x*x > x
    """
    letters, fresh = ([letter_text(n, s) for n, s in statement.get(k, [])] for k in ("letters", "exists"))
    rows = [("for all", letters), ("given", statement.get("given", [])), ("exists", fresh), ("then", statement["then"])]
    return "\n".join(f"{head if i == 0 else '':<9}{line}" for head, lines in rows for i, line in enumerate(lines))
