"""An area limits what is written: inside as without it, outside no data."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.raster.area import Area
from sar2optical_qgis.core.raster.delivery import Delivery, delivering
from sar2optical_qgis.core.raster.grid import Grid, reference_of
from sar2optical_qgis.core.raster.writer import RasterWriter
from tests.core.runs import clean, translate
from tests.makers import read


def wkt_of(epsg: int) -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference.ExportToWkt()


UTM = wkt_of(32631)
GRID = Grid(UTM, (500000.0, 10.0, 0.0, 5600000.0, 0.0, -10.0), 160, 160)


def polygon(points) -> ogr.Geometry:
    return ogr.CreateGeometryFromWkt(f'POLYGON(({", ".join(f"{x} {y}" for x, y in [*points, points[0]])}))')


def box(left: int, top: int, right: int, bottom: int) -> ogr.Geometry:
    """A box around pixels of GRID."""
    west, north, east, south = 500000 + 10 * left, 5600000 - 10 * top, 500000 + 10 * right, 5600000 - 10 * bottom
    return polygon([(west, north), (east, north), (east, south), (west, south)])


def area(*geometries: ogr.Geometry, crs: str = UTM) -> Area:
    return Area(tuple(bytes(geometry.ExportToWkb()) for geometry in geometries), crs)


def test_pixels_belong_to_an_area_by_their_centre_in_every_window():
    triangle = polygon([(500000, 5600000), (501000, 5600000), (500000, 5599000)])
    mask = area(triangle, box(100, 100, 120, 110)).on(GRID)
    rows, cols = np.mgrid[:160, :160]
    inside = (rows + cols + 1 < 100) | ((rows >= 100) & (rows < 110) & (cols >= 100) & (cols < 120))
    whole = mask.outside(0, 0, 160, 160)
    on_the_edge = rows + cols + 1 == 100
    assert (whole == ~inside)[~on_the_edge].all()
    parts = [[mask.outside(col, row, 70, 50) for col in (0, 70)] for row in (0, 50)]
    assert np.array_equal(np.block(parts), whole[:100, :140])


def test_polygons_in_another_crs_lie_where_they_are():
    there = box(20, 30, 90, 120)
    there.AssignSpatialReference(reference_of(UTM))
    there.Segmentize(20.0)
    there.TransformTo(reference_of(wkt_of(4326)))
    moved = area(there, crs=wkt_of(4326)).on(GRID).outside(0, 0, 160, 160)
    assert (moved != area(box(20, 30, 90, 120)).on(GRID).outside(0, 0, 160, 160)).mean() < 0.001


def test_a_south_up_grid_is_drawn_the_other_way_round():
    south_up = Grid(UTM, (500000.0, 10.0, 0.0, 5598400.0, 0.0, 10.0), 160, 160)
    mask = area(box(20, 30, 90, 120)).on(south_up).outside(0, 0, 160, 160)
    assert np.array_equal(mask[::-1], area(box(20, 30, 90, 120)).on(GRID).outside(0, 0, 160, 160))


@pytest.mark.parametrize(
    ('where', 'grid', 'words'),
    [
        (area(box(500, 500, 600, 600)), GRID, 'does not overlap'),
        (area(box(0, 0, 9, 9), crs=''), GRID, 'CRS'),
        (area(box(0, 0, 9, 9)), Grid('', GRID.transform, 160, 160), 'CRS'),
    ],
)
def test_an_area_that_lies_nowhere_here_is_refused(where, grid, words):
    with pytest.raises(InputError, match=words):
        where.on(grid)


@pytest.mark.parametrize(
    ('kind', 'nodata', 'outside'),
    [(gdal.GDT_UInt16, None, 0), (gdal.GDT_Float32, None, np.nan), (gdal.GDT_Float32, -9999.0, -9999.0)],
)
def test_outside_is_nodata_that_the_file_declares(tmp_path, kind, nodata, outside):
    values = np.arange(1, 2 * 160 * 160 + 1).reshape(2, 160, 160) % 60000 + 1
    with delivering(Delivery(area=area(box(20, 30, 90, 120)))):
        writer = RasterWriter(str(tmp_path / 'a.tif'), GRID, kind, ('a', 'b'), nodata, {})
    writer.write(0, 0, values.astype(np.float32 if kind == gdal.GDT_Float32 else np.uint16))
    writer.commit()
    made = read(tmp_path / 'a.tif')
    assert np.array_equal(made[:, 30:120, 20:90], values[:, 30:120, 20:90])
    made[:, 30:120, 20:90] = outside
    assert np.array_equal(made, np.full(made.shape, outside, made.dtype), equal_nan=kind == gdal.GDT_Float32)
    dataset = gdal.Open(str(tmp_path / 'a.tif'))
    assert np.array_equal(dataset.GetRasterBand(1).GetNoDataValue(), outside, equal_nan=True)


def test_clouds_are_removed_inside_as_without_an_area(place):
    sigma = place.folder / 'sigma.tif'
    whole, mask, _ = clean(place, sar=place.s1)
    with delivering(Delivery(area=area(box(40, 40, 100, 90)))):
        made, limited, _ = clean(place, sar=place.s1, uncertainty=str(sigma))
    inside = np.zeros((160, 160), bool)
    inside[40:90, 40:100] = True
    assert np.array_equal(made[:, inside], whole[:, inside]) and not made[:, ~inside].any()
    assert np.array_equal(limited[inside], mask[inside]) and (limited[~inside] == 255).all()
    assert (read(sigma)[:, ~inside] == -9999).all() and (mask[inside] == 1).any()


def test_a_picture_is_transparent_outside(place, sar_model):
    with delivering(Delivery(area=area(box(40, 40, 100, 90)))):
        out, _ = translate(place, sar_model)
    made = read(out)
    assert made.shape[0] == 4 and (made[3, 40:90, 40:100] == 255).all() and made[:3, 40:90, 40:100].any()
    made[:, 40:90, 40:100] = 0
    assert not made.any()


def test_an_area_beside_the_layer_leaves_nothing_behind(place):
    with pytest.raises(InputError, match='does not overlap'), delivering(Delivery(area=area(box(500, 0, 600, 9)))):
        clean(place)
    assert not list(place.folder.glob('out*')) and not list(place.folder.glob('.*'))
