"""Sweeps: a plan of many runs, batched, stored, resumable.

A plan (TOML) comes in, rows in a SQLite file and exported tables go out; what is finished is never run again. Imports
`solvers` and `problems` through their protocols. May come in: engines, ways to export.
"""

from numerics.sweep.export import export, table, trace_table, traces
from numerics.sweep.plan import Plan, Task
from numerics.sweep.store import SweepStore
from numerics.sweep.sweep import SweepReport, status, sweep

__all__ = [
    "Plan",
    "SweepReport",
    "SweepStore",
    "Task",
    "export",
    "status",
    "sweep",
    "table",
    "trace_table",
    "traces",
]
