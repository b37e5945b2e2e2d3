"""Satellite products as they are delivered, small: Sentinel-2 in its .SAFE folder, Sentinel-1 GRD placed by points."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from tests.makers import write_raster

S2_NAME = 'S2A_MSIL2A_20240725T102031_N0510_R065_T31UFS_20240725T140000.SAFE'
FINE, COARSE = ('B02', 'B03', 'B04', 'B08'), ('B05', 'B06', 'B07', 'B8A', 'B11', 'B12')


def write_safe(folder: Path, values: dict[str, np.ndarray], classes: np.ndarray, name: str = S2_NAME) -> Path:
    """A Level-2A product of uint16 bands (rows, cols), those of COARSE and the SCL at 20 m; its folder.

    It needs GDAL's driver JP2OpenJPEG; GDAL's driver SENTINEL2 reads it as it reads the real ones.
    """
    safe = folder / name
    tile = '_'.join(('T31UFS', '20240725T102031'))
    granule = safe / 'GRANULE' / 'L2A_T31UFS_A047468_20240725T102559' / 'IMG_DATA'
    for size in ('R10m', 'R20m', 'R60m'):
        (granule / size).mkdir(parents=True)
    for band, plane in {**values, 'SCL': classes}.items():
        size = 10 if band in FINE else 20
        _jpeg(granule / f'R{size}m' / f'{tile}_{band}_{size}m.jp2', plane, size)
        if size == 10:  # Level-2A repeats its bands at coarser sizes
            _jpeg(granule / 'R20m' / f'{tile}_{band}_20m.jp2', plane[::2, ::2], 20)
    for number, name in ((150, 'AOT'), (2000, 'WVP')):  # maps that GDAL lists among the bands since January 2024
        _jpeg(granule / 'R10m' / f'{tile}_{name}_10m.jp2', np.full_like(values['B02'], number), 10)
    _jpeg(granule / 'R60m' / f'{tile}_B01_60m.jp2', classes[::3, ::3].astype(np.uint16), 60)
    _describe(safe, granule.parent)
    return safe


def _describe(safe: Path, granule: Path) -> None:
    """Write the metadata of product and granule, as far as GDAL's driver SENTINEL2 wants them."""
    images = sorted((granule / 'IMG_DATA').rglob('*.jp2'))
    names = ''.join(f'<IMAGE_FILE>{path.relative_to(safe).with_suffix("")}</IMAGE_FILE>' for path in images)
    offsets = ''.join(f'<BOA_ADD_OFFSET band_id="{k}">-1000</BOA_ADD_OFFSET>' for k in range(13))
    (safe / 'MTD_MSIL2A.xml').write_text(
        '<n1:Level-2A_User_Product xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-2A.xsd">'
        f'<n1:General_Info><Product_Info><PRODUCT_URI>{safe.name}</PRODUCT_URI>'
        '<PROCESSING_LEVEL>Level-2A</PROCESSING_LEVEL><PROCESSING_BASELINE>05.10</PROCESSING_BASELINE>'
        '<Product_Organisation><Granule_List><Granule imageFormat="JPEG2000" granuleIdentifier='
        f'"S2A_OPER_MSI_L2A_TL_2APS_20240725T140000_A047468_T31UFS_N05.10">{names}</Granule></Granule_List>'
        '</Product_Organisation><Query_Options><PRODUCT_FORMAT>SAFE_COMPACT</PRODUCT_FORMAT></Query_Options>'
        '</Product_Info><Product_Image_Characteristics><QUANTIFICATION_VALUES_LIST><BOA_QUANTIFICATION_VALUE>10000'
        f'</BOA_QUANTIFICATION_VALUE></QUANTIFICATION_VALUES_LIST><BOA_ADD_OFFSET_VALUES_LIST>{offsets}'
        '</BOA_ADD_OFFSET_VALUES_LIST></Product_Image_Characteristics></n1:General_Info></n1:Level-2A_User_Product>'
    )
    place = ''
    for size in (10, 20, 60):
        dataset = gdal.Open(str(next(path for path in images if path.stem.endswith(f'_{size}m'))))
        x, _, _, y, _, _ = dataset.GetGeoTransform()
        place += (
            f'<Size resolution="{size}"><NROWS>{dataset.RasterYSize}</NROWS><NCOLS>{dataset.RasterXSize}</NCOLS></Size>'
            f'<Geoposition resolution="{size}"><ULX>{x:.0f}</ULX><ULY>{y:.0f}</ULY><XDIM>{size}</XDIM>'
            f'<YDIM>-{size}</YDIM></Geoposition>'
        )
    (granule / 'MTD_TL.xml').write_text(
        '<n1:Level-2A_Tile_ID xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/S2_PDI_Level-2A_Tile_Metadata.xsd">'
        '<n1:Geometric_Info><Tile_Geocoding><HORIZONTAL_CS_NAME>WGS84 / UTM zone 31N</HORIZONTAL_CS_NAME>'
        f'<HORIZONTAL_CS_CODE>EPSG:32631</HORIZONTAL_CS_CODE>{place}</Tile_Geocoding></n1:Geometric_Info>'
        '</n1:Level-2A_Tile_ID>'
    )


def zip_safe(safe: Path) -> Path:
    """The product as one archive beside it."""
    archive = safe.with_suffix('.zip')
    with zipfile.ZipFile(archive, 'w') as file:
        for path in safe.rglob('*'):
            file.write(path, path.relative_to(safe.parent))
    return archive


def _jpeg(path: Path, plane: np.ndarray, size: int) -> None:
    tif = write_raster(path.with_suffix('.tif'), plane[None], pixel=float(size))
    options = ['REVERSIBLE=YES', 'QUALITY=100', 'YCBCR420=NO']
    gdal.GetDriverByName('JP2OpenJPEG').CreateCopy(str(path), gdal.Open(tif), options=options)
    Path(tif).unlink()


def write_grd(path: Path, amplitude: np.ndarray, corner=(3.2, 50.6), turn: float = -12.0) -> str:
    """A GeoTIFF of uint16 amplitudes (bands, rows, cols) at 10 m, placed by 11 x 11 points in degrees; its path.

    ``turn``: by how many degrees the track leans against north.
    """
    bands, rows, cols = amplitude.shape
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), cols, rows, bands, gdal.GDT_UInt16)
    angle, points = np.radians(turn), []
    for row in np.linspace(0, rows, 11):
        for col in np.linspace(0, cols, 11):
            east = 10.0 * (col * np.cos(angle) + row * np.sin(angle))
            north = 10.0 * (col * np.sin(angle) - row * np.cos(angle))
            longitude = corner[0] + east / (111_320.0 * np.cos(np.radians(corner[1])))
            points.append(gdal.GCP(float(longitude), corner[1] + north / 111_320.0, 0.0, float(col), float(row)))
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    dataset.SetGCPs(points, degrees.ExportToWkt())
    for number, plane in enumerate(amplitude, 1):
        dataset.GetRasterBand(number).WriteArray(plane)
    dataset = None
    return str(path)
