"""A server that answers as the providers of scenes do: search in the recorded shapes, tokens, ranged reads, and faults.

    python -m tests.stac_server FOLDER [--port 8080] [--size 320] [--delay 0.0]

Standard library alone. CATALOG is then http://127.0.0.1:8080/pc/api/stac/v1 (Planetary Computer), /es/v1 (Earth
Search), /cdse/v1 (Copernicus Data Space), /plain/v1 (a STAC API of no name) or /static/catalog.json, and WORLDCOVER
http://127.0.0.1:8080/worldcover.
"""

from __future__ import annotations

import argparse
import json
import re
import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests import stac_answers
from tests.stac_archive import Archive, make_archive

KEYS = ('TESTKEY', 'testsecret')  # of the bucket that wants an account
STALL_S = 20.0  # longer than any client of a test waits
STATUS = {'403': 403, '404': 404, '429': 429, '500': 500, '503': 503}
KINDS = (*STATUS, 'slow', 'stall', 'cut', 'length', 'garbage', 'drop')  # of faults
Fault = Callable[[str, int], str]  # (path, number of the request) -> kind, '' = none


@dataclass
class Service:
    """What a server knows and counts."""

    archive: Archive
    fault: Fault = lambda path, number: ''
    token_uses: int = 10**9  # after which a token has expired, whatever it said
    page: int = 5  # items of a page, whatever is asked for
    delay_s: float = 0.0  # of every answer
    endless: bool = False  # every page links to itself
    requests: list[tuple[str, str, str, int]] = field(default_factory=list)  # method, path, range, status
    sent: dict[str, int] = field(default_factory=dict)  # path -> bytes of its body
    tokens: dict[str, int] = field(default_factory=dict)  # token -> uses that are left
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, beginning: str) -> int:
        """Return how many requests there were of paths that begin so."""
        return sum(path.startswith(beginning) for _, path, _, _ in self.requests)

    def bytes_of(self, ending: tuple[str, ...] = ('.tif', '.tiff', '.jp2')) -> int:
        """Return the bytes sent of rasters."""
        return sum(sent for path, sent in self.sent.items() if path.endswith(ending))


class Handler(BaseHTTPRequestHandler):
    """One connection; the server holds the Service."""

    protocol_version = 'HTTP/1.1'

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        service: Service = self.server.service
        length = int(self.headers.get('Content-Length') or 0)
        body = self.rfile.read(length) if length else b''
        parts = urlsplit(self.path)
        self.place, self.query = parts.path, parse_qs(parts.query)
        with service.lock:
            number = len(service.requests)
            service.requests.append((self.command, self.place, self.headers.get('Range', ''), 0))
        if service.delay_s:
            time.sleep(service.delay_s)
        self.kind = service.fault(self.place, number)
        try:
            if self.kind in STATUS:
                self._refuse(STATUS[self.kind])
            elif self.kind == 'drop':
                self.close_connection = True
                self.connection.close()
            else:
                if self.kind == 'slow':
                    time.sleep(0.4)
                self._route(body)
        except (BrokenPipeError, ConnectionResetError, OSError):
            self.close_connection = True

    def _route(self, body: bytes) -> None:
        service: Service = self.server.service
        path, origin = self.place, f'http://{self.headers.get("Host", "")}'
        if path.startswith('/pc/blob/'):
            return self._file(path[len('/pc/blob/') :], self._has_token())
        if path.startswith('/es/cogs/'):
            return self._file(path[len('/es/cogs/') :])
        if path.startswith('/eodata/'):
            return self._file(
                path[len('/eodata/') :], f'Credential={KEYS[0]}/' in self.headers.get('Authorization', '')
            )
        if path.startswith('/worldcover/v200/2021/map/'):
            return self._file(f'worldcover/{Path(path).name}')
        if path.startswith('/pc/api/sas/v1/token/'):
            return self._json(self._new_token())
        for top, root in (
            ('/pc', '/pc/api/stac/v1'),
            ('/es', '/es/v1'),
            ('/cdse', '/cdse/v1'),
            ('/plain', '/plain/v1'),
        ):
            if path.rstrip('/') == root:
                return self._json(stac_answers.landing_of(top, origin + root))
            if path == f'{root}/collections':
                ids = ('naip', 'sentinel-2-l2a', 'sentinel-1-rtc')
                return self._json({'collections': [{'id': name} for name in ids]})
            if path == f'{root}/search':
                asked = json.loads(body) if body else {key: value[0] for key, value in self.query.items()}
                page = stac_answers.page_of(service.archive, top, asked, origin, root, service.page, service.endless)
                return self._json(page)
        if path.startswith('/static/'):
            found = stac_answers.static_of(service.archive, path)
            return self._refuse(404) if found is None else self._json(found)
        return self._refuse(404)

    def _has_token(self) -> bool:
        token = (self.query.get('sig') or [''])[0]
        service = self.server.service
        with service.lock:
            left = service.tokens.get(token, 0)
            service.tokens[token] = left - 1
        return left > 0

    def _new_token(self) -> dict:
        token = secrets.token_urlsafe(12)
        with self.server.service.lock:
            self.server.service.tokens[token] = self.server.service.token_uses
        expiry = datetime.now(timezone.utc) + timedelta(hours=1)
        return {'msft:expiry': expiry.strftime('%Y-%m-%dT%H:%M:%SZ'), 'token': f'sv=2021-06-08&sr=c&sp=rl&sig={token}'}

    def _json(self, value: dict) -> None:
        self._send(200, json.dumps(value).encode(), 'application/json')

    def _file(self, relative: str, is_allowed: bool = True) -> None:
        path = self.server.service.archive.root / relative
        if not is_allowed:
            return self._refuse(403)
        if '..' in relative or not path.is_file():
            return self._refuse(404)
        size = path.stat().st_size
        wanted = re.fullmatch(r'bytes=(\d+)-(\d*)', self.headers.get('Range', ''))
        if not wanted:
            return self._send(200, path.read_bytes(), 'image/tiff')
        first, last = int(wanted.group(1)), min(int(wanted.group(2) or size - 1), size - 1)
        if first >= size:
            return self._refuse(416)
        with path.open('rb') as file:
            file.seek(first)
            part = file.read(last - first + 1)
        return self._send(206, part, 'image/tiff', {'Content-Range': f'bytes {first}-{last}/{size}'})

    def _refuse(self, status: int) -> None:
        headers, body = {}, b''
        if status == 429:
            body = b'{"statusCode":429,"message":"Rate limit is exceeded. Try again in 0.3 seconds."}'
        elif status == 503:
            body = b'<?xml version="1.0"?><Error><Code>ServerBusy</Code></Error>'
        self._send(status, body, 'text/plain', headers, may_fail=False)

    def _send(self, status: int, body: bytes, kind: str, headers: dict | None = None, may_fail: bool = True) -> None:
        fault = self.kind if may_fail else ''
        told = len(body)
        if fault == 'garbage':
            body = bytes(byte ^ 0x5A for byte in body)
        if fault == 'length':
            told += 1000
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(told))
        self.send_header('Accept-Ranges', 'bytes')
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        if fault in ('length', 'cut'):
            self.send_header('Connection', 'close')
        self.end_headers()
        if self.command == 'HEAD':
            return
        sent = body[: len(body) // 2] if fault in ('cut', 'stall') else body
        self.wfile.write(sent)
        self.wfile.flush()
        with self.server.service.lock:
            self.server.service.sent[self.place] = self.server.service.sent.get(self.place, 0) + len(sent)
        if fault == 'stall':
            self.server.released.wait(STALL_S)
        if fault in ('length', 'cut', 'stall'):
            self.close_connection = True


class Server(ThreadingHTTPServer):
    """Serves until it is closed; connections that stall are let go then."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, service: Service, port: int = 0) -> None:
        self.service, self.released = service, threading.Event()
        super().__init__(('127.0.0.1', port), Handler)

    @property
    def url(self) -> str:
        return f'http://127.0.0.1:{self.server_address[1]}'

    def handle_error(self, *_: object) -> None:
        """A client that went away is no news."""

    def __enter__(self) -> Server:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()


def main(arguments: list[str] | None = None) -> int:
    """Make an archive and serve it until interrupted."""
    parser = argparse.ArgumentParser(prog='python -m tests.stac_server', description=__doc__.splitlines()[0])
    parser.add_argument('folder', type=Path)
    parser.add_argument('--port', type=int, default=8080)
    parser.add_argument('--size', type=int, default=320, help='pixels of 10 m, an even number')
    parser.add_argument('--delay', type=float, default=0.0, help='seconds before every answer')
    options = parser.parse_args(arguments)
    archive = make_archive(options.folder, options.size, jp2=True)
    with Server(Service(archive, delay_s=options.delay), options.port) as server:
        sys.stdout.write(f'{server.url}\n')
        sys.stdout.flush()
        threading.Event().wait()
    return 0


if __name__ == '__main__':
    sys.exit(main())
