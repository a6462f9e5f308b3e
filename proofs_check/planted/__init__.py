"""Planted errors: stronger, mutated and edited statements and certificates, and the adversary that judges them.

Formal statements come in, fates go out: refuted, survived, weaker, unjudged. `adversary` draws exact models of any
statement, `strengthen`, `mutation` and `certificate_edits` make the neighbours, `fates` and `survivors` say what became of
them. Imports `probes`. May come in: ways to plant and to find errors. Never a claim: `proofs_check.verify` applies them.
"""
