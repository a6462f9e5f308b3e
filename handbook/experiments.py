"""The papers' experiments, beside ours: a page from the results that ``make experiments`` writes to ``docs/experiments``.

Each result is what ``saddleproof experiment NAME --budget full --format json`` printed, with its chart; nothing on the page
is a sentence of its own but what the paper prints (``printed``).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from handbook.printed import PRINTED
from proofs_check.experiments.experiment import Experiment, find_experiments
from proofs_check.experiments.trials import Spread

FOLDER = Path(__file__).parents[1] / "docs" / "experiments"
HEAD = """# Experiments

What the papers show, measured again: every number that varies is a median over seeds with the least and the largest beside
it, baselines are tuned over their own grids, and each sentence of an answer follows from its table by a rule that the
experiment's file states (it says *differs* as readily as *agrees*; a test turns every one). `make experiments` runs them
all as below, two at a time; `saddleproof experiment NAME` runs a small form in seconds. What was measured is kept: a run that
was stopped goes on.

"""


def pages() -> dict[str, str]:
    """The page of all experiments."""
    found = find_experiments()
    results = {name: json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in found if _known(name)}
    listed = ["| experiment | paper | agrees | differs | seeds | seconds |", "| --- | --- | --- | --- | --- | --- |"]
    for name, result in results.items():
        count = verdicts(result)
        listed.append(
            f"| [{name}](#{name}) | {result['paper']} | {count['Agrees']} | {count['Differs']} | {result['seeds']} "
            f"| {result['measuring']:.0f} |"
        )
    return {"experiments.md": HEAD + "\n".join([*listed, "", *(section(found[name], results[name]) for name in results)])}


def _known(name: str) -> bool:
    return (FOLDER / f"{name}.json").is_file()


def verdicts(result: dict[str, Any]) -> Counter[str]:
    """How many sentences of an answer agree, and how many differ.

    >>> verdicts({"answer": ["Agrees: it falls.", "Differs: it is nan.", "Agrees: so."]})
    Counter({'Agrees': 2, 'Differs': 1})
    """
    return Counter(sentence.partition(":")[0] for sentence in result["answer"])


def section(experiment: Experiment, result: dict[str, Any]) -> str:
    """Question, what the paper prints, answer, chart, table, command."""
    chart = f"experiments/{experiment.name}.svg"
    rows = [[_cell(cell) for cell in row] for row in result["rows"]]
    table = [result["columns"], ["---"] * len(result["columns"]), *rows]
    command = f"saddleproof experiment {experiment.name} --budget {result['budget']}"
    parts = [
        f"## {experiment.name}", experiment.question,
        f"**The paper**: {PRINTED[experiment.name]}",
        f"**Setting**: {_plain(experiment.about()['setting'])}",
        f"**Rule**: {_plain(experiment.about()['rule'])}",
        "\n".join(f"- {sentence}" for sentence in result["answer"]),
        *([f"![{experiment.title}]({chart})"] if (FOLDER / f"{experiment.name}.svg").is_file() else []),
        "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in table),
        f"`{command}`, {result['seeds']} seeds from {result['seed']} on: {result['measuring']:.0f} s on one core.",
        "",
    ]  # fmt: skip
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    """A docstring as Markdown: names in double ticks in single ones, asterisks and bars as they are.

    >>> _plain("As in `x`, ``columns`` ≥ ‖A*‖.")
    'As in `x`, `columns` ≥ ‖A\\\\*‖.'
    """
    return text.replace("``", "`").replace("*", "\\*")


def _cell(cell: Any) -> str:
    """A cell as text.

    >>> _cell({"median": 2e-8, "least": 1e-8, "largest": None, "values": [2e-8, None, 1e-8]}), _cell(None), _cell(0.5)
    ('2e-08 [1e-08 … ∞]', '–', '0.5')
    """
    if isinstance(cell, dict):
        return str(Spread(tuple(cell["values"])))
    if cell is None:
        return "–"
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)


def run(names: Sequence[str], jobs: int, budget: str) -> int:
    """Run experiments, ``jobs`` at a time, into ``docs/experiments``; the number that failed."""
    FOLDER.mkdir(exist_ok=True)

    def one(name: str) -> int:
        chart = [] if find_experiments()[name].draw is None else ["--chart", str(FOLDER / f"{name}.svg")]
        command = [sys.executable, "-m", "proofs_check.cli", "experiment", name, "--budget", budget, "--format", "json",
                   "--out", str(FOLDER / f"{name}.json"), *chart]  # fmt: skip
        return subprocess.run(command, check=False).returncode

    with ThreadPoolExecutor(jobs) as pool:
        return sum(code != 0 for code in pool.map(one, names))


def main() -> int:
    """``python -m handbook.experiments [NAME …]``."""
    parser = argparse.ArgumentParser(description="Run experiments and keep their results for the documentation.")
    parser.add_argument("names", nargs="*", help="which; all without it")
    parser.add_argument("--jobs", type=int, default=2, help="so many at a time")
    parser.add_argument("--budget", default="full", choices=("quick", "full"))
    chosen = parser.parse_args()
    known = list(find_experiments())
    wrong = [name for name in chosen.names if name not in known]
    if wrong:
        parser.error(f"experiments are {', '.join(known)}; got {', '.join(wrong)}")
    return run(chosen.names or known, chosen.jobs, chosen.budget)


if __name__ == "__main__":
    sys.exit(main())
