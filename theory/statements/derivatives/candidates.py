"""Candidates for constants of smoothness and of the Polyak–Łojasiewicz inequality. They are candidates, never facts.

Lipschitz: every monomial of the Hessian form is bounded by Frobenius norms, |tr(A B …)| ≤ ‖A‖ ‖B‖ …, and ‖H_V‖ by ‖H‖. On
balls ‖V‖ ≤ ρ_V this bounds the form; whether a sublevel set lies in such balls is asked of F's own terms.
PL: for F = c‖E‖² with E of one product L V R in each variable, ∇_V F = 2c Lᵀ E Rᵀ suggests
‖∇F‖² ≥ 2μF with μ = 2c Σ_V σ(L)²σ(R)², where σ is the least singular value on the residuals that occur.
"""

from __future__ import annotations

from fractions import Fraction

from theory.kernel.letters import manifest
from theory.kernel.statement import declarations_of
from theory.statements.derivatives.calculus import jet
from theory.statements.derivatives.invariances import Action
from theory.statements.derivatives.objective import Objective
from theory.statements.derivatives.terms import Term, split
from theory.statements.derivatives.writing import kernel_text


def lipschitz_candidate(objective: Objective, second: Term, actions: list[Action]) -> dict | None:
    """{"kind", "constant", "where", "sublevel"}: L on balls; None if the objective is no polynomial of that form.

    >>> from theory.statements.derivatives.objective import read_objective
    >>> objective = read_objective("1/2*||X*Y^T||^2", ["X", "Y"])
    >>> second = jet(objective.term, {v.name: v.along for v in objective.variables}, {}).second
    >>> lipschitz_candidate(objective, second, [])["constant"]
    'rho_Y^2 + 4*rho_X*rho_Y + rho_X^2'
    """
    if objective.hidden:
        return None
    spec = {n: s for n, s in objective.letters}
    directions = [[v.direction, _plain(spec[v.name])] for v in objective.variables]
    env = declarations_of([*objective.letters, *directions])
    totals: dict[str, Fraction] = {}
    for (powers, traces, word), c in env.poly(kernel_text(second)).terms.items():
        factors = [_size(objective, name, e.constant) for (name, _), e in powers]
        for w in traces:
            if len(w) < 2:
                return None
            factors += [_size(objective, f.name, f.exponent.constant) for f in w]
        if word or None in factors:
            return None
        text = _product([f for f in factors if f])  # type: ignore[misc]
        totals[text] = totals.get(text, Fraction(0)) + abs(c)
    if not totals:
        return None
    constant = " + ".join(t if c == 1 and t else f"{c}*{t}" if t else str(c) for t, c in totals.items())
    balls = ", ".join(f"||{v.shown}|| <= rho_{v.shown}" for v in objective.variables)
    return {"kind": "Lipschitz candidate", "constant": constant, "where": balls, "sublevel": _sublevel(objective, actions)}


def _plain(spec: dict) -> dict:
    kept = {k: v for k, v in spec.items() if k != "positive"}
    return {"kind": "real"} if kept["kind"] == "positive" else kept


def _size(objective: Objective, name: str, e: int | None) -> str | None:
    """The norm of a letter to a power, as text; '' for a direction; None where there is none."""
    if e is None or e < 1:
        return None
    if any(v.direction == name for v in objective.variables):
        return ""
    user = {k: u for u, k in objective.found.letters.items()}.get(name, name)
    variable = any(v.name == name for v in objective.variables)
    kind = next(s["kind"] for n, s in objective.letters if n == name)
    base = f"rho_{user}" if variable else user if kind in ("positive", "dimension") else (
        f"||{user}||" if objective.shapes.get(name) else f"|{user}|")  # fmt: skip
    return base if e == 1 else f"{base}^{e}"


def _product(factors: list[str]) -> str:
    counts: dict[str, int] = {}
    for f in sorted(factors):
        base, _, e = f.partition("^")
        counts[base] = counts.get(base, 0) + int(e or 1)
    return "*".join(b if n == 1 else f"{b}^{n}" for b, n in counts.items())


def _sublevel(objective: Objective, actions: list[Action]) -> str:
    """Whether {F <= F0} is seen to lie in balls."""
    parts = objective.term.args if objective.term.op == "sum" else (objective.term,)
    env = declarations_of(objective.letters)
    radii, nonnegative = {}, True
    for part in parts:
        c, rest = split(part)
        factors = rest.args if rest.op == "prod" else (rest,)
        weights = [f for f in factors if f.op == "name"]
        squares = [f for f in factors if f.op == "square" or (f.op == "pow" and f.value % 2 == 0)]
        good = c > 0 and len(weights) + len(squares) == len(factors) and all(
            manifest(env.poly(kernel_text(w)), env, 1) for w in weights)  # fmt: skip
        nonnegative = nonnegative and good
        if good and len(squares) == 1 and squares[0].op == "square" and squares[0].args[0].op == "name":
            weight = "*".join([*([str(c)] if c != 1 else []), *(objective.writer("language")(w) for w in weights)]) or "1"
            radii[squares[0].args[0].value] = weight
    frames = {v.name: v.shape[1] for v in objective.variables if v.kind == "stiefel" and v.shape}
    if all(v.name in frames or (nonnegative and v.name in radii) for v in objective.variables):
        found = ", ".join(f"rho_{v.shown}^2 = " + (frames.get(v.name) or "F0" + _over(radii[v.name]))
                          for v in objective.variables)  # fmt: skip
        return f"{{F <= F0}} lies in these balls with {found}"
    unbounded = next((a for a in actions if a.group != "orthogonal"), None)
    if unbounded:
        return f"{{F <= F0}} is unbounded where it holds a point that the {unbounded.group} action moves: no radius"
    return "no radius was found for {F <= F0}"


def _over(weight: str) -> str:
    return "" if weight == "1" else f"/({weight})"


def pl_candidate(objective: Objective) -> dict | None:
    """{"kind", "constant", "where"} for F = c‖E‖²; None for objectives of another form.

    >>> from theory.statements.derivatives.objective import read_objective
    >>> pl_candidate(read_objective("1/2*||X*Y^T - A||^2", ["X", "Y"]))["constant"]
    'sigma(Y)^2 + sigma(X)^2'
    """
    c, rest = split(objective.term)
    if rest.op != "square" or objective.hidden or c <= 0 or any(v.kind == "stiefel" for v in objective.variables):
        return None
    writer, parts = objective.writer("language"), []
    for v in objective.variables:
        slope = jet(rest.args[0], {v.name: v.along}, {}).first
        _, product = split(slope)
        factors = product.args if product.op == "prod" else (product,)
        if slope.zero or product.op == "sum" or v.shape is None or any(f.shape is None for f in factors):
            return None
        scale = split(slope)[0] ** 2
        others = [f for f in factors if v.direction not in f.names()]
        text = "*".join(f"sigma({writer(f.args[0] if f.op == 'T' else f)})^2" for f in others)
        k = 2 * c * scale
        parts.append((f"{k}*" if k != 1 and text else "") + (text or str(k)))
    return {"kind": "PL candidate", "constant": " + ".join(parts),
            "where": "||grad F||^2 >= 2*mu*F, if inf F = 0 and sigma, the least singular value on the residuals that occur, "
                     "stays away from 0"}  # fmt: skip
