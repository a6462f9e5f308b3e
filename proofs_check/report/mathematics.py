"""The mathematics of a claim for people: its goals and its proof, read from the certificates, as text, LaTeX or JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs_check.report.numbered import of_goals
from proofs_check.report.printable import one_line, printable
from proofs_check.verify.pins import text_of
from theory.render import (
    document,
    in_context,
    latex_proof,
    latex_text,
    or_code,
    plain_sentence,
    proof_steps,
    rendered,
    text_proof,
)
from theory.render.words import is_mathematics

if TYPE_CHECKING:
    from proofs_check.verify.report import Report
    from theory.kernel.certificate import Certificate

Statement = dict[str, Any]


def certificates_of(report: Report, folder: Path) -> list[Certificate]:
    """The certificates below the goals of a claim, as they lie in ``folder``.

    Raises ValueError where one is missing or unreadable: it was removed after the claim was verified.
    """
    from theory.kernel.budget import Fault
    from theory.kernel.certificate import Certificate

    found: dict[str, Certificate] = {}
    todo = list(reversed(report.goals))
    while todo:
        name = todo.pop()
        if name in found:
            continue
        try:
            found[name] = Certificate.read(folder / f"{name}.json")
        except (Fault, OSError):
            raise ValueError(f"certificate {name[:12]} of {report.id} is not in {folder}: run verify again") from None
        todo += reversed(found[name].premises)
    return list(found.values())


def goals_of(report: Report, folder: Path) -> list[Statement]:
    """The formal goals of a claim; none for a claim without certificates. Raises ValueError as `certificates_of`."""
    from theory.kernel.budget import Fault
    from theory.kernel.certificate import Certificate

    try:
        return [Certificate.read(folder / f"{name}.json").statement for name in report.goals]
    except (Fault, OSError):
        raise ValueError(f"the goals of {report.id} are not in {folder}: run verify again") from None


def goals_text(sentence: str, goals: Sequence[Statement], width: int, code: bool = False) -> str:
    """What the sentence says of all goals; then each goal: its own sentence, and below it the formal statement in Unicode
    mathematics; with ``code`` the kernel's own text below that. Letters that stand as in the goal before are not said again.
    """
    lead, told = of_goals(sentence, len(goals))
    blocks = [_filled(lead, width)] if lead else []
    before: list[str] = []
    for k, (says, goal) in enumerate(zip(told, goals, strict=True), 1):
        label = f"[{k}] " if len(goals) > 1 else ""
        head = _filled(label + says, width).rstrip()
        lines = [head, ""] if head else []
        shown = or_code(goal, rendered, lambda _: None)
        letters = [item.text(shown.looks) for item in shown.letters] if shown else []
        if shown and letters and letters == before:
            same = f"{'for all':<10}the letters of the goal before"
            lines.append(printable(f"{same}\n{replace(shown, letters=()).text(width)}"))
        else:
            lines.append(printable(shown.text(width) if shown else text_of(goal)))
        before = letters
        lines += ["", text_of(goal)] if code else []
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _filled(sentence: str, width: int) -> str:
    return textwrap.fill(plain_sentence(sentence), width, break_long_words=False, break_on_hyphens=False)


def atoms_text(texts: Iterable[str], goals: Sequence[Statement]) -> list[str]:
    """Atoms as the goals that have them say them, else in the letters of the first goal that can; the kernel's text where
    none can.
    """
    return list(dict.fromkeys(_said(texts, goals).values()))


def hypotheses_text(texts: Iterable[str], goals: Sequence[Statement]) -> list[str]:
    """Hypotheses as `atoms_text`: first those of all goals, then the others, each behind the numbers of its goals."""
    found: dict[str, set[int]] = {}
    for text, says in _said(texts, goals).items():
        found.setdefault(says, set()).update(k for k, goal in enumerate(goals, 1) if text in goal.get("given", []))
    everywhere = [says for says, having in found.items() if len(having) in (0, len(goals))]
    return everywhere + [f"{_labels(having)} {says}" for says, having in found.items() if says not in everywhere]


def _labels(numbers: Iterable[int]) -> str:
    """
    >>> _labels({1, 2, 3, 5})
    '[1]–[3], [5]'
    """
    runs: list[list[int]] = []
    for k in sorted(numbers):
        if runs and k == runs[-1][-1] + 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    return ", ".join(f"[{run[0]}]" if len(run) == 1 else f"[{run[0]}]–[{run[-1]}]" for run in runs)


def _said(texts: Iterable[str], goals: Sequence[Statement]) -> dict[str, str]:
    """From an atom to how it is shown."""
    said = {}
    for goal in reversed(goals):
        shown = or_code(goal, rendered, lambda _: None)
        said.update({text: item.text(shown.looks) for item in shown.given for text in item.source} if shown else {})

    def told(text: str) -> str:
        return said.get(text) or next((t for goal in goals if (t := _in(goal, text))), text)

    return {text: printable(told(text)) for text in texts}


def _in(goal: Statement, text: str) -> str:
    return or_code(goal, lambda statement: in_context(text, statement), lambda _: "")


def goals_latex(report: Report, goals: Sequence[Statement]) -> str:
    """Title, sentences and formal statements as LaTeX for a document with amsmath and amssymb."""
    lines = [f"% {one_line(report.id)}: needs amsmath and amssymb", rf"\paragraph{{{latex_text(one_line(report.title))}}}"]
    if report.clauses:
        lines += [sentence_latex(report.sentence), clauses_latex(report)]
    elif not goals:
        return "\n".join([*lines, sentence_latex(report.sentence or report.statement)])
    lead, told = ("", _behind(report)) if report.clauses else of_goals(report.sentence, len(goals))
    lines += [rf"\noindent {sentence_latex(lead)}\par"] if lead else []
    for k, (says, goal) in enumerate(zip(told, goals, strict=True), 1):
        label = f"[{k}] " if len(goals) > 1 else ""
        lines += [rf"\noindent {label}{sentence_latex(says)}\par"] if says else []
        lines.append(or_code(goal, _statement_latex, _code_latex))
    return "\n".join(lines)


def clauses_latex(report: Report) -> str:
    """The clauses of a headline as a list, each with its standing and what stands behind it."""
    items = []
    for clause in report.clauses:
        behind = "; ".join(sentence_latex(text) for text in clause.behind()) or latex_text(str(clause.standing))
        items.append(rf"\item {sentence_latex(clause.says)} \emph{{[{behind}]}}")
    return "\n".join([r"\begin{enumerate}", *items, r"\end{enumerate}"])


def _behind(report: Report) -> list[str]:
    """What stands above each goal of a headline: the claim that it is a goal of."""
    names = {goal.certificate: str(goal) for clause in report.clauses for goal in clause.goals}
    return [names[certificate] for certificate in report.goals]


def sentence_latex(text: str) -> str:
    """A sentence with formulas in dollars: words escaped, formulas as they are if they are only mathematics."""
    parts = one_line(text).split("$")
    if len(parts) % 2 == 0 or not all(map(is_mathematics, parts[1::2])):
        return latex_text(text)
    return "".join(f"${part}$" if k % 2 else latex_text(part) for k, part in enumerate(parts))


def _statement_latex(goal: Statement) -> str:
    return "\\begin{description}\n" + rendered(goal).latex() + "\n\\end{description}"


def _code_latex(goal: Statement) -> str:
    lines = "\\\\\n".join(latex_text(one_line(line)) for line in text_of(goal).splitlines())
    return f"\\begin{{flushleft}}\\ttfamily\n{lines}\n\\end{{flushleft}}"


def goals_json(goals: Iterable[Statement]) -> list[dict[str, str]]:
    """LaTeX and Unicode of each goal, for programs."""
    found = [(or_code(g, lambda s: rendered(s).text(), text_of), or_code(g, _statement_latex, text_of)) for g in goals]
    return [{"text": text, "latex": latex} for text, latex in found]


def proof_text(report: Report, folder: Path, width: int) -> str:
    """The proof as numbered steps with reasons. Raises ValueError for a claim without certificates."""
    return printable(text_proof(proof_steps(_proof(report, folder)), width))


def proof_latex(report: Report, folder: Path) -> str:
    """The proof as a document for pdflatex: sentences, then numbered steps."""
    certificates = _proof(report, folder)
    known = {c.id: c for c in certificates}
    goals = [known[name].statement for name in report.goals]
    body = goals_latex(report, goals) + "\n\n\\subsection*{Proof}\n" + latex_proof(proof_steps(certificates))
    return document(body, latex_text(one_line(report.id)))


def steps_json(report: Report, folder: Path) -> list[dict[str, Any]]:
    """The steps for programs: number, rule, reason, premises, lemma, certificate, LaTeX and Unicode of the statement."""
    return [
        {"number": s.number, "rule": s.rule, "reason": s.reason, "premises": list(s.premises), "lemma": s.lemma or None,
         "certificate": s.certificate, "text": s.whole.text(), "latex": _statement_latex(s.statement)}
        for s in proof_steps(_proof(report, folder))
    ]  # fmt: skip


def _proof(report: Report, folder: Path) -> list[Certificate]:
    if not report.goals:
        raise ValueError(f"claim {report.id} has no certificates, so no proof to print: its verdict is {report.verdict}")
    return certificates_of(report, folder)
