"""Small rasters and tiny ONNX models for tests, made on the spot."""

from __future__ import annotations

import zipfile
from importlib import metadata

import numpy as np
from osgeo import gdal, osr

gdal.UseExceptions()


def read(path) -> np.ndarray:
    """Return (bands, rows, cols) of a raster file."""
    values = gdal.Open(str(path)).ReadAsArray()
    return values if values.ndim == 3 else values[None]


def write_raster(
    path, values, descriptions=(), epsg=32631, origin=(500000.0, 5600000.0), pixel=10.0, nodata=None, turn=0.0
):
    """A GeoTIFF of (bands, rows, cols) values, north up unless `turn` (map units a pixel) rotates it; its path."""
    kind = {'uint8': gdal.GDT_Byte, 'uint16': gdal.GDT_UInt16}.get(str(values.dtype), gdal.GDT_Float32)
    bands, rows, columns = values.shape
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), columns, rows, bands, kind)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.SetGeoTransform((origin[0], pixel, turn, origin[1], turn, -pixel))
    for number, band_values in enumerate(values, 1):
        band = dataset.GetRasterBand(number)
        if nodata is not None:  # first: newer GDAL leaves rows of 0 out of the file, and they would be nodata then
            band.SetNoDataValue(nodata)
        band.WriteArray(band_values)
        if descriptions:
            band.SetDescription(descriptions[number - 1])
    dataset = None
    return str(path)


def write_model(path, task, channels, bands, units, weights, covers=None):
    """An ONNX model after the card convention: mean = weights (bands, channels) times input, sigma = 0.05.

    With ``covers``, {name: weights (channels,)}, likely = 1 - mean and cover = softmax of those weights times input.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    from sar2optical_qgis.core.model.card import ModelCard

    shape = ('N', 'H', 'W')
    kernel = np.asarray(weights, np.float32)[:, :, None, None]
    constants = [
        numpy_helper.from_array(kernel, 'kernel'),
        numpy_helper.from_array(np.float32(0.0), 'nothing'),
        numpy_helper.from_array(np.float32(0.05), 'doubt'),
    ]
    nodes = [
        helper.make_node('Conv', ['input', 'kernel'], ['mean']),
        helper.make_node('Mul', ['mean', 'nothing'], ['zero']),
        helper.make_node('Add', ['zero', 'doubt'], ['sigma']),
    ]

    def value(name, planes):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, [shape[0], planes, *shape[1:]])

    outputs = [value('mean', len(bands)), value('sigma', len(bands))]
    if covers:
        logits = np.asarray(list(covers.values()), np.float32)[:, :, None, None]
        constants += [numpy_helper.from_array(logits, 'kinds'), numpy_helper.from_array(np.float32(1.0), 'one')]
        nodes += [
            helper.make_node('Sub', ['one', 'mean'], ['likely']),
            helper.make_node('Conv', ['input', 'kinds'], ['logits']),
            helper.make_node('Softmax', ['logits'], ['cover'], axis=1),
        ]
        outputs += [value('likely', len(bands)), value('cover', len(covers))]
    graph = helper.make_graph(nodes, 'tiny', [value('input', len(channels))], outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17)], ir_version=8)
    known = {'channels': channels, 'bands': bands, 'units': units, 'covers': tuple(covers or ())}
    card = ModelCard(name='tiny', task=task, stride=8, halo=8, tile=128, **known)
    helper.set_model_props(model, card.to_metadata())
    onnx.save(model, str(path))
    return str(path)


def pack(name, folder):
    """Pack an installed package into a wheel again; its path. PackageNotFoundError where there is none."""
    package = metadata.distribution(name)
    tag = next((line[5:] for line in (package.read_text('WHEEL') or '').splitlines()[::-1] if line[:5] == 'Tag: '), '')
    path = folder / f'{name}-{package.version}-{tag or "py3-none-any"}.whl'
    with zipfile.ZipFile(path, 'w') as wheel:
        for file in package.files or ():
            if '..' not in file.parts and file.suffix != '.pyc':
                wheel.write(file.locate(), str(file))
        if package.files is None:  # Debian's own packages keep no RECORD
            _pack_pure(package, wheel, name)
    return path


def _pack_pure(package, wheel, name):
    about, module = f'{name}-{package.version}.dist-info', package.locate_file(name)
    for file in sorted(module.rglob('*.py')):
        wheel.write(file, f'{name}/{file.relative_to(module)}')
    wheel.writestr(f'{about}/METADATA', package.read_text('METADATA') or package.read_text('PKG-INFO'))
    wheel.writestr(f'{about}/WHEEL', 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n')
    names = [*wheel.namelist(), f'{about}/RECORD']
    wheel.writestr(f'{about}/RECORD', ''.join(f'{each},,\n' for each in names))
