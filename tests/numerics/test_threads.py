"""How many threads the loops take, in a process of its own where nobody has chosen a number. torch's own is played by three."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHOSEN = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")

PROGRAM = """
import json, sys
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


def told(**environment: str) -> dict[str, list[int]]:
    clean = {name: value for name, value in os.environ.items() if name not in CHOSEN}
    clean |= {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), **environment}
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=clean, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_small_runs_take_one_thread_and_a_chosen_number_wins() -> None:
    """[during the run, after it]."""
    assert told() == {
        "small": [1, 3],
        "large": [3, 3],
        "raises": [1, 3],
        "nested": [1, 3],
        "chosen in the run": [1, 4],
        "chosen 2": [2, 2],
        "chosen 1": [1, 1],
        "chosen 4": [4, 4],
    }


@pytest.mark.parametrize("name", CHOSEN[:2])
def test_the_environment_is_a_choice(name: str) -> None:
    assert told(**{name: "2"})["small"] == [3, 3]
