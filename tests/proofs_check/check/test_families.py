"""``saddleproof check`` on families: true statements with certificates accepted from disk, false ones with witnesses that are
put into the kernel's statement by another route than the one that found them, and the command line."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proofs_check.check.answer import check
from proofs_check.check.families import kernel_values, scene_of_families
from proofs_check.check.families_endless import goes_on
from proofs_check.check.families_search import FamilySearch
from proofs_check.cli.main import main
from tests.proofs_check.check.family_statements import BALANCED, FALSE, TRUE, W
from theory.kernel.check import check_folder as kernel_check
from theory.models.model import evaluate
from theory.prove.derivation import choose_model
from theory.statements.families.proving import FamilyProver
from theory.statements.families.reading import read_families
from theory.statements.families.stating import Stated, state
from theory.statements.families.values import FamilyScene
from theory.statements.workbench import NotFound

QUICK = (
    "orthogonal factors",
    "partial products",
    "telescoping sum",
    "sum of integers",
    "geometric sum",
    "product of products",
    "monotone",
    "sum of squares",
    "commuting with all",
    "positive product",
    "sum of traces",
)


def proved(name: str, folder: Path) -> tuple[Stated, str]:
    """The certificates of a true statement, on disk."""
    text, where, induct = TRUE[name]
    found = state(read_families(text, where))
    prover = FamilyProver(found, scene_of_families(found, 1.0), 20.0)
    goal = prover.prove(induct if induct in found.indices else "")
    prover.steps.write(folder, goal)
    return found, goal


@pytest.mark.parametrize("name", QUICK)
def test_true_statements_have_certificates(name: str, tmp_path: Path) -> None:
    found, goal = proved(name, tmp_path)
    report = kernel_check(tmp_path)
    assert not report.faults and goal in report.accepted
    assert json.loads((tmp_path / f"{goal}.json").read_text())["statement"] == json.loads(json.dumps(found.json))


@pytest.mark.full
@pytest.mark.parametrize("name", TRUE)
def test_every_true_statement_is_proved(name: str, tmp_path: Path) -> None:
    text, where, induct = TRUE[name]
    answer = check(text, where, 25.0, tmp_path, induct)
    assert answer.verdict == "proved", answer.remaining
    report = kernel_check(tmp_path)
    assert not report.faults and answer.goal in report.accepted


def test_there_are_enough_statements() -> None:
    assert len(TRUE) >= 35 and len(FALSE) >= 25 and set(QUICK) <= set(TRUE)


# ------------------------------------------------------------------------------------------------------------- witnesses


def kernel_disagrees(found: Stated, scene: FamilyScene, at: dict[str, int]) -> bool | None:
    """Whether the kernel's statement, in a model made of the witness, has true hypotheses and a false conclusion; None where a
    norm of it is not rational."""
    values = kernel_values(found, scene, zeros=True)
    if values is None:
        return None
    said = evaluate(found.json, choose_model(found.json, {**values, **at}))
    return all(said.given) and not all(said.then)


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_have_witnesses(name: str) -> None:
    text, where, _ = FALSE[name]
    found = state(read_families(text, where))
    witness = FamilySearch(found.reading).refutation(10.0)
    assert witness is not None
    judged = kernel_disagrees(found, witness.scene, witness.at)
    assert IN_FLOATS[name](witness.scene) if judged is None else judged


def layers_of(scene: FamilyScene) -> tuple[list[np.ndarray], np.ndarray]:
    """The layers and their product, in numpy."""
    layers = [np.array(scene.values["W"][k], dtype=float) for k in sorted(scene.values["W"])]
    product = layers[0]
    for layer in layers[1:]:
        product = layer @ product
    return layers, product


def norms_differ(scene: FamilyScene) -> bool:
    """‖W_L⋯W_1‖ ≠ ∏‖W_l‖."""
    layers, product = layers_of(scene)
    return bool(abs(np.linalg.norm(product) - np.prod([np.linalg.norm(x) for x in layers])) > 1e-6)


def indefinite(scene: FamilyScene) -> bool:
    """Semidefinite layers whose product is negative at u."""
    layers, product = layers_of(scene)
    u = np.array(scene.values["u"], dtype=float)
    return bool(min(np.linalg.eigvalsh(x).min() for x in layers) > -1e-9 and (u.T @ product @ u).item() < -1e-6)


IN_FLOATS = {"norm of a product, equality": norms_differ, "product of symmetric is psd": indefinite}
"""Where the witness has no rational norm or factor."""


@pytest.mark.full
@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_refuted_and_never_proved(name: str) -> None:
    text, where, induct = FALSE[name]
    answer = check(text, where, 10.0, None, induct)
    assert answer.verdict == "refuted" and answer.witness is not None
    found = state(read_families(text, where))
    with pytest.raises(NotFound):
        FamilyProver(found, {}, 4.0).prove()


@pytest.mark.parametrize("name", ["telescoping sum", "sum of integers", "product of products", "monotone", "partial products"])
def test_a_planted_error_is_found(name: str) -> None:
    """The sampler shows its power: each true statement has a false neighbour that it refutes."""
    text, where, _ = TRUE[name]
    wrong = {
        "telescoping sum": ("a_n - a_0", "a_n"),
        "sum of integers": ("(n+1)", "(n+2)"),
        "product of products": ("a_l*b_l", "a_l"),
        "monotone": ("f_k <= f_0", "f_k <= f_{k+1}"),
        "partial products": ("W_{k+1} (W_k", "W_k (W_k"),
    }
    if name == "partial products":
        where = where.replace("d_l x d_{l-1}", "n x n")
    left, right = wrong[name]
    assert left in text
    assert FamilySearch(read_families(text.replace(left, right), where)).refutation(5.0) is not None
    assert FamilySearch(read_families(text, where)).refutation(0.2) is None


ENDLESS = [
    # what is true of sequences that go on, and false of finite ones: it must not be refuted
    (
        "f_{k+1} <= f_k - h*||x_k||^2, f_k >= c |- h*||x_k||^2 <= f_k - c",
        "f: sequence of numbers, x: sequence of vectors, h > 0, c: real",
    ),
    ("f_{k+1} = f_k - 1, f_k >= 0 |- f_0 = 7", "f: sequence of numbers"),
    ("f_{k+2} = f_{k+1} + 1, f_k <= 3 |- f_0 = 2", "f: sequence of numbers"),
    ("2*f_{k+1} = f_k, f_0 = 1 |- 2*f_{k+1} <= 1", "f: sequence of numbers"),
]


@pytest.mark.parametrize(("text", "where"), ENDLESS, ids=[t for t, _ in ENDLESS])
def test_the_last_member_of_a_sequence_refutes_nothing(text: str, where: str) -> None:
    assert FamilySearch(read_families(text, where)).refutation(0.5) is None


def test_values_that_go_on_are_told_from_those_that_do_not() -> None:
    bounded = read_families("f_{k+1} <= f_k - 1, f_k >= 0 |- f_k >= 1", "f: sequence of numbers")
    assert not goes_on(FamilyScene(bounded, {"N": 2}, {"f": {0: Fraction(2), 1: Fraction(1), 2: Fraction(0)}}))
    still = read_families("f_{k+1} <= f_k, f_k >= 0 |- f_k >= 1", "f: sequence of numbers")
    assert goes_on(FamilyScene(still, {"N": 1}, {"f": {0: Fraction(2), 1: Fraction(0)}}))


def test_a_step_that_inverts_a_member_may_be_the_last() -> None:
    where = "X: sequence of n x n matrices"
    for text in ("X_{k+1} = X_k^-1 - X_k^-1 |- X_0 = I", "X_{k+1} = X_k^-1 - I, X_0 = 1/2 I |- 1 = 0"):
        assert check(text, where, seconds=1).verdict == "inconclusive", "no sequence goes on for ever, so all is true of it"
    assert check("X_{k+1} = X_k^-1 |- X_0 = I", where, seconds=1).verdict == "refuted"


def test_an_index_of_sums_and_powers_is_not_negative() -> None:
    assert check("sum_{k=0}^{n} q^k >= 1", "q > 0").verdict == "proved"
    assert check("sum_{k=0}^{n+1} q^k >= 1 + q", "q > 0").verdict == "proved"
    assert check("sum_{k=0}^{n-1} q^k > 0", "q > 0", seconds=2).sizes["n"] == 0
    assert check("sum_{k=0}^{n} 1 >= 1 for n >= -1", seconds=2).sizes["n"] == -1, "who says so gets the empty sum"


# ---------------------------------------------------------------------------------------------------------- command line


def asked(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    code = main(["check", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command(capsys: Any, tmp_path: Path) -> None:
    code, out, _ = asked(
        capsys,
        "prod(W) prod(W)^T = I",
        "--where",
        "W: family of L matrices, W_l: n x n orthogonal",
        "--out",
        str(tmp_path),
        "--explain",
    )
    assert code == 0 and out.startswith("proved") and r"1 \le n \le L" in out
    code, out, _ = asked(capsys, "sum_{k=1}^{n} k^2 = n*(n+1)/2", "--format", "json")
    answer = json.loads(out)
    assert code == 1 and answer["sizes"]["n"] == 2 and answer["verdict"] == "refuted"
    code, out, _ = asked(capsys, "f_{k+1} = f_k |- f_k^3 = f_0^3", "--where", "f: sequence of numbers", "--induct", "q")
    assert code == 2


def test_a_bad_index_of_the_induction_and_a_bad_text(capsys: Any) -> None:
    code, out, err = asked(capsys, f"{BALANCED} |- W_L ⋯ V_1 = I", "--where", W)
    assert code == 2 and not out and err.splitlines()[-1].strip() == "^"
    code, out, err = asked(capsys, "f_{k+1} = f_k |- f_k = f_0", "--where", "f: sequence of numbers", "--induct", "z")
    assert code == 2 and "one of" in err and len(err.splitlines()) == 1


def test_what_is_proved_of_one_inverse_uses_no_other() -> None:
    square = "W: family of L matrices, W_l: n x n"
    for text, where in (
        ("a^2 = 2, A W_1 = 0, W_L^-1 = B ⊢ A = 0", f"{square}, a: real, A: n x n, L >= 2"),
        ("a^2 = 2, (sum_{l=1}^{L} W_l)^-1 = C, sum_{l=1}^{0} W_l = 0 ⊢ C = 0", f"{square}, a: real"),
    ):
        assert check(text, where, seconds=2).verdict == "inconclusive", "false at W_1 = 0 and a = √2, which no witness has"
    assert check("A W_1 = 0, W_l^-1 = W_l^T ⊢ A = 0", f"{square}, A: n x n", seconds=4).verdict == "proved"
