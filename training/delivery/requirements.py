"""Print the pinned packages of a part of .venv, from the dependency groups of pyproject.toml, one a line.

    python training/delivery/requirements.py runtime       onnxruntime, for the plugin
    python training/delivery/requirements.py web           what the page and its service run on, beside it
    python training/delivery/requirements.py test          what the tests run on
    python training/delivery/requirements.py torch         torch; without a GPU its CPU build
    python training/delivery/requirements.py training      what else training/ and its tests need
    python training/delivery/requirements.py terramind     what TerraMind runs on, in an environment outside of .venv
    python training/delivery/requirements.py constraints   numpy as the host has it, torchvision never

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
PARTS = ('runtime', 'web', 'test', 'torch', 'training')  # of .venv
BESIDE = 'terramind'


def has_nvidia_gpu() -> bool:
    """Whether `nvidia-smi` exists and finds a GPU."""
    if shutil.which('nvidia-smi') is None:
        return False
    return subprocess.run(['nvidia-smi', '-L'], capture_output=True, check=False).returncode == 0


def requirements(part: str, gpu: bool) -> list[str]:
    """Requirements of one of PARTS; ``gpu``: the machine has an NVIDIA GPU."""
    groups = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))['dependency-groups']
    if part == 'runtime':
        return groups['runtime-gpu' if gpu else 'runtime-cpu']
    if part == 'torch' and not gpu and sys.platform == 'linux':
        return [f'{line}+cpu' for line in groups['torch']]  # the build of that version without 5 GB of CUDA
    return groups[part]


def constraints() -> list[str]:
    """Constraints that keep the host's numpy, and make any package that asks for torchvision fail to install."""
    import numpy

    return [f'numpy=={numpy.__version__}', 'torchvision<0']


def main(arguments: list[str]) -> int:
    """Write the list named by the only argument to stdout, one entry a line."""
    if len(arguments) != 1 or arguments[0] not in (*PARTS, BESIDE, 'constraints'):
        sys.stderr.write(f'usage: requirements.py {"|".join((*PARTS, BESIDE))}|constraints\n')
        return 2
    lines = constraints() if arguments == ['constraints'] else requirements(arguments[0], has_nvidia_gpu())
    sys.stdout.write('\n'.join(lines) + '\n')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
