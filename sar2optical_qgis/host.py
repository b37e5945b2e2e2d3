"""What the plugin borrows from its host and gives back: GDAL's exceptions, a switch for the whole of QGIS's Python.

The core needs them on. Other plugins may rely on `gdal.Open` giving None, so they stay on only while the core works.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock

from osgeo import gdal

_lock = Lock()
_users = 0  # runs at this moment; two may overlap in background tasks
_before = False


@contextmanager
def gdal_exceptions():
    """GDAL raises inside; when the last user leaves, it does again what it did before the first came."""
    global _users, _before
    with _lock:
        if _users == 0:
            _before = bool(gdal.GetUseExceptions())
            gdal.UseExceptions()
        _users += 1
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            if _users == 0 and not _before:
                gdal.DontUseExceptions()
