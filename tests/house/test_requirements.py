"""What `make setup` installs: pinned, with the host's numpy, without torchvision."""

from __future__ import annotations

import subprocess
import sys

import numpy
import pytest

from training.delivery import requirements


def test_the_gpu_changes_onnxruntime_alone():
    cpu, gpu = requirements.requirements(gpu=False), requirements.requirements(gpu=True)
    assert cpu[0].startswith('onnxruntime~=')
    assert gpu[0].startswith('onnxruntime-gpu~=')
    assert cpu[1:] == gpu[1:]
    assert not any('torchvision' in line for line in cpu)


def test_numpy_stays_the_hosts_and_torchvision_cannot_come():
    assert requirements.constraints() == [f'numpy=={numpy.__version__}', 'torchvision<0']


def test_torchvision_is_not_installed():
    code = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torchvision") is not None)'
    assert subprocess.run([sys.executable, '-c', code], check=False).returncode == 0


@pytest.mark.parametrize('arguments', [[], ['anything'], ['requirements', 'constraints']])
def test_wrong_arguments_end_with_2(arguments, capsys):
    assert requirements.main(arguments) == 2
    assert 'usage' in capsys.readouterr().err


def test_no_gpu_is_seen_where_nvidia_smi_is_missing(monkeypatch):
    monkeypatch.setenv('PATH', '')
    assert requirements.has_nvidia_gpu() is False
