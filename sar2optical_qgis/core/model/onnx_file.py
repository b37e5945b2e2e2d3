"""Look into an ONNX file without running anything: its metadata, and whether it reaches for other files.

ONNX is Protocol Buffers. The few fields needed here are walked by hand, so that models can be listed where onnxruntime
is missing, and a file that names external data, or asks for more memory than there is, is refused before any library
opens it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from math import prod
from pathlib import Path

from ..errors import ModelError

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
# Loops need never end; a context names a file; the others make tensors of any size out of a number.
_FORBIDDEN = frozenset(
    b'Loop Scan If EPContext Range EyeLike OneHot RandomNormal RandomUniform Multinomial SequenceMap'.split()
)
_SIZED = frozenset(b'ConstantOfShape Expand Tile Resize Pad'.split())
_FLOAT, _INT64 = 1, 7  # data types of tensors
GROWN = 2**16  # pixels of a plane that a factor enlarges
LARGEST_TENSOR = 2**26  # numbers in a tensor whose size stands in the file


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


def _inspect(data: memoryview, kind: str, depth: int = 0) -> None:
    """Raise ModelError for what no network of tiles needs: weights elsewhere, control flow, tensors out of nothing."""
    if depth > 40:
        raise ValueError('it is nested too deeply')
    constants: dict[bytes, float] = {}  # name -> the size that it would give to a tensor made after it
    for number, wire, payload in _fields(data):
        if kind == 'Tensor':
            if number == _TENSOR_EXTERNAL_DATA or (number == _TENSOR_DATA_LOCATION and payload != 0):
                raise ModelError('The model keeps weights in other files, which is refused. Save it as one file.')
        elif wire == 2 and number in _CHILDREN.get(kind, {}):
            _inspect(payload, _CHILDREN[kind][number], depth + 1)
            if kind == 'Graph' and number == 5:
                constants[_bytes_of(payload, 8)] = _size_after(payload)
    if kind in ('Graph', 'Function'):
        for number, wire, payload in _fields(data):
            if number == (1 if kind == 'Graph' else 7) and wire == 2:
                _refuse_node(payload, constants)


def _refuse_node(node: memoryview, constants: dict[bytes, float]) -> None:
    kind = _bytes_of(node, 4)
    if kind in _FORBIDDEN:
        raise ModelError(
            f'The model holds the operator {kind.decode("ascii")}, which no model of this plugin needs, and which is '
            'refused. Export it without.'
        )
    if kind == b'Constant':
        for attribute in (p for n, w, p in _fields(node) if n == 5 and w == 2):
            for tensor in (p for n, w, p in _fields(attribute) if n == 5 and w == 2):
                constants[_bytes_of(node, 2)] = _size_after(tensor)
    if kind in _SIZED and any(
        constants.get(bytes(name), 0) > LARGEST_TENSOR for n, w, name in _fields(node) if n == 1 and w == 2
    ):
        raise ModelError('The model makes a tensor of an absurd size, which is refused. Get the model file again.')


def _bytes_of(message: memoryview, number: int) -> bytes:
    """Return the last (as protobuf has it) text or bytes field of that number, or b''."""
    found = [bytes(payload) for n, wire, payload in _fields(message) if n == number and wire == 2]
    return found[-1] if found else b''


def _size_after(tensor: memoryview) -> float:
    """Return how many numbers a tensor has that is made in the shape, or grows by the factors, of this small one."""
    raw = _bytes_of(tensor, 9)[:80]
    kind = [value for n, wire, value in _fields(tensor) if n == 2 and wire == 0]
    if kind == [_FLOAT]:
        return GROWN * prod(max(abs(x), 1.0) for (x,) in struct.iter_unpack('<f', raw[: len(raw) // 4 * 4]))
    if kind != [_INT64]:
        return 0
    numbers = [x for (x,) in struct.iter_unpack('<q', raw[: len(raw) // 8 * 8])]
    numbers += [value for n, wire, value in _fields(tensor) if n == 7 and wire == 0]
    packed, at = memoryview(_bytes_of(tensor, 7)[:80]), 0
    while at < len(packed) and packed[-1] < 0x80:
        value, at = _varint(packed, at)
        numbers.append(value)
    return prod(max(abs(x - 2**64 if x >= 2**63 else x), 1) for x in numbers)


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
        _inspect(data, 'Model')
    except (ValueError, UnicodeDecodeError) as error:
        raise ModelError(f'{Path(path).name} is not a whole ONNX model ({error}). Get the file again.') from error
    return metadata


def read_metadata(path: str | Path) -> dict[str, str]:
    """Return the metadata of an ONNX file; raise ModelError as read_model and metadata_of do."""
    return metadata_of(read_model(path), path)
