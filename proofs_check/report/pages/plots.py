"""What an experiment saw, drawn: measured against predicted, errors below their budgets, a frequency below its bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import isfinite, log10

from proofs_check.probes.probe import Frequency, Point
from proofs_check.verify.report import Probed

WIDE, HIGH, LEFT, BOTTOM, TOP, RIGHT = 330, 210, 62, 40, 26, 14
_SPREAD = 50.0
"""Positive values that span more than this factor are drawn on a logarithmic scale."""

Scale = Callable[[float], float]


def probe_plots(probe: Probed) -> list[str]:
    """SVG pictures; none where there is nothing to draw (an exact experiment has no error).

    >>> probe_plots(Probed(1, 0.1, 1.0, 0, "", "", (), points=(Point("y = 4", 2.0, 2.1, 1.0),)))[0][:4]
    '<svg'
    """
    points = [p for p in probe.points if all(map(isfinite, (p.predicted, p.measured, p.budget)))]
    found = [agreement(points), errors(points)] if points else []
    return found + [frequency(item) for item in probe.frequencies]


def agreement(points: Sequence[Point]) -> str:
    """Measured against predicted, with the line where both agree and the error budget around it."""
    values = [value for p in points for value in (p.predicted, p.measured)]
    scale, logarithmic = _scale(values)
    x, y = _across(scale), _upwards(scale)
    low, high = min(values), max(values)
    marks = _ticks(values, logarithmic)
    parts = [*_frame("predicted", "measured", [(x(v), _short(v)) for v in marks], [(y(v), _short(v)) for v in marks])]
    if low == high:
        parts.append(f'<line class="predicted" x1="{LEFT}" y1="{y(low):.1f}" x2="{WIDE - RIGHT}" y2="{y(low):.1f}"/>')
    else:
        parts.append(f'<line class="predicted" x1="{x(low):.1f}" y1="{y(low):.1f}" x2="{x(high):.1f}" y2="{y(high):.1f}"/>')
    for p in points:
        ends = [p.predicted - p.budget, p.predicted + p.budget]
        if not logarithmic or ends[0] > 0:
            top, foot = y(min(ends[1], high)), y(max(ends[0], low))
            at = x(p.predicted)
            parts.append(f'<line class="budget" x1="{at:.1f}" x2="{at:.1f}" y1="{top:.1f}" y2="{foot:.1f}"/>')
        parts.append(_dot(x(p.predicted), y(p.measured), p))
    return _svg("measured against predicted; the line is where both agree", parts)


def errors(points: Sequence[Point]) -> str:
    """For each trial the error |measured − predicted| as a dot, its budget as a dash above; logarithmic, zero at the foot."""
    gaps = [abs(p.measured - p.predicted) for p in points]
    positive = [value for value in (*gaps, *(p.budget for p in points)) if value > 0]
    if not positive:
        low, high = -1.0, 0.0
    else:
        low, high = log10(min(positive)) - 0.6, log10(max(positive)) + 0.4
    low = max(low, high - 40)
    foot, span = HIGH - BOTTOM, HIGH - BOTTOM - TOP

    def y(value: float) -> float:
        return foot if value <= 0 else foot - span * max(log10(value) - low, 0.0) / (high - low)

    def x(k: int) -> float:
        return LEFT + (WIDE - LEFT - RIGHT) * (k + 0.5) / len(points)

    step = max(1, -(-int(high - low) // 4))
    powers = [k for k in range(-400, 400, 1) if low <= k <= high and k % step == 0]
    rows = [(y(10.0**k), f"1e{k}") for k in powers] + [(foot, "0")] * (min(gaps) <= 0 or not positive)
    parts = [*_frame("trial", "error", [], rows)]
    half = min(0.4 * (WIDE - LEFT - RIGHT) / len(points), 7)
    for k, (p, gap) in enumerate(zip(points, gaps, strict=True)):
        ends, at = f'x1="{x(k) - half:.1f}" x2="{x(k) + half:.1f}"', y(p.budget)
        parts.append(f'<line class="budget" {ends} y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(_dot(x(k), y(gap), p))
    return _svg("error of each trial (dots) and its budget (dashes)", parts)


def frequency(item: Frequency) -> str:
    """The counted frequency with its two limits, and the bound that is claimed."""
    high = 1.15 * max(item.high, item.bound, item.hits / item.trials)
    x = _across(lambda value: value / high)
    middle = (TOP + HIGH - BOTTOM) / 2
    at = item.hits / item.trials
    marks = [(x(v), _short(v)) for v in _ticks([0.0, high], False)]
    parts = [
        *_frame("probability", "", marks, []),
        f'<line class="predicted" x1="{x(item.bound):.1f}" x2="{x(item.bound):.1f}" y1="{TOP}" y2="{HIGH - BOTTOM}"/>',
        _beside(x(item.bound), TOP - 8, f"claimed ≤ {item.bound:.4g}"),
        f'<line class="interval" x1="{x(item.low):.1f}" x2="{x(item.high):.1f}" y1="{middle}" y2="{middle}"/>',
        f'<circle class="dot" cx="{x(at):.1f}" cy="{middle}" r="4"><title>{item.hits} of {item.trials}</title></circle>',
        _beside(x(at), middle + 22, f"{item.hits} of {item.trials}"),
    ]
    return _svg("frequency with its limits, and the bound", parts)


def _beside(x: float, y: float, text: str) -> str:
    """A text that ends at x in the right half, and begins there in the left one."""
    anchor, at = ("end", x + 4) if x > (LEFT + WIDE) / 2 else ("start", x - 4)
    return f'<text class="axis" x="{at:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _scale(values: Sequence[float]) -> tuple[Scale, bool]:
    """To [0, 1]; logarithmic for positive values that span orders of magnitude."""
    low, high = min(values), max(values)
    logarithmic = low > 0 and high / low > _SPREAD
    f: Scale = log10 if logarithmic else float
    bottom, top = f(low), f(high)
    return lambda value: (f(value) - bottom) / (top - bottom) if top > bottom else 0.5, logarithmic


def _across(scale: Scale) -> Scale:
    return lambda value: LEFT + 8 + (WIDE - LEFT - RIGHT - 16) * scale(value)


def _upwards(scale: Scale) -> Scale:
    return lambda value: HIGH - BOTTOM - 8 - (HIGH - BOTTOM - TOP - 16) * scale(value)


def _ticks(values: Sequence[float], logarithmic: bool) -> list[float]:
    low, high = min(values), max(values)
    if low == high:
        return [low]
    if logarithmic:
        first, last = log10(low), log10(high)
        step = max(1, round((last - first) / 3))
        return [10.0**k for k in range(int(first) - 1, int(last) + 2) if first <= k <= last and k % step == 0] or [low, high]
    return [low, (low + high) / 2, high]


def _frame(across: str, upwards: str, columns: Sequence[tuple[float, str]], rows: Sequence[tuple[float, str]]) -> list[str]:
    foot = HIGH - BOTTOM
    parts = [f'<path class="frame" d="M{LEFT} {TOP}V{foot}H{WIDE - RIGHT}" fill="none"/>']
    parts += [f'<text class="axis" x="{at:.1f}" y="{foot + 15}" text-anchor="middle">{text}</text>' for at, text in columns]
    parts += [f'<text class="axis" x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{text}</text>' for at, text in rows]
    parts.append(f'<text class="axis" x="{(LEFT + WIDE - RIGHT) / 2}" y="{HIGH - 6}" text-anchor="middle">{across}</text>')
    parts.append(f'<text class="axis" x="2" y="14">{upwards}</text>')
    return parts


def _dot(x: float, y: float, point: Point) -> str:
    beyond = abs(point.measured - point.predicted) > point.budget
    told = f"{point.label}: predicted {point.predicted:.6g}, measured {point.measured:.6g}, budget {point.budget:.2g}"
    name = "dot beyond" if beyond else "dot"
    return f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{escape(told)}</title></circle>'


def _short(value: float) -> str:
    return f"{value:.3g}"


def _svg(label: str, parts: Sequence[str]) -> str:
    named = f'role="img" aria-label="{escape(label, quote=True)}"'
    return f'<svg class="plot" viewBox="0 0 {WIDE} {HIGH}" {named}>{"".join(parts)}</svg>'
