r"""A table for a paper: booktabs, numbers in mathematics with one number of decimals a column, orbits as \mathbf{10}^{+}.

The table is as wide as its content where that fits, else it takes the line (``tabularx``) and its longest texts are
wrapped. After `BLOCK` rows a new ``tabular`` begins, so that long lists break between pages, in one column or two.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from theory.render import latex_text

WIDTHS = {"page": 340.0, "column": 234.0}
"""Points that a line has, and a few to spare: an article's page, a column of a two-column paper."""
BLOCK = 40
DIGITS = 6
NUMBER = re.compile(r"[-−+]?\d[\d,]*(\.\d+)?([eE][-+]?\d+)?|\?|-|infinite|not known")
PACKAGES = "% needs booktabs, tabularx, amsmath"
_POINTS = {"page": 4.9, "column": 4.25}
"""Points of an average sign, small and footnotesize."""


class Tex(str):
    """A cell that is LaTeX already."""

    __slots__ = ()


@dataclass(frozen=True)
class _Layout:
    """How the columns are set: which are numbers, decimals of each, which wrap and how many signs a line they have."""

    numbers: tuple[bool, ...]
    decimals: tuple[int | None, ...]
    wrapped: dict[int, float]
    width: str
    digits: int


def latex_table(columns: Sequence[str], rows: Iterable[Sequence[object]], width: str = "page",
                digits: int | None = None, comments: Sequence[str] = ()) -> Iterator[str]:  # fmt: skip
    r"""Pieces of LaTeX that join to the table, ``comments`` before it. Cells: text, numbers, or `Tex`.

    >>> cells = [[orbit_tex("1+2+"), 10.0965881], ["O", -2.5]]
    >>> print("".join(latex_table(["orbit", "loss"], cells, comments=["of two modes"])), end="")
    % needs booktabs, tabularx, amsmath
    % of two modes
    \noindent{\small\setlength{\tabcolsep}{4pt}%
    \begin{tabular}{@{}lr@{}}
    \toprule
    orbit & loss \\
    \midrule
    $\mathbf{2}^{+}$ & $10.0966$ \\
    O & $-2.5000$ \\
    \bottomrule
    \end{tabular}}
    """
    yield "\n".join([PACKAGES, *(f"% {line}" for line in comments)]) + "\n"
    first = True
    for block, layout in _blocks(columns, rows, width, digits or DIGITS):
        if not first:
            yield "\n\\par\\medskip\n"
        yield from _tabular(columns, block, layout)
        first = False
    yield "\n"


def orbit_tex(label: str) -> Tex:
    r"""An orbit in short: \mathbf{k}^{+} for the first k modes at '+', runs of one root together, O the origin.

    >>> orbit_tex("1+2+3+4+"), orbit_tex("1+2+3-"), orbit_tex("2+"), orbit_tex("1-2-3-5+"), orbit_tex("O")
    ('$\\mathbf{4}^{+}$', '$\\mathbf{2}^{+}3^{-}$', '$2^{+}$', '$(1\\text{--}3)^{-}5^{+}$', '$\\mathrm{O}$')
    """
    modes = [(int(k), root) for k, root in re.findall(r"(\d+)([-+0])", label)]
    if "".join(f"{k}{root}" for k, root in modes) != label:
        return Tex(r"$\mathrm{O}$" if label == "O" else latex_text(label))
    runs: list[list[int | str]] = []
    for k, root in modes:
        if runs and runs[-1][2] == root and runs[-1][1] == k - 1:
            runs[-1][1] = k
        else:
            runs.append([k, k, root])
    return Tex("$" + "".join(_run_tex(*run) for run in runs) + "$")  # type: ignore[arg-type]


def _run_tex(first: int, last: int, root: str) -> str:
    if (first, root) == (1, "+"):
        return rf"\mathbf{{{last}}}^{{+}}"
    if last - first < 2:
        return "".join(f"{k}^{{{root}}}" for k in range(first, last + 1))
    return rf"({first}\text{{--}}{last})^{{{root}}}"


def spectrum_tex(values: Iterable[tuple[float, int]], digits: int = 4) -> Tex:
    """Eigenvalues with multiplicities, a comma between, so that a line breaks there.

    >>> spectrum_tex([(-2.0, 1), (0.0, 12)])
    '$-2\\\\,{\\\\times}1$, $0\\\\,{\\\\times}12$'
    """
    return Tex(", ".join(rf"${number_tex(value, digits)}\,{{\times}}{times}$" for value, times in values))


def number_tex(value: float, digits: int, decimals: int | None = None) -> str:
    """A number for mathematics mode: significant digits, or fixed decimals; powers of ten written out.

    >>> number_tex(1.5e-7, 3), number_tex(-2.0, 6), number_tex(2.0, 6, 2), number_tex(float("inf"), 3)
    ('1.5\\\\cdot 10^{-7}', '-2', '2.00', '\\\\infty')
    """
    if not math.isfinite(value):
        return {"inf": r"\infty", "-inf": r"-\infty"}.get(str(value), r"\text{nan}")
    text = f"{value:.{digits}g}" if decimals is None else f"{value:.{decimals}f}"
    mantissa, _, power = text.partition("e")
    return rf"{mantissa}\cdot 10^{{{int(power)}}}" if power else mantissa


Rows = Sequence[Sequence[object]]


def _blocks(columns: Sequence[str], rows: Iterable[Sequence[object]], width: str,
            digits: int) -> Iterator[tuple[Rows, _Layout]]:  # fmt: skip
    """Rows that stay on one page, with their layout: that of the whole table where it is at hand, else each its own."""
    if isinstance(rows, Sequence):
        layout = _layout(columns, rows, width, digits)
        start = 0
        while start < len(rows) or not start:
            end, lines = start, 0
            while end < len(rows) and (end == start or lines + _lines(rows[end], layout) <= BLOCK):
                lines += _lines(rows[end], layout)
                end += 1
            yield rows[start:end], layout
            start = max(end, 1)
        return
    waiting = iter(rows)
    while part := list(islice(waiting, BLOCK)):
        yield from _blocks(columns, part, width, digits)


def _words(cell: object) -> list[object]:
    """What stays on one line: LaTeX breaks at blanks, words at hyphens too."""
    if isinstance(cell, Tex):
        return [Tex(part) for part in cell.split(" ")]
    return list(re.split(r"[\s-]+", str(cell)))


def _lines(row: Sequence[object], layout: _Layout) -> int:
    return max([1, *(math.ceil(_length(row[k], layout.digits) / share) for k, share in layout.wrapped.items())])


def _layout(columns: Sequence[str], block: Sequence[Sequence[object]], width: str, digits: int) -> _Layout:
    cells = list(zip(*block, strict=True)) if block else [()] * len(columns)
    numbers = tuple(bool(column) and all(map(_is_number, column)) for column in cells)
    decimals = tuple(_decimals(column, digits) if number else None for column, number in zip(cells, numbers, strict=True))
    sizes = [max(len(head), 1, *(_length(x, digits) for x in column)) for head, column in zip(columns, cells, strict=True)]
    point, gap = _POINTS[width], 8.0 if width == "page" else 6.0
    wrapped: set[int] = set()
    natural, weights = list(sizes), {}
    breakable = [k for k, column in enumerate(cells) if not numbers[k] and any(len(_words(x)) > 1 for x in column)]
    order = sorted(breakable, key=lambda k: -sizes[k])
    for k in order:
        if sum(sizes) * point + gap * (len(sizes) - 1) <= WIDTHS[width]:
            break
        longest = max(8, *(_length(word, digits) for cell in (columns[k], *cells[k]) for word in _words(cell)))
        if sizes[k] > longest:
            wrapped.add(k)
            sizes[k] = longest
            weights[k] = longest + 0.35 * min(40, natural[k] - longest)
    left = WIDTHS[width] - gap * (len(sizes) - 1) - point * sum(size for k, size in enumerate(sizes) if k not in wrapped)
    total = sum(weights.values()) or 1.0
    shares = {k: max(6.0, 0.85 * left / point * weight / total) for k, weight in weights.items()}
    return _Layout(numbers, decimals, shares, width, digits)


def _is_number(cell: object) -> bool:
    if isinstance(cell, Tex):
        return False
    return isinstance(cell, int | float) or (isinstance(cell, str) and NUMBER.fullmatch(cell) is not None)


def _decimals(column: Sequence[object], digits: int) -> int | None:
    """Decimals that give the largest number its digits; None where there are no floats, or they span many powers of ten."""
    floats = [abs(x) for x in column if isinstance(x, float) and math.isfinite(x)]
    sizes = [x for x in floats if x]
    if not sizes:
        return 0 if floats else None
    top = math.floor(math.log10(max(sizes)))
    if not -3 <= top < digits or min(sizes) < 10.0 ** (top - digits + 3):
        return None
    needed = max(len(f"{x:.{digits}g}".partition(".")[2]) for x in floats)
    return min(max(0, digits - 1 - top), needed)


def _length(cell: object, digits: int) -> int:
    if isinstance(cell, float):
        return digits + 2
    if isinstance(cell, Tex):
        raised = sum(map(len, re.findall(r"\^\{([^{}]*)\}", cell)))
        return math.ceil(len(re.sub(r"\\[A-Za-z]+|[{}$^_]", "", cell)) - 0.3 * raised)
    return len(str(cell))


def _tabular(columns: Sequence[str], block: Sequence[Sequence[object]], layout: _Layout) -> Iterator[str]:
    part = len(layout.wrapped) / (sum(layout.wrapped.values()) or 1.0)
    wide = {k: rf">{{\hsize={share * part:.3f}\hsize\raggedright\arraybackslash}}X" for k, share in layout.wrapped.items()}
    if len(wide) == 1:
        wide = dict.fromkeys(wide, r">{\raggedright\arraybackslash}X")
    letters = ["r" if number else wide.get(k, "l") for k, number in enumerate(layout.numbers)]
    size, gap = (r"\small", "4pt") if layout.width == "page" else (r"\footnotesize", "3pt")
    kind, line = ("tabularx", r"{\linewidth}") if layout.wrapped else ("tabular", "")
    spec = f"{line}{{@{{}}{''.join(letters)}@{{}}}}"
    yield f"\\noindent{{{size}\\setlength{{\\tabcolsep}}{{{gap}}}%\n\\begin{{{kind}}}{spec}\n\\toprule\n"
    yield " & ".join(_head(head, layout) for head in columns) + " \\\\\n\\midrule\n"
    for row in block:
        yield " & ".join(_cell(cell, k, layout) for k, cell in enumerate(row)) + " \\\\\n"
    yield f"\\bottomrule\n\\end{{{kind}}}}}"


def _head(head: str, layout: _Layout) -> str:
    words = [latex_text(word) for word in head.split(" ")]
    if layout.width == "page" or len(words) < 2 or len(head) < 9:
        return " ".join(words)
    return r"\shortstack{" + r"\\".join(words) + "}"


def _cell(cell: object, k: int, layout: _Layout) -> str:
    if isinstance(cell, Tex):
        return cell
    if isinstance(cell, float):
        return f"${number_tex(cell, layout.digits, layout.decimals[k])}$"
    text = str(cell)
    if (layout.numbers[k] or isinstance(cell, int)) and re.fullmatch(r"[-−+]?\d[\d,]*(\.\d+)?([eE][-+]?\d+)?", text):
        mantissa, _, power = text.replace("−", "-").replace(",", r"{,}").lower().partition("e")
        return f"${mantissa}\\cdot 10^{{{int(power)}}}$" if power else f"${mantissa}$"
    return latex_text(text)
