"""One place for all odd files, and what the algorithms make of its plain ones."""

from __future__ import annotations

import pytest

from tests.core.conftest import make_place
from tests.core.odd.files import PLAIN, SIZE
from tests.core.odd.runs import clean, compose, optical, reflectance
from tests.makers import read


@pytest.fixture(scope='package')
def place(tmp_path_factory):
    return make_place(tmp_path_factory.mktemp('odd'), SIZE)


@pytest.fixture(scope='package')
def models(sar_model, cloud_model):
    return {'sar': sar_model, 'clouds': cloud_model}


@pytest.fixture(scope='package')
def plain(place):
    """(reflectance, mask, reflectance of the composite) of the plain files."""
    image = optical(place, PLAIN)
    out, generated, _ = clean(place, image)
    composed, _ = compose(place, image, place.scl, PLAIN)
    return reflectance(out, PLAIN), read(generated)[0], reflectance(composed, PLAIN)
