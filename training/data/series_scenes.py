"""Series of dates as examples for TimeGate: a clear look at the target date, and what the user would have of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sar2optical_qgis.core.channels import S2_BANDS
from sar2optical_qgis.core.filters import box_mean
from training.data.clouds import lay_clouds
from training.data.index import Chip
from training.data.rasters import read_clear, read_reflectance, read_sar

CHANNELS = (*(f'obs_{b}' for b in S2_BANDS), 'clear', 'days', 'vv', 'vh', 'has_sar')
DAYS = 100.0  # the plane 'days' is the distance from the target date in hundreds of days
CLEAR_SHARE = 0.97


@dataclass(frozen=True)
class Look:
    """One date of a place. Arrays (bands, rows, cols) or (rows, cols), float16 and bool."""

    day: int  # ordinal
    reflectance: np.ndarray  # ten bands, 0 where missing
    has: np.ndarray  # (10,) bool
    valid: np.ndarray
    clear: np.ndarray
    radar: np.ndarray  # vv, vh (dB + 15) / 10 and whether they are there


@dataclass(frozen=True)
class Series:
    """Dates of one ground, in order."""

    name: str
    place: str
    looks: tuple[Look, ...]

    @property
    def clear_ones(self) -> list[int]:
        """The dates that are clear all over: the targets."""
        return [k for k, look in enumerate(self.looks) if (look.clear & look.valid).mean() >= CLEAR_SHARE]


def read_series(chips: Iterable[Chip]) -> list[Series]:
    """Return the series of at least three dates, of which one is clear, among the chips."""
    found: dict[str, list[Chip]] = {}
    for chip in chips:
        if chip.kind == 'series' and chip.date and (chip.mask or 'B04' in chip.bands):
            name = chip.id.replace(chip.date, '') if chip.source == 'SEN12MS-CR-TS' else chip.group
            found.setdefault(name, []).append(chip)
    made = []
    for name, own in found.items():
        looks = [_look(chip) for chip in sorted(own, key=lambda c: day_of(c.date))]
        shape = Counter(look.valid.shape for look in looks).most_common(1)[0][0]
        series = Series(name, own[0].group, tuple(look for look in looks if look.valid.shape == shape))
        if len(series.looks) >= 3 and series.clear_ones:
            made.append(series)
    return made


def _look(chip: Chip) -> Look:
    bands, valid = read_reflectance(chip.s2, chip.bands)
    clear = valid & (read_clear(chip) if chip.mask else dark_enough(bands))
    values = np.stack([bands.get(b, np.zeros(valid.shape, np.float32)) for b in S2_BANDS])
    radar = np.zeros((3, *valid.shape), np.float16)
    if chip.s1:
        db = read_sar(chip.s1, valid.shape)
        seen = np.isfinite(next(iter(db.values())))
        for k, name in enumerate(('VV', 'VH')):
            if name in db:
                radar[k] = np.where(seen, np.clip((np.nan_to_num(db[name], nan=-15.0) + 15.0) / 10.0, -3, 3), 0.0)
        radar[2] = seen
    has = np.array([b in bands for b in S2_BANDS])
    return Look(day_of(chip.date).toordinal(), values.astype(np.float16), has, valid, clear, radar)


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


def make_example(
    series: Series, target: int, others: Sequence[int], bank, rng: np.random.Generator, absent: bool, thin: bool
) -> dict[str, np.ndarray]:
    """Return input (dates, planes, rows, cols), target and weight, of a clouded (or absent) target and other dates."""
    truth = series.looks[target]
    side = min(truth.valid.shape)
    window = np.s_[..., :side, :side]
    values, valid = truth.reflectance[window].astype(np.float32), (truth.valid & truth.clear)[window]
    layers = []
    weight = valid
    if not absent:
        clouded = lay_clouds(values, S2_BANDS, bank, rng, thin)
        observed = np.where(truth.has[:, None, None], clouded.observed, 0.0)
        layers.append(_planes(observed, valid & ~clouded.hidden, 0.0, truth.radar[window]))
        weight = valid & clouded.hidden
    for k in others:
        look = series.looks[k]
        days = (look.day - truth.day) / DAYS
        layers.append(_planes(look.reflectance[window], look.clear[window], days, look.radar[window]))
    return {'input': np.stack(layers), 'target': values, 'weight': weight[None].astype(np.float32), 'has': truth.has}


def _planes(observed: np.ndarray, clear: np.ndarray, days: float, radar: np.ndarray) -> np.ndarray:
    distance = np.full((1, *clear.shape), np.clip(days, -5.0, 5.0), np.float32)
    return np.concatenate([observed, clear[None], distance, radar]).astype(np.float32)
