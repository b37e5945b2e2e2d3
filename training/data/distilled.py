"""Pictures that a generator drew, as extra targets of our own networks (distillation): never more than a hint.

``python -m training terramind --chips FOLDER`` writes them: FOLDER/CHIP.tif, the mean of its draws. They are right on
average at best, so they weigh at most MOST, and only places of the training side have any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.sentinel.radiometry import natural_colour
from training.data.examples import Example
from training.data.rasters import naming, read_raster

SOURCE, MOST = 'distilled', 0.3
WEIGHTS, RANDOM = 'WEIGHTS', 'random'  # item of the file's metadata (with our prefix), and what it may not be


def distilled_examples(examples: Sequence[Example], folder: str, weight: float) -> list[Example]:
    """Return the examples for which the folder holds a picture, that picture their target; ``weight``: of its pixels.

    Raises InputError where the weight is above MOST, nothing fits, or a picture is not what it should be.
    """
    if not 0.0 < weight <= MOST:
        raise InputError(f'Generated targets weigh more than 0 and at most {MOST:g}, not {weight:g}.')
    if not Path(folder).is_dir():
        raise InputError(f'{folder} is no folder. Make it with python -m training terramind --chips {folder}.')
    files = [(e, Path(folder) / f'{e.id}.tif') for e in examples if e.calibrated and e.source == 'multispectral']
    found = [_distilled(example, path, weight) for example, path in files if path.is_file()]
    if not found:
        raise InputError(f'{folder} holds no picture of a training chip. Make them with python -m training terramind.')
    return found


def _distilled(example: Example, path: Path, weight: float) -> Example:
    with naming(str(path)):
        dataset = gdal.Open(str(path))
    if dataset.GetMetadataItem(f'SAR2OPTICAL_{WEIGHTS}') in (None, RANDOM):
        raise InputError(f'{path} was made with random weights, or nobody says how. It can teach nothing: remove it.')
    names = [dataset.GetRasterBand(k + 1).GetDescription() for k in range(dataset.RasterCount)]
    values = read_raster(str(path))
    if values.shape[1:] != example.valid.shape or not {'B04', 'B03', 'B02'} <= set(names):
        raise InputError(f'{path} is no picture of the chip {example.id}: its size or its bands differ. Make it again.')
    rgb = np.stack([values[names.index(band)] for band in ('B04', 'B03', 'B02')])
    valid = (rgb > 0).all(axis=0)
    target = natural_colour(rgb.astype(np.float32) * np.float32(1e-4)).astype(np.float16)
    return replace(example, source=SOURCE, target=target, valid=valid, cover=None, weight=weight)
