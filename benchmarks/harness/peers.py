"""Who is there: packages and programs are looked for at run time, and one that is missing is named with its install line."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

EXTRA = "pip install '.[peers]'"


@dataclass(frozen=True)
class Peer:
    """``module``: import name, ``program``: name on the path, ``look``: asks for itself (one of the three);
    ``distribution``: for
    the version."""

    module: str = ""
    program: str = ""
    look: Callable[[], bool] | None = None
    distribution: str = ""
    install: str = EXTRA
    version_arguments: tuple[str, ...] = ("--version",)

    def missing(self) -> str:
        """How to install it, "" if it is there."""
        if self.look is not None:
            found = self.look()
        elif self.module:
            try:
                found = importlib.util.find_spec(self.module) is not None
            except (ImportError, ValueError):
                found = False
        else:
            found = where(self.program) is not None
        return "" if found else self.install

    def version(self) -> str:
        """As the package or the program states it, "" where it is missing."""
        if self.missing():
            return ""
        if self.distribution:
            try:
                return importlib.metadata.version(self.distribution)
            except importlib.metadata.PackageNotFoundError:
                return "unknown"
        return _stated(self.program, self.version_arguments) if self.program else "there"


def where(program: str) -> str | None:
    """The program's full path: on the path, or where wheels that ship programs lay them; None where it is in neither."""
    return shutil.which(program) or shutil.which(program, path=str(Path(sysconfig.get_path("purelib")) / "sage_wheels" / "bin"))


@lru_cache(maxsize=64)
def _stated(program: str, arguments: tuple[str, ...]) -> str:
    try:
        done = subprocess.run(
            [where(program) or program, *arguments], capture_output=True, text=True, timeout=10, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    number = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return number.group() if number else "unknown"


def _cuda() -> bool:
    import torch

    return torch.cuda.is_available()


PEERS: dict[str, Peer] = {
    "msolve": Peer(program="msolve", version_arguments=("-V",)),
    "PHCpack": Peer(program="phc", install="apt-get install phcpack"),
    "MPSolve": Peer(program="mpsolve", install="apt-get install mpsolve", version_arguments=("-v",)),
    "bertini2": Peer(module="bertini", distribution="bertini2"),
    "sympy": Peer(module="sympy", distribution="sympy", install="pip install ."),
    "python-flint": Peer(module="flint", distribution="python-flint", install="pip install ."),
    "scipy": Peer(module="scipy", distribution="scipy", install="pip install ."),
    "joblib": Peer(module="joblib", distribution="joblib", install="pip install ."),
    "dask": Peer(module="distributed", distribution="distributed", install="pip install '.[cluster]'"),
    "curvlinops": Peer(module="curvlinops", distribution="curvlinops-for-pytorch"),
    "hessian-eigenthings": Peer(module="hessian_eigenthings", distribution="hessian-eigenthings"),
    "PyHessian": Peer(module="pyhessian", distribution="pyhessian"),
    "pymanopt": Peer(module="pymanopt", distribution="pymanopt"),
    "geoopt": Peer(module="geoopt", distribution="geoopt"),
    "cvxpy": Peer(module="cvxpy", distribution="cvxpy"),
    "z3": Peer(module="z3", distribution="z3-solver"),
    "cvc5": Peer(module="cvc5", distribution="cvc5"),
    "Singular": Peer(program="Singular", version_arguments=("--version",)),
    "C compiler": Peer(program="g++", install="apt-get install g++"),
    "CUDA device": Peer(look=_cuda, install="a machine with a CUDA device and torch built for it"),
}
"""Every peer by the name that a contender gives in ``needs``."""


def missing(needs: tuple[str, ...]) -> list[tuple[str, str]]:
    """(peer, how to install it) for each that is not there."""
    return [(name, how) for name in needs if (how := PEERS[name].missing())]


def versions() -> dict[str, str]:
    """The version of every peer that is there."""
    return {name: version for name, peer in PEERS.items() if (version := peer.version())}
