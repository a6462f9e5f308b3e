"""All figures in one run: ``python -m benchmarks.run_all [--seed S]`` prints a markdown table.

Only ratios and small times are asked for; both sides of a ratio are measured in the same run, on one thread.
"""

from __future__ import annotations

import argparse
import platform
import sys

import numpy
import torch

from benchmarks import agd_step, check_statements, hessian_list, hessian_product, reductions, restarts, sweep_overhead

PARTS = (restarts, hessian_product, hessian_list, agd_step, sweep_overhead, reductions, check_statements)


def main() -> int:
    """Print the table; exit code 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    torch.set_num_threads(1)
    print(f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}, torch {torch.__version__},"
          f" numpy {numpy.__version__}, {torch.get_num_threads()} thread, seed {seed}, float64\n")
    print("| what | measured | asked | met |\n|---|---|---|---|")
    met = True
    for part in PARTS:
        for figure in part.figures(seed):
            print(figure.row(), flush=True)
            met &= figure.met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
