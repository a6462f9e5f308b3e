"""The user's key: a ledger row is repeated only where it carries a seal made with it.

The key lies with the user's own files, never beside a ledger, so that a ``.saddleproof`` folder that came with somebody
else's project does not bring its key along. Who can read the key can forge rows; that is the user, and what the user
runs.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from contextlib import suppress
from pathlib import Path


def key_file() -> Path:
    """``saddleproof/key`` in the folder for state (``XDG_STATE_HOME``, else ``~/.local/state``)."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "saddleproof" / "key"


def user_key(create: bool = True) -> bytes | None:
    """The key, made when there is none (and ``create``); None where it cannot be had: then nothing is repeated.

    A file that others can read, or that is not the user's own, is no key.
    """
    path = key_file()
    try:
        if create and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = path.with_name(f"key.{os.getpid()}")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(os.urandom(32))
            try:
                with suppress(FileExistsError):  # the first of several wins
                    os.link(draft, path)
            finally:
                draft.unlink()
        known = path.lstat()
        mine = not hasattr(os, "getuid") or known.st_uid == os.getuid()
        if not stat.S_ISREG(known.st_mode) or known.st_mode & 0o077 or not mine:
            return None
        content = path.read_bytes()
    except (OSError, RuntimeError):
        return None
    return content if len(content) >= 32 else None


def seal(key: bytes, *parts: str) -> str:
    """The keyed digest of these texts, in this order (HMAC-SHA256).

    >>> seal(b"k", "ab", "c") == seal(b"k", "a", "bc")
    False
    """
    digest = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        content = part.encode()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
