"""``saddleproof recheck``: certificates once more, by the kernel alone or by Coq."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofs_check.cli.options import Jobs, TextOrJson, check_choice

if TYPE_CHECKING:
    from theory.kernel.check import FolderReport


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("recheck")(recheck)


def recheck(
    places: Annotated[list[str] | None, typer.Argument(metavar="DIR", help="Certificates; those of this user if none.")] = None,
    allowed: Annotated[
        str | None, typer.Option("--allow-lemmas", metavar="A,B", help="Only these lemmas may be cited ('': none).")
    ] = None,
    json: Annotated[bool, typer.Option("--json", hidden=True, help="As --format json.")] = False,
    format: TextOrJson = "table",
    goals: Annotated[bool, typer.Option("--goals", help="Print what the goals state; the folder must say which.")] = False,
    checker: Annotated[str, typer.Option("--with", metavar="kernel|coq", help="Who checks.")] = "kernel",
    jobs: Jobs = 2,
    rules: Annotated[bool, typer.Option("--rules", help="With coq: a table of the rules at the end.")] = False,
) -> int:
    """Run the kernel alone over a folder of certificates; or Coq, over a folder or claims: `recheck --with coq CLAIM …`.

    It names each fault, and the exit code is 1 if there is one: a certificate that is not accepted, none at all, a goal of
    the manifest that is not accepted, or a claim of this project whose goals are not those pinned for it.
    """
    from proofs_check.report.progress import Progress
    from proofs_check.verify.promised import not_the_pinned
    from proofs_check.verify.side_by_side import check_side_by_side
    from theory.kernel.__main__ import main, unknown_lemmas

    check_choice("format", format, ("table", "json"))
    if checker not in ("kernel", "coq"):
        raise ValueError(f"recheck: --with must be kernel or coq, got {checker}")
    kernels = (("allow-lemmas", allowed is not None), ("goals", goals), ("format", json or format != "table"))
    others = kernels if checker == "coq" else (("rules", rules),)
    for name, given in others:
        if given:
            raise ValueError(f"recheck: {name} is for --with {'kernel' if checker == 'coq' else 'coq'}, got --with {checker}")
    if checker == "coq":
        from proofs_check.cli.second_opinion import recheck_with_coq

        return recheck_with_coq(places or [], jobs, rules)
    folder = _certificates(places or [])
    if reason := unknown_lemmas({name.strip() for name in (allowed or "").split(",")} - {""}):
        raise ValueError(f"recheck: {reason}")
    options = ["--allow-lemmas", allowed] if allowed is not None else []
    options += ["--json"] * (json or format == "json") + ["--goals"] * goals
    with Progress("recheck", "certificates") as progress:

        def looked_at(report: FolderReport) -> None:
            progress.close()  # the report is printed next
            not_the_pinned(report)

        return main([str(folder), *options], looked_at, progress.tell, partial(check_side_by_side, jobs=jobs))


def _certificates(places: list[str]) -> Path:
    """The folder that is named; where none is, the certificates that `verify` keeps."""
    if not places:
        from proofs_check.verify.home import Home

        kept = Home.default().certificates
        if not kept.is_dir():
            raise ValueError(f"recheck: DIR must be given, there are no certificates in {kept}")
        return kept
    if len(places) > 1 or not Path(places[0]).is_dir():
        raise ValueError(f"recheck: DIR must be a folder of certificates, got {' '.join(places)}")
    return Path(places[0])
