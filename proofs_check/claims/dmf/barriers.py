"""Levels r − 1 and r of local minimizers join exactly at the loss of +^(r−1), −_r: for every Y, ties and thresholds
included, every width and every continuous path.

Put together from the bound of F by scalar wells and the wells themselves; the composition is prose. Exact paths between wells
are searched for one that stays below. Source: ours; reconstructed.
"""

from __future__ import annotations

from typing import Any

from proofs_check.claims.dmf import minimality
from proofs_check.claims.dmf._adversary import against
from proofs_check.claims.dmf._bound_witnesses import bound_probe
from proofs_check.claims.dmf._oracle import hunt
from proofs_check.claims.dmf._paths import crosses, crosses_higher, paths
from proofs_check.claims.dmf._sentences import WELLS, numbered
from proofs_check.claims.dmf._wells import other_barrier, turned_well
from proofs_check.probes.anchor import Together
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source


def _derivation() -> Any:
    from theory.dmf.problem import Objective
    from theory.dmf.proofs.barriers import barrier_heights

    return barrier_heights(Objective())


claim = Claim(
    id="dmf-barriers",
    title="Steps to the barriers between levels of minimizers, L ≥ 3: the bound by wells, both sides of a '-' root",
    sentence=numbered(*WELLS),
    source=Source("dmf", "barriers between levels", "reconstructed"),
    derivation=_derivation,
    expected=("steps proved",),
    probe=Together(
        (
            bound_probe((), minimality.WELL_SAMPLERS, trials=(6, 60)),
            SearchProbe(instances=paths, violation=crosses, planted=crosses_higher, trials=(60, 600)),
        )
    ),
    mutants=(
        Mutant(name="bound higher by a million", fate="false", search=against((("F >= a*(", "F >= 1000000 + a*("),))),
        Mutant(name="barrier a tenth higher", fate="false", search=hunt(paths, crosses_higher)),
        Mutant(name="single wells of a level join only at the barrier", fate="false", search=turned_well),
        Mutant(name="barrier of 1- for that of r-", fate="false", search=other_barrier),
        Mutant(name="well minimum higher by 1/100", fate="false", goal=1,
               change=((">= (q[L]**(-2)*sp**(2*L)", ">= 1/100 + (q[L]**(-2)*sp**(2*L)"),)),
    ),
)  # fmt: skip
