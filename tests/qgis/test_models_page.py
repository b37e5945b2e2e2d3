"""The models page: what ships, what the user adds, which is taken where none is named."""

from __future__ import annotations

import shutil

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog

from sar2optical_qgis.core.model import library, registry


@pytest.fixture
def page(qgis_app, tmp_path):
    from sar2optical_qgis.gui.options_page import ModelsPage

    before = registry._user.folder
    widget = ModelsPage(folder=tmp_path / 'models')
    widget.resize(900, 400)
    widget.show()
    yield widget
    registry.use_library(before)
    widget.deleteLater()


def click(button):
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def rows(page):
    return {page.table.item(row, 0).text(): row for row in range(page.table.rowCount())}


def test_shipped_models_are_listed_with_task_size_hash_and_licence(page):
    names = {model.name for model in registry.shipped_models()}
    assert names and set(rows(page)) == names
    row = rows(page)['sar_to_optical']
    texts = [page.table.item(row, column).text() for column in range(8)]
    assert texts[1] == 'sar-to-optical' and texts[2] == '●' and 'psnr' in texts[5] and 'GPL' in texts[6]
    model = registry.find_model('sar_to_optical', 'sar-to-optical')
    assert model.sha256.startswith(texts[7]) and page.table.item(row, 7).toolTip() == model.sha256
    assert page.table.item(row, 5).toolTip().splitlines() == texts[5].split(', ')


def test_shipped_models_cannot_be_removed(page):
    page.table.selectRow(rows(page)['sar_to_optical'])
    assert not page.remove_button.isEnabled()


def test_a_model_is_added_made_the_default_and_removed_again(page, sar_model, monkeypatch):
    monkeypatch.setattr(QFileDialog, 'getOpenFileName', lambda *words: (sar_model, ''))
    click(page.add_button)
    assert 'tiny was added' in page.status.text()
    page.table.selectRow(rows(page)['tiny'])
    click(page.default_button)
    assert registry.find_model('', 'sar-to-optical').name == 'tiny'
    assert registry.find_model('tiny', 'sar-to-optical').path.startswith(str(page.folder))
    page.table.selectRow(rows(page)['tiny'])
    click(page.remove_button)
    assert 'tiny' not in rows(page) and registry.find_model('', 'sar-to-optical').name == 'sar_to_optical'


def test_a_default_of_the_user_runs_in_the_algorithms(page, run, scene, sar_model, tmp_path):
    page.add(sar_model)
    page.table.selectRow(rows(page)['tiny'])
    click(page.default_button)
    assert run('sartooptical', {'INPUT': scene.sar, 'OUTPUT': str(tmp_path / 'o.tif')})['MODEL_USED'] == 'tiny'


def test_a_file_that_is_no_model_is_refused_with_a_reason(page, tmp_path):
    (tmp_path / 'other.onnx').write_bytes(b'no model')
    page.add(str(tmp_path / 'other.onnx'))
    assert 'other.onnx' in page.status.text() and not page.folder.exists()


def test_a_name_that_is_taken_is_refused(page, sar_model):
    page.add(sar_model)
    page.add(sar_model)
    assert 'already' in page.status.text()


def test_a_damaged_file_in_the_library_hides_no_other(page, sar_model, tmp_path):
    page.folder.mkdir()
    shutil.copy(sar_model, page.folder / 'b.onnx')
    (page.folder / 'a.onnx').write_bytes(b'broken')
    (page.folder / registry.DEFAULTS).write_text('no json')
    page.refresh()
    assert 'tiny' in rows(page) and len(library.entries()) == len(registry.shipped_models()) + 1
