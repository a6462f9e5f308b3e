"""What the commands say and take: names of the right side, digits of ASCII alone, "1 step" and not "1 steps", files by name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from numerics import run
from numerics.critical_search import search_critical_points
from numerics.descent import descend
from numerics.flow import flow_to_rest, trace_flow
from numerics.problems import DeepFactorization, Factorization
from numerics.solvers import GradientDescent
from numerics.sweep.plan import Plan
from numerics.sweep.sweep import SweepReport
from proofs_check.cli import main
from proofs_check.cli.run import SHORT, full_name

NAMES = ["nope", "agdd", "deeep", "completoin", "x", "udw", "gradient", *SHORT["problem"], *SHORT["solver"]]


@pytest.mark.parametrize("side", SHORT)
@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_name_is_answered_from_its_own_side(name: str, side: str) -> None:
    if name in SHORT[side]:
        return
    with pytest.raises(ValueError, match=f"^{side} must be a known one, got ") as refused:
        full_name(name, side)
    offered = str(refused.value).partition("; ")[2]
    (other,) = set(SHORT) - {side}
    assert not set(re.findall(r"\w+", offered)) & {*SHORT[other], *SHORT[other].values()}, refused.value


NUMBERS = [
    "landscape --widths 2,２,2 --spectrum 1 --ridge 1", "landscape --widths 2,2,2 --spectrum ３ --ridge 1",
    "landscape --widths 2,2,2 --spectrum 1 --ridge ２", "landscape --widths 2,2,2 --spectrum sqrt(２) --ridge 1",
    "landscape --widths 2,2,2 --spectrum root(x^２-3,1) --ridge 1", "landscape --widths 2,2,2 --spectrum 1/３ --ridge 1",
    "landscape --widths 2,2,2 --spectrum 3 --ridge 1 --limit ２", "barriers --widths 1,1,１ --spectrum 3 --ridge 1",
    "escape --widths 1,1,1 --spectrum 3 --ridge ١ --from O", "fixedpoints udu --spectrum 3,２ --columns 2",
    "fixedpoints udu --spectrum 3 --columns ２", "run factorization gd --set problem.condition=３/2 --steps 5",
    "run factorization gd --set solver.step=٠.1 --steps 5", "run factorization gd --steps １０",
    "check x>=２", "check X=X --where X:m×３", "show agd-theorem --at condition=3,rank=２,columns=9,tau=1,nu=1/2,epsilon=1/9",
]  # fmt: skip


@pytest.mark.parametrize("line", NUMBERS)
def test_digits_are_those_of_ascii(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([word.replace("_", " ") for word in line.split()]) == 2
    said = capsys.readouterr()
    assert not said.out and said.err.startswith("saddleproof: ")


SMALL = DeepFactorization(torch.tensor([[3.0]], dtype=torch.float64), ridge=(1.0, 1.0))
POINT = (torch.ones(1, 1, 1, dtype=torch.float64),) * 2
ONE = Factorization(torch.ones(1, 1, dtype=torch.float64))


def seeded() -> torch.Generator:
    return torch.Generator().manual_seed(0)


SAID: dict[str, Any] = {
    "run": lambda: run(ONE, GradientDescent(step=0.1), (torch.ones(1, 1, dtype=torch.float64) * 2,) * 2, 1),
    "search": lambda: search_critical_points(SMALL, 1, generator=seeded(), steps=50),
    "descend": lambda: descend(SMALL, 1, generator=seeded(), steps=1),
    "rest": lambda: flow_to_rest(SMALL, POINT),
    "trace": lambda: trace_flow(SMALL, POINT, until=0.1, count=1),
    "plan": lambda: Plan.from_text('problem = "Factorization"\nsolver = "GradientDescent"\nsteps = 1\n'),
    "summary": lambda: SweepReport(1, 1, 0, {}),
}


@pytest.mark.parametrize("name", SAID)
def test_one_of_a_kind_is_no_plural(name: str) -> None:
    text = str(SAID[name]())
    assert re.search(r"\b1 [a-z]+\b", text) and not re.search(r"(?<![\d.])1 [a-z]+s\b(?<!was)", text), text


def test_the_title_of_one_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fixedpoints", "dmd", "--size", "1", "--spectrum", "3", "--columns", "1"]) == 0
    assert "1 kind of critical points" in capsys.readouterr().out


def test_a_plan_that_is_not_utf_8_is_refused_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_bytes(b'problem = "caf\xe9"\n')
    assert main(["sweep", str(plan)]) == 2
    assert f"plan {plan} must be UTF-8 text, got the byte 0xe9" in capsys.readouterr().err.replace("\n", "")


@pytest.mark.parametrize("line", ["check x=x", "claims", "experiment", "--help"])
def test_a_reader_that_has_gone_is_no_failed_claim(line: str) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-u", "-m", "proofs_check.cli", *line.split()], stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert done.returncode in (0, 141) and b"Traceback" not in done.stderr, done
