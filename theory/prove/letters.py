"""Letters as the kernel reads them: a name with its declaration. One maker for each kind, for the derivations of all papers.

Sizes, bounds and values are texts in letters declared before; a letter with a ``value`` is a definition.
"""

from __future__ import annotations


def integer(name: str, low: str, high: str | None = None) -> list:
    """An integer low ≤ n, or low ≤ n ≤ high.

    >>> integer("l", "1", "L")
    ['l', {'kind': 'integer', 'min': '1', 'max': 'L'}]
    """
    return [name, {"kind": "integer", "min": low} | ({"max": high} if high is not None else {})]


def dimensions(*names: str) -> list:
    """Sizes of matrices, at least 1.

    >>> dimensions("m", "n")
    [['m', {'kind': 'dimension'}], ['n', {'kind': 'dimension'}]]
    """
    return [[name, {"kind": "dimension"}] for name in names]


def real(name: str, value: str | None = None) -> list:
    """A real number.

    >>> real("F", "tr(R.T*R)")
    ['F', {'kind': 'real', 'value': 'tr(R.T*R)'}]
    """
    return [name, {"kind": "real"} | _valued(value)]


def positive(name: str, value: str | None = None) -> list:
    """A positive real number.

    >>> positive("eta")
    ['eta', {'kind': 'positive'}]
    """
    return [name, {"kind": "positive"} | _valued(value)]


def matrix(name: str, rows: str, cols: str, value: str | None = None) -> list:
    """A real matrix.

    >>> matrix("R", "m", "n", "X*Y.T-A")
    ['R', {'kind': 'matrix', 'shape': ['m', 'n'], 'value': 'X*Y.T-A'}]
    """
    return [name, {"kind": "matrix", "shape": [rows, cols]} | _valued(value)]


def diagonal(name: str, size: str = "r", *, positive: bool = False) -> list:
    """A diagonal matrix, perhaps with positive entries.

    >>> diagonal("S", positive=True)
    ['S', {'kind': 'diagonal', 'size': 'r', 'positive': True}]
    """
    return [name, {"kind": "diagonal", "size": size} | ({"positive": True} if positive else {})]


def family(name: str, kind: str, low: str, high: str, **more: object) -> list:
    """Members n_ = low … high of one kind; ``more`` are their shape, and their value or recursion in n_.

    >>> family("X", "matrix", "0", "T", shape=["m", "d"])
    ['X', {'kind': 'matrix', 'over': ['n_', '0', 'T'], 'shape': ['m', 'd']}]
    """
    return [name, {"kind": kind, "over": ["n_", low, high], **more}]


def path(name: str, *shape: str, kind: str = "", grows: str = "") -> list:
    """A letter that moves in the time T: a real one, a positive one, or a matrix of a shape; ``grows``: e, of which it is the
    exponential, E(0) = 1 and E′ = eE at the moment t.

    >>> path("u", "n", "1")
    ['u', {'kind': 'matrix', 'path': 'T', 'shape': ['n', '1']}]
    >>> path("E", grows="-c")
    ['E', {'kind': 'positive', 'path': 'T', 'grows': ['t', '-c']}]
    """
    if grows:
        return [name, {"kind": "positive", "path": "T", "grows": ["t", grows]}]
    return [name, {"kind": kind or ("matrix" if shape else "real"), "path": "T"} | ({"shape": list(shape)} if shape else {})]


def _valued(value: str | None) -> dict:
    return {"value": value} if value else {}
