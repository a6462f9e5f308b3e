"""Counterexamples by gradient descent on the gap, on batches in torch, rounded to short fractions and decided exactly.

For statements whose hypotheses are comparisons, or kinds that have a form: symmetric (R + Rᵀ)/2, skew (R − Rᵀ)/2, positive
semidefinite RRᵀ, diagonal. What is rounded is R, so the kind holds exactly whatever the rounding.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from proofs_check.check.batch import Batch
from proofs_check.check.search import Search, Witness
from theory.statements.decide import refutes
from theory.statements.declarations import Declaration
from theory.statements.numbers import Undefined
from theory.statements.reading import Reading
from theory.statements.values import Scene, add, identity, multiply, scale, transpose

BATCH, STEPS = 96, 160
DENOMINATORS = (1, 2, 3, 4, 8, 10, 100, 1000)
FORMS = {"symmetric", "skew", "psd", "pd", "diagonal", "matrix", "square", "vector", "real", "positive", "nonnegative"}


def descend(reading: Reading, seconds: float, seed: int = 0) -> Witness | None:
    """A witness that descent finds in that time, or None (at once where the statement is not of this kind).

    >>> from theory.statements.reading import read
    >>> found = descend(read("x^4 - 4x^3 + 5.4x^2 - 2.9x + 0.52 >= 0"), 5.0)
    >>> x = found.values["x"]
    >>> x**4 - 4*x**3 + Fraction(27, 5)*x**2 - Fraction(29, 10)*x + Fraction(13, 25) < 0
    True
    """
    search = Search(reading, seed)
    forms = {name: _form(reading, name) for name in search.free}
    if reading.quantified or any(f is None for f in forms.values()) or any(r.op == "=" for r in reading.conclusions) or any(
            r.op == "=" and not _defines(r, search) for r in reading.hypotheses):  # fmt: skip
        return None
    until = time.perf_counter() + seconds
    for sizes in search.size_choices():
        for raw in _candidates(reading, search, forms, sizes, until, seed):
            values = {name: _exact_form(forms[name], value) for name, value in raw.items()}
            try:
                values = search.completed(values, sizes)
                if refutes(Scene(reading, values, search.named(sizes), sizes)):
                    return Witness(values, search.named(sizes), dict(sizes))
            except Undefined:
                continue
        if time.perf_counter() > until:
            return None
    return None


def _defines(relation: Any, search: Search) -> bool:
    return any(node is relation.left or node is relation.right for node in search.given_by.values())


def _form(reading: Reading, name: str) -> str | None:
    """How a letter is made of free entries; None where it has no form here."""
    declared: Declaration | None = reading.declared.get(name)
    kinds = declared.kinds if declared else frozenset()
    if kinds - FORMS:
        return None
    shape = reading.shapes.letters[name]
    about = {r.op for r in reading.hypotheses if r.left.op == "name" and r.left.value == name and r.right.zero}
    bound = declared.bound if declared else None
    if shape is None:
        if bound is not None and bound[1] != 0:
            return "number"
        return "positive" if "positive" in kinds or (bound and bound[0] == ">") else "square" if bound or (
            "nonnegative" in kinds) else "number"  # fmt: skip
    if "diagonal" in kinds:
        return "diagonal squares" if bound or kinds & {"psd", "pd", "positive", "nonnegative"} else "diagonal"
    if kinds & {"pd"} or (bound and bound[0] == ">") or about & {"≻", ">"}:
        return "definite"
    if kinds & {"psd", "positive", "nonnegative"} or bound or about & {"⪰", ">="}:
        return "gram"
    return "symmetric" if "symmetric" in kinds else "skew" if "skew" in kinds else "free"


def _torch_form(form: str, raw: Any, torch: Any) -> Any:
    if raw.ndim == 1:
        return raw * raw + 1e-3 if form == "positive" else raw * raw if form == "square" else raw
    turned = raw.swapaxes(-1, -2)
    eye = torch.eye(raw.shape[-1], dtype=raw.dtype)
    match form:
        case "symmetric":
            return (raw + turned) / 2
        case "skew":
            return (raw - turned) / 2
        case "gram":
            return raw @ turned
        case "definite":
            return raw @ turned + 1e-2 * eye
        case "diagonal":
            return raw * eye
        case "diagonal squares":
            return raw * raw * eye + 1e-3 * eye
    return raw


def _exact_form(form: str | None, raw: Any) -> Any:
    if not isinstance(raw, tuple):
        return raw * raw + Fraction(1, 1000) if form == "positive" else raw * raw if form == "square" else raw
    one = identity(len(raw))
    match form:
        case "symmetric":
            return scale(Fraction(1, 2), add(raw, transpose(raw)))
        case "skew":
            return scale(Fraction(1, 2), add(raw, transpose(raw), -1))
        case "gram":
            return multiply(raw, transpose(raw))
        case "definite":
            return add(multiply(raw, transpose(raw)), scale(Fraction(1, 100), one))
        case "diagonal" | "diagonal squares":
            line = [raw[i][i] ** 2 + Fraction(1, 1000) if form == "diagonal squares" else raw[i][i] for i in range(len(raw))]
            return tuple(tuple(x if i == j else Fraction(0) for j in range(len(raw))) for i, x in enumerate(line))
    return raw


def _candidates(reading: Reading, search: Search, forms: dict[str, Any], sizes: dict[int, int], until: float,
                seed: int) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Rounded values of the free entries, from the samples with the smallest gaps."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    raw: dict[str, Any] = {}
    for name in search.free:
        shape = search.shape(name, sizes)
        scales = torch.tensor([0.3, 1.0, 3.0], dtype=torch.float64).repeat(BATCH // 3)
        entries = torch.randn((BATCH, *(shape or ())), generator=generator, dtype=torch.float64)
        raw[name] = (entries * scales.reshape(-1, *(1 for _ in shape or ()))).requires_grad_()
    if not raw:
        return
    means: dict[str, Any] = {}
    squares: dict[str, Any] = {}
    gap = None
    try:
        for step in range(1, STEPS + 1):
            gap, hurt = _gaps(reading, search, _formed(forms, raw, torch), sizes, torch)
            if time.perf_counter() > until:
                break
            norm = sum((v * v).reshape(BATCH, -1).sum(1) for v in raw.values())
            total = (gap / (1 + gap.detach().abs()) + 10 * hurt + 1e-4 * norm).nan_to_num().sum()
            slopes = torch.autograd.grad(total, list(raw.values()))
            for (name, value), slope in zip(raw.items(), slopes, strict=True):  # Adam (Kingma, Ba 2015)
                means[name] = 0.9 * means.get(name, 0.0) + 0.1 * slope
                squares[name] = 0.999 * squares.get(name, 0.0) + 0.001 * slope * slope
                mean, square = means[name] / (1 - 0.9**step), squares[name] / (1 - 0.999**step)
                raw[name] = (value - 0.05 * mean / (square.sqrt() + 1e-8)).detach().requires_grad_()
        gap, hurt = _gaps(reading, search, _formed(forms, raw, torch), sizes, torch)
    except (RuntimeError, ValueError):  # a singular inverse, an eigenvalue without a gradient
        if gap is None:
            return
        hurt = torch.zeros_like(gap)
    order = torch.argsort(gap.detach() + 1e3 * (hurt.detach() > 1e-6)).tolist()
    for k in order[:4]:
        for denominator in DENOMINATORS:
            yield {name: _rounded(v.detach()[k].tolist(), denominator) for name, v in raw.items()}


def _formed(forms: dict[str, Any], raw: dict[str, Any], torch: Any) -> dict[str, Any]:
    return {name: _torch_form(forms[name], value, torch) for name, value in raw.items()}


def _gaps(reading: Reading, search: Search, values: dict[str, Any], sizes: dict[int, int], torch: Any) -> tuple[Any, Any]:
    """The least gap of a conclusion, and by how much hypotheses fail."""
    for name, node in search.given_by.items():
        values[name] = Batch(reading, values, sizes, torch).of(node)
    batch = Batch(reading, values, sizes, torch)
    gap = torch.stack([batch.gap(r) for r in reading.conclusions]).min(0).values
    hurts = [torch.relu(1e-3 - batch.gap(r)) for r in reading.hypotheses if r.op != "="]
    return gap, sum(hurts) if hurts else torch.zeros_like(gap)


def _rounded(value: Any, denominator: int) -> Any:
    if isinstance(value, list):
        return tuple(tuple(Fraction(round(x * denominator), denominator) for x in row) for row in value)
    return Fraction(round(value * denominator), denominator)
