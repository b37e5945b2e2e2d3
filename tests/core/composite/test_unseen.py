"""What a composite makes of pixels that the target, or no date at all, shows: filled, or no data."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.composite.request import METHODS
from tests.core.runs import compose
from tests.core.series_place import BANDS, make_series
from tests.makers import write_raster


@pytest.mark.parametrize('method', METHODS)
def test_pixels_hidden_on_every_date_are_filled_with_high_uncertainty_or_left_out(series, method):
    for classes in series.classes:
        classes[:, 40:50, 40:50] = 9
    never = np.zeros((96, 96), bool)
    never[40:50, 40:50] = True
    made, source, sigma, report = compose(series, method=method)
    assert (source[0][never] == 0).all() and (source[1][never] == 0).all() and (source[2][never] == 0).all()
    assert (made[:, never] > 0).all() and made[:, never].max() < 5000
    spread = np.stack(series.clear)[:, 3].std()
    assert sigma[3, never].min() > 0.5 * spread and report.pixels['never seen'] == 100
    assert 'hidden on every date' in ' '.join(report.decisions)
    made, source, sigma, _ = compose(series, method=method, fill='nodata')
    assert (made[:, never] == 0).all() and (source[:, never] == -32768).all() and (sigma[:, never] == -9999).all()


def test_a_target_that_is_wholly_hidden_falls_back_to_the_median_and_says_so(series):
    series.classes[4][:] = 9
    made, _, _, report = compose(series)
    assert (made == compose(series, method='median')[0]).all()
    assert 'METHOD median takes the place of regression' in ' '.join(report.decisions)


def test_a_target_without_data_beyond_its_swath_is_completed_from_the_other_dates(series):
    series.clear[4][:, :, :20] = 0
    series.classes[4][:, :, :20] = 0
    truth = make_series(series.folder).clear[4]
    made, _, _, report = compose(series)
    assert report.pixels['valid'] == 96 * 96
    assert np.abs(made.astype(float) - truth)[:, :, :20].mean() < 100


def test_no_data_on_any_date_stays_no_data(series):
    for k in range(5):
        series.clear[k][:, :7] = 0
        series.classes[k][:, :7] = 0
    for method in METHODS:
        made, source, sigma, _ = compose(series, method=method)
        assert (made[:, :7] == 0).all() and (source[:, :7] == -32768).all() and (sigma[:, :7] == -9999).all(), method
        assert (made[:, 8:] > 0).all(), method


def test_what_is_made_of_black_water_is_not_taken_for_no_data(series):
    inputs = []
    for k, day in enumerate(series.days):
        values = (series.cloudy(k) / 1e4).astype(np.float32)
        values[:3, :, 4:] *= k == 0  # the first layer, whose 0 is no data in the output too, holds none
        inputs.append(write_raster(series.folder / f'f_{day}.tif', values, BANDS, nodata=0 if k == 0 else -1))
    made, *_ = compose(series, inputs=tuple(inputs), method='lastclear')
    hidden = series.classes[4][0] == 9
    hidden[:, :4] = False  # the shore
    assert (made[:, hidden] != 0).all() and made[:3, hidden].max() < 1e-3
