"""Ground whose radar is that of other ground, as far as one likes: a flood over all fields, a beach where a wood was.

Real patches of water (transplant.py) have the shape and the size of lakes. A flood has any: it covers a corner or all
fields of a scene, is rough with wind or smooth, and its level moves with the incidence angle. So small windows of real
ground are drawn, speckle included, and laid over a part of a chip; dry ground of other places is laid down alike, or
whatever is laid down would be taken for water. Speckle hangs together in windows, and in single pixels it does not: a
network that has seen one of both alone takes the other for something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sentinel.cover import COVERS, UNKNOWN, WATER
from training.data.examples import Example

WET = 0.65  # of the chips that are repainted; the others show dry ground
DRY = {'forest': 0.15, 'green': 0.3, 'bare': 0.45, 'built': 0.1}  # what that is: the smoothest most
WINDOW, FEWEST = 8, 6  # pixels along each side of a window, all of one cover; windows of a chip that teach it
LEAST = 300  # pixels that can be repainted
SINGLE = 0.5  # of the grounds that are laid are drawn pixel by pixel
OF_WATER, OF_LAND = (-1.5, 3.0), (-2.5, 1.0)  # dB up or down: what looks least like itself teaches most
WIND = 1.0  # dB: standard deviation of wide streaks, at most


class Grounds:
    """What real ground of each cover looks like: windows of backscatter in dB (n, bands, WINDOW, WINDOW), by place."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.seen: dict[tuple[tuple[str, ...], int], dict[str, list[np.ndarray]]] = {}
        for example in examples:
            if not example.calibrated or example.cover is None:
                continue
            for number in np.unique(example.cover[example.cover != UNKNOWN]):
                values = _windows(np.stack([np.asarray(v, np.float32) for v in example.db.values()]))
                pure = (_windows(example.cover[None]) == number).all((1, 2, 3)) & np.isfinite(values).all((1, 2, 3))
                if pure.sum() >= FEWEST:
                    places = self.seen.setdefault((tuple(example.db), int(number)), {})
                    places.setdefault(example.place, []).append(values[pure])

    def repainted(self, example: Example, rng: np.random.Generator) -> Example | None:
        """Return a calibrated example of known cover with a part of it looking like ground of another place.

        Its map and its picture stay. None where no other place has such ground, or too little can be repainted.
        """
        names, is_wet = tuple(example.db), rng.random() < WET
        number = WATER if is_wet else COVERS.index(rng.choice(list(DRY), p=list(DRY.values())))
        places = {p: v for p, v in self.seen.get((names, number), {}).items() if p != example.place}
        mask = _part(example.cover, rng)
        if not places or mask is None:
            return None
        own = places[sorted(places)[rng.integers(len(places))]]
        values = own[rng.integers(len(own))]
        drawn = _laid(values, mask.shape, rng)[:, mask]
        level = rng.uniform(*(OF_WATER if is_wet else OF_LAND))
        streaks = rng.uniform(0, WIND) * _smooth(mask.shape, int(rng.integers(2, 20)), rng)[mask]
        db = {}
        for name, new in zip(names, drawn):  # wind moves VV more than VH, which lies near the noise
            db[name] = np.asarray(example.db[name], np.float32).copy()
            db[name][mask] = new + level * (1.0 if name == 'VV' else rng.uniform(0.3, 1.0)) + streaks
        return replace(example, db=db, cover=np.where(mask, np.uint8(number), example.cover))


def _windows(values: np.ndarray) -> np.ndarray:
    """Return the windows (n, bands, WINDOW, WINDOW) of a chip (bands, rows, cols), half of one apart."""
    every = sliding_window_view(values, (WINDOW, WINDOW), (1, 2))[:, :: WINDOW // 2, :: WINDOW // 2]
    return every.reshape(len(values), -1, WINDOW, WINDOW).swapaxes(0, 1)


def _laid(windows: np.ndarray, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Return ground (bands, rows, cols) laid with windows drawn at random, or with single pixels of them."""
    if rng.random() < SINGLE:
        return windows.swapaxes(0, 1).reshape(windows.shape[1], -1)[:, rng.integers(0, windows[:, 0].size, shape)]
    down, across = (-(-n // WINDOW) for n in shape)
    drawn = windows[rng.integers(0, len(windows), (down, across))]
    return drawn.transpose(2, 0, 3, 1, 4).reshape(windows.shape[1], down * WINDOW, -1)[:, : shape[0], : shape[1]]


def _part(cover: np.ndarray, rng: np.random.Generator) -> np.ndarray | None:
    """Return a part (rows, cols) of the open land, of all but woods and towns, or of all ground; None if too small."""
    known, draw = cover != UNKNOWN, rng.random()
    open_land = np.isin(cover, [COVERS.index('green'), COVERS.index('bare')])
    no_walls = known & ~np.isin(cover, [COVERS.index('forest'), COVERS.index('built')])
    ground = open_land if draw < 0.6 else no_walls if draw < 0.8 else known
    ground = ground if ground.sum() >= LEAST else known
    if ground.sum() < LEAST:
        return None
    share = rng.choice([rng.uniform(0.1, 0.5), rng.uniform(0.5, 1.0), 1.0])
    noise = _smooth(cover.shape, int(rng.integers(3, max(4, min(cover.shape) // 10))), rng)
    return ground & (noise >= np.quantile(noise[ground], 1 - share))


def _smooth(shape: tuple[int, int], radius: int, rng: np.random.Generator) -> np.ndarray:
    """Return smooth noise (rows, cols) of standard deviation 1."""
    noise = rng.standard_normal(shape).astype(np.float32)
    for _ in range(2):
        noise = box_mean(noise, np.ones(shape, bool), radius)
    return noise / max(float(noise.std()), 1e-6)
