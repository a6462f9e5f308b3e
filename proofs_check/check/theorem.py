"""A statement of the language of `saddleproof check`, made into the parts of a claim: derivation, probe, mutants, sharpness.

    theorem = Theorem("X^T X - Y^T Y = D^T D", where="X: m x r", hypotheses={"balanced": "..."})
    claim = Claim(..., derivation=theorem.derivation, probe=theorem.probe, sharpness=theorem.sharpness())

The proof is searched for by the provers of `check` whenever the claim is judged, and believed by nobody: the kernel reads
its certificates from disk. Exact models meet the hypotheses alone, so that an experiment on them can refute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
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
from theory.kernel.statement import Statement, declarations_of
from theory.models.model import Model, check_model
from theory.prove.derivation import Book, Derivation
from theory.prove.rewrite import NotFound
from theory.statements.critical import Stationarity, mentioned
from theory.statements.elaborate import Elaborated, elaborate
from theory.statements.families.reading import is_about_families
from theory.statements.prove import Prover
from theory.statements.reading import Reading, read
from theory.statements.tree import StatementError

OBJECTIVE = "F: real, F = "
"""What stands before the objective where it is read as a condition."""
EXAMPLES = 60
"""Models that are kept of the user's ``examples``."""
SIZES, EACH = 10, 24
"""Choices of sizes that models are drawn for, and models of each."""
CONSTRAINTS = {"symmetric", "skew", "psd", "pd", "diagonal", "orthonormal", "orthogonal", "projection", "idempotent", "normal"}
"""Kinds of a variable that leave fewer directions than critical(F, X) speaks of."""
SEEKING = {"quick": 4.0, "full": 30.0}
"""Seconds in which a probe looks for a counterexample, for the quick and the full budget."""


@dataclass(frozen=True)
class Theorem:
    """``text``: conclusions, or hypotheses ⊢ conclusions; ``where``: declarations and unnamed hypotheses; ``hypotheses``: by
    name; ``seconds``: for the search of a proof; ``induct``: the integer of an induction. StatementError (a ValueError), with
    a caret, where the text cannot be read.

    ``objective``: a number, called F in the statement; ``critical``: matrices that F is critical in, "X, Y". Then "critical in
    X" is a hypothesis that the kernel takes from the objective: it derives the gradient (`theory.statements.critical`).
    ``examples``: draws values of the letters that meet the hypotheses, where a search by chance finds none.

    >>> theorem = Theorem("||X - Y||^2 = ||X||^2 - 2<X,Y> + ||Y||^2", where="X: m x n")
    >>> [certificate.rule for certificate in theorem.derivation().certificates]
    ['expand']
    >>> Theorem("X*Y = Y*X").probe.run((), "0", "quick").counterexample is None
    False
    >>> theorem = Theorem("A^T A B = A^T M", "A: m x r", objective="||A B - M||^2", critical="B")
    >>> theorem.statement["given"], sorted({certificate.rule for certificate in theorem.derivation().certificates})
    (['critical(F, B_part)'], ['collect', 'expand', 'induct', 'instance', 'objective', 'stationary'])
    """

    text: str
    where: str = ""
    hypotheses: Mapping[str, str] = field(default_factory=dict, hash=False)
    seconds: float = 20.0
    induct: str = ""
    objective: str = ""
    critical: str = ""
    examples: Callable[[Random], dict[str, Any]] | None = field(default=None, hash=False)

    def __post_init__(self) -> None:
        if bool(self.objective.strip()) != bool(self.critical.strip()):
            raise ValueError("objective and critical go together: a number such as ||A B - M||^2, and letters such as A, B")
        for name, said in self.hypotheses.items():
            if not isinstance(said, str) or not said.strip() or "⊢" in said or "|-" in said:
                raise ValueError(f"hypothesis {name!r} must be one relation as text, got {said!r}")
        integers = {name for name, spec in self.statement["letters"] if spec["kind"] == "integer"}
        if self.induct and self.elaborated.letters.get(self.induct) not in integers:
            raise ValueError(f"induct must name an integer of the statement, such as n: integer >= 1, got {self.induct}")

    @cached_property
    def stationarity(self) -> Stationarity | None:
        """The objective as the kernel sees it, and its gradients; None without one."""
        if not self.objective:
            return None
        plain = self._read(self._definition)
        bare = self._read("F: real")
        more = len(plain.reading.hypotheses) - len(bare.reading.hypotheses)
        if more != 1 or len(plain.reading.declared) != len(bare.reading.declared):
            raise ValueError(f"objective must be one number, such as ||A B - M||^2, got {self.objective!r}")
        said = next((t for t in plain.json["given"] if t not in bare.json["given"] and t.startswith("F == ")), "F == F")
        if "F" in mentioned(said.removeprefix("F == ")):
            raise ValueError("objective is called F: no letter in it, and no hypothesis, says what F is. Rename it")
        names = [name.strip() for name in self.critical.split(",")]
        if unknown := [name for name in names if name not in plain.letters]:
            raise ValueError(f"critical must name matrices of the objective ({', '.join(plain.letters)}), got {unknown[0]!r}")
        for name in names:
            kinds = plain.reading.declared[name].kinds & CONSTRAINTS if name in plain.reading.declared else set()
            if kinds:
                raise ValueError(f"critical must name free matrices, got {name}, which is declared {min(kinds)}: its critical "
                                 "equation is that of the tangential part, a hypothesis of your own")  # fmt: skip
        kernel = tuple(dict.fromkeys(plain.letters[name] for name in names))
        value = said.removeprefix("F == ")
        hidden = {x: base for x, base in {**plain.roots, **plain.inverses}.items() if mentioned(base) & set(kernel)}
        if bad := sorted(hidden.keys() & mentioned(value)):
            raise ValueError(f"objective must be a polynomial in {self.critical}: no norm without a square, no inverse,"
                             f" got one of {hidden[bad[0]]}")  # fmt: skip
        return Stationarity(plain.json["letters"], "F", value, kernel)

    @cached_property
    def named(self) -> dict[str, str]:
        """The hypotheses by name, in the language: with an objective also its gradient equations, "critical in X"."""
        found = dict(self.hypotheses)
        if at := self.stationarity:
            shown = {k: u for u, k in self._unnamed_letters().items()}
            found |= {f"critical in {shown[x]}": at.equation(x, shown) for x in at.variables}
        return found

    @cached_property
    def elaborated(self) -> Elaborated:
        """The statement in equations, with the letters that were added."""
        return self._without()

    @cached_property
    def reading(self) -> Reading:
        """The statement as it was read, without the gradients of an objective."""
        return self._read(self._definition).reading

    @cached_property
    def statement(self) -> dict[str, Any]:
        """The kernel's statement: letters, given, then."""
        said = self.elaborated.json
        if not (at := self.stationarity):
            return said
        gone = set(self._gradients.values())
        given = [text for text in said["given"] if text not in gone]
        return {**said, "letters": at.defined, "given": [*given, *at.atoms.values()]}

    @property
    def conditions(self) -> str:
        """Everything but the conclusions, in the language: what `check` takes for ``where``."""
        return _joined(self.where, self._definition, *self.named.values())

    @property
    def equations(self) -> dict[str, Any]:
        """The statement with the gradients written out as hypotheses: what a derivation by hand proves (`from_equations`)."""
        return self.elaborated.json

    def equation(self, name: str) -> str:
        """The text of a named hypothesis in `equations`; of "F", what defines the objective there."""
        if name == "F" and self.stationarity:
            return self._gradients[""]
        if name not in self.named:
            raise ValueError(f"hypothesis must be one of {', '.join(self.named) or '(none is named)'}, got {name!r}")
        others = self._without(name).json["given"]
        mine = [text for text in self.elaborated.json["given"] if text not in others]
        if len(mine) != 1:
            told = ", ".join(mine) or "a kind of its letter"
            raise ValueError(f"hypothesis {name!r} is no single fact of the kernel: {told}")
        return mine[0]

    def given(self, name: str) -> str:
        """The kernel's text of one named hypothesis. ValueError where it is no atom of its own: a matrix that is ⪰ 0 becomes
        K Kᵀ, a number that is > 0 a positive letter.

        >>> Theorem("a^2 >= b^2", "a: real, b: real", {"order": "a >= b", "low": "b >= 0"}).given("low")
        'b >= 0'
        """
        if (at := self.stationarity) and name not in self.hypotheses and name in self.named:
            return at.atoms[self.elaborated.letters[name.removeprefix("critical in ")]]
        return self.equation(name)

    def derivation(self) -> Derivation:
        """Certificates of the statement, by the provers of `check`; NotFound with what remains."""
        prover = Prover(self.elaborated, self.scene, self.seconds, lambda given: scene_of(self.elaborated, 0.3, given))
        goal = prover.by_induction(self.induct) if self.induct else prover.prove()
        if not self.stationarity:
            return Derivation(tuple(prover.steps.needed(goal)), (goal,))
        book = Book()
        for page in prover.steps.needed(goal):
            book.pages[page.id], book.statements[page.id] = page, prover.steps.statements[page.id]
        return self.from_equations(book, goal)

    def within(self, book: Book) -> str:
        """The certificate of the statement, as a premise for a derivation by hand: its steps come into the book."""
        derivation = self.derivation()
        for page in derivation.certificates:
            book.pages[page.id], book.statements[page.id] = page, Statement(page.statement)
        return derivation.goals[0]

    def from_equations(self, book: Book, goal: str) -> Derivation:
        """The derivation of the statement from a certificate ``goal`` of `equations`: with an objective the kernel takes the
        gradient equations from it."""
        if not (at := self.stationarity):
            return book.derivation(goal)
        model = self.scene
        if not model:
            raise NotFound("no exact model of the hypotheses: give the theorem `examples`")
        said, givens = self.statement, {**self._gradients}
        return book.derivation(at.prove(book, goal, givens, said["given"], said["then"], model))

    @cached_property
    def models(self) -> tuple[dict[str, Any], ...]:
        """Exact models of the hypotheses, of several sizes, the same ones in every run. The conclusions may fail in them."""
        return tuple(self._lifted(model) for model in self._plain_models)

    @cached_property
    def scene(self) -> dict[str, Any]:
        """A model of `equations` for the certificates: no letter is zero, matrices larger than 1 x 1 where there are any."""
        statement, best = Statement(self.elaborated.json), {}
        for model in self._plain_models:
            try:
                check_model(statement, model)
            except (Fault, ValueError, TypeError, ZeroDivisionError):
                continue
            best = model
            if any(isinstance(value, list) and len(value) * len(value[0]) > 1 for value in model.values()):
                break
        return best

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
        return tuple(Sharpness(given=self.given(n), sampler=self._violating(n)) for n in names or self.named)

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

    @property
    def _definition(self) -> str:
        return f"{OBJECTIVE}{self.objective}" if self.objective else ""

    def _read(self, *more: str) -> Elaborated:
        """The statement under its own conditions and ``more``; an error shows the part that it is about, as it was given."""
        return _elaborated(self.text, self.where, *self.hypotheses.values(), *more)

    def _unnamed_letters(self) -> dict[str, str]:
        """User's name → kernel's name, read without the gradients."""
        return self._read(self._definition).letters

    @cached_property
    def _gradients(self) -> dict[str, str]:
        """Variable → its gradient equation among the hypotheses of `equations`; "" → the definition of F."""
        assert self.stationarity is not None
        shown = {k: u for u, k in self.elaborated.letters.items()}
        found = {x: self.equation(f"critical in {shown[x]}") for x in self.stationarity.variables}
        return found | {"": next(t for t in self.elaborated.json["given"] if t == f"F == {self.stationarity.value}")}

    def _without(self, name: str | None = None) -> Elaborated:
        kept = [text for label, text in self.named.items() if label != name]
        if is_about_families(self.text, _joined(self.where, self._definition, *kept)):
            raise StatementError("no claim is made of families, sequences or sums: check answers them", self.text, 0)
        return _elaborated(self.text, self.where, self._definition, *kept)

    def _lifted(self, model: dict[str, Any]) -> dict[str, Any]:
        return self.stationarity.lifted(model) if self.stationarity else model

    @cached_property
    def _plain_models(self) -> tuple[dict[str, Any], ...]:
        """Models of `equations`."""
        if self.examples is None:
            return tuple(self._models(self.elaborated, Random(0)))
        rng = Random(0)
        return tuple(_spread([self._example(rng) for _ in range(EXAMPLES)]))

    def _example(self, rng: Random) -> dict[str, Any]:
        """A model that the user drew: hypotheses are looked at, F is worked out."""
        assert self.examples is not None
        drawn = {name: _plain(value) if isinstance(value, tuple) else value for name, value in self.examples(rng).items()}
        for name, sizes in self.elaborated.sizes.items():
            if sizes and isinstance(drawn.get(name), list):
                shape = len(drawn[name]), len(drawn[name][0])
                drawn |= {text: n for text, n in zip(sizes, shape, strict=True) if not text.isdigit()}
        try:
            if self.stationarity:
                env = declarations_of(self.elaborated.json["letters"])
                drawn["F"] = _number(Model(env, drawn).evaluate(self.stationarity.value))
            given = truth(self.elaborated.json, drawn)[0]
        except (*UNDECIDED, Fault, KeyError, TypeError) as error:
            raise ValueError(f"examples must draw a value for every letter, got {describe(drawn)}: {error}") from None
        if not all(given):
            failing = self.elaborated.json["given"][given.index(False)] if False in given else "a hypothesis"
            raise ValueError(f"examples must meet the hypotheses, got {describe(drawn)}, where {failing} fails")
        return drawn

    def _models(self, drawn_from: Elaborated, rng: Random, against: bool = False) -> list[dict[str, Any]]:
        reading = drawn_from.reading if against else replace(drawn_from.reading, conclusions=[])
        search, statement, found = Search(reading), Statement(self.elaborated.json), []
        for sizes in search.size_choices()[:SIZES]:
            drawn = list(islice(search.drawn(sizes, wanted="against" if against else "for"), 20 * EACH))
            for values in rng.sample(drawn, min(len(drawn), 2 * EACH)):
                model = completed(self.elaborated, statement, Witness(values, search.named(sizes)))
                if model is not None:
                    found.append(model)
        return found[:SIZES * EACH] if against else _spread(found)

    def _violating(self, name: str) -> Any:
        said = self.elaborated.json
        index = said["given"].index(self.equation(name))
        found: list[dict[str, Any]] = []

        def sampler(rng: Random) -> dict[str, Any]:
            if not found:
                for model in self._models(self._without(name), Random(2), against=True):
                    try:
                        given, then = truth(said, model)
                    except UNDECIDED:
                        continue  # its letters have other shapes than the statement's: the hypothesis gave them
                    if given[index] is False and all(given[:index] + given[index + 1 :]) and False in then:
                        found.append(self._lifted(model))
                if not found:
                    failing = without_given(said, index)["then"]
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


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part.strip())


def _elaborated(text: str, *conditions: str) -> Elaborated:
    """The statement under the conditions. A StatementError shows the one that it is about, not all of them joined."""
    where = _joined(*conditions)
    try:
        return elaborate(read(text, where))
    except StatementError as error:
        if error.text != where:
            raise
        at = error.at
        for part in filter(str.strip, conditions):
            if at <= len(part):
                break
            at -= len(part) + len(", ")
        own = part.removeprefix(OBJECTIVE)
        at -= len(part) - len(own)
        said = f"the objective is called F: {error}" if at < 0 else str(error)
        raise StatementError(said, own, at) from None


def _number(value: Any) -> str:
    return str(Fraction(value))
