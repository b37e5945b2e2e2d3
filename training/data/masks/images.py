"""Every image of the index on which clouds can be looked for, cloudy dates and clear ones alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from training.data.index import Chip
from training.data.rasters import read_raster, read_reflectance

NEAR = 60  # days: clear dates of a series that a date is compared with
LOW = 30  # per cent of the blue of these dates: what is clear is dark
DARKEST = 0.02  # infrared of ground, so that water does not look lit or dark by chance
BEYOND = ('sen12mscr_1868_summer_100', 'sen12mscr_1868_summer_102', 'sen12mscr_2017_winter_102', 'biomassters_001b0634')
# Cloudy places that are held out beside those of the index, which has few of them.


@dataclass(frozen=True)
class MaskImage:
    """Reflectance of an image by band, (rows, cols), and what else is known of its clouds."""

    id: str
    place: str
    source: str
    label: str
    is_held_out: bool
    is_called_clear: bool  # by the index
    gsd_m: float
    level: str
    bands: dict[str, np.ndarray]
    valid: np.ndarray
    given: np.ndarray | None  # the mask that came with the data
    given_kind: str  # SCL, CLP, cloud01 or ''
    excess: np.ndarray | None  # of blue over clear dates, where these are known
    light: np.ndarray | None  # infrared as a share of that of clear dates, which a shadow takes


def read_images(chips: Iterable[Chip]) -> list[MaskImage]:
    """Return all images with at least blue, green and red."""
    chips = [c for c in chips if {'B02', 'B03', 'B04'} <= set(c.bands) and c.kind not in ('pair8', 'mask')]
    low = low_dates([c for c in chips if c.kind == 'series'])
    images = []
    for chip in chips:
        pairs = [('s2', chip.s2)] * bool(chip.s2) + [('cloudy', chip.s2_cloudy)] * bool(chip.s2_cloudy)
        read = {role: read_reflectance(path, chip.bands) for role, path in pairs}
        for role, (bands, valid) in read.items():
            cloudy = role == 'cloudy'
            excess, light = low.get(chip.id, (None, None))
            if cloudy and 's2' in read:
                ground, seen = read['s2'][0], read['s2'][1] & valid
                excess = np.where(seen, bands['B02'] - ground['B02'], np.nan)
                light = np.where(seen, infrared(bands) / np.maximum(infrared(ground), DARKEST), np.nan)
            has_mask = bool(chip.mask) and (chip.kind not in ('triple', 'pair') or cloudy)
            images.append(
                MaskImage(
                    chip.id + ('_cloudy' if cloudy else ''), chip.group, chip.source, chip.label,
                    chip.split == 'val' or chip.group in BEYOND, not cloudy and chip.kind != 'series',
                    chip.gsd_m, chip.level or 'L2A', bands, valid,
                    read_raster(chip.mask)[0] if has_mask else None, chip.mask_kind if has_mask else '', excess, light,
                )
            )  # fmt: skip
    return images


def infrared(bands: dict[str, np.ndarray]) -> np.ndarray:
    """Return what haze and air hardly touch: near infrared with the shorter band of short waves, where there is one."""
    near = bands.get('B08', bands.get('B8A'))
    if near is None:
        return np.full(bands['B02'].shape, np.nan, np.float32)
    return near + bands['B11'] if 'B11' in bands else near


def low_dates(chips: list[Chip]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the excess of blue over the dark of near dates and the share of their infrared, (rows, cols), by id.

    A test in time that needs no mask: of dates within two months, the dark third shows the ground. nan is unknown.
    """
    places = defaultdict(list)
    for chip in chips:
        places[chip.group].append(chip)
    found = {}
    for series in places.values():
        if len(series) < 5:
            continue
        read = [read_reflectance(c.s2, c.bands) for c in series]
        if len({valid.shape for _, valid in read}) > 1:
            continue
        blue = np.stack([np.where(valid, bands['B02'], np.nan) for bands, valid in read])
        red = np.stack([np.where(valid, infrared(bands), np.nan) for bands, valid in read])
        days = _days(series)
        for k, chip in enumerate(series):
            near = np.abs(days - days[k]) <= NEAR
            if near.sum() >= 4:
                found[chip.id] = blue[k] - _low(blue[near]), red[k] / np.maximum(_low(red[near]), DARKEST)
    return found


def _low(dates: np.ndarray) -> np.ndarray:
    """Return the LOW percentile of dates (dates, rows, cols) of what is known, nan where nothing is."""
    ordered = np.sort(dates, axis=0)  # nan comes last; nanpercentile takes a hundred times as long
    place = (np.isfinite(dates).sum(axis=0) * LOW // 100).clip(max=len(dates) - 1)
    return np.take_along_axis(ordered, place[None], axis=0)[0]


def _days(series: list[Chip]) -> np.ndarray:
    """Return days of the dates; dates without a day (BioMassters' months) follow each other by thirty."""
    if all(c.date[:4].isdigit() and len(c.date) >= 10 for c in series):
        return np.array([np.datetime64(c.date[:10]).astype(int) for c in series])
    return 30 * np.arange(len(series))
