"""Where is my run? A user's own factors beside the closed-form landscape: nearest critical orbit, class, escape, plateau.

Here live the reading of factors and checkpoints, distances to orbits (an explicit point, and lower bounds), the search for
the nearest orbit, the forecast from the Hessian there, and the callback. May come in: what looks at points that somebody
else computed. Nothing of `verify`.
"""

from proofs_check.bridge.locate.location import Escape, Location
from proofs_check.bridge.locate.locator import Locator, locate, ridge_of_weight_decay
from proofs_check.bridge.locate.watch import Watch

__all__ = ["Escape", "Location", "Locator", "Watch", "locate", "ridge_of_weight_decay"]
