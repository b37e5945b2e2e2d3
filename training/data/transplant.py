"""Ground that has changed since the map was made: a part of another place, its radar and its picture alike.

Maps and older pictures are old. Where water lies over fields, a wood is cleared or a town has grown, today's radar is
right and they are wrong. So a part of a crop is taken from another place (CutMix, Yun et al. 2019): real backscatter of
that ground, its true colours and cover, while the map still shows what was there.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sentinel.cover import UNKNOWN, WATER
from training.data.examples import Example
from training.data.sar_augment import crop

WET = 0.6  # of the transplants show water
LEAST_WATER = 400  # pixels that make a chip a giver of water


class Givers:
    """Examples that parts are taken from: calibrated, with colours."""

    def __init__(self, examples: list[Example]) -> None:
        self.all = [e for e in examples if e.calibrated and e.valid.any() and e.source == 'multispectral']
        wet = [np.flatnonzero(e.cover == WATER) if e.cover is not None else np.empty(0, int) for e in self.all]
        self.wet = [(e, pixels) for e, pixels in zip(self.all, wet) if len(pixels) >= LEAST_WATER]
        self.places = sorted({e.place for e, _ in self.wet})

    def draw(self, size: int, rng: np.random.Generator) -> tuple[Example, bool]:
        """Return a crop of some place, and whether its water is what is wanted of it."""
        if self.wet and rng.random() < WET:
            place = self.places[rng.integers(len(self.places))]
            there = [pair for pair in self.wet if pair[0].place == place]
            example, pixels = there[rng.integers(len(there))]
            middle = np.unravel_index(int(pixels[rng.integers(len(pixels))]), example.valid.shape)
            return crop(example, size, rng, (int(middle[0]), int(middle[1]))), True
        return crop(self.all[rng.integers(len(self.all))], size, rng), False


def blob(size: int, rng: np.random.Generator) -> np.ndarray:
    """Return a mask (size, size) of one or some smooth patches, 8 to 60 % of it."""
    noise = rng.standard_normal((size, size)).astype(np.float32)
    radius = int(rng.integers(4, size // 5))
    for _ in range(2):
        noise = box_mean(noise, np.ones(noise.shape, bool), radius)
    return noise > np.quantile(noise, 1 - rng.uniform(0.08, 0.6))


def transplanted(example: Example, giver: Example, of_water: bool, rng: np.random.Generator) -> Example:
    """Return the crop with ground of another one of its size; its map (classes) stays as it was.

    Polarisations that the giver lacks go. Returned as it is where nothing is in common.
    """
    names = [name for name in example.db if name in giver.db]
    if not names:
        return example
    mask = blob(len(example.valid), rng)
    if of_water and rng.random() < 0.7:  # the water's own shape, in whole or in part
        mask = (giver.cover == WATER) & (mask if rng.random() < 0.3 else True)
    mask = mask & np.all([np.isfinite(giver.db[name]) for name in names], axis=0)
    unknown = np.full(mask.shape, UNKNOWN, np.uint8)
    covers = [unknown if e.cover is None else e.cover for e in (giver, example)]
    return replace(
        example,
        db={name: np.where(mask, giver.db[name], example.db[name]) for name in names},
        target=np.where(mask, giver.target, example.target),
        valid=np.where(mask, giver.valid, example.valid),
        cover=np.where(mask, *covers),
    )
