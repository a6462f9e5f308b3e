"""A manifest may file anything under any name: for the claims of this project, ``recheck`` asks their pins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.discovery import OWN_CLAIMS, load_claim
from theory.kernel.certificate import Certificate

TRIVIAL = Certificate({"letters": [], "given": [], "then": ["1 == 1"]}, "expand", (), [[]], {})


def manifest(folder: Path, claims: dict[str, list[str]]) -> None:
    (folder / "manifest.json").write_text(json.dumps({"format": 1, "claims": claims}))


def test_a_trivial_goal_under_the_name_of_a_theorem_is_a_fault(tmp_path: Path, capsys: Any) -> None:
    TRIVIAL.write(tmp_path)
    manifest(tmp_path, {"agd-main-theorem": [TRIVIAL.id], "dmf-root-counts": [TRIVIAL.id], "somebody-elses": [TRIVIAL.id]})
    assert main(["recheck", str(tmp_path)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[:2] == [f"manifest.json: not the pinned goals of {name}" for name in ("agd-main-theorem", "dmf-root-counts")]
    assert told[2].startswith("1 accepted, 2 at fault") and told[2].endswith("1 goal, filed under 3 claims")


@pytest.mark.parametrize(("leave", "faults"), [(slice(None), 0), (slice(1), 1)])
def test_the_pinned_goals_are_all_wanted_and_enough(tmp_path: Path, leave: slice, faults: int, capsys: Any) -> None:
    claim = load_claim(OWN_CLAIMS / "dmf" / "root_counts.py")
    assert claim.derivation is not None
    derivation = claim.derivation()
    derivation.write(tmp_path)
    assert len(derivation.goals) > 1
    manifest(tmp_path, {claim.id: list(derivation.goals)[leave], "somebody-elses": [derivation.goals[0]]})
    assert main(["recheck", str(tmp_path), "--json"]) == faults
    reasons = [fault["reason"] for fault in json.loads(capsys.readouterr().out)["faults"]]
    assert reasons == ["not the pinned goals of dmf-root-counts"] * faults


def test_lemmas_that_are_none_are_named_in_the_words_of_the_command(tmp_path: Path, capsys: Any) -> None:
    assert main(["recheck", str(tmp_path), "--allow-lemmas", "folklore"]) == 2
    assert capsys.readouterr().err.startswith("saddleproof: recheck: --allow-lemmas takes thin SVD, ")
