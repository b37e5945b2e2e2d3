"""The cloud-free composite through the engine: methods, sources, uncertainty, tiles, and what cannot be done."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.composite import estimates, request
from sar2optical_qgis.core.composite import pixel_selection as compositing
from sar2optical_qgis.core.composite.request import METHODS, CloudFreeComposite
from sar2optical_qgis.core.errors import Cancelled, InputError
from tests.core.runs import compose
from tests.core.series_place import BANDS, make_series
from tests.makers import read, write_raster


def test_regression_keeps_the_target_bit_for_bit_and_halves_the_error_of_the_median(series):
    made, source, sigma, report = compose(series)
    hidden = series.classes[4][0] == 9
    assert made.dtype == np.uint16 and (made[:, ~hidden] == series.clear[4][:, ~hidden]).all()
    assert (source[0][~hidden] == 5).all() and (source[2][~hidden] == 0).all() and (sigma[:, ~hidden] == 0).all()
    median = compose(series, method='median')[0]
    off, usual = (np.abs(m.astype(float) - series.clear[4])[:, hidden].mean() for m in (made, median))
    assert off < 0.5 * usual and report.pixels['generated'] == hidden.sum()
    assert 'with dates 4, 3, 2, 1' in ' '.join(report.decisions)


def test_another_target_date_gives_its_own_picture(series):
    made, source, _, _ = compose(series, target_date='2024-04-11')
    hidden = series.classes[1][0] == 9
    assert (made[:, ~hidden] == series.clear[1][:, ~hidden]).all() and (source[0][~hidden] == 2).all()
    assert np.abs(made.astype(float) - series.clear[1])[:, hidden].mean() < 60
    assert set(np.unique(source[2])) <= {-10, 0, 20, 25, 45}


def test_the_source_tells_date_looks_and_days(series):
    _, source, _, _ = compose(series)
    looks = sum((classes[0] != 9).astype(int) for classes in series.classes)
    assert (source[1] == looks).all()
    days = np.array([0, -55, -45, -25, -20, 0])
    assert (source[2] == days[source[0]]).all()
    dataset = gdal.Open(str(series.folder / 'source.tif'))
    assert [dataset.GetRasterBand(k).GetDescription() for k in (1, 2, 3)] == ['date', 'clear looks', 'days from target']
    assert '5=2024-05-26' in dataset.GetMetadataItem('SAR2OPTICAL_DATES')
    assert dataset.GetMetadataItem('SAR2OPTICAL_SYNTHETIC') == 'YES'


def test_the_uncertainty_fits_the_errors(series):
    made, _, sigma, _ = compose(series)
    hidden = series.classes[4][0] == 9
    error = np.abs(made.astype(float) - series.clear[4])[:, hidden]
    assert 0.3 < error.mean() / sigma[:, hidden].mean() < 2


@pytest.mark.parametrize('method', METHODS)
def test_every_method_gives_a_clean_picture_of_the_inputs_kind(series, method):
    made, source, sigma, report = compose(series, method=method)
    truth = np.stack(series.clear).astype(int)
    assert made.dtype == np.uint16 and made.max() < 5000 and report.pixels['valid'] == 96 * 96
    assert set(np.unique(source[0])) <= {1, 2, 3, 4, 5} and (sigma >= 0).all()
    if method in ('medoid', 'leastcloudy', 'lastclear'):  # measured pixels
        copied = np.take_along_axis(truth, source[0].astype(int)[None, None] - 1, axis=0)[0]
        assert (made == copied).all()


def test_lastclear_takes_the_latest_look_before_the_target_and_leastcloudy_the_clearest_date(series):
    series.classes[2][:] = 4
    source = compose(series, method='leastcloudy')[1]
    assert (source[0] == 3).all()
    source = compose(series, method='lastclear', target_date='2024-05-06')[1]
    hidden = series.classes[3][0] == 9
    assert (source[0][~hidden] == 4).all() and (source[0][hidden] == 3).all()


def test_median_and_medoid_of_numbers_that_one_knows():
    values = np.array([1.0, 9.0, 2.0, 4.0], np.float32).reshape(4, 1, 1, 1)
    clear = np.array([True, True, True, False]).reshape(4, 1, 1)
    assert compositing.median(values, clear).item() == 2
    assert compositing.nearest_to(compositing.median(values, clear), values, clear).item() == 2
    assert compositing.median(values, np.ones_like(clear)).item() == 3
    assert compositing.median(values, ~np.ones_like(clear)).item() == 0


def test_bands_may_be_named_where_no_layer_describes_them(series):
    for k in range(5):
        series.options[k] = {'descriptions': ('', '', '', '')}
    made = compose(series, bands='B04=3,B08=4')[0]
    hidden = series.classes[4][0] == 9
    assert made.shape[0] == 2 and (made[:, ~hidden] == series.clear[4][2:, ~hidden]).all()


def test_radar_of_the_nearest_date_helps_along(series):
    level = series.clear[4][3] / 1e4
    db = np.stack([-16 + 20 * level, -22 + 20 * level]).astype(np.float32)
    sars = tuple(
        write_raster(series.folder / f's1_{day}.tif', values, ('VV', 'VH'), nodata=-9999)
        for day, values in (('20240401', db * 0 - 10), ('20240525', db))
    )
    hidden = series.classes[4][0] == 9
    made, _, _, report = compose(series, sars=sars)
    assert 's1_20240525.tif, 1 day(s)' in ' '.join(report.decisions) and 'and radar' in ' '.join(report.decisions)
    assert np.abs(made.astype(float) - series.clear[4])[:, hidden].mean() < 60


def test_the_first_layers_type_scale_and_grid_are_the_outputs(series):
    series.options[0] = {'origin': (500000.0, 5600000.0)}
    inputs = list(series.inputs)
    inputs[0] = write_raster(
        series.folder / 'float_20240401.tif', (series.cloudy(0) / 1e4).astype(np.float32)[:, :64], BANDS, nodata=-1
    )
    made, _, sigma, report = compose(series, inputs=tuple(inputs))
    kept = series.classes[4][0, :64] != 9
    assert made.dtype == np.float32 and made.shape == (4, 64, 96)
    assert np.abs(made * 1e4 - series.clear[4][:, :64])[:, kept].max() < 0.01 and sigma.max() < 1
    assert 'The result is in the scale of layer 1' in ' '.join(report.decisions)


def test_an_extent_is_cut_on_the_first_layers_pixels(series):
    made, source, _, _ = compose(series, extent=(500100.0, 5599500.0, 500600.0, 5599900.0))
    kept = source[0] == 5
    assert made.shape == (4, 40, 50) and (made[:, kept] == series.clear[4][:, 10:50, 10:60][:, kept]).all()


@pytest.mark.parametrize('method', ['regression', 'median', 'lastclear'])
def test_the_tile_size_does_not_change_the_picture(tmp_path, method, monkeypatch):
    series = make_series(tmp_path, size=400)
    for classes in series.classes:
        classes[:, 180:260, 100:330] = 9  # hidden on every date, across tiles
    request = {'inputs': series.inputs, 'masks': series.masks, 'method': method}
    made = []
    for size, strip in ((224, 10**6), (512, 10**9)):
        monkeypatch.setattr(estimates, 'STRIP_BYTES', strip)
        paths = [str(tmp_path / f'{size}_{role}.tif') for role in ('output', 'source', 'uncertainty')]
        CloudFreeComposite(**request, output=paths[0], source=paths[1], uncertainty=paths[2], tile_size=size).run()
        made.append([read(path).astype(float) for path in paths])
    assert np.abs(made[0][0] - made[1][0]).max() <= 2
    assert (made[0][1] == made[1][1]).all() and np.abs(made[0][2] - made[1][2]).max() < 1


def test_thirty_dates_work(series):
    days = [f'2024-{month:02d}-{day:02d}' for month in range(1, 11) for day in (1, 11, 21)]
    series.clear, series.classes = (6 * values for values in (series.clear, series.classes))
    series.days = tuple(days)
    for method in ('regression', 'median'):
        made, source, _, _ = compose(series, method=method)
        assert made.max() < 5000 and source[1].max() <= 30
    assert (compose(series)[0][:, series.classes[29][0] != 9] == series.clear[29][:, series.classes[29][0] != 9]).all()


@pytest.mark.parametrize(
    ('change', 'words'),
    [
        ({'method': 'magic'}, 'METHOD "magic" is unknown'),
        ({'bands': 'B02=9'}, 'BANDS'),
        ({'fill': 'magic'}, 'FILL'),
        ({'hide': 'all'}, 'HIDE'),
        ({'mask_type': 'x'}, 'MASK_TYPE'),
        ({'dates': '2024-01-01'}, 'DATES names 1'),
        ({'target_date': 'today'}, 'TARGET_DATE "today" is no date'),
        ({'extent': (0.0, 0.0, 10.0, 10.0)}, 'EXTENT'),
    ],
)
def test_parameters_that_make_no_sense_are_refused(series, change, words):
    with pytest.raises(InputError, match=words):
        compose(series, **change)
    assert not (series.folder / 'output.tif').exists() and not list(series.folder.glob('.*'))


def test_bands_that_one_date_lacks_are_told(series):
    series.options[2] = {'descriptions': ('B02', 'B03', 'B04', 'B8A')}
    decisions = compose(series)[3].decisions
    assert 'Bands that not all layers have are left out: B08 (not in 3).' in decisions


def test_dates_that_are_all_hidden_are_refused_with_a_remedy(series):
    for classes in series.classes:
        classes[:] = 9
    with pytest.raises(InputError, match='hide every pixel of every date'):
        compose(series)


def test_a_cancel_in_the_middle_leaves_nothing(series):
    calls = []

    def cancelled():
        calls.append(1)
        return len(calls) > 3

    request = CloudFreeComposite(series.inputs, series.masks, str(series.folder / 'out.tif'))
    with pytest.raises(Cancelled):
        request.run(cancelled=cancelled)
    assert not Path(series.folder / 'out.tif').exists() and not list(series.folder.glob('.*'))


def test_covariates_join_the_other_dates_and_noise_is_left_out(series):
    rng = np.random.default_rng(3)
    path = write_raster(
        series.folder / 'noise.tif', rng.normal(size=(20, *series.clear[0].shape[1:])).astype(np.float32)
    )
    plain, *_ = compose(series)
    made, *_, report = compose(series, covariates=(path,))
    told = ' '.join(report.decisions)
    assert 'COVARIATES 1 (noise.tif) does not help on clear pixels that were held back and is left out.' in told
    assert np.abs(plain.astype(int) - made).max() <= 1


def test_the_residual_is_kriged_in_small_images(series, monkeypatch):
    hidden, errors = series.classes[4][0] == 9, []
    for pays in (True, False):
        monkeypatch.setattr(request, 'pays', lambda _, pays=pays: pays)
        made, *_, report = compose(series)
        errors.append(np.abs(made.astype(int) - series.clear[4])[:, hidden].mean())
        assert f'its residual goes by {"kriging" if pays else "push-pull"}' in ' '.join(report.decisions)
    assert errors[0] < errors[1]
