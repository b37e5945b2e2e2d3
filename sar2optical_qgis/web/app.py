"""The service put together: routes, guards, health and metrics."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from ..core.run.provenance import plugin_version
from .guards import LOCAL, Guards
from .limits import Limits
from .metrics import Metrics
from .problems import Problem, told, unexpected
from .routes import add_jobs, add_processes, add_uploads
from .service import Service
from .site import ABOUT, add_site

SENTENCES = {404: 'There is nothing at this address.', 405: 'This address does not take that method.'}
NOT_AS_DESCRIBED = 'The request is not as the service describes it. See /docs.'


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
        title='SAR2Optical', version=plugin_version(), description=ABOUT, lifespan=lifespan,
        docs_url=None, redoc_url=None,
        exception_handlers={
            Problem: told, Exception: unexpected,
            HTTPException: _plain,
            RequestValidationError: lambda *_: Problem(400, NOT_AS_DESCRIBED).response(),
        },
    )  # fmt: skip
    app.openapi_version = '3.0.3'  # what Swagger UI 4 and the landing page know
    app.state.service = service
    app.add_middleware(Guards, limits=limits, is_local=host in LOCAL, observe=metrics.observe)
    add_site(app, limits)
    add_uploads(app, service)
    add_processes(app, service)
    add_jobs(app, service)

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


async def _plain(_: Request, error: HTTPException) -> JSONResponse:
    """Answer where no route fits."""
    return Problem(error.status_code, SENTENCES.get(error.status_code, NOT_AS_DESCRIBED)).response()
