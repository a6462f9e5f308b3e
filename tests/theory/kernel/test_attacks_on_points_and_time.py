"""The attacks on germs, neighbourhoods and time: each is refused for its reason, its conclusion fails where its hypotheses
hold, and its honest neighbour is accepted. The attacks stand beside what they attack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.theory.kernel import test_flows, test_germs_and_entries, test_near
from tests.theory.kernel.bench import statement
from tests.theory.kernel.test_attacks import Attack
from theory.models.model import evaluate

ATTACKS = [*test_germs_and_entries.ATTACKS, *test_near.ATTACKS, *test_flows.ATTACKS]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.name)
def test_refused(attack: Attack) -> None:
    assert attack.why in attack.trial.check()


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.model is not None], ids=lambda a: a.name)
def test_false(attack: Attack) -> None:
    t = attack.trial
    result = evaluate(statement(t.letters, t.given, t.then), attack.model or {})
    assert all(result.given) and result.then == [False]


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.honest], ids=lambda a: a.name)
def test_honest_neighbour(attack: Attack) -> None:
    assert not replace(attack.trial, **(attack.honest or {})).check()
