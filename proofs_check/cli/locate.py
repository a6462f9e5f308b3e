"""``saddleproof locate``: the nearest critical orbit of a saved run, and what is predicted from there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from proofs_check.cli.options import Out, RequiredMatrix, Ridge, TargetSpectrum, TextOrJson, Widths


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("locate")(locate)


def locate(
    checkpoint: Annotated[Path, typer.Argument(metavar="CHECKPOINT", help="The factors: .safetensors or .npz, no pickle.")],
    matrix: RequiredMatrix,
    widths: Widths,
    ridge: Ridge,
    spectrum: TargetSpectrum = None,
    keys: Annotated[
        str | None, typer.Option(metavar="NAME1,…", help="Names of W_1, …, W_L, where they are not numbered.")
    ] = None,
    step: Annotated[float | None, typer.Option(metavar="η", help="Step of the descent: adds the plateau in steps.")] = None,
    loss_scale: Annotated[str, typer.Option(metavar="a", help="a, where the training loss is a·F: 1/2, 1/9, 0.25, ….")] = "1",
    leaves_at: Annotated[
        float | None, typer.Option(metavar="X", help="Distance at which the plateau is over; a tenth of ‖Y‖^(1/L) by default.")
    ] = None,
    format: TextOrJson = "table",
    out: Out = None,
) -> int:
    """Where a run is: nearest critical orbit of F(W) = ‖W_L⋯W_1 − Y‖² + Σ λ_l‖W_l‖², class, escape, plateau.

    No ½ in F: for a training loss a·(‖W_L⋯W_1 − Y‖² + …) under SGD with weight decay w the ridge is w/(2a). An orbit is named
    only if every other one is proved to be farther away. `--spectrum` beside the matrix decides ties that its floats blur.
    """
    from proofs_check.bridge.locate import Locator
    from proofs_check.bridge.locate.checkpoint import read_checkpoint
    from proofs_check.bridge.locate.location import positive
    from proofs_check.report.progress import Progress
    from proofs_check.report.screen import folded
    from proofs_check.report.tables import check_format, check_out, emit, json_text
    from theory.exact.algebraic_input import split_list
    from theory.exact.matrix_file import load_matrix
    from theory.exact.rational_input import exact_rational, exact_widths, listed_widths

    check_format(format, ("table", "json"))
    check_out(out)
    sizes = exact_widths(listed_widths(widths))
    values = None if spectrum is None else split_list(spectrum)
    exact = exact_rational(loss_scale, "loss_scale")
    scale = positive(float(exact) if abs(exact) < 10**300 else float("inf"), "loss_scale")
    named = None if keys is None else [key.strip() for key in keys.split(",")]
    Y = load_matrix(matrix, (sizes[-1], sizes[0]))
    with Progress("locate"):
        where = Locator(Y, ridge.split(","), spectrum=values, leaves_at=leaves_at)
        found = where.locate(read_checkpoint(checkpoint, sizes, named))
    steps = None if step is None else found.steps(step, scale)
    if format == "json":
        text = json_text({**found.to_dict(), "steps": steps})
    else:
        text = folded(str(found) + (f"\n{steps:.4g} steps of {step:g}" if steps is not None else ""))
    emit(text, out)
    return 0
