"""Pictures that a generator drew, as extra targets: a hint, never of a held-out place, never of random weights."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from training.data.sar_optical import SarOpticalData

BANDS = ('B02', 'B03', 'B04')


def draw(path, value=1500, size=64, weights='hub', bands=BANDS):
    """Write a generated picture of one colour, its left quarter without data."""
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), size, size, len(bands), gdal.GDT_UInt16)
    dataset.SetMetadata({'SAR2OPTICAL_WEIGHTS': weights} if weights else {})
    pixels = np.full((size, size), value, np.uint16)
    pixels[:, : size // 4] = 0
    for number, band in enumerate(bands, 1):
        dataset.GetRasterBand(number).WriteArray(pixels)
        dataset.GetRasterBand(number).SetDescription(band)


def data(root, folder, **options):
    options = {'shares': {'multispectral': 0.5}, 'size': 64, 'batch_size': 8, 'workers': 0, **options}
    made = SarOpticalData(root=str(root), distilled=str(folder), **options)
    made.setup('fit')
    return made


def test_generated_targets_are_drawn_beside_the_real_ones_and_weigh_less(tiny_data, tmp_path):
    draw(tmp_path / 'c0.tif')
    made = data(tiny_data, tmp_path, shares={'multispectral': 0.5, 'distilled': 0.5})
    extra = [e for e in made.examples if e.source == 'distilled']
    assert [e.id for e in extra] == ['c0'] and extra[0].target[:, :, 16:].std() == 0
    assert not extra[0].valid[:, :16].any() and extra[0].valid[:, 16:].all()
    weights = {float(w) for batch, _ in zip(made.train_dataloader(), range(4)) for w in batch['weight'].unique()}
    assert sorted(weights) == pytest.approx([0.0, 0.3, 1.0])


def test_a_real_target_stays_beside_the_generated_one(tiny_data, tmp_path):
    draw(tmp_path / 'c0.tif')
    ids = [(e.id, e.source) for e in data(tiny_data, tmp_path).examples]
    assert ('c0', 'multispectral') in ids and ('c0', 'distilled') in ids


def test_held_out_places_get_none(tiny_data, tmp_path):
    draw(tmp_path / 'c2.tif')
    with pytest.raises(InputError, match='no picture of a training chip'):
        data(tiny_data, tmp_path)


@pytest.mark.parametrize('weight', [0.31, 1.0, 0.0])
def test_they_are_a_hint_at_most(tiny_data, tmp_path, weight):
    draw(tmp_path / 'c0.tif')
    with pytest.raises(InputError, match=r'at most 0\.3'):
        data(tiny_data, tmp_path, distilled_weight=weight)


@pytest.mark.parametrize(
    ('changes', 'message'),
    [
        ({'weights': 'random'}, 'random weights'),
        ({'weights': ''}, 'random weights'),
        ({'size': 48}, 'size or its bands differ'),
        ({'bands': ('B04',)}, 'size or its bands differ'),
    ],
)
def test_what_is_no_picture_of_the_chip_teaches_nothing(tiny_data, tmp_path, changes, message):
    draw(tmp_path / 'c0.tif', **changes)
    with pytest.raises(InputError, match=message):
        data(tiny_data, tmp_path)


def test_a_folder_that_is_none_is_told_with_its_remedy(tiny_data, tmp_path):
    with pytest.raises(InputError, match='terramind --chips'):
        data(tiny_data, tmp_path / 'none')
