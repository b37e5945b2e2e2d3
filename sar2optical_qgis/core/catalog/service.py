"""A web service asked with patience: waits as long as it says, asks again where it stumbles, gives up in one sentence.

The connection itself is the caller's: fetch(url, body) -> bytes, a POST of JSON where there is a body. Only so are the
proxy, the certificates and the passwords of its host honoured.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any, Optional
from urllib.parse import urlsplit

from ..errors import Cancelled, NetworkError

Fetch = Callable[[str, Optional[bytes]], bytes]
NO_ANSWER = 0  # status of a connection that failed, or of an answer that did not come in time
PASSING = (NO_ANSWER, 408, 429, 500, 502, 503, 504)  # what another attempt may mend
_TRY_AGAIN = re.compile(rb'[Tt]ry again in (\d+(?:\.\d+)?) second')


class HttpError(Exception):
    """What a fetch raises where no answer of status 200 with a body came."""

    def __init__(self, status: int, retry_after: str = '', body: bytes = b'') -> None:
        super().__init__(f'status {status}' if status else 'no answer')
        self.status, self.retry_after, self.body = status, retry_after, body

    @property
    def wait_s(self) -> float | None:
        """Return how many seconds the service asks to wait, by header or in its words; None where it does not."""
        text = self.retry_after.strip()
        if re.fullmatch(r'\d+(\.\d+)?', text):
            return float(text)
        if text:
            try:
                return max((parsedate_to_datetime(text) - datetime.now(timezone.utc)).total_seconds(), 0.0)
            except (TypeError, ValueError):
                pass
        found = _TRY_AGAIN.search(self.body[:4096])
        return float(found.group(1)) if found else None


@dataclass(frozen=True)
class Patience:
    """How long services are waited for."""

    attempts: int = 5
    pause_s: float = 0.8  # before the second attempt; doubles with each
    longest_wait_s: float = 90.0  # that a service may ask for
    timeout_s: float = 30.0  # of one answer
    silence_s: float = 90.0  # without any window coming in, until all is given up


class Service:
    """Asks with patience; hears a cancel while it waits."""

    def __init__(
        self, fetch: Fetch, patience: Patience | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        self.fetch, self.patience, self.cancelled = fetch, patience or Patience(), cancelled or (lambda: False)

    def bytes_of(self, url: str, body: dict | None = None) -> bytes:
        """Return the answer of a GET, or of a POST of ``body`` as JSON; raise NetworkError, or Cancelled."""
        sent = None if body is None else json.dumps(body).encode()
        for attempt in range(1, self.patience.attempts + 1):
            if self.cancelled():
                raise Cancelled
            try:
                return self.fetch(url, sent)
            except HttpError as error:
                wait = self.pause(attempt) if error.wait_s is None else error.wait_s
                is_last = attempt == self.patience.attempts or wait > self.patience.longest_wait_s
                if error.status not in PASSING or is_last:
                    raise NetworkError(refusal(url, error.status, error.wait_s)) from error
                self.sleep(wait)
        raise AssertionError('unreachable')

    def json_of(self, url: str, body: dict | None = None) -> dict[str, Any]:
        """Return the JSON object that a service answers with; one that is broken is asked for again."""
        for attempt in range(1, self.patience.attempts + 1):
            answer = self.bytes_of(url, body)
            try:
                found = json.loads(answer)
                if isinstance(found, dict):
                    return found
            except (ValueError, RecursionError):
                pass
            if attempt < self.patience.attempts:
                self.sleep(self.pause(attempt))
        raise NetworkError(f'{host_of(url)} answers with no valid JSON. Check CATALOG, or try again later.')

    def pause(self, attempt: int) -> float:
        """Return the seconds between an attempt (from 1) and the next."""
        return self.patience.pause_s * 2 ** (attempt - 1)

    def sleep(self, seconds: float) -> None:
        """Wait; raise Cancelled at once when the user stops the run."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self.cancelled():
                raise Cancelled
            time.sleep(min(left, 0.1))


def host_of(url: str) -> str:
    """Return what messages may say of a URL: no path, no signature, no password."""
    return urlsplit(url).hostname or url.split('?')[0][:80]


def refusal(url: str, status: int, wait_s: float | None = None) -> str:
    """Return the sentence for an answer that ends a run; ``status`` 0 = none came."""
    host = host_of(url)
    if status == NO_ANSWER:
        return (
            f'{host} gives no answer. Check the connection and the proxy (Settings > Options > Network), '
            'and run it again.'
        )
    if status in (401, 403):
        return f'{host} refuses access (status {status}). Give an account of it with AUTH, or choose another CATALOG.'
    if status == 404:
        return f'{host} has nothing at the address that was asked for (status 404). Check CATALOG.'
    if status == 429:
        when = f' in {wait_s:.0f} s' if wait_s else ' later'
        return f'{host} is asked too often (status 429). Run it again{when}; what is whole is kept.'
    if status >= 500:
        return f'{host} is out of order (status {status}). Run it again later; what is whole is kept.'
    return f'{host} does not take the question (status {status}). Check CATALOG, EXTENT and DATE.'
