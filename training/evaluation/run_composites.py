"""The product's own composites of a case, files in and files out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.composite.request import METHODS, CloudFreeComposite
from training.data.clouded_series import Case
from training.data.clouds import CLOUD_REFLECTANCE
from training.data.geotiff import write_tif

LEARNED = ('timegate', 'regression')  # their uncertainty is measured too


def composites(
    case: Case, folder: Path, methods: tuple[str, ...] = METHODS, radar: bool = False
) -> dict[str, np.ndarray]:
    """Return what each METHOD of the product makes of the case; sigma under 'METHOD sigma' of those that learn."""
    dates = (case.target, *case.others)
    shown = [case.target.scene.valid & ~case.hidden, *case.clear]
    days = ','.join(str(d.day) for d in dates)
    inputs, masks, sars = [], [], []
    for k, (dated, clear) in enumerate(zip(dates, shown)):
        scene = dated.scene
        cloud = np.array([CLOUD_REFLECTANCE[b] for b in scene.bands], np.float32)[:, None, None]
        values = np.where(clear, scene.reflectance.astype(np.float32), cloud)
        inputs.append(write_tif(folder / f's2_{k}.tif', values, scene.bands, gdal.GDT_Float32, -1))
        masks.append(write_tif(folder / f'mask_{k}.tif', ~clear[None], ('cloud',), gdal.GDT_Byte))
        if radar and scene.db:
            db = np.stack([np.nan_to_num(v.astype(np.float32), nan=-9999.0) for v in scene.db.values()])
            sars.append(write_tif(folder / f's1_{dated.day}.tif', db, tuple(scene.db), gdal.GDT_Float32, -9999))
    made = {}
    for method in methods:
        output, sigma = str(folder / 'output.tif'), str(folder / 'sigma.tif')
        CloudFreeComposite(
            tuple(inputs), tuple(masks), output, uncertainty=sigma, dates=days, target_date=str(case.target.day),
            method=method, mask_type='binary', dilate=0, s2_offset='none', sars=tuple(sars),
        ).run()  # fmt: skip
        made[method] = gdal.Open(output).ReadAsArray()
        if method in LEARNED:
            made[f'{method} sigma'] = gdal.Open(sigma).ReadAsArray()
    return made
