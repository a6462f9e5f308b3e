"""Everything of ours measured against everybody: ``make bench``, or

    python -m benchmarks [--only NAME …] [--format table|json] [--out FILE] [--quick] [--seed S]
    python -m benchmarks --compare A.json B.json

A whole run writes ``benchmarks/results.json`` and the page ``benchmarks/results.md`` made from it; with ``--only`` or
``--quick`` the page (or the JSON) goes to standard output or to FILE, and with FILE a whole run writes nothing else.
A peer that is not installed is named in the page, with how to install it, and the others are measured. Exit code 0,
1 where a goal is missed or where two runs that are compared do not agree in everything, 2 for what cannot be used.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
import time
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.harness.machine import THREADS

for variable in THREADS:
    os.environ.setdefault(variable, "1")
os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker")  # pools that are killed leave semaphores to be swept

from benchmarks.harness import peers  # noqa: E402
from benchmarks.harness.compare import compare, made, read  # noqa: E402
from benchmarks.harness.machine import machine, versions  # noqa: E402
from benchmarks.harness.measure import SITTINGS, Rounds, profile  # noqa: E402
from benchmarks.harness.page import page  # noqa: E402
from benchmarks.harness.question import Case  # noqa: E402
from benchmarks.harness.results import FORMAT, Outcome, sitting_factors  # noqa: E402
from benchmarks.harness.worker import load  # noqa: E402
from benchmarks.questions import paths  # noqa: E402

HERE = Path(__file__).parent


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for; 0, 1 (a goal missed, a ratio that differs) or 2 (unusable input)."""
    options = _options(arguments)
    if options.compare:
        return _compare(*map(Path, options.compare))
    known = paths()
    if unknown := [name for name in options.only if name not in known]:
        return _refuse(f"--only must be one of {', '.join(known)}, got {unknown[0]}")
    if options.out and (fault := _unwritable(Path(options.out))):
        return _refuse(f"--out must be a file that can be written, got {options.out}: {fault}")
    results = run({name: known[name] for name in options.only or known}, options.seed, options.quick)
    text = (
        page(results)
        if options.format == "table"
        else json.dumps(results, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    )
    if options.out:
        Path(options.out).write_text(text, encoding="utf-8")
    elif options.only or options.quick:
        print(text, end="")
    else:
        (HERE / "results.json").write_text(
            json.dumps(results, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8"
        )
        (HERE / "results.md").write_text(page(results), encoding="utf-8")
        print(text, end="")
    return 1 if any(goal["reached"] is False for q in results["questions"] for goal in q["goals"]) else 0


def run(questions: dict[str, str], seed: int, quick: bool) -> dict[str, Any]:
    """The results of these questions (name → ``module:name``)."""
    begun = time.perf_counter()
    told = {"machine": machine(), "versions": versions() | peers.versions()}
    rounds = {name: Rounds(path, seed, quick, _say) for name, path in questions.items()}
    for sitting in range(SITTINGS):
        for name, measured in rounds.items():
            _say(f"{name}, sitting {sitting + 1} of {SITTINGS}")
            measured.sit(sitting)
    found = []
    for asked in rounds.values():
        outcome = Outcome(asked.question, asked.cases, asked.measured, asked.repetitions)
        found.append(outcome.to_json(asked.seconds, partial(_profile, asked.path, seed)))
    needed = {name for path in questions.values() for c in load(path).contenders for name in c.needs}
    lacking = dict(peers.missing(tuple(sorted(needed))))
    return {
        "format": FORMAT, **told, "missing": lacking, "threads": int(os.environ["OMP_NUM_THREADS"]), "seed": seed,
        "quick": quick, "seconds": round(time.perf_counter() - begun, 1),
        "sitting_factors": sitting_factors(found), "questions": found,
    }  # fmt: skip


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _profile(path: str, seed: int, contender: str, case: Case) -> str:
    _say(f"  profile of {contender}, {case.name}")
    return profile(path, contender, case, seed)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    names = "a question, may be repeated; one of\n" + textwrap.fill(", ".join(paths()), 90)
    small = "small sizes, two rounds: to see that it works; the goals are for the full sizes"
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help=names)
    parser.add_argument("--format", choices=("table", "json"), default="table", help="the page, or what --compare reads")
    parser.add_argument("--out", metavar="FILE", help="write there instead of standard output")
    parser.add_argument("--quick", action="store_true", help=small)
    parser.add_argument("--seed", type=int, default=0, help="of every matrix that is drawn; 0 unless said otherwise")
    parser.add_argument("--compare", nargs=2, metavar="JSON", help="whether two such results agree, line by line")
    return parser.parse_args(arguments)


def _unwritable(file: Path) -> str:
    """Why nothing can be written there, "" where it can; what is in the file stays, and a new one is left empty."""
    try:
        file.open("a", encoding="utf-8").close()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _compare(first: Path, second: Path) -> int:
    try:
        runs = [read(file) for file in (first, second)]
    except ValueError as error:
        return _refuse(str(error))
    differences, usually = compare(*runs), compare(*runs, factor="usual")
    for letter, file, results in zip("AB", (first, second), runs, strict=True):
        print(f"{letter}: {file}: {made(results)}")
    print("figures are A | B: median (least … largest round); a run's spread is that range, wider by its factor at both ends")
    for difference in sorted(differences, key=lambda d: d.agrees):
        print(difference)
    agreeing, within = sum(d.agrees for d in differences), sum(d.agrees for d in usually)
    print(f"{agreeing} of {len(differences)} agree within the stated spread, {within} within the usual one")
    return 0 if agreeing == len(differences) else 1


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
