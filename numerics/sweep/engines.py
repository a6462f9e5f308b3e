"""Engines run batches and hand back results as they come: in this process, in joblib workers, on a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from numerics.sweep.batch import run_batch
from numerics.sweep.parent import END_WITH, interrupted, listen
from numerics.sweep.plan import Task
from numerics.sweep.store import Result
from numerics.tensors import whole

Batches = list[list[Task]]
Asked = Callable[[], bool]
ENGINES = ("serial", "joblib", "dask")
ANSWER = 10
"""Seconds that a scheduler has to answer."""


def run_batches(
    batches: Batches, engine: str, jobs: int, scheduler: str | None, asked: Asked = interrupted
) -> Iterator[list[Result]]:
    """Results batch by batch, in the order in which they finish. ValueError for an unknown engine.

    Once ``asked`` says so, batches in this process or in joblib's workers stop where they stand and give the results of those
    members that had ended by then.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine must be one of {', '.join(ENGINES)}, got {engine}")
    whole(jobs, "jobs")
    if scheduler is not None and engine != "dask":
        raise ValueError(f"scheduler must go with the engine dask, got engine {engine}")
    if engine == "serial":
        return (run_batch(batch, asked) for batch in batches)
    return _joblib(batches, jobs) if engine == "joblib" else _dask(batches, jobs, scheduler)


def single_threaded(batch: list[Task]) -> list[Result]:
    """``run_batch`` in a worker process: one thread a worker, small problems are batched and not threaded."""
    import torch

    torch.set_num_threads(1)
    listen()
    return run_batch(batch, interrupted)


def _joblib(batches: Batches, jobs: int) -> Iterator[list[Result]]:
    from joblib import Parallel, delayed

    if jobs == 1:
        yield from (run_batch(batch, interrupted) for batch in batches)
        return
    work = (delayed(single_threaded)(batch) for batch in batches)
    ending = {"initializer": exec, "initargs": (END_WITH, {"PARENT": os.getpid()})}
    yield from Parallel(n_jobs=jobs, return_as="generator_unordered", pre_dispatch="2*n_jobs", batch_size=1, **ending)(work)


def _dask(batches: Batches, jobs: int, scheduler: str | None) -> Iterator[list[Result]]:
    try:
        from distributed import Client, LocalCluster, as_completed
    except ImportError as error:
        raise ValueError("engine dask needs the extra saddleproof[cluster], which is not installed") from error
    cluster = None
    if scheduler is None:
        cluster = LocalCluster(n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None)
    try:
        client = Client(scheduler or cluster, timeout=ANSWER)
    except (OSError, ValueError):
        if scheduler is None:
            raise
        raise ValueError(f"scheduler must be a Dask scheduler that answers within {ANSWER} s, got {scheduler}") from None
    submit: Callable[..., object] = client.submit
    try:
        futures = [submit(single_threaded, batch, key=f"batch-{batch[0].key}", retries=3) for batch in batches]
        for future in as_completed(futures):
            yield future.result()
            future.release()
    finally:
        client.close()
        if cluster is not None:
            cluster.close()
