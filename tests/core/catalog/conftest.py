"""A server on this machine that answers as the providers do, and requests that ask it."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import replace
from datetime import date

import pytest

from sar2optical_qgis.core.catalog.access import Access, Account
from sar2optical_qgis.core.catalog.request import FetchScenes
from sar2optical_qgis.core.catalog.service import HttpError, Patience
from sar2optical_qgis.core.catalog.service import Service as Asker
from tests.stac_archive import EPSG, NORTH, WEST
from tests.stac_archive import reference_of as reference
from tests.stac_server import KEYS

CATALOGS = {
    'planetary-computer': '/pc/api/stac/v1',
    'earth-search': '/es/v1',
    'copernicus': '/cdse/v1',
    'plain': '/plain/v1',
    'static': '/static/catalog.json',
}
EXTENT = (WEST + 400, NORTH - 2600, WEST + 2800, NORTH - 400)  # 240 x 220 pixels
DAY = date(2024, 7, 25)
QUICK = Patience(attempts=4, pause_s=0.05, longest_wait_s=2.0, timeout_s=2.0, silence_s=6.0)


def fetch(url: str, body: bytes | None) -> bytes:
    """What a host gives the core, by the standard library."""
    request = urllib.request.Request(url, body, {'Content-Type': 'application/json'})
    try:
        with urllib.request.urlopen(request, timeout=QUICK.timeout_s) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        raise HttpError(error.code, error.headers.get('Retry-After', ''), error.read()) from error
    except (OSError, ValueError, EOFError) as error:
        raise HttpError(0) from error
    except Exception as error:  # http.client: an answer that broke off
        raise HttpError(0) from error


@pytest.fixture
def asker():
    return Asker(fetch, QUICK)


@pytest.fixture
def wanted(server, tmp_path):
    """A request to one of the catalogues, by name; fields may be changed."""

    def make(catalog: str = 'planetary-computer', **changes) -> FetchScenes:
        request = FetchScenes(
            EXTENT, reference(EPSG).ExportToWkt(), DAY, str(tmp_path), catalog=server.url + CATALOGS[catalog],
            worldcover_root=f'{server.url}/worldcover', patience=QUICK, access=Access(account=Account(*KEYS)),
        )  # fmt: skip
        return replace(request, **changes)

    return make
