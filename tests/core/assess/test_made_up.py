"""Assess: MASK may be of any kind that "Remove clouds" takes; what it is taken for is told."""

import numpy as np
import pytest

from sar2optical_qgis.core.assess.assessment import Assess
from tests.makers import write_raster

SIDE = 40
MADE = np.zeros((SIDE, SIDE), bool)
MADE[5:25, 10:30] = True


def assess(folder, mask: np.ndarray, **options):
    rng = np.random.default_rng(2)
    truth = rng.integers(300, 3000, (3, SIDE, SIDE)).astype(np.uint16)
    names = ('B02', 'B03', 'B04')
    made = write_raster(folder / 'made.tif', (truth + 100 * MADE).astype(np.uint16), names)
    return Assess(
        made,
        write_raster(folder / 'truth.tif', truth, names),
        mask=write_raster(folder / 'mask.tif', mask[None], **options),
    ).run()


@pytest.mark.parametrize(
    ('made', 'kept', 'told'),
    [(1, 0, ''), (255, 0, '255'), (100, 0, '100'), (9, 4, 'SCL'), (2, 0, '2 is taken'), (0.9, 0.1, 'shares')],
)
def test_generated_pixels_are_found_by_the_values_of_any_mask(tmp_path, made, kept, told):
    findings = assess(tmp_path, np.where(MADE, made, kept).astype(np.float32))
    assert findings.scores['generated']['pixels'] == MADE.sum()
    assert findings.scores['kept']['MAE'] == 0 and told in ' '.join(findings.decisions)


def test_thin_cloud_and_shadow_of_a_cloud_mask_are_generated_too(tmp_path):
    kinds = np.where(MADE, 1 + np.arange(SIDE) % 3, 0).astype(np.uint8)
    findings = assess(tmp_path, kinds, nodata=255)
    assert findings.scores['generated']['pixels'] == MADE.sum() and 'a cloud mask' in ' '.join(findings.decisions)


def test_no_data_of_the_mask_is_not_generated(tmp_path):
    mask = np.where(MADE, 1, 0).astype(np.uint8)
    mask[30:] = 255
    for nodata in (255, None):
        assert assess(tmp_path, mask, nodata=nodata).scores['generated']['pixels'] == MADE.sum()


def test_a_mask_whose_values_mean_something_else_is_told(tmp_path):
    findings = assess(tmp_path, np.where(MADE, 64, 32).astype(np.uint8))
    assert findings.scores['generated']['pixels'] == 0 and '1 alone' in ' '.join(findings.decisions)
