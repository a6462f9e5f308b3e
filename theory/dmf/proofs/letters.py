"""The letters of the DMF derivations, as the kernel reads them. Only `BASE` speaks about the objective."""

from __future__ import annotations

import re

from theory.dmf.problem import Objective


def _family(kind: str, low: str = "1", high: str = "L", **more: object) -> dict:
    return {"kind": kind, "over": ["n_", low, high], **more}


L2 = ["L", {"kind": "integer", "min": "2"}]
L3 = ["L", {"kind": "integer", "min": "3"}]
DIMS = ["d", _family("dimension", "0")]
FACTORS = ["W", _family("matrix", shape=["d[n_]", "d[n_-1]"])]
PRODUCT = ["P", _family("matrix", "0", shape=["d[n_]", "d[0]"], first="I(d[0])", next="W[n_+1]*P[n_]")]
TAIL: list = ["A", _family("matrix", "0", shape=["d[L]", "d[n_]"], last="I(d[L])", previous="A[n_+1]*W[n_+1]")]
TARGET = ["Y", {"kind": "matrix", "shape": ["d[L]", "d[0]"]}]
WEIGHTS = ["lam", _family("positive")]
SCALES = ["mu", _family("positive")]
SCALE_PRODUCT = ["q", _family("positive", "0", first="1", next="mu[n_+1]*q[n_]")]
WEIGHT_PRODUCT = ["Lam", _family("positive", "0", first="1", next="lam[n_+1]*Lam[n_]")]
LAYER = ["l", {"kind": "integer", "min": "1", "max": "L"}]
MODES = ["r", {"kind": "integer", "min": "0"}]
FRAMES = ["U", _family("matrix", "0", shape=["d[n_]", "r"])]
SINGULAR = ["S", {"kind": "diagonal", "size": "r", "positive": True}]
VALUES = ["M", {"kind": "diagonal", "size": "r"}]
REGULARIZER = ["Reg", _family("real", "0", first="0", next="Reg[n_]+b*lam[n_+1]*tr(W[n_+1].T*W[n_+1])")]
OBJECTIVE = ["F", {"kind": "real", "value": "a*tr((P[L]-Y).T*(P[L]-Y))+Reg[L]"}]


def coefficients(objective: Objective) -> list:
    """The two coefficients as letters with their values; derivations use the letters, the values come from here."""
    return [["a", {"kind": "positive", "value": str(objective.fit)}],
            ["b", {"kind": "positive", "value": str(objective.ridge)}]]


def base(objective: Objective, layers: list = L2) -> list:
    """Everything that F needs."""
    return [layers, DIMS, *coefficients(objective), FACTORS, TARGET, WEIGHTS, PRODUCT, REGULARIZER, OBJECTIVE]


def integer(name: str, low: str, high: str | None = None) -> list:
    return [name, {"kind": "integer", "min": low} | ({"max": high} if high is not None else {})]


def real(name: str, value: str | None = None) -> list:
    return [name, {"kind": "real"} | ({"value": value} if value else {})]


def positive(name: str, value: str | None = None) -> list:
    return [name, {"kind": "positive"} | ({"value": value} if value else {})]


def matrix(name: str, rows: str, cols: str) -> list:
    return [name, {"kind": "matrix", "shape": [rows, cols]}]


def moved(at: dict[str, str]) -> list:
    """The letters of F at the factors with some members replaced: W1, P1, Reg1, F1."""
    return _moved(override={"of": "W", "at": at})


def moved_everywhere(value: str) -> list:
    """The letters of F at other factors, all of them given by one formula in n_: W1, P1, Reg1, F1."""
    return _moved(value=value)


def _moved(**definition: object) -> list:
    def again(letter: list) -> list:
        name, spec = letter
        text = {k: _rename(v) if isinstance(v, str) else v for k, v in spec.items()}
        return [name + "1", text]

    family = ["W1", _family("matrix", shape=["d[n_]", "d[n_-1]"]) | definition]
    return [family, again(PRODUCT), again(REGULARIZER), again(OBJECTIVE)]


def _rename(text: str) -> str:
    for name in ("W", "P", "Reg", "A"):
        text = text.replace(f"{name}[", f"{name}1[")
    return text


TAIL_MOVED = ["A1", {k: _rename(v) if isinstance(v, str) else v for k, v in TAIL[1].items()}]


def fixed(letters: list, layers: int) -> list:
    """The same letters for one given number of layers: every L becomes that number, the letter L goes."""
    def put(value: object) -> object:
        if isinstance(value, str):
            return re.sub(r"\bL\b", str(layers), value)
        if isinstance(value, dict):
            return {put(k) if k not in ("L",) else str(layers): put(v) for k, v in value.items()}
        return [put(v) for v in value] if isinstance(value, list) else value

    return [[name, put(spec)] for name, spec in letters if name != "L"]
