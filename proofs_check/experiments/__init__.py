"""Experiments, one file each, found by looking: ``saddleproof experiment NAME``.

`experiment` defines what an experiment is: a question, `measure`, `draw`; settings come in, a table with the sentences
that answer the question goes out. Imports `bridge`, `theory` and `numerics`. May come in: sizes of things. What must hold
is a claim.
"""
