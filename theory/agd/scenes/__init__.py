"""Exact models of the letters of the derivations: runs with rational numbers."""
