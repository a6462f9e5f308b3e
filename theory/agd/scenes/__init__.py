"""Exact models of the letters of the derivations: runs with rational numbers.

A generator and the objective come in, model JSON goes out: sweeps, whole runs, and Gram factors of every gap that a
hypothesis names. The book of a derivation checks every certificate against them, and claims draw their samples here.
May come in: ways to meet hypotheses exactly.
"""
