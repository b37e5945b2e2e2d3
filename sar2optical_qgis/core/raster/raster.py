"""Raster: one opened file, read in windows of any grid, always with its validity."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array

from ..errors import InputError
from . import gcps
from .band_titles import sources_of, titles_of
from .codecs import missing_for
from .declared import is_alpha, nodata_of
from .file_stamp import FileStamp
from .fill import Fill, Zero, has_blank_border
from .grid import Grid, format_bounds
from .palette import colours_of
from .vectors import told_of_vector
from .windows import every_window, spread_windows

gdal.UseExceptions()
READING = gdal.OF_RASTER | gdal.OF_READONLY | gdal.OF_VERBOSE_ERROR
NOTE = 'SAR2OPTICAL_NOTE'  # metadata item of what an opener made: a sentence on how
_DATA_MASK = re.compile(r'data[ _]?mask|valid(?:ity)?(?:[ _]?mask)?', re.IGNORECASE)
SAMPLE_WINDOWS = 6  # along each axis: what an auto decision looks at
EDGE_WINDOWS = 12  # along an edge whose every pixel would be dear to read
SAMPLE_SIZE = 64  # pixels: side of one of them
SEARCH_WINDOW = 512  # pixels: of the search for data where the sample holds none
_one_at_a_time = threading.RLock()  # GDAL's data sets are not to be read by two threads, nor VRTs of the same file
Opener = Callable[[str, bool], 'tuple[gdal.Dataset, ...]']  # as open_file


def open_file(path: str, is_picture: bool) -> tuple[gdal.Dataset, ...]:
    """Return the data set to read, then those that it is made of, which must live as long."""
    return (gdal.OpenEx(path, READING),)


class Raster:
    """A raster file with its grid, band names and nodata."""

    def __init__(self, path: str, role: str, is_picture: bool = False, opener: Opener = open_file) -> None:
        """Open ``path``; ``role`` is what messages call it ('INPUT', 'SCL', ...).

        In a picture the indices of a palette stand for its colours; elsewhere (SCL, land cover) they are the values.
        ``opener``: what makes data sets of the path. Layers that a user names are opened by sentinel/layers.py.
        """
        self.path, self.role = path, role
        self._stamp = FileStamp(path)
        try:
            self.dataset, *self._sources = opener(path, is_picture)
        except (RuntimeError, ValueError, UnicodeError) as error:  # a path may hold what no path can hold
            reason = str(error).splitlines()[0] if str(error) else 'unknown format'
            if missing := missing_for(path, reason):
                raise InputError(f'{role}: {missing}') from error
            if vector := told_of_vector(path):
                raise InputError(f'{role} ({self.name}) {vector}') from error
            raise InputError(f'{role} cannot be opened ({reason}). Check the file, or export it as GeoTIFF.') from error
        if self.dataset.RasterCount == 0:
            raise InputError(f'{role} holds no raster bands of its own. Choose one of its subdatasets.')
        self.has_palette = self.dataset.RasterCount == 1 and self.dataset.GetRasterBand(1).GetColorTable() is not None
        if is_picture and self.has_palette:
            self.dataset, *self._indices = colours_of(self.dataset)
        self.note = self.dataset.GetMetadataItem(NOTE) or ''
        self.sources = sources_of(self.dataset)  # files of a VRT
        self.is_warped = gcps.is_placed_by_points(self.dataset)
        if self.is_warped:
            self._unplaced, self.dataset = self.dataset, gcps.on_map(self.dataset, role, is_picture)
        self.grid = Grid.of(self.dataset, role)
        bands = [self.dataset.GetRasterBand(k + 1) for k in range(self.dataset.RasterCount)]
        if any(gdal.DataTypeIsComplex(band.DataType) for band in bands):
            raise InputError(f'{role} holds complex numbers. Detect and calibrate it to backscatter first.')
        self.descriptions = titles_of(self.dataset)
        self.gdal_type = bands[0].DataType  # one that holds every band: a VRT may mix them
        for band in bands[1:]:
            self.gdal_type = gdal.DataTypeUnion(self.gdal_type, band.DataType)
        self.is_integer = not gdal.GetDataTypeName(self.gdal_type).startswith('Float')
        # before GDAL 3.7, which knows Int8, signed bytes are unsigned ones with a note
        self._is_byte_with_sign = self.gdal_type == gdal.GDT_Byte and all(
            band.GetMetadataItem('PIXELTYPE', 'IMAGE_STRUCTURE') == 'SIGNEDBYTE' for band in bands
        )
        self.is_signed_byte = self._is_byte_with_sign or gdal.GetDataTypeName(self.gdal_type) == 'Int8'
        self.own_nodata = tuple(nodata_of(band, self._integers()) for band in bands)
        declared = next((value for value in self.own_nodata if value is not None), None)
        self._is_mixed = len({str(value) for value in self.own_nodata}) > 1
        self.nodata = (declared,) * len(bands)  # as read() gives it: a GeoTIFF has one for all of its bands
        self.is_byte = gdal.GetDataTypeName(self.gdal_type) in ('Byte', 'UInt8') and not self.is_signed_byte
        self.has_alpha = bands[-1].GetColorInterpretation() == gdal.GCI_AlphaBand and is_alpha(
            bands[-1], len(bands), self.is_byte
        )
        flags = bands[0].GetMaskFlags()
        self.has_mask = bool(flags & gdal.GMF_PER_DATASET) and not flags & gdal.GMF_ALPHA

        self.shown_by = tuple(
            k for k, name in enumerate(self.descriptions, 1) if len(bands) > 1 and _DATA_MASK.fullmatch(name)
        )  # bands that say where the others have data, as Sentinel Hub writes them
        self.scaling = tuple(
            (_finite(band.GetScale()) or 1.0, _finite(band.GetOffset())) for band in bands
        )  # what GDAL calls scale and offset of each band: value x scale + offset
        self.fill = Fill()  # what is no data beside what the file declares: sentinel/ knows what can be measured

    def _integers(self) -> np.iinfo | None:
        """Return the limits of the pixels' type, None of floating point numbers."""
        if not self.is_integer:
            return None
        return np.iinfo(np.int8 if self.is_signed_byte else gdal_array.GDALTypeCodeToNumericTypeCode(self.gdal_type))

    def forget_nodata(self) -> None:
        """Take what the file declares as nodata for a value like any other."""
        self.own_nodata = self.nodata = (None,) * len(self.nodata)
        self._is_mixed = False

    @property
    def name(self) -> str:
        """Return the file's name, for messages and provenance."""
        return Path(self.path).name

    @property
    def count(self) -> int:
        """Return how many bands hold data."""
        return self.dataset.RasterCount - (1 if self.has_alpha and self.dataset.RasterCount > 1 else 0)

    def read(self, window: tuple[int, int, int, int], bands: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Return values and validity, both (bands, rows, cols), of a window (col, row, width, height) of own pixels.

        The window may reach beyond the raster: there it is invalid. Bands count from 1. Values keep their data type.
        """
        edge = self.fill.margin
        if not edge:
            values, valid = self._read_declared(window, bands)
            if self.fill.zero is Zero.NOTHING and (blank := self.fill.is_blank(values, bands)).any():
                valid &= ~blank
            return values, valid
        col, row, width, height = window
        around = col - edge, row - edge, width + 2 * edge, height + 2 * edge
        values, valid = self._read_declared(around, bands)
        beyond = np.ones(values.shape[1:], bool)
        beyond[max(-around[1], 0) : max(self.grid.height - around[1], 0),
               max(-around[0], 0) : max(self.grid.width - around[0], 0)] = False  # fmt: skip
        valid &= ~self.fill.padding(values, beyond, (around[1], around[0]), bands)
        inner = np.s_[..., edge : edge + height, edge : edge + width]
        return values[inner], valid[inner]

    def has_blank_border(self, bands: tuple[int, ...]) -> bool:
        """Whether 0 of one of the bands lies along the border of the raster: whole rows, and parts of the columns."""
        width, height = self.grid.width, self.grid.height
        lines = [(0, row, width, 1) for row in {0, height - 1}]
        size = min(SAMPLE_SIZE, height)
        starts = np.unique(np.linspace(0, height - size, EDGE_WINDOWS).astype(int)).tolist()
        lines += [(col, row, 1, size) for col in {0, width - 1} for row in starts]
        return any(
            has_blank_border(plane.ravel()) for line in lines for plane in self.fill.blanks(self._read(*line, bands))
        )

    def _read_declared(self, window: tuple[int, int, int, int], bands: tuple[int, ...]) -> tuple:
        """Return values and validity of a window, as far as each value tells it by itself."""
        col, row, width, height = window
        left, top = max(col, 0), max(row, 0)
        right, bottom = min(col + width, self.grid.width), min(row + height, self.grid.height)
        if right <= left or bottom <= top:
            some = self._read(0, 0, 1, 1, bands)
            return np.zeros((len(bands), height, width), some.dtype), np.zeros((len(bands), height, width), bool)
        values = self._read(left, top, right - left, bottom - top, bands)
        valid = self._validity(values, bands)
        if self._is_mixed:
            values = np.where(valid, values, np.asarray(self.nodata[0]).astype(values.dtype))
        if self.has_alpha and self.dataset.RasterCount not in bands:
            valid &= self._read(left, top, right - left, bottom - top, (self.dataset.RasterCount,)) > 0
        for number in self.shown_by:
            valid &= self._read(left, top, right - left, bottom - top, (number,)) > 0
        if self.has_mask:
            with _one_at_a_time:
                mask = self.dataset.GetRasterBand(1).GetMaskBand()
                valid &= mask.ReadAsArray(int(left), int(top), int(right - left), int(bottom - top)) > 0
        if values.shape[1:] != (height, width):
            pad = ((0, 0), (top - row, row + height - bottom), (left - col, col + width - right))
            values, valid = np.pad(values, pad), np.pad(valid, pad)
        return values, valid

    def on_few_pixels(self, window: tuple[int, int, int, int], cols: int, rows: int) -> gdal.Dataset:
        """Return a window (col, row, width, height) of a warped raster with cols x rows of its pixels, in memory."""
        part, factor = self.grid.window(*window), min(window[2] // cols, window[3] // rows)
        return gcps.on_few_pixels(self._unplaced, self.grid.crs, part.bounds, cols, rows, factor)

    def read_alpha(self, window: tuple[int, int, int, int]) -> np.ndarray:
        """Return the alpha band's own values (1, rows, cols) of a window inside the raster."""
        return self._read(*window, (self.dataset.RasterCount,))

    def _read(self, col: int, row: int, width: int, height: int, bands: tuple[int, ...]) -> np.ndarray:
        try:
            with _one_at_a_time:
                values = self.dataset.ReadAsArray(
                    int(col), int(row), int(width), int(height), buf_type=self.gdal_type, band_list=list(bands)
                )
        except RuntimeError as error:
            values, reason = None, str(error).splitlines()[0]
        else:
            reason = 'no data came back'
        if self._stamp.has_changed():
            raise InputError(
                f'{self.role} ({self.name}) was changed by another program while it was read. '
                'Wait until that is done, and start the run again.'
            )
        if values is None:
            called = self.role if self.name in self.role else f'{self.role} ({self.name})'
            is_gone = 'No such file' in reason or 'does not exist' in reason  # one of those that a VRT is made of
            remedy = 'Put that file back, or make the layer anew.' if is_gone else 'Get the file again.'
            raise InputError(f'{called} cannot be read to its end ({reason}). {remedy}')
        values = values.view(np.int8) if self._is_byte_with_sign else values
        return values.reshape(len(bands), height, width)

    def _validity(self, values: np.ndarray, bands: tuple[int, ...]) -> np.ndarray:
        with np.errstate(over='ignore', invalid='ignore'):
            # a nodata beyond float32 is infinite there, and so are its pixels
            nodata = {
                k: values.dtype.type(number)
                for k, number in enumerate(self.own_nodata[band - 1] for band in bands)
                if number is not None and not np.isnan(number)
            }
            lowest, highest = values.min(), values.max()  # quick, and of most windows they tell enough
        if self.fill.spares(lowest, highest) and not any(lowest <= number <= highest for number in nodata.values()):
            return np.ones(values.shape, bool)
        valid = self.fill.measured(values, bands)
        for k, number in nodata.items():
            valid[k] &= values[k] != number
        return valid

    def sample(
        self,
        bands: tuple[int, ...],
        extent: tuple[int, int, int, int] | None = None,
        size: int = SAMPLE_SIZE,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return values and validity (bands, n) of small windows spread evenly over the raster, or a window of it.

        They come in the order of the raster's rows. Where the windows hold nothing valid at all, the raster is
        searched until something is found.
        """
        col, row, width, height = extent or (0, 0, self.grid.width, self.grid.height)
        part = self.grid.window(col, row, width, height)

        def own(windows: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
            return [(col + c, row + r, across, down) for r, c, down, across in windows]

        is_small = width * height <= (SAMPLE_WINDOWS * size) ** 2
        windows = [(col, row, width, height)] if is_small else own(spread_windows(part, size, SAMPLE_WINDOWS))
        parts = [self._sample_window(window, bands) for window in windows]
        if len(windows) > 1 and not any(valid.any() for _, valid in parts):
            for window in own(every_window(part, SEARCH_WINDOW)):
                values, valid = self._sample_window(window, bands)
                if valid.any():
                    return values, valid
        return np.concatenate([v for v, _ in parts], axis=1), np.concatenate([g for _, g in parts], axis=1)

    def _sample_window(
        self, window: tuple[int, int, int, int], bands: tuple[int, ...]
    ) -> tuple[np.ndarray, np.ndarray]:
        values, valid = self.read(window, bands)
        return values.reshape(len(bands), -1), valid.reshape(len(bands), -1)

    def is_pixel_for_pixel(self, other: Raster) -> bool:
        """Whether the two can only be laid over each other pixel for pixel: one has no place on the map."""
        return not (self.grid.is_georeferenced and other.grid.is_georeferenced)

    def require_overlap(self, other: Raster) -> None:
        """Raise InputError, naming both extents, where the two layers cover no common ground."""
        if self.is_pixel_for_pixel(other):
            if (self.grid.width, self.grid.height) != (other.grid.width, other.grid.height):
                raise InputError(
                    f'{self.role} ({self.grid.width} x {self.grid.height} pixels) and '
                    f'{other.role} ({other.grid.width} x {other.grid.height}) differ in size, '
                    'and not both have a place on the map. Georeference them first.'
                )
            return
        if bool(self.grid.crs) != bool(other.grid.crs):
            nameless = self if not self.grid.crs else other
            raise InputError(f'{nameless.role} has no CRS. Assign its projection first (Raster > Projections).')
        if not any(self.grid.overlaps(grid) for grid in other.grid.turns()):
            mine = self.grid.bounds_in(other.grid.crs)
            raise InputError(
                f'{self.role} ({format_bounds(mine)}) and {other.role} ({format_bounds(other.grid.bounds)}) '
                'do not overlap. Choose layers of the same place, or correct the CRS of one.'
            )


def _finite(number: float | None) -> float:
    """Return a number that a file declares, 0 where it declares none that means anything."""
    return float(number) if number is not None and np.isfinite(number) else 0.0
