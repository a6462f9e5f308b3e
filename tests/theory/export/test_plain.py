"""The theorems in plain matrices: each says which claim it is about, with the sentence that is pinned now, and is made from
the theorems that are exported for the claim. Every proved claim has one; of the claims whose steps are proved those have one
that is composed in Coq. Those marked coq are compiled."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from proofs_check.cli.export import gather
from proofs_check.cli.main import main
from proofs_check.verify.discovery import find_claims
from theory.export.coq import workshop
from theory.export.coq.project import needs, write_project
from theory.export.coq.readable import comment
from theory.export.coq.toolchain import Coq, NoCoq, find_coq
from theory.export.coq.workshop import Workshop

FILES = sorted((workshop.HERE / "plain").glob("*.v"))
LIFTED: dict[str, set[str]] = {
    "agd-contraction-factors": set(),
    "agd-horizon-free-corollary": {"agd-horizon-free"},
    "agd-larger-step": {"agd-sharpened"},
    "agd-length-lemma": set(),
    "agd-linearized-sweep": set(),
    "agd-polyak-lojasiewicz": set(),
    "agd-sharpened-corollary": {"agd-sharpened"},
    "dmd-critical-magnitudes": set(),
    "dmf-root-order": set(),
    "udu-exclusion": set(),
    "udu-two-sided-exclusion": set(),
    "udu-weight-decay": set(),
}
"""Claims whose steps are proved, and that are composed in Coq; with the other claims whose theorems they use."""
UNTYPED = {
    "agd-along-the-iterates", "agd-start", "dmd-top-saddles", "dmf-global-two-layers", "dmf-origin-global", "dmf-origin-local",
    "dmf-origin-minimizer", "dmf-saddle-double-root", "dmf-strict-saddle-inactive", "dmf-strict-saddle-lower-root",
    "dmf-strict-saddle-spare-unit", "dmf-theorem-1", "udu-flow-laws-in-time",
    "udu-idle-columns", "udu-rank-deficiency", "udu-two-sided-balance",
}  # fmt: skip
"""Proved claims that nobody has stated in matrices of Mathematical Components yet; `docs/trust.md` says so."""
HOME = Path(__file__).parents[3] / ".saddleproof"
FORBIDDEN = re.compile(
    r"\b(Axioms?|Parameters?|Hypothes[ei]s|Conjectures?|Context|Admitted|admit|give_up|Abort|bypass_check|Declare|Module|Checking)\b"
    r"|\bNotation\s+\""
)
"""Words that assume something, check less, or say that a sign means something else."""

CERTIFICATES = re.compile(
    r"\b(MAT|NN|RR|shp|dia|pdia|ment|emb|unemb|zr|zpow|dpow|Imx|m0|ex_up|(?<= : )Z|(?<=-> )Z)\b"
    r"|\b(r(add|sub|mul|opp|div|le|lt|pos)|m(add|sub|mul|opp|sc|T|tr))\b"
)
"""Words of certificates: none of them may stand where a reader reads."""


def claim_of(file: Path) -> str:
    return file.stem.replace("_", "-")


def read_by_readers(text: str) -> str:
    """Definitions and statements, without comments and proofs."""
    plain = re.sub(r"\(\*.*?\*\)", "", text, flags=re.DOTALL)
    said = re.findall(r"^(?:Theorem|Definition|Fixpoint)\b.*?\.$", plain, re.DOTALL | re.MULTILINE)
    return "\n".join(said)


@pytest.mark.parametrize("file", FILES, ids=claim_of)
class TestFiles:
    def test_it_begins_with_the_claim_and_its_present_sentence(self, file: Path) -> None:
        claims = find_claims()
        assert claim_of(file) in claims, f"{file.name}: there is no claim {claim_of(file)}"
        says = comment(f"{claim_of(file)}: {claims[claim_of(file)].claim.sentence}")
        assert file.read_text(encoding="utf-8").startswith(says), f"{file.name} does not begin with\n{says}"

    def test_it_is_made_from_every_goal_that_is_exported(self, file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        pin = find_claims()[claim_of(file)].pin
        assert pin is not None and f"From Final Require Import {file.stem}." in text
        used = {int(k) for k in re.findall(rf"@{file.stem}_(\d+)\b", text)}
        assert used == set(range(1, len(pin.goals) + 1))

    def test_nothing_is_assumed_and_every_theorem_is_asked_for_its_assumptions(self, file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        assert not FORBIDDEN.search(text), FORBIDDEN.search(text)
        theorems = re.findall(r"^Theorem (\w+)", text, re.MULTILINE)
        assert theorems and re.findall(r"^Print Assumptions (\w+)\.", text, re.MULTILINE) == theorems

    def test_a_reader_meets_no_word_of_a_certificate(self, file: Path) -> None:
        text = read_by_readers(file.read_text(encoding="utf-8"))
        assert text.count("Theorem ") == len(re.findall(r"^Theorem ", file.read_text(encoding="utf-8"), re.MULTILINE))
        assert not CERTIFICATES.search(text), f"{file.name} has the word {CERTIFICATES.search(text)}"


def test_the_search_for_words_of_certificates_finds_them() -> None:
    planted = "Theorem t (A : 'M[R]_m) : shp m m A ->\n  A = A.\nProof. by []. Qed.\n"
    assert CERTIFICATES.search(read_by_readers(planted))
    assert not CERTIFICATES.search(read_by_readers(planted.replace("shp m m A ->", "(* shp *)").replace("by []", "exact: shp")))


def test_every_proved_claim_has_one_and_those_that_are_lifted() -> None:
    expected = {name: set(found.claim.expected) for name, found in find_claims().items()}
    assert {name for name in LIFTED if expected[name] != {"steps proved"}} == set()
    proved = {name for name, e in expected.items() if e == {"proved"}}
    assert proved >= UNTYPED and {claim_of(f) for f in FILES} == (proved - UNTYPED) | set(LIFTED)
    told = (Path(__file__).parents[3] / "docs" / "trust.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in told for name in UNTYPED)


def test_the_files_use_no_theorem_of_another_claim_but_those_that_are_named() -> None:
    used: dict[str, set[str]] = {claim_of(f): needs(claim_of(f)) for f in FILES}
    assert {name: others for name, others in used.items() if others} == {n: o for n, o in LIFTED.items() if o}
    assert {o for others in used.values() for o in others} <= set(used), "a file uses a theorem that has no file"


@pytest.mark.full
def test_a_claim_brings_those_along_whose_theorems_it_uses(tmp_path: Path) -> None:
    """Without the other claim its file stays away: a folder of certificates has what it has."""
    assert main(["export", "coq", "agd-larger-step", "--out", str(tmp_path / "project")]) == 0
    assert {f.stem for f in (tmp_path / "project" / "plain").iterdir()} == {"agd_larger_step", "agd_sharpened"}
    certificates = gather(["agd-larger-step"], tmp_path)
    write_project(tmp_path / "alone", certificates.certificates, certificates.claims)
    assert (tmp_path / "alone" / "theorems" / "agd_larger_step.v").is_file()
    assert not (tmp_path / "alone" / "plain").exists()


COQ: Coq | None
try:
    COQ = find_coq()
except NoCoq:
    COQ = None


@pytest.mark.coq
@pytest.mark.skipif(COQ is None, reason="Coq 8.16 with Mathematical Components is not installed")
@pytest.mark.parametrize(
    ("claim", "theorems"),
    [("agd-residual-identity", 2), ("dmf-scalar-equation", 2), ("agd-length-lemma", 5), ("udu-exclusion", 5)],
)
def test_coq_accepts_it_and_nothing_is_assumed(claim: str, theorems: int, tmp_path: Path) -> None:
    """One line for every goal, one for every theorem in plain matrices. The library is put in compiled."""
    assert COQ is not None
    shop = Workshop(HOME / "coq", COQ)
    shop.prepare()
    out = tmp_path / "project"
    assert main(["export", "coq", claim, "--out", str(out)]) == 0
    for file in [f for f in shop.library.iterdir() if f.suffix in (".vo", ".vos", ".vok", ".glob")]:
        shutil.copy(file, out / "lib" / file.name)
    for file in (out / "lib").iterdir():  # none is older than what it is made from
        os.utime(file, (1e9, 1e9))
    done = subprocess.run(["make", "-C", str(out)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.count("Closed under the global context") == theorems
