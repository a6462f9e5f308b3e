"""UDU and UDV factorization: fixed points of the projected step, why they exclude an active ball, and why the rank is low.

Here live the objective (`problem`), the fixed points in closed form (`fixed_points`), the window of step sizes (`window`),
the derivations (`proofs`) and exact models of their letters (`scenes`). May come in: statements about this objective and
its projected step. What another paper needs as well goes to `theory.exact` or `theory.prove`.
"""
