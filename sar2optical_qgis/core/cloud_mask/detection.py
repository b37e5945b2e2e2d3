"""Clouds found in the pixels: tile by tile the mask network's probabilities, and the classes that follow from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..model.inference import Inference, LoadedTile
from ..model.network import Network
from ..raster.block_cache import enough_for
from ..raster.grid import Grid
from ..raster.tiling import BLEND, Tile, Tiling
from ..run.job import Job, readers_beside
from ..run.pipeline import Blender, stream
from ..sentinel.bands import find_s2_bands
from ..sentinel.cloud_mask import UNTOLD, CloudMask
from ..sentinel.layers import open_layer
from ..sentinel.sentinel2 import CloudyImage
from .planes import BANDS, CLASSES, INSTEAD, NEEDED, block_codes, block_means, factor_of, mask_planes

OUTPUT = ('probability',)
OFF, ADD, CORRECT = REFINES = ('off', 'add', 'correct')  # what becomes of a mask that is given
THRESHOLD = 0.4  # probability of cloud or shadow, chosen on training places: a missed cloud harms more than a false one
KEPT = 0.25  # probability down to which a given mask that hides a pixel is believed
SNOW = 0.4  # normalised difference of green and B11, from which ground is snow (Dozier 1989)
WATER = 0.3  # that of green and near infrared, from which what is dark is water and no shadow (McFeeters 1996)
SMALLEST = 256  # of the network's pixels: a smaller tile would be all rim
STRIP = 128  # of the network's rows that are read at once
NEAR = 64  # of the network's pixels around an extent: what lies there helps, and its clouds reach into it


@dataclass(frozen=True)
class Source:
    """An image whose clouds are looked for, arguments as of CloudyImage."""

    path: str
    bands: str = 'auto'
    s2_offset: str = 'auto'
    extent: tuple[float, float, float, float] | None = None
    onto: Grid | None = None
    role: str = 'INPUT'

    def open(self, around: bool = True) -> CloudyImage:
        """Open the image with those of its bands that the network looks at; ``around``: and what is near its extent."""
        raster = open_layer(self.path, self.role, is_picture=True)
        found, _ = find_s2_bands(raster, self.bands)
        lost = [band for band in NEEDED if band not in found]
        if lost:
            raise InputError(
                f'Clouds are found by blue, green and red, but {self.role} has no band described as '
                f'{", ".join(lost)}. Name them with BANDS (such as B02=1,B03=2,B04=3), or give a mask with SCL.'
            )
        names = [b if b in found else INSTEAD.get(b, '') for b in BANDS]
        numbers = tuple(found[name] for name in names if name in found)
        grid, extent = self.onto or raster.grid, self.extent
        if extent is not None and around:
            grid.subset(extent, self.role)
            edge = NEAR * factor_of(grid.pixel_size_m) * np.abs([grid.transform[1], grid.transform[5]])
            extent = (extent[0] - edge[0], extent[1] - edge[1], extent[2] + edge[0], extent[3] + edge[1])
        return CloudyImage(
            self.path, '', bands=self.bands, s2_offset=self.s2_offset, extent=extent, numbers=numbers,
            onto=self.onto, role=self.role,
        )  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A window of the image's own pixels, (row, col) its corner; used up when the next one comes."""

    row: int
    col: int
    classes: np.ndarray  # uint8 (rows, cols), 0 clear, 1 thick, 2 thin, 3 shadow, UNTOLD = no data
    probability: np.ndarray  # float32 (4, rows, cols) of these, on the network's pixels
    kept: np.ndarray | None  # bool (rows, cols): what a mask that was given hides, and goes on hiding
    is_whole: bool  # no pixel is without data
    cell: tuple[int, int]  # the corner on the network's pixels, as are these planes:
    own: np.ndarray  # uint8: the classes as the network alone has them
    blue: np.ndarray  # reflectance
    snow: np.ndarray  # bool: as far as the short-wave infrared tells it
    seen: np.ndarray  # bool: there is data


class Detection:
    """The stages of the pass over one image: read, work, and what is final goes to ``take``."""

    def __init__(
        self, image: CloudyImage, network: Network, job: Job, given: CloudMask | None = None, refine: str = CORRECT,
        threshold: float = THRESHOLD, tile_size: int = 0, overlap: int = -1,
    ) -> None:  # fmt: skip
        """Prepare. ``refine``: one of REFINES, of a given mask. ``tile_size``, ``overlap``: image pixels, about."""
        self.image, self.network, self.job, self.given = image, network, job, given
        self.refine, self.threshold, self.factor = refine, threshold, factor_of(image.grid.pixel_size_m)
        card, f = network.card, self.factor
        tile_size = max(tile_size // f, SMALLEST) if tile_size else 0
        overlap = min(-(-overlap // f), 2 * card.halo + BLEND) if overlap > 0 else overlap
        rows, cols = (-(-size // f) for size in (image.grid.height, image.grid.width))
        self.tiling = Tiling.plan(rows, cols, tile_size, overlap, card.halo, card.stride, usual=card.tile)
        self.inference = Inference(network, self.tiling, OUTPUT)
        self.blender = Blender(self.tiling, len(card.bands))
        self.is_hint = refine == CORRECT
        self.counts = dict.fromkeys(('valid', 'thick', 'thin', 'shadow', 'added', 'taken', 'untold'), 0)

    def run(self, take: Callable[[Found], None], progress: Callable[[float], None]) -> None:
        """Look at the whole image; ``take`` gets what is found, window by window, each pixel once."""
        tiles = [tile for row in self.tiling.rows() for tile in row]
        done = 0

        def work(loaded: list[LoadedTile]) -> list:
            nonlocal done
            self.job.stop_if_cancelled()
            with self.job.clock.of('network'):
                made = self.inference.run(loaded)
            done += len(loaded)
            progress(done / len(tiles))
            return made

        def write(result: tuple[LoadedTile, np.ndarray | None]) -> None:
            with self.job.clock.of('mask'):
                take(self._final(*result))
                self.inference.done(result[1])

        cache = enough_for(self.image.rasters, self.image.grid, self.tiling.tile * self.factor)
        stream(
            tiles, self.read, work, write, lambda: self.network.batch, self.job.cancelled, cache,
            readers_beside(self.network),
        )  # fmt: skip

    def read(self, tile: Tile) -> LoadedTile:
        """Read a tile and make what the network sees of it."""
        f = self.factor
        window = tile.row * f, tile.col * f, tile.height * f, tile.width * f
        bands, valid, seen = self._reduced(tile, *window)
        with self.job.clock.of('read'):
            given, hidden = self._given(*window)
        content = {'valid': valid, 'given': given, 'hidden': hidden, 'snow': snow_of(bands), 'water': water_of(bands)}
        content.update(blue=bands['B02'], seen=seen)
        if not seen.any():  # as half of many a product: the network has nothing to look at
            return LoadedTile(tile, None, content)
        with self.job.clock.of('planes'):
            hint = None
            if self.given is not None and self.is_hint:
                told = given != UNTOLD
                hint = np.where(block_codes(told, f), block_codes(np.where(told, given, 0), f), UNTOLD)
            planes = self.inference.inputs.take().begin(tile)
            planes.finish(mask_planes(bands, seen, hint, planes.views))
        return LoadedTile(tile, planes, content)

    def _reduced(self, tile: Tile, row: int, col: int, height: int, width: int) -> tuple[dict, np.ndarray, np.ndarray]:
        """Return the tile's reflectance by band, which of the window's pixels are valid, and which of the tile's.

        Some rows at a time, which stay in the processor's cache.
        """
        f, image = self.factor, self.image
        bands = {band: np.empty((tile.height, tile.width), np.float32) for band in image.names}
        valid, seen = np.empty((height, width), bool), np.empty((tile.height, tile.width), bool)
        for top in range(0, tile.height, STRIP):
            part, rows = np.s_[top : top + STRIP], min(STRIP, tile.height - top) * f
            with self.job.clock.of('read'):
                raw, good = image.pixels.read(col, row + top * f, width, rows)
            with self.job.clock.of('planes'):
                good = good[~image.kept] if image.kept.any() else good
                here = np.ones(good.shape[1:], bool) if good.all() else good.all(axis=0)
                valid[top * f : top * f + rows] = here
                for band, number in image.names.items():
                    mean, seen[part] = block_means(raw[number - 1 : number], here, f)
                    image.scale.to_reflectance(mean[0], bands[band][part])
        return bands, valid, seen

    def _given(self, *window: int) -> tuple[np.ndarray, np.ndarray]:
        if self.given is None:  # views of one number: nothing is written to them
            return np.broadcast_to(np.uint8(UNTOLD), window[2:]), np.broadcast_to(False, window[2:])
        return self.given.classes(*window)

    def _final(self, loaded: LoadedTile, probability: np.ndarray) -> Found:
        """Return the window that is final once this tile is added."""
        f, grid = self.factor, self.image.grid
        row, col, final = self.blender.add(loaded.tile, probability)
        rows, cols = min(final.shape[1] * f, grid.height - row * f), min(final.shape[2] * f, grid.width - col * f)
        valid, given, hidden = (loaded.content[key][:rows, :cols] for key in ('valid', 'given', 'hidden'))
        water = loaded.content['water'][: final.shape[1], : final.shape[2]]
        own, is_whole = classes_of(final, self.threshold, water), bool(valid.all())
        classes = enlarged(own, f)[:rows, :cols]
        if self.given is not None:
            sure = enlarged(final[0] > 1.0 - KEPT, f)[:rows, :cols]
            classes = self._refined(classes, sure, given, hidden)
            self._count(classes, hidden, valid, given)
        seen = classes if is_whole else np.where(valid, classes, np.uint8(UNTOLD))
        for k, name in enumerate(CLASSES[1:], 1):
            self.counts[name] += np.count_nonzero(seen == k)
        self.counts['valid'] += np.count_nonzero(valid)
        kept = None
        if self.given is not None:
            if not is_whole:  # where the image was cut, the mask that came with it is all there is
                told = ~valid & hidden & (given != UNTOLD)
                seen = np.where(told, np.maximum(given, 1), seen)
            kept = hidden & (seen > 0) & (seen != UNTOLD)
        cells = (loaded.content[key][: final.shape[1], : final.shape[2]] for key in ('blue', 'snow', 'seen'))
        return Found(row * f, col * f, seen, final, kept, is_whole, (row, col), own, *cells)

    def _refined(self, classes: np.ndarray, sure: np.ndarray, given: np.ndarray, hidden: np.ndarray) -> np.ndarray:
        """Return the classes with what the given mask says: all that it hides, or what the pixels do not contradict.

        ``sure``: where the network is sure that the ground is seen.
        """
        kept = hidden
        if self.refine == CORRECT:
            kept = hidden & (~sure | (given == 0))  # 0: defective, hidden without being cloud
        as_told = np.where((given == UNTOLD) | (given == 0), np.uint8(1), given)
        return np.where((classes == 0) & kept, as_told, classes)

    def _count(self, classes: np.ndarray, hidden: np.ndarray, valid: np.ndarray, given: np.ndarray) -> None:
        self.counts['untold'] += np.count_nonzero(valid & (given == UNTOLD))
        self.counts['added'] += np.count_nonzero(valid & (classes > 0) & ~hidden)
        self.counts['taken'] += np.count_nonzero(valid & (classes == 0) & hidden)

    @property
    def clear(self) -> float:
        """Return the share of the valid pixels on which nothing was found."""
        return 1.0 - sum(self.counts[name] for name in ('thick', 'thin', 'shadow')) / max(self.counts['valid'], 1)

    @property
    def sentences(self) -> list[str]:
        """Return what was found, and what was changed in a mask that was given."""
        counts, total = self.counts, max(self.counts['valid'], 1)
        shares = ', '.join(f'{name} {counts[name] / total:.1%}' for name in ('thick', 'thin', 'shadow'))
        told = [f'Clouds found in the pixels of {self.image.raster.role}: {shares}.']
        if self.given is not None:
            added, taken = counts['added'] / total, counts['taken'] / total
            told.append(f'Against the mask that was given, {added:.1%} is hidden too, and {taken:.1%} no more.')
        if counts['valid'] and counts['thick'] + counts['thin'] == 0 and self.image.grid.pixel_size_m > 45:
            told.append('Pixels of more than 45 m may be too coarse to find small clouds.')
        return told


def classes_of(share: np.ndarray, threshold: float, water: np.ndarray) -> np.ndarray:
    """Return the likeliest of thick, thin and shadow (1 to 3) where the three reach ``threshold`` together, else 0.

    ``water``: where nothing is shadow. Written out: numpy's argmax along planes takes ten times as long.
    """
    clear, thick, thin, shadow = share
    classes = (thin > thick).view(np.uint8) + np.uint8(1)
    in_shadow = shadow > np.maximum(thick, thin)
    np.copyto(classes, np.uint8(3), where=in_shadow)
    return classes * ((1.0 - clear >= threshold) & ~(in_shadow & water))


def snow_of(bands: dict[str, np.ndarray]) -> np.ndarray:
    """Return where the snow index (green, B11) of reflectance (rows, cols) is that of snow; nowhere without B11."""
    green = bands['B03']
    if 'B11' not in bands:
        return np.zeros(green.shape, bool)
    return green - bands['B11'] > SNOW * (green + bands['B11'])


def water_of(bands: dict[str, np.ndarray]) -> np.ndarray:
    """Return where the water index of reflectance (rows, cols) is that of water; nowhere without near infrared.

    A lake is as dark as a shadow, but ground in shadow keeps its colours: brighter in the near infrared than in green.
    """
    green, infrared = bands['B03'], bands.get('B08', bands.get(INSTEAD['B08']))
    if infrared is None:
        return np.zeros(green.shape, bool)
    return green - infrared > WATER * (green + infrared)


def enlarged(values: np.ndarray, factor: int) -> np.ndarray:
    """Return (..., rows, cols) with each pixel as a square of ``factor``; numpy's repeat is slow along a line."""
    if factor == 1:
        return values
    wide = np.empty((*values.shape, factor), values.dtype)
    for k in range(factor):
        wide[..., k] = values
    return wide.reshape(*values.shape[:-1], -1).repeat(factor, axis=-2)
