"""A series of arrays where the product has layers: core/composite/estimates.py runs on it as it does on files."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from sar2optical_qgis.core.composite import timegate_inputs
from sar2optical_qgis.core.composite.estimates import Copies, Made, Regression
from sar2optical_qgis.core.composite.request import LEAST_CLEAR
from sar2optical_qgis.core.raster.tiling import Tile
from sar2optical_qgis.core.sentinel.covariates import multilooked_covariates, on_pixels
from sar2optical_qgis.core.sentinel.window import Window


class ArraySeries:
    """Dates in memory with the interface of core.composite.series.Series, as far as estimates use it."""

    is_in_memory = True

    def __init__(
        self,
        bands: tuple[str, ...],
        values: list[np.ndarray],
        clear: list[np.ndarray],
        valid: list[np.ndarray],
        days: list[int],
        target: int = 0,
        db: dict[str, np.ndarray] | None = None,
    ) -> None:
        """Take, of each date, reflectance (bands, rows, cols), clear and valid (rows, cols), and days from the target.

        ``db``: the target's radar by polarisation, nan where there is none.
        """
        self.bands, self.days, self.target = bands, list(days), target
        height, width = clear[0].shape
        self.grid = SimpleNamespace(height=height, width=width)
        self.polarisations = tuple(db or ())
        nothing, nowhere = np.zeros((0, height, width), np.float32), np.zeros((0, height, width), bool)
        planes, known, where, filled = nothing, nowhere, {}, {}
        if db:
            where = {name: np.isfinite(v) for name, v in db.items()}
            filled = {name: np.nan_to_num(v.astype(np.float32), nan=-50.0) for name, v in db.items()}
            planes, seen = (on_pixels(v, (height, width)) for v in multilooked_covariates(filled, where))
            known = np.broadcast_to(seen, planes.shape)
        self.images = [
            Window(
                v, v.astype(np.float32), good, good & ~c,
                *((planes, known, filled, where) if k == target else (nothing, nowhere, {}, {})), np.zeros_like(good),
            )
            for k, (v, c, good) in enumerate(zip(values, clear, valid))
        ]  # fmt: skip

    def by_nearness(self) -> list[int]:
        others = [k for k in range(len(self.images)) if k != self.target]
        return sorted(others, key=lambda k: (abs(self.days[k]), self.days[k], k))

    def read(self, k: int, row: int, col: int, height: int, width: int) -> Window:
        assert (row, col, height, width) == (0, 0, self.grid.height, self.grid.width), 'one window is the whole'
        return self.images[k]

    def clear_by_mask(self, *_: int) -> np.ndarray:
        return np.stack([image.clear for image in self.images])

    def keeps_raw(self, _: int) -> bool:
        return False

    def without_useless(
        self, values: np.ndarray, planes: np.ndarray, use: np.ndarray, after: int
    ) -> tuple[np.ndarray, list[str]]:
        return planes[:, use], []

    def sample(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        values = np.stack([image.reflectance for image in self.images])
        own = self.images[self.target]
        flat = len(own.covariates), own.clear.size
        return (
            values.reshape(*values.shape[:2], -1), self.clear_by_mask().reshape(len(values), -1),
            own.covariates.reshape(flat), own.known.reshape(flat),
        )  # fmt: skip


def estimate(series: ArraySeries, absent: bool = False) -> tuple[Made, Regression | Copies]:
    """Return what the product makes of the series: METHOD regression, or the median where the target shows too little.

    ``absent``: the target date is wholly hidden, so that nothing of it can be learned.
    """
    whole = 0, 0, series.grid.height, series.grid.width
    tile = Tile(*whole, (0, 0), whole[2:])
    clear = series.clear_by_mask()
    hidden = ~clear[series.target]
    sample = series.sample()
    if not absent:
        shows = (clear & hidden).sum(axis=(1, 2)).astype(float)
        made = Regression(series, sample, shows, int(hidden.sum()))
        if made.can_learn:
            made.learn(*whole)
            made.finish(kriges=True)
            if made.fit.pixels >= LEAST_CLEAR:
                return made.make(tile, made.load(*whole), True), made
    share = 1.0 - clear.mean(axis=(1, 2))
    made = Copies(series, 'median', sample, share)
    made.learn(*whole)
    made.finish()
    return made.make(tile, made.load(*whole), True), made


def planes_of(series: ArraySeries, absent: bool, radars: list[np.ndarray | None]) -> np.ndarray:
    """Return the network's input (2 + others, planes, rows, cols), as core/composite/timegate.py makes it of files."""
    made, base = estimate(series, absent)
    to_target = base.others.to_target if isinstance(base, Regression) else {}
    own = series.images[series.target]
    others, kept = [], [radars[series.target]]
    for k in series.by_nearness()[: timegate_inputs.MOST_OTHERS]:
        seen = series.images[k]
        if seen.clear.any():
            others.append(
                (seen.reflectance, timegate_inputs.says(seen.reflectance, to_target.get(k)), seen.clear, series.days[k])
            )
            kept.append(radars[k])
    target = None if absent else (own.reflectance, own.clear, own.valid)
    return timegate_inputs.entries(series.bands, (made.reflectance, made.sigma), target, others, kept)
