"""From what the user chose (a layer, a path) to what the core opens (a GDAL path, bounds): the main thread's part."""

from __future__ import annotations

import hashlib
import os

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..core.errors import InputError
from ..core.raster.area import Area
from ..core.raster.codecs import missing_for
from ..core.raster.vectors import RASTERIZE, told_of_vector
from ..core.sentinel.layers import is_product, open_layer, write_vrt
from ..host import gdal_exceptions

_PRODUCTS: dict[str, str] = {}  # a VRT that QGIS opens in place of a Sentinel-2 product, which it cannot: that product


def with_products(algorithm, parameters):
    """The parameters with a VRT in place of each .SAFE folder, its metadata file or zip, for Processing to open."""
    outputs = {definition.name() for definition in algorithm.destinationParameterDefinitions()}
    with gdal_exceptions():
        return {name: value if name in outputs else _opened(value, name) for name, value in parameters.items()}


def _opened(value, name):
    if isinstance(value, (list, tuple)):
        return [_opened(part, name) for part in value]
    if not isinstance(value, str) or not is_product(value):
        return value
    where = hashlib.sha256(os.path.realpath(value).encode()).hexdigest()[:12]
    folder = os.path.join(QgsProcessingUtils.tempFolder(), where)
    try:
        vrt = write_vrt(value, folder)
    except InputError as error:
        raise QgsProcessingException(f'{name}: {error}') from error
    _PRODUCTS[vrt] = value
    return vrt


def gdal_path(layer, name):
    """The path under which GDAL opens a raster layer. QgsProcessingException for layers that hold no file of values."""
    provider = layer.providerType()
    if isinstance(layer, QgsVectorLayer):
        raise QgsProcessingException(f'{name}: {layer.name()} {RASTERIZE}.')
    if provider != 'gdal':
        raise QgsProcessingException(
            f'{name}: the layer "{layer.name()}" comes from the provider "{provider}", which has no file of pixel '
            'values to read. Save it as a GeoTIFF (Export, Save As, Raw data) and use that file.'
        )
    if layer.source() in _PRODUCTS:
        return _PRODUCTS[layer.source()]
    parts = QgsProviderRegistry.instance().decodeUri('gdal', layer.source())
    path = ''.join(parts.get(key) or '' for key in ('vsiPrefix', 'path', 'vsiSuffix'))
    return f'GPKG:{path}:{parts["layerName"]}' if parts.get('layerName') else path


def unread_nodata(layer, name):
    """A sentence where the layer's properties in QGIS change what is no data: the file is read, which does not know."""
    source, bands = layer.dataProvider(), range(1, layer.bandCount() + 1)
    is_changed = any(
        source.userNoDataValues(band) or (source.sourceHasNoDataValue(band) and not source.useSourceNoDataValue(band))
        for band in bands
    )
    return is_changed and (
        f'{name}: what the properties of the layer "{layer.name()}" say of no data is not read, only its file. '
        'Export the layer (Save As, Raw data) with that no data, and use the new file.'
    )


def unreadable(name, value, remedy):
    """The sentence for a raster parameter that is missing or cannot be opened."""
    if value in (None, ''):
        return f'{name} is missing. {remedy}'
    shown = value.name() if hasattr(value, 'name') else value
    if isinstance(value, str):
        with gdal_exceptions():
            missing, vector = missing_for(value), told_of_vector(value)
        if missing:
            return f'{name}: {missing}'
        if vector:
            return f'{name}: {os.path.basename(value)} {vector}'
    if isinstance(value, QgsVectorLayer):
        return f'{name}: {shown} {RASTERIZE}.'
    return f'{name} cannot be read as a raster: {shown}. {remedy}'


def place_of(layer, name):
    """(CRS in which the core reads a layer, whether it lies anywhere): QGIS and the core differ on control points."""
    try:
        with gdal_exceptions():
            raster = open_layer(gdal_path(layer, name), name)
    except InputError as error:
        raise QgsProcessingException(str(error)) from error
    crs = QgsCoordinateReferenceSystem.fromWkt(raster.grid.crs) if raster.is_warped else layer.crs()
    return crs, raster.dataset.GetGeoTransform(can_return_null=True) is not None


def bounds(algorithm, parameters, context, layer, name='INPUT'):
    """EXTENT as (xmin, ymin, xmax, ymax) in the CRS in which the core reads `layer`, or None without any."""
    if parameters.get('EXTENT') in (None, ''):
        return None
    crs, has_place = place_of(layer, name)
    box = algorithm.parameterAsExtent(parameters, 'EXTENT', context, crs)
    if box.isNull():
        return None
    if box.isEmpty() or not box.isFinite():
        raise QgsProcessingException(
            f'EXTENT is empty or cannot be brought into the CRS of {name}. Draw a box over it, or leave EXTENT empty.'
        )
    west, south, east, north = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
    if not has_place:
        south, north = -north, -south  # a picture without a place: QGIS counts rows downwards from 0, GDAL upwards
    return west, south, east, north


def area(algorithm, parameters, context, name='AREA'):
    """The polygons of a vector layer, or of the features selected in it; None where it was left empty."""
    value = parameters.get(name)
    if value in (None, ''):
        return None
    source, remedy = algorithm.parameterAsSource(parameters, name, context), 'Choose a layer of polygons over INPUT.'
    if source is None:
        raise QgsProcessingException(f'{name} cannot be read as a vector layer: {value}. {remedy}')
    shapes = [feature.geometry() for feature in source.getFeatures() if feature.hasGeometry()]
    kind = QgsWkbTypes.GeometryType.PolygonGeometry
    polygons = tuple(bytes(shape.asWkb()) for shape in shapes if shape.type() == kind and not shape.isEmpty())
    if not polygons:
        selected = isinstance(value, QgsProcessingFeatureSourceDefinition) and value.selectedFeaturesOnly
        what = 'none is selected' if selected and not shapes else 'it has none'
        raise QgsProcessingException(f'{name} needs polygons, but {what}. {remedy}')
    crs = source.sourceCrs()
    if not crs.isValid():
        raise QgsProcessingException(
            f'{name} has no CRS. Assign its projection first (Vector > Data Management Tools).'
        )
    return Area(polygons, crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2019))
