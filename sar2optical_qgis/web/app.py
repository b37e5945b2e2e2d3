"""The service: its parts put together, and its routes."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from swagger_ui_bundle import swagger_ui_path

from ..core.model.registry import resources_dir
from ..core.run.provenance import plugin_version
from . import orders, processes
from .catalogue import DESCRIPTIONS
from .guards import LOCAL, REPORT_CSP, Guards
from .jobs import Job, Jobs
from .limits import Limits
from .metrics import Metrics
from .pool import Pool
from .problems import Problem, told, unexpected
from .uploads import Uploads, is_plain_file
from .words import language_of, say_in, words

PAGE = Path(__file__).parent / 'page'
COOKIE = 'sar2optical'
SAMPLES = {'radar': ('s1.tif', 'landcover.tif'), 'clouds': ('s2_cloudy.tif', 'scl.tif', 's1.tif')}
TIDY_SECONDS = 30
NOT_AS_DESCRIBED = 'The request is not as the service describes it. See /docs.'
ABOUT = (
    'Cloud-free optical pictures from Sentinel-1 radar and cloudy Sentinel-2, after OGC API - Processes. '
    'Send rasters to /uploads, use their ids as inputs of a process, and fetch the results of the job. '
    'Jobs are listed to those who began them: by the cookie that the first answer sets, or by a bearer token of your '
    'own choice. What is made is generated, not measured.'
)


class Service:
    """Everything that lives as long as the server."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.limits = limits
        self.pool = Pool(folder / 'processes', limits, limits.workers + limits.looks)
        self.uploads = Uploads(folder / 'uploads', limits, self.pool)
        self.jobs = Jobs(folder / 'jobs', limits, self.pool)
        self.receiving = 0
        self._tidier: asyncio.Task | None = None

    async def start(self) -> None:
        """Make the folders, start processes and runners."""
        await self.pool.start()
        self.jobs.start()
        self._tidier = asyncio.create_task(self._tidy())

    async def stop(self) -> None:
        """Let what runs come to its end, then remove everything."""
        await self.jobs.stop()
        await self.pool.stop()
        if self._tidier:
            self._tidier.cancel()
        for folder in (self.pool.folder, self.uploads.folder, self.jobs.folder):
            shutil.rmtree(folder, ignore_errors=True)

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(TIDY_SECONDS)
            self.uploads.expire()
            self.jobs.expire()


def create_app(folder: Path, limits: Limits | None = None, host: str = '127.0.0.1') -> FastAPI:
    """Return the service with its files below ``folder``, which must not be anybody else's."""
    limits, metrics = limits or Limits(), Metrics()
    service = Service(folder, limits)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await service.start()
        metrics.watch(service.jobs, service.uploads, service.pool)
        yield
        await service.stop()

    app = FastAPI(
        title='SAR2Optical', version=plugin_version(), description=ABOUT, lifespan=lifespan, docs_url=None, redoc_url=None,
        exception_handlers={
            Problem: told, Exception: unexpected,
            HTTPException: lambda _, error: Problem(error.status_code, _sentence(error.status_code)).response(),
            RequestValidationError: lambda *_: Problem(400, NOT_AS_DESCRIBED).response(),
        },
    )  # fmt: skip
    app.state.service = service
    app.add_middleware(Guards, limits=limits, is_local=host in LOCAL, observe=metrics.observe)
    _page_routes(app, limits)
    _upload_routes(app, service)
    _process_routes(app, service)
    _job_routes(app, service)

    @app.get('/health', tags=['state'])
    async def health() -> JSONResponse:
        """Whether the service takes jobs, and how many wait."""
        state = {
            'status': 'stopping' if service.jobs.stopping else 'ok',
            'running': len(service.jobs.running),
            'waiting': len(service.jobs.queue),
        }
        return JSONResponse(state, 503 if service.jobs.stopping else 200)

    @app.get('/metrics', tags=['state'])
    async def numbers() -> Response:
        """Numbers for Prometheus."""
        return Response(metrics.text(), media_type='text/plain; version=0.0.4; charset=utf-8')

    return app


def _sentence(status: int) -> str:
    return {404: 'There is nothing at this address.', 405: 'This address does not take that method.'}.get(
        status, 'The request cannot be answered.'
    )


def base_of(request: Request) -> str:
    """Return the address under which the client sees the service."""
    return str(request.base_url).rstrip('/')


def owner_of(request: Request) -> str:
    """Return who asks: by a bearer token of the client's choice or the page's cookie; '' for neither."""
    token = request.headers.get('authorization', '') or request.cookies.get(COOKIE, '')
    return hashlib.sha256(token.encode()).hexdigest() if token else ''


def _page_routes(app: FastAPI, limits: Limits) -> None:
    app.mount('/page', StaticFiles(directory=PAGE), name='page')
    app.mount('/docs/ui', StaticFiles(directory=swagger_ui_path), name='docs-ui')

    @app.get('/', include_in_schema=False)
    async def landing(request: Request) -> Response:
        """The page for browsers, the landing page of the API for programs."""
        wants_page = 'text/html' in request.headers.get('accept', '') and request.query_params.get('f') != 'json'
        if not wants_page:
            return JSONResponse(_landing(base_of(request)))
        response = FileResponse(PAGE / 'index.html', media_type='text/html', headers={'Vary': 'Accept'})
        if COOKIE not in request.cookies:
            response.set_cookie(COOKIE, secrets.token_urlsafe(24), httponly=True, samesite='strict', max_age=86400)
        return response

    @app.get('/docs', include_in_schema=False)
    async def docs() -> Response:
        """The API to try out, without anything from other hosts."""
        return FileResponse(PAGE / 'docs.html', media_type='text/html')

    @app.get('/words', include_in_schema=False)
    async def texts(request: Request, language: str = '') -> JSONResponse:
        """The page's texts in the reader's language."""
        chosen = language_of(language or request.headers.get('accept-language', ''))
        content = {'language': chosen, 'words': words(chosen), 'limits': {'upload_bytes': limits.upload_bytes}}
        return JSONResponse(content, headers={'Content-Language': chosen, 'Vary': 'Accept-Language'})

    @app.get('/icon.svg', include_in_schema=False)
    async def icon() -> FileResponse:
        """The plugin's own icon."""
        return FileResponse(resources_dir() / 'icons' / 'icon.svg', media_type='image/svg+xml')

    @app.get('/conformance', tags=['about'])
    async def conformance() -> dict:
        """The conformance classes that the service keeps."""
        return {'conformsTo': processes.CONFORMANCE}


def _landing(base: str) -> dict:
    json_kind, api = 'application/json', 'application/vnd.oai.openapi+json;version=3.0'
    rel = 'http://www.opengis.net/def/rel/ogc/1.0/'
    links = (
        ('self', json_kind, '/', 'This document'), ('service-desc', api, '/openapi.json', 'OpenAPI'),
        ('service-doc', 'text/html', '/docs', 'The API to try out'),
        (f'{rel}conformance', json_kind, '/conformance', 'Conformance classes'),
        (f'{rel}processes', json_kind, '/processes', 'Processes'), (f'{rel}job-list', json_kind, '/jobs', 'Jobs'),
        ('alternate', 'text/html', '/', 'The page'),
    )  # fmt: skip
    return {
        'title': 'SAR2Optical',
        'description': ABOUT,
        'links': [{'rel': r, 'type': kind, 'href': base + path, 'title': title} for r, kind, path, title in links],
    }


def _upload_routes(app: FastAPI, service: Service) -> None:
    form = {'requestBody': {'required': True, 'content': {'multipart/form-data': {'schema': {
        'type': 'object', 'properties': {'file': {'type': 'array', 'items': {'type': 'string', 'format': 'binary'}}},
    }}}}}  # fmt: skip

    @app.post('/uploads', status_code=201, tags=['uploads'], openapi_extra=form)
    async def upload(request: Request) -> JSONResponse:
        """Take rasters, or zipped Sentinel products, to be inputs of jobs; each gets an id."""
        service.uploads.require_room()
        if service.receiving >= service.limits.receiving:
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


def _process_routes(app: FastAPI, service: Service) -> None:
    body = {'requestBody': {'required': True, 'content': {'application/json': {'schema': {'type': 'object', 'properties': {
        'inputs': {'type': 'object'}, 'outputs': {'type': 'object'}, 'response': {'type': 'string', 'enum': ['raw', 'document']},
    }}}}}}  # fmt: skip

    def process_of(name: str):
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

    @app.post('/processes/{name}/execution', tags=['processes'], openapi_extra=body)
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
        response.headers['Link'] = ', '.join(
            filter(None, [response.headers.get('link'), f'<{base}/jobs/{job.id}>; rel="monitor"'])
        )
        return response


async def _over_or_gone(job: Job, request: Request, jobs: Jobs) -> None:
    """Wait for a job's end; dismiss it where its client goes away."""
    waiting = asyncio.create_task(job.over())
    while not waiting.done():
        await asyncio.wait([waiting], timeout=1)
        if not waiting.done() and await request.is_disconnected():
            jobs.dismiss(job)


def _job_routes(app: FastAPI, service: Service) -> None:
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
