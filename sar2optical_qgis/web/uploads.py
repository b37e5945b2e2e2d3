"""Uploads: received into a folder of their own, looked at in a sandbox, kept for an hour."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from .limits import Limits
from .pool import Ended, Pool
from .problems import Problem
from .rasters import KINDS, SUFFIXES, kind_of

ID = re.compile(r'^[\w-]{32}$')
PLAIN = re.compile(r'[^\w.+-]+')


@dataclass
class Upload:
    """One file, or the product that a zip held, in ``folder``; ``seen`` is what looks.look told."""

    id: str
    folder: Path
    path: Path
    owner: str
    created: float = field(default_factory=time.time)
    seen: dict = field(default_factory=dict)

    def json(self) -> dict:
        """Return what the client is told."""
        known = {key: value for key, value in self.seen.items() if key not in ('event', 'number', 'path')}
        return {'id': self.id, 'name': self.path.name, **known, 'picture': f'uploads/{self.id}/picture'}

    def link(self, target: Path) -> Path:
        """Bring the files into a job's folder without copying; return the path there."""
        target.mkdir(parents=True)
        made = target / self.path.name
        if self.path.is_dir():
            shutil.copytree(self.path, made, symlinks=True, copy_function=os.link)
        else:
            os.link(self.path, made)
        return made


class Uploads:
    """The uploads of all clients, by ids that cannot be guessed."""

    def __init__(self, folder: Path, limits: Limits, pool: Pool) -> None:
        self.folder, self.limits, self.pool = folder, limits, pool
        self.known: dict[str, Upload] = {}
        self.bytes = 0
        self._looks = asyncio.Semaphore(limits.looks)
        folder.mkdir(parents=True, exist_ok=True)

    def of(self, name: str) -> Upload:
        """Return the upload of an id; raise Problem."""
        found = self.known.get(name)
        if found is None:
            raise Problem(404, 'No such upload; uploads are kept for an hour. Send the file again.', 'no-such-upload')
        return found

    def require_room(self, more: int = 1) -> None:
        """Raise Problem where no more can be kept."""
        if len(self.known) + more > self.limits.kept:
            raise Problem(429, 'Too many uploads are kept here at the moment. Try again later.', retry_after=60)
        if shutil.disk_usage(self.folder).free < self.limits.free_bytes:
            raise Problem(507, 'The disk of this server is full. Try again later.', retry_after=600)

    async def receive(self, files: list[tuple[str, BinaryIO]], owner: str) -> list[Upload]:
        """Keep files (name, content) once they have been looked at; raise Problem, and keep none, where one is bad."""
        self.require_room(len(files))
        made = [await asyncio.to_thread(self._store, name, content, owner) for name, content in files]
        try:
            async with self._looks:
                await self._look(made)
        except BaseException:
            for upload in made:
                shutil.rmtree(upload.folder, ignore_errors=True)
            raise
        self.known.update((upload.id, upload) for upload in made)
        return made

    def _store(self, name: str, content: BinaryIO, owner: str) -> Upload:
        kind = kind_of(content.read(32))
        if not kind:
            raise Problem(415, f'{_plain(name)} is no {KINDS}. Export it as GeoTIFF.')
        content.seek(0)
        made = secrets.token_urlsafe(24)
        folder = self.folder / made
        folder.mkdir(mode=0o700)
        path = folder / (_plain(name) + SUFFIXES[kind])
        with path.open('xb') as file:
            shutil.copyfileobj(content, file, 1 << 20)
            self.bytes += file.tell()
        return Upload(made, folder, path, owner)

    async def _look(self, uploads: list[Upload]) -> None:
        worker = await self.pool.take()
        try:
            for number, upload in enumerate(uploads):
                upload.link(worker.folder / 'in' / str(number))
            order = {'task': 'look', 'files': [upload.path.name for upload in uploads], 'limits': given(self.limits)}
            await asyncio.wait_for(self._follow(worker, order, uploads), self.limits.look_seconds)
        except asyncio.TimeoutError:
            raise Problem(413, 'The file takes too long to read. Export it as a plain GeoTIFF.') from None
        except Ended as error:
            raise Problem(422, 'The file ends the program that reads it. Export it again as GeoTIFF.') from error
        finally:
            await self.pool.done(worker)
            await asyncio.to_thread(shutil.rmtree, worker.folder, ignore_errors=True)

    async def _follow(self, worker: object, order: dict, uploads: list[Upload]) -> None:
        async for event in worker.perform(order):
            if event['event'] == 'failed':
                raise Problem(int(event.get('status', 400)), str(event['sentence']))
            if event['event'] == 'seen':
                _adopt(uploads[event['number']], worker.folder, event)

    def forget(self, upload: Upload) -> None:
        """Remove an upload; jobs that use it have links of their own."""
        self.known.pop(upload.id, None)
        shutil.rmtree(upload.folder, ignore_errors=True)

    def expire(self) -> None:
        """Remove what has been kept for long enough."""
        for upload in [u for u in self.known.values() if time.time() - u.created > self.limits.keep_seconds]:
            self.forget(upload)


def given(limits: Limits) -> dict:
    """Return limits as a job's order names them."""
    return {key: value for key, value in vars(limits).items() if key not in ('workers',)}


def _adopt(upload: Upload, folder: Path, event: dict) -> None:
    """Take the picture, and the unpacked product in place of its zip, out of the worker's folder."""
    upload.seen = event
    picture = folder / f'{int(event["number"])}.png'
    if is_plain_file(picture):
        os.replace(picture, upload.folder / 'picture.png')
    if upload.path.suffix == '.zip':
        found = folder / 'unpacked' / str(int(event['number']))
        product = next((path for path in found.iterdir() if path.name.upper().endswith('.SAFE')), None)
        if product is None or any(path.is_symlink() for path in found.rglob('*')) or found.is_symlink():
            raise Problem(415, 'The zip holds no product. Get it again.')
        target = upload.folder / product.name
        os.replace(product, target)
        upload.path.unlink()
        upload.path = target


def is_plain_file(path: Path) -> bool:
    """Whether a path is a file itself: a job's process might have put a link there."""
    with suppress(OSError):
        return path.is_file() and not path.is_symlink()
    return False


def _plain(name: str) -> str:
    """The stem of a client's file name, with nothing in it that could mean something else: dates and bands stay."""
    stem = re.split(r'[\\/]', name)[-1]
    for ending in ('.gz', '.zip', '.tif', '.tiff', '.png', '.jpg', '.jpeg', '.jp2', '.geotiff', '.SAFE'):
        if stem.lower().endswith(ending.lower()):
            stem = stem[: -len(ending)]
    return PLAIN.sub('_', stem).strip('._')[:120] or 'upload'
