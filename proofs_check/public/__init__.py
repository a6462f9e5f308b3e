"""What a claim file of one's own imports: these names stay. Everything else of this program may move.

    from proofs_check.public import Claim, Source, Theorem

Claims: `Claim`, `Paper`, `Source`, `Mutant`, `Sharpness`, `Part`. Statements as text: `Theorem`. Derivations by hand: `Book`,
`Derivation`. Experiments: `StatementProbe`, `SearchProbe`, `NumericProbe`, `ProbabilityProbe`, `Counterexample`. May come in:
nothing that is not documented in ``docs/own-theorem.md`` or ``docs/package-of-claims.md``.
"""

from proofs_check.check.theorem import Theorem
from proofs_check.probes.numeric_probe import NumericProbe
from proofs_check.probes.probability_probe import ProbabilityProbe
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Paper, Sharpness, Source
from proofs_check.verify.parts import Part
from theory.prove.derivation import Book, Derivation

__all__ = ["Book", "Claim", "Counterexample", "Derivation", "Mutant", "NumericProbe", "Paper", "Part",
           "ProbabilityProbe", "SearchProbe", "Sharpness", "Source", "StatementProbe", "Theorem"]  # fmt: skip
