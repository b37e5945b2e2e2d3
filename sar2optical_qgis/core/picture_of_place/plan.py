"""Plan: the ways to a picture of a date that what was found leaves open, and how far off each is likely to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ..catalog.scenes import Scene

WAYS = ('optical', 'clouds', 'composite', 'radar')
CLEAR = 0.02  # share of the extent that may be hidden in an image that is taken as it is
LEARNABLE = 0.85  # hidden share up to which the rest of an image teaches what lies under its clouds
SERIES_HIDDEN = 0.8  # hidden share up to which a date helps a composite
FEWEST, MOST = 2, 8  # dates of a composite
NEAR_DAYS = 6  # days: radar this near shows a date as it was
RIVAL = 3.0  # times the least likely error, up to which a way is tried out before it is dropped
# Mean absolute error of the visible bands, in reflectance, where a way has to invent: a first guess of ours, by which
# ways are tried out; what they then predict themselves decides.
USUAL = {'clouds': 0.012, 'composite': 0.012, 'radar': 0.035}


@dataclass(frozen=True)
class Way:
    """One way to the picture, and its likely error: mean absolute error of the visible bands, in reflectance."""

    name: str
    error: float
    scene: Scene | None = None  # of the date that the picture shows
    radar: Scene | None = None
    series: tuple[Scene, ...] = ()

    @property
    def hidden(self) -> float:
        """Return the share of the extent that has to be invented."""
        return 1.0 if self.name == 'radar' else self.scene.hidden


def change_after(days: int) -> float:
    """Return how much the visible reflectance of a place changes in some days, mean absolute, light and air included.

    Medians over pairs of clear dates of a Belgian village and its fields, 2018-08 to 2019-11: 0.02 after 5 to 20 days,
    0.036 after 45, 0.040 after 60 to 90, and no more after that.
    """
    return 0.0 if days == 0 else min(0.018 + 0.0004 * abs(days), 0.04)


def aged(way: Way, day: date) -> float:
    """Return how far the day that a way shows is from ``day`` in its looks; radar sees no light and no air change."""
    if way.name == 'radar':
        return max(change_after((way.radar.day - day).days) - change_after(1), 0.0)
    return change_after((way.scene.day - day).days)


def open_ways(scenes: Iterable[Scene], radars: Iterable[Scene], day: date) -> list[Way]:
    """Return the ways to a picture of ``day``, the likely best first; none where there is nothing to make it of."""
    scenes = sorted(scenes, key=lambda s: (abs((s.day - day).days), s.hidden))
    ways = []
    for scene in scenes:
        away = change_after((scene.day - day).days)
        if scene.hidden <= CLEAR:
            ways.append(Way('optical', away, scene))
        elif scene.hidden <= LEARNABLE:
            near = nearest(radars, scene.day)
            ways.append(Way('clouds', away + scene.hidden * USUAL['clouds'], scene, near))
            dates = others(scenes, scene)
            if dates:
                radar = nearest(radars, scene.day)
                ways.append(Way('composite', away + scene.hidden * USUAL['composite'], scene, radar, dates))
    passed = nearest(radars, day)
    if passed is not None:
        way = Way('radar', 0.0, radar=passed)
        ways.append(replace(way, error=USUAL['radar'] + aged(way, day)))
    best: dict[str, Way] = {}
    for way in sorted(ways, key=lambda way: way.error):
        best.setdefault(way.name, way)
    return sorted(best.values(), key=lambda way: way.error)


def rivals(ways: list[Way]) -> list[Way]:
    """Return the ways that may turn out best when they are tried: those whose likely error is not far from the least.

    A clear image of the day itself has no rival.
    """
    if not ways or ways[0].error == 0.0:
        return ways[:1]
    return [way for way in ways if way.error <= RIVAL * ways[0].error]


def nearest(radars: Iterable[Scene], day: date) -> Scene | None:
    """Return the pass nearest to a day."""
    return min(radars, key=lambda s: abs((s.day - day).days), default=None)


def others(scenes: Iterable[Scene], target: Scene) -> tuple[Scene, ...]:
    """Return the dates of a composite, the target's with them, earliest first; none where they are too few."""
    useful = [s for s in scenes if s.day != target.day and s.hidden <= SERIES_HIDDEN]
    useful = sorted(useful, key=lambda s: abs((s.day - target.day).days))[: MOST - 1]
    return tuple(sorted([target, *useful], key=lambda s: s.day)) if len(useful) + 1 >= FEWEST else ()
