"""Finder: which scenes of a place there are, and what each shows of it by its mask, not by its tile's percentage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from ..errors import InputError, NetworkError, Sar2OpticalError
from ..run.job import Job
from ..sentinel.mask_types import hidden_by
from .catalogs import Catalog
from .item import GRD, Asset, Item
from .place import Place
from .reader import Read, Reader
from .scenes import Scene, optical_scenes, radar_scenes
from .search import Found
from .windows import NEAREST, bytes_of_window

JUDGED_PIXELS = 200  # along the longer side: what the cloud of a date is told from
SCL_HIDES = '1,3,8,9,10'  # of what has data at all: saturated, shadow, cloud, cirrus
BYTES = {'optical': 1.4, 'SCL': 0.15, 'rtc': 2.7, 'grd': 1.6, 'landcover': 0.15}  # a pixel, compressed, where not told
TWENTY_M = ('B05', 'B06', 'B07', 'B8A', 'B11', 'B12')


class Finder:
    """Searches catalogues for one place; items remember where they come from."""

    def __init__(
        self, catalogs: list[Catalog], place: Place, reader: Reader, job: Job, has_account: bool = False
    ) -> None:
        self.has_account = has_account
        self.catalogs, self.place, self.reader, self.job = catalogs, place, reader, job
        self._by_title = {catalog.title: catalog for catalog in catalogs}

    def sign(self, item: Item):
        """Return what makes addresses of the item's hrefs."""
        return self._by_title[item.catalog].sign(item) if item.catalog in self._by_title else lambda href, _: href

    def optical(self, start: date, end: date) -> list[Scene]:
        """Return the optical scenes between two dates, not judged yet."""
        items = self._of_first('optical', start, end)
        return [self._weighed(scene) for scene in optical_scenes(items, self.place.bbox)]

    def radar(self, start: date, end: date) -> list[Scene]:
        """Return the radar scenes between two dates."""
        items = self._of_first('radar', start, end)
        return [self._weighed(scene) for scene in radar_scenes(items, self.place.bbox)]

    def _of_first(self, what: str, start: date, end: date) -> list[Item]:
        """Return the items of the first catalogue that has any; where one fails, the next one is asked.

        So is it where its pixels need an account that was not given.
        """
        failed: Sar2OpticalError | None = None
        second: list[Item] = []
        for catalog in self.catalogs:
            found = Found()
            try:
                (catalog.optical if what == 'optical' else catalog.radar)(self.place.bbox, start, end, found)
            except NetworkError as error:
                failed = error
                self.job.decide(f'{catalog.title}: {error}')
                continue
            for note in found.notes:
                self.job.decide(note)
            if found.items and catalog.account and not self.has_account:
                failed = InputError(catalog.account)
                continue
            items = [replace(item, catalog=catalog.title) for item in found.items.values()]
            if what == 'radar' and items and all(item.kind == GRD for item in items):
                second = second or items  # another catalogue may have them terrain-corrected
            elif items:
                return self._told(what, items)
        if failed is not None and not second:
            raise failed
        return self._told(what, second) if second else []

    def _told(self, what: str, items: list[Item]) -> list[Item]:
        if items[0].catalog != self.catalogs[0].title:
            self.job.decide(f'{what.capitalize()} comes from {items[0].catalog}.')
        return items

    def judge(self, scenes: Iterable[Scene]) -> list[Scene]:
        """Return the scenes with what their masks show of the place, read from overviews, many at once.

        Those whose mask does not exist, or holds nothing of the place, are left out.
        """
        scenes = list(scenes)
        grid = self.place.coarser(max(max(self.place.grid.width, self.place.grid.height) * self.place.resolution_m
                                      / JUDGED_PIXELS, self.place.resolution_m))  # fmt: skip
        codes = [np.zeros((grid.height, grid.width), np.uint8) for _ in scenes]
        for number in range(max((len(scene.items) for scene in scenes), default=0)):
            reads = {
                k: Read(scene.items[number].scl, grid, NEAREST, 0, self.sign(scene.items[number]), True)
                for k, scene in enumerate(scenes) if number < len(scene.items) and (codes[k] == 0).any()
            }  # fmt: skip
            for k, answer in self.reader.read(reads).items():
                if answer is not None:
                    empty = (codes[k] == 0) & answer[1]
                    codes[k][empty] = answer[0][empty].astype(np.uint8)
        judged = []
        for scene, found in zip(scenes, codes):
            data = found != 0
            if data.any():
                hidden = hidden_by(found, data, 'scl', SCL_HIDES) & data
                judged.append(replace(scene, cloud=float(hidden.sum() / data.sum()), seen=float(data.mean())))
        return judged

    def usable_radar(self, scenes: Iterable[Scene]) -> list[Scene]:
        """Return the terrain-corrected passes (RTC); where there is none, those that are there as GRD alone."""
        scenes = list(scenes)
        usable = [scene for scene in scenes if not scene.is_grd]
        if usable and len(usable) < len(scenes):
            self.job.decide(f'{len(scenes) - len(usable)} radar pass(es) are there as GRD alone and left out.')
        elif scenes and not usable:
            self.job.decide(
                'Radar is there as GRD alone: calibrated by its own annotation, not terrain-corrected; in relief it '
                'lies tens to hundreds of metres off.'
            )
        return usable or scenes

    def _weighed(self, scene: Scene) -> Scene:
        grid = self.place.grid
        first = scene.items[0]
        if first.is_sentinel2:
            parts = [
                bytes_of_window(grid, 20.0 if band in TWENTY_M else 10.0, _density(asset, BYTES['optical']))
                for band, asset in first.bands.items()
            ]
            parts.append(bytes_of_window(grid, 20.0, _density(first.scl, BYTES['SCL'])))
        else:
            parts = [bytes_of_window(grid, 10.0, _density(asset, BYTES[first.kind])) for asset in first.bands.values()]
        return replace(scene, megabytes=sum(parts) / 1e6)


def _density(asset: Asset, usual: float) -> float:
    """Return bytes a pixel of a file, where it tells its size."""
    rows, cols = asset.shape
    return asset.size / (rows * cols) if asset.size and rows and cols else usual
