"""Derivations about direction-magnitude decomposition; `derivation` and `derivation_discrete` list the theorems.

The objective comes in, a `Derivation` goes out: flow in the first module, steps in the second. May come in: steps that
end in a statement. Models of the letters are in `scenes`, what finds witnesses is in `theory.prove`.
"""
