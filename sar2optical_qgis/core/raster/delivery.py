"""Delivery: how a run's rasters are written, whatever they hold. It is of the run, so no task need know of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from ..errors import OutputError
from . import codecs
from .area import Area


@dataclass(frozen=True)
class Delivery:
    """Codec of the files, and the area outside of which they hold no data."""

    compression: str = codecs.COMPRESSIONS[0]
    area: Area | None = None

    def check(self) -> None:
        """Raise OutputError where this GDAL cannot write it."""
        if self.compression not in codecs.writable():
            raise OutputError(
                f'This GDAL cannot write COMPRESSION {self.compression}. Choose one of {", ".join(codecs.writable())}.'
            )


USUAL = Delivery()
_current: ContextVar[Delivery] = ContextVar('delivery', default=USUAL)


def current() -> Delivery:
    """Return how rasters are written now, in this thread."""
    return _current.get()


@contextmanager
def delivering(delivery: Delivery) -> Iterator[None]:
    """Write all rasters of the runs inside so; raise OutputError where this GDAL cannot."""
    delivery.check()
    token = _current.set(delivery)
    try:
        yield
    finally:
        _current.reset(token)
