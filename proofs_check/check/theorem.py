"""A statement of the language of `saddleproof check`, made into the parts of a claim: derivation, probe, mutants, sharpness.

    theorem = Theorem("X^T X - Y^T Y = D^T D", where="X: m x r", hypotheses={"balanced": "..."})
    claim = Claim(..., derivation=theorem.derivation, probe=theorem.probe, sharpness=theorem.sharpness())

The proof is searched for by the provers of `check` whenever the claim is judged, and believed by nobody: the kernel reads
its certificates from disk. Exact models meet the hypotheses alone, so that an experiment on them can refute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from random import Random
from typing import Any

from proofs_check.check.models import completed, scene_of
from proofs_check.check.search import Search, Witness
from proofs_check.probes.edits import conclusion_edits, without_given
from proofs_check.probes.exact import UNDECIDED
from proofs_check.probes.probe import Budget, Counterexample, ProbeResult, describe, generator, model_size
from proofs_check.probes.statement_probe import StatementProbe, refute, truth
from proofs_check.verify.claim import Mutant, Sharpness
from theory.kernel.budget import Fault
from theory.kernel.statement import Statement
from theory.models.model import check_model
from theory.prove.derivation import Derivation
from theory.statements.elaborate import Elaborated, elaborate
from theory.statements.families.reading import is_about_families
from theory.statements.prove import Prover
from theory.statements.reading import read
from theory.statements.tree import StatementError

SIZES, EACH = 10, 24
"""Choices of sizes that models are drawn for, and models of each."""
SEEKING = {"quick": 4.0, "full": 30.0}
"""Seconds in which a probe looks for a counterexample, for the quick and the full budget."""


@dataclass(frozen=True)
class Theorem:
    """``text``: conclusions, or hypotheses ⊢ conclusions; ``where``: declarations and unnamed hypotheses; ``hypotheses``: by
    name; ``seconds``: for the search of a proof; ``induct``: the integer of an induction. StatementError (a ValueError), with
    a caret, where the text cannot be read.

    >>> theorem = Theorem("||X - Y||^2 = ||X||^2 - 2<X,Y> + ||Y||^2", where="X: m x n")
    >>> [certificate.rule for certificate in theorem.derivation().certificates]
    ['expand']
    >>> Theorem("X*Y = Y*X").probe.run((), "0", "quick").counterexample is None
    False
    """

    text: str
    where: str = ""
    hypotheses: Mapping[str, str] = field(default_factory=dict, hash=False)
    seconds: float = 20.0
    induct: str = ""

    def __post_init__(self) -> None:
        for name, said in self.hypotheses.items():
            if not isinstance(said, str) or not said.strip() or "⊢" in said or "|-" in said:
                raise ValueError(f"hypothesis {name!r} must be one relation as text, got {said!r}")
        integers = {name for name, spec in self.statement["letters"] if spec["kind"] == "integer"}
        if self.induct and self.elaborated.letters.get(self.induct) not in integers:
            raise ValueError(f"induct must name an integer of the statement, such as n: integer >= 1, got {self.induct}")

    @cached_property
    def elaborated(self) -> Elaborated:
        """The statement as the kernel sees it, with the letters that were added."""
        return self._without()

    @property
    def statement(self) -> dict[str, Any]:
        """The kernel's statement: letters, given, then."""
        return self.elaborated.json

    def given(self, name: str) -> str:
        """The kernel's text of one named hypothesis. ValueError where it is no atom of its own: a matrix that is ⪰ 0 becomes
        K Kᵀ, a number that is > 0 a positive letter.

        >>> Theorem("a^2 >= b^2", "a: real, b: real", {"order": "a >= b", "low": "b >= 0"}).given("low")
        'b >= 0'
        """
        if name not in self.hypotheses:
            raise ValueError(f"hypothesis must be one of {', '.join(self.hypotheses) or '(none is named)'}, got {name!r}")
        others = self._without(name).json["given"]
        mine = [text for text in self.statement["given"] if text not in others]
        if len(mine) != 1:
            told = ", ".join(mine) or "a kind of its letter"
            raise ValueError(f"hypothesis {name!r} is no single fact of the kernel: {told}")
        return mine[0]

    def derivation(self) -> Derivation:
        """Certificates of the statement, by the provers of `check`; NotFound with what remains."""
        prover = Prover(self.elaborated, self._scene(), self.seconds, lambda given: scene_of(self.elaborated, 0.3, given))
        goal = prover.by_induction(self.induct) if self.induct else prover.prove()
        return Derivation(tuple(prover.steps.needed(goal)), (goal,))

    @cached_property
    def models(self) -> tuple[dict[str, Any], ...]:
        """Exact models of the hypotheses, of several sizes, the same ones in every run. The conclusions may fail in them."""
        return tuple(self._models(self.elaborated, Random(0)))

    def sampler(self, rng: Random) -> dict[str, Any]:
        """One of the models."""
        if not self.models:
            raise ValueError("no exact model of the hypotheses was found: give the claim a sampler of its own")
        return rng.choice(self.models)

    @property
    def probe(self) -> TheoremProbe:
        """The statement in exact models, after a search for a counterexample."""
        return TheoremProbe(sampler=self.sampler, theorem=self)

    def sharpness(self, *names: str) -> tuple[Sharpness, ...]:
        """For each of these named hypotheses (all of them, without names), models that violate it alone."""
        return tuple(Sharpness(given=self.given(n), sampler=self._violating(n)) for n in names or self.hypotheses)

    def false_edits(self, most: int = 2) -> list[tuple[str, str]]:
        """Small edits of the conclusions that fail in a model: (conclusion, edited conclusion), for mutants.

        >>> Theorem("(a + b)^2 <= 2*a^2 + 2*b^2").false_edits(1)[0][0]
        '2*a**2 + 2*b**2 >= (a + b)**2'
        """
        found: list[tuple[str, str]] = []
        for edit in conclusion_edits(self.statement):
            if len(found) >= most:
                break
            if _well_formed(edit.statement) and refute(edit.statement, self.sampler, Random(1), 60)[0] is not None:
                found.append((self.statement["then"][edit.atom], edit.text))
        return found

    @property
    def mutants(self) -> tuple[Mutant, ...]:
        """`false_edits` as mutants: each must be refuted when the claim is judged."""
        return tuple(Mutant(name=f"{new} instead", fate="false", change=((old, new),)) for old, new in self.false_edits())

    # ----------------------------------------------------------------------------------------------------- inside

    def _without(self, name: str | None = None) -> Elaborated:
        kept = [text for label, text in self.hypotheses.items() if label != name]
        where = ", ".join(part for part in (self.where, *kept) if part.strip())
        if is_about_families(self.text, where):
            raise StatementError("no claim is made of families, sequences or sums: check answers them", self.text, 0)
        return elaborate(read(self.text, where))

    def _scene(self) -> dict[str, Any]:
        """A model for the certificates: no letter is zero, matrices larger than 1 x 1 where there are any."""
        statement, best = Statement(self.statement), {}
        for model in self.models:
            try:
                check_model(statement, model)
            except (Fault, ValueError, TypeError, ZeroDivisionError):
                continue
            best = model
            if any(isinstance(value, list) and len(value) * len(value[0]) > 1 for value in model.values()):
                break
        return best

    def _models(self, drawn_from: Elaborated, rng: Random, against: bool = False) -> list[dict[str, Any]]:
        reading = drawn_from.reading if against else replace(drawn_from.reading, conclusions=[])
        search, statement, found = Search(reading), Statement(self.statement), []
        for sizes in search.size_choices()[:SIZES]:
            drawn = list(islice(search.drawn(sizes, wanted="against" if against else "for"), 20 * EACH))
            for values in rng.sample(drawn, min(len(drawn), 2 * EACH)):
                model = completed(self.elaborated, statement, Witness(values, search.named(sizes)))
                if model is not None:
                    found.append(model)
        return found[:SIZES * EACH] if against else _spread(found)

    def _violating(self, name: str) -> Any:
        index = self.statement["given"].index(self.given(name))
        found: list[dict[str, Any]] = []

        def sampler(rng: Random) -> dict[str, Any]:
            if not found:
                for model in self._models(self._without(name), Random(2), against=True):
                    try:
                        given, then = truth(self.statement, model)
                    except UNDECIDED:
                        continue  # its letters have other shapes than the statement's: the hypothesis gave them
                    if given[index] is False and all(given[:index] + given[index + 1 :]) and False in then:
                        found.append(model)
                if not found:
                    failing = without_given(self.statement, index)["then"]
                    raise ValueError(f"no model violates {name!r} alone where {' or '.join(failing)} fails")
            return rng.choice(found)

        return sampler


@dataclass(frozen=True, kw_only=True)
class TheoremProbe(StatementProbe):
    """Structured exact matrices against the statement as it was parsed, then the models of `StatementProbe`.

    For a claim without a derivation the statement itself is evaluated; with one, its goals as they were read from disk.
    """

    theorem: Theorem

    def run(self, goals: tuple[dict[str, Any], ...], seed: str, budget: Budget) -> ProbeResult:  # type: ignore[override]
        """See :class:`~proofs_check.probes.probe.Probe`."""
        rng = generator(seed, "theorem")
        witness = Search(self.theorem.elaborated.reading, rng.randrange(2**31)).refutation(SEEKING[budget])
        if witness is not None:
            model = {name: _plain(value) for name, value in {**witness.sizes, **witness.values}.items()}
            return ProbeResult(1, Counterexample(f"fails at {describe(model)}", size=model_size(model)), power="exact")
        if not self.theorem.models:
            return ProbeResult(0, powerless="no exact model of the hypotheses was found")
        return super().run(goals or (self.theorem.statement,), seed, budget)


def _well_formed(statement: dict[str, Any]) -> bool:
    try:
        Statement(statement)
    except Fault:
        return False
    return True


def _spread(models: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({str(model): model for model in models}.values())


def _plain(value: Any) -> Any:
    return [[str(x) for x in row] for row in value] if isinstance(value, tuple) else str(value)
