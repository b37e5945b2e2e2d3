"""Which bands of two layers are compared."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.assess.assessment import Assess
from sar2optical_qgis.core.errors import InputError
from tests.makers import write_raster


@pytest.mark.parametrize('role', ['GENERATED', 'REFERENCE'])
def test_radar_is_not_compared_with_reflectance(tmp_path, role):
    values = np.random.default_rng(0).uniform(0.1, 0.4, (2, 40, 40)).astype(np.float32)
    picture = write_raster(tmp_path / 'picture.tif', values, ('B04', 'B08'))
    radar = write_raster(tmp_path / 'radar.tif', values * 10 - 20, ('VV', 'VH'))
    layers = (radar, picture) if role == 'GENERATED' else (picture, radar)
    with pytest.raises(InputError, match=rf'{role} is a radar image \(bands VV, VH\), the other layer is none'):
        Assess(*layers).run()
