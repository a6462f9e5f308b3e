"""Goals about time, read again: each path becomes a family of its values at three places, 0, the moment (1) and the end (2)."""

from __future__ import annotations

import re
from typing import Any

Statement = dict[str, Any]


def paths_of(statement: Statement) -> dict[str, dict[str, Any]]:
    """The letters that move."""
    return {name: spec for name, spec in [*statement["letters"], *statement.get("exists", [])] if "path" in spec}


def still(statement: Statement) -> Statement:
    """The statement about values at three places; the derivative of x is a letter dot_x, free, or given by the growth."""
    found = paths_of(statement)
    if not found:
        return statement
    letters: list[list[Any]] = []
    for name, spec in statement["letters"]:
        if name not in found:
            letters.append([name, spec])
            continue
        plain = {"kind": spec["kind"], "over": ["q_", "0", "2"]} | ({"shape": spec["shape"]} if "shape" in spec else {})
        rate: dict[str, Any] = {**plain, "kind": "real" if spec["kind"] == "positive" else spec["kind"]}
        if "grows" in spec:
            t, e = spec["grows"]
            letters.append([f"any_{name}", plain])
            plain = {**plain, "override": {"of": f"any_{name}", "at": {"0": "1"}}}
            value = re.sub(rf"\[{t}\]", "[q_]", f"({e})*{name}[{t}]")
            rate = {**rate, "value": still_text(value, found)}
        letters += [[name, plain], [f"dot_{name}", rate]]
    atoms = {key: [still_text(text, found) for text in statement.get(key, [])] for key in ("given", "then")}
    return {**statement, "letters": letters, **atoms}


def still_text(text: str, found: dict[str, dict[str, Any]]) -> str:
    """A text of the kernel about the three places."""
    for name, spec in found.items():
        text = re.sub(rf"\b{name}\[{spec['path']}\]", f"{name}[2]", text)
    text = re.sub(r"^during\((\w+), (.*)\)$", r"all(\1, 1, 1, \2)", text)
    return re.sub(r"^moves\((\w+), (\w+), (.*)\)$", r"all(\2, 1, 1, dot_\1[\2] == \3)", text)


def still_latex(line: str) -> str:
    """A printed line about the three places: x_T is x_2, a rate of change has a dot, and the time from 0 to T is the moment."""
    line = re.sub(r"\\tfrac\{\\partial\}\{\\partial t\} (\\?\w+?)_\{t\}", r"\\dot{\1}_{t}", line)
    return line.replace("_{T}", "_{2}").replace(r"$0 \le t \le T$", r"$1 \le t \le 1$")
