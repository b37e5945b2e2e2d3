"""Item: one granule or pass of a catalogue, as all providers mean it: bands, mask, time, CRS, offset."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any

from ..names import POLARISATIONS, S2_BANDS
from .offset import Offset, offset_of
from .providers import NAMINGS, Naming

OPTICAL, RTC, GRD = 'optical', 'rtc', 'grd'
_TIME = re.compile(r'(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)')
_BASELINE = re.compile(r'_N(\d\d)(\d\d)_')
_TILE = re.compile(r'(?<![A-Z0-9])T?(\d{2}[C-X][A-Z]{2})(?![A-Z0-9])')


@dataclass(frozen=True)
class Asset:
    """One file of an item, with one band in it."""

    href: str
    size: int = 0  # bytes of the whole file, 0 = not told
    shape: tuple[int, int] = (0, 0)  # rows, cols; 0 = not told
    endpoint: str = ''  # of an s3:// address
    requester_pays: bool = False
    beside: tuple[str, ...] = ()  # of a GRD: annotation, calibration and noise, '' = not told


@dataclass(frozen=True)
class Item:
    """What a run has to know of an item. ``bands`` are of Sentinel-2, or polarisations."""

    id: str
    collection: str
    kind: str
    time: datetime  # UTC
    bounds: tuple[float, float, float, float]  # west, south, east, north in degrees
    epsg: int  # 0 = placed by ground control points
    bands: dict[str, Asset]
    scl: Asset | None = None
    offset: Offset = field(default_factory=Offset)  # of Sentinel-2 numbers
    tile: str = ''
    baseline: str = ''
    orbit: int = 0  # relative
    direction: str = ''  # 'ascending', 'descending'
    orbit_absolute: int = 0
    cloud: float | None = None  # per cent of the whole tile
    catalog: str = ''  # where it was found

    @property
    def is_sentinel2(self) -> bool:
        return self.kind == OPTICAL


def read_item(feature: dict[str, Any], locate: Callable[[str], str] = str, catalog: str = '') -> Item | None:
    """Return the item of a STAC feature; None where it is no Sentinel-1 or -2 scene with all that is needed.

    ``locate`` makes an address of an href that may be relative.
    """
    if not isinstance(feature, dict) or not isinstance(feature.get('assets'), dict):
        return None
    properties, assets, name = feature.get('properties') or {}, feature['assets'], str(feature.get('id', ''))
    time, bounds = _time_of(properties), _bounds_of(feature)
    if time is None or bounds is None or not name:
        return None

    def asset(key: str) -> Asset:
        return _asset(assets[key], properties, locate)

    naming = naming_of(assets)
    common = {
        'id': name, 'collection': str(feature.get('collection') or ''), 'time': time, 'bounds': bounds,
        'orbit': _whole(properties.get('sat:relative_orbit')), 'direction': str(properties.get('sat:orbit_state', '')),
        'orbit_absolute': _whole(properties.get('sat:absolute_orbit')), 'catalog': catalog,
    }  # fmt: skip
    if naming is not None:
        baseline = baseline_of(name, properties, assets[naming.bands['B04']])
        return Item(
            kind=OPTICAL, epsg=epsg_of(properties, assets[naming.bands['B04']]),
            bands={band: asset(naming.bands[band]) for band in S2_BANDS}, scl=asset(naming.scl), baseline=baseline,
            offset=offset_of(properties, assets[naming.bands['B04']], baseline, time.date()),
            tile=_tile_of(name, properties), cloud=_number(properties.get('eo:cloud_cover')), **common,
        )  # fmt: skip
    keys = {key.upper(): key for key in assets}
    found = [name for name in POLARISATIONS if name in keys]
    is_radar = 'sar:polarizations' in properties or 'sar:instrument_mode' in properties
    words = f'{common["collection"]} {name}'.lower()  # radar of another kind, as monthly mosaics, is of no date
    is_rtc = 'rtc' in words
    if not found or not is_radar or not (is_rtc or 'grd' in words):
        return None
    if not is_rtc:
        common['bands'] = {name: _with_annotation(asset(keys[name]), keys[name], assets, locate) for name in found}
    else:
        common['bands'] = {name: asset(keys[name]) for name in found}
    return Item(
        kind=RTC if is_rtc else GRD,
        # a GRD is placed by points alone: what some items say of a projection is made up
        epsg=epsg_of(properties, assets[keys[found[0]]]) if is_rtc else 0, **common,
    )  # fmt: skip


def naming_of(assets: dict[str, Any]) -> Naming | None:
    """Return how the assets of a Sentinel-2 item are called; None where any band or the mask is missing."""
    for naming in NAMINGS:
        if naming.scl in assets and all(key in assets for key in naming.bands.values()):
            return naming
    return None


def epsg_of(properties: dict[str, Any], asset: dict[str, Any]) -> int:
    """Return the EPSG code that an item, or its asset, tells in the words of either version of the extension; or 0."""
    for holder in (asset, properties):
        for key in ('proj:code', 'proj:epsg'):
            found = re.fullmatch(r'(?:EPSG:)?(\d+)', str(holder.get(key) or ''))
            if found:
                return int(found.group(1))
    return 0


def baseline_of(name: str, properties: dict[str, Any], asset: dict[str, Any]) -> str:
    """Return the processing baseline ('05.11') as an item tells it, or the names of product and file; or ''."""
    for key in ('s2:processing_baseline', 'processing:version'):
        found = re.fullmatch(r'0?(\d)\.(\d\d)', str(properties.get(key) or ''))
        if found:
            return f'0{found.group(1)}.{found.group(2)}'
    found = _BASELINE.search(name) or _BASELINE.search(str(asset.get('href', '')))
    return '.'.join(found.groups()) if found else ''


def _asset(asset: dict[str, Any], properties: dict[str, Any], locate: Callable[[str], str]) -> Asset:
    shape = asset.get('proj:shape') or (0, 0)
    schemes = properties.get('storage:schemes') or {}
    refs = asset.get('storage:refs') or list(schemes)
    free = [schemes[ref] for ref in refs if ref in schemes and not schemes[ref].get('requester_pays')]
    pays = properties.get('storage:requester_pays') or asset.get('storage:requester_pays') or False
    return Asset(
        locate(str(asset.get('href', ''))), _whole(asset.get('file:size')), (_whole(shape[0]), _whole(shape[1])),
        str(free[0].get('platform', '')) if free else '', bool(pays),
    )  # fmt: skip


def _with_annotation(band: Asset, key: str, assets: dict[str, Any], locate: Callable[[str], str]) -> Asset:
    """Return a band of a GRD with the addresses of what calibrates it.

    What items call the product's annotation is, from IPF 3.40 on, that of radio interference: then it is found by the
    names of the product's own folders.
    """
    told = {
        kind: str((assets.get(f'schema-{kind}-{key}') or {}).get('href') or '')
        for kind in ('product', 'calibration', 'noise')
    }
    annotation = locate(told['product']) if told['product'] and '/rfi/' not in told['product'] else ''
    if not annotation and '/measurement/' in band.href:
        annotation = re.sub(r'\.tiff?$', '.xml', band.href.replace('/measurement/', '/annotation/'))
    rest = tuple(locate(told[kind]) if told[kind] else '' for kind in ('calibration', 'noise'))
    return replace(band, beside=(annotation, *rest))


def _time_of(properties: dict[str, Any]) -> datetime | None:
    for key in ('datetime', 'start_datetime'):
        found = _TIME.match(str(properties.get(key) or ''))
        if found:
            try:
                return datetime(*map(int, found.groups()), tzinfo=timezone.utc)
            except ValueError:
                return None
    return None


def _bounds_of(feature: dict[str, Any]) -> tuple[float, float, float, float] | None:
    box = feature.get('bbox') or ()
    if len(box) == 6:
        box = (*box[:2], *box[3:5])
    try:
        return tuple(float(value) for value in box) if len(box) == 4 else None
    except (TypeError, ValueError):
        return None


def _tile_of(name: str, properties: dict[str, Any]) -> str:
    text = properties.get('s2:mgrs_tile') or str(properties.get('grid:code') or '').replace('MGRS-', '')
    if text:
        return str(text)
    parts = [str(properties.get(f'mgrs:{key}', '')) for key in ('utm_zone', 'latitude_band', 'grid_square')]
    found = _TILE.search(name.replace('_', ' '))
    return f'{int(parts[0]):02d}{parts[1]}{parts[2]}' if parts[0].isdigit() else found.group(1) if found else ''


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
