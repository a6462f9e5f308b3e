"""What a proved statement says whose hypotheses no generic model meets: of zeros alone, of nothing, or it is not known.

A contradiction is told only where the kernel accepts one that follows from the hypotheses.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs_check.check.search import Search
from proofs_check.verify.kernel_process import check_folder
from theory.kernel.budget import Fault
from theory.statements.elaborate import Elaborated
from theory.statements.prove import NotFound, Prover

IMPOSSIBLE = ("0 == 1", "0 > 0")
SECONDS = 2.0
CONTRADICTORY = "the hypotheses contradict one another"


def vacuity(elaborated: Elaborated, seconds: float = 10.0) -> str:
    """One sentence on hypotheses that no values without a 0 were found for.

    >>> from theory.statements.elaborate import elaborate
    >>> from theory.statements.reading import read
    >>> vacuity(elaborate(read("A^T A = 0 |- A = 0"))).split(":")[0]
    'the hypotheses were met only where a letter is 0, such as A = 0'
    >>> vacuity(elaborate(read("x = 1, x = 2 |- x = 3"))).split(":")[0]
    'the hypotheses contradict one another (the kernel accepts 0 == 1 from them)'
    """
    share = min(SECONDS, max(0.3, 0.2 * seconds))
    example = next(Search(elaborated.reading).examples(share, wanted="met"), None)
    if example is not None:
        zeros = [name for name, value in example.values.items() if _vanishes(value)]
        if zeros:
            which = ", ".join(f"{name} = 0" for name in zeros)
            return f"the hypotheses were met only where a letter is 0, such as {which}: it may speak of nothing but zeros"
        return "the hypotheses can be met, but no rational values without a 0 were found for roots and factors as well"
    for impossible in IMPOSSIBLE:
        if follows(elaborated, impossible, share):
            return f"{CONTRADICTORY} (the kernel accepts {impossible} from them): everything follows, and nothing is said"
    return "no rational values were found that meet the hypotheses: if they contradict one another, everything follows"


def follows(elaborated: Elaborated, goal: str, seconds: float) -> bool:
    """Whether a certificate for ``goal`` from the hypotheses was found, and accepted by the kernel from disk."""
    json = {**elaborated.json, "then": [goal]}
    try:
        prover = Prover(replace(elaborated, json=json), {}, seconds)
        certificates = prover.steps.needed(prover.atom(goal))
    except (NotFound, Fault):
        return False
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for certificate in certificates:
            certificate.write(folder)
        report = check_folder(folder)
    names = {c.id for c in certificates}
    unmodelled = {f.id for f in report.faults if f.rule == "model"}
    return names <= set(report.accepted) | unmodelled and all(f.rule == "model" for f in report.faults)


def _vanishes(value: object) -> bool:
    return not any(x for row in value for x in row) if isinstance(value, tuple) else value == 0
