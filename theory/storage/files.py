"""Files that are whole or not there: written beside their place, forced to disk, moved into it in one stroke."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def check_target(path: Path | None, name: str = "out", suffixes: tuple[str, ...] = ()) -> None:
    """Raise ValueError unless ``path`` can be a file (of one of the ``suffixes``): asked before the work, not after it.

    >>> check_target(Path("/nowhere/table.csv"))
    Traceback (most recent call last):
    ...
    ValueError: out must lie in a folder that exists, got /nowhere
    >>> check_target(Path("picture.gif"), "chart", (".png", ".svg"))
    Traceback (most recent call last):
    ...
    ValueError: chart must end in .png or .svg, got picture.gif
    """
    if path is None:
        return
    if suffixes and path.suffix not in suffixes:
        *most, last = suffixes
        raise ValueError(f"{name} must end in {', '.join(most)}{' or ' if most else ''}{last}, got {path}")
    if not os.path.isdir(path.parent):
        raise ValueError(f"{name} must lie in a folder that exists, got {path.parent}")
    if os.path.isdir(path):
        raise ValueError(f"{name} must be a file, got the folder {path}")


def make_folder(path: Path, name: str) -> None:
    """Make the folder ``path``, and those above it; one that is there is fine. ValueError, with ``name``, where it cannot be.

    >>> make_folder(Path(__file__), "report")
    Traceback (most recent call last):
    ...
    ValueError: report must be a folder that can be made, got ... (File exists)
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"{name} must be a folder that can be made, got {path} ({error.strerror})") from None


@contextmanager
def replacing(path: Path, name: str = "out") -> Iterator[Path]:
    """A draft beside ``path``, with its suffix, to be written by the caller; at the end it takes the place of ``path``.

    A reader sees the old file or the new one, whole; a failure or a kill leaves the old one. A link is followed, an
    existing file keeps its permissions, and what is no regular file (a pipe, a device) is written to as it is. Raises
    ValueError, with ``name`` and the path, where the file cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with replacing(Path(folder) / "a.txt") as draft:
    ...         _ = draft.write_text("whole")
    ...     [(file.name, file.read_text()) for file in Path(folder).iterdir()]
    [('a.txt', 'whole')]
    """
    check_target(path, name)
    try:
        if path.exists() and not path.is_file():
            yield path
            return
        target = path.resolve()
        draft = target.with_name(f".draft.{secrets.token_hex(8)}{target.suffix}")
        try:
            os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            yield draft
            if target.exists():
                draft.chmod(stat.S_IMODE(target.stat().st_mode))
            _force(draft)
            draft.replace(target)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        with suppress(OSError):  # not every system lets a folder be opened
            _force(target.parent)
    except OSError as error:
        raise ValueError(f"{name} must be a file that can be written, got {path} ({error.strerror or error})") from None


def write_text(path: Path, text: str | Iterable[str], name: str = "out") -> None:
    """Write a text, or the pieces of one, in UTF-8; see `replacing`.

    >>> write_text(Path("/nowhere/x"), "text")
    Traceback (most recent call last):
    ...
    ValueError: out must lie in a folder that exists, got /nowhere
    """
    with replacing(path, name) as draft, draft.open("w", encoding="utf-8") as file:
        file.writelines([text] if isinstance(text, str) else text)


def _force(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
