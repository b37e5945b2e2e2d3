"""What dates of one place tell of each other's clouds: doubtful pixels that are brighter than the ground was elsewhen.

The ground is the darker half of the blue of dates near in time, where these were found clear. Snow is bright as well:
where the short-wave infrared tells it, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..raster.tiling import OUTPUT_BLOCK
from .detection import THRESHOLD, Found, enlarged

FEWEST = 3  # dates that can tell
NEAR, MOST = 90, 12  # days that a date may be away, and dates that are asked
LEAST, LOW = 2, 0.4  # clear dates that a pixel needs, and which of them, from dark to bright, shows the ground
EXCESS = 0.05  # reflectance of blue above the ground
DOUBT = 0.2  # probability of cloud or shadow from which a pixel that counts as clear is open to doubt
ROWS = 256  # of the network's pixels at a time
OPTIONS = ('TILED=YES', f'BLOCKXSIZE={OUTPUT_BLOCK}', f'BLOCKYSIZE={OUTPUT_BLOCK}', 'SPARSE_OK=TRUE', 'COMPRESS=LZW')


Window = tuple[int, int, int, int]


class OtherDates:
    """Blue and doubt of every date on the network's pixels, in files for the length of a run."""

    def __init__(self, folder: Path, days: Sequence[date]) -> None:
        self.folder, self.days = folder, [day.toordinal() for day in days]
        self.files: list[gdal.Dataset] = []

    def keep(self, height: int, width: int) -> Callable[[Found], None]:
        """Begin the next date, of so many of the network's pixels; return what takes its windows."""
        path = str(self.folder / f'date_{len(self.files)}.tif')
        file = gdal.GetDriverByName('GTiff').Create(path, width, height, 2, gdal.GDT_UInt16, list(OPTIONS))
        self.files.append(file)

        def take(found: Found) -> None:
            hidden = 1.0 - found.probability[0]
            clear = found.seen & (hidden < THRESHOLD)
            blue = np.where(clear, np.clip(np.rint(1e4 * found.blue), 1, 65535), 0)
            doubt = np.where(clear & ~found.snow, np.rint(100.0 * hidden), 0)
            for band, values in enumerate((blue, doubt), 1):
                file.GetRasterBand(band).WriteArray(values.astype(np.uint16), found.cell[1], found.cell[0])

        return take

    def add_clouds(self, number: int, path: str, window: Window, factor: int, code: int) -> int:
        """Write ``code`` where the other dates tell of clouds that a mask calls clear (0); return how many pixels.

        ``window``: col, row, width, height of the image in the mask. ``factor``: its pixels along one of the network's.
        """
        left, top, width, height = window
        others = self._near(number)
        if len(others) < LEAST:
            return 0
        mask, added = gdal.Open(path, gdal.GA_Update), 0
        own = self.files[number]
        for row in range(0, own.RasterYSize, ROWS):
            part = 0, row, own.RasterXSize, min(ROWS, own.RasterYSize - row)
            blue, doubt = own.ReadAsArray(*part)
            open_to_doubt = doubt >= 100 * DOUBT
            if not open_to_doubt.any():
                continue
            ground = _ground(np.stack([self.files[k].GetRasterBand(1).ReadAsArray(*part) for k in others]))
            cloud = open_to_doubt & (blue.astype(np.float32) - ground > 1e4 * EXCESS)
            if not cloud.any():
                continue
            rows, cols = min(part[3] * factor, height - row * factor), min(part[2] * factor, width)
            corner = left, top + row * factor
            codes = mask.ReadAsArray(*corner, cols, rows)
            new = enlarged(cloud, factor)[:rows, :cols] & (codes == 0)
            mask.GetRasterBand(1).WriteArray(np.where(new, np.uint8(code), codes), *corner)
            added += int(new.sum())
        mask.FlushCache()
        return added

    def _near(self, number: int) -> list[int]:
        away = [abs(day - self.days[number]) for day in self.days]
        near = [k for k in range(len(self.files)) if k != number and away[k] <= NEAR]
        return sorted(near, key=lambda k: away[k])[:MOST]


def _ground(blue: np.ndarray) -> np.ndarray:
    """Return the ground's blue (rows, cols) of dates (dates, rows, cols) with 0 where not known; inf without enough."""
    known = (blue > 0).sum(axis=0)
    ordered = np.sort(np.where(blue > 0, blue.astype(np.float32), np.inf), axis=0)
    place = (known * LOW).astype(np.intp).clip(max=len(blue) - 1)
    return np.where(known >= LEAST, np.take_along_axis(ordered, place[None], axis=0)[0], np.inf)
