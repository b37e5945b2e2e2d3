"""The preview where a user's map is not as in the manual: nothing loaded, layers that go, odd places, large screens."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication

from tests.makers import write_raster
from tests.qgis.preview_window import click, painted, preview, show, until

NOWHERE = 'Choose a layer to preview.'


def speckle(rows=200, cols=300):
    return np.random.default_rng(5).normal(-12, 3, (2, rows, cols)).astype(np.float32)


def test_a_dock_opened_before_any_layer_takes_the_first_that_comes(window, tmp_path):
    window.panel.switch.setChecked(True)
    until(lambda: window.panel.status.text() == NOWHERE)
    layer = QgsRasterLayer(write_raster(tmp_path / 's1.tif', speckle(), ('VV', 'VH')), 'radar')
    QgsProject.instance().addMapLayer(layer)
    window.canvas.setDestinationCrs(layer.crs())
    window.canvas.setLayers([layer])
    window.canvas.setExtent(layer.extent())
    assert preview(window).image is not None


def test_buttons_without_a_layer_do_nothing_and_say_why(window):
    click(window.panel.run_button)
    assert window.panel.status.text() == NOWHERE and window.asked == []
    assert not window.panel.save_button.isEnabled()


def test_a_layer_that_is_removed_while_its_preview_is_made_leaves_an_empty_map(window, radar):
    panel = window.panel
    panel.switch.setChecked(True)
    until(lambda: panel.live.running is not None)
    QgsProject.instance().removeMapLayer(radar.id())
    until(lambda: panel.live.running is None and panel.status.text() == NOWHERE)
    assert panel.live.item.image is None


def test_a_layer_that_is_removed_takes_its_preview_along(window, radar):
    panel = window.panel
    panel.switch.setChecked(True)
    preview(window)
    QgsProject.instance().clear()
    until(lambda: panel.status.text() == NOWHERE)
    assert panel.live.item.image is None and not panel.save_button.isEnabled()


def test_switched_off_there_is_nothing_to_save(window, radar):
    panel = window.panel
    panel.switch.setChecked(True)
    preview(window)
    assert panel.save_button.isEnabled()
    panel.switch.setChecked(False)
    assert not panel.save_button.isEnabled() and panel.status.text() == ''


@pytest.mark.parametrize('size', [300.0, 12.0, 1.0, 0.01])  # metres; a pixel has ten
def test_however_far_one_zooms_in_the_pixel_below_is_shown(window, radar, size):
    x, y = 501203.0, 5598804.0
    window.canvas.setExtent(QgsRectangle(x, y, x + size, y + size))
    window.panel.switch.setChecked(True)
    assert preview(window).extent.contains(window.canvas.extent())
    middle = window.canvas.viewport().rect().center()
    assert painted(window).pixelColor(middle.x() + 20, middle.y()).alpha() == 255


def test_zoomed_out_until_the_layer_is_a_dot_it_is_a_dot(window, radar):
    window.canvas.setExtent(QgsRectangle(-4e6, 2e6, 5e6, 9e6))
    window.panel.switch.setChecked(True)
    assert preview(window).image.width() <= 2


def test_beside_the_layer_it_says_where_to_go(window, radar):
    window.canvas.setExtent(QgsRectangle(700000, 5598500, 701000, 5599500))
    window.panel.switch.setChecked(True)
    until(lambda: 'Zoom to the layer' in window.panel.status.text())


def test_a_layer_in_degrees_is_previewed_on_a_map_in_metres(window, tmp_path):
    path = write_raster(tmp_path / 'degrees.tif', speckle(), ('VV', 'VH'), pixel=0.0001, origin=(7.0, 50.0), epsg=4326)
    layer = show(window, QgsRasterLayer(path, 'radar'))
    window.panel.switch.setChecked(True)
    assert preview(window).extent == layer.extent()
    window.canvas.setDestinationCrs(QgsCoordinateReferenceSystem('EPSG:32632'))
    box = window.canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
    window.canvas.setExtent(box)
    made = preview(window).extent
    assert made.intersects(box) and made.center().distance(box.center()) < 0.05 * box.width()


def test_a_layer_without_a_crs_is_previewed_where_it_is_shown(window, tmp_path):
    path = write_raster(tmp_path / 'bare.tif', speckle(), ('VV', 'VH'))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetProjection('')
    dataset = None
    layer = QgsRasterLayer(path, 'radar')
    layer.setCrs(QgsCoordinateReferenceSystem())
    show(window, layer)
    window.panel.switch.setChecked(True)
    assert preview(window).extent == layer.extent()


def test_a_second_map_is_left_alone(window, radar):
    other = QgsMapCanvas()
    other.setLayers([radar])
    other.setExtent(radar.extent())
    window.panel.switch.setChecked(True)
    shown = preview(window)
    other.setExtent(QgsRectangle(501000, 5598500, 501500, 5599000))
    QCoreApplication.processEvents()
    assert window.panel.live.shown is shown and not window.panel.live.timer.isActive()
    assert not [item for item in other.scene().items() if type(item).__name__ == 'PreviewItem']


def test_no_rim_of_the_map_shows_around_the_picture(window, radar):
    window.panel.switch.setChecked(True)
    shown = preview(window)
    item = window.panel.live.item
    item.split = 0.0
    image, (upper_left, _, lower_right, _) = painted(window), item._corners()
    for y in (int(upper_left.y()), int(lower_right.y())):
        assert image.pixelColor(window.canvas.width() // 2, y).alpha() == 255
    for x in (int(upper_left.x()), int(lower_right.x())):
        assert image.pixelColor(min(max(x, 6), image.width() - 6), image.height() // 2).alpha() == 255
    assert shown.extent == radar.extent()


def test_the_canvas_of_the_application_is_left_as_it_was(qgis_canvas, window, radar):
    from sar2optical_qgis.gui.preview_dock import PreviewDock

    before = len(qgis_canvas.scene().items())
    dock = PreviewDock(qgis_canvas, print)
    dock.form.radar.setLayer(radar)
    qgis_canvas.setDestinationCrs(radar.crs())
    qgis_canvas.setExtent(radar.extent())
    dock.live.switch(True)
    until(lambda: dock.live.shown is not None)
    assert dock.live.item.image is not None
    dock.close_down()
    assert len(qgis_canvas.scene().items()) == before


def test_a_turned_map_shows_the_picture_turned(window, radar):
    window.canvas.setRotation(30)
    window.panel.switch.setChecked(True)
    preview(window)
    corner = painted(window).pixelColor(window.canvas.width() - 3, 3)
    middle = window.canvas.viewport().rect().center()
    assert painted(window).pixelColor(middle.x() + 20, middle.y()).alpha() == 255 and corner.alpha() == 0


def test_a_coarse_picture_comes_first_where_the_fine_one_would_take_too_long(window, tmp_path):
    layer = show(window, QgsRasterLayer(write_raster(tmp_path / 's.tif', speckle(700, 1000), ('VV', 'VH')), 'radar'))
    window.canvas.setExtent(layer.extent())
    pixels, said = [], []
    live = window.panel.live
    live.finished.connect(lambda task: pixels.append((task.preview.factor, task.preview.is_finest)))
    live.finished.connect(lambda task: said.append(window.panel.status.text()))
    live.pace = {('SarToOptical', ''): 100_000.0}  # pixels a second: a slow machine
    window.panel.switch.setChecked(True)
    until(lambda: len(pixels) == 2)
    assert pixels[0][0] > pixels[1][0] and [finest for _, finest in pixels] == [False, True]
    assert 'A finer picture follows' in said[0] and 'follows' not in said[1]
    assert live.pace[('SarToOptical', '')] != 100_000.0 and live.running is None


def test_a_quick_machine_makes_the_fine_picture_at_once(window, radar):
    window.panel.live.pace = {('SarToOptical', ''): 5e6}
    window.panel.switch.setChecked(True)
    assert preview(window).preview.is_finest and window.panel.live.running is None
