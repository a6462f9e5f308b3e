"""Claims of installed packages: found without an import, judged like a reader's, and a broken one is one line."""

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
from proofs_check.public import Paper
from proofs_check.verify.discovery import find_claims
from proofs_check.verify.fingerprint import ROOT
from proofs_check.verify.packages import find_installed, packages

CLAIM = """
from proofs_check.public import Claim, Source, Theorem
{more}
theorem = Theorem({text!r})
claim = Claim(id={id!r}, title="A title", source=Source("Some & Body 2019", "Lemma 1", "reconstructed"), subject="conjecture",
              statement={text!r}, expected=({expected!r},), probe=theorem.probe)
"""


def claim(name: str, text: str = "A B = B A", expected: str = "refuted", more: str = "") -> str:
    return CLAIM.format(id=name, text=text, expected=expected, more=more)


def install(site: Path, distribution: str, files: dict[str, str], value: str = "", version: str = "1.0") -> Path:
    """What an installer leaves in a site folder: a package with claims, and its metadata."""
    module = distribution.replace("-", "_")
    folder = site / module / "claims"
    folder.mkdir(parents=True)
    for place in (folder.parent, folder):
        (place / "__init__.py").write_text("raise SystemExit('imported by the wrong process')\n")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    about = site / f"{module}-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
    (about / "entry_points.txt").write_text(f"[saddleproof.claims]\nall = {value or module + '.claims'}\n")
    return folder


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    return folder


def verdicts(capsys: Any, *arguments: str) -> tuple[int, dict[str, str], str]:
    code = main(["verify", "--format", "json", *arguments])
    printed = capsys.readouterr()
    return code, {c["id"]: c["verdict"] for c in json.loads(printed.out)["claims"]} if printed.out else {}, printed.err


def test_a_package_is_found_and_judged_and_not_imported_here(site: Path, capsys: Any) -> None:
    """Its ``__init__`` ends the interpreter that imports it: this one goes on."""
    install(site, "other-claims", {"one.py": claim("other-one"), "_shared.py": "claim = 7\n", "plain.py": "x = 1\n"})
    assert [p.label for p in packages()] == ["other-claims 1.0"]
    assert verdicts(capsys, "--package", "other-claims")[:2] == (0, {"other-one": "refuted"})
    assert set(find_installed().claims) == {"other-one"} and find_installed().troubles == {}


def test_a_fresh_process_lists_its_claims_beside_those_of_this_project(site: Path) -> None:
    install(site, "other-claims", {"one.py": claim("other-one")})
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(site)])}
    command = [sys.executable, "-m", "proofs_check.cli", "claims", "--format", "json"]
    done = subprocess.run(command, env=environment, cwd=site, capture_output=True, text=True, check=True)
    listed = {row["claim"] for row in json.loads(done.stdout)}
    assert listed == {*find_claims(), "other-one"}
    assert "other-claims 1.0" in done.stderr


BROKEN = {
    "no Python": {"one.py": "claim = ("},
    "no claim": {"one.py": "claim = 3\n"},
    "raises": {"one.py": "claim = 1/0\n"},
    "ends the interpreter": {"one.py": "import os\nos._exit(0)\nclaim = 1\n"},
    "no claim file": {"_one.py": claim("hidden")},
    "id of this project": {"one.py": claim("dmf-balancedness")},
    "unreadable statement": {"one.py": claim("bad", text="A = = B")},
    "id used twice": {"one.py": claim("same"), "two.py": claim("same")},
    "control characters": {"one.py": "raise ValueError('a\\x1b[2Jb\\nnote: all proved')\nclaim = 1\n"},
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_package_is_one_line_that_names_it_and_the_rest_goes_on(how: str, site: Path) -> None:
    install(site, "fine-claims", {"one.py": claim("fine-one")})
    install(site, "broken-claims", BROKEN[how])
    installed = find_installed()
    assert set(installed.claims) == {"fine-one"} and set(installed.troubles) == {"broken-claims 1.0"}
    line = installed.troubles["broken-claims 1.0"]
    assert line.startswith("left out of package broken-claims 1.0: ") and line.isprintable()


def test_the_line_is_printed_and_the_package_alone_is_refused(site: Path, capsys: Any) -> None:
    install(site, "fine-claims", {"one.py": claim("fine-one")})
    install(site, "broken-claims", {**BROKEN["control characters"], "two.py": claim("broken-two")})
    code, found, told = verdicts(capsys, "fine-one")
    assert (code, found) == (0, {"fine-one": "refuted"})
    (line,) = [line for line in told.splitlines() if "left out" in line]
    assert line.startswith("note: left out of package broken-claims 1.0: ") and line.isprintable()
    assert verdicts(capsys, "--package", "broken-claims", "broken-two")[:2] == (0, {"broken-two": "refuted"})
    code, found, told = verdicts(capsys, "--package", "broken-claims")
    assert (code, found) == (2, {}) and told.splitlines()[-1].startswith("saddleproof: package broken-claims cannot be used")


@pytest.mark.parametrize("value", ["no_such_module", "json:loads", "json.decoder", "fine_claims.claims:claim"])
def test_an_entry_point_that_names_no_package_is_one_line(value: str, site: Path, capsys: Any) -> None:
    install(site, "fine-claims", {"one.py": claim("fine-one")})
    install(site, "lost-claims", {"one.py": claim("lost-one")}, value=value)
    installed = find_installed()
    assert set(installed.claims) == {"fine-one"} and set(installed.troubles) == {"lost-claims 1.0"}
    assert "all" in installed.troubles["lost-claims 1.0"] and "\n" not in installed.troubles["lost-claims 1.0"]


def test_one_id_in_two_packages_is_left_out_of_both(site: Path) -> None:
    """Which came first says nothing about which is meant."""
    install(site, "a-claims", {"one.py": claim("shared-id"), "two.py": claim("a-two")})
    install(site, "b-claims", {"one.py": claim("shared-id", "A = A^T"), "two.py": claim("b-two")})
    installed = find_installed()
    assert set(installed.claims) == {"a-two", "b-two"}
    assert "'shared-id' is used by b-claims 1.0" in installed.troubles["a-claims 1.0"]
    assert "'shared-id' is used by a-claims 1.0" in installed.troubles["b-claims 1.0"]
    assert set(find_installed("a-claims").troubles) == {"a-claims 1.0"}


def test_a_proof_of_a_package_is_judged_like_a_readers(site: Path, capsys: Any) -> None:
    """It patches what draws verdicts in its own process and derives nothing true: here nothing of it counts."""
    patch = "import proofs_check.verify.judge as j\nj.conclude = lambda *a, **k: None\n"
    install(site, "other-claims", {"one.py": claim("other-one", "A B = B A", "refuted", patch)})
    assert verdicts(capsys, "--package", "other-claims")[1] == {"other-one": "refuted"}


def test_a_changed_module_of_the_package_is_a_changed_claim(site: Path, capsys: Any) -> None:
    folder = install(site, "other-claims", {"one.py": claim("other-one", more="from other_claims.claims import _shared")})
    for place in (folder, folder.parent):
        (place / "__init__.py").write_text("")
    (folder / "_shared.py").write_text("x = 1\n")

    def cached() -> bool:
        assert main(["verify", "--format", "json", "--package", "other-claims"]) == 0
        return bool(json.loads(capsys.readouterr().out)["claims"][0]["cached"])

    assert [cached(), cached()] == [False, True]
    (folder / "_shared.py").write_text("x = 2  # another\n")
    assert not cached()


def test_the_claims_own_package_counts_though_it_lies_among_the_libraries(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib
    import sysconfig

    from proofs_check.verify.worker import loaded_files

    folder = install(site, "kin-claims", {"one.py": claim("kin-one"), "_shared.py": "x = 1\n"})
    for place in (folder, folder.parent):
        (place / "__init__.py").write_text("")
    importlib.invalidate_caches()
    shared = importlib.import_module("kin_claims.claims._shared").__file__
    real = sysconfig.get_path
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(site) if name == "purelib" else real(name))
    assert str(Path(str(shared)).resolve()) in loaded_files(folder / "one.py")
    assert str(Path(str(shared)).resolve()) not in loaded_files(site / "another" / "one.py")


def test_a_folder_and_a_package_at_once_are_refused(site: Path, capsys: Any) -> None:
    install(site, "other-claims", {"one.py": claim("other-one")})
    assert main(["verify", "--claims", str(site), "--package", "other-claims"]) == 2
    assert "not from both" in capsys.readouterr().err


def test_claims_of_this_project_ask_no_package(site: Path, capsys: Any) -> None:
    install(site, "broken-claims", BROKEN["raises"])
    code, found, told = verdicts(capsys, "dmf-gradient", "--paper", "dmf")
    assert code == 0 and set(found) == {"dmf-gradient"} and "broken-claims" not in told


def test_a_paper_may_be_called_anything_printable() -> None:
    from proofs_check.public import Source

    assert str(Source("Kunin et al. 2019, arXiv:1901.08168", "Theorem 1", "stated", "v2")).startswith("Kunin et al.")
    for bad in ("", "  ", "two\nlines", "a\x1b[5mb", 7):
        with pytest.raises(ValueError, match="paper must be one line of printable text"):
            Source(bad, "-", "reconstructed")  # type: ignore[arg-type]


PAPER = '''"""x² is not negative, of a work with a title and a link."""
from proofs_check.public import Claim, Paper, Theorem

BOOK = Paper("Somebody 1999", "On squares", "https://example.org/squares?a=1")
theorem = Theorem("x^2 + y^2 >= 2*x*y")
claim = Claim(
    id="somebodys-square", title="A sum of squares", source=BOOK.source("Lemma 3"), subject="conjecture",
    statement="x² + y² ≥ 2xy", expected=("supported",), probe=theorem.probe,
)
'''


def test_a_paper_of_a_package_shows_up_by_name_with_title_and_link(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    """In the list, by ``--paper``, in ``show``, in the JSON, and as a link in the report."""
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    folder, where = tmp_path / "mine", ["--claims", str(tmp_path / "mine")]
    folder.mkdir()
    (folder / "square.py").write_text(PAPER, encoding="utf-8")
    report = tmp_path / "report"
    assert main(["verify", *where, "--paper", "Somebody 1999", "--format", "json", "--report", str(report)]) == 0
    (told,) = json.loads(capsys.readouterr().out)["claims"]
    assert (told["paper"], told["link"]) == ("Somebody 1999", "https://example.org/squares?a=1")
    assert main(["claims", *where, "--paper", "Somebody 1999", "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["paper"] == "Somebody 1999" and row["last verdict"] == "supported"
    assert main(["show", "somebodys-square", *where]) == 0
    assert "Somebody 1999, “On squares”, Lemma 3 (reconstructed), https://example.org/squares?a=1" in capsys.readouterr().out
    page = next(report.glob("*.html")).read_text(encoding="utf-8")
    assert '<a href="https://example.org/squares?a=1" rel="noopener noreferrer">Somebody 1999, ' in page
    assert main(["claims", *where, "--paper", "Nobody"]) == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (("dmf",), "paper's name must not be one of this project's"),
        (("",), "paper must be one line of printable text"),
        (("A", "two\nlines"), "title must be one line"),
        (("A", "", "javascript:alert(1)"), "link must begin with https://"),
        (("A", "", 'https://a.org/"><script>'), "hold no spaces or quotes"),
        (("A", "", 3), "link must be text"),
    ],
)
def test_a_paper_that_is_none_is_one_line(fields: Any, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        Paper(*fields)
