"""METHOD timegate: a network on top of the estimate, and when there is none to be had."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError, ModelError
from tests.core.runs import compose
from tests.core.series_place import write_series_model


def test_timegate_hands_the_regression_to_its_network_and_writes_the_model_into_every_output(series):
    plain, _, doubt, _ = compose(series)
    model = write_series_model(series.folder / 'more.onnx', 0.03, 'brighter')
    made, source, sigma, report = compose(series, method='timegate', model=model)
    hidden = series.classes[4][0] == 9
    assert (made[:, ~hidden] == series.clear[4][:, ~hidden]).all() and (source[0][~hidden] == 5).all()
    assert np.abs(made[:, hidden].astype(int) - plain[:, hidden] - 300).max() <= 1
    assert np.allclose(sigma[:, hidden], 500) and (sigma[:, ~hidden] == 0).all() and doubt[:, hidden].max() < 400
    assert report.model == 'brighter' and 'weighs dates 4, 3, 2, 1' in ' '.join(report.decisions)
    for role in ('output', 'source', 'uncertainty'):
        metadata = gdal.Open(str(series.folder / f'{role}.tif')).GetMetadata()
        assert metadata['SAR2OPTICAL_MODEL_SHA256'] == report.model_sha256 and metadata['SAR2OPTICAL_DEVICE'] == 'cpu'


def test_timegate_goes_on_with_the_median_where_the_target_is_wholly_hidden(series):
    series.classes[4][:] = 9
    made = compose(series, method='timegate')[0]
    assert np.abs(made.astype(int) - compose(series, method='median')[0]).max() <= 1


def test_a_band_that_the_network_does_not_know_stays_as_the_fit_has_it(series):
    for k in range(5):
        series.options[k] = {'descriptions': ('B02', 'B03', 'B04', 'B09')}
    model = write_series_model(series.folder / 'more.onnx', 0.03)
    plain, (made, _, _, report) = compose(series)[0], compose(series, method='timegate', model=model)
    hidden = series.classes[4][0] == 9
    assert np.abs(made[:, hidden].astype(int) - plain[:, hidden] - 300)[:3].max() <= 1
    assert (made[3] == plain[3]).all() and 'B09' in ' '.join(report.decisions)


def test_a_model_that_is_not_of_series_or_bands_that_no_network_knows_are_refused(series, cloud_model, sar_model):
    for model in (cloud_model, sar_model):
        with pytest.raises(ModelError, match='not for series'):
            compose(series, method='timegate', model=model)
    other = write_series_model(series.folder / 'other.onnx', channels=('clear', 'days', 'vv'))
    with pytest.raises(ModelError, match='other input planes'):
        compose(series, method='timegate', model=other)
    for k in range(5):
        series.options[k] = {'descriptions': ('B05', 'B06', 'B07', 'B11')}
    with pytest.raises(InputError, match='METHOD regression, which works with any bands'):
        compose(series, method='timegate')
    assert not (series.folder / 'output.tif').exists()
