"""Zips of products as they are downloaded, through the service."""

from __future__ import annotations

import shutil

import pytest
from osgeo import gdal

from tests.grd import write_grd_safe
from tests.products import zip_safe
from tests.web.conftest import begin, ended, send


def test_a_sentinel_1_product_is_calibrated_and_coloured_from_its_zip(client, tmp_path):
    upload = send(client, zip_safe(write_grd_safe(tmp_path)))[0]
    assert upload['role'] == 'radar', upload
    job = begin(client, 'sartooptical', {'INPUT': upload['id']})
    assert ended(client, job)['status'] == 'successful'
    told = client.get(f'/jobs/{job}').json()
    assert any('sigma nought' in text for text in told['decisions']), told
    content = client.get(f'/jobs/{job}/results/OUTPUT').content
    (tmp_path / 'out.tif').write_bytes(content)
    assert gdal.Open(str(tmp_path / 'out.tif')).GetProjection()


@pytest.mark.data
@pytest.mark.parametrize('baseline', ['N0212', 'N0214'])
def test_a_real_sentinel_2_product_is_read_from_its_zip(client, shared_data, tmp_path, baseline):
    product = next((shared_data / 'products').glob(f'*S2?_MSIL2A*_{baseline}_*'))
    upload = send(client, zip_safe(shutil.copytree(product, tmp_path / product.name)))[0]
    assert upload['role'] == 'optical' and upload['own_mask'] and upload['count'] == 10
    status = ended(client, begin(client, 'removeclouds', {'INPUT': upload['id'], 'METHOD': 'regression'}))
    assert status['status'] == 'successful' or 'clear' in status['message'], status  # there may be nothing but cloud


@pytest.mark.data
@pytest.mark.parametrize(
    ('name', 'lacks'), [('S2?_MSIL2A*_N0509_*', 'image of B02'), ('S1?_IW_GRDH*', 'image in meas')]
)
def test_a_product_without_its_images_is_told_so(client, shared_data, tmp_path, name, lacks):
    product = next((shared_data / 'products').glob(name))
    zipped = zip_safe(shutil.copytree(product, tmp_path / product.name))
    answer = client.post('/uploads', files=[('file', (zipped.name, zipped.read_bytes()))])
    assert answer.status_code == 400 and lacks in answer.json()['detail'], answer.text
