"""Search: pages as each provider links them, and ends where there is none."""

from __future__ import annotations

from datetime import date

import pytest

from sar2optical_qgis.core.catalog.catalogs import open_catalogs
from sar2optical_qgis.core.catalog.scenes import optical_scenes, radar_scenes
from sar2optical_qgis.core.catalog.search import Found, Query, search
from sar2optical_qgis.core.catalog.service import HttpError, Patience, Service
from sar2optical_qgis.core.errors import InputError, NetworkError
from tests.core.catalog.conftest import CATALOGS
from tests.stac_archive import DAYS, GRD_ONLY

SPRING, AUTUMN = date(2024, 5, 1), date(2024, 9, 30)


def found_in(server, asker, name):
    (catalog,) = open_catalogs(server.url + CATALOGS[name], asker)
    found = Found()
    catalog.optical(server.service.archive.bbox, SPRING, AUTUMN, found)
    catalog.radar(server.service.archive.bbox, SPRING, AUTUMN, found)
    return found


@pytest.mark.parametrize('name', CATALOGS)
def test_all_pages_of_every_provider_are_followed(server, asker, name):
    found = found_in(server, asker, name)
    scenes = optical_scenes(found.items.values(), server.service.archive.bbox)
    assert [scene.day for scene in scenes] == list(DAYS)
    assert all(len(scene.items) == 2 for scene in scenes)  # two granules, each once
    assert found.notes == []


def test_a_pass_that_is_there_terrain_corrected_is_not_taken_as_grd_too(server, asker):
    scenes = radar_scenes(found_in(server, asker, 'planetary-computer').items.values(), server.service.archive.bbox)
    assert [scene.day for scene in scenes if scene.is_grd] == [GRD_ONLY]
    assert scenes[0].name == 's1_2024-06-14_d066'


def test_the_collection_that_is_asked_first_goes_first_and_gaps_in_it_are_filled(server, asker):
    found = found_in(server, asker, 'earth-search')
    scenes = optical_scenes(found.items.values(), server.service.archive.bbox)
    collections = [{item.collection for item in scene.items} for scene in scenes]
    assert collections == [{'sentinel-2-l2a'}] + [{'sentinel-2-c1-l2a'}] * (len(DAYS) - 1)


def test_pages_that_link_to_themselves_come_to_an_end_and_are_told(server, asker):
    server.service.endless = True
    found = found_in(server, asker, 'planetary-computer')
    assert 'repeat themselves' in found.notes[0] and server.service.count('/pc/api/stac/v1/search') < 10


def page(number, more=True, count=2):
    features = [{'id': f'{number}-{k}', 'assets': {}} for k in range(count)]
    links = [{'rel': 'next', 'method': 'POST', 'href': 'search', 'merge': True, 'body': {'token': number}}]
    return {'features': features, 'links': links if more else []}


def answers(pages):
    import json

    asked = []

    def fetch(url, body):
        asked.append(json.loads(body))
        answer = pages[len(asked) - 1]
        if isinstance(answer, Exception):
            raise answer
        return json.dumps(answer).encode()

    return fetch, asked


QUERY = Query('c', (1.0, 2.0, 3.0, 4.0), SPRING, AUTUMN)
IMPATIENT = Patience(attempts=2, pause_s=0.0)


def test_a_body_that_is_to_be_merged_repeats_the_question():
    fetch, asked = answers([page(1), page(2, more=False)])
    search(Service(fetch, IMPATIENT), 'http://x/v1', QUERY, 10, Found())
    assert asked[1] == {**asked[0], 'token': 1}
    assert asked[0]['datetime'] == '2024-05-01T00:00:00Z/2024-09-30T23:59:59Z'


def test_an_empty_page_is_the_end():
    fetch, asked = answers([page(1), page(2, count=0), page(3)])
    search(Service(fetch, IMPATIENT), 'http://x/v1', QUERY, 10, Found())
    assert len(asked) == 2


def test_a_full_page_without_a_link_is_told():
    found = Found()
    search(Service(answers([page(1, more=False, count=10)])[0], IMPATIENT), 'http://x/v1', QUERY, 10, found)
    assert 'may be cut off' in found.notes[0]


def test_a_later_page_that_fails_is_told_and_what_came_is_kept():
    found = Found()
    search(Service(answers([page(1), HttpError(404)])[0], IMPATIENT), 'http://x/v1', QUERY, 10, found)
    assert 'may be cut off after 2 items' in found.notes[0]


def test_a_first_page_that_fails_is_an_error():
    with pytest.raises(NetworkError, match='x is out of order'):
        search(Service(answers([HttpError(502)] * 2)[0], IMPATIENT), 'http://x/v1', QUERY, 10, Found())


@pytest.mark.parametrize(
    ('text', 'words'),
    [('', 'CATALOG is empty'), ('no-such-one', 'is unknown'), ('/no/such/folder', 'is unknown')],
)
def test_a_catalogue_that_is_none_is_told(asker, text, words):
    with pytest.raises(InputError, match=words):
        open_catalogs(text, asker)


def test_a_folder_without_items_is_told(asker, tmp_path):
    with pytest.raises(InputError, match='no STAC item'):
        open_catalogs(str(tmp_path), asker)


def test_earth_search_takes_radar_from_the_planetary_computer(asker):
    assert [catalog.provider.name for catalog in open_catalogs('earth-search', asker)] == [
        'earth-search', 'planetary-computer',
    ]  # fmt: skip
