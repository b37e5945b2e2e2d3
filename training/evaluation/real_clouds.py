"""Cloud removal under real clouds: pairs of a cloudy and a clear date, not a transplanted cloud.

    python -m training.evaluation.real_clouds [--others FILE.onnx ...] [--dry]

The truth is of another date and the mask is made from the difference of the two dates, so that the numbers compare
methods with each other, no more. How far the dates differ where nothing is hidden says how low they can get; a second
mean has the clear date brought to the colours of the cloudy one. Most places are of the training side: the networks
know their clear picture, but no network has seen one of these cloudy ones.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.raster.filters import box_mean, dilate
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from training.data.index import Chip, read_index
from training.evaluation.command import read_card, write_section
from training.evaluation.scores import half_interval, place_means

gdal.UseExceptions()
CHANGE, RADIUS = 300.0, 2  # of B02 in digital numbers, mean of 5 x 5: from here it is cloud, or its shadow
DILATION = 6  # pixels
SHARES = (0.03, 0.9)  # of hidden pixels: with fewer nothing is to be seen, with more nothing to learn from
SHIPPED = 'METHOD network'
DATES = 'the dates, where clear'


def hidden_of(cloudy: gdal.Dataset, clear: gdal.Dataset) -> np.ndarray:
    """Return where the cloudy date differs from the clear one, (rows, cols)."""
    names = [cloudy.GetRasterBand(k + 1).GetDescription() for k in range(cloudy.RasterCount)]
    blue = names.index('B02') + 1
    values = [d.GetRasterBand(blue).ReadAsArray().astype(np.float32) for d in (cloudy, clear)]
    change = box_mean((values[0] - values[1])[None], np.ones(values[0].shape, bool), RADIUS)[0]
    return dilate(np.abs(change) > CHANGE, DILATION)


def brought(truth: np.ndarray, cloudy: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """Return the clear date (bands, rows, cols) after the gain and bias of each band on pixels that both show."""
    lines = [np.polyfit(a[clear], b[clear], 1) for a, b in zip(truth, cloudy)]
    return np.stack([np.polyval(line, a) for line, a in zip(lines, truth)])


def errors(chip: Chip, models: dict[str, str], folder: Path) -> tuple[float, dict[str, np.ndarray]] | None:
    """Return the hidden share and each method's MAE of reflectance on hidden pixels; None where it is no case.

    Two numbers each: against the clear date as it is, and as brought(); DATES are compared on clear pixels.
    """
    cloudy, clear = gdal.Open(chip.s2_cloudy), gdal.Open(chip.s2)
    hidden = hidden_of(cloudy, clear)
    if not SHARES[0] < hidden.mean() < SHARES[1]:
        return None
    mask = str(folder / 'mask.tif')
    drawn = gdal.GetDriverByName('GTiff').Create(mask, hidden.shape[1], hidden.shape[0], 1, gdal.GDT_Byte)
    if cloudy.GetGeoTransform(can_return_null=True):
        drawn.SetProjection(cloudy.GetProjection())
        drawn.SetGeoTransform(cloudy.GetGeoTransform())
    drawn.GetRasterBand(1).WriteArray(hidden.astype(np.uint8))
    drawn = None  # closed: only then the file is whole
    truth, observed = (each.ReadAsArray().astype(np.float32) / 1e4 for each in (clear, cloudy))
    truths = truth, brought(truth, observed, ~hidden)
    found = {DATES: np.array([np.abs(observed - each)[:, ~hidden].mean() for each in truths])}
    for name, model in {'METHOD regression': '', **models}.items():
        method, output = 'network' if name != 'METHOD regression' else 'regression', str(folder / 'made.tif')
        RemoveClouds(
            chip.s2_cloudy, mask, output, mask_type='binary', refine_mask='off', dilate=0, s2_offset='none',
            method=method, model=model,
        ).run()  # fmt: skip
        made = gdal.Open(output).ReadAsArray().astype(np.float32) / 1e4
        found[name] = np.array([np.abs(made - each)[:, hidden].mean() for each in truths])
    return float(hidden.mean()), found


def evaluate(root: str, others: Sequence[Path]) -> str:
    """Return the markdown: every pair, and the mean over places."""
    models = {SHIPPED: '', **{read_card(path).name: str(path.resolve()) for path in others}}
    names = [DATES, 'METHOD regression', *models]
    rows, by_place = [], {}
    with tempfile.TemporaryDirectory() as folder:
        for chip in read_index(root):
            if not (chip.s2_cloudy and chip.s2):
                continue
            case = errors(chip, models, Path(folder))
            if case is None:
                continue
            share, found = case
            by_place.setdefault(chip.group, []).append(np.concatenate([found[name] for name in names]))
            rows.append(
                f'| {chip.id} | {100 * share:.0f} % | ' + ' | '.join(f'{1000 * found[n][0]:.1f}' for n in names) + ' |'
            )
    means, rng = place_means(by_place), np.random.default_rng(0)
    cells = [f'{1000 * column.mean():.1f} ± {1000 * half_interval(column, rng):.1f}' for column in means.T]
    return '\n'.join([
        '## Cloud removal under real clouds',
        '',
        '`python -m training.evaluation.real_clouds`',
        '',
        'A cloudy and a clear date of SEN12MS-CR, no radar; MAE of reflectance x 1000 under the clouds. The truth is '
        'of another date and the mask comes from the difference of the two: good for comparing methods, no more. '
        'Most of the places are of the training side. What clear pixels of both dates differ by is what no method can '
        'know; after the best gain and bias of each band on them, more of the difference is error.',
        '',
        '| pair | hidden | ' + ' | '.join(names) + ' |',
        '|---' * (len(names) + 2) + '|',
        *rows,
        f'| mean over {len(means)} places | | ' + ' | '.join(cells[::2]) + ' |',
        '| the same, the clear date after gain and bias | | ' + ' | '.join(cells[1::2]) + ' |',
    ])  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, measure, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser(prog='python -m training.evaluation.real_clouds', description=main.__doc__)
    parser.add_argument('--root', default='', help='data folder; empty = SAR2OPTICAL_DATA or ../shared/data')
    parser.add_argument('--others', nargs='*', default=[], type=Path, help='more models as columns')
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    options = parser.parse_args(arguments)
    text = evaluate(options.root, options.others)
    sys.stdout.write(text + '\n')
    if not options.dry:
        write_section('cloud-removal, real clouds', text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
