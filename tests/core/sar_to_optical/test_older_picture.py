"""What of an older picture still holds: its planes, its dates, and the choice of the model that ships."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from osgeo import osr

from sar2optical_qgis.core.model.card import CANDIDATES
from sar2optical_qgis.core.model.registry import shipped_models
from sar2optical_qgis.core.raster.grid import Grid
from sar2optical_qgis.core.sar_to_optical.older_picture import CHANNELS, TASK, Seasons, is_southern


def test_half_a_year_on_the_other_hemisphere_is_the_same_season():
    north = Seasons(date(2021, 1, 10), date(2021, 7, 11)).planes()
    south = Seasons(date(2021, 7, 11), date(2021, 1, 10), is_southern=True).planes()
    assert all(north[key] == pytest.approx(south[key], abs=0.02) for key in north)


def test_without_a_date_nothing_is_said_of_the_season():
    assert set(Seasons(None, date(2021, 1, 1)).planes().values()) == {0.0}


@pytest.mark.parametrize(('north', 'expected'), [(5_600_000.0, False), (-2_000_000.0, True)])
def test_the_hemisphere_is_the_grids(north, expected):
    mercator = osr.SpatialReference()
    mercator.ImportFromEPSG(3857)
    assert is_southern(Grid(mercator.ExportToWkt(), (500_000.0, 10.0, 0.0, north, 0.0, -10.0), 100, 100)) is expected
    assert not is_southern(Grid('', (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), 100, 100))


def test_the_shipped_model_asks_for_planes_that_are_made():
    (model,) = (m for m in shipped_models() if m.card.task == TASK)
    assert model.card.channels == CHANNELS and model.card.outputs['shares'] == len(CANDIDATES)


def planes(**given):
    """Flat input of one picture, all bands of a kind alike, 64 x 64."""
    made = np.zeros((1, len(CHANNELS), 64, 64), np.float32)
    for name, value in given.items():
        for k, channel in enumerate(CHANNELS):
            if channel == name or channel.rsplit('_', 1)[0] == name:
                made[0, k] = value
    return made


def chosen(x):
    onnxruntime = pytest.importorskip('onnxruntime')
    (model,) = (m for m in shipped_models() if m.card.task == TASK)
    session = onnxruntime.InferenceSession(model.read(), providers=['CPUExecutionProvider'])
    return session.run(['mean', 'sigma', 'shares'], {'input': x})


def test_where_there_is_no_older_picture_it_is_not_chosen():
    _, sigma, shares = chosen(planes(fitted=0.4, likely=0.4, mean=0.4))
    assert shares[0, 0].max() < 1e-3 and (sigma > 0).all()


def test_where_all_agree_the_older_picture_stays():
    same = dict.fromkeys(('older', 'fitted', 'likely', 'mean'), 0.4)
    mean, _, shares = chosen(planes(**same, has_older=1.0, has_vv=1.0, fit_error=0.05))
    assert np.abs(mean - 0.4).max() < 0.1 and shares[0, 0].mean() > 0.3


def test_water_where_the_older_picture_has_fields_is_shown_and_dark_sand_is_not():
    seen = {'has_older': 1.0, 'has_vv': 1.0, 'has_vh': 1.0, 'fit_error': 0.05, 'sigma': 0.1, 'vv': -0.6, 'vh': -1.2}
    flooded = planes(**seen, older=0.4, fitted=0.2, likely=0.2, mean=0.2, cover_water=0.95, odd=-4.0)
    _, _, shares = chosen(flooded)
    assert shares[0, 0].max() < 0.1
    sand = planes(**seen, older=0.6, fitted=0.6, likely=0.2, mean=0.3, cover_water=0.5)
    assert chosen(sand)[2][0, 0].min() > 0.9
