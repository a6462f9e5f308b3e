"""A landscape as text: terminal table, CSV, Markdown, LaTeX, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from proofs_check.report.tables import terminal_table
from theory.dmf.landscape.classification import KINDS, OPEN

if TYPE_CHECKING:
    import numpy as np

    from theory.dmf import Landscape
    from theory.dmf.landscape.orbits import OrbitBlock

COLUMNS = ("orbit", "loss", "class", "index", "nullity", "dimension", "components")
TERMINAL_ROWS = 60


def landscape_text(landscape: Landscape, format: str, limit: int | None = None, hessian: bool = False) -> Iterator[str]:
    """Pieces of text that join to the document in ``format`` (table, csv, markdown or latex).

    >>> from theory.dmf import Landscape
    >>> print("".join(landscape_text(Landscape((1, 1, 1), spectrum=(2,), ridge=1), "markdown")), end="")
    | orbit | loss | class | index | nullity | dimension | components |
    | --- | --- | --- | --- | --- | --- | --- |
    | 1+ | 3 | global minimizer | 0 | 0 | 0 | 2 |
    | O | 4 | strict saddle | 1 | 0 | 0 | 1 |
    """
    if format == "table":
        return _terminal(landscape, limit, hessian)
    blocks = landscape.blocks(limit)  # refuses an unusable limit before anything is written
    return {"csv": _csv, "markdown": _markdown, "latex": _latex}[format](blocks, hessian)


def rows(block: OrbitBlock, hessian: bool = False, math: bool = False) -> Iterator[tuple[str, ...]]:
    """The cells of each orbit; an undecided number is a question mark. ``math``: labels as 1^{+}2^{-}."""
    pieces = [[f"{m.position}^{{{m.root}}}" if math else m.label for m in modes] for modes in block.modes_by_position]
    cells = [
        [text or "O" for text in block.active_texts(pieces)],
        [f"{loss:.15g}" for loss in block.loss.tolist()],
        [KINDS[kind] for kind in block.columns.kind.tolist()],
        *(_integers(getattr(block.columns, name)) for name in COLUMNS[3:]),
    ]
    if hessian:
        cells.append(["  ".join(f"{value:.9g} ×{times}" for value, times in o.hessian()) for o in block.orbits()])
    return zip(*cells, strict=True)


def _integers(values: np.ndarray) -> list[str]:
    return ["?" if value == OPEN else str(value) for value in values.tolist()]


def _terminal(landscape: Landscape, limit: int | None, hessian: bool) -> Iterator[str]:
    """The summary and the lowest losses."""
    blocks = landscape.blocks(TERMINAL_ROWS if limit is None else limit)
    cells = [cells for block in blocks for cells in rows(block, hessian)]
    yield landscape.summary() + "\n"
    yield terminal_table(_columns(hessian), cells) + "\n"
    count = landscape.orbit_count
    rest = (count if isinstance(count, int) else count[1]) - len(cells)
    if limit is None and rest:
        yield f"… and {rest:,} more: --limit N for the N lowest losses, --format csv or json for all of them\n"


def _csv(blocks: Iterable[OrbitBlock], hessian: bool) -> Iterator[str]:
    """No cell holds a comma, a quote or a line break, so joining is quoting enough."""
    yield ",".join(_columns(hessian)) + "\n"
    for block in blocks:
        yield "".join(",".join(cells) + "\n" for cells in rows(block, hessian))


def _markdown(blocks: Iterable[OrbitBlock], hessian: bool) -> Iterator[str]:
    columns = _columns(hessian)
    yield "| " + " | ".join(columns) + " |\n| " + " | ".join(["---"] * len(columns)) + " |\n"
    for block in blocks:
        yield "".join("| " + " | ".join(cells) + " |\n" for cells in rows(block, hessian))


def _latex(blocks: Iterable[OrbitBlock], hessian: bool) -> Iterator[str]:
    """A plain tabular; orbits as $1^{+}2^{-}$."""
    yield r"\begin{tabular}{lrlrrrr" + "p{6cm}" * hessian + "}\n\\hline\n"
    yield " & ".join(_columns(hessian)) + " \\\\\n\\hline\n"
    for block in blocks:
        for label, *rest in rows(block, hessian, math=True):
            yield (
                " & ".join((f"${label}$", *(cell.replace("  ", ", ").replace("×", r"$\times$") for cell in rest)))
                + " \\\\\n"
            )
    yield "\\hline\n\\end{tabular}\n"


def _columns(hessian: bool) -> tuple[str, ...]:
    return (*COLUMNS, "hessian") if hessian else COLUMNS
