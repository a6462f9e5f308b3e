"""Edits of declarations, renamings and substitutions, in both forms of a certificate, and what a survivor counts for."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import pytest

from benchmarks.edit_campaign import structured
from proofs_check.planted.certificate_edits import certificate_edits, declaration_edits, family, json_edits, use_edits
from proofs_check.planted.survivors import judge_edit
from proofs_check.verify.mutants import ProofMutants
from tests.proofs_check import samples
from theory.kernel.certificate import Certificate
from theory.kernel.integers import Fault
from theory.kernel.statement import Statement

LETTERS: list[Any] = [
    ["L", {"kind": "integer", "min": "2", "max": "9"}],
    ["n", {"kind": "dimension"}],
    ["m", {"kind": "dimension"}],
    ["a", {"kind": "positive"}],
    ["s", {"kind": "positive", "root": ["L", "a"]}],
    ["P", {"kind": "matrix", "shape": ["n", "m"]}],
    ["D", {"kind": "diagonal", "size": "n", "positive": True}],
    ["c", {"kind": "real", "over": ["l", "1", "L"], "first": "a", "next": "2*c[l]"}],
]
STATEMENT = {"letters": LETTERS, "given": ["a > 1"], "then": ["c[1] == a"]}


WANTED = """
L: real; L: min 3; L: min 1; L: max 10; L: max dropped; a: real; P: diagonal; P: shape turned; P: shape as text; P: shape m
D: matrix; D: not positive; D: size n+1; s: root as text; s: root n; c: over L; c: over 2; c: over as text
c: first: a becomes s; a: not declared; n before L
"""


def test_declarations_are_edited_in_every_field() -> None:
    labels = [label for label, _ in declaration_edits(STATEMENT)]
    wanted = {label.strip() for line in WANTED.strip().splitlines() for label in line.split(";")}
    assert wanted <= set(labels), wanted - set(labels)
    assert any(label.startswith("c: next: 2*c[l] becomes 3") for label in labels)


def test_edits_are_copies_that_differ() -> None:
    before = copy.deepcopy(STATEMENT)
    edited = [repr(statement) for _, statement in declaration_edits(STATEMENT)]
    assert before == STATEMENT
    assert repr(STATEMENT) not in edited
    assert len(set(edited)) > 0.9 * len(edited)


PREMISES = [
    ("maps in the premise", [{"cert": "x" * 64, "set": {"L": "L+1"}, "rename": {"P": "P"}}], [[]],
     {"premise 0: rename n to L", "premise 0: set n to L", "premise 0[set] dropped", "premise 0[set]: L becomes n",
      "premise 0[set][L]: L+1 becomes L-1"}),
    ("maps in the witness", ["x" * 64], {"of": 0, "at": {"L": "L+1"}, "given": {"0": ["given", 0]}},
     {"witness: n to L", "witness[at]: L becomes n", "witness[at][L]: L+1 becomes L-1", "witness[given][0] dropped",
      "witness[of]: 0 becomes 1"}),
]  # fmt: skip


@pytest.mark.parametrize(("premises", "witness", "wanted"), [row[1:] for row in PREMISES], ids=[row[0] for row in PREMISES])
def test_renamings_and_substitutions_in_both_formats(premises: list[Any], witness: Any, wanted: set[str]) -> None:
    certificate = {"statement": STATEMENT, "rule": "r", "premises": premises, "witness": witness, "model": {}}
    labels = {label for label, _ in certificate_edits(certificate)}
    assert wanted <= labels, wanted - labels
    assert {"declaration", "witness", "premise"} <= {family(label) for label in labels}
    assert not any(name in label for label, _ in use_edits(certificate, ["L"]) for name in ("cert",))


def test_json_of_any_depth_is_edited() -> None:
    nested = {"terms": [{"weight": "2*a", "facts": [["given", 0]]}], "flag": True}
    edits = [value for _, value in json_edits(nested, ["a", "s"])]
    assert {"terms": [{"weight": "3*a", "facts": [["given", 0]]}], "flag": True} in edits
    assert {"terms": [{"weight": "2*s", "facts": [["given", 0]]}], "flag": True} in edits
    assert {"terms": [{"weight": "2*a", "facts": [["given", 1]]}], "flag": True} in edits
    assert nested not in edits


REAL = {"letters": [["x", {"kind": "real"}], ["y", {"kind": "real"}]], "given": ["x > y"], "then": ["x >= y"]}
SURVIVORS = [
    ("unchanged", REAL, "same"),
    ("another true one", {**REAL, "then": ["x**2 + y**2 >= 2*x*y"]}, "true"),
    ("a hypothesis that was not needed", {**REAL, "given": [], "then": ["x**2 >= 0"]}, "true"),
    ("a hypothesis that was needed", {**REAL, "given": []}, "false"),
    ("false only where both are equal", {**REAL, "given": [], "then": ["(x-y)**2 > 0"]}, "false"),
    ("no rational model", {**REAL, "given": ["x**3 == 2"]}, "unjudged"),
    ("exists, and the witness is found", {**REAL, "exists": [["z", {"kind": "real"}]], "then": ["z == x + y"]}, "true"),
    ("exists, and no witness is found", {**REAL, "exists": [["z", {"kind": "real"}]], "then": ["z**2 == 2"]}, "unjudged"),
]


@pytest.mark.parametrize(("after", "fate"), [row[1:] for row in SURVIVORS], ids=[row[0] for row in SURVIVORS])
def test_a_survivor_is_good_only_where_models_show_it(after: dict[str, Any], fate: str) -> None:
    outcome = judge_edit("edit", REAL, after, Random(1))
    assert (outcome.fate, outcome.good) == (fate, fate in ("same", "true"))
    proof = ProofMutants(0, 1, (outcome,))
    assert (len(proof.false_ones), len(proof.unjudged)) == (int(fate == "false"), int(fate == "unjudged"))


def test_the_campaign_sees_a_checker_that_reads_and_nods() -> None:
    """Planted: a checker that accepts whatever can be read. Its table has false statements; the true checker's has none."""

    def careless(certificate: Certificate, statements: dict[str, Statement]) -> Statement:
        try:
            return Statement(certificate.statement)
        except Exception as error:
            raise Fault(str(error)) from None

    certificates = samples.squared_distance().certificates
    assert structured(certificates, 150, 3, careless).holes
    true = structured(certificates, 150, 3)
    assert not true.holes, str(true)
    assert sum(n for (_, verdict), n in true.counts.items() if verdict == "rejected") > 50
