"""Escapes: measured rates against closed-form eigenvalues, nested saddles, fates of modes, the two commands."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from proofs_check.bridge.escape import escape, escape_trace, mode_fates, small_start_trace
from proofs_check.cli.main import main
from proofs_check.report.saddle_plots import plot_escape, plot_fates
from theory.dmf import Landscape

SMALL = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
UNEQUAL = Landscape((3, 2, 4, 2), spectrum=(4, "5/2"), ridge=("1/2", 1, "3/4"))
NESTED = Landscape((3, 3, 3), spectrum=(3, 2, 1), ridge="3/10")
OPTIONS = ["--widths", "2,2,2,2", "--spectrum", "3,11/5", "--ridge", "1"]


@pytest.mark.parametrize("landscape", [SMALL, UNEQUAL, NESTED], ids=["small", "unequal weights", "two layers"])
@pytest.mark.parametrize("method", ["flow", "gd"])
def test_escape_rate_is_the_closed_form_eigenvalue(landscape: Landscape, method: str) -> None:
    """Every unstable direction of every saddle of at most three. The fit ends at a displacement of 1e-3, where the
    cubic terms bend the logarithm by about that much over a range of log(1e3/10)."""
    for orbit in landscape.orbits():
        for direction in range(orbit.index if orbit.index and orbit.index <= 3 else 0):
            rate = sorted((-v for v, times in orbit.hessian() for _ in range(times)), reverse=True)[direction]
            trace = escape_trace(landscape, orbit.label, direction, method=method, until=8 / rate, count=80)
            assert trace.measured_rate() == pytest.approx(trace.rate, rel=2e-3), f"{orbit.label} {direction}"


def test_nested_saddles_for_two_layers() -> None:
    """Spec page dmf, section 8: plateaus at 14, 6.71, 3.82, 3.33, which is ‖Y‖² − Σ_{i≤r}(y_i − λ_0)².

    Budget: at distance d from a critical orbit the loss is off by at most ½‖∇²F‖d² + ℓd³/6; d itself must be small.
    """
    by_hand = [14 - sum((y - 0.3) ** 2 for y in (3, 2, 1)[:r]) for r in range(4)]
    labels = ["O", "1+", "1+2+", "1+2+3+"]
    for seed in range(3):
        trace = small_start_trace(NESTED, scale=1e-5, seed=seed, until=14.0, count=350)
        found = trace.plateaus()
        assert len(found) == 4 and trace.end == "1+2+3+"
        distances = trace.distances(labels)
        for (time, loss), predicted, label in zip(found, by_hand, labels, strict=True):
            k = int((trace.time - time).abs().argmin())
            d = float(distances[label][k])
            bend = max(abs(value) for value, _ in NESTED.orbit(label).hessian())
            third = float(trace.problem.hessian_lipschitz(tuple(w[k : k + 1] for w in trace.factors)))
            assert d < 0.15 and abs(loss - predicted) <= 0.5 * bend * d**2 + 2 * third * d**3 / 6 + 1e-12


def test_small_starts_die_for_three_layers() -> None:
    for seed in range(5):
        assert small_start_trace(SMALL, scale=1e-2, seed=seed, until=12.0, count=20).end == "O"


@pytest.mark.parametrize("landscape", [SMALL, UNEQUAL], ids=["equal", "unequal"])
def test_a_mode_lives_iff_it_starts_above_its_lower_root(landscape: Landscape) -> None:
    scales = (0.3, 0.9, 0.99, 0.999, 1.001, 1.01, 1.1, 2.0)
    for position in (1, 2):
        ends = dict(mode_fates(landscape, position, scales))
        assert ends == {scale: f"{position}+" if scale > 1 else "O" for scale in scales}


def test_perturbed_descent_leaves_the_saddle_itself() -> None:
    trace = escape_trace(SMALL, "1-2-", method="perturbed")
    assert trace.displacement is not None and float(trace.displacement[0]) == 0.0
    assert trace.end in {"O", "1+", "1+2+"}


@pytest.mark.full
def test_both_signs_of_a_radial_direction() -> None:
    assert {escape_trace(SMALL, "1-", sign=sign).end for sign in (1, -1)} == {"O", "1+"}
    assert escape_trace(SMALL, "1-", sign=1).end == "1+"


def test_singular_values_of_balanced_layers_coincide() -> None:
    """The unstable manifold is balanced, also for unequal weights on the radial chain only up to the direction's own
    imbalance, which dies out: at the end all layers agree to the flow's tolerance."""
    trace = escape_trace(UNEQUAL, "1+2-")
    last = trace.singular_values[-1]
    assert float((last - last[0]).abs().max()) < 1e-5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: escape(SMALL, "1+"), "orbit must be a strict saddle to escape from, got 1.: local minimizer"),
        (lambda: escape(SMALL, "3-"), "orbit must be one of"),
        (lambda: escape(SMALL, "x"), "orbit must be written like"),
        (lambda: escape_trace(SMALL, "2+", 1), "direction must be 0 … 0 for 2"),
        (lambda: escape_trace(SMALL, "2+", method="newton"), "method must be one of flow, gd, perturbed, got newton"),
        (lambda: escape(SMALL, "2+", mixtures=-1), "mixtures must be non-negative, got -1"),
        (lambda: escape(SMALL, "2+", offset=0), "offset must be positive, got 0"),
    ],
)
def test_bad_input(call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=message):
        call()


def test_command_escape(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture = tmp_path / "escape.png"
    code = main(["escape", *OPTIONS, "--from", "2-", "--format", "json", "--plot", str(picture)])
    document = json.loads(capsys.readouterr().out)
    assert code == 0 and document["from"] == "2-" and picture.stat().st_size > 20_000
    assert all(set(end) == {"direction", "to", "loss"} for end in document["ends"])
    assert {end["to"] for end in document["ends"] if "random" in end["direction"]} == {"1+", "O"}
    losses = {orbit.label: orbit.loss for orbit in SMALL.orbits()}
    assert all(abs(losses[end["to"]] - end["loss"]) < 1e-9 for end in document["ends"])


def test_command_barriers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["barriers", *OPTIONS, "--format", "json", "--plot", str(tmp_path / "b.svg")]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [round(b["up"], 8) for b in document["barriers"]] == [0.11253657, 0.21683274]
    assert {"level", "loss", "kind"} <= set(document["levels"][0])
    for name, column, expected in (("levels", "orbit", ["O", "1+", "1+2+"]), ("barriers", "saddle", ["1-", "1+2-"])):
        assert main(["barriers", *OPTIONS, "--format", "csv", "--table", name]) == 0
        assert [row[column] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))] == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["escape", *OPTIONS, "--from", "1+2+"], "strict saddle"),
        (["escape", *OPTIONS, "--from", "1-", "--plot", "x.gif"], "plot must end in .png, .svg or .pdf"),
        (["barriers", *OPTIONS, "--format", "pdf"], "format must be one of"),
        (["barriers", *OPTIONS, "--exact"], "exact needs format json"),
        (["barriers", "--widths", "2,2", "--spectrum", "3", "--ridge", "1"], "widths must be at least three"),
    ],
)
def test_unusable_input_is_exit_2(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert message in captured.err and captured.err.count("\n") == 1 and captured.out == ""


def test_pictures_show_what_was_measured_beside_what_is_predicted() -> None:
    """Plateaus (dots) lie on the losses of the nested orbits (dashed), in this order; fates are dots at their scales."""
    trace, ranks = small_start_trace(NESTED), ["O", "1+", "1+2+", "1+2+3+"]
    loss = plot_escape(trace, ranks, ["O", "1+"]).axes[0]
    measured, dots = (next(line for line in loss.lines if line.get_gid() == gid) for gid in ("loss", "plateaus"))
    levels = [float(line.get_ydata()[0]) for line in loss.lines if line.get_linestyle() == "--"]
    assert levels == [NESTED.orbit(label).loss for label in ranks]
    assert [float(y) for y in dots.get_ydata()] == pytest.approx(levels, rel=1e-2) and set(dots.get_ydata()) <= set(
        measured.get_ydata()
    )
    fates = plot_fates(mode_fates(SMALL, 1, (0.9, 1.1)), 1).axes[0]
    assert [(list(line.get_xdata()), list(line.get_ydata())) for line in fates.lines[:2]] == [([0.9], [0]), ([1.1], [1])]
