"""Which bands of an image are its picture: reflectance, what is carried along with it, and what stays as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..errors import InputError
from ..names import VISIBLE
from ..raster.raster import Raster
from .bands import find_s2_bands
from .contrast import require_contrast
from .kept_bands import are_classes, flat_bands, kept_by_name
from .reflectance_units import reflectance_fill

Window = tuple[int, int, int, int]  # of the raster, as of Raster.sample


class ImageBands:
    """The bands of an image that are read, in their order: what each is, bool (bands,).

    ``kept``: stays as it is. ``free``: of other units, as indices are; carried along where bands have names. ``empty``:
    without data, or one number alone. ``names``: number among those that are read (from 1) by band of Sentinel-2.
    """

    def __init__(self, raster: Raster, bands: str, numbers: tuple[int, ...]) -> None:
        """Find the bands by their names; ``bands``: as of find_s2_bands. ``numbers``: from 1, empty = all of them."""
        self.raster = raster
        names, note = find_s2_bands(raster, bands)
        self.decisions, self.guesses = [note], []  # these of the numbers, which may be wrong
        self.numbers = numbers or tuple(range(1, raster.count + 1))
        self.names = {name: self.numbers.index(n) + 1 for name, n in names.items() if n in self.numbers}
        self.named = [number - 1 for number in self.names.values()]
        self.kept, told = kept_by_name(raster, self.numbers, self.named)
        self.decisions += told
        self.free = ~self.kept
        self.free[self.named] = False
        self.free &= bool(self.names)
        self.empty = np.zeros(len(self.numbers), bool)

    def look(self, window: Window | None) -> tuple[np.ndarray, np.ndarray]:
        """Return a sample (bands, n) of the image and which pixels (n,) of it are data, after a look at its numbers.

        The raster's ``fill`` is set. InputError where nothing of it is a picture.
        """
        self._keep_classes(*self.raster.sample(self.numbers, window))
        optical, free = (tuple(np.array(self.numbers)[own].tolist()) for own in (~self.kept & ~self.free, self.free))
        self.raster.fill, told = reflectance_fill(self.raster, optical, *self.raster.sample(optical, window))
        self.raster.fill = replace(self.raster.fill, free=free)
        self.decisions += told
        self.guesses += told
        values, good = self.raster.sample(self.numbers, window)
        self._keep_empty(values, good)
        good = good[~self.kept].all(axis=0)
        if not good.any() or self.kept.all():
            raise InputError(
                f'{self.raster.role} holds no valid pixel here (all nodata, NaN or infinite). '
                'Choose another layer or EXTENT.'
            )
        require_contrast(self.raster.role, values[~self.kept][:, good])
        if self.raster.count >= 2 and np.median(values[~self.kept & ~self.free][:, good]) < 0:
            raise InputError(
                f'{self.raster.role} holds mostly negative values, as radar in dB does. Choose a Sentinel-2 layer.'
            )
        return values, good

    def _keep_classes(self, values: np.ndarray, good: np.ndarray) -> None:
        """Keep as they are those of the bands without a name that hold classes, by a sample (bands, n)."""
        asked = ~self.kept & (bool(self.named) or not self.raster.is_byte)  # bytes of a dark band are few as well
        asked[self.named] = False
        classes = are_classes(values, good, asked)
        if classes.any():
            numbers = ', '.join(str(self.numbers[k]) for k in np.flatnonzero(classes))
            self.decisions.append(f'Band(s) {numbers} hold classes, as their few numbers look, and stay as they are.')
        self.kept |= classes
        self.free &= ~classes

    def _keep_empty(self, values: np.ndarray, good: np.ndarray) -> None:
        """Keep as they are bands that hold no data, or one number, such as B10 in Level-2A stacks."""
        self.empty = ~good.any(axis=1) | flat_bands(values, good)
        self.kept |= self.empty
        if self.empty.any() and not self.empty.all():
            numbers = ', '.join(str(k + 1) for k in np.nonzero(self.empty)[0])
            self.decisions.append(f'Band(s) {numbers} hold no data, or one number alone, and stay as they are.')
            self.names = {band: number for band, number in self.names.items() if not self.empty[number - 1]}

    @property
    def spectral(self) -> list[int]:
        """Return the indices of the bands that a name tells, of all that are not kept where none does."""
        return [n - 1 for n in self.names.values()] or np.nonzero(~self.kept)[0].tolist()

    @property
    def visible(self) -> list[int]:
        """Return the indices of the visible bands, of the spectral ones where none is known."""
        return [self.names[b] - 1 for b in VISIBLE if b in self.names] or self.spectral
