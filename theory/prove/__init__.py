"""Finds certificates. May be wrong without making a false verdict: only the kernel, reading from disk, accepts.

Here live the `Book` that collects the steps of a derivation, the makers of letters (`letters`, one set for all papers),
facts by name (`facts`), formulas said again (`formulas`), rewriting, chains of comparisons and the search for certificates
of positivity. Imports `kernel` and `models`. May come in: ways to find witnesses. Never a statement of a paper.
"""
