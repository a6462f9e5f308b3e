"""Derivations about UDU and UDV factorization; `derivation` lists the theorems.

The objective comes in, a `Derivation` goes out; where f is general, its gradient is a letter. May come in: steps that end
in a statement. Models of the letters are in `scenes`, what finds witnesses is in `theory.prove`.
"""
