"""A derivation printed: a class for torch that runs as it stands, and the formulas in LaTeX."""

from __future__ import annotations

import re

from theory.render.names import latex_name
from theory.statements.derivatives.acting import group_of, moment
from theory.statements.derivatives.derive import Derived
from theory.statements.derivatives.invariances import Action
from theory.statements.derivatives.objective import Objective
from theory.statements.derivatives.terms import Term

HEAD = '''"""F({names}) = {objective}, with its derivatives; printed by saddleproof derive.

A point is the tuple ({names}): {shapes}.
Leading axes are batches; numbers that vary in a batch have the shape (batch, 1, 1).
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

Point = tuple[Tensor, ...]


class DerivedObjective:
    """F and its derivatives; data: {data}."""
'''

HELPERS = '''

def _like(value: Tensor, variable: Tensor) -> Tensor:
    value = torch.as_tensor(value)
    if variable.dim() == 0 and value.numel() == 1:
        return value.reshape(())
    return value if value.dim() > variable.dim() else value.expand_as(variable)


def tr(M: Tensor) -> Tensor:
    """The trace, (…, 1, 1)."""
    return M.diagonal(dim1=-2, dim2=-1).sum(-1)[..., None, None]


def sq(M: Tensor) -> Tensor:
    """The squared Frobenius norm, (…, 1, 1)."""
    return M.square().sum((-2, -1), keepdim=True)


def norm(M: Tensor) -> Tensor:
    """The Frobenius norm, (…, 1, 1)."""
    return sq(M).sqrt() if M.dim() > 1 else M.abs()


def inv(M: Tensor) -> Tensor:
    """The inverse."""
    return torch.linalg.inv(M)


def eye(size: int, like: Tensor) -> Tensor:
    """The identity, of the kind of a tensor."""
    return torch.eye(size, dtype=like.dtype, device=like.device)


def diag(M: Tensor) -> Tensor:
    """The diagonal part."""
    return torch.diag_embed(M.diagonal(dim1=-2, dim2=-1))
'''


def python_class(found: Derived) -> str:
    """A module with the class ``DerivedObjective``: loss, gradient, hessian_product, linearize, flatten, unflatten.

    It fits the tools of `numerics.curvature`. Raises ValueError where a formula has no such form.

    >>> from theory.statements.derivatives.derive import derive
    >>> "(X @ Y.mT - A) @ Y" in python_class(derive("1/2*||X*Y^T - A||^2", ["X", "Y"]))
    True
    """
    objective = found.objective
    for term in (objective.term, *found.gradient.values()):
        for part in term.walk():
            if part.op == "raw" and part.shape is not None:
                raise ValueError(f"--python has no form for {part.value}: a symbolic power of a matrix")
    names = [v.name for v in objective.variables]
    data = objective.data + sorted(_integers(objective))
    kinds = {v.name: "" if v.kind == "free" else f" ({v.kind})" for v in objective.variables}
    shapes = ", ".join(f"{v.name} {_shape(v.shape)}{kinds[v.name]}" for v in objective.variables)
    head = HEAD.format(names=", ".join(names), objective=_one_line(objective.text), shapes=shapes,
                       data=", ".join(f"{n} {_shape(objective.shapes.get(n))}" for n in data) or "none")  # fmt: skip
    lines = [head.rstrip(), ""]
    if data:
        lines += [f"    def __init__(self, {', '.join(f'{n}: Tensor' for n in data)}) -> None:"]
        lines += [f"        self.{n} = {n}" for n in data] + [""]
    parts = {n: [found.text(t, "python") for t in (found.gradient[n], found.product[n])] for n in names}
    for v in objective.variables:
        if v.kind == "diagonal":
            parts[v.name] = [f"diag({text})" for text in parts[v.name]]
    lines += _method("loss", "Tensor", "F, one number a member of the batch.", objective, data, False,
                     [f"value = torch.as_tensor({found.text(objective.term, 'python')})",
                      "return value[..., 0, 0] if value.dim() > 1 else value"])  # fmt: skip
    lines += _method("gradient", "Point", "The gradient, shaped like the point.", objective, data, False,
                     _returned(names, [parts[n][0] for n in names]))  # fmt: skip
    lines += _method("hessian_product", "Point", "The Hessian applied to a direction.", objective, data, True,
                     _returned(names, [parts[n][1] for n in names]))  # fmt: skip
    return "\n".join([*lines, *COMMON.splitlines()]) + "\n" + HELPERS


COMMON = '''\
    def linearize(self, point: Point) -> Callable[[Point], Point]:
        """V -> the Hessian applied to V."""
        return lambda direction: self.hessian_product(point, direction)

    def flatten(self, point: Point) -> Tensor:
        """All coordinates in one axis."""
        return torch.cat([x.flatten(-2) if x.dim() > 1 else x[..., None] for x in point], -1)

    def unflatten(self, vector: Tensor, like: Point) -> Point:
        """The inverse of flatten."""
        sizes = [x.shape[-2:].numel() if x.dim() > 1 else 1 for x in like]
        parts = vector.split(sizes, -1)
        return tuple(p.unflatten(-1, x.shape[-2:]) if x.dim() > 1 else p[..., 0] for p, x in zip(parts, like, strict=True))'''


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")


def _shape(shape: tuple[str, str] | None) -> str:
    return "a number" if shape is None else f"{shape[0]} x {shape[1]}"


def _integers(objective: Objective) -> set[str]:
    kinds = {n for n, s in objective.letters if s["kind"] == "integer"}
    return objective.term.names() & kinds


def _returned(names: list[str], texts: list[str]) -> list[str]:
    """The statement that returns the parts, each in the shape of its variable."""
    lines = ["return ("]
    for name, text in zip(names, texts, strict=True):
        lines.append(f"    _like({text}, {name}),")
    return [*lines, ")"]


def _method(name: str, result: str, doc: str, objective: Objective, data: list[str], direction: bool,
            body: list[str]) -> list[str]:  # fmt: skip
    names = [v.name for v in objective.variables]
    used = " ".join(body)
    lines = [f"    def {name}(self, point: Point{', direction: Point' * direction}) -> {result}:", f'        """{doc}"""']
    lines.append(f"        {', '.join(names)}{',' * (len(names) == 1)} = point")
    if direction:
        moves = [v.direction for v in objective.variables]
        lines.append(f"        {', '.join(moves)}{',' * (len(moves) == 1)} = direction")
    if data:
        lines.append(f"        {', '.join(data)} = {', '.join(f'self.{n}' for n in data)}")
    for size, text in _size_values(objective).items():
        if size in _words(used):
            lines.append(f"        {size} = {text}")
    body = [re.sub(r"\beye\((\w+)\)", rf"eye(\1, {names[0]})", line) for line in body]
    return [*lines, *(f"        {line}" for line in body), ""]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_]\w*", text))


def _size_values(objective: Objective) -> dict[str, str]:
    """Where the named sizes are read off: a variable, else data."""
    found: dict[str, str] = {}
    for name in [*(v.name for v in objective.variables), *objective.data]:
        for k, size in enumerate(objective.shapes.get(name) or ()):
            if not size.isdigit():
                found.setdefault(size, f"{name}.shape[{k - 2}]")
    return found


def latex(found: Derived) -> str:
    """The formulas as one align* environment.

    >>> from theory.statements.derivatives.derive import derive
    >>> latex(derive("||X||^2", ["X"])).splitlines()[2]
    '  \\\\nabla_{X} F &= 2\\\\,X \\\\\\\\'
    """
    objective = found.objective

    def text(term: Term) -> str:
        return found.text(term, "latex")

    names = ",".join(latex_name(v.name) for v in objective.variables)
    moves = ",".join(latex_name(v.direction) for v in objective.variables)
    rows = [rf"F({names}) &= {text(objective.term)}"]
    for v in objective.variables:
        shown = text(found.gradient[v.name])
        rows.append(rf"\nabla_{{{latex_name(v.name)}}} F &= " + (
            rf"\operatorname{{diag}}\left({shown}\right)" if v.kind == "diagonal" else shown))  # fmt: skip
    rows.append(rf"D^2F[{moves}] &= {text(found.second)}")
    for name, term in found.riemannian.items():
        rows.append(rf"\operatorname{{grad}}_{{{latex_name(name)}}} F &= {text(term)}")
    for action, _ in found.actions:
        rows.append(rf"F &= F\circ\left({_action(found, action)}\right)")
    for action, _ in found.conserved:
        rows.append(rf"0 &= \tfrac{{d}}{{dt}}\left({_moment(found, action)}\right)")
    return "\n".join([r"\begin{align*}", " \\\\\n".join(f"  {row}" for row in rows), r"\end{align*}"])


def _action(found: Derived, action: Action) -> str:
    parts = []
    moved = found.action_json(action)["action"]
    group = group_of(action, found.objective)
    for name, text in moved.items():
        words = re.sub(rf"inv\({group.element}\)\.T", rf"{group.element}^{{-\\top}}", text)
        words = re.sub(rf"inv\({group.element}\)", rf"{group.element}^{{-1}}", words).replace(".T", r"^{\top}")
        words = re.sub(r"[A-Za-z_]\w*(?![\w{}])", lambda m: m[0] if m[0] in ("top",) else latex_name(m[0]), words)
        parts.append(rf"{latex_name(name)} \mapsto {words.replace('*', chr(92) + ',')}")
    return r",\; ".join(parts)


def _moment(found: Derived, action: Action) -> str:
    text = found.text(moment(action), "latex")
    return rf"\operatorname{{diag}}\left({text}\right)" if action.group == "diagonal" else text

