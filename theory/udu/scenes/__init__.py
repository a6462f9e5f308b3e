"""Exact models of the letters of the derivations: points, fixed points and short paths of the projected step.

A generator and the objective come in, model JSON goes out. The book of a derivation checks every certificate against
them, and claims draw their samples here. May come in: ways to meet hypotheses exactly.
"""
