"""One claim as its page shows it: texts from the report, statements and steps from the certificates behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup

from proofs_check.report.pages.plots import probe_plots
from proofs_check.report.pages.sentence import sentence_html, words_html
from proofs_check.report.pages.words import TONES
from proofs_check.report.printable import one_line
from proofs_check.report.verdicts import notes, verdict_text
from proofs_check.verify.evidence import premises, read_folder
from proofs_check.verify.report import Report
from theory.render.statement import or_code, with_letters_of

LONGEST = 300
"""Characters of a step that a table shows."""
_ARXIV = re.compile(r"arXiv:(\d{4}\.\d{4,5})(?:\s+(v\d+))?")


@dataclass(frozen=True)
class StepRow:
    """One step of the proof: its number, what it says, the rule in words, the numbers of the steps that it rests on."""

    number: int
    says: str
    why: str
    premises: tuple[int, ...]


@dataclass(frozen=True)
class GoalView:
    """One formal statement: its number where there are several, the whole as HTML, its conclusions in a line of text."""

    label: str
    whole: Markup
    brief: str


@dataclass(frozen=True)
class ClauseView:
    """One clause of a headline as HTML, its standing, and what stands behind it."""

    says: Markup
    standing: str
    behind: tuple[Markup, ...]


@dataclass(frozen=True)
class ClaimView:
    """A report and what its certificates say; ``rests_on`` and ``used_by`` are claims, ``folder`` holds the certificates,
    ``known`` are the claims that have a page."""

    report: Report
    folder: Path | None = None
    rests_on: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()

    @property
    def verdict(self) -> str:
        """The verdict with kind, checkers and lemmas."""
        return verdict_text(self.report)

    @property
    def tone(self) -> str:
        """The colour of the verdict."""
        return TONES[self.report.verdict]

    @property
    def source_link(self) -> str:
        """The address that the claim gives, or that of its source where it is on arXiv; else empty."""
        if self.report.link:
            return self.report.link
        found = _ARXIV.search(self.report.source)
        return f"https://arxiv.org/abs/{found[1]}{found[2] or ''}" if found else ""

    @property
    def sentence(self) -> Markup:
        """The readable sentence; of a claim without goals its words."""
        report = self.report
        return Markup(sentence_html(report.sentence or ("" if report.goals else report.statement)))

    @property
    def clauses(self) -> list[ClauseView]:
        """The clauses of a headline; what gives a clause its standing does not say it again."""
        return [
            ClauseView(
                Markup(sentence_html(clause.says)),
                str(clause.standing),
                tuple(self._linked(text, clause.claims, f"{clause.standing}: ") for text in clause.behind()),
            )
            for clause in self.report.clauses
        ]

    def _linked(self, text: str, claims: Collection[str], standing: str) -> Markup:
        """A line of what stands behind a clause, with the claims that it names as links to their pages."""
        told = words_html(text.removeprefix(standing))
        names = sorted(self.known.intersection(claims), key=len, reverse=True)
        if names and text.startswith(("formal: ", "measured: ")):
            found = "|".join(map(re.escape, names))
            told = re.sub(rf"(?<![\w-])({found})(?![\w-])", r'<a href="#claim-\1">\1</a>', told)
        return Markup(told)

    @cached_property
    def statements(self) -> list[GoalView]:
        """Each goal as mathematics; those whose certificate is not at hand or cannot be read are left out."""
        found = []
        for number, goal in enumerate(self.report.goals, start=1):
            certificate = self._certificate(goal)
            label = f"[{number}]" if len(self.report.goals) > 1 else ""
            if certificate is not None and (view := _goal(label, certificate["statement"])):
                found.append(view)
        return found

    @cached_property
    def steps(self) -> list[StepRow]:
        """The steps in the order of the report, premises first; empty where a certificate is not at hand."""
        from theory.render.proof import WHY

        rows: list[StepRow] = []
        numbers = {name: number for number, name in enumerate(self.report.premises, start=1)}
        for name, number in numbers.items():
            certificate = self._certificate(name)
            if certificate is None:
                return []
            rule, witness = str(certificate["rule"]), certificate["witness"]
            lemma = witness.get("lemma") if rule == "lemma" and isinstance(witness, dict) else None
            why = WHY.get(rule, rule) + (f": {lemma}" if lemma else "")
            says = _clipped("; ".join(atom_text(str(atom)) for atom in certificate["statement"]["then"]))
            below = tuple(sorted(numbers[premise] for premise in premises(certificate) if premise in numbers))
            rows.append(StepRow(number, one_line(says), one_line(why), below))
        return rows

    @cached_property
    def rules(self) -> list[tuple[str, int]]:
        """Reasons with how many steps each gives, the commonest first."""
        return Counter(row.why for row in self.steps).most_common()

    @property
    def objectives(self) -> list[Markup]:
        """The objectives among the leaves, as mathematics in the letters of a goal."""
        return list(dict.fromkeys(map(self._folded, self.report.leaves.objective if self.report.leaves else ())))

    @property
    def hypotheses(self) -> list[Markup]:
        """The hypotheses of the goals, as mathematics."""
        return [atom(text) for text in (self.report.leaves.hypotheses if self.report.leaves else ())]

    @property
    def prose(self) -> Markup:
        """How the steps make up the claim."""
        return Markup(words_html(self.report.prose))

    @property
    def plots(self) -> list[Markup]:
        """Pictures of the experiment."""
        return [Markup(text) for text in probe_plots(self.report.probe)] if self.report.probe else []

    @property
    def notes(self) -> Sequence[str]:
        """What a reader should know besides."""
        return notes(self.report)

    def _folded(self, text: str) -> Markup:
        for statement in [found["statement"] for goal in self.report.goals if (found := self._certificate(goal))]:
            shown = or_code(statement, partial(with_letters_of, text=text), lambda _: None)
            if shown is not None:
                return Markup(", ".join(item.mathml(shown.looks) for item in shown.then))
        return atom(text)

    def _certificate(self, name: str) -> dict[str, Any] | None:
        return self._read.get(name)

    @cached_property
    def _read(self) -> dict[str, dict[str, Any]]:
        if self.folder is None or not self.folder.is_dir():
            return {}
        folder = self.folder
        return read_folder(folder, [name for name in self.report.premises if (folder / f"{name}.json").is_file()])


def _clipped(text: str) -> str:
    """What fits in a table; the whole is in the certificate and in ``show --proof``."""
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def _goal(label: str, statement: dict[str, Any]) -> GoalView | None:
    from theory.kernel.budget import Fault
    from theory.render import rendered

    try:
        found = rendered(statement)
        brief = "; ".join(item.text(found.looks) for item in found.then)
        return GoalView(label, Markup(found.mathml()), one_line(brief))
    except (Fault, ValueError, KeyError, TypeError, IndexError, RecursionError, AttributeError, AssertionError):
        return None


@lru_cache(maxsize=1 << 15)
def atom_text(text: str) -> str:
    """An atom in Unicode mathematics, as it stands where it cannot be read.

    >>> atom_text("F == tr(X.T*X)"), atom_text("a <b>")
    ('F = ‖X‖²', 'a <b>')
    """
    from theory.kernel.budget import Fault
    from theory.render import text_of

    try:
        return one_line(text_of(text))
    except (Fault, ValueError, KeyError, TypeError, IndexError, RecursionError, AttributeError, AssertionError):
        return text


def failing(text: str) -> Markup:
    """``ATOM fails at MODEL`` with the atom as mathematics; any other text as it is.

    >>> failing("x > 0 fails at x = 0")
    Markup('<math><mi>x</mi><mo>&gt;</mo><mn>0</mn></math> fails at x = 0')
    """
    said, sign, model = text.partition(" fails at ")
    return atom(said) + Markup(escape(sign + model)) if sign else Markup(escape(text))


@lru_cache(maxsize=1 << 15)
def atom(text: str) -> Markup:
    """An atom as MathML, as code where it cannot be read.

    >>> atom("x > 0"), atom("a <b>")
    (Markup('<math><mi>x</mi><mo>&gt;</mo><mn>0</mn></math>'), Markup('<code>a &lt;b&gt;</code>'))
    """
    from theory.kernel.budget import Fault
    from theory.render import mathml_of

    try:
        return Markup(mathml_of(text))
    except (Fault, ValueError, KeyError, TypeError, IndexError, RecursionError, AttributeError, AssertionError):
        return Markup(f"<code>{escape(text)}</code>")
