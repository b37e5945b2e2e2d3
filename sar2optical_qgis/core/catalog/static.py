"""Static catalogues: files of STAC on the web or in a folder, walked through from the top, or from an item on."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from ..errors import InputError
from .item import read_item
from .search import Found
from .service import Service

MOST_FILES = 5000  # of a catalogue that is walked through
ITEMS, PARENTS = ('item',), ('child',)


def walk(service: Service, root: str, document: dict[str, Any], found: Found, title: str = '') -> None:
    """Add to ``found`` every item of a static catalogue on the web, whose top ``document`` was read from ``root``."""
    _walk(root, document, service.json_of, found, title or root)


def read_folder(folder: Path, found: Found, title: str = '') -> None:
    """Add to ``found`` every STAC item in a folder, at any depth; raise InputError where there is none."""
    before = len(found.items)
    files = sorted(folder.rglob('*.json'))
    for path in files[:MOST_FILES]:
        for feature in _features(_json(path)):
            found.add(read_item(feature, partial(_beside, path), title or folder.name))
    if len(files) > MOST_FILES:
        found.note(f'{folder.name} holds more than {MOST_FILES} files: the others were not looked at.')
    if len(found.items) == before:
        raise InputError(
            f'The folder {folder.name} holds no STAC item of Sentinel-1 or Sentinel-2 (.json beside the images). '
            'Choose another CATALOG.'
        )


def _walk(url: str, document: dict[str, Any], read: Callable, found: Found, title: str) -> None:
    waiting, seen = [(url, document)], {url}
    while waiting:
        here, holder = waiting.pop()
        for feature in _features(holder):
            found.add(read_item(feature, partial(urljoin, here), title))
        for link in holder.get('links') or []:
            target = urljoin(here, str(link.get('href', ''))) if isinstance(link, dict) else ''
            if not target or target in seen or link.get('rel') not in ITEMS + PARENTS:
                continue
            if len(seen) > MOST_FILES:
                found.note(f'{title} has more than {MOST_FILES} files: the others were not looked at.')
                return
            seen.add(target)
            waiting.append((target, read(target)))


def _features(document: Any) -> list[Any]:
    if not isinstance(document, dict):
        return []
    if document.get('type') == 'FeatureCollection':
        return list(document.get('features') or [])
    return [document] if document.get('type') == 'Feature' else []


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text('utf-8'))
    except (OSError, ValueError, RecursionError):
        return None  # some other file


def _beside(path: Path, href: str) -> str:
    if '://' in href:
        return href[len('file://') :] if href.startswith('file://') else href
    return str((path.parent / href).resolve())
