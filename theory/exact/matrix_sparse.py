"""Sparse matrices as scipy.sparse.save_npz writes them: csr, csc and coo, checked entry by entry."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

OFFERED = ("csr", "csc", "coo")


def dense(
    part: Callable[[str, int], np.ndarray], names: set[str], check_shape: Callable[[tuple[int, ...]], None]
) -> np.ndarray:
    """The full matrix. ``part(name, most)`` gives a member of the archive as an array of at most ``most`` entries.

    Raises:
        ValueError: another layout, indices out of range, an entry twice, lengths that do not fit.
    """
    layout = bytes(part("format", 1).astype("S8").ravel()[0]).decode("ascii", "replace")
    if layout not in OFFERED:
        raise ValueError(f"matrix must be sparse as {', '.join(OFFERED)}, got {layout!a}: save it as .tocsr()")
    shape = part("shape", 2)
    if shape.dtype.kind not in "iu" or shape.size != 2:
        raise ValueError("matrix must have two dimensions, got another shape in the .npz file")
    rows, columns = (int(d) for d in shape.ravel())
    check_shape((rows, columns))
    wanted = {"data", "row", "col"} if layout == "coo" else {"data", "indices", "indptr"}
    if missing := sorted(wanted - names):
        raise ValueError(f"matrix must be a complete {layout} file, got no {', '.join(missing)}")
    data = part("data", rows * columns)
    if layout == "coo":
        i, j = _indices(part("row", len(data))), _indices(part("col", len(data)))
    else:
        outer = rows if layout == "csr" else columns
        starts, inner = _indices(part("indptr", outer + 1)), _indices(part("indices", len(data)))
        if len(starts) != outer + 1 or starts[0] != 0 or starts[-1] != len(data) or (np.diff(starts) < 0).any():
            raise ValueError(f"matrix must have {outer + 1} increasing index pointers from 0 to {len(data)}, got others")
        along = np.repeat(np.arange(outer), np.diff(starts))
        i, j = (along, inner) if layout == "csr" else (inner, along)
    if len(i) != len(data) or len(j) != len(data):
        raise ValueError(f"matrix must have one row and one column for each of {len(data)} entries, got {len(i)} and {len(j)}")
    if len(data) and (min(i.min(), j.min()) < 0 or i.max() >= rows or j.max() >= columns):
        raise ValueError(f"matrix must have indices inside {rows} × {columns}, got others in the .npz file")
    if len(np.unique(i * columns + j)) < len(data):
        raise ValueError("matrix must have every entry once, got one twice: save it after .sum_duplicates()")
    found = np.zeros((rows, columns), dtype=data.dtype)
    found[i, j] = data
    return found


def _indices(values: np.ndarray) -> np.ndarray:
    if values.dtype.kind not in "iu" or values.ndim != 1:
        raise ValueError("matrix must have whole numbers as indices, got others in the .npz file")
    return values.astype(np.int64)
