"""What of a network's correction of the fit is believed: the less, the more cloud lies over a pixel.

Seen through a haze the network is right. Through the rims of a thick cloud, whose sides are lit and in shade, it is
not: what it makes of them is brown in a green forest. Ground of this image shows what a correction can look like, for
what the fit leaves over on clear pixels, band against band, varies along few directions. A Wiener filter (Wiener 1949)
takes that for the signal and, for the noise, so much in every band as the cloud changes the light.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..fit import cells
from ..machine.matmul import matmul
from ..model.inference import InputPlanes
from ..names import VISIBLE
from ..raster.filters import box_mean
from ..raster.push_pull import enlarge, sum_up

NOISE = 0.3  # standard deviation of the answer's error in each band, of the visible light that the cloud adds or takes
CELL = 4  # pixels: clouds are broader than what the ground has of detail, and cells coincide in neighbouring tiles
NEAR = 1  # cells: what is beside a cloud lies under its rim, which is hardly seen
LEAST = 1e-8  # variance of reflectance along a direction
ROWS = 64  # filtered at once: they stay in the processor's cache


def planes_needed(bands: Sequence[str]) -> list[str]:
    """Return the names of a network's input planes that the filter looks at."""
    return ['hidden', *(f'{kind}_{band}' for kind in ('base', 'obs') for band in bands)]


class Correction:
    """A filter on what a network answers for ``bands`` of its card, in the order of its first planes."""

    def __init__(self, left_over: np.ndarray, bands: Sequence[str], answers: Sequence[int], channels: Sequence[str]):
        """Take the covariance (cells, cells, bands, bands) of what the fit leaves over, of the bands named.

        ``answers``: which plane of the answer each band is; ``channels``: the names of the network's input planes.
        """
        self.hidden, *both = (list(channels).index(name) for name in planes_needed(bands))
        self.answers, self.base, self.observed = list(answers), both[: len(bands)], both[len(bands) :]
        self.visible = [k for k, band in enumerate(bands) if band in VISIBLE] or list(range(len(bands)))
        _, axes = np.linalg.eigh(left_over.mean(axis=(0, 1)))  # of the whole image; the variance along them is local
        self.axes = axes.astype(np.float32)
        ground = np.einsum('ki,rckl,li->rci', axes, left_over, axes)
        self.ground = np.maximum(ground, LEAST).astype(np.float32)

    def __call__(self, inputs: InputPlanes, made: np.ndarray) -> None:
        """Filter the answer ``made`` (planes, rows, cols) to input planes of the same rows and columns, in place."""
        self.filter(inputs.array, made, inputs.corner)

    def filter(self, planes: np.ndarray, made: np.ndarray, corner: tuple[int, int] = (0, 0)) -> None:
        """Filter the answer (planes, rows, cols) to input planes (channels, rows, cols) whose corner lies there."""
        veil = self.veil(planes)
        veil *= veil
        veil *= np.float32(NOISE**2)
        for top in range(0, len(veil), ROWS):
            part = slice(top, top + ROWS)
            base = planes[self.base, part]
            shape = base.shape
            change = (made[self.answers, part] - base).reshape(len(base), -1)
            change = matmul(np.ascontiguousarray(self.axes.T), change).reshape(shape)
            noise = veil[part]
            for along, ground in zip(change, cells.maps(self.ground, corner[0] + top, corner[1], shape[1:])):
                along *= ground / (ground + noise)
            base += matmul(self.axes, change.reshape(len(change), -1)).reshape(shape)
            made[self.answers, part] = base

    def veil(self, planes: np.ndarray) -> np.ndarray:
        """Return the visible reflectance that clouds add to the estimate, or shadows take, (rows, cols)."""
        light = np.zeros(planes.shape[1:], np.float32)
        for k in self.visible:
            light += planes[self.observed[k]]
            light -= planes[self.base[k]]
        np.abs(light, out=light)
        light *= planes[self.hidden]
        means = sum_up(light, CELL)
        means *= np.float32(CELL**-2 / len(self.visible))
        means = box_mean(means[None], np.ones(means.shape, bool), 1)[0]
        return enlarge(most_within(means, NEAR)[None], light.shape, CELL)[0]


def most_within(values: np.ndarray, radius: int) -> np.ndarray:
    """Return the largest of (2 radius + 1)^2 values around each, (rows, cols)."""
    for axis in (0, 1):
        made = values.copy()
        for shift in range(1, radius + 1):
            for here, there in ((np.s_[shift:], np.s_[:-shift]), (np.s_[:-shift], np.s_[shift:])):
                part, other = ((slice(None),) * axis + (each,) for each in (here, there))
                np.maximum(made[part], values[other], out=made[part])
        values = made
    return values
