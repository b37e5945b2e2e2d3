"""Jobs: a bounded queue, a process each, what they tell, what they make, and how they end."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from .catalogue import DESCRIPTIONS, ENDINGS
from .limits import Limits
from .orders import Order
from .pool import Ended, Pool, Worker
from .problems import Problem
from .uploads import given, is_plain_file

LOG = logging.getLogger(__name__)
OVER = ('successful', 'failed', 'dismissed')
TOLD = 4000  # events that are kept for who comes late


@dataclass(eq=False)
class Job:
    """One order: ``state`` is accepted, running, or one of OVER."""

    id: str
    order: Order
    owner: str
    folder: Path
    state: str = 'accepted'
    message: str = 'Waiting for its turn.'
    status: int = 0  # of HTTP, where it failed
    progress: int = 0
    created: float = field(default_factory=time.time)
    started: float = 0.0
    finished: float = 0.0
    decisions: list[str] = field(default_factory=list)
    report: dict = field(default_factory=dict)
    events: list[dict] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    worker: Worker | None = None

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    def tell(self, event: dict) -> None:
        """Keep an event and wake who listens."""
        if event.get('event') == 'progress' and self.events and self.events[-1].get('event') == 'progress':
            self.events[-1] = event
        elif len(self.events) < TOLD:
            self.events.append(event)
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()

    def end(self, state: str, message: str, status: int = 0) -> None:
        """Come to an end, once."""
        if self.is_over:
            return
        self.state, self.message, self.status, self.finished = state, message, status, time.time()
        self.progress = 100 if state == 'successful' else self.progress
        self.tell({'event': 'end', 'state': state, 'message': message})

    def result(self, name: str, as_picture: bool = False) -> Path | None:
        """Return the file of an output, or its picture; None where there is none."""
        kind = next((o.kind for o in DESCRIPTIONS[self.order.process].outputs if o.id == name), '')
        ending = '.png' if as_picture else ENDINGS.get(kind, '')
        path = self.folder / 'out' / f'{name}{ending}'
        return path if ending and self.state == 'successful' and is_plain_file(path) else None

    async def over(self) -> None:
        """Wait for the end."""
        while not self.is_over:
            await self.changed.wait()

    async def follow(self, after: int = 0) -> AsyncIterator[tuple[int, dict] | None]:
        """Yield (number, event) to the end, from behind event ``after``; None now and then, when nothing happens."""
        while True:
            changed = self.changed
            while after < len(self.events):
                after += 1
                yield after, self.events[after - 1]
            if self.is_over:
                return
            last = self.events[-1] if self.events else None
            try:
                await asyncio.wait_for(changed.wait(), 15)
            except asyncio.TimeoutError:
                yield None
            if self.events and self.events[-1] is not last and len(self.events) == after:
                after -= 1  # the last progress was overwritten


class Jobs:
    """All jobs, those that wait and those that run."""

    def __init__(self, folder: Path, limits: Limits, pool: Pool) -> None:
        self.folder, self.limits, self.pool = folder, limits, pool
        self.known: dict[str, Job] = {}
        self.queue: deque[Job] = deque()
        self.running: set[Job] = set()
        self.stopping = False
        self.seconds = 5.0  # that a job took of late
        self.ended: dict[tuple[str, str], int] = {}  # (process, state) -> how many
        self._came = asyncio.Event()
        self._runners: list[asyncio.Task] = []
        folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Begin to work on what comes."""
        self._runners = [asyncio.create_task(self._serve()) for _ in range(self.limits.workers)]

    def of(self, name: str) -> Job:
        """Return the job of an id; raise Problem."""
        found = self.known.get(name)
        if found is None:
            raise Problem(404, 'No such job; jobs are kept for an hour.', 'no-such-job')
        return found

    def require_room(self) -> None:
        """Raise Problem 429 or 503 where no job can be taken."""
        if self.stopping:
            raise Problem(503, 'The service is being stopped. Try again in a minute.', retry_after=60)
        wait = max(int(self.seconds * (len(self.queue) + 1) / self.limits.workers), 1)
        if len(self.queue) >= self.limits.waiting:
            raise Problem(429, f'{len(self.queue)} jobs are waiting already. Try again later.', retry_after=wait)
        if len(self.known) >= self.limits.kept:
            over = sorted((job for job in self.known.values() if job.is_over), key=lambda job: job.finished)
            if not over:
                raise Problem(429, 'Too many jobs are kept here at the moment. Try again later.', retry_after=wait)
            self.forget(over[0])

    def submit(self, job: Job) -> None:
        """Put a job into the queue."""
        self.known[job.id] = job
        self.queue.append(job)
        job.tell({'event': 'accepted', 'before': len(self.queue) - 1 + len(self.running)})
        self._came.set()

    def dismiss(self, job: Job) -> None:
        """Stop a job that waits or runs, and remove what it has made."""
        if job in self.queue:
            self.queue.remove(job)
        job.end('dismissed', 'Dismissed by the client.')
        if job.worker:
            job.worker.kill()  # who runs it removes the folder
        else:
            self.forget(job)

    def forget(self, job: Job) -> None:
        """Remove a job that is over."""
        self.known.pop(job.id, None)
        shutil.rmtree(job.folder, ignore_errors=True)

    def expire(self) -> None:
        """Remove what has been kept for long enough."""
        for job in [j for j in self.known.values() if j.is_over]:
            if time.time() - job.finished > self.limits.keep_seconds:
                self.forget(job)

    async def stop(self) -> None:
        """Let what runs come to its end; what waits is told."""
        self.stopping = True
        while self.queue:
            self.queue.popleft().end('failed', 'The service was stopped before the job began. Start it again.', 503)
        while self.running:
            await asyncio.sleep(0.05)
        for runner in self._runners:
            runner.cancel()
        await asyncio.gather(*self._runners, return_exceptions=True)

    async def _serve(self) -> None:
        while True:
            while not self.queue:
                self._came.clear()
                await self._came.wait()
            job = self.queue.popleft()
            self.running.add(job)
            try:
                await self._run(job)
            except Exception:
                LOG.exception('a job could not be run')
                job.end('failed', 'The service failed at this job. Start it again.', 500)
            finally:
                self.running.discard(job)
                key = job.order.process, job.state
                self.ended[key] = self.ended.get(key, 0) + 1
                if job.state == 'dismissed':
                    self.forget(job)

    async def _run(self, job: Job) -> None:
        job.worker = worker = await self.pool.take()
        try:
            if job.is_over:
                return
            job.state, job.started, job.message = 'running', time.time(), 'Running.'
            job.tell({'event': 'running'})
            order = await asyncio.to_thread(self._prepare, job, worker.folder)
            await asyncio.wait_for(self._follow(job, worker, order), self.limits.seconds)
        except asyncio.TimeoutError:
            job.end('failed', f'The job took longer than {self.limits.seconds} seconds. Choose a smaller EXTENT.', 413)
        except Ended as error:
            job.end('failed', str(error), 500)
        finally:
            job.worker = None
            await self.pool.done(worker)
            await asyncio.to_thread(self._collect, job, worker.folder)
            if job.started:
                self.seconds = 0.8 * self.seconds + 0.2 * (time.time() - job.started)

    def _prepare(self, job: Job, folder: Path) -> dict:
        """Move the inputs into the process's folder; return the order."""
        (job.folder / 'in').rename(folder / 'in')
        return {
            'task': 'run', 'process': job.order.process, 'inputs': job.order.inputs, 'outputs': job.order.outputs,
            'pictures': job.order.pictures, 'limits': given(self.limits),
        }  # fmt: skip

    async def _follow(self, job: Job, worker: Worker, order: dict) -> None:
        async for event in worker.perform(order):
            kind = event['event']
            if kind == 'progress':
                job.progress = min(int(100 * float(event.get('share', 0))), 99)
            elif kind == 'decision' and len(job.decisions) < 200:
                job.decisions.append(str(event.get('text', ''))[:2000])
            elif kind == 'picture':
                name = str(event.get('name', ''))
                source = worker.folder / f'{name}.png'
                if not name.isidentifier() or not is_plain_file(source):
                    continue
                await asyncio.to_thread(_keep_picture, source, job.folder / 'pictures' / f'{name}.png')
            elif kind == 'failed':
                job.end('failed', str(event['sentence']), int(event.get('status', 500)))
                return
            elif kind == 'done':
                job.report = {key: value for key, value in event.items() if key != 'event'}
                await asyncio.to_thread(self._collect, job, worker.folder)
                job.end('successful', 'Done.')
                return
            job.tell(event)

    @staticmethod
    def _collect(job: Job, folder: Path) -> None:
        """Take the results out of the process's folder, and remove that."""
        made = folder / 'out'
        if job.state == 'running' and made.is_dir() and not made.is_symlink():
            job.folder.mkdir(exist_ok=True)
            made.rename(job.folder / 'out')
        shutil.rmtree(folder, ignore_errors=True)


def _keep_picture(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    os.link(source, target, follow_symlinks=False)
