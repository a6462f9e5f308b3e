"""One certificate, one lemma: its statement, and the proof that its rule asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container

from theory.export.coq import algebra, analysis, structure, text
from theory.export.coq.construct import construct
from theory.export.coq.faults import NotExported
from theory.export.coq.letters import Letters
from theory.export.coq.proof import Proof
from theory.export.coq.script import Script
from theory.export.coq.statements import Certificate
from theory.export.coq.vernacular import guarded

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


MISFITS = (LookupError, TypeError, ValueError, AttributeError, AssertionError, StopIteration, ArithmeticError, RecursionError)
"""What a witness that is not of the form of its rule comes to in Python."""


def declarations(certificate: Certificate, name: str) -> str:
    """A lemma that the defined letters of a statement exist and are as they are declared: positive, of their shape. So a
    definition cannot smuggle in what is false. Empty where nothing is defined. Raises NotExported."""
    proof = Proof(certificate, [], lambda c: "")
    whole, proof.env = proof.env, Letters()
    if not any(x.way for x in whole.table.values()):
        return ""
    script, says, closing = Script([]), [], 0
    for n, x in whole.table.items():
        proof.env = proof.env.extended(x)
        hypotheses = text.declared(x, proof.sizes)
        names = [f"h_{n}_{h.role}" for h in hypotheses]
        if x.way:
            try:
                construct(proof, script, n)
            except MISFITS as error:
                raise NotExported(f"the definition of {n} does not fit: {type(error).__name__}: {error}") from error
            script.add(f"exists {text.name(n)}." + "".join(f" split; [exact {h}|]." for h in names))
            says.append(f"exists {text.name(n)} : {text.sort(x)}, " + "".join(f"{h.text} /\\ " for h in hypotheses) + "(")
            closing += 1
        else:
            script.add(f"intros {' '.join([text.name(n), *names])}.")
            script.integers += [h for h in names if h.endswith(("_lo", "_hi", "_sz")) and x.integer]
            says.append(f"forall {text.name(n)} : {text.sort(x)}, " + "".join(f"{h.text} -> " for h in hypotheses))
    before = "".join(f"{line}\n" for line in proof.before).replace(certificate.lemma, name)
    steps = script.text().replace(certificate.lemma, name)
    whole_text = "\n  ".join(says) + "True" + ")" * closing
    return guarded(f"{before}Lemma {name} : {whole_text}.\nProof.\n{steps}\nexact Logic.I.\nQed.\n", name)


Own = tuple[tuple[str, str], ...]


def declaration_name(own: Own) -> str:
    """The name of the lemma about a list of declarations."""
    return f"d_{hashlib.sha256(repr(own).encode()).hexdigest()[:16]}"


def declaration_lists(certificates: list[Certificate], known: Container[str] = ()) -> dict[str, str]:
    """The certificates whose letters are worth a lemma of `declarations`, and its name: no list that begins another one,
    none twice, and none that is ``known``."""
    lists = {c.statement.own: c.id for c in reversed(certificates)}
    begun = {own[:k] for own in lists for k in range(len(own))}
    names = {i: declaration_name(own) for own, i in lists.items() if own not in begun}
    return {i: n for i, n in names.items() if n not in known}


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
    except MISFITS as error:
        raise NotExported(f"the witness does not fit its rule: {type(error).__name__}: {error}") from error
    before = "".join(f"{line}\n" for line in proof.before)
    says = text.statement(certificate.statement)
    proved = f"{before}Lemma {certificate.lemma} : {says}.\nProof.\n{script.text()}\nQed.\n"
    return guarded(proved, certificate.lemma)
