"""A Sentinel-2 stack with its mask and, if given, radar: everything about a window of the image in one read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from . import covariates
from .align import AVERAGE, BILINEAR, NEAREST, AlignedReader
from .bands import find_s2_bands, find_sar_bands
from .channels import SceneStatistics, sar_planes
from .clouds import DILATE_M, brightness_limit, check_values, hidden_by, parse_hide
from .errors import InputError
from .filters import dilate
from .grid import Grid
from .radiometry import (
    FLOOR_DB,
    ReflectanceScale,
    db_to_power,
    guess_reflectance_scale,
    guess_sar_scale,
    is_calibrated,
    power_to_db,
    to_db,
)
from .raster import SEARCH_WINDOW, Raster

VISIBLE = ('B02', 'B03', 'B04')
ENOUGH_CLEAR = 100  # pixels whose darkest tell whether an offset is in the values
NO_BACKSCATTER = np.float32(FLOOR_DB)


@dataclass(frozen=True)
class Window:
    """What is known of one window; arrays are (bands, rows, cols) or (rows, cols)."""

    raw: np.ndarray  # the layer's own numbers
    reflectance: np.ndarray  # float32
    valid: np.ndarray  # the image has data
    hidden: np.ndarray  # the mask hides it (only where valid)
    covariates: np.ndarray  # of the same-image fit, (d, rows, cols)
    known: np.ndarray  # where each of them holds, (d, rows, cols)
    db: dict[str, np.ndarray]  # radar
    db_valid: dict[str, np.ndarray]
    bright: np.ndarray  # so bright that the mask probably missed a cloud

    @property
    def clear(self) -> np.ndarray:
        """Return where the ground is seen."""
        return self.valid & ~self.hidden

    @property
    def teaches(self) -> np.ndarray:
        """Return where the ground is seen for sure: what is learned from."""
        return self.clear & ~self.bright


class CloudyImage:
    """Opened inputs of a cloud removal, aligned to the image's own grid (or an extent of it)."""

    def __init__(
        self,
        image: str,
        mask: str,
        mask_type: str = 'scl',
        hide: str = '',
        dilate_px: int = -1,
        sar: str = '',
        bands: str = 'auto',
        s2_offset: str = 'auto',
        extent: tuple[float, float, float, float] | None = None,
        reference: str = '',
        numbers: tuple[int, ...] = (),
        onto: Grid | None = None,
        role: str = 'INPUT',
    ) -> None:
        """Open and check all inputs; ``decisions`` says what each auto decided.

        ``numbers``: the bands to read (from 1), empty = all. ``onto``: another grid to see the image on, as one date of
        a series. ``role``: what messages call the image.
        """
        self.decisions: list[str] = []
        self.polarisations: tuple[str, ...] = ()
        self.calibrated = False
        self.statistics: dict[str, SceneStatistics] = {}
        self.reference: AlignedReader | None = None
        self.raster = Raster(image, role, is_picture=True)
        names, note = find_s2_bands(self.raster, bands)
        self.decisions.append(note)
        self.numbers = numbers or tuple(range(1, self.raster.count + 1))
        self.names = {name: self.numbers.index(n) + 1 for name, n in names.items() if n in self.numbers}
        self.grid: Grid = onto or self.raster.grid
        self.whole = self.grid
        self.origin, window = (0, 0), None
        if extent is not None:
            col, row, self.grid = self.whole.subset(extent, role)
            self.origin = col, row
            window = (col, row, self.grid.width, self.grid.height) if onto is None else None
        self._open_pixels(onto is None)
        values, good = self._sample(window)
        self.scale = ReflectanceScale()
        self._open_mask(mask, mask_type, hide, dilate_px)
        self._decide_scale(values, good, s2_offset)
        if sar:
            self._open_sar(sar)
        if reference:
            self._open_reference(reference)

    def _open_pixels(self, own_grid: bool) -> None:
        """Prepare to read the image on its own pixels, or on those of another grid."""
        self.is_own_grid = own_grid
        self.is_aligned = own_grid or self.grid.offset_in(self.raster.grid) is not None
        if self.is_aligned:
            origin = self.origin if own_grid else None
            self.pixels = AlignedReader(self.raster, self.grid, self.numbers, origin=origin)
        else:
            finer = self.grid.pixel_size_m > 1.5 * self.raster.grid.pixel_size_m
            resampling = AVERAGE if finer else BILINEAR
            change = _without_padding if self.raster.nodata[0] is None else None
            self.pixels = AlignedReader(self.raster, self.grid, self.numbers, resampling, change)

    def _sample(self, window: tuple[int, int, int, int] | None) -> tuple[np.ndarray, np.ndarray]:
        """Check a sample of the image before anything else is opened."""
        values, good = self.raster.sample(self.numbers, window, padding=lambda v: self._padding(v)[None])
        self.empty = ~good.any(axis=1)  # such as B10 in Level-2A stacks
        if self.empty.any() and not self.empty.all():
            numbers = ', '.join(str(k + 1) for k in np.nonzero(self.empty)[0])
            self.decisions.append(f'Band(s) {numbers} hold no data at all and stay as they are.')
            self.names = {band: number for band, number in self.names.items() if not self.empty[number - 1]}
        good = good[~self.empty].all(axis=0)
        if not good.any() or self.empty.all():
            raise InputError(
                f'{self.raster.role} holds no valid pixel here (all nodata, NaN or infinite). '
                'Choose another layer or EXTENT.'
            )
        if self.raster.count >= 2 and np.median(values[~self.empty][:, good]) < 0:
            raise InputError(
                f'{self.raster.role} holds mostly negative values, as radar in dB does. Choose a Sentinel-2 layer.'
            )
        return values, good

    def _decide_scale(self, values: np.ndarray, good: np.ndarray, s2_offset: str) -> None:
        sample = values[:, good].astype(np.float32)
        spectral = [n - 1 for n in self.names.values()] or np.nonzero(~self.empty)[0].tolist()
        self.visible = [self.names[b] - 1 for b in VISIBLE if b in self.names] or spectral
        self.brightest = np.inf
        clear = self._clear_sample(spectral)
        self.scale = guess_reflectance_scale(
            sample[spectral], self.raster.is_integer, s2_offset, clear, offset_by_name(self.raster), self.raster.is_byte
        )
        self.brightest = brightness_limit(self.scale.to_reflectance(clear[[spectral.index(k) for k in self.visible]]))
        how = ' (auto)' if s2_offset == 'auto' else ''
        self.decisions.append(f'Reflectance = (value {self.scale.offset:+g}) x {self.scale.scale:g}{how}.')

    def _clear_sample(self, bands: list[int], size: int = 96) -> np.ndarray:
        """Return clear pixels (bands, n) of windows over the image: clouds hide how dark its darkest pixels are.

        Where all of the windows are cloudy, the image is searched until enough is found.
        """
        height, width = self.grid.height, self.grid.width
        rows = np.unique(np.linspace(0, max(height - size, 0), 5).astype(int)).tolist()
        cols = np.unique(np.linspace(0, max(width - size, 0), 5).astype(int)).tolist()
        spread = [(r, c, size) for r in rows for c in cols]
        whole = [(r, c, SEARCH_WINDOW) for r in range(0, height, SEARCH_WINDOW) for c in range(0, width, SEARCH_WINDOW)]
        parts, found = [np.zeros((len(bands), 0), np.float32)], 0
        for k, (row, col, edge) in enumerate(spread + whole):
            if k >= len(spread) and found >= ENOUGH_CLEAR:
                break
            window = row, col, min(edge, height - row), min(edge, width - col)
            if k >= len(spread) and self.read_mask(*window).all():
                continue
            seen = self.read_picture(*window)
            parts.append(seen.raw[bands][:, seen.clear].astype(np.float32))
            found += parts[-1].shape[1]
        return np.concatenate(parts, axis=1)

    def _padding(self, values: np.ndarray) -> np.ndarray:
        """DN 0 in all bands is nodata in Sentinel-2, unless the file names another."""
        return (values == 0).all(axis=0) if self.raster.nodata[0] is None else np.zeros(values.shape[1:], bool)

    def _open_mask(self, path: str, mask_type: str, hide: str, dilate_px: int) -> None:
        if not path:
            raise InputError(
                'SCL is missing. Give the scene classification (or another cloud mask, with its MASK_TYPE).'
            )
        parse_hide(hide, mask_type)
        mask = Raster(path, self.raster.role.replace('INPUT', 'SCL'))
        if mask_type != 'scl' and mask.nodata[0] == 0:  # tools that rasterise polygons call it so
            mask.forget_nodata()
            self.decisions.append('The mask declares 0 as nodata; it is taken as clear.')
        self.raster.require_overlap(mask)
        values, good = mask.sample((1,))
        check_values(values[good], mask_type, mask.role, hide)
        self.mask_type, self.hide = mask_type, hide
        origin = self.origin if self.raster.is_pixel_for_pixel(mask) else None
        if origin is not None and not self.is_own_grid:  # it lies on the image's pixels, whatever grid they are seen on
            origin, mask.grid = None, self.raster.grid
        self.mask = AlignedReader(mask, self.grid, (1,), NEAREST, origin=origin)
        self.dilate_px = int(round(DILATE_M / self.grid.pixel_size_m)) if dilate_px < 0 else dilate_px
        self.dilate_px = min(self.dilate_px, 256)

    def _open_sar(self, path: str) -> None:
        sar = Raster(path, 'SAR', is_picture=True)
        self.raster.require_overlap(sar)
        found, note = find_sar_bands(sar)
        self.decisions.append(note)
        self.polarisations, numbers = tuple(found), tuple(found.values())
        values, good = sar.sample(numbers, padding=sar.padding)
        if not good.any():
            raise InputError(
                'SAR holds no valid pixel (all nodata, NaN or infinite). Choose another layer, or leave SAR out.'
            )
        scale = guess_sar_scale(values[good].astype(np.float32), sar.is_byte)
        db = [to_db(v[g], scale) for v, g in zip(values, good)]
        self.statistics = {p: SceneStatistics.of(d) for p, d in zip(self.polarisations, db)}
        self.calibrated = is_calibrated(np.concatenate(db), scale)
        self.decisions.append(f'SAR scale {scale} (auto).')
        origin = self.origin if self.raster.is_pixel_for_pixel(sar) else None

        def change(raw: np.ndarray) -> np.ndarray:
            return _power(raw, scale, sar.padding(raw))

        self.sar = AlignedReader(sar, self.grid, numbers, BILINEAR, change, origin)

    def _open_reference(self, path: str) -> None:
        raster = Raster(path, 'REFERENCE', is_picture=True)
        self.raster.require_overlap(raster)
        numbers = tuple(range(1, raster.count + 1))
        _, good = raster.sample(numbers)
        if not good.all(axis=0).any():
            raise InputError('REFERENCE holds no valid pixel. Choose another layer, or leave REFERENCE out.')
        self.reference_has_nodata = raster.nodata[0] is not None
        origin = self.origin if self.raster.is_pixel_for_pixel(raster) else None
        self.reference = AlignedReader(raster, self.grid, numbers, BILINEAR, origin=origin)
        self.decisions.append(f'REFERENCE: {raster.count} band(s) of another date teach what lies under the cloud.')

    @property
    def has_alpha(self) -> bool:
        """Whether the layer has a band of transparency, which is carried along."""
        return len(self.raster.descriptions) > self.raster.count

    def read(self, row: int, col: int, height: int, width: int) -> Window:
        """Read a window of the grid; it may reach beyond, where nothing is valid."""
        return self.with_covariates(self.read_picture(row, col, height, width), row, col)

    def read_pixels(
        self, row: int, col: int, height: int, width: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return numbers and where each is data (bands, rows, cols), valid pixels and hidden ones (rows, cols)."""
        raw, good = self.pixels.read(col, row, width, height)
        valid = good[~self.empty].all(axis=0) & ~self._padding(raw)
        return raw, good, valid, self.read_mask(row, col, height, width) & valid

    def window(self, raw: np.ndarray, good: np.ndarray, valid: np.ndarray, hidden: np.ndarray) -> Window:
        """Return a window, or a part of one, of read_pixels without its covariates."""
        reflectance = self.scale.to_reflectance(raw)
        if not valid.all() or not good.all():
            np.copyto(reflectance, self.scale.to_reflectance(np.zeros(1, raw.dtype)), where=~good)
            np.copyto(reflectance, np.float32(0.0), where=~valid)
        nothing = np.zeros((0, *valid.shape), np.float32)
        bright = reflectance[self.visible].mean(axis=0) > self.brightest
        return Window(raw, reflectance, valid, hidden, nothing, nothing.astype(bool), {}, {}, bright)

    def read_picture(self, row: int, col: int, height: int, width: int) -> Window:
        """Read a window without its covariates: radar and reference cost more than the picture itself."""
        return self.window(*self.read_pixels(row, col, height, width))

    def with_covariates(self, window: Window, row: int, col: int, step: int = 1) -> Window:
        """Return a window of read_picture, whose corner is (row, col), with radar and reference.

        The window may hold every ``step``-th pixel of both axes.
        """
        height, width = (size * step for size in window.valid.shape)
        planes, holds, db, db_valid = [], [], {}, {}
        if self.polarisations:
            radar, seen, db, db_valid = self._read_sar(row, col, height, width, step)
            planes.append(radar)
            holds.append(np.broadcast_to(seen, radar.shape))
        if self.reference is not None:
            edge = covariates.REFERENCE_MARGIN
            other, good = self.reference.read(col - edge, row - edge, width + 2 * edge, height + 2 * edge)
            good = good.all(axis=0) & ((other != 0).any(axis=0) | self.reference_has_nodata)
            around, good = covariates.reference_covariates(other, good)
            inner = slice(edge, -edge, step)
            planes.append(around[:, inner, inner])
            holds.append(np.broadcast_to(good[inner, inner], planes[-1].shape))
        if not planes:
            return window
        stacked, known = (each[0] if len(each) == 1 else np.concatenate(each) for each in (planes, holds))
        return replace(window, covariates=stacked, known=known, db=db, db_valid=db_valid)

    def read_mask(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return what the mask hides in a window, dilated, bool (rows, cols); the image itself is not read."""
        margin = self.dilate_px
        codes, known = self.mask.read(col - margin, row - margin, width + 2 * margin, height + 2 * margin)
        inside = self._inside(row - margin, col - margin, *codes.shape[1:])
        hidden = dilate(hidden_by(codes[0], known[0] | ~inside, self.mask_type, self.hide) & inside, margin)
        return hidden[margin : margin + height, margin : margin + width]

    def _read_sar(
        self, row: int, col: int, height: int, width: int, step: int
    ) -> tuple[np.ndarray, np.ndarray, dict, dict]:
        """Return radar covariates (d, rows, cols), where they hold, dB and its validity by polarisation."""
        edge = covariates.MARGIN
        power, good = self.sar.read(col - edge, row - edge, width + 2 * edge, height + 2 * edge)
        good = good & (power > 0)
        db = {p: power_to_db(v) for p, v in zip(self.polarisations, power)}
        if not good.all():
            for values, g in zip(db.values(), good):
                np.copyto(values, NO_BACKSCATTER, where=~g)
        where = dict(zip(self.polarisations, good))
        planes, seen = covariates.sampled_covariates(db, where, step)
        inner = slice(edge, -edge, step)
        own, own_valid = ({p: v[inner, inner] for p, v in each.items()} for each in (db, where))
        return planes, seen, own, own_valid

    def _inside(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Whether pixels are of the layer: beyond an EXTENT there may be clouds whose rim reaches into it."""
        rows = np.arange(row, row + height) + self.origin[1]
        cols = np.arange(col, col + width) + self.origin[0]
        return ((rows >= 0) & (rows < self.whole.height))[:, None] & ((cols >= 0) & (cols < self.whole.width))

    def sar_planes(self, window: Window, out: dict[str, np.ndarray]) -> dict[str, np.ndarray | float]:
        """Return the network's radar planes, as channels.sar_planes; all 0 without radar."""
        return sar_planes(window.db, window.db_valid, self.statistics, self.calibrated, out)


def offset_by_name(raster: Raster) -> bool | None:
    """Whether processing baseline or date, in the file's name or metadata, allow the -1000 offset; None = not known."""
    metadata = raster.dataset.GetMetadata()
    text = ' '.join([raster.name, metadata.get('PROCESSING_BASELINE', ''), metadata.get('TIFFTAG_DATETIME', '')])
    baseline = re.search(r'_N(\d{4})_', text) or re.fullmatch(
        r'0?(\d)\.(\d\d)', metadata.get('PROCESSING_BASELINE', '')
    )
    if baseline:
        return int(''.join(baseline.groups())) >= 400
    date = re.search(r'(?<!\d)(20\d\d)[-:_]?([01]\d)[-:_]?([0-3]\d)(?!\d{2}(?!\d))', text)
    return ''.join(date.groups()) >= '20220125' if date else None


def _without_padding(values: np.ndarray) -> np.ndarray:
    """Return float values with NaN where all bands are 0, so that padding is not averaged with data."""
    return np.where((values == 0).all(axis=0), np.nan, values).astype(np.float32)


def _power(raw: np.ndarray, scale: str, padding: np.ndarray) -> np.ndarray:
    """Return linear power of raw values, 0 where they are padding."""
    with np.errstate(over='ignore', invalid='ignore'):
        power = db_to_power(to_db(raw, scale))
    return np.where(padding, 0.0, power).astype(np.float32)
