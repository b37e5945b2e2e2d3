"""Grid: where the pixels of a raster lie on the Earth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import gdal, osr

from ..errors import InputError

gdal.UseExceptions()


@dataclass(frozen=True)
class Grid:
    """CRS (WKT, '' = none), GDAL geotransform without rotation, and size in pixels."""

    crs: str
    transform: tuple[float, float, float, float, float, float]
    width: int
    height: int

    @classmethod
    def of(cls, dataset: gdal.Dataset, name: str) -> Grid:
        """Read the grid of a dataset; raise InputError where it is rotated."""
        transform = tuple(dataset.GetGeoTransform())
        if transform[2] or transform[4]:
            raise InputError(
                f'{name} is rotated against its coordinate axes. '
                'Warp it to a north-up grid first (Raster > Projections > Warp).'
            )
        if dataset.GetGCPCount() and not dataset.GetProjection():
            raise InputError(
                f'{name} is placed by ground control points that have no CRS. '
                'Warp it to a map grid first (Raster > Projections > Warp).'
            )
        return cls(dataset.GetProjection() or '', transform, dataset.RasterXSize, dataset.RasterYSize)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return xmin, ymin, xmax, ymax in the CRS."""
        x0, dx, _, y0, _, dy = self.transform
        xs, ys = sorted((x0, x0 + dx * self.width)), sorted((y0, y0 + dy * self.height))
        return xs[0], ys[0], xs[1], ys[1]

    @property
    def is_georeferenced(self) -> bool:
        """Whether the raster has a place on the Earth at all: pictures have not."""
        return bool(self.crs) or self.transform not in ((0.0, 1.0, 0.0, 0.0, 0.0, 1.0), (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))

    @property
    def pixel_size_m(self) -> float:
        """Return the width of a pixel in metres (degrees at the grid's own latitude); 10 where there is no CRS."""
        if not self.crs:
            return 10.0
        size = abs(self.transform[1] * self.transform[5]) ** 0.5
        reference = osr.SpatialReference(wkt=self.crs)
        if self.is_geographic:
            _, south, _, north = self.bounds
            return size * 111_320.0 * max(np.cos(np.radians((south + north) / 2.0)), 0.05) ** 0.5
        return size * (reference.GetLinearUnits() or 1.0)

    @property
    def is_geographic(self) -> bool:
        """Whether coordinates are longitude and latitude, where 190 and -170 degrees are the same place."""
        return bool(self.crs) and bool(osr.SpatialReference(wkt=self.crs).IsGeographic())

    def turns(self) -> tuple[Grid, ...]:
        """Return this grid, and in degrees the same ground one turn of the Earth to the east and to the west."""
        if not self.is_geographic:
            return (self,)
        x0, *rest = self.transform
        turn = 2.0 * np.pi / osr.SpatialReference(wkt=self.crs).GetAngularUnits()
        return (self, *(Grid(self.crs, (x0 + by, *rest), self.width, self.height) for by in (turn, -turn)))

    def window(self, col: int, row: int, width: int, height: int) -> Grid:
        """Return the grid of a window, which may reach beyond this one."""
        x0, dx, _, y0, _, dy = self.transform
        return Grid(self.crs, (x0 + col * dx, dx, 0.0, y0 + row * dy, 0.0, dy), width, height)

    def subset(self, extent: tuple[float, float, float, float], name: str) -> tuple[int, int, Grid]:
        """Return column, row and grid of the pixels that touch ``extent`` (xmin, ymin, xmax, ymax in this CRS)."""
        x0, dx, _, y0, _, dy = self.transform
        cols = sorted(((extent[0] - x0) / dx, (extent[2] - x0) / dx))
        rows = sorted(((extent[1] - y0) / dy, (extent[3] - y0) / dy))
        left, right = max(int(np.floor(cols[0] + 1e-6)), 0), min(int(np.ceil(cols[1] - 1e-6)), self.width)
        top, bottom = max(int(np.floor(rows[0] + 1e-6)), 0), min(int(np.ceil(rows[1] - 1e-6)), self.height)
        if right <= left or bottom <= top:
            raise InputError(
                f'EXTENT {format_bounds(extent)} does not touch {name}, which covers {format_bounds(self.bounds)}. '
                'Choose an extent over the layer.'
            )
        return left, top, self.window(left, top, right - left, bottom - top)

    def offset_in(self, other: Grid) -> tuple[int, int] | None:
        """Return column and row of this grid's corner in ``other`` if both share CRS and pixel raster, else None."""
        a, b = self.transform, other.transform
        if not same_crs(self.crs, other.crs):
            return None
        if abs(a[1] - b[1]) > 1e-6 * abs(b[1]) or abs(a[5] - b[5]) > 1e-6 * abs(b[5]):
            return None
        col, row = (a[0] - b[0]) / b[1], (a[3] - b[3]) / b[5]
        if abs(col - round(col)) > 1e-3 or abs(row - round(row)) > 1e-3:
            return None
        return int(round(col)), int(round(row))

    def bounds_in(self, crs: str) -> tuple[float, float, float, float]:
        """Return the bounds in another CRS; raise InputError where they cannot be expressed there."""
        if same_crs(self.crs, crs):
            return self.bounds
        if any(reference_of(each).IsLocal() for each in (self.crs, crs)):
            raise InputError(
                'One of the layers has a local CRS, which does not say where on the earth it lies, and another one has '
                'not. Give both the same CRS (Raster > Projections > Assign).'
            )
        try:
            change = osr.CoordinateTransformation(reference_of(self.crs), reference_of(crs))
            xmin, ymin, xmax, ymax = self.bounds
            bounds = list(change.TransformBounds(xmin, ymin, xmax, ymax, 21))
            if bounds[0] > bounds[2] and reference_of(crs).IsGeographic():  # over the antimeridian
                bounds[2] += 360.0
        except (RuntimeError, TypeError) as error:  # the latter where osr found no way and its exceptions are off
            raise InputError(f'Coordinates cannot be changed between the layers ({error}). Check their CRS.') from error
        if not np.isfinite(bounds).all():
            raise InputError('Coordinates cannot be changed between the layers. Check their CRS.')
        return tuple(bounds)

    def middle_in_degrees(self) -> tuple[float, float] | None:
        """Return longitude and latitude of the middle; None where no CRS tells them."""
        degrees = osr.SpatialReference()
        degrees.ImportFromEPSG(4326)
        try:
            west, south, east, north = self.bounds_in(degrees.ExportToWkt()) if self.crs else (np.nan,) * 4
        except InputError:
            return None
        return ((west + east) / 2.0, (south + north) / 2.0) if np.isfinite(west + south + east + north) else None

    def overlaps(self, other: Grid) -> bool:
        """Whether this grid covers any of the other's ground."""
        a, b = self.bounds_in(other.crs), other.bounds
        return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def reference_of(crs: str) -> osr.SpatialReference:
    """Return the CRS with x, y axis order, as GDAL's geotransforms have it."""
    reference = osr.SpatialReference(wkt=crs)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def same_crs(a: str, b: str) -> bool:
    """Whether two WKT strings mean the same CRS."""
    if a == b:
        return True
    return bool(a) and bool(b) and bool(osr.SpatialReference(wkt=a).IsSame(osr.SpatialReference(wkt=b)))


def format_bounds(bounds: tuple[float, float, float, float]) -> str:
    """Return bounds as people read them: x 300000 to 400000, y 5000000 to 5100000."""
    xmin, ymin, xmax, ymax = (f'{v:.10g}' for v in bounds)
    return f'x {xmin} to {xmax}, y {ymin} to {ymax}'
