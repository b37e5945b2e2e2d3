"""Plan: which ways what was found leaves open, the likely best first."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from sar2optical_qgis.core.catalog.item import OPTICAL, RTC, Asset, Item
from sar2optical_qgis.core.catalog.scenes import Scene
from sar2optical_qgis.core.picture_of_place.plan import change_after, open_ways, rivals

DAY = date(2024, 7, 25)
BOX = (9.0, 48.0, 9.1, 48.1)


def scene(days, cloud=None, seen=1.0):
    """A date some days from DAY; without cloud it is a radar pass."""
    day = DAY + timedelta(days)
    kind = RTC if cloud is None else OPTICAL
    time = datetime(day.year, day.month, day.day, 10, tzinfo=timezone.utc)
    return Scene(day, (Item(f'{kind}{day}', 'c', kind, time, BOX, 32632, {'VV': Asset('x')}),), cloud, seen)


def ways(optical, radar=()):
    return [way.name for way in open_ways([scene(*each) for each in optical], [scene(days) for days in radar], DAY)]


def test_a_clear_image_of_the_day_has_no_rival():
    found = open_ways([scene(0, 0.01), scene(-5, 0.5), scene(-10, 0.0)], [scene(-1)], DAY)
    assert [way.name for way in rivals(found)] == ['optical'] and found[0].error == 0.0


def test_a_partly_cloudy_day_goes_before_a_clear_one_that_is_not_the_day():
    found = open_ways([scene(0, 0.3), scene(-3, 0.0)], [scene(-1)], DAY)
    assert found[0].name in ('clouds', 'composite') and found[0].scene.day == DAY


def test_both_ways_under_a_partly_cloudy_day_are_tried():
    found = open_ways([scene(0, 0.3), scene(-5, 0.1), scene(-10, 0.6)], [scene(-1)], DAY)
    assert {'clouds', 'composite'} <= {way.name for way in rivals(found)}


def test_where_all_is_under_cloud_only_radar_is_open():
    assert ways([(0, 1.0), (-5, 0.95)], [-1]) == ['radar']


def test_a_lonely_image_has_no_composite():
    assert ways([(0, 0.4)]) == ['clouds']


def test_an_image_that_shows_half_of_the_place_is_not_clear():
    assert ways([(0, 0.0, 0.5)]) == ['clouds']


def test_the_dates_of_a_composite_hold_the_target_and_are_few():
    found = open_ways([scene(0, 0.3), *(scene(-k, 0.1) for k in range(2, 20))], [], DAY)
    way = next(way for way in found if way.name == 'composite')
    assert len(way.series) == 8 and DAY in [s.day for s in way.series]
    assert [s.day for s in way.series] == sorted(s.day for s in way.series)


def test_without_anything_no_way_is_open():
    assert ways([]) == []


@pytest.mark.parametrize(('nearer', 'farther'), [(0, 1), (5, 30), (30, 60)])
def test_a_place_changes_more_in_more_days(nearer, farther):
    assert change_after(nearer) < change_after(farther)
    assert change_after(farther) == change_after(-farther)
