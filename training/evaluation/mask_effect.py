"""What a mask is worth: the error of cloud removal with the mask that came with the data, put right, and without any.

    python -m training.evaluation.mask_effect [--dry]

Real clouds: a cloudy date against a clear one. What changed between the two is error under every mask alike, and cloud
that a mask misses stays in the picture, so that the whole image is what counts. Made-up clouds over held-out clear
chips: the exact mask is known, and the given one has a fault of each kind that masks have (mask_faults.py).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.cloud_mask.trial import ON_TRIAL
from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from training.data.cloud_examples import read_scenes, squared
from training.data.cloud_scenes import VALIDATION_MASKS
from training.data.clouds import MaskBank
from training.data.geotiff import write_tif
from training.data.index import Chip, data_root, read_index, split_by_group
from training.data.masks.skies import lay_sky
from training.data.rasters import read_raster
from training.evaluation.command import write_section
from training.evaluation.mask_faults import faulty

WAYS = ('as it came', 'given', 'given, add', 'given, correct', 'given, on trial', 'auto')
CLEAR_SHARE = 0.02  # of cloud by its own probability: up to here a month is a clear one
LEAST, MOST = 0.05, 0.8  # of the image under cloud or shadow
SCENES = 3  # of each source, so that none outweighs the others
TRIES = 8  # skies until one covers that much
SKIES = ('usual', 'overcast')  # in turns
LOOKED_AT = ('B02', 'B03', 'B04', 'B08', 'B8A', 'B11', 'B12')
DILATE = 6


@dataclass(frozen=True)
class Case:
    """A cloudy image, the truth (bands, rows, cols) in digital numbers, and its masks: path and type, '' = none."""

    source: str
    cloudy: str
    truth: np.ndarray
    given: tuple[str, str] = ('', '')
    has_auto: bool = True  # False: the same image as the case before


def real_cases(chips: Sequence[Chip]) -> Iterator[Case]:
    """Yield pairs of dates: SEN12MS-CR with s2cloudless masks where there are any, BioMassters with probabilities."""
    for chip in chips:
        if chip.source == 'SEN12MS-CR' and chip.s2 and chip.s2_cloudy:
            given = (chip.mask, 'binary') if chip.mask else ('', '')
            name = 'SEN12MS-CR, s2cloudless' if chip.mask else 'SEN12MS-CR, no mask'
            yield Case(name, chip.s2_cloudy, read_raster(chip.s2), given)
    months = [c for c in chips if c.source == 'BioMassters' and c.mask]
    shares = {c.id: (read_raster(c.mask)[0] >= 40).mean() for c in months}
    for chip in months:
        near = [c for c in months if c.group == chip.group and shares[c.id] < CLEAR_SHARE and c.id != chip.id]
        near.sort(key=lambda c: abs(months.index(c) - months.index(chip)))
        if shares[chip.id] >= 2 * CLEAR_SHARE and near:
            yield Case('BioMassters, cloud probability', chip.s2, read_raster(near[0].s2), (chip.mask, 'probability'))


def made_up_cases(root: str, folder: Path) -> Iterator[Case]:
    """Yield held-out clear chips under made-up skies: the exact mask, then one with each fault."""
    rng, bank = np.random.default_rng(11), MaskBank(data_root(root), only=VALIDATION_MASKS)
    _, held = split_by_group(read_index(root))
    taken: Counter[str] = Counter()
    for number, scene in enumerate(map(squared, read_scenes(held))):
        index = [k for k, band in enumerate(scene.bands) if band in LOOKED_AT]
        bands = tuple(scene.bands[k] for k in index)
        if not {'B02', 'B03', 'B04'} <= set(bands) or len(bands) < 4 or taken[scene.source] == SCENES:
            continue
        clear = scene.reflectance[index]
        for _ in range(TRIES):
            sky = lay_sky(clear, bands, bank, rng, SKIES[number % len(SKIES)])
            if LEAST < (sky.classes > 0).mean() < MOST:
                break
        else:
            continue
        taken[scene.source] += 1
        cloudy, given = folder / 'cloudy.tif', folder / 'given.tif'
        numbers = np.clip(np.rint(1e4 * sky.observed), 1, 20000).astype(np.uint16)
        write_tif(cloudy, numbers, bands, gdal.GDT_UInt16)
        for name, classes in faulty(sky.classes, clear[bands.index('B04')], rng).items():
            write_tif(given, classes[None], ('mask',), gdal.GDT_Byte)
            yield Case(
                f'made-up, {name}', str(cloudy), np.rint(1e4 * clear), (str(given), 'omnicloudmask'), name == 'right'
            )


def errors(case: Case, folder: Path, method: str) -> dict[str, float]:
    """Return the whole image's MAE of reflectance by way; ways that a case does not have are left out."""
    found = {'as it came': float(np.abs(read_raster(case.cloudy).astype(np.float32) - case.truth).mean() / 1e4)}
    asked = {
        'given': {'mask': case.given[0], 'mask_type': case.given[1]},
        'given, add': {'mask': case.given[0], 'mask_type': case.given[1], 'refine_mask': 'add'},
        'given, correct': {'mask': case.given[0], 'mask_type': case.given[1], 'refine_mask': 'correct'},
        'given, on trial': {'mask': case.given[0], 'mask_type': case.given[1], 'refine_mask': ON_TRIAL},
        'auto': {'mask': '', 'mask_type': 'auto'},
    }
    for way, options in asked.items():
        if not (options['mask'] or (way == 'auto' and case.has_auto)):
            continue
        output = str(folder / 'made.tif')
        try:
            RemoveClouds(
                case.cloudy, output=output, method=method, s2_offset='none', dilate=DILATE,
                **{'refine_mask': 'off', **options},
            ).run()  # fmt: skip
        except InputError:  # all is hidden: the picture stays as it came
            found[way] = found['as it came']
            continue
        found[way] = float(np.abs(read_raster(output).astype(np.float32) - case.truth).mean() / 1e4)
    return found


def evaluate(root: str, method: str) -> str:
    """Return the markdown: the mean over the cases of each source."""
    table: dict[str, list[dict[str, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for cases in (real_cases(read_index(root)), made_up_cases(root, folder)):
            for case in cases:
                table[case.source].append(errors(case, folder, method))
    rows = []
    for source, found in table.items():
        cells = [[each[way] for each in found if way in each] for way in WAYS]
        rows.append(f'| {source} | {len(found)} | ' + ' | '.join(
            f'{1000 * np.mean(c):.1f}' if c else '-' for c in cells) + ' |')  # fmt: skip
    return '\n'.join([
        '## What a mask is worth', '',
        f'`python -m training.evaluation.mask_effect --method {method}`', '',
        'MAE of reflectance x 1000 over the whole image, kept pixels and all, after cloud removal with each mask. '
        'Under real clouds the truth is of another date: its change counts in every column alike.', '',
        '| clouds and mask | images | ' + ' | '.join(WAYS) + ' |', '|---' * (len(WAYS) + 2) + '|', *rows,
    ])  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, measure, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser(prog='python -m training.evaluation.mask_effect', description=main.__doc__)
    parser.add_argument('--root', default='', help='data folder; empty = SAR2OPTICAL_DATA or ../shared/data')
    parser.add_argument('--method', default='network', help='of cloud removal')
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    options = parser.parse_args(arguments)
    text = evaluate(options.root, options.method)
    sys.stdout.write(text + '\n')
    if not options.dry:
        write_section('cloud masks, effect', text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
