"""Steps about paths: what holds at every moment, and what follows for the ends."""

from __future__ import annotations

from typing import Any

from theory.prove.derivation import Book


def pointwise(book: Book, letters: list, given: list, then: str, now: dict[str, list], step: dict[str, Any],
              premises: dict[str, str] | None = None) -> str:  # fmt: skip
    """``then`` at every moment t: ``now`` gives to each path the letter in its place; ``step`` is how the premise is proved:
    ``given`` (hypotheses with labels), ``then``, and ``terms`` and ``equal`` of the rule order, or ``equal`` alone of expand.

    >>> letters = [["T", {"kind": "positive"}], ["x", {"kind": "real", "path": "T"}]]
    >>> book = Book(scene={"T": "1", "x": "1+s", "y": "1"})
    >>> page = pointwise(book, letters, [], "during(t, x[t]**2 >= 0)", {"x": ["y", {"kind": "real"}]},
    ...                  {"then": "y**2 >= 0", "terms": [{"square": "y"}]})
    >>> book.pages[page].rule
    'pointwise'
    """
    inner, labels = [*letters, *now.values()], step.get("given", {})
    if "terms" in step:
        here = book.add("order", inner, labels, step["then"], [{"terms": step["terms"], "equal": step.get("equal", [])}])
    else:
        facts = list(labels)
        terms = [[text, ["given", facts.index(fact)] if isinstance(fact, str) else fact] for text, fact in step["equal"]]
        here = book.add("expand", inner, labels, step["then"], [terms])
    names = {x: y[0] for x, y in now.items()}
    return book.add("pointwise", letters, given, then, {"now": names}, [here, *(premises or {}).values()])


def flow(book: Book, letters: list, given: list, then: str, function: str, rate: str = "0", *premises: str) -> str:
    """The change of a function (of t), from how its paths move and what ``premises`` say of its rate.

    >>> letters = [["T", {"kind": "positive"}], ["x", {"kind": "real", "path": "T"}]]
    >>> book = Book(scene={"T": "1", "x": "1+2*s"})
    >>> page = flow(book, letters, ["moves(x, t, 2)"], "x[T] == x[0] + 2*T", "x[t]", "2")
    >>> book.pages[page].rule
    'flow'
    """
    return book.add("flow", letters, given, then, {"function": function, "moment": "t", "rate": rate}, list(premises))
