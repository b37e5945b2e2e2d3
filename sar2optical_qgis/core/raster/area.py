"""Area: polygons that limit what is written; outside of them is no data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import gdal, ogr

from ..errors import InputError
from .grid import Grid, format_bounds, reference_of, same_crs

gdal.UseExceptions()
ogr.UseExceptions()
SEGMENTS = 100  # into which the longer side of a polygon's box is cut, so that edges bend with the CRS


@dataclass(frozen=True)
class Area:
    """Polygons as WKB, and their CRS as WKT."""

    polygons: tuple[bytes, ...]
    crs: str

    def on(self, grid: Grid) -> AreaMask:
        """Lay the polygons on a grid; raise InputError where they cover none of it."""
        if not grid.crs or not self.crs:
            raise InputError('AREA needs a layer with a CRS, as INPUT does. Assign a CRS, or use EXTENT.')
        return AreaMask(self._geometries(grid.crs), grid)

    def _geometries(self, crs: str) -> list[ogr.Geometry]:
        """Return the polygons in another CRS."""
        geometries = [ogr.CreateGeometryFromWkb(wkb) for wkb in self.polygons]
        own = reference_of(self.crs)
        for geometry in geometries:
            geometry.AssignSpatialReference(own)
        if same_crs(self.crs, crs):
            return geometries
        target = reference_of(crs)
        for geometry in geometries:
            west, east, south, north = geometry.GetEnvelope()
            geometry.Segmentize(max(east - west, north - south) / SEGMENTS)
            try:
                geometry.TransformTo(target)
            except RuntimeError as error:
                raise InputError(f'AREA cannot be brought into the CRS of INPUT ({error}). Check both CRSs.') from error
        return geometries


class AreaMask:
    """An area on the pixels of a grid, drawn window by window; a pixel belongs to it by its centre."""

    def __init__(self, geometries: Sequence[ogr.Geometry], grid: Grid) -> None:
        """Raise InputError where the geometries, in the CRS of the grid, touch none of it."""
        self.grid = grid
        # GDAL 3.11 gave vectors in memory to the driver of rasters in memory.
        name = 'MEM' if int(gdal.VersionInfo()) >= 3_110_000 else 'Memory'
        self._source = gdal.GetDriverByName(name).Create('', 0, 0, 0, gdal.GDT_Unknown)
        self._layer = self._source.CreateLayer('area', reference_of(grid.crs), ogr.wkbUnknown)
        for geometry in geometries:
            feature = ogr.Feature(self._layer.GetLayerDefn())
            feature.SetGeometry(geometry)
            self._layer.CreateFeature(feature)
        self._layer.SetSpatialFilterRect(*grid.bounds)
        if self._layer.GetFeatureCount() == 0:
            self._layer.SetSpatialFilter(None)
            west, east, south, north = self._layer.GetExtent()
            raise InputError(
                f'AREA ({format_bounds((west, south, east, north))} in the CRS of INPUT) does not overlap what is '
                f'processed ({format_bounds(grid.bounds)}). Choose polygons over the layer.'
            )
        self._last: tuple[tuple[int, int, int, int], np.ndarray] | None = None

    def outside(self, col: int, row: int, width: int, height: int) -> np.ndarray:
        """Return which pixels of a window lie outside, bool (rows, cols); several outputs ask for the same one."""
        window = (col, row, width, height)
        if self._last is None or self._last[0] != window:
            grid = self.grid.window(*window)
            drawn = gdal.GetDriverByName('MEM').Create('', width, height, 1, gdal.GDT_Byte)
            drawn.SetGeoTransform(grid.transform)
            drawn.SetProjection(grid.crs)
            self._layer.SetSpatialFilterRect(*grid.bounds)
            gdal.RasterizeLayer(drawn, [1], self._layer, burn_values=[1])
            self._last = window, drawn.ReadAsArray() == 0
        return self._last[1]
