"""Planted errors: mutants of claims, of formal statements and of certificates, and the adversary that judges them."""
