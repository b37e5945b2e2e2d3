"""Scenes: items that are one picture of a place, from several granules and zones, and what their files are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .item import GRD, Item

SAME_OVERFLIGHT = timedelta(minutes=15)  # between granules of one pass over a place
SLICES = timedelta(minutes=3)  # between the slices of one radar pass


@dataclass(frozen=True)
class Scene:
    """One date of a place. ``items`` in the order in which they lie over each other, the first on top."""

    day: date
    items: tuple[Item, ...]
    cloud: float | None = None  # share of the extent's seen ground that the mask hides, 0..1
    seen: float = 1.0  # share of the extent that has data
    megabytes: float = 0.0  # about what reading it takes

    @property
    def is_radar(self) -> bool:
        return not self.items[0].is_sentinel2

    @property
    def is_grd(self) -> bool:
        return self.items[0].kind == GRD

    @property
    def name(self) -> str:
        """Return the stem of its files, in which every algorithm finds the date."""
        if not self.is_radar:
            return f's2_{self.day}'
        first = self.items[0]
        way = f'_{first.direction[0]}{first.orbit:03d}' if first.direction and first.orbit else ''
        return f's1_{self.day}{way}'

    @property
    def hidden(self) -> float:
        """Return the share of the extent that it does not show, 0..1."""
        return 1.0 - self.seen * (1.0 - (self.cloud or 0.0))


def optical_scenes(items: Iterable[Item], bbox: tuple[float, float, float, float]) -> list[Scene]:
    """Return one scene a date, earliest first: of granules made twice the later baseline, the fullest first."""
    return _by_day(_newest([item for item in items if item.is_sentinel2]), bbox, SAME_OVERFLIGHT)


def radar_scenes(items: Iterable[Item], bbox: tuple[float, float, float, float]) -> list[Scene]:
    """Return one scene a pass, earliest first; where a pass is there terrain-corrected, its GRD is left out."""
    radar = [item for item in items if not item.is_sentinel2]
    done = {(item.orbit_absolute, item.time.date()) for item in radar if item.kind != GRD}
    radar = [item for item in radar if item.kind != GRD or (item.orbit_absolute, item.time.date()) not in done]
    scenes: list[Scene] = []
    for kind in sorted({item.kind for item in radar}):
        for orbit in sorted({(item.orbit, item.direction, item.orbit_absolute) for item in radar}):
            own = [
                item for item in radar
                if item.kind == kind and (item.orbit, item.direction, item.orbit_absolute) == orbit
            ]  # fmt: skip
            scenes += _by_day(own, bbox, SLICES)
    return sorted(scenes, key=lambda scene: (scene.day, scene.name))


def share_of(box: tuple[float, float, float, float], bbox: tuple[float, float, float, float]) -> float:
    """Return how much of ``bbox`` a box covers, 0..1 (degrees; either may lie over the antimeridian)."""
    west, south, east, north = bbox
    east += 360.0 if west > east else 0.0
    w, s, e, n = box
    e += 360.0 if w > e else 0.0
    best = max(min(east, e + turn) - max(west, w + turn) for turn in (-360.0, 0.0, 360.0))
    high = min(north, n) - max(south, s)
    area = (east - west) * (north - south)
    return max(best, 0.0) * max(high, 0.0) / area if area > 0 else 0.0


def _newest(items: list[Item]) -> list[Item]:
    """Leave out what was made anew with a later baseline, or is in a collection or catalogue that is asked first."""
    kept: dict[str, list[Item]] = {}
    for item in items:  # in the order of the catalogues and collections
        same = kept.setdefault(item.tile or item.id, [])
        twin = next((other for other in same if _is_same_granule(item, other)), None)
        if twin is None:
            same.append(item)
        elif twin.collection == item.collection and item.baseline > twin.baseline:
            same[same.index(twin)] = item
    return [item for same in kept.values() for item in same]


def _is_same_granule(item: Item, other: Item) -> bool:
    """Whether two items of a tile are the same data; collections differ in what time they mean by a few seconds."""
    apart = abs(item.time - other.time)
    is_same_list = (item.collection, item.catalog) == (other.collection, other.catalog)
    return apart < (timedelta(seconds=1) if is_same_list else SAME_OVERFLIGHT)


def _by_day(items: list[Item], bbox: tuple[float, float, float, float], gap: timedelta) -> list[Scene]:
    """Group items into overflights, and overflights of a day into one scene, the one that covers most on top."""
    days: dict[date, list[list[Item]]] = {}
    for item in sorted(items, key=lambda item: item.time):
        if share_of(item.bounds, bbox) <= 0.0:
            continue
        flights = days.setdefault(item.time.date(), [])
        if flights and item.time - flights[-1][-1].time <= gap:
            flights[-1].append(item)
        else:
            flights.append([item])
    scenes = []
    for day, flights in days.items():
        flights.sort(key=lambda flight: -sum(share_of(item.bounds, bbox) for item in flight))
        ordered = [item for flight in flights for item in sorted(flight, key=lambda item: -share_of(item.bounds, bbox))]
        scenes.append(Scene(day, tuple(ordered)))
    return scenes
