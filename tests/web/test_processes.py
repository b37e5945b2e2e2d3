"""OGC API - Processes, Part 1: each conformance class that the service names, and a plain client of it."""

from __future__ import annotations

import base64
import json

import pytest
from osgeo import gdal

from sar2optical_qgis.web.catalogue import DESCRIPTIONS
from tests.web.conftest import begin, ended, send

SPEC = 'http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/'
EXCEPTION = 'http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/'
FAST = {'METHOD': 'regression'}  # of removeclouds: no network needed


def opened(content: bytes) -> gdal.Dataset:
    gdal.FileFromMemBuffer('/vsimem/answer.tif', content)
    return gdal.Open('/vsimem/answer.tif')


# conf/core


def test_the_landing_page_leads_to_everything(client):
    landing = client.get('/').json()
    links = {link['rel']: link['href'] for link in landing['links']}
    for rel in ('self', 'service-desc', 'conformance', 'processes', 'job-list'):
        assert any(known.endswith(rel) for known in links), rel
    for href in links.values():
        assert client.get(href).status_code == 200, href


def test_the_conformance_page_names_what_these_tests_hold(client):
    named = client.get('/conformance').json()['conformsTo']
    assert named == [SPEC + name for name in ('core', 'ogc-process-description', 'json', 'job-list', 'dismiss')]


def test_the_processes_are_listed_with_what_clients_need(client):
    listed = client.get('/processes').json()
    assert listed['links'][0]['rel'] == 'self'
    known = {each['id']: each for each in listed['processes']}
    assert {'sartooptical', 'removeclouds', 'cloudfreecomposite', 'assess'} <= set(known)
    for each in known.values():
        assert each['version'] and each['jobControlOptions'] == ['sync-execute', 'async-execute', 'dismiss']
        assert (
            client.get(next(link['href'] for link in each['links'] if link['rel'] == 'self')).json()['id'] == each['id']
        )


@pytest.mark.parametrize('path', ['/processes/none', '/processes/none/execution'])
def test_an_unknown_process_is_the_exception_of_the_standard(client, path):
    answer = client.get(path) if path.endswith('none') else client.post(path, json={})
    assert answer.status_code == 404 and answer.json()['type'] == f'{EXCEPTION}no-such-process'


def test_a_job_that_is_unknown_or_not_done_is_the_exception_of_the_standard(client, scene):
    for path in ('/jobs/none', '/jobs/none/results'):
        assert client.get(path).json()['type'] == f'{EXCEPTION}no-such-job'
    upload = send(client, scene.radar)[0]['id']
    job = begin(client, 'sartooptical', {'INPUT': upload})
    answer = client.get(f'/jobs/{job}/results')
    if answer.status_code != 200:  # it is quick
        assert answer.status_code == 404 and answer.json()['type'] == f'{EXCEPTION}result-not-ready'
    ended(client, job)


def test_execution_is_synchronous_unless_asked_otherwise_and_one_raw_output_is_the_file_itself(client, scene):
    image, mask = send(client, scene.image, scene.mask)
    order = {'inputs': {'INPUT': image['id'], 'SCL': mask['id'], **FAST}, 'outputs': {'OUTPUT': {}}}
    answer = client.post('/processes/removeclouds/execution', json=order)
    assert answer.status_code == 200 and answer.headers['content-type'].startswith('image/tiff')
    assert 'rel="monitor"' in answer.headers['link']
    made, before = opened(answer.content), gdal.Open(str(scene.image))
    assert made.GetGeoTransform() == before.GetGeoTransform() and made.GetProjection() == before.GetProjection()
    assert made.GetMetadataItem('SAR2OPTICAL_SYNTHETIC') == 'YES'
    assert made.GetMetadataItem('SAR2OPTICAL_INPUTS') == 'INPUT=s2_20240501.tif, SCL=scl_20240501.tif'
    assert (made.ReadAsArray()[:, :20] == before.ReadAsArray()[:, :20]).all()


def test_without_outputs_all_are_made_and_come_as_parts(client, scene):
    image, mask = send(client, scene.image, scene.mask)
    answer = client.post(
        '/processes/removeclouds/execution', json={'inputs': {'INPUT': image['id'], 'SCL': mask['id'], **FAST}}
    )
    kind, boundary = answer.headers['content-type'].split('; boundary=')
    assert kind == 'multipart/related'
    parts = answer.content.split(f'--{boundary}'.encode())[1:-1]
    assert [part.split(b'\r\n')[1] for part in parts] == [
        b'Content-ID: OUTPUT',
        b'Content-ID: MASK',
        b'Content-ID: UNCERTAINTY',
    ]
    assert all(opened(part.split(b'\r\n\r\n', 1)[1]).RasterXSize == 96 for part in parts)


def test_a_document_holds_values_or_links_as_asked(client, scene):
    image, mask = send(client, scene.image, scene.mask)
    order = {
        'inputs': {'INPUT': image['id'], 'SCL': mask['id'], **FAST},
        'response': 'document',
        'outputs': {
            'OUTPUT': {},
            'MASK': {'transmissionMode': 'reference'},
            'UNCERTAINTY': {'format': {'mediaType': 'image/png'}},
        },
    }
    document = client.post('/processes/removeclouds/execution', json=order).json()
    assert opened(base64.b64decode(document['OUTPUT']['value'])).RasterCount == 4
    assert client.get(document['MASK']['href']).headers['content-type'].startswith('image/tiff')
    assert (
        base64.b64decode(document['UNCERTAINTY']['value']).startswith(b'\x89PNG')
        and document['UNCERTAINTY']['mediaType'] == 'image/png'
    )


def test_links_alone_are_an_empty_answer_with_links(client, scene):
    image, mask = send(client, scene.image, scene.mask)
    order = {
        'inputs': {'INPUT': image['id'], 'SCL': mask['id'], **FAST},
        'outputs': {'OUTPUT': {'transmissionMode': 'reference'}},
    }
    answer = client.post('/processes/removeclouds/execution', json=order)
    assert answer.status_code == 204 and '/results/OUTPUT>; rel="OUTPUT"' in answer.headers['link']


def test_rasters_come_by_value_too(client, scene):
    value = {
        'value': base64.b64encode(scene.radar.read_bytes()).decode(),
        'encoding': 'base64',
        'mediaType': 'image/tiff',
    }
    order = {
        'inputs': {'INPUT': value, 'MODEL': 'sar_to_optical'},
        'outputs': {'OUTPUT': {'format': {'mediaType': 'image/png'}}},
    }
    answer = client.post('/processes/sartooptical/execution', json=order)
    assert answer.headers['content-type'] == 'image/png', answer.text
    assert b'SAR2OPTICAL_SYNTHETIC' in answer.content  # as a text chunk


def test_an_extent_cuts_out_a_part_in_its_own_crs(client, scene):
    image, mask = send(client, scene.image, scene.mask)
    box = {'bbox': [500200, 5299500, 500600, 5299800], 'crs': 'http://www.opengis.net/def/crs/EPSG/0/32632'}
    order = {'inputs': {'INPUT': image['id'], 'SCL': mask['id'], 'EXTENT': box, **FAST}, 'outputs': {'OUTPUT': {}}}
    made = opened(client.post('/processes/removeclouds/execution', json=order).content)
    assert (made.RasterXSize, made.RasterYSize, made.GetGeoTransform()[0]) == (40, 30, 500200.0)


@pytest.mark.parametrize(('inputs', 'words'), [
    ({}, 'INPUT is missing'),
    ({'INPUT': 7}, 'INPUT is neither'),
    ({'INPUT': 'A' * 32}, 'No such upload'),
    ({'INPUT': {'href': 'http://example.com/a.tif'}}, 'link to elsewhere'),
    ({'INPUT': {'href': 'file:///etc/passwd'}}, 'link to elsewhere'),
    ({'INPUT': 'UPLOAD', 'STYLE': 'pretty'}, 'STYLE is "pretty". Use one of the words natural'),
    ({'INPUT': 'UPLOAD', 'TILE_SIZE': 1e9}, 'TILE_SIZE is'),
    ({'INPUT': 'UPLOAD', 'MODEL': '/etc/passwd'}, 'MODEL is no short text without paths'),
    ({'INPUT': 'UPLOAD', 'MODEL': 'nothing'}, 'nothing'),
    ({'INPUT': 'UPLOAD', 'BANDS': 'XX=9'}, 'BANDS'),
    ({'INPUT': 'UPLOAD', 'EXTENT': [5, 5, 1, 1]}, 'EXTENT is no box'),
    ({'INPUT': 'UPLOAD', 'EXTENT': {'bbox': [0, 0, 1, 1], 'crs': 'http://example.com/crs'}}, 'CRS of EXTENT'),
    ({'INPUT': 'UPLOAD', 'EXTENT': [0, 0, 1, 1]}, 'does not touch'),
    ({'INPUT': 'UPLOAD', 'COLOUR': 'red'}, 'knows no input COLOUR'),
])  # fmt: skip
def test_what_is_wrong_with_an_order_is_said_in_one_sentence(client, scene, inputs, words):
    if inputs.get('INPUT') == 'UPLOAD':
        inputs = {**inputs, 'INPUT': send(client, scene.radar)[0]['id']}
    answer = client.post('/processes/sartooptical/execution', json={'inputs': inputs, 'outputs': {'OUTPUT': {}}})
    assert 400 <= answer.status_code < 500 and words in answer.json()['detail'], answer.text
    assert answer.headers['content-type'] == 'application/problem+json' and str(scene.radar.parent) not in answer.text


@pytest.mark.parametrize(
    'body', [b'', b'{', b'[]', b'"a"', b'[' * 100_000, b'{"inputs": 3}', b'{"inputs": {}, "outputs": 4}']
)
def test_what_is_no_order_is_refused(client, body):
    answer = client.post('/processes/sartooptical/execution', content=body)
    assert 400 <= answer.status_code < 500 and answer.json()['detail'].endswith('.')


# conf/ogc-process-description


@pytest.mark.parametrize('told', DESCRIPTIONS.values(), ids=DESCRIPTIONS.keys())
def test_a_description_has_every_parameter_and_output_of_the_table(client, told):
    described = client.get(f'/processes/{told.id}').json()
    assert list(described['inputs']) == [part.id for part in told.parameters]
    assert list(described['outputs']) == [output.id for output in told.outputs]
    for part in told.parameters:
        found = described['inputs'][part.id]
        assert found['minOccurs'] == (0 if part.is_optional else 1) and found['title'] and found['description']
        if part.kind == 'choice':
            assert found['schema'] == {'type': 'string', 'enum': list(part.choices), 'default': part.default}
        if part.kind == 'number':
            assert (found['schema']['minimum'], found['schema']['maximum']) == part.limits


def test_descriptions_speak_the_language_that_is_asked_for(client):
    german = client.get('/processes/removeclouds', headers={'Accept-Language': 'de-AT,en;q=0.5'})
    assert german.headers['content-language'] == 'de'
    assert german.json()['title'] == 'Wolken entfernen' and german.json()['inputs']['SCL']['title'].startswith(
        'Wolkenmaske'
    )
    assert client.get('/processes/removeclouds', headers={'Accept-Language': 'xx'}).json()['title'] == 'Remove clouds'


# conf/json


def test_every_answer_but_files_is_json(client):
    for path in (
        '/',
        '/conformance',
        '/processes',
        '/processes/assess',
        '/jobs',
        '/openapi.json',
        '/health',
        '/nothing',
    ):
        assert 'json' in client.get(path).headers['content-type'], path


# conf/job-list, conf/dismiss


def test_jobs_are_listed_to_those_who_began_them(served, scene):
    with (
        served.client(Authorization='Bearer mine') as mine,
        served.client(Authorization='Bearer other') as other,
        served.client() as nobody,
    ):
        image, mask = send(mine, scene.image, scene.mask)
        job = begin(mine, 'removeclouds', {'INPUT': image['id'], 'SCL': mask['id'], **FAST})
        assert [each['jobID'] for each in mine.get('/jobs').json()['jobs']] == [job]
        assert other.get('/jobs').json()['jobs'] == nobody.get('/jobs').json()['jobs'] == []
        status = ended(mine, job)
        assert status['status'] == 'successful' and status['progress'] == 100 and status['type'] == 'process'
        assert status['created'] <= status['started'] <= status['finished']
        assert any(link['rel'].endswith('/results') for link in status['links'])
        assert any('Sentinel-2 bands by description' in sentence for sentence in status['decisions'])


def test_a_dismissed_job_is_gone_with_its_files(client, served, scene):
    image, mask = send(client, scene.image, scene.mask)
    job = begin(client, 'removeclouds', {'INPUT': image['id'], 'SCL': mask['id'], **FAST})
    ended(client, job)
    assert client.delete(f'/jobs/{job}').json()['status'] == 'dismissed'
    assert client.get(f'/jobs/{job}').status_code == client.delete(f'/jobs/{job}').status_code == 404
    assert not (served.folder / 'service' / 'jobs' / job).exists()


def test_a_failed_job_says_why_where_its_results_would_be(client, scene):
    (image,) = send(client, scene.image)
    job = begin(client, 'sartooptical', {'INPUT': image['id']})
    status = ended(client, job)
    assert status['status'] == 'failed' and 'is an optical image' in status['message']
    answer = client.get(f'/jobs/{job}/results')
    assert answer.status_code == 400 and answer.json()['detail'] == status['message']


# a plain client


def test_owslib_finds_and_reads_the_processes(served):
    processes = pytest.importorskip('owslib.ogcapi.processes', reason='OWSLib is not installed')
    service = processes.Processes(served.url)
    assert SPEC + 'core' in service.conformance()['conformsTo']
    assert 'sartooptical' in {each['id'] for each in service.processes()['processes']}
    assert service.process('sartooptical')['inputs']['INPUT']['minOccurs'] == 1
    assert service.api()['info']['title'] == 'SAR2Optical'


def test_an_assessment_gives_numbers_and_a_report_without_scripts(client, scene):
    first, second = send(client, scene.image, scene.image)
    order = {'inputs': {'GENERATED': first['id'], 'REFERENCE': second['id']}, 'response': 'document'}
    document = client.post('/processes/assess/execution', json=order).json()
    assert document['METRICS']['value']['areas']['all']['MAE'] == 0.0
    assert '<h1>' in document['REPORT']['value']
    job = client.get('/jobs').json()['jobs'][0]['jobID']
    page = client.get(f'/jobs/{job}/results/REPORT')
    assert 'sandbox' in page.headers['content-security-policy'] and json.dumps(document)


def test_a_composite_of_several_dates_is_made(client, tmp_path, scene):
    from shutil import copy

    files = [copy(scene.image, tmp_path / f's2_2024050{k}.tif') for k in (1, 3)] + [
        copy(scene.mask, tmp_path / f'scl_2024050{k}.tif') for k in (1, 3)
    ]
    ids = [each['id'] for each in send(client, *files)]
    order = {'inputs': {'INPUTS': ids[:2], 'SCLS': ids[2:], 'METHOD': 'median'}, 'outputs': {'OUTPUT': {}}}
    answer = client.post('/processes/cloudfreecomposite/execution', json=order)
    assert answer.status_code == 200 and opened(answer.content).RasterCount == 4, answer.text
