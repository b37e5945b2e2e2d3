"""Every layout is read, no place is on two sides, and what is wrong is named."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.composite import timegate_inputs
from sar2optical_qgis.core.errors import InputError
from tests.makers import read, write_raster
from tests.training import trees
from training.data.cloud_examples import CHANNELS
from training.data.files import check_chips, chip, split_chips, spread
from training.data.layout_data import CloudLayoutData, SarLayoutData
from training.data.layouts import read_layout
from training.data.rasters import read_sar
from training.data.series_data import SeriesData
from training.data.series_scenes import day_of

COUNTS = {'sen12': (16, 8), 'sen12mscr': (6, 3), 'sen12mscrts': (8, 2), 'terramesh': (6, 3), 'folder': (6, 3)}


@pytest.fixture(scope='module')
def layouts(tmp_path_factory) -> dict[str, Path]:
    return {name: getattr(trees, name)(tmp_path_factory.mktemp(name)) for name in COUNTS}


@pytest.mark.parametrize('layout', COUNTS)
def test_layouts_are_read_and_split_by_place(layout: str, layouts):
    chips = read_layout(layout, str(layouts[layout]))
    assert (len(check_chips(chips)), len({c.group for c in chips})) == COUNTS[layout]
    train, val = split_chips(chips)
    assert train and val and not {c.group for c in train} & {c.group for c in val}


def test_the_random_split_leaks_and_says_so(layouts):
    chips = read_layout('sen12', str(layouts['sen12']))
    train, val = split_chips(chips, 'leaking', 0.5)
    assert len(train) + len(val) == len(chips) and {c.group for c in train} & {c.group for c in val}


def test_a_place_on_two_sides_names_the_files():
    chips = [chip('a', 'clear', 'x', 'p', split=split, s2=f'/d/{split}.tif') for split in ('train', 'val')]
    with pytest.raises(ValueError, match=r'both sides.*p.*/d/train\.tif.*/d/val\.tif'):
        split_chips(chips)


def test_the_official_test_places_are_kept_out_of_training(layouts):
    chips = read_layout('sen12mscr', str(layouts['sen12mscr']))
    train, test = split_chips(chips, held='test')
    assert {c.group for c in train} == {'ROIs1158_1'} and {c.group for c in test} == {'ROIs2017_63'}


def test_places_share_what_fits_into_memory():
    chips = [
        chip(f'{p}{n}', 'clear', 'x', p, s2='') for p, count in (('a', 50), ('b', 3), ('c', 9)) for n in range(count)
    ]
    kept = [c.group for c in spread(chips, 10)]
    assert len(kept) == 10 and kept.count('b') == 3 and abs(kept.count('a') - kept.count('c')) <= 1


@pytest.mark.parametrize('layout', ['sen12', 'sen12mscr', 'terramesh', 'folder'])
def test_sar_batches(layout: str, layouts):
    data = SarLayoutData(layout, root=str(layouts[layout]), size=32, batch_size=2, workers=0)
    data.setup('fit')
    for batch in (next(iter(data.train_dataloader())), next(iter(data.val_dataloader()))):
        assert batch['input'].shape[1] == 13 and batch['target'].shape[1] == 3
        assert batch['weight'].mean() > 0.9 and 0 < batch['target'].mean() < 1 and not batch['grey'].any()


@pytest.mark.parametrize('layout', ['sen12mscr', 'folder'])
def test_cloud_batches(layout: str, layouts):
    data = CloudLayoutData(layout, root=str(layouts[layout]), size=32, batch_size=2, workers=0)
    data.setup('fit')
    batches = list(islice(data.train_dataloader(), 8))  # now and then cloud covers all of a small crop
    batch, hidden = batches[0], sum(each['weight'].mean() for each in batches) / len(batches)
    assert batch['input'].shape[1] == len(CHANNELS) and 0 < hidden < 1
    assert batch['has'].sum(1).min() >= 4 and len(data.held) == 2


def test_series_batches(layouts):
    data = SeriesData('sen12mscrts', str(layouts['sen12mscrts']), size=32, batch_size=2, workers=0, dates=3)
    data.setup('fit')
    assert [len(s.clear_ones) for s in data.series] == [2] and len(data.series[0].acquisitions) == 4
    batch, held = next(iter(data.train_dataloader())), next(iter(data.val_dataloader()))
    planes = len(timegate_inputs.CHANNELS)
    assert batch['input'].shape[2:] == (planes, 32, 32) and held['input'].shape[1:] == (5, planes, 64, 64)
    assert 3 <= batch['input'].shape[1] <= 5 and held['weight'].sum() > 20
    estimate, target, nearest = held['input'][0, :3]
    days = timegate_inputs.CHANNELS.index('days')
    assert np.allclose(target[days], 0) and abs(nearest[days].mean()) > 0.2
    hidden = held['weight'][0] > 0
    assert (target[timegate_inputs.CHANNELS.index('clear')][hidden[0]] == 0).all()
    off = (estimate[:10] - held['target'][0]).abs()
    assert off[:, hidden[0]].mean() < 0.1 and off[:, ~hidden[0]].max() < 0.02


def test_days_of_the_index():
    days = [str(day_of(text)) for text in ('2019-07-20', '2020-08', 'month 07 (00=September)')]
    assert days == ['2019-07-20', '2020-08-15', '2020-04-15']


def test_a_broken_image_is_named(tmp_path: Path):
    root = trees.folder(tmp_path)
    path = root / 's2' / 'chip_3.tif'
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(InputError, match=r'chip_3\.tif'):
        SarLayoutData('folder', root=str(root), workers=0).setup('fit')


def test_pixels_that_are_missing_are_named(tmp_path: Path):
    root = trees.sen12(tmp_path)
    path = root / 'v_2' / 'urban' / 's2' / 'ROIs1868_summer_s2_13_p1.png'
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(InputError, match=r'ROIs1868_summer_s2_13_p1\.png'):
        SarLayoutData('sen12', root=str(root), workers=0).setup('fit')


def test_a_pair_of_different_sizes_is_named(tmp_path: Path):
    root = trees.folder(tmp_path)
    trees.write_tif(root / 's1' / 'chip_2.tif', np.zeros((2, 32, 32), np.float32))
    with pytest.raises(InputError, match=r's1/chip_2\.tif has 32 x 32 pixels, but .*s2/chip_2\.tif has 64 x 64'):
        SarLayoutData('folder', root=str(root), workers=0).setup('fit')


@pytest.mark.parametrize(
    ('spoil', 'message'),
    [
        (lambda r: (r / 's1' / 'chip_1.tif').unlink(), r'chip_1\.tif has no radar partner'),
        (lambda r: trees.write_tif(r / 's2' / 'chip_1.tif', np.ones((4, 64, 64), np.uint16)), 'not name its bands'),
    ],
)  # fmt: skip
def test_what_a_folder_lacks_is_named(tmp_path: Path, spoil, message: str):
    root = trees.folder(tmp_path)
    spoil(root)
    with pytest.raises(InputError, match=message):
        read_layout('folder', str(root))


def test_places_of_a_folder(tmp_path: Path):
    root = trees.folder(tmp_path)
    groups = {c.group for c in read_layout('folder', str(root), {'place': r'chip_(\d)'})}
    assert groups == set('012345')
    with pytest.raises(InputError, match='does not match'):
        read_layout('folder', str(root), {'place': 'nothing'})
    with pytest.raises(InputError, match='does not exist'):
        read_layout('folder', str(root / 'nowhere'))


def test_broken_radar_is_named(tmp_path: Path):
    path = tmp_path / 'radar.tif'
    trees.write_tif(path, np.zeros((2, 64, 64), np.float32))
    path.write_bytes(path.read_bytes()[:-9000])
    with pytest.raises(InputError, match=r'radar\.tif'):
        read_sar(str(path), (64, 64))


@pytest.mark.parametrize(
    ('side', 'change', 'message'),
    [
        ('s1', lambda a: 10 ** (a.astype(np.float32) / 10), 'looks like linear, not dB'),
        ('s1', lambda a: 10 ** (a.astype(np.float32) / 20), 'looks like amplitude, not dB'),
        ('s2', lambda a: a / np.float32(1e4), r'\(value \+0\) x 1\.'),
    ],
)
def test_a_folder_in_other_units_is_refused(tmp_path: Path, side: str, change, message: str):
    root = trees.folder(tmp_path)
    for path in (root / side).rglob('*.tif'):
        dataset = gdal.Open(str(path))
        names = tuple(dataset.GetRasterBand(k).GetDescription() for k in range(1, dataset.RasterCount + 1))
        values, (left, _, _, top, _, _) = change(read(path)), dataset.GetGeoTransform()
        dataset = None
        write_raster(path, values, names, origin=(left, top))
    with pytest.raises(InputError, match=message):
        SarLayoutData('folder', root=str(root), workers=0).setup('fit')
