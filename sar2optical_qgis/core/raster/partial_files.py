"""Partial files: where a raster is written before it is whole, beside its target, and whose they are."""

from __future__ import annotations

import os
import platform
import re
import time
import uuid
import zlib
from contextlib import suppress
from pathlib import Path

from ..errors import OutputError

SUFFIXES = ('.tif', '.tiff')
ABANDONED_S = (
    86_400.0  # seconds without a write after which a partial file is nobody's, where processes cannot be asked
)
_mine: set[str] = set()  # partial files that this process is writing; in a container every run has the same number


def _host() -> str:
    """Return where this process's number means something: its machine, and the container in it."""
    namespace = ''
    with suppress(OSError):
        namespace = os.readlink('/proc/self/ns/pid')
    return f'{zlib.crc32(f"{platform.node()} {namespace}".encode()):08x}'


_HOST = _host()  # part of the partial files' names: folders are shared between machines


def check_target(path: str) -> None:
    """Raise OutputError where no GeoTIFF can be written at ``path``; done before any work."""
    target = Path(path)
    if not target.name.isprintable() or len(os.fsencode(target.name)) > 200:
        raise OutputError('The output has an unusable file name. Choose a shorter one, without control characters.')
    if target.suffix.lower() not in SUFFIXES:
        raise OutputError(f'"{target.name}" is not a GeoTIFF name. Let the output end in .tif.')
    if not target.parent.is_dir():
        raise OutputError(
            f'The folder of {target.name} does not exist ({target.parent}). Choose or make another folder.'
        )
    if target.is_dir():
        raise OutputError(f'{target.name} is a folder. Choose a file name.')
    if target.exists() and not target.is_file():
        raise OutputError(f'{target.name} is a device, no file. Choose a file name.')
    probe = _beside(target)
    try:
        probe.touch(exist_ok=False)
        probe.unlink(missing_ok=True)  # another run with this target may have tidied it up
    except OSError as error:
        raise OutputError(f'{target.parent} cannot be written to ({error.strerror}). Choose another folder.') from error


def _beside(target: Path) -> Path:
    return target.with_name(f'.{target.stem}.{_HOST}-{os.getpid()}-{uuid.uuid4().hex[:8]}.partial.tif')


def begin(target: Path) -> Path:
    """Return the path of a partial file for a target, which is checked; leftovers of runs that are gone are deleted."""
    check_target(str(target))
    _remove_leftovers(target)
    partial = _beside(target)
    _mine.add(str(partial))
    return partial


def end(partial: Path) -> None:
    """Say that nobody writes a partial file any more: it has got its name, or is gone."""
    _mine.discard(str(partial))


def _remove_leftovers(target: Path) -> None:
    """Delete partial files of this target whose run is gone (killed before it could clean up)."""
    pattern = re.compile(re.escape(f'.{target.stem}.') + r'([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.partial\.tif(\..*)?$')
    for path in target.parent.glob(f'.{_glob_safe(target.stem)}.*.partial.tif*'):
        match = pattern.match(path.name)
        if match and not _is_being_written(path, match.group(1), int(match.group(2))):
            with suppress(OSError):  # another user's, in a shared folder: not ours to tidy
                path.unlink()


def _is_being_written(path: Path, host: str, pid: int) -> bool:
    if pid == os.getpid() and host == _HOST:
        return any(str(path).startswith(partial) for partial in tuple(_mine))
    if host != _HOST or os.name == 'nt':  # on Windows a signal 0 would end the process
        with suppress(OSError):
            return time.time() - path.stat().st_mtime < ABANDONED_S
        return True
    return _is_running(pid)


def _glob_safe(text: str) -> str:
    return re.sub(r'([\[\]*?])', r'[\1]', text)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
