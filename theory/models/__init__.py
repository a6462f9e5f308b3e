"""Exact models: values for the letters of a statement, and its truth in them. A second reading of the same words.

Here live the numbers that a model may be made of (rationals, a + b√d, tangents) and the evaluation of every word of the
kernel in them. Imports the kernel and nothing else of ours. May come in: words that the kernel has. Never a sampler, a
paper or a proof. Run it over a folder with ``python -m theory.models DIR``.
"""
