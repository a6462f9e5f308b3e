"""Two entries of the published tables as printed: 16 complex critical points for widths 1 and two hidden layers, and 4 real
ones as the largest number seen for d = 2, d_y = 1. Both are impossible: W ↦ −W in two neighbouring layers fixes the origin
only, so a finite number of critical points is odd. The first is 17, by a Gröbner basis and by the closed form.

Source: arXiv:2301.12651, thesis table 3.2 row 1 and table 3.1 row 10 (stated, as seen in the thesis repository).
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.dmf.generic_counts import counted
from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[str, int]


def draw(rng: Random) -> Instance:
    """Which table, and a seed for the data."""
    return rng.choice(("complex", "real")), rng.randint(0, 10**6)


def violation(instance: Instance) -> Counterexample | None:
    """A Gröbner count that differs, or an even number of real points that come in pairs around the origin."""
    from theory.dmf.landscape.complex_counts import PUBLISHED, PUBLISHED_DEEPER

    table, seed = instance
    if table == "complex":
        found, printed = counted(1, 1, seed, depth=2), PUBLISHED_DEEPER[1, 1]
        text = f"two hidden layers of width 1: {found} complex critical points, {printed} printed"
        return None if found == printed else Counterexample(text, kind=Refutation.EXACT, size=3)
    printed = PUBLISHED[2, 1][1]
    text = f"d = 2, d_y = 1: {printed} real critical points printed, but they are the origin and pairs ±"
    return Counterexample(text, kind=Refutation.EXACT, size=4) if printed % 2 == 0 else None


claim = Claim(
    id="dmf-generic-counts-as-printed",
    title="Two printed counts of critical points",
    source=Source("dmf", "tables 3.1 and 3.2 of Bharadwaj and Hosten, as printed", "stated", version="v3"),
    subject="data",
    statement="With elementwise generic regularization there are 16 complex critical points for widths 1 and two hidden "
    "layers, and up to 4 real ones for d = 2, d_y = 1.",
    expected=("refuted",),
    probe=SearchProbe(instances=draw, violation=violation, planted=violation, trials=(6, 20)),
)
