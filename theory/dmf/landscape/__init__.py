"""All critical orbits of regularized deep matrix factorization: counted, ordered by loss, classified.

Widths, singular values and weights come in, exact; orbits, thresholds, barriers and topology go out. `Landscape` is the
front door, `roots` the scalar equation that everything rests on. May come in: what is true of the set of all critical
points. Eigenvalues belong into `hessian`, text and JSON into `output`, proofs into `proofs`.
"""
