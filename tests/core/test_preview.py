"""A preview is the request itself on what the window shows, on fewer pixels where the window shows many."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import Cancelled, InputError
from sar2optical_qgis.core.preview import CONTEXT, MOST_PIXELS, Window, plan, preview
from sar2optical_qgis.core.raster.grid import Grid
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sentinel.layers import open_layer
from sar2optical_qgis.core.sentinel.reduced import reduce_classes, reduce_image, reduce_radar
from tests.makers import read, write_model, write_raster
from tests.products import write_grd

GRID = Grid('', (1000.0, 10.0, 0.0, 9000.0, 0.0, -10.0), 4000, 3000)


@pytest.fixture
def model(tmp_path):
    return write_model(
        tmp_path / 'm.onnx', 'sar-to-optical', ('vv', 'has_vv'), ('R', 'G', 'B'), 'natural-colour', [[0.2, 0.5]] * 3
    )


@pytest.fixture
def radar(tmp_path):
    values = np.random.default_rng(1).normal(-12, 2, (2, 120, 160)).astype(np.float32)
    values[:, :, :10] = -9999
    return write_raster(tmp_path / 's1.tif', values, ('VV', 'VH'), nodata=-9999)


def test_at_its_own_scale_a_window_is_the_pixels_that_it_shows_and_some_around():
    col, row, shown, factor = plan(GRID, Window((11000, 4000, 16000, 6000), 7.0))
    assert factor == 1
    assert (col, row) == (1000 - CONTEXT, 300 - CONTEXT)
    assert (shown.width, shown.height) == (500 + 2 * CONTEXT, 200 + 2 * CONTEXT)


def test_pixels_of_the_layer_are_put_together_where_the_screen_has_fewer():
    assert plan(GRID, Window((1000, -6000, 21000, 9000), 41.0))[3] == 4


@pytest.mark.parametrize('most', [50_000, 640_000, MOST_PIXELS])
def test_a_window_on_much_ground_has_no_more_pixels_than_asked_for(most):
    _, _, shown, factor = plan(GRID, Window((1000, -21000, 41000, 9000), 10.0), most)
    assert 0.5 * most < (shown.width // factor) * (shown.height // factor) <= most


def test_a_preview_says_whether_there_is_a_finer_one(radar, model, tmp_path):
    request, window = SarToOptical(input=radar, model=model), Window((500000, 5598800, 501600, 5600000), 10.0)
    coarse, fine = (preview(request, window, tmp_path, most=most) for most in (5_000, MOST_PIXELS))
    assert (coarse.is_finest, fine.is_finest) == (False, True)
    assert coarse.pixels <= 5_000 and fine.pixels == 160 * 120
    small = preview(request, Window((500400.0, 5599400.0, 500500.0, 5599500.0), 10.0), tmp_path, most=5_000)
    assert small.is_finest


def test_a_window_beside_the_layer_says_so():
    with pytest.raises(InputError, match='Zoom to the layer'):
        plan(GRID, Window((90000, 0, 91000, 1000), 10.0))


def test_a_preview_is_what_a_run_on_that_extent_gives(radar, model, tmp_path):
    request = SarToOptical(input=radar, model=model, style='natural')
    window = Window((500400.0, 5599400.0, 500800.0, 5599700.0), 8.0)
    made = preview(request, window, tmp_path)
    edge = CONTEXT * 10.0
    extent = (500400.0 - edge, 5599400.0 - edge, 500800.0 + edge, 5599700.0 + edge)
    whole = SarToOptical(**{**vars(request), 'extent': extent, 'output': str(tmp_path / 'run.tif')}).run()
    assert np.array_equal(read(made.path), read(whole.outputs['OUTPUT']))
    assert made.factor == 1 and made.pixel_size_m == 10.0 and not made.is_outside_training
    assert gdal.Open(made.path).GetMetadataItem('SAR2OPTICAL_SYNTHETIC') == 'YES'


def test_zoomed_out_the_preview_has_larger_pixels_on_the_same_ground(radar, model, tmp_path):
    made = preview(SarToOptical(input=radar, model=model), Window((500000, 5598800, 501600, 5600000), 40.0), tmp_path)
    dataset = gdal.Open(made.path)
    assert (dataset.RasterXSize, dataset.RasterYSize) == (40, 30)
    assert dataset.GetGeoTransform() == (500000.0, 40.0, 0.0, 5600000.0, 0.0, -40.0)
    assert made.is_outside_training
    assert (read(made.path)[3, :, :2] == 0).all() and (read(made.path)[3, :, 3:] == 255).all()


def test_radar_of_any_unit_is_averaged_in_power_and_written_in_decibels(radar, tmp_path):
    for scale in ('db', 'linear', 'amplitude'):
        power = np.array([[[0.1, 0.3], [0.2, 0.4]]], np.float32)
        values = {'db': 10 * np.log10(power), 'linear': power, 'amplitude': power**0.5}[scale].astype(np.float32)
        path = write_raster(tmp_path / f'{scale}.tif', values)
        made = reduce_radar(Raster(path, 'INPUT'), (0, 0, 2, 2), 2, scale, tmp_path / 'reduced.tif')
        assert made[1] == 'db' and 10 ** (read(made[0]).ravel() / 10) == pytest.approx([0.25], rel=1e-4)


def test_images_are_averaged_without_their_padding_and_classes_are_not_mixed(tmp_path):
    image = write_raster(tmp_path / 'i.tif', np.array([[[0, 300], [200, 100]]], np.uint16))
    made = read(reduce_image(Raster(image, 'INPUT'), (0, 0, 2, 2), 2, tmp_path / 'a.tif'))
    assert made.dtype == np.uint16 and made.tolist() == [[[200]]]
    codes = write_raster(tmp_path / 'c.tif', np.array([[[4, 9], [9, 4]]], np.uint8))
    assert read(reduce_classes(Raster(codes, 'SCL'), (0, 0, 2, 2), 2, tmp_path / 'b.tif')).item() in (4, 9)


def test_a_picture_without_a_place_is_previewed_where_qgis_shows_it(model, tmp_path):
    values = np.random.default_rng(2).integers(0, 255, (1, 200, 300)).astype(np.uint8)
    memory = gdal.GetDriverByName('MEM').Create('', 300, 200, 1)
    memory.WriteArray(values[0])
    gdal.GetDriverByName('PNG').CreateCopy(str(tmp_path / 'radar.png'), memory)
    made = preview(
        SarToOptical(input=str(tmp_path / 'radar.png'), model=model), Window((100, -150, 200, -50), 0.5), tmp_path
    )
    assert gdal.Open(made.path).GetGeoTransform() == (76.0, 1.0, 0.0, -26.0, 0.0, -1.0)
    assert read(made.path).shape == (4, 148, 148)


def test_clouds_go_in_the_preview_too_with_a_mask_of_another_grid(sample, tmp_path):
    request = RemoveClouds(input=str(sample.s2_cloudy), mask=str(sample.scl), sar=str(sample.s1), method='regression')
    grid = Raster(request.input, 'INPUT').grid
    made = preview(request, Window(grid.bounds, 40.0), tmp_path)
    assert made.factor == 4 and made.report.pixels['generated'] > 1000
    truth = reduce_image(Raster(str(sample.s2_clear), 'INPUT'), (0, 0, 512, 512), 4, tmp_path / 'truth.tif')
    cloudy = reduce_image(Raster(request.input, 'INPUT'), (0, 0, 512, 512), 4, tmp_path / 'cloudy.tif')
    error, before = (np.abs(read(p).astype(float) - read(truth)).mean() for p in (made.path, cloudy))
    assert error < 0.3 * before


def test_a_cancelled_preview_leaves_nothing(radar, model, tmp_path):
    folder = tmp_path / 'previews'
    folder.mkdir()
    with pytest.raises(Cancelled):
        preview(
            SarToOptical(input=radar, model=model),
            Window((500000, 5598800, 501600, 5600000), 10.0),
            folder,
            lambda: True,
        )
    assert list(folder.iterdir()) == []


def test_radar_placed_by_points_is_reduced_where_it_lies_and_with_its_other_polarisation(tmp_path):
    amplitude = np.kron(np.random.default_rng(5).uniform(50, 500, (2, 10, 10)), np.ones((40, 40))).astype(np.uint16)
    times = '20240725t055012-20240725t055037-054920-06b0a5'
    path = write_grd(tmp_path / f's1a-iw-grd-vv-{times}-001.tiff', amplitude[:1])
    write_grd(tmp_path / f's1a-iw-grd-vh-{times}-002.tiff', amplitude[1:])
    raster = open_layer(path, 'INPUT', is_picture=True)
    window = (0, 0, raster.grid.width // 8 * 8, raster.grid.height // 8 * 8)
    made = Raster(reduce_radar(raster, window, 8, 'amplitude', tmp_path / 'reduced.tif')[0], 'INPUT')
    whole, good = raster.read(window, (1, 2))
    middle = np.s_[:, 4::8, 4::8]  # inside the squares, away from their rims, a mean is the value itself
    values, valid = made.read((0, 0, made.grid.width, made.grid.height), (1, 2))
    assert made.descriptions == ('VV', 'VH') and made.grid.transform[1] == 80.0
    both = valid & good[middle]
    assert both.mean() > 0.6 and np.median(np.abs(10 ** (values[both] / 20) / whole[middle][both] - 1)) < 0.01


def test_a_picture_with_a_palette_is_reduced_in_its_colours(model, tmp_path):
    values = np.kron(np.random.default_rng(2).integers(0, 255, (20, 30)), np.ones((10, 10))).astype(np.uint8)
    memory = gdal.GetDriverByName('MEM').Create('', 300, 200, 1)
    memory.WriteArray(255 - values)  # as indices, which the palette turns round
    palette = gdal.ColorTable()
    for k in range(256):
        palette.SetColorEntry(k, (255 - k, 255 - k, 255 - k, 255))
    memory.GetRasterBand(1).SetColorTable(palette)
    gdal.GetDriverByName('PNG').CreateCopy(str(tmp_path / 'palette.png'), memory)
    raster = Raster(str(tmp_path / 'palette.png'), 'INPUT', is_picture=True)
    made = read(reduce_image(raster, (0, 0, 300, 200), 10, tmp_path / 'reduced.tif'))
    assert np.array_equal(made[0], values[::10, ::10])
    shown = preview(SarToOptical(input=raster.path, model=model), Window((0, -200, 300, 0), 3.0), tmp_path)
    assert shown.factor == 3 and (read(shown.path)[3] == 255).all()
