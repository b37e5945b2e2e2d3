"""Real floods: flood water read from a picture, against a threshold on the radar, on OMBRIA's val places.

The truth is named from the false colour (B11, B08, B03 as red, green, blue) of the same days, where that is sure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sentinel.radiometry import to_db
from training.data.cover_labels import UNKNOWN, WATER
from training.data.index import Chip
from training.data.rasters import read_raster
from training.evaluation.forest import Forest
from training.evaluation.judged import Judged
from training.evaluation.radar_trees import smoothed
from training.evaluation.reader import features_of_picture
from training.evaluation.scores import half_interval
from training.evaluation.water import water_like

LAND = 1  # any number that is neither WATER nor UNKNOWN
CLOUD, CLOUDY = 0.35, 0.01  # as bright as this in all bands; with that share of it, dark ground may be its shadow
HAZE = 0.12  # median of the darkest band: through so much of it nothing is sure
EMPTY = 0.012  # all bands: no data
BY_RADAR, BY_READER, BY_OTSU = 'threshold on VV (Otsu)', 'named by the reader', 'threshold on dark or blue (Otsu)'
Maker = Callable[[Judged], np.ndarray]


def water_of_false_colour(picture: np.ndarray) -> np.ndarray:
    """Return WATER, LAND or UNKNOWN (rows, cols) of B11, B08, B03 (3, rows, cols) in 0..1 as OMBRIA stretches them."""
    everywhere = np.ones(picture.shape[1:], bool)
    short, near, green = (box_mean(band.astype(np.float32), everywhere, 1) for band in picture)
    labels = np.full(short.shape, UNKNOWN, np.uint8)
    labels[(near > green + 0.06) | (short > green + 0.06)] = LAND
    darkest = picture.min(axis=0)
    cloud = darkest > CLOUD
    if np.median(darkest) > HAZE:
        labels[:] = UNKNOWN
        return labels
    if cloud.mean() < CLOUDY:
        murky = (short < green - 0.02) & (near < green + 0.01) & (short < 0.15)
        labels[murky | (np.maximum(short, near) < 0.08)] = WATER
    empty = picture.max(axis=0) < EMPTY
    labels[box_mean((empty | cloud).astype(np.float32), everywhere, 3) > 0] = UNKNOWN
    return labels


@dataclass(frozen=True)
class Flood:
    """One place before and after: what the radar saw, and where water was (WATER, LAND, UNKNOWN).

    Flooded is what was land before and is water now; that before all was land is given to every way to read it.
    """

    before: Judged
    after: Judged

    @property
    def dry(self) -> np.ndarray:
        """Where land was before, and both days are known."""
        return (self.before.cover == LAND) & (self.after.cover != UNKNOWN)

    @property
    def flooded(self) -> np.ndarray:
        """Where there is water now that was not there before."""
        return (self.after.cover == WATER) & self.dry


def read_floods(chips: Iterable[Chip]) -> list[Flood]:
    """Return the pairs of OMBRIA among the chips, before and after."""
    found = {chip.id: chip for chip in chips if chip.source == 'OMBRIA'}
    pairs = [(name, name.replace('_before', '_after')) for name in found if name.endswith('_before')]
    return [Flood(_seen(found[a]), _seen(found[b])) for a, b in pairs if b in found]


def _seen(chip: Chip) -> Judged:
    levels, picture = read_raster(chip.s1)[0], read_raster(chip.s2)[:3].astype(np.float32) / 255
    cover = water_of_false_colour(picture)
    valid = picture.max(axis=0) >= EMPTY
    radar = np.where(valid, to_db(levels, 'uint8'), np.nan)
    return Judged(chip.id, chip.group, chip.source, {'VV': radar}, False, picture, valid, cover)


def otsu(values: np.ndarray, bins: int = 256) -> float:
    """Return the threshold that parts values (n,) into two of the largest variance between them (Otsu 1979)."""
    counts, edges = np.histogram(values, bins)
    middle = (edges[1:] + edges[:-1]) / 2
    low = np.cumsum(counts)
    total = np.cumsum(counts * middle)
    with np.errstate(invalid='ignore', divide='ignore'):
        gap = (total[-1] / low[-1] * low - total) ** 2 / (low * (low[-1] - low))
    return float(edges[1:][np.nanargmax(gap[:-1])])


def above(score: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return where a score (rows, cols) lies above the threshold by Otsu of its valid pixels."""
    return score > otsu(score[valid])


def measured(floods: Sequence[Flood], makers: Mapping[str, Maker], reader: Forest) -> dict[str, dict[str, np.ndarray]]:
    """Return {way: {place: (flood hit, flood union, water hit, water union) in pixels}} of every way to read it."""
    found: dict[str, dict[str, np.ndarray]] = {}
    for flood in floods:
        days = flood.before, flood.after
        ways = {BY_RADAR: [above(-smoothed(day.db), day.valid) for day in days]}
        for name, make in makers.items():
            made = [make(day) for day in days]
            ways[f'{name}, {BY_OTSU}'] = [above(water_like(picture), day.valid) for picture, day in zip(made, days)]
            ways[f'{name}, {BY_READER}'] = [_named(picture, reader) for picture in made]
        for way, (then, now) in ways.items():
            counts = np.array([
                *_overlap(now, flood.flooded, flood.dry),
                *np.add(*(
                    _overlap(seen, day.cover == WATER, day.cover != UNKNOWN) for seen, day in zip((then, now), days)
                )),
            ])  # fmt: skip
            places = found.setdefault(way, {})
            places[flood.after.place] = places.get(flood.after.place, 0) + counts
    return found


def _named(picture: np.ndarray, reader: Forest) -> np.ndarray:
    everywhere = np.ones(picture.shape[1:], bool)
    return (reader.likely(features_of_picture(picture, everywhere)).argmax(1) == WATER).reshape(everywhere.shape)


def _overlap(seen: np.ndarray, true: np.ndarray, known: np.ndarray) -> np.ndarray:
    return np.array([(seen & true & known).sum(), ((seen | true) & known).sum()])


def lines(found: Mapping[str, Mapping[str, np.ndarray]], count: int) -> list[str]:
    """Return the markdown of measured() on ``count`` pairs."""
    made = [
        f'Floods of OMBRIA, {count} pairs of days of {len(next(iter(found.values())))} held-out blocks (VV as 8-bit '
        'pictures). Truth: the false colour of the days, where it is sure; flood: water on ground that was land '
        'before. IoU of all pixels; ± half of the 90 % interval of the mean over blocks:',
        '',
        '| water from | flood water: IoU | mean over blocks | all water: IoU |',
        '|---|---|---|---|',
    ]
    for way, places in found.items():
        counts = np.array(list(places.values()), float)
        by_block = counts[:, 0] / np.maximum(counts[:, 1], 1)
        total = counts.sum(0)
        half = half_interval(by_block, np.random.default_rng(5))
        flood, water = total[0] / max(total[1], 1), total[2] / max(total[3], 1)
        cells = f'{flood:.3f}', f'{by_block.mean():.3f} ± {half:.3f}', f'{water:.3f}'
        made.append(f'| {way} | ' + ' | '.join(cells) + ' |')
    return made
