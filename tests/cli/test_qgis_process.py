"""From the command line: honest exit codes, JSON that scripts can read, one sentence where something is wrong."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from osgeo import gdal

from tests.core.series_place import make_series
from tests.makers import write_model

EXTENT = '{},{},{},{}'


@pytest.fixture(scope='session')
def corner(sample):
    """A corner of 160 x 160 pixels of the sample scene, as EXTENT takes it: quick to work on."""
    x, dx, _, y, _, dy = gdal.Open(str(sample.s2_cloudy)).GetGeoTransform()
    return EXTENT.format(x + 100 * dx, x + 260 * dx, y + 260 * dy, y + 100 * dy)


@pytest.fixture
def clouds(sample, corner):
    return [f'INPUT={sample.s2_cloudy}', f'SCL={sample.scl}', f'EXTENT={corner}', 'METHOD=regression']


def run(ask, algorithm, parameters, *options, **variables):
    return ask(*options, 'run', f'sar2optical:{algorithm}', *[f'--{word}' for word in parameters], **variables)


def test_the_provider_is_listed_with_its_algorithms(ask):
    answer = ask('list')
    assert answer.code == 0
    for name in ('sartooptical', 'removeclouds', 'cloudfreecomposite', 'environment'):
        assert f'sar2optical:{name}' in answer.output


def test_help_explains_every_parameter_in_plain_text(ask):
    answer = ask('help', 'sar2optical:removeclouds')
    assert answer.code == 0 and '<p>' not in answer.output
    assert 'Its grid and CRS may differ' in answer.output and 'Scripts write the word' in answer.output


def test_clouds_are_removed_and_json_tells_where_the_files_are(ask, clouds, tmp_path, sample):
    words = [*clouds, f'OUTPUT={tmp_path / "o.tif"}', f'MASK={tmp_path / "m.tif"}']
    answer = run(ask, 'removeclouds', words, '--json')
    assert answer.code == 0, answer.errors
    assert answer.results['OUTPUT'] == str(tmp_path / 'o.tif')
    assert answer.results['GENERATED_PIXELS'] > 0 and answer.results['VALID_PIXELS'] == 160 * 160
    filled, generated = (gdal.Open(answer.results[name]).ReadAsArray() for name in ('OUTPUT', 'MASK'))
    before = gdal.Open(str(sample.s2_cloudy)).ReadAsArray(100, 100, 160, 160)
    assert (filled[:, generated == 0] == before[:, generated == 0]).all()
    assert (tmp_path / 'o.qml').exists()


def test_the_shipped_models_run_from_the_command_line(ask, sample, corner, tmp_path, root):
    if not (root / 'resources' / 'models' / 'sar_to_optical.onnx').exists():
        pytest.skip('the trained model is not there yet')
    words = [f'INPUT={sample.s1}', f'LANDCOVER={sample.landcover}', f'EXTENT={corner}', f'OUTPUT={tmp_path / "o.tif"}']
    answer = run(ask, 'sartooptical', words, '--json')
    assert answer.code == 0, answer.errors
    picture = gdal.Open(str(tmp_path / 'o.tif'))
    assert picture.GetMetadataItem('SAR2OPTICAL_MODEL_SHA256') == answer.results['MODEL_SHA256']
    assert np.ptp(picture.ReadAsArray()[:3]) > 20


def test_cover_comes_from_the_command_line_and_a_model_without_it_ends_with_code_1(ask, sample, corner, tmp_path):
    covers = {'water': [-4.0, 2.0], 'green': [4.0, 0.0]}
    rest = ('sar-to-optical', ('vv', 'has_vv'), ('Red', 'Green', 'Blue'), 'natural-colour', np.full((3, 2), 0.2))
    models = [write_model(tmp_path / f'{len(c)}.onnx', *rest, c) for c in (covers, {})]
    words = [f'INPUT={sample.s1}', f'EXTENT={corner}', f'COVER={tmp_path / "c.tif"}']
    answer = run(ask, 'sartooptical', [*words, f'MODEL={models[0]}'], '--json')
    assert answer.code == 0, answer.errors
    code, percent = gdal.Open(answer.results['COVER']).ReadAsArray()
    assert set(np.unique(code)) <= {1, 3} and percent.min() >= 50 and (tmp_path / 'c.qml').exists()
    words[-1] = f'COVER={tmp_path / "d.tif"}'
    refused = run(ask, 'sartooptical', [*words, f'MODEL={models[1]}'])
    assert refused.code == 1 and 'does not tell cover apart' in refused.errors and not (tmp_path / 'd.tif').exists()


def test_a_composite_of_several_dates_is_made_and_bad_dates_are_told(ask, tmp_path):
    place = make_series(tmp_path)
    words = [f'INPUTS={path}' for path in place.inputs] + [f'SCLS={path}' for path in place.masks]
    answer = run(
        ask, 'cloudfreecomposite', [*words, f'OUTPUT={tmp_path / "o.tif"}', f'SOURCE={tmp_path / "s.tif"}'], '--json'
    )
    assert answer.code == 0, answer.errors
    made, source = (gdal.Open(answer.results[name]).ReadAsArray() for name in ('OUTPUT', 'SOURCE'))
    kept = source[0] == 5
    assert (made[:, kept] == place.clear[4][:, kept]).all() and made.max() < 5000 and 0.5 < kept.mean() < 1
    assert 'Target date 2024-05-26, the latest.' in answer.results['DECISIONS'] and (tmp_path / 's.qml').exists()
    refused = run(ask, 'cloudfreecomposite', [*words, 'DATES=2024-01-01', f'OUTPUT={tmp_path / "p.tif"}'])
    assert refused.code == 1 and 'DATES names 1 date(s)' in refused.output + refused.errors
    assert 'Traceback' not in refused.output + refused.errors and not (tmp_path / 'p.tif').exists()


def test_environment_answers_in_json(ask):
    answer = run(ask, 'environment', [], '--json')
    assert answer.code == 0, answer.errors
    assert answer.results['NUMPY'] == np.__version__ and '--no-deps' in answer.results['INSTALL']
    assert isinstance(json.loads(answer.results['MODELS']), list)


@pytest.mark.parametrize(
    ('change', 'sentence'),
    [
        ({'SCL': '/nowhere/scl.tif'}, 'SCL cannot be read as a raster'),
        ({'HIDE': 'cloudy'}, 'HIDE "cloudy" cannot be read'),
        ({'METHOD': 'magic'}, 'Use one of the words network, regression.'),
        ({'OUTPUT': '/proc/none/o.tif'}, '/proc/none'),
        ({'OUTPUT': '/nowhere/o.nc'}, 'written as GeoTIFF only'),  # of a kind whose inputs are looked into
        ({'OUTPUT': '/vsizip//nowhere/o.zip/o.tif'}, 'does not exist'),
        ({'INPUT': '/nowhere/image.nc'}, 'INPUT cannot be read as a raster'),
    ],
)
def test_what_is_wrong_ends_with_exit_code_1_one_sentence_and_no_file(ask, clouds, tmp_path, change, sentence):
    words = dict(word.split('=', 1) for word in [*clouds, f'OUTPUT={tmp_path / "o.tif"}'])
    answer = run(ask, 'removeclouds', [f'{name}={value}' for name, value in {**words, **change}.items()])
    assert answer.code == 1
    assert sentence in answer.output + answer.errors
    assert 'Traceback' not in answer.output + answer.errors
    assert list(tmp_path.iterdir()) == []


def test_a_missing_onnxruntime_ends_with_exit_code_1_and_the_line_that_installs_it(ask, sample, tmp_path):
    (tmp_path / 'without').mkdir()  # Python runs sitecustomize at its start; None in sys.modules means: not to be had
    (tmp_path / 'without' / 'sitecustomize.py').write_text('import sys; sys.modules["onnxruntime"] = None')
    words = [f'INPUT={sample.s1}', f'OUTPUT={tmp_path / "o.tif"}']
    answer = run(ask, 'sartooptical', words, PYTHONPATH=str(tmp_path / 'without'))
    assert answer.code == 1 and '-m pip install' in answer.output + answer.errors
    assert not (tmp_path / 'o.tif').exists()


def test_a_missing_mandatory_parameter_ends_with_exit_code_1(ask, tmp_path):
    answer = run(ask, 'removeclouds', [f'OUTPUT={tmp_path / "o.tif"}'])
    assert answer.code == 1 and 'INPUT' in answer.output + answer.errors


def test_clouds_are_removed_without_a_mask(ask, sample, tmp_path):
    alone = shutil.copy(sample.s2_cloudy, tmp_path / 'image.tif')  # no SCL beside it
    answer = run(ask, 'removeclouds', [f'INPUT={alone}', 'METHOD=regression', f'OUTPUT={tmp_path / "o.tif"}'])
    assert answer.code == 0 and (tmp_path / 'o.tif').exists() and 'found in the pixels' in answer.output
