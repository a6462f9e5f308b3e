"""The command ``export``, and how certificates are gathered for the second opinion."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from theory.export.coq.project import Goals
    from theory.export.coq.statements import Certificate


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("export")(export)


def export(
    checker: Annotated[str, typer.Argument(metavar="coq", help="The proof checker to write for.")],
    names: Annotated[list[str], typer.Argument(metavar="CLAIM...", help="Claims, or one folder of certificates.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder for the project.")],
) -> int:
    """Write a project for Coq that `make` compiles: definitions, one lemma a certificate, the final theorems.

    A claim whose theorem is composed with that of another claim brings the other one along. The exit code is 1 if a
    certificate could not be exported: each is named, and the rest goes on.
    """
    from proofs_check.report.progress import Progress
    from theory.export.coq.project import write_project

    if checker != "coq":
        raise ValueError(f"export: the checker must be coq, got {checker}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ValueError(f"export: --out must be a new or empty folder, got {out}")
    with tempfile.TemporaryDirectory() as folder, Progress("export", "claims") as progress:
        subject = gather(_with_needed(names), Path(folder), heard=progress.tell)
    for line in subject.unread:
        print(f"not read: {line}", file=sys.stderr)
    failed = write_project(out, subject.certificates, subject.claims)
    for name, reason in failed.items():
        print(f"not exported: {name[:12]} {subject.certificates[name].rule}: {reason}", file=sys.stderr)
    print(
        f"{len(subject.certificates) - len(failed)} lemmas, {len(subject.claims)} claims in {out}; compile with: make -C {out}"
    )
    return 1 if failed or subject.unread else 0


def _with_needed(names: list[str]) -> list[str]:
    """The claims, and those whose theorems theirs are composed with."""
    from theory.export.coq.project import needs

    return [*names, *sorted({n for name in names for n in needs(name)} - set(names))]


@dataclass(frozen=True)
class Subject:
    """What is to be re-checked: certificates as the exporter reads them, the claims' goals among them, what it cannot read (a
    line each, with the name), the claims that miss a goal, and the faults that the kernel finds (by certificate)."""

    certificates: dict[str, Certificate]
    claims: list[Goals]
    unread: list[str]
    lacking: set[str]
    faults: dict[str, str]


def gather(names: list[str], folder: Path, kernel: bool = False, jobs: int = 1,
           heard: Callable[[int, int, str], None] = lambda done, claims, what: None) -> Subject:  # fmt: skip
    """The certificates of claims, written to ``folder`` and read back; or those of one folder that is named. ``heard`` is told
    (claims derived, claims, which)."""
    from proofs_check.verify.derivations import derivations
    from proofs_check.verify.discovery import find_claims, select
    from theory.export.coq.project import Goals

    if len(names) == 1 and Path(names[0]).is_dir():
        return _subject(Path(names[0]), None, kernel)
    chosen, claims = select(find_claims(), names), []
    for number, (name, derived) in enumerate(derivations(chosen, jobs)):
        heard(number, len(chosen), f"{name} is derived")
        for c in derived.certificates:
            c.write(folder)
        item = chosen[name]
        sentence = item.pin.sentence if item.pin else item.claim.sentence
        claims.append(Goals(name, tuple(map(str, derived.goals)), sentence or item.claim.title))
    if not claims:  # names that name no derivation
        raise ValueError(f"no derivation in {', '.join(names)}: there is nothing to export")
    return _subject(folder, claims, kernel)


def _subject(folder: Path, claims: list[Goals] | None, kernel: bool) -> Subject:
    certificates, unread = read_folder(folder)
    whole, wrong = _claims(folder, certificates) if claims is None else (claims, [])
    unread += wrong
    present = [replace(c, goals=tuple(g for g in c.goals if g in certificates)) for c in whole]
    lacking = {old.claim for old, new in zip(whole, present, strict=True) if old != new}
    unread += [f"claim {c.claim}: goal {g[:12]} is not there" for c in whole for g in c.goals if g not in certificates]
    return Subject(certificates, present, unread, lacking, _faults(folder) if kernel else {})


def read_folder(folder: Path) -> tuple[dict[str, Certificate], list[str]]:
    """(certificates by id, one line for each file that cannot be read, or that rests on one that is not there)."""
    from theory.export.coq.faults import NotExported
    from theory.export.coq.statements import closed, read_certificate

    found, unread = {}, []
    for path in sorted(folder.glob("*.json")):
        if path.name == "manifest.json":
            continue
        try:
            found[path.stem] = read_certificate(path)
        except NotExported as error:
            unread.append(f"{path.name}: {error}")
    certificates, hanging = closed(found)
    return certificates, unread + [f"{name}.json: its premise {premise[:12]} is not there" for name, premise in hanging.items()]


def _claims(folder: Path, certificates: dict[str, Certificate]) -> tuple[list[Goals], list[str]]:
    """(the goals by claim; what is wrong with the folder or its manifest, a line each). Without a manifest, everything that is
    no premise. A claim of this project under which other goals than the pinned ones are filed is none."""
    from proofs_check.verify.manifest import NAME, read_manifest
    from proofs_check.verify.promised import not_the_pinned
    from theory.export.coq.project import Goals
    from theory.kernel.check import CLAIM, FolderReport

    wrong = [] if certificates else ["no certificate in the folder can be read: nothing is shown"]
    if not (folder / NAME).exists():
        used = {p for c in certificates.values() for p in c.premises}
        free = tuple(i for i in certificates if i not in used)
        return [Goals("folder", free)] if free else [], wrong
    manifest = read_manifest(folder)
    if not manifest or not all(CLAIM.fullmatch(claim) and goals for claim, goals in manifest.items()):
        return [], [*wrong, f"{NAME}: it names claims, in a-z, 0-9 and single hyphens, and for each the goals, at least one"]
    report = FolderReport(goals=manifest, stated={i: c.json for i, c in certificates.items()})
    not_the_pinned(report)
    other = {f["reason"] for f in report.faults}
    pinned = {claim: goals for claim, goals in manifest.items() if f"not the pinned goals of {claim}" not in other}
    wrong += [f"{NAME}: {reason}" for reason in sorted(other)]
    return [Goals(name, tuple(goals)) for name, goals in pinned.items()], wrong


def _faults(folder: Path) -> dict[str, str]:
    """What the kernel refuses, and why. Models are no matter of proof, and not looked at."""
    from theory.kernel.check import check_folder

    return {f["id"]: f["reason"] for f in check_folder(folder).faults if f["rule"] != "-"}
