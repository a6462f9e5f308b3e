"""Where verdicts, certificates and what Coq said are kept: one place for a user, whatever the working directory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from proofs_check.verify.ledger import Ledger
from proofs_check.verify.secret import key_file, user_key

HERE = ".saddleproof"
"""The folder of results in a working directory."""


@dataclass(frozen=True)
class Home:
    """Where results are kept: the ledger and the folder of certificates.

    >>> Home(Path("here")).certificates.name
    'certificates'
    """

    folder: Path

    @classmethod
    def default(cls) -> Home:
        """``SADDLEPROOF_HOME``; without it ``.saddleproof`` in the working directory, where there is one that this user's key
        began; else the user's own folder, beside the key, which is the same from everywhere.
        """
        named = os.environ.get("SADDLEPROOF_HOME")
        if named:
            return cls(Path(named))
        here = cls(Path(HERE))
        return here if here.ledger.is_file() and here._is_mine() else cls(key_file().parent / "verdicts")

    def _is_mine(self) -> bool:
        """Whether this user's key began the ledger; not if it cannot be read."""
        try:
            return not self.foreign(user_key(create=False))
        except ValueError:
            return False

    def foreign(self, secret: bytes | None) -> bool:
        """Whether somebody else's key began the ledger."""
        with Ledger.read(self.ledger, secret) as ledger:
            return ledger.foreign

    @property
    def certificates(self) -> Path:
        """Content-named certificates of every claim accepted so far."""
        return self.folder / "certificates"

    @property
    def ledger(self) -> Path:
        """The SQLite file of verdicts."""
        return self.folder / "ledger.sqlite"

    @property
    def imports(self) -> Path:
        """What source files import (`proofs_check.verify.remembered`)."""
        return self.folder / "imports"

    @property
    def opinions(self) -> Path:
        """The SQLite file of what Coq said."""
        return self.folder / "opinions.sqlite"


def notes(home: Home) -> list[str]:
    """What a user should know before verdicts are kept in this home or repeated from it: one sentence each."""
    secret = user_key()
    if secret is None:
        return [f"{key_file()} is no key of your own (a file that only you can read): no verdict is kept or repeated"]
    if home.foreign(secret):
        return [f"the ledger in {home.folder} was not begun with your key: none of its verdicts is repeated"]
    passed = Home(Path(HERE))
    if not os.environ.get("SADDLEPROOF_HOME") and home != passed and passed.ledger.is_file():
        return [f"{HERE} in this folder was not begun with your key, and is not used; your verdicts are in {home.folder}"]
    return []
