"""The zip for plugins.qgis.org: a good one passes, and each single fault is found."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from training.delivery import package
from training.delivery.check import LARGEST_BYTES, check_source, check_zip
from training.delivery.stage import stage

GOOD_CODE = 'from qgis.PyQt.QtWidgets import QDialog\n\n\ndef show():\n    QDialog().exec()\n'


@pytest.fixture
def checkout(tmp_path, root) -> Path:
    """A small checkout with the real metadata, LICENSE and icons."""
    place = tmp_path / 'checkout'
    (place / 'sar2optical_qgis' / 'core').mkdir(parents=True)
    (place / 'sar2optical_qgis' / '__init__.py').write_text(GOOD_CODE)
    (place / 'sar2optical_qgis' / 'core' / '__init__.py').write_text('')
    (place / 'resources' / 'icons').mkdir(parents=True)
    (place / 'resources' / 'icons' / 'icon.png').write_bytes((root / 'resources' / 'icons' / 'icon.png').read_bytes())
    for name in ('metadata.txt', 'LICENSE'):
        (place / name).write_bytes((root / name).read_bytes())
    return place


@pytest.fixture
def staged(tmp_path, checkout) -> Path:
    """The small checkout, staged."""
    return stage(checkout, tmp_path / 'plugins' / 'sar2optical_qgis')


def zipped(folder: Path) -> Path:
    target = folder.parent / 'plugin.zip'
    package.build_zip(folder, target)
    return target


def test_a_good_plugin_passes(staged, tmp_path):
    assert check_zip(zipped(staged)) == []
    assert package.main([str(staged), str(tmp_path / 'dist')]) == 0
    built = list((tmp_path / 'dist').iterdir())
    assert [path.name for path in built] == [f'sar2optical_qgis-{package.version_of(staged)}.zip']


def test_the_same_stage_gives_the_same_bytes(staged):
    first = zipped(staged).read_bytes()
    (staged / '__init__.py').touch()
    assert zipped(staged).read_bytes() == first


@pytest.mark.parametrize(
    ('name', 'content', 'words'),
    [
        ('run.sh', 'true', 'must not be in the zip'),
        ('core/fast.so', '', 'must not be in the zip'),
        ('core/__pycache__x/../old.pyc', '', 'must not be in the zip'),
        ('weights.pt', '', 'must not be in the zip'),
        ('web/app.py', '', 'belongs to the web service'),
        ('.hidden', '', 'hidden'),
        ('core/a.py', 'import pickle\n', 'imports pickle'),
        ('core/a.py', 'import torch.nn as nn\n', 'imports torch'),
        ('core/a.py', 'def f():\n    from scipy import ndimage\n', 'imports scipy'),
        ('core/a.py', 'eval("1")\n', 'calls eval()'),
        ('core/a.py', 'import sys\nsys.path.insert(0, "x")\n', 'calls sys.path.insert()'),
        ('core/a.py', 'import subprocess\nsubprocess.run("ls", shell=True)\n', 'shell=True'),
        ('core/a.py', 'import yaml\nyaml.load("")\n', 'calls yaml.load()'),
        ('core/a.py', 'import tarfile\ntarfile.open("a").extractall()\n', 'extracts a tar file'),
        ('core/a.py', 'hf_hub_download("a", "b")\n', 'without a pinned revision'),
        ('core/a.py', 'KEY = "AKIA' + 'A' * 16 + '"\n', 'a secret'),
    ],
)
def test_each_fault_is_found(staged, tmp_path, capsys, name, content, words):
    path = staged / name.replace('__pycache__x/../', '')
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    findings = check_zip(zipped(staged))
    assert len(findings) == 1
    assert words in findings[0]
    assert package.main([str(staged), str(tmp_path / 'dist')]) == 1
    assert words in capsys.readouterr().err
    assert list((tmp_path / 'dist').iterdir()) == []


def test_executable_bits_are_found(staged):
    (staged / '__init__.py').chmod(0o755)
    assert check_zip(zipped(staged)) == ['sar2optical_qgis/__init__.py is executable.']


@pytest.mark.parametrize('name', ['LICENSE', 'metadata.txt', '__init__.py', 'resources/icons/icon.png'])
def test_missing_parts_are_found(staged, name):
    (staged / name).unlink()
    findings = check_zip(zipped(staged))
    assert len(findings) == 1
    assert Path(name).name in findings[0]


@pytest.mark.parametrize(
    ('old', 'new', 'words'),
    [
        ('hasProcessingProvider=yes', 'hasProcessingProvider=no', 'hasProcessingProvider'),
        ('qgisMinimumVersion=3.22', '', 'qgisMinimumVersion'),
        ('about=', 'about=100 % ', 'metadata.txt'),
        ('version=0', 'version=v0', 'version'),
    ],
)
def test_bad_metadata_is_found(staged, old, new, words):
    path = staged / 'metadata.txt'
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    findings = check_zip(zipped(staged))
    assert findings
    assert words in ' '.join(findings)


def test_another_folder_name_and_too_many_bytes_are_found(staged, monkeypatch):
    other = staged.rename(staged.with_name('sar2optical'))
    assert any('lies outside the folder' in finding for finding in check_zip(zipped(other)))
    monkeypatch.setattr('training.delivery.check.LARGEST_BYTES', 1000)
    assert any('MB' in finding for finding in check_zip(zipped(other)))
    assert LARGEST_BYTES <= 25 * 1024**2


def test_a_symbolic_link_is_found(tmp_path):
    path = tmp_path / 'plugin.zip'
    with zipfile.ZipFile(path, 'w') as archive:
        entry = zipfile.ZipInfo('sar2optical_qgis/link')
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, '/etc/passwd')
    assert any('symbolic link' in finding for finding in check_zip(path))


def test_qt_exec_is_no_fault():
    assert check_source('dialog.py', 'dialog.exec()\n') == []


def test_the_real_sources_pass(root):
    for path in (root / 'sar2optical_qgis').rglob('*.py'):
        assert check_source(path.name, path.read_text(encoding='utf-8')) == []


def test_stage_replaces_what_was_there_and_leaves_rubbish_out(checkout, tmp_path):
    target = tmp_path / 'plugins' / 'sar2optical_qgis'
    (checkout / 'sar2optical_qgis' / 'gone.py').write_text('')
    stage(checkout, target)
    assert (target / 'gone.py').exists()
    (checkout / 'sar2optical_qgis' / 'gone.py').unlink()
    (checkout / 'sar2optical_qgis' / '__pycache__').mkdir()
    (checkout / 'sar2optical_qgis' / '__pycache__' / 'a.pyc').write_bytes(b'')
    (checkout / 'sar2optical_qgis' / 'web').mkdir()
    (checkout / 'sar2optical_qgis' / 'web' / 'app.py').write_text('')
    (checkout / 'sar2optical_qgis' / '__init__.py').chmod(0o755)
    (checkout / 'resources' / 'icons' / 'icon.png.aux.xml').write_text('')
    stage(checkout, target)
    present = {path.relative_to(target).as_posix() for path in target.rglob('*') if path.is_file()}
    assert present == {'__init__.py', 'core/__init__.py', 'resources/icons/icon.png', 'metadata.txt', 'LICENSE'}
    assert not (target / '__init__.py').stat().st_mode & 0o111
    assert [path.name for path in target.parent.iterdir()] == ['sar2optical_qgis']


def test_stage_names_a_missing_part(checkout, tmp_path):
    (checkout / 'LICENSE').unlink()
    with pytest.raises(FileNotFoundError, match='LICENSE'):
        stage(checkout, tmp_path / 'plugins' / 'sar2optical_qgis')


def test_the_zip_is_readable_from_memory(staged):
    archive = zipfile.ZipFile(io.BytesIO(zipped(staged).read_bytes()))
    assert archive.testzip() is None
