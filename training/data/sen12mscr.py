"""SEN12MS-CR as distributed: ``ROIs1158_spring_s1/s1_1/ROIs1158_spring_s1_1_p30.tif``, beside _s2 and _s2_cloudy.

GeoTIFFs of 256 pixels at 10 m: VV and VH in dB, thirteen bands at top of atmosphere x 10000. A place is a ROI.
The split is the official one (Ebel et al. 2021 and after). With SEN12MS-CR-TS beside it leave ROIs1868_100 out: that
one tests on it.
"""

from __future__ import annotations

import re
from pathlib import Path

from training.data.files import S2_L1C, chip
from training.data.index import Chip

TEST = (
    'ROIs1158_106', 'ROIs1158_123', 'ROIs1158_140', 'ROIs1158_31', 'ROIs1158_44', 'ROIs1868_119', 'ROIs1868_73',
    'ROIs1970_139', 'ROIs2017_108', 'ROIs2017_63',
)  # fmt: skip
VAL = (
    'ROIs2017_22', 'ROIs1868_19', 'ROIs1970_65', 'ROIs1158_17', 'ROIs2017_107', 'ROIs1868_80', 'ROIs1868_127',
    'ROIs2017_130', 'ROIs1868_17', 'ROIs2017_84',
)  # fmt: skip
NAME = re.compile(r'(ROIs\d+)_([a-z]+)_s2_(\d+)_(p\d+)\.tif$')


def read_sen12mscr(root: Path) -> tuple[Chip, ...]:
    """Return one chip a patch with clear image, radar and (where there is one) the cloudy image of another date."""
    chips = []
    for clear in sorted(root.glob('ROIs*_s2/s2_*/*.tif')):
        found = NAME.search(clear.name)
        if not found:
            continue
        seed, season, number, patch = found.groups()
        place = f'{seed}_{number}'
        radar, cloudy = (_sibling(root, seed, season, kind, number, patch) for kind in ('s1', 's2_cloudy'))
        files = {'s1': radar, 's2': clear, 's2_cloudy': cloudy if cloudy.is_file() else ''}
        chips.append(
            chip(
                f'{place}_{patch}', 'triple', 'SEN12MS-CR', place, split=side(place), level='L1C', bands=S2_L1C, **files
            )
        )
    return tuple(chips)


def side(place: str, test: tuple[str, ...] = TEST, val: tuple[str, ...] = VAL) -> str:
    """Return on which side of the official split a ROI is."""
    return 'test' if place in test else 'val' if place in val else 'train'


def _sibling(root: Path, seed: str, season: str, kind: str, number: str, patch: str) -> Path:
    return root / f'{seed}_{season}_{kind}' / f'{kind}_{number}' / f'{seed}_{season}_{kind}_{number}_{patch}.tif'
