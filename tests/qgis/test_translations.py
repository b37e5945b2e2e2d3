"""Everything that a user reads in windows, algorithms and reports is there in each language, and means the same."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from html.parser import HTMLParser

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from training.delivery.translate import LANGUAGES, texts_of_algorithms

KEPT = re.compile(
    r'\{\w+\}|\b[A-Z][A-Z_0-9]{2,}\b|-?\d+|\.\w{3,4}\b|\b\w+(?= = )'
)  # fields, ids, numbers, words of enums
OWN_WORDS = {'CRS', 'KBS', 'SCR', 'SRC'}  # the same thing in each language
OWN_WORDS |= {word for empty in ('empty', 'leer', 'vide', 'vacío', 'vazio') for word in (empty, empty.capitalize())}


NAMED = {  # what the help page tells to click
    ('MainWindow', 'Live preview'), ('MainWindow', 'Install onnxruntime ...'), ('MainWindow', 'Models ...'),
    ('PreviewDock', 'Live preview on the map'), ('PreviewDock', 'Opacity'), ('PreviewDock', 'Save preview ...'),
    ('PreviewDock', 'Run on the whole layer ...'), ('RuntimeDialog', 'Install'), ('RuntimeDialog', 'Remove'),
    ('ModelsPage', 'Make default'), ('algorithms', 'Environment'), ('algorithms', 'Assess quality'),
}  # fmt: skip


@pytest.fixture(params=LANGUAGES)
def messages(request, root):
    """(language, {(context, source): translation}) of one .ts file."""
    tree = ElementTree.parse(root / 'sar2optical_qgis' / 'i18n' / f'sar2optical_{request.param}.ts').getroot()
    found = {}
    for context in tree.findall('context'):
        for message in context.findall('message'):
            made = message.find('translation')
            assert made.get('type') is None, f'{request.param}: {message.findtext("source")} is {made.get("type")}'
            found[context.findtext('name'), message.findtext('source')] = made.text
    return request.param, found


def kept(text):
    return Counter(word for word in KEPT.findall(text) if word not in OWN_WORDS)


def test_every_text_is_translated_and_keeps_its_fields_ids_and_numbers(messages):
    language, found = messages
    assert len(found) > 220
    for (_, source), made in found.items():
        assert made, f'{language}: {source}'
        assert kept(source) == kept(made), f'{language}: {source}\n{made}'
        assert source.count('\n') == made.count('\n')


def test_every_text_of_the_sources_is_known(messages, root):
    _, found = messages
    asked = {('algorithms', text) for text in texts_of_algorithms()}
    for path in (root / 'sar2optical_qgis' / 'gui').glob('*.py'):
        for owner in (node for node in ast.parse(path.read_text('utf-8')).body if isinstance(node, ast.ClassDef)):
            for node in ast.walk(owner):
                if isinstance(node, ast.Call) and getattr(node.func, 'attr', '') == 'tr':
                    asked.add((owner.name, node.args[0].value))
    assert asked == set(found)


def test_the_files_that_qgis_loads_say_the_same(messages, root):
    language, found = messages
    translator = QTranslator()
    assert translator.load(str(root / 'sar2optical_qgis' / 'i18n' / f'sar2optical_{language}.qm'))
    for (context, source), made in found.items():
        assert translator.translate(context, source) == made


class Page(HTMLParser):
    """Tags, anchors and untranslatable words of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.code, self.text = Counter(), [], ''
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags[tag, dict(attributes).get('id')] += 1
        self.is_code = tag == 'code'

    def handle_data(self, data):
        if getattr(self, 'is_code', False):
            self.code.append(data)
        self.is_code = False
        self.text += data


@pytest.mark.parametrize('language', LANGUAGES)
def test_the_help_page_is_there_in_the_language_of_qgis_and_has_the_same_parts(root, language, monkeypatch):
    from sar2optical_qgis.algorithms._base import help_page

    monkeypatch.setattr(QgsApplication, 'locale', staticmethod(lambda: f'{language}_XX'))
    assert help_page().name == f'index_{language}.html'
    own, english = (Page(path.read_text('utf-8')) for path in (help_page(), root / 'resources/help/index.html'))
    assert own.tags == english.tags and own.code == english.code and own.text != english.text
    assert f'<html lang="{language}">' in help_page().read_text('utf-8')


def test_the_help_page_calls_the_buttons_as_the_windows_do(messages, root):
    language, found = messages
    page = ' '.join((root / 'resources' / 'help' / f'index_{language}.html').read_text('utf-8').split())
    for (context, source), made in found.items():
        if (context, source) in NAMED:
            assert made.rstrip(' …') in page, source


def test_another_language_has_the_english_help_page(monkeypatch):
    from sar2optical_qgis.algorithms._base import help_page

    monkeypatch.setattr(QgsApplication, 'locale', staticmethod(lambda: 'nl_NL'))
    assert help_page().name == 'index.html'


@pytest.mark.parametrize(
    ('language', 'words'), [('de', 'Güte von made'), ('fr', 'Qualité de made'), ('es', 'Calidad de'), ('pt', 'Píxeis')]
)
def test_the_report_and_the_outputs_speak_the_language_of_qgis(run, scene, tmp_path, monkeypatch, language, words):
    from sar2optical_qgis import plugin
    from sar2optical_qgis.algorithms.assess import AssessAlgorithm

    made = scene.write('made.tif', scene.clear, scene.bands)
    page = tmp_path / 'report.html'
    english = _outputs(AssessAlgorithm)
    monkeypatch.setattr(QgsApplication, 'locale', staticmethod(lambda: language))
    translator = plugin.translation()
    try:
        run('assess', {'GENERATED': made, 'REFERENCE': scene.s2, 'REPORT': str(page)})
        assert words in page.read_text('utf-8') and 'All pixels' not in page.read_text('utf-8')
        assert not english & _outputs(AssessAlgorithm)
    finally:
        QCoreApplication.removeTranslator(translator)


def _outputs(algorithm):
    made = algorithm()
    made.initAlgorithm()
    return {output.description() for output in made.outputDefinitions()}
