"""REFERENCE of cloud removal: a clear layer of another date teaches what lies under the cloud."""

from __future__ import annotations

import numpy as np

from tests.core.conftest import TEN
from tests.core.runs import clean


def test_an_older_clear_image_teaches_what_lies_under_the_cloud(place):
    older = (place.clear * 0.7 + 300 + np.random.default_rng(9).normal(0, 40, place.clear.shape)).astype(np.uint16)
    older[:, 60:80, 60:80] = 2500  # a field that has changed since
    reference = place.write('older.tif', older[:, ::2, ::2], TEN, nodata=0, pixel=20.0)
    made, mask, report = clean(place, reference=reference)
    without, _, _ = clean(place)
    hidden = mask == 1
    errors = [np.abs(m.astype(int) - place.clear)[:, hidden].mean() for m in (made, without)]
    assert errors[0] < 0.5 * errors[1] and 'REFERENCE' in ' '.join(report.decisions)


def test_where_the_older_image_has_no_data_the_rest_still_works(place):
    older = place.clear.copy()
    older[:, 50:75] = 0
    made, mask, _ = clean(place, reference=place.write('older.tif', older, TEN, nodata=0), sar=place.s1)
    hidden = mask == 1
    error = np.abs(made.astype(int) - place.clear).mean(axis=0)
    assert error[hidden & (older[0] > 0)].mean() < 40 and error[hidden & (older[0] == 0)].mean() < 700


def test_an_older_stack_with_a_band_without_any_data_teaches_by_the_others(place):
    eleven = np.concatenate([place.clear / 1e4, np.full((1, 160, 160), np.nan)]).astype(np.float32)  # B10
    made, mask, report = clean(place, reference=place.write('older.tif', eleven, (*TEN, 'B10')))
    assert np.abs(made.astype(int) - place.clear)[:, mask == 1].mean() < 40
    assert 'REFERENCE: 10 band(s)' in ' '.join(report.decisions)
