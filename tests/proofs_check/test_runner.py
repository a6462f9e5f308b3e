"""The ledger: nothing is computed twice, nothing stale is kept, nothing computed is lost."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofs_check.verify.discovery import find_claims
from proofs_check.verify.fingerprint import ROOT, claim_folders, fingerprint, reached
from proofs_check.verify.home import Home
from proofs_check.verify.judge import Circumstances
from proofs_check.verify.runner import verify

WORDS = """
from proofs_check.verify.claim import Claim, Source
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
{extra}

def measure(seed):
    {body}
    return Comparison(label=str(seed), predicted=[1], measured=[1], budget=0)

claim = Claim(id="{id}", title="T", source=Source("own", "-", "reconstructed"), statement="one is one",
              subject="data", expected=("supported",), probe=NumericProbe(measure=measure, trials=(1, 2)))
"""


def write(folder: Path, name: str, body: str = "pass", extra: str = "") -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name.replace('-', '_')}.py").write_text(WORDS.format(id=name, body=body, extra=extra))


def run(folder: Path, home: Path, **changes: Any) -> dict[str, bool]:
    """Which claims came from the ledger."""
    fresh = changes.pop("fresh", False)
    result = verify(find_claims(folder), Circumstances(**changes), Home(home), fresh=fresh)
    return {report.id: report.cached for report in result.claims}


def test_a_verdict_is_kept_until_something_it_depends_on_changes(tmp_path: Path) -> None:
    folder, home = tmp_path / "claims", tmp_path / "home"
    write(folder, "alone")
    write(folder, "sharing", extra="import _shared")
    (folder / "_shared.py").write_text("VALUE = 1\n")
    assert run(folder, home) == {"alone": False, "sharing": False}
    assert run(folder, home) == {"alone": True, "sharing": True}
    (folder / "_shared.py").write_text("VALUE = 2\n")
    assert run(folder, home) == {"alone": True, "sharing": False}
    assert run(folder, home, seed=1) == {"alone": False, "sharing": False}
    assert run(folder, home, budget="full") == {"alone": False, "sharing": False}
    assert run(folder, home, fresh=True) == {"alone": False, "sharing": False}
    assert run(folder, home) == {"alone": True, "sharing": True}


def test_a_changed_helper_in_any_claim_folder_makes_the_verdict_stale(tmp_path: Path) -> None:
    """A helper of another folder, reached by a path that the claim adds itself, and one whose name is built as it runs."""
    folder, home, aside = tmp_path / "claims", tmp_path / "home", tmp_path / "aside"
    aside.mkdir()
    for name in ("_next_door", "_hidden"):
        (aside / f"{name}.py").write_text("VALUE = 1\n")
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "_inner.py").write_text("VALUE = 1\n")
    path = f"import sys; sys.path.append({str(aside)!r})"
    write(folder, "next-door", extra=f"{path}; import _next_door")
    write(folder, "built", body="import importlib; importlib.import_module('_hid' + 'den')", extra=path)
    write(folder / "below", "inner", extra="import _inner")
    write(folder, "alone")
    names = ("alone", "built", "inner", "next-door")
    assert run(folder, home) == dict.fromkeys(names, False)
    assert run(folder, home) == dict.fromkeys(names, True)
    for file, claim in ((aside / "_next_door.py", "next-door"), (aside / "_hidden.py", "built"),
                        (folder / "below" / "_inner.py", "inner")):  # fmt: skip
        file.write_text("VALUE = 2\n")
        assert run(folder, home) == {name: name != claim for name in names}
    (aside / "_hidden.py").unlink()
    (folder / "_hidden.py").write_text("VALUE = 3\n")
    assert run(folder, home) == {name: name != "built" for name in names}


def test_a_file_that_a_claim_merely_reads_makes_the_verdict_stale(tmp_path: Path) -> None:
    """Data, and source that is executed without being imported: neither is seen in the text of the claim file."""
    folder, home, data, source = tmp_path / "claims", tmp_path / "home", tmp_path / "data.txt", tmp_path / "run.py"
    folder.mkdir()
    for file in (data, source):
        file.write_text("1\n")
    write(folder, "alone")
    write(folder, "reads", extra=f"open({str(data)!r}).read()")
    write(folder, "runs", extra=f"import runpy; runpy.run_path({str(source)!r})")
    names = ("alone", "reads", "runs")
    assert run(folder, home) == dict.fromkeys(names, False)
    assert run(folder, home) == dict.fromkeys(names, True)
    data.write_text("2\n")
    assert run(folder, home) == {name: name != "reads" for name in names}
    source.write_text("2\n")
    assert run(folder, home) == {name: name != "runs" for name in names}


def test_the_key_reaches_the_folders_of_the_projects_own_claims(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text("from proofs_check.claims.udu import _instances\n")
    files = {str(file.relative_to(ROOT)) for file in reached([code]) if file.is_relative_to(ROOT)}
    assert "proofs_check/claims/udu/_instances.py" in files
    code.write_text("import _instances\n")
    files = {str(file.relative_to(ROOT)) for file in reached([code], claim_folders(code)) if file.is_relative_to(ROOT)}
    assert "proofs_check/claims/udu/_instances.py" in files


def test_data_files_belong_to_the_key(tmp_path: Path) -> None:
    code, data = tmp_path / "code.py", tmp_path / "data.csv"
    code.write_text("")
    data.write_text("1\n")
    before = fingerprint(code, (data,))
    data.write_text("2\n")
    assert fingerprint(code, (data,)) != before


def test_the_key_reaches_through_imports_inside_functions_and_packages(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text("def f():\n    from theory.kernel.check import check_folder\n    return check_folder\n")
    files = {str(file.relative_to(ROOT)) for file in reached([code]) if file.is_relative_to(ROOT)}
    assert {"theory/__init__.py", "theory/kernel/check.py", "theory/kernel/words.py"} <= files
    assert not any(file.startswith("numerics") for file in files)


def test_certificates_that_are_gone_or_changed_are_proved_again(tmp_path: Path) -> None:
    from proofs_check.verify.template import write_claim

    folder, home = tmp_path / "claims", tmp_path / "home"
    write_claim("squares", folder)
    assert run(folder, home) == {"squares": False}
    assert run(folder, home) == {"squares": True}
    victim = sorted(Home(home).certificates.glob("*.json"))[0]
    whole = victim.read_text()
    victim.write_text(whole.replace("dimension", "integer"))
    assert run(folder, home) == {"squares": False}
    assert victim.read_text() == whole
    victim.unlink()
    assert run(folder, home) == {"squares": False}


@pytest.mark.full
def test_a_killed_run_keeps_what_it_had_and_goes_on_from_there(tmp_path: Path) -> None:
    folder, home = tmp_path / "claims", tmp_path / "home"
    for name in ("a-first", "b-second"):
        write(folder, name)
    write(folder, "c-slow", body="import time; time.sleep(0 if __import__('os').environ.get('QUICK') else 600)")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SADDLEPROOF_HOME": str(home)}
    command = [sys.executable, "-m", "proofs_check.cli", "verify", "--claims", str(folder), "--format", "json"]
    started = subprocess.Popen([*command, "--jobs", "2"], env=environment, stderr=subprocess.PIPE, text=True,
                               stdout=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while _kept(home) < 2 and time.monotonic() < deadline:
            time.sleep(0.1)
    finally:
        os.killpg(started.pid, signal.SIGKILL)
        started.communicate()
    assert _kept(home) == 2
    resumed = subprocess.run(command, env={**environment, "QUICK": "1"}, capture_output=True, text=True, check=True)
    rows = {row["id"]: row["cached"] for row in json.loads(resumed.stdout)["claims"]}
    assert rows == {"a-first": True, "b-second": True, "c-slow": False}


def test_an_interrupted_run_ends_its_workers_and_says_so(tmp_path: Path) -> None:
    folder, home = tmp_path / "claims", tmp_path / "home"
    write(folder, "a-first")
    for name in ("b-slow", "c-slow"):
        write(folder, name, body=f"open({str(tmp_path / name)!r}, 'w').close(); import time; time.sleep(600)")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SADDLEPROOF_HOME": str(home)}
    command = [sys.executable, "-m", "proofs_check.cli", "verify", "--claims", str(folder), "--jobs", "2"]
    started = subprocess.Popen(command, env=environment, text=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               start_new_session=True)  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not all((tmp_path / name).exists() for name in ("b-slow", "c-slow")) and time.monotonic() < deadline:
            time.sleep(0.1)
        for _ in range(6):  # an interrupt that lands inside a finalizer is swallowed by Python: press again, as a user would
            os.kill(started.pid, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                started.wait(timeout=15)
                break
        _, errors = started.communicate(timeout=30)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        assert started.stderr is not None
        started.stderr.close()
    assert started.returncode == 130
    assert errors.splitlines()[-1] == "saddleproof: interrupted; verdicts, sweep tasks and trials that had ended are kept"
    assert "Traceback" not in errors
    assert _kept(home) == 1


def test_a_listing_is_interrupted_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "claims"
    folder.mkdir()
    for name in ("a", "b", "c", "d", "e", "f"):
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / name)!r}, 'w').close()\nclaim = None\nwhile True: pass\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SADDLEPROOF_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "proofs_check.cli", "claims", "--claims", str(folder)]
    with subprocess.Popen(command, env=environment, text=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as started:
        deadline = time.monotonic() + 60
        while not (tmp_path / "a").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        started.send_signal(signal.SIGINT)
        _, errors = started.communicate(timeout=30)
    assert started.returncode == 130
    assert errors.splitlines()[-1] == "saddleproof: interrupted; verdicts, sweep tasks and trials that had ended are kept"


def test_a_claim_that_kills_its_process_takes_nobody_with_it(tmp_path: Path) -> None:
    folder, home = tmp_path / "claims", tmp_path / "home"
    write(folder, "deadly", body="import os; os.abort()")
    write(folder, "harmless")
    result = verify(find_claims(folder), Circumstances(), Home(home), jobs=2)
    rows = {report.id: (report.verdict, report.reason) for report in result.claims}
    assert rows["deadly"] == ("inconclusive", "its process died before it could answer")
    assert rows["harmless"][0] == "supported"
    assert _kept(home) == 1, "no verdict is kept of a claim that was not examined"


def _kept(home: Path) -> int:
    try:
        with sqlite3.connect(f"file:{home}/ledger.sqlite?mode=ro", uri=True) as connection:
            return connection.execute("SELECT count(*) FROM verdicts").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def test_workers_and_one_process_agree(tmp_path: Path) -> None:
    from proofs_check.verify.template import write_claim

    folder = tmp_path / "claims"
    write_claim("one", folder)
    write_claim("two", folder)
    alone = verify(find_claims(folder), Circumstances(), Home(tmp_path / "a")).claims
    together = verify(find_claims(folder), Circumstances(), Home(tmp_path / "b"), jobs=2).claims
    assert [replace(report, seconds=0.0) for report in alone] == [replace(report, seconds=0.0) for report in together]
    assert {p.name for p in (tmp_path / "a").rglob("*.json")} == {p.name for p in (tmp_path / "b").rglob("*.json")}


def test_a_ledger_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_text("not a database, but long enough to be read as one" * 20)
    with pytest.raises(ValueError, match="ledger must be a sound SQLite file"):
        verify({}, Circumstances(), Home(tmp_path))


def test_no_jobs(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="jobs must be at least 1, got 0"):
        verify({}, Circumstances(), Home(tmp_path), jobs=0)
