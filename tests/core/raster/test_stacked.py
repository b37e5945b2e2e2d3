"""Several files of one band as one raster."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.raster.stacked import stacked


@pytest.mark.parametrize('step', [-10.0, 10.0], ids=['rows to the south', 'rows to the north'])
def test_bands_are_stacked_whichever_way_their_rows_go(tmp_path, step):
    values, sources = np.arange(24, dtype=np.float32).reshape(2, 3, 4), []
    for number, band in enumerate(values):
        made = gdal.GetDriverByName('GTiff').Create(str(tmp_path / f'a & b {number}.tif'), 4, 3, 1, gdal.GDT_Float32)
        made.SetGeoTransform((500000.0, 10.0, 0.0, 5300000.0, 0.0, step))
        made.GetRasterBand(1).WriteArray(band)
        made.FlushCache()
        sources.append(made)
    whole = stacked(sources)
    assert (whole.ReadAsArray() == values).all()
    assert whole.GetGeoTransform() == sources[0].GetGeoTransform()
