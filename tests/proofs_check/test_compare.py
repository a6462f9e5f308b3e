"""Two verifications side by side: which way a verdict went is a closed table; an old file of any release is read or refused."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.probes.probe import Refutation
from proofs_check.report.comparison import comparison_text
from proofs_check.verify.compare import Earlier, compare, direction, read_earlier
from proofs_check.verify.report import Report, Verification
from proofs_check.verify.verdict import Verdict

IN_FAVOUR = ["proved", "steps proved", "proved for instances", "supported"]
"""Strongest first, as the README orders them."""


@pytest.mark.parametrize(("before", "now"), list(product(Verdict, Verdict)), ids=str)
def test_every_pair_of_verdicts_goes_one_way(before: Verdict, now: Verdict) -> None:
    """Expected by hand: a list of cases that knows no strengths."""
    if before == now:
        expected = "same"
    elif now == "contradiction":
        expected = "worse"
    elif before == "contradiction":
        expected = "better"
    elif now == "inconclusive":
        expected = "worse"
    elif before == "inconclusive":
        expected = "better"
    elif before == "refuted":
        expected = "other"
    elif now == "refuted":
        expected = "worse"
    else:
        expected = "worse" if IN_FAVOUR.index(now) > IN_FAVOUR.index(before) else "better"
    assert direction(Earlier("a", before), Earlier("a", now)) == expected


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [("exact", "statistical", "worse"), ("statistical", "exact", "better"), ("exact", "exact", "same"),
     ("exact", "asymptotic", "other"), ("asymptotic", "statistical", "worse")],
)  # fmt: skip
def test_a_refutation_by_samples_is_less_than_an_exact_one(before: str, now: str, way: str) -> None:
    one, other = (Earlier("a", Verdict.REFUTED, Refutation(kind)) for kind in (before, now))
    assert direction(one, other) == way


OLD = [
    Report(id="kept", verdict=Verdict.PROVED, statement="then x > 0", seconds=1.0),
    Report(id="weaker", verdict=Verdict.PROVED, cites=("Weyl",), checkers=("kernel", "coq"), seconds=2.0),
    Report(id="stronger", verdict=Verdict.SUPPORTED, seconds=2.0),
    Report(id="moved", verdict=Verdict.PROVED, statement="given x > 1\nthen x > 0", seconds=1.0),
    Report(id="gone", verdict=Verdict.REFUTED, kind=Refutation.EXACT),
]
NEW = [
    Report(id="kept", verdict=Verdict.PROVED, statement="then  x > 0", seconds=9.0),
    Report(id="weaker", verdict=Verdict.SUPPORTED, cites=("thin SVD",), shortcomings=("expected proved",), seconds=2.0),
    Report(id="stronger", verdict=Verdict.PROVED, seconds=2.0),
    Report(id="moved", verdict=Verdict.PROVED, statement="given x > 1\nthen x >= 0", seconds=1.0),
    Report(id="new", verdict=Verdict.PROVED),
]


def test_each_change_is_told_once() -> None:
    found = compare(list(map(Earlier.of, OLD)), NEW)
    told = found.to_json()
    ways = {row["id"]: row["direction"] for row in told["changed"]}
    assert ways == {"weaker": "worse", "stronger": "better", "moved": "same"}
    assert told["changed"][0]["notes"] == [
        "also cites thin SVD", "no longer cites Weyl", "no longer re-checked by Coq", "no longer as expected: expected proved",
    ]  # fmt: skip
    assert told["changed"][2]["texts"] == {"statement": ["given x > 1\nthen x > 0", "given x > 1\nthen x >= 0"]}
    assert (told["new"], told["gone"], told["worse"]) == ({"new": "proved"}, {"gone": "refuted (exact)"}, ["weaker"])
    assert told["unchanged"] == 1 and told["seconds"]["kept"] == [1.0, 9.0]
    text = comparison_text(found, "table")
    assert "moved: the statement\n  - then x > 0\n  + then x >= 0" in text and "given" not in text
    assert "slower: kept, 1.0 s before, 9.0 s now" in text
    assert text.endswith(
        "4 claims compared: 1 worse, 1 better, 1 stated otherwise, 1 new, 1 gone; 6.0 s before, 14.0 s now"
    )


def test_an_older_release_may_lack_fields_and_have_others(tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    file.write_text(json.dumps({"claims": [{"id": "a", "verdict": "proved", "odd": 1}, {"id": "b", "verdict": "refuted"}]}))
    assert read_earlier(file) == [Earlier("a", Verdict.PROVED), Earlier("b", Verdict.REFUTED)]
    assert [item.id for item in read_earlier(file, ["b"])] == ["b"] and read_earlier(file, paper="dmf") == []


def test_a_report_folder_is_as_good_as_its_json(tmp_path: Path) -> None:
    text = json.dumps(Verification(claims=tuple(OLD)).to_json())
    (tmp_path / "verdicts.json").write_text(text)
    assert read_earlier(tmp_path) == read_earlier(tmp_path / "verdicts.json") == list(map(Earlier.of, OLD))


ROW = {"id": "a", "verdict": "proved"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "which is no JSON"), ("[" * 10**5, "which is no JSON"), ("\udc80", "which is no JSON"),
        ("[]", "no list of claims"),
        ({"claims": 3}, "no list of claims"), ({"claims": [3]}, "no list of claims"), ({"claims": [{}]}, "has no id"),
        ({"claims": [{"id": "a"}]}, "has no verdict"), ({"claims": [{**ROW, "verdict": "certified"}]}, "verdict 'certified'"),
        ({"claims": [{**ROW, "verdict": []}]}, "has no verdict"),
        ({"claims": [{**ROW, "statement": 1}]}, "has no statement"),
        ({"claims": [ROW, ROW]}, "stands twice"), (None, "No such file"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_in_one_line(content: Any, message: str, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "old.json"
    if content is not None:
        text = content if isinstance(content, str) else json.dumps(content)
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert main(["verify", "--diff", str(file)]) == 2
    error = capsys.readouterr().err
    assert message in error and error.count("\n") == 1 and error.startswith("saddleproof: diff")


GUESS = """
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source
claim = Claim(id="guess", title="g", source=Source("own", "-", "reconstructed"), statement="x*x >= 0", subject="conjecture",
              expected=("supported",), probe=SearchProbe(instances=lambda rng: rng.random(), violation=lambda x: None,
                                                         planted=lambda x: Counterexample("x")))
"""


BEFORE = {
    "guess supported": (0, "1 claim compared: 1 with"),
    "guess inconclusive": (0, "1 better"),
    "guess proved": (1, "1 worse"),
    "other proved": (0, "1 new, 1 gone"),
}


def test_the_command_compares_what_it_verified(tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One claim that is supported; what stood before is planted (with another title, so that this differs as well)."""
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "guess.py").write_text(GUESS)
    options = ["verify", "--claims", str(tmp_path / "claims"), "--diff", str(tmp_path / "old.json")]
    for before, (code, word) in BEFORE.items():
        name, verdict = before.split()
        row = {"id": name, "verdict": verdict, "title": "another", "statement": "x*x >= 0"}
        (tmp_path / "old.json").write_text(json.dumps({"claims": [row]}))
        assert main(options) == code
        assert word in capsys.readouterr().out
    (tmp_path / "old.json").write_text(json.dumps({"claims": [{"id": "guess", "verdict": "proved"}]}))
    assert main([*options, "--format", "json", "--report", str(tmp_path / "report")]) == 1
    assert json.loads(capsys.readouterr().out)["worse"] == ["guess"]
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "What changed" in page and "1 worse" in page
    assert main([*options, "--format", "csv"]) == 2
