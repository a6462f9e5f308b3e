"""Terminals that cannot show every sign: each command ends as it does elsewhere, and what it prints can be read."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from proofs_check.cli.main import main
from proofs_check.cli.terminal import nearest

LINES = {
    "landscape --widths 2,2,2 --spectrum 3,2 --ridge 1": (0, "global minimizer"),
    "bound agd --condition 1 --rank 1 --columns 1 --tau 1/2 --nu 1/2 --epsilon 1/100": (0, "sharpened"),
    "experiment": (0, "agd-slack"),
    "show no-such-claim": (2, "unknown claim"),
    "check √2 --time 1": (2, "saddleproof: "),
}


def printed(line: str, encoding: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Exit code and everything that the command writes to a terminal of this encoding."""
    raw = io.BytesIO()
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, io.TextIOWrapper(raw, encoding=encoding, write_through=True))
    code = main(line.split(" "))
    sys.stdout.flush()
    sys.stderr.flush()
    return code, raw.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("line", LINES)
def test_every_terminal(line: str, encoding: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path))
    code, word = LINES[line]
    found, text = printed(line, encoding, monkeypatch)
    assert found == code and word in text
    assert "must be valid Unicode" not in text
    assert text.count("?") == printed(line, "utf-8", monkeypatch)[1].count("?")  # none stands for a sign


def test_a_file_keeps_its_signs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    line = f"landscape --widths 2,2,2 --spectrum 3,2 --ridge 1 --format markdown --out {tmp_path / 'table.md'}"
    assert printed(line, "ascii", monkeypatch)[0] == 0
    assert (tmp_path / "table.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("line", LINES)
def test_an_output_closed_by_the_caller(line: str, stream: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path))
    monkeypatch.setattr(sys, stream, None)  # as Python has it after `>&-`
    assert main(line.split(" ")) == LINES[line][0]
    getattr(sys, stream).close()


@pytest.mark.parametrize(("encoding", "shown"), [("ascii", "s^{2L}, y_g^2, W^T, U_{l-1}"), ("latin-1", "y_g², W^T, U_{l-1}")])
def test_exponents_and_subscripts_stay_what_they_are(encoding: str, shown: str) -> None:
    text = "s²ᴸ, y_g², Wᵀ, Uₗ₋₁" if encoding == "ascii" else "y_g², Wᵀ, Uₗ₋₁"
    assert text.encode(encoding, "saddleproof.nearest").decode(encoding) == shown


def test_every_sign_has_a_spelling_in_ascii() -> None:
    """All of the blocks that mathematics takes its signs from; what is no letter and has no entry is a question mark."""
    for low, high in ((0xA0, 0x250), (0x370, 0x400), (0x1E00, 0x1F00), (0x2000, 0x2200), (0x2200, 0x2300), (0x2500, 0x2580)):
        assert all(nearest(chr(k)).isascii() for k in range(low, high))
    assert [nearest(x) for x in "Λκ┏┃━"] == ["Lambda", "kappa", "+", "|", "-"]
