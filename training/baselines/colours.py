"""What a network must beat, in plain numpy: mean colours and ridge regression of smoothed radar, per pixel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from sar2optical_qgis.core.model.channels import LANDCOVER_CHANNELS, SAR_CHANNELS
from sar2optical_qgis.core.raster.filters import box_mean
from training.data.examples import Example
from training.data.sar_optical import whole


def colour_examples(examples: Sequence[Example]) -> list[Example]:
    """Return the examples with real radar and a coloured target."""
    return [e for e in examples if e.source in ('multispectral', 'picture')]


def _by_place(examples: Sequence[Example]) -> dict[str, list[Example]]:
    places: dict[str, list[Example]] = {}
    for example in examples:
        places.setdefault(example.place, []).append(example)
    return places


@dataclass(frozen=True)
class MeanColour:
    """One colour, or one a land-cover class, of all training places alike."""

    colour: np.ndarray  # (3,)
    of_class: dict[int, np.ndarray]

    @classmethod
    def fit(cls, examples: Sequence[Example]) -> MeanColour:
        """Average over pixels, then over places."""
        whole_means, class_means = [], {k: [] for k in range(len(LANDCOVER_CHANNELS))}
        for chips in _by_place(examples).values():
            whole_means.append(np.mean([_mean(e, e.valid) for e in chips], axis=0))
            for k, found in class_means.items():
                masks = [(e, e.valid & (e.classes == k)) for e in chips if e.classes is not None]
                means = [_mean(e, mask) for e, mask in masks if mask.sum() > 200]
                found += [np.mean(means, axis=0)] if means else []
        colour = np.mean(whole_means, axis=0)
        return cls(colour, {k: np.mean(v, axis=0) if v else colour for k, v in class_means.items()})

    def predict(self, planes: np.ndarray) -> np.ndarray:
        """Return (3, rows, cols): the class's colour where land-cover planes tell it, else the mean colour."""
        cover = planes[len(SAR_CHANNELS) :]
        colours = np.stack([self.of_class[k] for k in range(len(cover))])
        known = cover.sum(axis=0, keepdims=True)
        mixed = np.tensordot(colours.T, cover, 1) + (1 - known) * self.colour[:, None, None]
        return mixed.astype(np.float32)


def samples(examples: Sequence[Example], per_place: int = 3, seed: int = 0) -> Iterator[tuple]:
    """Yield (place, planes, target, valid) tensors of some chips of every place, without and with their classes."""
    rng = np.random.default_rng(seed)
    for place, chips in _by_place(examples).items():
        for number in rng.permutation(len(chips))[:per_place]:
            rows, cols = (min(n, 512) // 16 * 16 for n in chips[number].valid.shape)
            for with_classes in (False, True):
                planes, cut = whole(chips[number], rows, cols, with_classes)
                target = torch.from_numpy(cut.target.astype(np.float32))
                yield place, torch.from_numpy(planes), target, torch.from_numpy(cut.valid.copy())


def _mean(example: Example, mask: np.ndarray) -> np.ndarray:
    return example.target[:, mask].astype(np.float64).mean(axis=1)


@dataclass(frozen=True)
class Ridge:
    """Ridge regression of the colour on smoothed VV, VH and VV - VH, absolute and per scene; land cover if wanted."""

    weights: np.ndarray
    with_classes: bool

    @staticmethod
    def covariates(planes: np.ndarray, with_classes: bool) -> np.ndarray:
        """Return (pixels, covariates) of the network's own input planes."""
        everywhere = np.ones(planes.shape[1:], bool)
        sar = planes[: len(SAR_CHANNELS)]
        layers = [sar[4], sar[5], sar[6], sar[4] * sar[5]]
        for radius in (2, 6):
            smooth = box_mean(sar[:4], everywhere, radius)
            layers += [*smooth, smooth[0] - smooth[1], (smooth[2] - smooth[3]) * sar[4] * sar[5]]
        layers += [*planes[len(SAR_CHANNELS) :]] if with_classes else []
        return np.stack([np.ones(everywhere.shape, np.float32), *layers]).reshape(len(layers) + 1, -1).T

    @classmethod
    def fit(cls, examples: Sequence[Example], with_classes: bool, per_place: int = 4000, seed: int = 0) -> Ridge:
        """Fit on the same number of pixels of every place."""
        rng = np.random.default_rng(seed)
        xs, ys = [], []
        for chips in _by_place(examples).values():
            for number in rng.choice(len(chips), min(len(chips), 8), replace=False):
                planes, cut = whole(chips[number], *(n // 16 * 16 for n in chips[number].valid.shape), with_classes)
                pick = rng.choice(np.flatnonzero(cut.valid.ravel()), per_place // min(len(chips), 8))
                xs.append(cls.covariates(planes, with_classes)[pick])
                ys.append(cut.target.reshape(3, -1).T[pick])
        x, y = np.concatenate(xs).astype(np.float64), np.concatenate(ys).astype(np.float64)
        gram = x.T @ x + 1e-3 * len(x) * np.eye(x.shape[1])
        return cls(np.linalg.solve(gram, x.T @ y).astype(np.float32), with_classes)

    def predict(self, planes: np.ndarray) -> np.ndarray:
        """Return (3, rows, cols), clipped to 0..1."""
        colour = self.covariates(planes, self.with_classes) @ self.weights
        return np.clip(colour.T.reshape(3, *planes.shape[1:]), 0, 1)
