"""What sees the ground under the cloud, as covariates of the same-image fit: radar, other dates, any other layers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..fit.usefulness import helpful
from ..raster.raster import Raster
from .covariate_layers import CovariateLayers
from .covariates import MULTILOOK, MULTILOOK_MARGIN, multilooked_covariates, on_pixels
from .radar import Radar
from .references import References
from .window import Window


@dataclass(frozen=True)
class CovariateReader:
    """Covariates of any window: of squares of ``coarsest`` pixels, MULTILOOK or 1, where radar is all there is.

    Other dates and layers show more, so that covariates are of pixels then. The radar's are of squares always: on
    pixels they are speckle (training/EXPERIMENTS.md).
    """

    radar: Radar | None
    references: References | None
    layers: CovariateLayers | None = None
    coarsest: int = 1

    def of_pixels(self, window: Window, row: int, col: int, step: int = 1) -> Window:
        """Return a window, whose corner is (row, col), with covariates of its pixels: those of the square of each.

        The window may hold every ``step``-th pixel of both axes, 1 or a multiple of ``factor``.
        """
        found = self._with(window, row, col, step, max(step, self.factor))
        if step >= self.factor:
            return found
        planes, known = (on_pixels(v, window.valid.shape) for v in (found.covariates, found.known))
        return replace(found, covariates=planes, known=known)

    def of_squares(self, window: Window, row: int, col: int) -> Window:
        """Return a window with covariates (d, rows / factor, cols / factor)."""
        return self._with(window, row, col, 1, self.factor)

    @property
    def factor(self) -> int:
        """Return how many pixels along its side a square has that covariates are of."""
        return self.coarsest if self.references is None and not (self.layers and self.layers.layers) else 1

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but the image."""
        return self.radar is None and self.references is None and not (self.layers and self.layers.layers)

    def rasters(self) -> list[Raster]:
        """Return all layers that tiles read again and again; those of COVARIATES keep what they read."""
        radar = [self.radar.reader.raster] if self.radar else []
        return radar + (self.references.rasters if self.references else [])

    def drop_useless(
        self, values: np.ndarray, planes: np.ndarray, square: np.ndarray, after: int = 0
    ) -> tuple[np.ndarray, list[str]]:
        """Leave out those layers of COVARIATES that do not help on clear pixels held back.

        ``values`` (bands, n) and ``planes`` (d, n), the layers' last but for ``after`` of them, are of a sample, and
        ``square`` (n,) as in helpful(). Returns the planes that stay, and what to say.
        """
        if self.layers is None or not self.layers.layers:
            return planes, []
        own = self.layers.groups
        groups = [-1] * (len(planes) - len(own) - after) + own + [-1] * after
        first = len(planes) - len(own) - after
        self.layers.learn_holes(planes[:first], planes[first : first + len(own)])
        gains = helpful(values, planes, square, groups)
        names = [layer.role for layer in self.layers.layers]
        told = [
            f'{name} saves {gains[k]:.1%} of the error on clear pixels that were held back.' if gains.get(k) else
            f'{name} is kept: too few clear pixels tell whether it helps.' if k in gains else
            f'{name} does not help on clear pixels that were held back and is left out.'
            for k, name in enumerate(names)
        ]  # fmt: skip
        self.layers.keep(sorted(gains))
        return planes[[k in gains or k == -1 for k in groups]], told

    def _with(self, window: Window, row: int, col: int, step: int, every: int) -> Window:
        """Return a window that holds every ``step``-th pixel with covariates of every ``every``-th."""
        height, width = (size * step for size in window.valid.shape)
        nothing = np.zeros((0, -(-height // every), -(-width // every)), np.float32)
        planes, holds, db, db_valid = [], [], {}, {}
        if self.radar is not None:
            radar, seen, db, db_valid = self._read_radar(row, col, height, width, step, every)
            planes.append(radar)
            holds.append(np.broadcast_to(seen, radar.shape))
        if self.references is not None:
            other, seen = self.references.covariates(row, col, height, width, every)
            planes.append(other)
            holds.append(np.broadcast_to(seen, other.shape))
        if self.layers is not None and self.layers.layers:
            others = np.concatenate(planes) if planes else None
            planes.append(self.layers.covariates(row, col, height, width, every, others))
            holds.append(np.ones(planes[-1].shape, bool))
        if not planes:
            return replace(window, covariates=nothing, known=nothing.astype(bool))
        stacked, known = (each[0] if len(each) == 1 else np.concatenate(each) for each in (planes, holds))
        return replace(window, covariates=stacked, known=known, db=db, db_valid=db_valid)

    def _read_radar(
        self, row: int, col: int, height: int, width: int, step: int, every: int
    ) -> tuple[np.ndarray, np.ndarray, dict, dict]:
        """Return covariates of every ``every``-th pixel, where they hold; dB and its validity of every ``step``-th."""
        edge = MULTILOOK_MARGIN
        rows, cols = (size + size % MULTILOOK + 2 * edge for size in (height, width))
        db, where = self.radar.read(row - edge, col - edge, rows, cols)
        inner = slice(edge // MULTILOOK, -edge // MULTILOOK, max(every // MULTILOOK, 1))
        planes, seen = (v[..., inner, inner] for v in multilooked_covariates(db, where))
        if every < MULTILOOK:
            planes, seen = on_pixels(planes, (height, width)), on_pixels(seen, (height, width))
        own = np.s_[edge : edge + height : step, edge : edge + width : step]
        return planes, seen, *({p: v[own] for p, v in each.items()} for each in (db, where))
