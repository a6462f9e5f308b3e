"""A landscape as text: terminal table, CSV, Markdown, LaTeX, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from proofs_check.report.paper_table import latex_table, orbit_tex, spectrum_tex
from proofs_check.report.screen import folded, terminal_table
from theory.dmf.landscape.classification import KINDS, OPEN

if TYPE_CHECKING:
    import numpy as np

    from theory.dmf import Landscape
    from theory.dmf.landscape.orbits import OrbitBlock

COLUMNS = ("orbit", "loss", "class", "index", "nullity", "dimension", "components")
TERMINAL_ROWS = 60


def landscape_text(landscape: Landscape, format: str, limit: int | None = None, hessian: bool = False,
                   digits: int | None = None, width: str = "page") -> Iterator[str]:  # fmt: skip
    """Pieces of text that join to the document in ``format`` (table, csv, markdown or latex); ``digits`` of the numbers,
    all of them where None is asked for (6 in LaTeX); ``width`` of the LaTeX table.

    >>> from theory.dmf import Landscape
    >>> print("".join(landscape_text(Landscape((1, 1, 1), spectrum=(2,), ridge=1), "markdown")), end="")
    | orbit | loss | class | index | nullity | dimension | components |
    | --- | --- | --- | --- | --- | --- | --- |
    | 1+ | 3 | global minimizer | 0 | 0 | 0 | 2 |
    | O | 4 | strict saddle | 1 | 0 | 0 | 1 |
    """
    if format == "table":
        return _terminal(landscape, limit, hessian, digits or 15)
    blocks = landscape.blocks(limit)  # refuses an unusable limit before anything is written
    if format == "latex":
        return _latex(blocks, hessian, digits, width, [*landscape.summary().splitlines(), IN_SHORT])
    return {"csv": _csv, "markdown": _markdown}[format](blocks, hessian, digits or 15)


def rows(block: OrbitBlock, hessian: bool = False, digits: int = 15) -> Iterator[tuple[str, ...]]:
    """The cells of each orbit; an undecided number is a question mark."""
    pieces = [[m.label for m in modes] for modes in block.modes_by_position]
    cells = [
        [text or "O" for text in block.active_texts(pieces)],
        [f"{loss:.{digits}g}" for loss in block.loss.tolist()],
        [KINDS[kind] for kind in block.columns.kind.tolist()],
        *(_integers(getattr(block.columns, name)) for name in COLUMNS[3:]),
    ]
    if hessian:
        few = min(digits, 9)
        cells.append(["  ".join(f"{value:.{few}g} ×{times}" for value, times in o.hessian()) for o in block.orbits()])
    return zip(*cells, strict=True)


def _integers(values: np.ndarray) -> list[str]:
    return ["?" if value == OPEN else str(value) for value in values.tolist()]


def _terminal(landscape: Landscape, limit: int | None, hessian: bool, digits: int) -> Iterator[str]:
    """The summary and the lowest losses."""
    blocks = landscape.blocks(TERMINAL_ROWS if limit is None else limit)
    cells = [cells for block in blocks for cells in rows(block, hessian, digits)]
    yield folded(landscape.summary()) + "\n"
    yield terminal_table(_columns(hessian), cells) + "\n"
    count = landscape.orbit_count
    rest = (count if isinstance(count, int) else count[1]) - len(cells)
    if limit is None and rest:
        yield folded(f"… and {rest:,} more: --limit N for the N lowest losses, --format csv or json for all of them") + "\n"


def _csv(blocks: Iterable[OrbitBlock], hessian: bool, digits: int) -> Iterator[str]:
    """No cell holds a comma, a quote or a line break, so joining is quoting enough."""
    yield ",".join(_columns(hessian)) + "\n"
    for block in blocks:
        yield "".join(",".join(cells) + "\n" for cells in rows(block, hessian, digits))


def _markdown(blocks: Iterable[OrbitBlock], hessian: bool, digits: int) -> Iterator[str]:
    columns = _columns(hessian)
    yield "| " + " | ".join(columns) + " |\n| " + " | ".join(["---"] * len(columns)) + " |\n"
    for block in blocks:
        yield "".join("| " + " | ".join(cells) + " |\n" for cells in rows(block, hessian, digits))


def _latex(
    blocks: Iterable[OrbitBlock], hessian: bool, digits: int | None, width: str, comments: Sequence[str]
) -> Iterator[str]:
    """Booktabs, orbits in short, in a column heads and classes too; whose table it is stands above it in comments."""
    heads = [SHORT.get(name, name) if width == "column" else name for name in _columns(hessian)]

    def cells() -> Iterator[list[object]]:
        for block in blocks:
            spectra = ([o.hessian() for o in block.orbits()] if hessian else [])
            for k, (label, _, kind, *rest) in enumerate(rows(block)):
                shown = SHORT.get(kind, kind) if width == "column" else kind
                last = [spectrum_tex(spectra[k], min(digits or 4, 9))] if hessian else []
                yield [orbit_tex(label), block.loss[k].item(), shown, *rest[:4], *last]

    return latex_table(heads, cells(), width, digits, comments)


IN_SHORT = r"orbits in short: \mathbf{3}^{+} is 1+2+3+, all modes up to the bold one"
SHORT = {"index": "ind.", "nullity": "null.", "dimension": "dim.", "components": "comp.", "global minimizer": "global min.",
         "local minimizer": "local min.", "strict saddle": "strict", "non-strict saddle": "non-strict"}  # fmt: skip
"""Heads and classes where the table must fit a column."""


def _columns(hessian: bool) -> tuple[str, ...]:
    return (*COLUMNS, "hessian") if hessian else COLUMNS
