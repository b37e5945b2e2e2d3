"""Choice: of the scenes that there are, those that serve a date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from .item import Item
from .scenes import Scene, share_of

NEAREST_COST_DAYS = 20.0  # what the whole of a place is worth: a pass that shows half of it stands 10 days farther off
TILE_CLOUD = 85.0  # per cent of a whole tile from which a reference is not looked for in it
LOOK_AT = 8  # scenes judged at a time


def covered(scene: Scene, bbox: tuple[float, float, float, float]) -> float:
    """Return how much of a place the boxes of a scene cover, at most; their corners may be empty."""
    return min(sum(share_of(item.bounds, bbox) for item in scene.items), 1.0)


def nearest_pass(
    scenes: Iterable[Scene], day: date, bbox: tuple[float, float, float, float], like: Item | None = None
) -> Scene | None:
    """Return the radar pass nearest to a day that shows the place; of the same orbit as ``like`` where there is one."""
    scenes = list(scenes)
    if like is not None:
        same = [
            s for s in scenes if (s.items[0].orbit, s.items[0].direction) == (like.orbit, like.direction) and like.orbit
        ]
        scenes = same or scenes
    return min(
        scenes, key=lambda s: abs((s.day - day).days) + NEAREST_COST_DAYS * (1.0 - covered(s, bbox)), default=None
    )


def nearest_optical(scenes: Iterable[Scene], day: date) -> Scene | None:
    """Return the judged scene nearest to a day, of two equally near ones the clearer."""
    return min(scenes, key=lambda s: (abs((s.day - day).days), s.hidden), default=None)


def series(scenes: Iterable[Scene], day: date, most_hidden: float, most: int) -> list[Scene]:
    """Return the judged scenes that show enough, the ``most`` nearest to a day, earliest first."""
    clear = sorted((s for s in scenes if s.hidden <= most_hidden), key=lambda s: abs((s.day - day).days))
    return sorted(clear[:most], key=lambda s: s.day)


def reference(
    scenes: Iterable[Scene], day: date, most_hidden: float, judge: Callable[[list[Scene]], list[Scene]]
) -> Scene | None:
    """Return the clear scene nearest before a day, or else after it, or else the clearest of all that were judged."""
    others = [s for s in scenes if s.day != day and (s.items[0].cloud or 0.0) <= TILE_CLOUD]
    before = sorted((s for s in others if s.day < day), key=lambda s: s.day, reverse=True)
    after = sorted((s for s in others if s.day > day), key=lambda s: s.day)
    looked: list[Scene] = []
    for side in (before, after):
        for start in range(0, len(side), LOOK_AT):
            judged = judge(side[start : start + LOOK_AT])
            looked += judged
            for scene in sorted(judged, key=lambda s: abs((s.day - day).days)):
                if scene.hidden <= most_hidden:
                    return scene
    return min(looked, key=lambda s: s.hidden, default=None)
