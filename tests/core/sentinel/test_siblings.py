"""The scene classification of an image is found by its name, and never a wrong one."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.sentinel.siblings import find_scl


@pytest.mark.parametrize(
    ('image', 'others', 'expected'),
    [
        ('s2_2024-07-25.tif', ['scl_2024-07-25.tif', 'scl_2024-06-05.tif'], 'scl_2024-07-25.tif'),
        (
            'T32UQD_20240725T102031_stack.tif',
            ['T32UQD_20240725T102031_SCL_20m.jp2'],
            'T32UQD_20240725T102031_SCL_20m.jp2',
        ),
        ('image.tif', ['SCL.tif'], 'SCL.tif'),
        ('image.tif', ['SCL.tif', 'scl_old.tif'], ''),  # which one?
        ('s2_2024-07-25.tif', ['scl_2024-06-05.tif'], ''),  # another day
        ('32UQD_20240725.tif', ['31UFT_20240725_SCL.tif'], ''),  # another tile
        ('image.tif', ['muscle.tif', 'SCL.txt'], ''),
        ('SCL.tif', ['SCL_2.tif'], ''),
    ],
)
def test_beside_the_image(tmp_path, image, others, expected):
    for name in (image, *others):
        (tmp_path / name).write_bytes(b'')
    found = find_scl(str(tmp_path / image))
    assert found == (str(tmp_path / expected) if expected else '')


@pytest.fixture
def product(tmp_path):
    """A Sentinel-2 product folder with its classification as JPEG 2000."""
    if gdal.GetDriverByName('JP2OpenJPEG') is None:
        pytest.skip('needs the GDAL driver JP2OpenJPEG')
    safe = tmp_path / 'S2A_MSIL2A_20240725T102031_N0510_R065_T32UQD_20240725T140000.SAFE'
    folder = safe / 'GRANULE' / 'L2A_T32UQD' / 'IMG_DATA' / 'R20m'
    folder.mkdir(parents=True)
    (safe / 'MTD_MSIL2A.xml').write_text('<x/>')
    memory = gdal.GetDriverByName('MEM').Create('', 64, 64, 1)
    memory.WriteArray(np.full((64, 64), 4, np.uint8))
    name = str(folder / 'T32UQD_20240725T102031_SCL_20m.jp2')
    gdal.GetDriverByName('JP2OpenJPEG').CreateCopy(name, memory, options=['REVERSIBLE=YES', 'QUALITY=100'])
    return safe


def test_in_the_product_folder_of_a_subdataset_or_of_a_band(product):
    for image in (
        f'SENTINEL2_L2A:{product}/MTD_MSIL2A.xml:10m:EPSG_32632',
        f'{product}/GRANULE/B02_10m.jp2',
        str(product),
    ):
        found = find_scl(image)
        assert (gdal.Open(found).ReadAsArray() == 4).all()


def test_in_a_zipped_product(product, tmp_path):
    with zipfile.ZipFile(tmp_path / 'product.zip', 'w') as archive:
        for path in product.rglob('*'):
            archive.write(path, path.relative_to(tmp_path))
    inside = f'/vsizip/{tmp_path}/product.zip/{product.name}'
    found = find_scl(f'SENTINEL2_L2A:{inside}/MTD_MSIL2A.xml:10m:EPSG_32632')
    assert found.startswith(inside) and gdal.Open(found).RasterXSize == 64
