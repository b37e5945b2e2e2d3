"""SEN12MS-CR-TS as distributed: ``ROIs1868/119/S2/0/s2_ROIs1868_119_ImgNo_0_2018-01-02_patch_0.tif``, beside S1.

Thirty dates of a ROI, cut into patches of 256 pixels; thirteen bands at top of atmosphere x 10000, VV and VH in dB. A
place is a ROI, a series one patch of it. There are no masks: read_series judges clouds by their light.
"""

from __future__ import annotations

import re
from pathlib import Path

from sar2optical_qgis.core.errors import InputError
from training.data.files import S2_L1C, chip
from training.data.index import Chip
from training.data.sen12mscr import side

TEST = (
    'ROIs1868_119', 'ROIs1970_139', 'ROIs2017_108', 'ROIs2017_63', 'ROIs1158_106', 'ROIs1868_73', 'ROIs2017_32',
    'ROIs1868_100', 'ROIs1970_132', 'ROIs2017_103', 'ROIs1868_142', 'ROIs1970_20', 'ROIs2017_140',
)  # fmt: skip
VAL = ('ROIs2017_22', 'ROIs1970_65', 'ROIs2017_117', 'ROIs1868_127', 'ROIs1868_17')
NAME = re.compile(r's2_(ROIs\d+)_(\d+)_ImgNo_(\d+)_(\d{4}-\d\d-\d\d)_patch_(\d+)\.tif$')
SOURCE = 'SEN12MS-CR-TS'


def read_sen12mscrts(root: Path) -> tuple[Chip, ...]:
    """Return one chip a date of a patch; its id is the series and the date."""
    chips = []
    for optical in sorted(root.glob('ROIs*/*/S2/*/*.tif')):
        found = NAME.search(optical.name)
        if not found:
            continue
        seed, number, image, date, patch = found.groups()
        place = f'{seed}_{number}'
        folder = root / seed / number / 'S1' / image
        radar = sorted(folder.glob(f's1_{place}_ImgNo_{image}_*_patch_{patch}.tif'))
        if not radar:
            raise InputError(f'{optical} has no radar of image {image} and patch {patch} in {folder}.')
        values = {'s1': radar[0], 's2': optical, 'date': date, 'level': 'L1C', 'bands': S2_L1C}
        chips.append(
            chip(f'{place}_patch{patch}_{date}', 'series', SOURCE, place, split=side(place, TEST, VAL), **values)
        )
    return tuple(chips)
