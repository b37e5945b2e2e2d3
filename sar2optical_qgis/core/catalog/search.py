"""Search of a STAC API by extent and dates, page by page, until there is no more or an end has to be made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urljoin

from ..errors import NetworkError
from .item import Item, read_item
from .service import Service

MOST_PAGES = 60  # of one search: a catalogue that goes on longer goes round in circles


@dataclass(frozen=True)
class Query:
    """What is asked for. ``bbox``: west, south, east, north in degrees, west > east over the antimeridian."""

    collection: str
    bbox: tuple[float, float, float, float]
    start: date
    end: date

    def body(self, limit: int) -> dict[str, Any]:
        """Return the question as STAC puts it: always a closed interval, and no filter that a service may ignore."""
        return {
            'collections': [self.collection], 'bbox': [round(value, 6) for value in self.bbox],
            'datetime': f'{self.start}T00:00:00Z/{self.end}T23:59:59Z', 'limit': limit,
        }  # fmt: skip


@dataclass
class Found:
    """Items of one or more searches, each once, and what has to be said about them."""

    items: dict[tuple[str, str], Item] = field(default_factory=dict)  # (collection, id) -> item
    notes: list[str] = field(default_factory=list)

    def add(self, item: Item | None) -> bool:
        """Take an item in; return whether it is new."""
        if item is None or (item.collection, item.id) in self.items:
            return False
        self.items[(item.collection, item.id)] = item
        return True

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)


def search(service: Service, root: str, query: Query, page: int, found: Found, catalog: str = '') -> None:
    """Add to ``found`` all items that a STAC API at ``root`` has for a query; raise NetworkError, or Cancelled."""
    url, body, asked, seen = f'{root.rstrip("/")}/search', query.body(page), set(), 0
    cut = f'{catalog or root}: the list of {query.collection} may be cut off'
    for number in range(MOST_PAGES):
        asked.add((url, repr(body)))
        try:
            answer = service.json_of(url, body)
        except NetworkError as error:
            if not number:
                raise
            found.note(f'{cut} after {seen} items ({error})')
            return
        features = answer.get('features')
        if not isinstance(features, list):
            raise NetworkError(f'{catalog or root} gives no list of items. Check that CATALOG is a STAC API.')
        if not features:  # some services link to a next page that is empty
            return
        new = sum(found.add(read_item(feature, partial(urljoin, url), catalog)) for feature in features)
        ids = {str(feature.get('id')) for feature in features if isinstance(feature, dict)}
        seen += len(ids)
        link = next((x for x in answer.get('links') or [] if isinstance(x, dict) and x.get('rel') == 'next'), None)
        if link is None:
            if len(features) >= page:
                found.note(f'{cut}: it came full, {len(features)} items, without a link to more.')
            return
        url, body = _follow(link, url, body)
        if (url, repr(body)) in asked or (number and not new and ids <= _known(found)):
            found.note(f'{cut}: its pages repeat themselves.')
            return
    found.note(f'{cut} after {MOST_PAGES} pages. Choose fewer days.')


def _known(found: Found) -> set[str]:
    return {name for _, name in found.items}


def _follow(link: dict[str, Any], url: str, body: dict[str, Any] | None) -> tuple[str, dict[str, Any] | None]:
    """Return address and body of the next page: a body repeats the question, unless it is to be merged with it."""
    target = urljoin(url, str(link.get('href', '')))
    if str(link.get('method', 'GET')).upper() != 'POST':
        return target, None
    given = link.get('body') if isinstance(link.get('body'), dict) else {}
    return target, {**(body or {}), **given} if link.get('merge') else given or body
