"""Files of several dimensions: their dates are no bands of one picture."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.sentinel.bands import find_s2_bands, find_sar_bands
from sar2optical_qgis.core.sentinel.layers import open_layer, write_vrt

KIND = gdal.ExtendedDataType.Create(gdal.GDT_Float32)


def cube(path, driver, variables, axis, coordinates):
    """Write variables {name: (n, rows, cols)} over an axis of n coordinates; return the path."""
    root = gdal.GetDriverByName(driver).CreateMultiDimensional(str(path)).GetRootGroup()
    sizes = dict(zip((axis, 'y', 'x'), next(iter(variables.values())).shape))
    axes = [root.CreateDimension(name, '', None, size) for name, size in sizes.items()]
    for each, values in zip(axes, (coordinates, np.arange(sizes['y']), np.arange(sizes['x']))):
        if isinstance(values[0], str):
            root.CreateMDArray(each.GetName(), [each], gdal.ExtendedDataType.CreateString()).Write(list(values))
        else:
            root.CreateMDArray(each.GetName(), [each], KIND).Write(np.asarray(values, np.float32))
    for name, values in variables.items():
        root.CreateMDArray(name, axes, KIND).Write(values.astype(np.float32))
    return str(path)


def planes(count):
    return np.random.default_rng(0).random((count, 6, 8)).astype(np.float32)


@pytest.mark.skipif(gdal.GetDriverByName('netCDF') is None, reason='needs the GDAL driver netCDF')
@pytest.mark.parametrize(
    ('find', 'given'), [(find_sar_bands, 'VV=2'), (find_s2_bands, 'B04=2')], ids=['radar', 'optics']
)
@pytest.mark.parametrize('variable', ['sigma0', 'VV'])
def test_dates_of_one_variable_are_no_two_bands_unless_the_user_says_so(tmp_path, find, given, variable):
    raster = open_layer(cube(tmp_path / 'series.nc', 'netCDF', {variable: planes(2)}, 'time', (0, 12)), 'INPUT')
    with pytest.raises(InputError, match=f'INPUT holds 2 dates of {variable}'):
        find(raster)
    assert list(find(raster, given)[0].values()) == [2]


@pytest.mark.skipif(gdal.GetDriverByName('netCDF') is None, reason='needs the GDAL driver netCDF')
def test_the_wavelengths_along_a_variable_tell_its_bands(tmp_path):
    path = cube(tmp_path / 'spectra.nc', 'netCDF', {'reflectance': planes(4)}, 'wavelength', (492.4, 559.8, 610, 664.6))
    assert find_s2_bands(open_layer(path, 'INPUT'))[0] == {'B02': 1, 'B03': 2, 'B04': 4}


@pytest.mark.skipif(gdal.GetDriverByName('netCDF') is None, reason='needs the GDAL driver netCDF')
@pytest.mark.parametrize(
    ('find', 'names'),
    [(find_s2_bands, ('B04', 'B03', 'B8A')), (find_sar_bands, ('VH', 'VV')), (find_sar_bands, ('VH',))],
    ids=['optics', 'radar', 'radar of one band'],
)
def test_the_strings_along_a_variable_name_its_bands(tmp_path, find, names):
    path = cube(tmp_path / 'stack.nc', 'netCDF', {'values': planes(len(names))}, 'band', names)
    shown = write_vrt(f'NETCDF:"{path}":values', str(tmp_path / 'qgis'))
    for each in (path, shown):
        assert find(open_layer(each, 'INPUT'))[0] == {name: number for number, name in enumerate(names, 1)}


@pytest.mark.skipif(gdal.GetDriverByName('netCDF') is None, reason='needs the GDAL driver netCDF')
def test_strings_along_time_do_not_rename_what_the_variable_names(tmp_path):
    path = cube(tmp_path / 'day.nc', 'netCDF', {'VH': planes(1)}, 'time', ('2024-05-01',))
    assert find_sar_bands(open_layer(path, 'INPUT'))[0] == {'VH': 1}


@pytest.mark.skipif(gdal.GetDriverByName('Zarr') is None, reason='needs the GDAL driver Zarr')
@pytest.mark.parametrize('dates', [1, 2])
def test_of_zarr_one_date_is_read_and_several_are_refused(tmp_path, dates):
    values = {name: planes(dates) + k for k, name in enumerate(('VH', 'VV'))}
    path = cube(tmp_path / 'cube.zarr', 'Zarr', values, 't', range(dates))
    if dates > 1:
        with pytest.raises(InputError, match='2 dates'):
            write_vrt(path, str(tmp_path / 'qgis'))
        return
    for each in (open_layer(path, 'INPUT'), open_layer(write_vrt(path, str(tmp_path / 'qgis')), 'INPUT')):
        assert find_sar_bands(each)[0] == {'VH': 1, 'VV': 2}
        assert np.array_equal(each.read((0, 0, 8, 6), (1,))[0], values['VH'])
