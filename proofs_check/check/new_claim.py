"""``saddleproof new --statement``: a claim file with a statement in it, proved, refuted or open as `check` finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from proofs_check.check.answer import Answer, check
from proofs_check.check.sentence import sentence_of, title_of
from proofs_check.check.theorem import Theorem
from proofs_check.probes.probe import describe
from proofs_check.verify.composition import hollow
from proofs_check.verify.pins import Pin, pins_file, read_pins, write_pins
from proofs_check.verify.template import new_file
from theory.render.words import plain_sentence
from theory.storage.files import make_folder, write_text

_PARTS = {
    "proved": """    sentence={sentence},
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=({mutants}),
    sharpness={sharpness},
{about}""",
    "refuted": """    subject="conjecture",
    statement={sentence},
    expected=("refuted",),
    probe=theorem.probe,
""",
    "inconclusive": """    subject="conjecture",
    statement={sentence},
    expected=("supported",),
    open_reason={reason},
    probe=theorem.probe,
""",
}

_NO_OBJECTIVE = """    without_objective="a statement about matrices and numbers as they are: nothing is minimised in it",
"""


@dataclass(frozen=True)
class Written:
    """The file, what `check` answered, in one line, and what its author should know before `verify`."""

    path: Path
    answer: Answer
    line: str
    notes: tuple[str, ...] = ()


def write_theorem(
    name: str, folder: Path, text: str, where: str = "", hypotheses: Mapping[str, str] | None = None, seconds: float = 10.0,
    induct: str = "", objective: str = "", critical: str = "",
) -> Written:  # fmt: skip
    """Write ``folder/<name>.py`` (and the pin of its goal, where it is proved). An existing file is left alone (ValueError);
    StatementError where the statement cannot be read. ``objective``, ``critical``: see `Theorem`.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_theorem("traces", Path(folder), "tr(AB) = tr(BA)").answer.verdict
    'proved'
    """
    path = new_file(name, folder)
    hypotheses = dict(hypotheses or {})
    theorem = Theorem(text, where, hypotheses, max(20.0, 2 * seconds), induct, objective, critical)
    answer = check(text, theorem.conditions, seconds, None, induct)
    sentence = sentence_of(theorem)
    needed = [hypothesis for hypothesis in theorem.named if answer.verdict == "proved" and _needed(theorem, hypothesis)]
    make_folder(folder, "claims folder")
    write_text(path, _file(name, theorem, answer, sentence, needed), "claim file")
    if answer.verdict == "proved":
        pin = Pin(sentence, (theorem.statement,), title_of(theorem, answer.verdict))
        write_pins(pins_file(path), {**read_pins(pins_file(path)), name: pin})
    return Written(path, answer, _line(theorem, answer), tuple(_notes(theorem, answer, needed)))


def _line(theorem: Theorem, answer: Answer) -> str:
    """The verdict and the conclusions in the kernel's words, norms and inverses as what they are."""
    text = ", ".join(theorem.elaborated.json["then"])
    for pattern, letters in (("||{}||", theorem.elaborated.roots), ("inv({})", theorem.elaborated.inverses)):
        for name, base in letters.items():
            text = pattern.format(base).join(re.split(rf"\b{name}\b", text))
    found = f"; fails at {describe({**answer.sizes, **answer.witness})}" if answer.witness is not None else ""
    return f"{answer.verdict}: {text}{found}"


def _notes(theorem: Theorem, answer: Answer, needed: list[str]) -> Iterator[str]:
    """What `verify` will hold against the claim, and what its author should say himself."""
    if answer.verdict == "inconclusive":
        yield "neither a proof nor a counterexample was found: try more --time, a weaker statement, or a derivation by hand"
    if answer.verdict != "refuted" and not theorem.models:
        yield ("no exact values were found that meet the hypotheses, so there is no experiment: give the theorem `examples`, a "
               "function that draws some")  # fmt: skip
    if answer.verdict != "proved":
        return
    if hollow((theorem.statement,)):
        yield "the conclusion is one of the hypotheses, written otherwise: `verify` will not call that proved"
    for name in theorem.named:
        if name not in needed:
            yield _unneeded(theorem, name)
    if theorem.models and not theorem.false_edits(1):
        yield "no small edit of the conclusions is false in a model: give the claim a mutant of your own"


def _unneeded(theorem: Theorem, name: str) -> str:
    """Without a fact of its own, or with a K that only the hypothesis has, no model violates a hypothesis alone."""
    try:
        tried = not re.search(r" == (\w+)\*\1\.T$", theorem.given(name))
    except ValueError:
        tried = False
    if tried:
        return f"no small model shows that hypothesis {name!r} is needed: say why, or drop it"
    return f"whether hypothesis {name!r} is needed was not tried: M ⪰ 0 is M = K Kᵀ there, t > 0 a kind of letter"


def _needed(theorem: Theorem, hypothesis: str) -> bool:
    try:
        for item in theorem.sharpness(hypothesis):
            assert item.sampler is not None
            item.sampler(Random(0))
    except ValueError:
        return False
    return True


def _file(name: str, theorem: Theorem, answer: Answer, sentence: str, needed: list[str]) -> str:
    proved = answer.verdict == "proved"
    edits = theorem.false_edits() if proved and theorem.models else []
    mutants = "".join(
        f'\n        Mutant(name="planted error {k}", fate="false", change=(({old!r}, {new!r}),)),'
        for k, (old, new) in enumerate(edits, 1)
    )
    named = "".join(f"\n        {label!r}: {said!r}," for label, said in theorem.hypotheses.items())
    named = f"\n    hypotheses={{{named}\n    }}," if named else ""
    where = f"\n    where={theorem.where!r}," if theorem.where else ""
    induct = "".join(
        f"\n    {field}={value!r},"
        for field, value in (("objective", theorem.objective), ("critical", theorem.critical), ("induct", theorem.induct))
        if value
    )
    shown = f"theorem.sharpness({', '.join(map(repr, needed))})" if needed else "()"
    reason = f"no certificate and no counterexample was found; what remains: {answer.remaining}"
    part = _PARTS[answer.verdict].format(
        mutants=mutants + "\n    " * bool(mutants), sharpness=shown, sentence=repr(sentence), reason=repr(reason),
        about="" if theorem.objective else _NO_OBJECTIVE,
    )
    return f'''"""{_doc(plain_sentence(sentence))}

Source: where it comes from; `stated` only if you read the source's own text, else `reconstructed`.
"""

from proofs_check.public import Claim, {"Mutant, " * bool(mutants)}Source, Theorem

theorem = Theorem(
    {theorem.text!r},{where}{named}{induct}
)

claim = Claim(
    id={name!r},
    title={title_of(theorem, answer.verdict)!r},
    source=Source("own", "-", "reconstructed"),
{part})
'''


def _doc(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace('"', "'").split())
