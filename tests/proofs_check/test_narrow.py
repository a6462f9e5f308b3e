"""Tables and texts in narrow terminals: every command × widths, and no number and no name is cut.

The cells are those of the CSV that the same command writes, which knows no width; what has no CSV is compared with its own
text in a wide terminal.
"""

from __future__ import annotations

import csv
import io
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proofs_check.cli.main import main
from proofs_check.report.screen import terminal_table
from proofs_check.verify.template import write_claim
from tests.marks import but

SMALL = "--widths 2,2,2,2 --spectrum 3,11/5 --ridge 1"
LONG = "--widths 13,13,13,178 --matrix @wine_standardized --ridge 1/5"
WIDTHS = (200, 80, 60, 40)
TABLES = (
    "claims", "claims --paper udu", f"landscape {SMALL}", f"landscape {SMALL} --hessian", f"landscape {LONG} --limit 5",
    f"barriers {SMALL} --table levels", f"barriers {LONG} --table barriers", "experiment",
    "fixedpoints udu --spectrum 3,2,-1 --columns 2", "fixedpoints dmd --size 40 --spectrum 4,2,1 --columns 5",
    "bound agd --condition 10 --rank 3 --columns 6 --tau 0.1 --nu 0.1 --epsilon 1e-6",
    "bound dmd --size 40 --rank 3 --columns 5 --spectrum 4,2,1", "verify squared-distance --claims claims",
)  # fmt: skip
TEXTS = (
    "run factorization agd --steps 5", "check 'AB = BA'", "locate w.npz --matrix m.csv --widths 2,2,2 --ridge 1",
    f"escape {SMALL} --from 1+2- --mixtures 0", "derive '1/2*||X*Y^T - A||^2' --in X,Y",
    "show squared-distance --claims claims --proof --tree",
)  # fmt: skip
FRAMES = set("┃│┏┳┓┡╇┩└┴┘━─")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("narrow")
    write_claim("squared-distance", folder / "claims")
    (folder / "m.csv").write_text("3,0\n0,2\n")
    np.savez(folder / "w.npz", W1=np.eye(2), W2=np.eye(2))
    return folder


def printed(line: str, width: int, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> str:
    monkeypatch.chdir(place)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(place / "home"))
    monkeypatch.setenv("COLUMNS", str(width))
    assert main(shlex.split(line)) in (0, 1)
    return str(capsys.readouterr().out)


def words(text: str) -> list[str]:
    """Words without the frames of tables, and without what parts the cells of a list."""
    return [word.rstrip(";") for word in "".join(" " if sign in FRAMES else sign for sign in text).split()]


def cut(cells: list[str], text: str) -> list[str]:
    """The words of the cells that do not stand whole in the text, as often as they should."""
    left, missing = words(text), []
    for word in (word for cell in cells for word in words(cell)):
        if word in left:
            left.remove(word)
        else:
            missing.append(word)
    return missing


@pytest.mark.parametrize("line", but(TABLES, ("claims", "verify squared-distance --claims claims")))
def test_no_cell_of_a_table_is_cut(line: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    rows = list(csv.reader(io.StringIO(printed(f"{line} --format csv", 200, place, monkeypatch, capsys))))
    cells = [cell for row in rows for cell in row]
    assert len(rows) > 1
    for width in WIDTHS:
        text = printed(line, width, place, monkeypatch, capsys)
        longest = max(len(word) for word in words(text))
        assert cut(cells, text) == [], width
        assert max(map(len, text.splitlines())) <= max(width, longest + 2), width


@pytest.mark.parametrize("line", but(TEXTS, TEXTS[3:]))
def test_no_word_of_a_text_is_cut(line: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    wide = [word for word in words(printed(line, 400, place, monkeypatch, capsys)) if word.strip("0123456789.")]
    for width in WIDTHS:
        text = printed(line, width, place, monkeypatch, capsys)
        assert cut(wide, text) == [], width
        assert max(map(len, text.splitlines())) <= max(width, max(map(len, words(text))) + 30), width


def test_a_cut_number_is_seen() -> None:
    """The eye of the tests above: rich alone cuts it."""
    from rich.console import Console
    from rich.table import Table

    drawn = Table()
    for name in ("loss", "class"):
        drawn.add_column(name, overflow="fold")
    drawn.add_row("10.0965881683828", "global minimizer")
    out = io.StringIO()
    Console(file=out, width=30).print(drawn)
    assert cut(["10.0965881683828"], out.getvalue()) == ["10.0965881683828"]


def test_a_row_that_fits_no_width_is_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written by hand."""
    monkeypatch.setenv("COLUMNS", "26")
    text = terminal_table(["orbit", "loss", "class"], [["1+2+", "10.0965881683828", "global minimizer"]], "one orbit")
    assert text == "one orbit\n\norbit 1+2+;\n  loss 10.0965881683828;\n  class global minimizer"
