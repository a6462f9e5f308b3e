"""A proof as lines of LaTeX: every certificate states what it concludes, and why, in terms of those before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from theory.kernel.certificate import Certificate
from theory.render import latex_of as latex
from theory.render.proof import WHY as RULES
from theory.render.words import latex_text

WHY = RULES | {"instance": "by the inequality above, with the letters replaced"}


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
    return f"({latex_text(WHY.get(c.rule, c.rule))}{'; steps ' + steps if steps else ''}.)"


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
        if size:
            texts.append(rf"${latex(name)} \in \mathbb{{R}}^{{{size[0]} \times {size[1]}}}$"
                         + (f" $= {latex(spec['value'])}$" if "value" in spec else ""))  # fmt: skip
        elif spec["kind"] in ("real", "positive"):
            texts.append(f"${latex(name)}$ {'positive' if spec['kind'] == 'positive' else 'real'}")
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
