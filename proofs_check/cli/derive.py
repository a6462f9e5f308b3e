"""``saddleproof derive``: gradient, Hessian form, symmetries and critical equations of an objective, with certificates."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proofs_check.cli.options import Certificates, Where, check_choice, formerly

if TYPE_CHECKING:
    from theory.statements.derivatives.derive import Derived
    from theory.statements.families.derived import FamilyDerived

CONTRADICTION = 3


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("derive", context_settings=formerly(out="certificates"))(derive)


def derive(
    objective: Annotated[str, typer.Argument(metavar="OBJECTIVE", help="Such as '1/2*||X*Y^T - A||^2'.")],
    variables: Annotated[str, typer.Option("--in", metavar="X,Y", help="The letters to differentiate in.")],
    where: Where = "",
    python: Annotated[bool, typer.Option("--python", hidden=True, help="As --format python; with json, in it.")] = False,
    latex: Annotated[bool, typer.Option("--latex", hidden=True, help="As --format latex; with json, in it.")] = False,
    certificates: Certificates = None,
    format: Annotated[str, typer.Option(metavar="table|json|latex|python", help="How to print.")] = "table",
) -> int:
    """Gradient, Hessian form, invariances, what gradient flow conserves, critical equations. Every formula is certified by the
    kernel and compared with automatic differentiation. `--format python` is a class for torch. Exit code: 0 fine, 2 unreadable,
    3 kernel or autograd disagree."""
    from proofs_check.report.progress import Progress
    from proofs_check.report.screen import folded
    from theory.statements.derivatives.derive import derive as derived
    from theory.statements.families.derived import derive_family
    from theory.statements.families.reading import is_about_families
    from theory.statements.tree import StatementError

    check_choice("format", format, ("table", "json", "latex", "python"))
    python, latex = python or format == "python", latex or format == "latex"
    if python and latex:
        raise ValueError("give one of python and latex")
    if certificates is not None and certificates.exists() and (not certificates.is_dir() or any(certificates.iterdir())):
        raise ValueError(f"certificates must be a new or empty folder, got {certificates}")
    layers = is_about_families(objective, where)
    if layers and python:
        raise ValueError("format python knows objectives of single matrices: for L layers write the product out, X3*X2*X1")
    try:
        with Progress("derive"):
            found = (derive_family if layers else derived)(objective, [name.strip() for name in variables.split(",")], where)
            report = judged(found, certificates)
    except StatementError as error:
        print(f"saddleproof: {error.shown()}", file=sys.stderr)
        return 2
    if format == "json":
        print(json.dumps(report | _printed(found, python, latex), ensure_ascii=False, indent=1))
    elif python or latex:
        print("\n".join(_printed(found, python, latex).values()))
    else:
        print(folded(shown(report, found), 21))
    if report["steps"]["accepted"] != report["steps"]["total"] or not report["check"]["agrees"]:
        print("saddleproof: CONTRADICTION: the kernel or automatic differentiation disagrees with a formula", file=sys.stderr)
        return CONTRADICTION
    return 0


def judged(found: Derived | FamilyDerived, out: Path | None) -> dict[str, Any]:
    """The answer as JSON: what was derived, how many certificates a kernel accepts that reads them from disk, and the
    comparison with autograd."""
    from proofs_check.bridge.autograd_check import compare
    from proofs_check.bridge.families_autograd import compare_families
    from theory.kernel.check import check_folder
    from theory.statements.families.derived import FamilyDerived

    with tempfile.TemporaryDirectory() as temporary:
        folder = out or Path(temporary)
        found.write(folder)
        checked = check_folder(folder)
    check = compare_families(found) if isinstance(found, FamilyDerived) else compare(found)
    steps = {"total": len(found.pages), "accepted": len(checked.accepted) if not checked.faults else 0}
    return found.to_json() | {"certificates": str(out) if out else None, "steps": steps, "check": check.to_json()}


def _printed(found: Derived | FamilyDerived, python: bool, latex: bool) -> dict[str, str]:
    from theory.statements.families.derived import FamilyDerived, latex_of

    if isinstance(found, FamilyDerived):
        return {"latex": latex_of(found)} if latex else {}
    from theory.statements.derivatives.printed import latex as formulas
    from theory.statements.derivatives.printed import python_class

    return ({"python": python_class(found)} if python else {}) | ({"latex": formulas(found)} if latex else {})


def shown(report: dict[str, Any], found: Derived | FamilyDerived) -> str:
    """The answer as text.

    >>> from theory.statements.derivatives.derive import derive
    >>> found = derive("||X||^2", ["X"])
    >>> print(shown(judged(found, None), found).splitlines()[0])
    grad X               2*X
    """
    from theory.statements.derivatives.derive import Derived

    kinds = {v.shown: v.kind for v in found.objective.variables} if isinstance(found, Derived) else {}
    rows = [(f"grad {n}", f"diag({text})" if kinds.get(n) == "diagonal" else text) for n, text in report["gradient"].items()]
    along = ", ".join(f"{d} in {n}" for n, d in report["directions"].items())
    rows.append(("Hessian form", f"{report['hessian_form']}   (directions {along})"))
    rows += [("where", text) for text in report["domain"]]
    for action in report["invariances"]:
        moved = ", ".join(f"{n} -> {text}" for n, text in action["action"].items())
        rows.append(("invariance", f"{moved}   ({action['group']}: {action['element']})"))
    rows += [("conserved", f"{text}   (by gradient flow)") for text in report["conserved"]]
    rows += [("critical", text) for text in report["critical"]]
    for c in report["candidates"]:
        sublevel = f"; {c['sublevel']}" if "sublevel" in c else ""
        rows.append((c["kind"], f"{c['constant']}   ({c['where']}{sublevel}; not proved)"))
    rows += [("note", text) for text in report["notes"]]
    lines = [f"{head:<20} {text}" for head, text in rows]
    check, steps = report["check"], report["steps"]
    kept = f" in {report['certificates']}" if report["certificates"] else "; --certificates DIR keeps them"
    lines.append(f"{steps['accepted']} of {steps['total']} certificates accepted by the kernel{kept}")
    where = f"{check['points']} random points" if isinstance(found, Derived) else "random points with 2, 3 and 5 layers"
    lines.append(f"{check['formulas']} formulas agree with autograd at {where}; "
                 f"{check['planted'][0]} of {check['planted'][1]} planted errors seen" if check["agrees"] else
                 f"autograd DISAGREES: {check['error']:.3g} times what rounding allows")  # fmt: skip
    return "\n".join(lines)
