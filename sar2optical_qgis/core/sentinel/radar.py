"""A Sentinel-1 layer on a grid: which bands, which scale, and its decibels a window at a time."""

from __future__ import annotations

import numpy as np

from ..errors import InputError
from ..model.channels import SceneStatistics
from ..raster.align import BILINEAR, AlignedReader
from ..raster.target_grid import TargetGrid
from . import covariates
from .bands import find_sar_bands
from .layers import open_layer
from .radiometry import FLOOR_DB, db_to_power, guess_sar_scale, is_calibrated, power_to_db, to_db


class Radar:
    """An opened radar layer. Its own grid is the one that it is read on, or another's (``onto``), through power."""

    def __init__(
        self,
        path: str,
        role: str = 'INPUT',
        bands: str = 'auto',
        scale: str = 'auto',
        extent: tuple[float, float, float, float] | None = None,
        onto: TargetGrid | None = None,
    ) -> None:
        """Open and check the layer; ``decisions`` says what each auto decided.

        ``extent``: xmin, ymin, xmax, ymax of the part to read, in the layer's CRS.
        """
        self.decisions: list[str] = []
        self.raster = open_layer(path, role, is_picture=True)
        if onto is not None:
            onto.raster.require_overlap(self.raster)
        found, note = find_sar_bands(self.raster, bands)
        self.decisions += [*([f'{role}: {self.raster.note}'] if self.raster.note else []), note]
        self.polarisations, numbers = tuple(found), tuple(found.values())
        self.target_grid = TargetGrid.of(self.raster, extent) if onto is None else onto
        self.grid, self.origin = self.target_grid.grid, self.target_grid.origin
        window = self.target_grid.window if onto is None else None
        values, valid = self.raster.sample(numbers, window, padding=self.raster.padding)
        if not valid.any():
            raise InputError(
                f'{role} holds no valid pixel here (all nodata, NaN or infinite). Choose another layer'
                + (' or EXTENT.' if onto is None else f', or leave {role} out.')
            )
        if self.raster.note and scale == 'auto':  # calibrated by us, to power
            scale = 'linear'
        self._decide_scale(values, valid, scale, bands)
        if onto is None:
            self.reader = AlignedReader(self.raster, self.grid, numbers, origin=self.origin)
        else:
            self.reader = onto.lay(self.raster, numbers, BILINEAR, self._power)
        self.is_power = onto is not None

    def _decide_scale(self, values: np.ndarray, valid: np.ndarray, scale: str, bands: str) -> None:
        raster, sample = self.raster, values[valid]
        if raster.count >= 4 and raster.is_integer and not raster.is_byte and bands == 'auto' and sample.min() > 0:
            self.decisions.append(
                f'{raster.role} has many integer bands; if it is optical, the picture will be meaningless.'
            )
        how = ' (auto)' if scale == 'auto' else ''
        self.scale = guess_sar_scale(sample.astype(np.float32), raster.is_byte) if scale == 'auto' else scale
        db = [to_db(v[g], self.scale) for v, g in zip(values, valid)]
        self.statistics = {p: SceneStatistics.of(d) for p, d in zip(self.polarisations, db)}
        self.calibrated = is_calibrated(np.concatenate(db), self.scale)
        medians = ', '.join(f'{p} {s.median_db:.1f} dB' for p, s in self.statistics.items())
        kind = (
            'calibrated backscatter' if self.calibrated else 'a picture of unknown stretch, so only its contrasts count'
        )
        name = 'SAR' if raster.role == 'INPUT' else raster.role
        self.decisions.append(f'{name} scale {self.scale}{how}: median {medians}, {kind}.')

    def _power(self, raw: np.ndarray) -> np.ndarray:
        """Return linear power of raw values, 0 where they are padding."""
        with np.errstate(over='ignore', invalid='ignore'):
            power = db_to_power(to_db(raw, self.scale))
        return np.where(self.raster.padding(raw), 0.0, power).astype(np.float32)

    def read(self, row: int, col: int, height: int, width: int) -> tuple[dict, dict]:
        """Return dB (rows, cols) and its validity by polarisation; a window may reach beyond the grid."""
        values, valid = self.reader.read(col, row, width, height)
        if self.is_power:
            valid = valid & (values > 0)
            db = power_to_db(values)
        else:
            valid &= ~self.raster.padding(values)
            db = to_db(values if valid.all() else np.where(valid, values, 1), self.scale)
        if not valid.all():
            np.copyto(db, np.float32(FLOOR_DB), where=~valid)
        return dict(zip(self.polarisations, db)), dict(zip(self.polarisations, valid))

    def covariates(
        self, row: int, col: int, height: int, width: int, polarisations: tuple[str, ...], step: int = 1
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return covariates.sar_covariates of a window, (4 per polarisation, rows, cols), and where they hold.

        Of every ``step``-th pixel of both axes.
        """
        edge = covariates.MARGIN
        db, good = self.read(row - edge, col - edge, height + 2 * edge, width + 2 * edge)
        wanted = ({p: each[p] for p in polarisations} for each in (db, good))
        return covariates.sampled_covariates(*wanted, step)
