"""What `make setup` installs: pinned, with the host's numpy, without torchvision."""

from __future__ import annotations

import subprocess
import sys

import numpy
import pytest

from training.delivery import requirements
from training.delivery.requirements import BESIDE, PARTS


def of(part):
    return requirements.requirements(part, gpu=False)


def test_the_gpu_changes_onnxruntime_and_the_build_of_torch_alone(monkeypatch):
    monkeypatch.setattr(sys, 'platform', 'linux')
    cpu, gpu = ({part: requirements.requirements(part, has_gpu) for part in PARTS} for has_gpu in (False, True))
    assert cpu['runtime'][0].startswith('onnxruntime~=') and gpu['runtime'][0].startswith('onnxruntime-gpu~=')
    assert cpu['torch'] == [f'{line}+cpu' for line in gpu['torch']]
    assert cpu['test'] == gpu['test'] and cpu['training'] == gpu['training']


def test_torch_comes_for_training_alone():
    """What asks for torch would bring its CUDA build along where no CPU build is to be had."""
    assert not any('torch' in line or 'lightning' in line for part in PARTS[:3] for line in of(part))
    assert not any('torchvision' in line for part in PARTS for line in of(part))


def test_what_brings_torchvision_stays_outside_of_the_venv():
    assert any('torchvision' in line for line in of(BESIDE)) and BESIDE not in PARTS


def test_numpy_stays_the_hosts_and_torchvision_cannot_come():
    assert requirements.constraints() == [f'numpy=={numpy.__version__}', 'torchvision<0']


def test_torchvision_is_not_installed():
    code = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torchvision") is not None)'
    assert subprocess.run([sys.executable, '-c', code], check=False).returncode == 0


@pytest.mark.parametrize('arguments', [[], ['anything'], ['runtime', 'constraints']])
def test_wrong_arguments_end_with_2(arguments, capsys):
    assert requirements.main(arguments) == 2
    assert 'usage' in capsys.readouterr().err


def test_no_gpu_is_seen_where_nvidia_smi_is_missing(monkeypatch):
    monkeypatch.setenv('PATH', '')
    assert requirements.has_nvidia_gpu() is False
