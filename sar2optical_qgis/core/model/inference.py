"""The network's way through a raster: input planes and results in memory that is used again, tile by tile.

The system clears fresh memory page by page, which takes longer than to fill it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ..raster.tiling import Tile, Tiling, mirror_rims
from .channels import require_planes
from .network import ESTIMATE, Network


class Pool:
    """Things that are dear to make: what one thread gives back, any other takes again."""

    def __init__(self, make: Callable[[], object]) -> None:
        """Make another one where none is free."""
        self._make, self._free, self._lock = make, [], threading.Lock()

    def take(self) -> object:
        """Return one that nobody uses."""
        with self._lock:
            return self._free.pop() if self._free else self._make()

    def give_back(self, thing: object) -> None:
        """Take back what nobody looks at any more."""
        with self._lock:
            self._free.append(thing)


class InputPlanes:
    """The network's input for one window after the other: ``views`` are written to, finish() makes it whole."""

    def __init__(self, names: tuple[str, ...], line: np.ndarray, shape: tuple[int, int] | None = None) -> None:
        """Prepare for the planes that a card names, in memory, float32 (n,), that holds the largest of them.

        All have the same ``shape`` (rows, cols) if given, else each its tile's own.
        """
        self.names, self._line, self._shape = names, line, shape
        self.array = self._line[:0]
        self._constant: dict[int, float] = {}  # planes that hold one number all over

    def begin(self, tile: Tile) -> InputPlanes:
        """Take the shape of a tile; what the views hold is left from another one."""
        shape = (len(self.names), *(self._shape or tile.padded))
        if shape != self.array.shape:
            self.array, self._constant = self._line[: int(np.prod(shape))].reshape(shape), {}
        self.corner = tile.row - tile.before[0], tile.col - tile.before[1]  # of the padded window in the raster
        self._inside = tuple(slice(first, first + n) for first, n in zip(tile.before, (tile.height, tile.width)))
        self.views = {name: self.array[(k, *self._inside)] for k, name in enumerate(self.names)}
        return self

    def together(self, names: list[str]) -> np.ndarray | None:
        """Return the views of these planes as one (planes, rows, cols); None where they don't follow each other."""
        first = self.names.index(names[0]) if names[0] in self.names else 0
        if self.names[first : first + len(names)] != tuple(names):
            return None
        return self.array[(slice(first, first + len(names)), *self._inside)]

    def finish(self, planes: dict[str, np.ndarray | float]) -> InputPlanes:
        """Put in place what was written elsewhere, and mirror all at the rims.

        A plane is one of ``views``, another array (rows, cols), or a number that holds all over.
        """
        require_planes(self.names, planes)
        for k, (name, view) in enumerate(self.views.items()):
            plane = planes[name]
            if isinstance(plane, float):
                if self._constant.get(k) != plane:
                    self.array[k] = self._constant[k] = plane
                continue
            self._constant.pop(k, None)
            if plane is not view:
                view[...] = plane
            mirror_rims(self.array[k], *self._inside)
        return self


@dataclass
class LoadedTile:
    """A tile with what its task has read; ``planes`` is None where no network is needed."""

    tile: Tile
    planes: InputPlanes | None
    content: dict[str, np.ndarray] = field(default_factory=dict)
    part: Tile | None = None  # what the planes are of: as much of the tile as somebody looks at, None = all of it


class Inference:
    """A network that tiles of one raster pass through."""

    def __init__(
        self,
        network: Network,
        tiling: Tiling,
        outputs: tuple[str, ...] = ESTIMATE,
        after: Callable[[InputPlanes, np.ndarray], None] | None = None,
    ) -> None:
        """Prepare memory for the largest tile; of the network's ``outputs`` only those that are wanted are computed.

        ``after`` may change a result (planes, rows, cols) while its input, of the same rows and columns, is there.
        """
        self.after = after
        self.network, self.outputs = network, {name: network.card.outputs[name] for name in outputs}
        self.planes = sum(self.outputs.values())
        names, most = network.card.channels, int(np.prod(tiling.largest))
        network.prepare(most)
        shape = tiling.largest if network.wants_one_shape else None
        self.inputs = Pool(lambda: InputPlanes(names, network.memory(len(names) * most), shape))
        self.size = self.planes * most
        self.results = Pool(lambda: network.memory(self.size))
        self._together: tuple[np.ndarray, np.ndarray] | None = None  # inputs and results of several tiles at once

    def run(self, loaded: list[LoadedTile]) -> list[tuple[LoadedTile, np.ndarray | None]]:
        """Return each tile with the outputs of its part, one behind the other; None without input planes.

        They are (planes, rows, cols), finite, and the caller's until he hands them to done().
        """
        made: dict[int, np.ndarray] = {}
        by_shape: dict[tuple[int, ...], list[int]] = {}
        for k, item in enumerate(loaded):
            if item.planes is not None:
                by_shape.setdefault(item.planes.array.shape, []).append(k)
        for indices in by_shape.values():
            for k, values in zip(indices, self._results([loaded[k].planes for k in indices])):
                part = loaded[k].part or loaded[k].tile
                top, left = part.before
                values = values[:, top : top + part.height, left : left + part.width]
                if not np.isfinite(values.sum()):  # a sum tells in one pass whether there is anything to mend
                    np.nan_to_num(values, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
                made[k], loaded[k].planes = values, None
        return [(item, made.get(k)) for k, item in enumerate(loaded)]

    def _results(self, planes: list[InputPlanes]) -> list[np.ndarray]:
        """Return what the network makes of padded windows of one shape, each (planes, rows, cols)."""
        shape = planes[0].array.shape[1:]
        lines = [self.results.take()[: self.planes * shape[0] * shape[1]] for _ in planes]
        n = max(self.network.batch, len(planes)) if self.network.wants_one_shape else len(planes)
        if n == 1:  # needs no copies
            self.network(planes[0].array[None], self._by_output(lines[0], 1, shape))
        else:
            batch, made = self._batch(n, planes[0].array.shape)
            for values, each in zip(batch, planes):
                values[...] = each.array
            together = self._by_output(made, n, shape)
            self.network(batch, together)
            for k, line in enumerate(lines):
                for name, values in self._by_output(line, 1, shape).items():
                    values[0] = together[name][k]
        results = [line.reshape(self.planes, *shape) for line in lines]
        for each, made in zip(planes, results):
            if self.after:
                self.after(each, made)
            self.inputs.give_back(each)
        return results

    def _by_output(self, line: np.ndarray, n: int, shape: tuple[int, int]) -> dict[str, np.ndarray]:
        """Return the place of each output, (n, planes, rows, cols), in memory that holds one behind the other."""
        places, start = {}, 0
        for name, planes in self.outputs.items():
            size = n * planes * shape[0] * shape[1]
            places[name] = line[start : start + size].reshape(n, planes, *shape)
            start += size
        return places

    def _batch(self, n: int, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Return memory for inputs (n, planes, rows, cols) and results, a line, of n tiles.

        Where fewer are taken through it, what is left is of earlier ones.
        """
        if self._together is None or self._together[0].shape != (n, *shape):
            inputs, made = (n, *shape), n * self.planes * shape[1] * shape[2]
            self._together = self.network.memory(int(np.prod(inputs))).reshape(inputs), self.network.memory(made)
            self._together[0][...] = 0.0
        return self._together

    def done(self, values: np.ndarray | None) -> None:
        """Take back a result of run(); what is none of them is left alone."""
        line = None if values is None else values.base
        if line is not None and line.size == self.size:
            self.results.give_back(line)
