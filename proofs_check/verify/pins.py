"""Pinned statements: what the goals of a claim said when somebody last read them.

``statements.json`` lies beside the claim files of a folder. For each claim that has a derivation it holds the title, the
readable sentence, the prose that puts the goals together, and the formal goals, in order. ``saddleproof verify --bless
CLAIM`` writes it; nothing else does. Any of these that is no longer the pinned one is *drift*: the verdict is inconclusive
until somebody has read both texts and blessed the new one. So a title cannot come to stand above another theorem unseen,
nor prose that draws more from the goals than was read.
"""

from __future__ import annotations

import json
import re
import stat
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from proofs_check.probes.statement import Statement
from theory.storage.files import write_text

NAME = "statements.json"
FORMAT = 2
BYTES = 20_000_000
"""Largest file of pins that is read; that of this project's largest folder has half a million."""
_LINE = 118


@dataclass(frozen=True)
class Pin:
    """Title, sentence, prose and formal goals of one claim, as they were read. A file of the first format pins no title and
    no prose: None.

    >>> Pin("x² ≥ 0.", ({"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x**2 >= 0"]},), "Squares").title
    'Squares'
    """

    sentence: str
    goals: tuple[Statement, ...]
    title: str | None = ""
    prose: str | None = ""


@dataclass(frozen=True)
class Drift:
    """Both texts of the first place where a claim no longer says what is pinned."""

    pinned: str
    now: str

    @property
    def what(self) -> str:
        """What has changed.

        >>> Drift("the title: one", "the title: two").what, Drift("goal [1]:\\nx > 0", "goal [1]: none").what
        ('the title', 'goal [1]')
        """
        return self.now.partition(":")[0]

    def lines(self) -> list[str]:
        """Both texts under each other.

        >>> Drift("goal [1]:\\nx > 0", "goal [1]:\\nx >= 0").lines()
        ['pinned  goal [1]:', '        x > 0', 'now     goal [1]:', '        x >= 0']
        """
        lines = []
        for label, text in (("pinned", self.pinned), ("now", self.now)):
            first, *rest = text.splitlines()
            lines += [f"{label:<8}{first}", *(f"{'':<8}{line}" for line in rest)]
        return lines


def same_statement(a: Statement, b: Statement) -> bool:
    """Whether two formal statements are one: declarations word for word, atoms in the kernel's normal form.

    The only place that decides it. The order of terms and the name of a bound variable do not matter; the order of
    declarations, hypotheses and conclusions does. What the kernel cannot read, or not at the price of two
    certificates, is compared letter for letter.

    >>> same_statement({"letters": [], "then": ["1+1 == 2"]}, {"letters": [], "given": [], "then": ["1 + 1 == 2"]})
    True
    >>> same_statement({"letters": [], "then": ["1 + 1 == 2"]}, {"letters": [], "then": ["1 + 1 >= 2"]})
    False
    """
    if json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True) or _normal(a) == _normal(b):
        return True
    if len(a["then"]) != len(b["then"]) or _normal({**a, "given": [], "then": []}) != _normal({**b, "given": [], "then": []}):
        return False
    keys = _key(json.dumps(a)), _key(json.dumps(b))
    return None not in keys and keys[0] == keys[1]


@lru_cache(maxsize=256)
def _key(text: str) -> tuple[Any, ...] | None:
    """The kernel's normal form of a statement; None for what it does not read."""
    from theory.kernel.budget import WORK, Fault, limited
    from theory.kernel.statement import Statement as Read

    try:
        with limited(WORK):
            return Read(json.loads(text)).key()
    except Fault:
        return None


def drift(pin: Pin, now: Pin) -> Drift | None:
    """Both texts of the first place that differs; None when nothing does.

    >>> drift(Pin("one", ()), Pin("two", ()))
    Drift(pinned='the sentence: one', now='the sentence: two')
    """
    for what in ("title", "sentence", "prose"):
        before, after = getattr(pin, what), getattr(now, what)
        if before != after:
            told = "(not pinned)" if before is None else before or "(none)"
            return Drift(f"the {what}: {told}", f"the {what}: {after or '(none)'}")
    for number in range(max(len(pin.goals), len(now.goals))):
        old = pin.goals[number] if number < len(pin.goals) else None
        new = now.goals[number] if number < len(now.goals) else None
        if old is None or new is None or not same_statement(old, new):
            return Drift(_shown(old, number), _shown(new, number))
    return None


def pins_file(claim_file: Path) -> Path:
    """Where the pin of the claim in ``claim_file`` is kept: beside it.

    >>> pins_file(Path("claims/agd/descent.py")).as_posix()
    'claims/agd/statements.json'
    """
    return claim_file.parent / NAME


def pin_of(claim_file: Path, claim: str) -> Pin | None:
    """The pin of one claim, or None. Raises ValueError as `read_pins` does."""
    return read_pins(pins_file(claim_file)).get(claim)


def read_pins(file: Path) -> dict[str, Pin]:
    """The pins of a folder (none where there is no file).

    Raises ValueError in one line that names the file, and the claim where it is one claim's pin that is malformed.
    """
    try:
        if not file.exists() and not file.is_symlink():
            return {}
        status = file.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > BYTES:
            raise ValueError(f"pins {file}: must be a regular file of at most {BYTES} bytes")
        return dict(_read(file, status.st_mtime_ns))
    except OSError as error:
        raise ValueError(f"pins {file}: {error.strerror}") from None


def write_pins(file: Path, pins: dict[str, Pin]) -> None:
    """Write ``file``, whole or not at all, sorted by claim."""
    content = {
        "format": FORMAT,
        "claims": {name: _entry(pin) for name, pin in sorted(pins.items())},
    }
    write_text(file, _text(content, 0) + "\n", "pins")


def _entry(pin: Pin) -> dict[str, Any]:
    told = {"title": pin.title, "sentence": pin.sentence, "prose": pin.prose}
    return {**{name: text for name, text in told.items() if text is not None}, "goals": list(pin.goals)}


@cache
def _read(file: Path, _modified: int) -> tuple[tuple[str, Pin], ...]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=_unique)
        json.dumps(content, ensure_ascii=False).encode()  # half a character is none
    except (ValueError, RecursionError) as error:
        raise ValueError(f"pins {file}: not readable as JSON: {error}") from None
    if not isinstance(content, dict) or set(content) != {"format", "claims"} or not isinstance(content["claims"], dict):
        raise ValueError(f"pins {file}: must have the fields format and claims")
    if content["format"] not in (1, FORMAT) or isinstance(content["format"], bool):
        raise ValueError(f"pins {file}: format must be {FORMAT} (or 1, which pins less), got {content['format']!r}")
    return tuple((name, _pin(entry, name, file)) for name, entry in content["claims"].items())


def _pin(entry: Any, claim: str, file: Path) -> Pin:
    fields = isinstance(entry, dict) and {"sentence", "goals"} <= set(entry) <= {"title", "sentence", "prose", "goals"}
    texts = fields and all(isinstance(text, str) for name, text in entry.items() if name != "goals")
    if not texts or not isinstance(entry["goals"], list):
        raise ValueError(f"claim {claim}: its pin in {file} must have a title, a sentence and prose (texts) and goals (a list)")
    if not entry["goals"] or not all(_is_statement(goal) for goal in entry["goals"]):
        raise ValueError(f"claim {claim}: its pin in {file} must hold formal goals (letters, given, then, exists)")
    return Pin(entry["sentence"], tuple(entry["goals"]), entry.get("title"), entry.get("prose"))


def _is_statement(goal: Any) -> bool:
    if not isinstance(goal, dict) or not {"letters", "then"} <= set(goal) <= {"letters", "given", "then", "exists"}:
        return False
    atoms = [*_list(goal.get("given", [])), *_list(goal["then"])]
    letters = [*_list(goal["letters"]), *_list(goal.get("exists", []))]
    return all(isinstance(atom, str) for atom in atoms) and all(
        isinstance(x, list) and len(x) == 2 and isinstance(x[0], str) and isinstance(x[1], dict) for x in letters
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [None]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field or a claim stands twice")
    return found


def _normal(statement: Statement) -> str:
    def tokens(value: Any) -> Any:
        if isinstance(value, str):
            return re.findall(r"\w+|[^\w\s]", value)
        if isinstance(value, dict):
            return {name: tokens(item) for name, item in value.items()}
        return [tokens(item) for item in value] if isinstance(value, (list, tuple)) else value

    whole: Statement = {"given": [], "exists": [], **statement}
    return json.dumps({name: tokens(part) for name, part in whole.items()}, sort_keys=True)


def text_of(statement: Statement) -> str:
    """A formal statement for people: letters, hypotheses, conclusions.

    >>> text_of({"letters": [], "given": [], "then": ["1 + 1 == 2"]})
    'then     1 + 1 == 2'
    """
    from theory.prove.render import statement_text

    return statement_text(statement)


def _shown(statement: Statement | None, number: int) -> str:
    return f"goal [{number + 1}]: none" if statement is None else f"goal [{number + 1}]:\n{text_of(statement)}"


def _text(value: Any, depth: int) -> str:
    """JSON with one item a line where it does not fit on one, so that a changed atom is one changed line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + depth <= _LINE or not isinstance(value, (list, dict)) or not value:
        return line
    pad = " " * (depth + 1)
    if isinstance(value, dict):
        items = [f"{pad}{json.dumps(k, ensure_ascii=False)}: {_text(v, depth + 1)}" for k, v in value.items()]
        return "{\n" + ",\n".join(items) + "\n" + " " * depth + "}"
    return "[\n" + ",\n".join(pad + _text(v, depth + 1) for v in value) + "\n" + " " * depth + "]"
