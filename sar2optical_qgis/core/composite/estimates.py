"""How a composite's pixels come about: by regression on the other dates, or copied from one of them after a rule.

Both have the same shape: learn() window by window and finish() for what needs a pass over the raster, load() to read a
window, make() to turn that into pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..fit.features import FeatureMap
from ..fit.normal_equations import NormalEquations, usual_step
from ..fit.other_dates import OtherDates, useful
from ..fit.regression import SameImageFit
from ..raster.tiling import Tile
from . import pixel_selection as compositing
from .doubt import DoubtByDates
from .series import Series

SIGMA = 1.3  # of the fit: what the errors under clouds on training dates ask for (training/EXPERIMENTS.md)
NEAREST = 2  # dates that a second fit sees alone: those further away tell more of where than of how today is
STRIP_BYTES = 48 * 2**20  # of all dates of a strip in memory at once, in each thread that reads, for medians


@dataclass(frozen=True)
class Made:
    """A finished window: (bands, rows, cols) reflectance and its sigma, and (rows, cols) of where it comes from."""

    reflectance: np.ndarray
    sigma: np.ndarray
    source: np.ndarray  # index of the date with the largest weight, -1 = hidden on every date
    clear_count: np.ndarray  # how many dates show the pixel, by their masks
    valid: np.ndarray
    kept: np.ndarray  # the target date's own pixel
    raw: np.ndarray | None  # its numbers, where they may be kept as they are


def _spread(values: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """Return the standard deviation of each band over all clear pixels of a sample, (bands,)."""
    pixels = values.transpose(1, 0, 2)[:, clear]
    return pixels.std(axis=1) if pixels.shape[1] > 1 else np.ones(len(pixels), np.float32)


class Regression:
    """The same-image fit on the target date's clear pixels, with the other dates (and radar) as covariates."""

    def __init__(self, series: Series, sample: tuple, shows: np.ndarray, hidden: int) -> None:
        """Choose dates and learn their relations from ``sample`` (Series.sample).

        ``shows``: how many of the target's ``hidden`` pixels each date shows.
        """
        values, clear, radar, radar_known = sample
        nearest = series.by_nearness()
        self.series = series
        self.others = OtherDates(values, clear, series.target, useful(nearest, shows, hidden) or nearest)
        self.can_learn = bool(self.others.chosen)
        self.spread = _spread(values[series.target : series.target + 1], clear[series.target : series.target + 1])
        if not self.can_learn:
            return
        flat = {k: values[k][:, None] for k in self.others.chosen}
        planes, known = self.others.covariates(flat, {k: clear[k][None] for k in self.others.chosen})
        use = known[0] & clear[series.target] & radar_known.all(axis=0)
        together = np.concatenate([radar, planes[:, 0]])
        together, self.told = series.without_useless(values[series.target], together, use, len(planes))
        self.by_worth = sorted(self.others.chosen, key=lambda k: -self.others.weight[k])
        self.doubt = DoubtByDates(values[series.target][:, use], together, clear[self.by_worth][:, use])
        features = FeatureMap(together, self._near(len(together) - len(planes)))
        shape = series.grid.height, series.grid.width
        self.sums = NormalEquations(shape, len(series.bands), features, usual_step(*shape))

    def _near(self, before: int) -> np.ndarray | None:
        """Return which covariates are of the NEAREST dates; None where no other is. ``before`` are of no date."""
        bands = [len(self.others.mean[k]) for k in self.others.chosen]
        if len(bands) <= NEAREST:
            return None
        return np.repeat([False, True, False], [before, sum(bands[:NEAREST]), sum(bands[NEAREST:])])

    @property
    def sentence(self) -> str:
        dates = ', '.join(str(k + 1) for k in self.others.chosen)
        radar = ' and radar' if self.series.polarisations else ''
        residual = 'kriging by place and likeness' if self.fit.kriges else 'push-pull'
        told = (
            f'The fit learned from {self.fit.pixels} clear pixels of the target date, with dates {dates}{radar}; '
            f'its residual goes by {residual}.'
        )
        return ' '.join([*self.told, told])

    def learn(self, row: int, col: int, height: int, width: int) -> None:
        """Add a window of one cell to the sums."""
        content = self._read(row, col, height, width, spare=False)
        seen = content['seen']
        if seen.clear.any() and content['clear']:
            covariates, known = self._covariates(content)
            self.sums.accumulate(row, col, seen.reflectance, seen.clear, covariates, known)

    def finish(self, kriges: bool) -> None:
        """Solve the fit; ``kriges``: whether its residual is kriged."""
        self.fit = self.sums.solve()
        self.fit.kriges = kriges
        self.doubt.learn(self.fit)

    def load(self, row: int, col: int, height: int, width: int) -> dict:
        """Read the target date, and of the others what is needed where it is hidden."""
        return self._read(row, col, height, width, spare=True)

    def _read(self, row: int, col: int, height: int, width: int, spare: bool) -> dict:
        window = row, col, height, width
        seen, shows = self.series.read(self.series.target, *window), self.series.clear_by_mask(*window)
        values, clear = {}, {}
        content = {'seen': seen, 'clear_count': shows.sum(axis=0), 'values': values, 'clear': clear}
        if (seen.clear.all() and spare) or not (seen.clear.any() or spare):
            return content
        for k in self.others.chosen:
            if shows[k].any():
                other = self.series.read(k, *window)
                values[k], clear[k] = other.reflectance, other.clear
        missing = ~(seen.clear | np.any(list(clear.values()), axis=0)) if clear else ~seen.clear
        for k in self.others.spare if spare else ():
            if (missing & shows[k]).any():
                other = self.series.read(k, *window)
                values[k], clear[k] = other.reflectance, other.clear & missing
                missing &= ~other.clear
        return content

    def _covariates(self, content: dict) -> tuple[np.ndarray, np.ndarray]:
        seen = content['seen']
        planes, known = self.others.covariates(content['values'], content['clear'])
        known = np.broadcast_to(known, planes.shape)
        return np.concatenate([seen.covariates, planes]), np.concatenate([seen.known, known])

    def make(self, tile: Tile, content: dict, fill: bool) -> Made:
        """Return the finished window; pixels that no date shows are interpolated where ``fill`` is set."""
        seen, series = content['seen'], self.series
        clear, made, sigma = seen.clear, seen.reflectance, np.zeros_like(seen.reflectance)
        source = np.where(clear, series.target, -1)
        if not clear.all():
            if not content['clear']:  # every other date is hidden all over the window
                content['values'][self.others.chosen[0]] = np.zeros_like(made)
                content['clear'][self.others.chosen[0]] = np.zeros_like(clear)
            covariates, known = self._covariates(content)
            source = np.where(clear, series.target, self.others.sources(content['clear']))
            made = self.fit.predict(tile.row, tile.col, made, clear, covariates, known)
            doubt = self.doubt([content['clear'].get(k, np.zeros_like(clear)) for k in self.by_worth])
            doubt = np.where(clear, np.float32(0.0), np.float32(SIGMA) * doubt)
            sigma = self.fit.sigma_at(tile.row, tile.col, clear) * doubt
            never = source < 0
            sigma[:, never] = np.maximum(sigma[:, never], self.spread[:, None])
        valid = source >= 0
        if fill:
            valid |= seen.valid
        raw = seen.raw if series.keeps_raw(series.target) else None
        return Made(made, sigma, source, content['clear_count'], valid, clear, raw)


class Copies:
    """Pixels copied from the dates: median, medoid, leastcloudy, lastclear."""

    def __init__(self, series: Series, method: str, sample: tuple, hidden_share: np.ndarray) -> None:
        """Learn from ``sample`` (Series.sample) how far each date lies from the target, for the uncertainty."""
        values, clear, *_ = sample
        self.series, self.method = series, method
        self.order = compositing.order_of(method, series.days, hidden_share)
        self.spread = _spread(values, clear)
        self.error = np.stack([self._error(values, clear, k) for k in range(len(values))])
        others = [k for k in range(len(values)) if k != series.target]
        if method == 'median':  # its pixels are no date's own, the target's neither
            self.error[series.target] = self.error[others].mean(axis=0)
        shape = series.grid.height, series.grid.width
        nothing = FeatureMap(np.zeros((0, 0), np.float32))
        self.sums = NormalEquations(shape, len(series.bands), nothing, usual_step(*shape))  # without covariates
        self.fit: SameImageFit | None = None

    def _error(self, values: np.ndarray, clear: np.ndarray, k: int) -> np.ndarray:
        """Return how far date ``k`` is off the target where both are clear, (bands,); off the others without that."""
        target = self.series.target
        if k == target:
            return np.zeros(values.shape[1], np.float32)
        if (clear[k] & clear[target]).any():
            pairs = [target]
        else:
            pairs = [i for i in range(len(values)) if i != k and (clear[k] & clear[i]).any()]
        squares = [((values[k] - values[i])[:, clear[k] & clear[i]] ** 2).mean(axis=1) for i in pairs]
        return np.sqrt(np.mean(squares, axis=0)) if squares else self.spread

    def learn(self, row: int, col: int, height: int, width: int) -> None:
        """Add a window of one cell to what fills the pixels that no date shows."""
        content = self.load(row, col, height, width)
        none = np.zeros((0, height, width), np.float32)
        self.sums.accumulate(row, col, content['values'], content['source'] >= 0, none, none.astype(bool))

    def finish(self) -> None:
        self.fit = self.sums.solve()

    def load(self, row: int, col: int, height: int, width: int) -> dict:
        """Read what the rule needs and apply it."""
        series = self.series
        shows = series.clear_by_mask(row, col, height, width)
        content = {'clear_count': shows.sum(axis=0)}
        if self.method in ('median', 'medoid'):
            row_bytes = 3 * len(shows) * len(series.bands) * width * 4
            rows = max(STRIP_BYTES // row_bytes, 8)
            parts = [self._middle(row + top, col, shows[:, top : top + rows]) for top in range(0, height, rows)]
            content['values'] = np.concatenate([values for values, _ in parts], axis=1)
            content['source'] = np.concatenate([source for _, source in parts])
        else:
            content['values'], content['source'] = self._first(row, col, shows)
        unseen = content['source'] < 0
        content['valid'] = ~unseen
        if unseen.any():
            content['valid'] = content['valid'] | series.read(series.target, row, col, height, width).valid
        return content

    def _middle(self, row: int, col: int, shows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return values and source of the median or the medoid of a strip."""
        dates = [k for k in range(len(shows)) if shows[k].any()]
        if not dates:
            return np.zeros((len(self.series.bands), *shows.shape[1:]), np.float32), np.full(shows.shape[1:], -1)
        seen = [self.series.read(k, row, col, *shows.shape[1:]) for k in dates]
        values, clear = np.stack([s.reflectance for s in seen]), np.stack([s.clear for s in seen])
        middle = compositing.median(values, clear)
        source = compositing.nearest_to(middle, values, clear)
        if self.method == 'medoid':
            middle = compositing.take(values, source)
        return middle, np.where(source >= 0, np.array(dates)[source], -1)

    def _first(self, row: int, col: int, shows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return values and source by order of the dates; those that add nothing are not read."""
        source = np.full(shows.shape[1:], -1)
        values = np.zeros((len(self.series.bands), *source.shape), np.float32)
        for k in self.order:
            if ((source < 0) & shows[k]).any():
                seen = self.series.read(k, row, col, *source.shape)
                use = seen.clear & (source < 0)
                values[:, use], source[use] = seen.reflectance[:, use], k
        return values, source

    def make(self, tile: Tile, content: dict, fill: bool) -> Made:
        """Return the finished window; pixels that no date shows are interpolated where ``fill`` is set."""
        values, source, valid = content['values'], content['source'], content['valid']
        never = source < 0
        sigma = self.error[source].transpose(2, 0, 1).astype(np.float32)
        sigma[:, never] = self.spread[:, None]
        if not fill or self.fit is None:  # without a fit no mask hides a pixel on every date: what is left has no data
            valid = ~never
        elif never.any():
            none = np.zeros((0, *source.shape), np.float32)
            values = self.fit.predict(tile.row, tile.col, values, ~never, none, none.astype(bool))
        kept = (source == self.series.target) & (self.method != 'median')
        return Made(values, sigma, source, content['clear_count'], valid, kept, None)
