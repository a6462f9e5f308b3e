"""The checker over a folder of certificates: order by premises, check names, models and rules, name each fault."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path

from theory.kernel.bernstein import bernstein
from theory.kernel.certificate import Certificate
from theory.kernel.integers import Fault
from theory.kernel.model import check_model
from theory.kernel.rules import Step, definite, entry, expand, objective, order, power, stationary
from theory.kernel.statement import Statement
from theory.kernel.structure import (
    cases,
    close,
    collect,
    compose,
    contrapose,
    forget,
    induct,
    lemma,
    monotone,
    named,
    shape,
    split,
    sturm,
)

RULES = {
    f.__name__: f
    for f in (objective, expand, definite, order, power, entry, stationary, induct, cases, split, collect, contrapose,
              compose, close, named, forget, lemma, monotone, shape, sturm, bernstein)
}  # fmt: skip


@dataclass
class Report:
    """accepted: id -> {"rule", "cites" (lemmas in the closure), "leaves"}; faults: {"id", "rule", "reason"}."""

    accepted: dict[str, dict] = field(default_factory=dict)
    faults: list[dict] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        lines = [f"{f['id'][:12]} {f['rule']}: {f['reason']}" for f in self.faults]
        return "\n".join([*lines, f"{len(self.accepted)} accepted, {len(self.faults)} at fault, {self.seconds:.2f} s"])

    def to_json(self) -> str:
        return json.dumps({"accepted": self.accepted, "faults": self.faults, "seconds": self.seconds})


def check_certificate(certificate: Certificate, premises: dict[str, Statement]) -> Statement:
    """Accept one certificate whose premises are accepted statements by id; return its statement or raise Fault."""
    if certificate.rule not in RULES:
        raise Fault(f"no rule of the name {certificate.rule!r}")
    try:
        statement = Statement(certificate.statement)
        opened = []
        for use in certificate.premises:
            if set(use) - {"cert", "set", "rename", "given"}:
                raise Fault("a premise has cert, and perhaps set, rename and given")
            if use["cert"] not in premises:
                raise Fault(f"premise {str(use['cert'])[:12]} is not accepted")
            opened.append(premises[use["cert"]])
        if certificate.rule not in ("compose", "close") and any(p.fresh for p in opened):
            raise Fault("only compose and close open an existential")
        if certificate.rule not in ("compose", "lemma", "named") and statement.fresh:
            raise Fault(f"{certificate.rule} proves no existential")
        check_model(statement, certificate.model)
        RULES[certificate.rule](Step(statement, certificate.witness, list(certificate.premises), opened))
    except Fault:
        raise
    except Exception as error:  # whatever goes wrong in reading, the certificate is not accepted
        raise Fault(f"malformed: {type(error).__name__}: {error}") from None
    return statement


def check_folder(folder: Path | str) -> Report:
    """Check every ``*.json`` of a folder. Certificates whose premises are missing or faulty are faults themselves."""
    begun, report = time.perf_counter(), Report()
    pending: dict[str, Certificate] = {}
    for path in sorted(Path(folder).glob("*.json")):
        try:
            certificate = Certificate.read(path)
            if certificate.id != path.stem:
                raise Fault("the name is not the hash of the content")
            pending[path.stem] = certificate
        except Fault as fault:
            report.faults.append({"id": path.stem, "rule": "?", "reason": str(fault)})
    statements: dict[str, Statement] = {}
    for name in _by_premises(pending):
        certificate = pending[name]
        try:
            statements[name] = check_certificate(certificate, statements)
            report.accepted[name] = _summary(certificate, report.accepted)
        except Fault as fault:
            report.faults.append({"id": name, "rule": certificate.rule, "reason": str(fault)})
    report.seconds = time.perf_counter() - begun
    return report


def _by_premises(pending: dict[str, Certificate]) -> list[str]:
    """Premises first. Hashes make cycles impossible; unreadable premises are left to the check."""
    done: dict[str, None] = {}
    for root in pending:
        stack = [(root, False)]
        while stack:
            name, ready = stack.pop()
            if name in done or name not in pending:
                continue
            if ready:
                done[name] = None
                continue
            stack.append((name, True))
            uses = pending[name].premises
            stack += [(u["cert"], False) for u in uses if isinstance(u, dict) and isinstance(u.get("cert"), str)]
    return list(done)


def _summary(certificate: Certificate, accepted: dict[str, dict]) -> dict:
    cites = {certificate.witness["lemma"]} if certificate.rule == "lemma" else set()
    for use in certificate.premises:
        cites |= set(accepted[use["cert"]]["cites"])
    return {"rule": certificate.rule, "cites": sorted(cites)}
