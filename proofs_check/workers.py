"""One process a claim: a claim that exhausts memory or crashes takes nobody with it, and interrupting ends them all."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofs_check.discovery import Found
    from proofs_check.judge import Circumstances, Row
    from proofs_check.runner import Watch


def in_workers(
    claims: dict[str, Found], circumstances: Circumstances, certificates: Path, jobs: int, watch: Watch
) -> Iterator[tuple[str, Row | None]]:
    """Judge ``claims`` in at most ``jobs`` processes at a time; (name, row) as each one ends.

    The row is None when the process died before it could answer. Leaving the iteration early ends the processes.
    """
    context = get_context("spawn")
    queue = list(claims.items())
    running: dict[Connection, tuple[str, BaseProcess]] = {}
    try:
        while queue or running:
            while queue and len(running) < jobs:
                name, item = queue.pop(0)
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(theirs, item.path, circumstances, certificates))
                process.start()
                theirs.close()
                running[ours] = name, process
                watch(name, "running", None)
            for connection in wait(list(running)):
                assert isinstance(connection, Connection)
                name, worker = running[connection]
                answer = _receive(connection)
                if isinstance(answer, str):
                    watch(name, answer, None)
                    continue
                del running[connection]
                connection.close()
                worker.join()
                yield name, answer
    finally:
        for connection, (_, worker) in running.items():
            worker.terminate()
            worker.join()
            connection.close()


def _receive(connection: Connection) -> str | Row | None:
    """A stage (text), a row, or None at the end of a process that answered nothing."""
    try:
        return connection.recv()
    except EOFError:
        return None


def _work(connection: Connection, path: Path, circumstances: Circumstances, certificates: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends its workers
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"  # small matrices: thread pools would fight over the cores
    from proofs_check.discovery import load_claim
    from proofs_check.judge import judge

    connection.send(judge(load_claim(path), circumstances, certificates, partial(_tell, connection)))


def _tell(connection: Connection, stage: str) -> None:
    connection.send(stage)
