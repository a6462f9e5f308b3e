"""Theorems of other papers as claims of saddleproof; only `proofs_check.public` is used."""
