"""The questions, one a file, found by looking: each defines ``question``.

A file names cases, contenders, the check of an answer and the goals; it knows nothing of how time is taken. Peers are imported
where they are prepared, never at the top. May come in: one question a file, with an answer that can be checked.
"""

from __future__ import annotations

import pkgutil


def paths() -> dict[str, str]:
    """Question name → ``module:question``, in the order of the names.

    >>> "restarts" in paths()
    True
    """
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return {name: f"{__name__}.{name}:question" for name in names}
