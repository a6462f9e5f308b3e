"""The LaTeX of every goal of every claim compiles in one document, no line too long; a proof reads as numbered steps."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.theory.render.test_rereading import FILES, GOALS, SOME, shown_of
from theory.kernel.budget import Fault
from theory.kernel.certificate import Certificate
from theory.render import document, latex, latex_of, latex_proof, latex_text, mathml_proof, proof_steps, rendered, text_proof

needs_latex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")


def compiled(text: str, folder: Path) -> str:
    """The log of pdflatex; the pages are in the folder."""
    (folder / "x.tex").write_text(text, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "x.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    log = (folder / "x.log").read_text(encoding="latin-1")
    assert done.returncode == 0, re.findall(r"^!.*\n.*\n.*", log, re.MULTILINE)[:3]
    return log


def too_wide(log: str) -> list[str]:
    return re.findall(r"Overfull \\hbox.*", log)


def described(name: str) -> str:
    return "\\begin{description}\n" + shown_of(name).latex() + "\n\\end{description}"


@needs_latex
def test_every_goal_compiles_and_fits(tmp_path: Path) -> None:
    blocks = [rf"\subsection*{{{latex_text(name)}}}" + "\n" + described(name) for name in GOALS]
    log = compiled(document("\n".join(blocks)), tmp_path)
    assert too_wide(log) == []
    assert int(re.search(r"\((\d+) pages", log)[1]) > 50  # type: ignore[index]


@needs_latex
def test_a_formula_that_does_not_fit_is_seen(tmp_path: Path) -> None:
    long = " ".join(["W"] * 150)
    assert too_wide(compiled(document(f"$\\left({long}\\right)$"), tmp_path))


@needs_latex
def test_words_of_any_language_compile(tmp_path: Path) -> None:
    """Titles, prose and the names of matrices are anybody's text."""
    signs = "".join(chr(k) for k in [*range(32, 127), *range(160, 0x250), *range(0x370, 0x400), *range(0x1E00, 0x1F00),
                                     *range(0x2070, 0x20A0), *range(0x2190, 0x2300), 0x65E5, 0x1F600])  # fmt: skip
    text = "\n\n".join(latex_text(signs[k : k + 40]) for k in range(0, len(signs), 40))
    compiled(document(text, latex_text("κ² ≥ 50 % of $a_b$ \\input{x}")), tmp_path)


def certificate(then: str, rule: str = "expand", premises: tuple[str, ...] = ()) -> Certificate:
    letters = [["X", {"kind": "matrix", "shape": ["2", "2"]}], ["t", {"kind": "positive"}]]
    witness = {"lemma": "weyl"} if rule == "lemma" else [[]]
    return Certificate({"letters": letters, "given": [], "then": [then]}, rule, premises, witness, {})


def test_steps_are_numbered_with_premises_before() -> None:
    first = certificate("tr(X.T*X) >= 0", "order")
    second = certificate("t*tr(X.T*X) >= 0", "order", (first.id,))
    third = certificate("2*t*tr(X.T*X) >= 0", "lemma", (second.id, first.id))
    steps = proof_steps([third, second, first])
    assert [(s.number, s.premises, s.lemma) for s in steps] == [(1, (), ""), (2, (1,), ""), (3, (2, 1), "weyl")]
    assert steps[2].reason == "a textbook fact: weyl; from steps 2, 1"
    lines = text_proof(steps).splitlines()
    assert lines[0] == "1.  for all   X ∈ ℝ²ˣ²" and lines[4:6] == ["2.  for all   t > 0", "    then      t ‖X‖² ≥ 0"]
    assert sum("X ∈" in line for line in lines) == 1  # declared once
    assert latex_proof(steps).count(r"\paragraph") == 3
    assert mathml_proof(steps).count('href="#step-') == 3


def test_a_letter_is_declared_in_the_first_step_that_shows_it() -> None:
    """K is folded into A ⪯ B in the first step, and met by itself in the second, declared in the same words."""
    square = {"kind": "matrix", "shape": ["n", "n"]}
    letters = [["n", {"kind": "dimension"}], *([name, square] for name in "ABK")]
    first = Certificate({"letters": letters, "given": ["A + K*K.T == B"], "then": ["A == A"]}, "expand", (), [[]], {})
    second = Certificate({"letters": letters, "given": ["A + K*K.T == B"], "then": ["K == K"]}, "expand", (first.id,), [[]], {})
    text = text_proof(proof_steps([first, second]))
    assert "A ⪯ B" in text and "A + K Kᵀ = B" in text
    assert text.index("K ∈ ℝⁿˣⁿ") < text.index("A + K Kᵀ = B")


def test_a_proof_without_its_premise_is_refused() -> None:
    with pytest.raises(ValueError, match="which is not in the proof"):
        proof_steps([certificate("t > 0", "order", ("ab" * 32,))])


@pytest.mark.parametrize(
    "statement",
    [
        {"letters": [["\\input{x}", {"kind": "real"}]], "then": ["1 == 1"]},
        {"letters": [["x", {"kind": "real"}]], "then": ["x == y"]},
        {"letters": [["x", {"kind": "odd"}]], "then": ["x == x"]},
        {"letters": [], "then": []},
        {"letters": [["x", {"kind": "real", "over": ["n", "1", "2"], "first": "1"}]], "then": ["1 == 1"]},
    ],
)
def test_what_the_kernel_does_not_read_is_not_rendered(statement: dict) -> None:
    with pytest.raises(Fault):
        rendered(statement)


def test_a_text_that_is_no_expression_stays_text() -> None:
    assert latex_of("1 +") == r"\text{1 +}"
    assert latex_of("\\input{x}") == r"\text{\textbackslash{}input\{x\}}"


def test_a_deep_tower_of_sums_stays_small() -> None:
    """Each sum has the one before twice: folded back it would have 2^30 terms."""
    letters: list = [["L", {"kind": "integer", "min": "1"}], ["x", {"kind": "real", "over": ["n", "0", "L"]}]]
    before = "x"
    for k in range(30):
        name = f"q{k}"
        step = f"{name}[n]+{before}[n]*{before}[n]+{before}[n+1]"
        letters.append([name, {"kind": "real", "over": ["n", "0", "L"], "first": "0", "next": step}])
        before = name
    assert len(latex({"letters": letters, "then": [f"{before}[L] == 0"]})) < 100_000


def test_html_is_well_formed() -> None:
    from xml.etree import ElementTree

    for name in SOME[::5]:
        shown = shown_of(name)
        ElementTree.fromstring(shown.mathml())
        assert "<script" not in shown.mathml()


@needs_latex
def test_every_sentence_and_title_compiles(tmp_path: Path) -> None:
    """What `show --format latex` puts above the formal statements."""
    from proofs_check.report.mathematics import sentence_latex

    blocks = []
    for file in FILES:
        for claim, pin in json.loads(file.read_text(encoding="utf-8"))["claims"].items():
            sentence = sentence_latex(pin["sentence"])
            assert "$" in sentence or "$" not in pin["sentence"], f"{claim}: its formulas were taken for text"
            blocks.append(rf"\paragraph{{{latex_text(pin.get('title', claim))}}} {sentence} {latex_text(pin.get('prose', ''))}")
    compiled(document("\n\n".join(blocks)), tmp_path)
