"""Catalogues by what a user calls them: a provider's name, the URL of a STAC API or a static catalogue, a folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import InputError, NetworkError
from .item import GRD, OPTICAL, RTC, Item
from .providers import BY_NAME, PROVIDERS, Provider, at
from .scenes import share_of
from .search import Found, Query, search
from .service import Service, host_of
from .static import read_folder, walk
from .tokens import Tokens

Box = tuple[float, float, float, float]
_OPTICAL, _RTC, _GRD = (
    re.compile(pattern) for pattern in (r'sentinel-?2.*l2a', r'sentinel-?1.*rtc', r'sentinel-?1.*grd')
)  # what collections of other catalogues are called


class Catalog:
    """One catalogue: its items of a place and time, and the addresses of their pixels."""

    title = ''
    account = ''  # what has to be said where pixels need one and none is given

    def optical(self, bbox: Box, start: date, end: date, found: Found) -> None:
        """Add the Sentinel-2 items between two dates, both included."""
        raise NotImplementedError

    def radar(self, bbox: Box, start: date, end: date, found: Found) -> None:
        """Add the Sentinel-1 items between two dates, both included."""
        raise NotImplementedError

    def sign(self, item: Item) -> Callable[[str, str], str]:
        """Return what makes an address of an href of the item; see reader.Read."""
        return lambda href, refused: href


class Api(Catalog):
    """A STAC API that is searched."""

    def __init__(self, provider: Provider, service: Service) -> None:
        self.provider, self.service, self.title, self.account = provider, service, provider.title, provider.account
        self.tokens = Tokens(service, provider)

    def optical(self, bbox: Box, start: date, end: date, found: Found) -> None:
        self._search(self.provider.optical, bbox, start, end, found)

    def radar(self, bbox: Box, start: date, end: date, found: Found) -> None:
        self._search(self.provider.rtc + self.provider.grd, bbox, start, end, found)

    def _search(self, collections: tuple[str, ...], bbox: Box, start: date, end: date, found: Found) -> None:
        for collection in collections:
            query = Query(collection, bbox, start, end)
            search(self.service, self.provider.root, query, self.provider.page, found, self.title)

    def sign(self, item: Item) -> Callable[[str, str], str]:
        def signed(href: str, refused: str) -> str:
            if refused:
                self.tokens.renew(item.collection, refused)
            return self.tokens.sign(href, item.collection)

        return signed


@dataclass
class Kept(Catalog):
    """Items that are all at hand: of a folder, or a static catalogue that was walked through."""

    items: list[Item]
    title: str = ''

    def optical(self, bbox: Box, start: date, end: date, found: Found) -> None:
        self._add((OPTICAL,), bbox, start, end, found)

    def radar(self, bbox: Box, start: date, end: date, found: Found) -> None:
        self._add((RTC, GRD), bbox, start, end, found)

    def _add(self, kinds: tuple[str, ...], bbox: Box, start: date, end: date, found: Found) -> None:
        for item in self.items:
            if item.kind in kinds and start <= item.time.date() <= end and share_of(item.bounds, bbox) > 0.0:
                found.add(item)


def open_catalogs(text: str, service: Service) -> list[Catalog]:
    """Return the catalogues that CATALOG names, in order, separated by commas; raise InputError or NetworkError."""
    names = [name.strip() for name in text.split(',') if name.strip()]
    if not names:
        raise InputError(f'CATALOG is empty. Choose one of {", ".join(BY_NAME)}, a URL or a folder.')
    opened: dict[str, Catalog] = {}
    for name in names:
        if name in BY_NAME:
            for other in (name, *BY_NAME[name].also):
                opened.setdefault(other, Api(BY_NAME[other], service))
        else:
            opened[name] = _open(name, service)
    return list(opened.values())


def _open(name: str, service: Service) -> Catalog:
    if name.startswith(('http://', 'https://')):
        return _online(name, service)
    path = Path(name[len('file://') :] if name.startswith('file://') else name)
    folder = path.parent if path.is_file() else path
    if not folder.is_dir():
        raise InputError(f'CATALOG "{name}" is unknown. Choose one of {", ".join(BY_NAME)}, a URL or a folder.')
    found = Found()
    read_folder(folder, found)
    return Kept(list(found.items.values()), folder.name)


def _online(url: str, service: Service) -> Catalog:
    landing = service.json_of(url)
    if not any(isinstance(x, dict) and x.get('rel') == 'search' for x in landing.get('links') or []):
        found = Found()
        walk(service, url, landing, found)
        if not found.items:
            raise NetworkError(f'{host_of(url)} shows no STAC item of Sentinel-1 or Sentinel-2. Check CATALOG.')
        return Kept(list(found.items.values()), host_of(url))
    root = url.rstrip('/')
    for provider in PROVIDERS:
        if landing.get('id') in provider.landing_ids:
            return Api(at(provider, root), service)
    return Api(_unknown(root, service.json_of(f'{root}/collections')), service)


def _unknown(root: str, answer: dict[str, Any]) -> Provider:
    """Return a provider made of what a catalogue calls its collections."""
    ids = [str(entry.get('id')) for entry in answer.get('collections') or [] if isinstance(entry, dict)]
    optical, rtc, grd = (tuple(x for x in ids if name.search(x.lower())) for name in (_OPTICAL, _RTC, _GRD))
    if not optical and not rtc and not grd:
        shown = ', '.join(ids[:8]) or 'none'
        raise InputError(
            f'{host_of(root)} has no collection of Sentinel-2 L2A or Sentinel-1 (it has: {shown}). '
            'Choose another CATALOG.'
        )
    return Provider(host_of(root), host_of(root), root, optical, rtc, grd, page=100)
