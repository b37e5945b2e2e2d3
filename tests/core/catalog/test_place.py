"""Place: whole pixels of a UTM zone for any extent; WorldCover by its names."""

from __future__ import annotations

import pytest
from osgeo import osr

from sar2optical_qgis.core.catalog.place import Place
from sar2optical_qgis.core.catalog.scenes import share_of
from sar2optical_qgis.core.catalog.worldcover import address, tile_name, tiles_of
from sar2optical_qgis.core.errors import InputError


def wkt(epsg):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference.ExportToWkt()


@pytest.mark.parametrize(
    ('extent', 'epsg', 'zone'),
    [
        ((9.1, 48.5, 9.2, 48.6), 4326, 32632),
        ((512003.0, 5377001.0, 514997.0, 5379999.0), 32632, 32632),
        ((1010000.0, 6200000.0, 1020000.0, 6210000.0), 3857, 32632),
        ((151.1, -33.9, 151.2, -33.8), 4326, 32756),
        ((179.95, -16.5, 180.05, -16.4), 4326, 32701),  # over the antimeridian
    ],
)
def test_an_extent_lies_on_whole_pixels_of_its_zone(extent, epsg, zone):
    place = Place.of(extent, wkt(epsg))
    assert osr.SpatialReference(wkt=place.grid.crs).GetAuthorityCode(None) == str(zone)
    assert all(edge % 20 == 0 for edge in place.grid.bounds)  # pixels of 10 m, and of the mask's 20 m
    assert place.scl_grid.bounds == place.grid.bounds and place.scl_grid.transform[1] == 20.0


def test_a_drawn_extent_is_never_cut():
    place = Place.of((512003.0, 5377001.0, 514997.0, 5379999.0), wkt(32632))
    assert place.grid.bounds == (512000.0, 5377000.0, 515000.0, 5380000.0)


def test_an_extent_on_whole_pixels_stays_as_it_is():
    assert Place.of((512400.0, 5377400.0, 514800.0, 5379600.0), wkt(32632)).grid.width == 240


def test_over_the_antimeridian_west_is_greater_than_east():
    west, _, east, _ = Place.of((179.95, -16.5, 180.05, -16.4), wkt(4326)).bbox
    assert west > 179 and east < -179
    assert share_of((-180.0, -17.0, -179.0, -16.0), (west, -16.5, east, -16.4)) == pytest.approx(0.5, abs=0.05)


def test_places_have_names_of_their_own():
    names = {Place.of((x, 48.5, x + 0.1, 48.6), wkt(4326), size).name for x in (9.1, 9.11) for size in (10.0, 20.0)}
    assert len(names) == 4


@pytest.mark.parametrize(
    ('extent', 'crs', 'resolution', 'words'),
    [
        ((9.1, 48.5, 9.1, 48.6), 4326, 10.0, 'EXTENT is empty'),
        ((9.1, 48.5, float('nan'), 48.6), 4326, 10.0, 'EXTENT is empty'),
        ((9.1, 48.5, 9.2, 48.6), 0, 10.0, 'no CRS'),
        ((9.1, 48.5, 9.2, 48.6), 4326, 0.0, 'RESOLUTION'),
        ((9.1, 48.5, 19.2, 58.6), 4326, 10.0, 'smaller one, or a coarser'),
        ((9.1, 85.0, 9.2, 86.0), 4326, 10.0, 'zones of UTM'),
    ],
)
def test_an_extent_that_is_none_is_told(extent, crs, resolution, words):
    with pytest.raises(InputError, match=words):
        Place.of(extent, wkt(crs) if crs else '', resolution)


@pytest.mark.parametrize(
    ('longitude', 'latitude', 'name'),
    [(151.2, -33.9, 'S36E150'), (-72, -39, 'S39W072'), (6, 0, 'N00E006'), (9.16, 48.5, 'N48E009')],
)
def test_land_cover_is_named_by_its_corner(longitude, latitude, name):
    assert tile_name(longitude, latitude) == name


def test_a_box_over_a_corner_touches_four_files():
    assert tiles_of((8.9, 47.9, 9.1, 48.1)) == ['N45E006', 'N45E009', 'N48E006', 'N48E009']
    assert tiles_of((179.9, -1.0, -179.9, -0.5)) == ['S03E177', 'S03W180']


def test_addresses_are_those_of_the_public_bucket():
    assert address('N48E009') == (
        'https://esa-worldcover.s3.eu-central-1.amazonaws.com/v200/2021/map/ESA_WorldCover_10m_2021_v200_N48E009_Map.tif'
    )
    assert address('N48E009', '/data/cover') == '/data/cover/ESA_WorldCover_10m_2021_v200_N48E009_Map.tif'
