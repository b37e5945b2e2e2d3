"""COVARIATES: rasters of any kind that no cloud hides, a few components of which stand for all of their bands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..fit.other_dates import FEWEST_PIXELS, PairFit
from ..raster.align import AVERAGE, BILINEAR, NEAREST, AlignedReader
from ..raster.target_grid import TargetGrid
from .block_store import IN_MEMORY
from .components import MANY, Components, window_under
from .layers import open_layer

MOST = 12  # components of all layers together, and layers
ON_TRIAL = 3 * MOST  # components of all layers, at most MOST of each, until those that do not help are left out
COVERED = 0.999  # of a sample: with more holes a plane tells where a layer has no data


class CovariateLayers:
    """Opened layers on the pixels of an image. Where one has no data, it says nothing and the pixel stays.

    There its components are what radar and other dates tell of them, else at their mean, and a plane of its own says
    so, from which the fit learns what that means.
    """

    def __init__(self, paths: tuple[str, ...], target_grid: TargetGrid) -> None:
        """Open and check the layers and find their components; ``decisions`` says what was decided."""
        if len(paths) > MOST:
            raise InputError(f'COVARIATES has {len(paths)} layers, but takes at most {MOST}. Leave some out.')
        self.decisions: list[str] = []
        self.layers: list[Components] = []
        for number, path in enumerate(paths, 1):
            role = f'COVARIATES {number} ({Path(path).name})'
            raster = open_layer(path, role)
            target_grid.raster.require_overlap(raster)
            origin = target_grid.origin if target_grid.raster.is_pixel_for_pixel(raster) else None
            found = Components(raster, window_under(raster, target_grid.grid, origin))
            if not found.share:
                raise InputError(f'{role} holds no data here. Choose another layer, or leave it out.')
            if found.undeclared:
                numbers = ', '.join(f'{c:g}' if c else '0 in all bands' for c in found.undeclared)
                self.decisions.append(f'{role}: {numbers} is taken as no data, which the file does not say.')
            if not found.look.planes:
                self.decisions.append(f'{role} is the same everywhere here and is left out.')
                continue
            self.layers.append(found)
        self.target_grid = target_grid
        self.fillers: list[PairFit | None] = [None] * len(self.layers)
        self._share_out(ON_TRIAL)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return what the components of each layer are, one sentence a layer."""
        told = []
        for layer in self.layers:
            kept, of = layer.look.shares[: layer.count].sum(), layer.look.what
            holes = f', no data in {1 - layer.share:.0%} of it' if layer.share < COVERED else ''
            told.append(
                f'{layer.role}: {layer.count} principal component(s) hold {kept:.0%} of the variance of {of}{holes}.'
            )
        return tuple(told)

    def _share_out(self, most: int) -> None:
        """Share ``most`` components out among the layers: each has one, the next is that of the largest variance.

        None gets more than it has.
        """
        counts = [1] * len(self.layers)
        for _ in range(most - len(self.layers)):
            following = [float(layer.look.shares[n]) if n < min(layer.count, MOST) else 0.0
                         for layer, n in zip(self.layers, counts)]  # fmt: skip
            if max(following, default=0.0) > 0.0:
                counts[int(np.argmax(following))] += 1
        for layer, count in zip(self.layers, counts):
            layer.count = count
            layer.kept.in_memory = IN_MEMORY // len(self.layers)
        self.readers = [self._reader(layer, self.target_grid) for layer in self.layers]

    @staticmethod
    def _reader(layer: Components, target_grid: TargetGrid) -> AlignedReader:
        is_finer = target_grid.grid.pixel_size_m > 1.5 * layer.grid.pixel_size_m
        resampling = AVERAGE if is_finer else NEAREST if layer.look.codes else BILINEAR
        origin = target_grid.origin if target_grid.raster.is_pixel_for_pixel(layer.raster) else None
        return AlignedReader(layer, target_grid.grid, layer.bands, resampling, origin=origin)

    def aligned(self) -> Iterator[tuple[str, Callable[..., tuple[np.ndarray, np.ndarray]]]]:
        """Yield the roles of layers whose pixels are those of the image, and what reads their own numbers."""
        for layer, reader in zip(self.layers, self.readers):
            if reader.offset is None or layer.look.codes or layer.raster.is_signed_byte:
                continue

            def read(row: int, col: int, height: int, width: int, raster=layer.raster, by=reader.offset) -> tuple:
                return raster.read((col + by[0], row + by[1], width, height), tuple(range(1, raster.count + 1)))

            yield layer.role, read

    @property
    def are_dear(self) -> bool:
        """Whether any layer is dear to read, for its many bands."""
        return any(layer.raster.count >= MANY for layer in self.layers)

    @property
    def groups(self) -> list[int]:
        """Return the number of the layer that each plane of covariates() is of."""
        return [k for k, layer in enumerate(self.layers) for _ in range(self._planes(layer))]

    @staticmethod
    def _planes(layer: Components) -> int:
        return layer.count + (layer.share < COVERED)

    def keep(self, numbers: list[int]) -> np.ndarray:
        """Keep only these layers, from 0, among which MOST components are shared out anew.

        Returns which planes of covariates() stay, (d,) bool.
        """
        before = [(layer, layer.count, self._planes(layer)) for layer in self.layers]
        self.layers, self.fillers = ([each[k] for k in numbers] for each in (self.layers, self.fillers))
        self._share_out(MOST)
        self.fillers = [fit and fit.of_first(layer.count) for layer, fit in zip(self.layers, self.fillers)]
        stays = []
        for k, (layer, count, planes) in enumerate(before):
            own = np.arange(planes)
            stays.append(((own < layer.count) | (own >= count)) & (k in numbers))
        return np.concatenate(stays)

    def learn_holes(self, others: np.ndarray, planes: np.ndarray) -> None:
        """Learn from a sample what other covariates (d, n) tell of components that are missing; fill it in.

        ``planes``: those of covariates(), (d, n); changed where they are missing.
        """
        at = 0
        for number, layer in enumerate(self.layers):
            own, missing = planes[at : at + layer.count], planes[at + self._planes(layer) - 1] > 0.5
            at += self._planes(layer)
            if layer.share >= COVERED or not len(others) or np.count_nonzero(~missing) < FEWEST_PIXELS:
                continue
            self.fillers[number] = PairFit.of(others[:, ~missing], own[:, ~missing])
            own[:, missing] = self.fillers[number](others[:, missing].T).T

    def covariates(
        self, row: int, col: int, height: int, width: int, step: int, others: np.ndarray, planes: np.ndarray
    ) -> None:
        """Write ``planes`` (d, rows, cols) float32 of every ``step``-th pixel of a window; they hold everywhere.

        ``others`` (d, rows, cols): the other covariates, for what is missing, once learn_holes() was called.
        """
        at = 0
        for layer, reader, filler in zip(self.layers, self.readers, self.fillers):
            if reader.offset is not None:
                window = (col + reader.offset[0], row + reader.offset[1], width, height)
                _, known = layer.sampled(window, step, planes[at : at + layer.count])
            else:
                values, known = (v[:, ::step, ::step] for v in reader.read(col, row, width, height))
                planes[at : at + layer.count] = values
            if layer.share < COVERED:
                missing = ~known[0]
                planes[at + layer.count] = missing
                if filler is not None and missing.any():
                    planes[at : at + layer.count, missing] = filler(others[:, missing].T).T
            at += self._planes(layer)
