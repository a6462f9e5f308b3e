"""For notebooks: the landscape with its pictures and runs at hand, one import.

    from proofs_check.explore import Landscape

`Landscape` is that of `theory.dmf`, with the same arguments, and its orbits draw themselves (`plot`), tell where flows go
from them (`escape`) and make runs (`trace`). May come in: short ways to what `bridge` measures and `report` draws; nothing
is computed here.
"""

from proofs_check.explore.landscape import Landscape, Orbit, Trace

__all__ = ["Landscape", "Orbit", "Trace"]
