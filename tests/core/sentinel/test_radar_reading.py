"""What is said of radar whose numbers cannot be what they are called."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.sentinel.bands import find_sar_bands, has_polarisations
from sar2optical_qgis.core.sentinel.layers import open_layer
from sar2optical_qgis.core.sentinel.radar_reading import understand
from tests.makers import write_raster


@pytest.fixture
def decibels():
    """VV and VH with speckle, as far apart as usual."""
    return np.random.default_rng(0).normal(-12, 3, (2, 64, 64)) - np.array([0, 7])[:, None, None]


def told_of(folder, levels, names):
    """Return what is said of a picture of bytes."""
    values = levels.round().clip(0, 255).astype(np.uint8)
    raster = open_layer(write_raster(folder / 'picture.tif', values, names), 'SAR')
    return ' '.join(understand(raster, find_sar_bands(raster)[0], 'auto', has_polarisations(raster)).decisions)


@pytest.mark.parametrize('names', [('VV', 'VH'), ()], ids=['named', 'without names'])
@pytest.mark.parametrize('times', [1, 8], ids=['a level for each dB', 'stretched'])
def test_bytes_of_decibels_without_their_minus_are_told_as_what_may_be_turned(tmp_path, decibels, names, times):
    assert 'If dark stands for bright' in told_of(tmp_path, -times * decibels, names)


@pytest.mark.parametrize(
    'stretch',
    [lambda db: (db + 25) * 10.2, lambda db: 255 * 10 ** (db / 10), lambda db: 255 * 10 ** (db / 20)],
    ids=['decibels', 'power', 'amplitude'],
)
def test_usual_pictures_of_radar_are_not_told_to_be_turned(tmp_path, decibels, stretch):
    assert 'dark stands for bright' not in told_of(tmp_path, stretch(decibels), ('VV', 'VH'))


def test_polarisations_that_seem_swapped_are_told(tmp_path, decibels):
    assert 'Check BANDS' in told_of(tmp_path, (decibels + 25) * 10.2, ('VH', 'VV'))
