"""Pictures of a chip as the product makes them: files in, files out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from osgeo import gdal
from scipy.ndimage import gaussian_filter

from sar2optical_qgis.core.model.channels import SceneStatistics
from sar2optical_qgis.core.sar_to_optical import colorize
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from training.data.dated_looks import SOUTHERN
from training.data.geotiff import write_tif
from training.evaluation.judged import Judged

gdal.UseExceptions()

A_DB, BROAD = 0.055, 60.0  # what a decibel adds to the light; pixels of the bell that structure stands out against


def radar_file(chip: Judged, path: Path) -> str:
    """Write the radar of a chip, in dB, or in grey levels where it is an 8-bit picture; return the path."""
    if not chip.calibrated:
        levels = [np.clip(np.rint((np.nan_to_num(v, nan=-25.0) + 25) * 255 / 25), 0, 255) for v in chip.db.values()]
        return write_tif(path, np.stack(levels).astype(np.uint8), tuple(chip.db), gdal.GDT_Byte)
    values = np.stack([np.nan_to_num(v, nan=-9999.0) for v in chip.db.values()])
    return write_tif(path, values, tuple(chip.db), gdal.GDT_Float32, -9999, chip.place in SOUTHERN)


def product(
    folder: Path, style: str = '', model: Path | str = '', models: Mapping[str, Path] | None = None
) -> Callable[[Judged], np.ndarray | None]:
    """Return the method that makes a chip's picture (3, rows, cols) 0..1 in a style ('': the default one).

    ``models``: those of the places that never saw them; a place without gets no picture.
    """
    options = {'style': style} if style else {}

    def picture(chip: Judged) -> np.ndarray | None:
        path = str(model) if models is None else str(models.get(chip.place, ''))
        if models is not None and not path:
            return None
        radar, output = radar_file(chip, folder / 's1.tif'), str(folder / 'out.tif')
        SarToOptical(input=radar, output=output, model=path, **options).run()
        return gdal.Open(output).ReadAsArray()[:3].astype(np.float32) / 255.0

    return picture


def times_structure(method: Callable[[Judged], np.ndarray | None]) -> Callable[[Judged], np.ndarray | None]:
    """Return the method whose pictures are another's times the despeckled radar's structure: the plain thing to beat.

    Each picture is multiplied by exp(A_DB for each decibel over the broad Gaussian mean).
    """

    def picture(chip: Judged) -> np.ndarray | None:
        made = method(chip)
        if made is None:
            return None
        good = {name: np.isfinite(values) for name, values in chip.db.items()}
        db = {name: np.nan_to_num(values, nan=-50.0) for name, values in chip.db.items()}
        statistics = {name: SceneStatistics.of(values[good[name]]) for name, values in db.items()}
        joint, there = colorize.joined(db, good, statistics)
        detail = np.where(there, colorize.despeckle(joint, there, colorize.speckle(joint, there)), 0)
        weight = gaussian_filter(there.astype(np.float32), BROAD, mode='nearest')
        detail = detail - gaussian_filter(detail, BROAD, mode='nearest') / np.maximum(weight, 1e-3)
        return np.clip(made * np.exp(A_DB * np.where(there, detail, 0)), 0, 1).astype(np.float32)

    return picture
