"""How long ``saddleproof check`` takes for the statements of `benchmarks.whiteboard` and
`benchmarks.blocks_and_quantifiers`, and whether every answer is right.

``python -m benchmarks.check_statements`` prints each with its seconds, then the figures: asked is a median under 2 s. With the
argument ``textbook`` it does so for the statements of `benchmarks.textbook`, of which the open ones may stay inconclusive.
"""

from __future__ import annotations

import statistics
import sys
import time

from benchmarks import blocks_and_quantifiers, textbook, whiteboard
from benchmarks.timing import Figure
from proofs_check.check.answer import check


def figures(seed: int = 0, *, told: bool = False, books: bool = False) -> list[Figure]:
    """Median and largest seconds, and the number of right answers; ``told``: print each; ``books``: of the textbooks."""
    seconds, right = [], 0
    lists = (textbook,) if books else (whiteboard, blocks_and_quantifiers)
    cases = [(text, where, "proved") for found in lists for text, where, _ in found.TRUE]
    cases += [(text, where, "refuted") for found in lists for text, where, _ in found.FALSE]
    cases += [(text, where, "inconclusive") for text, where, _ in (textbook.OPEN if books else [])]
    for text, where, expected in cases:
        begun = time.perf_counter()
        verdict = check(text, where).verdict
        seconds.append(time.perf_counter() - begun)
        right += verdict == expected
        if told:
            print(f"{seconds[-1]:6.2f} s  {verdict:<13}{text}" + (f"   where {where}" if where else ""), flush=True)
    return [
        Figure("check: right answers", right, f"of {len(cases)}", "all", right == len(cases)),
        Figure("check: median of a statement", statistics.median(seconds), "s", "< 2 s", statistics.median(seconds) < 2),
        Figure("check: slowest statement", max(seconds), "s", "(told)", True),
    ]


if __name__ == "__main__":
    found = figures(told=True, books="textbook" in sys.argv[1:])
    print("\n" + "\n".join(figure.row() for figure in found))
    sys.exit(0 if all(figure.met for figure in found) else 1)
