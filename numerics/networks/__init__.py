"""Network layers with a constrained factorization: V diag(d) U with balls, projection after any optimiser step, pruning.

Layers, what is done to them after a step, and ways into and out of a network that exists; imports torch alone. May come in:
layers whose factorization a paper here speaks about.

>>> import torch
>>> layer = UDVLinear(4, 3, hidden=5)
>>> optimizer = project_after_steps(torch.optim.Adam(layer.parameters(), lr=0.1), layer)
>>> layer(torch.ones(2, 4)).square().sum().backward()
>>> optimizer.step()
>>> bool(torch.linalg.matrix_norm(layer.inner) <= 1 + 1e-6), bool((layer.magnitudes >= 0).all())
(True, True)
"""

from numerics.networks.adapter import UDVAdapter
from numerics.networks.factors import layers_of
from numerics.networks.homogeneity import Homogeneity, check_homogeneity, check_layers
from numerics.networks.projection import project_after_steps
from numerics.networks.pruning import prune
from numerics.networks.replacing import adapt, export, factorize, take_widths
from numerics.networks.stack import UDVStack
from numerics.networks.udv_conv import UDVConv2d
from numerics.networks.udv_linear import UDVLinear

__all__ = [
    "Homogeneity",
    "UDVAdapter",
    "UDVConv2d",
    "UDVLinear",
    "UDVStack",
    "adapt",
    "check_homogeneity",
    "check_layers",
    "export",
    "factorize",
    "layers_of",
    "project_after_steps",
    "prune",
    "take_widths",
]
