"""Derivations about direction-magnitude decomposition; `derivation` and `derivation_discrete` list the theorems."""
