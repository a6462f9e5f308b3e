"""``saddleproof new``: a claim file that runs, with every part in place, to be turned into one's own."""

from __future__ import annotations

import re
from pathlib import Path

from proofs_check.probes.statement import Statement
from proofs_check.verify.pins import Pin, pins_file, read_pins, write_pins
from theory.storage.files import make_folder, write_text

_TEMPLATE = '''"""One sentence: what is claimed, for which range, with which constants.

Source: where it comes from; `stated` only if you read the source's own text, else `reconstructed`.
"""

from __future__ import annotations

from random import Random

from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.probes.statement_probe import StatementProbe
from theory.prove.derivation import Book, Derivation

LETTERS = [
    ["m", {"kind": "dimension"}],
    ["n", {"kind": "dimension"}],
    ["W", {"kind": "matrix", "shape": ["m", "n"]}],
    ["Y", {"kind": "matrix", "shape": ["m", "n"]}],
    ["F", {"kind": "real", "value": "tr((W-Y).T*(W-Y))"}],
]


def derivation() -> Derivation:
    """From the objective F to the conclusion. `scene` gives every letter an exact value, generic: none is zero."""
    book = Book(scene={"m": "1", "n": "2", "W": [["3", "1/2"]], "Y": [["1", "-2"]]})
    objective = book.add("objective", LETTERS, [], "F == tr((W-Y).T*(W-Y))", [])
    conclusion = "F == tr(W.T*W) - 2*tr(W.T*Y) + tr(Y.T*Y)"
    goal = book.expand(LETTERS, [], conclusion, [["objective", "F"]], {"objective": objective})
    return book.derivation(goal)


def sampler(rng: Random) -> dict:
    """A random exact model: the experiment evaluates the same formal statement in it."""
    m, n = rng.randint(1, 3), rng.randint(1, 3)

    def matrix() -> list[list[str]]:
        return [[f"{rng.choice([-1, 1]) * rng.randint(1, 9)}/{rng.randint(1, 5)}" for _ in range(n)] for _ in range(m)]

    return {"m": str(m), "n": str(n), "W": matrix(), "Y": matrix()}


claim = Claim(
    id="NAME",
    title="TITLE",
    sentence="SENTENCE",
    source=Source("own", "-", "reconstructed"),
    derivation=derivation,
    expected=("proved",),
    probe=StatementProbe(sampler=sampler),
    mutants=(Mutant(name="cross term once", fate="false", change=(("2*tr(W.T*Y)", "tr(W.T*Y)"),)),),
)
'''

_TITLE = "A squared distance, expanded"
_SENTENCE = "‖W − Y‖_F² = ‖W‖_F² − 2⟨W, Y⟩ + ‖Y‖_F² for all real m × n matrices W and Y."
_SHAPE = {"kind": "matrix", "shape": ["m", "n"]}
_GOAL: Statement = {
    "letters": [["m", {"kind": "dimension"}], ["n", {"kind": "dimension"}], ["W", _SHAPE], ["Y", _SHAPE],
                ["F", {"kind": "real", "value": "tr((W-Y).T*(W-Y))"}]],
    "given": [],
    "then": ["F == tr(W.T*W) - 2*tr(W.T*Y) + tr(Y.T*Y)"],
}  # fmt: skip
"""What the template proves; a changed goal is pinned anew by ``verify --bless``."""


def new_file(name: str, folder: Path) -> Path:
    """Where the claim of that name will be written, ``folder/<name>.py``; ValueError for a name that no claim may have, and
    where a file is.

    >>> new_file("my-claim", Path("mine")).as_posix()
    'mine/my_claim.py'
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"claim name must be lower-case words joined by hyphens, got {name!r}")
    path = folder / f"{name.replace('-', '_')}.py"
    if path.exists():
        raise ValueError(f"claim file must not exist yet, got {path}")
    return path


def write_claim(name: str, folder: Path) -> Path:
    """Write ``folder/<name>.py`` and the pin of its goal, and return its path; an existing file is left alone (ValueError).

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_claim("my-claim", Path(folder)).name
    'my_claim.py'
    """
    path = new_file(name, folder)
    make_folder(folder, "claims folder")
    write_text(path, _TEMPLATE.replace("NAME", name).replace("SENTENCE", _SENTENCE).replace("TITLE", _TITLE), "claim file")
    write_pins(pins_file(path), {**read_pins(pins_file(path)), name: Pin(_SENTENCE, (_GOAL,), _TITLE)})
    return path
