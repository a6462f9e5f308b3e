"""Derivations from the objective to certificates: one module a group of statements, `derivation` lists the theorems."""
