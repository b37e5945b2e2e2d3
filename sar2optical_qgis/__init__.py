"""SAR2Optical: optical pictures from Sentinel-1 and from cloudy Sentinel-2.

Imports without QGIS, so that the core can be used alone.
"""

from __future__ import annotations


def classFactory(iface):
    """The plugin object. `iface` is None under qgis_process."""
    from .host import gdal_exceptions

    with gdal_exceptions():  # importing the core switches them on
        from .plugin import Sar2OpticalPlugin

    return Sar2OpticalPlugin(iface)
