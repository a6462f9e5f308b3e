"""Derivations about direction-magnitude decomposition; `derivation` and `derivation_discrete` list the theorems of flow and
steps, `critical`, `second_variation`, `local_step`, `stages`, `rank_two`, `one_angle`, … those of their own names.

The objective comes in, a `Derivation` goes out: flow in the first module, steps in the second. May come in: steps that
end in a statement. Models of the letters are in `scenes`, what finds witnesses is in `theory.prove`.
"""
