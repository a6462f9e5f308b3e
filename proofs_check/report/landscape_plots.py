"""The pictures of a landscape: each function takes a landscape (and an orbit or its name) and returns a matplotlib Figure."""

from __future__ import annotations

from proofs_check.report.classes_plot import plot_classes
from proofs_check.report.graph_plots import plot_graph
from proofs_check.report.levels_plot import plot_levels
from proofs_check.report.slice_plot import plot_slice
from proofs_check.report.spectrum_plots import plot_spectrum

__all__ = ["plot_classes", "plot_graph", "plot_levels", "plot_slice", "plot_spectrum"]
