"""How onnxruntime is installed for the Python that runs this: which program that is, which package, in which words."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from pathlib import Path

COMPANIONS = ('flatbuffers', 'packaging', 'protobuf')  # all that onnxruntime needs beside numpy, the host's own
RUNTIME_VERSION = '1.17'  # the oldest onnxruntime that is tested


def has_nvidia_driver() -> bool:
    """Whether the operating system has an NVIDIA driver loaded."""
    if os.name == 'nt':
        return Path(os.environ.get('SYSTEMROOT', 'C:\\Windows'), 'System32', 'nvcuda.dll').exists()
    return Path('/proc/driver/nvidia/version').exists() or Path('/dev/nvidiactl').exists()


def install_line() -> str:
    """Return the command that installs onnxruntime for this Python and leaves its numpy alone."""
    package = 'onnxruntime-gpu' if has_nvidia_driver() else 'onnxruntime'
    where = '' if sys.prefix != sys.base_prefix else '--user '
    if where and Path(sysconfig.get_path('stdlib'), 'EXTERNALLY-MANAGED').exists():
        where += '--break-system-packages '  # Debian refuses --user without it
    return _pip_first() + (
        f'"{python_program()}" -m pip install {where}--no-deps --only-binary=:all: '
        f'"{package}>={RUNTIME_VERSION}" {" ".join(COMPANIONS)}'
    )


def _pip_first() -> str:
    """Return what brings pip where this Python has none, as a fresh Debian's has not."""
    folders = [path for path in sys.path if path.startswith(sys.prefix)] + [site.getusersitepackages()]
    if any(Path(folder, 'pip').is_dir() for folder in folders):
        return ''
    debian = os.name == 'posix' and Path('/usr/bin/apt-get').exists()
    return 'sudo apt-get install python3-pip && ' if debian else f'"{python_program()}" -m ensurepip --user && '


def python_program() -> str:
    """Return the interpreter of this prefix.

    Inside QGIS sys.executable is QGIS itself (Windows, macOS) or the first python3 of PATH, whosever it is (Linux).
    """
    if os.name == 'nt':
        folder, names = Path(sys.prefix), ('python.exe', 'python3.exe')
    else:
        folder, names = Path(sys.prefix, 'bin'), (f'python{sys.version_info[0]}.{sys.version_info[1]}', 'python3')
    found = [str(folder / name) for name in names if (folder / name).exists()]
    return found[0] if found else sys.executable or 'python3'
