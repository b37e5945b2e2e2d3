"""The mask of a run: found where none is given, put right where one is, told in log and file, gone afterwards."""

from __future__ import annotations

import tempfile

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.cloud_mask import in_run
from sar2optical_qgis.core.composite.request import CloudFreeComposite
from sar2optical_qgis.core.errors import InputError, RuntimeMissingError
from sar2optical_qgis.core.model.registry import resources_dir
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.sentinel.siblings import find_scl
from tests.makers import read

SAMPLE = resources_dir() / 'sample'
CLOUDY, SCL = str(SAMPLE / 's2_cloudy.tif'), str(SAMPLE / 'scl.tif')


@pytest.fixture
def clean(tmp_path, monkeypatch):
    """Remove the sample's clouds; return the layer, where it was generated, the report. Scratch lies in a folder."""
    (tmp_path / 'scratch').mkdir()
    monkeypatch.setattr(tempfile, 'tempdir', str(tmp_path / 'scratch'))

    def run(**options):
        paths = {'output': str(tmp_path / 'o.tif'), 'generated_mask': str(tmp_path / 'm.tif')}
        report = RemoveClouds(**{'input': CLOUDY, 'method': 'regression', **paths, **options}).run()
        assert not list((tmp_path / 'scratch').iterdir())
        return read(paths['output']), read(paths['generated_mask'])[0] == 1, report

    return run


def blind_scl(folder):
    """Write an SCL that calls everything clear."""
    path = str(folder / 'blind.tif')
    gdal.Translate(path, SCL)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.WriteArray(np.full((dataset.RasterYSize, dataset.RasterXSize), 4, np.uint8))
    return path


def test_without_a_mask_the_pixels_tell_and_the_file_says_so(clean):
    made, hidden, report = clean()
    truth = np.isin(read(SCL)[0], (3, 8, 9, 10)).repeat(2, 0).repeat(2, 1)
    assert (hidden & truth).sum() > 0.6 * truth.sum() and hidden.mean() < 0.7
    assert (made[:, ~hidden] == read(CLOUDY)[:, ~hidden]).all()
    assert any('found in the pixels by the model cloud_mask' in d for d in report.decisions)


def test_a_scene_classification_among_the_bands_is_told_and_can_be_given_as_mask(clean, tmp_path):
    image, classes = gdal.Open(CLOUDY), read(SCL)[0].repeat(2, 0).repeat(2, 1)
    stack = str(tmp_path / 'stack.tif')
    whole = gdal.BuildVRT('', [CLOUDY] * (image.RasterCount + 1), separate=True)
    gdal.Translate(stack, whole)
    file = gdal.Open(stack, gdal.GA_Update)
    for number, values in enumerate([*image.ReadAsArray(), classes], 1):
        file.GetRasterBand(number).WriteArray(values)
        name = image.GetRasterBand(number).GetDescription() if number <= image.RasterCount else 'SCL'
        file.GetRasterBand(number).SetDescription(name)
    file = None
    told = 'has SCL among its bands'
    assert any(told in d for d in clean(input=stack)[2].decisions)
    assert not any(told in d for d in clean(input=stack, mask_type='auto')[2].decisions)
    _, hidden, report = clean(input=stack, mask=stack)
    assert (hidden == clean(mask=SCL)[1]).all() and not any(told in d for d in report.decisions)


def test_a_cloud_removal_without_a_mask_is_near_that_with_the_true_one(clean):
    clear = read(SAMPLE / 's2_clear.tif').astype(float)
    errors = [np.abs(clean(**options)[0] - clear).mean() for options in ({}, {'mask': SCL})]
    before = np.abs(read(CLOUDY) - clear).mean()
    assert errors[0] < 0.4 * before and errors[0] < 2.0 * errors[1]


def test_a_mask_on_trial_that_is_right_is_taken_as_it_is(clean):
    on_trial, as_given = clean(mask=SCL, refine_mask='auto'), clean(mask=SCL)
    assert (on_trial[0] == as_given[0]).all() and (on_trial[1] == as_given[1]).all()
    assert any('taken as it is' in d for d in on_trial[2].decisions)
    assert not any('Clouds found' in d for d in on_trial[2].decisions)


def test_a_mask_on_trial_that_leaves_much_cloud_is_not_believed_unless_it_is_meant(clean, tmp_path):
    blind = blind_scl(tmp_path)
    _, hidden, report = clean(mask=blind, refine_mask='auto')
    assert hidden.mean() > 0.1 and any('surely cloud' in d for d in report.decisions)
    assert not clean(mask=blind, refine_mask='auto', hide='9')[1].any()  # whoever names the values means them
    assert not clean(mask=blind)[1].any()  # and whoever names a mask
    assert clean(mask=blind, is_mask_found=True)[1].mean() > 0.1  # nobody did


def test_a_mask_is_not_tried_where_the_pixels_cannot_tell(clean, tmp_path):
    infrared = str(tmp_path / 'infrared.tif')
    gdal.Translate(infrared, CLOUDY, bandList=[4, 5])
    assert clean(input=infrared, mask=SCL, bands='B08=1,B11=2', refine_mask='auto')[1].any()


def test_a_mask_is_put_right_as_it_is_asked(clean, tmp_path):
    blind = blind_scl(tmp_path)
    assert not clean(mask=blind, refine_mask='off')[1].any()
    assert clean(mask=blind, refine_mask='add')[1].mean() > 0.1
    assert clean(mask=blind, refine_mask='correct')[1].mean() > 0.1
    assert clean(mask=blind, mask_type='auto')[1].mean() > 0.1


def test_what_a_mask_hides_is_kept_by_add_and_given_back_by_correct(clean, tmp_path):
    everything = blind_scl(tmp_path)
    gdal.Open(everything, gdal.GA_Update).WriteArray(np.full((256, 256), 10, np.uint8))
    with pytest.raises(InputError, match='hides every pixel'):
        clean(mask=everything, refine_mask='add')
    image = str(SAMPLE / 's2_clear.tif')
    _, hidden, report = clean(input=image, mask=everything, refine_mask='correct')
    assert hidden.mean() < 0.9 and any('no more' in d for d in report.decisions)


@pytest.mark.parametrize(('mask_type', 'cirrus'), [('scl', 10), ('omnicloudmask', 2)])
def test_a_mask_on_trial_that_calls_clear_ground_cirrus_is_not_believed(clean, tmp_path, mask_type, cirrus):
    everything = blind_scl(tmp_path)
    gdal.Open(everything, gdal.GA_Update).WriteArray(np.full((256, 256), cirrus, np.uint8))
    _, hidden, report = clean(
        input=str(SAMPLE / 's2_clear.tif'), mask=everything, mask_type=mask_type, refine_mask='auto'
    )
    assert hidden.mean() < 0.1 and any('surely ground' in d for d in report.decisions)


def test_a_mask_beside_the_image_that_hides_all_of_it_gives_way_to_the_pixels(clean, tmp_path):
    image, scl = str(tmp_path / 's2_cloudy.tif'), str(tmp_path / 'scl.tif')
    for path, source in ((image, CLOUDY), (scl, SCL)):
        gdal.Translate(path, source)
    gdal.Open(scl, gdal.GA_Update).WriteArray(np.full((256, 256), 9, np.uint8))
    assert find_scl(image) == scl
    with pytest.raises(InputError, match='hides every pixel'):  # whoever names it means it
        clean(input=image, mask=scl)
    found = RemoveClouds(image).with_mask_beside()
    _, hidden, report = clean(input=image, mask=found.mask, is_mask_found=found.is_mask_found)
    assert 0.05 < hidden.mean() < 0.8 and any('surely ground' in d for d in report.decisions)


def test_an_extent_sees_the_same_clouds_as_the_whole(clean):
    x0, dx, _, y0, _, dy = gdal.Open(CLOUDY).GetGeoTransform()
    _, whole, _ = clean()
    _, part, _ = clean(extent=(x0 + 150 * dx, y0 + 400 * dy, x0 + 390 * dx, y0 + 160 * dy))
    assert (whole[160:400, 150:390] != part).mean() < 0.04


def test_a_composite_finds_the_clouds_of_every_date(tmp_path):
    series = SAMPLE / 'series'
    inputs = tuple(str(path) for path in sorted(series.glob('s2_*.tif')))
    out = str(tmp_path / 'c.tif')
    report = CloudFreeComposite(inputs, output=out).run()
    told = [d for d in report.decisions if d.startswith('Clouds found in the pixels of INPUTS')]
    assert len(told) == len(inputs)
    clear = read(next(series.glob('clear_*.tif'))).astype(float)
    last = read(inputs[-1]).astype(float)
    assert np.abs(read(out) - clear).mean() < 0.7 * np.abs(last - clear).mean()


def test_without_onnxruntime_a_given_mask_is_taken_as_it_is(clean, monkeypatch):
    def missing(*_):
        raise RuntimeMissingError('onnxruntime cannot be loaded.')

    monkeypatch.setattr(in_run, 'Network', missing)
    _, hidden, report = clean(mask=SCL, refine_mask='add')
    assert hidden.any() and any('taken as it is' in d for d in report.decisions)
    with pytest.raises(RuntimeMissingError, match='No mask is given'):
        clean()
