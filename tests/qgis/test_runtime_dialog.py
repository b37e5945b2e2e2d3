"""Installing onnxruntime with a click, from a real folder of wheels, and taking it out again."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import threading
import time
import venv
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog

from sar2optical_qgis.core.errors import OutputError
from sar2optical_qgis.core.model import runtime


@pytest.fixture
def dialog(qgis_app, tmp_path, monkeypatch):
    from sar2optical_qgis.gui.runtime_dialog import RuntimeDialog

    monkeypatch.setattr(sys, 'path', list(sys.path))
    monkeypatch.setattr('sar2optical_qgis.core.model.installation.has_nvidia_driver', lambda: False)
    monkeypatch.setattr('sar2optical_qgis.core.model.runtime.has_nvidia_driver', lambda: False)
    window = RuntimeDialog(folder=runtime.runtime_folder(tmp_path / 'profile'))
    window.ends = []
    window.done_with.connect(window.ends.append)
    window.show()
    yield window
    window.reject()


def click(dialog, button):
    """Click and wait for the end of what it starts."""
    return finish(dialog, lambda: QTest.mouseClick(button, Qt.MouseButton.LeftButton))


def finish(dialog, start, seconds=120):
    """Start something and wait for its end."""
    count = len(dialog.ends)
    start()
    end = time.monotonic() + seconds
    while len(dialog.ends) == count and time.monotonic() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        time.sleep(0.01)  # the worker needs the interpreter too
    return dialog.ends[-1]


def test_a_click_installs_from_a_folder_of_wheels_and_another_takes_it_out(dialog, wheels, monkeypatch, root):
    monkeypatch.setattr(QFileDialog, 'getExistingDirectory', lambda *words: wheels)
    assert click(dialog, dialog.wheels_button), dialog.log.toPlainText()
    assert 'is ready (CPUExecutionProvider' in dialog.log.toPlainText()
    assert sys.path[-1] == str(dialog.folder)
    present = {path.name for path in dialog.folder.iterdir()}
    assert {'onnxruntime', 'flatbuffers', 'google', 'packaging'} <= present and 'numpy' not in present
    assert runs_in_a_bare_python(dialog.folder, root)
    assert not click(dialog, dialog.remove_button)
    assert not dialog.folder.exists() and str(dialog.folder) not in sys.path


def runs_in_a_bare_python(folder, root):
    """Whether the host's own Python, without this venv, runs a shipped network with that folder last on its path."""
    code = (
        f'import sys; sys.path += [{str(folder)!r}, {str(root)!r}]; import numpy as np\n'
        'from sar2optical_qgis.core.model.network import Network\n'
        'from sar2optical_qgis.core.model.registry import find_model\n'
        "network = Network(find_model('', 'sar-to-optical'), 'cpu')\n"
        'mean, sigma = network(np.zeros((1, len(network.card.channels), 64, 64), np.float32))\n'
        "print(mean.shape, network.runtime.__file__, 'venv' in np.__file__)"
    )
    host = Path(sys.base_prefix, 'bin', f'python{sys.version_info[0]}.{sys.version_info[1]}')
    done = subprocess.run([str(host), '-c', code], capture_output=True, text=True, timeout=120)
    return done.stdout.startswith('(1, 3, 64, 64)') and str(folder) in done.stdout and 'False' in done.stdout


def test_an_empty_folder_changes_nothing_and_says_what_to_do(dialog, tmp_path):
    (tmp_path / 'empty').mkdir()
    assert not finish(dialog, lambda: dialog.install(str(tmp_path / 'empty')))
    assert 'nothing was changed' in dialog.log.toPlainText() and not dialog.folder.exists()
    assert 'wheels of onnxruntime, flatbuffers, packaging, protobuf' in dialog.log.toPlainText()
    assert dialog.install_button.isEnabled()


@pytest.fixture
def without_pip(tmp_path, monkeypatch):
    """A Python as Debian's is: without pip."""
    venv.create(tmp_path / 'bare', with_pip=False)
    program = str(tmp_path / 'bare' / 'bin' / 'python')
    monkeypatch.setattr('sar2optical_qgis.core.model.runtime.python_program', lambda: program)


@pytest.fixture
def server(pip_wheel):
    """A web server on this machine that has the wheel of pip."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(pip_wheel.parent))
    with ThreadingHTTPServer(('127.0.0.1', 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f'http://127.0.0.1:{running.server_address[1]}'
        running.shutdown()


def test_a_python_without_pip_takes_it_from_the_folder_of_wheels(dialog, wheels, pip_wheel, without_pip, tmp_path):
    folder = shutil.copytree(wheels, tmp_path / 'with_pip')
    assert not finish(dialog, lambda: dialog.install(str(folder)))
    assert 'no wheel of it' in dialog.log.toPlainText() and not dialog.folder.exists()
    shutil.copy(pip_wheel, folder)
    assert finish(dialog, lambda: dialog.install(str(folder))), dialog.log.toPlainText()
    assert not (dialog.folder / 'pip').exists() and (dialog.folder / 'onnxruntime').is_dir()


def test_a_python_without_pip_gets_it_downloaded_and_checked(
    dialog, wheels, pip_wheel, without_pip, server, monkeypatch
):
    monkeypatch.setattr(runtime, 'PIP_URL', f'{server}/{pip_wheel.name}')
    monkeypatch.setenv('PIP_NO_INDEX', '1')
    monkeypatch.setenv('PIP_FIND_LINKS', wheels)  # the packages themselves need no network here
    assert not finish(dialog, dialog.install)  # not the pinned one, to the bit
    assert 'could not be downloaded' in dialog.log.toPlainText() and not dialog.folder.exists()
    monkeypatch.setattr(runtime, 'PIP_SHA256', hashlib.sha256(pip_wheel.read_bytes()).hexdigest())
    assert finish(dialog, dialog.install), dialog.log.toPlainText()
    assert 'is ready' in dialog.log.toPlainText() and dialog.install_button.isEnabled()


def test_what_does_not_load_here_is_taken_out_again(dialog, wheels, monkeypatch):
    report = {'version': '', 'problem': 'libc is too old', 'claimed': (), 'loaded': ()}
    monkeypatch.setattr('sar2optical_qgis.core.model.network.runtime_report', lambda: report)
    monkeypatch.setattr(QFileDialog, 'getExistingDirectory', lambda *words: wheels)
    assert not click(dialog, dialog.wheels_button)
    assert 'libc is too old' in dialog.log.toPlainText()
    assert not dialog.folder.exists() and str(dialog.folder) not in sys.path and dialog.install_button.isEnabled()


def test_settings_of_pip_that_forbid_a_folder_of_its_own_do_not_stop_it(dialog, wheels, monkeypatch):
    monkeypatch.setenv('PIP_USER', '1')
    monkeypatch.setenv('PIP_REQUIRE_VIRTUALENV', '1')
    monkeypatch.setattr(QFileDialog, 'getExistingDirectory', lambda *words: wheels)
    assert click(dialog, dialog.wheels_button), dialog.log.toPlainText()


def test_the_line_by_hand_is_shown_and_no_password_is(dialog):
    assert '-m pip install' in dialog.line.text() and '--no-deps' in dialog.line.text()
    from sar2optical_qgis.gui.runtime_dialog import _environment

    settings = QgsSettings()
    for key, value in (
        ('Enabled', True),
        ('Host', 'proxy.here'),
        ('Port', '8080'),
        ('User', 'me'),
        ('Password', 'p@w'),
    ):
        settings.setValue(f'proxy/proxy{key}', value)
    try:
        assert _environment().value('HTTPS_PROXY') == 'http://me:p%40w@proxy.here:8080'
        settings.setValue('proxy/proxyType', 'Socks5Proxy')
        assert _environment().value('https_proxy').startswith('socks5://')
        assert 'p@w' not in ' '.join(runtime.install_command(dialog.folder))
    finally:
        settings.remove('proxy')


def test_the_command_takes_wheels_of_a_fixed_set_and_no_dependencies(tmp_path):
    command = runtime.install_command(tmp_path / 'runtime', gpu=True)
    assert command[-4:] == ['onnxruntime-gpu>=1.17', *runtime.COMPANIONS]
    assert {'--no-deps', '--only-binary=:all:', '--target'} <= set(command) and 'numpy' not in ' '.join(command)


def test_an_installation_that_brought_numpy_is_thrown_away(tmp_path):
    folder = tmp_path / 'runtime'
    for name in ('onnxruntime', 'numpy'):
        (runtime.partial(folder) / name).mkdir(parents=True)
    with pytest.raises(OutputError, match='more than was asked for'):
        runtime.complete(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_new_installation_takes_the_place_of_the_old_one_when_it_is_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, 'path', list(sys.path))
    folder = tmp_path / 'runtime'
    (folder / 'old').mkdir(parents=True)
    (runtime.partial(folder) / 'onnxruntime').mkdir(parents=True)
    runtime.complete(folder)
    assert [path.name for path in folder.iterdir()] == ['onnxruntime'] and sys.path[-1] == str(folder)


def test_a_folder_that_is_not_there_is_not_put_on_the_path(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, 'path', list(sys.path))
    runtime.activate(tmp_path / 'nothing')
    assert str(tmp_path / 'nothing') not in sys.path
