"""The cloud-free composite through the engine: methods, sources, uncertainty, tiles, and what cannot be done."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core import compositing, estimates
from sar2optical_qgis.core.composite import METHODS, CloudFreeComposite
from sar2optical_qgis.core.errors import Cancelled, InputError, ModelError
from sar2optical_qgis.core.otherdates import OtherDates
from sar2optical_qgis.core.sentinel2 import CloudyImage
from tests.core.series_place import BANDS, make_series, write_series_model
from tests.makers import read, write_raster


@pytest.fixture
def place(tmp_path):
    return make_series(tmp_path)


def compose(place, **options):
    """Output, source and sigma of a composite, and its report."""
    paths = {role: str(place.folder / f'{role}.tif') for role in ('output', 'source', 'uncertainty')}
    request = {'inputs': place.inputs, 'masks': place.masks, 'dilate': 0, **paths}
    if options.get('method') == 'timegate' and 'model' not in options:
        request['model'] = write_series_model(place.folder / 'tiny.onnx')
    report = CloudFreeComposite(**{**request, **options}).run()
    return (*(read(path) for path in paths.values()), report)


def test_regression_keeps_the_target_bit_for_bit_and_halves_the_error_of_the_median(place):
    made, source, sigma, report = compose(place)
    hidden = place.classes[4][0] == 9
    assert made.dtype == np.uint16 and (made[:, ~hidden] == place.clear[4][:, ~hidden]).all()
    assert (source[0][~hidden] == 5).all() and (source[2][~hidden] == 0).all() and (sigma[:, ~hidden] == 0).all()
    median = compose(place, method='median')[0]
    off, usual = (np.abs(m.astype(float) - place.clear[4])[:, hidden].mean() for m in (made, median))
    assert off < 0.5 * usual and report.pixels['generated'] == hidden.sum()
    assert 'with dates 4, 3, 2, 1' in ' '.join(report.decisions)


def test_another_target_date_gives_its_own_picture(place):
    made, source, _, _ = compose(place, target_date='2024-04-11')
    hidden = place.classes[1][0] == 9
    assert (made[:, ~hidden] == place.clear[1][:, ~hidden]).all() and (source[0][~hidden] == 2).all()
    assert np.abs(made.astype(float) - place.clear[1])[:, hidden].mean() < 60
    assert set(np.unique(source[2])) <= {-10, 0, 20, 25, 45}


def test_the_source_tells_date_looks_and_days(place):
    _, source, _, _ = compose(place)
    looks = sum((classes[0] != 9).astype(int) for classes in place.classes)
    assert (source[1] == looks).all()
    days = np.array([0, -55, -45, -25, -20, 0])
    assert (source[2] == days[source[0]]).all()
    dataset = gdal.Open(str(place.folder / 'source.tif'))
    assert [dataset.GetRasterBand(k).GetDescription() for k in (1, 2, 3)] == ['date', 'clear looks', 'days from target']
    assert '5=2024-05-26' in dataset.GetMetadataItem('SAR2OPTICAL_DATES')
    assert dataset.GetMetadataItem('SAR2OPTICAL_SYNTHETIC') == 'YES'


def test_the_uncertainty_fits_the_errors(place):
    made, _, sigma, _ = compose(place)
    hidden = place.classes[4][0] == 9
    error = np.abs(made.astype(float) - place.clear[4])[:, hidden]
    assert 0.3 < error.mean() / sigma[:, hidden].mean() < 2


@pytest.mark.parametrize('method', METHODS)
def test_every_method_gives_a_clean_picture_of_the_inputs_kind(place, method):
    made, source, sigma, report = compose(place, method=method)
    truth = np.stack(place.clear).astype(int)
    assert made.dtype == np.uint16 and made.max() < 5000 and report.pixels['valid'] == 96 * 96
    assert set(np.unique(source[0])) <= {1, 2, 3, 4, 5} and (sigma >= 0).all()
    if method in ('medoid', 'leastcloudy', 'lastclear'):  # measured pixels
        copied = np.take_along_axis(truth, source[0].astype(int)[None, None] - 1, axis=0)[0]
        assert (made == copied).all()


def test_lastclear_takes_the_latest_look_before_the_target_and_leastcloudy_the_clearest_date(place):
    place.classes[2][:] = 4
    source = compose(place, method='leastcloudy')[1]
    assert (source[0] == 3).all()
    source = compose(place, method='lastclear', target_date='2024-05-06')[1]
    hidden = place.classes[3][0] == 9
    assert (source[0][~hidden] == 4).all() and (source[0][hidden] == 3).all()


def test_median_and_medoid_of_numbers_that_one_knows():
    values = np.array([1.0, 9.0, 2.0, 4.0], np.float32).reshape(4, 1, 1, 1)
    clear = np.array([True, True, True, False]).reshape(4, 1, 1)
    assert compositing.median(values, clear).item() == 2
    assert compositing.nearest_to(compositing.median(values, clear), values, clear).item() == 2
    assert compositing.median(values, np.ones_like(clear)).item() == 3
    assert compositing.median(values, ~np.ones_like(clear)).item() == 0


@pytest.mark.parametrize('method', METHODS)
def test_pixels_hidden_on_every_date_are_filled_with_high_uncertainty_or_left_out(place, method):
    for classes in place.classes:
        classes[:, 40:50, 40:50] = 9
    never = np.zeros((96, 96), bool)
    never[40:50, 40:50] = True
    made, source, sigma, report = compose(place, method=method)
    assert (source[0][never] == 0).all() and (source[1][never] == 0).all() and (source[2][never] == 0).all()
    assert (made[:, never] > 0).all() and made[:, never].max() < 5000
    spread = np.stack(place.clear)[:, 3].std()
    assert sigma[3, never].min() > 0.5 * spread and report.pixels['never seen'] == 100
    assert 'hidden on every date' in ' '.join(report.decisions)
    made, source, sigma, _ = compose(place, method=method, fill='nodata')
    assert (made[:, never] == 0).all() and (source[:, never] == -32768).all() and (sigma[:, never] == -9999).all()


def test_a_target_that_is_wholly_hidden_falls_back_to_the_median_and_says_so(place):
    place.classes[4][:] = 9
    made, _, _, report = compose(place)
    assert (made == compose(place, method='median')[0]).all()
    assert 'METHOD median takes the place of regression' in ' '.join(report.decisions)


def test_dates_that_are_wholly_hidden_are_not_read(place, monkeypatch):
    place.classes[2][:] = 9
    seen, original = [], CloudyImage.read
    model = write_series_model(place.folder / 'tiny.onnx')

    def counted(image, *window):
        seen.append(image.raster.name)
        return original(image, *window)

    inputs, masks = place.inputs, place.masks
    CloudFreeComposite(inputs, masks, str(place.folder / 'o.tif'), s2_offset='none').run()
    monkeypatch.setattr(CloudyImage, 'read', counted)
    for method in METHODS:
        options = {'model': model} if method == 'timegate' else {}
        CloudFreeComposite(inputs, masks, str(place.folder / 'o.tif'), s2_offset='none', method=method, **options).run()
    assert 's2_2024-05-06.tif' in seen and 's2_2024-05-01.tif' not in seen


@pytest.mark.parametrize('method', METHODS)
def test_a_date_is_read_in_no_window_in_which_its_mask_hides_all(tmp_path, monkeypatch, method):
    place = make_series(tmp_path, size=600)
    place.classes[2][..., :300] = 9
    place.classes[3][:, 300:] = 9
    read_as_before, read_where, in_vain = CloudyImage.read, {}, []

    def counted(image, *window):
        read_where.setdefault(image.raster.name, set()).add(window)
        if image.read_mask(*window).all():
            in_vain.append((image.raster.name, window))
        return read_as_before(image, *window)

    options = {'model': write_series_model(tmp_path / 'tiny.onnx')} if method == 'timegate' else {}
    request = CloudFreeComposite(
        place.inputs, place.masks, str(tmp_path / 'o.tif'), s2_offset='none', method=method, tile_size=256, **options
    )
    monkeypatch.setattr(CloudyImage, 'read', counted)
    request.run()
    assert not [name for name, _ in in_vain if name != 's2_2024-05-26.tif']  # the target's raw pixels are its own
    assert read_where['s2_2024-05-01.tif'] and all(
        col + width > 300 for _, col, _, width in read_where['s2_2024-05-01.tif']
    )


def test_spare_dates_speak_only_where_all_chosen_ones_are_hidden():
    rng = np.random.default_rng(1)
    values = rng.uniform(0.1, 0.4, (8, 2, 400)).astype(np.float32)
    values[7] = values[0] * 1.5
    others = OtherDates(values, np.ones((8, 400), bool), 0, [1, 2, 3, 4, 5, 6, 7])
    assert others.chosen == (1, 2, 3, 4, 5) and others.spare == (6, 7)
    flat = {k: v[:, None] for k, v in enumerate(values)}
    here = {k: np.ones((1, 400), bool) for k in (1, 2)}
    with_spare = {**here, 6: np.ones((1, 400), bool)}
    assert (others.covariates(flat, here)[0] == others.covariates(flat, with_spare)[0]).all()
    assert others.covariates(flat, {6: with_spare[6]})[1].all()


def test_dates_that_are_never_clear_together_still_teach_each_for_itself():
    values = np.random.default_rng(2).uniform(0.1, 0.4, (3, 2, 400)).astype(np.float32)
    clear = np.ones((3, 400), bool)
    clear[1, 200:], clear[2, :200] = False, False
    others = OtherDates(values, clear, 0, [1, 2])
    flat, seen = {k: values[k][:, None] for k in (1, 2)}, {k: clear[k][None] for k in (1, 2)}
    planes, known = others.covariates(flat, seen)
    assert others.chosen == (1, 2) and known.all()
    assert (planes[:2, 0, :200] == values[1][:, :200]).all()
    assert np.allclose(planes[:2, 0, 200:], values[1][:, :200].mean(axis=1, keepdims=True))


def test_a_target_without_data_beyond_its_swath_is_completed_from_the_other_dates(place):
    place.clear[4][:, :, :20] = 0
    place.classes[4][:, :, :20] = 0
    truth = make_series(place.folder).clear[4]
    made, _, _, report = compose(place)
    assert report.pixels['valid'] == 96 * 96
    assert np.abs(made.astype(float) - truth)[:, :, :20].mean() < 100


def test_no_data_on_any_date_stays_no_data(place):
    for k in range(5):
        place.clear[k][:, :7] = 0
        place.classes[k][:, :7] = 0
    for method in METHODS:
        made, source, sigma, _ = compose(place, method=method)
        assert (made[:, :7] == 0).all() and (source[:, :7] == -32768).all() and (sigma[:, :7] == -9999).all(), method
        assert (made[:, 8:] > 0).all(), method


def test_timegate_hands_the_regression_to_its_network_and_writes_the_model_into_every_output(place):
    plain, _, doubt, _ = compose(place)
    model = write_series_model(place.folder / 'more.onnx', 0.03, 'brighter')
    made, source, sigma, report = compose(place, method='timegate', model=model)
    hidden = place.classes[4][0] == 9
    assert (made[:, ~hidden] == place.clear[4][:, ~hidden]).all() and (source[0][~hidden] == 5).all()
    assert np.abs(made[:, hidden].astype(int) - plain[:, hidden] - 300).max() <= 1
    assert np.allclose(sigma[:, hidden], 500) and (sigma[:, ~hidden] == 0).all() and doubt[:, hidden].max() < 400
    assert report.model == 'brighter' and 'weighs dates 4, 3, 2, 1' in ' '.join(report.decisions)
    for role in ('output', 'source', 'uncertainty'):
        metadata = gdal.Open(str(place.folder / f'{role}.tif')).GetMetadata()
        assert metadata['SAR2OPTICAL_MODEL_SHA256'] == report.model_sha256 and metadata['SAR2OPTICAL_DEVICE'] == 'cpu'


def test_timegate_goes_on_with_the_median_where_the_target_is_wholly_hidden(place):
    place.classes[4][:] = 9
    made = compose(place, method='timegate')[0]
    assert np.abs(made.astype(int) - compose(place, method='median')[0]).max() <= 1


def test_a_band_that_the_network_does_not_know_stays_as_the_fit_has_it(place):
    for k in range(5):
        place.options[k] = {'descriptions': ('B02', 'B03', 'B04', 'B09')}
    model = write_series_model(place.folder / 'more.onnx', 0.03)
    plain, (made, _, _, report) = compose(place)[0], compose(place, method='timegate', model=model)
    hidden = place.classes[4][0] == 9
    assert np.abs(made[:, hidden].astype(int) - plain[:, hidden] - 300)[:3].max() <= 1
    assert (made[3] == plain[3]).all() and 'B09' in ' '.join(report.decisions)


def test_a_model_that_is_not_of_series_or_bands_that_no_network_knows_are_refused(place, cloud_model, sar_model):
    for model in (cloud_model, sar_model):
        with pytest.raises(ModelError, match='not for series'):
            compose(place, method='timegate', model=model)
    other = write_series_model(place.folder / 'other.onnx', channels=('clear', 'days', 'vv'))
    with pytest.raises(ModelError, match='other input planes'):
        compose(place, method='timegate', model=other)
    for k in range(5):
        place.options[k] = {'descriptions': ('B05', 'B06', 'B07', 'B11')}
    with pytest.raises(InputError, match='METHOD regression, which works with any bands'):
        compose(place, method='timegate')
    assert not (place.folder / 'output.tif').exists()


def test_bands_may_be_named_where_no_layer_describes_them(place):
    for k in range(5):
        place.options[k] = {'descriptions': ('', '', '', '')}
    made = compose(place, bands='B04=3,B08=4')[0]
    hidden = place.classes[4][0] == 9
    assert made.shape[0] == 2 and (made[:, ~hidden] == place.clear[4][2:, ~hidden]).all()


def test_radar_of_the_nearest_date_helps_along(place):
    level = place.clear[4][3] / 1e4
    db = np.stack([-16 + 20 * level, -22 + 20 * level]).astype(np.float32)
    sars = tuple(
        write_raster(place.folder / f's1_{day}.tif', values, ('VV', 'VH'), nodata=-9999)
        for day, values in (('20240401', db * 0 - 10), ('20240525', db))
    )
    hidden = place.classes[4][0] == 9
    made, _, _, report = compose(place, sars=sars)
    assert 's1_20240525.tif, 1 day(s)' in ' '.join(report.decisions) and 'and radar' in ' '.join(report.decisions)
    assert np.abs(made.astype(float) - place.clear[4])[:, hidden].mean() < 60


def test_the_first_layers_type_scale_and_grid_are_the_outputs(place):
    place.options[0] = {'origin': (500000.0, 5600000.0)}
    inputs = list(place.inputs)
    inputs[0] = write_raster(
        place.folder / 'float_20240401.tif', (place.cloudy(0) / 1e4).astype(np.float32)[:, :64], BANDS, nodata=-1
    )
    made, _, sigma, report = compose(place, inputs=tuple(inputs))
    kept = place.classes[4][0, :64] != 9
    assert made.dtype == np.float32 and made.shape == (4, 64, 96)
    assert np.abs(made * 1e4 - place.clear[4][:, :64])[:, kept].max() < 0.01 and sigma.max() < 1
    assert 'The result is in the scale of layer 1' in ' '.join(report.decisions)


def test_an_extent_is_cut_on_the_first_layers_pixels(place):
    made, source, _, _ = compose(place, extent=(500100.0, 5599500.0, 500600.0, 5599900.0))
    kept = source[0] == 5
    assert made.shape == (4, 40, 50) and (made[:, kept] == place.clear[4][:, 10:50, 10:60][:, kept]).all()


@pytest.mark.parametrize('method', ['regression', 'median', 'lastclear'])
def test_the_tile_size_does_not_change_the_picture(tmp_path, method, monkeypatch):
    place = make_series(tmp_path, size=400)
    for classes in place.classes:
        classes[:, 180:260, 100:330] = 9  # hidden on every date, across tiles
    request = {'inputs': place.inputs, 'masks': place.masks, 'method': method}
    made = []
    for size, strip in ((224, 10**6), (512, 10**9)):
        monkeypatch.setattr(estimates, 'STRIP_BYTES', strip)
        paths = [str(tmp_path / f'{size}_{role}.tif') for role in ('output', 'source', 'uncertainty')]
        CloudFreeComposite(**request, output=paths[0], source=paths[1], uncertainty=paths[2], tile_size=size).run()
        made.append([read(path).astype(float) for path in paths])
    assert np.abs(made[0][0] - made[1][0]).max() <= 2
    assert (made[0][1] == made[1][1]).all() and np.abs(made[0][2] - made[1][2]).max() < 1


def test_thirty_dates_work(place):
    days = [f'2024-{month:02d}-{day:02d}' for month in range(1, 11) for day in (1, 11, 21)]
    place.clear, place.classes = (6 * values for values in (place.clear, place.classes))
    place.days = tuple(days)
    for method in ('regression', 'median'):
        made, source, _, _ = compose(place, method=method)
        assert made.max() < 5000 and source[1].max() <= 30
    assert (compose(place)[0][:, place.classes[29][0] != 9] == place.clear[29][:, place.classes[29][0] != 9]).all()


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
        ({'masks': ()}, 'SCLS has 0'),
        ({'extent': (0.0, 0.0, 10.0, 10.0)}, 'EXTENT'),
    ],
)
def test_parameters_that_make_no_sense_are_refused(place, change, words):
    with pytest.raises(InputError, match=words):
        compose(place, **change)
    assert not (place.folder / 'output.tif').exists() and not list(place.folder.glob('.*'))


def test_dates_that_are_all_hidden_are_refused_with_a_remedy(place):
    for classes in place.classes:
        classes[:] = 9
    with pytest.raises(InputError, match='hide every pixel of every date'):
        compose(place)


def test_a_cancel_in_the_middle_leaves_nothing(place):
    calls = []

    def cancelled():
        calls.append(1)
        return len(calls) > 3

    request = CloudFreeComposite(place.inputs, place.masks, str(place.folder / 'out.tif'))
    with pytest.raises(Cancelled):
        request.run(cancelled=cancelled)
    assert not Path(place.folder / 'out.tif').exists() and not list(place.folder.glob('.*'))
