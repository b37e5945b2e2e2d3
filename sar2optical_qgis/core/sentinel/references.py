"""REFERENCE of several dates, before and after: what one hides another tells, as in a composite."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..fit.other_dates import OtherDates
from ..raster.raster import Raster
from ..raster.target_grid import TargetGrid
from .cloud_mask import CloudMask
from .dates import date_of, order_by_day
from .reference import Reference
from .siblings import find_scl

MOST = 30
SAMPLE_PIXELS = 60_000  # that the relations between the dates are learned from


class References:
    """Opened layers of other dates on the pixels of the cloudy image, in the order of time where it is known.

    One layer gives its bands and their 3 x 3 means; several give their bands, and where clouds hide one of them what
    the others say of it (fit/other_dates.py), for which relate() has to be called first.
    """

    def __init__(
        self,
        paths: tuple[str, ...],
        masks: tuple[str, ...],
        target_grid: TargetGrid,
        mask_type: str = 'scl',
        hide: str = '',
        dilate_px: int = -1,
    ) -> None:
        """Open and check the layers; ``decisions`` says how they are used. ``masks``: one for each, or none."""
        if len(paths) > MOST:
            raise InputError(f'REFERENCE has {len(paths)} layers, but takes at most {MOST}. Leave some out.')
        if masks and len(masks) != len(paths):
            raise InputError(
                f'REFERENCE has {len(paths)} layer(s), but REFERENCE_MASKS has {len(masks)}. Give one for each or none.'
            )
        own_file = os.path.realpath(target_grid.raster.path)
        if any(os.path.realpath(path) == own_file for path in paths):
            raise InputError('REFERENCE is INPUT itself, clouds and all. Choose a clear layer of another date.')
        own, days = date_of(target_grid.raster.path), [date_of(path) for path in paths]
        masks, notes = _matched(days, masks) if masks else ((), [_unmasked(paths)])
        order = list(range(len(paths)))
        if None not in days:
            order.sort(key=lambda k: days[k])
            paths, days = tuple(paths[k] for k in order), [days[k] for k in order]
            masks = tuple(masks[k] for k in order) if masks else ()
        self._numbers = [k + 1 for k in order]  # as the user gave them
        self.decisions, self.layers = notes, []
        for turn, (number, path) in enumerate(zip(self._numbers, paths)):
            name = f'{number} ({Path(path).name})'
            role = 'REFERENCE' if len(paths) == 1 else f'REFERENCE {name}'
            mask = None
            if masks:
                mask = CloudMask(masks[turn], target_grid, mask_type, hide, dilate_px, f'REFERENCE_MASKS {name}')
            self.layers.append(Reference(path, target_grid, role, mask))
            self.decisions += self.layers[-1].decisions
        self.others: OtherDates | None = None
        self._nearest, self._is_dated = _nearest_first(own, days), own is not None and None not in days
        bands = ', '.join(str(layer.bands) for layer in self.layers)
        told = 'another date' if len(paths) == 1 else f'{len(paths)} other dates{_side(own, days)}'
        self.decisions.append(f'REFERENCE: {bands} band(s) of {told} teach what lies under the cloud.')

    @property
    def rasters(self) -> list[Raster]:
        """Return all layers that are read."""
        masks = [layer.mask.reader.raster for layer in self.layers if layer.mask is not None]
        return [*(layer.reader.raster for layer in self.layers), *masks]

    def aligned(self) -> Iterator[tuple[str, Callable[..., tuple[np.ndarray, np.ndarray]]]]:
        """Yield the roles of layers whose pixels are those of the image, and what reads their own numbers."""
        return ((layer.raster.role, layer.read_numbers) for layer in self.layers if layer.is_aligned)

    def register(self, windows: list[tuple[int, int, np.ndarray, np.ndarray]]) -> None:
        """Move every layer onto the image where it surely lies off it, and see through which clouds cannot be seen.

        ``windows`` as of Reference.register.
        """
        for layer in self.layers:
            self.decisions += layer.register(windows)
            self.decisions += layer.leave_out_clouds(windows)

    def relate(self, samples: Iterable[tuple[tuple[int, int, int, int], np.ndarray, np.ndarray]]) -> None:
        """Learn how several dates tell of each other, and of the image.

        ``samples``: windows (row, col, height, width), the image's reflectance (bands, rows, cols) and where it
        teaches (rows, cols). They are asked for as long as more is needed.
        """
        if len(self.layers) == 1:
            return
        values, clear, found = [[] for _ in range(len(self.layers) + 1)], [], 0
        for window, reflectance, teaches in samples:
            seen = [(reflectance, teaches), *(layer.read(*window) for layer in self.layers)]
            here = np.any([good for _, good in seen[1:]], axis=0)
            for kept, (own, _) in zip(values, seen):
                kept.append(own[:, here])
            clear.append(np.stack([good[here] for _, good in seen]))
            found += int((clear[-1][0] & clear[-1][1:].any(axis=0)).sum())
            if found >= SAMPLE_PIXELS:
                break
        joined = [np.concatenate(parts, axis=1) for parts in values]
        candidates = [k + 1 for k in self._nearest]
        self.others = OtherDates(joined, np.concatenate(clear, axis=1), 0, candidates, self._is_dated)
        if not self.others.chosen:
            raise InputError(
                'No layer of REFERENCE shows ground that INPUT shows too, so nothing can be learned from them. '
                'Leave REFERENCE out, or choose layers of this place.'
            )
        if len(self.others.chosen) < len(self.layers):
            used = ', '.join(str(k) for k in sorted(self._numbers[k - 1] for k in self.others.chosen))
            why = 'are the nearest that help' if self._is_dated else 'tell most of INPUT (dates are not known)'
            self.decisions.append(f'REFERENCE {used} {why}; others only where all these are hidden.')

    def covariates(self, row: int, col: int, height: int, width: int, step: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """Return covariates (d, rows, cols) of every ``step``-th pixel of a window, and where they hold."""
        if self.others is None:
            return self.layers[0].covariates(row, col, height, width, step)
        window, values, clear = (row, col, height, width), {}, {}
        for k in self.others.chosen:
            values[k], clear[k] = self._sampled(k, window, step)
        missing = ~np.any(list(clear.values()), axis=0)
        for k in self.others.spare:
            if missing.any():
                values[k], clear[k] = self._sampled(k, window, step)
                missing &= ~clear[k]
        return self.others.covariates(values, clear)

    def _sampled(self, k: int, window: tuple[int, int, int, int], step: int) -> tuple[np.ndarray, np.ndarray]:
        values, good = self.layers[k - 1].read(*window)
        return values[:, ::step, ::step], good[::step, ::step]


def _matched(days: list[date | None], masks: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """Return the masks in the order of the layers: by date where that is certain, else as given; and how."""
    own = [date_of(mask) for mask in masks]
    order = order_by_day(days, own)
    if order is not None:
        return tuple(masks[k] for k in order), ['REFERENCE_MASKS matched by date.']
    unknown = None in own or None in days
    why = 'not every layer and mask tells its date' if unknown else 'their dates are not those of REFERENCE'
    return masks, [f'REFERENCE_MASKS taken in the order given: {why}.']


def _unmasked(paths: tuple[str, ...]) -> str:
    """Return what it means that there are no masks, and which would be there."""
    found = [(date_of(path), scl) for path, scl in zip(paths, map(find_scl, paths)) if scl]
    beside = [Path(scl).name for day, scl in found if day is not None and day == date_of(scl)]  # not that of INPUT
    unused = f' {", ".join(beside)} beside it is not used: REFERENCE_MASKS takes it.' if beside else ''
    return f'REFERENCE is given without REFERENCE_MASKS: where it has data it counts as clear.{unused}'


def _nearest_first(own: date | None, days: list[date | None]) -> list[int]:
    """Return the layers, the nearest in time to the image first; as given where that is not known."""
    if own is None or None in days:
        return list(range(len(days)))
    return sorted(range(len(days)), key=lambda k: abs((days[k] - own).days))


def _side(own: date | None, days: list[date | None]) -> str:
    """Return the dates in words: (2024-05-01 before, 2024-06-10 after); '' where they are not known."""
    if None in days:
        return ''
    side = (lambda day: '') if own is None else (lambda day: ' before' if day < own else ' after')
    return f' ({", ".join(f"{day}{side(day)}" for day in days)})'
