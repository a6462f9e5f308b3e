"""One certificate, one lemma: its statement, and the proof that its rule asks for."""

from __future__ import annotations

from collections.abc import Callable

from theory.export.coq import algebra, analysis, structure, text
from theory.export.coq.faults import NotExported
from theory.export.coq.proof import Proof
from theory.export.coq.script import Script
from theory.export.coq.statements import Certificate

RULES: dict[str, Callable[[Proof, Script], None]] = {
    "objective": algebra.objective,
    "expand": algebra.expand,
    "definite": algebra.definite,
    "order": algebra.order,
    "bernstein": algebra.bernstein,
    "power": algebra.power,
    "entry": algebra.entry,
    "instance": structure.instance,
    "lemma": structure.lemma,
    "generalize": structure.generalize,
    "collect": structure.collect,
    "exists": structure.exists,
    "induct": structure.induct,
    "cases": structure.cases,
    "contrapose": structure.contrapose,
    "monotone": analysis.monotone,
    "shape": analysis.shape,
    "stationary": analysis.stationary,
}


def lemma(certificate: Certificate, premises: list[Certificate], refer: Callable[[Certificate], str]) -> str:
    """The text of the lemma with its proof; ``refer`` names the lemma of a premise. Raises NotExported."""
    if certificate.rule not in RULES:
        raise NotExported(f"no rule of the name {certificate.rule!r}")
    proof = Proof(certificate, premises, refer)
    script = Script(text.integer_hypotheses(certificate.statement.letters, proof.sizes))
    names = text.introductions(certificate.statement)
    if names:
        script.add(f"intros {' '.join(names)}.")
    try:
        RULES[certificate.rule](proof, script)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, AssertionError, StopIteration) as error:
        raise NotExported(f"the witness does not fit its rule: {type(error).__name__}: {error}") from error
    before = "".join(f"{line}\n" for line in proof.before)
    says = text.statement(certificate.statement)
    return f"{before}Lemma {certificate.lemma} : {says}.\nProof.\n{script.text()}\nQed.\n"
