"""What sees the ground under the cloud, as covariates of the same-image fit: today's radar, a reference date."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .covariates import MARGIN, MULTILOOK_MARGIN, multilooked_covariates, sampled_covariates
from .radar import Radar
from .reference import Reference
from .window import Window


@dataclass(frozen=True)
class CovariateReader:
    """Covariates of any window. With ``factor`` MULTILOOK they are of squares of pixels, which only the radar has."""

    radar: Radar | None
    reference: Reference | None
    factor: int = 1

    def of_pixels(self, window: Window, row: int, col: int, step: int = 1) -> Window:
        """Return a window, whose corner is (row, col), with covariates of its pixels: those of the square of each.

        The window may hold every ``step``-th pixel of both axes, 1 or a multiple of ``factor``.
        """
        found = self._with(window, row, col, step, max(step, self.factor))
        if step >= self.factor:
            return found
        rows, cols = window.valid.shape
        of_squares = found.covariates, found.known
        planes, known = (v.repeat(self.factor, 1).repeat(self.factor, 2)[:, :rows, :cols] for v in of_squares)
        return replace(found, covariates=planes, known=known)

    def of_squares(self, window: Window, row: int, col: int) -> Window:
        """Return a window with covariates (d, rows / factor, cols / factor)."""
        return self._with(window, row, col, 1, self.factor)

    def _with(self, window: Window, row: int, col: int, step: int, every: int) -> Window:
        """Return a window that holds every ``step``-th pixel with covariates of every ``every``-th."""
        height, width = (size * step for size in window.valid.shape)
        nothing = np.zeros((0, -(-height // every), -(-width // every)), np.float32)
        planes, holds, db, db_valid = [], [], {}, {}
        if self.radar is not None:
            radar, seen, db, db_valid = self._read_radar(row, col, height, width, step, every)
            planes.append(radar)
            holds.append(np.broadcast_to(seen, radar.shape))
        if self.reference is not None:
            other, seen = self.reference.covariates(row, col, height, width, every)
            planes.append(other)
            holds.append(np.broadcast_to(seen, other.shape))
        if not planes:
            return replace(window, covariates=nothing, known=nothing.astype(bool))
        stacked, known = (each[0] if len(each) == 1 else np.concatenate(each) for each in (planes, holds))
        return replace(window, covariates=stacked, known=known, db=db, db_valid=db_valid)

    def _read_radar(
        self, row: int, col: int, height: int, width: int, step: int, every: int
    ) -> tuple[np.ndarray, np.ndarray, dict, dict]:
        """Return covariates of every ``every``-th pixel, where they hold; dB and its validity of every ``step``-th."""
        edge, factor = MARGIN if self.factor == 1 else MULTILOOK_MARGIN, self.factor
        rows, cols = (size + size % factor + 2 * edge for size in (height, width))
        db, where = self.radar.read(row - edge, col - edge, rows, cols)
        if factor == 1:
            planes, seen = sampled_covariates(db, where, every)
        else:
            inner = slice(edge // factor, -edge // factor, every // factor)
            planes, seen = (v[..., inner, inner] for v in multilooked_covariates(db, where))
        own = np.s_[edge : edge + height : step, edge : edge + width : step]
        return planes, seen, *({p: v[own] for p, v in each.items()} for each in (db, where))
