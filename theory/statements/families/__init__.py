"""Families over layers, iterates, sums and products over an index: their language, their meaning, their proofs.

The kernel has families over a range, letters defined by recursion, and induction; here a text with W_l, x_{k+1}, W_L ⋯ W_1 or
sum_l becomes a statement in these. What may come in: grammar, shapes, exact values, provers of families; no measurement.

    from theory.statements.families.reading import is_about_families, read_families
    from theory.statements.families.stating import state
    from theory.statements.families.proving import FamilyProver
"""
