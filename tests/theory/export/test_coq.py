"""Coq itself on certificates: every rule, the headlines, false statements, and a planted disagreement.

Skipped without Coq 8.16 and its libraries. The library is compiled once, into ``.saddleproof/coq``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from proofs_check.cli import export as command
from proofs_check.cli import second_opinion
from proofs_check.cli.main import main
from tests.theory.export.certificates import of_claim, read
from tests.theory.kernel.bench import Trial
from tests.theory.kernel.test_attacks import ATTACKS
from tests.theory.kernel.test_false_certificates import FALSE
from theory.export.coq import toolchain, workshop
from theory.export.coq.cited import coq_name
from theory.export.coq.lemma import RULES
from theory.export.coq.statements import Certificate as Exported
from theory.export.coq.toolchain import NoCoq, find_coq
from theory.export.coq.workshop import Workshop
from theory.kernel.certificate import Certificate
from theory.kernel.lemmas import LEMMAS

HOME = Path(__file__).parents[3] / ".saddleproof"
try:
    COQ = find_coq()
except NoCoq:
    COQ = None
JOBS = 2
needs_coq = [pytest.mark.coq, pytest.mark.skipif(COQ is None, reason="Coq 8.16 with Mathematical Components is not installed")]

HEADLINES = ("agd-main-theorem", "dmf-balancedness", "dmf-every-critical-point", "udu-exclusion")
FOR_RULES = ("agd-gradients", "dmf-closed-form-is-critical", "dmf-root-counts", "agd-length-lemma", "dmf-root-order",
             "dmd-sharp-constant-two", "dmf-scalar-equation")  # fmt: skip
"""With the headlines, every rule occurs; of these claims only one certificate a rule is asked."""

CITING = {"udu-minimal-magnitudes": {"Schatten-Hölder"}, "dmf-minimality": {"Schatten-Hölder", "von Neumann"}}
"""Claims, and what their first goal cites."""


@pytest.fixture(scope="module")
def shop() -> Workshop:
    assert COQ is not None
    shop = Workshop(HOME / "coq", COQ)
    shop.prepare()
    return shop


class TestCoq:
    pytestmark = needs_coq

    @pytest.mark.parametrize("claim", HEADLINES)
    def test_coq_accepts_a_headline_without_any_axiom(self, claim: str, shop: Workshop) -> None:
        certificates, goals = of_claim(claim)
        outcomes = shop.check(certificates, goals, JOBS)
        assert [f"{i} {o}" for i, o in outcomes.items() if not o.accepted] == []
        assert shop.assumptions(goals) == []

    def test_every_lemma_that_may_be_cited_is_proved(self, shop: Workshop, tmp_path: Path) -> None:
        """What is proved is the statement that the exporter writes (`test_reading.py`), which is the kernel's."""
        names = [coq_name(n) for n in LEMMAS]
        checks = [f"Check (@lemma_{n} : forall R N, stmt_{n} R N).\nPrint Assumptions lemma_{n}." for n in names]
        file = tmp_path / "Assumed.v"
        head = "From mathcomp Require Import all_ssreflect all_algebra.\nFrom Saddleproof Require Import Named Cited.\n"
        file.write_text(head + "\n".join(checks), encoding="utf-8")
        done = toolchain.compile_file(shop.coq, file, shop.paths)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("Closed under the global context") == len(names)
        assert "Axioms" not in done.stdout

    @pytest.mark.parametrize("claim", CITING)
    def test_a_goal_that_cites_rests_on_no_axiom(self, claim: str, shop: Workshop) -> None:
        certificates, goals = of_claim(claim)
        outcomes = shop.check(certificates, goals[:1])
        assert [f"{i} {o}" for i, o in outcomes.items() if not o.accepted] == []
        assert {str(certificates[i].witness["lemma"]) for i in outcomes if certificates[i].rule == "lemma"} == CITING[claim]
        assert shop.assumptions(goals[:1]) == []

    def test_coq_accepts_a_certificate_of_every_rule(self, shop: Workshop) -> None:
        chosen: dict[str, tuple[Exported, list[Exported]]] = {}
        for claim in (*FOR_RULES, *HEADLINES):
            certificates, _ = of_claim(claim)
            for c in certificates.values():
                chosen.setdefault(c.rule, (c, [certificates[p] for p in c.premises]))
        assert set(chosen) == set(RULES)
        outcomes = dict(zip(chosen, shop.judge(list(chosen.values()), JOBS), strict=True))
        assert {rule: o for rule, o in outcomes.items() if not o.accepted} == {}

    def test_false_certificates_and_attacks_are_refused(self, shop: Workshop) -> None:
        trials = {**FALSE, **{a.name: a.trial for a in ATTACKS if a.model is not None}}
        outcomes = shop.judge([seen(t) for t in trials.values()], JOBS)
        assert [name for name, o in zip(trials, outcomes, strict=True) if o.accepted] == []

    def test_honest_neighbours_of_attacks_are_accepted(self, shop: Workshop) -> None:
        """So the attacks are not refused for want of ability. What is missing: sizes that are no letters."""
        trials = {a.name: replace(a.trial, **a.honest) for a in ATTACKS if a.honest}
        outcomes = shop.judge([seen(t) for t in trials.values()], JOBS)
        missing = {name for name, o in zip(trials, outcomes, strict=True) if not o.accepted}
        assert missing == {"instance: a dimension is no number below 1", "a size that may be negative"}

    def test_a_planted_disagreement_is_a_contradiction(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The proof that the exporter writes is spoilt: the kernel accepts what Coq then refuses."""
        folder = written(tmp_path / "certificates", "agd-gradients")
        honest = workshop.lemma
        at_home(monkeypatch, tmp_path)
        monkeypatch.setattr(workshop, "fingerprints", lambda version, ask=workshop.fingerprints: (ask(version)[0], "planted"))
        monkeypatch.setattr(workshop, "lemma", lambda *given: honest(*given).replace("exact_no_check", "idtac; fail "))
        assert main(["recheck", "--with", "coq", str(folder)]) == 3
        said = capsys.readouterr().out
        assert "CONTRADICTION: the kernel accepts" in said and "Coq refuses it" in said

    def test_the_reverse_is_a_contradiction_too(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = written(tmp_path / "certificates", "agd-gradients")
        first = sorted(of_claim("agd-gradients")[0])[0]
        at_home(monkeypatch, tmp_path)
        monkeypatch.setattr(command, "_faults", lambda folder: {first: "planted"})
        assert main(["recheck", "--with", "coq", str(folder)]) == 3
        assert f"CONTRADICTION: Coq accepts {first[:12]}" in capsys.readouterr().out

    def test_an_exported_project_compiles_with_make_alone(self, tmp_path: Path, shop: Workshop) -> None:
        """The library is put in compiled, which saves its minute. One line for each goal, and one for the theorem in plain
        matrices, says that nothing is assumed."""
        out = tmp_path / "project"
        assert main(["export", "coq", "dmf-balancedness", "--out", str(out)]) == 0
        for file in [f for f in shop.library.iterdir() if f.suffix in (".vo", ".vos", ".vok", ".glob")]:
            shutil.copy(file, out / "lib" / file.name)
        for file in (out / "lib").iterdir():  # none is older than what it is made from
            os.utime(file, (1e9, 1e9))
        done = subprocess.run(["make", "-C", str(out)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        assert done.stdout.count("Closed under the global context") == len(of_claim("dmf-balancedness")[1]) + 1


def seen(trial: Trial) -> tuple[Exported, list[Exported]]:
    """A trial as the exporter reads it, and its premises."""
    premises = [read(Certificate(s, "collect", (), None, {})) for s in trial.premises]
    statement = {"letters": trial.letters, "given": trial.given, "then": trial.then}
    if trial.exists:
        statement["exists"] = trial.exists
    return read(Certificate(statement, trial.rule, tuple(p.id for p in premises), trial.witness, {})), premises


def at_home(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A home and a key of the test's own; the library is the one that is compiled already."""
    monkeypatch.setenv("SADDLEPROOF_HOME", str(folder / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setattr(second_opinion, "workshop", lambda coq: Workshop(HOME / "coq", coq))


def written(folder: Path, claim: str) -> Path:
    """A folder with the certificates of a claim."""
    folder.mkdir(exist_ok=True)
    from proofs_check.verify.discovery import find_claims

    derive = find_claims()[claim].claim.derivation
    assert derive is not None
    for c in derive().certificates:
        c.write(folder)
    return folder


def test_without_coq_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(toolchain.shutil, "which", lambda command: None)
    assert main(["recheck", "--with", "coq", "agd-gradients"]) == 0
    said = capsys.readouterr().out.strip()
    assert said.startswith("not re-checked: no Coq is installed") and "apt-get install coq" in said and "\n" not in said


@pytest.mark.parametrize(
    ("version", "libraries", "says"),
    [("8.20.0", True, "Coq 8.20.0 is installed, 8.16 is needed"), ("8.16.1", False, "real_closed, zify")],
)
def test_another_coq_or_a_missing_library(
    version: str, libraries: bool, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part, file in toolchain.NEEDED.items():
        folder = tmp_path / "user-contrib" / "mathcomp" / part
        folder.mkdir(parents=True)
        if libraries or part not in ("real_closed", "zify"):
            (folder / f"{file}.vo").touch()
    monkeypatch.setattr(toolchain.shutil, "which", lambda command: f"/usr/bin/{command}")
    monkeypatch.setattr(toolchain, "_ask", lambda path, option: f"{version} 4.13" if option[2] == "p" else str(tmp_path))
    with pytest.raises(NoCoq, match=says):
        find_coq()


def test_unusable_input_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    for arguments, says in (
        (["export", "lean", "agd-gradients", "--out", str(tmp_path / "x")], "the checker must be coq, got lean"),
        (["export", "coq", "agd-gradients", "--out", str(tmp_path / "full")], "must be a new or empty folder"),
        (["recheck", "--with", "hol", "agd-gradients"], "--with must be kernel or coq, got hol"),
    ):
        assert main(arguments) == 2
        said = capsys.readouterr().err
        assert says in said and said.count("\n") == 1


def test_a_file_that_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "certificates"
    folder.mkdir()
    written(folder, "agd-gradients")
    (folder / ("0" * 64 + ".json")).write_text("{}")
    assert main(["export", "coq", str(folder), "--out", str(tmp_path / "project")]) == 1
    said = capsys.readouterr()
    assert "not read: 000000" in said.err and "3 lemmas" in said.out
    assert (tmp_path / "project" / "_CoqProject").exists()
