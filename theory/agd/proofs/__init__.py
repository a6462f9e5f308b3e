"""Derivations about alternating gradient descent; `derivation` lists the theorems.

The objective comes in, a `Derivation` goes out. `letters` declares a point, a sweep and a path; only its `coefficient`
speaks about the objective. May come in: steps that end in a statement. Models of the letters are in `scenes`, what finds
witnesses is in `theory.prove`.
"""
