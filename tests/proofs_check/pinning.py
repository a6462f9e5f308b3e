"""Pins for tests that judge a claim outside its folder."""

from __future__ import annotations

from typing import Any


def read(claim: Any) -> Any:
    """The pin of a claim whose goals somebody has read as they are."""
    from proofs_check.verify.pins import Pin

    if claim.derivation is None:
        return None
    derived = claim.derivation()
    return Pin(claim.sentence, tuple(derived[goal].statement for goal in derived.goals), claim.title, derived.prose.strip())
