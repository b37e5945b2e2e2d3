"""No half file ever bears the target's name, and nothing is left lying about."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import OutputError
from sar2optical_qgis.core.raster import partial_files
from sar2optical_qgis.core.raster.grid import Grid
from sar2optical_qgis.core.raster.partial_files import check_target
from sar2optical_qgis.core.raster.writer import RasterWriter
from tests.makers import read

GRID = Grid('', (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), 700, 600)


def writer(path, **options):
    return RasterWriter(str(path), GRID, gdal.GDT_Float32, ('a', 'b'), -9999.0, {'KEY': 'value'}, **options)


def test_the_file_appears_whole_at_the_end_with_overviews_and_metadata(tmp_path):
    target = tmp_path / 'out.tif'
    w = writer(target)
    values = np.random.default_rng(0).random((2, 600, 700)).astype(np.float32)
    w.write(0, 0, values)
    assert not target.exists()
    w.commit({'LATE': 'word'})
    assert list(tmp_path.iterdir()) == [target]
    dataset = gdal.Open(str(target))
    assert np.array_equal(read(target), values) and dataset.GetRasterBand(1).GetOverviewCount() >= 1
    assert dataset.GetMetadata()['KEY'] == 'value' and dataset.GetMetadata()['LATE'] == 'word'
    assert dataset.GetRasterBand(2).GetDescription() == 'b' and dataset.GetRasterBand(1).GetBlockSize() == [256, 256]


@pytest.mark.parametrize('nodata', [-9999.0, 0.0, 9.0, float('nan')])
@pytest.mark.parametrize('holds', [False, True])
def test_nodata_is_declared_and_spoils_no_overview(tmp_path, nodata, holds):
    values = 1 + np.random.default_rng(0).random((2, 600, 700)).astype(np.float32)
    if holds:
        values[:, :301, :301] = nodata  # half of some squares of 2 x 2
    target = tmp_path / 'out.tif'
    w = RasterWriter(str(target), GRID, gdal.GDT_Float32, ('a', 'b'), nodata, {})
    for row in (0, 300):
        w.write(0, row, values[:, row : row + 300])
    w.commit()
    dataset = gdal.Open(str(target))
    for band in (dataset.GetRasterBand(k) for k in (1, 2)):
        overview = band.GetOverview(0).ReadAsArray()
        assert np.array_equal(band.GetNoDataValue(), nodata, equal_nan=True)
        assert np.array_equal(overview[0, 0], nodata, equal_nan=True) == holds
        good = np.isfinite(overview) & (overview != nodata)
        assert good.mean() == pytest.approx(1 - holds * 150**2 / overview.size, abs=0.01)
        assert overview[good].min() >= 1 and overview[good].max() <= 2


def test_discarding_leaves_nothing_and_keeps_an_older_result(tmp_path):
    target = tmp_path / 'out.tif'
    target.write_bytes(b'older result')
    w = writer(target)
    w.write(0, 0, np.zeros((2, 10, 10), np.float32))
    w.discard()
    assert list(tmp_path.iterdir()) == [target] and target.read_bytes() == b'older result'


def test_what_lay_beside_an_older_result_hides_nothing_of_the_new_one(tmp_path):
    target = tmp_path / 'out.tif'
    for value in (1, 2):
        w = writer(target)
        w.write(0, 0, np.full((2, 600, 700), value, np.float32))
        w.commit()
        if value == 1:  # a mask that somebody drew, as GDAL keeps it: beside the file
            older = gdal.Open(str(target), gdal.GA_ReadOnly)
            older.CreateMaskBand(gdal.GMF_PER_DATASET)
            older.GetRasterBand(1).GetMaskBand().WriteArray(np.zeros((600, 700), np.uint8))
            older = None
            assert (tmp_path / 'out.tif.msk').is_file()
    assert list(tmp_path.iterdir()) == [target]
    assert gdal.Open(str(target)).GetRasterBand(1).GetMaskBand().ReadAsArray().all()


def test_leftovers_of_a_killed_run_are_cleaned_up_but_not_those_of_a_living_one(tmp_path):
    dead = subprocess.Popen([sys.executable, '-c', ''])
    dead.wait()
    host = partial_files._HOST
    stale = tmp_path / f'.out.{host}-{dead.pid}-01234567.partial.tif'
    alive = tmp_path / f'.out.{host}-{os.getppid()}-01234567.partial.tif'
    other = tmp_path / f'.outer.{host}-{dead.pid}-01234567.partial.tif'
    elsewhere = tmp_path / f'.out.00000000-{dead.pid}-01234567.partial.tif'
    for path in (stale, alive, other, elsewhere):
        path.touch()
    writer(tmp_path / 'out.tif').discard()
    assert not stale.exists() and alive.exists() and other.exists() and elsewhere.exists()


def test_a_leftover_of_another_machine_goes_when_nobody_wrote_to_it_for_a_day(tmp_path):
    old = tmp_path / '.out.00000000-1-01234567.partial.tif'
    old.touch()
    os.utime(old, (0, 0))
    writer(tmp_path / 'out.tif').discard()
    assert not old.exists()


def test_a_leftover_of_an_earlier_run_with_the_same_process_number_goes_and_a_second_run_stays(tmp_path):
    stale = tmp_path / f'.out.{partial_files._HOST}-{os.getpid()}-01234567.partial.tif'
    stale.touch()
    first, second = writer(tmp_path / 'out.tif'), writer(tmp_path / 'out.tif')
    assert not stale.exists() and first.partial.exists()
    for each in (first, second):
        each.write(0, 0, np.zeros((2, 600, 700), np.float32))
        each.commit()
    assert [path.name for path in tmp_path.iterdir()] == ['out.tif']


def test_runs_with_one_target_do_not_trip_over_what_the_others_try(tmp_path):
    target, faults = tmp_path / 'o.tif', []

    def begin() -> None:
        for _ in range(300):
            try:
                partial_files.end(partial_files.begin(target))
            except OutputError as error:
                faults.append(str(error))

    runs = [threading.Thread(target=begin) for _ in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert faults == [] and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ('name', 'words'),
    [
        ('out.png', 'not a GeoTIFF name'),
        ('nowhere/out.tif', 'does not exist'),
        ('file/out.tif', 'does not exist'),
        ('a' * 250 + '.tif', 'unusable file name'),
        ('a\0b.tif', 'unusable file name'),
    ],
)
def test_an_unusable_target_is_refused_before_any_work(tmp_path, name, words):
    (tmp_path / 'file').touch()
    with pytest.raises(OutputError, match=words):
        check_target(str(tmp_path / name))


@pytest.mark.skipif(not os.path.isdir('/proc/self'), reason='needs a folder that nobody may write to')
def test_a_folder_that_nobody_may_write_to_is_refused():
    with pytest.raises(OutputError, match='cannot be written to'):
        check_target('/proc/self/out.tif')
