"""Every text of the page is there in each language, with the same fields."""

from __future__ import annotations

import json
import re

import pytest

from sar2optical_qgis.web.words import LANGUAGES, PAGE, language_of, say_in

SAME = {'API', 'Zoom'}  # the same word in each language


def texts() -> set[str]:
    page = (PAGE.parent / 'index.html').read_text('utf-8')
    found = {t.strip() for t in re.findall(r'<\w+[^>]* data-t>([^<]+)<', page)}
    for tag in re.findall(r'<\w+[^>]* data-t-aria-label[^>]*>', page):
        found.add(re.search(r'aria-label="([^"]+)"', tag).group(1))
    for script in PAGE.parent.glob('*.js'):
        found |= set(re.findall(r"\bt\('([^']+)'", script.read_text('utf-8')))
    return found


@pytest.mark.parametrize('language', LANGUAGES[1:])
def test_every_text_of_the_page_is_translated_with_its_fields(language):
    say = say_in(language)
    assert len(texts()) > 40
    for text in texts() - SAME:
        made = say(text)
        assert made != text, text
        assert sorted(re.findall(r'\{\w+\}', made)) == sorted(re.findall(r'\{\w+\}', text))


def test_no_text_is_kept_that_the_page_no_longer_has():
    assert set(json.loads(PAGE.read_text('utf-8'))) - texts() <= {
        'grey levels',
        'water',
        'forest',
        'green',
        'bare',
        'built',
        'snow',
    }


@pytest.mark.parametrize(
    ('header', 'language'),
    [('de-AT,de;q=0.9,en;q=0.8', 'de'), ('en;q=0.1,pt-BR', 'pt'), ('nl', 'en'), ('', 'en'), ('fr;q=x', 'en')],
)
def test_the_language_is_the_browsers_where_there_is_one(header, language):
    assert language_of(header) == language
