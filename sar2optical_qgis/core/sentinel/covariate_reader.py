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
        stays = np.asarray(groups) == -1
        stays[first : first + len(own)] = self.layers.keep(sorted(gains))
        return planes[stays], [*self.layers.sentences, *told]

    def _with(self, window: Window, row: int, col: int, step: int, every: int) -> Window:
        """Return a window that holds every ``step``-th pixel with covariates of every ``every``-th."""
        height, width = (size * step for size in window.valid.shape)
        where, shape = (row, col, height, width), (-(-height // every), -(-width // every))
        parts, db, db_valid = [], {}, {}
        if self.radar is not None:
            radar, seen, db, db_valid = self._read_radar(*where, step, every)
            parts.append((radar, seen))
        if self.references is not None:
            parts.append(self.references.covariates(*where, every))
        count = sum(len(planes) for planes, _ in parts)
        layers = self.layers if self.layers is not None and self.layers.layers else None
        is_whole = len(parts) == 1 and layers is None and parts[0][0].shape[1:] == shape
        size = count + (len(layers.groups) if layers else 0)
        stacked = parts[0][0] if is_whole else np.empty((size, *shape), np.float32)
        everywhere = all(seen.all() for _, seen in parts)
        known, at = np.broadcast_to(np.True_, stacked.shape) if everywhere else np.ones(stacked.shape, bool), 0
        for planes, seen in parts:
            own, at = slice(at, at + len(planes)), at + len(planes)
            if not is_whole:
                _put(planes, stacked[own])
            if not everywhere:
                _put(np.broadcast_to(seen, planes.shape), known[own])
        if layers:
            layers.covariates(*where, every, stacked[:count], stacked[count:])
        return replace(window, covariates=stacked, known=known, db=db, db_valid=db_valid)

    def _read_radar(
        self, row: int, col: int, height: int, width: int, step: int, every: int
    ) -> tuple[np.ndarray, np.ndarray, dict, dict]:
        """Return covariates of every ``every``-th pixel, where they hold; dB and its validity of every ``step``-th.

        Covariates are of squares where they are coarser than what is asked for.
        """
        edge = MULTILOOK_MARGIN
        rows, cols = (size + size % MULTILOOK + 2 * edge for size in (height, width))
        db, where = self.radar.read(row - edge, col - edge, rows, cols)
        inner = slice(edge // MULTILOOK, -edge // MULTILOOK, max(every // MULTILOOK, 1))
        planes, seen = (v[..., inner, inner] for v in multilooked_covariates(db, where))
        own = np.s_[edge : edge + height : step, edge : edge + width : step]
        return planes, seen, *({p: v[own] for p, v in each.items()} for each in (db, where))


def _put(planes: np.ndarray, out: np.ndarray) -> None:
    """Write planes of pixels, or of squares of MULTILOOK, into ``out`` (n, rows, cols) of pixels."""
    if planes.shape[-2:] == out.shape[-2:]:
        out[...] = planes
    else:
        on_pixels(planes, out.shape[-2:], out)
