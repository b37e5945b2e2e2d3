"""Fetching scenes and making the picture of a place through QGIS: its network, its proxy, its windows."""

from __future__ import annotations

import threading
import time

import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeedback,
    QgsNetworkAccessManager,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterExtent,
    QgsProcessingParameterString,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QDate, QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtNetwork import QNetworkProxy
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction

from sar2optical_qgis import network
from sar2optical_qgis.core.catalog.service import HttpError, Patience
from sar2optical_qgis.core.errors import Cancelled, InputError
from tests.stac_archive import NORTH, WEST

EXTENT = f'{WEST + 400},{WEST + 2800},{NORTH - 2600},{NORTH - 400} [EPSG:32632]'
QUICK = Patience(timeout_s=1.0)


@pytest.fixture
def place(server, tmp_path):
    """Parameters of the algorithms that fetch; some may be changed."""

    def parameters(**changes):
        given = {
            'EXTENT': EXTENT, 'DATE': '2024-07-25', 'CATALOG': f'{server.url}/pc/api/stac/v1',
            'FOLDER': str(tmp_path / 'scenes'), 'WORLDCOVER': f'{server.url}/worldcover',
        }  # fmt: skip
        return {**given, **changes}

    return parameters


def test_what_is_fetched_goes_straight_into_the_other_algorithms(run, place, tmp_path):
    got = run('fetchscenes', place(WHAT=['optical', 'radar', 'landcover']))
    assert got['COUNT'] == 3 and 'optical: 2024-07-25' in got['FOUND']
    made = run('removeclouds', {'INPUT': got['OPTICAL'], 'SAR': got['RADAR'], 'METHOD': 'regression',
                                'OUTPUT': str(tmp_path / 'o.tif')})  # fmt: skip
    assert made['GENERATED_PIXELS'] > 10_000  # its mask was found by its name


def test_a_preview_lists_and_writes_nothing(run, place, tmp_path):
    got = run('fetchscenes', place(WHAT=['series'], DAYS='60,30', PREVIEW=True))
    assert got['COUNT'] == 6 and got['MEGABYTES'] > 1 and not (tmp_path / 'scenes').exists()


def test_what_is_fetched_comes_onto_the_map_where_that_is_asked_for(run, place):
    context = QgsProcessingContext()
    run('fetchscenes', place(WHAT=['optical', 'radar', 'landcover'], LOAD=True), context=context)
    shown = {details.name for details in context.layersToLoadOnCompletion().values()}
    assert shown == {'s2_2024-07-25', 's1_2024-07-20_d066', 'WorldCover'}, shown


def test_a_step_of_a_model_makes_the_picture_of_its_own_place_and_day(provider, place, tmp_path, server):
    import processing

    source, step = (
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelChildAlgorithm('sar2optical:pictureofplace'),
    )
    model = QgsProcessingModelAlgorithm('picture', 'test')
    for made in (QgsProcessingParameterExtent('where', 'where'), QgsProcessingParameterString('day', 'day')):
        model.addModelParameter(made, QgsProcessingModelParameter(made.name()))
    step.setChildId('picture')
    for name, value in place(METHOD='regression').items():
        step.addParameterSources(name, [source.fromStaticValue(value)])
    step.addParameterSources('EXTENT', [source.fromModelParameter('where')])
    step.addParameterSources('DATE', [source.fromModelParameter('day')])
    output = QgsProcessingModelOutput('shown', 'shown')
    output.setChildOutputName('OUTPUT')
    output.setChildId('picture')
    step.setModelOutputs({'shown': output})
    model.addChildAlgorithm(step)
    assert model.toFile(str(tmp_path / 'place.model3'))
    again = QgsProcessingModelAlgorithm()
    assert again.fromFile(str(tmp_path / 'place.model3'))
    again.setProvider(QgsApplication.processingRegistry().providerById('model'))
    again.initAlgorithm()
    shown = again.outputDefinitions()[0].name()
    processing.run(again, {'where': EXTENT, 'day': '2024-06-15', shown: str(tmp_path / 'made.tif')})
    assert gdal.Open(str(tmp_path / 'made.tif')).RasterXSize == 240


def test_the_picture_of_a_clear_day_is_not_called_generated(run, place, tmp_path):
    made = run('pictureofplace', place(DATE='2024-06-15', OUTPUT=str(tmp_path / 'o.tif')))
    assert made['WAY_USED'] == 'optical' and made['DAY'] == '2024-06-15' and 'as it was taken' in made['HOW']
    assert (tmp_path / 'o.qml').exists()
    assert gdal.Info(made['OUTPUT'], format='json')['metadata']['']['SAR2OPTICAL_SYNTHETIC'] == 'NO'


@pytest.mark.parametrize(
    ('changes', 'words'),
    [
        ({'DATE': 'yesterday'}, 'DATE'),
        ({'DAYS': 'many'}, 'DAYS "many" cannot be read'),
        ({'CATALOG': 'somewhere'}, 'CATALOG "somewhere" is unknown'),
        ({'CATALOG': 'http://127.0.0.1:9/v1'}, 'gives no answer'),
        ({'EXTENT': '1,1,1,1 [EPSG:4326]'}, 'EXTENT'),
        ({'DATE': '2031-07-25', 'WHAT': ['optical']}, 'Nothing was found'),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(run, place, changes, words, monkeypatch, log):
    monkeypatch.setattr(Patience, '__init__', lambda self, **_: vars(self).update(
        attempts=2, pause_s=0.05, longest_wait_s=1.0, timeout_s=1.0, silence_s=5.0))  # fmt: skip
    with pytest.raises(QgsProcessingException) as caught:
        run('fetchscenes', place(**changes), feedback=log)
    assert words in ' '.join([str(caught.value), *log.errors])


def test_the_host_asks_as_the_core_wants_it(server):
    fetch = network.fetch_for(QgsFeedback(), patience=QUICK)
    assert b'microsoft-pc' in fetch(f'{server.url}/pc/api/stac/v1', None)
    with pytest.raises(HttpError) as caught:
        fetch(f'{server.url}/nowhere', None)
    assert caught.value.status == 404
    server.service.fault = lambda path, number: '429'
    with pytest.raises(HttpError) as caught:
        fetch(f'{server.url}/pc/api/stac/v1', None)
    assert caught.value.status == 429 and caught.value.wait_s == 0.3


@pytest.mark.parametrize('kind', ['stall', 'drop'])
def test_an_answer_that_does_not_come_is_no_answer(server, kind):
    server.service.fault = lambda path, number: kind
    start = time.monotonic()
    with pytest.raises(HttpError) as caught:
        network.fetch_for(QgsFeedback(), patience=QUICK)(f'{server.url}/pc/api/stac/v1', None)
    assert caught.value.status == 0 and time.monotonic() - start < 20.0


def test_a_cancel_ends_the_question(server):
    server.service.fault = lambda path, number: 'stall'
    feedback = QgsFeedback()
    threading.Timer(0.4, feedback.cancel).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        network.fetch_for(feedback)(f'{server.url}/pc/api/stac/v1', None)
    assert time.monotonic() - start < 10.0


def test_the_proxy_of_qgis_is_gdals_too(qgis_app):
    manager = QgsNetworkAccessManager.instance()
    before, excluded, direct = manager.fallbackProxy(), manager.excludeList(), manager.noProxyList()
    try:
        proxy = QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, 'proxy.example', 8080, 'me', 'word')
        manager.setFallbackProxyAndExcludes(proxy, [], ['https://inside.example'])
        options = network.proxy_options('https://planetarycomputer.microsoft.com/api')
        assert options['GDAL_HTTP_PROXY'] == 'proxy.example:8080' and options['GDAL_HTTP_PROXYUSERPWD'] == 'me:word'
        assert network.proxy_options('https://inside.example/stac') == {}
    finally:
        manager.setFallbackProxyAndExcludes(before, excluded, direct)


def test_an_account_goes_to_the_catalogue_that_it_is_for():
    access = network.access_for('http://own.example/stac, planetary-computer')
    assert access.account_hosts == ('own.example',) and 'word' not in repr(access.account)
    with pytest.raises(InputError, match='AUTH is of the kind'):
        network.account_of('nosuch1')


@pytest.fixture
def dialog(qgis_app, qgis_new_project, provider, server, tmp_path, monkeypatch):
    from sar2optical_qgis.gui import place_dialog

    stored = {place_dialog.CATALOG_KEY: f'{server.url}/pc/api/stac/v1', place_dialog.FOLDER_KEY: str(tmp_path / 'out'),
              place_dialog.WORLDCOVER_KEY: f'{server.url}/worldcover'}  # fmt: skip

    class Settings:
        def value(self, key, default=''):
            return stored.get(key, default)

        def setValue(self, key, value):
            stored[key] = value

    monkeypatch.setattr(place_dialog, 'QgsSettings', Settings)
    canvas = QgsMapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem('EPSG:32632'))
    canvas.setExtent(QgsRectangle(WEST + 400, NORTH - 2600, WEST + 2800, NORTH - 400))
    window = place_dialog.PlaceDialog(canvas)
    window.extent.setOutputExtentFromUser(
        QgsRectangle(WEST + 400, NORTH - 2600, WEST + 2800, NORTH - 400), QgsCoordinateReferenceSystem('EPSG:32632')
    )
    window.calendar.setSelectedDate(QDate(2024, 6, 15))
    yield window
    window.close()
    if canvas.mapTool():
        canvas.unsetMapTool(canvas.mapTool())  # it belongs to the window
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    canvas.deleteLater()


def wait(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.02)
    assert condition()


def test_the_place_can_be_drawn_on_the_map(dialog):
    canvas = dialog.canvas
    canvas.resize(400, 400)
    canvas.show()
    dialog.show()
    QCoreApplication.processEvents()
    draw = next(a for a in dialog.extent.findChildren(QAction) if 'Draw' in a.text())
    draw.trigger()
    view, ends = canvas.viewport(), (QPoint(100, 150), QPoint(220, 260))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, ends[0])
    for end in (QPoint(150, 200), ends[1]):
        moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(end), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton,
                            Qt.KeyboardModifier.NoModifier)  # fmt: skip
        QCoreApplication.sendEvent(view, moved)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, ends[1])
    QCoreApplication.processEvents()
    box, corners = dialog.extent.outputExtent(), [canvas.getCoordinateTransform().toMapCoordinates(end) for end in ends]
    pixel = canvas.mapUnitsPerPixel()
    assert abs(box.xMinimum() - corners[0].x()) < 2 * pixel and abs(box.yMinimum() - corners[1].y()) < 2 * pixel
    assert abs(box.width() - 120 * pixel) < 3 * pixel and dialog.isVisible()


def test_an_open_window_asks_nobody(dialog, server):
    dialog.show()
    QCoreApplication.processEvents()
    assert server.service.requests == []


def test_the_window_lists_what_there_is_with_little_pictures(dialog, server):
    dialog.start_look()
    assert not dialog.run_button.isEnabled() and dialog.stop_button.isEnabled()
    wait(lambda: dialog.look is None)
    names = [dialog.scenes.topLevelItem(k).text(0) for k in range(dialog.scenes.topLevelItemCount())]
    assert 's2_2024-06-15' in names and any(name.startswith('s1_2024-06-14') for name in names)
    assert all(not row.icon(0).isNull() for row in dialog.items.values())
    assert dialog.items['s2_2024-06-15'].font(0).bold() and dialog.items['s2_2024-06-15'].text(1) == '0%'
    assert f'{len(names)} scenes' in dialog.status.text()


def test_run_makes_the_picture_and_adds_it_to_the_map(dialog):
    dialog.start_run()
    wait(lambda: dialog.run_task is None)
    assert 'as it was taken' in dialog.status.text()
    layers = [layer.name() for layer in QgsProject.instance().mapLayers().values()]
    assert '2024-06-15: picture' in layers and len(layers) == 3


def test_a_stopped_look_ends_soon(dialog, server):
    server.service.fault = lambda path, number: 'stall' if 'SCL' in path else ''
    dialog.start_look()
    wait(lambda: server.service.count('/pc/blob') > 0)
    dialog.stop()
    start = time.monotonic()
    wait(lambda: dialog.look is None, 20.0)
    assert time.monotonic() - start < 10.0
    assert QgsApplication.taskManager().countActiveTasks() <= 1
