"""How long ``saddleproof check`` takes for each statement of `benchmarks.whiteboard` and
`benchmarks.blocks_and_quantifiers`, and whether every answer is right.

``python -m benchmarks.check_statements`` prints each with its seconds, then the counts: asked is a median under 2 s. With the
argument ``textbook`` it does so for the statements of `benchmarks.textbook`, of which the open ones may stay inconclusive.
Against peers, over several rounds: ``python -m benchmarks --only statements``.
"""

from __future__ import annotations

import statistics
import sys
import time

from benchmarks import blocks_and_quantifiers, textbook, whiteboard
from proofs_check.check.answer import check

MEDIAN = 2.0


def main(books: bool) -> int:
    """Print each and the counts; 1 where an answer is wrong or the median is too large."""
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
        print(f"{seconds[-1]:6.2f} s  {verdict:<13}{text}" + (f"   where {where}" if where else ""), flush=True)
    median = statistics.median(seconds)
    print(f"\nright {right} of {len(cases)}, median {median:.2f} s (asked: < {MEDIAN:g} s), slowest {max(seconds):.2f} s")
    return 0 if right == len(cases) and median < MEDIAN else 1


if __name__ == "__main__":
    sys.exit(main("textbook" in sys.argv[1:]))
