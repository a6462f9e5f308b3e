"""A proof as numbered steps: what each says, the rule that gives it, the steps and lemmas it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from theory.kernel.certificate import Certificate
from theory.render.items import Item, Looks
from theory.render.statement import Rendered, rendered
from theory.render.words import latex_text

WHY = {
    "objective": "this is how the letter is defined",
    "expand": "multiplied out",
    "definite": "a sum of squares that is at most 0 has zero terms",
    "order": "a sum of squares and of products of what is known to be ≥ 0",
    "bernstein": "a polynomial on a box: its Bernstein coefficients have this sign",
    "power": "powers of positive numbers",
    "entry": "entry by entry of diagonal matrices",
    "entrywise": "summed over the entries of diagonal matrices",
    "instance": "with other letters put in",
    "lemma": "a textbook fact",
    "generalize": "for each value of the index",
    "collect": "all of it was shown",
    "exists": "there are the letters introduced",
    "induct": "by induction",
    "cases": "by cases",
    "contrapose": "else a hypothesis would fail",
    "monotone": "by the mean value theorem",
    "shape": "by the shape of the function: its derivative changes sign once at most",
    "stationary": "the first variation along every direction",
    "germ": "the first derivative along a line that is not 0",
    "near": "nowhere smaller within a positive radius",
    "pointwise": "at each moment",
    "flow": "the rate of change has this sign all the time",
    "unbroken": "a continuous function that is never 0 keeps its sign",
}
"""Why a conclusion follows, by rule of the kernel."""


@dataclass(frozen=True)
class ProofStep:
    """One accepted step. ``premises``: numbers of steps before it; ``lemma``: the textbook fact that it cites, or '';
    ``new``: the parts of the statement that the steps before it did not say already.
    """

    number: int
    certificate: str
    rule: str
    premises: tuple[int, ...]
    lemma: str
    statement: dict[str, Any]
    whole: Rendered
    new: Rendered

    @property
    def reason(self) -> str:
        """The rule in words, lemma and premises named.

        >>> from theory.kernel.certificate import Certificate
        >>> c = Certificate({"letters": [], "given": [], "then": ["1 == 1"]}, "expand", (), [[]], {})
        >>> proof_steps([c])[0].reason
        'multiplied out'
        """
        why = WHY.get(self.rule, self.rule) + (f": {self.lemma}" if self.lemma else "")
        if not self.premises:
            return why
        return f"{why}; from {'step' if len(self.premises) == 1 else 'steps'} {', '.join(map(str, self.premises))}"


def proof_steps(certificates: Iterable[Certificate]) -> list[ProofStep]:
    """The certificates as steps, premises first. Raises ValueError where one cites what is not among them."""
    known = {c.id: c for c in certificates}
    order: dict[str, int] = {}

    def visit(first: str) -> None:
        todo = [(first, False)]
        while todo:
            name, ready = todo.pop()
            if name in order:
                continue
            if name not in known:
                raise ValueError(f"a step cites the certificate {name[:12]}, which is not in the proof")
            if ready:
                order[name] = len(order) + 1
            else:
                todo.append((name, True))
                todo += [(premise, False) for premise in reversed(known[name].premises)]

    for name in known:
        visit(name)
    told = _Told()
    steps = []
    for name in order:
        c = known[name]
        whole = rendered(c.statement)
        lemma = str(c.witness["lemma"]) if c.rule == "lemma" else ""
        premises = tuple(dict.fromkeys(order[p] for p in c.premises))
        new = told.new(order[name], c.statement, whole)
        steps.append(ProofStep(order[name], name, c.rule, premises, lemma, c.statement, whole, new))
    return steps


class _Told:
    """What was last declared or defined of each letter, and the first step with given hypotheses."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self.given: dict[tuple[str, ...], int] = {}

    def new(self, number: int, statement: dict[str, Any], whole: Rendered) -> Rendered:
        """The parts without declarations that stand as they were."""
        specs = dict(statement["letters"])
        letters = tuple(item for item in whole.letters if self._anew({n: f"{specs[n]} {whole.looks[n]}" for n in item.source}))
        lines = [(item, item.text(whole.looks)) for item in whole.where]
        where = tuple(item for item, text in lines if self._anew(dict.fromkeys(item.source or (text,), text)))
        hypotheses = tuple(item.text(whole.looks) for item in whole.given)
        first = self.given.setdefault(hypotheses, number)
        again = (Item((f"the hypotheses of step {first}",)),) if len(hypotheses) > 1 and first != number else whole.given
        return replace(whole, letters=letters, where=where, given=again)

    def _anew(self, says: dict[str, str]) -> bool:
        """Whether it was said otherwise, or not at all; from now on it is said."""
        other = any(self.said.get(name) != text for name, text in says.items())
        self.said.update(says)
        return other


def text_proof(steps: Sequence[ProofStep], width: int = 100) -> str:
    """The steps for a terminal: numbered, each with its reason.

    >>> from theory.kernel.certificate import Certificate
    >>> c = Certificate({"letters": [], "given": [], "then": ["1 + 1 == 2"]}, "expand", (), [[]], {})
    >>> print(text_proof(proof_steps([c])))
    1.  then      1 + 1 = 2
        because   multiplied out
    """
    lines = []
    for step in steps:
        pad = " " * (len(str(len(steps))) + 3)
        body = f"{step.new.text(width - len(pad))}\n{'because':<10}{step.reason}".split("\n")
        lines.append(f"{str(step.number) + '.':<{len(pad)}}{body[0]}")
        lines += [pad + line for line in body[1:]]
    return "\n".join(lines)


def latex_proof(steps: Sequence[ProofStep]) -> str:
    """The steps as LaTeX, one paragraph each with its reason; needs amsmath and amssymb."""
    blocks = []
    for step in steps:
        parts = "\n".join(_sentence(head, items, step.whole.looks) for head, items in step.new.parts())
        parts = parts[:1].upper() + parts[1:]
        reason = latex_text(step.reason)
        blocks.append(rf"\paragraph{{Step {step.number}.}}\label{{step:{step.number}}}" + f"\n{parts}\n\\emph{{({reason}.)}}")
    return "\n\n".join(blocks)


def _sentence(head: str, items: Sequence[Item], looks: Looks) -> str:
    return f"{head} " + ", ".join(item.latex(looks) for item in items) + ("." if head == "then" else ";")


def mathml_proof(steps: Sequence[ProofStep]) -> str:
    """The steps as an HTML list with anchors ``step-N``, premises linked."""
    rows = []
    for step in steps:
        links = ", ".join(f'<a href="#step-{p}">{p}</a>' for p in step.premises)
        why = WHY.get(step.rule, step.rule) + (f": {step.lemma}" if step.lemma else "")
        rows.append(f'<li id="step-{step.number}" value="{step.number}">{step.new.mathml()}<p class="why">{why}'
                    + (f"; from {links}" if links else "") + "</p></li>")  # fmt: skip
    return f'<ol class="proof">{"".join(rows)}</ol>'
