"""Fetching: the pixels, on the grid, with names, provenance and no secret; again, it goes on where it ended."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.catalog.access import Access
from sar2optical_qgis.core.catalog.reader import wait_for_left
from sar2optical_qgis.core.errors import Cancelled, InputError, NetworkError
from sar2optical_qgis.core.names import S2_BANDS
from sar2optical_qgis.core.sentinel.dates import date_of
from sar2optical_qgis.core.sentinel.layers import open_layer
from sar2optical_qgis.core.sentinel.processing_baseline import offset_by_name
from sar2optical_qgis.core.sentinel.siblings import find_scl
from tests.core.catalog.conftest import CATALOGS, DAY, QUICK, fetch
from tests.makers import read
from tests.stac_archive import DAYS, OTHER_ZONE, ground, sky_over, truth

HERE = np.s_[:, 40:260, 40:280]  # of the archive: what EXTENT shows
AT_10_M = [0, 1, 2, 6]


def expected(day):
    number = DAYS.index(day)
    values, scl = sky_over(320, number, truth(320, number))
    return np.clip(np.round(values * 10000), 1, 20000)[HERE], scl[20:130, 20:140]


@pytest.mark.parametrize('catalog', CATALOGS)
def test_the_numbers_of_every_provider_come_without_offset_on_one_grid(wanted, server, catalog):
    if catalog == 'copernicus' and gdal.GetDriverByName('JP2OpenJPEG') is None:
        pytest.skip('needs a GDAL that reads JPEG 2000')
    done = wanted(catalog, what=('series',), before=60, max_cloud=0.9).run(fetch)
    assert [scene.day for _, scene, _, _ in done.files] == [day for day in DAYS if day != DAYS[6]]  # all under cloud
    for _, scene, path, mask in done.files:
        if scene.day == OTHER_ZONE[0]:
            continue
        values, scl = expected(scene.day)
        assert np.array_equal(read(path)[AT_10_M], values[AT_10_M])  # 03.01, 05.10, offset taken off or not
        assert np.array_equal(read(mask)[0], scl)


def test_granules_of_two_zones_become_one_picture(wanted):
    done = wanted(what=('series',), before=60).run(fetch)
    path = next(path for _, scene, path, _ in done.files if scene.day == OTHER_ZONE[0])
    values = expected(OTHER_ZONE[0])[0]
    made = read(path).astype(float)
    assert (made > 0).all()
    west = np.abs(made - values)[AT_10_M][..., :160]
    assert west.max() == 0.0 and np.median(np.abs(made - values)[AT_10_M]) < 60  # warped in the east


def test_radar_is_decibels_and_land_cover_has_its_codes(wanted):
    done = wanted(what=('radar', 'landcover')).run(fetch)
    (radar,), (cover,) = done.paths('radar'), done.paths('landcover')
    assert Path(radar).name == 's1_2024-07-20_d066.tif'
    assert np.abs(read(radar) - ground(320)[1][HERE]).mean() < 0.6  # the noise of the pass
    assert (read(cover)[0] == ground(320)[2][40:260, 40:280]).mean() > 0.9  # degrees, by the nearest pixel
    assert open_layer(radar, 'SAR').descriptions == ('VV', 'VH')


def test_a_pass_that_is_there_as_grd_alone_is_calibrated_by_its_own_annotation(wanted, archive):
    done = wanted('copernicus', what=('radar',)).run(fetch)  # which has no other radar
    (path,) = done.paths('radar')
    assert Path(path).name == 's1_2024-07-26_d066.tif' and 'not terrain-corrected' in ' '.join(done.decisions)
    db, real = read(path), ground(320)[1][HERE]
    assert (db > -60).all() and abs(np.median(db - real)) < 0.1
    assert np.corrcoef(db[0].ravel(), real[0].ravel())[0, 1] > 0.9  # bilinear, through control points
    assert 'GRD' in gdal.Open(path).GetMetadataItem('SAR2OPTICAL_RADAR')


def test_terrain_corrected_radar_of_the_next_catalogue_goes_before_grd(wanted, server):
    request = wanted('copernicus', what=('radar',))
    done = replace(request, catalog=f'{request.catalog},{server.url}/pc/api/stac/v1').run(fetch)
    assert Path(done.paths('radar')[0]).name == 's1_2024-07-20_d066.tif'


def test_names_and_metadata_serve_the_other_algorithms(wanted):
    done = wanted(what=('optical', 'series', 'radar'), before=60).run(fetch)
    for _, scene, path, mask in done.files:
        assert date_of(path) == scene.day
        if mask:
            assert find_scl(path) == mask
            assert offset_by_name(open_layer(path, 'INPUT')) is False
            assert open_layer(path, 'INPUT').descriptions == S2_BANDS
            dataset = gdal.Open(path)
            assert dataset.GetMetadataItem('SAR2OPTICAL_LICENCE') == 'Contains modified Copernicus Sentinel data 2024'
            assert 'S2A_MSIL2A' in dataset.GetMetadataItem('SAR2OPTICAL_ITEMS')


def test_clouds_are_judged_in_the_extent_not_by_the_tile(wanted):
    done = wanted(what=('series',), before=60, max_cloud=1.0).run(fetch, only_list=True)
    told = {line.scene.day: line.scene.cloud for line in done.lines}
    for day in DAYS:
        scl = expected(day)[1]
        assert told[day] == pytest.approx(np.isin(scl, (1, 3, 8, 9, 10)).mean(), abs=0.02)
    assert done.files == []


def test_a_list_alone_writes_nothing(wanted, tmp_path):
    wanted(what=('optical', 'radar', 'landcover')).run(fetch, only_list=True)
    assert list(tmp_path.iterdir()) == []


def test_the_reference_is_a_clear_older_date_and_its_radar_of_the_same_orbit(wanted):
    done = wanted(what=('reference', 'reference-radar')).run(fetch)
    assert [Path(path).name for _, _, path, _ in done.files] == ['s2_2024-06-15.tif', 's1_2024-06-14_d066.tif']


def test_the_second_run_reads_no_pixel(wanted, server):
    request = wanted(what=('optical', 'series', 'radar', 'landcover'), before=60)
    first = request.run(fetch)
    stamps = {path: os.stat(path).st_mtime_ns for _, _, path, _ in first.files}
    before = server.service.bytes_of()
    gdal.VSICurlClearCache()
    again = request.run(fetch)
    assert {path: os.stat(path).st_mtime_ns for _, _, path, _ in again.files} == stamps
    assert server.service.bytes_of() - before < 0.15 * before  # masks alone, to judge them


def test_another_place_in_the_same_folder_has_files_of_its_own(wanted, tmp_path):
    request = wanted(what=('optical',))
    request.run(fetch)
    xmin, ymin, xmax, ymax = request.extent
    wanted(what=('optical',), extent=(xmin, ymin, xmax - 200, ymax)).run(fetch)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_coarser_resolution_reads_overviews(wanted, server):
    done = wanted(what=('optical',), resolution_m=40.0).run(fetch)
    values = read(done.paths('optical')[0])
    assert values.shape == (10, 55, 60)
    exact = expected(DAY)[0].reshape(10, 55, 4, 60, 4).mean(axis=(2, 4))
    assert np.abs(values - exact)[AT_10_M].mean() < 0.02 * exact.mean()


def test_one_token_serves_all_files_of_a_collection(wanted, server):
    wanted(what=('series', 'radar'), before=60).run(fetch)
    assert server.service.count('/pc/api/sas/v1/token/') == 2


def test_a_token_that_expires_on_the_way_is_renewed(wanted, server):
    server.service.token_uses = 150
    done = wanted(what=('series',), before=60).run(fetch)
    assert len(done.files) == 6 and server.service.count('/pc/api/sas/v1/token/') >= 2


def test_no_secret_is_in_a_file_a_name_or_the_log(wanted, server, tmp_path, capfd):
    told = []
    server.service.fault = lambda path, number: '503' if number % 9 == 8 else ''
    wanted(what=('optical', 'radar')).run(fetch, log=told.append)
    kept = b''.join(path.read_bytes() for path in tmp_path.rglob('*') if path.is_file())
    everything = kept + '\n'.join(told).encode() + ''.join(capfd.readouterr()).encode()
    for token in server.service.tokens:
        assert token.encode() not in everything
    assert b'sig=' not in everything and b'testsecret' not in everything and b'/vsicurl' not in everything


def test_a_file_that_is_gone_is_passed_over(wanted, server):
    server.service.fault = lambda path, number: '404' if '2024-07-15_32UPU' in path else ''
    done = wanted(what=('series',), before=20, after=0).run(fetch)
    path = next(path for _, scene, path, _ in done.files if scene.day == DAYS[4])
    values = read(path)
    assert (values[0] == 0).any() and (values[0] > 0).any()


def test_sea_has_no_land_cover(wanted, server):
    server.service.fault = lambda path, number: '404' if 'worldcover' in path else ''
    done = wanted(what=('landcover',)).run(fetch)
    assert (read(done.paths('landcover')[0]) == 0).all()


def test_an_account_that_is_missing_is_told_before_anything_is_read(wanted, server, tmp_path):
    with pytest.raises((InputError, NetworkError), match='AUTH'):
        wanted('copernicus', what=('optical',), access=Access()).run(fetch)
    assert not list(tmp_path.rglob('*.tif'))


@pytest.mark.parametrize('kind', ['stall', 'slow'])
def test_a_cancel_is_heard_and_leaves_neither_half_files_nor_threads(wanted, server, tmp_path, kind):
    start = time.monotonic()
    server.service.fault = lambda path, number: kind if '2024-07-25' in path and '/B' in path else ''
    with pytest.raises(Cancelled):
        wanted(what=('series',), before=60).run(fetch, cancelled=lambda: time.monotonic() > start + 1.5)
    assert time.monotonic() - start < 1.5 + 10 * QUICK.timeout_s  # a loaded machine may be late
    assert [path for path in tmp_path.rglob('*partial*') if path.is_file()] == []
    assert wait_for_left(6 * QUICK.timeout_s)  # QGIS may end now


def test_the_list_as_a_file_names_what_there_is(wanted):
    done = wanted(what=('optical', 'landcover')).run(fetch)
    told = json.loads(Path(done.scenes_json).read_text())
    assert [entry['what'] for entry in told['scenes']] == ['optical', 'landcover']
    assert told['scenes'][0]['date'] == '2024-07-25' and 0 < told['scenes'][0]['cloud_in_extent'] < 1


@pytest.mark.parametrize(
    ('changes', 'words'),
    [
        ({'what': ()}, 'WHAT is empty'),
        ({'what': ('pictures',)}, 'WHAT "pictures" is unknown'),
        ({'before': -1}, 'DAYS'),
        ({'before': 9000}, 'DAYS'),
        ({'folder': ''}, 'FOLDER is missing'),
        ({'what': ('optical',), 'day': DAY.replace(year=2030)}, 'Nothing was found'),
    ],
)
def test_what_cannot_be_fetched_is_told(wanted, changes, words):
    with pytest.raises(InputError, match=words):
        wanted(**changes).run(fetch)


def test_a_service_that_is_not_there_is_told(wanted, server):
    with pytest.raises(NetworkError, match='gives no answer'):
        replace(wanted(), catalog='http://127.0.0.1:9/api/stac/v1').run(fetch)
