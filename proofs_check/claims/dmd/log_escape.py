"""Escape from a degenerate saddle takes about 1/(2hδ²) steps, not log(1/δ): 211, 20024, 2000027 at δ = .1, .01, .001, h = 1/4.

Source: the usual law for strict saddles, stated as a belief; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claim import Claim, Source
from proofs_check.probe import Counterexample
from proofs_check.search_probe import SearchProbe
from proofs_check.verdict import Refutation


def draw(rng: Random) -> float:
    """h."""
    return rng.choice((0.25, 0.5, 1.0))


def violation(h: float) -> Counterexample | None:
    """Steps of the exact scalar recursion from δ² = s: three decades, each hundredfold."""
    from theory.dmd.timetable import exit_iterations

    counts = [exit_iterations(1 / delta**2 - 1, h) for delta in (0.1, 0.01, 0.001)]
    if counts[1] < 50 * counts[0] or counts[2] < 50 * counts[1]:
        return None
    text = f"h = {h}: {', '.join(f'{c:.0f}' for c in counts)} steps from δ = 0.1, 0.01, 0.001"
    return Counterexample(text, kind=Refutation.ASYMPTOTIC, size=h)


claim = Claim(
    id="dmd-log-escape",
    title="Escape from visited saddles takes log(1/δ)",
    source=Source("dmd", "T7 against the usual escape law", "reconstructed"),
    statement="From cosine δ to the top-l saddle's complement the escape takes at most C log(1/δ) steps.",
    expected=("refuted",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, planted=violation, trials=(2, 5)),
)
