"""Tokens: one for each collection, for its own hosts alone."""

from __future__ import annotations

import json

import pytest

from sar2optical_qgis.core.catalog.providers import BY_NAME
from sar2optical_qgis.core.catalog.service import Patience, Service
from sar2optical_qgis.core.catalog.tokens import Tokens
from sar2optical_qgis.core.errors import NetworkError

BLOB = 'https://sentinel2l2a01.blob.core.windows.net/sentinel2-l2/B04.tif'


@pytest.fixture
def desk():
    """Tokens, what was asked for, and a clock that can be set."""
    asked, clock = [], [1_700_000_000.0]  # 2023-11-14T22:13:20Z

    def fetch(url, body):
        asked.append(url)
        return json.dumps({'msft:expiry': '2023-11-14T23:00:00Z', 'token': f'sig={len(asked)}'}).encode()

    tokens = Tokens(Service(fetch, Patience()), BY_NAME['planetary-computer'], lambda: clock[0])
    return tokens, asked, clock


def test_one_token_serves_a_collection_until_shortly_before_it_expires(desk):
    tokens, asked, clock = desk
    assert {tokens.sign(f'{BLOB}?n={k}', 'sentinel-2-l2a')[-6:] for k in range(20)} == {'&sig=1'}
    assert asked == ['https://planetarycomputer.microsoft.com/api/sas/v1/token/sentinel-2-l2a']
    clock[0] += 2790.0  # ten seconds before 23:00
    assert tokens.sign(BLOB, 'sentinel-2-l2a').endswith('?sig=2')


def test_collections_have_tokens_of_their_own(desk):
    tokens, asked, _ = desk
    tokens.sign(BLOB, 'sentinel-2-l2a'), tokens.sign(BLOB, 'sentinel-1-rtc')
    assert len(asked) == 2


def test_a_refused_token_is_renewed_once_however_many_files_it_was_refused_for(desk):
    tokens, asked, _ = desk
    refused = tokens.sign(BLOB, 'c')
    for _ in range(5):
        tokens.renew('c', refused)
        tokens.sign(BLOB, 'c')
    assert len(asked) == 2


@pytest.mark.parametrize(
    'href',
    ['https://evil.org/blob.core.windows.net/x.tif', 'https://blob.core.windows.net.evil.org/x.tif', '/data/x.tif'],
)
def test_no_other_host_ever_gets_a_token(desk, href):
    tokens, asked, _ = desk
    assert tokens.sign(href, 'c') == href and asked == []


def test_an_answer_without_a_token_is_told():
    tokens = Tokens(Service(lambda url, body: b'{}', Patience(attempts=1)), BY_NAME['planetary-computer'])
    with pytest.raises(NetworkError, match='gives no token'):
        tokens.sign(BLOB, 'c')
