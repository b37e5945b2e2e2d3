"""Rasters placed by ground control points: seen on a map grid, warped when read."""

from __future__ import annotations

import numpy as np
from osgeo import gdal, osr

from ..errors import InputError
from .grid import reference_of

SPLINE_POINTS = 10  # so many bend a thin-plate spline; fewer define a plane at best
PADDING = 0  # around the swath of GRD, and around what is warped


def is_placed_by_points(dataset: gdal.Dataset) -> bool:
    """Whether ground control points with a CRS place the raster, and nothing else does."""
    has_transform = dataset.GetGeoTransform(can_return_null=True) is not None
    return dataset.GetGCPCount() >= 3 and bool(dataset.GetGCPProjection()) and not has_transform


def on_map(dataset: gdal.Dataset, role: str, is_picture: bool = True) -> gdal.Dataset:
    """Return the raster on whole metres of its UTM zone, north up, as a VRT; raise InputError where that fails.

    The size of the pixels stays about what it was (10 m for GRD of high resolution). Those of a picture are
    interpolated, classes are not. ``dataset`` must outlive it.
    """
    try:
        zone = _utm_zone(dataset)
        suggested = gdal.AutoCreateWarpedVRT(dataset, None, zone)
        size = abs(suggested.GetGeoTransform()[1])
        size = float(round(size)) if size >= 1.0 else size
        warped = gdal.Warp(
            '', dataset, format='VRT', dstSRS=zone, xRes=size, yRes=size, targetAlignedPixels=True,
            resampleAlg='bilinear' if is_picture else 'near', **_by_points(dataset),
        )  # fmt: skip
    except RuntimeError as error:
        reason = str(error).splitlines()[0] if str(error) else 'unknown reason'
        raise InputError(
            f'{role} is placed by ground control points, and these do not lead to a map grid ({reason}). '
            'Warp it yourself first (Raster > Projections > Warp).'
        ) from error
    for number in range(1, dataset.RasterCount + 1):
        warped.GetRasterBand(number).SetDescription(dataset.GetRasterBand(number).GetDescription())
    return warped


def on_few_pixels(
    dataset: gdal.Dataset, crs: str, bounds: tuple[float, float, float, float], cols: int, rows: int, factor: int
) -> gdal.Dataset:
    """Return the part of the raster in ``bounds`` (xmin, ymin, xmax, ymax) with cols x rows of its pixels, in memory.

    ``factor``: pixels of the raster a side to one of these. Reading them from on_map() would warp all the others too,
    and warping a raster that is not thinned before would read them: minutes for a scene of Sentinel-1.
    """
    if factor > 1:
        size = max(dataset.RasterXSize // factor, 1), max(dataset.RasterYSize // factor, 1)
        dataset = gdal.Translate('', dataset, format='VRT', width=size[0], height=size[1])
    return gdal.Warp(
        '', dataset, format='MEM', dstSRS=crs, outputBounds=bounds, width=cols, height=rows, resampleAlg='near',
        **_by_points(dataset),
    )  # fmt: skip


def _by_points(dataset: gdal.Dataset) -> dict[str, object]:
    """Return what gdal.Warp has to know of the points and of the padding."""
    declared, has_spline = dataset.GetRasterBand(1).GetNoDataValue(), dataset.GetGCPCount() >= SPLINE_POINTS
    nodata = PADDING if declared is None else declared
    return {
        'tps': has_spline, 'polynomialOrder': None if has_spline else 1, 'multithread': False,
        'srcNodata': nodata, 'dstNodata': nodata,
    }  # fmt: skip


def _utm_zone(dataset: gdal.Dataset) -> str:
    """Return the WKT of the UTM zone in the middle of the points; RuntimeError where they lie in none."""
    own = reference_of(dataset.GetGCPProjection())
    if own.IsLocal():
        raise RuntimeError('their CRS is a local one')
    points = np.array([(point.GCPX, point.GCPY) for point in dataset.GetGCPs()], float)
    x, y = np.median(points, axis=0).tolist()
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    change = osr.CoordinateTransformation(own, degrees)
    longitude, latitude, _ = change.TransformPoint(x, y)
    zone = int((longitude + 180.0) // 6.0) % 60 + 1
    reference = osr.SpatialReference()
    reference.ImportFromEPSG((32600 if latitude >= 0.0 else 32700) + zone)
    return reference.ExportToWkt()
