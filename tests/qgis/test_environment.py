"""The Environment algorithm tells the truth about this installation, also where things are broken."""

from __future__ import annotations

import builtins
import hashlib
import json
import os
import shutil
import sys

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.algorithms import _generating
from sar2optical_qgis.core.machine import matmul
from sar2optical_qgis.core.model import installation


def test_versions_are_those_that_run(run):
    results = run('environment', {})
    assert results['NUMPY'] == np.__version__ and results['GDAL'] == gdal.__version__
    assert results['PYTHON'] == sys.version.split()[0]
    assert results['VERSION'].count('.') == 2


def test_providers_are_those_that_open_a_session(run):
    pytest.importorskip('onnxruntime')
    assert 'CPUExecutionProvider' in run('environment', {})['PROVIDERS']


def test_a_missing_onnxruntime_is_told_with_the_line_that_installs_it(run, monkeypatch):
    monkeypatch.setitem(sys.modules, 'onnxruntime', None)
    results = run('environment', {})
    assert 'cannot be loaded' in results['ONNXRUNTIME'] and results['PROVIDERS'] == 'none'
    assert '-m pip install' in results['INSTALL'] and '--no-deps' in results['INSTALL']
    assert 'numpy' not in results['INSTALL']


def test_the_install_line_names_the_python_that_runs_whatever_path_says(run, monkeypatch):
    monkeypatch.setattr(sys, 'executable', '/somebody/elses/shims/python3')
    python = run('environment', {})['INSTALL'].split('"')[1]
    assert python.startswith(sys.prefix) and os.path.exists(python)


def test_a_python_without_pip_gets_it_first(run, monkeypatch, tmp_path):
    assert 'python3-pip' not in run('environment', {})['INSTALL']
    monkeypatch.setattr(sys, 'path', [path for path in sys.path if 'packages' not in path])
    monkeypatch.setattr('site.getusersitepackages', lambda: str(tmp_path))
    first, then = installation.install_line().split(' && ')
    assert ('python3-pip' in first or 'ensurepip' in first) and '-m pip install' in then


def test_a_slow_blas_is_told_with_its_remedy(run, monkeypatch):
    assert run('environment', {})['BLAS']
    monkeypatch.setattr(matmul, 'is_reference_blas', lambda: True)
    assert 'libopenblas0-pthread' in run('environment', {})['BLAS']


def test_a_run_tells_once_of_a_slow_blas(run, scene, tmp_path, monkeypatch, log):
    monkeypatch.setattr(matmul, 'is_reference_blas', lambda: True)
    monkeypatch.setattr(_generating, '_told', set())
    for name in ('a.tif', 'b.tif'):
        run('removeclouds', scene.cloud_parameters(OUTPUT=str(tmp_path / name)), feedback=log)
    assert len([line for line in log.warnings if 'libopenblas0-pthread' in line]) == 1


def test_a_web_service_is_no_device(run):
    assert 'Azure' not in run('environment', {})['PROVIDERS']


def test_models_are_listed_with_their_hash_and_card(run, root):
    for model in json.loads(run('environment', {})['MODELS']):
        content = (root / 'resources' / 'models' / model['file']).read_bytes()
        assert model['sha256'] == hashlib.sha256(content).hexdigest()
        assert model['card']['task'] in ('sar-to-optical', 'older-picture', 'cloud-mask', 'cloud-removal', 'series')


def test_a_damaged_model_is_named_and_the_others_still_listed(run, monkeypatch, tmp_path, sar_model):
    models = tmp_path / 'models'
    models.mkdir()
    (models / 'a_broken.onnx').write_bytes(b'no model')
    shutil.copy(sar_model, models / 'b_whole.onnx')
    monkeypatch.setattr('sar2optical_qgis.core.model.registry.resources_dir', lambda: tmp_path)
    results = run('environment', {})
    broken, whole = json.loads(results['MODELS'])
    assert 'a_broken.onnx is not a whole ONNX model' in broken['problem'] and whole['name'] == 'tiny'
    assert results['MODEL_COUNT'] == 1


def test_the_report_is_a_page_that_holds_what_the_log_says(run, tmp_path, log):
    results = run('environment', {'REPORT': str(tmp_path / 'report.html')}, feedback=log)
    page = (tmp_path / 'report.html').read_text('utf-8')
    assert results['REPORT'] == str(tmp_path / 'report.html')
    assert np.__version__ in page and '<script' not in page
    assert any(np.__version__ in line for line in log.infos)


def test_a_report_that_cannot_be_written_is_an_error_with_a_remedy(run, tmp_path):
    from qgis.core import QgsProcessingException

    (tmp_path / 'file').write_text('in the way')
    with pytest.raises(QgsProcessingException, match='Choose a folder that you may write to'):
        run('environment', {'REPORT': str(tmp_path / 'file' / 'report.html')})


def test_nothing_is_printed(run, monkeypatch):
    monkeypatch.setattr(builtins, 'print', lambda *words, **options: pytest.fail(f'printed {words}'))
    run('environment', {})
