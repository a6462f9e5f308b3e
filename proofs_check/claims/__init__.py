"""The claims of this project: one file each, one folder a paper; found by looking, listed nowhere.

A file defines ``claim = Claim(…)``; a file whose name begins with ``_`` is shared by its folder; `statements.json` pins
what the goals say. Imports what it needs of `theory`, `numerics`, `probes`, `bridge` and `verify.claim`. May come in: one
sentence with its derivation, its experiment and its planted errors.
"""
