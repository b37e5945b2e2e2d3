"""What the providers of scenes answer, as JSON: their landing pages, collections, pages of a search, static files."""

from __future__ import annotations

import re

from tests import stac_items
from tests.stac_archive import Archive


def landing_of(top: str, root: str) -> dict:
    """Return what a STAC API answers at its root."""
    names = {'/pc': 'microsoft-pc', '/es': 'earth-search-aws', '/cdse': 'cdse-stac', '/plain': 'somebody'}
    links = [{'rel': 'self', 'href': root}, {'rel': 'search', 'method': 'POST', 'href': f'{root}/search'}]
    return {'type': 'Catalog', 'id': names[top], 'stac_version': '1.0.0', 'links': links}


def items_of(archive: Archive, top: str, collection: str, origin: str) -> list[dict]:
    """Return the items of a collection as the provider at ``top`` (/pc, /es, /cdse, /plain) has them."""
    granules = archive.granules
    if collection in ('sentinel-1-rtc', 'sentinel-1-grd'):
        kind = collection[-3:]
        if top == '/es' or (top == '/cdse' and kind == 'rtc'):
            return []
        url = f'{origin}/pc/blob' if top == '/pc' else f'{origin}/es/cogs'
        return stac_items.radar(archive, url, kind)
    if top == '/pc' and collection == 'sentinel-2-l2a':
        return [stac_items.planetary(granule, f'{origin}/pc/blob') for granule in granules]
    if top == '/plain' and collection == 'sentinel-2-l2a':
        return [stac_items.planetary(granule, f'{origin}/es/cogs') for granule in granules]
    if top == '/es' and collection in ('sentinel-2-c1-l2a', 'sentinel-2-l2a'):
        gap = granules[0].day if collection == 'sentinel-2-c1-l2a' else None  # c1 is not complete
        return [
            stac_items.earth_search(granule, f'{origin}/es/cogs', collection)
            for granule in granules
            if granule.day != gap
        ]
    if top == '/cdse' and collection == 'sentinel-2-l2a':
        return [stac_items.copernicus(granule, origin) for granule in granules]
    return []


def page_of(archive: Archive, top: str, asked: dict, origin: str, root: str, most: int, is_endless: bool) -> dict:
    """Return one page of a search, ``most`` items; the next one is linked to as each provider does it."""
    start, end = (text[:10] for text in asked['datetime'].split('/'))
    west, south, east, north = (float(value) for value in asked['bbox'])
    found = [
        item
        for collection in asked['collections']
        for item in items_of(archive, top, collection, origin)
        if start <= item['properties']['datetime'][:10] <= end
        and item['bbox'][0] < east and west < item['bbox'][2]
        and item['bbox'][1] < north and south < item['bbox'][3]
    ]  # fmt: skip
    first = int(str(asked.get('token' if top != '/es' else 'next', '0')).split(':')[-1])
    size = min(most, int(asked['limit']))
    page = {'type': 'FeatureCollection', 'features': found[first : first + size], 'links': []}
    after = first if is_endless else first + size
    more = is_endless or after < len(found) or (top == '/es' and found and first < len(found))
    if more and top == '/es':  # linked to even where the next page is empty, and to be merged or not
        body = {**asked, 'next': str(after)}
        page['links'] = [{'rel': 'next', 'method': 'POST', 'href': origin + root + '/search', 'merge': False,
                          'body': body}]  # fmt: skip
    elif more:
        body = {**asked, 'token': f'next:{after}'}
        page['links'] = [{'rel': 'next', 'method': 'POST', 'href': origin + root + '/search', 'body': body}]
    return page


def static_of(archive: Archive, path: str) -> dict | None:
    """Return a file of the static catalogue; None where there is none."""
    granules = [stac_items.planetary(g, '../es/cogs') for g in archive.granules]
    items = granules + stac_items.radar(archive, '../es/cogs', 'rtc')
    found = re.fullmatch(r'/static/item(\d+)\.json', path)
    if path == '/static/catalog.json':
        links = [{'rel': 'item', 'href': f'./item{number}.json'} for number in range(len(items))]
        return {'type': 'Catalog', 'id': 'static', 'links': [*links, {'rel': 'root', 'href': path}]}
    if found and int(found.group(1)) < len(items):
        return items[int(found.group(1))]
    return None
