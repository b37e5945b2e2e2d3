"""SAR to optical with an older clear picture, on real series, and all that a user could do with that picture alone.

What of the older picture still holds is chosen by a model of its own (configs/older_picture.yaml), which saw pairs of
dates of all places but those that the index holds out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.assess import metrics
from sar2optical_qgis.core.sar_to_optical.color_transfer import ColorTransfer
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sentinel.radar import Radar
from sar2optical_qgis.core.sentinel.reference_picture import ReferencePicture
from training.data.clouded_series import Dated
from training.evaluation.reference_pairs import optical_file, picture_of, radar_file
from training.evaluation.scores import matched

CHANGED = 80  # percentile of what differs after gain and bias: above it the ground has changed
SEASON_DAYS = 20.0  # of the year: dates of other places count by a bell of this width
OURS = 'REFERENCE', 'REFERENCE, REFERENCE_SAR'
BY_NETWORK, BY_SEASON, BY_FIT = (
    f'reference, gain and bias by {by}'
    for by in ('the network (both radars)', 'the season of other series', 'the fit (both radars)')
)
BEST = ', then the best gain and bias (oracle)'
FAIR = 'reference', BY_NETWORK, BY_SEASON, BY_FIT
ROWS = (
    'mean colour of the training places', 'network, no reference', *FAIR, *OURS,
    *(name + BEST for name in ('reference', *OURS)),
)  # fmt: skip


@dataclass
class SarCases:
    """Measures the rows for one pair of dates after the other."""

    colour: np.ndarray  # (3,) the mean of the training places
    series: dict[str, list[Dated]]  # with radar and colours
    folder: Path
    models: dict[str, Path] = field(default_factory=dict)  # of networks that never saw a place; else the shipped one
    networks: dict[tuple[str, date], np.ndarray] = field(default_factory=dict)

    def measure(self, place: str, target: Dated, older: Dated) -> tuple[dict[str, np.ndarray], list[float]]:
        """Return (MAE, PSNR, SSIM, MAE of changed pixels) of every row, and how often the 90 % intervals hold.

        The dates stand in the names of the files, as they do usually.
        """
        truth, before = picture_of(target), picture_of(older)
        valid = target.scene.valid & older.scene.valid
        today = radar_file(target, self.folder / f's1_{target.day}.tif')
        then = radar_file(older, self.folder / f's1_{older.day}.tif')
        reference = optical_file(older, self.folder / f's2_{older.day}.tif')
        made, covered = {}, []
        options = ({}, {'reference': reference}, {'reference': reference, 'reference_sar': then})
        for name, given in zip((ROWS[1], *OURS), options):
            picture, sigma = self.run(place, today, **given)
            made[name] = picture[:3].astype(np.float32) / 255.0
            valid &= picture[3] > 0
            if given:
                covered.append(float((np.abs(made[name] - truth) <= 1.645 * sigma)[:, valid].mean()))
        made[ROWS[0]] = np.broadcast_to(self.colour[:, None, None].astype(np.float32), truth.shape)
        made['reference'] = before
        made[BY_NETWORK] = carried(before, self.network(place, older, then), self.network(place, target, today), valid)
        made[BY_SEASON] = before * self.season(place, older.day, target.day)[:, None, None]
        made[BY_FIT] = matched(before, fitted(today, reference, then), valid)
        for name in ('reference', *OURS):
            made[name + BEST] = matched(made[name], truth, valid)
        change = np.abs(made['reference' + BEST] - truth).mean(axis=0)
        changed = valid & (change >= np.percentile(change[valid], CHANGED))
        return {
            name: np.array(
                [
                    metrics.mae(values, truth, valid), metrics.psnr(values, truth, valid),
                    metrics.ssim(values, truth, valid), metrics.mae(values, truth, changed),
                ]
            )
            for name, values in ((name, np.clip(made[name], 0.0, 1.0)) for name in ROWS)
        }, covered  # fmt: skip

    def run(self, place: str, radar: str, **given: str) -> tuple[np.ndarray, np.ndarray]:
        """Return what the product makes: red, green, blue, alpha in grey levels, and sigma 0..1."""
        outputs = {'output': str(self.folder / 'out.tif'), 'uncertainty': str(self.folder / 'sigma.tif')}
        SarToOptical(input=radar, model=str(self.models.get(place, '')), **given, **outputs).run()
        picture, sigma = (gdal.Open(path).ReadAsArray() for path in outputs.values())
        return picture, sigma / 255.0

    def network(self, place: str, dated: Dated, radar: str) -> np.ndarray:
        """Return the network's own estimate of a date, (3, rows, cols)."""
        key = place, dated.day
        if key not in self.networks:
            self.networks[key] = self.run(place, radar, style='natural')[0][:3].astype(np.float32) / 255.0
        return self.networks[key]

    def season(self, place: str, then: date, today: date) -> np.ndarray:
        """Return the gain (3,) of the mean colour between two days of the year on all series but this place's."""
        colours = {
            name: [(d.day, picture_of(d)[:, d.scene.valid].mean(axis=1)) for d in dates]
            for name, dates in self.series.items()
            if name != place
        }
        gains = [np.log(_colour_of(found, today) / _colour_of(found, then)) for found in colours.values()]
        return np.exp(np.mean(gains, axis=0)).astype(np.float32)


def _colour_of(found: list[tuple[date, np.ndarray]], day: date) -> np.ndarray:
    """Return the colour of a day of the year, by the dates near to it."""
    apart = np.array([abs((other - day).days) % 365 for other, _ in found], float)
    weight = np.exp(-0.5 * (np.minimum(apart, 365 - apart) / SEASON_DAYS) ** 2) + 1e-6
    return np.average([colour for _, colour in found], axis=0, weights=weight)


def carried(before: np.ndarray, then: np.ndarray, today: np.ndarray, use: np.ndarray) -> np.ndarray:
    """Return a picture (bands, rows, cols) under each band's gain and bias from one estimate to another."""
    lines = [np.polyfit(a[use], b[use], 1) for a, b in zip(then, today)]
    return np.stack([np.polyval(line, a) for line, a in zip(lines, before)]).astype(np.float32)


def fitted(today: str, reference: str, then: str) -> np.ndarray:
    """Return today's picture (3, rows, cols) by the fit of the older one on the radar of its date."""
    radar = Radar(today, 'INPUT')
    transfer = ColorTransfer(
        radar, ReferencePicture(reference, radar), Radar(then, 'REFERENCE_SAR', onto=radar.target_grid)
    )
    transfer.fit(lambda done: None, lambda: False)
    return transfer.prior(0, 0, radar.grid.height, radar.grid.width).fitted


SEEN = (
    'The network was trained on other dates of hainaut and on these very dates of the other two places, so that only '
    "hainaut's columns are free of that, and these in time alone."
)
UNSEEN = 'Each place by a network of the folds (`python -m training.evaluation.leave_place_out`) that never saw it.'


def markdown(columns: dict, covers: dict[str, list], unseen: bool) -> str:
    """Return the table, and which bars are reached, of {column: {row: [measures]}} and {column: [[covered]]}.

    ``unseen``: the networks never saw the places.
    """
    lines = [
        '## SAR to optical with a reference',
        '',
        f'`python -m training.evaluation.references sar{" --folds runs/folds" if unseen else ""}`',
        '',
        "Today's radar and an older clear picture of the ground, on real series; the picture of today is the truth. "
        'Each cell: MAE x 1000, PSNR in dB, SSIM of natural-colour pictures 0..1, then the MAE x 1000 of changed '
        'pixels (the fifth that differs most after the best gain and bias), mean over targets. A gain and bias that a '
        "user could have is carried over from the network's estimates of both radars, from the mean colours of the "
        'other series at both days of the year, or is the line from the reference to what its fit on both radars '
        'says. The oracle is fitted on the picture of today, which nobody has: it is given to all or to none. '
        + (UNSEEN if unseen else SEEN),
        '',
    ]
    lines += _table(columns)
    for k, row in enumerate(OURS):
        cells = (f'{100 * np.mean(covers[column], axis=0)[k]:.0f} %' for column in columns)
        lines.append(f'| {row}: the 90 % interval holds for | ' + ' | '.join(cells) + ' |')
    return '\n'.join(lines + _victories(columns))


def all_dates(late: dict, early: dict) -> str:
    """Return the table of every date that has an older one, ``early`` ones included, of columns as of markdown()."""
    both = {
        column: {row: values + early.get(column, {}).get(row, []) for row, values in found.items()}
        for column, found in late.items()
    }
    lines = [
        '**All dates of these series**; the last dates alone are one season, in which one colour for all may be lucky:',
        '',
    ]
    return '\n'.join(lines + _table(both) + _victories(both))


def _means(columns: dict) -> dict[str, dict[str, np.ndarray]]:
    return {column: {row: np.mean(found[row], axis=0) for row in ROWS} for column, found in columns.items()}


def _table(columns: dict) -> list[str]:
    means = _means(columns)
    heads = (f'{column} ({len(found["reference"])})' for column, found in columns.items())
    lines = ['| | ' + ' | '.join(heads) + ' |', '|---' * (len(columns) + 1) + '|']
    for row in ROWS:
        cells = (
            f'{1000 * a:.0f}, {p:.1f} dB, {s:.2f}; {1000 * c:.0f}' for a, p, s, c in (m[row] for m in means.values())
        )
        lines.append(f'| {row} | ' + ' | '.join(cells) + ' |')
    return lines


def _victories(columns: dict) -> list[str]:
    """Return in how many columns REFERENCE is better than each bar."""
    means = _means(columns).values()
    lines = [
        '',
        f'In how many of the {len(columns)} columns it is better, by MAE, PSNR, SSIM and MAE of changed pixels:',
        '',
        '| than | ' + ' | '.join(OURS) + ' |',
        '|---|---|---|',
    ]
    bars = [(bar, OURS) for bar in (ROWS[1], *FAIR)] + [('reference' + BEST, tuple(name + BEST for name in OURS))]
    for bar, ours in bars:
        cells = (', '.join(map(str, sum(better(m[name], m[bar]) for m in means))) for name in ours)
        lines.append(f'| {bar}{", both" if bar.endswith(BEST) else ""} | ' + ' | '.join(cells) + ' |')
    return lines


def better(ours: np.ndarray, bar: np.ndarray) -> np.ndarray:
    """Return 1 for each of (MAE, PSNR, SSIM, MAE of changed pixels) that is better than another's."""
    return ((ours - bar) * np.array([-1.0, 1.0, 1.0, -1.0]) > 0).astype(int)
