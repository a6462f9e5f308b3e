"""A folder that somebody else made: what its manifest calls a claim, what it lacks, and what Coq assumes below it. Coq is
played by a stand-in that accepts everything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofs_check.cli import second_opinion
from proofs_check.cli.main import main
from proofs_check.verify.home import Home
from proofs_check.verify.manifest import write_manifest
from proofs_check.verify.opinions import Opinions
from proofs_check.verify.secret import user_key
from tests.theory.export.certificates import of_claim
from tests.theory.export.test_coq import written
from theory.export.coq import toolchain
from theory.export.coq.atoms import read_atom
from theory.export.coq.faults import NotExported
from theory.export.coq.statements import in_order, letters_of
from theory.export.coq.toolchain import Coq
from theory.export.coq.workshop import Outcome, Workshop
from theory.kernel.budget import Fault
from theory.kernel.certificate import Certificate
from theory.kernel.statement import Statement

ASSUMED: list[str] = []


@pytest.fixture(autouse=True)
def everything_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(second_opinion, "workshop", lambda coq: Workshop(tmp_path / "coq", coq))
    monkeypatch.setattr(toolchain, "find_coq", lambda: Coq("coqc", "8.16.1"))
    monkeypatch.setattr(Workshop, "prepare", lambda self, tell: None)
    monkeypatch.setattr(Workshop, "assumptions", lambda self, goals: list(ASSUMED))

    def check(self: Workshop, found: dict, roots: list, jobs: int, tell: object) -> dict[str, Outcome]:
        return {i: Outcome("accepted") for i in in_order(found, roots)}

    monkeypatch.setattr(Workshop, "check", check)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The certificates of agd-gradients, without a manifest."""
    return written(tmp_path / "certificates", "agd-gradients")


def goals() -> list[str]:
    """The goals of agd-gradients."""
    return list(of_claim("agd-gradients")[1])


def test_without_a_manifest_the_folder_is_accepted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recheck", "--with", "coq", str(folder)]) == 0
    assert "accepted by Coq, axioms: none" in capsys.readouterr().out


@pytest.mark.parametrize("claim", ["dmf-balancedness", "agd-main-theorem", "udu-exclusion"])
def test_other_goals_under_the_name_of_a_claim_of_this_project_are_not_its_goals(
    claim: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As for `recheck` with the kernel. A claim of somebody's own beside it goes on."""
    write_manifest(folder, {claim: goals(), "my-claim": goals()})
    assert main(["recheck", "--with", "coq", str(folder)]) == 1
    said = capsys.readouterr().out
    assert f"manifest.json: not the pinned goals of {claim}" in said and f"{claim}: " not in said
    assert "my-claim: " in said


WRONG = {
    "a path": {"../../outside": ["0" * 64]},
    "two lines": {"a\ndmf-balancedness: 9 of 9 accepted by Coq, axioms: none": ["0" * 64]},
    "a text of Coq": {"a. Axiom evil": ["0" * 64]},
    "no goal": {"mine": []},
    "no claim": {},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
def test_a_manifest_with_other_names_or_without_goals_names_no_claim(
    claims: dict, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = {name: goals() if ids else [] for name, ids in claims.items()}
    (folder / "manifest.json").write_text(json.dumps({"format": 1, "claims": named}))
    assert main(["recheck", "--with", "coq", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "manifest.json: it names claims" in said and "accepted by Coq" not in said
    before = {p for p in tmp_path.rglob("*") if p.suffix == ".v"}
    assert main(["export", "coq", str(folder), "--out", str(tmp_path / "out")]) == 1
    written = {p for p in tmp_path.rglob("*.v")} - before
    assert written and all(p.is_relative_to(tmp_path / "out") for p in written)
    assert not [p for p in written if p.parent.name == "theorems"]


def test_a_folder_without_certificates_shows_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["recheck", "--with", "coq", str(tmp_path / "empty")]) == 1
    said = capsys.readouterr().out
    assert "nothing is shown" in said and "accepted" not in said


@pytest.mark.parametrize(("assumed", "code"), [([], 0), (["lemma_von_Neumann"], 0), (["M1.boom"], 1),
                                               (["lemma_thin_SVD", "boom is assumed to be guarded"], 1)])  # fmt: skip
def test_what_is_assumed_and_may_not_be_cited_is_no_acceptance(
    assumed: list[str], code: int, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told loudly, and no verdict will say that Coq has re-checked the claim."""
    monkeypatch.setitem(globals(), "ASSUMED", assumed)
    write_manifest(folder, {"mine": goals()})
    assert main(["recheck", "--with", "coq", str(folder)]) == code
    assert ("*** NOT PROVED BY COQ: mine rests on" in capsys.readouterr().out) == (code == 1)
    with Opinions.read(Home.default().opinions, user_key()) as opinions:
        assert (opinions.get(goals(), of_claim("agd-gradients")[0]) is None) == (code == 1)


COUNTS = ("simple=n", "double=n", "simple=-1", "simple=n-n-1", "simple=1, simple=2", "simple=x", "double=1/2")


@pytest.mark.parametrize("option", COUNTS)
def test_what_is_no_number_of_roots_is_not_read_as_none(option: str) -> None:
    """A symbol was once read as 0. The kernel refuses the same."""
    letters = [["n", {"kind": "integer", "min": "1"}], ["x", {"kind": "positive"}]]
    says = f"roots(s**2-x, s, {option})"
    with pytest.raises(NotExported):
        read_atom(says, letters_of(tuple((n, json.dumps(spec)) for n, spec in letters)))
    with pytest.raises(Fault):
        Statement({"letters": letters, "given": [], "then": [says]})


def test_a_list_of_declarations_keeps_its_lemma_when_a_longer_one_is_not_exported(tmp_path: Path) -> None:
    """That a definition assumes nothing is proved once for a list and for those that begin it; the longer one must be there."""
    short = [["x", {"kind": "real"}], ["y", {"kind": "real", "value": "2*x"}]]
    longer = [*short, ["z", {"kind": "real", "value": "3*y"}]]
    folder = tmp_path / "two"
    folder.mkdir()
    fine = Certificate({"letters": short, "given": [], "then": ["y == x+x"]}, "expand", (), [[["_", ["def", "y"]]]], {})
    for c in (fine, Certificate({"letters": longer, "given": [], "then": ["z == 0"]}, "no-such-rule", (), [[]], {})):
        c.write(folder)
    assert main(["export", "coq", str(folder), "--out", str(tmp_path / "out")]) == 1
    text = (tmp_path / "out" / "steps" / "Steps1.v").read_text()
    assert f"Lemma c_{fine.id[:16]} :" in text and text.count("Lemma d_") == 1
