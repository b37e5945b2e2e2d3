"""The mask as a file for the length of a run: a byte a pixel on disk, so that memory does not grow with the image."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from osgeo import gdal

from ..errors import OutputError
from ..raster.grid import Grid
from ..raster.tiling import OUTPUT_BLOCK

OPTIONS = ('TILED=YES', f'BLOCKXSIZE={OUTPUT_BLOCK}', f'BLOCKYSIZE={OUTPUT_BLOCK}', 'SPARSE_OK=TRUE', 'COMPRESS=LZW')


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with TemporaryDirectory(prefix='sar2optical_', ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def make_folder(path: str) -> None:
    """Make a folder for masks unless it is there; raise OutputError where it cannot be made."""
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f'MASKS: the folder {path} cannot be made ({error.strerror}). Choose another.') from error


def names_of(paths: Sequence[str]) -> list[str]:
    """Return file names of masks, each after its layer, so that dates in it are kept; no two are alike."""
    names: list[str] = []
    for path in paths:
        file = Path(path)
        stem = file.parent.name if file.name.startswith('MTD_') else file.stem
        name = re.sub(r'[^\w.-]+', '_', stem.removesuffix('.SAFE'))
        same = sum(n == name or n.startswith(f'{name}~') for n in names)
        names.append(f'{name}~{same + 1}' if same else name)
    return [f'{name}_clouds.tif' for name in names]


class MaskFile:
    """A mask on the pixels of an image that is being written; what nobody writes is clear."""

    def __init__(self, path: Path, grid: Grid, origin: tuple[int, int] = (0, 0)) -> None:
        """Make the file for a whole grid; windows are of the part of it whose corner is ``origin`` (col, row)."""
        self.path, self.origin = path, origin
        try:
            driver = gdal.GetDriverByName('GTiff')
            self.dataset = driver.Create(str(path), grid.width, grid.height, 1, gdal.GDT_Byte, list(OPTIONS))
            if grid.is_georeferenced:
                self.dataset.SetGeoTransform(grid.transform)
                self.dataset.SetProjection(grid.crs)
        except RuntimeError as error:
            raise self._full(error) from error

    def write(self, row: int, col: int, classes: np.ndarray) -> None:
        """Write a window (rows, cols)."""
        try:
            self.dataset.GetRasterBand(1).WriteArray(classes, int(col + self.origin[0]), int(row + self.origin[1]))
        except RuntimeError as error:
            raise self._full(error) from error

    def close(self) -> str:
        """Make the file whole; return its path."""
        try:
            self.dataset.FlushCache()
        except RuntimeError as error:
            raise self._full(error) from error
        self.dataset = None
        return str(self.path)

    def _full(self, error: Exception) -> OutputError:
        return OutputError(
            f'The mask cannot be kept in {self.path.parent.parent} ({str(error).splitlines()[0]}). '
            'Free some space there, or let TMPDIR name another folder.'
        )
