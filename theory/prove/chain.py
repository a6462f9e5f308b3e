"""A chain of comparisons about the same letters: each a sum of products of facts that are named by their text.

Two lemmas about real numbers, each proved once by contraposition and then used at any two expressions:

    root      p ≥ 0, p² ≥ t²  ⊢  p ≥ t            division      p > 0, p·f ≥ 0  ⊢  f ≥ 0
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from theory.prove.derivation import Book
from theory.prove.letters import real

Term = tuple[str, ...] | dict[str, Any]
"""(weight, fact, …), or a dict with ``weight``, ``facts`` and ``square`` or ``gram``. A fact is a text of the chain, or an
instance (text, index) of a quantified hypothesis."""


def root(book: Book) -> str:
    """p ≥ 0 and p² ≥ t² give p ≥ t: otherwise t² − p² = (t − p)² + 2p(t − p) > 0.

    >>> book = Book()
    >>> book.statements[root(book)].json["then"]
    ['p_ >= t_']
    """
    terms: list[dict] = [{"facts": ["t_ > p_", "t_ > p_"]}, {"weight": "2", "facts": ["p_ >= 0", "t_ > p_"]}]
    return by_contraposition(book, [real("p_"), real("t_")], ["p_ >= 0", "p_**2 >= t_**2"], "p_ >= t_", "t_ > p_",
                             "t_**2 > p_**2", terms, {"p_": "1", "t_": "2"}, {"p_": "2", "t_": "1"})  # fmt: skip


def division(book: Book) -> str:
    """p > 0 and p·f ≥ 0 give f ≥ 0: otherwise p·(−f) > 0.

    >>> book = Book()
    >>> book.statements[division(book)].json["given"]
    ['p_ > 0', 'p_*f_ >= 0']
    """
    terms: list[dict] = [{"facts": ["p_ > 0", "0 > f_"]}]
    return by_contraposition(book, [real("p_"), real("f_")], ["p_ > 0", "p_*f_ >= 0"], "f_ >= 0", "0 > f_",
                             "0 > p_*f_", terms, {"p_": "1", "f_": "-1"}, {"p_": "1", "f_": "1"})  # fmt: skip


def by_contraposition(book: Book, letters: list, given: list[str], then: str, against: str, contrary: str, terms: list[dict],
                      broken: dict[str, Any], whole: dict[str, Any]) -> str:  # fmt: skip
    """``given ⊢ then``, because all givens but the last, with ``against``, make ``contrary``: the negations of ``then`` and
    of the last given. ``terms`` prove that by the rule order; ``broken`` and ``whole``: models of the two statements."""
    refuted = book.order(letters, [*given[:-1], against], contrary, terms, **broken)
    return book.add("contrapose", letters, given, then, {"given": given[-1]}, [refuted], **whole)


@dataclass
class Chain:
    """``given``: the hypotheses of every link; ``rules``: the equations that every link may rewrite with (see
    `theory.prove.rewrite`); ``scene``: values of the letters that the book's scene does not have.

    A fact is named by its text, as it was given or proved. What has not been proved has no name, and the kernel
    checks every link.

    >>> letters = [["x", {"kind": "positive"}], ["y", {"kind": "real"}]]
    >>> chain = Chain(Book(), letters, ["x >= 2", "y >= x"], scene={"x": "2", "y": "3"})
    >>> _ = chain.prove("y >= 2", ("1", "y >= x"), ("1", "x >= 2"))
    >>> page = chain.prove("x*y > 3", ("x", "y >= 2"), ("2", "x >= 2"), ("1",))
    >>> chain.book.pages[page].rule
    'order'
    >>> chain.prove("y > 4", ("2", "y > 3"))
    Traceback (most recent call last):
    ValueError: y > 3 is no fact of the chain; given or proved are x >= 2; y >= x; y >= 2; x*y > 3
    """

    book: Book
    letters: list
    given: list[str]
    rules: Sequence[Any] = ()
    known: dict[str, tuple[str | dict, int]] = field(default_factory=dict)
    scene: dict[str, Any] = field(default_factory=dict)

    def know(self, use: str | dict, *names: str) -> None:
        """Name the conclusions of a premise, in their order, by texts in the letters of the chain."""
        self.known |= {name: (use, k) for k, name in enumerate(names)}

    def prove(self, then: str, *terms: Term) -> str:
        """One link by the kernel's rule order: then = Σ weight · facts · square, up to the equations of the chain."""
        uses: list[str | dict] = []
        written = [self._written(term, uses) for term in terms]
        page = self.book.order(self.letters, self.given, then, written, list(self.rules), uses, **self.scene)
        return self._proved(then, page)

    def apply(self, lemma: str, values: dict[str, str], then: str, *proofs: list[Term], times: str = "1",
              conclude: Sequence[Term] = ()) -> str:  # fmt: skip
        """``then`` = times · (the lemma's conclusion at ``values`` of its letters) + ``conclude``; ``proofs``: the terms of
        each hypothesis, in their order. The lemma's letters become defined ones, and are forgotten."""
        stated = self.book.statements[lemma].json
        letters = [*self.letters, *(real(name, values[name]) for name, _ in stated["letters"])]
        rules = [*(f"def {name}" for name in values), *self.rules]
        inner = Chain(self.book, letters, self.given, rules, dict(self.known), self.scene)
        uses: list[str | dict] = [inner.prove(text, *terms) for text, terms in zip(stated["given"], proofs, strict=True)]
        uses.append(lemma)
        terms = [{"weight": times, "facts": [["premise", len(proofs), 0]]}, *(inner._written(term, uses) for term in conclude)]
        held = self.book.order(letters, self.given, then, terms, rules, uses, **self.scene)
        return self._proved(then, self.book.add("forget", self.letters, self.given, then, None, [held], **self.scene))

    def square(self, bound: str, value: str) -> str:
        """bound² ≥ value² from bound ≥ value ≥ 0, both facts of the chain: (bound − value)·(bound + value)."""
        gap = f"{bound} >= {value}"
        return self.prove(f"({bound})**2 >= ({value})**2", (bound, gap), ("1", f"{value} >= 0", gap))

    def collect(self, *then: str) -> str:
        """One certificate that concludes all these facts."""
        uses: list[str | dict] = []
        for text in then:
            self._fact(text, uses)
        return self.book.add("collect", self.letters, self.given, list(then), None, uses, **self.scene)

    def _proved(self, then: str, page: str) -> str:
        self.known[then] = (page, 0)
        return page

    def _written(self, term: Term, uses: list[str | dict]) -> dict:
        """The term as the kernel reads it; premises that it needs are appended to ``uses``."""
        if isinstance(term, tuple):
            term = {"weight": term[0], "facts": list(term[1:])}
        return {**term, "facts": [self._fact(fact, uses) for fact in term.get("facts", [])]}

    def _fact(self, text: str | tuple, uses: list[str | dict]) -> Any:
        if isinstance(text, tuple):
            return text
        if text in self.given:
            return ["given", self.given.index(text)]
        if text not in self.known:
            raise ValueError(f"{text} is no fact of the chain; given or proved are {'; '.join([*self.given, *self.known])}")
        use, k = self.known[text]
        if use not in uses:
            uses.append(use)
        return ["premise", uses.index(use), k]
