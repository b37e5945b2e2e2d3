"""What the user sees right after a run: each result is drawn here and its pixels are looked at."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsMapRendererCustomPainterJob, QgsMapSettings, QgsProcessingContext, QgsRasterLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QImage, QPainter

from sar2optical_qgis import styling
from sar2optical_qgis.core.sentinel.cover import CODES, COLOURS


@pytest.fixture
def look(provider, log):
    """Style a raster as an algorithm does, load the style as the post-processor does, draw it: RGBA (rows, cols, 4)."""

    def draw(path, style, bands='auto'):
        styling.write(path, style, log, bands)
        layer = QgsRasterLayer(path, 'result')
        layer.loadDefaultStyle()
        settings = QgsMapSettings()
        settings.setLayers([layer])
        settings.setExtent(layer.extent())
        settings.setOutputSize(QSize(layer.width(), layer.height()))
        settings.setDestinationCrs(layer.crs())
        settings.setBackgroundColor(Qt.GlobalColor.transparent)
        image = QImage(settings.outputSize(), QImage.Format.Format_RGBA8888)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        job = QgsMapRendererCustomPainterJob(settings, painter)
        job.start()
        job.waitForFinished()
        painter.end()
        data = image.constBits().asstring(image.sizeInBytes())
        return np.frombuffer(data, np.uint8).reshape(layer.height(), layer.width(), 4).astype(int)

    return draw


def test_a_picture_is_shown_as_it_is_and_its_alpha_is_transparent(look, scene):
    values = np.zeros((4, 64, 64), np.uint8)
    values[:3] = np.array([200, 120, 40])[:, None, None]
    values[3, 10:] = 255
    drawn = look(scene.write('picture.tif', values, ('Red', 'Green', 'Blue', 'Alpha')), styling.picture)
    assert (drawn[20:, :, :3] == (200, 120, 40)).all()
    assert (drawn[:10, :, 3] == 0).all() and (drawn[10:, :, 3] == 255).all()


def test_red_green_and_blue_of_sentinel_2_are_found_by_description_in_any_order(look, scene):
    values = np.full((4, 64, 64), 600, np.uint16)
    values[:, :32] = 300
    values[1, 32:] = 2400  # B04, so that half of the picture is red
    drawn = look(scene.write('s2.tif', values, ('B08', 'B04', 'B02', 'B03'), nodata=0), styling.sentinel2)
    red, green, blue = drawn[50, 50, :3]
    assert red > 200 and green < 80 and blue < 80


def test_one_stretch_serves_all_three_bands_so_that_grey_ground_stays_grey(look, scene):
    grey = np.linspace(300, 3000, 64 * 64).reshape(64, 64).astype(np.uint16)
    path = scene.write('grey.tif', np.stack([grey, grey, grey]), ('B02', 'B03', 'B04'), nodata=0)
    drawn = look(path, styling.sentinel2)[..., :3]
    assert np.ptp(drawn, axis=2).max() <= 1 and drawn.min() < 10 and drawn.max() > 245


def test_a_few_clouds_left_do_not_darken_the_picture(look, scene):
    scene.clear[:, :6, :6] = 12000  # 0.9 %
    drawn = look(scene.write('clear.tif', scene.clear, scene.bands, nodata=0), styling.sentinel2)
    assert 60 < drawn[..., :3].mean() < 200


def test_nodata_of_sentinel_2_is_transparent(look, scene):
    scene.clear[:, 40:, :] = 0
    drawn = look(scene.write('part.tif', scene.clear, scene.bands, nodata=0), styling.sentinel2)
    assert (drawn[40:, :, 3] == 0).all() and (drawn[:40, :, 3] == 255).all()


def test_bands_that_the_user_named_count_as_named(look, scene):
    values = np.full((4, 64, 64), 300, np.uint16)
    values[1, 32:] = 2400
    nameless = scene.write('nameless.tif', values, nodata=0)
    red, green, blue = look(nameless, styling.sentinel2, 'B08=1,B04=2,B02=3,B03=4')[50, 50, :3]
    assert red > 200 and green < 80 and blue < 80


def test_bands_without_names_are_shown_in_their_order_and_one_band_in_grey(look, scene):
    values = np.full((3, 64, 64), 300, np.uint16)
    values[2, 32:] = 2400
    red, green, blue = look(scene.write('nameless.tif', values, nodata=0), styling.sentinel2)[50, 50, :3]
    assert blue > 200 and red < 80 and green < 80
    drawn = look(scene.write('one.tif', scene.clear[:1], nodata=0), styling.sentinel2)
    assert np.ptp(drawn[..., :3], axis=2).max() == 0 and drawn[..., 0].std() > 20


def test_generated_pixels_are_tinted_and_kept_ones_let_the_image_through(look, scene):
    values = np.zeros((1, 64, 64), np.uint8)
    values[:, 20:40] = 1
    values[:, 60:] = 255
    drawn = look(scene.write('mask.tif', values, nodata=255), styling.mask)
    assert (drawn[20:40, :, 3] > 60).all() and (drawn[20:40, :, 3] < 200).all()
    assert (drawn[:20, :, 3] == 0).all() and (drawn[60:, :, 3] == 0).all()


def test_cover_is_shown_in_the_colours_of_its_classes_and_nothing_where_there_is_none(look, scene):
    values = np.zeros((2, 64, 64), np.uint8)
    for code in range(1, 7):
        values[:, 10 * (code - 1) : 10 * code] = np.array([code, 80])[:, None, None]
    drawn = look(scene.write('cover.tif', values, ('Cover', 'Probability'), nodata=0), styling.cover)
    for name, code in CODES.items():
        assert tuple(drawn[10 * code - 5, 30]) == (*COLOURS[name], 255)
    assert (drawn[60:, :, 3] == 0).all()


def test_uncertainty_gets_lighter_as_it_grows_and_kept_pixels_are_clear(look, scene):
    sigma = np.zeros((2, 64, 64), np.float32)
    sigma[:, 20:] = np.linspace(0.01, 0.05, 44)[:, None]
    drawn = look(scene.write('sigma.tif', sigma, ('B02', 'B03'), nodata=-9999), styling.uncertainty)
    light = drawn[20:, 30, :3].sum(axis=1)
    assert (drawn[:20, :, 3] == 0).all() and (drawn[21:, :, 3] == 255).all()
    assert light[-1] > light[22] > light[1] and (np.diff(light) >= -3).all()


def test_an_empty_or_flat_raster_is_styled_too(look, scene):
    empty = scene.write('empty.tif', np.zeros_like(scene.clear), scene.bands, nodata=0)
    assert (look(empty, styling.sentinel2)[..., 3] == 0).all()
    flat = scene.write('flat.tif', np.full((3, 64, 64), 7, np.float32), nodata=-9999)
    assert (look(flat, styling.uncertainty)[..., 3] == 255).all()


def test_an_even_uncertainty_is_not_stretched_into_patterns(look, scene):
    even = np.full((3, 64, 64), 12.75, np.float32)
    even[:, ::2] += 1e-5
    drawn = look(scene.write('even.tif', even, ('Red', 'Green', 'Blue'), nodata=-9999), styling.uncertainty)
    assert np.ptp(drawn[..., :3], axis=(0, 1)).max() <= 1


def test_styling_leaves_nothing_but_the_qml(provider, scene, log):
    before = {path.name for path in scene.folder.iterdir()}
    styling.write(scene.s2, styling.sentinel2, log)
    assert {path.name for path in scene.folder.iterdir()} - before == {'s2.qml'}
    assert not log.warnings


def test_a_style_that_cannot_be_written_is_a_warning(provider, scene, log):
    (scene.folder / 's2.qml').mkdir()
    styling.write(scene.s2, styling.sentinel2, log)
    assert len(log.warnings) == 1 and 's2.tif' in log.warnings[0]


def test_post_processors_are_not_hoarded_by_contexts_that_load_nothing(provider):
    context = QgsProcessingContext()
    for k in range(3):
        details = QgsProcessingContext.LayerDetails('x', None, 'OUTPUT')
        details.setPostProcessor(styling.ResultPostProcessor.create())
        context.addLayerToLoadOnCompletion(f'/nowhere/{k}.tif', details)
    del details, context  # deletes its post-processors
    held = styling.ResultPostProcessor.create()
    assert [p for p in styling.ResultPostProcessor._alive if sip.isdeleted(p)] == []
    assert styling.ResultPostProcessor._alive == {held}
    styling.ResultPostProcessor._alive.clear()
