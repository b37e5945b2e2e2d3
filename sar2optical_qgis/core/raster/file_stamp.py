"""Whether a file was written to since it was opened: pixels of two states would make a picture of neither."""

from __future__ import annotations

import os


class FileStamp:
    """Identity, size and time of a file, as they are now."""

    def __init__(self, path: str) -> None:
        self.path, self.was = path, _state(path)

    def has_changed(self) -> bool:
        """Whether the file was written to since. One that was removed or replaced reads as it was."""
        now = _state(self.path)
        return None not in (now, self.was) and now[0] == self.was[0] and now != self.was


def _state(path: str) -> tuple[int, int, int] | None:
    """Return inode, bytes and nanoseconds; None for what is no file (a subdataset) or is gone."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
