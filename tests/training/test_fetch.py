"""A training set of a region: pairs that region_*.yaml read, clear, of several places, with real clouds beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sar2optical_qgis.core.catalog.request import FetchScenes
from sar2optical_qgis.core.errors import InputError
from tests.makers import read
from tests.stac_archive import EPSG, NORTH, WEST, reference_of
from training.__main__ import main
from training.data.clouds import MaskBank
from training.data.fetch import HELD_MASK, fetch_region
from training.data.files import split_chips
from training.data.layouts import read_layout


@pytest.fixture
def request_of(server, tmp_path):
    extent = (WEST + 400, NORTH - 2600, WEST + 2800, NORTH - 400)
    return FetchScenes(
        extent, reference_of(EPSG).ExportToWkt(), date(2024, 7, 10), str(tmp_path / 'scenes'), ('series',), 40, 40,
        f'{server.url}/pc/api/stac/v1', 0.9,
    )  # fmt: skip


def test_pairs_are_clear_on_one_grid_and_split_by_place(request_of, tmp_path):
    made = fetch_region(request_of, tmp_path / 'region', chip=64, place_km=1.0)
    chips = read_layout('folder', str(tmp_path / 'region'))
    assert len(chips) == made.pairs > 5 and made.dates == 7
    for chip in chips[:4]:
        s2, s1 = read(chip.s2), read(chip.s1)
        assert s2.shape == (10, 64, 64) and s1.shape == (2, 64, 64)
        assert s2.min() > 0 and np.median(s2) < 4000 and -40 < np.median(s1) < 0
    train, held = split_chips(chips)
    assert not {chip.group for chip in train} & {chip.group for chip in held}


def test_clouds_of_the_region_teach_and_others_are_held_back(request_of, tmp_path):
    made = fetch_region(request_of, tmp_path / 'region', chip=64, place_km=1.0)
    names = [path.name for path in (tmp_path / 'region' / 'masks').iterdir()]
    assert made.masks == len(names) and any(HELD_MASK in name for name in names)
    assert MaskBank(tmp_path / 'region', only=(HELD_MASK,)).planes
    assert MaskBank(tmp_path / 'region', leave_out=(HELD_MASK,)).planes


def test_without_radar_near_any_date_it_is_told(request_of, server, tmp_path):
    alone = replace(request_of, catalog=f'{server.url}/es/v1')
    with pytest.raises(InputError, match='radar within 3 days'):
        fetch_region(alone, tmp_path / 'region')


def test_the_command_line_fetches_what_it_is_told(server, tmp_path, capsys, monkeypatch):
    west, south, east, north = server.service.archive.bbox
    edge = 0.003
    box = [west + edge, south + edge, east - edge, north - edge]
    main(['fetch', '--extent', *map(str, box), '--start', '2024-06-01', '--end', '2024-08-20', '--chip', '64',
          '--place-km', '1', '--catalog', f'{server.url}/pc/api/stac/v1', '--output', str(tmp_path / 'r')])  # fmt: skip
    told = capsys.readouterr().out
    assert 'pairs of' in told and f'--data.init_args.root {tmp_path / "r"}' in told


@pytest.mark.parametrize(
    ('words', 'told'), [(['--end', '2023-01-01'], 'lies before'), (['--end', '2024-08-01', '--chip', '33'], '--chip')]
)
def test_what_cannot_be_is_told(words, told):
    with pytest.raises(InputError, match=told):
        main(['fetch', '--extent', '9', '48', '9.1', '48.1', '--start', '2024-01-01', '--output', 'x', *words])
