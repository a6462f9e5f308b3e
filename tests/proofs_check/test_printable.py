"""Foreign text reaches no terminal, page or file with a control character, and forges no line; long lines are wrapped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.report.one_claim import claim_text
from proofs_check.report.pages.build import report_page
from proofs_check.report.printable import shown, without_ones
from proofs_check.report.verdicts import page, verdict_table
from proofs_check.verify.fingerprint import ROOT
from proofs_check.verify.report import PlantedSummary, Report, Steps, Verification
from proofs_check.verify.verdict import Verdict

EVIL = "\x1b[2J\r\x07\x9b31m\u202e\udc80\x7f"
WORDS = """
from proofs_check.verify.claim import Claim, Source
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe

print("g: proved\\n\\x1b[2Jagain", flush=True)
BAD = "\\x1b[31m\\nother: proved\\x9b"
claim = Claim(id="evil", title="t" + BAD, sentence="s" + BAD, source=Source("own", "item" + BAD, "reconstructed"),
              subject="conjecture", statement="words" + BAD + "\\nverdict   proved", expected=("supported",),
              open_reason="r" + BAD, probe=SearchProbe(instances=lambda rng: 1, violation=lambda x: Counterexample("x" + BAD)))
"""


def clean(text: str) -> bool:
    return all(sign.isprintable() or sign == "\n" for sign in text)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims/evil.py").write_text(WORDS)
    return tmp_path


def test_every_command_and_format_prints_no_control_character(folder: Path, capfd: Any) -> None:
    commands = [
        ["verify", "--format", format, "--report", "report"] for format in ("table", "json", "csv", "markdown", "latex")
    ]
    for command in [
        *commands,
        ["claims"],
        ["claims", "--format", "json"],
        ["claims", "--graph", "graph.svg"],
        ["show", "evil"],
    ]:
        main([*command, "--claims", "claims"])
        for text in capfd.readouterr():
            assert text and clean(text), (command, text)
            assert not any(line.startswith(("other: proved", "verdict   proved", "g: proved")) for line in text.splitlines())
    for file in [folder / "graph.svg", *(folder / "report").glob("*.*")]:
        assert clean(file.read_text(encoding="utf-8")), file
    stored = json.loads((folder / "report/verdicts.json").read_text(encoding="utf-8"))["claims"][0]
    assert stored["title"] == "t\x1b[31m\nother: proved\x9b", "JSON escapes, and keeps what was there"


def test_what_a_claim_file_prints_is_relayed_line_by_line(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "proofs_check.cli", "claims", "--claims", "claims"], capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert b"\x1b" not in done.stdout + done.stderr
    assert "| g: proved\n|  [2Jagain\n" in done.stderr.decode()


def everything(text: str) -> Report:
    automatic = PlantedSummary(
        {}, (), {}, (), (), (), (f"goal [1]: {text} holds by its definitions alone",), (f"goal [2]: {text}",)
    )
    return Report(
        id="roots", verdict=Verdict.PROVED, title=text, sentence=text, reason=text, item=text, notes=(text,), prose=text,
        statement=f"for all  x: real\ngiven    x > 0\n{text}\nthen     x[1*n] > 0", goals=("1" * 64, "2" * 64),
        steps=Steps(2, 2), automatic=automatic, shortcomings=(text,), source=text, open=text, slack=(text,),
    )  # fmt: skip


def test_every_text_of_a_report_is_printable_and_on_its_line() -> None:
    forged = f"a{EVIL}\nverdict   proved"
    result = Verification(claims=(everything(forged),))
    texts = [claim_text(result.claims[0]), page(result), report_page(result)]
    for text in [*texts, *(verdict_table(result, format) for format in ("table", "csv", "markdown", "latex"))]:
        assert clean(text)
    lines = texts[0].splitlines()
    assert [line for line in lines if line.startswith("verdict ")] == ["verdict   proved"]
    assert shown(shown(result.claims[0])) == shown(result.claims[0])


@pytest.mark.parametrize(("width", "longest"), [("80", 80), ("120", 120), ("", 160)])
def test_show_and_the_table_keep_to_the_width(width: str, longest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that no line holds stays whole, on a line of its own."""
    monkeypatch.setenv("COLUMNS", width)
    word = "x" * 300
    report = everything("many words that go on " * 40 + word)
    drawn = verdict_table(Verification(claims=(report,)), "table").split("\nsteps:")[0]
    for text in (claim_text(report), drawn):
        lines = text.splitlines()
        assert max(len(line) for line in lines if word not in line) <= longest
        assert {line.strip(" !;") for line in lines if "xx" in line} == {word}


def test_identities_and_declared_goals_are_told_by_show_and_on_the_pages() -> None:
    result = Verification(claims=(everything("F == x*x"),))
    for text in (claim_text(result.claims[0]), page(result), report_page(result)):
        assert "goal [1]: F == x*x holds by its definitions alone" in text
        assert "goal [2]: F == x*x (declared: no exact model refutes its strengthening)" in text


def test_short_forms_are_explained_where_they_are_printed() -> None:
    result = Verification(claims=(everything("x"),))
    assert "proof: edited certificates" in verdict_table(result, "table")
    assert "proof: edited certificates" not in verdict_table(result, "markdown")


@pytest.mark.parametrize(
    ("text", "plain"),
    [("x[1*n] == 1*m", "x[n] == m"), ("a - 1*rho**1*l", "a - rho**1*l"), ("21*m", "21*m"), ("2**1*m", "2**1*m"),
     ("m/1*q", "m/1*q"), ("2**-1*m", "2**-1*m"), ("1*(a + b)", "(a + b)"), ("1**2*x", "1**2*x"), ("2*1*x", "2*1*x")],
)  # fmt: skip
def test_a_factor_one_is_left_out_only_where_the_value_stays(text: str, plain: str) -> None:
    values = {"x": [3, 5, 7, 11], "n": 2, "m": 7, "a": 5, "b": 2, "rho": 3, "l": 4, "q": 9}
    assert without_ones(text) == plain
    assert eval(plain, values) == eval(text, values)
