"""Claim files are code: what one does to its own process changes no verdict, and files that define no claim do not run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify import process, workers
from proofs_check.verify.discovery import defines_claim, find_claims
from proofs_check.verify.home import Home
from proofs_check.verify.judge import Circumstances
from proofs_check.verify.runner import verify
from proofs_check.verify.template import write_claim

MARK = "from pathlib import Path\nPath({mark!r}).touch()\n"

FALSE = "from tests.proofs_check import samples\nclaim = samples.claim(samples.flipped_statement, id={id!r}, probe=None)\n"
"""A claim with a false goal that the kernel rejects, and no experiment that would find it out."""

ATTACKS = {
    "patches the judge": """
import proofs_check.verify.judge, proofs_check.verify.reporting
from proofs_check.verify.verdict import Finding, Verdict
proofs_check.verify.judge.conclude = lambda *a, **k: Finding(Verdict.PROVED)
proofs_check.verify.judge._obstacle = lambda *a, **k: ""
proofs_check.verify.reporting.shortcomings = lambda *a, **k: []
""",
    "patches the checker": """
import proofs_check.verify.evidence, proofs_check.verify.examine, proofs_check.verify.kernel_process
from proofs_check.verify.kernel_process import Accepted, Check
nod = lambda folder: Check({p.stem: Accepted("expand") for p in folder.glob("*.json")})
proofs_check.verify.evidence.check_folder = proofs_check.verify.kernel_process.check_folder = nod
""",
    "patches the kernel": """
import theory.kernel.check, theory.prove.derivation
theory.kernel.check.check_certificate = lambda c, p, *a: theory.kernel.statement.Statement(c.statement)
""",
    "answers for itself": """
import proofs_check.verify.worker
def serve(connection, **message):
    if "check" in message:
        return
    connection.send_bytes(__import__("json").dumps(message).encode())
proofs_check.verify.worker._send = serve
""",
    "replaces what it found": """
from proofs_check.verify.examine import Findings
Findings.to_json = lambda self: {"blocked": "", "probe": None, "mutants": [], "proof": None, "sharpness": [],
                                 "broken": [], "verdict": "proved", "shortcomings": []}
""",
    "slips a verdict in among its findings": """
from proofs_check.verify.examine import Findings
Findings.to_json = lambda self: {"blocked": "", "probe": None, "mutants": [], "proof": None, "sharpness": [], "vacuous": [],
                                 "planted": {"verdict": "proved", "reason": "", "statement": "F == 0"}, "broken": []}
""",
    "stops in the middle of an answer": """
import proofs_check.verify.worker
def serve(connection, **message):
    import os, struct, time
    os.write(connection.fileno(), struct.pack("!i", 1000) + b"{")
    time.sleep(600)
def load(connection, **message):
    if "loaded" in message or "claim" in message:
        connection.send_bytes(__import__("json").dumps(message).encode())
    else:
        serve(connection)
proofs_check.verify.worker._send = load
""",
    "answers nonsense": """
from proofs_check.verify.examine import Findings
Findings.to_json = lambda self: [1, 2, 3]
""",
    "answers a bomb": """
from proofs_check.verify.examine import Findings
Findings.to_json = lambda self: {"blocked": 0, "probe": {}, "mutants": {}, "proof": 7, "sharpness": "x", "broken": [1]}
""",
}  # fmt: skip
SILENT = ("answers for itself", "stops in the middle of an answer")
"""Those whose answer is waited for in vain."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good claim, blessed by nobody; the home is a folder of the test."""
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    write_claim("squares", tmp_path / "claims")
    return tmp_path / "claims"


def report(folder: Path, capsys: Any, code: int) -> dict[str, dict[str, Any]]:
    assert main(["verify", "--claims", str(folder), "--format", "json"]) == code
    return {row["id"]: row for row in json.loads(capsys.readouterr().out)["claims"]}


@pytest.mark.parametrize("attack", [
    pytest.param(text, id=name, marks=pytest.mark.full if name in SILENT else ())
    for name, text in ATTACKS.items()
])
def test_a_file_that_patches_its_process_proves_nothing_and_hurts_nobody(
    attack: str, folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(workers.PATIENCE, "quick", 20.0)
    (folder / "attack.py").write_text(FALSE.format(id="attack") + attack)
    rows = report(folder, capsys, 1)
    assert rows["attack"]["verdict"] == "inconclusive", rows["attack"]["reason"]
    assert rows["attack"]["shortcomings"]
    assert (rows["squares"]["verdict"], rows["squares"]["shortcomings"]) == ("proved", [])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import sys; sys.exit(0)", "its file ends the interpreter"),
        pytest.param("raise SystemExit('proved')", "its file ends the interpreter", marks=pytest.mark.full),
        pytest.param("raise KeyboardInterrupt", "its file ends the interpreter", marks=pytest.mark.full),
        ("raise GeneratorExit('proved')", "its file ends the interpreter"),
        ("import os; os._exit(0)", "its process died before it could answer"),
        pytest.param("import os; os.abort()", "its process died before it could answer", marks=pytest.mark.full),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "its process died before it could answer"),
        pytest.param("while True: pass", "its file did not come to an end in the time it has", marks=pytest.mark.full),
    ],
)
def test_a_file_that_ends_the_interpreter_or_never_ends_is_inconclusive_by_name(
    code: str, reason: str, folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "LOADING", 8.0)
    (folder / "early_exit.py").write_text(f"claim = None\n{code}\n")
    rows = report(folder, capsys, 1)
    assert (rows["early-exit"]["verdict"], rows["early-exit"]["reason"]) == ("inconclusive", reason)
    assert rows["squares"]["verdict"] == "proved"
    assert main(["claims", "--claims", str(folder), "--format", "csv"]) == 0
    assert reason in capsys.readouterr().out


@pytest.mark.full
def test_a_derivation_that_ends_the_interpreter_or_never_ends_is_inconclusive(
    folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(workers.PATIENCE, "quick", 15.0)
    for name, code in (("leaves", "import sys\n    sys.exit(0)"), ("spins", "while True:\n        pass")):
        head = f"def derivation():\n    {code}\n"
        text = head + f"from tests.proofs_check import samples\nclaim = samples.claim(derivation, id={name!r})\n"
        (folder / f"{name}.py").write_text(text)
    rows = report(folder, capsys, 1)
    assert rows["leaves"]["reason"] == "its file ends the interpreter"
    assert rows["spins"]["reason"] == "its file did not come to an end in the time it has"
    assert rows["squares"]["verdict"] == "proved"


def test_what_gave_no_answer_is_not_kept(folder: Path, capsys: Any) -> None:
    (folder / "deadly.py").write_text(
        "def derivation():\n    import os\n    os._exit(0)\n"
        "from tests.proofs_check import samples\nclaim = samples.claim(derivation, id='deadly')\n"
    )
    for again in (False, True):
        rows = report(folder, capsys, 1)
        assert (rows["deadly"]["cached"], rows["squares"]["cached"]) == (False, again)


def test_a_file_that_defines_no_claim_does_not_run(folder: Path, tmp_path: Path, capsys: Any) -> None:
    mark = tmp_path / "it-ran"
    (folder / "tool.py").write_text(MARK.format(mark=str(mark)) + "if True:\n    claim = 1\n")
    (folder / "_helper.py").write_text(MARK.format(mark=str(mark)) + "claim = 1\n")
    assert main(["claims", "--claims", str(folder)]) == 0
    assert main(["verify", "--claims", str(folder)]) == 0
    assert not mark.exists()


@pytest.mark.parametrize(
    ("text", "there"),
    [("claim = 1", True), ("claim: int = 1", True), ("a = claim = 1", True), ("def claim(): pass", False),
     ("if True:\n    claim = 1", False), ("claims = 1", False), ("", False), ("# claim = 1", False)],
)  # fmt: skip
def test_a_claim_is_seen_without_running_the_file(text: str, there: bool, tmp_path: Path) -> None:
    (tmp_path / "file.py").write_text(text)
    assert defines_claim(tmp_path / "file.py") is there


def test_that_the_files_are_code_is_said_once_before_they_run(folder: Path, capsys: Any) -> None:
    main(["verify", "--claims", str(folder)])
    err = capsys.readouterr().err.splitlines()
    assert err[0] == f"note: claim files are Python code; those in {folder} are run as you"
    assert sum("Python code" in line for line in err) == 1


def test_what_a_claim_file_prints_is_no_output_of_the_program(folder: Path, capfd: Any) -> None:
    file = folder / "squares.py"
    file.write_text(file.read_text() + "\nprint('proved')\nimport os; os.write(1, b'proved')\n")
    assert main(["verify", "--claims", str(folder), "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["summary"] == {"proved": 1}


def test_no_claim_file_is_imported_by_the_process_that_judges(folder: Path, tmp_path: Path) -> None:
    file = folder / "squares.py"
    file.write_text(file.read_text() + f"\nimport os\nopen({str(tmp_path / 'pids')!r}, 'a').write(f'{{os.getpid()}}\\n')\n")
    verify(find_claims(folder), Circumstances(), Home(tmp_path / "home"))
    import os

    pids = set((tmp_path / "pids").read_text().split())
    assert len(pids) == 2, "one process lists, another one examines"
    assert str(os.getpid()) not in pids


EMPTY = """
import proofs_check.verify.examine
from proofs_check.verify.claim import Claim, Source
from proofs_check.verify.plant import Planted
from theory.prove.derivation import Book
{patch}
LETTERS = [["x", {{"kind": "real"}}]]

def derivation():
    book = Book(scene={{"x": "2", "z": "1"}})
    sure = book.add("order", LETTERS, [], "x**2 >= 0", [{{"terms": [{{"square": "x"}}]}}])
    return book.derivation(book.add("exists", LETTERS, [], "x**2 >= z", {{"target": 0, "terms": {{"z": "0"}}}}, [sure],
                                    exists=[["z", {{"kind": "real"}}]]))

claim = Claim(id="empty", title="Every minimum is global", sentence="Every minimum is global.", derivation=derivation,
              source=Source("own", "-", "reconstructed"), expected=("proved",), without_objective="a lemma about numbers")
"""


PATCHED = "proofs_check.verify.examine.plant = lambda *a, **k: Planted()"


@pytest.mark.parametrize("patch", ["", PATCHED], ids=["plain", "patched"])
def test_a_goal_that_says_nothing_is_seen_outside_the_process_of_its_file(patch: str, folder: Path, capsys: Any) -> None:
    (folder / "empty.py").write_text(EMPTY.format(patch=patch))
    assert main(["verify", "--bless", "--claims", str(folder)]) == 0
    capsys.readouterr()
    row = report(folder, capsys, 1)["empty"]
    assert row["verdict"] == "inconclusive", row
    assert "met by another witness" in row["reason"] or "says nothing" in row["reason"]
