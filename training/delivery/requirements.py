"""Print the pinned packages that `make setup` installs into .venv, from the dependency groups of pyproject.toml.

    python training/delivery/requirements.py requirements     one requirement a line
    python training/delivery/requirements.py web              of the page and its service alone
    python training/delivery/requirements.py constraints      numpy as the host has it, torchvision never

The numpy of the venv is the host's, version for version: GDAL's and QGIS's Python bindings were built against it, and
another major version in the venv breaks them both.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10 and older
    from pip._vendor import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]


def has_nvidia_gpu() -> bool:
    """Whether `nvidia-smi` exists and finds a GPU."""
    if shutil.which('nvidia-smi') is None:
        return False
    return subprocess.run(['nvidia-smi', '-L'], capture_output=True, check=False).returncode == 0


def requirements(gpu: bool) -> list[str]:
    """All requirements of the dependency groups; onnxruntime-gpu in the place of onnxruntime where there is a GPU."""
    groups = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))['dependency-groups']
    return groups['runtime-gpu' if gpu else 'runtime-cpu'] + groups['training'] + groups['web'] + groups['test']


def web() -> list[str]:
    """Requirements of the page and its service alone; they compute on the CPU."""
    groups = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))['dependency-groups']
    return groups['runtime-cpu'] + groups['web']


def constraints() -> list[str]:
    """Constraints that keep the host's numpy, and make any package that asks for torchvision fail to install."""
    import numpy

    return [f'numpy=={numpy.__version__}', 'torchvision<0']


def main(arguments: list[str]) -> int:
    """Write the list named by the only argument to stdout, one entry a line."""
    wanted = {'requirements': lambda: requirements(has_nvidia_gpu()), 'constraints': constraints, 'web': web}
    if len(arguments) != 1 or arguments[0] not in wanted:
        sys.stderr.write(f'usage: requirements.py {"|".join(wanted)}\n')
        return 2
    sys.stdout.write('\n'.join(wanted[arguments[0]]()) + '\n')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
