"""A report of 169 claims made up for the pages: five papers, every verdict, long and hostile texts, chains of premises."""

from __future__ import annotations

from proofs_check.planted.mutation import Judged
from proofs_check.planted.survivors import Outcome
from proofs_check.probes.probe import Frequency, Point, Refutation
from proofs_check.verify.evidence import Leaves
from proofs_check.verify.report import MutantCounts, PlantedSummary, Probed, Report, Steps, Verification
from proofs_check.verify.verdict import Verdict

COUNT = 169
HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(2)>"\'&amp; '
    '$\\text{<script>alert(3)</script>}$ <a href="javascript:alert(4)">'
)
PAPERS = ("dmf", "agd", "udu", "dmd", "Elsewhere & Sons <b>2024</b>")
SENTENCE = (
    "Let $m, n \\ge 1$ and $X \\in \\mathbb{R}^{m\\times n}$. If $X^\\top X \\preceq I_n$, "
    "then $\\lVert X\\rVert_F^2 \\le n$."
)


def synthetic() -> Verification:
    """169 reports; in each of the first four papers chains of claims that rest on one another."""
    verdicts = [verdict for verdict in Verdict if verdict is not Verdict.CONTRADICTION]
    claims = tuple(_report(k, verdicts[k % len(verdicts)]) for k in range(COUNT))
    return Verification(claims=claims, versions={"python": "3.11"})


def _report(k: int, verdict: Verdict) -> Report:
    paper, place = PAPERS[k % 5], k // 5
    hostile = k in (7, 9)
    goals = (f"{k:064x}",)
    joined = paper in PAPERS[:4] and place % 4
    below = tuple(f"{k - 30 * back:064x}" for back in (1, 2) if k - 30 * back >= 0) if joined else ()
    proved = verdict in (Verdict.PROVED, Verdict.STEPS_PROVED)
    text = HOSTILE if hostile else f"claim number {k} about the norm of a product"
    return Report(
        id=f"made-{k:03}", paper=paper, item=f"Theorem {place}", standing="stated" if k % 2 else "reconstructed",
        title=text, sentence=HOSTILE if hostile else SENTENCE, source=f"arXiv:2506.{20000 + k}, Theorem {place} (stated)",
        statement=HOSTILE if hostile else "for all  x: real\nthen     x*x >= 0", verdict=verdict,
        kind=Refutation.EXACT if verdict is Verdict.REFUTED else None, reason=text if not proved else "", seconds=k / 7,
        goals=goals if proved else (), premises=(*below, *goals) if proved else (), steps=Steps(4, 4) if proved else Steps(),
        cites=("Weyl from above",) if proved and k % 3 == 0 else (), expected=(verdict,),
        leaves=Leaves(("F == tr(X.T*X)",), ("x > 0",), ()) if proved else None,
        shortcomings=(text,) if k % 40 == 0 else (), open=text if k % 30 == 0 else None,
        probe=Probed(20, 1e-12, 1e-9, 1, text, "", (text,), _points(k), (Frequency(3, 100, 0.1, 0.01, 0.09),) if k % 3 else ()),
        mutants=MutantCounts((1, 1), 0, 0, (23, 24)), planted=(Outcome(text, "false", True, f"x > 0 fails at {text}"),),
        survivors=(Outcome("edit", "same", True, text),), sharpness=(Outcome("x > 0", "needed", True, "x > 0 fails at x = 0"),),
        automatic=PlantedSummary(
            {"killed": 9, "open": 1}, (Judged(0, "sign", text, "open", 4, text),), {}, (), (), (text,), (text,), ()
        ),
    )  # fmt: skip


def _points(k: int) -> tuple[Point, ...]:
    return tuple(Point(f"trial {t}", 2.0**t, 2.0**t * (1 + 1e-12 * (t % 3)), 1e-9 * 2**t) for t in range(k % 9 + 1))
