"""Coq itself on certificates: every rule, the headlines, false statements, and a planted disagreement.

Skipped without Coq 8.16 and its libraries. The library is compiled once, into ``.saddleproof/coq``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from proofs_check.cli import export as command
from proofs_check.cli import second_opinion
from proofs_check.cli.main import main
from proofs_check.verify.manifest import write_manifest
from proofs_check.verify.opinions import Opinions
from proofs_check.verify.secret import user_key
from tests.theory.export.certificates import of_claim, read
from tests.theory.kernel.bench import Trial
from tests.theory.kernel.test_attacks import ATTACKS
from tests.theory.kernel.test_false_certificates import FALSE
from theory.export.coq import toolchain, workshop
from theory.export.coq.cited import coq_name
from theory.export.coq.lemma import RULES
from theory.export.coq.statements import Certificate as Exported
from theory.export.coq.statements import in_order
from theory.export.coq.toolchain import Coq, NoCoq, find_coq
from theory.export.coq.workshop import Outcome, Workshop
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
    assert main(["recheck", "--with", "coq", "agd-gradients"]) == 1  # nothing was checked
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


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "no JSON": (lambda p: p.write_text("{"), "not readable as JSON"),
    "no bytes of a text": (lambda p: p.write_bytes(b"\xff"), "not readable as JSON"),
    "another content": (lambda p: p.write_text(p.read_text().replace("Y", "Z")), "the name is not the hash of the content"),
    "other fields": (lambda p: p.write_text("[]"), "a certificate has the fields"),
    "a deep nest": (lambda p: p.write_text("[" * 100000), "not readable as JSON"),
    "not there": (lambda p: p.unlink(), ""),
}


@pytest.mark.parametrize(("damage", "says"), BROKEN.values(), ids=BROKEN)
def test_a_damaged_premise_is_named_with_what_rests_on_it(damage: Callable[[Path], object], says: str, tmp_path: Path) -> None:
    """The rest goes on, and the claim does not count as whole."""
    folder = written(tmp_path / "certificates", "agd-gradients")
    certificates, goals = of_claim("agd-gradients")
    first = next(p for g in goals for p in certificates[g].premises)
    write_manifest(folder, {"mine": list(goals)})
    damage(folder / f"{first}.json")
    subject = command.gather([str(folder)], tmp_path)
    assert not says or f"{first}.json: {says}" in "\n".join(subject.unread)
    resting = {i for i, c in certificates.items() if first in c.premises}
    assert resting and set(subject.certificates) == set(certificates) - resting - {first}
    for i in resting:
        assert f"{i}.json: its premise {first[:12]} is not there" in subject.unread
    assert subject.lacking == {"mine"} and f"claim mine: goal {goals[0][:12]} is not there" in subject.unread


def test_a_library_that_does_not_compile_here_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broke(self: Workshop, tell: object) -> None:
        raise workshop.LibraryBroke("Coq refuses Base.v: Error: Cannot find a physical path")

    at_home(monkeypatch, tmp_path)
    monkeypatch.setattr(second_opinion, "workshop", lambda coq: Workshop(tmp_path / "coq", coq))
    monkeypatch.setattr(toolchain, "find_coq", lambda: Coq("coqc", "8.16.1"))
    monkeypatch.setattr(Workshop, "prepare", broke)
    assert main(["recheck", "--with", "coq", "agd-gradients"]) == 1
    assert capsys.readouterr().out == "not re-checked: Coq refuses Base.v: Error: Cannot find a physical path\n"


OUTCOMES = {
    "accepted": (Outcome("accepted", "", 2.0), "", 0, "3 of 3 accepted by Coq, axioms: none, 6.0 s\n"),
    "refused": (Outcome("refused", "Error: no"), "", 3, "*** CONTRADICTION: the kernel accepts "),
    "refused by both": (Outcome("refused", "Error: no"), "no", 1, "refused: Error: no"),
    "accepted against the kernel": (Outcome("accepted"), "no", 3, "*** CONTRADICTION: Coq accepts "),
    "not exported": (Outcome("not exported", "no such fact"), "", 1, "not exported: no such fact"),
    "blocked": (Outcome("blocked", "its premise"), "", 1, "blocked: its premise"),
}


@pytest.mark.parametrize(("outcome", "fault", "code", "says"), OUTCOMES.values(), ids=OUTCOMES)
def test_what_is_printed_kept_and_returned(
    outcome: Outcome, fault: str, code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Every outcome of one certificate, the last of three, with Coq played by a stand-in."""
    certificates, goals = of_claim("agd-gradients")
    last = goals[-1]

    def check(self: Workshop, found: dict, roots: list, jobs: int, tell: object) -> dict[str, Outcome]:
        return {i: outcome if i == last else Outcome("accepted", "", 2.0) for i in in_order(found, roots)}

    at_home(monkeypatch, tmp_path)
    monkeypatch.setattr(toolchain, "find_coq", lambda: Coq("coqc", "8.16.1"))
    for name, stand_in in (("prepare", lambda self, tell: None), ("check", check), ("assumptions", lambda self, goals: [])):
        monkeypatch.setattr(Workshop, name, stand_in)
    monkeypatch.setattr(command, "_faults", lambda folder: {last: fault} if fault else {})
    assert main(["recheck", "--with", "coq", "agd-gradients", "--rules"]) == code
    said = capsys.readouterr().out
    assert says in said and f"agd-gradients: {2 + outcome.accepted} of 3 accepted by Coq" in said
    total = re.search(r"\ball\W+3\W+(\d)\b", said)
    assert total and int(total[1]) == 2 + outcome.accepted
    with Opinions.read(tmp_path / "home" / "opinions.sqlite", user_key()) as opinions:
        kept = opinions.get(goals, certificates)
    assert (kept is None) == (outcome.state in ("not exported", "blocked"))
    assert kept is None or (outcome.reason in kept.refused and bool(kept.refused) == (outcome.state == "refused"))


@pytest.mark.parametrize("seed", range(20))
def test_what_is_assumed_by_several_claims_is_what_each_assumes(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked together and by halves, or one by one: the same answers. Goals that rest on nothing cost one question."""
    rng, asked = Random(seed), []
    rests = {f"g{k}": [x for x in ("Weyl", "Holder") if rng.random() < 0.1 * (seed % 3)] for k in range(30)}
    claims = {f"c{k}": tuple(rng.sample(sorted(rests), rng.randint(1, 4))) for k in range(rng.randint(0, 20))}

    def assumptions(self: Workshop, goals: Iterable[str]) -> list[str]:
        asked.append(goals)
        return sorted({x for g in goals for x in rests[g]})

    monkeypatch.setattr(Workshop, "assumptions", assumptions)
    shop = Workshop(tmp_path, Coq("coqc", "8.16.1"))
    found = shop.assumptions_apart(claims)
    assert found == {name: sorted({x for g in goals for x in rests[g]}) for name, goals in claims.items()}
    assert len(asked) <= 1 or any(found.values())
