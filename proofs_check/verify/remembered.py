"""What source files import, kept from one run to the next: to parse them all takes longer than all else that is asked before a
verdict is repeated.

It is looked up by the SHA-256 of the bytes (`proofs_check.verify.fingerprint`), never by a date: an edited file is a new one.
What is kept carries the user's seal, under the version of the code that reads imports; what is damaged, of another user or of
another version is as if not there. To lose it costs a second.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import platform
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from proofs_check.verify import fingerprint
from proofs_check.verify.fingerprint import Imports
from proofs_check.verify.secret import seal
from theory.storage.files import write_text

MOST = 20_000
"""Files; what knows more starts anew."""


def recall(path: Path, secret: bytes | None) -> dict[str, Imports]:
    """The imports of files by the hash of their bytes; nothing where there is nothing to believe.

    >>> recall(Path("/nowhere"), b"key")
    {}
    """
    with suppress(OSError, ValueError):
        mark, _, content = path.read_text(encoding="utf-8").partition("\n")
        if secret is not None and hmac.compare_digest(mark.encode(), _seal(secret, content).encode()):
            found: dict[str, Imports] = json.loads(content)
            return found
    return {}


def remember(path: Path, secret: bytes | None, known: Mapping[str, Imports]) -> None:
    """Keep them for the next time, in place of what was kept; where the file cannot be written, nothing is.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     remember(Path(folder) / "imports", b"key", {"a": [(0, "os", [])]})
    ...     recall(Path(folder) / "imports", b"key"), recall(Path(folder) / "imports", b"other")
    ({'a': [[0, 'os', []]]}, {})
    """
    if secret is None:
        return
    content = json.dumps(known if len(known) <= MOST else {})
    with suppress(ValueError):  # no place to write to
        write_text(path, [_seal(secret, content), "\n", content], "imports")


def _seal(secret: bytes, content: str) -> str:
    reader = hashlib.sha256(Path(fingerprint.__file__).read_bytes()).hexdigest()
    return seal(secret, "imports", reader, platform.python_version(), content)
