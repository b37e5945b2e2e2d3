"""The preview dock on a real canvas, worked with the mouse."""

from __future__ import annotations

import time

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog

from tests.products import write_grd
from tests.qgis.preview_window import LEFT, click, painted, preview, show, until


def test_a_click_brings_colour_and_another_takes_it_away(window, radar):
    panel = window.panel
    click(panel.switch, QPoint(8, panel.switch.height() // 2))
    preview(window)
    assert 'Generated at 10 m a pixel' in panel.status.text()
    middle = painted(window).pixelColor(int(0.75 * window.canvas.width()), window.canvas.height() // 2)
    assert middle.alpha() == 255
    click(panel.switch, QPoint(8, panel.switch.height() // 2))
    assert panel.live.item.image is None


def test_the_window_stays_alive_while_the_preview_is_made(window, radar):
    panel, gaps = window.panel, []
    panel.switch.setChecked(True)
    start = last = time.monotonic()
    while panel.live.shown is None and last - start < 30:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        time.sleep(0.002)
        now = time.monotonic()
        gaps.append(now - last)
        last = now
    assert panel.live.shown is not None and max(gaps) < max(1.0, 0.5 * (last - start))


def test_after_a_pan_the_picture_is_of_the_new_place(window, radar):
    window.panel.switch.setChecked(True)
    first = preview(window).extent
    window.canvas.setExtent(QgsRectangle(501500, 5598800, 502000, 5599200))
    second = preview(window).extent
    assert second.xMinimum() > first.xMinimum() + 500
    assert second.contains(QgsRectangle(501500, 5598800, 502000, 5599200))


def test_moves_in_quick_succession_make_one_preview(window, radar):
    panel, made = window.panel, []
    panel.live.started.connect(lambda: made.append(1))
    panel.switch.setChecked(True)
    for step in range(8):
        window.canvas.setExtent(QgsRectangle(500000 + 100 * step, 5598500, 501000 + 100 * step, 5599500))
        QTest.qWait(20)
    preview(window)
    assert len(made) == 1


def test_a_task_that_is_overtaken_is_cancelled_and_shows_nothing(window, radar):
    live, ended = window.panel.live, []
    live.finished.connect(lambda task: ended.append(task.window.extent))
    window.panel.switch.setChecked(True)
    until(lambda: live.running is not None)
    live.canvas.setExtent(QgsRectangle(501000, 5598500, 501500, 5599000))
    preview(window)
    assert len(ended) == 1 and ended[0][0] > 500900


def test_the_line_is_dragged_on_the_map_and_divides_the_picture(window, radar):
    window.panel.switch.setChecked(True)
    preview(window)
    view, height = window.canvas.viewport(), window.canvas.height() // 2
    width = view.width()
    extent = window.canvas.extent()
    QTest.mousePress(view, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(width // 2, height))
    to = QPoint(width // 4, height)  # QTest.mouseMove comes without the pressed button
    move = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), Qt.MouseButton.NoButton, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QCoreApplication.sendEvent(view, move)
    QTest.mouseRelease(view, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(width // 4, height))
    assert window.panel.swipe.value() == pytest.approx(250, abs=5)
    image = painted(window)
    assert image.pixelColor(width // 4 - 20, height).alpha() == 0
    assert image.pixelColor(width // 4 + 20, height).alpha() == 255
    assert window.canvas.extent() == extent  # the pan tool got nothing of it


def test_a_press_beside_the_line_is_the_map_tool_s(window, radar):
    window.panel.switch.setChecked(True)
    preview(window)
    QTest.mousePress(window.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(30, 30))
    assert not window.panel.live.handle.is_dragging
    QTest.mouseRelease(window.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(30, 30))


def test_the_swipe_slider_moves_the_line(window, radar):
    window.panel.switch.setChecked(True)
    preview(window)
    QTest.keyClick(window.panel.swipe, Qt.Key.Key_Home)
    assert painted(window).pixelColor(20, window.canvas.height() // 2).alpha() == 255
    QTest.keyClick(window.panel.swipe, Qt.Key.Key_End)
    assert painted(window).pixelColor(window.canvas.width() // 2, window.canvas.height() // 2).alpha() == 0


def test_opacity_lets_the_map_through(window, radar):
    window.panel.switch.setChecked(True)
    preview(window)
    window.panel.opacity.setValue(40)
    assert painted(window).pixelColor(int(0.8 * window.canvas.width()), 200).alpha() == pytest.approx(102, abs=2)


@pytest.mark.parametrize(('driver', 'name'), [('PNG', 'radar.png'), ('JPEG', 'radar.jpg')])
def test_a_picture_without_a_place_lies_where_qgis_shows_it(window, tmp_path, driver, name):
    memory = gdal.GetDriverByName('MEM').Create('', 300, 200, 1)
    memory.WriteArray(np.random.default_rng(2).integers(0, 255, (200, 300)).astype(np.uint8))
    gdal.GetDriverByName(driver).CreateCopy(str(tmp_path / name), memory)
    layer = show(window, QgsRasterLayer(str(tmp_path / name), 'picture'))
    window.panel.switch.setChecked(True)
    assert preview(window).extent == layer.extent()


def test_radar_placed_by_points_is_previewed_where_qgis_shows_it(window, tmp_path):
    amplitude = np.random.default_rng(5).uniform(50, 500, (2, 200, 300)).astype(np.uint16)
    layer = show(window, QgsRasterLayer(write_grd(tmp_path / 'grd-vv.tif', amplitude), 'radar'))
    window.panel.switch.setChecked(True)
    made, shown = preview(window).extent, layer.extent()
    assert layer.crs().authid() == 'EPSG:4326' and made.intersects(shown)
    assert abs(made.center().x() - shown.center().x()) < 0.003 and abs(made.center().y() - shown.center().y()) < 0.002


def test_another_crs_on_the_canvas_places_the_picture_in_it(window, radar):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform

    mercator = QgsCoordinateReferenceSystem('EPSG:3857')
    box = QgsCoordinateTransform(radar.crs(), mercator, QgsProject.instance()).transformBoundingBox(radar.extent())
    window.canvas.setDestinationCrs(mercator)
    window.canvas.setExtent(box)
    window.panel.switch.setChecked(True)
    extent = preview(window).extent
    assert extent.xMinimum() == pytest.approx(box.xMinimum(), abs=60)
    assert extent.yMaximum() == pytest.approx(box.yMaximum(), abs=60)


def test_clouds_are_previewed_in_the_colours_of_the_layer(window, scene):
    panel = window.panel
    image, classes = QgsRasterLayer(scene.s2, 'image'), QgsRasterLayer(scene.scl, 'classes')
    QgsProject.instance().addMapLayers([image, classes])
    window.canvas.setDestinationCrs(image.crs())
    window.canvas.setExtent(image.extent())
    panel.form.task.setCurrentIndex(1)
    panel.form.image.setLayer(image)
    panel.form.mask.setLayer(classes)
    panel.form.method.setCurrentText('regression')
    panel.switch.setChecked(True)
    picture = preview(window).image
    before = image.pipe().last().block(1, image.extent(), 64, 64).image()
    assert picture.pixelColor(3, 3) == before.pixelColor(3, 3)
    assert picture.pixelColor(30, 30) != before.pixelColor(30, 30)


def test_what_is_missing_is_said_in_the_dock(window, scene):
    panel = window.panel
    panel.switch.setChecked(True)
    until(lambda: panel.status.text() != '')
    assert panel.status.text() == 'Choose a layer to preview.'


def test_a_layer_that_does_not_fit_says_so(window, scene):
    show(window, QgsRasterLayer(scene.s2, 'optical'))
    window.panel.switch.setChecked(True)
    until(lambda: 'is an optical image' in window.panel.status.text())
    assert not window.panel.save_button.isEnabled()


def test_run_opens_the_dialog_with_the_choices_of_the_dock(window, radar):
    window.panel.form.landcover_class.setCurrentText('forest')
    click(window.panel.run_button)
    assert window.asked == [
        ('sar2optical:sartooptical', {'INPUT': radar.id(), 'LANDCOVER_CLASS': 'forest', 'STYLE': 'realistic'})
    ]


def test_a_saved_preview_is_a_marked_geotiff_in_the_project(window, radar, tmp_path, monkeypatch):
    window.panel.switch.setChecked(True)
    preview(window)
    monkeypatch.setattr(QFileDialog, 'getSaveFileName', lambda *words: (str(tmp_path / 'saved'), ''))
    click(window.panel.save_button)
    assert gdal.Open(str(tmp_path / 'saved.tif')).GetMetadataItem('SAR2OPTICAL_SYNTHETIC') == 'YES'
    (layer,) = QgsProject.instance().mapLayersByName('radar: preview (generated)')
    assert layer.extent() == radar.extent() and layer.renderer().type() == 'multibandcolor'


def test_a_folder_that_cannot_be_written_is_told(window, radar, tmp_path):
    window.panel.switch.setChecked(True)
    preview(window)
    window.panel.save(str(tmp_path / 'nowhere' / 'saved.tif'))
    assert 'Choose another folder' in window.panel.status.text()


def test_a_hidden_dock_stops_working(window, radar):
    window.panel.switch.setChecked(True)
    preview(window)
    window.panel.hide()
    QCoreApplication.processEvents()
    assert window.panel.live.item.image is None and not window.panel.live.is_on
