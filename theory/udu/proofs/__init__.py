"""Derivations about UDU and UDV factorization; `derivation` lists the theorems."""
