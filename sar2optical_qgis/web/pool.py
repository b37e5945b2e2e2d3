"""Processes that wait for an order, each for one and no more; started ahead so that orders start at once."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import secrets
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .limits import Limits

LOG = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]
LINE = 1 << 18  # bytes of one event
EVENTS = 20_000  # of one order
QUIET = 4.0  # seconds after the last order until all spares are started again
KEPT_VARIABLES = ('LD_LIBRARY_PATH', 'PROJ_LIB', 'PROJ_DATA', 'GDAL_DATA', 'SAR2OPTICAL_THREADS', 'SYSTEMROOT')
GDAL_OPTIONS = {
    'GDAL_PAM_ENABLED': 'NO',
    'GDAL_DISABLE_READDIR_ON_OPEN': 'EMPTY_DIR',  # no overviews, masks or world files beside an upload
    'GDAL_VRT_ENABLE_PYTHON': 'NO',
    'GDAL_HTTP_TIMEOUT': '1',
    'CPL_VSIL_CURL_ALLOWED_EXTENSIONS': '.none',
    'GDAL_CACHEMAX': '256',
    'PROJ_NETWORK': 'OFF',
    'CUDA_VISIBLE_DEVICES': '',  # the sandbox holds no card
    'OMP_NUM_THREADS': '2',
}
PATHS = re.compile(r'(?:/[^\s/:"\')(,]+)+/([^\s/:"\')(,]+)')


class Ended(Exception):
    """The process is gone before its order was done."""

    def __init__(self, code: int | None) -> None:
        killed = -code if code is not None and code < 0 else 0
        name = signal.Signals(killed).name if killed else f'exit {code}'
        super().__init__(f"The job's process ended before its time ({name}). Start the job again.")


@dataclass
class Worker:
    """One process with a folder of its own."""

    folder: Path
    process: asyncio.subprocess.Process
    sandbox: list[str] = field(default_factory=list)

    @classmethod
    async def start(cls, folder: Path, limits: Limits) -> Worker:
        """Start a process that locks itself into the new ``folder``."""
        folder.mkdir(parents=True, mode=0o700)
        passed = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        path = os.pathsep.join(filter(None, [os.environ.get('PYTHONPATH', ''), str(ROOT)]))
        process = await asyncio.create_subprocess_exec(
            sys.executable, '-m', 'sar2optical_qgis.web.worker',
            str(folder), str(limits.memory_bytes), str(limits.seconds),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd='/', limit=LINE, start_new_session=True,
            env={
                'PATH': os.defpath, 'HOME': str(folder), 'TMPDIR': str(folder), 'LANG': 'C.UTF-8', 'PYTHONPATH': path,
                'PYTHONSAFEPATH': '1', 'PYTHONDONTWRITEBYTECODE': '1', **GDAL_OPTIONS, **passed,
            },
        )  # fmt: skip
        return cls(folder, process)

    async def ready(self) -> None:
        """Wait until the engine is loaded; raise Ended where it cannot be."""
        event = await self._next()
        self.sandbox = event.get('sandbox', [])

    async def perform(self, order: dict) -> AsyncIterator[dict]:
        """Give the order and yield what the process tells, to its end; raise Ended where that does not come."""
        self.process.stdin.write(json.dumps(order).encode() + b'\n')
        with suppress(ConnectionError):
            await self.process.stdin.drain()
        for _ in range(EVENTS):
            event = await self._next()
            yield event
            if event['event'] in ('done', 'failed'):
                return
        raise Ended(None)

    async def _next(self) -> dict:
        try:
            line = await self.process.stdout.readline()
            event = json.loads(line) if line else None
        except ValueError:
            event = None
        if not isinstance(event, dict) or not isinstance(event.get('event'), str):
            self.kill()
            raise Ended(await self.process.wait())
        return _without_paths(event)

    def kill(self) -> None:
        """End the process at once, and whatever it may have started."""
        if self.process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    async def close(self) -> None:
        """End the process and wait for it."""
        self.kill()
        self.process.stdin.close()
        await self.process.wait()


def _without_paths(value: object) -> object:
    """Texts without the server's folders: names of files stay."""
    if isinstance(value, str):
        return PATHS.sub(r'\1', value)
    if isinstance(value, list):
        return [_without_paths(each) for each in value]
    if isinstance(value, dict):
        return {key: each if key == 'path' else _without_paths(each) for key, each in value.items()}
    return value


class Pool:
    """Workers that wait. ``spares`` of them are kept, and replaced while nothing else runs or is about to."""

    def __init__(self, folder: Path, limits: Limits, spares: int) -> None:
        self.folder, self.limits, self.spares = folder, limits, spares
        self.waiting: list[Worker] = []
        self.busy, self.taken = 0, 0.0
        self.sandbox: list[str] = []
        self._wake = asyncio.Event()
        self._filler: asyncio.Task | None = None

    async def start(self) -> None:
        """Start the first worker, wait until it is ready, and let the others follow; raise Ended where none starts."""
        self.waiting.append(await self._fresh())
        self.sandbox = self.waiting[0].sandbox
        self._filler = asyncio.create_task(self._fill())

    async def take(self) -> Worker:
        """Return a worker that is ready."""
        self.busy, self.taken = self.busy + 1, time.monotonic()
        while self.waiting:
            worker = self.waiting.pop(0)
            if worker.process.returncode is None:
                return worker
            shutil.rmtree(worker.folder, ignore_errors=True)
        try:
            return await self._fresh()
        except BaseException:
            self.busy -= 1
            raise

    async def done(self, worker: Worker) -> None:
        """End a worker whose order is done; its folder stays."""
        try:
            await worker.close()
        finally:
            self.busy -= 1
            self._wake.set()

    async def stop(self) -> None:
        """End the workers that wait."""
        if self._filler:
            self._filler.cancel()
            await asyncio.gather(self._filler, return_exceptions=True)
        for worker in self.waiting:
            await worker.close()

    async def _fresh(self) -> Worker:
        worker = await Worker.start(self.folder / secrets.token_urlsafe(24), self.limits)
        try:
            await asyncio.wait_for(worker.ready(), 60)
        except BaseException:
            await worker.close()
            shutil.rmtree(worker.folder, ignore_errors=True)
            raise
        return worker

    async def _fill(self) -> None:
        """Keep spares; while orders run only the very last is replaced, since a start takes a second of a core.

        What looks at a file has hardly ended when the run of it begins, so a moment without an order is not quiet yet.
        """
        while True:
            quiet = not self.busy and time.monotonic() - self.taken > QUIET
            if len(self.waiting) < (self.spares if quiet else 1):
                try:
                    self.waiting.append(await self._fresh())
                    continue
                except Exception:
                    LOG.exception('no worker starts')
                    await asyncio.sleep(5)
            self._wake.clear()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._wake.wait(), 2)
