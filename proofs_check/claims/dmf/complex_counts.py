"""Complex critical points for hidden widths 1: 1 + K (L − 1) 2^L, K distinct nonzero values, Y of full rank.

Counted as the dimension of the quotient ring by a Gröbner basis, which knows nothing of the closed form: 5, 17, 49 for one
value and L = 2, 3, 4; 9 and 33 for two values and L = 2, 3. Source: ours, for equation (8) of arXiv:2506.20344 v3;
reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.dmf._oracle import hunt
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source

Instance = tuple[int, tuple[int, ...], tuple[int, ...]]


def draw(rng: Random) -> Instance:
    """L = 2, 3, 4 with one value, L = 2, 3 with two, integer weights and values."""
    values = tuple(rng.sample(range(2, 99), rng.choice((1, 1, 2))))
    layers = rng.choice((2, 3, 4) if len(values) == 1 else (2, 3))
    return layers, values, tuple(rng.randint(1, 9) for _ in range(layers))


def counted(instance: Instance) -> int | None:
    """The exact count modulo a prime."""
    from theory.dmf.landscape.complex_counts import count_solutions, gradient_system

    layers, values, weights = instance
    outer = len(values)
    target = [[value if i == j else 0 for j in range(outer)] for i, value in enumerate(values)]
    widths = (outer, *[1] * (layers - 1), outer)
    return count_solutions(*gradient_system(widths, target, lambda l, i, j: weights[l - 1]))


def violation(instance: Instance, shift: int = 0, base: int = 2) -> Counterexample | None:
    """Against the formula, or against ``base`` for 2 or without the origin (``shift`` −1)."""
    from theory.dmf.landscape.complex_counts import chain_count

    layers, values, _ = instance
    told = chain_count(layers, len(values)) + shift if base == 2 else 1 + len(values) * (layers - 1) * base**layers
    found = counted(instance)
    return None if found == told else Counterexample(f"L, y, λ = {instance}: {found} points, not {told}", size=layers)


claim = Claim(
    id="dmf-complex-counts",
    title="Complex critical points for hidden widths 1",
    source=Source("dmf", "equation (8) over the complex numbers", "reconstructed", version="v3"),
    statement="For hidden widths 1, any λ_l > 0, K distinct nonzero generic values and Y of full rank, F has exactly "
    "1 + K (L − 1) 2^L complex critical points.",
    expected=("supported",),
    open_reason="multiplicities of complex solutions have no atom in the kernel",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, shift=-1), trials=(30, 200)),
    mutants=(Mutant(name="3^L for 2^L", fate="false", search=hunt(draw, lambda i: violation(i, base=3))),),
)
