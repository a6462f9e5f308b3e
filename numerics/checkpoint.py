"""Checkpoints of a run: everything that changes, written to one file and moved into place in one stroke."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from numerics import points
from theory.storage.files import replacing

FORMAT = 3
HEAD = b"saddleproof checkpoint "


def fingerprint(problem: Any, solver: Any, state: Any, at: list[int], record: list[str], stop: Any) -> str:
    """A SHA-256 of the problem, the solver's constants, the start, what is recorded and the stopping rule, to the last bit.

    Functions count by their names.
    """
    digest = hashlib.sha256()
    _absorb(digest.update, (problem, solver, state, at, record, stop))
    return digest.hexdigest()


def _absorb(update: Any, value: Any) -> None:
    """Everything that ``value`` holds, with types and lengths, in a fixed order."""
    if isinstance(value, Tensor):
        update(repr((str(value.dtype), str(value.device.type), tuple(value.shape))).encode())
        update(value.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
    elif isinstance(value, list) and all(isinstance(part, int | str) for part in value):
        update(repr(value).encode())
    elif isinstance(value, list | tuple):
        update(f"{type(value).__name__} of {len(value)}".encode())
        for part in value:
            _absorb(update, part)
    elif isinstance(value, dict):
        _absorb(update, sorted(value.items()))
    elif hasattr(value, "__dict__") and not callable(value) and not isinstance(value, type):
        update(type(value).__qualname__.encode())
        _absorb(update, vars(value))
    else:
        update(repr(getattr(value, "__qualname__", value)).encode())


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
        content = io.BytesIO()
        torch.save(parts, content)
        body = content.getvalue()
        with replacing(Path(self.path), "checkpoint") as draft:
            draft.write_bytes(HEAD + hashlib.sha256(body).hexdigest().encode() + b"\n" + body)

    def load_into(self, work: Any) -> None:
        """Put a saved run back. ValueError if the file is damaged, or belongs to another run or another format."""
        if not self.path.exists():
            return
        head, _, body = self.path.read_bytes().partition(b"\n")
        if head != HEAD + hashlib.sha256(body).hexdigest().encode():
            raise ValueError(f"checkpoint must be a whole file as it was written, got {self.path}, damaged or of another kind")
        parts = torch.load(io.BytesIO(body), map_location=work.alive.device, weights_only=True)
        if parts.get("format") != FORMAT:
            raise ValueError(f"checkpoint must have format {FORMAT}, got {parts.get('format')} in {self.path}")
        if parts["key"] != self.key:
            what = "problem, solver, start, record and stopping rule"
            raise ValueError(f"checkpoint must be of the same {what}, got {self.path}")
        shape = work.final
        for name in ("step", "anchor_step", "anchor_span", "alive", "ended", "index", "taken", "traces"):
            setattr(work, name, parts[name])
        for name in ("final", "state", "anchor"):
            values = iter(parts[name])
            setattr(work, name, points.tree_map(lambda _, v=values: next(v), shape))
        stay = torch.zeros(len(work.ended), dtype=torch.bool, device=work.alive.device)
        stay[work.alive] = True
        work._set_parts(stay)
