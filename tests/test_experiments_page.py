"""The page of experiments is what ``docs/experiments`` holds, and what it holds are answers of today's rules."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest

from handbook import experiments
from handbook.printed import PRINTED
from proofs_check.experiments.experiment import find_experiments
from proofs_check.experiments.trials import Spread

NAMES = sorted(find_experiments())


def cell(value: Any) -> Any:
    return Spread(tuple(value["values"])) if isinstance(value, dict) else value


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_answer_follows_from_the_kept_table(name: str) -> None:
    result = json.loads((experiments.FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    module = importlib.import_module(f"proofs_check.experiments.{name.replace('-', '_')}")
    assert module.answer([[cell(value) for value in row] for row in result["rows"]]) == result["answer"]
    assert result["budget"] == "full" and result["seeds"] >= 5
    assert (experiments.FOLDER / f"{name}.svg").is_file()


def test_every_experiment_is_on_the_page_with_its_command_and_what_the_paper_shows() -> None:
    (page,) = experiments.pages().values()
    assert set(PRINTED) == set(NAMES)
    for name in NAMES:
        assert f"`saddleproof experiment {name} --budget full`" in page and PRINTED[name] in page
