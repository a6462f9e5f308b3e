"""``saddleproof locate``: checkpoints that fit, and everything that does not, as one line on standard error and exit code 2."""

from __future__ import annotations

import json
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from proofs_check.bridge.locate import locate
from proofs_check.cli.main import main

Y = np.array([[3.0, 0.0, 0.0], [0.0, 2.0, 0.0]])
W = [np.array([[1.5, 0.01, 0.0], [0.0, 0.02, 0.0]]), np.array([[1.5, 0.0], [0.0, 0.02]])]
OPTIONS = ["--matrix", "Y.npy", "--widths", "3,2,2", "--ridge", "1/2"]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    np.save("Y.npy", Y)
    return tmp_path


def tensors(dtype: torch.dtype = torch.float64, **names: int) -> dict[str, torch.Tensor]:
    return {name: torch.tensor(W[k]).to(dtype) for name, k in names.items()}


def call(capsys: Any, checkpoint: str, *more: str) -> tuple[int, str, str]:
    code = main(["locate", checkpoint, *OPTIONS, *more])
    out, err = capsys.readouterr()
    return code, out, err


GOOD: dict[str, Callable[[], None]] = {
    "run.safetensors": lambda: save_file({f"{2 * k}.weight": torch.tensor(w) for k, w in enumerate(W)}, "run.safetensors"),
    "run.npz": lambda: np.savez("run.npz", *W),
    "packed.npz": lambda: np.savez_compressed("packed.npz", W1=W[0], W2=np.asfortranarray(W[1])),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_checkpoint_says_what_python_says(name: str, capsys: Any) -> None:
    GOOD[name]()
    code, out, err = call(capsys, name, "--format", "json", "--step", "0.01")
    found, said = locate(W, Y, "1/2"), json.loads(out)
    assert (code, err) == (0, "")
    assert said == {**json.loads(json.dumps(found.to_dict())), "steps": found.steps(0.01)}
    assert list(said)[:7] == ["orbit", "distance", "class", "index", "escape", "loss", "plateau"]
    code, out, _ = call(capsys, name)
    assert out == str(found) + "\n"


def test_low_precision_is_read_as_it_is(capsys: Any) -> None:
    save_file({"0.weight": torch.tensor(W[0]).bfloat16(), "1.weight": torch.tensor(W[1]).bfloat16()}, "b.safetensors")
    code, out, _ = call(capsys, "b.safetensors", "--format", "json")
    rounded = [torch.tensor(w).bfloat16() for w in W]
    assert code == 0 and json.loads(out)["loss"] == pytest.approx(locate(rounded, Y, 0.5).loss, rel=1e-12)


def test_names_that_tell_no_order_need_keys(capsys: Any) -> None:
    save_file({"encoder": torch.tensor(W[0]), "decoder": torch.tensor(W[1])}, "named.safetensors")
    code, _, err = call(capsys, "named.safetensors")
    assert code == 2 and "keys must name the layers from W_1 to W_L, for their names tell no order: decoder, encoder" in err
    code, out, _ = call(capsys, "named.safetensors", "--keys", "encoder,decoder")
    assert code == 0 and out == str(locate(W, Y, "1/2")) + "\n"
    code, _, err = call(capsys, "named.safetensors", "--keys", "encoder,head")
    assert code == 2 and "keys must be names of tensors in the file (decoder, encoder), got head" in err


def test_ties_take_the_spectrum_and_text_goes_to_a_file(capsys: Any, place: Path) -> None:
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    np.save("Y.npy", turn @ np.diag([3.0, 3.0]) @ turn.T)
    np.savez("run.npz", W1=1.5 * np.eye(2), W2=1.5 * np.eye(2))
    problem = ["--matrix", "Y.npy", "--widths", "2,2,2", "--ridge", "1"]
    assert main(["locate", "run.npz", *problem, "--spectrum", "3,3", "--out", "where.txt"]) == 0
    assert (place / "where.txt").read_text(encoding="utf-8").startswith("nearest critical orbit 1+2+: global minimizer")
    assert capsys.readouterr().out == ""


def truncated(size: int) -> Callable[[], None]:
    def write() -> None:
        GOOD["run.safetensors"]()
        data = Path("run.safetensors").read_bytes()
        Path("bad.safetensors").write_bytes(data[: len(data) - size] if size < 10**6 else data[:4])

    return write


def npz(**arrays: Any) -> Callable[[], None]:
    return lambda: np.savez("bad.npz", **arrays)


def cut_npz() -> None:
    GOOD["run.npz"]()
    Path("bad.npz").write_bytes(Path("run.npz").read_bytes()[:300])


def torch_as_npz() -> None:
    torch.save(tensors(**{"0.weight": 0, "1.weight": 1}), "bad.npz")


def huge_header() -> None:
    """An .npy header that declares eight terabytes: the shape is refused before a byte is read."""
    with zipfile.ZipFile("bad.npz", "w") as archive:
        for name in ("W1", "W2"):
            header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000), }"
            header += b" " * (63 - (10 + len(header)) % 64) + b"\n"
            archive.writestr(name + ".npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header)


class Bomb:
    def __reduce__(self) -> Any:
        return (Path.touch, (Path("ran"),))


def pickled(name: str) -> Callable[[], None]:
    return lambda: Path(name).write_bytes(pickle.dumps(Bomb()))


def objects() -> None:
    np.savez("bad.npz", W1=W[0], W2=np.array([[Bomb(), 1], [2, 3]], dtype=object))


BAD: dict[str, tuple[str, Callable[[], None], str]] = {
    "pt": ("bad.pt", pickled("bad.pt"), "checkpoint must be .safetensors or .npz, got bad.pt: a pickle can run code"),
    "pkl": ("bad.pkl", pickled("bad.pkl"), "a pickle can run code"),
    "pickle as safetensors": (
        "bad.safetensors",
        pickled("bad.safetensors"),
        "must be a valid .safetensors file, got bad.safetensors",
    ),
    "pickle as npz": ("bad.npz", pickled("bad.npz"), "must be a readable .npz file, got bad.npz"),
    "torch file as npz": ("bad.npz", torch_as_npz, "got a pickle under the name bad.npz, which is not opened"),
    "objects": ("bad.npz", objects, "got Python objects in W2, which are never unpickled"),
    "another suffix": ("bad.h5", pickled("bad.h5"), "checkpoint must be a .safetensors or .npz file, got bad.h5"),
    "missing": ("none.npz", lambda: None, "none.npz"),
    "folder": ("bad.npz", lambda: Path("bad.npz").mkdir(), "no regular file"),
    "empty": ("bad.safetensors", lambda: Path("bad.safetensors").touch(), "must be a valid .safetensors file"),
    "cut data": ("bad.safetensors", truncated(8), "must be a valid .safetensors file"),
    "cut header": ("bad.safetensors", truncated(10**6), "must be a valid .safetensors file"),
    "cut npz": ("bad.npz", cut_npz, "must be a readable .npz file"),
    "huge": ("bad.npz", huge_header, "W_1 must be 2 × 3, got 1000000 × 1000000 in W1"),
    "no tensors": ("bad.npz", npz(), "checkpoint must hold 2 factors for 3 widths, got 0 (none)"),
    "too few": ("bad.npz", npz(W1=W[0]), "checkpoint must hold 2 factors for 3 widths, got 1 (W1)"),
    "too many": ("bad.npz", npz(W1=W[0], W2=W[1], W3=W[1]), "got 3 (W1, W2, W3)"),
    "bias": (
        "bad.safetensors",
        lambda: save_file({**tensors(**{"0.weight": 0, "1.weight": 1}), "1.bias": torch.ones(2)}, "bad.safetensors"),
        "factors must have no bias, got 1.bias",
    ),
    "integers": (
        "bad.npz",
        npz(W1=W[0], W2=np.ones((2, 2), dtype=np.int64)),
        "must be real and floating, got int64 for layer 2",
    ),
    "complex": ("bad.npz", npz(W1=W[0], W2=W[1] + 1j), "must be real and floating, got complex128 for layer 2"),
    "text": ("bad.npz", npz(W1=W[0], W2=np.array([["a", "b"], ["c", "d"]])), "must be real and floating, got <U1 for layer 2"),
    "nan": ("bad.npz", npz(W1=W[0] * np.nan, W2=W[1]), "must be finite, got nan in layer 1, row 1, column 1"),
    "vector": ("bad.npz", npz(W1=W[0], W2=np.ones(4)), "checkpoint must hold matrices, got shape (4,) for W2"),
    "transposed": ("bad.npz", npz(W1=W[0].T, W2=W[1]), "W_1 must be 2 × 3, got 3 × 2 in W1 (its transpose fits)"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_checkpoint_is_one_line(name: str, capsys: Any, place: Path) -> None:
    file, write, said = BAD[name]
    write()
    code, out, err = call(capsys, file)
    assert code == 2 and out == "" and said in err
    assert err.count("\n") == 1 and err.startswith("saddleproof: ")
    assert not (place / "ran").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--ridge", "0"], "ridge must be positive"),
        (["--widths", "3,2"], "widths must be at least three positive integers"),
        (["--widths", "2,2,3"], "matrix must be dL × d0 = 3 × 2, got 2 × 3 (its transpose fits)"),
        (["--format", "csv"], "format must be one of table, json"),
        (["--leaves-at", "0"], "leaves_at must be positive"),
        (["--step", "-1"], "step must be positive"),
        (["--loss-scale", "0", "--step", "1"], "loss_scale must be positive"),
        (["--loss-scale", "half"], "loss_scale must be a real number such as 17/2 or 0.3"),
        (["--loss-scale", "1e400"], "loss_scale must be positive and finite"),
        (["--spectrum", "5,1"], "spectrum must hold the singular values of Y"),
        (["--out", "no/where.txt"], "out must"),
    ],
)
def test_bad_options_are_one_line(more: list[str], said: str, capsys: Any) -> None:
    GOOD["run.npz"]()
    code, out, err = call(capsys, "run.npz", *more)
    assert code == 2 and out == "" and said in err and err.count("\n") == 1
