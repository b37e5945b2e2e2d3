"""The API: uploads, processes and their execution, jobs."""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import ExitStack, suppress

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from ..core.description import Description
from ..core.model.registry import resources_dir
from . import orders, processes
from .catalogue import DESCRIPTIONS
from .clients import base_of, owner_of
from .guards import REPORT_CSP
from .jobs import Job, Jobs
from .problems import Problem
from .service import Service
from .uploads import is_plain_file
from .words import language_of, say_in

SAMPLES = {'radar': ('s1.tif', 'landcover.tif'), 'clouds': ('s2_cloudy.tif', 'scl.tif', 's1.tif')}
FILES = {'type': 'object', 'properties': {'file': {'type': 'array', 'items': {'type': 'string', 'format': 'binary'}}}}
FORM = {'requestBody': {'required': True, 'content': {'multipart/form-data': {'schema': FILES}}}}
SWALLOWED = 32 << 20  # bytes that are read of an upload that is refused
ORDER = {
    'type': 'object',
    'properties': {
        'inputs': {'type': 'object'},
        'outputs': {'type': 'object'},
        'response': {'type': 'string', 'enum': ['raw', 'document']},
    },
}
BODY = {'requestBody': {'required': True, 'content': {'application/json': {'schema': ORDER}}}}


def add_uploads(app: FastAPI, service: Service) -> None:
    @app.post('/uploads', status_code=201, tags=['uploads'], openapi_extra=FORM)
    async def upload(request: Request) -> JSONResponse:
        """Take rasters, or zipped Sentinel products, to be inputs of jobs; each gets an id."""
        service.uploads.require_room()
        if service.receiving >= service.limits.receiving:
            await _swallow(request)
            raise Problem(429, 'Many files are coming in at the moment. Try again in a moment.', retry_after=2)
        service.receiving += 1
        try:
            async with request.form(max_files=service.limits.files_at_once, max_fields=8, max_part_size=4096) as form:
                files = [
                    (part.filename or '', part.file) for _, part in form.multi_items() if isinstance(part, UploadFile)
                ]
                if not files:
                    raise Problem(400, 'The request holds no file. Send multipart/form-data with parts of files.')
                made = await service.uploads.receive(files, owner_of(request))
        except (MultiPartException, HTTPException) as error:
            raise Problem(400, 'The files cannot be read from the request. Send multipart/form-data.') from error
        finally:
            service.receiving -= 1
        return JSONResponse({'uploads': [each.json() for each in made]}, 201)

    @app.post('/sample', status_code=201, tags=['uploads'])
    async def sample(request: Request, scene: str = 'radar') -> JSONResponse:
        """Take a sample that ships with the plugin as uploads: radar, or clouds."""
        if scene not in SAMPLES:
            raise Problem(404, f'No such sample. There are {", ".join(SAMPLES)}.')
        with ExitStack() as opened:
            paths = [resources_dir() / 'sample' / name for name in SAMPLES[scene]]
            files = [(path.name, opened.enter_context(path.open('rb'))) for path in paths]
            made = await service.uploads.receive(files, owner_of(request))
        return JSONResponse({'uploads': [each.json() for each in made]}, 201)

    @app.get('/uploads/{name}/picture', tags=['uploads'])
    async def picture(name: str) -> Response:
        """A picture of an upload."""
        path = service.uploads.of(name).folder / 'picture.png'
        if not is_plain_file(path):
            raise Problem(404, 'There is no picture of this upload.')
        return FileResponse(path, media_type='image/png', headers={'Cache-Control': 'private, max-age=3600'})

    @app.delete('/uploads/{name}', status_code=204, tags=['uploads'])
    async def forget(name: str) -> Response:
        """Remove an upload before its hour is over."""
        service.uploads.forget(service.uploads.of(name))
        return Response(status_code=204)


def add_processes(app: FastAPI, service: Service) -> None:
    def process_of(name: str) -> Description:
        found = DESCRIPTIONS.get(name)
        if found is None:
            raise Problem(404, f'No such process. There are {", ".join(DESCRIPTIONS)}.', 'no-such-process')
        return found

    @app.get('/processes', tags=['processes'])
    async def listed(request: Request) -> JSONResponse:
        """The processes."""
        language = language_of(request.headers.get('accept-language', ''))
        return JSONResponse(
            processes.listed(base_of(request), say_in(language)), headers={'Content-Language': language}
        )

    @app.get('/processes/{name}', tags=['processes'])
    async def described(name: str, request: Request) -> JSONResponse:
        """A process with its inputs and outputs."""
        language = language_of(request.headers.get('accept-language', ''))
        content = processes.description(process_of(name), base_of(request), say_in(language))
        return JSONResponse(content, headers={'Content-Language': language})

    @app.post('/processes/{name}/execution', tags=['processes'], openapi_extra=BODY)
    async def execute(name: str, request: Request) -> Response:
        """Run a process: at once, or as a job with "Prefer: respond-async"."""
        description = process_of(name)
        service.jobs.require_room()
        try:
            content = json.loads(await request.body())
        except (ValueError, RecursionError) as error:
            raise Problem(400, 'The request is no JSON. Send {"inputs": {...}, "outputs": {...}}.') from error
        made = secrets.token_urlsafe(24)
        folder = service.jobs.folder / made
        try:
            order = await asyncio.to_thread(orders.read, description, content, service.uploads, folder, service.limits)
            service.jobs.require_room()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        job = Job(made, order, owner_of(request), folder)
        service.jobs.submit(job)
        base = base_of(request)
        if 'respond-async' in request.headers.get('prefer', ''):
            headers = {'Location': f'{base}/jobs/{job.id}', 'Preference-Applied': 'respond-async'}
            return JSONResponse(processes.status(job, base), 201, headers)
        await _over_or_gone(job, request, service.jobs)
        response = processes.results(job, base)
        links = [response.headers.get('link'), f'<{base}/jobs/{job.id}>; rel="monitor"']
        response.headers['Link'] = ', '.join(filter(None, links))
        return response


async def _swallow(request: Request) -> None:
    """Read a small body to its end: a client that is still sending when the connection closes sees no answer."""
    if int(request.headers.get('content-length', SWALLOWED + 1)) <= SWALLOWED:
        async for _ in request.stream():
            pass


async def _over_or_gone(job: Job, request: Request, jobs: Jobs) -> None:
    """Wait for a job's end; dismiss it where its client goes away."""
    waiting = asyncio.create_task(job.over())
    while not waiting.done():
        await asyncio.wait([waiting], timeout=1)
        if not waiting.done() and await request.is_disconnected():
            jobs.dismiss(job)


def add_jobs(app: FastAPI, service: Service) -> None:
    @app.get('/jobs', tags=['jobs'])
    async def listed(request: Request, limit: int = 100) -> dict:
        """The jobs of who asks, the newest first."""
        owner, base = owner_of(request), base_of(request)
        own = [job for job in service.jobs.known.values() if owner and job.owner == owner]
        own.sort(key=lambda job: -job.created)
        link = {'rel': 'self', 'type': 'application/json', 'href': f'{base}/jobs'}
        return {'jobs': [processes.status(job, base) for job in own[: max(min(limit, 1000), 1)]], 'links': [link]}

    @app.get('/jobs/{name}', tags=['jobs'])
    async def status(name: str, request: Request) -> dict:
        """How a job stands."""
        return processes.status(service.jobs.of(name), base_of(request))

    @app.delete('/jobs/{name}', tags=['jobs'])
    async def dismiss(name: str, request: Request) -> dict:
        """Stop a job, or remove its results."""
        job = service.jobs.of(name)
        over = job.is_over
        service.jobs.dismiss(job)
        content = processes.status(job, base_of(request))
        return {**content, 'status': 'dismissed', 'message': 'Removed.' if over else job.message}

    @app.get('/jobs/{name}/results', tags=['jobs'])
    async def results(name: str, request: Request) -> Response:
        """What a job has made."""
        return await asyncio.to_thread(processes.results, service.jobs.of(name), base_of(request))

    @app.get('/jobs/{name}/results/{output}', tags=['jobs'])
    async def result(name: str, output: str, f: str = '') -> Response:
        """One output of a job; ?f=png its picture, where there is one."""
        response = processes.answer_file(service.jobs.of(name), output, None, f == 'png')
        if response.media_type == 'text/html':
            response.headers['Content-Security-Policy'] = REPORT_CSP
        return response

    @app.get('/jobs/{name}/pictures/{picture}', tags=['jobs'])
    async def picture(name: str, picture: str) -> Response:
        """A picture that the page shows: coarse, or an output's id."""
        path = service.jobs.of(name).folder / 'pictures' / f'{picture}.png'
        if not picture.isidentifier() or not is_plain_file(path):
            raise Problem(404, 'There is no such picture.')
        return FileResponse(path, media_type='image/png', headers={'Cache-Control': 'private, max-age=3600'})

    @app.get('/jobs/{name}/events', tags=['jobs'])
    async def events(name: str, request: Request) -> StreamingResponse:
        """What happens to a job, as server-sent events, to its end."""
        job, after = service.jobs.of(name), 0
        with suppress(ValueError):
            after = max(int(request.headers.get('last-event-id', '0')), 0)

        async def lines() -> AsyncIterator[str]:
            async for told_ in job.follow(after):
                if told_ is None:
                    yield ': still here\n\n'
                    continue
                number, event = told_
                content = json.dumps({key: value for key, value in event.items() if key != 'path'})
                yield f'id: {number}\nevent: {event["event"]}\ndata: {content}\n\n'

        headers = {'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no'}
        return StreamingResponse(lines(), media_type='text/event-stream', headers=headers)
