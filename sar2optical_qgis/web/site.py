"""What a browser gets: the page, its texts and pictures, and the API to try out; programs get the landing page."""

from __future__ import annotations

import secrets
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from swagger_ui_bundle import swagger_ui_path

from ..core.model.registry import resources_dir
from . import processes
from .clients import COOKIE, base_of
from .limits import Limits
from .words import language_of, words

PAGE = Path(__file__).parent / 'page'
ABOUT = (
    'Cloud-free optical pictures from Sentinel-1 radar and cloudy Sentinel-2, after OGC API - Processes. '
    'Send rasters to /uploads, use their ids as inputs of a process, and fetch the results of the job. '
    'Jobs are listed to those who began them: by the cookie that the page sets, or by a bearer token of your own '
    'choice. What is made is generated, not measured.'
)


def add_site(app: FastAPI, limits: Limits) -> None:
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
