"""The textbook facts that a certificate may cite, read from ``lemmas.json``, and their names in ``lib/Cited.v``.

The statements in ``lib/Named.v`` are what `statements` writes; ``lib/Cited.v`` has a proof of each.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from theory.export.coq import text
from theory.export.coq.faults import NotExported
from theory.export.coq.statements import Statement

FILE = Path(__file__).with_name("lemmas.json")


@lru_cache(maxsize=1)
def lemmas() -> dict[str, dict]:
    """Name to {"reference", "statement"}."""
    found: dict[str, dict] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def coq_name(lemma: str) -> str:
    """The name of a lemma in Coq, without its prefix.

    >>> coq_name("Schatten-Hölder")
    'Schatten_Holder'
    """
    return re.sub(r"\W+", "_", lemma.replace("ö", "o"))


@lru_cache(maxsize=20)
def cited(lemma: str) -> tuple[Statement, str]:
    """The statement of a lemma, and the name of its proof in Coq."""
    if lemma not in lemmas():
        raise NotExported(f"no lemma of the name {lemma[:60]!r}")
    return Statement(lemmas()[lemma]["statement"]), f"lemma_{coq_name(lemma)}"


def statements() -> str:
    """The file ``lib/Named.v``: what every lemma says."""
    parts = []
    for name, lemma in lemmas().items():
        says = text.statement(cited(name)[0])
        parts.append(f"(* {name}: {lemma['reference']} *)\nDefinition stmt_{coq_name(name)} : Prop :=\n  {says}.")
    return HEAD + "\n".join(parts) + "\nEnd Named.\n"


HEAD = """(* Named.v: the textbook facts that may be cited, as propositions. Written by theory.export.coq.cited. *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Saddleproof Require Import Base.
Unset Printing Notations.
Delimit Scope Z_scope with ZZ.
Open Scope Z_scope.
Section Named.
Variables (RR : rcfType) (NN : nat).
Notation MAT := 'M[RR]_NN.
Notation zr := (@Base.zr RR).

"""
