"""The host stays whole: what it had before the plugin and its runtime came, it has afterwards; nothing goes out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from sar2optical_qgis.core.model import runtime
from sar2optical_qgis.core.model.installation import install_line
from tests.conftest import ROOT
from tests.faults import victim
from tests.faults.scenes import make_scene
from tests.installed import copy_plugin, install

STATE = """
import json, os, sys
{before}
from osgeo import gdal
import numpy
keys = ('GDAL_NUM_THREADS', 'GDAL_PAM_ENABLED', 'GDAL_CACHEMAX')
print(json.dumps([numpy.__version__, numpy.__file__, gdal.__version__, gdal.__file__, bool(gdal.GetUseExceptions()),
                  gdal.GetCacheMax(), {{key: gdal.GetConfigOption(key) for key in keys}}, numpy.geterr(),
                  [path for path in sys.path if 'plugins' not in path]]))
"""


def state(environment: dict[str, str], before: str = '') -> list:
    """Return what the host's Python has: numpy, GDAL and its switches, sys.path."""
    words = [_system_python(), '-c', STATE.format(before=before)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def _system_python() -> str:
    return str(Path(sys.base_prefix, 'bin', f'python{sys.version_info[0]}.{sys.version_info[1]}'))


def test_importing_and_starting_the_plugin_changes_nothing_of_the_host(tmp_path):
    plugins = copy_plugin(tmp_path / 'plugins')
    environment = {**os.environ, 'QT_QPA_PLATFORM': 'offscreen'}
    begin = f'sys.path.append({str(plugins)!r})\nfrom osgeo import gdal\ngdal.DontUseExceptions()\n'
    begin += 'from qgis.core import QgsApplication\napp = QgsApplication([], False)\napp.initQgis()\n'
    load = 'import sar2optical_qgis\nplugin = sar2optical_qgis.classFactory(None)\nplugin.initProcessing()\n'
    assert state(environment, begin + load) == state(environment, begin)


def test_the_line_that_installs_the_runtime_leaves_numpy_gdal_and_the_order_of_paths_alone(tmp_path):
    base = tmp_path / 'profile'
    environment = {**os.environ, 'PYTHONUSERBASE': str(base), 'PIP_DISABLE_PIP_VERSION_CHECK': '1'}
    if subprocess.run([_system_python(), '-m', 'pip', '--version'], capture_output=True).returncode:
        pytest.skip("the system's Python has no pip")
    before = state(environment)
    line = install_line().replace(f'"{sys.prefix}/bin/', f'"{sys.base_prefix}/bin/')
    assert 'numpy' not in line and '--no-deps' in line
    if '--user' not in line:
        line = line.replace(' install ', ' install --user --break-system-packages ')
    done = subprocess.run(line, shell=True, env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode and re.search('No matching distribution|connection|resolve', done.stderr, re.IGNORECASE):
        pytest.skip('needs a package index')
    assert done.returncode == 0, done.stderr
    site = next(base.glob('lib/python3*/site-packages'))
    assert (site / 'onnxruntime').is_dir() and not list(site.glob('numpy*')) and not list(site.glob('osgeo*'))
    after = state(environment, 'import onnxruntime')
    assert after[:-1] == before[:-1]
    assert [path for path in after[-1] if path != str(site)] == before[-1]  # the user's folder, where Python puts it
    assert after[-1].index(str(site)) > 0


def test_the_installation_by_click_adds_one_folder_at_the_end_of_the_path_and_nothing_else(tmp_path):
    folder = runtime.runtime_folder(tmp_path / 'profile')
    runtime.prepare(folder)
    done = subprocess.run(runtime.install_command(folder, gpu=False), capture_output=True, text=True, timeout=300)
    if done.returncode and re.search('No matching distribution|connection|resolve', done.stderr, re.IGNORECASE):
        pytest.skip('needs a package index')
    assert done.returncode == 0, done.stderr
    os.replace(runtime.partial(folder), folder)  # complete() would also put it on the path of this process
    assert not list(folder.glob('numpy*')) and not list(folder.glob('osgeo*'))
    ours = (
        f'sys.path.append({str(ROOT)!r})\nfrom pathlib import Path\nfrom sar2optical_qgis.core.model import runtime\n'
    )
    ours += f'from osgeo import gdal\ngdal.DontUseExceptions()\nruntime.activate(Path({str(folder)!r}))\n'
    before = state({**os.environ}, 'from osgeo import gdal\ngdal.DontUseExceptions()')
    after = state({**os.environ}, ours + 'import onnxruntime\nassert onnxruntime.__file__.startswith(sys.path[-1])\n')
    assert after[:-1] == before[:-1] and after[-1] == [*before[-1], str(ROOT), str(folder)]


def test_bandit_as_plugins_qgis_org_runs_it_finds_nothing(tmp_path):
    bandit = shutil.which('bandit') or shutil.which('bandit', path=sysconfig.get_path('scripts'))
    if bandit is None:
        pytest.skip('bandit is not installed')
    copy_plugin(tmp_path)
    shutil.rmtree(tmp_path / 'sar2optical_qgis' / 'web', ignore_errors=True)  # not in the zip
    words = [bandit, '-r', str(tmp_path), '-f', 'json', '--quiet']  # the site adds -ll; this is stricter
    done = subprocess.run(words, capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report['results'] == [] and report['errors'] == [] and len(report['metrics']) > 20


def test_no_run_talks_to_any_network(tmp_path):
    if shutil.which('strace') is None:
        pytest.skip('needs strace')
    scene, out = make_scene(tmp_path / 'inputs', 96), tmp_path / 'out'
    out.mkdir()
    for kind in ('network', 'sar', 'composite'):
        _expect_no_talk(tmp_path, victim.command(scene, kind, out), {**os.environ}, ROOT)


def test_qgis_process_asks_no_network_for_the_plugins_sake(tmp_path):
    installation = install(tmp_path / 'installed') if shutil.which('strace') else None
    if installation is None:
        pytest.skip('needs qgis_process and strace')
    scene = make_scene(tmp_path / 'inputs', 96)
    request = scene.requests['sar']
    words = installation.words('sartooptical', INPUT=request.input, MODEL=request.model, OUTPUT=tmp_path / 'o.tif')
    _expect_no_talk(tmp_path, words, installation.environment, tmp_path)
    assert (tmp_path / 'o.tif').exists()


def _expect_no_talk(folder: Path, words: list[str], environment: dict[str, str], cwd: Path) -> None:
    trace = folder / 'trace.txt'
    strace = ['strace', '-f', '-qq', '-e', 'trace=socket,connect,sendto', '-o', str(trace)]
    done = subprocess.run([*strace, *words], env=environment, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    calls = [line for line in trace.read_text().splitlines() if 'AF_INET' in line and 'connect(' in line]
    assert calls == []
