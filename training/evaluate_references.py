"""Tables of REFERENCE, an older clear picture: of SAR to optical, and of cloud removal, on real series.

    python -m training.evaluate_references [--dry] [--minutes 8]

What runs is the product's own code: files in, files out. The numbers of core/taught.py were chosen on earlier dates
than those that are measured here; two of them (STANDS_OUT, WITHOUT_RADAR) with the forest in view, which has no others.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core import metrics, pushpull
from sar2optical_qgis.core.radiometry import natural_colour
from sar2optical_qgis.core.remove_clouds import RemoveClouds
from sar2optical_qgis.core.sar_to_optical import SarToOptical
from training import plain_ridge
from training.baselines import MeanColour, colour_examples
from training.data.cloud_scenes import VALIDATION_MASKS
from training.data.clouded_series import Dated, read_series
from training.data.clouds import MaskBank
from training.data.examples import read_examples
from training.data.geotiff import write_tif
from training.data.index import data_root, read_index, split_by_group
from training.evaluate import write_section

AGES = {'the clear date before': 1, 'three clear dates before': 3}
LAST = 6  # dates of a series that are targets, where the index does not say
CHANGED = 80  # percentile of what differs after gain and bias: above it the ground has changed
SAR_ROWS = (
    'mean colour of the training places', 'network, no reference', 'reference', 'reference, gain and bias (oracle)',
    'REFERENCE', 'REFERENCE, REFERENCE_SAR',
)  # fmt: skip
CLOUD_ROWS = (
    'push-pull', 'reference', 'reference, gain and bias', 'plain ridge on the reference', 'METHOD regression',
    'METHOD regression, REFERENCE', 'METHOD regression, REFERENCE, SAR', 'METHOD network, REFERENCE',
)  # fmt: skip


def pairs(dates: list[Dated], age: int) -> Iterator[tuple[Dated, Dated]]:
    """Yield (target, reference) of a series: the dates of the index's val side, or its last ones."""
    late = [k for k, d in enumerate(dates) if d.is_val] or list(range(len(dates)))[-LAST:]
    for k in late:
        if k >= age:
            yield dates[k], dates[k - age]


def matched(values: np.ndarray, truth: np.ndarray, use: np.ndarray) -> np.ndarray:
    """Return values (bands, rows, cols) after the best gain and bias of each band on the pixels ``use``."""
    lines = [np.polyfit(a[use], b[use], 1) for a, b in zip(values, truth)]
    return np.stack([np.polyval(line, a) for line, a in zip(lines, values)]).astype(np.float32)


def picture_of(dated: Dated) -> np.ndarray:
    """Return the natural-colour picture (3, rows, cols) of a date."""
    scene = dated.scene
    return natural_colour(scene.reflectance[[scene.bands.index(b) for b in ('B04', 'B03', 'B02')]].astype(np.float32))


def radar_file(dated: Dated, path: Path) -> str:
    """Write VV and VH of a date; return the path."""
    values = np.stack([np.nan_to_num(v.astype(np.float32), nan=-9999.0) for v in dated.scene.db.values()])
    return write_tif(path, values, tuple(dated.scene.db), gdal.GDT_Float32, -9999)


def optical_file(dated: Dated, path: Path) -> str:
    """Write the reflectance of a date; return the path."""
    scene = dated.scene
    values = np.where(scene.valid, scene.reflectance.astype(np.float32), -1.0).astype(np.float32)
    return write_tif(path, values, scene.bands, gdal.GDT_Float32, -1)


def sar_case(target: Dated, older: Dated, colour: np.ndarray, folder: Path) -> tuple[dict[str, np.ndarray], list]:
    """Return (MAE, PSNR, SSIM, MAE of changed pixels) of every row, and how often the 90 % intervals hold.

    ``colour`` (3,): the mean of the training places. The dates stand in the names of the files, as they do usually.
    """
    truth, before = picture_of(target), picture_of(older)
    valid = target.scene.valid & older.scene.valid
    inputs = {'input': radar_file(target, folder / f's1_{target.day}.tif')}
    reference = optical_file(older, folder / f's2_{older.day}.tif')
    then = radar_file(older, folder / f's1_{older.day}.tif')
    best = matched(before, truth, valid)
    flat = np.broadcast_to(colour[:, None, None].astype(np.float32), truth.shape)
    made = dict(zip((SAR_ROWS[0], *SAR_ROWS[2:4]), (flat, before, best)))
    options = {
        SAR_ROWS[1]: {},
        SAR_ROWS[4]: {'reference': reference},
        SAR_ROWS[5]: {'reference': reference, 'reference_sar': then},
    }
    covered = []
    for name, given in options.items():
        outputs = {'output': str(folder / 'out.tif'), 'uncertainty': str(folder / 'sigma.tif')}
        SarToOptical(**inputs, **given, **outputs).run()
        picture = gdal.Open(outputs['output']).ReadAsArray()
        made[name] = picture[:3].astype(np.float32) / 255.0
        valid &= picture[3] > 0
        sigma = gdal.Open(outputs['uncertainty']).ReadAsArray() / 255.0
        if given:
            covered.append(float((np.abs(made[name] - truth) <= 1.645 * sigma)[:, valid].mean()))
    change = np.abs(best - truth).mean(axis=0)
    changed = valid & (change >= np.percentile(change[valid], CHANGED))
    return {
        name: np.array(
            [
                metrics.mae(values, truth, valid), metrics.psnr(values, truth, valid),
                metrics.ssim(values, truth, valid), metrics.mae(values, truth, changed),
            ]
        )
        for name, values in made.items()
    }, covered  # fmt: skip


def cloud_case(target: Dated, older: Dated, hidden: np.ndarray, folder: Path) -> dict[str, np.ndarray]:
    """Return (MAE, SSIM, SAM) over hidden pixels of every row."""
    scene, other = target.scene, older.scene
    truth = np.where(scene.valid, scene.reflectance.astype(np.float32), np.float32(0.0))
    hidden = hidden & scene.valid & other.valid
    clear = scene.valid & ~hidden
    cloudy = np.where(clear, truth, np.where(scene.valid, 0.9, -1.0)).astype(np.float32)
    inputs = {
        'input': write_tif(folder / 's2.tif', cloudy, scene.bands, gdal.GDT_Float32, -1),
        'mask': write_tif(folder / 'mask.tif', hidden[None], ('cloud',), gdal.GDT_Byte),
        'mask_type': 'binary', 'dilate': 0, 's2_offset': 'none',
    }  # fmt: skip
    reference = {'reference': optical_file(older, folder / 'reference.tif')}
    before = other.reflectance.astype(np.float32)
    made = {
        'push-pull': pushpull.fill(np.where(clear, truth, 0.0).astype(np.float32), clear.astype(np.float32)),
        'reference': before,
        'reference, gain and bias': matched(before, truth, clear & other.valid),
        'plain ridge on the reference': plain_ridge.fill(truth, clear, [before], [other.valid]),
    }
    runs = {'METHOD regression': {'method': 'regression'}}
    runs['METHOD regression, REFERENCE'] = {'method': 'regression', **reference}
    if scene.db:
        radar = radar_file(target, folder / 's1.tif')
        runs['METHOD regression, REFERENCE, SAR'] = {'method': 'regression', 'sar': radar, **reference}
    if 'B02' in scene.bands:
        runs['METHOD network, REFERENCE'] = {'method': 'network', **reference}
    for name, options in runs.items():
        RemoveClouds(**inputs, **options, output=str(folder / 'out.tif')).run()
        made[name] = gdal.Open(str(folder / 'out.tif')).ReadAsArray()
    measures = (metrics.mae, metrics.ssim, metrics.sam)
    return {
        name: np.array([m(np.where(hidden, values, truth), truth, hidden) for m in measures])
        for name, values in made.items()
    }


def evaluate(root: str, seconds: float) -> tuple[str, str]:
    """Return the markdown of both tables, in about ``seconds``."""
    series = read_series(root)
    bank = MaskBank(data_root(root), only=VALIDATION_MASKS)
    deadline = time.monotonic() + seconds
    sar, clouds, covers, late = {}, {}, {}, []
    colour = MeanColour.fit(colour_examples(read_examples(split_by_group(read_index(root))[0]))).colour
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for place, dates in series.items():
            seeing = [d for d in dates if d.scene.db and 'B02' in d.scene.bands]
            for age, step in AGES.items():
                for target, older in pairs(seeing, step):
                    if time.monotonic() > deadline - seconds / 2:
                        late.append(f'SAR, {place}, {age}')
                        break
                    found, covered = sar_case(target, older, colour, folder)
                    covers.setdefault(f'{place}, {age}', []).append(covered)
                    for row, values in found.items():
                        sar.setdefault(f'{place}, {age}', {}).setdefault(row, []).append(values)
        for place, dates in series.items():
            for number, (target, older) in enumerate(pairs(dates, 1)):
                if time.monotonic() > deadline:
                    late.append(f'clouds, {place}')
                    break
                shape = target.scene.valid.shape
                cloud, shadow = bank.window(max(shape), np.random.default_rng((number, 5)))
                hidden = (cloud | shadow)[: shape[0], : shape[1]]
                if (hidden & target.scene.valid).sum() >= 50:
                    for row, values in cloud_case(target, older, hidden, folder).items():
                        clouds.setdefault(place, {}).setdefault(row, []).append(values)
    ending = f'\nCut short for lack of time: {"; ".join(late)}.' if late else ''
    return _sar_markdown(sar, covers) + ending, _cloud_markdown(clouds) + ending


def _sar_markdown(columns: dict, covers: dict[str, list]) -> str:
    lines = [
        '## SAR to optical with a reference',
        '',
        '`python -m training.evaluate_references`',
        '',
        "Today's radar and an older clear picture of the ground, on real series; the picture of today is the truth. "
        'Each cell: MAE x 1000, PSNR in dB, SSIM of natural-colour pictures 0..1, then the MAE x 1000 of changed '
        'pixels (the fifth that differs most after the best gain and bias), mean over targets. The oracle knows '
        'the picture of today: season and light as a whole cannot be told from radar.',
        '',
    ]
    heads = (f'{column} ({len(found["reference"])})' for column, found in columns.items())
    lines += ['| | ' + ' | '.join(heads) + ' |', '|---' * (len(columns) + 1) + '|']
    for row in SAR_ROWS:
        means = [np.mean(found[row], axis=0) for found in columns.values()]
        cells = (f'{1000 * a:.0f}, {p:.1f} dB, {s:.2f}; {1000 * c:.0f}' for a, p, s, c in means)
        lines.append(f'| {row} | ' + ' | '.join(cells) + ' |')
    for k, row in enumerate(SAR_ROWS[4:]):
        cells = (f'{100 * np.mean(covers[column], axis=0)[k]:.0f} %' for column in columns)
        lines.append(f'| {row}: the 90 % interval holds for | ' + ' | '.join(cells) + ' |')
    return '\n'.join(lines)


def _cloud_markdown(columns: dict) -> str:
    lines = [
        '## Cloud removal with a reference: hidden pixels',
        '',
        '`python -m training.evaluate_references`',
        '',
        'Last clear dates of real series (of hainaut the `val` dates) under clouds whose shapes were never seen in '
        'training, opaque, with exact masks; REFERENCE is the clear date before, SAR the radar of the day. Each cell: '
        'MAE of reflectance x 1000, SSIM, SAM in degrees, mean over targets.',
        '',
    ]
    heads = (f'{place} ({len(found["reference"])})' for place, found in columns.items())
    lines += ['| | ' + ' | '.join(heads) + ' |', '|---' * (len(columns) + 1) + '|']
    for row in CLOUD_ROWS:
        cells = []
        for found in columns.values():
            mae, ssim, sam = np.nanmean(found[row], axis=0) if row in found else (np.nan,) * 3
            cells.append(f'{1000 * mae:.1f}, {ssim:.3f}, {sam:.1f}°' if row in found else '')
        lines.append(f'| {row} | ' + ' | '.join(cells) + ' |')
    return '\n'.join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, measure, and write the sections of RESULTS.md."""
    parser = argparse.ArgumentParser(prog='python -m training.evaluate_references', description='Measure REFERENCE.')
    parser.add_argument('--root', default='', help='data folder; empty = SAR2OPTICAL_DATA or ../shared/data')
    parser.add_argument('--minutes', type=float, default=8.0, help='after which the rest is left out')
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    options = parser.parse_args(arguments)
    for name, text in zip(('reference sar', 'reference clouds'), evaluate(options.root, 60 * options.minutes)):
        sys.stdout.write(text + '\n\n')
        if not options.dry:
            write_section(name, text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
