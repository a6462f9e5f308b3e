"""``saddleproof new --statement``: a claim file with a statement in it, proved, refuted or open as `check` finds it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from proofs_check.check.answer import Answer, check
from proofs_check.check.theorem import Theorem
from proofs_check.verify.pins import Pin, pins_file, read_pins, write_pins
from theory.storage.files import make_folder, write_text

_PARTS = {
    "proved": """    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=({mutants}),
    sharpness={sharpness},
    without_objective="a statement about matrices and numbers as they are: nothing is minimised in it",
""",
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


@dataclass(frozen=True)
class Written:
    """The file, what `check` answered, and the named hypotheses that no model shows to be needed."""

    path: Path
    answer: Answer
    unneeded: tuple[str, ...] = ()


def write_theorem(
    name: str, folder: Path, text: str, where: str = "", hypotheses: Mapping[str, str] | None = None, seconds: float = 10.0,
    induct: str = "",
) -> Written:  # fmt: skip
    """Write ``folder/<name>.py`` (and the pin of its goal, where it is proved). An existing file is left alone (ValueError);
    StatementError where the statement cannot be read.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_theorem("traces", Path(folder), "tr(AB) = tr(BA)").answer.verdict
    'proved'
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"claim name must be lower-case words joined by hyphens, got {name!r}")
    path = folder / f"{name.replace('-', '_')}.py"
    if path.exists():
        raise ValueError(f"claim file must not exist yet, got {path}")
    hypotheses = dict(hypotheses or {})
    theorem = Theorem(text, where, hypotheses, max(20.0, 2 * seconds), induct)
    answer = check(text, ", ".join(part for part in (where, *hypotheses.values()) if part.strip()), seconds, None, induct)
    sentence = _sentence(text, where, hypotheses)
    needed = [hypothesis for hypothesis in hypotheses if answer.verdict == "proved" and _needed(theorem, hypothesis)]
    make_folder(folder, "claims folder")
    write_text(path, _file(name, theorem, answer, sentence, needed), "claim file")
    if answer.verdict == "proved":
        write_pins(pins_file(path), {**read_pins(pins_file(path)), name: Pin(sentence, (theorem.statement,), _title(text))})
    unneeded = tuple(x for x in hypotheses if x not in needed) if answer.verdict == "proved" else ()
    return Written(path, answer, unneeded)


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
    induct = f"\n    induct={theorem.induct!r}," if theorem.induct else ""
    shown = f"theorem.sharpness({', '.join(map(repr, needed))})" if needed else "()"
    reason = f"no certificate and no counterexample was found; what remains: {answer.remaining}"
    part = _PARTS[answer.verdict].format(
        mutants=mutants + "\n    " * bool(mutants), sharpness=shown, sentence=repr(sentence), reason=repr(reason)
    )
    return f'''"""{_doc(sentence)}

Source: where it comes from; `stated` only if you read the source's own text, else `reconstructed`.
"""

from proofs_check.public import Claim, {"Mutant, " * bool(mutants)}Source, Theorem

theorem = Theorem(
    {theorem.text!r},
    where={theorem.where!r},
    hypotheses={{{named}{chr(10) + "    " if named else ""}}},{induct}
)

claim = Claim(
    id={name!r},
    title={_title(theorem.text)!r},
    sentence={sentence!r},
    source=Source("own", "-", "reconstructed"),
{part})
'''


def _doc(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace('"', "'").split())


def _title(text: str) -> str:
    return " ".join(text.split())


def _sentence(text: str, where: str, hypotheses: Mapping[str, str]) -> str:
    given = ", ".join(part for part in (where, *hypotheses.values()) if part.strip())
    return " ".join(f"Given {given}: {text}".split() if given else text.split())
