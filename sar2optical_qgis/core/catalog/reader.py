"""Reader: windows of many remote files at once, by a few threads, with new addresses and pauses where reads fail.

The threads only read. Whoever asks waits here, hears a cancel ten times a second, and alone talks to services; a thread
that hangs in a connection is left behind, and finds on its return that nobody wants what it brings.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import Cancelled, InputError, NetworkError
from ..raster.grid import Grid
from .access import Access, forget, gdal_options, said, status_of
from .grd_window import load_tables, read_calibrated
from .item import Asset
from .service import NO_ANSWER, Service, host_of, refusal
from .windows import open_raster, read_window

THREADS = 6  # more would be asked to slow down; each mostly waits
STOPPED_S = 0.5  # seconds that the threads of a stopped run are waited for
REFUSED, GONE = (401, 403), (404, 410)
_left: list[threading.Thread] = []  # of runs that were stopped, inside GDAL until its time is over


def wait_for_left(seconds: float) -> bool:
    """Wait for the threads that stopped runs have left in GDAL; whether all have ended.

    QGIS closes every data set of GDAL's as it ends, and a thread that still reads from one crashes it.
    """
    end = time.monotonic() + seconds
    for thread in _left:
        thread.join(max(end - time.monotonic(), 0.0))
    _left[:] = [thread for thread in _left if thread.is_alive()]
    return not _left


@dataclass(frozen=True)
class Read:
    """A window of an asset on a grid. ``sign`` gives its address, anew if the last one was refused."""

    asset: Asset
    grid: Grid
    resampling: int
    nodata: float | None
    sign: Callable[[str, str], str]  # (href, the address that was refused or '') -> address
    may_be_missing: bool = False  # a file that does not exist is an answer too: None

    @property
    def weight(self) -> int:
        return self.grid.width * self.grid.height


class Reader:
    """A few threads for the time of a run; close() lets them go."""

    def __init__(self, access: Access, service: Service, threads: int = THREADS) -> None:
        self.access, self.service, self.patience = access, service, service.patience
        self._jobs: queue.Queue = queue.Queue()
        self._open: dict[str, tuple[threading.Lock, list]] = {}  # address -> lock, [data set]
        self._guard, self._is_closed = threading.Lock(), threading.Event()
        self._threads = [threading.Thread(target=self._work) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the threads end, and the files go.

        They are waited for, but not by a user who has stopped the run: that is left to wait_for_left.
        """
        self._is_closed.set()
        for _ in self._threads:
            self._jobs.put(None)
        end = time.monotonic() + (STOPPED_S if self.service.cancelled() else self.patience.timeout_s)
        for thread in self._threads:
            thread.join(max(end - time.monotonic(), 0.0))
        _left.extend(thread for thread in self._threads if thread.is_alive())
        self.let_go()

    def let_go(self) -> None:
        """Close the files that are open."""
        with self._guard:
            self._open = {}

    def read(
        self, reads: dict[Any, Read], told: Callable[[int], None] | None = None
    ) -> dict[Any, tuple[np.ndarray, np.ndarray] | None]:
        """Return values and validity (rows, cols) of every read by its key, None for a file that does not exist.

        ``told`` hears the weight of each that has come. Raises NetworkError, InputError, Cancelled.
        """
        answers: queue.Queue = queue.Queue()
        found: dict[Any, tuple | None] = {}
        attempts, waiting, addresses = dict.fromkeys(reads, 1), [], {}
        for key, read in reads.items():
            addresses[key] = read.sign(read.asset.href, '')
            self._hand_out(answers, key, read, addresses[key])
        heard = time.monotonic()
        while len(found) < len(reads):
            if self.service.cancelled():
                raise Cancelled
            for due in [entry for entry in waiting if entry[0] <= time.monotonic()]:
                waiting.remove(due)
                key = due[1]
                addresses[key] = reads[key].sign(reads[key].asset.href, due[2])
                self._hand_out(answers, key, reads[key], addresses[key])
            try:
                key, address, outcome = answers.get(timeout=0.1)
            except queue.Empty:
                if time.monotonic() - heard > self.patience.silence_s and not waiting:
                    left = next(key for key in reads if key not in found)
                    raise NetworkError(refusal(reads[left].asset.href, NO_ANSWER)) from None
                continue
            heard = time.monotonic()
            if not isinstance(outcome, Exception):
                found[key] = outcome
                if told:
                    told(reads[key].weight)
                continue
            again = self._judge(reads[key], outcome, attempts[key])
            if again is None:
                found[key] = None
                continue
            attempts[key] += 1
            waiting.append((heard + again, key, address if status_of(outcome) in REFUSED or attempts[key] > 2 else ''))
        return found

    def _judge(self, read: Read, error: Exception, attempt: int) -> float | None:
        """Return after how many seconds to read again, None where the file does not exist; raise where it is over."""
        if isinstance(error, InputError):
            raise error
        status = status_of(error)
        if status in GONE and read.may_be_missing:
            return None
        limit = 2 if status in GONE else self.patience.attempts
        if attempt < limit:
            return 0.0 if status in REFUSED and attempt == 1 else self.service.pause(attempt)
        if status:
            raise NetworkError(refusal(read.asset.href, status)) from error
        raise NetworkError(
            f'A file of {host_of(read.asset.href)} cannot be read to its end ({said(error)}). Run it again; what is '
            'whole is kept.'
        ) from error

    def _hand_out(self, answers: queue.Queue, key: Any, read: Read, address: str) -> None:
        beside = tuple(href and read.sign(href, '') for href in read.asset.beside)
        self._jobs.put((answers, key, read, address, beside))

    def _work(self) -> None:
        while not self._is_closed.is_set():
            job = self._jobs.get()
            if job is None:
                return
            answers, key, read, address, beside = job
            try:
                outcome = self._read(read, address, beside)
            except Exception as error:  # handed to who waits, and judged there
                outcome = error
            answers.put((key, address, outcome))

    def _read(self, read: Read, address: str, beside: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        path = self.access.path_of(read.asset, address)
        with self._guard:
            lock, kept = self._open.setdefault(path, (threading.Lock(), []))
        with lock, gdal_options(self.access.options_for(read.asset, self.patience)):
            try:
                if not kept:
                    kept.append(open_raster(path))
                if beside:
                    if len(kept) < 2:
                        paths = tuple(each and self.access.path_of(read.asset, each) for each in beside)
                        kept.append(load_tables(kept[0], paths))
                    return read_calibrated(*kept, read.grid)
                return read_window(kept[0], read.grid, read.resampling, read.nodata)
            except RuntimeError:
                kept.clear()
                forget(path)
                raise
