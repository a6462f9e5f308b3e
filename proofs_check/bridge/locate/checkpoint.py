"""Factors from a file: .safetensors or .npz. Nothing is ever unpickled, and shapes are checked before numbers are read."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np

from proofs_check.bridge.locate.factors import Matrices, check_chain, ordered_names, own_factors

PICKLED = (".pt", ".pth", ".bin", ".ckpt", ".pkl", ".pickle", ".tar", ".joblib")


def read_checkpoint(path: Path | str, widths: Sequence[int], keys: Sequence[str] | None = None) -> Matrices:
    """W_1, …, W_L from the tensors of a file.

    ``keys`` names them from W_1 to W_L. Without it every tensor of the file is a layer, in the order of the numbers in the
    names; where the names differ in more than their numbers, they tell no order, and ``keys`` must.

    Raises:
        ValueError: one line: another kind of file, a pickle, a damaged file, keys that are not there, another number of
            layers or another shape than ``widths`` say, entries that are not real, floating and finite.
    """
    path, widths = Path(path), tuple(int(width) for width in widths)
    readers = {".safetensors": _from_safetensors, ".npz": _from_npz}
    suffix = path.suffix.lower()
    if suffix in PICKLED:
        advice = "save with safetensors.torch.save_file(model.state_dict(), …) or numpy.savez"
        why = f"a pickle can run code, so none is opened; {advice}"
        raise ValueError(f"checkpoint must be .safetensors or .npz, got {path.name}: {why}")
    if suffix not in readers:
        raise ValueError(f"checkpoint must be a .safetensors or .npz file, got {path.name}")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ValueError(f"checkpoint must be a readable file, got {path}, which is no regular file")
        return own_factors(readers[suffix](path, widths, keys), (widths[-1], widths[0]))
    except OSError as error:
        raise ValueError(f"checkpoint must be a readable file, got {path}: {error.strerror or error}") from None


def _chosen(there: Sequence[str], keys: Sequence[str] | None, widths: Sequence[int]) -> list[str]:
    """The names of the layers, as many as there are widths for."""
    names = ordered_names(there, sorted_file=True) if keys is None else list(keys)
    shown = ", ".join(there[:6]) + (", …" if len(there) > 6 else "") or "none"
    if missing := [name for name in names if name not in there]:
        raise ValueError(f"keys must be names of tensors in the file ({shown}), got {missing[0]}")
    if len(set(names)) < len(names):
        raise ValueError(f"keys must name every layer once, got {next(n for n in names if names.count(n) > 1)} twice")
    if len(names) != len(widths) - 1:
        raise ValueError(f"checkpoint must hold {len(widths) - 1} factors for {len(widths)} widths, got {len(names)} ({shown})")
    return names


def _check_shapes(names: Sequence[str], shapes: Sequence[tuple[int, ...]], widths: Sequence[int]) -> None:
    """Raise ValueError unless the l-th tensor is d_l × d_{l−1}; a list that chains by itself is told apart from a bad one."""
    for name, shape in zip(names, shapes, strict=True):
        if len(shape) != 2:
            raise ValueError(f"checkpoint must hold matrices, got shape {tuple(shape)} for {name}")
    wanted = list(zip(widths[1:], widths, strict=False))
    for layer, (name, shape, want) in enumerate(zip(names, shapes, wanted, strict=True), start=1):
        if tuple(shape) != want:
            hint = " (its transpose fits)" if tuple(shape) == want[::-1] else ""
            ends = f"W_{layer} must be {want[0]} × {want[1]}, got {shape[0]} × {shape[1]}"
            raise ValueError(f"checkpoint must fit the widths: {ends} in {name}{hint}")
    check_chain(list(shapes), (widths[-1], widths[0]))


def _from_safetensors(path: Path, widths: Sequence[int], keys: Sequence[str] | None) -> list[Any]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            names = _chosen(list(file.keys()), keys, widths)
            _check_shapes(names, [tuple(file.get_slice(name).get_shape()) for name in names], widths)
            return [file.get_tensor(name) for name in names]
    except SafetensorError as error:
        raise ValueError(f"checkpoint must be a valid .safetensors file, got {path.name}: {error}") from None


def _from_npz(path: Path, widths: Sequence[int], keys: Sequence[str] | None) -> list[Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            there = [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]
            if not there and any(name.endswith(".pkl") for name in archive.namelist()):
                raise ValueError(f"checkpoint must hold arrays, got a pickle under the name {path.name}, which is not opened")
            names = _chosen(there, keys, widths)
            shapes = []
            for name in names:
                with archive.open(name + ".npy") as file:
                    shapes.append(_header(file, name)[0])
            _check_shapes(names, shapes, widths)
            found = []
            for name in names:
                with archive.open(name + ".npy") as file:
                    found.append(_array(file, name))
            return found
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ValueError(f"checkpoint must be a readable .npz file, got {path.name}: {error}") from None


def _header(file: IO[bytes], name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, order and type; plain numbers only."""
    try:
        version = np.lib.format.read_magic(file)
        readers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
        shape, fortran, dtype = readers[version](file)
    except (ValueError, KeyError, SyntaxError, EOFError, TypeError, RecursionError, MemoryError) as error:
        raise ValueError(f"checkpoint must hold valid .npy arrays, got {name}: {' '.join(str(error).split())[:120]}") from None
    if dtype.hasobject:
        raise ValueError(f"checkpoint must hold plain numbers, got Python objects in {name}, which are never unpickled")
    return tuple(shape), fortran, dtype


def _array(file: IO[bytes], name: str) -> np.ndarray:
    shape, fortran, dtype = _header(file, name)
    wanted = int(np.prod(shape)) * dtype.itemsize
    data = file.read(wanted)
    if len(data) < wanted:
        raise ValueError(f"checkpoint must be complete, got {len(data)} of {wanted} bytes in {name}")
    return np.frombuffer(data, dtype=dtype).reshape(shape, order="F" if fortran else "C")
