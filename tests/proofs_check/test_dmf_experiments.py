"""The experiments on deep factorization in small: what is true is found, and a planted error of each prediction is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from proofs_check.experiments import dmf_endings, dmf_hysteresis, dmf_slices
from proofs_check.experiments.experiment import Settings
from proofs_check.experiments.trials import Outcome, Spread

WINE_LIKE = (4.7, 2.5, 1.45, 0.9, 0.5)
"""Five values of about the size of the wines' first ones: no data package is needed."""


@pytest.fixture
def spectrum(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(dmf_endings, "spectrum", lambda data: WINE_LIKE)
    dmf_endings.landscape.cache_clear()
    yield
    dmf_endings.landscape.cache_clear()


def ended(starts: str, count: int = 12) -> list[str]:
    """What one small set of ends answers, at L = 3, between the lines of other settings that agree."""
    from tests.proofs_check.answers_dmf import endings

    method = dmf_endings.LINE if starts == "random" else dmf_endings.WHOLE
    arm = {"starts": starts, "data": "wine", "layers": 3, "count": count, "method": method, "scale": 1.0}
    outcome = Outcome(arm, tuple(dmf_endings.run(arm, [0, 1])))
    rows = [row for row in endings() if row[0] != starts or row[2] == 2 or row[4] != method]
    return dmf_endings.answer([*rows, dmf_endings.row(outcome)])


def differ(told: list[str]) -> list[int]:
    return [k for k, sentence in enumerate(told) if sentence.startswith("Differs")]


def test_ends_are_those_predicted(spectrum: None) -> None:
    assert differ(ended("random")) == []
    assert differ(ended("aligned", 150)) == []


def test_a_minimizer_left_out_is_noticed(spectrum: None, monkeypatch: pytest.MonkeyPatch) -> None:
    true = dmf_endings.minimizers
    monkeypatch.setattr(dmf_endings, "minimizers", lambda land: {name: r for name, r in true(land).items() if r != 3})
    assert 0 in differ(ended("random"))


def test_a_wrong_index_is_noticed(spectrum: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from theory.dmf import Landscape

    true = Landscape.orbit

    def wrong(self: Landscape, name: str) -> Any:
        found = true(self, name)
        return replace(found, index=1) if name == "1+2+" else found

    monkeypatch.setattr(Landscape, "orbit", wrong)
    assert differ(ended("random", 30)) == [1]


@pytest.mark.parametrize("factor", [0.99, 1.01])
def test_a_wrong_threshold_is_noticed(factor: float, spectrum: None, monkeypatch: pytest.MonkeyPatch) -> None:
    true = dmf_endings.roots

    def moved(land: Any) -> tuple[list[float], list[float]]:
        lower, upper = true(land)
        return [factor * s for s in lower], upper

    monkeypatch.setattr(dmf_endings, "roots", moved)
    assert differ(ended("aligned", 150)) == [4]


SLICES = [dict(zip(("widths", "spectrum", "ridge"), map(list, problem), strict=True)) for problem in dmf_slices.PROBLEMS]


def sliced(*numbers: int) -> list[str]:
    arms = [{"what": what} | SLICES[k] for k in numbers for what in ("orbits", "radial", "rotation")]
    return dmf_slices.answer([dmf_slices.row(Outcome(arm, tuple(dmf_slices.run(arm, [3])))) for arm in arms])


def test_classes_and_slices_are_those_predicted() -> None:
    assert differ(sliced(0, 2)) == []


def test_a_wrong_class_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A non-strict saddle that is called a local minimizer: the same inertia, so only the loss on the kernel tells."""
    true = dmf_slices.told
    monkeypatch.setattr(dmf_slices, "told", lambda orbit: ("local minimizer", *true(orbit)[1:]) if orbit.label == "1+2(0)"
                        else true(orbit))  # fmt: skip
    assert differ(sliced(0)) == [] and differ(sliced(0, 2)) == [0]


def test_a_wrong_root_is_noticed_on_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    true = dmf_slices.Slice.upper
    monkeypatch.setattr(dmf_slices.Slice, "upper", lambda self, value: 1.05 * true(self, value))
    assert 2 in differ(sliced(0))


SWEPT = {"layers": 3, "ratio": 1.08, "steps": 1200, "tolerance": 1e-6}


def swept() -> list[str]:
    """One depth, beside lines of the other two that agree."""
    from tests.proofs_check.answers_dmf import hysteresis

    found = dmf_hysteresis.table(Outcome(SWEPT, tuple(dmf_hysteresis.run(SWEPT, [0, 1]))))
    return dmf_hysteresis.answer([row for row in hysteresis() if row[0] != 3] + found)


@pytest.mark.full
def test_a_loop_is_the_predicted_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: y_g in place of y* (folds a sixth too low), the exponent of one layer more, heights three times as high."""
    assert differ(swept()) == []
    with monkeypatch.context() as planted:
        true = dmf_hysteresis.fold
        planted.setattr(dmf_hysteresis, "fold", lambda value, layers: true(value, layers) * (16 / 27) ** (1 / 3))
        assert 0 in differ(swept())
    with monkeypatch.context() as planted:
        planted.setattr(dmf_hysteresis, "carried", lambda value, layers, kick: (value - kick**layers) * kick ** (layers - 1))
        assert differ(swept()) == [4]
    with monkeypatch.context() as planted:
        heights = dmf_hysteresis.levels
        high = lambda layers, ridge: (heights(layers, ridge)[0], [3 * h for h in heights(layers, ridge)[1]])  # noqa: E731
        planted.setattr(dmf_hysteresis, "levels", high)
        assert differ(swept()) == [5]


@pytest.mark.full
@pytest.mark.parametrize("module", [dmf_endings, dmf_hysteresis, dmf_slices])
def test_the_quick_form_agrees(module: Any) -> None:
    if module is dmf_endings:
        pytest.importorskip("sklearn")
    outcome = module.measure(Settings(seeds=2))
    assert differ(list(outcome.answer)) == [] and len(outcome.rows) > 5


@pytest.mark.parametrize(("module", "name"), [(dmf_endings, "dmf-endings"), (dmf_hysteresis, "dmf-hysteresis"),
                                              (dmf_slices, "dmf-slices")])  # fmt: skip
def test_missing_data_agree_with_nothing(module: Any, name: str) -> None:
    from tests.proofs_check.answers_dmf import CASES

    make, sentences = CASES[name]
    rows = [[Spread((None, float("nan"))) if isinstance(cell, Spread) else cell for cell in row] for row in make()]
    assert differ(module.answer(rows)) == list(range(len(sentences)))
