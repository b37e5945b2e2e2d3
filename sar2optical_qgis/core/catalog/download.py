"""Download: scenes as GeoTIFFs of a place, each whole or not there, with its source and its licence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..errors import InputError, OutputError
from ..names import POLARISATIONS, S2_BANDS
from ..raster.grid import Grid
from ..raster.writer import RasterWriter
from ..run.job import Job
from ..run.provenance import PREFIX, plugin_version
from . import worldcover
from .item import Asset, Item
from .mosaic import NEAREST, S2_NODATA, SAR_NODATA, Offsets, Sign, read_classes, read_optical, read_radar, strips
from .place import Place
from .providers import COPERNICUS
from .reader import Read, Reader
from .scenes import Scene

LAYOUT = 1  # of the files: another one is fetched anew
KEY = f'{PREFIX}FETCHED'


class Download:
    """Writes scenes of a place into a folder; what lies there whole already is kept."""

    def __init__(
        self, place: Place, folder: Path, reader: Reader, sign: Sign, job: Job, heard: Callable[[int], None]
    ) -> None:
        """``heard``: is told the pixels of every window that has come in."""
        self.place, self.folder, self.reader, self.sign, self.job, self.heard = place, folder, reader, sign, job, heard
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f'The folder {folder.name} cannot be made ({error.strerror}). Choose another FOLDER.'
            ) from error

    def optical(self, scene: Scene) -> tuple[str, str]:
        """Return the paths of a Sentinel-2 scene, ten bands, and of its mask, from which siblings.find_scl finds it."""
        image, mask = self._path(scene.name), self._path(f'{scene.name}_SCL')
        key = _key(scene.items, self.place.grid)
        if not (_is_whole(image, key) and _is_whole(mask, key)):
            items, offsets = self._items_of(scene, key), Offsets({})
            items['BOA_ADD_OFFSET'] = '0'  # it is taken off, which no date or baseline may put in doubt again
            with self.job.outputs() as writers:
                self._open(writers, image, self.place.grid, gdal.GDT_UInt16, S2_BANDS, S2_NODATA, items)
                self._open(writers, mask, self.place.scl_grid, gdal.GDT_Byte, ('SCL',), S2_NODATA, items, True)
                seen = 0
                for row, grid in strips(self.place.grid):
                    values = read_optical(self.reader, scene.items, self.sign, grid, offsets, self.heard)
                    seen += int((values[0] != S2_NODATA).sum())
                    writers[str(image)].write(0, row, values)
                for row, grid in strips(self.place.scl_grid):
                    codes = read_classes(self.reader, scene.items, self.sign, grid, self.heard)
                    writers[str(mask)].write(0, row, codes[None])
                if not seen:
                    raise InputError(
                        f'The files of {scene.day} hold nothing of EXTENT. Choose another DATE or CATALOG.'
                    )
                for item in scene.items:
                    if item.id in offsets.decided:
                        offset = offsets.decided[item.id]
                        self.job.decide(f'{scene.day} {item.tile}: {offset.value:+d} to the numbers ({offset.why}).')
                self._publish(writers)
        return str(image), str(mask)

    def radar(self, scene: Scene) -> str:
        """Return the path of a radar scene: gamma0 in dB, VV and VH as far as there are."""
        path, key = self._path(scene.name), _key(scene.items, self.place.grid)
        if not _is_whole(path, key):
            names = tuple(name for name in POLARISATIONS if any(name in item.bands for item in scene.items))
            items = self._items_of(scene, key)
            kind = 'by its own annotation, not terrain-corrected (GRD)' if scene.is_grd else 'terrain-corrected (RTC)'
            items[f'{PREFIX}RADAR'] = f'gamma0 in dB, {kind}'
            with self.job.outputs() as writers:
                self._open(writers, path, self.place.grid, gdal.GDT_Float32, names, SAR_NODATA, items)
                seen = 0
                for row, grid in strips(self.place.grid):
                    values = read_radar(self.reader, scene.items, self.sign, grid, names, self.heard)
                    seen += int((values != SAR_NODATA).any(axis=0).sum())
                    writers[str(path)].write(0, row, values)
                if not seen:
                    raise InputError(f'The radar of {scene.day} holds nothing of EXTENT. Choose another DATE or DAYS.')
                self._publish(writers)
        return str(path)

    def landcover(self, root: str = worldcover.ROOT) -> str:
        """Return the path of ESA WorldCover on the place's grid; where it has no file there is sea, and no class."""
        tiles = worldcover.tiles_of(self.place.bbox)
        path, key = self._path(worldcover.STEM), _key(tuple(tiles), self.place.grid)
        if not _is_whole(path, key):
            items = {
                f'{PREFIX}SYNTHETIC': 'NO', f'{PREFIX}LICENCE': worldcover.LICENCE, KEY: key,
                f'{PREFIX}ITEMS': ', '.join(worldcover.NAME.format(tile=tile) for tile in tiles),
            }  # fmt: skip
            with self.job.outputs() as writers:
                self._open(writers, path, self.place.grid, gdal.GDT_Byte, ('WorldCover',), 0, items, True)
                for row, grid in strips(self.place.grid):
                    codes = np.zeros((1, grid.height, grid.width), np.uint8)
                    reads = {
                        tile: Read(Asset(worldcover.address(tile, root)), grid, NEAREST, 0, lambda href, _: href, True)
                        for tile in tiles
                    }
                    for answer in self.reader.read(reads, self.heard).values():
                        if answer is not None:
                            codes[0][answer[1]] = answer[0][answer[1]]
                    writers[str(path)].write(0, row, codes)
                self._publish(writers)
        return str(path)

    def _path(self, stem: str) -> Path:
        return self.folder / f'{stem}.tif'

    def _open(
        self, writers: dict, path: Path, grid: Grid, kind: int, names: tuple[str, ...], nodata: float,
        items: dict[str, str], categorical: bool = False,
    ) -> None:  # fmt: skip
        writers[str(path)] = RasterWriter(str(path), grid, kind, names, nodata, items, categorical=categorical)

    def _publish(self, writers: dict[str, RasterWriter]) -> None:
        """Finish all files of a scene before the first gets its name."""
        for writer in writers.values():
            writer.finish(cancelled=self.job.cancelled)
        for writer in writers.values():
            writer.publish()
        writers.clear()
        self.reader.let_go()

    def _items_of(self, scene: Scene, key: str) -> dict[str, str]:
        """Return the metadata of a scene's files: names alone, no address."""
        first = scene.items[0]
        return {
            f'{PREFIX}SYNTHETIC': 'NO', f'{PREFIX}VERSION': plugin_version(), f'{PREFIX}CATALOG': first.catalog,
            f'{PREFIX}COLLECTION': ', '.join(sorted({item.collection for item in scene.items})),
            f'{PREFIX}ITEMS': ', '.join(item.id for item in scene.items),
            f'{PREFIX}LICENCE': COPERNICUS.format(year=scene.day.year),
            'ACQUISITION_DATE': first.time.strftime('%Y-%m-%dT%H:%M:%SZ'), KEY: key,
        }  # fmt: skip


def _key(items: tuple, grid: Grid) -> str:
    """Return what tells files of the same items on the same grid from all others."""
    names = [f'{item.collection}/{item.id}' if isinstance(item, Item) else item for item in items]
    told = json.dumps([LAYOUT, names, grid.transform, grid.width, grid.height])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _is_whole(path: Path, key: str) -> bool:
    if not path.is_file():
        return False
    try:
        return gdal.OpenEx(str(path), gdal.OF_RASTER).GetMetadataItem(KEY) == key
    except RuntimeError:
        return False
