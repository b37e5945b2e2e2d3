"""Clouds found in the pixels, by the model that ships: files, hints, growth, tiles, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.cloud_mask.growth import grown
from sar2optical_qgis.core.cloud_mask.mask_file import names_of
from sar2optical_qgis.core.cloud_mask.request import DetectClouds
from sar2optical_qgis.core.errors import Cancelled, InputError
from sar2optical_qgis.core.model.registry import find_model, resources_dir
from tests.makers import read
from training.data.geotiff import write_tif

SAMPLE = resources_dir() / 'sample'


@pytest.fixture
def detect(tmp_path):
    """Run a request on the sample; return classes, probabilities and the report."""

    def run(image=SAMPLE / 's2_cloudy.tif', **options):
        paths = {name: str(tmp_path / f'{name}.tif') for name in ('output', 'probability')}
        report = DetectClouds(**{'input': str(image), **paths, **options}).run()
        return read(paths['output'])[0], read(paths['probability']), report

    return run


@pytest.fixture(scope='module')
def truth():
    return read(SAMPLE / 'scl.tif')[0].repeat(2, 0).repeat(2, 1)


def overlap(a, b):
    return (a & b).sum() / max((a | b).sum(), 1)


def part_of(folder, window, bands=None, source=SAMPLE / 's2_cloudy.tif', name='part.tif'):
    """Write a window and some bands of the sample."""
    path = str(folder / name)
    gdal.Translate(path, str(source), srcWin=list(window), bandList=bands)
    return path


def test_the_clouds_of_the_sample_are_found_without_a_mask(detect, truth):
    classes, shares, report = detect()
    cloud = np.isin(truth, (8, 9, 10))
    assert overlap(np.isin(classes, (1, 2)), cloud) > 0.6
    assert ((classes > 0) & ~np.isin(truth, (3, 8, 9, 10))).mean() < 0.1
    assert shares[0][cloud].mean() > 60 > 10 > shares[0][truth == 4].mean()
    assert report.pixels['valid'] == classes.size and report.pixels['generated'] == (classes > 0).sum()
    assert report.model == 'cloud_mask' and any('Clouds found in the pixels' in d for d in report.decisions)


@pytest.mark.parametrize('bands', [None, [1, 2, 3, 7], [1, 2, 3, 8]])
def test_a_lake_is_no_shadow(detect, truth, tmp_path, bands):
    classes, _, _ = detect(part_of(tmp_path, (0, 0, 512, 512), bands))
    assert (truth == 6).sum() > 5000 and (classes[truth == 6] == 3).mean() < 0.05  # the rims of other shadows


def test_other_dates_show_clouds_that_one_date_leaves_in_doubt(detect):
    series = SAMPLE / 'series'
    first, *others = (str(path) for path in sorted(series.glob('s2_*.tif')))
    alone, _, _ = detect(first)
    helped, _, report = detect(first, others=tuple(others))
    assert (helped[alone > 0] == alone[alone > 0]).all() and set(np.unique(helped[alone == 0])) <= {0, 2}
    told = next(d for d in report.decisions if d.startswith('The other dates show thin cloud on'))
    assert f'{((helped == 2) & (alone == 0)).mean():.1%}' in told


def test_a_folder_gets_the_mask_of_every_date_each_as_if_it_were_the_first(detect, tmp_path):
    series = sorted((SAMPLE / 'series').glob('s2_*.tif'))
    paths, folder = [str(path) for path in series], tmp_path / 'masks'
    _, _, report = detect(paths[0], others=tuple(paths[1:]), folder=str(folder))
    assert sorted(folder.iterdir()) == [folder / f'{path.stem}_clouds.tif' for path in series]
    assert [report.outputs[f'MASKS {k}'] for k in (1, 2)] == [str(folder / f'{p.stem}_clouds.tif') for p in series[:2]]
    alone, _, _ = detect(paths[1], others=(paths[0], *paths[2:]))
    assert (read(report.outputs['MASKS 2'])[0] == alone).all() and 0 < (alone > 0).mean() < 1
    assert f'INPUT={series[1].name}' in gdal.Open(report.outputs['MASKS 2']).GetMetadataItem('SAR2OPTICAL_INPUTS')


def test_masks_are_named_after_their_layers_and_no_two_alike():
    names = names_of(('/a/20240501.tif', '/b/20240501.tif', '/c/S2A_X.SAFE/MTD_MSIL2A.xml', '/d/S2B_Y.SAFE', 'x y.tif'))
    assert names == [f'{n}_clouds.tif' for n in ('20240501', '20240501~2', 'S2A_X', 'S2B_Y', 'x_y')]


def test_four_bands_are_enough(detect, truth, tmp_path):
    classes, _, _ = detect(part_of(tmp_path, (0, 0, 512, 512), [1, 2, 3, 7]))
    assert overlap(np.isin(classes, (1, 2)), np.isin(truth, (8, 9, 10))) > 0.55


def test_a_clear_image_has_no_clouds(detect):
    classes, _, _ = detect(SAMPLE / 's2_clear.tif')
    assert (classes > 0).mean() < 0.02


def test_the_mask_names_its_classes_and_says_what_it_is_of(detect, tmp_path):
    detect()
    dataset = gdal.Open(str(tmp_path / 'output.tif'))
    band = dataset.GetRasterBand(1)
    assert band.GetNoDataValue() == 255 and band.GetColorTable().GetColorEntry(1)[:3] == (230, 97, 1)
    assert 'thin cloud' in dataset.GetMetadataItem('SAR2OPTICAL_CLASSES')
    assert dataset.GetMetadataItem('SAR2OPTICAL_MODEL') == 'cloud_mask'
    assert dataset.GetGeoTransform() == gdal.Open(str(SAMPLE / 's2_cloudy.tif')).GetGeoTransform()


def test_pixels_without_data_stay_so_and_odd_sizes_come_back_whole(detect, tmp_path):
    path = part_of(tmp_path, (3, 5, 301, 203))
    dataset = gdal.Open(path, gdal.GA_Update)
    values = dataset.ReadAsArray()
    values[:, :40, :31] = 0
    dataset.WriteArray(values)
    dataset = None
    classes, shares, _ = detect(path)
    assert classes.shape == (203, 301) and (classes[:40, :31] == 255).all() and (classes[41:, 32:] < 4).all()
    assert (shares[:, :40, :31] == 255).all() and shares[:, 41:, 32:].max() <= 100


def test_the_size_of_the_tiles_changes_next_to_nothing(detect, tmp_path):
    scene = read(SAMPLE / 's2_cloudy.tif')[[0, 1, 2, 6]]
    names = ('B02', 'B03', 'B04', 'B08')
    path = write_tif(tmp_path / 'wide.tif', np.tile(scene, (1, 1, 2)), names, gdal.GDT_UInt16)
    whole, shares, _ = detect(path)
    tiled, others, _ = detect(path, tile_size=64)
    assert (whole != tiled).mean() < 0.002 and np.abs(shares.astype(int) - others).mean() < 0.2


def test_a_mask_that_is_given_is_a_hint(detect, truth, tmp_path):
    blind = read(SAMPLE / 'scl.tif')
    blind[:] = 4
    gdal.Translate(str(tmp_path / 'blind.tif'), str(SAMPLE / 'scl.tif'))
    gdal.Open(str(tmp_path / 'blind.tif'), gdal.GA_Update).WriteArray(blind[0])
    cloud = np.isin(truth, (8, 9, 10))
    told = []
    for mask in (SAMPLE / 'scl.tif', tmp_path / 'blind.tif'):
        classes, _, report = detect(mask=str(mask))
        assert overlap(np.isin(classes, (1, 2)), cloud) > 0.5
        told += [d for d in report.decisions if d.startswith('Against the mask')]
    assert len(told) == 2 and told[0] != told[1]


def test_clouds_grow_over_clear_ground_alone():
    classes = np.zeros((9, 9), np.uint8)
    classes[4, 4], classes[4, 6], classes[3, 3] = 1, 3, 255
    made = grown(classes, 2)
    assert made.shape == (5, 5) and made[2, 2] == 1 and made[2, 3] == 1 and made[2, 4] == 3 and made[1, 1] == 255


def test_a_grown_mask_is_the_same_however_it_is_cut(detect, monkeypatch):
    whole, _, _ = detect(dilate=7)
    monkeypatch.setattr('sar2optical_qgis.core.cloud_mask.growth.WINDOW', 100)
    cut, _, _ = detect(dilate=7)
    assert (whole == cut).all() and (whole > 0).mean() > 0


def test_an_extent_gives_its_own_pixels(detect):
    x0, dx, _, y0, _, dy = gdal.Open(str(SAMPLE / 's2_cloudy.tif')).GetGeoTransform()
    classes, _, _ = detect(extent=(x0 + 100 * dx, y0 + 300 * dy, x0 + 250 * dx, y0 + 120 * dy))
    assert classes.shape == (180, 150)


@pytest.mark.parametrize(
    ('change', 'words'),
    [
        ({'threshold': 0}, 'THRESHOLD'),
        ({'dilate': -1}, 'DILATE'),
        ({'bands': 'B08=1,B11=2'}, 'blue, green and red'),
        ({'mask': '/nowhere.tif'}, 'SCL cannot be opened'),
    ],
)
def test_parameters_that_make_no_sense_are_refused(detect, tmp_path, change, words):
    with pytest.raises(InputError, match=words):
        detect(**change)
    assert not list(tmp_path.glob('*put.tif'))


def test_a_cancelled_run_leaves_nothing(tmp_path):
    request = DetectClouds(str(SAMPLE / 's2_cloudy.tif'), output=str(tmp_path / 'o.tif'))
    with pytest.raises(Cancelled):
        request.run(cancelled=lambda: True)
    assert not list(tmp_path.iterdir())


def test_the_model_is_small():
    import os

    assert os.path.getsize(find_model('', 'cloud-mask').path) <= 1_000_000
