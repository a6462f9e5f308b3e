"""The exporter's reader: strict about files, and of the same mind as the kernel's about what is equal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from proofs_check.planted.certificate_edits import declaration_edits
from tests.theory.export.certificates import of_claim
from tests.theory.kernel.examples import TRUE
from theory.export.coq.cited import FILE, coq_name, lemmas, statements
from theory.export.coq.faults import NotExported
from theory.export.coq.lemma import RULES, lemma
from theory.export.coq.letters import declare
from theory.export.coq.normal import normal
from theory.export.coq.statements import Certificate, Statement, read_certificate
from theory.kernel import check
from theory.kernel.budget import Fault
from theory.kernel.certificate import Certificate as Kernel
from theory.kernel.declare import schema
from theory.kernel.lemmas import LEMMAS
from theory.kernel.statement import Statement as KernelStatement

SURE = Kernel({"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x*x >= 0"]}, "order", (),
              [{"equal": [], "terms": [{"square": "x"}]}], {"x": "2"})  # fmt: skip
CLAIMS = ("dmf-balancedness", "agd-gradients", "dmf-root-counts", "udu-exclusion")
LETTERS = [["n", {"kind": "integer", "min": "1"}], ["A", {"kind": "matrix", "shape": ["n", "n"]}],
           ["v", {"kind": "matrix", "shape": ["n", "1"]}], ["S", {"kind": "diagonal", "size": "n", "positive": True}],
           ["T", {"kind": "diagonal", "size": "n", "positive": True}], ["x", {"kind": "real"}],
           ["p", {"kind": "positive"}]]  # fmt: skip


def test_a_file_is_read_and_has_the_name_of_its_content(tmp_path: Path) -> None:
    read = read_certificate(SURE.write(tmp_path))
    assert (read.id, read.rule, read.json) == (SURE.id, "order", SURE.statement)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.replace('"order"', '"Order"'), "hash of the content"),
        (lambda t: t.replace('"2"', "2.5"), "exact numbers only"),
        (lambda t: t.replace('"rule"', '"rule": "expand", "rule"'), "stands twice"),
        (lambda t: t.replace('"model"', '"modal"'), "has the fields"),
        (lambda t: t[:40], "not readable"),
    ],
)
def test_a_damaged_file_is_refused(change, says: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = SURE.write(tmp_path)
    path.write_text(change(path.read_text()))
    with pytest.raises(NotExported, match=says):
        read_certificate(path)


@pytest.mark.parametrize(
    ("then", "says"),
    [
        ("y == 0", "not declared"),
        ("A*v == v.T", "sides of the shapes"),
        ("A > 0", "only scalars are compared"),
        ("v*v == 0", "cannot be multiplied"),
        ("x == __import__", "not declared"),
        ("x == 1; y", "made of letters"),
        ("all(x, 1, n, x == 0)", "already a letter"),
        ("A**x == 0", "integer polynomial"),
    ],
)
def test_what_is_no_statement_is_named(then: str, says: str) -> None:
    with pytest.raises(NotExported, match=says):
        Statement({"letters": LETTERS, "given": [], "then": [then]})


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("tr(A.T*A)", "tr(A*A.T)"),
        ("v*v.T*v", "(v.T*v)*v"),
        ("S*T*A", "T*S*A"),
        ("S**2*S**n", "S**(n+2)"),
        ("tr(S*A*T)", "tr(A*S*T)"),
        ("v.T*A*v", "v.T*A.T*v"),
        ("(x+p)**2", "x*x+2*p*x+p**2"),
        ("tr(I(n))", "n"),
        ("A*v", "v.T*A"),
        ("p**(n-1)*p", "p**n"),
        ("A*A.T", "A.T*A"),
        ("diff(p**3+x*p, p)", "3*p**2+x"),
        ("tr(v*v.T*A)", "v.T*A*v"),
    ],
)
def test_two_normal_forms_agree_on_what_is_equal(left: str, right: str) -> None:
    """The kernel's answer is the expected value: the two normalisers share no code."""
    env = KernelStatement({"letters": LETTERS, "given": [], "then": ["1 == 1"]}).letters
    own = Statement({"letters": LETTERS, "given": [], "then": ["1 == 1"]}).letters
    same = normal(own.term(left)).key == normal(own.term(right)).key
    assert same == (env.poly(left).key == env.poly(right).key)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_declaration_of_another_form_is_refused_by_both_readers(claim: str) -> None:
    """Every edit of a declaration that the kernel refuses for its form; the two readers share no code."""
    statements = {json.dumps(c.json["letters"]): c.json for c in of_claim(claim)[0].values() if not c.json.get("exists")}
    refused = 0
    for statement in statements.values():
        for _, edited in declaration_edits(statement):
            try:
                for name, spec in edited["letters"]:
                    schema(name, spec)
            except Fault:
                refused += 1
                with pytest.raises(NotExported):
                    Statement(edited)
    assert refused


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_certificate_of_a_claim_gives_a_lemma(claim: str) -> None:
    certificates, _ = of_claim(claim)
    for c in certificates.values():
        text = lemma(c, [certificates[p] for p in c.premises], lambda p: f"@{p.lemma}")
        assert text.count(f"Lemma {c.lemma} ") == 1 and text.rstrip().endswith("Qed.")
        assert "Admitted" not in text and "Axiom" not in text


KERNEL_ALONE = {"germ", "near", "entrywise", "pointwise", "flow", "unbroken"}
"""Rules whose certificates have no Coq proof yet."""


def test_the_exporter_knows_every_other_rule_of_the_kernel() -> None:
    assert set(RULES) == set(check.RULES) - KERNEL_ALONE


@pytest.mark.parametrize("name", [n for n, trial in TRUE.items() if trial.rule in KERNEL_ALONE])
def test_what_has_no_coq_proof_is_refused_in_one_line(name: str) -> None:
    trial = TRUE[name]
    said = {"letters": trial.letters, "given": trial.given, "then": trial.then}
    with pytest.raises(NotExported, match="no rule of the name") as refusal:
        lemma(Certificate("0" * 64, trial.rule, (), trial.witness, said), [], lambda p: "")
    assert "\n" not in str(refusal.value)


def test_the_lemmas_are_those_of_the_kernel() -> None:
    assert lemmas() == {n: {"reference": x.reference, "statement": x.statement} for n, x in LEMMAS.items()}


def test_what_the_cited_lemmas_say_in_coq_is_what_is_written_in_the_library() -> None:
    assert FILE.parent.joinpath("lib", "Named.v").read_text(encoding="utf-8") == statements()


ASSUMING = re.compile(r"^\s*(Axiom|Parameter|Conjecture|Unset (Guard|Positivity|Universe))|\b(admit|Admitted|bypass_check)\b")


def test_nothing_is_assumed_in_the_library() -> None:
    """Every word by which Coq would believe something unproved; that Coq sees none is asked in `test_coq.py`."""
    for file in sorted(FILE.parent.joinpath("lib").glob("*.v")):
        said = re.sub(r"\(\*.*?\*\)", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert [line for line in said.splitlines() if ASSUMING.search(line)] == [], file.name


@pytest.mark.parametrize("line", ["Axiom a : False.", "  Parameters x y : nat.", "Proof. admit.", "#[bypass_check(guard)]"])
def test_an_assumption_in_the_library_would_be_seen(line: str) -> None:
    assert ASSUMING.search(line)


def test_every_lemma_that_may_be_cited_has_its_name_in_the_library() -> None:
    said = FILE.parent.joinpath("lib", "Cited.v").read_text(encoding="utf-8")
    assert re.findall(r"^Definition lemma_(\w+)", said, re.MULTILINE) == [coq_name(name) for name in LEMMAS]


def test_a_declaration_with_an_unknown_field_is_refused() -> None:
    from theory.export.coq.letters import Letters

    spec = {"kind": "real", "colour": "red"}
    with pytest.raises(NotExported, match="unknown fields"):
        declare(Letters(), "x", spec, json.dumps(spec))
