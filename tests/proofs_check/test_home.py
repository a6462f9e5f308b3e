"""Where verdicts are kept: found from every folder, and never taken from somebody else's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.home import Home, notes
from proofs_check.verify.ledger import Ledger
from proofs_check.verify.secret import user_key
from proofs_check.verify.template import write_claim


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with a state folder of their own, in a folder with one claim."""
    monkeypatch.delenv("SADDLEPROOF_HOME", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("here", "elsewhere"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    write_claim("squared-distance", tmp_path / "claims")
    return tmp_path


def test_a_verdict_is_found_from_every_folder(user: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    listing = ["claims", "--claims", "../claims", "--format", "csv"]
    kept = user / "state/saddleproof/verdicts"
    assert main(listing) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[1].endswith(",not run yet") and f"no verdict on these claims in {kept}, where this looked" in err
    assert main(["verify", "--claims", "../claims"]) == 0
    assert f"note: ledger and certificates are in {kept}" in capsys.readouterr().err
    monkeypatch.chdir(user / "elsewhere")
    assert main(listing) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[1].endswith(",proved") and "no verdict" not in err
    assert main(["recheck"]) == 0
    assert "2 accepted, 0 at fault" in capsys.readouterr().out
    assert list((user / "here").iterdir()) == list((user / "elsewhere").iterdir()) == []


def begun_by(secret: bytes | None, folder: Path) -> None:
    with Ledger.open(folder / "ledger.sqlite", secret):
        pass


def test_a_folder_of_older_releases_goes_on_being_used(user: Path) -> None:
    begun_by(user_key(), Path(".saddleproof"))
    assert Home.default().folder == Path(".saddleproof")


@pytest.mark.parametrize("what", ["somebody else's key", "no key", "no ledger"])
def test_a_folder_of_somebody_else_is_not_used_and_that_is_said(what: str, user: Path) -> None:
    if what == "no ledger":
        Path(".saddleproof").mkdir()
        Path(".saddleproof/ledger.sqlite").write_text("neither this nor that, but long enough to be read " * 20)
    else:
        begun_by(b"somebody else's key, of 32 bytes!!" if what == "somebody else's key" else None, Path(".saddleproof"))
    home = Home.default()
    assert home.folder == user / "state/saddleproof/verdicts"
    assert notes(home) == [
        f".saddleproof in this folder was not begun with your key, and is not used; your verdicts are in {home.folder}"
    ]


def test_a_home_by_name_goes_before_all(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun_by(user_key(), Path(".saddleproof"))
    monkeypatch.setenv("SADDLEPROOF_HOME", "named")
    assert Home.default().folder == Path("named")


def test_without_certificates_recheck_says_where_it_looked(user: Path, capsys: Any) -> None:
    assert main(["recheck"]) == 2
    assert str(user / "state/saddleproof/verdicts/certificates") in capsys.readouterr().err


def test_a_graph_needs_verdicts(user: Path, capsys: Any) -> None:
    draw = ["claims", "--claims", "../claims", "--chart", "graph.svg", "--format", "csv"]
    assert main(draw) == 2
    assert "chart needs verdicts, and there is none on these claims in" in capsys.readouterr().err
    assert not Path("graph.svg").exists()
    write_claim("another-claim", user / "claims")
    assert main(["verify", "squared-distance", "--claims", "../claims"]) == main(draw) == 0
    assert "note: 1 of 2 claims have no verdict yet and are not drawn" in capsys.readouterr().err
    assert "squared-distance" in Path("graph.svg").read_text()
