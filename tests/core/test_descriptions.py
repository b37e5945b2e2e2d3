"""The descriptions of the tasks fit the requests that they stand for."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest

from sar2optical_qgis.core.assess.description import DESCRIPTION as ASSESS
from sar2optical_qgis.core.composite.description import DESCRIPTION as COMPOSITE
from sar2optical_qgis.core.remove_clouds.description import DESCRIPTION as REMOVE_CLOUDS
from sar2optical_qgis.core.sar_to_optical.description import DESCRIPTION as SAR_TO_OPTICAL


@pytest.fixture(params=[SAR_TO_OPTICAL, REMOVE_CLOUDS, COMPOSITE, ASSESS], ids=lambda told: told.id)
def told(request):
    return request.param


def test_every_parameter_is_a_field_of_the_request_and_has_its_default(told):
    known = {field.name: field.default for field in fields(told.request)}
    for part in told.parameters:
        assert part.field in known, part.id
        if known[part.field] is not MISSING:
            assert part.default == known[part.field], part.id
        assert part.kind != 'choice' or part.default in part.choices
        assert part.kind not in ('raster', 'rasters') or part.remedy


def test_every_field_of_the_request_can_be_reached(told):
    named = {part.field for part in (*told.parameters, *told.outputs)}
    assert {field.name for field in fields(told.request)} - named <= {
        'decisions',
        'is_mask_found',
        'finer',
    }  # by who asks


def test_ids_are_told_once(told):
    ids = [part.id for part in told.parameters], [part.id for part in told.outputs]
    assert all(len(names) == len(set(names)) for names in ids)
    assert told.parameter(ids[0][0]) is told.parameters[0] and told.parameter('NONE') is None
