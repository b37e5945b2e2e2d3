"""The offset of -1000: once, or not at all."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sar2optical_qgis.core.catalog.offset import offset_of

DAY = date(2024, 5, 1)
PRODUCT = {'raster:bands': [{'scale': 0.0001, 'offset': -0.1}]}


@pytest.mark.parametrize(
    ('properties', 'asset', 'baseline', 'day', 'value', 'is_sure'),
    [
        ({'earthsearch:boa_offset_applied': True}, PRODUCT, '05.10', DAY, 0, True),
        ({'earthsearch:boa_offset_applied': False}, PRODUCT, '05.10', DAY, -1000, False),
        ({'earthsearch:boa_offset_applied': False}, {}, '03.00', date(2021, 5, 1), 0, True),
        ({}, PRODUCT, '05.10', DAY, -1000, True),
        ({}, {'raster:scale': 0.0001, 'raster:offset': -0.1}, '05.10', DAY, -1000, True),
        ({}, {'raster:bands': [{'scale': 0.0001, 'offset': 0}]}, '03.01', date(2020, 5, 1), 0, True),
        ({}, {}, '05.10', date(2019, 5, 1), -1000, True),  # an older date, processed anew
        ({}, {}, '03.01', date(2022, 1, 20), 0, True),
        ({}, {}, '', DAY, -1000, False),
        ({}, {}, '', date(2021, 5, 1), 0, False),
    ],
)
def test_each_provider_tells_its_offset_in_its_own_way(properties, asset, baseline, day, value, is_sure):
    found = offset_of(properties, asset, baseline, day)
    assert (found.value, found.is_sure) == (value, is_sure)


def test_a_doubtful_offset_is_dropped_where_the_numbers_rule_it_out():
    doubtful = offset_of({'earthsearch:boa_offset_applied': False}, PRODUCT, '05.10', DAY)
    assert doubtful.checked(np.full(1000, 400)).value == 0
    assert doubtful.checked(np.full(1000, 1400)).value == -1000
    assert '100%' in doubtful.checked(np.full(1000, 400)).why


def test_a_sure_offset_is_not_doubted_for_dark_water():
    sure = offset_of({}, PRODUCT, '05.10', DAY)
    assert sure.checked(np.full(1000, 400)).value == -1000
