"""Preview: what a request would give in the part of the map that a window shows, at about the window's pixels.

It is the request itself, run on that extent. Where the layer has more pixels there than the screen, or than may be
worked on in time, the inputs are reduced first: radar averaged in linear power, images averaged, masks and land cover
thinned.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from osgeo import gdal

from .errors import InputError
from .raster.grid import Grid
from .raster.raster import Raster
from .remove_clouds.request import RemoveClouds
from .run.pipeline import Report
from .sar_to_optical.request import SarToOptical
from .sentinel.layers import open_layer
from .sentinel.reduced import reduce_classes, reduce_image, reduce_radar

MOST_PIXELS = 2_400_000  # a screen of 1920 x 1200 and what lies around it
TILE = 512  # pixels: small enough that a cancel, which is heard between tiles, is heard soon
CONTEXT = 24  # pixels around the window, so that its rim has neighbours too
TRAINED_M = (10.0, 30.0)  # metres: pixel sizes that the networks have seen
FINER_PIXELS = 3_000_000  # that radar of coarse pixels may be enlarged to, in the last of a window's previews
OUTPUT = 'preview.tif'


@dataclass(frozen=True)
class Window:
    """What a map window shows, in the CRS of the previewed layer (pictures without a place: rows count down from 0)."""

    extent: tuple[float, float, float, float]  # xmin, ymin, xmax, ymax
    pixel: float  # size of a pixel of the screen, in units of the CRS


@dataclass(frozen=True)
class Preview:
    """A preview on disk and where it lies."""

    path: str  # GeoTIFF, marked as generated as any result
    pixel_size_m: float
    factor: int  # pixels of the layer along a side of a previewed one
    pixels: int  # that were worked on
    is_finest: bool  # with more of them it would show no more
    report: Report

    @property
    def is_outside_training(self) -> bool:
        """Whether the networks have never seen pixels of this size."""
        return not 0.7 * TRAINED_M[0] <= self.pixel_size_m <= 1.3 * TRAINED_M[1]


def preview(
    request: SarToOptical | RemoveClouds,
    window: Window,
    folder: Path,
    cancelled: Callable[[], bool] | None = None,
    log: Callable[[str], None] | None = None,
    most: int = MOST_PIXELS,
) -> Preview:
    """Run ``request`` on what ``window`` shows, as ``most`` pixels or fewer, with files in ``folder``.

    Raises Sar2OpticalError.
    """
    quantity = request.calibration if isinstance(request, SarToOptical) else 'sigma0'
    raster = open_layer(request.input, 'INPUT', True, quantity)
    col, row, shown, factor = plan(raster.grid, window, most)
    output = str(folder / OUTPUT)
    request = replace(request, output=output, extent=shown.bounds, tile_size=request.tile_size or TILE)
    if factor > 1:
        part = (col, row, shown.width, shown.height)
        request = _reduced(replace(request, extent=None), raster, part, shown, factor, folder)
    pixels = max(shown.width // factor, 1) * max(shown.height // factor, 1)
    if isinstance(request, SarToOptical):
        request = replace(request, finer=int((FINER_PIXELS / pixels) ** 0.5) if most >= MOST_PIXELS else 1)
    report = request.run(cancelled=cancelled, log=log)
    if not raster.grid.is_georeferenced:
        _place(output, (float(col), float(factor), 0.0, -float(row), 0.0, -float(factor)))
    is_finest = most >= MOST_PIXELS or factor == plan(raster.grid, window)[3]
    return Preview(output, shown.pixel_size_m * factor, factor, pixels, is_finest, report)


def plan(grid: Grid, window: Window, most: int = MOST_PIXELS) -> tuple[int, int, Grid, int]:
    """Return column, row and grid of the pixels to preview, and how many of them make one pixel of the preview.

    ``most``: how many the preview may have.
    """
    xmin, ymin, xmax, ymax = window.extent
    if not grid.is_georeferenced:
        ymin, ymax = -ymax, -ymin
    size_x, size_y = abs(grid.transform[1]), abs(grid.transform[5])
    factor = max(int(round(window.pixel / ((size_x * size_y) ** 0.5))), 1)
    while True:
        edge_x, edge_y = CONTEXT * factor * size_x, CONTEXT * factor * size_y
        bounds = (xmin - edge_x, ymin - edge_y, xmax + edge_x, ymax + edge_y)
        try:
            grid.subset((xmin, ymin, xmax, ymax), 'INPUT')
            col, row, shown = grid.subset(bounds, 'INPUT')
        except InputError as error:
            raise InputError('The map shows no part of the layer. Zoom to the layer.') from error
        pixels = (shown.width // factor) * (shown.height // factor)
        if pixels <= most:
            return col, row, shown, factor
        factor = max(factor + 1, int(factor * (pixels / most) ** 0.5))


def _reduced(
    request: SarToOptical | RemoveClouds,
    raster: Raster,
    part: tuple[int, int, int, int],
    shown: Grid,
    factor: int,
    folder: Path,
) -> SarToOptical | RemoveClouds:
    """Return the request on reduced copies of its rasters."""

    def other(path: str, role: str, reduce: Callable[[Raster, tuple, int, Path], str]) -> str:
        if not path:
            return ''
        layer = open_layer(path, role, is_picture=reduce is not reduce_classes)
        raster.require_overlap(layer)
        if raster.is_pixel_for_pixel(layer):
            return reduce(layer, part, factor, _target(layer, folder))
        # as many of its own pixels as lie in a reduced one of the input
        own = max(int(factor * shown.pixel_size_m / layer.grid.pixel_size_m), 1)
        if own == 1:
            return path
        try:
            col, row, grid = layer.grid.subset(shown.bounds_in(layer.grid.crs), role)
        except InputError:  # it lies elsewhere in the layer: the engine says what that means
            return path
        return reduce(layer, (col, row, grid.width, grid.height), own, _target(layer, folder))

    def several(paths: tuple[str, ...] | str, role: str, reduce: Callable) -> tuple[str, ...]:
        paths = (paths,) if isinstance(paths, str) else paths
        return tuple(other(path, f'{role} {k}', reduce) for k, path in enumerate(paths, 1) if path)

    def as_it_is(layer: Raster, window: tuple, times: int, target: Path) -> str:
        # a layer on the map is reduced as it is read; one without a place has to keep to the pixels of the input
        return layer.path if layer.grid.is_georeferenced else reduce_image(layer, window, times, target)

    def radar(layer: Raster, window: tuple, times: int, target: Path) -> str:
        return reduce_radar(layer, window, times, 'auto', target)[0]

    if isinstance(request, SarToOptical):
        target = _target(raster, folder)
        path, scale = reduce_radar(raster, part, factor, request.sar_scale, target, request.bands)
        return replace(
            request, input=path, sar_scale=scale, landcover=other(request.landcover, 'LANDCOVER', reduce_classes)
        )
    return replace(
        request,
        input=reduce_image(raster, part, factor, _target(raster, folder)),
        mask=other(request.mask, 'SCL', reduce_classes),
        sar=other(request.sar, 'SAR', radar),
        reference=several(request.reference, 'REFERENCE', reduce_image),
        reference_masks=several(request.reference_masks, 'REFERENCE_MASKS', reduce_classes),
        covariates=several(request.covariates, 'COVARIATES', as_it_is),
    )


def _target(raster: Raster, folder: Path) -> Path:
    """Return where the copy goes; it keeps the layer's name, which may tell its date and processing baseline."""
    place = folder / raster.role.lower()
    place.mkdir(exist_ok=True)
    return place / (re.sub(r'[^\w.-]', '_', Path(raster.path).stem) + '.tif')


def _place(path: str, transform: tuple[float, ...]) -> None:
    """Put a picture without a place where QGIS shows it: rows count down from 0."""
    dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_UPDATE)
    dataset.SetGeoTransform(transform)
