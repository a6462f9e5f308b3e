"""Network layers with a constrained factorization: U diag(d) Vᵀ with balls, projection after any optimiser step, pruning.

Layers and what is done to them after a step; imports torch alone. May come in: layers whose factorization a paper here
speaks about.

>>> import torch
>>> layer = UDVLinear(4, 3, hidden=5)
>>> optimizer = project_after_steps(torch.optim.Adam(layer.parameters(), lr=0.1), layer)
>>> layer(torch.ones(2, 4)).square().sum().backward()
>>> optimizer.step()
>>> bool(torch.linalg.matrix_norm(layer.inner) <= 1 + 1e-6), bool((layer.magnitudes >= 0).all())
(True, True)
"""

from numerics.networks.homogeneity import Homogeneity, check_homogeneity
from numerics.networks.udv_linear import UDVLinear, project_after_steps, prune

__all__ = ["Homogeneity", "UDVLinear", "check_homogeneity", "project_after_steps", "prune"]
