"""Scenes and pictures of a place through qgis_process, against a server that answers as the providers do."""

from __future__ import annotations

from pathlib import Path

import pytest
from osgeo import gdal

from tests.stac_archive import NORTH, WEST

EXTENT = f'{WEST + 400},{WEST + 2800},{NORTH - 2600},{NORTH - 400} [EPSG:32632]'
SHAPES = {
    'planetary computer': '{0}/pc/api/stac/v1',
    'earth search, and radar from elsewhere': '{0}/es/v1,{0}/pc/api/stac/v1',
    'any other': '{0}/plain/v1',
    'a static catalogue': '{0}/static/catalog.json',
}


def place(server, tmp_path, **changes):
    given = {
        'EXTENT': EXTENT, 'DATE': '2024-07-25', 'FOLDER': tmp_path / 'scenes',
        'WORLDCOVER': f'{server.url}/worldcover', **changes,
    }  # fmt: skip
    return [f'--{name}={value}' for name, value in given.items()]


@pytest.mark.parametrize('shape', SHAPES)
def test_a_rectangle_and_a_date_become_a_picture(ask, server, tmp_path, shape):
    outputs = {name: tmp_path / f'{name}.tif' for name in ('OUTPUT', 'UNCERTAINTY', 'SOURCE')}
    words = place(server, tmp_path, CATALOG=SHAPES[shape].format(server.url), METHOD='regression', **outputs)
    answer = ask('--json', 'run', 'sar2optical:pictureofplace', *words)
    assert answer.code == 0, answer.errors
    assert answer.results['WAY_USED'] in ('clouds', 'composite') and 'The picture is' in answer.results['HOW']
    assert all(gdal.Open(str(path)).RasterXSize == 240 for path in outputs.values())
    for token in server.service.tokens:
        assert token not in answer.output + answer.errors
    assert 'sig=' not in answer.output + answer.errors


def test_scenes_are_fetched_and_listed(ask, server, tmp_path):
    words = place(server, tmp_path, CATALOG=f'{server.url}/pc/api/stac/v1', WHAT='radar')
    answer = ask('--json', 'run', 'sar2optical:fetchscenes', *words)
    assert answer.code == 0, answer.errors
    assert Path(answer.results['RADAR']).name == 's1_2024-07-20_d066.tif' and Path(answer.results['SCENES']).is_file()


def test_a_service_that_is_not_there_is_one_sentence_and_exit_code_1(ask, server, tmp_path):
    answer = ask('run', 'sar2optical:fetchscenes', *place(server, tmp_path, CATALOG=f'{server.url}/nothing'))
    assert answer.code == 1 and 'has nothing at the address' in answer.errors
    assert 'Traceback' not in answer.errors + answer.output
