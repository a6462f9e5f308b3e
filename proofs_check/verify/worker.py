"""The other side of `proofs_check.verify.process`: the process that loads one claim file and runs what it asks for.

Whatever the file does, it does here: the parent takes data from this process, and believes none of it about a proof.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
for _name in THREADS:
    os.environ[_name] = "1"  # small matrices: thread pools would fight over the cores


OPENED: dict[str, None] = {}
"""Names of files that were opened to be read: what a claim takes from them belongs to its verdict."""

SYSTEM = ("/proc", "/sys", "/dev", "/etc", "/usr")


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
        writes = arguments[2] & (os.O_WRONLY | os.O_RDWR) if isinstance(arguments[2], int) else 0
        if not writes:
            OPENED[os.path.abspath(os.fsdecode(arguments[0]))] = None


def serve(number: int) -> None:
    """Answer the one request that comes over the socket with this file number, and end."""
    connection = Connection(number)
    _die_with_parent()
    os.dup2(2, 1)  # what a claim file prints is no part of the program's output
    request = json.loads(connection.recv_bytes())
    sys.addaudithook(_note)
    try:
        _answer(connection, request)
    except ValueError as error:
        _send(connection, error=str(error))
    except Exception as error:
        _send(connection, error=f"claim file {request['path']}: {type(error).__name__}: {error}")
    except BaseException:  # what ends an interpreter: SystemExit, KeyboardInterrupt and what a file makes of them
        _send(connection, ended=True)
    sys.stderr.flush()
    os._exit(0)


def loaded_files(claim: Path | None = None) -> list[str]:
    """The source files that this process has loaded, and the files that it has opened and that are still there, besides
    the system, the libraries and the program (not its claims). The package that the file ``claim`` belongs to counts,
    though it may be installed among the libraries.

    >>> loaded_files() == sorted(loaded_files())
    True
    """
    from proofs_check.verify.discovery import OWN_CLAIMS

    libraries = {Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    libraries |= {Path(place).resolve() for place in (sys.prefix, sys.base_prefix, *SYSTEM)}
    program = OWN_CLAIMS.parent
    family = _family(claim.resolve()) if claim is not None else None
    found = set()
    modules = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    for place in (*modules, *(name for name in list(OPENED) if not name.endswith(".pyc"))):
        if not isinstance(place, str):
            continue
        path = Path(place).resolve()
        ours = path.is_relative_to(program) and not path.is_relative_to(OWN_CLAIMS)
        kin = family is not None and path.is_relative_to(family)
        if not ours and path.is_file() and (kin or not any(path.is_relative_to(library) for library in libraries)):
            found.add(str(path))
    return sorted(found)


def _family(claim: Path) -> Path:
    """The outermost package around a claim file; its folder, where it is in none."""
    folder = claim.parent
    while (folder / "__init__.py").is_file() and (folder.parent / "__init__.py").is_file():
        folder = folder.parent
    return folder


def _answer(connection: Connection, request: dict[str, Any]) -> None:
    from proofs_check.verify.discovery import load_claim
    from theory.prove.derivation import Eager

    claim_file = Path(request["path"])
    claim = load_claim(claim_file)
    Eager.on = False
    if request["do"] == "declare":
        from proofs_check.verify.declaration import declare

        _send(connection, claim=declare(claim))
        return
    _send(connection, loaded=True)
    from proofs_check.verify.evidence import Check, Evidence, below, read_folder
    from proofs_check.verify.examine import Circumstances, derive, examine
    from proofs_check.verify.kernel_process import known_fit
    from proofs_check.verify.strict import read

    def check(folder: Path, goals: tuple[str, ...], prose: str) -> Evidence:
        _send(connection, check={"goals": list(goals), "prose": prose})
        answer = json.loads(connection.recv_bytes())
        certificates = read_folder(folder)
        steps, missing = below(goals, certificates)
        judged = read(Check, answer["check"], "check")
        known_fit(judged)
        return Evidence(goals, steps, certificates, judged, prose.strip(), missing)

    folder = Path(request["folder"])
    if request["do"] == "derive":
        found, _ = derive(claim, folder, check)
    else:
        circumstances = read(Circumstances, request["circumstances"], "circumstances")
        found, _ = examine(claim, circumstances, folder, check, lambda stage: _send(connection, stage=stage))
    files = [file for file in loaded_files(claim_file) if not Path(file).is_relative_to(folder.resolve())]
    _send(connection, findings=found.to_json(), files=files)


def _send(connection: Connection, **message: Any) -> None:
    connection.send_bytes(json.dumps(message).encode())


def _die_with_parent() -> None:
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
