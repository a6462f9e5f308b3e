"""How many threads the loops take. torch's own number is played by three."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from numerics import threads
from numerics.threads import one_thread
from proofs_check.experiments.experiment import Experiment, Measurement, Settings

ROOT = Path(__file__).parents[2]
CHOSEN = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")

PROGRAM = """
import json
import torch
torch.set_num_threads(3)
from numerics import run
from numerics.problems import SymmetricFactorization
from numerics.solvers import GradientDescent
from numerics.threads import one_thread

def inside(size=3, raises=False, then=None):
    '''The number during a run on a size × size matrix, and after it.'''
    seen = []
    def look(problem, state):
        seen.append(torch.get_num_threads())
        if then is not None:
            torch.set_num_threads(then)
        if raises:
            raise KeyError
        return problem.A.new_zeros(len(state.Y))
    problem = SymmetricFactorization(torch.eye(size, dtype=torch.float64))
    start = (torch.ones(size, 1, dtype=torch.float64),)
    try:
        run(problem, GradientDescent(step=0.01), start, steps=2, record={"threads": look})
    except KeyError:
        pass
    return [seen[0], torch.get_num_threads()]

told = {"small": inside(), "large": inside(512), "raises": inside(raises=True)}
told["nested"] = [one_thread(inside)()[0], torch.get_num_threads()]
told["chosen in the run"] = inside(then=4)
for number in (2, 1, 4):
    torch.set_num_threads(number)
    told[f"chosen {number}"] = inside()
print(json.dumps(told))
"""


def test_small_runs_take_one_thread_and_a_chosen_number_wins() -> None:
    """[during the run, after it], in a process of its own, in whose environment nobody has chosen a number."""
    clean = {name: value for name, value in os.environ.items() if name not in CHOSEN}
    clean |= {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=clean, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {
        "small": [1, 3],
        "large": [3, 3],
        "raises": [1, 3],
        "nested": [1, 3],
        "chosen in the run": [1, 4],
        "chosen 2": [2, 2],
        "chosen 1": [1, 1],
        "chosen 4": [4, 4],
    }


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three threads, which nobody has chosen."""
    before = torch.get_num_threads()
    monkeypatch.setattr(threads, "_AT_IMPORT", 3)
    for name in CHOSEN:
        monkeypatch.delenv(name, raising=False)
    torch.set_num_threads(3)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("name", CHOSEN[:2])
def test_the_environment_is_a_choice(name: str, three: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert one_thread(torch.get_num_threads)() == 1
    monkeypatch.setenv(name, "2")
    assert one_thread(torch.get_num_threads)() == 3


@pytest.mark.parametrize("wrap", [lambda x: x, lambda x: (x,), lambda x: [(0, x)], lambda x: Data(x)], ids=range(4))
def test_a_large_tensor_is_found_wherever_it_is_given(wrap, three: None) -> None:  # type: ignore[no-untyped-def]
    def look(*things: object, **named: object) -> int:
        return torch.get_num_threads()

    small, large = (wrap(torch.empty(n)) for n in (threads.LARGE - 1, threads.LARGE))
    assert [one_thread(look)(small), one_thread(look)(large), one_thread(look)(1, data=large)] == [1, 3, 3]


class Data:
    """A problem with one tensor among its fields."""

    def __init__(self, matrix: torch.Tensor) -> None:
        self.name, self.matrix = "data", matrix


def test_an_experiment_takes_one_thread(three: None) -> None:
    experiment = Experiment(name="threads", paper="dmd", title="T", question="Q?",
                            measure=lambda settings: Measurement(["threads"], [[torch.get_num_threads()]], []))  # fmt: skip
    assert experiment.run(Settings()).rows == [[1]] and torch.get_num_threads() == 3
