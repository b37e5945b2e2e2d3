"""Write a GeoTIFF so that no half file ever bears the target's name: beside it first, renamed when whole."""

from __future__ import annotations

import os
import re
import uuid
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

import numpy as np
from osgeo import gdal

from .errors import OutputError
from .grid import Grid

gdal.UseExceptions()
SUFFIXES = ('.tif', '.tiff')
TILE = 256  # pixels; block size of the files


def check_target(path: str) -> None:
    """Raise OutputError where no GeoTIFF can be written at ``path``; done before any work."""
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise OutputError(f'"{target.name}" is not a GeoTIFF name. Let the output end in .tif.')
    if not target.parent.is_dir():
        raise OutputError(
            f'The folder of {target.name} does not exist ({target.parent}). Choose or make another folder.'
        )
    if target.is_dir():
        raise OutputError(f'{target.name} is a folder. Choose a file name.')
    probe = _beside(target)
    try:
        probe.touch(exist_ok=False)
        probe.unlink()
    except OSError as error:
        raise OutputError(f'{target.parent} cannot be written to ({error.strerror}). Choose another folder.') from error


def _beside(target: Path) -> Path:
    return target.with_name(f'.{target.stem}.{os.getpid()}-{uuid.uuid4().hex[:8]}.partial.tif')


def remove_leftovers(target: Path) -> None:
    """Delete partial files of this target whose process is gone (killed before it could clean up)."""
    pattern = re.compile(re.escape(f'.{target.stem}.') + r'(\d+)-[0-9a-f]{8}\.partial\.tif(\..*)?$')
    for path in target.parent.glob(f'.{_glob_safe(target.stem)}.*.partial.tif*'):
        match = pattern.match(path.name)
        if match and not _is_running(int(match.group(1))):
            with suppress(OSError):  # another user's, in a shared folder: not ours to tidy
                path.unlink()


def _glob_safe(text: str) -> str:
    return re.sub(r'([\[\]*?])', r'[\1]', text)


def _is_running(pid: int) -> bool:
    if os.name == 'nt':  # a signal 0 would end the process there; a stale file waits for the next boot
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


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
    ) -> None:
        """Create the partial file beside ``path``; ``alpha`` marks the last band as transparency."""
        self.target, self.categorical = Path(path), categorical
        check_target(path)
        remove_leftovers(self.target)
        self.partial = _beside(self.target)
        is_float = gdal_type in (gdal.GDT_Float32, gdal.GDT_Float64)
        is_integer_over_a_byte = not is_float and gdal_type != gdal.GDT_Byte
        options = ['TILED=YES', f'BLOCKXSIZE={TILE}', f'BLOCKYSIZE={TILE}', 'BIGTIFF=IF_SAFER', 'INTERLEAVE=PIXEL']
        options += ['COMPRESS=DEFLATE', 'ZLEVEL=4', 'NUM_THREADS=2']
        options += ['PREDICTOR=3'] if is_float else ['PREDICTOR=2'] if is_integer_over_a_byte else []
        photometric = 'RGB' if alpha and len(descriptions) == 4 else 'MINISBLACK'
        options += [f'PHOTOMETRIC={photometric}'] + (['ALPHA=YES'] if alpha else [])
        try:
            self.dataset = gdal.GetDriverByName('GTiff').Create(
                str(self.partial), grid.width, grid.height, len(descriptions), gdal_type, options
            )
            if grid.is_georeferenced:
                self.dataset.SetGeoTransform(grid.transform)
                self.dataset.SetProjection(grid.crs)
            self.dataset.SetMetadata(metadata)
            for k, description in enumerate(descriptions):
                band = self.dataset.GetRasterBand(k + 1)
                band.SetDescription(description)
                if nodata is not None:
                    band.SetNoDataValue(nodata)
        except RuntimeError as error:
            self.discard()
            raise OutputError(
                f'{self.target.name} cannot be created ({_first_line(error)}). Choose another folder.'
            ) from error

    def write(self, col: int, row: int, values: np.ndarray) -> None:
        """Write (bands, rows, cols) with the corner at (col, row)."""
        try:
            self.dataset.WriteArray(values, col, row)
        except RuntimeError as error:
            raise OutputError(
                f'{self.target.name} cannot be written ({_first_line(error)}). Free some space, or choose another disk.'
            ) from error

    def commit(self, metadata: dict[str, str] | None = None) -> str:
        """Build overviews, close, and rename to the target; return its path."""
        self.finish(metadata)
        return self.publish()

    def finish(self, metadata: dict[str, str] | None = None) -> None:
        """Add metadata, build overviews and close the partial file."""
        try:
            if metadata:
                self.dataset.SetMetadata({**self.dataset.GetMetadata(), **metadata})
            self.dataset.FlushCache()
            size, factors = max(self.dataset.RasterXSize, self.dataset.RasterYSize), []
            while size / 2 ** (len(factors)) > 2 * TILE:
                factors.append(2 ** (len(factors) + 1))
            if factors:
                with _overview_settings():
                    self.dataset.BuildOverviews('NEAREST' if self.categorical else 'AVERAGE', factors)
            self.dataset.FlushCache()
            self.dataset = None
        except RuntimeError as error:
            self.discard()
            raise OutputError(
                f'{self.target.name} cannot be finished ({_first_line(error)}). '
                'Free some space, or choose another disk.'
            ) from error

    def publish(self) -> str:
        """Give the finished file its name; return the path."""
        try:
            os.replace(self.partial, self.target)
        except OSError as error:
            self.discard()
            raise OutputError(
                f'{self.target.name} cannot be replaced ({error.strerror}). Close programs that have it open, '
                'or choose another name.'
            ) from error
        for stale in (f'{self.target}.aux.xml', f'{self.target}.ovr'):  # of an older file of this name
            with suppress(OSError):
                Path(stale).unlink()
        return str(self.target)

    def discard(self) -> None:
        """Close and delete the partial file; harmless when there is none."""
        with suppress(RuntimeError):  # a full disk shows once more on closing
            self.dataset = None
        for path in (self.partial, Path(f'{self.partial}.ovr'), Path(f'{self.partial}.aux.xml')):
            path.unlink(missing_ok=True)


class _overview_settings:
    """GDAL settings for overviews as good as the file itself, put back afterwards."""

    wanted: ClassVar[dict[str, str]] = {'GDAL_NUM_THREADS': '2'}

    def __enter__(self) -> None:
        self.before = {key: gdal.GetConfigOption(key) for key in self.wanted}
        for key, value in self.wanted.items():
            gdal.SetConfigOption(key, value)

    def __exit__(self, *_: object) -> None:
        for key, value in self.before.items():
            gdal.SetConfigOption(key, value)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
