"""Certificates for the tests of the exporter: small ones, and those of a claim."""

from __future__ import annotations

from functools import cache
from typing import Any

from proofs_check.verify.discovery import find_claims
from theory.export.coq.statements import Certificate
from theory.kernel.certificate import Certificate as Kernel


def read(c: Kernel) -> Certificate:
    """As the exporter sees it."""
    return Certificate(c.id, c.rule, c.premises, c.witness, c.statement)


@cache
def of_claim(name: str) -> tuple[dict[str, Certificate], tuple[str, ...]]:
    """Certificates by id, and the goals."""
    claim = find_claims()[name].claim
    assert claim.derivation is not None
    derived: Any = claim.derivation()
    return {c.id: read(c) for c in derived.certificates}, tuple(map(str, derived.goals))
