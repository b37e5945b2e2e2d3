"""Providers as tables: where each is asked, what its collections are called, and how it names the assets of an item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ..names import S2_BANDS

COPERNICUS = 'Contains modified Copernicus Sentinel data {year}'


@dataclass(frozen=True)
class Naming:
    """What a provider calls the assets of Sentinel-2; radar is vv and vh, in either case, everywhere."""

    bands: dict[str, str]  # Sentinel-2 band -> asset key
    scl: str


CODES = Naming({band: band for band in S2_BANDS}, 'SCL')  # Planetary Computer, and who builds on its tools
COLOURS = Naming(
    {
        'B02': 'blue', 'B03': 'green', 'B04': 'red', 'B05': 'rededge1', 'B06': 'rededge2', 'B07': 'rededge3',
        'B08': 'nir', 'B8A': 'nir08', 'B11': 'swir16', 'B12': 'swir22',
    },
    'scl',
)  # fmt: skip
SIZED = Naming(
    {band: f'{band}_{10 if band in ("B02", "B03", "B04", "B08") else 20}m' for band in S2_BANDS}, 'SCL_20m'
)  # Copernicus Data Space: each band in several pixel sizes
NAMINGS = (CODES, COLOURS, SIZED)


@dataclass(frozen=True)
class Provider:
    """A catalogue of Sentinel scenes. Collections stand in the order in which they are preferred."""

    name: str
    title: str
    root: str  # of its STAC API
    optical: tuple[str, ...]
    rtc: tuple[str, ...] = ()  # radar as terrain-corrected gamma0
    grd: tuple[str, ...] = ()  # radar as detected amplitude, to be calibrated
    page: int = 200  # items of one answer
    signing_root: str = ''  # one anonymous token a collection comes from here
    signed_hosts: str = ''  # the end of the hosts that want it
    landing_ids: tuple[str, ...] = ()  # how its root calls itself
    account: str = ''  # what has to be said where the pixels need one
    also: tuple[str, ...] = ()  # where to look for what it lacks


PROVIDERS = (
    Provider(
        'planetary-computer', 'Microsoft Planetary Computer', 'https://planetarycomputer.microsoft.com/api/stac/v1',
        ('sentinel-2-l2a',), ('sentinel-1-rtc',), ('sentinel-1-grd',), page=250,
        signing_root='https://planetarycomputer.microsoft.com/api/sas/v1/token', signed_hosts='.blob.core.windows.net',
        landing_ids=('microsoft-pc',),
    ),
    Provider(
        'earth-search', 'Earth Search by Element 84', 'https://earth-search.aws.element84.com/v1',
        ('sentinel-2-c1-l2a', 'sentinel-2-l2a'), page=100, landing_ids=('earth-search-aws',),
        also=('planetary-computer',),  # its Sentinel-1 lies in a bucket whose readers pay
    ),
    Provider(
        'copernicus', 'Copernicus Data Space', 'https://stac.dataspace.copernicus.eu/v1',
        ('sentinel-2-l2a',), (), ('sentinel-1-grd',), page=100, landing_ids=('cdse-stac', 'copernicus'),
        account='Pixels of the Copernicus Data Space need keys of a free account: make them at '
        'eodata-s3keysmanager.dataspace.copernicus.eu and give them with AUTH.',
    ),
)  # fmt: skip
BY_NAME = {provider.name: provider for provider in PROVIDERS}
DEFAULT = PROVIDERS[0].name


def at(provider: Provider, root: str) -> Provider:
    """Return a provider served from another root: a mirror, or a test. Its tokens come from beside the catalogue."""
    signing_root = root.replace('/api/stac/', '/api/sas/') + '/token' if provider.signing_root else ''
    return replace(
        provider, root=root, signing_root=signing_root, also=(), title=f'{provider.title} at {urlsplit(root).hostname}',
        signed_hosts=urlsplit(root).hostname or '' if provider.signing_root else '',
    )  # fmt: skip
