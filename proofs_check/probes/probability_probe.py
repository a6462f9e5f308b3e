"""A claimed bound on a probability, judged by exact binomial (Clopper–Pearson) limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from proofs_check.probes.probe import Budget, Counterexample, Frequency, ProbeResult, Refutation, generator
from proofs_check.probes.statement import Statement

LEVEL = 1e-6
"""The level at which a refutation by frequencies counts."""


def clopper_pearson(hits: int, trials: int, level: float) -> tuple[float, float]:
    """Two one-sided limits for a probability, each wrong with probability at most ``level``.

    Source: Clopper and Pearson, Biometrika 26 (1934), 404–413.

    >>> low, high = clopper_pearson(0, 1000, 0.05)
    >>> low, round(high, 6) == round(1 - 0.05 ** (1 / 1000), 6)
    (0.0, True)
    """
    from scipy.stats import beta

    if not 0 <= hits <= trials or trials == 0:
        raise ValueError(f"hits must lie between 0 and trials ≥ 1, got {hits} of {trials}")
    low = 0.0 if hits == 0 else float(beta.ppf(level, hits, trials - hits + 1))
    high = 1.0 if hits == trials else float(beta.isf(level, hits + 1, trials - hits))
    return low, high


@dataclass(frozen=True, kw_only=True)
class ProbabilityProbe:
    """Count ``event(seed)`` and compare its frequency with the claimed P(event) ≤ ``bound``.

    Refuted when the lower limit at level 1e-6 is beyond the bound; supported when the upper limit at ``confidence``
    is below it; otherwise inconclusive. ``planted(seed)`` is an event whose probability is known to be beyond the
    bound: it must be refuted by the same number of trials, or the probe is powerless.

    >>> probe = ProbabilityProbe(event=lambda seed: seed % 100 == 0, bound=0.1, planted=lambda seed: seed % 2 == 0)
    >>> probe.run((), "seed", "quick").counterexample is None
    True
    """

    event: Callable[[int], bool]
    bound: float
    planted: Callable[[int], bool]
    trials: tuple[int, int] = (2000, 20000)
    confidence: float = 1e-3

    def __post_init__(self) -> None:
        if not 0 < self.bound < 1:
            raise ValueError(f"bound must lie strictly between 0 and 1, got {self.bound}")

    def run(self, goals: tuple[Statement, ...], seed: str, budget: Budget) -> ProbeResult:
        """See :class:`~proofs_check.probes.probe.Probe`."""
        trials = self.trials[budget == "full"]
        rng = generator(seed, "probability")
        seeds = [rng.getrandbits(48) for _ in range(trials)]
        hits = sum(bool(self.event(draw)) for draw in seeds)
        planted = sum(bool(self.planted(draw)) for draw in seeds)
        low, _ = clopper_pearson(hits, trials, LEVEL)
        _, high = clopper_pearson(hits, trials, self.confidence)
        seen = clopper_pearson(planted, trials, LEVEL)[0] > self.bound
        text = f"{hits} of {trials}: probability at least {low:.4g} (level {LEVEL:g}), claimed at most {self.bound:g}"
        return ProbeResult(
            trials=trials,
            counterexample=Counterexample(text, kind=Refutation.STATISTICAL) if low > self.bound else None,
            max_error=hits / trials,
            budget=self.bound,
            power=f"the planted event ({planted} of {trials}) was refuted" if seen else "",
            powerless="" if seen else f"the planted event ({planted} of {trials}) was not refuted",
            inconclusive="" if low > self.bound or high <= self.bound else
            f"{hits} of {trials}: at most {high:.4g}, which is beyond the claimed {self.bound:g}",
            frequencies=(Frequency(hits, trials, float(self.bound), low, high),),
        )  # fmt: skip
