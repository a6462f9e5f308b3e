"""A short edit campaign over the deep-factorization certificates (the long one is ``benchmarks/edit_campaign.py``)."""

from __future__ import annotations

import random

import pytest

import theory.dmf.proofs.derivation as source
from benchmarks.edit_campaign import campaign, edited, judge
from tests.marks import but
from tests.theory.kernel.bench import positive, real
from theory.dmf.problem import Objective
from theory.kernel.certificate import Certificate
from theory.kernel.check import check_certificate
from theory.kernel.integers import Fault
from theory.kernel.statement import Statement


@pytest.fixture(scope="module")
def certificates():
    found = [source.balancedness(Objective()), source.root_counts(Objective())]
    return [c for d in found for c in d.certificates]


@pytest.mark.parametrize("edits", but((50, 150), (150,)))
def test_no_edit_makes_a_false_statement_pass(certificates, edits):
    result = campaign(certificates, edits, seed=7)
    assert not result.holes, str(result)
    assert sum(n for (_, verdict), n in result.counts.items() if verdict == "rejected") > edits / 2


@pytest.mark.parametrize("edits", but((50, 150), (150,)))
def test_no_edit_passes_the_rules_alone(certificates, edits):
    """The same without the model in the way of a false conclusion."""
    result = campaign(certificates, edits, 8, check_certificate)
    assert not result.holes, str(result)


def test_the_campaign_sees_a_hole(certificates):
    """A checker without rules and models lets false statements pass, and the judge finds some."""

    def careless(certificate: Certificate, statements: dict) -> Statement:
        try:
            return Statement(certificate.statement)
        except Exception as error:
            raise Fault(str(error)) from None

    assert any(campaign(certificates, 250, seed, careless).holes for seed in range(1, 6))


def test_the_judge_by_hand():
    """x² > x follows from x > 1, not from x > 0: the pool has x = 1/2."""

    def say(given: list, then: list) -> Statement:
        return Statement({"letters": [positive("x")], "given": given, "then": then})

    old, pool, dice = say(["x > 1"], ["x**2 > x"]), [{"x": "1/2"}, {"x": "2"}], random.Random(1)
    assert judge(old, say(["x > 1"], ["x*x > x"]), pool, dice) == "same"
    assert judge(old, say(["x > 1", "x > 3"], ["x**2 > x"]), pool, dice) == "weaker"
    assert judge(old, say(["x > 2"], ["x**2 > x"]), pool, dice) == "holds"
    assert judge(old, say(["x > 0"], ["x**2 > x"]), pool, dice) == "FALSE"


def test_an_edit_changes_a_copy_and_only_the_copy():
    dice, value = random.Random(3), {"letters": [real("x")], "then": ["x**2 + 2*x >= 0"]}
    copies = [edited(value, dice) for _ in range(50)]
    assert value == {"letters": [real("x")], "then": ["x**2 + 2*x >= 0"]}
    assert all(c != value for c in copies) and len({str(c) for c in copies}) > 10
