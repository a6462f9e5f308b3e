"""The page of the results, made from their JSON alone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from benchmarks.harness.measure import ROUNDS, SITTINGS, repetitions
from benchmarks.harness.results import USUAL
from benchmarks.harness.worker import BURSTS, LONG


def page(results: dict[str, Any]) -> str:
    """Markdown: how it was made, what was reached, then a section a question.

    >>> page({"questions": []})
    Traceback (most recent call last):
    KeyError: 'machine'
    """
    return "\n".join([*_head(results), *(line for q in results["questions"] for line in _question(q))]) + "\n"


def seconds_text(value: float) -> str:
    """Three digits and a unit.

    >>> [seconds_text(x) for x in (2.5e-6, 0.0123, 4.2, 250.0)]
    ['2.5 µs', '12.3 ms', '4.2 s', '250 s']
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= 0.9995 * size:
            return f"{_digits(value / size)} {unit}"
    return f"{_digits(value / 1e-9)} ns"


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.3g}"


def _head(results: dict[str, Any]) -> Iterator[str]:
    m = results["machine"]
    yield "# Measured against everybody"
    yield ""
    yield "Written by `python -m benchmarks` from `results.json`; not edited by hand. `make bench` makes both anew,"
    yield "`python -m benchmarks --compare results.json OTHER.json` says which ratios of two runs agree."
    yield ""
    yield f"{m['processor']}, {m['cores']} cores, {m['memory_gib']} GiB, {m['system']}; load {m['load']} at the start."
    minutes = _digits(results["seconds"] / 60)
    yield f"Threads of a process: {results['threads']}. Seed {results['seed']}. The whole run took {minutes} minutes."
    if m["load"] > m["cores"]:
        yield ""
        yield f"**More work than cores when this began (load {m['load']}): times are too long; a ratio suffers less.**"
    if results["quick"]:
        yield ""
        yield "**Quick form: small sizes, few rounds. The goals are for the full sizes and judged here at the small ones.**"
    yield ""
    yield "Versions: " + ", ".join(f"{name} {version}" for name, version in results["versions"].items()) + "."
    if results["missing"]:
        yield ""
        yield "Missing here: " + "; ".join(f"{name} (`{how}`)" for name, how in results["missing"].items()) + "."
    yield ""
    yield from _how(results)
    yield from _summary(results["questions"])


HOW = """A cell is the median and (least … largest) of {count} rounds. In a round every contender is called once, in
turn; a round of a call under {long:g} s is the quickest of {bursts} bursts, a burst one call or the mean of many short
ones. The rounds lie in {sittings} sittings of fresh processes, half a run apart. **Bold** is ours. Every answer is
checked first, by a route of its own; a wrong one gets no time. > is a call stopped at the time limit; who is stopped at
one size is not tried at larger ones; an empty cell is a contender that takes no part at this size, or a ratio that it
does not have. "Once" is what is too long to repeat: the next run repeats it.

A ratio is the other's seconds over those of the contender of ours that the table names, taken round by round: above 1
ours is faster, below 1 the other. ≥ is the least ratio that a call stopped at the limit leaves. The figure of a goal
"≤ N × something" is the other way round, our seconds over those of the thing named.

The medians of the two sittings of a ratio differ by a factor of at most {usual:.2f} in {share:.0%} of the ratios, and
of at most {all:.2f} in all. The stated spread of a ratio is its range over all rounds, wider by the factor of all at
both ends: two runs agree where the median of each ratio lies in the spread that the other run states."""


def _how(results: dict[str, Any]) -> Iterator[str]:
    count = min(ROUNDS, SITTINGS * repetitions(results["quick"]))
    settings = {"count": count, "sittings": SITTINGS, "long": LONG, "bursts": BURSTS, "share": USUAL}
    text = HOW.format(**settings, **results["sitting_factors"])
    for paragraph in text.split("\n\n"):
        yield from textwrap.wrap(paragraph, 120)
        yield ""


def _summary(questions: list[dict[str, Any]]) -> Iterator[str]:
    yield "## Goals"
    yield ""
    yield "| question | goal | figure | reached |"
    yield "|---|---|---|---|"
    for q in questions:
        for goal in q["goals"]:
            yield f"| {q['title']} | {goal['text']} | {goal['figure']} | {_reached(goal['reached'])} |"
    if any(goal["reached"] is None for q in questions for goal in q["goals"]):
        yield ""
        yield "–: a figure that is told without being a goal, or that this machine cannot have."
    missed = [(q, goal) for q in questions for goal in q["goals"] if goal["reached"] is False]
    if missed:
        yield ""
        yield "Not reached. Shares are a profile of this run: own time of Python functions, with the C code that they call"
        yield "themselves. What would be needed is a judgement, not a measurement."
        yield ""
        for q, goal in missed:
            yield f"- **{q['title']}**, {goal['text']}: {goal['figure']}. {goal['missed']}"
    yield ""


def _reached(value: bool | None) -> str:
    return {True: "yes", False: "**no**", None: "–"}[value]


def _question(q: dict[str, Any]) -> Iterator[str]:
    names = list(dict.fromkeys(e["contender"] for case in q["cases"] for e in case["contenders"]))
    yield f"## {q['title']}"
    yield ""
    yield q["asked"]
    yield f"Limit {q['limit']:g} s a call. `python -m benchmarks --only {q['name']}`: {q['seconds']:.0f} s."
    yield ""
    yield f"| | {' | '.join(case['name'] for case in q['cases'])} |"
    yield "|---|" + "---|" * len(q["cases"])
    for name in names:
        shown = f"**{name}**" if name in q["ours"] else name
        yield f"| {shown} | {' | '.join(_cell(name, case) for case in q['cases'])} |"
    others = [name for name in names if any(_ratio(name, case) for case in q["cases"])]
    if others:
        yield ""
        yield f"Over *{q['against']}*:"
        yield ""
        yield f"| | {' | '.join(case['name'] for case in q['cases'])} |"
        yield "|---|" + "---|" * len(q["cases"])
        for name in others:
            yield f"| {name} | {' | '.join(_ratio(name, case) for case in q['cases'])} |"
    if q["growth"]:
        yield ""
        for g in q["growth"]:
            sizes = f"{min(g['sizes']):,.0f} … {max(g['sizes']):,.0f}"
            exponent = f"{g['median']:.2f} ({g['low']:.2f} … {g['high']:.2f})"
            yield f"- Seconds of *{g['contender']}* grow as {q['size']} ({sizes}) to the power {exponent}."
    yield from _reasons(q)
    yield ""


def _cell(name: str, case: dict[str, Any]) -> str:
    entry = next((e for e in case["contenders"] if e["contender"] == name), None)
    if entry is None:
        return ""
    if entry["status"] == "timed":
        spread = f" ({seconds_text(entry['low'])} … {seconds_text(entry['high'])})" if len(entry["seconds"]) > 1 else " (once)"
        return seconds_text(entry["median"]) + spread
    return f"> {entry['reason']}" if entry["status"] == "over time" else entry["status"]


def _ratio(name: str, case: dict[str, Any]) -> str:
    found = next((r for r in case["ratios"] if r["contender"] == name), None)
    if found is None:
        return ""
    if found.get("at_least"):
        return f"≥ {_digits(found['median'])} ×"
    return f"{_digits(found['median'])} × ({_digits(found['low'])} … {_digits(found['high'])})"


def _reasons(q: dict[str, Any]) -> Iterator[str]:
    told: dict[str, list[str]] = {}
    for case in q["cases"]:
        for e in case["contenders"]:
            if e["status"] in ("wrong", "no answer", "crashed", "missing", "not tried"):
                told.setdefault(f"{e['contender']}: {e['status']}, {_plain(e['reason'])}", []).append(case["name"])
            if e.get("told"):
                told.setdefault(f"{e['contender']}: {_plain(e['told'])}", []).append(case["name"])
    if told or q["notes"]:
        yield ""
    for name, note in q["notes"].items():
        yield f"- {name}: {note}"
    for text, cases in told.items():
        where = "" if len(cases) == len(q["cases"]) else f" ({', '.join(cases)})"
        yield f"- {text}{where}"


def _plain(text: str) -> str:
    return text.replace("|", "/")
