"""Exact mathematics: derivations from an objective to certificates, closed forms, and the kernel that checks them."""
