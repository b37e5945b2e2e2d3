"""Patience: waits as long as a service says, asks again where that may help, and hears a cancel."""

from __future__ import annotations

import time

import pytest

from sar2optical_qgis.core.catalog.service import HttpError, Patience, Service
from sar2optical_qgis.core.errors import Cancelled, NetworkError

PATIENCE = Patience(attempts=3, pause_s=0.01, longest_wait_s=1.0)


def service_of(*answers, **options):
    left = list(answers)

    def fetch(url, body):
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    made = Service(fetch, options.pop('patience', PATIENCE), **options)
    made.left = left
    return made


@pytest.mark.parametrize('status', [0, 429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again(status):
    assert service_of(HttpError(status), b'{"a": 1}').json_of('http://x') == {'a': 1}


@pytest.mark.parametrize('status', [400, 401, 403, 404])
def test_what_will_not_pass_is_not_asked_again(status):
    service = service_of(HttpError(status), b'{}')
    with pytest.raises(NetworkError, match=f'status {status}'):
        service.json_of('http://x')
    assert service.left == [b'{}']


@pytest.mark.parametrize(
    'error',
    [HttpError(429, '0.3'), HttpError(429, body=b'{"message":"Rate limit is exceeded. Try again in 0.3 seconds."}')],
)
def test_a_wait_that_is_asked_for_is_kept(error):
    start = time.monotonic()
    service_of(error, b'{}').json_of('http://x')
    assert time.monotonic() - start >= 0.3


def test_a_wait_that_is_too_long_is_told_instead():
    with pytest.raises(NetworkError, match='again in 3600 s'):
        service_of(HttpError(429, '3600'), b'{}').json_of('http://x')


def test_an_answer_that_is_no_json_is_asked_for_again_and_told_in_the_end():
    assert service_of(b'<html>', b'{"a": 1}').json_of('http://x') == {'a': 1}
    with pytest.raises(NetworkError, match='no valid JSON'):
        service_of(b'<html>', b'', b'[1]').json_of('http://x')


def test_a_cancel_is_heard_while_it_waits():
    start = time.monotonic()
    service = service_of(HttpError(429, '50'), cancelled=lambda: time.monotonic() > start + 0.2, patience=Patience())
    with pytest.raises(Cancelled):
        service.json_of('http://x')
    assert time.monotonic() - start < 25.0  # of 50


def test_no_sentence_shows_a_path_or_a_secret():
    with pytest.raises(NetworkError) as caught:
        service_of(HttpError(403)).json_of('https://user:word@host.org/path?sig=SECRET')
    assert 'SECRET' not in str(caught.value) and 'word' not in str(caught.value) and 'host.org' in str(caught.value)
