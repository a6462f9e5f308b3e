"""A parsed statement at many float values at once: what looks like a witness here is looked at exactly elsewhere.

Values are arrays with a leading axis of samples: (N,) for numbers, (N, rows, columns) for matrices. The arithmetic is that of
the module handed in, numpy or torch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from theory.statements.reading import Reading
from theory.statements.shapes import constant
from theory.statements.tree import Node, Relation


class Batch:
    """``values`` by letter; ``sizes``: of each `Size` root, by id; ``xp``: numpy or torch.

    >>> import numpy as np
    >>> from theory.statements.reading import read
    >>> reading = read("x^2 >= x")
    >>> Batch(reading, {"x": np.array([2.0, 0.5])}, {}, np).gap(reading.conclusions[0]).tolist()
    [2.0, -0.25]
    """

    def __init__(self, reading: Reading, values: Mapping[str, Any], sizes: Mapping[int, int], xp: Any):
        self.reading, self.values, self.sizes, self.xp = reading, values, sizes, xp
        self.known: dict[int, Any] = {}

    def gap(self, relation: Relation) -> Any:
        """(N,): left − right of numbers; of matrices the least eigenvalue (−∞ where not symmetric); of an equation minus the
        largest entry of the difference, so that it holds where it is >= 0 (up to rounding)."""
        left, right = _number(self.of(relation.left)), _number(self.of(relation.right))
        difference = _number(left if relation.right.zero else -right if relation.left.zero else self._add(left, right, -1))
        if relation.op == "=":
            flat = abs(difference)
            return -(flat if flat.ndim == 1 else flat.reshape(flat.shape[0], -1).max(1).values if self._torch else
                     flat.reshape(flat.shape[0], -1).max(1))  # fmt: skip
        if difference.ndim == 1:
            return difference
        turned = difference.swapaxes(-1, -2)
        skew = abs(difference - turned).reshape(difference.shape[0], -1)
        worst = skew.max(1).values if self._torch else skew.max(1)
        least = self.xp.linalg.eigvalsh((difference + turned) / 2)[:, 0]
        return self.xp.where(worst > 1e-9, -worst, least)

    @property
    def _torch(self) -> bool:
        return self.xp.__name__ == "torch"

    def of(self, node: Node) -> Any:
        """The value of an expression, each node once."""
        if id(node) not in self.known:
            self.known[id(node)] = self._of(node)
        return self.known[id(node)]

    def _of(self, node: Node) -> Any:
        xp = self.xp
        match node.op:
            case "number":
                return self._constant(float(node.value))
            case "name":
                if node.value in self.values:
                    return self.values[node.value]
                return self._constant(float(self.sizes[id(self.reading.shapes.sizes[node.value].root())]))
            case "identity":
                n = node.shape[0].number(self.sizes)
                return self._constant(1.0)[:, None, None] * xp.eye(n, dtype=self._any.dtype)
            case "^":
                return self._power(node)
            case "block":
                return self._block(node)
            case "norm":
                return xp.sqrt(_square(self.of(node.args[0])))
        args = [self.of(a) for a in node.args]
        match node.op:
            case "+" | "-":
                return self._add(args[0], args[1], 1 if node.op == "+" else -1)
            case "neg":
                return -args[0]
            case "*":
                return _multiply(args[0], args[1])
            case "/":
                return _multiply(args[0], 1 / _number(args[1]))
            case "T":
                return args[0] if args[0].ndim == 1 else args[0].swapaxes(-1, -2)
            case "inv":
                return 1 / _number(args[0]) if _number(args[0]).ndim == 1 else xp.linalg.inv(args[0])
            case "tr":
                return _trace(args[0])
            case "inner":
                a, b = args
                return (a * b).sum((-1, -2)) if a.ndim == 3 and b.ndim == 3 else _number(a) * _number(b)
        raise ValueError(node.op)

    def _block(self, node: Node) -> Any:
        """Blocks put together; 0 takes the size of its place."""
        zero, blocks = self._constant(0.0)[:, None, None], []
        for k, block in enumerate(node.args):
            i, j = divmod(k, node.value[1])
            size = node.value.heights[i].number(self.sizes), node.value.widths[j].number(self.sizes)
            value = zero * self.xp.ones(size, dtype=self._any.dtype) if block.zero else self.of(block)
            blocks.append(value[:, None, None] if value.ndim == 1 else value)
        rows = [blocks[k : k + node.value[1]] for k in range(0, len(blocks), node.value[1])]
        return self.xp.concatenate([self.xp.concatenate(row, -1) for row in rows], -2)

    @property
    def _any(self) -> Any:
        return next(iter(self.values.values()))

    def _constant(self, value: float) -> Any:
        return self.xp.full((self._any.shape[0],), value, dtype=self._any.dtype)

    @staticmethod
    def _add(a: Any, b: Any, sign: int) -> Any:
        if a.ndim != b.ndim:
            a, b = _number(a), _number(b)
        return a + sign * b

    def _power(self, node: Node) -> Any:
        base, exponent = node.args
        value = constant(exponent)
        if value is None:
            return self._lettered(self.of(base), _number(self.of(exponent)))
        n = int(value)
        if base.op == "norm" and n >= 0 and n % 2 == 0:
            return _square(self.of(base.args[0])) ** (n // 2)
        value = _number(self.of(base))
        if value.ndim == 1:
            return value**n
        return self.xp.linalg.matrix_power(value, n)

    def _lettered(self, base: Any, exponent: Any) -> Any:
        """Powers of positive numbers and positive diagonals, each sample with its own exponent."""
        base = _number(base)
        if base.ndim == 1:
            return base**exponent
        entries = base.diagonal(0, -2, -1) ** exponent[:, None]
        return entries[:, :, None] * self.xp.eye(entries.shape[1], dtype=entries.dtype)


def _number(a: Any) -> Any:
    return a[:, 0, 0] if a.ndim == 3 and a.shape[1:] == (1, 1) else a


def _multiply(a: Any, b: Any) -> Any:
    if a.ndim == 3 and b.ndim == 3:
        if a.shape[2] == b.shape[1]:
            return a @ b
        a, b = _number(a), _number(b)
    if a.ndim == b.ndim:
        return a * b
    return a[:, None, None] * b if a.ndim == 1 else a * b[:, None, None]


def _trace(a: Any) -> Any:
    return a if a.ndim == 1 else a.diagonal(0, -2, -1).sum(-1)


def _square(a: Any) -> Any:
    return a * a if a.ndim == 1 else (a * a).sum((-1, -2))
