"""A training set of one's own region, by the search of the product: many dates, their radar, and clouds as masks.

    python -m training fetch --extent 9.0 48.4 9.4 48.7 --start 2023-04-01 --end 2023-10-31 --output my_region

Scenes are fetched as "Fetch scenes" does it (what is there whole is kept), and cut into pairs as region_*.yaml read
them: s1/PLACE/NAME.tif beside s2/PLACE/NAME.tif, clear chips alone, with radar of a few days around; and masks/, real
clouds to lay over them. A place is a square of some kilometres, so that what is held out is other ground.
"""

from __future__ import annotations

import argparse
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from sar2optical_qgis.core.catalog import choice, worldcover
from sar2optical_qgis.core.catalog.providers import DEFAULT
from sar2optical_qgis.core.catalog.request import FetchScenes, Line
from sar2optical_qgis.core.catalog.scenes import Scene
from sar2optical_qgis.core.catalog.service import HttpError, Patience
from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.raster.grid import Grid
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.raster.writer import RasterWriter
from sar2optical_qgis.core.run.job import Job

RADAR_DAYS = 3  # between an image and its radar
CLEAR = 0.01  # share of a chip that its mask may hide
SCL_TO_CLOUD = {8: 1, 9: 1, 10: 2, 3: 3}  # what MaskBank reads: 1 cloud, 2 thin cloud, 3 shadow
HIDDEN = (0, 1, 3, 8, 9, 10)
HELD_MASK = '_held'  # in the name of each fourth mask, which is for the held-out places (VALIDATION_MASKS)


@dataclass(frozen=True)
class Counts:
    """What a fetch has made."""

    pairs: int
    places: int
    masks: int
    dates: int


def fetch_url(url: str, body: bytes | None) -> bytes:
    """Answer the core's questions with the standard library; proxies come from the environment."""
    request = urllib.request.Request(url, body, {'Content-Type': 'application/json'})
    try:
        with urllib.request.urlopen(request, timeout=Patience.timeout_s) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        raise HttpError(error.code, error.headers.get('Retry-After', ''), error.read()) from error
    except OSError as error:
        raise HttpError(0) from error


def fetch_region(request: FetchScenes, output: Path, chip: int = 256, place_km: float = 5.0, log=None) -> Counts:
    """Fetch and cut; raise Sar2OpticalError. What lies in ``output`` already is kept, or replaced by the same."""
    job = Job.of(log=log)
    with request.session(fetch_url, job) as session:
        dates = choice.series(session.optical(), request.day, request.max_cloud, 10_000)
        passes = {scene.day: choice.nearest_pass(session.radar(), scene.day, session.place.bbox) for scene in dates}
        near = {day: p for day, p in passes.items() if p is not None and abs((p.day - day).days) <= RADAR_DAYS}
        lines = [Line('series', scene, scene.megabytes) for scene in dates]
        radars = {scene.name: scene for scene in near.values()}
        lines += [Line('radar', scene, scene.megabytes) for scene in radars.values()]
        if not near:
            raise InputError(
                f'No date from {session.start} to {session.end} has radar within {RADAR_DAYS} days. '
                'Choose other dates, or another --catalog.'
            )
        for line in lines:
            job.log(str(line))
        fetched = session.get(lines)
    paths = {scene.name: (path, mask) for _, scene, path, mask in fetched.files}
    pairs, places, masks = 0, set(), 0
    for scene in dates:
        image, mask = (Raster(path, 'image') for path in paths[scene.name])
        held = HELD_MASK if masks % 4 == 1 else ''
        masks += _write_mask(mask, output / 'masks' / f'cloud_{scene.day}{held}.tif')
        if scene.day in near:
            made = _cut(scene, image, mask, Raster(paths[near[scene.day].name][0], 'radar'), output, chip, place_km)
            pairs, places = pairs + sum(made.values()), places | set(made)
    return Counts(pairs, len(places), masks, len(dates))


def _cut(
    scene: Scene, image: Raster, mask: Raster, radar: Raster, output: Path, chip: int, place_km: float
) -> dict[str, int]:
    """Write the clear chips of one date; return how many of each place."""
    made: dict[str, int] = {}
    factor = round(mask.grid.transform[1] / image.grid.transform[1])
    for row in range(0, image.grid.height - chip + 1, chip):
        for col in range(0, image.grid.width - chip + 1, chip):
            window = (col, row, chip, chip)
            codes = mask.read((col // factor, row // factor, chip // factor, chip // factor), (1,))[0][0]
            if np.isin(codes, HIDDEN).mean() > CLEAR:
                continue
            values, good = image.read(window, tuple(range(1, image.count + 1)))
            db, seen = radar.read(window, tuple(range(1, radar.count + 1)))
            if not good.all() or (values == 0).any() or not seen.all():
                continue
            grid = image.grid.window(*window)
            place = _place_of(grid, place_km)
            name = f'{place}/{scene.day}_{row:05d}_{col:05d}.tif'
            _write(output / 's2' / name, grid, values, image.descriptions, gdal.GDT_UInt16, 0)
            _write(output / 's1' / name, grid, db, radar.descriptions, gdal.GDT_Float32, -9999.0)
            made[place] = made.get(place, 0) + 1
    return made


def _place_of(grid: Grid, place_km: float) -> str:
    xmin, ymin, xmax, ymax = grid.bounds
    code = osr.SpatialReference(wkt=grid.crs).GetAuthorityCode(None)
    cell = [int((low + high) / 2 // (1000 * place_km)) for low, high in ((xmin, xmax), (ymin, ymax))]
    return f'{code}_{cell[0]}_{cell[1]}'


def _write_mask(mask: Raster, path: Path) -> bool:
    """Write the clouds of a date as MaskBank reads them, on pixels of 10 m; whether there were any to speak of."""
    codes = mask.read((0, 0, mask.grid.width, mask.grid.height), (1,))[0]
    cloud = np.zeros(codes.shape, np.uint8)
    for code, kind in SCL_TO_CLOUD.items():
        cloud[codes == code] = kind
    if not 0.02 < (cloud > 0).mean() < 0.95:
        return False
    x0, dx, _, y0, _, dy = mask.grid.transform
    factor = max(round(dx / 10.0), 1)
    cloud = cloud.repeat(factor, 1).repeat(factor, 2)
    grid = Grid(mask.grid.crs, (x0, dx / factor, 0.0, y0, 0.0, dy / factor), cloud.shape[2], cloud.shape[1])
    _write(path, grid, cloud, ('cloud',), gdal.GDT_Byte, None)
    return True


def _write(path: Path, grid: Grid, values: np.ndarray, names: tuple[str, ...], kind: int, nodata: float | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = RasterWriter(str(path), grid, kind, names, nodata, {})
    try:
        writer.write(0, 0, values)
        writer.commit()
    except BaseException:
        writer.discard()
        raise


def main(arguments: list[str]) -> None:
    """Fetch a training set of a region."""
    parser = argparse.ArgumentParser(prog='training fetch', description=main.__doc__)
    parser.add_argument('--extent', type=float, nargs=4, required=True, metavar=('WEST', 'SOUTH', 'EAST', 'NORTH'))
    parser.add_argument('--start', type=date.fromisoformat, required=True)
    parser.add_argument('--end', type=date.fromisoformat, required=True)
    parser.add_argument('--output', type=Path, required=True, help='the folder that region_*.yaml read as root')
    parser.add_argument('--catalog', default=DEFAULT, help='a provider, the URL of a STAC API, or a folder')
    parser.add_argument('--max-cloud', type=float, default=0.8, help='share of the extent that a date may hide')
    parser.add_argument('--chip', type=int, default=256, help='pixels along the side of a pair, an even number')
    parser.add_argument('--place-km', type=float, default=5.0, help='side of the squares by which places are told')
    options = parser.parse_args(arguments)
    if options.end < options.start:
        raise InputError(f'--end {options.end} lies before --start {options.start}.')
    if options.chip < 32 or options.chip % 2:
        raise InputError(f'--chip is {options.chip}. Give an even number of at least 32.')
    middle = options.start + (options.end - options.start) / 2
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    request = FetchScenes(
        tuple(options.extent[k] for k in range(4)), degrees.ExportToWkt(), middle, str(options.output / 'scenes'),
        ('series',), (middle - options.start).days, (options.end - middle).days, options.catalog, options.max_cloud,
        worldcover_root=worldcover.ROOT,
    )  # fmt: skip
    made = fetch_region(request, options.output, options.chip, options.place_km, lambda line: _say(f'{line}\n'))
    _say(
        f'{made.pairs} pairs of {made.places} places and {made.masks} cloud masks from {made.dates} dates are in '
        f'{options.output}. Train: python -m training fit -c training/configs/region_sar.yaml '
        f'--data.init_args.root {options.output}\n'
    )
    if made.places < 2:
        _say('One place cannot be split: choose a larger --extent, or a smaller --place-km.\n')


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
