"""What can go wrong. Every message is one sentence or two: the cause, then the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .machine.cores import headroom_mb
from .machine.heap import has_room


class Sar2OpticalError(Exception):
    """Base of all errors that a user can act upon."""


class InputError(Sar2OpticalError):
    """A raster or a parameter cannot be used as it is."""


class NothingClearError(InputError):
    """A mask hides the whole image, so there is nothing to learn from."""


class ModelError(Sar2OpticalError):
    """A model file cannot be read, or is not for this task."""


class RuntimeMissingError(Sar2OpticalError):
    """onnxruntime cannot be imported in this Python."""


class DeviceError(Sar2OpticalError):
    """The device that was asked for cannot run the model."""


class OutputError(Sar2OpticalError):
    """A result cannot be written where it was asked for."""


class NetworkError(Sar2OpticalError):
    """A service cannot be reached, refuses, or answers with what cannot be used."""


class Cancelled(Sar2OpticalError):
    """The user stopped the run; nothing was written."""

    def __init__(self) -> None:
        super().__init__('The run was cancelled; nothing was written.')


@contextmanager
def memory_told() -> Iterator[None]:
    """Raise DeviceError where memory runs out inside, wherever that is, or where it would at once.

    GDAL ends the process when it gets no memory, and OpenBLAS asks for its 128 MB again and again without an end:
    neither can be caught, so what they need must be there before they ask.
    """
    if not has_room(needed := headroom_mb()):
        raise DeviceError(f'Less than {needed} MB of memory are left. Close other programs first.')
    try:
        yield
    except MemoryError as error:
        raise DeviceError('Memory ran out. Choose a smaller TILE_SIZE or EXTENT, or close other programs.') from error
