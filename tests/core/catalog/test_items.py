"""What providers answered, item by item, and what has to be made of it."""

from __future__ import annotations

import json

import pytest

from sar2optical_qgis.core.catalog.item import GRD, OPTICAL, RTC, read_item
from sar2optical_qgis.core.names import S2_BANDS

NOTHING = None
# file -> of each item: kind, EPSG, offset, whether it is sure, the address of its mask, and why
EXPECTED = {
    'pc_sentinel-2-l2a_item.json': [(OPTICAL, 32653, -1000, True, 'SCL_20m.tif', 'baseline 05.11')],
    'pc_sentinel-2-l2a_itemcollection_page.json': [(OPTICAL, 32653, -1000, True, 'SCL_20m.tif', 'baseline 05.11')],
    'pc_sentinel-2-l2a_item_2019_N0212.json': [(OPTICAL, 32660, 0, True, 'SCL_20m.tif', 'baseline 02.12')],
    'stacgeoparquet_sentinel-2-l2a-pc.json': [
        (OPTICAL, epsg, -1000, True, 'SCL_20m.tif', 'baseline 05.10') for epsg in (32647, 32647, 32646, 32646)
    ],
    'es_sentinel-2-c1-l2a_item.json': [(OPTICAL, 32720, -1000, True, 'SCL.tif', 'the asset tells its offset')],
    # raster:bands says -0.1 here too, but of the product: taking it off again would be twice
    'es_sentinel-2-l2a_item_2023_boa_true.json': [(OPTICAL, 32613, 0, True, 'SCL.tif', 'took the offset off')],
    'es_sentinel-2-l2a_item_2025_boa_true.json': [(OPTICAL, 32720, 0, True, 'SCL.tif', 'took the offset off')],
    'cdse_sentinel-2-l2a_item.json': [(OPTICAL, 32613, -1000, True, 'SCL_20m.jp2', 'the asset tells its offset')],
    'odcstac_S2A_28QCH_20200714_0_L2A.json': [(OPTICAL, 32628, 0, False, 'SCL.tif', 'by the date, 2020-07-14')],
    'odcstac_S2B_MSIL2A_20190629T212529_R043_T06VVN_20201006T080531.json': [
        (OPTICAL, 32606, 0, True, 'SCL_20m.tif', 'baseline 02.12')
    ],
    'odcstac_S2B_MSIL2A_20190629T212529_R043_T06VVN_20201006T080531_raster_ext.json': [
        (OPTICAL, 32606, 0, True, 'SCL_20m.tif', 'baseline 02.12')
    ],
    'stactools_S2A_MSIL2A_20230821_N0509_expected.json': [
        (OPTICAL, 32701, -1000, True, 'SCL_20m.jp2', 'the asset tells its offset')
    ],
    'stactools_S2_AWS_L2A_N0400_expected.json': [
        (OPTICAL, 32734, -1000, True, 'SCL.jp2', 'the asset tells its offset')
    ],
    'pc_sentinel-1-rtc_item.json': [(RTC, 32634, 0, True, '', '')],
    'pc_sentinel-1-rtc_itemcollection_page.json': [(RTC, 32634, 0, True, '', '')],
    'stacgeoparquet_sentinel-1-rtc-pc.json': [(RTC, 32633, 0, True, '', '')] * 4,
    # placed by points: a projection in degrees that some tell is fitted to the box, with rows and columns swapped
    'pc_sentinel-1-grd_item.json': [(GRD, 0, 0, True, '', '')],
    'pc_sentinel-1-grd_item-raw.json': [(GRD, 0, 0, True, '', '')],
    'pc_sentinel-1-grd_itemcollection_page.json': [(GRD, 0, 0, True, '', '')],
    'cdse_sentinel-1-grd_COG_item.json': [(GRD, 0, 0, True, '', '')],
    'cdse_sentinel-1-grd_COG_S1C_item.json': [(GRD, 0, 0, True, '', '')],
    'stactools_sentinel-1-grd_IW_20210809_item.json': [(GRD, 0, 0, True, '', '')],
    'es_sentinel-1-grd_item.json': [NOTHING],  # HH alone
    'cdse_sentinel-1-mosaic_item.json': [NOTHING],  # a month's mosaic
    'cdse_sentinel-2-mosaic_item.json': [NOTHING],  # a quarter's mosaic, without a mask
    'eodag_earth_search_search.json': [NOTHING],  # Level-1C: no mask
    'pc_esa-worldcover_item.json': [NOTHING],  # comes by its public name
    'pc_io-lulc-annual-v02_item.json': [],
}


def _features(path):
    document = json.loads(path.read_text())
    if isinstance(document, list):
        return document
    return document.get('features', [document])


@pytest.mark.parametrize('name', [name for name, items in EXPECTED.items() if items])
def test_a_recorded_item_is_understood(shared_data, name):
    features = _features(shared_data / 'stac' / 'items' / name)
    items = [read_item(feature) for feature in features]
    for item, expected in zip(items, EXPECTED[name]):
        if expected is NOTHING:
            assert item is None
            continue
        kind, epsg, offset, is_sure, mask, why = expected
        assert (item.kind, item.epsg, item.offset.value, item.offset.is_sure) == (kind, epsg, offset, is_sure)
        assert why in item.offset.why
        assert tuple(item.bands) == (S2_BANDS if kind == OPTICAL else ('VV', 'VH'))
        assert (item.scl.href.split('/')[-1].endswith(mask) if mask else item.scl is None) is True
        assert item.time.year >= 2019 and len(item.bounds) == 4


def test_no_recorded_item_is_left_out_of_the_table(shared_data):
    names = {path.name for path in (shared_data / 'stac' / 'items').glob('*.json')}
    with_assets = {
        name for name in names
        if any(isinstance(f, dict) and 'assets' in f and 'properties' in f
               for f in _features(shared_data / 'stac' / 'items' / name))
    }  # fmt: skip
    of_land_cover = {name for name in with_assets if 'io-lulc' in name or 'worldcover' in name}
    assert with_assets - of_land_cover - set(EXPECTED) <= {'odcstac_site2-2020_jun_jul-35MNM.geojson'}


def test_bands_of_20_m_come_at_20_m_from_copernicus(shared_data):
    item = read_item(_features(shared_data / 'stac' / 'items' / 'cdse_sentinel-2-l2a_item.json')[0])
    assert item.bands['B04'].href.endswith('_B04_10m.jp2') and item.bands['B11'].href.endswith('_B11_20m.jp2')
    assert item.bands['B04'].endpoint == 'https://eodata.dataspace.copernicus.eu'  # not the one whose readers pay


@pytest.mark.parametrize('broken', [{}, {'assets': {}}, {'assets': {}, 'properties': None}, [], None, 'text'])
def test_what_is_no_item_is_none(broken):
    assert read_item(broken) is None
