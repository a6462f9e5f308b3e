"""Checkpoints of a run: everything that changes, written to one file and moved into place in one stroke."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from numerics import points
from theory.storage.files import replacing

FORMAT = 2


def fingerprint(problem: Any, solver: Any, state: Any, at: list[int], record: list[str]) -> str:
    """A SHA-256 of the problem's data, the solver's constants, the start and what is recorded."""
    digest = hashlib.sha256(repr((type(problem).__name__, str(solver), at, record)).encode())
    tensors = [v for _, v in sorted(vars(problem).items()) if isinstance(v, Tensor)]
    for tensor in [*tensors, *points.leaves(state)]:
        digest.update(repr((str(tensor.dtype), tuple(tensor.shape))).encode())
        digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


@dataclass
class Checkpoint:
    """One file for one run. ``load_into`` does nothing if the file does not exist yet."""

    path: Path
    key: str

    def save(self, work: Any) -> None:
        """Write beside the file, then rename: a kill at any moment leaves the old file or the new one."""
        parts = {
            "format": FORMAT,
            "key": self.key,
            "step": work.step,
            "anchor_step": work.anchor_step,
            "anchor_span": work.anchor_span,
            "alive": work.alive,
            "ended": work.ended,
            "index": work.index,
            "taken": work.taken,
            "traces": work.traces,
            "final": list(points.leaves(work.final)),
            "state": list(points.leaves(work.state)),
            "anchor": list(points.leaves(work.anchor)),
        }
        with replacing(Path(self.path), "checkpoint") as draft:
            torch.save(parts, draft)

    def load_into(self, work: Any) -> None:
        """Put a saved run back. ValueError if the file belongs to another run or another format."""
        if not self.path.exists():
            return
        parts = torch.load(self.path, map_location=work.alive.device, weights_only=True)
        if parts.get("format") != FORMAT:
            raise ValueError(f"checkpoint must have format {FORMAT}, got {parts.get('format')} in {self.path}")
        if parts["key"] != self.key:
            raise ValueError(f"checkpoint must be of the same problem, solver, start and record, got {self.path}")
        shape = work.final
        for name in ("step", "anchor_step", "anchor_span", "alive", "ended", "index", "taken", "traces"):
            setattr(work, name, parts[name])
        for name in ("final", "state", "anchor"):
            values = iter(parts[name])
            setattr(work, name, points.tree_map(lambda _, v=values: next(v), shape))
        stay = torch.zeros(len(work.ended), dtype=torch.bool, device=work.alive.device)
        stay[work.alive] = True
        work._set_parts(stay)
