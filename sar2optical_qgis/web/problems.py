"""Answers that say no: RFC 7807, with the exception types of OGC API - Processes and one sentence each."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import JSONResponse

OGC = 'http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/'
TITLES = {
    400: 'Bad request', 403: 'Forbidden', 404: 'Not found', 405: 'Method not allowed', 406: 'Not acceptable',
    410: 'Gone', 413: 'Too large', 415: 'Unsupported kind of file', 422: 'Bad request', 429: 'Too many requests',
    500: 'Fault of the service', 503: 'Not available', 507: 'Disk full',
}  # fmt: skip


class Problem(Exception):
    """What a client did wrong, or what the service cannot do: a status, one sentence, and the OGC's name for it."""

    def __init__(self, status: int, sentence: str, kind: str = '', retry_after: int = 0) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.kind, self.retry_after = status, sentence, kind, retry_after

    def response(self) -> JSONResponse:
        """Return it as application/problem+json."""
        content = {
            'type': OGC + self.kind if self.kind else 'about:blank',
            'title': TITLES.get(self.status, 'Error'),
            'status': self.status,
            'detail': self.sentence,
        }
        headers = {'Retry-After': str(self.retry_after)} if self.retry_after else None
        return JSONResponse(content, self.status, headers, 'application/problem+json')


async def told(_: Request, problem: Problem) -> JSONResponse:
    """Answer with a problem."""
    return problem.response()


async def unexpected(_: Request, error: Exception) -> JSONResponse:
    """Answer where a route failed: the log has the rest."""
    return Problem(500, 'The service failed at this. Try again, or tell who runs it.').response()
