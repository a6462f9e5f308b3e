"""The checker over a folder and at its command line: manifests, permitted lemmas, hostile files, the budget."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.theory.kernel.bench import Trial, diagonal, integer, matrix, real
from theory.kernel.__main__ import main
from theory.kernel.budget import WORK, spend
from theory.kernel.certificate import Certificate
from theory.kernel.check import RULES, check_folder
from theory.kernel.rules import Step

PLAIN = Certificate({"letters": [real("x")], "given": [], "then": ["x == x"]}, "expand", (), [[]], {"x": "2"})
SVD = Certificate(
    {"letters": [integer("m"), matrix("M", "m", "m")], "given": [], "then": ["M == U*S*V.T"],
     "exists": [integer("r", "0"), matrix("U", "m", "r"), diagonal("S", "r"), matrix("V", "m", "r")]},
    "lemma", (), {"lemma": "thin SVD", "at": {"n": "m"}, "fresh": {n: n for n in "rUSV"}}, {})  # fmt: skip


def test_nothing_is_not_a_proof(tmp_path: Path) -> None:
    assert "nothing is shown" in check_folder(tmp_path).faults[0]["reason"]
    assert main([str(tmp_path)]) == 1


def test_a_manifest_names_goals_that_must_be_there(tmp_path: Path) -> None:
    PLAIN.write(tmp_path)
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"format": 1, "claims": {"plain": [PLAIN.id]}}))
    report = check_folder(tmp_path)
    assert report.goals == {"plain": [PLAIN.id]} and not report.faults and main([str(tmp_path)]) == 0
    manifest.write_text(json.dumps({"claims": {"plain": [PLAIN.id], "other": ["0" * 64]}}))
    assert check_folder(tmp_path).faults == [{"id": "0" * 64, "rule": "-", "reason": "a goal of other, but not accepted"}]


def test_goals_are_shown_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Claims may share a goal. Without a manifest nothing says what is proved: that is told, and refused to who asks."""
    SVD.write(tmp_path)
    assert main([str(tmp_path)]) == 0 and "nothing says what these certificates are for" in capsys.readouterr().out
    assert main([str(tmp_path), "--goals"]) == 1 and capsys.readouterr().out.startswith("manifest.json: there is none")
    (tmp_path / "manifest.json").write_text(json.dumps({"claims": {"a": [SVD.id], "b": [SVD.id, "c" * 64]}}))
    assert main([str(tmp_path), "--goals"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[:4] == ["a", f"  goal {SVD.id[:12]}", '    letter  m: {"kind": "integer", "min": "1"}',
                        '    letter  M: {"kind": "matrix", "shape": ["m", "m"]}']  # fmt: skip
    assert "    then    M == U*S*V.T" in told and f"  goal {'c' * 12} (not accepted)" in told
    assert told[-2:][0] == f"{'c' * 12}: a goal of b, but not accepted" and told[-1].endswith("2 goals, filed under 2 claims")
    assert main([str(tmp_path), "--goals", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["stated"] == {SVD.id: SVD.statement}


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"claims": []}', '{"claims": {"a": "b"}}', '{"claims": {"a": null}}',
                                  "[" * 100000, '{"claims": {}}', '{"claims": {"a": []}}', '{"claims": {"a": [1]}}',
                                  '{"claims": {"a": ["0"]}, "claims": {"b": ["1"]}}', '{"claims": {"a": ["0"], "a": ["1"]}}',
                                  '{"claims": {"a": ["0"]}, "goals": []}'])  # fmt: skip
def test_a_broken_manifest_is_a_fault(tmp_path: Path, text: str) -> None:
    PLAIN.write(tmp_path)
    (tmp_path / "manifest.json").write_text(text)
    report = check_folder(tmp_path)
    assert set(report.accepted) == {PLAIN.id} and [f["id"] for f in report.faults] == ["manifest.json"]


MISLEADING = ["\u0430gd-main-theorem", "agd-main-theorem ", "agd-main-\u200btheorem", "agd\u2011main-theorem", "AGD", "",
              "\u202eagd", "a--b", "-a", "a-", "a_b", "a\n", "\u0661", "a\x1b[2J"]  # fmt: skip


@pytest.mark.parametrize("name", MISLEADING)
def test_names_of_claims_cannot_be_mistaken_for_others(tmp_path: Path, name: str) -> None:
    PLAIN.write(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 1, "claims": {name: [PLAIN.id]}}))
    (fault,) = check_folder(tmp_path).faults
    assert fault["id"] == "manifest.json" and "a-z and 0-9, in parts joined by single hyphens" in fault["reason"]


@pytest.mark.parametrize("form", [0, 2, "1", 1.0, True, None, [1]])
def test_another_format_is_a_fault(tmp_path: Path, form: object) -> None:
    PLAIN.write(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"format": form, "claims": {"a": [PLAIN.id]}}))
    assert [f["reason"] for f in check_folder(tmp_path).faults] == ["not a manifest: Fault: its format is 1"]


def test_too_little_memory_for_one_is_the_fault_of_that_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered is given up first; those that cite it are faults too, and all others go on."""

    def exhausted(step: Step) -> None:
        raise MemoryError

    greedy = Certificate({"letters": [real("y")], "given": ["y == 0"], "then": ["y == 0"]}, "collect", (), None, {})
    above = Certificate({"letters": [real("y")], "given": ["y == 0"], "then": ["y == 0"]}, "expand", (greedy.id,), [], {})
    monkeypatch.setitem(RULES, "collect", exhausted)
    for one in (greedy, above, PLAIN, SVD):
        one.write(tmp_path)
    report = check_folder(tmp_path)
    assert set(report.accepted) == {PLAIN.id, SVD.id}
    assert {f["id"]: f["reason"] for f in report.faults} == {
        greedy.id: "out of memory", above.id: f"premise {greedy.id[:12]} is not accepted"}  # fmt: skip


def test_a_file_for_which_the_memory_does_not_suffice_is_one_fault(tmp_path: Path) -> None:
    """In a process that may take 30 MB more: a flood of objects, which needs more, between two honest certificates."""
    flood = Certificate(PLAIN.statement, "expand", (), [{}] * 600_000, {})
    (tmp_path / f"{flood.id}.json").write_text(json.dumps(flood.content(), separators=(",", ":")))
    for one in (PLAIN, SVD):
        one.write(tmp_path)
    code = f"""
import resource
from theory.kernel.__main__ import main
now = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (now + 30 * 2**20,) * 2)
raise SystemExit(main([{str(tmp_path)!r}]))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[3])
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and not done.stderr and len(lines) == 2
    assert lines[0] == f"{flood.id[:12]} ?: out of memory" and lines[1].startswith("2 accepted, 1 at fault")


def test_lemmas_are_permitted_at_the_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    SVD.write(tmp_path)
    assert check_folder(tmp_path).accepted[SVD.id]["cites"] == ["thin SVD"]
    assert check_folder(tmp_path, {"thin SVD"}).accepted and not check_folder(tmp_path, set()).accepted
    assert main([str(tmp_path)]) == main([str(tmp_path), "--allow-lemmas", "thin SVD, von Neumann"]) == 0
    assert main([str(tmp_path), "--allow-lemmas", ""]) == 1
    assert main([str(tmp_path), "--allow-lemmas", "folklore"]) == 2
    assert capsys.readouterr().err.startswith("theory.kernel: --allow-lemmas takes thin SVD, ")


@pytest.mark.parametrize("arguments", [[], ["nowhere"], ["a", "b"], ["--json"]])
def test_unusable_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2 and "usage" in capsys.readouterr().err


def test_only_regular_files_of_bounded_size_are_read(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    os.symlink(PLAIN.write(elsewhere), tmp_path / f"{PLAIN.id}.json")
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "large.json").write_bytes(b" " * 8_000_001)
    (tmp_path / "latin.json").write_bytes(b'"\\xff\xff"')
    report = check_folder(tmp_path)
    assert not report.accepted and {f["id"] for f in report.faults} == {PLAIN.id, "pipe", "large", "latin"}


def test_names_and_reasons_are_one_printable_line(tmp_path: Path) -> None:
    replace(PLAIN, rule="\x1b[2J\nfine").write(tmp_path)
    (tmp_path / "a\x1b[31m\nb.json").write_text("{}")
    for fault in check_folder(tmp_path).faults:
        assert all(text.isprintable() for text in fault.values())


HOSTILE = {
    "a high power of a sum": Trial([real(c) for c in "xyzuvw"], [], ["(x+y+z+u+v+w)**60 == 0"]),
    "powers of powers": Trial([real("x"), real("y")], [], ["((x+y)**200)**200 == 0"]),
    "a tower of numbers": Trial([real("x")], [], ["x == (((9**200)**200)**200)**200"]),
    "a long exponent": Trial([real("x")], [], [f"x**{'9' * 4000} == 0"]),
    "a long number": Trial([real("x")], [], [f"x == {'9' * 19000}"]),
    "a high power of matrices": Trial([matrix(c) for c in "ABCD"], [], ["(A+B+C+D)**30 == 0*A"]),
    "an integer of many terms": Trial([*(integer(c) for c in "abcdefgh"), real("y")], [], ["y**((a+b+c+d+e+f+g+h)**40) == 0"]),
    "many signs": Trial([real("x")], [], ["-" * 19000 + "x == 0"]),
    "many brackets": Trial([real("x")], [], ["(" * 9000 + "x" + ")" * 9000 + " == 0"]),
    "many transposes": Trial([matrix("A")], [], ["A" + ".T" * 9000 + " == A"]),
    "many sums": Trial([real("x")], [], ["+".join(["x"] * 9000) + " == 0"]),
    "a long word": Trial([diagonal("S", "2"), matrix("A")], [], ["tr(" + "*".join(["A", "S"] * 2400) + ") == 0"]),
    "many squares of a sum": Trial(
        [real("x"), real("y")], [], ["x >= y"], "order", [{"terms": [{"square": "(x+y)**100"}] * 400}]),
    "many Bernstein coefficients": Trial(
        [real(c) for c in "xyzu"], ["x >= 0", "1 >= x", "y >= 0", "1 >= y", "z >= 0", "1 >= z", "u >= 0", "1 >= u"],
        ["x**20*y**20*z**20*u**20 >= 0"], "bernstein",
        [{"bounds": {c: [["given", 2 * k], ["given", 2 * k + 1]] for k, c in enumerate("xyzu")}, "tree": "leaf"}]),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_certificates_are_refused(name: str) -> None:
    assert HOSTILE[name].check()


def test_every_certificate_has_the_whole_budget_and_nothing_else_is_counted() -> None:
    """What one certificate spends, or a search in the same process, is not taken from the next."""
    fine, hostile = Trial([real("x")], [], ["x == x"], "expand", [[]]), HOSTILE["many Bernstein coefficients"]
    assert "out of budget" in hostile.check() and fine.check() == ""
    spend(WORK + 1)
    assert fine.check() == ""


def test_checks_side_by_side_do_not_pay_for_each_other() -> None:
    """Four threads: each certificate has its own budget."""
    from concurrent.futures import ThreadPoolExecutor

    fine, hostile = Trial([real("x")], [], ["(x+1)**40 == (x+1)**40"], "expand", [[]]), HOSTILE["many Bernstein coefficients"]
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda trial: trial.check(), [hostile, fine, hostile, fine, fine, hostile, fine, fine]))
    assert [bool(text) for text in told] == [True, False, True, False, False, True, False, False]
