"""The outside: exit codes, one-line errors, JSON alone on standard output, pages, transcripts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.fingerprint import ROOT
from proofs_check.verify.template import write_claim

FALSE_CLAIM = '''
from fractions import Fraction
from proofs_check.verify.claim import Claim, Source
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe

def instance(rng):
    return Fraction(rng.randint(1, 9), rng.randint(1, 9))

def violation(x):
    return None if x * x >= x else Counterexample(f"x = {x}: x² < x", size=x.denominator)

claim = Claim(id="squares-grow", title="Squares grow", source=Source("own", "-", "reconstructed"), subject="conjecture",
              statement="x² ≥ x for every rational x", expected=("supported",),
              probe=SearchProbe(instances=instance, violation=violation))
'''

CONTRADICTION = '''
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from tests.proofs_check import samples

def measure(seed):
    return Comparison(label="by hand", predicted=[1.0], measured=[2.0], budget=1e-9)

claim = samples.claim(id="torn", probe=NumericProbe(measure=measure))
'''


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_claim("squared-distance", tmp_path / "claims")
    return tmp_path / "claims"


def test_json_stands_alone_and_has_the_fields_of_the_interface(folder: Path, capsys: Any) -> None:
    assert main(["verify", "--claims", str(folder), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert "squared-distance: proved" in err
    assert {"claims", "summary", "seed", "versions", "seconds"} <= set(report)
    assert report["summary"] == {"proved": 1}
    assert (report["seed"], report["versions"]["python"]) == (0, ".".join(map(str, sys.version_info[:3])))
    row = report["claims"][0]
    check_row(row)
    assert row["statement"].endswith("then     F == tr(W.T*W) - 2*tr(W.T*Y) + tr(Y.T*Y)")
    assert row["leaves"] == {"objective": ["F == tr((W-Y).T*(W-Y))"], "hypotheses": [], "lemmas": []}


def check_row(row: dict[str, Any]) -> None:
    """The row of one claim, field by field as the interface fixes it."""
    kinds: dict[str, type | tuple[type, ...]] = {
        "id": str, "paper": str, "item": str, "standing": str, "statement": str, "expected": list, "verdict": str,
        "kind": (str, type(None)), "cites": list, "steps": dict, "probe": (dict, type(None)), "mutants": dict,
        "slack": list, "sharpness": list, "premises": list, "seconds": float, "reason": str,
    }  # fmt: skip
    for name, kind in kinds.items():
        assert isinstance(row[name], kind), name
    assert row["standing"] in ("stated", "reconstructed")
    assert set(row["steps"]) == {"total", "accepted"}
    assert row["probe"] is None or {"trials", "max_error", "budget"} <= set(row["probe"])
    assert {"false", "weaker", "open", "proof"} == set(row["mutants"])
    assert len(row["mutants"]["false"]) == len(row["mutants"]["proof"]) == 2
    assert all(re.fullmatch(r"[0-9a-f]{64}", premise) for premise in row["premises"])


def test_a_refuted_claim_is_exit_1_with_its_witness(tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / "claims"
    folder.mkdir()
    (folder / "squares.py").write_text(FALSE_CLAIM)
    assert main(["verify", "--claims", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "squares-grow: refuted (exact): x = " in out
    assert "expected supported, got refuted" in out


def test_a_contradiction_is_exit_3_and_the_loudest_line(tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / "claims"
    folder.mkdir()
    (folder / "squares.py").write_text(FALSE_CLAIM)
    (folder / "torn.py").write_text(CONTRADICTION)
    assert main(["verify", "--claims", str(folder), "--report", str(tmp_path / "report")]) == 3
    out = capsys.readouterr().out
    below = out.split("\n\n")[-1].splitlines()
    assert below[0].startswith("*** CONTRADICTION in torn: the kernel accepted it, but by hand: error 1")
    assert "Contradiction in torn" in (tmp_path / "report/report.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["verify", "no-such-claim", "--claims", "claims"], "unknown claim 'no-such-claim'; the nearest is 'squared-"),
        (["verify", "--claims", "nowhere"], "claims folder must exist, got nowhere"),
        (["verify", "--claims", "empty"], "claims folder must hold claim files"),
        (["verify", "--claims", "broken"], "NameError: name 'Clam' is not defined"),
        (["verify", "--claims", "claimless"], "claims folder must hold claim files"),
        (["verify", "--claims", "other"], "must define `claim = Claim(...)`"),
        (["verify", "--claims", "torn"], "torn/file.py: SyntaxError"),
        (["verify", "--claims", "wrong"], "wrong/file.py: ValueError: claim x: instances must be a tuple of texts"),
        (["verify", "--claims", "odd"], "odd/file.py: ValueError: claim x: mutants must be a tuple of Mutant, got (7,)"),
        (["verify", "--claims", "read"], "standing must be 'reconstructed' for the source 'own'"),
        (["verify", "--claims", "claims", "--bless", "--jobs", "0"], "jobs must be at least 1, got 0"),
        (["verify", "--claims", "claims", "--paper", "agd"], "paper must be one of own, got 'agd'"),
        (["verify", "--claims", "claims", "--budget", "huge"], "budget must be one of quick, full, got huge"),
        (["verify", "--claims", "claims", "--format", "pdf"], "format must be one of table, json, csv, "),
        (["verify", "--claims", "claims", "--jobs", "0"], "jobs must be at least 1, got 0"),
        (["verify", "--claims", "claims", "--jobs", "two"], "'--jobs'"),
        (["verify", "--claims", "claims", "--out", "no/such/file"], "out must lie in a folder that exists"),
        (["verify", "--colour"], "No such option: --colour"),
        (["prove"], "No such command 'prove'"),
        (["show"], "Missing argument 'CLAIM'"),
        (["show", "squared", "--claims", "claims"], "the nearest is 'squared-distance'"),
        (["recheck", "nowhere"], "DIR must be a folder of certificates, got nowhere"),
        (["new", "Not A Name"], "claim name must be lower-case words joined by hyphens, got 'Not A Name'"),
        (["new", "squared-distance"], "claim file must not exist yet"),
    ],
)
def test_unusable_input_is_one_line_and_exit_2(
    arguments: list[str], message: str, folder: Path, tmp_path: Path, capsys: Any
) -> None:
    wrong = """from proofs_check.verify.claim import Claim, Source
claim = Claim(id="x", title="X", source=Source("own", "-", "reconstructed"), expected="proved", statement="x", instances=[1])"""
    texts = {"broken": "claim = Clam()", "claimless": "x = 1", "empty": None, "other": "claim = 1", "torn": "claim = (",
             "wrong": wrong, "odd": wrong.replace("instances=[1]", "mutants=(7,)"),
             "read": wrong.replace("reconstructed", "stated")}  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        if text is not None:
            (tmp_path / name / "file.py").write_text(text)
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    lines = [line for line in err.splitlines() if line.startswith("saddleproof: ")]
    assert out == ""
    assert len(lines) == 1
    assert message in lines[0]


def test_an_id_used_twice_names_both_files(folder: Path, capsys: Any) -> None:
    (folder / "again.py").write_text((folder / "squared_distance.py").read_text())
    assert main(["verify", "--claims", str(folder)]) == 2
    assert "used twice" in (err := capsys.readouterr().err) and "again.py" in err and "squared_distance.py" in err


def test_an_id_of_this_project_is_refused_and_nothing_is_kept_under_it(
    folder: Path, home: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (folder / "squared_distance.py").read_text()
    (folder / "squared_distance.py").write_text(text.replace("squared-distance", "dmf-kl-exponents"))
    for command in ("verify", "claims"):
        assert main([command, "--claims", str(folder)]) == 2
        err = capsys.readouterr().err
        assert "claim id 'dmf-kl-exponents' in" in err and "is one of this project's" in err
    assert main(["new", "dmf-kl-exponents", "--claims", str(folder)]) == 2
    assert main(["show", "dmf-kl-exponents", "--claims", str(folder)]) == 2
    assert not list(home.rglob("manifest.json"))
    monkeypatch.setattr("proofs_check.verify.runner.verify", lambda *_, **__: pytest.fail("must not run"))
    assert main(["claims", "--claims", str(ROOT / "proofs_check/claims/agd")]) == 0, "the project's own folder is no stranger"


def test_the_last_verdict_is_one_on_this_claim(folder: Path, tmp_path: Path, capsys: Any) -> None:
    """Another reader's claim of the same id does not lend its verdict."""
    main(["verify", "squared-distance", "--claims", str(folder)])
    other = tmp_path / "other_claims"
    other.mkdir()
    (other / "it.py").write_text(FALSE_CLAIM.replace("squares-grow", "squared-distance"))
    capsys.readouterr()
    for where, said in ((folder, "proved"), (other, "not run yet")):
        main(["claims", "--claims", str(where), "--format", "json"])
        rows = {row["claim"]: row["last verdict"] for row in json.loads(capsys.readouterr().out)}
        assert rows["squared-distance"] == said


def test_an_unknown_claim_names_the_option_for_claims_of_a_reader(folder: Path, capsys: Any) -> None:
    assert main(["show", "trace-gram"]) == 2
    assert "a claim of your own is found with --claims DIR" in capsys.readouterr().err
    assert main(["show", "trace-gram", "--claims", str(folder)]) == 2
    assert "--claims DIR" not in capsys.readouterr().err


def test_recheck_accepts_what_verify_left_and_names_an_edited_file(folder: Path, home: Path, capsys: Any) -> None:
    main(["verify", "--claims", str(folder)])
    assert main(["recheck", str(home / "certificates")]) == 0
    out = capsys.readouterr().out
    assert "2 accepted" in out and "0 at fault" in out
    victim = sorted((home / "certificates").glob("*.json"))[0]
    victim.write_text(victim.read_text().replace("dimension", "integer"))
    assert main(["recheck", str(home / "certificates"), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert victim.stem in [fault["id"] for fault in report["faults"]]


def test_recheck_loads_neither_sympy_nor_torch(folder: Path, home: Path) -> None:
    main(["verify", "--claims", str(folder)])
    watch = ("import sys; from proofs_check.cli.main import main; code = main(['recheck', sys.argv[1]]); "
             "print(code, sorted({'sympy', 'torch', 'numpy', 'theory.prove'} & set(sys.modules)))")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", watch, str(home / "certificates")], capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)  # fmt: skip
    assert done.stdout.splitlines()[-1] == "0 []"


def test_show_prints_statement_evidence_and_leaves(folder: Path, capsys: Any) -> None:
    assert main(["show", "squared-distance", "--claims", str(folder), "--tree"]) == 0
    out = capsys.readouterr().out
    assert "verdict   proved" in out
    assert "objective F = ‖W − Y‖²" in out
    tree = out.split("\n\n")[-1].splitlines()
    assert "[expand] F == tr(W.T*W)" in tree[0]
    assert tree[1].startswith("  ") and "[objective]" in tree[1]


def test_claims_lists_and_draws(folder: Path, tmp_path: Path, capsys: Any) -> None:
    assert main(["claims", "--claims", str(folder), "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith("proved,not run yet")
    main(["verify", "--claims", str(folder)])
    assert main(["claims", "--claims", str(folder), "--graph", "graph.svg", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("proved,proved")
    drawing = (tmp_path / "graph.svg").read_text()
    assert drawing.count("<rect") == 2
    assert drawing.count('marker-end="url(#tip)"') == 1


def test_the_report_folder_can_be_taken_away_and_rechecked(folder: Path, tmp_path: Path, capsys: Any) -> None:
    report = tmp_path / "report"
    assert main(["verify", "--claims", str(folder), "--report", str(report)]) == 0
    assert {path.name for path in report.iterdir()} == {
        "verdicts.json", "report.md", "report.html", "claims.svg", "certificates",
    }  # fmt: skip
    assert main(["recheck", str(report / "certificates")]) == 0
    assert "**proved**" in (report / "report.md").read_text()
    goal = json.loads((report / "certificates" / "manifest.json").read_text())["claims"]["squared-distance"][0]
    assert f"Goals (pinned): [1] `{goal[:16]}`." in (report / "report.md").read_text()
    assert f"Goals (pinned): [1] <code>{goal[:16]}</code>." in (report / "report.html").read_text()
    page = (report / "report.html").read_text()
    assert "<svg" in page and "http://" not in page.replace("http://www.w3.org", "") and "https://" not in page


@pytest.mark.parametrize(("format", "first"), [("csv", "claim,item"), ("markdown", "| claim |"), ("latex", "% needs booktabs")])
def test_other_formats(format: str, first: str, folder: Path, capsys: Any) -> None:
    main(["verify", "--claims", str(folder), "--format", format])
    assert capsys.readouterr().out.startswith(first)


def test_out_writes_the_file_and_leaves_standard_output_alone(folder: Path, tmp_path: Path, capsys: Any) -> None:
    assert main(["verify", "--claims", str(folder), "--format", "json", "--out", "verdicts.json"]) == 0
    assert capsys.readouterr().out == ""
    assert json.loads((tmp_path / "verdicts.json").read_text())["summary"] == {"proved": 1}


def test_help_loads_nothing_heavy() -> None:
    """Nothing that a command needs: only what reads the options. That keeps help quick, on any machine."""
    watch = "import sys; from proofs_check.cli.main import main; main(['--help']); print(sorted(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", watch], env=environment, capture_output=True, text=True, check=True)
    assert "verify" in done.stdout and "'proofs_check.cli.verify'" in done.stdout
    heavy = ("torch", "numpy", "sympy", "scipy", "matplotlib", "networkx", "jinja2", "flint", "rich", "joblib", "mpmath")
    rooms = ("theory", "numerics", "proofs_check.verify", "proofs_check.report", "proofs_check.bridge", "proofs_check.claims")
    assert [name for name in (*heavy, *rooms) if f"'{name}'" in done.stdout] == []
