"""Place: the grid that all scenes of an extent are laid on, whole pixels of its UTM zone, and its name."""

from __future__ import annotations

import math
from dataclasses import dataclass

from osgeo import osr

from ..errors import InputError
from ..raster.grid import Grid, reference_of

SCL_M = 20.0  # metres: pixels of the scene classification; the corners of all grids lie on them
LONGEST = 20_000  # pixels along a side
FINEST_M, COARSEST_M = 5.0, 1000.0


@dataclass(frozen=True)
class Place:
    """An extent on the Earth. ``bbox``: west, south, east, north in degrees, west > east over the antimeridian."""

    grid: Grid
    bbox: tuple[float, float, float, float]
    resolution_m: float

    @classmethod
    def of(cls, extent: tuple[float, float, float, float], crs: str, resolution_m: float = 10.0) -> Place:
        """Return the place of an extent (xmin, ymin, xmax, ymax) in any CRS (WKT); or raise InputError."""
        if not FINEST_M <= resolution_m <= COARSEST_M:
            raise InputError(f'RESOLUTION is {resolution_m:g} m. Choose {FINEST_M:g} to {COARSEST_M:g} m.')
        if not crs:
            raise InputError('EXTENT has no CRS. Give it with its CRS, such as 9.1,9.2,48.5,48.6 [EPSG:4326].')
        xmin, ymin, xmax, ymax = extent
        if not all(map(math.isfinite, extent)) or xmax <= xmin or ymax <= ymin:
            raise InputError('EXTENT is empty. Draw a rectangle over the place.')
        drawn = Grid(crs, (xmin, (xmax - xmin) / 100, 0.0, ymax, 0.0, -(ymax - ymin) / 100), 100, 100)
        west, south, east, north = drawn.bounds_in(_wkt(4326))
        if south < -80.0 or north > 84.0:
            raise InputError('EXTENT reaches beyond the zones of UTM, 80 degrees south to 84 north. Choose a part.')
        zone = _wkt(_zone((west + east) / 2.0, (south + north) / 2.0))
        left, bottom, right, top = drawn.bounds_in(zone)
        step = SCL_M if SCL_M % resolution_m == 0 else resolution_m
        left, bottom = math.floor(left / step + 1e-6) * step, math.floor(bottom / step + 1e-6) * step
        right, top = math.ceil(right / step - 1e-6) * step, math.ceil(top / step - 1e-6) * step
        width, height = round((right - left) / resolution_m), round((top - bottom) / resolution_m)
        if max(width, height) > LONGEST:
            raise InputError(
                f'EXTENT is {width} x {height} pixels of {resolution_m:g} m, more than {LONGEST} along a side. '
                'Choose a smaller one, or a coarser RESOLUTION.'
            )
        grid = Grid(zone, (left, resolution_m, 0.0, top, 0.0, -resolution_m), width, height)
        w, s, e, n = grid.bounds_in(_wkt(4326))
        return cls(grid, (_turned(w), s, _turned(e), n), resolution_m)

    def coarser(self, pixel_m: float) -> Grid:
        """Return the same ground in pixels of ``pixel_m`` or a little less."""
        xmin, ymin, xmax, ymax = self.grid.bounds
        cols, rows = max(math.ceil((xmax - xmin) / pixel_m), 1), max(math.ceil((ymax - ymin) / pixel_m), 1)
        return Grid(self.grid.crs, (xmin, (xmax - xmin) / cols, 0.0, ymax, 0.0, (ymin - ymax) / rows), cols, rows)

    @property
    def scl_grid(self) -> Grid:
        """Return the grid of cloud masks."""
        return self.coarser(SCL_M) if self.resolution_m < SCL_M else self.grid

    @property
    def name(self) -> str:
        """Return what tells the place from others: its corner in degrees, size and pixels."""
        west, _, _, north = self.bbox
        xmin, ymin, xmax, ymax = self.grid.bounds
        sides = f'{(xmax - xmin) / 1000:.2f}x{(ymax - ymin) / 1000:.2f}km'
        here = f'{"N" if north >= 0 else "S"}{abs(north):07.4f}_{"E" if west >= 0 else "W"}{abs(west):08.4f}'
        return f'{here}_{sides}_{self.resolution_m:g}m'


def _zone(longitude: float, latitude: float) -> int:
    number = int((longitude + 180.0) // 6.0) % 60 + 1
    return (32600 if latitude >= 0.0 else 32700) + number


def _wkt(epsg: int) -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference_of(reference.ExportToWkt()).ExportToWkt()


def _turned(longitude: float) -> float:
    return (longitude + 180.0) % 360.0 - 180.0
