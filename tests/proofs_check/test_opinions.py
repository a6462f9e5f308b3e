"""What Coq said is shown for exactly the certificates it was said of; forged, moved and stale rows are as if not there."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.report.one_claim import claim_text
from proofs_check.report.pages.build import report_page
from proofs_check.report.verdicts import page, summary_text, verdict_table, verdict_text
from proofs_check.verify import opinions as module
from proofs_check.verify.discovery import find_claims
from proofs_check.verify.home import Home
from proofs_check.verify.judge import Circumstances
from proofs_check.verify.opinions import Opinion, Opinions, _seal, subject
from proofs_check.verify.report import Report, Verification
from proofs_check.verify.runner import verify
from proofs_check.verify.secret import user_key
from proofs_check.verify.template import write_claim
from theory.export.coq.toolchain import Coq
from theory.export.coq.workshop import LIBRARY, Workshop

FINE = Opinion("8.16.1", axioms=("von Neumann",), seconds=1.5)
AGAINST = Opinion("8.16.1", refused="c0ffee (expand): Error: Unable to unify")


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with a proved claim, and the home where its verdict is kept."""
    folder, home = tmp_path_factory.mktemp("claims"), tmp_path_factory.mktemp("home")
    write_claim("squares", folder)
    assert _verified(folder, Home(home)).claims[0].verdict == "proved"
    return folder, home


@pytest.fixture
def folder(claims: tuple[Path, Path]) -> Path:
    return claims[0]


@pytest.fixture
def home(claims: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = Home(Path(shutil.copytree(claims[1], tmp_path / "home")))
    monkeypatch.setenv("SADDLEPROOF_HOME", str(home.folder))
    return home


def _verified(folder: Path, home: Home) -> Verification:
    return verify(find_claims(folder), Circumstances(), home)


def _report(folder: Path, home: Home) -> Report:
    (report,) = _verified(folder, home).claims
    return report


def _say(home: Home, report: Report, opinion: Opinion) -> None:
    with Opinions.open(home.opinions, user_key()) as opinions:
        opinions.put(report.goals, report.premises, opinion)


def test_without_an_opinion_it_is_said_once_that_coq_was_not_asked(folder: Path, home: Home) -> None:
    result = _verified(folder, home)
    (report,) = result.claims
    assert (report.checkers, report.coq, verdict_text(report)) == (("kernel",), None, "proved")
    for text in (verdict_table(result, "table"), claim_text(report)):
        assert text.count("not re-checked by Coq") == 1
    assert "not re-checked by Coq" in page(result) and "not re-checked by Coq" in report_page(result)


def test_an_opinion_on_exactly_these_certificates_is_shown(folder: Path, home: Home, capsys: Any) -> None:
    _say(home, _report(folder, home), FINE)
    result = _verified(folder, home)
    (report,) = result.claims
    assert (report.cached, report.checkers, report.coq) == (True, ("kernel", "coq"), FINE)
    assert verdict_text(replace(report, cites=("Weyl",))) == "proved (kernel, Coq), citing Weyl"
    assert "; re-checked by Coq; " in summary_text(result) and result.exit_code == 0
    for text in (claim_text(report), page(result), report_page(result)):
        assert "proved (kernel, Coq)" in text and "re-checked by Coq 8.16.1, axioms: von Neumann" in text
        assert "not re-checked" not in text
    assert main(["verify", "--claims", str(folder), "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["claims"]
    assert told["checkers"] == ["kernel", "coq"] and told["coq"]["axioms"] == ["von Neumann"]
    assert Report.from_json(told) == report
    assert main(["claims", "--claims", str(folder), "--format", "csv"]) == 0
    assert '"proved (kernel, Coq)"' in capsys.readouterr().out


def test_a_refusal_is_a_contradiction_wherever_the_verdict_is_shown(folder: Path, home: Home, capsys: Any) -> None:
    _say(home, _report(folder, home), AGAINST)
    result = _verified(folder, home)
    (report,) = result.claims
    assert (report.verdict, report.checkers, result.exit_code) == ("contradiction", ("kernel",), 3)
    assert main(["verify", "--claims", str(folder)]) == 3
    said = capsys.readouterr().out
    assert "*** CONTRADICTION in squares: the kernel accepts what Coq refuses: c0ffee (expand)" in said
    assert main(["show", "squares", "--claims", str(folder)]) == 0
    assert "REFUSED by Coq 8.16.1: c0ffee (expand)" in capsys.readouterr().out
    assert 'class="contradiction"' in report_page(result)


def _other_step(report: Report) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return report.goals, ("0" * 64, *report.premises[1:])


@pytest.mark.parametrize(
    "about",
    [
        _other_step,
        lambda report: (report.goals, report.premises[:-1]),
        lambda report: (report.goals, (*report.premises, "0" * 64)),
        lambda report: (report.premises[:1], report.premises),
        lambda report: ((*report.goals, report.premises[0]), report.premises),
        lambda report: ((), ()),
    ],
)
def test_an_opinion_on_other_certificates_is_stale(
    about: Callable[[Report], tuple[tuple[str, ...], tuple[str, ...]]], folder: Path, home: Home
) -> None:
    """One certificate replaced, one less, one more, another goal."""
    report = _report(folder, home)
    goals, steps = about(report)
    for opinion in (FINE, AGAINST):
        with Opinions.open(home.opinions, user_key()) as opinions:
            opinions.put(goals, steps, opinion)
        assert _report(folder, home) == report


def test_a_changed_certificate_makes_the_opinion_stale(folder: Path, home: Home, tmp_path: Path) -> None:
    """The same goal with another model is another certificate."""
    _say(home, _report(folder, home), FINE)
    changed = Path(shutil.copytree(folder, tmp_path / "changed"))
    file = changed / "squares.py"
    file.write_text(file.read_text().replace('"Y": [["1", "-2"]]', '"Y": [["1", "-3"]]'))
    report = _report(changed, home)
    assert (report.verdict, report.checkers, report.coq) == ("proved", ("kernel",), None)
    assert _report(folder, home).checkers == ("kernel", "coq")


def test_another_exporter_or_library_makes_the_opinion_stale(folder: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    report = _report(folder, home)
    for opinion in (FINE, AGAINST):
        _say(home, report, opinion)
        with monkeypatch.context() as patch:
            patch.setattr(module, "fingerprints", lambda version: ("library", "another"))
            assert _report(folder, home) == report
        assert _report(folder, home) != report


FORGED: dict[str, str] = {
    "accepted instead of refused": f"UPDATE opinions SET row = '{json.dumps({**vars(FINE), 'axioms': []})}'",
    "no axioms": "UPDATE opinions SET row = replace(row, 'von Neumann', '')",
    "another version of Coq": "UPDATE opinions SET row = replace(row, '8.16.1', '8.20.0')",
    "another exporter": "UPDATE opinions SET exporter = 'newer'",
    "another time": "UPDATE opinions SET written = written + 1",
    "another seal": "UPDATE opinions SET seal = 'x'",
    "no object": "UPDATE opinions SET row = '[]'",
    "no JSON": "UPDATE opinions SET row = '{'",
}


@pytest.mark.parametrize("statement", FORGED.values(), ids=FORGED)
def test_a_forged_row_says_nothing(statement: str, folder: Path, home: Home) -> None:
    report = _report(folder, home)
    _say(home, report, replace(FINE, axioms=("von Neumann", "")))
    with sqlite3.connect(home.opinions) as connection:
        connection.execute(statement)
    assert _report(folder, home) == report


def test_a_row_about_other_certificates_cannot_be_moved_here(folder: Path, home: Home) -> None:
    report = _report(folder, home)
    with Opinions.open(home.opinions, user_key()) as opinions:
        opinions.put(["0" * 64], ["0" * 64], FINE)
    with sqlite3.connect(home.opinions) as connection:
        connection.execute("UPDATE opinions SET subject = ?", (subject(report.goals, report.premises),))
    assert _report(folder, home) == report


def test_a_sealed_row_that_is_none_says_nothing(folder: Path, home: Home) -> None:
    """Even the user's own key does not make an opinion of what has other fields."""
    report, secret = _report(folder, home), user_key()
    assert secret is not None
    _say(home, report, FINE)
    with sqlite3.connect(home.opinions) as connection:
        about, exporter, written = connection.execute("SELECT subject, exporter, written FROM opinions").fetchone()
        for row in ('{"coq": "8.16.1"}', '"8.16.1"', json.dumps({**vars(FINE), "more": 1})):
            mark = _seal(secret, about, exporter, row, written)
            connection.execute("UPDATE opinions SET row = ?, seal = ?", (row, mark))
            connection.commit()
            assert _report(folder, home) == report


def test_with_another_key_nothing_is_said(folder: Path, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _say(home, _report(folder, home), FINE)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "somebody-else"))
    assert _report(folder, home).checkers == ("kernel",)


def test_what_a_workshop_keeps_is_used_with_its_mark_alone(tmp_path: Path) -> None:
    """The index says which module holds the lemma of a certificate; a folder that came from elsewhere is compiled anew."""

    def shop(key: str = "mine") -> Workshop:
        shop = Workshop(tmp_path, Coq("coqc", "8.16.1"), lambda text: module.seal(key.encode(), text))
        shop._load()
        return shop

    first = shop()
    first.library.mkdir(parents=True)
    first.modules.mkdir(parents=True)
    for file in (*(first.library / f"{name}.vo" for name in LIBRARY), first.modules / "M1.vo"):
        file.write_text("compiled")
    first.index, first.fair, first.digests = (
        {"a" * 64: ["M1", 0.5]},
        {"d_1"},
        {"M1": module.hashlib.sha256(b"compiled").hexdigest()},
    )
    first._keep()
    assert (shop().index, shop().fair) == (first.index, first.fair)
    assert shop("another").index == {}
    kept = first._index_file.read_text()
    for edited in (
        kept.replace("a" * 64, "b" * 64),
        kept.replace("0.5", "0.25"),
        kept.replace("d_1", "d_2"),
        kept[:-9],
        "[]",
        "{}",
    ):
        first._index_file.write_text(edited)
        assert shop().index == {}
    first._index_file.write_text(kept)
    for file in (first.modules / "M1.vo", first.library / "Base.vo"):
        file.write_text("another")
        assert shop().index == {}
        file.write_text("compiled")
    assert shop().index == first.index
