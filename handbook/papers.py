"""What the papers say and what was found: each claim with the item it is about, how far the source was read, and its verdict.

Read off the claim files and their pins: nothing on these pages is a sentence of its own.
"""

from __future__ import annotations

from collections import Counter
from html import escape

from proofs_check.report.pages.sentence import sentence_html, words_html
from proofs_check.verify.claim import PAPERS
from proofs_check.verify.discovery import Found, find_claims

TITLES = {
    "dmf": ("A Complete Loss Landscape Analysis of Regularized Deep Matrix Factorization", "Po Chen, Rujun Jiang, Peng Wang"),
    "agd": ("Convergence of Alternating Gradient Descent for Matrix Factorization", "Rachel Ward, Tamara G. Kolda"),
    "udu": ("Implicit Bias in Matrix Factorization and its Explicit Realization in a New Architecture",
            "Yikun Hou, Suvrit Sra, Alp Yurtsever"),
    "dmd": ("Direction-Magnitude Decomposition for Low-Rank Matrix Optimization: Faster Convergence and Saddle-to-saddle "
            "Dynamics", ""),
}  # fmt: skip
"""Title and authors of the four papers; authors are left out where they are not certain."""
OTHERS = "other"


def pages() -> dict[str, str]:
    """A page a paper, one for single statements of other works, and their list."""
    groups: dict[str, list[Found]] = {name: [] for name in (*PAPERS, OTHERS)}
    for found in find_claims().values():
        paper = found.claim.source.paper
        groups[paper if paper in PAPERS else OTHERS].append(found)
    listed = {f"papers/{name}.md": page(name, found) for name, found in groups.items()}
    return {"papers/index.md": index(groups), **listed}


def heading(name: str) -> tuple[str, str]:
    """Title of a group, and a line with authors and address."""
    if name == OTHERS:
        return "Statements of other works", "Each is named with its source."
    title, authors = TITLES[name]
    address = PAPERS[name].removeprefix("arXiv:")
    return title, f"{authors}{'. ' if authors else ''}[{PAPERS[name]}](https://arxiv.org/abs/{address})"


def index(groups: dict[str, list[Found]]) -> str:
    """The papers, with how many of their statements have which verdict."""
    parts = []
    for name, found in groups.items():
        title, where = heading(name)
        standing = Counter(one.claim.source.standing for one in found)
        verdicts = Counter(expected(one) for one in found)
        parts.append(f"""## [{title}]({name}.md)

{where}

{len(found)} claims: {_counted(verdicts)}. Standing: {_counted(standing)}.
""")
    return f"""# What the papers say, and what we found

A claim is *stated* where the source's own text was read, and *reconstructed* where it was put together from abstracts,
reviews, code, or a proof of our own: then a difference to the printed page may be ours ([standing](../verdicts.md#standing)).
Most claims are reconstructed: the bodies of the papers could not be read. The verdict is the one that the tests demand;
`saddleproof verify CLAIM` derives it again. Differences and surprises, each with its smallest counterexample, are in the
[findings](../findings.md).

{chr(10).join(parts)}"""


def page(name: str, found: list[Found]) -> str:
    """The claims of one paper."""
    title, where = heading(name)
    return f"# {title}\n\n{where}\n\n" + "\n".join(entry(one) for one in found)


def entry(found: Found) -> str:
    """One claim: what it says, where from, and its verdict."""
    claim, source = found.claim, found.claim.source
    words = sentence_html(claim.sentence) if claim.sentence else f"<p>{words_html(claim.statement)}</p>"
    work = "" if source.paper in PAPERS else f"{source.paper}{f', “{source.title}”' if source.title else ''}, "
    link = f' <a href="{escape(source.link)}">{escape(source.link)}</a>' if source.link else ""
    why = f"<p>Open: {words_html(claim.open_reason)}</p>" if claim.open_reason else ""
    return f"""## {_plain(claim.title)} {{#{claim.id}}}

<div class="claim" markdown="0">
{words}
{why}<p class="source">{escape(work)}{escape(source.item)} · <b>{source.standing}</b> · verdict <b>{escape(expected(found))}</b>
 · <code>saddleproof show {claim.id}</code>{link}</p>
</div>
"""


def expected(found: Found) -> str:
    """The verdicts that the tests accept."""
    return " or ".join(str(getattr(v, "value", v)) for v in found.claim.expected)


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_").replace("[", "\\[")


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {word}" for word, number in counts.most_common())
