"""ESA WorldCover by the names of its public files: no catalogue needed, and no account.

Squares of 3 degrees in EPSG:4326, named by their south-western corner. The oceans have none. 2021 is made by another
algorithm than 2020: it is taken for any date, and differences between the two are not change.
"""

from __future__ import annotations

import math

ROOT = 'https://esa-worldcover.s3.eu-central-1.amazonaws.com'
PATH = 'v200/2021/map'
NAME = 'ESA_WorldCover_10m_2021_v200_{tile}_Map.tif'
YEAR = 2021
STEM = f'worldcover_{YEAR}'  # of our file
SIDE = 3  # degrees
LICENCE = (
    'CC-BY-4.0: (c) ESA WorldCover project 2021 / Contains modified Copernicus Sentinel data (2021) '
    'processed by ESA WorldCover consortium'
)


def tile_name(longitude: float, latitude: float) -> str:
    """Return the name of the square that holds a point: S36E150."""
    west, south = math.floor(longitude / SIDE) * SIDE, math.floor(latitude / SIDE) * SIDE
    return f'{"N" if south >= 0 else "S"}{abs(south):02d}{"E" if west >= 0 else "W"}{abs(west):03d}'


def tiles_of(bbox: tuple[float, float, float, float]) -> list[str]:
    """Return the names of all squares that a box (west, south, east, north in degrees) touches."""
    west, south, east, north = bbox
    if west > east:
        east += 360.0
    longitudes = range(math.floor(west / SIDE) * SIDE, math.ceil(east / SIDE) * SIDE, SIDE)
    latitudes = range(math.floor(south / SIDE) * SIDE, math.ceil(north / SIDE) * SIDE, SIDE)
    return [tile_name((x + 180) % 360 - 180, y) for y in latitudes for x in longitudes]


def address(tile: str, root: str = ROOT) -> str:
    """Return where a square lies: below a web address (a mirror has the same folders) or in a folder, flat or not."""
    name = NAME.format(tile=tile)
    return f'{root.rstrip("/")}/{PATH}/{name}' if '://' in root else f'{root}/{name}'
