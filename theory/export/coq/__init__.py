"""Coq as a second opinion: a reader of certificates, one lemma and its proof a certificate, a project to compile.

Nothing here is trusted: Coq checks what comes out. What must be read with care are the *statements* that come out; what
they mean is the second half of ``theory/kernel/SEMANTICS.md``. ``lib`` is the Coq library, written by hand. May come in:
proofs of rules, theorems of the library, ways to run Coq. Never a paper, and never the kernel's code.
"""
