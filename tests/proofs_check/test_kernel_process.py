"""The checker's process: nothing of the working directory has a say in it, time and memory end, manifests name goals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofs_check.cli.main import main
from proofs_check.verify import evidence, kernel_process
from proofs_check.verify.evidence import Evidence, gather
from proofs_check.verify.judge import Circumstances, judge
from proofs_check.verify.kernel_process import Check, CheckerBroke, Refused, check_folder
from proofs_check.verify.manifest import read_manifest, write_manifest
from proofs_check.verify.template import write_claim
from tests.proofs_check import samples
from theory.kernel.certificate import Certificate

NOD = """
import json, sys
from pathlib import Path
def main(arguments):
    names = {p.stem: {"rule": "expand", "cites": []} for p in Path(arguments[0]).glob("*.json")}
    print(json.dumps({"accepted": names, "faults": [], "seconds": 0}))
    return 0
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


def shadow(folder: Path) -> Path:
    """A package ``theory.kernel`` that nods at everything."""
    (folder / "theory" / "kernel").mkdir(parents=True)
    for name in ("theory/__init__.py", "theory/kernel/__init__.py"):
        (folder / name).write_text("")
    (folder / "theory/kernel/__main__.py").write_text(NOD)
    (folder / "json.py").write_text("raise SystemExit('the working directory was imported')")
    return folder


def test_a_kernel_in_the_working_directory_or_on_the_path_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = shadow(tmp_path / "elsewhere")
    monkeypatch.chdir(other)
    monkeypatch.setenv("PYTHONPATH", str(other))
    monkeypatch.setenv("PYTHONSTARTUP", str(other / "json.py"))
    lies = tmp_path / "lies"
    lies.mkdir()
    assert not gather(samples.flipped_statement(), lies).complete
    truth = tmp_path / "truth"
    truth.mkdir()
    assert gather(samples.squared_distance(), truth).complete


def test_a_checker_out_of_time_is_one_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_process, "PATIENCE", 0.001)
    with pytest.raises(CheckerBroke, match=r"out of budget: the checker did not finish in 0\.001 s"):
        check_folder(tmp_path)
    row = judge(samples.claim(), Circumstances(), tmp_path)
    assert row.verdict == "inconclusive"
    assert row.reason.startswith("out of budget: the checker did not finish")


def test_a_checker_out_of_memory_is_one_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_process, "MEMORY", 2**20)
    for certificate in samples.squared_distance().certificates:
        certificate.write(tmp_path)
    with pytest.raises(CheckerBroke):
        check_folder(tmp_path)
    found = evidence.read_evidence(tmp_path, samples.squared_distance().goals)
    assert (found.complete, found.accepted, len(found.check.faults)) == (False, 0, 1)
    assert found.fault() == found.check.faults[0].reason != ""


def test_unread_files_beside_certificates_are_none(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("{}")
    (tmp_path / f"{'1' * 64}.json").write_text('{"statement": {"then": 1}, "rule": 1, "premises": 1, "witness": 1}')
    assert evidence.read_folder(tmp_path) == {}


def test_verify_names_the_goals_of_its_claims_and_keeps_those_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    folder, certificates = tmp_path / "claims", tmp_path / "home" / "certificates"
    for name in ("first", "second"):
        write_claim(name, folder)
        assert main(["verify", name, "--claims", str(folder), "--report", str(tmp_path / "report")]) == 0
    goals = read_manifest(certificates)
    assert set(goals) == {"first", "second"}
    assert all((certificates / f"{goal}.json").is_file() for ids in goals.values() for goal in ids)
    assert set(read_manifest(tmp_path / "report" / "certificates")) == {"second"}
    assert json.loads((certificates / "manifest.json").read_text())["format"] == 1


def test_goals_that_are_gone_leave_the_manifest(tmp_path: Path) -> None:
    write_manifest(tmp_path, {"old": ["a" * 64]})
    write_manifest(tmp_path, {"new": []}, keep=True)
    assert read_manifest(tmp_path) == {}
    (tmp_path / "manifest.json").write_text("[" * 50_000)
    assert read_manifest(tmp_path) == {}


def test_recheck_hands_its_options_to_the_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[list[str]] = []
    monkeypatch.setattr("theory.kernel.__main__.main", lambda arguments, *rest: told.append(arguments[1:]) or 1)
    assert main(["recheck", str(tmp_path), "--allow-lemmas", "thin SVD,von Neumann", "--json"]) == 1
    assert main(["recheck", str(tmp_path), "--allow-lemmas", ""]) == 1
    assert main(["recheck", str(tmp_path), "--goals"]) == 1
    assert told == [["--allow-lemmas", "thin SVD,von Neumann", "--json"], ["--allow-lemmas", ""], ["--goals"]]


@pytest.mark.parametrize(("rule", "says"), [("model", "the model lint refuses aaaaaaaaaaaa: no value"),
                                            ("order", "the kernel rejects aaaaaaaaaaaa (order): no value")])  # fmt: skip
def test_a_model_is_the_matter_of_the_lint(rule: str, says: str) -> None:
    """The kernel does not look at models (SEMANTICS.md), so it rejects nothing for want of one."""
    name = "a" * 64
    check = Check({}, (Refused(name, rule, "no value"),))
    assert Evidence((name,), (name,), {name: {"rule": "order", "premises": []}}, check).fault() == says


def test_what_the_lint_is_content_with_is_asked_once_and_the_kernel_every_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate that was fit, edited under its old name, is refused by the kernel; one with a model that is none is not
    remembered, and is refused by the lint again."""
    monkeypatch.setattr(kernel_process, "_FIT", set())
    good, other = tmp_path / "good", tmp_path / "other"
    sure = samples.squared_distance().certificates[0]
    good.mkdir()
    sure.write(good)
    path = good / f"{sure.id}.json"
    assert set(check_folder(good).accepted) == {sure.id} == kernel_process._FIT
    path.write_text(path.read_text().replace("real", "positive").replace("2*", "3*"))
    assert not check_folder(good).accepted
    empty = Certificate({"letters": [["x", {"kind": "real"}]], "given": ["0 > x*x"], "then": ["0 > x*x"]}, "collect", (), None,
                        {"x": "1"})  # fmt: skip
    other.mkdir()
    empty.write(other)
    for _ in range(2):
        assert [fault.rule for fault in check_folder(other).faults] == ["model"]
    assert {sure.id} == kernel_process._FIT
