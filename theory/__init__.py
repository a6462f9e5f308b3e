"""Exact mathematics: from an objective to certificates, closed forms, and the kernel that checks them.

Rooms, each importing those below it only: the papers (`dmf`, `agd`, `udu`, `dmd`), which know nothing of each other;
`prove` and `exact`; `models`; `kernel` and `storage` (files, no mathematics). May come in: sympy, mpmath, numpy,
python-flint. Never torch, `numerics` or `proofs_check`: nothing here was measured.
"""
