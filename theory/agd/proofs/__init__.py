"""Derivations about alternating gradient descent; `derivation` lists the theorems."""
