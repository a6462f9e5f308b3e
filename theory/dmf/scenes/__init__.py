"""Exact models of the letters of the derivations: points where the hypotheses hold."""
