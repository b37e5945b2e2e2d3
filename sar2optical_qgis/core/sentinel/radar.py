"""A Sentinel-1 layer on a grid: which bands, which scale, and its decibels a window at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..errors import InputError
from ..model.channels import SceneStatistics
from ..names import POLARISATIONS
from ..raster.align import BILINEAR, AlignedReader
from ..raster.target_grid import TargetGrid
from . import covariates
from .bands import find_sar_bands, has_polarisations
from .grd_tables import QUANTITIES
from .layers import open_layer
from .radar_picture import statistics_of
from .radar_reading import understand
from .radar_units import PLAUSIBLE_DB
from .radiometry import FLOOR_DB, SAR_SCALES, db_to_power, power_to_db


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
        quantity: str = 'sigma0',
        around: int = 0,
    ) -> None:
        """Open and check the layer; ``decisions`` says what each auto decided.

        ``extent``: xmin, ymin, xmax, ymax of the part to read, in the layer's CRS, with ``around`` pixels of context.
        ``quantity``: as of open_layer.
        """
        self.decisions: list[str] = []
        if quantity not in QUANTITIES:
            raise InputError(f'CALIBRATION "{quantity}" is unknown. Choose one of {", ".join(QUANTITIES)}.')
        self.raster, self.quantity = open_layer(path, role, True, quantity), quantity
        if quantity != 'sigma0' and not self.raster.note:
            self.decisions.append(f'{role} is no GRD with its annotation: CALIBRATION says nothing about it.')
        if onto is not None:
            onto.raster.require_overlap(self.raster)
        if scale not in SAR_SCALES:
            raise InputError(f'SAR_SCALE "{scale}" is unknown. Choose one of {", ".join(SAR_SCALES)}.')
        found, note = find_sar_bands(self.raster, bands)
        note = ' '.join(filter(None, [f'{role}: {self.raster.note}' if self.raster.note else '', note]))
        first = dict(found)
        self.target_grid = TargetGrid.of(self.raster, extent, around=around) if onto is None else onto
        self.grid, self.origin = self.target_grid.grid, self.target_grid.origin
        window = self.target_grid.window if onto is None else None
        if self.raster.note and scale == 'auto':  # calibrated by us, to power
            scale = 'linear'
        is_told = bands.strip().lower() not in ('auto', '') or has_polarisations(self.raster)
        found_out = understand(self.raster, found, scale, is_told)
        values = valid = np.zeros((len(found), 0))
        if found_out is not None:
            found = found_out.bands
            note = '' if found_out.bands != first else note
            found = {p: found[p] for p in POLARISATIONS if p in found}  # in whatever order they come
            values, valid = self.raster.sample(tuple(found.values()), window)
            if around and onto is None and valid.any():
                there = self.raster.sample(tuple(found.values()), self.target_grid.wanted_window)[1]
                valid = valid & there.any()
        self.decisions += [note] if note else []
        if not valid.any():
            raise InputError(
                f'{role} holds no valid pixel here (all nodata, NaN or infinite). Choose another layer'
                + (' or EXTENT.' if onto is None else f', or leave {role} out.')
            )
        self.polarisations, numbers = tuple(found), tuple(found.values())
        self.unit, self.calibrated = found_out.unit, found_out.is_calibrated
        self.decisions += found_out.decisions
        self._take_statistics(values, valid, scale, bands)
        if onto is None:
            self.reader = AlignedReader(self.raster, self.grid, numbers, origin=self.origin)
        else:
            self.reader = onto.lay(self.raster, numbers, BILINEAR, self._power)
        self.is_power = onto is not None

    def _take_statistics(self, values: np.ndarray, valid: np.ndarray, scale: str, bands: str) -> None:
        raster, sample = self.raster, values[valid]
        if raster.count >= 4 and raster.is_integer and not raster.is_byte and bands == 'auto' and sample.min() > 0:
            self.decisions.append(
                f'{raster.role} has many integer bands; if it is optical, the picture will be meaningless.'
            )
        how = ' (auto)' if scale == 'auto' else ''
        levels = {p: self.unit.to_db(v[g]) for p, v, g in zip(self.polarisations, values, valid)}
        pictures = {} if self.calibrated else {p: statistics_of(db) for p, db in levels.items()}
        self.statistics = {p: pictures[p].scene if pictures else SceneStatistics.of(db) for p, db in levels.items()}
        self.dark = {p: picture.dark for p, picture in pictures.items() if picture.dark}  # shares, as water
        seen = [p for p, good in zip(self.polarisations, valid) if good.any()]
        medians = ', '.join(f'{p} {self.statistics[p].median_db:.1f} dB' for p in seen)
        kind = (
            'calibrated backscatter' if self.calibrated else 'a picture of unknown stretch, so only its contrasts count'
        )
        name = 'SAR' if raster.role == 'INPUT' else raster.role
        self.decisions.append(f'{name} scale {self.unit}{how}: median {medians}, {kind}.')
        if len(seen) < len(self.polarisations):
            empty = next(p for p in self.polarisations if p not in seen)
            self.decisions.append(f'{raster.role}: {empty} holds no valid pixel here, so {seen[0]} alone is used.')
        if not self.calibrated and self.unit.kind != 'uint8':
            self.decisions.append(
                f'Calibrated backscatter has a median between {PLAUSIBLE_DB[0]:g} and {PLAUSIBLE_DB[1]:g} dB. '
                'If it is that, say its unit with SAR_SCALE, or let the file say its scale (gdal_translate -a_scale).'
            )

    @property
    def scale(self) -> str:
        """Return the unit, one of SAR_SCALES."""
        return self.unit.kind

    def _power(self, raw: np.ndarray) -> np.ndarray:
        """Return linear power of raw values."""
        with np.errstate(over='ignore', invalid='ignore'):
            return db_to_power(self.unit.to_db(raw))

    def read(self, row: int, col: int, height: int, width: int) -> tuple[dict, dict]:
        """Return dB (rows, cols) and its validity by polarisation; a window may reach beyond the grid."""
        values, valid = self.reader.read(col, row, width, height)
        if self.is_power:
            valid = valid & (values > 0)
            db = power_to_db(values)
        else:
            db = self.unit.to_db(values if valid.all() else np.where(valid, values, 1))
        if not valid.all():
            np.copyto(db, np.float32(FLOOR_DB), where=~valid)
        return dict(zip(self.polarisations, db)), dict(zip(self.polarisations, valid))

    def windows(self, size: int = 128, most: int = 4) -> Iterator[tuple[dict, dict]]:
        """Yield what read() gives of up to ``most`` x ``most`` windows all over the layer."""
        height, width = self.grid.height, self.grid.width
        rows = np.unique(np.linspace(0, max(height - size, 0), most).astype(int))
        cols = np.unique(np.linspace(0, max(width - size, 0), most).astype(int))
        for row, col in ((int(r), int(c)) for r in rows for c in cols):
            yield self.read(row, col, min(size, height - row), min(size, width - col))

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
