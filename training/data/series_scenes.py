"""Series of dates as examples for TimeGate: a clear look at the target date, and what the user would have of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from sar2optical_qgis.core.composite import timegate_inputs
from sar2optical_qgis.core.names import S2_BANDS
from sar2optical_qgis.core.raster.filters import box_mean
from training.data.array_series import ArraySeries, planes_of
from training.data.cloud_examples import footprint
from training.data.clouds import MaskBank, lay_clouds
from training.data.index import Chip
from training.data.rasters import read_clear, read_reflectance, read_sar

CLEAR_SHARE = 0.97
TOO_BRIGHT = 1.6  # times the usual first band of the clear dates: a mask that overlooks a cloud shows in it
LIGHT, HEAVY = (0.06, 0.6), (0.5, 0.9)  # cover of the transplanted clouds
FEWEST_HIDDEN = 40  # pixels


@dataclass(frozen=True)
class Acquisition:
    """One date of a place. Arrays (bands, rows, cols) or (rows, cols), float16 and bool."""

    day: int  # ordinal; 0 = not known
    reflectance: np.ndarray
    valid: np.ndarray
    clear: np.ndarray
    db: dict[str, np.ndarray]  # radar, nan where nodata


@dataclass(frozen=True)
class Series:
    """Dates of one ground, in order; all have the same bands."""

    name: str
    place: str
    bands: tuple[str, ...]
    acquisitions: tuple[Acquisition, ...]

    @property
    def clear_ones(self) -> list[int]:
        """The dates that are clear all over: the targets."""
        found = [k for k, one in enumerate(self.acquisitions) if (one.clear & one.valid).mean() >= CLEAR_SHARE]
        level = {k: float(np.median(self.acquisitions[k].reflectance[0])) for k in found}
        usual = float(np.median(list(level.values()))) if found else 0.0
        return [k for k in found if level[k] <= TOO_BRIGHT * usual]


def read_series(chips: Iterable[Chip], fewest: int = 2) -> list[Series]:
    """Return the series of at least ``fewest`` dates, of which one is clear, among the chips.

    Clear chips of one footprint are a series too, whose days are not known.
    """
    found: dict[tuple, list[Chip]] = {}
    for chip in chips:
        if chip.kind == 'series' and chip.date:
            name = chip.id.replace(chip.date, '') if chip.source == 'SEN12MS-CR-TS' else chip.group
            found.setdefault((name,), []).append(chip)
        elif chip.kind == 'clear' and chip.s2 and 'B04' in chip.bands:
            found.setdefault(footprint(chip) or (chip.id,), []).append(chip)
    made = []
    for (name, *_), own in found.items():
        if len(own) < fewest:
            continue
        bands = tuple(b for b in S2_BANDS if all(b in chip.bands for chip in own))
        if not bands:
            continue
        acquisitions = [_acquisition(chip, bands) for chip in sorted(own, key=_order)]
        shape = Counter(one.valid.shape for one in acquisitions).most_common(1)[0][0]
        series = Series(name, own[0].group, bands, tuple(one for one in acquisitions if one.valid.shape == shape))
        if len(series.acquisitions) >= fewest and series.clear_ones:
            made.append(series)
    return made


def _order(chip: Chip) -> date:
    return day_of(chip.date) if chip.kind == 'series' else date.min


def _acquisition(chip: Chip, names: tuple[str, ...]) -> Acquisition:
    bands, valid = read_reflectance(chip.s2, chip.bands)
    judged = chip.kind == 'series' and not chip.mask and 'B04' in chip.bands
    clear = valid & (dark_enough(bands) if judged else read_clear(chip))
    db = {k: v.astype(np.float16) for k, v in read_sar(chip.s1, valid.shape).items()} if chip.s1 else {}
    day = day_of(chip.date).toordinal() if chip.kind == 'series' else 0
    return Acquisition(day, np.stack([bands[b] for b in names]).astype(np.float16), valid, clear, db)


def day_of(text: str) -> date:
    """Return the day of an index date: 2019-07-20, 2020-08, or 'month 07 (00=September)'."""
    months = re.match(r'month (\d+)', text)
    if months:
        number = int(months.group(1)) + 8
        return date(2019 + number // 12, number % 12 + 1, 15)
    parts = [int(part) for part in text.split('-')]
    return date(*(parts if len(parts) == 3 else [*parts, 15]))


def dark_enough(bands: dict[str, np.ndarray], limit: float = 0.2) -> np.ndarray:
    """Return where there is hardly a cloud, judged by blue light alone, for data that come without any mask."""
    blue = bands.get('B02', bands['B04'])
    return box_mean(blue, np.ones(blue.shape, bool), 3) < limit


@dataclass(frozen=True)
class Sky:
    """How clouds are drawn: over the target, and over the other dates on top of their own."""

    bank: MaskBank
    cover: tuple[float, float] = LIGHT
    thin: bool = False
    dilation: int | None = (
        None  # by how many pixels the target's mask is grown; None = as users do, sometimes too little
    )
    more_clouds: float = 0.7  # share of the other dates that get transplanted ones

    def window(self, size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return cloud and shadow of the target date."""
        return self.bank.window(size, rng, *self.cover)

    def over_others(self, size: int, rng: np.random.Generator) -> np.ndarray:
        """Return where another date is hidden beside its own clouds, (size, size)."""
        if rng.random() >= self.more_clouds:
            return np.zeros((size, size), bool)
        cloud, shadow = self.bank.window(size, rng, *(LIGHT if rng.random() < 0.6 else HEAVY))
        return cloud | shadow


def make_example(
    series: Series,
    target: int,
    others: list[int],
    sky: Sky,
    rng: np.random.Generator,
    absent: bool,
    with_sar: bool,
    most: int = 128,
) -> dict[str, np.ndarray]:
    """Return input (2 + others, planes, rows, cols), target, weight, has of a square window of a clouded target date.

    ``absent``: the target date is wholly hidden. Empty where too little is hidden, or nothing seen.
    """
    truth = series.acquisitions[target]
    side = min(*truth.valid.shape, most) // 16 * 16
    r, c = (int(rng.integers(0, n - side + 1)) for n in truth.valid.shape)
    window = np.s_[..., r : r + side, c : c + side]
    values, valid = truth.reflectance[window].astype(np.float32), truth.valid[window]
    clouded = lay_clouds(values, series.bands, sky, rng, 'thin' if sky.thin else 'opaque', sky.dilation)
    hidden = np.ones(valid.shape, bool) if absent else clouded.hidden
    seen = [clouded.observed if not absent else np.zeros_like(values)]
    clear, valids, days = [valid & ~hidden], [valid], [0]
    for k in others:
        one = series.acquisitions[k]
        seen.append(one.reflectance[window].astype(np.float32))
        clear.append((one.clear & one.valid)[window] & ~sky.over_others(side, rng))
        valids.append(one.valid[window])
        days.append(one.day - truth.day if one.day and truth.day else int(rng.integers(5, 120)))
    weight = valid & hidden & truth.clear[window]
    if weight.sum() < FEWEST_HIDDEN or not np.any(clear):
        return {}
    radars = [truth.db, *(series.acquisitions[k].db for k in others)]
    radars = [{k: v[window] for k, v in db.items()} if with_sar else {} for db in radars]
    stack = ArraySeries(series.bands, seen, clear, valids, days, 0, radars[0])
    shown = [_radar(db, valid.shape) for db in radars]
    planes = planes_of(stack, absent, shown)
    target_bands, has = np.zeros((len(S2_BANDS), side, side), np.float32), np.zeros(len(S2_BANDS), np.float32)
    for k, band in enumerate(series.bands):
        target_bands[S2_BANDS.index(band)], has[S2_BANDS.index(band)] = values[k], 1.0
    return {'input': planes, 'target': target_bands, 'weight': weight[None].astype(np.float32), 'has': has}


def _radar(db: dict[str, np.ndarray], shape: tuple[int, int]) -> np.ndarray | None:
    if not db:
        return None
    filled = {name: np.nan_to_num(v.astype(np.float32), nan=-50.0) for name, v in db.items()}
    return timegate_inputs.radar_planes(filled, {name: np.isfinite(v) for name, v in db.items()}, shape)
