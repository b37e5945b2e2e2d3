"""TerraMesh-style folders: ``[train|val/]S1RTC/NAME.tif`` beside ``[train|val/]S2L2A/NAME.tif`` of the same name.

VV and VH gamma0 in dB, twelve bands of surface reflectance x 10000. The archive comes as tar shards of .zarr.zip
samples: unpack and save what you want as GeoTIFF first. A place is the MajorTOM cell in the name, else the sample.
"""

from __future__ import annotations

import re
from pathlib import Path

from sar2optical_qgis.core.errors import InputError
from training.data.files import S2_L2A, chip
from training.data.index import Chip

CELL = re.compile(r'\d+[UD]_\d+[LR]')


def read_terramesh(root: Path, radar: str = 'S1RTC', optical: str = 'S2L2A') -> tuple[Chip, ...]:
    """Return one chip a sample of both folders; the split is that of the folders train and val where they exist."""
    chips = []
    for split in ('train', 'val', ''):
        for path in sorted((root / split / optical).glob('*')):
            if path.name.endswith(('.tar', '.zarr.zip')):
                raise InputError(
                    f'{path} is packed. Save its samples as GeoTIFF (one file each in {radar}, {optical}).'
                )
            if path.suffix != '.tif':
                continue
            cell = CELL.search(path.stem)
            place = f'terramesh_{cell.group() if cell else path.stem}'
            files = {'s1': root / split / radar / path.name, 's2': path}
            chips.append(chip(path.stem, 'clear', 'TerraMesh', place, split=split, level='L2A', bands=S2_L2A, **files))
    return tuple(chips)
