"""Write a GeoTIFF so that no half file ever bears the target's name: beside it first, renamed when whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..errors import Cancelled, OutputError
from ..machine.cores import compressing
from . import codecs, partial_files
from .band_look import BandLook
from .block_cache import bounded_cache
from .delivery import current
from .grid import Grid
from .tiling import OUTPUT_BLOCK

gdal.UseExceptions()
OVERVIEW_CACHE = 64 * 2**20  # bytes of GDAL's blocks meanwhile: more gains nothing, a row of them is read once
FULL = 1_000_000  # bytes of free space below which a failed write means that the disk is full


class RasterWriter:
    """A tiled, compressed GeoTIFF being written; commit() gives it its name, discard() leaves nothing."""

    def __init__(
        self,
        path: str,
        grid: Grid,
        gdal_type: int,
        descriptions: tuple[str, ...],
        nodata: float | None,
        metadata: dict[str, str],
        alpha: bool = False,
        categorical: bool = False,
        legend: dict[int, tuple[str, tuple[int, int, int]]] | None = None,
        like: tuple[BandLook, ...] = (),
        has_mask: bool = False,
    ) -> None:
        """Create the partial file beside ``path``; ``alpha`` marks the last band as transparency.

        ``legend``: name and colour of the codes of the first band, which makes it categorical. ``like``: scale, offset,
        unit and colour of the bands; ``has_mask``: write() takes a mask for the file's own.
        """
        self.has_mask = has_mask
        self.target, self.categorical, self.alpha, self.dataset = Path(path), categorical, alpha, None
        self.categorical |= legend is not None
        is_float = gdal_type in (gdal.GDT_Float32, gdal.GDT_Float64)
        delivery = current()
        self.outside = delivery.area.on(grid).outside if delivery.area else None
        if self.outside and nodata is None and not alpha:
            nodata = float('nan') if is_float else 0
        self.nodata, self.may_hold_nodata = nodata, False
        self.partial = partial_files.begin(self.target)
        is_integer_over_a_byte = not is_float and gdal_type != gdal.GDT_Byte
        options = ['TILED=YES', *(f'BLOCK{axis}SIZE={OUTPUT_BLOCK}' for axis in 'XY')]
        options += ['BIGTIFF=IF_SAFER', 'INTERLEAVE=PIXEL']
        predictor = 3 if is_float else 2 if is_integer_over_a_byte or alpha else 1
        options += codecs.creation_options(delivery.compression, predictor, compressing())
        options += [f'PHOTOMETRIC={"RGB" if alpha and len(descriptions) == 4 else "MINISBLACK"}']
        try:
            self.dataset = gdal.GetDriverByName('GTiff').Create(
                str(self.partial), grid.width, grid.height, len(descriptions), gdal_type, options
            )
            if grid.is_georeferenced:
                self.dataset.SetGeoTransform(grid.transform)
                self.dataset.SetProjection(grid.crs)
            self.dataset.SetMetadata(metadata)
            for k, description in enumerate(descriptions):
                self.dataset.GetRasterBand(k + 1).SetDescription(description)
            if legend:
                self._name_classes(legend)
            for k, look in enumerate(like[: len(descriptions)]):
                look.give(self.dataset.GetRasterBand(k + 1))
            if alpha:  # ALPHA=YES would flag the second of many bands
                self.dataset.GetRasterBand(len(descriptions)).SetColorInterpretation(gdal.GCI_AlphaBand)
            if has_mask:
                with _settings({'GDAL_TIFF_INTERNAL_MASK': 'YES'}):
                    self.dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
            if delivery.compression == 'none':  # GDAL 3.10 leaves blocks of 0 out, which nodata would fill later
                self._declare_nodata()
        except RuntimeError as error:
            self.discard()
            raise OutputError(
                f'{self.target.name} cannot be created ({self._reason(error)}). Choose another folder.'
            ) from error

    def _name_classes(self, legend: dict[int, tuple[str, tuple[int, int, int]]]) -> None:
        band, colours = self.dataset.GetRasterBand(1), gdal.ColorTable()
        colours.SetColorEntry(0, (0, 0, 0, 0))
        for code, (_, colour) in legend.items():
            colours.SetColorEntry(code, (*colour, 255))
        band.SetColorTable(colours)
        band.SetCategoryNames([legend.get(code, ('',))[0] for code in range(max(legend) + 1)])

    def write(self, col: int, row: int, values: np.ndarray, mask: np.ndarray | None = None) -> None:
        """Write (bands, rows, cols) with the corner at (col, row); what lies outside the area becomes no data.

        ``mask`` (rows, cols): of the file's own, where it has one.
        """
        if self.outside is not None:
            values = self._limited(col, row, values)
        if self.nodata is not None and not self.may_hold_nodata:
            self.may_hold_nodata = not (values.min() > self.nodata or values.max() < self.nodata)
        try:
            self.dataset.WriteArray(values, col, row)
            if self.has_mask and mask is not None:
                own = self.dataset.GetRasterBand(1).GetMaskBand()
                own.WriteArray(np.where(mask, 255, 0).astype(np.uint8), int(col), int(row))
        except RuntimeError as error:
            raise OutputError(
                f'{self.target.name} cannot be written ({self._reason(error)}). '
                'Free some space, or choose another disk.'
            ) from error

    def _limited(self, col: int, row: int, values: np.ndarray) -> np.ndarray:
        """Return the values with no data outside the area: the nodata, and alpha 0."""
        outside = self.outside(col, row, values.shape[2], values.shape[1])
        if not outside.any():
            return values
        values = np.where(outside, np.asarray(self.nodata or 0).astype(values.dtype), values)
        if self.alpha:
            values[-1][outside] = 0
        return values

    def commit(self, metadata: dict[str, str] | None = None) -> str:
        """Build overviews, close, and rename to the target; return its path."""
        self.finish(metadata)
        return self.publish()

    def finish(self, metadata: dict[str, str] | None = None, cancelled: Callable[[], bool] | None = None) -> None:
        """Add metadata, build overviews and close the partial file; raise OutputError, or Cancelled."""
        go_on = (lambda *_: 1) if cancelled is None else (lambda *_: 0 if cancelled() else 1)
        gdal.PushErrorHandler('CPLQuietErrorHandler')  # errors are raised; a full disk's warnings before them say less
        try:
            if metadata:
                self.dataset.SetMetadata({**self.dataset.GetMetadata(), **metadata})
            if self.may_hold_nodata:
                self._declare_nodata()
            self.dataset.FlushCache()
            size, factors = max(self.dataset.RasterXSize, self.dataset.RasterYSize), []
            while size / 2 ** (len(factors)) > 2 * OUTPUT_BLOCK:
                factors.append(2 ** (len(factors) + 1))
            if factors:
                with _settings({'GDAL_NUM_THREADS': compressing()}), bounded_cache(OVERVIEW_CACHE):
                    self.dataset.BuildOverviews('NEAREST' if self.categorical else 'AVERAGE', factors, callback=go_on)
            self._declare_nodata()
            self.dataset.FlushCache()
            self._close()
            if not self.partial.is_file():
                raise RuntimeError('its folder has vanished')
        except RuntimeError as error:
            reason = self._reason(error)
            self.discard()
            if cancelled is not None and cancelled():
                raise Cancelled from error
            raise OutputError(
                f'{self.target.name} cannot be finished ({reason}). Free some space, or choose another disk.'
            ) from error
        finally:
            gdal.PopErrorHandler()

    def _declare_nodata(self) -> None:
        """Say which number is nodata; before overviews only if a pixel may hold it: they take a third longer then."""
        for number in range(1, self.dataset.RasterCount + 1) if self.nodata is not None else ():
            self.dataset.GetRasterBand(number).SetNoDataValue(self.nodata)

    def _close(self) -> None:
        """Close the file so that an error is raised: dropping the last reference would only print it."""
        dataset, self.dataset = self.dataset, None
        try:
            if hasattr(dataset, 'Close'):  # GDAL 3.8
                dataset.Close()
            elif dataset is not None:
                dataset.__swig_destroy__(dataset)
        except RuntimeError:
            if getattr(dataset, 'this', None) is not None:  # it is freed, but GDAL 3.8 to 3.12 would free it once more
                dataset.thisown = False
            raise

    def _reason(self, error: Exception) -> str:
        """Return why a write failed; GDAL's own words for a full disk are about the inside of a TIFF."""
        with suppress(OSError):
            if shutil.disk_usage(self.target.parent).free < FULL:
                return 'the disk is full'
        return 'its folder has vanished' if not self.target.parent.is_dir() else _first_line(error)

    def publish(self) -> str:
        """Give the finished file its name; return the path."""
        try:
            os.replace(self.partial, self.target)
            partial_files.end(self.partial)
        except OSError as error:
            self.discard()
            raise OutputError(
                f'{self.target.name} cannot be replaced ({error.strerror}). Close programs that have it open, '
                'or choose another name.'
            ) from error
        for suffix in ('.aux.xml', '.ovr', '.msk'):  # beside an older file of this name: goes; ours comes along
            with suppress(OSError):
                Path(f'{self.target}{suffix}').unlink(missing_ok=True)
            with suppress(OSError):  # GDAL keeps names of classes there
                os.replace(f'{self.partial}{suffix}', f'{self.target}{suffix}')
        return str(self.target)

    def discard(self) -> None:
        """Close and delete the partial file; harmless when there is none."""
        with suppress(RuntimeError):  # a full disk shows once more on closing
            self._close()
        for path in (self.partial, Path(f'{self.partial}.ovr'), Path(f'{self.partial}.aux.xml')):
            with suppress(OSError):  # a folder that is gone, or cannot be written to any more: the next run tidies up
                path.unlink(missing_ok=True)
        partial_files.end(self.partial)


@contextmanager
def _settings(wanted: dict[str, str]) -> Iterator[None]:
    """Hold GDAL settings, which are put back afterwards."""
    before = {key: gdal.GetConfigOption(key) for key in wanted}
    for key, value in wanted.items():
        gdal.SetConfigOption(key, value)
    try:
        yield
    finally:
        for key, value in before.items():
            gdal.SetConfigOption(key, value)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
