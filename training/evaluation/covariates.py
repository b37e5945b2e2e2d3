"""The table of what else sees the ground: REFERENCE before and after, COVARIATES, and both kinds of RESIDUAL.

    python -m training.evaluation.covariates [--dry] [--minutes 8]

What runs is the product's own code: files in, files out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.assess import metrics
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from training.baselines import plain_ridge
from training.data.cloud_scenes import VALIDATION_MASKS
from training.data.clouded_series import Dated, read_series
from training.data.clouds import MaskBank
from training.data.geotiff import write_tif
from training.data.index import data_root
from training.evaluation.command import write_section
from training.evaluation.reference_pairs import optical_file, radar_file

LAST = 6  # dates of a series that are targets, where the index does not say
FEWEST = 3  # older dates that make components of a year
NOISE_BANDS = 64
RIDGE = 'plain ridge on the date before'
RESIDUALS = ('pushpull', 'kriging')
GIVEN = {  # rows: what is given
    'SAR': ('sar',),
    'SAR, 64 bands of noise': ('sar', 'noise'),
    'SAR, annual': ('sar', 'annual'),
    'REFERENCE before': ('before',),
    'REFERENCE before, annual': ('before', 'annual'),
    'REFERENCE before, SAR': ('before', 'sar'),
    'REFERENCE before and after': ('before', 'after'),
    'REFERENCE before and after, SAR, annual': ('before', 'after', 'sar', 'annual'),
}
RATIOS = (  # what is to be shown: a row, and what it is a share of
    ('REFERENCE before, kriging', RIDGE),
    ('REFERENCE before and after, kriging', RIDGE),
    ('SAR, annual, kriging', 'SAR, kriging'),
    ('SAR, annual, pushpull', 'SAR, pushpull'),
    ('SAR, 64 bands of noise, pushpull', 'SAR, pushpull'),
    ('REFERENCE before and after, kriging', 'REFERENCE before, kriging'),
    ('SAR, kriging', 'SAR, pushpull'),
    ('REFERENCE before, kriging', 'REFERENCE before, pushpull'),
    ('REFERENCE before and after, kriging', 'REFERENCE before and after, pushpull'),
)


def case(dates: list[Dated], number: int, hidden: np.ndarray, folder: Path) -> dict[str, float]:
    """Return the MAE over hidden pixels of every row for one target of a series."""
    target, before = dates[number], dates[number - 1]
    scene = target.scene
    truth = np.where(scene.valid, scene.reflectance.astype(np.float32), np.float32(0.0))
    hidden = hidden & scene.valid & before.scene.valid
    clear = scene.valid & ~hidden
    cloudy = np.where(clear, truth, np.where(scene.valid, 0.9, -1.0)).astype(np.float32)
    inputs = {
        'input': write_tif(folder / 's2.tif', cloudy, scene.bands, gdal.GDT_Float32, -1),
        'mask': write_tif(folder / 'mask.tif', hidden[None], ('cloud',), gdal.GDT_Byte),
        'mask_type': 'binary', 'refine_mask': 'off', 'dilate': 0, 's2_offset': 'none', 'method': 'regression',
    }  # fmt: skip
    files = {'before': optical_file(before, folder / 'before.tif')}
    if number + 1 < len(dates):
        files['after'] = optical_file(dates[number + 1], folder / 'after.tif')
    if scene.db:
        files['sar'] = radar_file(target, folder / 's1.tif')
    if number >= FEWEST:
        files['annual'] = _stack([d.scene for d in dates[:number]], folder / 'annual.tif')
    noise = np.random.default_rng(number).normal(size=(NOISE_BANDS, *clear.shape)).astype(np.float32)
    files['noise'] = write_tif(folder / 'noise.tif', noise, ('noise',) * NOISE_BANDS, gdal.GDT_Float32)
    ridge = plain_ridge.fill(truth, clear, [before.scene.reflectance.astype(np.float32)], [before.scene.valid])
    found = {RIDGE: metrics.mae(ridge, truth, hidden)}
    for name, given in GIVEN.items():
        if not all(key in files for key in given):
            continue
        options = {
            'sar': files['sar'] if 'sar' in given else '',
            'reference': tuple(files[key] for key in given if key in ('before', 'after')),
            'covariates': tuple(files[key] for key in given if key in ('annual', 'noise')),
        }
        for residual in RESIDUALS:
            RemoveClouds(**inputs, **options, residual=residual, output=str(folder / 'out.tif')).run()
            made = gdal.Open(str(folder / 'out.tif')).ReadAsArray()
            found[f'{name}, {residual}'] = metrics.mae(made, truth, hidden)
    return found


def _stack(scenes: list, path: Path) -> str:
    """Write the bands of all older clear dates, of which the product makes principal components; return the path."""
    valid = np.all([scene.valid for scene in scenes], axis=0)
    values = np.concatenate([scene.reflectance.astype(np.float32) for scene in scenes])
    names = [f'{band} {k}' for k, scene in enumerate(scenes) for band in scene.bands]
    return write_tif(path, np.where(valid, values, -1.0).astype(np.float32), names, gdal.GDT_Float32, -1)


def evaluate(root: str, seconds: float, early: bool = False) -> str:
    """Return the markdown of the table, in about ``seconds``; ``early``: of the dates that choices may be made on."""
    bank, deadline = MaskBank(data_root(root), only=VALIDATION_MASKS), time.monotonic() + seconds
    columns: dict[str, list[dict[str, float]]] = {}
    late = []
    with tempfile.TemporaryDirectory() as folder:
        for place, dates in read_series(root).items():
            last = [k for k, d in enumerate(dates) if d.is_val] or list(range(len(dates)))[-LAST:]
            chosen = [k for k in range(1, len(dates)) if (k in last) != early]
            for turn, number in enumerate(chosen):
                if time.monotonic() > deadline:
                    late.append(place)
                    break
                shape = dates[number].scene.valid.shape
                cloud, shadow = bank.window(max(shape), np.random.default_rng((turn, 5)))
                hidden = (cloud | shadow)[: shape[0], : shape[1]]
                if (hidden & dates[number].scene.valid).sum() >= 50:
                    columns.setdefault(place, []).append(case(dates, number, hidden, Path(folder)))
    ending = f'\n\nCut short for lack of time: {", ".join(late)}.' if late else ''
    return _markdown(columns) + ending


def _markdown(columns: dict[str, list[dict[str, float]]]) -> str:
    lines = [
        '## Cloud removal with more eyes: hidden pixels',
        '',
        '`python -m training.evaluation.covariates`',
        '',
        'Last clear dates of real series (of hainaut the `val` dates) under clouds whose shapes were never seen in '
        'training, opaque, with exact masks; METHOD regression. SAR is of the day, REFERENCE the clear dates before '
        'and after, annual a raster of the bands of all older clear dates as COVARIATES (the product makes components '
        'of them, as it would of embeddings of a year). MAE of reflectance x 1000, mean over the targets that have all '
        'that a row asks for.',
        '',
        '| | ' + ' | '.join(f'{place} ({len(cases)})' for place, cases in columns.items()) + ' |',
        '|---' * (len(columns) + 1) + '|',
    ]
    for row in (RIDGE, *(f'{name}, {residual}' for name in GIVEN for residual in RESIDUALS)):
        values = [[case[row] for case in cases if row in case] for cases in columns.values()]
        lines.append(f'| {row} | ' + ' | '.join(f'{1000 * np.mean(v):.1f}' if v else '' for v in values) + ' |')
    lines += [
        '',
        'Shares of one error of another, on the targets that have both: of the mean of each place, then their mean.',
        '',
        '| | of | ' + ' | '.join(columns) + ' | mean |',
        '|---' * (len(columns) + 3) + '|',
    ]
    for row, other in RATIOS:
        shares = []
        for cases in columns.values():
            both = [(case[row], case[other]) for case in cases if row in case and other in case]
            shares.append(np.divide(*np.mean(both, axis=0)) if both else np.nan)
        cells = ' | '.join('' if np.isnan(share) else f'{share:.2f}' for share in shares)
        lines.append(f'| {row} | {other} | {cells} | {np.nanmean(shares):.3f} |')
    return '\n'.join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, measure, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser(prog='python -m training.evaluation.covariates', description='Measure COVARIATES.')
    parser.add_argument('--root', default='', help='data folder; empty = SAR2OPTICAL_DATA or ../shared/data')
    parser.add_argument('--minutes', type=float, default=8.0, help='after which the rest is left out')
    parser.add_argument('--early', action='store_true', help='the earlier dates, which choices may be made on')
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    options = parser.parse_args(arguments)
    text = evaluate(options.root, 60 * options.minutes, options.early)
    sys.stdout.write(text + '\n')
    if not options.dry and not options.early:
        write_section('covariates', text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
