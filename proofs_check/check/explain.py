"""A proof as lines of LaTeX: every certificate states what it concludes, and why, in terms of those before it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from theory.kernel.certificate import Certificate

WHY = {
    "instance": "by the statement above, with the letters replaced", "cases": "by cases", "collect": "all of it was shown",
    "contrapose": "else the step before contradicts a hypothesis", "exists": "the letters introduced are forgotten",
    "definite": "a sum of squares that is at most 0 has zero terms", "induct": "by induction",
}  # fmt: skip


HOLE = re.compile(r"(?<![A-Za-z0-9_])_(?![A-Za-z0-9_])")
"""Where a witness puts a fact."""


def explained(proof: tuple[Certificate, ...]) -> str:
    """The certificates, premises first, as a document body for LaTeX."""
    number = {c.id: k for k, c in enumerate(proof, 1)}
    blocks = ["\n".join(_step(c, number)) for c in proof]
    return "\n\n".join(blocks)


def _step(c: Certificate, number: dict[str, int]) -> Iterator[str]:
    k = number[c.id]
    yield rf"\paragraph{{Step {k}}} {_letters(c.statement)}"
    given = c.statement.get("given", [])
    if given:
        yield "Given " + ", ".join(f"$({k}.{i})\\ {latex(g)}$" for i, g in enumerate(given, 1)) + "."
    for i, then in enumerate(c.statement["then"]):
        if c.rule == "order":
            yield from _order(c, k, then, c.witness[i], number)
        elif c.rule == "expand":
            yield from _expand(c, k, then, c.witness[i], number)
        else:
            yield rf"\[ {latex(then)} \] {_why(c, number)}"


def _why(c: Certificate, number: dict[str, int]) -> str:
    if c.rule == "lemma":
        return f"This is the textbook fact ``{c.witness['lemma']}''."
    steps = ", ".join(str(number[p]) for p in c.premises)
    if c.rule == "cases" and "on" in c.witness:
        on, (large, small) = latex(c.witness["on"]), (number[p] for p in c.premises)
        return rf"(By cases: where ${on} \ge 0$ by step {large}, where ${on} < 0$ by step {small}.)"
    return f"({WHY.get(c.rule, c.rule)}{'; steps ' + steps if steps else ''}.)"


def _order(c: Certificate, k: int, then: str, witness: dict, number: dict[str, int]) -> Iterator[str]:
    left, sign, right = _sides(then)
    terms = [_term(t, c, k, number) for t in witness.get("terms", [])] or ["0"]
    yield r"\begin{align*}"
    yield rf"  {_minus(left, right)} &= {' + '.join(terms)} \\"
    yield rf"  &{latex_sign(sign)} 0" + (rf" \qquad\text{{where {_uses(witness['equal'], c, k, number)} were used}}"
                                         if witness.get("equal") else "")  # fmt: skip
    yield r"\end{align*}"


def _expand(c: Certificate, k: int, then: str, witness: list, number: dict[str, int]) -> Iterator[str]:
    left, _, right = _sides(then)
    yield r"\begin{align*}"
    if not witness:
        yield rf"  {latex(left)} &= {latex(right)} \qquad\text{{multiplied out}}"
    else:
        parts = [latex(HOLE.sub("gapoffact", e)).replace(r"\mathrm{gapoffact}", _gap(ref, c, k, number)) for e, ref in witness]
        yield rf"  {_minus(left, right)} &= {' + '.join(parts)} \\"
        yield rf"  &= 0 \qquad\text{{by {_uses(witness, c, k, number)}}}"
    yield r"\end{align*}"


def _gap(ref: list, c: Certificate, k: int, number: dict[str, int]) -> str:
    if ref[0] == "given":
        left, _, right = _sides(c.statement["given"][ref[1]])
        return rf"\bigl({_minus(left, right)}\bigr)"
    if ref[0] == "def":
        value = dict(c.statement["letters"])[ref[1]].get("value", "")
        return rf"\bigl({latex(ref[1])} - {latex(f'({value})')}\bigr)" if value else rf"\Delta_{{{latex(ref[1])}}}"
    return rf"\Delta_{{{number[c.premises[ref[1]]]}}}"


def _uses(witness: list, c: Certificate, k: int, number: dict[str, int]) -> str:
    found = []
    for _, ref in witness:
        found.append(_name(ref, c, k, number))
    return ", ".join(dict.fromkeys(found))


def _name(ref: list, c: Certificate, k: int, number: dict[str, int]) -> str:
    match ref:
        case ["given", int(i), *_]:
            return f"({k}.{i + 1})"
        case ["premise", int(p), *_]:
            return f"step {number[c.premises[p]]}"
    return f"the definition of ${latex(ref[1])}$"


def _term(term: dict[str, Any], c: Certificate, k: int, number: dict[str, int]) -> str:
    weight = term.get("weight", "1")
    parts = [] if weight == "1" and len(term) > 1 else [latex(weight)]
    for ref in term.get("facts", []):
        match ref:
            case ["given", int(i), *_]:
                left, _, right = _sides(c.statement["given"][i])
                parts.append(rf"\underbrace{{({_minus(left, right)})}}_{{({k}.{i + 1})}}")
            case ["premise", int(p), *_]:
                parts.append(rf"\underbrace{{\Delta}}_{{\text{{step {number[c.premises[p]]}}}}}")
    if "square" in term:
        parts.append(rf"\bigl({latex(term['square'])}\bigr)^2")
    if "gram" in term:
        parts.append(rf"\bigl\lVert {latex(term['gram'])} \bigr\rVert^2")
    return r"\,".join(parts)


def _letters(statement: dict) -> str:
    texts = []
    for name, spec in [*statement["letters"], *statement.get("exists", [])]:
        size = spec.get("shape") or ([spec["size"]] * 2 if "size" in spec else None)
        over = spec.get("over")
        shown = latex(f"{name}[{over[0]}]") if over else latex(name)
        behind = rf" for ${latex(over[1])} \le {latex(over[0])} \le {latex(over[2])}$" if over else ""
        if size:
            rows, columns = map(latex, size)
            texts.append(rf"${shown} \in \mathbb{{R}}^{{{rows} \times {columns}}}$"
                         + (f" $= {latex(spec['value'])}$" if "value" in spec else "") + behind)  # fmt: skip
        elif spec["kind"] in ("real", "positive"):
            texts.append(f"${shown}$ {'positive' if spec['kind'] == 'positive' else 'real'}{behind}")
    return "For " + ", ".join(texts) + ":" if texts else ""


def _sides(atom: str) -> tuple[str, str, str]:
    for sign in (" == ", " >= ", " > "):
        left, found, right = atom.partition(sign)
        if found:
            return left, sign.strip(), right
    return atom, "", ""


def _minus(left: str, right: str) -> str:
    return latex(left) if right == "0" else latex(f"{left} - ({right})")


def latex_sign(sign: str) -> str:
    """A relation in LaTeX.

    >>> latex_sign(">=")
    '\\\\ge'
    """
    return {"==": "=", ">=": r"\ge", ">": ">"}.get(sign, sign)


def latex(text: str) -> str:
    """An expression or atom of the kernel in LaTeX; one that is no expression stays as it is.

    >>> latex("tr(A.T*B)**2 >= 1/2*t")
    '\\\\operatorname{tr}\\\\left(A^{\\\\top} B\\\\right)^{2} \\\\ge \\\\tfrac{1}{2} t'
    """
    try:
        return _latex(ast.parse(text.strip(), mode="eval").body, 0)
    except SyntaxError:
        return rf"\text{{{text}}}"


def _latex(node: ast.expr, tight: int) -> str:
    match node:
        case ast.Compare(left=a, ops=[op], comparators=[b]):
            sign = {ast.Eq: "==", ast.GtE: ">=", ast.Gt: ">"}.get(type(op), "")
            return f"{_latex(a, 0)} {latex_sign(sign)} {_latex(b, 0)}"
        case ast.Constant(value=v):
            return str(v)
        case ast.Name(id=name):
            return _name_of(name)
        case ast.Subscript(value=ast.Name(id=name), slice=index):
            return f"{_name_of(name)}_{{{_latex(index, 0)}}}"
        case ast.Call(func=ast.Name(id="all"), args=[n, low, high, body]):
            ends = rf"{_latex(low, 0)} \le {_latex(n, 0)} \le {_latex(high, 0)}"
            return rf"\left({_latex(body, 0)}\ \text{{for all}}\ {ends}\right)"
        case ast.Attribute(value=a, attr="T"):
            return f"{_latex(a, 3)}^{{\\top}}"
        case ast.UnaryOp(operand=a):
            return _bracket(f"-{_latex(a, 2)}", tight > 0)
        case ast.BinOp(left=a, op=ast.Add() | ast.Sub() as op, right=b):
            plus = isinstance(op, ast.Add)
            return _bracket(f"{_latex(a, 0)} {'+' if plus else '-'} {_latex(b, 0 if plus else 1)}", tight > 0)
        case ast.BinOp(left=ast.Constant(value=int(p)), op=ast.Div(), right=ast.Constant(value=int(q))):
            return rf"\tfrac{{{p}}}{{{q}}}"
        case ast.BinOp(left=ast.Constant(value=1), op=ast.Mult(), right=b):
            return _latex(b, tight)
        case ast.BinOp(left=a, op=ast.Mult(), right=b):
            return _bracket(f"{_latex(a, 2)} {_latex(b, 2)}", tight > 2)
        case ast.BinOp(left=a, op=ast.Div(), right=b):
            return _bracket(f"{_latex(a, 2)} / {_latex(b, 3)}", tight > 2)
        case ast.BinOp(left=a, op=ast.Pow(), right=b):
            return f"{_latex(a, 3)}^{{{_latex(b, 0)}}}"
        case ast.Call(func=ast.Name(id="tr"), args=[a]):
            match a:
                case ast.BinOp(left=ast.Attribute(value=x, attr="T"), op=ast.Mult(), right=y) if ast.dump(x) == ast.dump(y):
                    return _bracket(rf"\lVert {_latex(x, 0)} \rVert^2", tight > 2)
            return rf"\operatorname{{tr}}\left({_latex(a, 0)}\right)"
        case ast.Call(func=ast.Name(id="I"), args=[a]):
            return f"I_{{{_latex(a, 0)}}}"
    return rf"\text{{{ast.unparse(node)}}}"


def _bracket(text: str, wanted: bool) -> str:
    return rf"\left({text}\right)" if wanted else text


GREEK = {"alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "kappa", "mu", "nu", "xi", "rho", "sigma", "tau",
         "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Sigma", "Phi", "Psi", "Omega", "Lambda"}  # fmt: skip


def _name_of(name: str) -> str:
    head, _, rest = name.strip("_").partition("_")
    shown = rf"\{head}" if head in GREEK else r"\lambda" if head == "lambda" else head if len(head) == 1 else ""
    if not shown:
        return rf"\mathrm{{{name.strip('_')}}}".replace("_", r"\_")
    return shown + (f"_{{{rest}}}" if rest else "")
