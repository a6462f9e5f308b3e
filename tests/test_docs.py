"""The pages of ``docs/`` and those that ``handbook`` generates: their commands and examples are run, their names exist."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from handbook import commands, papers, plans, python, rules
from proofs_check.cli.main import main
from proofs_check.verify.discovery import find_claims
from proofs_check.verify.fingerprint import ROOT
from tests.marks import but
from tests.proofs_check.transcripts import LOOSE, matches
from theory.kernel.check import RULES

DOCS = ROOT / "docs"
OWN_TESTS = {"check.md": "check/test_page.py", "families.md": "check/test_families_page.py", "derive.md": "test_derive.py",
             "own-theorem.md": "test_own_theorem.py", "package-of-claims.md": "test_package_page.py",
             "where-is-my-run.md": "test_where_is_my_run.py", "report.md": "test_report_doc.py",
             "headlines.md": "test_headline.py"}  # fmt: skip
"""Pages that a test of their own runs, in ``tests/proofs_check``."""
PAGES = sorted(page.name for page in DOCS.glob("*.md") if page.name not in (*OWN_TESTS, "gallery.md"))
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *DOCS.glob("*.md")]}
FIGURES = re.findall(r"```console\n(.*?)```\n\n((?:!\[[^\]]*\]\([^)]*\)\n+)+)", TEXTS["gallery.md"], re.DOTALL)
SLOW = ("escape", "run", "experiment")


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the reader's claim files, verdicts kept in it."""
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / ".saddleproof"))
    return tmp_path


@pytest.mark.parametrize("page", but(PAGES, ("verdicts.md",)))
def test_a_page_runs_from_its_first_block_to_its_last(page: str, workplace: Path, capsys: Any) -> None:
    """Files are those of its TOML blocks, named in the prose before them; ``...`` stands for anything."""
    for name, content in re.findall(r"`(\w+\.toml)`:\n\n```toml\n(.*?)```", TEXTS[page], re.DOTALL):
        (workplace / name).write_text(content, encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", TEXTS[page], re.DOTALL):
        for command, expected in re.findall(r"\$ saddleproof (.*)\n((?:(?!\$ ).*\n)*)", block):
            code = main(shlex.split(command))
            printed = capsys.readouterr().out
            assert matches(expected, printed), f"{command} printed:\n{printed}"
            assert code in (0, 1), command


@pytest.mark.parametrize("page", [page for page in PAGES if ">>>" in TEXTS[page]])
def test_the_python_examples_of_a_page_run(page: str) -> None:
    examples = doctest.DocTestParser().get_doctest(TEXTS[page], {}, page, None, None)
    assert doctest.DocTestRunner(optionflags=LOOSE).run(examples) == doctest.TestResults(0, len(examples.examples))


def test_pages_with_tests_of_their_own_have_them() -> None:
    for page, test in OWN_TESTS.items():
        assert page in (ROOT / "tests" / "proofs_check" / test).read_text(encoding="utf-8")


def unknown(text: str) -> list[str]:
    """Commands and options that the inline code of a text names and that do not exist."""
    every = commands.flat(commands.commands())
    known = {name: {o for p in c.params for o in (*p.opts, *p.secondary_opts)} for name, c in every.items()}
    faults = []
    for line in re.findall(r"(?<!`)`saddleproof ([a-z][^`]*)`(?!`)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        words = line.split()
        name = words[0] if words[0] in known else " ".join(words[:2])
        named = {word.partition("=")[0] for word in words[1:] if word.startswith("--")}
        group = len(words) == 2 and words[1] == "…" and any(whole.startswith(words[0]) for whole in known)
        faults += [line] * (not group) if name not in known else sorted(named - known[name])
    return faults


@pytest.mark.parametrize("name", TEXTS)
def test_commands_in_running_text_exist(name: str) -> None:
    assert unknown(TEXTS[name]) == []


def test_a_command_that_does_not_exist_is_seen() -> None:
    planted = "`saddleproof verfy x`, `saddleproof landscape --rigde 1`, `saddleproof bound agd --tau 1`"
    assert unknown(planted) == ["verfy x", "--rigde"]


def test_every_command_is_in_the_table() -> None:
    assert set(commands.commands()) == set(re.findall(r"^\| `saddleproof (\w+)", TEXTS["commands.md"], re.MULTILINE))


@pytest.mark.parametrize(("block", "images"), [
    pytest.param(*figure, id=figure[0].splitlines()[0][14:60], marks=[pytest.mark.full] * (figure[0].split()[2] in SLOW))
    for figure in FIGURES
])  # fmt: skip
def test_a_figure_is_drawn_by_its_command(block: str, images: str, workplace: Path, capsys: Any) -> None:
    shown = re.findall(r"\]\(gallery/(.*)\)", images)
    lines = [line.removeprefix("$ saddleproof ") for line in block.splitlines()]
    assert len(lines) == len(shown)
    for line, name in zip(lines, shown, strict=True):
        assert main(shlex.split(line)) == 0 and (DOCS / "gallery" / name).is_file()
        assert "<svg" in (workplace / name).read_text(encoding="utf-8")[:1000]


def test_every_picture_has_its_command() -> None:
    shown = {name for _, images in FIGURES for name in re.findall(r"\]\(gallery/(.*)\)", images)}
    assert shown == {path.name for path in (DOCS / "gallery").iterdir()}


@pytest.mark.parametrize("rule", RULES)
def test_the_page_of_a_rule_runs(rule: str) -> None:
    """One certificate at least that is accepted, and for each a neighbour that is refused for the reason shown."""
    text = rules.page(rule)
    examples = doctest.DocTestParser().get_doctest(text, {}, rule, None, None)
    assert doctest.DocTestRunner().run(examples).failed == 0
    assert text.count("# no Fault") == text.count("Traceback") >= 1


def test_a_plan_with_the_names_and_defaults_of_the_reference_is_read() -> None:
    """The page's own tables, put into a plan: every parameter of every problem and solver that has a default."""
    from numerics.sweep import Plan

    seen = 0
    for heading, section in re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", plans.page(), re.MULTILINE | re.DOTALL):
        rows = re.findall(r"^\| `(problem|solver)\.(\w+)`†? \| (.*) \| (.*) \|$", section, re.MULTILINE)
        side = rows[0][0]
        values = "\n".join(f"{name} = {value[1:-1]}" for _, name, takes, value in rows
                           if value.startswith("`") and "text" not in takes and "one of" not in takes)  # fmt: skip
        names = {"problem": "Factorization", "solver": "UDU"} | {side: heading}
        text = f'problem = "{names["problem"]}"\nsolver = "{names["solver"]}"\nsteps = 1\n[parameters.{side}]\n{values}'
        assert len(Plan.from_text(text).tasks()) == 1
        seen += len(rows)
    assert seen > 80


def test_every_claim_stands_on_one_page_with_its_standing_and_verdict() -> None:
    text = "".join(papers.pages().values())
    for name, found in find_claims().items():
        part = text.split(f"{{#{name}}}")
        assert len(part) == 2
        assert f"<b>{found.claim.source.standing}</b> · verdict <b>{papers.expected(found)}</b>" in part[1].split("</div>")[0]


def test_the_papers_are_those_of_the_claims() -> None:
    from proofs_check.verify.claim import PAPERS

    assert set(papers.TITLES) == set(PAPERS)


def test_what_the_index_imports_is_there() -> None:
    lines = re.findall(r"`(from [\w.]+ import \w+)`", python.index())
    assert len(lines) > 60
    for line in lines:
        exec(line, {})


def test_the_navigation_has_every_page() -> None:
    """Seen without MkDocs, which warns of others. Pages of rules and modules are found by their index."""
    yaml = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r"([\w/-]+\.md)$", yaml, re.MULTILINE))
    assert {page.name for page in DOCS.glob("*.md")} <= listed
    assert {name for name in (*plans.pages(), *commands.pages(), *papers.pages())} <= listed


def test_examples_of_the_generators_run() -> None:
    """Of the reference; and of the docstrings, where griffe is installed (extra docs)."""
    assert doctest.testmod(plans) == doctest.TestResults(0, 1)
    pytest.importorskip("griffe")
    from handbook import docstrings

    assert docstrings.markdown("a*b, ``c*d``\n\n>>> 1\n1") == "a\\*b, `c*d`\n\n```python\n>>> 1\n1\n```"
    assert docstrings.markdown("Args:\n    x: a*b,\n        more.\n    y: c.").startswith("**Arguments**\n\n- x: a\\*b")


@pytest.mark.full
def test_the_site_builds_strictly_and_asks_nothing_of_the_network(tmp_path: Path) -> None:
    import subprocess
    import sys

    pytest.importorskip("mkdocs")
    ended = subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "-d", str(tmp_path / "site")], cwd=ROOT,
                           capture_output=True, text=True, check=False)  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    for page in (tmp_path / "site").rglob("*.html"):
        loaded = re.findall(r"<(?:script|img|iframe|link)[^>]* (?:src|href)=\"?([^\" >]+)", page.read_text(encoding="utf-8"))
        assert loaded and not [url for url in loaded if url.startswith(("http", "//"))], page
