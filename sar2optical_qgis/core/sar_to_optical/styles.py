"""STYLE: which of the network's pictures is shown, and how much of the radar's own structure is drawn over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..model.card import PICTURE_BANDS
from ..raster.filters import limited
from ..sentinel.cover import COVERS, WATER
from ..sentinel.radar import Radar
from . import colorize


@dataclass(frozen=True)
class Style:
    """How a picture is drawn."""

    picture: str = 'mean'  # of the network's outputs
    look: Callable | None = None  # at the radar, dB (rows, cols): what of it is drawn
    radius: int = 0  # pixels around, that the look takes in
    draw: Callable | None = None  # that over the picture

    @property
    def margin(self) -> int:
        """Return how many pixels of context a tile needs around it."""
        return colorize.DESPECKLED + self.radius if self.look else 0


TABLE = {
    'natural': Style(),
    'realistic': Style('likely', colorize.relief, colorize.WIDE_RADIUS, colorize.realistic),
    'colorized': Style('mean', colorize.structure, colorize.BROAD_RADIUS, colorize.colorize),
    'vivid': Style('mean', colorize.structure, colorize.BROAD_RADIUS, colorize.vivid),
}
STYLES, DEFAULT_STYLE = tuple(TABLE), 'realistic'


def require_style(name: str) -> None:
    """Raise InputError where there is no such style."""
    if name not in TABLE:
        raise InputError(f'STYLE "{name}" is unknown. Choose one of {", ".join(STYLES)}.')


class Drawing:
    """A style on one radar layer, with what a network of these ``covers`` gives."""

    def __init__(self, name: str, radar: Radar, covers: tuple[str, ...] = ()) -> None:
        """Measure the layer's speckle where the style has to know it; ``decision`` says what cannot be had."""
        self.style, self.radar, self.decision = TABLE[name], radar, ''
        self.picture, self.margin = self.style.picture, self.style.margin
        self.water: int | None = None  # its place among the covers, where the style asks for it
        if self.picture == 'likely':
            if covers:
                self.water = covers.index(COVERS[WATER]) if COVERS[WATER] in covers else None
            else:
                self.picture = 'mean'
                self.decision = (
                    f'The model tells nothing of what is likely: STYLE {name} shows its estimate of least error under '
                    "the radar's structure."
                )
        self.speckle = _speckle(radar) if self.margin else 0.0

    def look(self, db: dict[str, np.ndarray], valid: dict[str, np.ndarray]) -> np.ndarray:
        """Return what of the radar (rows, cols) is drawn, without the margin."""
        seen = self.style.look(*colorize.joined(db, valid, self.radar.statistics), self.speckle)
        return seen[self.margin : -self.margin, self.margin : -self.margin]

    def levels(
        self, picture: np.ndarray, seen: np.ndarray | None, valid: np.ndarray, water: np.ndarray | None = None
    ) -> np.ndarray:
        """Return red, green, blue and alpha, uint8 (4, rows, cols), of a picture 0..1 and of what the look saw."""
        if seen is not None:
            picture = self.style.draw(picture, seen, *([] if water is None else [water]))
        made = np.empty((PICTURE_BANDS + 1, *valid.shape), np.uint8)
        for level, plane in zip(made, picture):
            shade = plane * np.float32(255.0)
            if seen is None:  # what is drawn over it is within the limits
                limited(shade, 0.0, 255.0, out=shade)
            level[...] = np.rint(shade, out=shade)
        made[-1] = 255
        if not valid.all():
            made *= valid
        return made


def _speckle(radar: Radar) -> float:
    """Return the speckle of a layer, the median over windows all over it."""
    found = []
    for parts in radar.windows():
        db, good = colorize.joined(*parts, radar.statistics)
        if good.mean() > 0.5:
            found.append(colorize.speckle(db, good))
    return float(np.median(found)) if found else colorize.USUAL_SPECKLE
