"""The commands about the second opinion: export, and ``recheck --with coq``."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from theory.export.coq.project import Goals
    from theory.export.coq.statements import Certificate
    from theory.export.coq.workshop import Outcome, Workshop


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("export")(export)


def export(
    checker: Annotated[str, typer.Argument(metavar="coq", help="The proof checker to write for.")],
    names: Annotated[list[str], typer.Argument(metavar="CLAIM...", help="Claims, or one folder of certificates.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder for the project.")],
) -> int:
    """Write a project for Coq that `make` compiles: definitions, one lemma a certificate, the final theorems.

    The exit code is 1 if a certificate could not be exported: each is named, and the rest goes on.
    """
    from theory.export.coq.project import write_project

    if checker != "coq":
        raise ValueError(f"export: the checker must be coq, got {checker}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ValueError(f"export: --out must be a new or empty folder, got {out}")
    with tempfile.TemporaryDirectory() as folder:
        subject = gather(names, Path(folder))
    for line in subject.unread:
        print(f"not read: {line}", file=sys.stderr)
    failed = write_project(out, subject.certificates, subject.claims)
    for name, reason in failed.items():
        print(f"not exported: {name[:12]} {subject.certificates[name].rule}: {reason}", file=sys.stderr)
    print(
        f"{len(subject.certificates) - len(failed)} lemmas, {len(subject.claims)} claims in {out}; compile with: make -C {out}"
    )
    return 1 if failed or subject.unread else 0


@dataclass(frozen=True)
class Subject:
    """What is to be re-checked: certificates as the exporter reads them, the claims' goals, files that it cannot read, and
    the faults that the kernel finds (by certificate)."""

    certificates: dict[str, Certificate]
    claims: list[Goals]
    unread: list[str]
    faults: dict[str, str]


def gather(names: list[str], folder: Path, kernel: bool = False) -> Subject:
    """The certificates of claims, written to ``folder`` and read back; or those of one folder that is named."""
    from proofs_check.verify.discovery import find_claims, select
    from theory.export.coq.project import Goals

    if len(names) == 1 and Path(names[0]).is_dir():
        source = Path(names[0])
        certificates, unread = read_folder(source)
        claims = [Goals(claim, goals) for claim, goals in _manifest(source, certificates).items()]
        return Subject(certificates, claims, unread, _faults(source) if kernel else {})
    claims = []
    for name, item in select(find_claims(), names).items():
        if item.claim.derivation is None:
            continue
        derived: Any = item.claim.derivation()
        for c in derived.certificates:
            c.write(folder)
        sentence = item.pin.sentence if item.pin else item.claim.sentence
        claims.append(Goals(name, tuple(map(str, derived.goals)), sentence or item.claim.title))
    if not claims:  # names that name no derivation
        raise ValueError(f"no derivation in {', '.join(names)}: there is nothing to export")
    certificates, unread = read_folder(folder)
    return Subject(certificates, claims, unread, _faults(folder) if kernel else {})


def read_folder(folder: Path) -> tuple[dict[str, Certificate], list[str]]:
    """(certificates by id, one line for each file that cannot be read)."""
    from theory.export.coq.faults import NotExported
    from theory.export.coq.statements import read_certificate

    found, unread = {}, []
    for path in sorted(folder.glob("*.json")):
        if path.name == "manifest.json":
            continue
        try:
            found[path.stem] = read_certificate(path)
        except NotExported as error:
            unread.append(f"{path.name}: {error}")
    return found, unread


def _manifest(folder: Path, certificates: dict[str, Certificate]) -> dict[str, tuple[str, ...]]:
    """The goals by claim; without a manifest, everything that is no premise."""
    path = folder / "manifest.json"
    if path.is_file():
        claims = json.loads(path.read_text(encoding="utf-8"))["claims"]
        return {name: tuple(g for g in goals if g in certificates) for name, goals in claims.items()}
    used = {p for c in certificates.values() for p in c.premises}
    return {"folder": tuple(i for i in certificates if i not in used)}


def _faults(folder: Path) -> dict[str, str]:
    """What the kernel refuses, and why. Models are no matter of proof, and not looked at."""
    from theory.kernel.check import check_folder

    return {f["id"]: f["reason"] for f in check_folder(folder).faults if f["rule"] != "-"}


def recheck_with_coq(names: list[str], jobs: int) -> int:
    """What ``recheck --with coq`` does: a line a claim. Exit code 3 where the kernel and Coq disagree, 1 where Coq was asked
    and something is not re-checked, 0 otherwise (without Coq that is said, in one line)."""
    from proofs_check.verify.runner import Home
    from theory.export.coq.toolchain import NoCoq, find_coq
    from theory.export.coq.workshop import Workshop

    if jobs < 1:
        raise ValueError(f"--jobs must be at least 1, got {jobs}")
    try:
        coq = find_coq()
    except NoCoq as error:
        print(error)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        subject = gather(names, Path(folder), kernel=True)
    workshop = Workshop(Home.default().folder / "coq", coq)

    def tell(line: str) -> None:
        print(line, file=sys.stderr)

    workshop.prepare(tell)
    roots = [g for c in subject.claims for g in c.goals]
    outcomes = workshop.check(subject.certificates, roots, jobs, tell)
    for name in subject.unread:
        print(f"not read by the exporter: {name}")
    for goals in subject.claims:
        print(claim_line(workshop, subject, goals, outcomes))
    return verdict(subject, outcomes)


def claim_line(workshop: Workshop, subject: Subject, goals: Goals, outcomes: dict[str, Outcome]) -> str:
    """``claim: accepted n of n, citing …, axioms …, seconds``."""
    from theory.export.coq.cited import coq_name, lemmas
    from theory.export.coq.statements import in_order

    steps = in_order(subject.certificates, goals.goals)
    accepted = [i for i in steps if outcomes[i].accepted]
    seconds = sum(outcomes[i].seconds for i in steps)
    cites = sorted({str(subject.certificates[i].witness["lemma"]) for i in steps if subject.certificates[i].rule == "lemma"})
    line = f"{goals.claim}: {len(accepted)} of {len(steps)} accepted by Coq"
    if len(accepted) == len(steps):
        names = {f"lemma_{coq_name(n)}": n for n in lemmas()}
        axioms = [names.get(a.split(".")[-1], a) for a in workshop.assumptions(goals.goals)]
        line += f", citing {', '.join(cites)}" if cites else ""
        line += f", axioms: {', '.join(axioms)}" if axioms else ", axioms: none"
    return f"{line}, {seconds:.1f} s"


def verdict(subject: Subject, outcomes: dict[str, Outcome]) -> int:
    """Every disagreement with the kernel loudly, every other failure with its reason; the exit code."""
    code = 0
    for i, outcome in outcomes.items():
        rule, fault = subject.certificates[i].rule, subject.faults.get(i)
        if outcome.state == "refused" and fault is None:
            print(f"CONTRADICTION: the kernel accepts {i[:12]} ({rule}), Coq refuses it: {outcome.reason}")
            code = 3
        elif outcome.accepted and fault is not None:
            print(f"CONTRADICTION: Coq accepts {i[:12]} ({rule}), the kernel refuses it: {fault}")
            code = 3
        elif not outcome.accepted:
            print(f"{i[:12]} ({rule}) {outcome.state}: {outcome.reason}")
            code = max(code, 1)
    return max(code, 1) if subject.unread else code
