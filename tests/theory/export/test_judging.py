"""Certificates before a toplevel that misbehaves: nothing is accepted, nothing hangs, and every trial gets its answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.marks import but
from tests.theory.export.certificates import of_claim
from theory.export.coq.judging import Outcome, judged, sentences
from theory.export.coq.lemma import lemma
from theory.export.coq.statements import Certificate
from theory.export.coq.toolchain import Coq

ECHO = "echo $line; esac; done"
TOPLEVELS = {
    "sleeps": ("exec sleep 60", "no answer", "no answer within the time"),
    "ends": ("exit 1", "no answer", "the toplevel of Coq ended"),
    "ends later": ("for k in 1 2 3 4 5 6 7; do read line; echo $line; done; exit 1", "no answer", "toplevel of Coq ended"),
    "repeats what it hears": ("exec cat", "refused", "no answer to Check @c_"),
    "agrees to everything": (f"while read line; do case $line in Locate*) {ECHO}", "refused", "no answer to Check"),
    "complains": (f"while read line; do case $line in Lemma*) echo Error: no.;; Locate*) {ECHO}", "refused",
                  "Error: no."),
}  # fmt: skip


@pytest.mark.parametrize(("does", "state", "says"), TOPLEVELS.values(), ids=TOPLEVELS)
def test_a_toplevel_that_misbehaves_accepts_nothing(does: str, state: str, says: str, tmp_path: Path) -> None:
    toplevel = tmp_path / "coqtop"
    toplevel.write_text(f"#!/bin/sh\n{does}\n")
    toplevel.chmod(0o755)
    certificates, goals = of_claim("agd-gradients")
    trials = [(certificates[g], [certificates[p] for p in certificates[g].premises]) for g in goals]
    found = dict(judged(Coq(str(tmp_path / "coqc"), "8.16.1"), [], "From Coq Require Import Lia.\n", trials, 2, 2.0))
    assert set(found) == set(range(len(trials)))
    for outcome in found.values():
        assert outcome.state == state and says in outcome.reason


def test_what_cannot_be_exported_needs_no_toplevel(tmp_path: Path) -> None:
    """The witness is taken away; each of the trials is answered, in any number of jobs."""
    certificates, _ = of_claim("agd-gradients")
    broken = [Certificate(c.id, c.rule, (), {}, c.json) for c in certificates.values() if c.rule == "expand"]
    found = dict(judged(Coq("/nowhere/coqc", "8.16.1"), [], "", [(c, []) for c in broken], 3, 1.0))
    assert broken and {k: o.state for k, o in found.items()} == dict.fromkeys(range(len(broken)), "not exported")
    assert not any(isinstance(o, Outcome) and o.accepted for o in found.values())


@pytest.mark.parametrize("claim", but(["agd-gradients", "dmf-balancedness", "dmf-root-counts"], ["dmf-root-counts"]))
def test_sentences_are_the_whole_script_in_complete_pieces(claim: str) -> None:
    """Each ends as a sentence does, and none has a bracket open that it does not close."""
    certificates, _ = of_claim(claim)
    for c in certificates.values():
        script = lemma(c, [certificates[p] for p in c.premises], lambda q: f"@{q.lemma}")
        pieces = sentences(script)
        assert "".join(pieces).split() == script.split()
        for piece in pieces:
            assert piece.rstrip().endswith((".", "{", "}"))
            assert piece.count("(") == piece.count(")") and piece.count("[") == piece.count("]")
