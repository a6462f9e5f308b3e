"""The ledger is a hint: forged, edited and foreign rows are never repeated as verdicts."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.discovery import Found, find_claims
from proofs_check.verify.fingerprint import Sources
from proofs_check.verify.home import Home, notes
from proofs_check.verify.judge import Circumstances
from proofs_check.verify.kept import Shelf
from proofs_check.verify.ledger import KIND, Ledger, _seal
from proofs_check.verify.report import Report
from proofs_check.verify.runner import _kept, key, verify
from proofs_check.verify.secret import key_file, user_key
from proofs_check.verify.template import write_claim
from proofs_check.verify.verdict import Verdict

Row = dict[str, Any]
"""A kept report as it lies in the file."""

SOME = Report(id="c", verdict=Verdict.PROVED)

WORDS = """
from proofs_check.verify.claim import Claim, Source
from proofs_check.probes.numeric_probe import Comparison, NumericProbe

def measure(seed):
    return Comparison(label=str(seed), predicted=[1], measured=[2], budget=1e-9)

claim = Claim(id="in-words", title="T", source=Source("own", "-", "reconstructed"), statement="one is two",
              subject="data", expected=("supported",), probe=NumericProbe(measure=measure, trials=(2, 2)))
"""


@dataclass(frozen=True)
class Place:
    """A folder with a proved claim and a refuted one, and the home where both verdicts are kept."""

    folder: Path
    home: Home
    found: dict[str, Found]

    def repeated(self) -> dict[str, bool]:
        """Which of the two verdicts the ledger would give now."""
        with Ledger.open(self.home.ledger, user_key()) as ledger:
            now = Shelf(self.home.certificates), Sources()
            rows = {name: _kept(ledger, key(item, Circumstances()), item, *now) for name, item in self.found.items()}
        return {name: row is not None for name, row in rows.items()}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("claims")
    write_claim("squares", folder)
    (folder / "in_words.py").write_text(WORDS)
    whole = Place(folder, Home(tmp_path_factory.mktemp("home")), find_claims(folder))
    for again in (False, True):
        reports = verify(whole.found, Circumstances(), whole.home).claims
        assert [(report.id, report.verdict, report.cached) for report in reports] == [
            ("in-words", "refuted", again), ("squares", "proved", again),
        ]  # fmt: skip
    return whole


@pytest.fixture
def place(original: Place, tmp_path: Path) -> Place:
    """The same folder, with a home of its own to be tampered with."""
    copied = replace(original, home=Home(Path(shutil.copytree(original.home.folder, tmp_path / "home"))))
    assert copied.repeated() == {"squares": True, "in-words": True}
    return copied


def edit(home: Home, claim: str, change: Callable[[Row], Any], sealed: bool) -> None:
    """Change the kept row of a claim in the file; ``sealed``: with the seal that the user's own key gives it."""
    with sqlite3.connect(home.ledger) as connection:
        key, text, files, written = connection.execute(
            "SELECT key, row, files, written FROM verdicts WHERE claim = ?", (claim,)
        ).fetchone()
        row = json.loads(text)
        row = change(row) or row
        text = json.dumps(row)
        connection.execute("UPDATE verdicts SET row = ? WHERE claim = ?", (text, claim))
        if sealed:
            secret = user_key()
            assert secret is not None
            mark = _seal(secret, key, claim, text, files, written)
            connection.execute("UPDATE verdicts SET seal = ? WHERE claim = ?", (mark, claim))


def put(name: str, value: Any) -> Callable[[Row], Any]:
    return lambda row: row.__setitem__(name, value)


COMPARED: dict[str, Callable[[Row], Any]] = {
    "another id": put("id", "in-words"),
    "another title": put("title", "Every local minimum is global"),
    "another sentence": put("sentence", "Every local minimum is global."),
    "another paper": put("paper", "dmf"),
    "another item": put("item", "Theorem 1"),
    "another standing": put("standing", "stated"),
    "another source": put("source", "arXiv:2506.20344, Theorem 1 (stated)"),
    "another expectation": put("expected", ["refuted"]),
    "no longer open": put("open", "something blocks it"),
    "a reason for no objective": put("without_objective", "a lemma"),
    "another statement": lambda row: row.__setitem__("statement", row["statement"].replace("2*tr", "3*tr")),
    "no premises": put("premises", []),
    "premises without the goal": lambda row: row.__setitem__("premises", row["premises"][:-1]),
    "a premise that is not there": lambda row: row.__setitem__("premises", [*row["premises"], "0" * 64]),
    "no goals": put("goals", []),
    "another goal": lambda row: row.__setitem__("goals", row["premises"][:1]),
    "more steps": put("steps", {"total": 100, "accepted": 100}),
    "fewer steps": put("steps", {"total": 0, "accepted": 0}),
    "proved though a step was refused": put("steps", {"total": 2, "accepted": 1}),
    "other leaves": put("leaves", {"objective": ["f"], "hypotheses": [], "lemmas": []}),
    "a lemma cited": put("cites", ["Weyl"]),
    "a second checker": put("checkers", ["kernel", "coq"]),
    "a second opinion": put("coq", {"coq": "8.16.1", "refused": "", "axioms": [], "seconds": 1.0}),
    "pinned": put("pin", "not pinned"),
    "drift": put("drift", {"pinned": "x", "now": "y"}),
    "a note": put("notes", ["not pinned"]),
    "prose": put("premises", None),
    "not a row": lambda row: {"verdict": "proved"},
    "a list": lambda row: ["proved"],
    "a field more": put("proof", "by inspection"),
    "a field less": lambda row: row.pop("sentence") and None,
    "the fields of an older release": lambda row: row.pop("cached") or None,
    "steps in words": put("steps", {"total": "2", "accepted": "2"}),
    "a trial of truth": lambda row: row["probe"].__setitem__("trials", True),
    "a verdict of its own": put("verdict", "certain"),
    "half of the planted errors": lambda row: row.pop("survived") and None,
    "another planted fate": lambda row: row["mutation"].__setitem__("forgotten", 1),
}  # fmt: skip
"""Edits that are seen even in a row with a right seal: claim file, pin and certificates say otherwise."""

SEALED: dict[str, Callable[[Row], Any]] = {
    **COMPARED,
    "another verdict": put("verdict", "steps proved"),
    "another kind": put("kind", "exact"),
    "another reason": put("reason", "all is well"),
    "more trials": lambda row: row["probe"].__setitem__("trials", 10**6),
    "another error": lambda row: row["probe"].__setitem__("max_error", 0.0),
    "another power": lambda row: row["probe"].__setitem__("power", "caught 9 of 9"),
    "no probe": put("probe", None),
    "better mutants": lambda row: row["mutants"].__setitem__("proof", [999, 999]),
    "other planted errors": put("planted", []),
    "no survivors": put("survivors", [{"name": "x", "fate": "proof", "good": True, "text": ""}]),
    "sharpness": put("sharpness", [{"name": "x", "fate": "needed", "good": True, "text": ""}]),
    "slack": put("slack", ["x"]),
    "seconds": put("seconds", 0.0),
    "shortcomings": put("shortcomings", ["x"]),
}
"""Edits that only the seal shows: what an experiment saw is not on disk."""


@pytest.mark.parametrize("change", SEALED.values(), ids=SEALED)
def test_an_edited_row_is_not_repeated(change: Callable[[Row], Any], place: Place) -> None:
    edit(place.home, "squares", change, sealed=False)
    assert place.repeated() == {"squares": False, "in-words": True}


@pytest.mark.parametrize("change", COMPARED.values(), ids=COMPARED)
def test_what_can_be_compared_is_compared_besides_the_seal(change: Callable[[Row], Any], place: Place) -> None:
    edit(place.home, "squares", change, sealed=True)
    assert place.repeated() == {"squares": False, "in-words": True}


@pytest.mark.parametrize("verdict", ["proved", "steps proved", "proved for instances"])
def test_a_claim_without_derivation_is_never_proved_by_its_row(verdict: str, place: Place) -> None:
    edit(place.home, "in-words", put("verdict", verdict), sealed=True)
    assert place.repeated() == {"squares": True, "in-words": False}


def test_a_refutation_turned_into_support_is_not_repeated(place: Place) -> None:
    edit(place.home, "in-words", lambda row: {**row, "verdict": "supported", "kind": None, "shortcomings": []}, sealed=False)
    assert place.repeated() == {"squares": True, "in-words": False}


def test_another_claims_row_under_the_key_is_not_repeated(place: Place) -> None:
    home = place.home
    with sqlite3.connect(home.ledger) as connection:
        whole = connection.execute("SELECT row, files, written, seal FROM verdicts WHERE claim = 'squares'").fetchone()
        connection.execute("UPDATE verdicts SET row = ?, files = ?, written = ?, seal = ? WHERE claim = 'in-words'", whole)
    assert place.repeated() == {"squares": True, "in-words": False}
    with sqlite3.connect(home.ledger) as connection:
        connection.execute("UPDATE verdicts SET claim = 'squares', written = written + 1 WHERE claim = 'in-words'")
    with Ledger.read(home.ledger, user_key()) as ledger:
        latest = ledger.latest("squares")
    assert latest is not None and latest.verdict == "proved"


def test_a_row_made_to_look_newer_is_not_listed(place: Place) -> None:
    home = place.home
    with sqlite3.connect(home.ledger) as connection:
        connection.execute("UPDATE verdicts SET written = written + 1")
    with Ledger.read(home.ledger, user_key()) as ledger:
        assert ledger.latest("squares") is None


def test_without_the_key_nothing_is_repeated_and_it_is_said(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> None:
    folder, home = place.folder, place.home
    assert notes(home) == []
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "somebody-else"))
    assert len(notes(home)) == 1 and "was not begun with your key" in notes(home)[0]
    monkeypatch.setenv("SADDLEPROOF_HOME", str(home.folder))
    main(["claims", "--claims", str(folder), "--format", "csv"])
    assert "proved,not run yet" in capsys.readouterr().out
    assert main(["verify", "squares", "--claims", str(folder)]) == 0
    assert "note: the ledger in" in capsys.readouterr().err


def test_a_key_that_others_can_read_is_none(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = place.home
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "open"))
    assert user_key() is not None
    assert key_file().stat().st_mode & 0o777 == 0o600
    os.chmod(key_file(), 0o644)
    assert user_key() is None
    assert "no verdict is kept or repeated" in notes(home)[0]
    assert place.repeated() == {"squares": False, "in-words": False}
    verify(place.found, Circumstances(), home)
    assert place.repeated() == {"squares": False, "in-words": False}


OLD = {
    "before versions": "CREATE TABLE verdicts (key TEXT PRIMARY KEY, claim TEXT, row TEXT, written REAL);"
                       "INSERT INTO verdicts VALUES ('k', 'c', '{}', 1);",
    "version 2": "CREATE TABLE ledger (version INTEGER NOT NULL, owner TEXT NOT NULL);"
                 "CREATE TABLE verdicts (key TEXT PRIMARY KEY, claim TEXT, row TEXT, files TEXT, written REAL, seal TEXT);"
                 "INSERT INTO ledger VALUES (2, 'me'); INSERT INTO verdicts VALUES ('k', 'c', '{}', '{}', 1, 's');",
}  # fmt: skip


@pytest.mark.parametrize("script", OLD.values(), ids=OLD)
def test_a_ledger_of_an_old_format_is_emptied(script: str, tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)
    with Ledger.read(file, b"s" * 32) as ledger:
        assert ledger.latest("c") is None and not ledger.foreign
    with Ledger.open(file, b"s" * 32) as ledger:
        assert ledger.get("k") is None and not ledger.foreign
        ledger.put("k", SOME)
        assert ledger.get("k") == (SOME, {})
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchall() == [(KIND.version,)]


def test_a_ledger_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    with Ledger.open(file, b"s" * 32):
        pass
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {KIND.version + 1}")
    for opened in (Ledger.open, Ledger.read):
        with pytest.raises(ValueError, match="a newer release wrote it"), opened(file, b"s" * 32):
            pass


def test_questions_write_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    write_claim("squares", tmp_path / "claims")
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    assert main(["claims", "--claims", str(tmp_path / "claims")]) == 0
    assert not (tmp_path / "home").exists()
    with Ledger.open(tmp_path / "ledger.sqlite", b"s" * 32):
        pass
    with Ledger.read(tmp_path / "ledger.sqlite", b"s" * 32) as ledger, pytest.raises(sqlite3.OperationalError):
        ledger.put("k", SOME)
