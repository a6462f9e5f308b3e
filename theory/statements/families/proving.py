"""Searches for certificates of statements about families: as they stand, by induction over an index, with lemmas, from above.

A conclusion with an index is proved by induction over it; one about the last member L for every n up to L, and then at L.
Lemmas are
proposed by `theory.statements.families.lemmas` and proved by induction themselves. A product P_L = W_L ⋯ W_1 that refuses
induction from
below is proved from above: A_n = W_L ⋯ W_{n+1} is introduced, and forgotten in the end.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from theory.kernel.budget import Fault
from theory.kernel.integers import Int
from theory.kernel.statement import Statement, declarations_of
from theory.models.model import evaluate
from theory.prove.derivation import choose_model
from theory.prove.formulas import at
from theory.prove.text import integer_text
from theory.statements.families.flat import Bench, Lemma, Step
from theory.statements.families.lemmas import Candidate, candidates, from_above, running_index
from theory.statements.families.stating import Stated
from theory.statements.steps import Steps
from theory.statements.workbench import NotFound

MISSING = (NotFound, Fault)


@dataclass
class FamilyProver:
    """``scene``: exact values of the kernel's letters, for the models; ``lemmas``: what was proved on the way.

    >>> from theory.statements.families.reading import read_families
    >>> from theory.statements.families.stating import state
    >>> prover = FamilyProver(state(read_families("sum_{k=1}^{n} k = n*(n+1)/2")))
    >>> prover.steps.pages[prover.prove("n")].rule
    'induct'
    """

    stated: Stated
    scene: dict[str, Any] = field(default_factory=dict)
    seconds: float = 10.0

    def __post_init__(self) -> None:
        json = self.stated.json
        self.letters, self.given = json["letters"], json["given"]
        self.base = [x for x in self.letters if x[0] not in self.stated.indices]
        self.steps = Steps({})
        self.bench = Bench(self.steps, self.scene, time.perf_counter() + self.seconds, self.stated.norms)
        self.lemmas: list[Lemma] = []
        self.proposed = False
        self.pace = 0.8  # seconds for a step without lemmas; more with them

    def prove(self, induct: str = "") -> str:
        """The id of the certificate of the whole statement; NotFound with what remains. ``induct``: an index of a
        conclusion, or
        of the members (any other name: over the count of members)."""
        pages = [self.conclude(text, induct) for text in self.stated.json["then"]]
        if len(pages) == 1:
            return pages[0]
        return self.bench.add("collect", self.letters, self.given, self.stated.json["then"], None, pages)

    def conclude(self, text: str, induct: str = "") -> str:
        """A certificate of one conclusion."""
        attempts = [self._direct, self._inductions, self._with_lemmas, self._above]
        if induct:
            attempts = [self._inductions, self._with_lemmas, self._above]
        for attempt in attempts:
            if self.bench.left() < 0.1:
                break
            page = attempt(text, induct)
            if page is not None:
                return page
        raise NotFound(text)

    # ------------------------------------------------------------------------------------------------------ attempts

    def _direct(self, text: str, induct: str) -> str | None:
        index = next(iter(self.stated.indices), "")
        try:
            return Step(self.bench, self.letters, self.given, text, self.lemmas, index, assumed=False).prove(0.8)
        except MISSING:
            return None

    def _inductions(self, text: str, induct: str) -> str | None:
        for index, (low, high) in self.stated.indices.items():
            if induct in ("", index) and index in Statement(self._json(text)).then[0].mentions():
                others = [x for x in self.letters if x[0] != index]
                try:
                    return self.induct(others, self.given, text, index, low, high, seconds=self.pace)
                except MISSING:
                    continue
        if self.stated.indices and induct in self.stated.indices:
            return None
        return self._over_counts(text)

    def _json(self, text: str) -> dict:
        return {"letters": self.letters, "given": self.given, "then": [text]}

    def _over_counts(self, text: str) -> str | None:
        """About the last member: for every n, and then at the last."""
        n = running_index(self.letters)
        for general, count in generalized(text, self.letters, n):
            for low in ("0", "1", "2"):
                if not self._plausible(self.base, Candidate(general, n, low, count)):
                    continue
                try:
                    page = self.induct(self.base, self.given, general, n, low, count, seconds=self.pace)
                    return self._at(page, {n: count}, text)
                except MISSING:
                    continue
        return None

    def _at(self, page: str, places: dict[str, str], text: str) -> str:
        return self.bench.add("instance", self.letters, self.given, [text], {"at": places}, [page])

    def _with_lemmas(self, text: str, induct: str) -> str | None:
        if not self.propose():
            return None
        for attempt in (self._direct, self._inductions):
            page = attempt(text, induct)
            if page is not None:
                return page
        return None

    def propose(self) -> bool:
        """Prove what lemmas can be proved; whether there are any."""
        if not self.proposed:
            self.proposed, self.pace = True, 2.0
            for candidate in candidates(self.stated, self.base, self.given):
                if self.bench.left() < 0.5:
                    break
                lemma = self.lemma(self.base, candidate)
                if lemma is not None:
                    self.lemmas.append(lemma)
        return bool(self.lemmas)

    def lemma(self, letters: list, candidate: Candidate, seconds: float = 1.0) -> Lemma | None:
        """A candidate, if it holds in the scene and is proved."""
        if not self._plausible(letters, candidate):
            return None
        try:
            if not candidate.index:
                return Lemma(Step(self.bench, letters, self.given, candidate.text, self.lemmas).prove(seconds))
            page = self.induct(letters, self.given, candidate.text, candidate.index, candidate.low, candidate.high,
                               down=candidate.down, seconds=seconds)  # fmt: skip
            return Lemma(page, candidate.index)
        except MISSING:
            return None

    def _plausible(self, letters: list, candidate: Candidate) -> bool:
        """Whether it is a statement, and holds in the scene for every value of its index."""
        index = [[candidate.index, {"kind": "integer", "min": candidate.low, "max": candidate.high}]] if candidate.index else []
        json = {"letters": [*letters, *index], "given": [], "then": [candidate.text]}
        try:
            statement = Statement(json)
            if not self.scene:
                return True
            model = choose_model(json, self.scene)
            if not candidate.index:
                return evaluate(statement, model).then[0] is not False
            here = declarations_of(letters)
            from theory.models.model import Model

            ends = Model(here, model)
            low, high = ends.integer(here.integer(candidate.low)), ends.integer(here.integer(candidate.high))
            return all(evaluate(statement, {**model, candidate.index: n}).then[0] is not False for n in range(low, high + 1))
        except (Fault, KeyError, AttributeError):
            return False

    # ----------------------------------------------------------------------------------------------------- induction

    def induct(self, letters: list, given: list[str], goal: str, n: str, low: str, high: str, *, down: bool = False,
               seconds: float = 2.0) -> str:  # fmt: skip
        """The goal for every n from ``low`` to ``high``, by induction; NotFound or Fault where a part is not proved."""
        end = integer_text(declarations_of(letters).integer(high) - 1)
        whole, inner = ([*letters, [n, {"kind": "integer", "min": low, "max": top}]] for top in (high, end))
        Statement({"letters": whole, "given": given, "then": [goal]})
        first = at(goal, **{n: high if down else low})
        base = Step(self.bench, letters, given, first, self.lemmas).prove(seconds)
        following = at(goal, **{n: f"{n}+1"})
        known, then = (following, goal) if down else (goal, following)
        rise = Step(self.bench, inner, [*given, known], then, self.lemmas, n).prove(seconds)
        witness = {"symbol": n, **({"direction": "down"} if down else {})}
        return self.bench.add("induct", whole, given, [goal], witness, [base, rise])

    def _above(self, text: str, induct: str) -> str | None:
        """From above: with the products A_n of the members behind n, which are forgotten in the end."""
        if self.bench.left() < 0.5 or self.stated.indices:
            return None
        for tail in from_above(self.stated, self.base, text):
            letters = [*self.base, tail.letter]
            kept = list(self.lemmas)
            try:
                for candidate in tail.lemmas:
                    if (lemma := self.lemma(letters, candidate, 1.5)) is not None:
                        self.lemmas.append(lemma)
                split, goal = (self.lemma(letters, c, 2.0) for c in (tail.split, tail.goal))
                if split is None or goal is None:
                    continue
                here = Step(self.bench, letters, self.given, text)
                self.lemmas = [Lemma(here.at(x, Int.of(tail.first))) for x in (split, goal)]
                page = Step(self.bench, letters, self.given, text, self.lemmas).prove(2.0)
                return self.bench.add("exists", self.base, self.given, [text], {"target": 0}, [page])
            except MISSING:
                continue
            finally:
                self.lemmas = kept
        return None


def generalized(text: str, letters: list, n: str) -> Iterator[tuple[str, str]]:
    """(the goal about ``n``, the count that it replaces): everywhere, or in defined families and exponents alone.

    >>> letters = [["L", {"kind": "integer", "min": "1"}], ["P", {"kind": "real", "over": ["n_", "0", "L"], "first": "1"}]]
    >>> next(generalized("P[L] >= 1", letters, "n"))
    ('P[n] >= 1', 'L')
    """
    specs = dict(letters)
    for count in [n for n, s in letters if s["kind"] == "integer"]:
        if not re.search(rf"\b{count}\b", text):
            continue
        everywhere = at(text, **{count: n})
        yield everywhere, count
        defined = _in_definitions(text, specs, count, n)
        if defined not in (everywhere, text):
            yield defined, count


def _in_definitions(text: str, specs: dict[str, dict], count: str, n: str) -> str:
    """The goal about n in defined families and exponents, and about the count elsewhere."""

    def moved(match: re.Match[str]) -> str:
        running = match[1] is None or {"first", "last"} & set(specs.get(match[1], {}))
        return at(match[0], **{count: n}) if running else match[0]

    member = rf"\b([A-Za-z_]\w*)\[([^\[\]]*\b{count}\b[^\[\]]*)\]"
    return re.sub(rf"{member}|\*\*\(([^()]*\b{count}\b[^()]*)\)", moved, text)
