"""Derivations from the objective to certificates: one module a group of statements, `derivation` lists the theorems.

The objective comes in, a `Derivation` goes out: certificates, and which of them are goals. `letters` declares the letters;
only its `base` speaks about the objective. May come in: steps that end in a statement. Models of the letters are in
`scenes`, what finds witnesses is in `theory.prove`.
"""
