"""The simulator is deterministic, its parts agree with each other, and the shipped sample is what it makes."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from training.data.simulation.covers import BANDS
from training.data.simulation.seasons import DAYS
from training.data.simulator import SERIES_BANDS, main, simulate, write_scene


@pytest.fixture(scope='module')
def scene():
    return simulate(seed=3, size=128)


def read(path) -> np.ndarray:
    return gdal.Open(str(path)).ReadAsArray()


def test_the_same_seed_gives_the_same_scene_and_another_another(scene):
    again, other = simulate(seed=3, size=128), simulate(seed=4, size=128)
    for name in ('s1', 's2_clear', 's2_cloudy', 'scl', 'landcover'):
        assert np.array_equal(getattr(scene, name), getattr(again, name)), name
        assert not np.array_equal(getattr(scene, name), getattr(other, name)), name


@pytest.mark.parametrize('size', [0, 63, 101])
def test_sizes_that_do_not_fit_are_refused(size):
    with pytest.raises(ValueError, match='even number'):
        simulate(size=size)


def test_clear_pixels_are_equal_in_truth_and_cloudy_picture(scene):
    different = (scene.s2_clear != scene.s2_cloudy).any(axis=0)
    assert np.array_equal(different, scene.hidden)
    assert 0 < scene.hidden.mean() < 1


def test_written_files_carry_grid_bands_and_nodata(scene, tmp_path):
    paths = write_scene(scene, tmp_path / 'new' / 'folder')
    cloudy, radar, scl = (gdal.Open(str(paths[name])) for name in ('s2_cloudy', 's1', 'scl'))
    assert [cloudy.GetRasterBand(number).GetDescription() for number in range(1, 11)] == list(BANDS)
    assert [radar.GetRasterBand(number).GetDescription() for number in (1, 2)] == ['VV', 'VH']
    assert cloudy.GetRasterBand(1).GetNoDataValue() == 0
    assert radar.GetRasterBand(1).GetNoDataValue() == -9999
    assert cloudy.GetGeoTransform()[1] == 10
    assert scl.GetGeoTransform()[1] == 20
    assert cloudy.GetSpatialRef().GetAuthorityCode(None) == '32632'
    assert np.array_equal(cloudy.ReadAsArray(), scene.s2_cloudy)
    assert np.array_equal(radar.ReadAsArray(), scene.s1)


@pytest.mark.slow
def test_the_shipped_sample_is_what_the_simulator_makes(sample, tmp_path):
    assert main([str(tmp_path)]) == 0
    for path in (sample.s1, sample.s2_cloudy, sample.s2_clear, sample.scl, sample.landcover):
        shipped, made = read(path).astype(np.float32), read(tmp_path / path.name).astype(np.float32)
        # Another numpy may round a last digit differently; anything more means that sample and simulator parted.
        assert (np.abs(shipped - made) > 0.001 * np.abs(shipped)).mean() < 0.001, path.name


def test_the_sample_is_small_and_whole(sample):
    files = [path for path in sample.s1.parent.iterdir() if path.suffix != '.xml']  # QGIS writes statistics beside
    assert sum(path.stat().st_size for path in files) <= 4_000_000
    assert (sample.s1.parent / 'README.md').is_file()


def test_the_sample_looks_like_sentinel_data(sample):
    clear, codes, radar = read(sample.s2_clear) / 10000, read(sample.landcover), read(sample.s1)
    band = {name: clear[number] for number, name in enumerate(BANDS)}
    vegetation = (band['B08'] - band['B04']) / (band['B08'] + band['B04'])
    assert set(np.unique(codes)) == {10, 30, 40, 50, 60, 80}
    assert np.median(vegetation[codes == 10]) > 0.75
    assert np.median(vegetation[codes == 80]) < 0.1
    assert np.median(band['B12'][codes == 80]) < 0.02
    level = {code: np.median(radar[:, codes == code], axis=1) for code in (10, 40, 50, 80)}
    assert level[50][0] > level[10][0] > level[40][0] > level[80][0]
    assert (level[80] < (-17, -24)).all()
    assert all(vv - vh > 4 for vv, vh in level.values())


def test_the_scl_of_the_sample_covers_nearly_all_cloud(sample):
    scl = read(sample.scl).repeat(2, axis=0).repeat(2, axis=1)
    assert {3, 4, 5, 6, 8, 9, 10} <= set(np.unique(scl))
    changed = np.abs(read(sample.s2_cloudy).astype(int) - read(sample.s2_clear)).max(axis=0)
    hidden = np.isin(scl, (3, 8, 9, 10))
    assert 0.2 < hidden.mean() < 0.4
    assert (changed[~hidden] > 1500).mean() < 0.005
    assert (changed[hidden] == 0).mean() < 0.02


def test_speckle_has_four_to_five_looks(sample):
    power = 10 ** (read(sample.s1)[0] / 10)
    # Small windows on the lake: over a larger one the wind adds its own variation.
    tiles = power[80:128, 104:176].reshape(6, 8, 9, 8).swapaxes(1, 2).reshape(-1, 64)
    looks = np.median(tiles.mean(axis=1) ** 2 / tiles.var(axis=1))
    assert 3.5 < looks < 5.5


@pytest.mark.slow
def test_the_shipped_series_is_what_the_simulator_makes(sample, tmp_path):
    assert main([str(tmp_path), '--series']) == 0
    shipped = sorted((sample.s1.parent / 'series').glob('*.tif'))  # QGIS writes .aux.xml beside what it opens
    assert [path.name for path in shipped] == sorted(path.name for path in tmp_path.iterdir())
    for path in shipped:
        ours, made = read(path).astype(np.float32), read(tmp_path / path.name).astype(np.float32)
        assert (np.abs(ours - made) > 0.001 * np.abs(ours)).mean() < 0.001, path.name


def test_the_series_is_small_and_its_fields_change_while_the_town_stays(sample):
    folder = sample.s1.parent / 'series'
    assert sum(path.stat().st_size for path in folder.glob('*.tif')) <= 3_000_000
    pictures = [gdal.Open(str(folder / f's2_{day}.tif')) for day in DAYS]
    assert {dataset.RasterXSize for dataset in pictures} == {256} and len(pictures) == 5
    assert [pictures[0].GetRasterBand(k).GetDescription() for k in range(1, 7)] == list(SERIES_BANDS)
    scls = [read(folder / f'scl_{day}.tif').repeat(2, axis=0).repeat(2, axis=1) for day in DAYS]
    hidden = [np.isin(scl, (3, 8, 9, 10)) for scl in scls]
    assert all(0.1 < share.mean() < 0.5 for share in hidden)
    both = ~(hidden[0] | hidden[4])
    first, last = (pictures[k].ReadAsArray().astype(float) for k in (0, 4))
    x, _, _, y, _, _ = gdal.Open(str(sample.landcover)).GetGeoTransform()
    left, _, _, top, _, _ = pictures[0].GetGeoTransform()
    cover = gdal.Open(str(sample.landcover)).ReadAsArray(int((left - x) / 10), int((y - top) / 10), 256, 256)
    change = np.abs(last - first).mean(axis=0)
    assert np.median(change[both & (cover == 40)]) > 2 * np.median(change[both & (cover == 50)])
