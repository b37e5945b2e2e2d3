"""Inside QGIS (qgis --code, see screenshots.py): does what a new user does, by clicks, and takes pictures of it."""

from __future__ import annotations

import json
import sys
import traceback

from hands import FOLDER, click, picture, rest, screen, seconds, step, wait
from layers import SAMPLE, in_grey, in_natural_colour, layer, show
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface
from steps import drag_the_line, install_plugin, install_runtime, models_page, report, run_on_the_whole_layer, see


def sit():
    """Everything, one after the other."""
    main, canvas = iface.mainWindow(), iface.mapCanvas()
    main.move(0, 0)
    main.resize(1400, 900)
    for name in ('Browser', 'Layer Styling', 'ProcessingToolbox'):
        if (panel := main.findChild(object, name)) is not None:
            panel.setVisible(False)
    with step('install the plugin from its zip'):
        window = install_plugin()
    rest(0.5)
    screen('message.png')
    with step('install onnxruntime with the button'):
        install_runtime(window)
    rest(0.5)
    screen('install.jpg')
    window.dialog.reject()
    with step('load a radar layer'):
        s1 = layer('s1.tif', 'Sentinel-1')
        wait(lambda: not canvas.isDrawing())
    window.preview_action.trigger()
    dock = window.dock
    rest(0.3)
    seconds['colour on the map after the tick (first picture)'] = see(dock)
    seconds['all four steps'] = round(sum(seconds.values()), 1)
    rest()
    screen('first_colour.png')
    cover, cloudy = layer('landcover.tif', 'Land cover'), layer('s2_cloudy.tif', 'Sentinel-2, cloudy')
    scl = layer('scl.tif', 'SCL')
    in_grey(s1)
    in_natural_colour(cloudy)
    QgsProject.instance().setCrs(s1.crs())
    click(dock.switch, QPoint(8, dock.switch.height() // 2))
    form = dock.form
    show(s1)
    form.radar.setLayer(s1)
    form.landcover.setLayer(cover)
    seconds['radar again, with land cover (first picture)'] = see(dock)
    iface.messageBar().clearWidgets()  # QGIS before 3.26 tells of every task
    rest()
    picture(main, 'live_preview.jpg')
    drag_the_line(dock, 0.25)
    QTest.keyClick(dock.opacity, Qt.Key.Key_PageDown)
    assert dock.live.item.opacity < 1.0
    rest(0.5)
    picture(main, 'swiped.png')
    QTest.keyClick(dock.opacity, Qt.Key.Key_PageUp)
    drag_the_line(dock, 0.5)
    dock.save(str(SAMPLE / 'saved.tif'))
    assert any(made.name().endswith('(generated)') for made in QgsProject.instance().mapLayers().values())
    run_on_the_whole_layer(dock)
    rest()
    picture(main, 'whole_layer.png')
    click(dock.switch, QPoint(8, dock.switch.height() // 2))
    show(cloudy)
    form.task.setCurrentIndex(1)
    form.image.setLayer(cloudy)
    form.mask.setLayer(scl)
    form.sar.setLayer(s1)
    seconds['clouds (first picture)'] = see(dock)
    iface.messageBar().clearWidgets()
    rest()
    picture(main, 'clouds_preview.jpg')
    click(dock.switch, QPoint(8, dock.switch.height() // 2))
    models_page(window)
    report(cloudy, scl, s1)


def begin():
    try:
        sit()
        (FOLDER / 'done.json').write_text(json.dumps(seconds), encoding='utf-8')
    except Exception:  # a script of QGIS has nobody above it
        traceback.print_exc()
        sys.stderr.flush()
        screen('failed.png')
    QgsProject.instance().clear()
    QgsProject.instance().setDirty(False)
    QgsApplication.instance().exit()


QTimer.singleShot(3000, begin)
