"""Clear looks at places with radar, dated where they are: what pairs of an older picture and today's are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from sar2optical_qgis.core.sentinel.dates import MIDDLE_OF_MONTH
from sar2optical_qgis.core.sentinel.radiometry import natural_colour
from training.data.cover_labels import labels_of_chip
from training.data.examples import LEFT_OUT, Example
from training.data.index import Chip
from training.data.natural_look import without_haze
from training.data.rasters import read_clear, read_reflectance, read_sar
from training.data.series_scenes import dark_enough, day_of

SOUTHERN = ('oscd_brasilia', 'oscd_aguasclaras')  # of the places with more than one date
COLOURS = ('B04', 'B03', 'B02')
CLEAR = 0.9  # share of a look that must be


@dataclass(frozen=True)
class Look:
    """One clear date of some ground. Arrays (3, rows, cols) or (rows, cols)."""

    ground: str  # looks of one ground lie pixel on pixel
    place: str  # splits go by it
    day: date | None
    raw: np.ndarray  # float16 picture 0..1, as a file that is opened shows it
    clean: np.ndarray  # the same of surface reflectance: another one where the file is of level L1C
    valid: np.ndarray
    db: dict[str, np.ndarray]  # float16, nan where nodata
    cover: np.ndarray  # uint8 of core.sentinel.cover, 255 unknown

    @property
    def is_southern(self) -> bool:
        """Whether it lies on the southern hemisphere."""
        return self.place in SOUTHERN

    def example(self) -> Example:
        """Return it as an example of SAR to optical."""
        return Example(
            self.ground, self.place, 'multispectral', self.db, True, self.clean, self.valid, None, '', 10.0, self.cover
        )


def read_looks(chips: Iterable[Chip]) -> list[Look]:
    """Return every clear look in natural colour that has radar."""
    found = (_look(c) for c in chips if c.s1 and c.kind != 'pair8' and set(COLOURS) <= set(c.bands))
    return [look for look in found if look is not None]


def by_ground(looks: Iterable[Look]) -> dict[str, list[Look]]:
    """Return the looks of each ground."""
    found: dict[str, list[Look]] = {}
    for look in looks:
        found.setdefault(look.ground, []).append(look)
    return found


def _look(chip: Chip) -> Look | None:
    if chip.id in LEFT_OUT:
        return None
    bands, valid = read_reflectance(chip.s2, chip.bands)
    if chip.kind == 'series':
        judged = not chip.mask
        valid &= dark_enough(bands) if judged else read_clear(chip)
        if chip.group == 'hainaut' and (valid.mean() < 0.95 or np.median(bands['B02']) > 0.13):
            return None
    if valid.mean() < CLEAR:
        return None
    rgb = np.stack([bands[name] for name in COLOURS])
    raw = natural_colour(rgb).astype(np.float16)
    clean = natural_colour(without_haze(rgb, valid)).astype(np.float16) if chip.level == 'L1C' else raw
    db = {name: values.astype(np.float16) for name, values in read_sar(chip.s1, valid.shape).items()}
    return Look(_ground(chip), chip.group, _day(chip), raw, clean, valid, db, labels_of_chip(chip, valid))


def _ground(chip: Chip) -> str:
    """Return a name that looks at one ground have in common."""
    if chip.kind == 'series':
        return chip.group
    return re.sub(r'_(t[12]|(19|20)\d{6}|May|Aug)$', '', chip.id)


def _day(chip: Chip) -> date | None:
    if chip.kind == 'series':
        return day_of(chip.date)
    digits = re.fullmatch(r'((?:19|20)\d\d)-?(\d\d)(?:-?(\d\d))?', chip.date)
    if not digits:
        return None
    year, month, day = digits.groups()
    return date(int(year), int(month), int(day or MIDDLE_OF_MONTH))
