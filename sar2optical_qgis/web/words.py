"""Texts in the reader's language: the plugin's own translations, and those that only the page needs."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from ..core.description import WORDS_NOTE

LANGUAGES = ('en', 'de', 'es', 'fr', 'pt')
PLUGIN = Path(__file__).resolve().parents[1] / 'i18n'
PAGE = Path(__file__).parent / 'page' / 'words.json'
Say = Callable[[str], str]


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> dict[str, str]:
    """Return {English: translation}; empty for English."""
    found: dict[str, str] = {}
    path = PLUGIN / f'sar2optical_{language}.ts'
    if language != 'en' and path.is_file():
        for message in ElementTree.parse(path).getroot().iter('message'):
            source, made = message.findtext('source', ''), message.findtext('translation', '')
            if source.endswith(WORDS_NOTE):
                source, made = source[: -len(WORDS_NOTE)], re.sub(r'(?<=[.!?])\s[^.]*\.$', '', made)
            if made:
                found[source] = made
    page = json.loads(PAGE.read_text('utf-8'))
    found.update({source: made[language] for source, made in page.items() if language in made})
    return found


def say_in(language: str) -> Say:
    """Return a function that translates."""
    known = words(language)
    return lambda text: known.get(text, text)


def language_of(accepted: str) -> str:
    """Return which of LANGUAGES an Accept-Language header prefers."""
    wanted = []
    for part in accepted.split(',')[:20]:
        name, _, quality = part.partition(';q=')
        try:
            wanted.append((float(quality or 1), name.strip().lower()[:2]))
        except ValueError:
            continue
    return next((name for _, name in sorted(wanted, key=lambda each: -each[0]) if name in LANGUAGES), 'en')
