"""The engine room: tiles are read ahead by several threads, worked on, blended and written behind, all at once."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from ..errors import Cancelled
from ..machine.blas_threads import one_blas_thread
from ..machine.cores import readers as threads_to_read
from ..machine.heap import trim
from ..raster.block_cache import LIMIT, bounded_cache
from ..raster.tiling import Tile, Tiling

BEHIND = 1  # tiles that wait to be written: enough to overlap, little memory
TRIM_EVERY = 12  # tiles after which freed memory goes back: what lies between the arrays of many grows to 400 MB


@dataclass(frozen=True)
class Report:
    """What a run did: for the log, the results panel and tests."""

    outputs: dict[str, str] = field(default_factory=dict)  # role -> path
    device: str = 'cpu'  # the one that really ran
    model: str = ''
    model_sha256: str = ''
    decisions: tuple[str, ...] = ()  # what every auto decided, and warnings, in sentences
    seconds: dict[str, float] = field(default_factory=dict)  # stage -> time spent in it
    pixels: dict[str, int] = field(default_factory=dict)  # 'valid', 'generated'


class Clock:
    """Seconds per stage, of all threads together; stages overlap."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def of(self, stage: str):
        """Add the time spent inside to ``stage``."""
        start = time.perf_counter()
        try:
            yield
        finally:
            with self._lock:
                self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start


def stream(
    items: Iterable,
    read: Callable,
    work: Callable[[list], Iterable],
    write: Callable,
    group: Callable[[], int] = lambda: 1,
    cancelled: Callable[[], bool] | None = None,
    cache: int = LIMIT,
    readers: int = 1,
) -> None:
    """Run read -> work -> write over ``items``, in their order, with ``readers`` threads for reading, one for writing.

    ``work`` runs in the calling thread on lists of up to group() items. The first error of any stage, or Cancelled,
    stops all of them and is raised here. GDAL's cache of blocks is held to ``cache`` bytes meanwhile.
    """
    stop, errors = threading.Event(), []
    source, turn = enumerate(items), threading.Lock()
    ahead: queue.Queue = queue.Queue()  # of places in the order of the items, each filled by who reads its item
    wanted = threading.Semaphore(max(group(), readers))  # nothing is read before there is room for it: tiles are large
    behind: queue.Queue = queue.Queue(BEHIND)
    end = object()

    def put(target: queue.Queue, value: object) -> bool:
        while not stop.is_set():
            try:
                target.put(value, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def get(source: queue.Queue) -> object:
        while not stop.is_set():
            if cancelled is not None and threading.current_thread() is caller and cancelled():
                raise Cancelled
            try:
                return source.get(timeout=0.1)
            except queue.Empty:
                continue
        return end

    def guard(job: Callable[[], None]) -> Callable[[], None]:
        def guarded() -> None:
            try:
                job()
            except BaseException as error:  # handed to the caller, who raises it
                errors.append(error)
                stop.set()

        return guarded

    def reading() -> None:
        while True:
            while not wanted.acquire(timeout=0.1) and not stop.is_set():
                pass
            if stop.is_set():
                return
            place: queue.Queue = queue.Queue(1)
            with turn:
                count, item = next(source, (1, end))
                ahead.put(place)
            if count % TRIM_EVERY == 0:
                trim()
            place.put(end if item is end else read(item))
            if item is end:
                return

    def writing() -> None:
        while (item := get(behind)) is not end:
            write(item)

    caller = threading.current_thread()
    jobs = [reading] * readers + [writing]
    threads = [threading.Thread(target=guard(job), daemon=True) for job in jobs]

    def next_one() -> object:
        place = get(ahead)
        return end if place is end else get(place)

    def is_ready() -> bool:
        return not ahead.empty() and not ahead.queue[0].empty()  # nobody else takes from it

    def working() -> None:
        for thread in threads:
            thread.start()
        while True:
            loaded = [next_one()]
            while loaded[-1] is not end and len(loaded) < group() and is_ready():
                loaded.append(next_one())
            batch = [item for item in loaded if item is not end]
            if batch:
                wanted.release(len(batch))
                for done in work(batch):
                    put(behind, done)
            if loaded[-1] is end or stop.is_set():
                wanted.release(readers)  # each of them finds the end
                put(behind, end)
                return

    with bounded_cache(cache), one_blas_thread():
        guard(working)()
        for thread in threads:
            if thread.ident is not None:  # it could be started
                thread.join()
    trim()
    del errors[1:]  # of several readers all may fail
    if errors:
        raise errors.pop(0)  # not held here: its traceback holds this frame, and with it open files


def for_each(
    windows: list,
    look: Callable,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool] | None = None,
    cache: int = LIMIT,
) -> list:
    """Return look(window) for each of the windows, in order, by several threads; ``progress`` is told 0..1."""
    made: list = []

    def keep(looked: list) -> list:
        made.extend(looked)
        progress(len(made) / len(windows))
        return []

    readers = threads_to_read(beside_network=False)
    stream(windows, look, keep, lambda _: None, cancelled=cancelled, cache=cache, readers=readers)
    return made


class Blender:
    """Adds weighted tiles up and hands out windows as they become final; keeps what overlaps share, O(tile x width)."""

    def __init__(self, tiling: Tiling, bands: int) -> None:
        """Prepare for ``bands`` planes on ``tiling``; tiles must come row by row, from left to right."""
        self.tiling, self.bands = tiling, bands
        self.shared = tiling.overlap - tiling.halo  # pixels of an overlap to which the tile before says anything
        self.above = np.zeros((bands, self.shared, tiling.width), np.float32)  # what the row of tiles before shares
        self.beside = np.empty((bands, min(tiling.tile, tiling.height), self.shared), np.float32)
        self.left: np.ndarray | None = None  # of the tile before: what this one shares with it
        self._canvas: np.ndarray | None = None

    def add(self, tile: Tile, values: np.ndarray | None, part: Tile | None = None) -> tuple[int, int, np.ndarray]:
        """Add (bands, rows, cols), which are used up; return row, column and values of the window that is final now.

        The window holds until the next call. Values may be of a ``part`` of the tile only, where nobody looks at what
        lies around it; without any, nobody looks at any pixel of the tile, and what comes back for it has no meaning.
        """
        plan = self.tiling
        step, shared = plan.tile - plan.overlap, self.shared
        last_col = tile.col + tile.width >= plan.width
        last_row = tile.row + tile.height >= plan.height
        rows, cols = plan.final(tile)
        if values is None:
            self.left = None
            return tile.row, tile.col, np.broadcast_to(np.float32(0.0), (self.bands, rows, cols))
        total = values if part is None or part == tile else self._placed(tile, values, part)
        _weigh(total, plan.weights(tile.row, tile.height, plan.height), 1)
        _weigh(total, plan.weights(tile.col, tile.width, plan.width), 2)
        if tile.col > 0 and self.left is not None:
            total[:, :, :shared] += self.left[:, :, : tile.width]
        self.left = None
        if not last_col:
            self.left = self.beside[:, : tile.height]
            self.left[...] = total[:, :, step : step + shared]
        final = total[:, :, :cols]
        here = slice(tile.col, tile.col + cols)
        if tile.row > 0:
            final[:, :shared] += self.above[:, : tile.height, here]
        if not last_row:
            self.above[:, :, here] = final[:, step : step + shared]
            final = final[:, :step]
        return tile.row, tile.col, final

    def _placed(self, tile: Tile, values: np.ndarray, part: Tile) -> np.ndarray:
        """Return the tile with the values of its part, 0 around it."""
        if self._canvas is None:
            size = min(self.tiling.tile, self.tiling.height) * min(self.tiling.tile, self.tiling.width)
            self._canvas = np.empty(self.bands * size, np.float32)
        total = self._canvas[: self.bands * tile.height * tile.width].reshape(self.bands, tile.height, tile.width)
        top, left = part.row - tile.row, part.col - tile.col
        bottom, right = top + part.height, left + part.width
        total[:, :top], total[:, bottom:] = 0.0, 0.0
        total[:, top:bottom, :left], total[:, top:bottom, right:] = 0.0, 0.0
        total[:, top:bottom, left:right] = values
        return total


def _weigh(values: np.ndarray, weights: np.ndarray, axis: int) -> None:
    """Multiply (bands, rows, cols) in place by weights along an axis, where they are not 1."""
    changed = np.flatnonzero(weights != 1.0)
    for run in np.split(changed, np.flatnonzero(np.diff(changed) > 1) + 1) if len(changed) else ():
        span = slice(run[0], run[-1] + 1)
        if axis == 1:
            values[:, span] *= weights[span, None]
        else:
            values[:, :, span] *= weights[span]
