"""REFERENCE against doing nothing: the older picture itself is the row to beat, on real pairs of dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sentinel.dates import find_date
from sar2optical_qgis.core.sentinel.radiometry import from_natural_colour
from training.data.cover_labels import WATER
from training.data.dated_looks import SOUTHERN
from training.data.geotiff import write_tif
from training.data.series_scenes import day_of
from training.evaluation.contrast import contrast
from training.evaluation.judged import Judged
from training.evaluation.product_pictures import radar_file
from training.evaluation.scores import half_interval, matched

OLDER = 'the older picture itself'
OURS = {'REFERENCE': False, 'REFERENCE, REFERENCE_SAR': True}  # whether the radar of its date is given
WORSE = 1.03  # times the older picture's error
CHANGED = 80  # percentile of what differs after the best gain and bias: above it the ground has changed
NUMBERS = (
    'MAE', 'MAE of changed ground', 'correlation', 'contrast',
    'unchanged water off its colour', 'off its colour in the older picture',
)  # fmt: skip


def day(chip: Judged) -> date | None:
    """Return the date of a chip as the index writes it; None where it names no day or month."""
    try:
        return find_date(chip.date) or day_of(chip.date)
    except ValueError:
        return None


def pairs(chips: Sequence[Judged]) -> Iterator[tuple[Judged, Judged]]:
    """Yield (today, before) of every ground that was seen on two dates or more: each date and the one before it."""
    grounds: dict[tuple, list[Judged]] = {}
    for chip in chips:
        if day(chip) and chip.calibrated:
            ground = re.sub(r'_t\d$', '', chip.id) if re.search(r'_t\d$', chip.id) else chip.place
            grounds.setdefault((ground, chip.valid.shape), []).append(chip)
    for own in grounds.values():
        own = sorted(own, key=day)
        yield from ((later, older) for older, later in zip(own, own[1:]) if day(older) < day(later))


def measures(picture: np.ndarray, today: Judged, before: Judged, valid: np.ndarray, changed: np.ndarray) -> np.ndarray:
    """Return NUMBERS of a picture of today (3, rows, cols); errors in grey levels."""
    truth = today.truth
    off = 255 * np.abs(picture - truth)
    water = valid & (today.cover == WATER) & (before.cover == WATER)
    alike = [np.corrcoef(a[valid], b[valid])[0, 1] for a, b in zip(picture, truth) if a[valid].std() > 1e-4]
    wet = [
        255 * np.abs(picture[:, water].mean(1) - own[:, water].mean(1)).mean() if water.sum() > 50 else np.nan
        for own in (truth, before.truth)
    ]
    strength = contrast(picture, truth, valid)
    return np.array([
        off[:, valid].mean(), off[:, changed].mean(), np.mean(alike) if alike else 0.0,
        np.nan if np.isnan(strength).all() else np.nanmean(strength), *wet,
    ])  # fmt: skip


@dataclass
class Beaten:
    """NUMBERS of every row, by place, pair after pair; and the sources of the places."""

    rows: dict[str, dict[str, list[np.ndarray]]] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    shown: list[list[np.ndarray]] = field(default_factory=list)  # radar, older picture, ours, truth

    def by_place(self, row: str) -> dict[str, np.ndarray]:
        """Return each place's means of a row; nan where the place has no such number."""
        return {
            place: np.array([np.nanmean(column) if np.isfinite(column).any() else np.nan for column in np.transpose(v)])
            for place, v in self.rows[row].items()
        }


def measured(
    chips: Sequence[Judged], folder: Path, model: str = '', models: Mapping[str, Path] | None = None
) -> Beaten:
    """Run the product on every pair of dates, files in, files out; the dates stand in the names of the files."""
    found = Beaten()
    for today, before in pairs(chips):
        path = model if models is None else str(models.get(today.place, ''))
        if models is not None and not path:
            continue
        radar = radar_file(today, folder / f's1_{day(today)}.tif')
        then = radar_file(before, folder / f's1_{day(before)}.tif')
        colours = np.where(before.valid, from_natural_colour(before.truth), -1).astype(np.float32)
        file, south = folder / f's2_{day(before)}.tif', before.place in SOUTHERN
        reference = write_tif(file, colours, ('B04', 'B03', 'B02'), gdal.GDT_Float32, -1, south)
        made, valid = {OLDER: before.truth}, today.valid & before.valid
        for name, with_radar in OURS.items():
            output = str(folder / 'out.tif')
            given = {'reference_sar': then} if with_radar else {}
            SarToOptical(input=radar, reference=reference, output=output, model=path, **given).run()
            picture = gdal.Open(output).ReadAsArray()
            made[name] = picture[:3].astype(np.float32) / 255
            valid &= picture[3] > 0
        change = np.abs(matched(before.truth, today.truth, valid) - today.truth).mean(axis=0)
        changed = valid & (change >= np.percentile(change[valid], CHANGED))
        found.source[today.place] = today.source
        for name, picture in made.items():
            row = measures(picture, today, before, valid, changed)
            found.rows.setdefault(name, {}).setdefault(today.place, []).append(row)
        grey = np.repeat(
            np.clip(np.nan_to_num(today.db.get('VV', today.db.get('VH')), nan=-25) / 25 + 1, 0, 1)[None], 3, 0
        )
        found.shown.append([grey, *made.values(), today.truth])
    return found


def lines(found: Beaten) -> list[str]:
    """Return the markdown: means over places, places that are worse, and place by place."""
    count = sum(len(v) for v in found.rows[OLDER].values())
    made = [
        f'REFERENCE, {count} pairs of dates of {len(found.source)} places, each date with the one before it: MAE in '
        'grey levels, also of the fifth of the ground that changed most, correlation, contrast, and how far water '
        'of both dates is off its colour of today, and of then; the last column: places whose MAE is worse than the '
        'older picture by more than 3 %.',
        '',
        '| | ' + ' | '.join(NUMBERS) + ' | places worse |',
        '|---' * (len(NUMBERS) + 2) + '|',
    ]
    older = found.by_place(OLDER)
    for name in found.rows:
        own = found.by_place(name)
        values = np.array(list(own.values()))
        means = [np.nanmean(column) if np.isfinite(column).any() else np.nan for column in values.T]
        worse = sum(own[place][0] > WORSE * older[place][0] for place in own)
        half = half_interval(values[:, 0], np.random.default_rng(5))
        cells = [
            f'{means[0]:.1f} ± {half:.1f}',
            f'{means[1]:.1f}',
            f'{means[2]:.3f}',
            f'{means[3]:.2f}',
            *(f'{mean:.1f}' for mean in means[4:]),
        ]
        made.append(f'| {name} | ' + ' | '.join(cells) + f' | {worse} of {len(own)} |')
    names = list(found.rows)
    made += ['', '| MAE; correlation | ' + ' | '.join(names) + ' |', '|---' * (len(names) + 1) + '|']
    for place in older:
        cells = [f'{v[0]:.1f}; {v[2]:.2f}' for v in (found.by_place(name)[place] for name in names)]
        made.append(f'| {place} ({len(found.rows[OLDER][place])}) | ' + ' | '.join(cells) + ' |')
    return made
