"""All critical orbits of regularized deep matrix factorization: counted, ordered by loss, classified.

Widths, singular values and weights come in, exact; orbits, thresholds, barriers, topology go out.
"""
