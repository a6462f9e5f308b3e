"""A claim file: one sentence with its source, its derivation, its experiment and its planted errors.

A claim lives in ``proofs_check/claims/<paper>/<name>.py`` (or in a reader's folder, ``verify --claims DIR``) as
``claim = Claim(...)``. It is found by looking; nothing lists it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Literal

from proofs_check.probes.probe import Counterexample, Probe
from proofs_check.probes.statement import Statement
from proofs_check.verify.instance import Instance
from proofs_check.verify.parts import Part
from proofs_check.verify.verdict import Verdict

if TYPE_CHECKING:
    from theory.prove.derivation import Derivation

PAPERS = {
    "dmf": "arXiv:2506.20344",
    "agd": "arXiv:2305.06927",
    "udu": "arXiv:2501.16322",
    "dmd": "arXiv:2606.31390",
}
"""The papers in focus, by the short name of their folder. A claim of another paper names it as it likes (see `Source`)."""

FREE_SUBJECTS = ("conjecture", "data", "time", "probability")
"""Subjects for which ``supported`` is a fair end; a theorem must say what blocks its proof."""


@dataclass(frozen=True)
class Source:
    """Where a claim comes from.

    ``paper`` is a short name, ``dmf``, or whatever names another work in one printable line. ``standing`` is ``stated`` only
    when the source's own text was read, else ``reconstructed``. A claim of one's own (``paper="own"``) has no source text that
    could have been read: it is ``reconstructed``. ``title`` and ``link`` of the work are shown beside it (see `Paper`).

    >>> print(Source("dmf", "Theorem 1", "stated", version="v3"))
    arXiv:2506.20344 v3, Theorem 1 (stated)
    >>> print(Source("Baldi & Hornik 1989", "Fact 4", "reconstructed"))
    Baldi & Hornik 1989, Fact 4 (reconstructed)
    """

    paper: str
    item: str
    standing: Literal["stated", "reconstructed"]
    version: str = ""
    title: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.paper, str) or not self.paper.strip() or not self.paper.isprintable():
            raise ValueError(f"paper must be one line of printable text, got {self.paper!r}")
        for name in ("item", "version", "title", "link"):
            if not isinstance(value := getattr(self, name), str) or not (value.strip() or name != "item"):
                raise ValueError(f"{name} must be text, got {value!r}")
        if not self.title.isprintable():
            raise ValueError(f"title must be one line of printable text, got {self.title!r}")
        if self.link and not re.fullmatch(r"https?://[!#-;=?-~]+", self.link):
            raise ValueError(f"link must begin with https:// or http:// and hold no spaces or quotes, got {self.link!r}")
        if self.standing not in ("stated", "reconstructed"):
            raise ValueError(f"standing must be 'stated' or 'reconstructed', got {self.standing!r}")
        if self.paper == "own" and self.standing == "stated":
            raise ValueError("standing must be 'reconstructed' for the source 'own': 'stated' promises a source that was read")

    def __str__(self) -> str:
        work = " ".join(part for part in (PAPERS.get(self.paper, self.paper), self.version) if part)
        named = f"{work}, “{self.title}”" if self.title else work
        return f"{named}, {self.item} ({self.standing})" + (f", {self.link}" if self.link else "")


@dataclass(frozen=True)
class Paper:
    """A work that several claims of a package are about; its ``name`` is what `claims`, `verify --paper` and reports call it.

    >>> print(Paper("Baldi & Hornik 1989", "Neural networks and principal component analysis").source("Fact 4"))
    Baldi & Hornik 1989, “Neural networks and principal component analysis”, Fact 4 (reconstructed)
    """

    name: str
    title: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        if self.name in PAPERS:
            raise ValueError(f"paper's name must not be one of this project's ({', '.join(PAPERS)}), got {self.name!r}")
        self.source("-")

    def source(
        self, item: str, standing: Literal["stated", "reconstructed"] = "reconstructed", version: str = ""
    ) -> Source:
        """The source of one claim: an item of the work, and whether its own text was read."""
        return Source(self.name, item, standing, version, self.title, self.link)


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A neighbouring statement with a declared fate.

    ``false``: a witness must be found by search, none is stored. ``weaker``: the kernel shows that the original
    entails it (``entailment``). ``open``: may be true; if it survives the search it is reported as slack.

    ``change`` rewrites the statement of goal number ``goal``: pairs (old text, new text), each of which must occur in
    an atom, or a function of the statement. ``search`` (a callable of a generator, returning a counterexample or
    None) replaces the claim's own sampler, and is needed where the claim has no exact sampler.

    >>> Mutant(name="threshold halved", fate="false", change=(("2*x", "x"),)).fate
    'false'
    """

    name: str
    fate: Literal["false", "weaker", "open"]
    change: tuple[tuple[str, str], ...] | Callable[[Statement], Statement] = ()
    goal: int = 0
    search: Callable[[Random], Counterexample | None] | None = None
    entailment: Callable[[], Derivation] | None = None

    def __post_init__(self) -> None:
        if self.fate not in ("false", "weaker", "open"):
            raise ValueError(f"mutant {self.name!r}: fate must be 'false', 'weaker' or 'open', got {self.fate!r}")
        if self.fate == "weaker" and self.entailment is None:
            raise ValueError(f"mutant {self.name!r}: a weaker mutant needs `entailment`, the derivation that shows it")
        if self.fate != "weaker" and not self.change and self.search is None:
            raise ValueError(f"mutant {self.name!r}: needs `change` (of the statement) or `search` (of its own)")


@dataclass(frozen=True, kw_only=True)
class Sharpness:
    """One hypothesis dropped: ``sampler`` violates ``given`` alone, and the conclusion is seen to fail, smallest
    instance shown; or ``not_needed`` says why the conclusion survives.

    >>> Sharpness(given="L >= 3", not_needed="L = 2 is the claim next door").given
    'L >= 3'
    """

    given: str
    sampler: Callable[[Random], dict[str, Any]] | None = None
    not_needed: str = ""
    goal: int = 0

    def __post_init__(self) -> None:
        if (self.sampler is None) == (not self.not_needed):
            raise ValueError(f"sharpness of {self.given!r}: give exactly one of `sampler` and `not_needed`")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One sentence with quantifiers and explicit constants, and everything needed to judge it.

    ``derivation`` is called when the claim is judged, and gives certificates; the wording is then taken from their
    formal statement. Without a derivation ``statement`` is the claim, and ``probe`` alone decides.
    ``sentence`` says in one sentence of standard notation what the goals say formally; it is pinned with them (see
    `proofs_check.verify.pins`), so that neither changes unread. An objective must stand among the leaves that the proof uses,
    unless ``without_objective`` gives the reason why none does ("scalar lemma about …"). ``instances`` names them when
    the range is a list, one a goal, each with the label of its goal: ``("L = 2: [1]", "L = 3: [2]")``.
    ``unrefuted`` gives the reason why the strengthening of a goal is refuted by no exact model; its keys, and the ``goal`` of a
    mutant, are indices (0 is the goal that texts call ``[1]``). The reason is printed by ``show`` and in reports.
    ``inputs`` are data files that the claim reads (they belong to its cache key).
    ``parts`` make it a headline: a theorem whose ``sentence`` gives the setting, clause by clause, without a derivation of its
    own (see `proofs_check.verify.headline`). ``at`` puts a reader's numbers into it, for ``show CLAIM --at``.

    >>> claim = Claim(id="square", title="Squares", source=Source("dmf", "-", "reconstructed"), subject="conjecture",
    ...               statement="x² ≥ 0 for all rational x", expected=("supported",))
    >>> claim.expected
    (<Verdict.SUPPORTED: 'supported'>,)
    """

    id: str
    title: str
    source: Source
    expected: tuple[str, ...]
    derivation: Callable[[], Derivation] | None = None
    statement: str = ""
    sentence: str = ""
    probe: Probe | None = None
    mutants: tuple[Mutant, ...] = ()
    sharpness: tuple[Sharpness, ...] = ()
    subject: Literal["theorem", "conjecture", "data", "time", "probability"] = "theorem"
    open_reason: str = ""
    instances: tuple[str, ...] = ()
    without_objective: str = ""
    unrefuted: Mapping[int, str] = field(default_factory=dict, hash=False)
    inputs: tuple[Path, ...] = ()
    parts: tuple[Part, ...] = ()
    at: Instance | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.id):
            raise ValueError(f"claim id must be lower-case words joined by hyphens, got {self.id!r}")
        object.__setattr__(self, "expected", _verdicts(self.id, self.expected))
        for name in ("title", "statement", "sentence", "open_reason", "without_objective"):
            if not isinstance(getattr(self, name), str):
                raise ValueError(f"claim {self.id}: {name} must be text, got {getattr(self, name)!r}")
        if not isinstance(self.source, Source):
            raise ValueError(f"claim {self.id}: source must be a Source, got {self.source!r}")
        if not isinstance(self.instances, tuple) or not all(isinstance(text, str) for text in self.instances):
            raise ValueError(f"claim {self.id}: instances must be a tuple of texts, got {self.instances!r}")
        if self.derivation is not None and not callable(self.derivation):
            raise ValueError(f"claim {self.id}: derivation must be a function, got {self.derivation!r}")
        for name, kind in (("mutants", Mutant), ("sharpness", Sharpness), ("parts", Part)):
            value = getattr(self, name)
            if not isinstance(value, tuple) or not all(isinstance(item, kind) for item in value):
                raise ValueError(f"claim {self.id}: {name} must be a tuple of {kind.__name__}, got {value!r}")
        if self.probe is not None and not callable(getattr(self.probe, "run", None)):
            raise ValueError(f"claim {self.id}: probe must have a method run, got {self.probe!r}")
        if any(len(str(reason).split()) < 3 for reason in self.unrefuted.values()):
            raise ValueError(f"claim {self.id}: unrefuted must give a reason in words, got {dict(self.unrefuted)!r}")
        if self.parts and (self.derivation is not None or self.statement or not self.sentence):
            raise ValueError(f"claim {self.id}: a headline has a sentence and parts, no derivation and no statement")
        if self.parts and not any(part.goals for part in self.parts):
            raise ValueError(f"claim {self.id}: a headline needs a part with goals: one without is a statement in words")
        if self.derivation is None and not self.statement and not self.parts:
            raise ValueError(f"claim {self.id}: needs a derivation, or a `statement` in words with a probe")
        supported_alone = self.expected == (Verdict.SUPPORTED,)
        if supported_alone and self.subject not in FREE_SUBJECTS and not self.open_reason:
            raise ValueError(
                f"claim {self.id}: 'supported' alone may be expected only of a {', '.join(FREE_SUBJECTS)}; "
                f"otherwise `open_reason` must say what blocks the proof"
            )

    @property
    def pinned(self) -> bool:
        """Whether what it says formally is to be pinned: its goals, or those that its parts name."""
        return self.derivation is not None or bool(self.parts)

    @property
    def open(self) -> bool:
        """Whether the report counts the claim as open: its proof is wanted, and something blocks it."""
        return bool(self.open_reason)


def _verdicts(claim: str, expected: tuple[Verdict | str, ...] | str) -> tuple[Verdict, ...]:
    names = (expected,) if isinstance(expected, str) else tuple(expected)
    allowed = [verdict.value for verdict in Verdict if verdict is not Verdict.CONTRADICTION]
    if not names or any(name not in allowed for name in names):
        raise ValueError(f"claim {claim}: expected must name verdicts among {', '.join(allowed)}; got {names!r}")
    return tuple(Verdict(name) for name in names)
