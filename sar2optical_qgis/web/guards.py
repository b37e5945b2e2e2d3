"""What stands before every route: sizes of requests, foreign pages, and the headers that browsers obey."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from .limits import Limits
from .problems import Problem

LOG = logging.getLogger('sar2optical.access')
Scope = MutableMapping[str, Any]
App = Callable[[Scope, Callable, Callable], Awaitable[None]]
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
DOCS_CSP = CSP.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")  # Swagger UI styles its icons in place
HEADERS = {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'geolocation=(), camera=(), microphone=()',
}
REPORT_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"  # of a result in HTML
LOCAL = ('127.0.0.1', 'localhost', '::1')
SMALL = 1 << 16  # bytes of a request that is no upload and no order
Observe = Callable[[str, str, int, float], None]


class TooLarge(Exception):
    """The body has more bytes than are taken."""


class Guards:
    """ASGI middleware around the whole service."""

    def __init__(self, app: App, limits: Limits, is_local: bool, observe: Observe) -> None:
        self.app, self.limits, self.is_local, self.observe = app, limits, is_local, observe

    async def __call__(self, scope: Scope, receive: Callable, send: Callable) -> None:
        if scope['type'] != 'http':
            await self.app(scope, receive, send)
            return
        start, state = time.perf_counter(), {'status': 0, 'bytes': 0}
        headers = {key.decode('latin-1'): value.decode('latin-1') for key, value in scope['headers']}
        most = self._most(scope)

        async def counted() -> dict:
            message = await receive()
            state['bytes'] += len(message.get('body', b''))
            if state['bytes'] > most:
                raise TooLarge
            return message

        async def dressed(message: dict) -> None:
            if message['type'] == 'http.response.start':
                state['status'] = message['status']
                names = {key for key, _ in message['headers']}
                csp = DOCS_CSP if scope['path'] == '/docs' else CSP
                for key, value in {**HEADERS, 'Content-Security-Policy': csp}.items():
                    if key.lower().encode() not in names:
                        message['headers'] = [*message['headers'], (key.lower().encode(), value.encode())]
            await send(message)

        try:
            problem = self._refusal(scope, headers, most)
            if problem:
                await problem.response()(scope, receive, dressed)
            else:
                await self.app(scope, counted, dressed)
        except TooLarge:
            if not state['status']:
                await self._too_large(most).response()(scope, receive, dressed)
        finally:
            route = getattr(scope.get('route'), 'path', '') or 'other'
            seconds = time.perf_counter() - start
            self.observe(scope['method'], route, state['status'] or 499, seconds)
            LOG.info('%s %s %d %d ms', scope['method'], route, state['status'] or 499, round(1000 * seconds))

    def _most(self, scope: Scope) -> int:
        if scope['path'] == '/uploads':
            return self.limits.upload_bytes
        return self.limits.body_bytes if scope['path'].endswith('/execution') else SMALL

    @staticmethod
    def _too_large(most: int) -> Problem:
        size = f'{most >> 20} MB' if most >= 1 << 20 else f'{most >> 10} KB'
        return Problem(413, f'The request is too large; {size} are taken. Cut out a part, or compress it.')

    def _refusal(self, scope: Scope, headers: dict[str, str], most: int) -> Problem | None:
        """Return why a request is not even read: its size, a foreign page's wish, or another host's name."""
        host = headers.get('host', '')
        if self.is_local and urlsplit(f'//{host}').hostname not in LOCAL:
            return Problem(403, 'This service answers to its own address only, such as 127.0.0.1.')
        origin = headers.get('origin', '')
        if scope['method'] not in ('GET', 'HEAD') and origin and urlsplit(origin).netloc != host:
            return Problem(403, 'Other web pages may not use this service.')
        length = headers.get('content-length', '')
        if length.isdigit() and int(length) > most:
            return self._too_large(most)
        return None
