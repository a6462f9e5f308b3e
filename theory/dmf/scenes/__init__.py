"""Exact models of the letters of the derivations: points where the hypotheses hold.

A generator and the objective come in, model JSON goes out: rational frames, weights and spectra. The book of a derivation
checks every certificate against them, and claims draw their samples here. May come in: ways to meet hypotheses exactly.
"""
