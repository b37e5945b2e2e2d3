"""STAC items of the test archive in the shape in which each provider answers, as recorded."""

from __future__ import annotations

from sar2optical_qgis.core.names import S2_BANDS
from tests.stac_archive import AT_10_M, DAYS, EPSG, GRD_ONLY, Archive, Granule

COLOURS = dict(zip(S2_BANDS, (
    'blue', 'green', 'red', 'rededge1', 'rededge2', 'rededge3', 'nir', 'nir08', 'swir16', 'swir22',
)))  # fmt: skip
COG = 'image/tiff; application=geotiff; profile=cloud-optimized'
OLD = DAYS[0]  # its products are of a baseline before 04.00: in "dn" the files of boa/ are served


def base_of(granule: Granule) -> str:
    return '03.01' if granule.day == OLD else '05.10'


def folder_of(granule: Granule) -> str:
    """Return where files with the numbers of the product lie."""
    return f'{"boa" if granule.day == OLD else "dn"}/{granule.folder}'


def _feature(name: str, collection: str, bbox, properties: dict, assets: dict) -> dict:
    west, south, east, north = bbox
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        'type': 'Feature', 'stac_version': '1.0.0', 'id': name, 'collection': collection, 'bbox': list(bbox),
        'geometry': {'type': 'Polygon', 'coordinates': [ring]}, 'properties': properties, 'assets': assets,
        'links': [], 'stac_extensions': [],
    }  # fmt: skip


def _placed(granule: Granule, band: str) -> dict:
    a, b, c, d, e, f = granule.transform
    times = 1 if band in AT_10_M else 2
    shape = [side // times for side in granule.shape]
    return {'proj:shape': shape, 'proj:transform': [a * times, b, c, d, e * times, f]}


def planetary(granule: Granule, url: str) -> dict:
    """Return an item of sentinel-2-l2a as the Planetary Computer gives it: no raster:bands, nor any word of offsets."""
    base, day = base_of(granule), granule.day.strftime('%Y%m%d')
    name = f'S2A_MSIL2A_{day}T102031_R065_T{granule.tile}_{day}T180000'
    assets = {
        band: {'href': f'{url}/{folder_of(granule)}/{band}.tif', 'type': COG, 'roles': ['data'],
               **_placed(granule, band)}
        for band in (*S2_BANDS, 'SCL')
    }  # fmt: skip
    properties = {
        'datetime': f'{granule.day}T10:20:31.024000Z', 'proj:epsg': granule.epsg, 's2:mgrs_tile': granule.tile,
        'eo:cloud_cover': 40.0, 's2:processing_baseline': base, 'sat:orbit_state': 'descending',
        'sat:relative_orbit': 65, 'platform': 'Sentinel-2A',
    }  # fmt: skip
    return _feature(name, 'sentinel-2-l2a', granule.bbox, properties, assets)


def earth_search(granule: Granule, url: str, collection: str) -> dict:
    """Return an item of Earth Search: c1 as the product came, l2a with the offset taken off and a flag that says so."""
    is_c1, base = collection == 'sentinel-2-c1-l2a', base_of(granule)
    day, tile = granule.day.strftime('%Y%m%d'), granule.tile
    name = f'S2A_T{tile}_{day}T102559_L2A' if is_c1 else f'S2A_{tile}_{day}_0_L2A'
    folder = folder_of(granule) if is_c1 else f'boa/{granule.folder}'
    offset = -0.1 if base >= '04.00' else 0
    assets = {
        COLOURS[band]: {
            'href': f'{url}/{folder}/{band}.tif', 'type': COG, 'roles': ['data', 'reflectance'],
            'raster:bands': [{'nodata': 0, 'data_type': 'uint16', 'scale': 0.0001, 'offset': offset}],
            **_placed(granule, band),
        }
        for band in S2_BANDS
    }  # fmt: skip
    assets['scl'] = {'href': f'{url}/{folder}/SCL.tif', 'type': COG, 'raster:bands': [{'nodata': 0}]}
    for band in S2_BANDS if not is_c1 else ():
        assets[f'{COLOURS[band]}-jp2'] = {'href': f's3://sentinel-s2-l2a/tiles/{band}.jp2', 'type': 'image/jp2'}
    properties = {
        'datetime': f'{granule.day}T10:25:59.930000Z', 'proj:epsg': granule.epsg, 'grid:code': f'MGRS-{tile}',
        'mgrs:utm_zone': int(tile[:2]), 'mgrs:latitude_band': tile[2], 'mgrs:grid_square': tile[3:],
        'eo:cloud_cover': 40.0, 's2:processing_baseline': base, 'platform': 'sentinel-2a',
        **({'storage:requester_pays': False} if is_c1 else {'earthsearch:boa_offset_applied': True}),
    }  # fmt: skip
    return _feature(name, collection, granule.bbox, properties, assets)


def copernicus(granule: Granule, endpoint: str) -> dict:
    """Return an item of STAC 1.1 as the Copernicus Data Space gives it: JPEG 2000 in a bucket that wants keys."""
    base, day = base_of(granule), granule.day.strftime('%Y%m%d')
    name = f'S2A_MSIL2A_{day}T102031_N{base.replace(".", "")}_R065_T{granule.tile}_{day}T180000'
    assets = {}
    for band in (*S2_BANDS, 'SCL'):
        size = 10 if band in AT_10_M else 20
        assets[f'{band}_{size}m'] = {
            'href': f's3://eodata/jp2/{granule.folder}/{band}.jp2', 'type': 'image/jp2', 'nodata': 0,
            'auth:refs': ['s3'], 'storage:refs': ['cdse-s3', 'creodias-s3'], 'proj:code': f'EPSG:{granule.epsg}',
            **({} if band == 'SCL' else {'raster:scale': 0.0001, 'raster:offset': -0.1}), **_placed(granule, band),
        }  # fmt: skip
    properties = {
        'datetime': f'{granule.day}T10:20:31.024000Z', 'grid:code': f'MGRS-{granule.tile}', 'eo:cloud_cover': 40.0,
        'processing:version': base, 'sat:relative_orbit': 65, 'sat:absolute_orbit': 34773,
        'storage:schemes': {
            'cdse-s3': {'platform': endpoint, 'requester_pays': False, 'type': 'custom-s3'},
            'creodias-s3': {'platform': 'https://example.invalid', 'requester_pays': True, 'type': 'custom-s3'},
        },
    }  # fmt: skip
    return {**_feature(name, 'sentinel-2-l2a', granule.bbox, properties, assets), 'stac_version': '1.1.0'}


def radar(archive: Archive, url: str, kind: str) -> list[dict]:
    """Return the passes as items of sentinel-1-rtc or sentinel-1-grd; one pass is there as GRD alone."""
    items = []
    days = list(archive.passes) + ([GRD_ONLY] if kind == 'grd' else [])
    for number, day in enumerate(days):
        name = f'S1A_IW_GRDH_1SDV_{day:%Y%m%d}T053000_{day:%Y%m%d}T053025_05{number:04d}_0697DA'
        properties = {
            'datetime': f'{day}T05:30:12.440696Z', 'start_datetime': f'{day} 05:30:00.719576+00:00',
            'sar:polarizations': ['VV', 'VH'], 'sar:instrument_mode': 'IW', 'sar:product_type': 'GRD',
            'sat:orbit_state': 'descending', 'sat:relative_orbit': 66, 'sat:absolute_orbit': 50000 + number,
            'platform': 'SENTINEL-1A',
        }  # fmt: skip
        ending = 'rtc.tiff' if kind == 'rtc' else 'tiff'
        folder = f'{url}/{kind}/{day}' + ('' if kind == 'rtc' else '/measurement')
        assets = {
            band: {'href': f'{folder}/iw-{band}.{ending}', 'type': COG, 'roles': ['data'],
                   **({'raster:bands': [{'nodata': -32768, 'data_type': 'float32'}]} if kind == 'rtc' else {})}
            for band in ('vv', 'vh')
        }  # fmt: skip
        beside = f'{url}/{kind}/{day}/annotation'
        for band in ('vv', 'vh') if kind == 'grd' else ():
            assets[f'schema-calibration-{band}'] = {'href': f'{beside}/calibration/calibration-iw-{band}.xml'}
            assets[f'schema-noise-{band}'] = {'href': f'{beside}/calibration/noise-iw-{band}.xml'}
            assets[f'schema-product-{band}'] = {'href': f'{beside}/rfi/rfi-iw-{band}.xml'}  # not what it is called
        if kind == 'rtc':
            properties.update({'proj:epsg': EPSG, 'proj:shape': [archive.size] * 2})
        items.append(_feature(name + ('_rtc' if kind == 'rtc' else ''), f'sentinel-1-{kind}', archive.bbox,
                              properties, assets))  # fmt: skip
    return items
