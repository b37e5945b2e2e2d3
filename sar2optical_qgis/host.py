"""What the plugin borrows from its host and gives back, and what it runs in.

GDAL's exceptions are a switch for the whole of QGIS's Python. The core needs them on. Other plugins may rely on
`gdal.Open` giving None, so they stay on only while the core works.
"""

from __future__ import annotations

import platform
from contextlib import contextmanager
from importlib import metadata
from threading import Lock

import numpy as np
from osgeo import gdal, ogr
from qgis.core import Qgis

from .core.run.provenance import plugin_version

RUNTIMES = ('onnxruntime', 'onnxruntime-gpu', 'onnxruntime-directml')

_lock = Lock()
_users = 0  # runs at this moment; two may overlap in background tasks
_before = [False, False]


@contextmanager
def gdal_exceptions():
    """GDAL raises inside; when the last user leaves, it does again what it did before the first came."""
    global _users, _before
    with _lock:
        if _users == 0:
            _before = [bool(module.GetUseExceptions()) for module in (gdal, ogr)]
            for module in (gdal, ogr):
                module.UseExceptions()
        _users += 1
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            for module, raised in (
                (ogr, _before[1]),
                (gdal, _before[0]),
            ):  # the last to come goes first, before GDAL 3.7
                if _users == 0 and not raised:
                    module.DontUseExceptions()


def versions():
    """{name: version} of the plugin and of all that it runs in; nothing is imported for it."""
    found = {d.metadata['Name']: d.version for d in map(_distribution, RUNTIMES) if d is not None}
    return {
        'SAR2Optical': plugin_version(),
        'QGIS': Qgis.QGIS_VERSION,
        'GDAL': gdal.__version__,
        'numpy': np.__version__,
        **(found or {'onnxruntime': 'not installed'}),
        'Python': platform.python_version(),
        'system': platform.platform(),
    }


def _distribution(name):
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
