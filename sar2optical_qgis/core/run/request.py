"""What every task's request does alike: it runs as a job, with room for what it needs."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import memory_told
from .job import Job
from .pipeline import Report


class Request:
    """Base of the requests of tasks that write rasters. Paths are GDAL's; '' means: not given, or not wanted."""

    def run(
        self,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        log: Callable[[str], None] | None = None,
    ) -> Report:
        """Do it; raise Sar2OpticalError with nothing left on disk, or return what was done."""
        with memory_told():
            return self.start(Job.of(progress, cancelled, log))

    def start(self, job: Job) -> Report:
        """Do it as this job."""
        raise NotImplementedError
