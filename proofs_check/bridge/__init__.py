"""Where theory meets numerics: orbits as points, escape, saddle graphs, runs against predictions, audits.

Exact objects and float runs come in, comparisons with an error budget go out. Imports `theory` and `numerics`; nothing
of `verify`. May come in: code that needs both sides and judges no claim.
"""
