"""Claims about alternating gradient descent; derivations are in `theory.agd.proofs`.

One file a claim, found by looking. May come in: claims with source, derivation, experiment and planted errors, and files
``_name.py`` that several of them share. Nothing imports a claim but the tests and `proofs_check.verify`.
"""
