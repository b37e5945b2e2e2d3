"""Look into an ONNX file without running anything: its metadata, and whether it reaches for other files.

ONNX is Protocol Buffers. The few fields needed here are walked by hand, so that models can be listed where onnxruntime
is missing, and a file that names external data is refused before any library opens it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .errors import ModelError

MAXIMUM_BYTES = 500_000_000
# Where tensors may sit in a ModelProto: message type -> {field number: message type}.
_CHILDREN = {
    'Model': {7: 'Graph', 20: 'Training', 25: 'Function'},
    'Training': {1: 'Graph', 2: 'Graph'},
    'Graph': {1: 'Node', 5: 'Tensor', 15: 'SparseTensor'},
    'Function': {7: 'Node', 11: 'Attribute'},
    'Node': {5: 'Attribute'},
    'Attribute': {5: 'Tensor', 6: 'Graph', 10: 'Tensor', 11: 'Graph', 22: 'SparseTensor', 23: 'SparseTensor'},
    'SparseTensor': {1: 'Tensor', 2: 'Tensor'},
}
_TENSOR_EXTERNAL_DATA, _TENSOR_DATA_LOCATION = 13, 14


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise ValueError('a number runs past the end')
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _fields(data: memoryview) -> Iterator[tuple[int, int, memoryview | int]]:
    """Yield field number, wire type and payload of one message."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        if key >> 32:  # protobuf drops those bits and sees another field than we would
            raise ValueError('a field has an impossible number')
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield number, wire, value
            continue
        length = {1: 8, 5: 4}.get(wire)
        if wire == 2:
            length, at = _varint(data, at)
        if length is None or number == 0 or at + length > len(data):
            raise ValueError('a field runs past the end')
        yield number, wire, data[at : at + length]
        at += length


def _refuse_external(data: memoryview, kind: str, depth: int) -> None:
    if depth > 40:
        raise ValueError('it is nested too deeply')
    for number, wire, payload in _fields(data):
        if kind == 'Tensor':
            if number == _TENSOR_EXTERNAL_DATA or (number == _TENSOR_DATA_LOCATION and payload != 0):
                raise ModelError('The model keeps weights in other files, which is refused. Save it as one file.')
        elif wire == 2 and number in _CHILDREN.get(kind, {}):
            _refuse_external(payload, _CHILDREN[kind][number], depth + 1)


def read_model(path: str | Path) -> bytes:
    """Return the bytes of a model file; raise ModelError where it cannot be read or is no file of a sensible size."""
    path = Path(path)
    try:
        if not path.is_file() or path.stat().st_size > MAXIMUM_BYTES:
            raise ModelError(f'{path.name} is no model file of a sensible size. Choose an .onnx file.')
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f'The model {path.name} cannot be read ({error.strerror}). Check the path.') from error


def metadata_of(content: bytes, path: str | Path) -> dict[str, str]:
    """Return an ONNX file's metadata; raise ModelError where it is no ONNX, truncated, or uses external data."""
    data, metadata, has_graph = memoryview(content), {}, False
    try:
        for number, wire, payload in _fields(data):
            has_graph |= number == 7 and wire == 2
            if number == 14 and wire == 2:
                entry = {n: bytes(p).decode('utf-8') for n, w, p in _fields(payload) if w == 2}
                metadata[entry.get(1, '')] = entry.get(2, '')
        if not has_graph:
            raise ValueError('it holds no graph')
        _refuse_external(data, 'Model', 0)
    except (ValueError, UnicodeDecodeError) as error:
        raise ModelError(f'{Path(path).name} is not a whole ONNX model ({error}). Get the file again.') from error
    return metadata


def read_metadata(path: str | Path) -> dict[str, str]:
    """Return the metadata of an ONNX file; raise ModelError as read_model and metadata_of do."""
    return metadata_of(read_model(path), path)
