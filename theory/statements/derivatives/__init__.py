"""Derivatives of objectives that are written in the language: gradient, Hessian form, symmetries, certificates.

What may come in: calculus of terms, searches for invariances, their certificates and ways to write them. No floats, no paper.

    from theory.statements.derivatives.derive import derive

    found = derive("1/2*||X*Y^T - A||^2", ["X", "Y"], where="X: m x r")
    found.text(found.gradient["X"])     # '(X*Y.T - A)*Y'
"""
