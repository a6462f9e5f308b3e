"""A reader's folder of three claims, two of them false in a subtle way: both fall, by witnesses found by search."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch

from proofs_check.cli.main import main

FOLDER = Path(__file__).parent / "reader"


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> dict[str, dict[str, Any]]:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path))
    assert main(["verify", "--claims", str(FOLDER), "--format", "json"]) == 1
    return {row["id"]: row for row in json.loads(capsys.readouterr().out)["claims"]}


def test_two_false_claims_are_refuted_and_the_true_one_stands(report: dict[str, dict[str, Any]]) -> None:
    verdicts = {name: (row["verdict"], row["kind"]) for name, row in report.items()}
    assert verdicts == {
        "index-by-size-of-sigma": ("refuted", "exact"),
        "index-by-size-of-y": ("supported", None),
        "threshold-is-necessary": ("refuted", "exact"),
    }
    assert "the planted error was found" in report["index-by-size-of-y"]["probe"]["power"]
    assert "1/2 is exactly y*" in report["threshold-is-necessary"]["reason"]
    assert "widths (1, 2, 2)" in report["threshold-is-necessary"]["reason"], "L = 2 only"


@pytest.mark.parametrize("seed", range(6))
def test_the_oracle_of_the_readers_claims_is_right(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exact inertia against autograd: gradient zero, and the same signs of the eigenvalues of the dense Hessian."""
    monkeypatch.syspath_prepend(str(FOLDER))
    import _points

    rng = Random(seed)
    point = next(p for p in iter(lambda: _points.random_point(rng), 0) if p is not None and len(p.y) == 2)
    target = torch.diag(torch.tensor([float(y) for y in point.y], dtype=torch.float64))
    start = torch.diag(torch.tensor([float(s) for s in point.sigma], dtype=torch.float64)).repeat(point.layers, 1, 1)

    def loss(flat: torch.Tensor) -> torch.Tensor:
        factors = flat.reshape(point.layers, 2, 2)
        product = factors[0]
        for factor in factors[1:]:
            product = factor @ product
        return ((product - target) ** 2).sum() + (factors**2).sum()

    gradient = torch.autograd.functional.jacobian(loss, start.reshape(-1))
    values = torch.linalg.eigvalsh(torch.autograd.functional.hessian(loss, start.reshape(-1)))
    assert float(gradient.abs().max()) < 1e-9 * float(target.max()) ** 2
    small = 1e-9 * float(values.abs().max())
    signs = (int((values < -small).sum()), int((values.abs() <= small).sum()), int((values > small).sum()))
    assert signs == point.inertia()
