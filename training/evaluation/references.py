"""Tables of REFERENCE, an older clear picture: of SAR to optical, and of cloud removal, on real series.

    python -m training.evaluation.references [sar] [clouds] [--dry] [--minutes 8]

What runs is the product's own code: files in, files out. sar_references.py has the rows of SAR to optical.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.assess import metrics
from sar2optical_qgis.core.raster import push_pull as pushpull
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from training.baselines import plain_ridge
from training.baselines.colours import MeanColour, colour_examples
from training.data.cloud_scenes import VALIDATION_MASKS
from training.data.clouded_series import Dated, read_series
from training.data.clouds import MaskBank
from training.data.examples import read_examples
from training.data.geotiff import write_tif
from training.data.index import data_root, read_index, split_by_group
from training.evaluation import sar_references
from training.evaluation.command import write_section
from training.evaluation.leave_place_out import never_saw
from training.evaluation.reference_pairs import optical_file, pairs, radar_file
from training.evaluation.sar_references import SarCases
from training.evaluation.scores import matched

PARTS = ('sar', 'clouds')
AGES = {'the clear date before': 1, 'three clear dates before': 3}
CLOUD_ROWS = (
    'push-pull', 'reference', 'reference, gain and bias', 'plain ridge on the reference', 'METHOD regression',
    'METHOD regression, REFERENCE', 'METHOD regression, REFERENCE, SAR', 'METHOD network, REFERENCE',
)  # fmt: skip


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
        'mask_type': 'binary', 'refine_mask': 'off', 'dilate': 0, 's2_offset': 'none',
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


def evaluate_sar(root: str, seconds: float, folds: Path | None = None) -> str:
    """Return the markdown of SAR to optical, in about ``seconds``; ``folds``: networks that never saw the place."""
    series, deadline = read_series(root), time.monotonic() + seconds
    sar, early, covers, late = {}, {}, {}, []
    colour = MeanColour.fit(colour_examples(read_examples(split_by_group(read_index(root))[0]))).colour
    models = never_saw(folds) if folds else {}
    with tempfile.TemporaryDirectory() as folder:
        seeing = {place: [d for d in dates if d.scene.db and 'B02' in d.scene.bands] for place, dates in series.items()}
        cases = SarCases(colour, {k: dates for k, dates in seeing.items() if dates}, Path(folder), models)
        for place, dates in cases.series.items():
            for (age, step), chosen in itertools.product(AGES.items(), (sar, early)):
                for target, older in pairs(dates, step, chosen is early):
                    if time.monotonic() > deadline:
                        late.append(f'{place}, {age}')
                        break
                    found, covered = cases.measure(place, target, older)
                    if chosen is sar:
                        covers.setdefault(f'{place}, {age}', []).append(covered)
                    for row, values in found.items():
                        chosen.setdefault(f'{place}, {age}', {}).setdefault(row, []).append(values)
    text = '\n\n'.join([sar_references.markdown(sar, covers, bool(models)), sar_references.all_dates(sar, early)])
    return text + _ending(late)


def evaluate_clouds(root: str, seconds: float) -> str:
    """Return the markdown of cloud removal, in about ``seconds``."""
    bank, deadline = MaskBank(data_root(root), only=VALIDATION_MASKS), time.monotonic() + seconds
    clouds, late = {}, []
    with tempfile.TemporaryDirectory() as folder:
        for place, dates in read_series(root).items():
            for number, (target, older) in enumerate(pairs(dates, 1)):
                if time.monotonic() > deadline:
                    late.append(place)
                    break
                shape = target.scene.valid.shape
                cloud, shadow = bank.window(max(shape), np.random.default_rng((number, 5)))
                hidden = (cloud | shadow)[: shape[0], : shape[1]]
                if (hidden & target.scene.valid).sum() >= 50:
                    for row, values in cloud_case(target, older, hidden, Path(folder)).items():
                        clouds.setdefault(place, {}).setdefault(row, []).append(values)
    return _cloud_markdown(clouds) + _ending(late)


def _ending(late: list[str]) -> str:
    return f'\n\nCut short for lack of time: {"; ".join(late)}.' if late else ''


def _cloud_markdown(columns: dict) -> str:
    lines = [
        '## Cloud removal with a reference: hidden pixels',
        '',
        '`python -m training.evaluation.references clouds`',
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
    parser = argparse.ArgumentParser(prog='python -m training.evaluation.references', description='Measure REFERENCE.')
    parser.add_argument('parts', nargs='*', default=PARTS, help='which tables')
    parser.add_argument('--root', default='', help='data folder; empty = SAR2OPTICAL_DATA or ../shared/data')
    parser.add_argument('--minutes', type=float, default=4.0, help='of a part, after which the rest is left out')
    parser.add_argument('--folds', type=Path, help='networks of leave_place_out: none saw its place')
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    options = parser.parse_args(arguments)
    for part in options.parts:
        given = (options.root, 60 * options.minutes)
        text = evaluate_sar(*given, options.folds) if part == PARTS[0] else evaluate_clouds(*given)
        sys.stdout.write(text + '\n\n')
        if not options.dry:
            write_section(f'reference {part}', text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
