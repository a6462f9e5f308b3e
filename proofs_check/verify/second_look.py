"""A second look at the goals of a reader's claim: what their emptiness shows without anything that the claim file says.

The claim's own samplers and enumerations run in the claim's process, which its file may patch. Here the formal goals alone
go to a fresh interpreter that has loaded no claim file. What it finds against a goal counts; where the adversary has no
model, it says nothing, and the claim's own findings stand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Sequence
from random import Random
from tempfile import TemporaryDirectory

from proofs_check.planted.fates import examine
from proofs_check.planted.hollow import disguised, identities
from proofs_check.planted.pinned import constants, pinned_letters
from proofs_check.planted.strengthen import decided_scenes
from proofs_check.probes.statement import Statement
from proofs_check.verify.kernel_process import ROOT

MODELS = 8
PATIENCE = 120
"""Seconds for one claim; whoever takes longer is not looked at again."""

_START = """
import sys
sys.path.insert(0, sys.argv[1])
from proofs_check.verify.second_look import main
main()
"""


def against(goal: Statement) -> list[str]:
    """Why one goal says nothing, as far as the adversary's models show it.

    >>> square = {"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x**2 >= 0"]}
    >>> against(square)
    []
    >>> against({**square, "exists": [["z", {"kind": "real"}]], "then": ["x >= z"]})
    ['x >= z + 1000000 is met by another witness']
    """
    rng = Random(0)
    scenes = list(decided_scenes(goal, None, rng, MODELS))
    rows = examine(0, goal, None, rng, MODELS, None, thorough=False)
    met = [f"{row.text} {_SAID[row.fate]}" for row in rows if row.vacuous and row.fate in _SAID and row.models]
    refuted = any(row.fate == "refuted" for row in rows)
    nothing = ["it only defines its letters"] if goal.get("exists") and rows and not refuted and not rows[0].models else []
    fixed = {**constants(scenes), **pinned_letters(scenes)}
    told = disguised(identities(goal))
    equation = [f"{text} is an equation by its definitions" for text in told] if set(told) == set(goal["then"]) else []
    return [*met, *nothing, *(f"{letter} is pinned by {atom}" for letter, atom in fixed.items()), *equation]


_SAID = {"met by another witness": "is met by another witness", "survived": "holds as well"}


def second_look(goals: Sequence[Statement], declared: Collection[int] = ()) -> list[str]:
    """Sentences against goals, ``[k]`` first; none of the goals (counted from 0) whose standing strengthenings are
    ``declared``, and none where the look takes too long.
    """
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(ROOT)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with TemporaryDirectory() as empty:
        try:
            done = subprocess.run(command, input=json.dumps(list(goals)), capture_output=True, text=True, env=environment,
                                  cwd=empty, check=False, timeout=PATIENCE)  # fmt: skip
        except subprocess.TimeoutExpired:
            return []
    try:
        return [str(text) for number, text in json.loads(done.stdout) if number not in declared]
    except ValueError:
        return []


def main() -> None:
    """Goals on standard input, sentences on standard output."""
    goals = json.load(sys.stdin)
    found = [(k, f"[{k + 1}] says nothing: {text}") for k, goal in enumerate(goals) for text in against(goal)]
    print(json.dumps(found))
