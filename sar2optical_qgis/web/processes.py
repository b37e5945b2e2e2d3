"""OGC API - Processes: how the core's descriptions, jobs and results look in its JSON."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime, timezone

from fastapi.responses import FileResponse, JSONResponse, Response

from ..core.description import Description, Output, Parameter
from ..core.run.provenance import plugin_version
from .catalogue import DESCRIPTIONS, MEDIA
from .jobs import Job
from .orders import PNG
from .problems import Problem
from .words import Say

SPEC = 'http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/'
CONFORMANCE = [SPEC + name for name in ('core', 'ogc-process-description', 'json', 'job-list', 'dismiss')]
CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'
RASTERS = (MEDIA['raster'], 'image/png', 'image/jpeg', 'image/jp2')


def summary(told: Description, base: str, say: Say) -> dict:
    """Return a process as the list shows it."""
    return {
        'id': told.id,
        'title': say(told.title),
        'description': say(told.summary),
        'keywords': list(told.tags),
        'version': plugin_version(),
        'jobControlOptions': ['sync-execute', 'async-execute', 'dismiss'],
        'outputTransmission': ['value', 'reference'],
        'links': [
            {'rel': 'self', 'type': 'application/json', 'title': told.title, 'href': f'{base}/processes/{told.id}'},
            {
                'rel': 'http://www.opengis.net/def/rel/ogc/1.0/execute',
                'title': 'Execute',
                'href': f'{base}/processes/{told.id}/execution',
            },
        ],
    }


def description(told: Description, base: str, say: Say) -> dict:
    """Return a process in full, every parameter and output of the core's table."""
    return {
        **summary(told, base, say),
        'description': say(told.help),
        'inputs': {part.id: _input(part, say) for part in told.parameters},
        'outputs': {output.id: _output(output, say) for output in told.outputs},
    }


def _input(part: Parameter, say: Say) -> dict:
    several = part.kind == 'rasters'
    return {
        'title': say(part.title),
        'description': say(part.help),
        'minOccurs': 0 if part.is_optional else 1,
        'maxOccurs': 30 if several else 1,
        'schema': _schema(part),
        'x-kind': part.kind,
        'x-advanced': part.is_advanced,
    }


def _schema(part: Parameter) -> dict:
    if part.kind in ('raster', 'rasters'):
        by_id = {'type': 'string', 'pattern': '^[A-Za-z0-9_-]{32}$', 'description': 'The id of an upload.'}
        by_value = [{'type': 'string', 'contentEncoding': 'base64', 'contentMediaType': media} for media in RASTERS]
        return {'oneOf': [by_id, *by_value]}
    if part.kind == 'choice':
        return {'type': 'string', 'enum': list(part.choices), 'default': part.default}
    if part.kind == 'number':
        return {'type': 'integer', 'minimum': part.limits[0], 'maximum': part.limits[1], 'default': part.default}
    if part.kind == 'extent':
        box = {'type': 'array', 'items': {'type': 'number'}, 'minItems': 4, 'maxItems': 4}
        crs = {'type': 'string', 'format': 'uri', 'default': CRS84}
        return {'type': 'object', 'format': 'ogc-bbox', 'required': ['bbox'], 'properties': {'bbox': box, 'crs': crs}}
    return {'type': 'string', 'maxLength': 2000, 'default': part.default}


def _output(output: Output, say: Say) -> dict:
    media = [MEDIA[output.kind], *([PNG] if output.kind == 'raster' else [])]
    encoding = {} if output.kind != 'raster' else {'contentEncoding': 'base64'}
    schemas = [{'type': 'string', **encoding, 'contentMediaType': each} for each in media]
    schema = {'oneOf': schemas} if len(schemas) > 1 else schemas[0]
    if output.kind == 'json':
        schema = {'type': 'object', 'contentMediaType': MEDIA['json']}
    return {'title': say(output.title), 'description': say(output.help), 'schema': schema, 'x-kind': output.kind}


def status(job: Job, base: str) -> dict:
    """Return a job's statusInfo; decisions and report are ours."""
    here = f'{base}/jobs/{job.id}'
    times = {'created': job.created, 'started': job.started, 'finished': job.finished}
    links = [{'rel': 'self', 'type': 'application/json', 'title': 'This job', 'href': here}]
    if job.state == 'successful':
        rel = 'http://www.opengis.net/def/rel/ogc/1.0/results'
        links.append({'rel': rel, 'type': 'application/json', 'title': 'Results', 'href': f'{here}/results'})
    return {
        'type': 'process',
        'processID': job.order.process,
        'jobID': job.id,
        'status': job.state,
        'message': job.message,
        **{name: _moment(value) for name, value in times.items() if value},
        'updated': _moment(job.finished or job.started or job.created),
        'progress': job.progress,
        'links': links,
        'decisions': job.decisions,
        **({'report': job.report} if job.report else {}),
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.%fZ')


def results(job: Job, base: str) -> Response:
    """Return what a job has made, in the way that was asked for; raise Problem where there is nothing."""
    if job.state in ('accepted', 'running'):
        raise Problem(404, 'The job is not done yet. Ask for its results later.', 'result-not-ready')
    if job.state == 'dismissed':
        raise Problem(410, 'The job was dismissed; there are no results.', 'no-such-job')
    if job.state == 'failed':
        raise Problem(job.status or 500, job.message, 'invalid-parameter-value' if job.status == 400 else '')
    if not job.order.is_raw:
        return JSONResponse({name: _document(job, name, base) for name in job.order.outputs})
    names = list(job.order.outputs)
    links = ', '.join(
        f'<{base}/jobs/{job.id}/results/{name}>; rel="{name}"' for name in names if name in job.order.references
    )
    headers = {'Link': links} if links else {}
    values = [name for name in names if name not in job.order.references]
    if not values:
        return Response(status_code=204, headers=headers)
    if len(names) == 1:
        return answer_file(job, names[0], headers)
    return _multipart(job, values, headers)


def answer_file(job: Job, name: str, headers: dict | None = None, as_picture: bool = False) -> FileResponse:
    """Return an output's file, as a download; raise Problem where there is none."""
    if job.state in ('accepted', 'running'):
        raise Problem(404, 'The job is not done yet. Ask for its results later.', 'result-not-ready')
    as_picture = as_picture or job.order.outputs.get(name) == PNG
    path = job.result(name, as_picture)
    if path is None:
        raise Problem(404, 'The job has no such result.', 'no-such-result')
    media = PNG if as_picture else job.order.outputs[name]
    kind = f'{job.order.process}_{name.lower()}_generated{path.suffix}'
    return FileResponse(path, media_type=media, filename=kind, headers=headers)


def _document(job: Job, name: str, base: str) -> object:
    media = job.order.outputs[name]
    if name in job.order.references:
        return {'href': f'{base}/jobs/{job.id}/results/{name}', 'type': media}
    path = job.result(name, media == PNG)
    if path is None:
        raise Problem(500, 'A result of the job is lost. Start it again.')
    if path.suffix == '.json':
        import json

        return {'value': json.loads(path.read_text('utf-8')), 'mediaType': media}
    if path.suffix == '.html':
        return {'value': path.read_text('utf-8'), 'mediaType': media}
    return {'value': base64.b64encode(path.read_bytes()).decode(), 'encoding': 'base64', 'mediaType': media}


def _multipart(job: Job, names: list[str], headers: dict) -> Response:
    """Several results in one answer: multipart/related, a part each."""
    boundary, parts = secrets.token_hex(16), []
    for name in names:
        path = job.result(name, job.order.outputs[name] == PNG)
        if path is None:
            raise Problem(500, 'A result of the job is lost. Start it again.')
        head = f'--{boundary}\r\nContent-ID: {name}\r\nContent-Type: {job.order.outputs[name]}\r\n\r\n'
        parts.append(head.encode() + path.read_bytes() + b'\r\n')
    content = b''.join(parts) + f'--{boundary}--\r\n'.encode()
    return Response(content, media_type=f'multipart/related; boundary={boundary}', headers=headers)


def listed(base: str, say: Say) -> dict:
    """Return the list of processes."""
    link = {'rel': 'self', 'type': 'application/json', 'href': f'{base}/processes'}
    return {'processes': [summary(told, base, say) for told in DESCRIPTIONS.values()], 'links': [link]}
