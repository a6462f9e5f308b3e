"""What a claim says about itself, as plain data: how a claim file that ran in another process is known in this one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from proofs_check.verify.claim import Claim, Source

_TEXTS = ("id", "title", "statement", "sentence", "subject", "open_reason", "without_objective")


def declare(claim: Claim) -> dict[str, Any]:
    """Plain fields of ``claim``; of its functions only whether there is a derivation.

    >>> claim = Claim(id="square", title="Squares", source=Source("dmf", "-", "reconstructed"), subject="conjecture",
    ...               statement="x² ≥ 0", expected=("supported",))
    >>> declared(declare(claim)) == claim
    True
    """
    source = claim.source
    return {
        **{name: getattr(claim, name) for name in _TEXTS},
        "source": [source.paper, source.item, source.standing, source.version],
        "expected": [str(verdict) for verdict in claim.expected],
        "instances": list(claim.instances),
        "inputs": [str(Path(path).resolve()) for path in claim.inputs],
        "derived": claim.derivation is not None,
    }


def declared(data: dict[str, Any]) -> Claim:
    """The claim again, validated, without its functions: its derivation can only be run where its file is loaded.

    Raises ValueError, TypeError or KeyError for anything else than what `declare` gives.
    """
    if not all(isinstance(data[name], str) for name in _TEXTS) or not all(isinstance(p, str) for p in data["inputs"]):
        raise ValueError("a claim's fields must be texts")
    return Claim(
        **{name: data[name] for name in _TEXTS},
        source=Source(*map(str, data["source"])),  # type: ignore[arg-type]
        expected=tuple(data["expected"]),
        instances=tuple(data["instances"]),
        inputs=tuple(map(Path, data["inputs"])),
        derivation=_elsewhere if data["derived"] else None,
    )


def _elsewhere() -> Any:
    raise RuntimeError("the derivation runs in the process that loads the claim file")
