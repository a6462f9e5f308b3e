"""For every rule: a smallest true certificate that is accepted; false or unjustified neighbours that are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.theory.kernel.examples import EMPTY, FALSE, TRUE
from theory.kernel.check import RULES, check_certificate
from theory.kernel.integers import Fault


def test_every_rule_has_a_row():
    assert {trial.rule for trial in TRUE.values()} == set(RULES)
    assert set(TRUE) == set(FALSE)
    assert all(trial.rule == TRUE[name].rule for name, rows in FALSE.items() for trial in rows)


@pytest.mark.parametrize("name", TRUE)
def test_the_smallest_true_certificate_is_accepted(name):
    assert TRUE[name].check() == ""
    assert TRUE[name].lint() == ""


@pytest.mark.parametrize("trial", [pytest.param(t, id=f"{n}-{k}") for n, rows in FALSE.items() for k, t in enumerate(rows)])
def test_neighbours_are_refused(trial):
    assert trial.check()


@pytest.mark.parametrize("name", TRUE)
def test_nothing_proves_that_an_empty_range_has_a_member(name):
    """No integer z has 1 <= z <= 0: with such an existential every certificate is refused."""
    trial = TRUE[name]
    assert replace(trial, exists=[*(trial.exists or []), *EMPTY]).check()


@pytest.mark.parametrize("name", TRUE)
def test_no_rule_takes_a_premise_that_is_no_certificate_of_the_folder(name):
    certificate, known = TRUE[name].certificate()
    for k in range(len(certificate.premises)):
        others = {p: s for p, s in known.items() if p != f"premise {k}"}
        with pytest.raises(Fault, match="not accepted"):
            check_certificate(certificate, others)
