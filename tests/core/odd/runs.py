"""The algorithms on odd files, and what their results have to be like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from sar2optical_qgis.core.composite.request import CloudFreeComposite
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from tests.core.conftest import TEN
from tests.core.odd.files import SIZE, Odd, write
from tests.makers import read, write_raster

RADAR_NAMES = ('VV', 'VH')
CLOSE = 2e-3  # reflectance


def optical(place, row: Odd) -> str:
    return write(place.folder, row, place.cloudy, TEN)


def radar(place, row: Odd) -> str:
    row = replace(row, file='odd_radar') if row.file == 'odd' else row  # beside the optical one
    return write(place.folder, row, place.db, RADAR_NAMES)


def reflectance(path: str, row: Odd) -> np.ndarray:
    return read(path).astype(np.float64)[: len(row.bands)] / row.divide + row.add


def clean(place, image: str, mask: str = '', **options):
    """Return the paths of layer and mask without clouds, and what was decided."""
    out, generated = (str(place.folder / f'clean_{name}.tif') for name in ('layer', 'mask'))
    request = RemoveClouds(
        image, mask or place.scl, out, generated_mask=generated, method='regression', dilate=0, device='cpu'
    )
    return out, generated, ' '.join(replace(request, **options).run().decisions)


def compose(place, image: str, mask: str, row: Odd, method: str = 'regression', **options):
    """Return a composite of an image and an earlier plain one without clouds, and what was decided."""
    days = [date(2024, 7, 15) + timedelta(days=10 * k) for k in range(2)]
    other = write(place.folder, replace(row, file=f'{row.file}_other'), place.clear, TEN)
    clear = write_raster(place.folder / 'clear_scl.tif', np.full((1, SIZE, SIZE), 4, np.uint8))
    out = str(place.folder / 'composite.tif')
    request = CloudFreeComposite(
        (other, image), (clear, mask), out, dates=','.join(map(str, days)), method=method, dilate=0, **options
    )
    return out, ' '.join(request.run().decisions)


def require_like(path: str, row: Odd, wanted: np.ndarray, mask: np.ndarray | None = None) -> None:
    """Assert that a result is the plain one where the row has data, and the file's own fill elsewhere."""
    made = reflectance(path, row)
    own = ~row.empty if row.empty is not None else np.ones(made.shape[1:], bool)
    is_whole = row.empty is None and len(row.bands) == len(TEN)  # else the fit learns from less
    assert np.abs(made - wanted[list(row.bands)])[:, own].max() < (CLOSE if is_whole else 20 * CLOSE)
    if mask is not None:
        assert (mask[~own] == 255).all() and (mask[own] != 255).all()


def picture(place, path: str, model: str, **options):
    out = str(place.folder / 'picture.tif')
    report = SarToOptical(path, out, model=model, device='cpu', **options).run()
    return read(out).astype(int), ' '.join(report.decisions)
