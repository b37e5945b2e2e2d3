"""From what the user chose (a layer, a path) to what the core opens (a GDAL path, bounds): the main thread's part."""

from __future__ import annotations

from osgeo import gdal
from qgis.core import QgsProcessingException, QgsProviderRegistry


def gdal_path(layer, name):
    """The path under which GDAL opens a raster layer. QgsProcessingException for layers that hold no file of values."""
    provider = layer.providerType()
    if provider != 'gdal':
        raise QgsProcessingException(
            f'{name}: the layer "{layer.name()}" comes from the provider "{provider}", which has no file of pixel '
            'values to read. Save it as a GeoTIFF (Export, Save As, Raw data) and use that file.'
        )
    parts = QgsProviderRegistry.instance().decodeUri('gdal', layer.source())
    path = ''.join(parts.get(key) or '' for key in ('vsiPrefix', 'path', 'vsiSuffix'))
    return f'GPKG:{path}:{parts["layerName"]}' if parts.get('layerName') else path


def unreadable(name, value, remedy):
    """The sentence for a raster parameter that is missing or cannot be opened."""
    if value in (None, ''):
        return f'{name} is missing. {remedy}'
    shown = value.name() if hasattr(value, 'name') else value
    return f'{name} cannot be read as a raster: {shown}. {remedy}'


def bounds(algorithm, parameters, context, layer, name='INPUT'):
    """EXTENT as (xmin, ymin, xmax, ymax) in the CRS of `layer`, or None where no extent was given."""
    if parameters.get('EXTENT') in (None, ''):
        return None
    box = algorithm.parameterAsExtent(parameters, 'EXTENT', context, layer.crs())
    if box.isNull():
        return None
    if box.isEmpty() or not box.isFinite():
        raise QgsProcessingException(
            f'EXTENT is empty or cannot be brought into the CRS of {name}. Draw a box over it, or leave EXTENT empty.'
        )
    west, south, east, north = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
    if gdal.Open(gdal_path(layer, name)).GetGeoTransform(can_return_null=True) is None:
        south, north = -north, -south  # a picture without a place: QGIS counts rows downwards from 0, GDAL upwards
    return west, south, east, north
