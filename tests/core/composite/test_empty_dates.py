"""Dates of a composite that show nothing."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.errors import InputError
from tests.core.runs import compose


@pytest.mark.parametrize('masked', [True, False])
@pytest.mark.parametrize('empty', [0, 2])
def test_a_date_without_any_data_is_left_out_and_told(series, empty, masked):
    options = {} if masked else {'masks': (), 'mask_type': 'auto'}
    others = [k for k in range(5) if k != empty]
    left = {name: tuple(getattr(series, name)[k] for k in others) for name in ('inputs', 'masks')}
    expected = compose(series, **{**left, **options})
    series.clear[empty][:], series.classes[empty][:] = 0, 4
    made = compose(series, **options)
    assert (made[0] == expected[0]).all() and (made[1] == expected[1]).all()
    told = f'INPUTS {empty + 1} ({series.inputs[empty].rsplit("/", 1)[1]}) hold(s) no data: left out'
    assert any(told in sentence for sentence in made[3].decisions)


@pytest.mark.parametrize('number', [1, 7000, 65535])
def test_a_date_that_holds_one_number_alone_is_left_out_too(series, number):
    expected = compose(series, inputs=series.inputs[:1] + series.inputs[2:], masks=series.masks[:1] + series.masks[2:])
    series.clear[1][:], series.classes[1][:] = number, 4
    made = compose(series)
    assert (made[0] == expected[0]).all()
    assert any('hold(s) no data: left out' in sentence for sentence in made[3].decisions)


def test_days_that_are_given_by_hand_go_with_their_layers(series):
    series.clear[1][:], series.classes[1][:] = 0, 4
    days = ['2024-01-01', '2024-01-11', '2024-02-01', '2024-03-01', '2024-04-01']
    source = compose(series, dates=','.join(days))[1]
    assert set(np.unique(source[2])) <= {0, -31, -60, -91}


def test_one_date_that_is_left_is_too_few(series):
    for k in range(4):
        series.clear[k][:], series.classes[k][:] = 0, 4
    with pytest.raises(InputError, match=r'4 layer\(s\) of INPUTS hold no data. Without them, INPUTS has 1 layer'):
        compose(series)
