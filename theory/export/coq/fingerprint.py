"""What a compiled library and a compiled lemma depend on, as hashes: the version of Coq, the library, the exporter."""

from __future__ import annotations

import hashlib
from pathlib import Path

HERE = Path(__file__).parent


def fingerprints(version: str) -> tuple[str, str]:
    """For a version of Coq: what the compiled library depends on, and what a lemma depends on besides its certificate.

    >>> library, lemmas = fingerprints("8.16.1")
    >>> library == fingerprints("8.16.0")[0], (library, lemmas) == fingerprints("8.16.1")
    (False, True)
    """
    digest = hashlib.sha256(version.encode())
    names = []
    for files in (sorted(HERE.glob("lib/*.v")), [*sorted(HERE.glob("*.py")), HERE / "lemmas.json"]):
        for file in files:
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        names.append(digest.hexdigest()[:16])
    return names[0], names[1]
