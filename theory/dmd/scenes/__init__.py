"""Exact models of the letters of the derivations."""
