"""The runtime folder: onnxruntime installed apart, for this plugin, without touching what the host has.

pip fills the folder with wheels of a fixed set and none of their dependencies; it comes last on sys.path, so that
whatever the host brings goes before it, numpy above all. A Python without pip borrows a wheel of it for this once.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from ..errors import OutputError
from .installation import COMPANIONS, RUNTIME_VERSION, has_nvidia_driver, python_program

MEGABYTES = {False: 30, True: 300}  # to download, without and with GPU
PIP_URL = 'https://files.pythonhosted.org/packages/py3/p/pip/pip-24.0-py3-none-any.whl'  # for a Python without pip
PIP_SHA256 = 'ba0d021a166865d2265246961bec0152ff124de910c5cc39f1156ce3fa7c69dc'


def runtime_folder(profile: str | Path) -> Path:
    """Return the folder below a profile; one for each version of Python, since wheels fit one only."""
    return Path(profile) / 'sar2optical' / f'runtime-py{sys.version_info[0]}.{sys.version_info[1]}'


def is_missing() -> bool:
    """Whether onnxruntime cannot be found, without importing it."""
    try:
        return find_spec('onnxruntime') is None
    except ValueError:  # half imported and given up
        return True


def activate(folder: Path) -> None:
    """Put the folder at the end of the path, where it exists."""
    if folder.is_dir() and str(folder) not in sys.path:
        sys.path.append(str(folder))
    importlib.invalidate_caches()


def package_name(gpu: bool | None = None) -> str:
    """Return which onnxruntime suits this machine, or one with or without ``gpu``."""
    return 'onnxruntime-gpu' if (has_nvidia_driver() if gpu is None else gpu) else 'onnxruntime'


def install_command(folder: Path, wheels: str = '', gpu: bool | None = None, pip: str = '') -> list[str]:
    """Return program and arguments of pip that fill ``folder``.

    ``wheels`` = a folder of wheels, for use offline. ``pip`` = a wheel of pip that is run as it is, '' = Python's own.
    """
    source = ['--no-index', '--find-links', wheels] if wheels else []
    return [
        python_program(), *((f'{pip}/pip',) if pip else ('-m', 'pip')), 'install', '--target', str(partial(folder)),
        '--no-deps', '--only-binary=:all:', '--no-input', '--disable-pip-version-check', '--no-warn-script-location',
        *source,
        f'{package_name(gpu)}>={RUNTIME_VERSION}', *COMPANIONS,
    ]  # fmt: skip


def pip_among(wheels: str) -> str:
    """Return the newest wheel of pip in a folder of wheels, or ''."""
    return max(map(str, Path(wheels).glob('pip-*-py3-none-any.whl')), default='')


def is_our_pip(wheel: Path) -> bool:
    """Whether a downloaded file is the wheel of pip that was asked for, to the bit."""
    return wheel.is_file() and hashlib.sha256(wheel.read_bytes()).hexdigest() == PIP_SHA256


def partial(folder: Path) -> Path:
    """Return where pip works: the folder gets its name when it is whole."""
    return folder.with_name(f'{folder.name}.partial')


def prepare(folder: Path) -> None:
    """Make room for a new installation; raise OutputError where the profile cannot be written."""
    try:
        shutil.rmtree(partial(folder), ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f'{folder.parent} cannot be made ({error.strerror}). Check the profile folder.') from error


def complete(folder: Path) -> None:
    """Take over what pip has put together; raise OutputError where it is not what was asked for."""
    fresh = partial(folder)
    if not (fresh / 'onnxruntime').is_dir() or (fresh / 'numpy').exists():
        shutil.rmtree(fresh, ignore_errors=True)
        raise OutputError('pip did not bring onnxruntime, or brought more than was asked for. Use the line by hand.')
    try:
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(fresh, folder)
    except OSError as error:  # Windows keeps loaded libraries open
        raise OutputError(
            f'The old installation is in use ({error.strerror}). Restart QGIS and install again.'
        ) from error
    activate(folder)


def remove(folder: Path) -> None:
    """Undo an installation; what is loaded stays until QGIS ends."""
    if str(folder) in sys.path:
        sys.path.remove(str(folder))
    try:
        for path in (folder, partial(folder)):
            if path.exists():
                shutil.rmtree(path)
    except OSError as error:
        raise OutputError(f'{folder} is in use ({error.strerror}). Restart QGIS, then remove it again.') from error
    importlib.invalidate_caches()
