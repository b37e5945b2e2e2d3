"""How GDAL gets at an asset: path and options, of the thread alone, and what may be said when it fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from osgeo import gdal

from ..errors import InputError
from .item import Asset
from .service import Patience, host_of

DRIVERS = ['GTiff', 'JP2OpenJPEG', 'JP2KAK', 'JP2ECW', 'JP2MrSID']  # what scenes come in, and no more
_STATUS = re.compile(r'response code[^0-9]{0,4}(\d{3})|\b(40[134]|429|50[0234])\b')
_ADDRESS = re.compile(r'(?:/vsi\w+/)?(?:https?|s3)://[^\s\'"`,)]*|/vsi\w+/[^\s\'"`,)]*')


@dataclass(frozen=True)
class Account:
    """What a user may have with a provider: name and password, S3 keys in their place, or a header."""

    user: str = ''
    password: str = ''
    header: str = ''  # 'Authorization: Bearer ...'

    def __repr__(self) -> str:
        return 'Account(...)'  # nothing of it goes into a log


@dataclass(frozen=True)
class Access:
    """Options of GDAL for every read, as the host gives them (proxy, certificates), and an account if there is one."""

    options: dict[str, str] = field(default_factory=dict)
    account: Account = field(default_factory=Account)
    account_hosts: tuple[str, ...] = ()  # that the name and the password are for

    def path_of(self, asset: Asset, address: str) -> str:
        """Return GDAL's path of an asset, whose ``address`` is signed already; InputError where it can't be read."""
        if address.startswith('s3://'):
            if asset.requester_pays or not asset.endpoint:
                raise InputError(
                    f'{host_of(address)} is a bucket whose readers pay. Choose another CATALOG, such as '
                    'planetary-computer.'
                )
            return f'/vsis3/{address[len("s3://") :]}'
        return f'/vsicurl/{address}' if address.startswith(('http://', 'https://')) else address

    def options_for(self, asset: Asset, patience: Patience) -> dict[str, str]:
        """Return GDAL's options for reading an asset."""
        options = {
            'GDAL_DISABLE_READDIR_ON_OPEN': 'EMPTY_DIR', 'GDAL_HTTP_MAX_RETRY': '1', 'GDAL_HTTP_RETRY_DELAY': '0.5',
            'GDAL_HTTP_TIMEOUT': f'{patience.timeout_s:g}', 'GDAL_HTTP_CONNECTTIMEOUT': f'{patience.timeout_s:g}',
            'GDAL_HTTP_LOW_SPEED_TIME': f'{max(patience.timeout_s / 2, 1):.0f}', 'GDAL_HTTP_LOW_SPEED_LIMIT': '200',
            'GDAL_PAM_ENABLED': 'NO', 'GDAL_NUM_THREADS': '1',  # a driver's own threads would see none of these
            **self.options,
        }  # fmt: skip
        if asset.href.startswith('s3://'):
            endpoint = urlsplit(asset.endpoint)
            options.update(
                AWS_S3_ENDPOINT=endpoint.netloc, AWS_HTTPS='NO' if endpoint.scheme == 'http' else 'YES',
                AWS_VIRTUAL_HOSTING='FALSE', AWS_ACCESS_KEY_ID=self.account.user,
                AWS_SECRET_ACCESS_KEY=self.account.password, AWS_DEFAULT_REGION='default',
            )  # fmt: skip
        elif (urlsplit(asset.href).hostname or '') in self.account_hosts:
            if self.account.header:
                options['GDAL_HTTP_HEADERS'] = self.account.header
            elif self.account.user:
                options['GDAL_HTTP_USERPWD'] = f'{self.account.user}:{self.account.password}'
        return options


@contextmanager
def gdal_options(options: dict[str, str]) -> Iterator[None]:
    """Set options of GDAL inside, in this thread alone; whatever GDAL would print meanwhile may hold a secret."""
    before = {key: gdal.GetThreadLocalConfigOption(key) for key in options}
    for key, value in options.items():
        gdal.SetThreadLocalConfigOption(key, value)
    gdal.PushErrorHandler('CPLQuietErrorHandler')
    try:
        yield
    finally:
        gdal.PopErrorHandler()
        for key, value in before.items():
            gdal.SetThreadLocalConfigOption(key, value)


def forget(path: str) -> None:
    """Let GDAL forget what it knows of an address: it keeps failures too, and would not ask again."""
    if path.startswith('/vsi'):
        gdal.VSICurlPartialClearCache(path)


def status_of(error: Exception) -> int:
    """Return the HTTP status that a message of GDAL's names, 0 = none."""
    found = _STATUS.search(_ADDRESS.sub('', str(error)))
    return int(found.group(1) or found.group(2)) if found else 0


def said(error: Exception) -> str:
    """Return the first line of a message of GDAL's without any address, which may be signed."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return _ADDRESS.sub('the file', text)[:200]
