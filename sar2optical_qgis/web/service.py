"""The service itself: its processes, uploads and jobs, from its start to its stop."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from .jobs import Jobs
from .limits import Limits
from .pool import Pool
from .uploads import Uploads

TIDY_SECONDS = 30


class Service:
    """Everything that lives as long as the server."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.limits = limits
        self.pool = Pool(folder / 'processes', limits, limits.workers + limits.looks)
        self.uploads = Uploads(folder / 'uploads', limits, self.pool)
        self.jobs = Jobs(folder / 'jobs', limits, self.pool)
        self.receiving = 0
        self._tidier: asyncio.Task | None = None

    async def start(self) -> None:
        """Make the folders, start processes and runners."""
        await self.pool.start()
        self.jobs.start()
        self._tidier = asyncio.create_task(self._tidy())

    async def stop(self) -> None:
        """Let what runs come to its end, then remove everything."""
        await self.jobs.stop()
        await self.pool.stop()
        if self._tidier:
            self._tidier.cancel()
        for folder in (self.pool.folder, self.uploads.folder, self.jobs.folder):
            shutil.rmtree(folder, ignore_errors=True)

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(TIDY_SECONDS)
            self.uploads.expire()
            self.jobs.expire()
